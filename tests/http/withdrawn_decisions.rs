//! A claim that was found met by mistake, and a stage that was verified by mistake: who signed it, or the employer's administrator,
//! withdraws it, and what rests on it falls.

use crate::employers_and_providers::grant;
use crate::steps::{self, LAST_ELEMENT, LAST_OUTCOME, NARRATIVE, VERIFICATION, state_of};
use app::features::sign_off::doctor;
use tests::people::{AMARA, DANA, INES, JONAS, KARIM, PRIYA, RUTH};
use tests::{Answer, Page, TestApp, Visitor};

const WHY: &str = "I had the call of another trainee in mind.";

async fn withdraw(who: &mut Visitor, request: &str, noun: &str) -> Answer {
    let question = who.page(request).await.link(&format!("Withdraw this {noun}"));
    let form = who.page(&question).await.form(&format!("Withdraw the {noun}"));
    who.submit(form.fill("reason", WHY)).await
}

/// The request that asked last for a signature of a kind, of Amara.
async fn last_request(app: &TestApp, subject: &str) -> String {
    let query =
        "SELECT id FROM signing_request WHERE subject = $1 AND enrolment_id = $2 ORDER BY sent_at DESC, id DESC";
    let all: Vec<String> = app.column(query, [subject.into(), app.enrolment(AMARA).await.into()]).await;
    format!("/queue/{}", all[0])
}

async fn record(app: &TestApp, reader: &str) -> Page {
    app.sign_in(reader).await.page(&format!("/enrolments/{}/record", app.enrolment(AMARA).await)).await
}

#[tokio::test]
async fn a_claim_found_met_by_mistake_counts_no_longer_and_is_sent_again() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    assert!(!ruth.page(&request).await.has_link("Withdraw this"));
    steps::find_met(&mut ruth, &request).await.must_say("Signed as met.");
    assert_eq!(state_of(&app, LAST_OUTCOME).await, "met");
    // A reason is needed, and nothing is withdrawn without one.
    let question = ruth.page(&format!("{request}/withdrawal")).await;
    assert!(question.says("The claim no longer counts as met"), "{}", question.text());
    assert_eq!(ruth.submit(question.form("Withdraw the decision")).await.page.errors(), ["Enter the reason"]);
    assert_eq!(state_of(&app, LAST_OUTCOME).await, "met");
    let page = withdraw(&mut ruth, &request, "decision").await.must_say("The decision is withdrawn.");
    assert!(page.says(WHY) && page.says("It no longer counts as met."), "{}", page.text());
    assert_ne!(state_of(&app, LAST_OUTCOME).await, "met");
    // The trainee reads it on the first page, at the claim and in the record.
    let home = amara.page("/home").await;
    assert!(home.says("Ruth Hale withdrew the decision that it is met on") && home.says(WHY), "{}", home.text());
    let page = amara.page(&claim).await;
    assert!(page.says("Decision withdrawn") && page.says(WHY), "{}", page.text());
    let story = record(&app, AMARA).await;
    assert!(story.says("The decision that a claim is met was withdrawn") && story.says(WHY), "{}", story.text());
    // Who sends it once more as it was reads why it was withdrawn, and so does who answers.
    let page = amara.page(&page.link("Answer and send again")).await;
    let form = page.form("Save and go on");
    assert!(page.says(WHY) && form.value("narrative").unwrap().trim() == NARRATIVE);
    amara.submit(form.fill("narrative", "I was on the call.")).await.must_say("What shows it?");
    let wrong = doctor::signatures(app.db().read()).await.unwrap();
    assert!(wrong.iter().all(|one| one.made == one.stored), "a claim is the trainee's again: {wrong:?}");
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and go on");
    amara.submit(form.fill("narrative", NARRATIVE)).await.must_say("What shows it?");
    assert!(amara.page(&format!("{claim}/sending")).await.says(&format!("withdrew the decision on {}", on())));
    steps::send(&app, &mut amara, &claim, RUTH).await.must_say("Sent to Ruth Hale");
    let again = steps::open_request(&app, &claim).await;
    assert!(ruth.page(&again).await.says(&format!("Ruth Hale withdrew the decision on {}: {WHY}", on())));
    steps::find_met(&mut ruth, &again).await.must_say("Signed as met.");
    assert_eq!(state_of(&app, LAST_OUTCOME).await, "met");
    // A second time there is nothing to withdraw.
    let answer = ruth.send(&format!("{request}/withdrawal"), &[("reason", "Again.")]).await;
    ruth.follow(answer).await.must_say("Ruth Hale withdrew it already");
    app.must_be_as_events_made_it().await;
    crate::chapter_file::must_equal_rows(&app).await;
}

fn on() -> String {
    app::web::words::date(tests::today())
}

#[tokio::test]
async fn only_who_decided_and_the_administrator_of_the_employer_withdraw_a_decision() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let withdrawal = format!("{request}/withdrawal");
    let mut priya = app.sign_in(PRIYA).await;
    let answer = priya.send(&withdrawal, &[("reason", WHY)]).await;
    priya.follow(answer).await.must_say("There is nothing to withdraw: nobody has signed it.");
    steps::find_met(&mut ruth, &request).await.must_say("Signed as met.");
    for (stranger, status) in [(AMARA, 404), (JONAS, 403), (KARIM, 404), (DANA, 404), (INES, 404)] {
        let mut stranger = app.sign_in(stranger).await;
        let before = app.contents().await;
        assert_eq!(stranger.get(&withdrawal).await.status, status);
        assert_eq!(stranger.send(&withdrawal, &[("reason", WHY)]).await.status, status);
        assert_eq!(app.contents().await, before);
    }
    assert!(!app.sign_in(JONAS).await.page(&request).await.has_link("Withdraw this"));
    // The page of the claim leads there, for whoever may.
    for (reader, may) in [(RUTH, true), (PRIYA, true), (JONAS, false), (AMARA, false), (INES, false)] {
        let page = app.sign_in(reader).await.page(&claim).await;
        assert_eq!(page.has_link("Withdraw this decision"), may, "{reader}");
    }
    withdraw(&mut priya, &request, "decision").await.must_say("The decision is withdrawn.");
    // Who signed reads in the queue who withdrew it and why, with the way to what followed.
    let queue = ruth.page("/queue").await;
    assert!(queue.says("Priya Nair withdrew your decision on") && queue.says(WHY), "{}", queue.text());
    steps::send(&app, &mut amara, &claim, RUTH).await.must_say("Sent to Ruth Hale");
    assert_eq!(
        ruth.page("/queue").await.link("See the request that followed"),
        steps::open_request(&app, &claim).await
    );
    // What was not found met is answered, and not withdrawn.
    let again = steps::open_request(&app, &claim).await;
    let form =
        ruth.page(&again).await.form("Sign and send").fill("outcome", "not_yet").fill("comment", "Not all points.");
    ruth.submit(form).await.must_say("Signed as not yet met.");
    let answer = ruth.send(&format!("{again}/withdrawal"), &[("reason", WHY)]).await;
    ruth.follow(answer).await.must_say("It was not found met, so there is nothing to withdraw.");
}

#[tokio::test]
async fn a_stage_verified_by_mistake_is_open_again() {
    let app = TestApp::new().await;
    steps::turn_employers_key(&app).await;
    assert_eq!(state_of(&app, VERIFICATION).await, "met");
    let request = last_request(&app, "stage").await;
    let node = format!("/enrolments/{}/nodes/{VERIFICATION}", app.enrolment(AMARA).await);
    for (reader, may) in [(PRIYA, true), (RUTH, false), (AMARA, false), (INES, false), (DANA, false)] {
        let page = app.sign_in(reader).await.page(&node).await;
        assert_eq!(page.has_link("Withdraw this verification"), may, "{reader}");
    }
    let mut priya = app.sign_in(PRIYA).await;
    let page = withdraw(&mut priya, &request, "verification").await.must_say("The verification is withdrawn.");
    assert!(page.says("It no longer turns the employer’s key."), "{}", page.text());
    assert_ne!(state_of(&app, VERIFICATION).await, "met");
    let mut amara = app.sign_in(AMARA).await;
    let home = amara.page("/home").await;
    assert!(home.says("Priya Nair withdrew the verification on") && home.says(WHY), "{}", home.text());
    assert!(record(&app, RUTH).await.says("The employer’s verification was withdrawn"));
    let again = steps::ask_to_verify(&app, &mut amara).await;
    assert!(priya.page(&again).await.says(&format!("Priya Nair withdrew the verification on {}: {WHY}", on())));
    steps::verify(&mut priya, &again).await.must_say("is verified.");
    assert_eq!(state_of(&app, VERIFICATION).await, "met");
    app.must_be_as_events_made_it().await;
    crate::chapter_file::must_equal_rows(&app).await;
}

/// What was known before is read as it was known, and a status stays until its registrar withdraws it.
#[tokio::test]
async fn a_status_that_rests_on_what_was_withdrawn_has_lost_its_basis() {
    for (subject, noun, by) in [("claim", "decision", RUTH), ("stage", "verification", PRIYA)] {
        let app = TestApp::new().await;
        let award = steps::hold_status(&app).await;
        let mut ines = app.sign_in(INES).await;
        assert!(!ines.page("/applications").await.says("lost their basis"));
        let request = last_request(&app, subject).await;
        let name = if by == RUTH { "Ruth Hale" } else { "Priya Nair" };
        withdraw(&mut app.sign_in(by).await, &request, noun).await.must_say("is withdrawn.");
        let told = format!("{name} withdrew the {noun} on {}: ", on());
        for page in
            [ines.page("/applications").await, ines.page(&award).await, app.sign_in(AMARA).await.page("/home").await]
        {
            let text = page.text();
            assert!(text.contains("basis") && text.contains(&told) && text.contains(WHY), "{subject}: {text}");
        }
        assert_eq!(state_of(&app, "cilex-paralegal").await, "held");
        assert_ne!(state_of(&app, "foundation").await, "met");
        crate::chapter_file::must_equal_rows(&app).await;
    }
}

/// What was withdrawn nobody signed: the other key is theirs to turn, and what rests on the first is theirs to decide.
#[tokio::test]
async fn who_withdrew_what_they_signed_at_work_may_confirm_results_and_decide() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    let mut amara = app.sign_in(AMARA).await;
    let request = steps::ask_to_verify(&app, &mut amara).await;
    for (who, organisation, role) in [
        (KARIM, "Hale & Partners", "employer_admin"),
        (KARIM, "Northgate Law School", "officer"),
        (INES, "Hale & Partners", "employer_admin"),
    ] {
        grant(&app, who, organisation, role).await;
    }
    let (mut karim, mut ines, mut dana) = (app.sign_in(KARIM).await, app.sign_in(INES).await, app.sign_in(DANA).await);
    steps::verify(&mut karim, &request).await.must_say("is verified.");
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    steps::record(&mut dana, &sitting, &app.enrolment(AMARA).await, "pass").await.must_say("recorded");
    assert!(karim.page(&sitting).await.says("Waits for a colleague"));
    // Only that of Leo.
    assert!(karim.page("/sittings").await.says("1 result waits for your confirmation"));
    withdraw(&mut karim, &request, "verification").await.must_say("The verification is withdrawn.");
    assert!(karim.page("/sittings").await.says("2 results wait for your confirmation"));
    let again = steps::ask_to_verify(&app, &mut amara).await;
    steps::verify(&mut ines, &again).await.must_say("is verified.");
    // It is his to confirm, in the list too, and afterwards the first key is not.
    steps::confirm(&mut karim, &sitting).await.must_say("1 result is confirmed and counts.");
    let application = steps::apply(&app, &mut amara).await;
    assert!(ines.page(&application).await.says("You signed at work for what this rests on."));
    withdraw(&mut ines, &again, "verification").await.must_say("The verification is withdrawn.");
    let third = steps::ask_to_verify(&app, &mut amara).await;
    assert!(karim.page(&third).await.says("You confirmed results of this stage."));
    steps::verify(&mut app.sign_in(PRIYA).await, &third).await.must_say("is verified.");
    let form = ines.page(&application).await.form("Decide").fill("decision", "confer");
    ines.submit(form).await.must_say("holds the status from today.");
    app.must_be_as_events_made_it().await;
}
