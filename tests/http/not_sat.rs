//! A result of somebody who was not at the sitting is taken back, openly and by two people.

use crate::steps::{self, LAST_ELEMENT, state_of};
use tests::people::{AMARA, DANA, OWEN, PRIYA};
use tests::{TestApp, Visitor, today};

/// Corrects what stands of the one recorded candidate of a sitting.
async fn correct(officer: &mut Visitor, sitting: &str, outcome: &str) {
    let page = officer.page(sitting).await;
    let link = if page.has_link("Correct") { "Correct" } else { "Correct, see history" };
    let correction = page.link(link);
    let form = officer.page(&correction).await.form("Correct the result").fill("outcome", outcome);
    let answer = officer.submit(form.fill("reason", "Of another candidate of that name.")).await;
    answer.must_say("The correction of Amara Osei’s result is recorded.");
}

#[tokio::test]
async fn a_result_of_the_wrong_person_is_taken_back_and_is_no_attempt() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let (mut dana, mut owen, mut amara) = (app.sign_in(DANA).await, app.sign_in(OWEN).await, app.sign_in(AMARA).await);
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let form = dana.page(&sitting).await.form("Record results").fill(&format!("outcome[{enrolment}]"), "fail");
    dana.submit(form.fill(&format!("mark[{enrolment}]"), "31")).await.must_say("1 result is recorded.");
    steps::confirm(&mut owen, &sitting).await.must_say("1 result is confirmed and counts.");
    let of_element = format!("/enrolments/{enrolment}/nodes/{LAST_ELEMENT}");
    assert!(amara.page(&of_element).await.says("Not passed"));
    correct(&mut dana, &sitting, "not sat").await;
    // What one officer says alone changes nothing, and is told as it is.
    assert!(amara.page(&of_element).await.says("Corrected to “Not at the sitting of 23 November 2026”"));
    assert!(owen.page(&sitting).await.says("Until it is confirmed, the earlier one counts: Not passed, 31."));
    assert!(amara.page(&of_element).await.says("Not passed"));
    let taken_back = "It is confirmed that 1 candidate was not at this sitting: no result of theirs counts.";
    let confirmed = steps::confirm(&mut owen, &sitting).await.ok();
    assert!(confirmed.says(taken_back) && !confirmed.says("confirmed and counts"), "{}", confirmed.text());
    let page = owen.page(&sitting).await;
    // Nobody there has a result, and it was no attempt; why stays beside it.
    assert!(page.says("1 candidate was not at it: a result of theirs was taken back."), "{}", page.text());
    let row = page.text_of_id("results");
    let reason = "Reason for the correction: Of another candidate of that name.";
    for words in ["None", "Was not at this sitting", reason] {
        assert!(row.contains(words), "{words}: {row}");
    }
    assert!(owen.page("/sittings").await.says("None yet"));
    let correction = owen.page(&page.link("Correct, see history")).await;
    assert!(correction.says("Until then it stands that they were not at this sitting."), "{}", correction.text());
    assert!(!correction.says("It counts until"), "{}", correction.text());
    assert_eq!(state_of(&app, LAST_ELEMENT).await, "available");
    let page = amara.page(&of_element).await;
    assert!(page.says("Not at the sitting of 23 November 2026, confirmed on 23 November 2026"), "{}", page.text());
    // The trainee reads who corrected it and why; the employer does not.
    assert!(page.text_of_id("corrections").contains("Reason: Of another candidate of that name."), "{}", page.text());
    assert!(!app.sign_in(PRIYA).await.page(&of_element).await.says("Of another candidate"));
    assert!(amara.page(&format!("/enrolments/{enrolment}/record")).await.says("Was not at this sitting"));
    app.must_be_as_events_made_it().await;
    // They were there after all.
    correct(&mut dana, &sitting, "pass").await;
    assert_eq!(state_of(&app, LAST_ELEMENT).await, "in_progress");
    steps::confirm(&mut owen, &sitting).await.must_say("1 result is confirmed and counts.");
    assert_eq!(state_of(&app, LAST_ELEMENT).await, "met");
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_correction_of_an_officer_who_left_is_changed_by_a_colleague() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    let mut dana = app.sign_in(DANA).await;
    let sitting =
        format!("/sittings/{}", app.one::<String>("SELECT id FROM sitting ORDER BY created_at DESC LIMIT 1", []).await);
    correct(&mut dana, &sitting, "fail").await;
    let mut owen = app.sign_in(OWEN).await;
    let newest = owen.page(&sitting).await.link("See history");
    assert!(owen.page(&newest).await.says("Someone else recorded this correction."));
    let left = "UPDATE membership SET until_on = $1 WHERE person_id = $2";
    app.execute(left, [today().into(), app.person(DANA).await.into()]).await.unwrap();
    correct(&mut owen, &sitting, "pass").await;
}

#[tokio::test]
async fn while_it_waits_the_sitting_says_so_and_its_day_leads_to_whoever_confirms_it() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    steps::record(&mut dana, &sitting, &enrolment, "pass").await.must_say("1 result is recorded.");
    steps::confirm(&mut owen, &sitting).await.must_say("1 result is confirmed and counts.");
    correct(&mut dana, &sitting, "not sat").await;
    for officer in [&mut dana, &mut owen] {
        let page = officer.page(&sitting).await;
        let told = "A second person still has to confirm that 1 candidate was not at the sitting.";
        assert!(page.says(told) && !page.says("not at it: a result of theirs was taken back"), "{}", page.text());
        let day = officer.page(&page.link("Correct the day of the sitting")).await;
        assert!(
            day.says("a second person still has to confirm that Amara Osei was not at this sitting"),
            "{}",
            day.text()
        );
        assert!(day.find_form("Correct the day").is_none());
        assert_eq!(day.link("Go to the sitting"), format!("{sitting}#results"));
    }
    steps::confirm(&mut owen, &sitting).await.must_say("It is confirmed that 1 candidate was not at this sitting");
    assert!(!owen.page(&sitting).await.says("A second person still has to confirm"));
}
