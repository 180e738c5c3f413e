//! Asking the employer to verify: when it can be asked, once, and what becomes of a request.

use crate::steps::{self, VERIFICATION, state_of};
use app::web::db::sql;
use sea_orm::{ConnectionTrait, Value};
use tests::people::{AMARA, PRIYA};
use tests::{TestApp, today};

#[tokio::test]
async fn the_stage_is_not_verified_before_its_competence_is_shown_at_work() {
    let app = TestApp::new().await;
    let (enrolment, employer) = (app.enrolment(AMARA).await, employer(&app).await);
    let mut amara = app.sign_in(AMARA).await;
    let path = format!("/enrolments/{enrolment}/verification/{VERIFICATION}");
    let page = amara.page(&path).await;
    assert!(page.says("Verification comes last. First these:"));
    assert!(page.find_form("Ask to verify").is_none());
    let answer = amara.post(&path, &[("employer", &employer)]).await;
    answer.must_say("Not yet: the workplace competence listed here comes first.");
    let asked: i64 = app.one("SELECT COUNT(*) FROM signing_request WHERE subject = 'stage' AND is_open", []).await;
    assert_eq!(asked, 0);
}

#[tokio::test]
async fn asking_twice_leads_to_one_request() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let path = format!("/enrolments/{enrolment}/verification/{VERIFICATION}");
    let form = amara.page(&path).await.form("Ask to verify");
    let in_another_window = amara.page(&path).await.form("Ask to verify");
    amara.submit(form.clone()).await.must_say("is asked to verify.");
    // Sent twice, a form is answered as the first time.
    amara.submit(form).await.must_say("is asked to verify.");
    let again = amara.submit(in_another_window).await;
    again.must_say("An employer has been asked already");
    let asked: i64 = app.one("SELECT COUNT(*) FROM signing_request WHERE subject = 'stage' AND is_open", []).await;
    assert_eq!(asked, 1);
}

/// Something that was there when the trainee asked is missing again: the request can still be answered.
#[tokio::test]
async fn a_request_that_is_not_complete_any_more_can_be_declined_and_not_verified() {
    let app = TestApp::new().await;
    let values: [Value; 7] = [
        app.enrolment(AMARA).await.into(),
        app.person(AMARA).await.into(),
        VERIFICATION.into(),
        employer(&app).await.into(),
        app.state.clock.now().into(),
        today().into(),
        true.into(),
    ];
    let asked = "INSERT INTO signing_request (id, enrolment_id, trainee_id, subject, node, round, employer_id, shown, shown_sha256, sent_at, sent_on, is_open)
        SELECT '01a21588-12ad-712a-a90a-777feb2f7f03', $1, $2, subject, $3, 1, $4, shown, shown_sha256, $5, $6, $7 FROM signing_request WHERE subject = 'stage' ORDER BY id LIMIT 1";
    app.execute(asked, values).await.unwrap();
    let mut priya = app.sign_in(PRIYA).await;
    let queue = priya.page("/queue").await;
    let request = queue.link("Verification of competence at Foundation");
    let page = priya.page(&request).await;
    assert!(page.says("Not complete"), "{}", page.text());
    let form = page.form("Sign and send");
    // The page does not offer it, and the action refuses it.
    let read = form.value("read").unwrap();
    let forged = [("outcome", "verified"), ("read", &read)];
    let refused = priya.post(&request, &forged).await;
    refused.must_say("Not verified: workplace competence of the stage is missing");
    assert_ne!(state_of(&app, VERIFICATION).await, "met");
    let form = form.fill("outcome", "declined").fill("why", "A claim is missing.");
    priya.submit(form).await.must_say("Declined. The trainee sees why.");
    assert!(!priya.page("/queue").await.says("Verification of competence"));
}

#[tokio::test]
async fn an_employer_that_was_left_meanwhile_is_not_asked() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    let (mut amara, enrolment) = (app.sign_in(AMARA).await, app.enrolment(AMARA).await);
    let path = format!("/enrolments/{enrolment}/verification/{VERIFICATION}");
    let form = amara.page(&path).await.form("Ask to verify");
    let values: [Value; 2] = [today().into(), app.person(AMARA).await.into()];
    let answer = steps::while_held(&app, amara.submit(form), async |tx| {
        let text = "UPDATE employment SET until_on = $1 WHERE record_id = (SELECT id FROM record WHERE person_id = $2)";
        tx.execute_raw(sql(tx, text, values)).await.unwrap();
    })
    .await;
    answer.must_say("Nobody was asked: you no longer work for this employer.");
    let asked: i64 = app.one("SELECT COUNT(*) FROM signing_request WHERE subject = 'stage' AND is_open", []).await;
    assert_eq!(asked, 0);
}

async fn employer(app: &TestApp) -> String {
    app.one("SELECT id FROM organisation WHERE name = 'Hale & Partners'", []).await
}
