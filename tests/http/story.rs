//! The main job, end to end, without JavaScript: a trainee climbs a stage with both keys and steps off with a status.

use crate::steps::{self, LAST_ELEMENT, LAST_OUTCOME, STEP_OFF, state_of};
use tests::TestApp;
use tests::people::{AMARA, DANA, INES, OWEN, PRIYA, RUTH};

#[tokio::test]
async fn a_trainee_climbs_a_stage_with_both_keys_and_steps_off_with_a_status() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;

    // 1. Where she stands, what is missing and why, and what to do next.
    let mut amara = app.sign_in(AMARA).await;
    let home = amara.page("/home").await;
    assert!(home.says("You are on the Foundation stage"));
    assert!(home.says("The results key needs 1 more result"), "{}", home.text());
    let (next, waiting) = (home.text_of_id("next"), home.text_of_id("waiting"));
    assert!(next.contains("Claim Impact and communication"), "{next}");
    assert!(next.contains(LAST_ELEMENT), "{next}");
    assert!(waiting.contains("No claim, request, application or result is waiting."), "{waiting}");
    let map = amara.page(&home.link("See the whole map")).await;
    assert!(map.says("F06 Professional and Legal Skills"));

    // 2. One officer records a result; it is provisional and doesn't count. A second person confirms it.
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    steps::record(&mut dana, &sitting, &enrolment, "pass").await.must_say("It counts when someone else confirms it.");
    let page = dana.page(&sitting).await;
    assert!(page.says("Provisional"), "{}", page.text());
    let node = amara.page(&format!("/enrolments/{enrolment}/nodes/{LAST_ELEMENT}")).await;
    assert!(node.says("rovisional"), "{}", node.text());
    assert_eq!(state_of(&app, LAST_ELEMENT).await, "in_progress");
    let mut owen = app.sign_in(OWEN).await;
    steps::confirm(&mut owen, &sitting).await.must_say("confirmed");
    assert_eq!(state_of(&app, LAST_ELEMENT).await, "met");

    // 3. She claims workplace competence with a text, a link and a file, and sends it to her supervisor.
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &claim).await;
    steps::add_text(&mut amara, &claim).await;
    let form = amara.page(&format!("{claim}/evidence?add=link")).await.form("Add link");
    let form = form.fill("title", "The guide I followed").fill("address", "https://guide.example/offers");
    amara.submit(form).await.must_say("The evidence is added.");
    let upload = format!("{claim}/evidence/file");
    let letter = b"%PDF-1.7\nthe letter";
    amara.upload(&upload, "letter.pdf", letter).await.must_say("The file is added.");
    steps::send(&app, &mut amara, &claim, RUTH).await.must_say("Sent to Ruth Hale");

    // 4. The supervisor reads exactly what will be attested, and signs.
    let mut ruth = app.sign_in(RUTH).await;
    assert!(ruth.page("/queue").await.rows().iter().any(|row| row.contains("Amara Osei")));
    let request = steps::open_request(&app, &claim).await;
    let page = ruth.page(&request).await;
    for shown in [steps::NARRATIVE, "Attendance note", "Three points, redacted.", "The guide I followed", "letter.pdf"]
    {
        assert!(page.says(shown), "the supervisor is not shown {shown}");
    }
    assert!(page.says("I read the claim and its evidence as shown here."));
    assert_eq!(ruth.get(&page.link("letter.pdf")).await.bytes, letter);
    steps::find_met(&mut ruth, &request).await.must_say("Signed as met.");

    // 5. The employer verifies: only now is the stage met.
    assert_ne!(state_of(&app, "foundation").await, "met");
    let request = steps::ask_to_verify(&app, &mut amara).await;
    let mut priya = app.sign_in(PRIYA).await;
    steps::verify(&mut priya, &request).await.must_say("The Foundation stage of Amara Osei is verified.");
    assert_eq!(state_of(&app, "foundation").await, "met");

    // 6. She applies, the registrar confers, anyone can check it; withdrawn, it shows there at once.
    assert!(amara.page("/home").await.says("You can apply for it now."));
    let application = steps::apply(&app, &mut amara).await;
    let award = steps::confer(&app, &application).await;
    let code: String = app.one("SELECT code FROM award WHERE holder = 'Amara Osei'", []).await;
    let mut anyone = app.visitor();
    let check = format!("/check/{code}");
    let page = anyone.page(&check).await;
    assert!(
        page.says("Amara Osei") && page.says("CILEX Paralegal") && page.says("In force on 23 November 2026"),
        "{}",
        page.text()
    );
    let mut ines = app.sign_in(INES).await;
    let form = ines.page(&format!("{award}/withdrawal")).await.form("Withdraw the status");
    ines.submit(form.fill("reason", "Conferred in error.")).await.must_say("The status is withdrawn.");
    let page = anyone.page(&check).await;
    assert!(page.says("Withdrawn") && !page.says("In force"), "{}", page.text());
    assert!(!page.says("Conferred in error."), "the public is told why");

    // 7. Her record tells the whole story in order.
    let record = amara.page(&format!("/enrolments/{enrolment}/record?order=oldest")).await;
    let text = record.text();
    let story = [
        "Enrolled on",
        "Result recorded, provisional: F06",
        "Result confirmed: F06",
        "Sent a claim",
        "Found met: Impact and communication",
        "Asked the employer",
        "The employer’s key was turned",
        "Applied: Step off as a CILEX Paralegal",
        "Status conferred: CILEX Paralegal",
        "Status withdrawn: CILEX Paralegal",
    ];
    let mut from = text.rfind("Result recorded").unwrap();
    for event in &story[1..] {
        let found = text[from..].find(event);
        assert!(found.is_some(), "“{event}” does not come after what was before it: {text}");
        from += found.unwrap();
    }
    assert!(text.contains(story[0]));
    assert_ne!(state_of(&app, STEP_OFF).await, "held");
    app.must_be_as_events_made_it().await;
}
