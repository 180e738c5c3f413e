//! A day is that of the record, of the body, or of what belongs to none: never that of whoever acts or reads.

use crate::steps;
use app::error::AppError;
use app::features::sign_off::store::links;
use app::features::sign_off::store::sending::{self, NewRequest};
use app::features::sign_off::store::signing::sign_by_link;
use app::journal::store::Stamp;
use app::web::days::Days;
use app::web::tx::Tx;
use chrono::{Duration, NaiveDate};
use domain::access::actions;
use domain::ids::{ClaimId, PersonId};
use domain::sign_off::{Typed, answer, sendable};
use std::path::Path;
use tests::people::{AMARA, INES, KARIM, MINA, RUTH, SOL};
use tests::{TestApp, Visitor, today};

const FRAMEWORK: &str = "frameworks/sqe/2021-09/framework.toml";

fn change(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(file, text.replacen(from, to, 1)).unwrap();
}

/// An hour after the beginning, 10:30 in London, it is the day after for the second body and the day before in its records.
async fn three_days() -> TestApp {
    let app = TestApp::with_content(|content| {
        change(&content.join("bodies/sra/body.toml"), "Europe/London", "Pacific/Kiritimati");
        change(&content.join(FRAMEWORK), "body = \"sra\"", "body = \"sra\"\nzone = \"Pacific/Pago_Pago\"");
    })
    .await;
    app.pass(Duration::hours(1));
    app
}

/// A claim of Mina's, written with evidence.
async fn written(mina: &mut Visitor, enrolment: &str, outcome: &str) -> String {
    let claim = steps::begin_claim(mina, enrolment, outcome).await;
    let day = (today() - Duration::days(3)).to_string();
    let form = mina.page(&format!("{claim}/draft")).await.form("Save and go on");
    let form = form.fill("narrative", steps::NARRATIVE).fill("happened_from", &day).fill("happened_until", &day);
    mina.submit(form).await.must_say("What shows it?");
    steps::add_text(mina, &claim).await;
    claim
}

/// The holder of a link signs a claim that was sent to them.
async fn signed_by_link(app: &TestApp, claim: &str) {
    let claim = ClaimId::parse(&claim["/claims/".len()..]).unwrap();
    let mina = PersonId::parse(&app.person(MINA).await);
    let stamp = |by| Stamp { by, at: app.state.clock.now() };
    let place = (app.db(), &app.state.catalogue);
    let token = Tx::outside::<_, AppError>(place, stamp(mina), async |tx| {
        let may = tx.may(actions::WriteClaim, claim).await?;
        let (claim, db, on) = (may.state(), tx.read().await?, may.today());
        let look = app::features::sign_off::look::Look::at(
            &db,
            db.catalogue(),
            claim,
            Days { record: on, organisations: today() },
        )
        .await?;
        let ready = sendable(&claim.draft(look.evidence.len()), None, on).unwrap();
        let (to, words, token) = links::make(("Sam Holder", "sam@elsewhere.example"))?;
        // For this day alone.
        let until = Some(on + Duration::days(1));
        let request = NewRequest { to, until, link: Some(words), ..look.request(claim, &look.askable[0], ready, on) };
        sending::send(&may, request).await?;
        Ok(token)
    });
    let token = token.await.unwrap();
    let proved = Tx::outside::<_, AppError>(place, stamp(None), async |tx| links::prove(tx, &token).await);
    proved.await.unwrap();
    let signed = Tx::outside::<_, AppError>(place, stamp(None), async |tx| {
        let (permit, asked) = links::may_sign(tx, &token).await?;
        let read = asked.asked().content.shown().digest()?.to_string();
        let typed = Typed { outcome: "met", comment: "I heard the call.", read: &read, ..Typed::default() };
        sign_by_link(tx, &permit, &asked, answer(&asked.asked(), &typed).unwrap()).await
    });
    signed.await.unwrap();
}

#[tokio::test]
async fn what_is_written_has_the_day_of_what_it_is_written_about() {
    let app = three_days().await;
    let [in_records, here, at_the_body] = [-1, 0, 1].map(|days| today() + Duration::days(days));
    let enrolment = app.enrolment(MINA).await;
    let (mut mina, mut karim, mut sol) = (app.sign_in(MINA).await, app.sign_in(KARIM).await, app.sign_in(SOL).await);

    // Sent and read in the queue, which has the trainee's day: what came this minute came today.
    let claim = written(&mut mina, &enrolment, "A1").await;
    steps::send(&app, &mut mina, &claim, KARIM).await.must_say("Sent to Karim Daoud");
    let queue = karim.page("/queue").await;
    assert!(queue.says("Mina Sato") && queue.says("today") && !queue.says("tomorrow"), "{}", queue.text());
    let request = steps::open_request(&app, &claim).await;
    steps::find_met(&mut karim, &request).await.must_say("Signed as met.");
    let claim = written(&mut mina, &enrolment, "A2").await;
    signed_by_link(&app, &claim).await;
    for (query, on) in [
        ("SELECT DISTINCT sent_on FROM signing_request WHERE trainee_id = $1", in_records),
        ("SELECT DISTINCT signed_on FROM signature WHERE trainee_id = $1", in_records),
    ] {
        let days: Vec<NaiveDate> = app.column(query, [app.person(MINA).await.into()]).await;
        assert_eq!(days.last(), Some(&on), "{query}");
    }

    // What a registrar writes into a record, into the body's chain and into none.
    let form = sol.page(&format!("/enrolments/{enrolment}/joining")).await.form("Save the day");
    let tomorrow = sol.submit(form.clone().fill("joined_on", &here.to_string())).await;
    assert_eq!(tomorrow.page.errors().len(), 1, "{}", tomorrow.page.text());
    let joined = sol.submit(form.fill("joined_on", &in_records.to_string())).await;
    assert_eq!(joined.page.errors(), [""; 0]);
    let form = sol.page("/organisations").await.form("Add organisation");
    sol.submit(form.fill("name", "Quay Street LLP").fill("kind", "employer"))
        .await
        .must_say("The organisation is added.");
    let quay = app.organisation("Quay Street LLP").await.to_string();
    let form = sol.page(&format!("/enrolments/{enrolment}/employers-and-providers")).await.form("Add employer");
    let form = form.fill("employer", &quay).fill("job_title", "Clerk").fill("employed_from", &in_records.to_string());
    assert_eq!(sol.submit(form).await.page.errors(), [""; 0]);
    for (name, from) in [("Tess Now", in_records), ("Tess Later", here)] {
        let form = sol.page("/enrolments/new").await.form("Enrol").fill("name", name);
        let form =
            form.fill("email", &format!("{}@home.example", name.replace(' ', "."))).fill("framework", "sqe 2021-09");
        sol.submit(form.fill("from_on", &from.to_string())).await.must_say("is enrolled.");
    }
    let list = sol.page("/enrolments").await;
    let begins = |name: &str| list.rows().iter().any(|row| row.contains(name) && row.contains("Begins"));
    assert!(list.says("Tess Now") && !begins("Tess Now") && begins("Tess Later"), "{}", list.text());

    // All of it happened at one instant.
    let days: Vec<String> = app
        .column(
            "SELECT DISTINCT chain_kind || ' ' || CAST(valid_on AS TEXT) FROM event WHERE at = (SELECT MAX(at) FROM event) ORDER BY 1",
            [],
        )
        .await;
    let expected = [("account", here), ("body", at_the_body), ("organisation", here), ("record", in_records)]
        .map(|(of, on)| format!("{of} {on}"));
    assert_eq!(days, expected);
    let since: NaiveDate = app.one("SELECT since FROM recognition WHERE organisation_id = $1", [quay.into()]).await;
    assert_eq!(since, at_the_body);
    app.must_be_as_events_made_it().await;
}

/// On the page of the organisation, and where one invites the same person again.
#[tokio::test]
async fn the_last_day_of_a_link_is_that_of_the_organisation_wherever_it_stands() {
    let app = three_days().await;
    let at_the_body = "Solicitors Regulation Authority (SRA)";
    for (who, organisation, role, day) in
        [(SOL, at_the_body, "registrar", 1), (KARIM, "Mersey Street Legal", "supervisor", 0)]
    {
        let mut visitor = app.sign_in(who).await;
        let page = visitor.page("/organisations").await.link(organisation);
        let form = visitor.page(&page).await.form("Make an invitation link").fill("name", "Noor Aziz");
        let form = form.fill("email", "noor@new.example").fill("role", role);
        visitor.submit(form.clone()).await.must_say("Noor Aziz is invited.");
        let until = app::web::words::date(today() + Duration::days(14 + day));
        let rows = visitor.page(&page).await.rows();
        assert!(rows.iter().any(|row| row.contains("Noor Aziz") && row.contains(&until)), "{until}: {rows:?}");
        let form = visitor.page(&page).await.form("Make an invitation link").fill("name", "Noor Aziz");
        let again = visitor.submit(form.fill("email", "noor@new.example").fill("role", role)).await;
        let errors = again.page.errors();
        assert!(errors.iter().any(|error| error.contains(&format!("until {until}."))), "{until}: {errors:?}");
    }
}

#[tokio::test]
async fn an_employment_that_ends_is_over_in_every_chapter_of_the_record() {
    let app = TestApp::with_content(|content| {
        let zone = "body = \"cilex\"\nzone = \"Pacific/Pago_Pago\"";
        change(&content.join(FRAMEWORK), "body = \"sra\"", zone);
    })
    .await;
    app.pass(Duration::hours(1));
    let mut ines = app.sign_in(INES).await;
    let form = ines.page("/enrolments/new").await.form("Enrol").fill("name", "Amara Osei").fill("email", AMARA);
    let form = form.fill("framework", "sqe 2021-09").fill("from_on", "2026-11-20");
    ines.submit(form).await.must_say("Amara Osei is enrolled.");
    let second: String = app
        .one(
            "SELECT id FROM enrolment WHERE framework_slug = 'sqe' AND person_id = $1",
            [app.person(AMARA).await.into()],
        )
        .await;
    let form = ines.page(&format!("/enrolments/{second}/supervision")).await.form("Name supervisor");
    let form = steps::asking(&app, form, RUTH).await.fill("from_on", "2026-11-20");
    assert_eq!(ines.submit(form).await.page.errors(), [""; 0]);
    let mut amara = app.sign_in(AMARA).await;
    let claim = written(&mut amara, &second, "A1").await;
    steps::send(&app, &mut amara, &claim, RUTH).await.must_say("Sent to Ruth Hale");

    // From the page of the chapter in which it is a day later.
    let first = app
        .one::<String>(
            "SELECT id FROM enrolment WHERE framework_slug = 'cpq' AND person_id = $1",
            [app.person(AMARA).await.into()],
        )
        .await;
    let question =
        ines.page(&format!("/enrolments/{first}/employers-and-providers")).await.link("End the employment by Hale");
    let form = ines.page(&question).await.form("End the employment");
    ines.submit(form).await.must_say("The employment is ended");
    let open = "SELECT COUNT(*) FROM signing_request WHERE is_open AND trainee_id = $1";
    assert_eq!(app.one::<i64>(open, [app.person(AMARA).await.into()]).await, 0);
    assert!(!app.sign_in(RUTH).await.page("/trainees").await.says("Amara Osei"));
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_name_in_a_record_changes_on_the_day_of_the_record() {
    let app = three_days().await;
    let in_records = today() - Duration::days(1);
    let mut sol = app.sign_in(SOL).await;
    let form =
        sol.page("/enrolments/new").await.form("Enrol").fill("name", "Nor Asis").fill("email", "noor@home.example");
    let form = form.fill("framework", "sqe 2021-09").fill("from_on", &in_records.to_string());
    sol.submit(form).await.must_say("is enrolled.");
    let enrolment = app.enrolment("noor@home.example").await;
    let form = sol.page(&format!("/enrolments/{enrolment}/name")).await.form("Correct the name");
    sol.submit(form.fill("name", "Noor Asis")).await.must_say("The record has the name Noor Asis");
    let names: Vec<String> = app
        .column(
            "SELECT CAST(n.from_on AS TEXT) || ' ' || n.name FROM record_name n JOIN enrolment e ON e.record_id = n.record_id WHERE e.id = $1 ORDER BY n.round",
            [enrolment.into()],
        )
        .await;
    assert_eq!(names.last(), Some(&format!("{in_records} Noor Asis")));
    let days = "SELECT DISTINCT CAST(valid_on AS TEXT) FROM event WHERE chain_kind = 'record' AND body LIKE '%renamed_record%'";
    assert_eq!(app.column::<String>(days, []).await, [in_records.to_string()]);
    app.must_be_as_events_made_it().await;
}
