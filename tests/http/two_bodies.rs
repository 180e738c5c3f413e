//! Two bodies in one database: a person, an employer and a provider may be of both, and neither body learns of the other.

use tests::people::{AMARA, DANA, INES, KARIM, PIET, SOL};
use tests::{Answer, TestApp, Visitor};

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
