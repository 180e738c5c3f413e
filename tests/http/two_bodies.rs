//! Two bodies in one database: a person, an employer and a provider may be of both, and neither body learns of the other.

use crate::pages::kind;
use crate::steps;
use app::error::AppError;
use app::features::people::store as people;
use app::features::record::store::{self as records, NewSupervision};
use app::journal::store::Stamp;
use app::web::tx::Tx;
use domain::access::SupervisorAt;
use domain::ids::{EnrolmentId, OrganisationId, PersonId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use tests::people::{AMARA, DANA, INES, KARIM, PIET, PRIYA, RUTH, SOL};
use tests::{Answer, TestApp, Visitor, today};

/// What a registrar enters to enrol somebody from today on.
pub async fn enrol(registrar: &mut Visitor, framework: &str, name: &str, email: &str, more: &[(&str, &str)]) -> Answer {
    let mut form = registrar.page("/enrolments/new").await.form("Enrol");
    for (field, value) in
        [("name", name), ("email", email), ("framework", framework), ("from_on", "2026-11-20")].iter().chain(more)
    {
        form = form.fill(field, value);
    }
    let answer = registrar.submit(form).await;
    // Of somebody whom another body alone knows it is asked whether the address is right.
    if answer.page.errors().iter().any(|error| error.contains("of which you can’t see the name")) {
        return registrar.submit(answer.page.form("Enrol").tick("account", email)).await;
    }
    answer
}

pub const CPQ: &str = "cpq 2021-06";
pub const SQE: &str = "sqe 2021-09";

#[tokio::test]
async fn a_person_of_two_bodies_has_a_record_and_a_name_at_each() {
    let app = TestApp::new().await;
    let northgate = app.organisation("Northgate Law School").await.to_string();
    let mut sol = app.sign_in(SOL).await;
    let page = enrol(&mut sol, SQE, "A. K. Osei", AMARA, &[("provider", &northgate)])
        .await
        .must_say("A. K. Osei is enrolled.");
    assert!(!page.says("Amara"), "{}", page.text());
    // Each sees the record of their own body, under its name.
    let path = format!("/enrolments/{}", app.one::<String>(
        "SELECT e.id FROM enrolment e JOIN person p ON p.id = e.person_id WHERE p.email = $1 AND framework_slug = 'sqe'",
        [AMARA.into()],
    ).await);
    let record = sol.page(&path).await;
    assert!(record.says("A. K. Osei") && !record.says("Amara"), "{}", record.text());
    let mut ines = app.sign_in(INES).await;
    assert_eq!(ines.get(&path).await.status, 404);
    let list = ines.page("/enrolments").await;
    assert!(list.says("Amara Osei") && !list.says("A. K. Osei"), "{}", list.text());
    // The provider of both sees her twice, as each body knows her; she herself sees both.
    let candidates = app.sign_in(DANA).await.page("/candidates").await;
    assert!(candidates.says("Amara Osei") && candidates.says("A. K. Osei"), "{}", candidates.text());
    assert_eq!(app.sign_in(AMARA).await.get(&path).await.status, 200);
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_registrar_enrols_only_for_their_own_body_and_with_whom_it_recognises() {
    let app = TestApp::new().await;
    let hale = app.organisation("Hale & Partners").await.to_string();
    let mut sol = app.sign_in(SOL).await;
    let before = app.contents().await;
    let job = [("employer", hale.as_str()), ("job_title", "Paralegal")];
    let elsewhere = sol
        .post(
            "/enrolments/new",
            &[("name", "Noor Aziz"), ("email", "noor@trainee.example"), ("framework", CPQ), ("from_on", "2026-11-20")],
        )
        .await;
    assert_eq!(app.contents().await, before);
    assert!(elsewhere.says("Choose a framework"), "{}", elsewhere.page.text());
    let fields =
        [("name", "Noor Aziz"), ("email", "noor@trainee.example"), ("framework", SQE), ("from_on", "2026-11-20")];
    let fields: Vec<(&str, &str)> = fields.into_iter().chain(job).collect();
    let unknown = sol.post("/enrolments/new", &fields).await;
    assert!(unknown.says("this is no employer"), "{}", unknown.page.text());
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn an_organisation_that_another_body_added_is_not_taken_by_its_name() {
    let app = TestApp::new().await;
    let mut sol = app.sign_in(SOL).await;
    let before = app.contents().await;
    let form = sol.page("/organisations").await.form("Add organisation");
    let form = form.fill("name", "Hale & Partners").fill("kind", "employer");
    let answer = sol.submit(form).await;
    assert!(answer.page.says("another professional body added it"), "{}", answer.page.text());
    assert_eq!(app.contents().await, before);
    assert!(!sol.page("/organisations").await.has_link("Hale & Partners"));
    // One that is new is of this body alone.
    let form = sol.page("/organisations").await.form("Add organisation");
    let form = form.fill("name", "Quay Street LLP").fill("kind", "employer");
    sol.submit(form).await.must_say("The organisation is added.");
    assert!(sol.page("/organisations").await.has_link("Quay Street LLP"));
    assert!(!app.sign_in(INES).await.page("/organisations").await.has_link("Quay Street LLP"));
}

/// Every page that somebody reaches by following links, frameworks aside.
async fn pages_of(app: &TestApp, who: &str) -> Vec<(String, String)> {
    let mut visitor = app.sign_in(who).await;
    let (mut waiting, mut seen) = (VecDeque::from([String::from("/")]), BTreeSet::new());
    let (mut pages, mut kinds) = (Vec::new(), BTreeMap::new());
    while let Some(path) = waiting.pop_front() {
        let is_wanted = path.starts_with('/') && !path.contains('?') && !path.starts_with("/frameworks");
        if !is_wanted || !seen.insert(path.clone()) {
            continue;
        }
        // As many as there are trainees of the body, and more: enough for every page about each.
        let of_this_kind = kinds.entry(kind(&path)).or_insert(0);
        *of_this_kind += 1;
        if *of_this_kind > 8 {
            continue;
        }
        let answer = visitor.get(&path).await;
        if answer.header("content-type").starts_with("text/html") {
            let links = answer.page.links().into_iter();
            waiting.extend(links.map(|(_, link)| link.split('#').next().unwrap_or_default().to_owned()));
        }
        pages.push((path, String::from_utf8_lossy(&answer.bytes).into_owned()));
    }
    pages
}

#[tokio::test]
async fn neither_body_reads_the_name_by_which_the_other_knows_a_person() {
    let app = TestApp::new().await;
    let address = "many@names.example";
    // The first body knows them by the name of their account, the second by another one.
    let hash: String = app.one("SELECT password_hash FROM credential LIMIT 1", []).await;
    let by_server = || Stamp { by: None, at: app.state.clock.now() };
    let place = (app.db(), &app.state.catalogue);
    Tx::outside::<_, AppError>(place, by_server(), async |tx| {
        let person = people::add_person(&tx.writer(), "Firstbody Name", address).await?;
        people::set_password(&tx.writer(), person, hash).await
    })
    .await
    .unwrap();
    for (registrar, framework, name, employer, supervisor, outcome) in [
        (INES, CPQ, "Firstbody Name", "Hale & Partners", RUTH, steps::LAST_OUTCOME),
        (SOL, SQE, "Secondbody Name", "Mersey Street Legal", KARIM, "A1"),
    ] {
        let mut registrar = app.sign_in(registrar).await;
        let employer = app.organisation(employer).await.to_string();
        let more = [("employer", employer.as_str()), ("job_title", "Paralegal")];
        enrol(&mut registrar, framework, name, address, &more).await.must_say(&format!("{name} is enrolled."));
        let slug = framework.split(' ').next().unwrap();
        let of = [app.person(address).await.into(), slug.into()];
        let enrolment: String =
            app.one("SELECT id FROM enrolment WHERE person_id = $1 AND framework_slug = $2", of).await;
        let (id, trainee) =
            (EnrolmentId::parse(&enrolment).unwrap(), PersonId::parse(&app.person(address).await).unwrap());
        let new = NewSupervision {
            supervisor: SupervisorAt {
                person: PersonId::parse(&app.person(supervisor).await).unwrap(),
                employer: OrganisationId::parse(&employer).unwrap(),
            },
            authorised_as: None,
            from_on: today() - chrono::Duration::days(3),
            until_on: None,
        };
        Tx::outside::<_, AppError>(place, by_server(), async |tx| {
            records::insert_supervision(&tx.writer(), id, trainee, &new).await
        })
        .await
        .unwrap();
        let mut many = app.sign_in(address).await;
        let claim = steps::begin_claim(&mut many, &enrolment, outcome).await;
        steps::write_draft(&mut many, &claim).await;
        steps::add_text(&mut many, &claim).await;
        steps::send(&app, &mut many, &claim, supervisor).await.must_say("Sent to");
        // What the trainee did stands in the record of each under its own name.
        let story = registrar.page(&format!("/enrolments/{enrolment}/record")).await;
        assert!(story.says(&format!("By {name}")), "{}", story.text());
    }
    for (people, own, other) in [
        ([INES, PIET, PRIYA, RUTH].as_slice(), "Firstbody Name", "Secondbody"),
        (&[SOL, KARIM], "Secondbody Name", "Firstbody"),
    ] {
        for who in people {
            let pages = pages_of(&app, who).await;
            assert!(pages.iter().any(|(_, text)| text.contains(own)), "{who} never reads {own}");
            for (path, text) in pages {
                assert!(!text.contains(other), "{who} {path}");
            }
        }
    }
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_further_body_takes_nobody_away_from_where_they_are_and_every_record_is_one_step_away() {
    let app = TestApp::new().await;
    let mut sol = app.sign_in(SOL).await;
    let first = app.enrolment(AMARA).await;
    enrol(&mut sol, SQE, "A. K. Osei", AMARA, &[]).await.must_say("A. K. Osei is enrolled.");
    let second = "SELECT e.id FROM enrolment e JOIN person p ON p.id = e.person_id WHERE p.email = $1 AND framework_slug = 'sqe'";
    let second: String = app.one(second, [AMARA.into()]).await;
    let mut amara = app.sign_in(AMARA).await;
    assert!(amara.page("/home").await.says("You are on the Foundation stage"));
    let claim = steps::begin_claim(&mut amara, &second, "A1").await;
    let claims = |id: &str| format!("/claims?enrolment={id}");
    let of = |id: &str, part: &str| format!("/enrolments/{id}{part}");
    let (cpq, sqe) = ("CPQ, version 2021-06", "SQE, version 2021-09");
    for (path, own, to_first, to_second) in [
        (String::from("/home"), &first, of(&first, ""), of(&second, "")),
        (of(&second, ""), &second, of(&first, ""), of(&second, "")),
        (of(&second, "/map"), &second, of(&first, "/map"), of(&second, "/map")),
        (of(&first, "/record"), &first, of(&first, "/record"), of(&second, "/record")),
        (of(&second, "/nodes/A1"), &second, of(&first, ""), of(&second, "")),
        (String::from("/claims"), &first, claims(&first), claims(&second)),
        (claims(&second), &second, claims(&first), claims(&second)),
        (format!("/claims/new?enrolment={second}"), &second, claims(&first), claims(&second)),
        (claim.clone(), &second, claims(&first), claims(&second)),
        (format!("{claim}/draft"), &second, claims(&first), claims(&second)),
        (format!("{claim}/evidence"), &second, claims(&first), claims(&second)),
        (format!("{claim}/sending"), &second, claims(&first), claims(&second)),
    ] {
        let page = amara.page(&path).await;
        assert_eq!((page.link(cpq), page.link(sqe)), (to_first, to_second), "{path}");
        // The main navigation is of the record that the page is about.
        assert_eq!((page.link("Map"), page.link("Record")), (of(own, "/map"), of(own, "/record")), "{path}");
        let chosen = format!("aria-current=\"page\">{}", if own == &first { cpq } else { sqe });
        assert!(page.html().contains(&chosen), "{path}: {}", page.html());
    }
    // Each list holds its own, and leads to a claim of its own.
    let has = |page: &tests::Page| page.links().iter().any(|(_, link)| *link == claim);
    let (of_first, of_second) = (amara.page(&claims(&first)).await, amara.page(&claims(&second)).await);
    assert!(!has(&of_first) && has(&of_second), "{} {}", of_first.text(), of_second.text());
    assert_eq!(of_second.link("Claim an outcome"), format!("/claims/new?enrolment={second}"));
    // Another one's, or none, is not there.
    for asked in [app.enrolment(tests::people::LEO).await, String::from("x")] {
        assert_eq!(amara.get(&claims(&asked)).await.status, 404);
    }
    // Who has one record is asked nothing.
    let leo = app.sign_in(tests::people::LEO).await.page("/home").await;
    assert!(!leo.html().contains("Your records"), "{}", leo.text());
}
