//! In whose hands an account is, and under which name.

use crate::invitations::{accept, invite, shown_link};
use tests::people::{AMARA, INES, JONAS, PASSWORD, PIET, PRIYA, RUTH};
use tests::{Answer, Form, TestApp, Visitor};

const NOOR: &str = "noor@home.example";

/// The registrar's form, filled in for an address.
async fn enrolment_form(registrar: &mut Visitor, name: &str, email: &str) -> Form {
    let form = registrar.page("/enrolments/new").await.form("Enrol");
    form.fill("name", name).fill("email", email).fill("framework", "cpq 2021-06").fill("from_on", "2026-11-23")
}

async fn enrol(app: &TestApp, name: &str, email: &str) -> Answer {
    let mut ines = app.sign_in(INES).await;
    let form = enrolment_form(&mut ines, name, email).await;
    ines.submit(form).await
}

/// How often an address is enrolled.
async fn enrolments_of(app: &TestApp, email: &str) -> i64 {
    let query = "SELECT COUNT(*) FROM enrolment e JOIN person p ON p.id = e.person_id WHERE p.email = $1";
    app.one(query, [email.into()]).await
}

async fn try_password(app: &TestApp, email: &str, password: &str) -> Answer {
    let mut visitor = app.visitor();
    let form = visitor.page("/sign-in").await.form("Sign in");
    visitor.submit(form.fill("email", email).fill("password", password)).await
}

#[tokio::test]
async fn the_form_of_an_enrolment_has_a_page_of_its_own_and_a_job_without_an_employer_is_not_lost() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let new = ines.page("/enrolments").await.link("Enrol a trainee");
    let page = ines.page(&new).await;
    assert!(page.says("Job title, if there is an employer"), "{}", page.text());
    let before = app.contents().await;
    let form = enrolment_form(&mut ines, "Noor Aziz", NOOR).await;
    let form = form.fill("job_title", "Paralegal");
    let answer = ines.submit(form.clone()).await;
    assert_eq!(answer.path, new, "the errors stand elsewhere");
    assert_eq!(answer.page.errors(), ["Choose the employer of this job, or clear the job title"]);
    let kept = answer.page.form("Enrol");
    assert_eq!(kept.value("job_title").as_deref(), Some("Paralegal"));
    let hale: String = app.one("SELECT id FROM organisation WHERE name = 'Hale & Partners'", []).await;
    let answer = ines.submit(form.fill("job_title", " ").fill("employer", &hale)).await;
    assert_eq!(answer.page.errors(), ["Enter the job title"]);
    assert_eq!(app.contents().await, before);
    let kept = answer.page.form("Enrol").fill("job_title", "Paralegal");
    ines.submit(kept).await.must_say("Noor Aziz is enrolled.");
    let job: String = app
        .one(
            "SELECT job_title FROM employment WHERE record_id = (SELECT id FROM record WHERE person_id = $1)",
            [app.person(NOOR).await.into()],
        )
        .await;
    assert_eq!(job, "Paralegal");
}

#[tokio::test]
async fn a_trainee_without_an_employer_is_shown_so_with_the_way_to_add_one() {
    let app = TestApp::new().await;
    enrol(&app, "Noor Aziz", NOOR).await.must_say("is enrolled.");
    let enrolment = format!("/enrolments/{}", app.enrolment(NOOR).await);
    let mut ines = app.sign_in(INES).await;
    let employers_and_providers = ines.page(&enrolment).await.link("Employers and providers");
    let page = ines.page(&format!("{enrolment}/supervision")).await;
    assert!(page.says("No employer yet."), "{}", page.text());
    assert!(page.says("works for no employer today"), "{}", page.text());
    assert_eq!(page.link("Add an employer"), employers_and_providers);
    assert!(ines.page(&employers_and_providers).await.says("No employer is noted yet."));
    // With one, it is named, and its people can be.
    let form = ines.page(&employers_and_providers).await.form("Add employer");
    let hale: String = app.one("SELECT id FROM organisation WHERE name = 'Hale & Partners'", []).await;
    let form = form.fill("employer", &hale).fill("job_title", "Paralegal");
    let begun = tests::today() - chrono::Days::new(30);
    ines.submit(form.fill("employed_from", &begun.to_string())).await.must_say("works for Hale & Partners");
    let page = ines.page(&format!("{enrolment}/supervision")).await;
    assert!(!page.says("No employer yet."), "{}", page.text());
    assert!(page.says("Noor Aziz works for Hale & Partners."));
    assert!(page.find_form("Name supervisor").is_some());
    // When it has ended, it is said until when it was.
    let form = ines.page(&page.link("End this employment")).await.form("End the employment");
    ines.submit(form).await.must_say("The employment is ended.");
    app.pass(chrono::Duration::days(2));
    let page = app.sign_in(INES).await.page(&format!("{enrolment}/supervision")).await;
    assert!(page.says("No employer now: Hale & Partners until ") && !page.says("No employer yet"), "{}", page.text());
}

#[tokio::test]
pub async fn an_employer_who_set_up_an_account_does_not_hold_it_once_the_body_enrols_its_owner() {
    let app = TestApp::new().await;
    // Priya sees the link that she makes for Noor, and uses it herself.
    let link = invite(&app, PRIYA, "Noor Aziz", NOOR, "supervisor").await;
    let mut thief = accept(&app, &link).await;
    assert_eq!(thief.get("/queue").await.status, 200);

    let mut ines = app.sign_in(INES).await;
    let form = enrolment_form(&mut ines, "Noor Aziz", NOOR).await;
    let asked = ines.submit(form).await.page;
    assert_eq!(asked.errors().len(), 1, "{}", asked.text());
    assert!(asked.errors()[0].contains("whose owner acts or acted for an organisation"), "{:?}", asked.errors());
    assert_eq!(enrolments_of(&app, NOOR).await, 0, "enrolled without asking");
    assert_eq!(thief.get("/queue").await.status, 200, "nothing has been decided yet");

    // The box holds for the address beside which it stood, and for no other.
    let form = asked.form("Enrol");
    assert_eq!(form.value("email").as_deref(), Some(NOOR), "what was typed is lost");
    let link = invite(&app, PRIYA, "Other", "other@home.example", "supervisor").await;
    accept(&app, &link).await;
    let other = form.clone().tick("account", NOOR).fill("email", "other@home.example");
    let answer = ines.submit(other).await;
    assert!(answer.page.errors()[0].contains("somebody else may be in it"), "{:?}", answer.page.errors());
    assert_eq!(enrolments_of(&app, "other@home.example").await, 0);

    // The link that is made sets nothing up: the registrar who sees it gets no way to sign as a supervisor.
    let form = answer.page.form("Enrol").fill("email", NOOR);
    let mut sent = form.sent();
    sent.push((String::from("account"), String::from(NOOR)));
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let link = shown_link(&ines.post("/enrolments/new", &sent).await.must_say("Noor Aziz is not enrolled yet."));
    assert!(ines.page(&link).await.find_form("Create account").is_none());
    assert_eq!(enrolments_of(&app, NOOR).await, 0);
    let mut noor = app.visitor();
    let form = noor.page(&link).await.form("Accept and sign in");
    noor.submit(form.fill("current", crate::invitations::CHOSEN)).await.must_say("You are signed in.");
    enrol(&app, "Noor Aziz", NOOR).await.must_say("Noor Aziz is enrolled.");
    assert_eq!(noor.get("/queue").await.status, 200, "the role at the employer is still hers");
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn an_account_that_a_registrar_sent_its_link_is_enrolled_as_it_is() {
    let app = TestApp::new().await;
    let link = invite(&app, INES, "Noor Aziz", NOOR, "supervisor").await;
    let mut noor = accept(&app, &link).await;
    let enrolled = enrol(&app, "Noor Aziz", NOOR).await.must_say("Noor Aziz is enrolled.");
    assert!(!enrolled.html().contains("/invitations/"), "a link that nobody needs");
    assert_eq!(noor.get("/home").await.status, 200, "she is still signed in");
    // So is who was put in at the server.
    enrol(&app, "Ruth Hale", RUTH).await.must_say("Ruth Hale is enrolled.");
    assert_eq!(app.sign_in(RUTH).await.get("/home").await.status, 200);
}

/// Whoever has a link could give a record any name, and no registrar would see it.
#[tokio::test]
pub async fn the_name_in_a_record_is_the_bodys_whoever_sets_the_account_up() {
    let app = TestApp::new().await;
    let enrolled = enrol(&app, "Nor Asis", NOOR).await.must_say("Nor Asis is enrolled.");
    let mut noor = app.visitor();
    let form = noor.page(&shown_link(&enrolled)).await.form("Create account").fill("name", "Somebody Else");
    let form = form.fill("password", "my own words at last").fill("again", "my own words at last");
    noor.submit(form).await.must_say("You are signed in.");
    assert!(noor.page("/home").await.says("Somebody Else"), "the account has the name that its owner gave it");
    let list = app.sign_in(INES).await.page("/enrolments").await;
    assert!(list.says("Nor Asis") && !list.says("Somebody Else"), "{}", list.text());
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn enrolling_someone_who_works_for_the_employer_already_keeps_that_employment_and_says_so() {
    let app = TestApp::of_one_body().await;
    let spells = async || -> Vec<String> {
        let query = "SELECT w.job_title FROM employment w JOIN organisation o ON o.id = w.employer_id
             WHERE w.record_id = (SELECT id FROM record WHERE person_id = $1) AND o.name = $2 ORDER BY w.from_on";
        let of = [app.person(AMARA).await.into(), "Hale & Partners".into()];
        app.column(query, of).await
    };
    let employer =
        async |name: &str| -> String { app.one("SELECT id FROM organisation WHERE name = $1", [name.into()]).await };
    let before = spells().await;
    assert_eq!(before.len(), 1);
    let mut ines = app.sign_in(INES).await;
    let form = enrolment_form(&mut ines, "Amara Osei", AMARA).await;
    let form = form
        .fill("framework", "sqe 2021-09")
        .fill("employer", &employer("Hale & Partners").await)
        .fill("job_title", "Solicitor");
    let answer = ines.submit(form).await;
    let page = answer.must_say("They work for Hale & Partners already");
    assert!(page.says("the job title that you entered was not noted"), "{}", page.text());
    assert_eq!(spells().await, before);
    assert_eq!(enrolments_of(&app, AMARA).await, 2);
}

#[tokio::test]
async fn a_new_employer_of_a_known_person_is_noted_in_each_of_their_records() {
    let app = TestApp::of_one_body().await;
    let mersey: String = app.one("SELECT id FROM organisation WHERE name = 'Mersey Street Legal'", []).await;
    let first = app.enrolment(AMARA).await;
    let mut ines = app.sign_in(INES).await;
    let form = enrolment_form(&mut ines, "Amara Osei", AMARA).await;
    let form = form.fill("framework", "sqe 2021-09").fill("employer", &mersey).fill("job_title", "Solicitor");
    let page = ines.submit(form).await.must_say("Amara Osei is enrolled.");
    assert!(!page.says("was not noted"), "{}", page.text());
    let record = ines.page(&format!("/enrolments/{first}/record")).await;
    assert!(record.says("Began to work for Mersey Street Legal"), "{}", record.text());
    assert_eq!(crate::chapter_file::differing(&app).await, Vec::<String>::new());
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_registrar_enrols_a_colleague_and_never_themselves() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let before = app.contents().await;
    let form = enrolment_form(&mut ines, "Ines Calder", INES).await;
    let answer = ines.submit(form).await;
    assert_eq!(answer.page.errors(), ["Nobody decides on their own record. Ask a colleague to do it"]);
    assert_eq!(app.contents().await, before);
    let mut piet = app.sign_in(PIET).await;
    let form = enrolment_form(&mut piet, "Ines Calder", INES).await;
    piet.submit(form).await.must_say("Ines Calder is enrolled.");
    let by: String =
        app.one("SELECT enrolled_by FROM enrolment WHERE person_id = $1", [app.person(INES).await.into()]).await;
    assert_eq!(by, app.person(PIET).await);
}

#[tokio::test]
async fn enrolling_a_known_address_under_another_name_is_asked_about_first() {
    let app = TestApp::of_one_body().await;
    let mut ines = app.sign_in(INES).await;
    let before = app.contents().await;
    let asked = enrol(&app, "Somebody Else", RUTH).await.page;
    let question = format!("{RUTH} is the address of Ruth Hale, and you entered the name Somebody Else.");
    assert!(asked.errors()[0].starts_with(&question), "{:?}", asked.errors());
    assert_eq!(app.contents().await, before, "it was done unasked");
    let form = asked.form("Enrol");
    assert_eq!(form.value("name").as_deref(), Some("Somebody Else"));
    // The box was ticked for this address, and for no other.
    let other = ines.submit(form.clone().tick("account", RUTH).fill("email", PRIYA).anew()).await.page;
    assert!(other.errors()[0].starts_with("priya@hale.example is the address of"), "{:?}", other.errors());
    let page = ines.submit(form.tick("account", RUTH).anew()).await.must_say("Ruth Hale is enrolled.");
    assert!(!page.says("Somebody Else"), "{}", page.text());
    // Also where the person has yet to set up the account.
    enrol(&app, "Noor Aziz", NOOR).await.must_say("Noor Aziz is enrolled.");
    let form = enrolment_form(&mut ines, "Somebody Else", NOOR).await;
    let asked = ines.submit(form.fill("framework", "sqe 2021-09")).await.page;
    assert!(asked.errors()[0].contains("is the address of Noor Aziz"), "{:?}", asked.errors());
    let page = ines.submit(asked.form("Enrol").tick("account", NOOR)).await.must_say("Noor Aziz is enrolled.");
    assert!(page.says("Link for Noor Aziz"), "{}", page.text());
}

#[tokio::test]
async fn a_session_ends_with_the_password_that_opened_it() {
    let app = TestApp::new().await;
    let mut ruth = app.sign_in(RUTH).await;
    let set_anew = "UPDATE credential SET password_hash = $1 WHERE person_id = $2";
    let anew = app::web::password::hash_now(PASSWORD).unwrap();
    app.execute(set_anew, [anew.into(), app.person(RUTH).await.into()]).await.unwrap();
    assert!(ruth.get("/queue").await.path.starts_with("/sign-in"));
    let answer = try_password(&app, RUTH, PASSWORD).await;
    assert_eq!(answer.path, "/queue");
}

#[tokio::test]
async fn a_link_that_is_accepted_with_a_password_that_was_there_set_nothing_up() {
    let app = TestApp::new().await;
    app.pass(chrono::Duration::minutes(1));
    // Jonas has chosen his password without a link, and takes a second role.
    let link = invite(&app, PRIYA, "Jonas Brandt", JONAS, "employer_admin").await;
    let mut jonas = app.visitor();
    let form = jonas.page(&link).await.form("Accept and sign in");
    jonas.submit(form.fill("current", PASSWORD)).await.must_say("You are signed in.");
    let mut piet = app.sign_in(PIET).await;
    let form = piet.page("/enrolments/new").await.form("Enrol").fill("name", "Jonas Brandt").fill("email", JONAS);
    let form = form.fill("framework", "cpq 2021-06").fill("from_on", "2026-11-20");
    piet.submit(form).await.must_say("Jonas Brandt is enrolled.");
    assert_eq!(jonas.get("/queue").await.status, 200, "his session goes on");
}
