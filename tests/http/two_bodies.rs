//! Two bodies in one database: a person, an employer and a provider may be of both, and neither body learns of the other.

use crate::invitations::{CHOSEN, accept, shown_link};
use crate::pages::kind;
use crate::steps;
use app::error::AppError;
use app::features::people::store as people;
use app::features::record::store::{self as records, NewSupervision};
use app::journal::store::Stamp;
use app::web::tx::Tx;
use domain::ids::{EnrolmentId, PersonId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use tests::people::{AMARA, DANA, INES, KARIM, PASSWORD, PIET, PRIYA, RUTH, SOL};
use tests::{Answer, TestApp, Visitor, today};

/// What a registrar enters to enrol somebody from today on.
async fn enrol(registrar: &mut Visitor, framework: &str, name: &str, email: &str, more: &[(&str, &str)]) -> Answer {
    let mut form = registrar.page("/enrolments/new").await.form("Enrol");
    for (field, value) in
        [("name", name), ("email", email), ("framework", framework), ("from_on", "2026-11-20")].iter().chain(more)
    {
        form = form.fill(field, value);
    }
    registrar.submit(form).await
}

const CPQ: &str = "cpq 2021-06";
const SQE: &str = "sqe 2021-09";

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
async fn no_registrar_gets_a_link_to_an_account_on_which_another_body_depends() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    enrol(&mut ines, CPQ, "Noor Aziz", "noor@trainee.example", &[]).await.must_say("Send them the link below");
    let before = app.contents().await;
    let mut sol = app.sign_in(SOL).await;
    let answer = enrol(&mut sol, SQE, "N. Aziz", "noor@trainee.example", &[]).await;
    assert!(answer.page.says("another professional body depends"), "{}", answer.page.text());
    assert!(!answer.page.says("Noor Aziz"), "{}", answer.page.text());
    assert_eq!(app.contents().await, before);
    // Who is in their account already needs no link, whoever else knows them.
    enrol(&mut ines, CPQ, "Karim Daoud", KARIM, &[]).await.must_say("Karim Daoud is enrolled.");
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

#[tokio::test]
async fn a_registrar_ends_the_grants_of_their_body_and_never_the_last_one() {
    let app = TestApp::new().await;
    let own = async |who: &str| -> (String, String) {
        let of = [app.person(who).await.into()];
        let grant = "SELECT organisation_id || '/memberships/' || id FROM membership WHERE person_id = $1";
        let grant: String = app.one(grant, of).await;
        (format!("/organisations/{}", grant.split('/').next().unwrap()), format!("/organisations/{grant}/end"))
    };
    let (mut ines, mut piet) = (app.sign_in(INES).await, app.sign_in(PIET).await);
    let ((body, of_ines), (_, of_piet)) = (own(INES).await, own(PIET).await);
    let refused = ines.post(&of_ines, &[]).await;
    assert_eq!(refused.status, 403);
    assert!(refused.page.says("Ask another registrar of the body or, if there is none, whoever runs this service"));
    // The registrar of another body knows of none of it.
    assert_eq!(app.sign_in(SOL).await.post(&of_piet, &[]).await.status, 404);
    let end = ines.page(&body).await.link("the membership of Piet Larsen");
    let form = ines.page(&end).await.form("End membership");
    ines.submit(form).await.must_say("The membership has ended.");
    assert_eq!(piet.get("/applications").await.status, 404);
    assert_eq!(piet.post(&of_ines, &[]).await.status, 404, "who was ended ends the other");
    assert_eq!(app.sign_in(INES).await.get("/applications").await.status, 200);
    app.must_be_as_events_made_it().await;
}

/// Somebody invites to an organisation.
async fn invite_to(who: &mut Visitor, organisation: &str, email: &str, role: &str) -> String {
    let form = who.page(&format!("/organisations/{organisation}")).await.form("Make an invitation link");
    let form = form.fill("name", "New Person").fill("email", email).fill("role", role);
    shown_link(&who.submit(form).await.must_say("is invited."))
}

#[tokio::test]
async fn what_ends_at_one_body_leaves_what_is_done_for_the_other() {
    let app = TestApp::new().await;
    let body = async |slug: &str| app.one::<String>("SELECT id FROM organisation WHERE slug = $1", [slug.into()]).await;
    let (first, second) = (body("cilex").await, body("sra").await);
    let hale = app.organisation("Hale & Partners").await.to_string();
    // Ines becomes registrar of the second body too, which alone recognises an employer of its own.
    let mut sol = app.sign_in(SOL).await;
    let form = sol.page(&format!("/organisations/{second}")).await.form("Make an invitation link");
    let form = form.fill("name", "Ines Calder").fill("email", INES).fill("role", "registrar");
    let link = shown_link(&sol.submit(form).await.must_say("is invited."));
    let mut ines = app.visitor();
    let form = ines.page(&link).await.form("Accept and sign in");
    ines.submit(form.fill("current", PASSWORD)).await.must_say("You are signed in.");
    let form = sol.page("/organisations").await.form("Add organisation");
    sol.submit(form.fill("name", "Quay Street LLP").fill("kind", "employer")).await.must_say("is added.");
    let quay = app.organisation("Quay Street LLP").await.to_string();
    // Of each thing that a registrar makes for a person, one for each body.
    for (organisation, email, role) in [
        (&first, "a@first.example", "registrar"),
        (&second, "a@second.example", "registrar"),
        (&hale, "b@first.example", "supervisor"),
        (&quay, "b@second.example", "supervisor"),
    ] {
        invite_to(&mut ines, organisation, email, role).await;
    }
    enrol(&mut ines, CPQ, "Noor One", "c@first.example", &[]).await.must_say("Noor One is enrolled");
    enrol(&mut ines, SQE, "Noor Two", "c@second.example", &[]).await.must_say("Noor Two is enrolled");
    let chain = "SELECT COUNT(*) FROM event WHERE chain_kind = 'body' AND chain_id = $1";
    let before: i64 = app.one(chain, [second.clone().into()]).await;

    let mut piet = app.sign_in(PIET).await;
    let end = piet.page(&format!("/organisations/{first}")).await.link("the membership of Ines Calder");
    let form = piet.page(&end).await.form("End membership");
    piet.submit(form).await.must_say("The membership has ended.");

    let open = "SELECT email FROM invitation WHERE used_at IS NULL AND withdrawn_at IS NULL AND invited_by = $1 ORDER BY email";
    let open: Vec<String> = app.column(open, [app.person(INES).await.into()]).await;
    assert_eq!(open, ["a@second.example", "b@second.example", "c@second.example"]);
    assert_eq!(app.events("withdrew_invitation").await.len(), 3);
    assert_eq!(app.one::<i64>(chain, [second.clone().into()]).await, before);
    // Her session and her role at the second body go on.
    assert_eq!(ines.get(&format!("/organisations/{second}")).await.status, 200);
    assert_eq!(ines.get(&format!("/organisations/{first}")).await.status, 404);
    // Ended there as well, what she made for it ends too.
    let end = sol.page(&format!("/organisations/{second}")).await.link("the membership of Ines Calder");
    let form = sol.page(&end).await.form("End membership");
    sol.submit(form).await.must_say("The membership has ended.");
    assert_eq!(app.events("withdrew_invitation").await.len(), 6);
    app.must_be_as_events_made_it().await;
}

/// The second body's registrar makes an account at an address with a password of their own, in each way there is.
async fn taken_by_sol(app: &TestApp, way: &str) -> (Visitor, &'static str) {
    let mut sol = app.sign_in(SOL).await;
    let (email, link) = match way {
        "registrar" => {
            let body = app.one::<String>("SELECT id FROM organisation WHERE slug = 'sra'", []).await;
            ("newa@victim.example", invite_to(&mut sol, &body, "newa@victim.example", "registrar").await)
        }
        "employer" => {
            let form = sol.page("/organisations").await.form("Add organisation");
            sol.submit(form.fill("name", "Quay Street LLP").fill("kind", "employer")).await.must_say("is added.");
            let quay = app.organisation("Quay Street LLP").await.to_string();
            ("newb@victim.example", invite_to(&mut sol, &quay, "newb@victim.example", "supervisor").await)
        }
        _ => {
            let page = enrol(&mut sol, SQE, "New Person", "newc@victim.example", &[]).await.must_say("is enrolled.");
            ("newc@victim.example", shown_link(&page))
        }
    };
    (accept(app, &link).await, email)
}

#[tokio::test]
async fn no_account_that_another_body_let_somebody_into_becomes_a_trainees_unasked() {
    for way in ["registrar", "employer", "trainee"] {
        let app = TestApp::new().await;
        app.pass(chrono::Duration::minutes(1));
        let (mut thief, email) = taken_by_sol(&app, way).await;
        let mut ines = app.sign_in(INES).await;
        let page = enrol(&mut ines, CPQ, "Nora Hall", email, &[]).await.page;
        let [error] = &page.errors()[..] else { panic!("{way}: {}", page.text()) };
        assert!(error.contains("somebody else may be in it"), "{way}: {error}");
        assert!(!page.says("SRA") && !page.says("Quay") && !page.says("New Person"), "{way}: {}", page.text());
        let records = "SELECT COUNT(*) FROM enrolment e JOIN person p ON p.id = e.person_id
            WHERE p.email = $1 AND framework_slug = 'cpq'";
        let count = async || app.one::<i64>(records, [email.into()]).await;
        assert_eq!(count().await, 0, "{way}");
        // The link that is offered goes to the owner, and opens nothing without the password.
        let shown = ines.submit(page.form("Enrol").tick("account", email)).await;
        let shown = shown.must_say("Nora Hall is not enrolled yet.");
        let link = shown_link(&shown);
        let mut owner = app.visitor();
        let form = owner.page(&link).await.form("Accept and sign in");
        assert!(owner.page(&link).await.find_form("Create account").is_none());
        let wrong = owner.submit(form.clone().fill("current", "my own words at last")).await;
        assert!(wrong.page.errors()[0].starts_with("The password is wrong"), "{way}: {}", wrong.page.text());
        assert!(enrol(&mut ines, CPQ, "Nora Hall", email, &[]).await.page.errors()[0].contains("may be in it"));
        assert_eq!(thief.get("/").await.status, 200);
        assert_eq!(count().await, 0, "{way}");
        // Who does know it, because the account is theirs, shows it so, and is enrolled as they are.
        owner.submit(form.anew().fill("current", CHOSEN)).await.must_say("You are signed in.");
        let page = enrol(&mut ines, CPQ, "Nora Hall", email, &[]).await.must_say("Nora Hall is enrolled.");
        assert!(!page.html().contains("/invitations/"), "{way}: a link that nobody needs");
        assert_eq!(count().await, 1, "{way}");
        app.must_be_as_events_made_it().await;
    }
}

#[tokio::test]
async fn a_link_to_an_account_ends_with_the_grant_at_the_body_for_which_it_was_made() {
    let app = TestApp::new().await;
    app.pass(chrono::Duration::minutes(1));
    let (_, email) = taken_by_sol(&app, "trainee").await;
    let mut ines = app.sign_in(INES).await;
    let page = enrol(&mut ines, CPQ, "Nora Hall", email, &[]).await.page;
    let shown = ines.submit(page.form("Enrol").tick("account", email)).await.must_say("is not enrolled yet.");
    let (link, mut piet) = (shown_link(&shown), app.sign_in(PIET).await);
    let body = app.one::<String>("SELECT id FROM organisation WHERE slug = 'cilex'", []).await;
    let end = piet.page(&format!("/organisations/{body}")).await.link("the membership of Ines Calder");
    let form = piet.page(&end).await.form("End membership");
    piet.submit(form).await.must_say("The membership has ended.");
    app.visitor().get(&link).await.must_say("This invitation was withdrawn");
}

#[tokio::test]
async fn a_registrar_sees_the_people_of_an_organisation_of_two_bodies_and_changes_none() {
    let app = TestApp::new().await;
    for name in ["Northgate Law School", "Mersey Street Legal"] {
        let path = format!("/organisations/{}", app.organisation(name).await);
        let membership = "SELECT MIN(id) FROM membership WHERE organisation_id = $1";
        let membership: String = app.one(membership, [app.organisation(name).await.to_string().into()]).await;
        let role = if name.starts_with("North") { "officer" } else { "employer_admin" };
        for registrar in [INES, SOL] {
            let mut registrar = app.sign_in(registrar).await;
            let page = registrar.page(&path).await;
            assert!(page.says("depends on this organisation too") && page.says("In force"), "{}", page.text());
            assert!(page.find_form("Make an invitation link").is_none() && !page.says("End the membership"));
            let before = app.contents().await;
            let fields = [("name", "Puppet"), ("email", "p@x.example"), ("role", role)];
            assert_eq!(registrar.post(&path, &fields).await.status, 403);
            let end = format!("{path}/memberships/{membership}/end");
            assert_eq!(registrar.get(&end).await.status, 403);
            assert_eq!(registrar.post(&end, &[]).await.status, 403);
            assert_eq!(app.contents().await, before);
        }
    }
    // Its own administrator does as before.
    let mut karim = app.sign_in(KARIM).await;
    invite_to(&mut karim, &app.organisation("Mersey Street Legal").await.to_string(), "n@x.example", "supervisor")
        .await;
}

#[tokio::test]
async fn of_several_links_to_the_first_administrator_of_two_bodies_employer_one_opens_something() {
    let app = TestApp::new().await;
    let mut sol = app.sign_in(SOL).await;
    let form = sol.page("/organisations").await.form("Add organisation");
    sol.submit(form.fill("name", "Quay Street LLP").fill("kind", "employer")).await.must_say("is added.");
    let quay = app.organisation("Quay Street LLP").await.to_string();
    let both = "INSERT INTO recognition (body_id, organisation_id, since)
        SELECT id, $1, '2026-01-01' FROM organisation WHERE slug = 'cilex'";
    app.execute(both, [quay.clone().into()]).await.unwrap();
    let first = invite_to(&mut sol, &quay, "one@quay.example", "employer_admin").await;
    let second = invite_to(&mut sol, &quay, "two@quay.example", "employer_admin").await;
    accept(&app, &first).await;
    let mut late = app.visitor();
    let form = late.page(&second).await.form("Create account and sign in");
    let form = form.fill("name", "Two").fill("password", CHOSEN).fill("again", CHOSEN);
    late.submit(form).await.must_say("Whoever made this link may invite nobody here any more");
    let acting = "SELECT COUNT(*) FROM membership WHERE organisation_id = $1";
    assert_eq!(app.one::<i64>(acting, [quay.into()]).await, 1);
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
    let by_server = || Stamp { by: None, at: app.state.clock.now(), on: today() };
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
            supervisor: PersonId::parse(&app.person(supervisor).await).unwrap(),
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
async fn a_further_body_takes_nobody_away_from_where_they_are() {
    let app = TestApp::new().await;
    let mut sol = app.sign_in(SOL).await;
    enrol(&mut sol, SQE, "A. K. Osei", AMARA, &[]).await.must_say("A. K. Osei is enrolled.");
    let mut amara = app.sign_in(AMARA).await;
    let home = amara.page("/home").await;
    assert!(
        home.says("You are on the Foundation stage") && home.says("You are also enrolled on: SQE"),
        "{}",
        home.text()
    );
}
