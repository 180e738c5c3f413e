//! Somebody without an account signs by a link: not before the mailbox is theirs, and neither the trainee nor whoever turned the
//! other key. What is asked of whoever has an account is asked of them.

use crate::steps::{self, VERIFICATION, state_of};
use app::error::AppError;
use app::features::sign_off::look::Look;
use app::features::sign_off::store::signing::sign_by_link;
use app::features::sign_off::store::{links, sending};
use app::features::sign_off::{ask, doctor};
use app::journal::store::Stamp;
use app::web::days::Days;
use app::web::tx::Tx;
use chrono::Duration;
use domain::access::actions;
use domain::ids::{ClaimId, EnrolmentId, PersonId};
use domain::sign_off::{Typed, answer, sendable};
use tests::people::{AMARA, DANA};
use tests::{TestApp, today};

fn stamp(app: &TestApp, by: Option<PersonId>) -> Stamp {
    Stamp { by, at: app.state.clock.now() }
}

async fn amara(app: &TestApp) -> Option<PersonId> {
    PersonId::parse(&app.person(AMARA).await)
}

/// Sends a draft to the holder of a mailbox, who may answer for two weeks; answers the token of the link.
async fn send_to(app: &TestApp, claim: &str, email: &str) -> String {
    let claim = ClaimId::parse(&claim["/claims/".len()..]).unwrap();
    let place = (app.db(), &app.state.catalogue);
    let sent = Tx::outside::<_, AppError>(place, stamp(app, amara(app).await), async |tx| {
        let may = tx.may(actions::WriteClaim, claim).await?;
        let (claim, db) = (may.state(), tx.read().await?);
        let look = Look::at(&db, db.catalogue(), claim, Days { record: today(), organisations: today() }).await?;
        let ready = sendable(&claim.draft(look.evidence.len()), None, today()).unwrap();
        let (to, words, token) = links::make(("Sam Holder", email))?;
        let request = sending::NewRequest {
            to,
            link: Some(words),
            until: Some(today() + Duration::days(14)),
            ..look.request(claim, &look.askable[0], ready, today())
        };
        sending::send(&may, request).await?;
        Ok(token)
    });
    sent.await.unwrap()
}

/// The same for the verification of her stage.
async fn ask(app: &TestApp, email: &str) -> String {
    let enrolment = EnrolmentId::parse(&app.enrolment(AMARA).await).unwrap();
    let place = (app.db(), &app.state.catalogue);
    let sent = Tx::outside::<_, AppError>(place, stamp(app, amara(app).await), async |tx| {
        let may = tx.may(actions::AskVerification, enrolment).await?;
        let case = may.state();
        let ix = case.framework.find(VERIFICATION).unwrap();
        let employers = app::features::record::store::employers_today(&tx.read().await?, enrolment, today()).await?;
        let (to, words, token) = links::make(("Sam Holder", email))?;
        let request = sending::NewRequest {
            to,
            link: Some(words),
            until: Some(today() + Duration::days(14)),
            ..ask::request(case, ix, employers[0].0)
        };
        sending::send(&may, request).await?;
        Ok(token)
    });
    sent.await.unwrap()
}

/// What the holder of a link reads, as a form says it when it is sent.
async fn read(app: &TestApp, token: &str) -> Result<String, AppError> {
    let place = (app.db(), &app.state.catalogue);
    Tx::outside(place, stamp(app, None), async |tx| {
        let (_, asked) = links::may_sign(tx, token).await?;
        Ok(asked.asked().content.shown().digest()?.to_string())
    })
    .await
}

/// They answer what they read, if they may.
async fn sign(app: &TestApp, token: &str, typed: Typed<'_>) -> Result<(), AppError> {
    let place = (app.db(), &app.state.catalogue);
    Tx::outside(place, stamp(app, None), async |tx| {
        let (permit, asked) = links::may_sign(tx, token).await?;
        let given = answer(&asked.asked(), &typed).map_err(|why| AppError::Conflict(format!("{why:?}")))?;
        sign_by_link(tx, &permit, &asked, given).await
    })
    .await
}

async fn find_met(app: &TestApp, token: &str) -> Result<(), AppError> {
    let read = read(app, token).await?;
    sign(app, token, Typed { outcome: "met", comment: "I heard the call.", read: &read, ..Typed::default() }).await
}

async fn turn_key(app: &TestApp, token: &str) -> Result<(), AppError> {
    let read = read(app, token).await?;
    sign(app, token, Typed { outcome: "verified", read: &read, ..Typed::default() }).await
}

async fn prove(app: &TestApp, token: &str) {
    let place = (app.db(), &app.state.catalogue);
    let proved = Tx::outside::<_, AppError>(place, stamp(app, None), async |tx| links::prove(tx, token).await);
    proved.await.unwrap();
}

#[track_caller]
fn refused(answer: Result<(), AppError>, why: &str) {
    match answer {
        Err(AppError::Forbidden(text) | AppError::Conflict(text)) => assert!(text.contains(why), "{text}"),
        other => panic!("{why}: {other:?}"),
    }
}

#[tokio::test]
async fn whoever_proved_the_mailbox_signs_and_it_counts() {
    let app = TestApp::new().await;
    let mut visitor = app.sign_in(AMARA).await;
    let enrolment = app.enrolment(AMARA).await;
    let claim = steps::begin_claim(&mut visitor, &enrolment, steps::LAST_OUTCOME).await;
    steps::write_draft(&mut visitor, &claim).await;
    steps::add_text(&mut visitor, &claim).await;
    let token = send_to(&app, &claim, "sam@elsewhere.example").await;
    assert!(visitor.page(&claim).await.says("With Sam Holder since"));

    refused(find_met(&app, &token).await, "Prove first that the mailbox is yours");
    prove(&app, &token).await;
    app.pass(Duration::hours(1));
    find_met(&app, &token).await.unwrap();
    assert_eq!(state_of(&app, steps::LAST_OUTCOME).await, "met");
    let page = visitor.page(&claim).await;
    assert!(page.says("Met") && page.says("Sam Holder"), "{}", page.text());
    let record = visitor.page(&format!("/enrolments/{enrolment}/record")).await;
    assert!(record.says("By the holder of a link"), "{}", record.text());
    refused(find_met(&app, &token).await, "answered or taken back already");
    let none = find_met(&app, "no such token").await;
    assert!(matches!(none, Err(AppError::NotFound)), "{none:?}");
    app.must_be_as_events_made_it().await;
    let wrong = doctor::signatures(app.db().read()).await.unwrap();
    assert!(wrong.into_iter().all(|one| one.stored == one.made));
}

/// Two requests lie with holders of links; the answer to the second is no answer to the first, and each link opens its own.
#[tokio::test]
async fn an_answer_is_signed_for_the_request_that_it_answers_alone() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    let mut visitor = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut visitor, &app.enrolment(AMARA).await, steps::LAST_OUTCOME).await;
    steps::write_draft(&mut visitor, &claim).await;
    steps::add_text(&mut visitor, &claim).await;
    let tokens = [send_to(&app, &claim, "sam@elsewhere.example").await, ask(&app, "kim@elsewhere.example").await];
    for token in &tokens {
        prove(&app, token).await;
    }
    let before = app.contents().await;
    let place = (app.db(), &app.state.catalogue);
    for (link, request) in [(0, 0), (1, 0)] {
        let signed = Tx::outside::<_, AppError>(place, stamp(&app, None), async |tx| {
            let (permit, _) = links::may_sign(tx, &tokens[link]).await?;
            let (_, here) = links::may_sign(tx, &tokens[request]).await?;
            let (_, other) = links::may_sign(tx, &tokens[1]).await?;
            let read = other.asked().content.shown().digest()?.to_string();
            let typed = Typed { outcome: "declined", why: "I was not there.", read: &read, ..Typed::default() };
            let given = answer(&other.asked(), &typed).unwrap();
            sign_by_link(tx, &permit, &here, given).await
        });
        assert!(matches!(signed.await, Err(AppError::Internal { .. })), "{link} {request}");
        assert_eq!(app.contents().await, before);
    }
}

#[tokio::test]
async fn the_trainee_does_not_sign_by_a_link_to_their_own_mailbox() {
    let app = TestApp::new().await;
    let mut visitor = app.sign_in(AMARA).await;
    let enrolment = app.enrolment(AMARA).await;
    let claim = steps::begin_claim(&mut visitor, &enrolment, steps::LAST_OUTCOME).await;
    steps::write_draft(&mut visitor, &claim).await;
    steps::add_text(&mut visitor, &claim).await;
    let token = send_to(&app, &claim, AMARA).await;
    prove(&app, &token).await;
    refused(find_met(&app, &token).await, "Nobody decides on their own record.");
}

#[tokio::test]
async fn whoever_confirmed_results_of_the_stage_does_not_verify_it_by_a_link() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    // Dana confirmed results of Amara's stage before.
    let sitting = steps::add_sitting(&mut app.sign_in(tests::people::OWEN).await, steps::LAST_ELEMENT).await;
    let (mut owen, mut dana) = (app.sign_in(tests::people::OWEN).await, app.sign_in(DANA).await);
    steps::record(&mut owen, &sitting, &app.enrolment(AMARA).await, "pass").await.must_say("1 result is recorded.");
    steps::confirm(&mut dana, &sitting).await.must_say("confirmed");
    let token = ask(&app, DANA).await;
    prove(&app, &token).await;
    refused(turn_key(&app, &token).await, "The two keys of a stage are turned by different people.");
    assert_ne!(state_of(&app, VERIFICATION).await, "met");
}

#[tokio::test]
async fn the_holder_of_a_link_turns_the_employers_key() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::show_competence(&app).await;
    let token = ask(&app, "sam@elsewhere.example").await;
    prove(&app, &token).await;
    turn_key(&app, &token).await.unwrap();
    assert_eq!(state_of(&app, VERIFICATION).await, "met");
    assert_eq!(state_of(&app, "foundation").await, "met");
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn no_stage_is_verified_by_a_link_of_which_workplace_competence_is_missing() {
    let app = TestApp::new().await;
    let token = ask(&app, "sam@elsewhere.example").await;
    prove(&app, &token).await;
    let before = app.contents().await;
    refused(turn_key(&app, &token).await, "WorkplaceMissing");
    assert_eq!(app.contents().await, before);
    // Once the work is shown, it is.
    steps::show_competence(&app).await;
    turn_key(&app, &token).await.unwrap();
    assert_eq!(state_of(&app, VERIFICATION).await, "met");
}

/// Another claim of the stage is decided after the holder of the link read what it stands on.
#[tokio::test]
async fn what_changed_since_it_was_read_is_not_signed_by_a_link() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    let token = ask(&app, "sam@elsewhere.example").await;
    prove(&app, &token).await;
    let read = read(&app, &token).await.unwrap();
    steps::show_competence(&app).await;
    let before = app.contents().await;
    for typed in [
        Typed { outcome: "verified", ..Typed::default() },
        Typed { outcome: "declined", why: "Not yet.", ..Typed::default() },
    ] {
        refused(sign(&app, &token, Typed { read: &read, ..typed }).await, "Changed");
    }
    assert_eq!(app.contents().await, before);
    turn_key(&app, &token).await.unwrap();
    assert_eq!(state_of(&app, VERIFICATION).await, "met");
}
