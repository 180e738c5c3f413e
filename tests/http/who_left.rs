//! Whoever a trainee has left reads what was so until then: no name, number or address that was noted later, and nothing that came later.

use crate::experience::{confirm, mina_records, open_request};
use crate::imports::{Given, given, row};
use app::journal::listing::rebuild;
use chrono::Duration;
use domain::ids::EnrolmentId;
use tests::Visitor;
use tests::people::{DANA, INES, KARIM, MINA, SOL};

async fn numbered(registrar: &mut Visitor, candidate: EnrolmentId, number: &str) {
    let form = registrar.page(&format!("/enrolments/{candidate}/number")).await.form("Save the number");
    let form = form.fill("number", number);
    let form = if form.value("reason").is_some() { form.fill("reason", "It was mistyped.") } else { form };
    registrar.submit(form).await.must_say(&format!("has the membership number {number}."));
}

async fn renamed(registrar: &mut Visitor, enrolment: &str, name: &str) {
    let form = registrar.page(&format!("/enrolments/{enrolment}/name")).await.form("Correct the name");
    registrar.submit(form.fill("name", name)).await.must_say(&format!("The record has the name {name}"));
}

async fn leaves(registrar: &mut Visitor, candidate: EnrolmentId) {
    let page = registrar.page(&format!("/enrolments/{candidate}/employers-and-providers")).await;
    let question = registrar.page(&page.link("End the registration with Northgate Law School")).await;
    registrar.submit(question.form("End the registration")).await.must_say("The registration is ended");
}

/// Ada has left the provider, and has another name and another number since; Jonas got a number since; Zoe is there, and has both.
async fn two_have_left() -> Given {
    let given = given(&["Ada Okafor", "Jonas Brandt", "Zoe Winter"]).await;
    let mut ines = given.app.sign_in(INES).await;
    numbered(&mut ines, given.candidates[0], "00123").await;
    numbered(&mut ines, given.candidates[2], "00125").await;
    given.app.pass(Duration::days(1));
    let mut ines = given.app.sign_in(INES).await;
    for (at, (number, name)) in
        [("77123", "Ada Secret"), ("77124", "Jonas Secret"), ("77125", "Zoe Told")].into_iter().enumerate()
    {
        numbered(&mut ines, given.candidates[at], number).await;
        renamed(&mut ines, &given.candidates[at].to_string(), name).await;
    }
    leaves(&mut ines, given.candidates[0]).await;
    leaves(&mut ines, given.candidates[1]).await;
    given
}

async fn text_of(officer: &mut Visitor, path: &str) -> String {
    let answer = officer.get(path).await;
    assert_eq!(answer.status, 200, "{path}");
    String::from_utf8(answer.bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_provider_of_before_reads_the_name_and_the_number_of_then() {
    let given = two_have_left().await;
    let mut dana = given.app.sign_in(DANA).await;
    let template = text_of(&mut dana, &format!("{}/import/template", given.sitting)).await;
    assert!(template.contains("00123,,Ada Okafor") && template.contains("77125,,Zoe Told"), "{template}");
    assert!(template.contains(&format!("{},Jonas Brandt", given.emails[1])), "{template}");
    assert!(!template.contains("Secret") && !template.contains("77123") && !template.contains("77124"), "{template}");
    // Neither the page of the sitting nor a search in it tells of what was noted later.
    let page = dana.page(&given.sitting).await;
    assert!(page.says("Ada Okafor") && page.says("Zoe Told") && !page.says("Secret"), "{}", page.text());
    for (sought, found) in [
        ("okafor", "Ada Okafor"),
        ("00123", "Ada Okafor"),
        ("77125", "Zoe Told"),
        ("secret", ""),
        ("77123", ""),
        ("77124", ""),
    ] {
        let page = dana.page(&format!("{}?q={sought}", given.sitting)).await;
        let names = ["Ada Okafor", "Jonas Brandt", "Zoe Told"].into_iter().filter(|name| page.says(name));
        assert_eq!(names.collect::<String>(), found, "{sought}: {}", page.text());
    }
    // Nor does a file that names them so.
    let file = "Number,Name,Result\n77123,,Passed\n,Jonas Secret,Passed\n00123,,Passed\n77125,,Passed\n";
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let page = dana.page(&import).await;
    row(&page, "rows-wrong", "No candidate of this sitting has the number 77123.");
    row(&page, "rows-wrong", "No candidate of this sitting is called Jonas Secret.");
    row(&page, "rows-ready", "Ada Okafor: Passed");
    row(&page, "rows-ready", "Zoe Told: Passed");
    let report = text_of(&mut dana, &format!("{import}/report")).await;
    assert!(report.contains("Ada Okafor") && report.contains("Zoe Told") && !report.contains("Ada Secret"), "{report}");
    // What is recorded of them is theirs under the same name, on every page.
    let form = page.form("Record 2 results").tick("leave_out", "yes");
    dana.submit(form).await.must_say("2 results are recorded.");
    let page = dana.page(&given.sitting).await;
    let correction = page.link("Correct the result of Ada Okafor");
    assert!(!dana.page(&correction).await.says("Secret"));
    for path in [&given.sitting, &"/sittings".to_owned()] {
        assert!(!dana.page(path).await.says("Secret"), "{path}");
    }
    given.app.must_be_as_events_made_it().await;
    crate::chapter_file::must_equal_rows(&given.app).await;
}

#[tokio::test]
async fn an_address_that_somebody_has_since_they_left_is_not_told() {
    let given = two_have_left().await;
    let since = "UPDATE person SET email = 'jonas.secret@given.example', addressed_on = $1 WHERE email = $2";
    let today = tests::today() + Duration::days(1);
    given.app.execute(since, [today.into(), given.emails[1].clone().into()]).await.unwrap();
    let mut dana = given.app.sign_in(DANA).await;
    let template = text_of(&mut dana, &format!("{}/import/template", given.sitting)).await;
    assert!(template.contains("\n,,Jonas Brandt,"), "{template}");
    let import = given.checked(&mut dana, b"Email,Result\njonas.secret@given.example,Passed\n").await;
    row(&dana.page(&import).await, "rows-wrong", "No candidate of this sitting has the email address");
}

/// What counts of somebody is told as of their last day.
#[tokio::test]
async fn what_was_passed_elsewhere_after_a_candidate_left_is_not_told() {
    let given = given(&["Ada Okafor"]).await;
    let ada = given.candidates[0].to_string();
    given.app.pass(Duration::days(1));
    leaves(&mut given.app.sign_in(INES).await, given.candidates[0]).await;
    given.app.pass(Duration::days(1));
    // As another provider would, which the demo lacks: by the rows themselves.
    let other = "INSERT INTO organisation (id, name, look, kind, salt, created_at) SELECT '01a21381-0000-7000-8000-000000000911', 'Other School', 'other', kind, salt, created_at FROM organisation WHERE name = 'Northgate Law School'";
    given.app.execute(other, []).await.unwrap();
    let on = tests::today() - Duration::days(1);
    let sitting = "INSERT INTO sitting (id, provider_id, framework_slug, framework_version, element, held_on, created_by, created_at) SELECT '01a21381-0000-7000-8000-000000000912', '01a21381-0000-7000-8000-000000000911', framework_slug, framework_version, element, $1, created_by, created_at FROM sitting WHERE id = $2";
    let id = given.sitting.rsplit('/').next().unwrap();
    given.app.execute(sitting, [on.into(), id.into()]).await.unwrap();
    let now = given.app.state.clock.now();
    let result = "INSERT INTO result (id, sitting_id, enrolment_id, trainee_id, round, outcome, recorded_by, recorded_at, salt) SELECT '01a21381-0000-7000-8000-000000000913', '01a21381-0000-7000-8000-000000000912', e.id, e.person_id, 1, 'pass', p.id, $1, p.salt FROM enrolment e, person p WHERE e.id = $2 AND p.email = $3";
    given.app.execute(result, [now.into(), ada.clone().into(), INES.into()]).await.unwrap();
    let confirmed = "INSERT INTO result_confirmation (result_id, recorded_by, trainee_id, confirmed_by, confirmed_on, confirmed_at) SELECT r.id, r.recorded_by, r.trainee_id, p.id, $1, $2 FROM result r, person p WHERE r.enrolment_id = $3 AND p.email = $4";
    let day = tests::today() + Duration::days(2);
    given.app.execute(confirmed, [day.into(), now.into(), ada.into(), SOL.into()]).await.unwrap();
    rebuild(given.app.db(), &given.app.state.catalogue, &given.candidates).await.unwrap();
    let file = format!("Email,Result\n{},Passed\n", given.emails[0]);
    let mut dana = given.app.sign_in(DANA).await;
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let page = dana.page(&import).await;
    assert!(!row(&page, "rows-ready", "Ada Okafor: Passed").contains("passed this already"), "{}", page.text());
    dana.submit(page.form("Record 1 result")).await.must_say("1 result is recorded.");
    let recorded = dana.page(&given.sitting).await.rows();
    assert!(recorded.iter().any(|row| row.starts_with("Ada Okafor 1 Passed")), "{recorded:?}");
}

/// An employer of before reads what it is asked about, under the name of then.
#[tokio::test]
async fn an_employer_of_before_reads_the_name_of_then() {
    let app = tests::TestApp::new().await;
    let (mut mina, mut karim) = (app.sign_in(MINA).await, app.sign_in(KARIM).await);
    let name: String = app
        .one("SELECT name FROM record WHERE person_id = (SELECT id FROM person WHERE email = $1)", [MINA.into()])
        .await;
    mina_records(&app, &mut mina, (300, 100)).await;
    let enrolment = app.enrolment(MINA).await;
    let people = karim.page(&format!("/enrolments/{enrolment}/supervision")).await;
    let form = karim.page(&people.link("End this employment")).await.form("End the employment");
    karim.submit(form).await.must_say("The employment is ended.");
    app.pass(Duration::days(1));
    renamed(&mut app.sign_in(SOL).await, &enrolment, "Mina Secret").await;
    let (mut karim, request) = (app.sign_in(KARIM).await, open_request(&app).await);
    let tells = |page: &tests::Page| page.says(&name) && !page.says("Secret");
    for path in ["/queue", request.as_str()] {
        let page = karim.page(path).await;
        assert!(tells(&page), "{path}: {}", page.text());
    }
    confirm(&mut karim, &request).await;
    for path in ["/signed".to_owned(), request.clone(), format!("{request}/withdrawal")] {
        let page = karim.page(&path).await;
        assert!(tells(&page), "{path}: {}", page.text());
    }
    // Who has the record reads the name of now.
    assert!(app.sign_in(SOL).await.page("/enrolments").await.says("Mina Secret"));
    // Nor in what is asked afterwards.
    mina_records(&app, &mut app.sign_in(MINA).await, (80, 20)).await;
    let later = open_request(&app).await;
    for path in ["/queue", later.as_str()] {
        let page = karim.page(path).await;
        assert!(tells(&page), "{path}: {}", page.text());
    }
}
