//! The employer's key: turned last, by someone else than the trainee and the confirmer of results; and that one key
//! alone never meets a stage.

use crate::employers_and_providers::grant;
use crate::steps::{self, VERIFICATION, state_of};
use app::journal::chapter_file;
use app::web::db::sql;
use domain::ids::EnrolmentId;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Value};
use tests::people::{AMARA, DANA, INES, JONAS, KARIM, OWEN, PIET, PRIYA, RUTH};
use tests::{TestApp, today};

#[tokio::test]
async fn the_employers_key_alone_does_not_meet_the_stage() {
    let app = TestApp::new().await;
    steps::turn_employers_key(&app).await;
    assert_eq!(state_of(&app, VERIFICATION).await, "met");
    assert_ne!(state_of(&app, "foundation").await, "met");
    let mut amara = app.sign_in(AMARA).await;
    assert!(!amara.page("/home").await.says("You can apply for it now."));
    steps::pass_last_element(&app).await;
    assert_eq!(state_of(&app, "foundation").await, "met");
}

#[tokio::test]
async fn the_results_key_alone_does_not_meet_the_stage() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    assert_ne!(state_of(&app, "foundation").await, "met");
    steps::turn_employers_key(&app).await;
    assert_eq!(state_of(&app, "foundation").await, "met");
}

#[tokio::test]
async fn the_trainee_never_verifies_even_as_administrator_of_the_employer() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    grant(&app, AMARA, "Hale & Partners", "employer_admin").await;
    let mut amara = app.sign_in(AMARA).await;
    let request = steps::ask_to_verify(&app, &mut amara).await;
    let page = amara.page(&request).await;
    assert!(page.find_form("Sign and send").is_none());
    let answer = amara.post(&request, &[("outcome", "verified")]).await;
    assert_eq!(answer.status, 403);
    answer.must_say("Nobody decides on their own record.");
    assert_ne!(state_of(&app, VERIFICATION).await, "met");
}

#[tokio::test]
async fn a_confirmer_who_can_not_be_read_is_not_overlooked() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::show_competence(&app).await;
    grant(&app, OWEN, "Hale & Partners", "employer_admin").await;
    let mut amara = app.sign_in(AMARA).await;
    let request = steps::ask_to_verify(&app, &mut amara).await;
    let damage = "UPDATE chapter_file SET facts = replace(facts, $1, $2)";
    app.execute(damage, ["\"confirmed_by\":\"".into(), "\"confirmed_by\":\"of ".into()]).await.unwrap();
    let answer = app.sign_in(OWEN).await.post(&request, &[("outcome", "verified")]).await;
    assert_eq!(answer.status, 500);
    assert_ne!(state_of(&app, VERIFICATION).await, "met");
}

#[tokio::test]
async fn who_confirmed_results_of_the_stage_does_not_verify_it() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::show_competence(&app).await;
    grant(&app, OWEN, "Hale & Partners", "employer_admin").await;
    let mut amara = app.sign_in(AMARA).await;
    let request = steps::ask_to_verify(&app, &mut amara).await;
    let mut owen = app.sign_in(OWEN).await;
    assert!(owen.page(&request).await.says("You confirmed results of this stage."));
    let answer = owen.post(&request, &[("outcome", "verified")]).await;
    assert_eq!(answer.status, 403);
    assert_ne!(state_of(&app, VERIFICATION).await, "met");
    // A colleague may.
    let mut priya = app.sign_in(PRIYA).await;
    steps::verify(&mut priya, &request).await.must_say("is verified.");
    assert_eq!(state_of(&app, "foundation").await, "met");
}

#[tokio::test]
async fn who_verified_the_stage_does_not_confirm_results_of_it() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    let mut amara = app.sign_in(AMARA).await;
    let request = steps::ask_to_verify(&app, &mut amara).await;
    grant(&app, KARIM, "Hale & Partners", "employer_admin").await;
    grant(&app, KARIM, "Northgate Law School", "officer").await;
    let mut karim = app.sign_in(KARIM).await;
    steps::verify(&mut karim, &request).await.must_say("is verified.");
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, "F06").await;
    let enrolment = app.enrolment(AMARA).await;
    steps::record(&mut dana, &sitting, &enrolment, "pass").await.must_say("recorded");
    let page = karim.page(&sitting).await;
    assert!(page.find_form("Confirm the selected").is_none(), "{}", page.text());
    let own = format!("Waits for a colleague: you verified the stage on {}", app::web::words::date(today()));
    assert!(page.says(&own), "{}", page.text());
    let result = "SELECT id FROM result WHERE enrolment_id = $1 AND sitting_id = $2";
    let id = sitting.rsplit('/').next().unwrap();
    let result: String = app.one(result, [enrolment.into(), id.into()]).await;
    let answer = karim.post(&format!("{sitting}/confirmation"), &[("result", &result)]).await;
    assert_eq!(answer.status, 403);
    assert!(answer.page.says("You signed at work for this stage."), "{}", answer.page.text());
    // A colleague may, and both keys are turned.
    steps::confirm(&mut app.sign_in(OWEN).await, &sitting).await.must_say("1 result is confirmed and counts.");
    assert_eq!(state_of(&app, "foundation").await, "met");
}

#[tokio::test]
async fn who_verified_a_stage_decides_no_application_that_rests_on_it() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::show_competence(&app).await;
    grant(&app, INES, "Hale & Partners", "employer_admin").await;
    let mut amara = app.sign_in(AMARA).await;
    let request = steps::ask_to_verify(&app, &mut amara).await;
    let mut ines = app.sign_in(INES).await;
    steps::verify(&mut ines, &request).await.must_say("is verified.");
    let application = steps::apply(&app, &mut amara).await;
    let page = ines.page(&application).await;
    assert!(page.find_form("Decide").is_none(), "{}", page.text());
    assert!(page.says("You signed at work for what this rests on."), "{}", page.text());
    let before = app.contents().await;
    for decision in ["confer", "decline"] {
        let answer = ines.post(&application, &[("decision", decision), ("reason", "As I verified it")]).await;
        assert_eq!(answer.status, 403, "{decision}");
        answer.must_say("Another registrar of your body decides.");
    }
    assert_eq!(app.contents().await, before);
    let mut piet = app.sign_in(PIET).await;
    let form = piet.page(&application).await.form("Decide").fill("decision", "confer");
    piet.submit(form).await.must_say("holds the status from today.");
}

#[tokio::test]
async fn a_supervisor_of_the_employer_may_verify_and_another_employer_may_not() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    let mut amara = app.sign_in(AMARA).await;
    let request = steps::ask_to_verify(&app, &mut amara).await;
    let mut karim = app.sign_in(KARIM).await;
    assert_eq!(karim.get(&request).await.status, 404);
    let answer = karim.post(&request, &[("outcome", "verified")]).await;
    assert_eq!(answer.status, 404);
    let mut jonas = app.sign_in(JONAS).await;
    assert!(jonas.page("/queue").await.says("Verify the stage"));
    steps::verify(&mut jonas, &request).await.must_say("is verified.");
}

#[tokio::test]
async fn declining_needs_a_reason_and_each_answer_has_words_of_its_own() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    let mut amara = app.sign_in(AMARA).await;
    let request = steps::ask_to_verify(&app, &mut amara).await;
    let mut priya = app.sign_in(PRIYA).await;
    let before = app.contents().await;
    let form = priya.page(&request).await.form("Sign and send");
    assert_eq!(priya.submit(form.clone()).await.page.errors(), ["Choose whether you verify the stage"]);
    let belongs = |to: &str| format!("This belongs to “{to}”: choose that answer, or take this out");
    let both = form.clone().fill("outcome", "verified").fill("comment", "Good work.");
    let both = priya.submit(both.fill("why", "Not yet.")).await;
    assert_eq!(both.page.errors(), [belongs("No, not now")]);
    let kept = both.page.form("Sign and send");
    assert_eq!(kept.value("outcome").as_deref(), Some("verified"));
    assert_eq!(kept.value("comment").unwrap().trim(), "Good work.");
    let both = priya.submit(kept.fill("outcome", "declined")).await;
    assert_eq!(both.page.errors(), [belongs("Yes, I verify it")]);
    let silent = priya.submit(form.clone().fill("outcome", "declined")).await;
    assert_eq!(silent.page.errors(), ["Say why, so that the trainee knows what to do"]);
    assert_eq!(app.contents().await, before);

    let declined = priya.submit(form.fill("outcome", "declined").fill("why", "Come back after the review.")).await;
    declined.must_say("Declined. The trainee sees why.");
    // Who declines signs nothing about the competence.
    let id = request.strip_prefix("/queue/").unwrap();
    let statement: String = app.one("SELECT statement FROM signature WHERE request_id = $1", [id.into()]).await;
    assert!(statement.contains("I do not verify it now"), "{statement}");
    assert!(!statement.contains("has shown the competence"), "{statement}");
    assert_ne!(state_of(&app, VERIFICATION).await, "met");
    // It can be asked again.
    let again = steps::ask_to_verify(&app, &mut amara).await;
    assert_ne!(again, request);
    steps::verify(&mut priya, &again).await.must_say("is verified.");
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn of_two_who_verify_at_once_one_wins() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    let mut amara = app.sign_in(AMARA).await;
    let request = steps::ask_to_verify(&app, &mut amara).await;
    let (mut priya, mut ruth) = (app.sign_in(PRIYA).await, app.sign_in(RUTH).await);
    let of_priya = steps::verification(&mut priya, &request).await;
    let of_ruth = steps::verification(&mut ruth, &request).await;
    let (one, other) = tokio::join!(priya.submit(of_priya), ruth.submit(of_ruth));
    let said = [one.page.text(), other.page.text()];
    assert_eq!(said.iter().filter(|text| text.contains("is verified.")).count(), 1, "{said:?}");
    assert_eq!(said.iter().filter(|text| text.contains("answered this request before you")).count(), 1, "{said:?}");
}

/// Another claim is decided while the page is open: the verifier has not read it.
#[tokio::test]
async fn what_has_changed_since_the_page_was_opened_is_read_again_before_it_is_signed() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let request = steps::ask_to_verify(&app, &mut amara).await;
    let mut priya = app.sign_in(PRIYA).await;
    let opened = priya.page(&request).await.form("Sign and send");
    let claim = steps::sent_claim(&app, &mut amara).await;
    let of_claim = steps::open_request(&app, &claim).await;
    steps::find_met(&mut ruth, &of_claim).await.must_say("Signed as met.");
    let before = app.contents().await;

    // A field error in between does not hide the change.
    let unanswered = priya.submit(opened.clone()).await;
    assert_eq!(unanswered.page.errors(), ["Choose whether you verify the stage"]);
    let form = unanswered.page.form("Sign and send").fill("comment", "I saw it all.");
    let told = priya.submit(form.fill("outcome", "verified")).await;
    assert_eq!(
        told.page.errors(),
        ["What this stage requires has changed since you opened the page. Read it again before you sign"]
    );
    assert_eq!(app.contents().await, before);
    let form = told.page.form("Sign and send");
    assert_eq!(form.value("outcome").as_deref(), Some("verified"));
    assert_eq!(form.value("comment").unwrap().trim(), "I saw it all.");
    let signed = priya.submit(form).await;
    signed.must_say("is verified.");
    let shown: String = app.one("SELECT shown FROM signature WHERE shown IS NOT NULL", []).await;
    assert!(shown.contains(of_claim.strip_prefix("/queue/").unwrap()), "{shown}");
}

#[tokio::test]
async fn a_page_that_was_opened_before_midnight_can_be_signed_after_it() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    let mut amara = app.sign_in(AMARA).await;
    let request = steps::ask_to_verify(&app, &mut amara).await;
    app.pass(chrono::Duration::hours(14));
    let mut priya = app.sign_in(PRIYA).await;
    let form = steps::verification(&mut priya, &request).await;
    app.pass(chrono::Duration::minutes(60));
    priya.submit(form).await.must_say("is verified.");
}

#[tokio::test]
async fn when_one_person_turned_both_keys_the_trainee_is_told_who_has_to_act_and_can_ask_again() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    grant(&app, DANA, "Hale & Partners", "employer_admin").await;
    let (mut amara, mut dana) = (app.sign_in(AMARA).await, app.sign_in(DANA).await);
    let first = steps::ask_to_verify(&app, &mut amara).await;
    steps::verify(&mut dana, &first).await.must_say("is verified.");
    // She is not let confirm; what the keys say holds whatever the rows are.
    let mut owen = app.sign_in(OWEN).await;
    let (enrolment, sitting) = (app.enrolment(AMARA).await, steps::add_sitting(&mut owen, steps::LAST_ELEMENT).await);
    steps::record(&mut owen, &sitting, &enrolment, "pass").await.must_say("1 result is recorded.");
    let (by, tx) = (app.person(DANA).await, app.db().begin().await.unwrap());
    confirm_unasked(&tx, &app, (&by, &enrolment)).await;
    tx.commit().await.unwrap();
    assert_ne!(state_of(&app, "foundation").await, "met");

    let home = amara.page("/home").await;
    assert!(!home.says("0 more steps"), "{}", home.text());
    assert!(!home.says("Nothing is left to do here"), "{}", home.text());
    assert!(home.says("Someone else has to verify the stage, or to confirm those results"), "{}", home.text());
    let mut priya = app.sign_in(PRIYA).await;
    assert!(priya.page("/trainees").await.says("Someone else must sign"));
    let ask = home.link("Ask someone else to verify Foundation");
    let form = amara.page(&ask).await.form("Ask to verify");
    amara.submit(form).await.must_say("is asked to verify.");
    let again = steps::open_verification(&app).await;
    assert!(dana.page(&again).await.says("You confirmed results of this stage."));
    steps::verify(&mut priya, &again).await.must_say("is verified.");
    assert_eq!(state_of(&app, "foundation").await, "met");
}

/// The provisional result of an enrolment is confirmed by a person, whatever a rule says.
async fn confirm_unasked(tx: &DatabaseTransaction, app: &TestApp, (by, enrolment): (&str, &str)) {
    let confirm = "INSERT INTO result_confirmation (result_id, recorded_by, trainee_id, confirmed_by, confirmed_on, confirmed_at)
        SELECT r.id, r.recorded_by, r.trainee_id, $1, $2, $3 FROM result r JOIN provisional_result p ON p.result_id = r.id
        WHERE r.enrolment_id = $4";
    let values: [Value; 4] = [by.into(), today().into(), app.state.clock.now().into(), enrolment.into()];
    tx.execute_raw(sql(tx, confirm, values)).await.unwrap();
    let id = EnrolmentId::parse(enrolment).unwrap();
    chapter_file::rewrite(tx, &app.state.catalogue, &[id]).await.unwrap();
}

/// The other key is turned by the same person while their answer waits for the record.
#[tokio::test]
async fn whoever_confirms_a_result_of_the_stage_meanwhile_does_not_verify_it() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    let enrolment = app.enrolment(AMARA).await;
    let (mut amara, mut priya, mut dana) =
        (app.sign_in(AMARA).await, app.sign_in(PRIYA).await, app.sign_in(DANA).await);
    let sitting = steps::add_sitting(&mut dana, steps::LAST_ELEMENT).await;
    steps::record(&mut dana, &sitting, &enrolment, "pass").await;
    let request = steps::ask_to_verify(&app, &mut amara).await;
    let form = steps::verification(&mut priya, &request).await;
    let by = app.person(PRIYA).await;
    let answer = steps::while_held(&app, priya.submit(form), async |tx| {
        confirm_unasked(tx, &app, (&by, &enrolment)).await;
    })
    .await;
    assert_eq!(answer.status, 403, "{}", answer.page.text());
    answer.must_say("You confirmed results of this stage.");
    assert_ne!(state_of(&app, VERIFICATION).await, "met");
}

/// Titles and names: of what was written for another employer a verifier needs nothing.
#[tokio::test]
async fn a_verifier_reads_at_once_how_many_outcomes_are_met_and_who_signed_them() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    let (mut amara, mut jonas) = (app.sign_in(AMARA).await, app.sign_in(JONAS).await);
    let request = steps::ask_to_verify(&app, &mut amara).await;
    let page = app.sign_in(PRIYA).await.page(&request).await;
    assert!(page.says("9 of 9 outcomes met, signed by Ruth Hale (9)."), "{}", page.text());
    assert!(page.find_form("Sign and send").is_some());
    // Another example of one of them, signed by a colleague.
    let claim = steps::sent_claim(&app, &mut amara).await;
    let of_claim = steps::open_request(&app, &claim).await;
    steps::find_met(&mut jonas, &of_claim).await.must_say("Signed as met.");
    let page = app.sign_in(PRIYA).await.page(&request).await;
    assert!(page.says("9 of 9 outcomes met, signed by Ruth Hale (9) and Jonas Brandt (1)."), "{}", page.text());
    let row = page.rows().into_iter().find(|row| row.contains("Jonas Brandt")).unwrap();
    assert!(row.starts_with("Impact and communication"), "{row}");
    assert!(!page.says(steps::NARRATIVE), "{}", page.text());
}
