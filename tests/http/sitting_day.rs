//! The day of a sitting is corrected openly, and by two people.

use crate::steps::{self, LAST_ELEMENT, state_of};
use chrono::{Days, NaiveDate};
use tests::people::{AMARA, DANA, KARIM, OWEN, TOMAS};
use tests::{Answer, TestApp, Visitor, today};

#[tokio::test]
async fn the_results_of_a_sitting_go_to_its_right_day_when_a_second_person_confirms_them() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    steps::pass_last_element(&app).await;
    let (mut dana, mut owen, mut amara) = (app.sign_in(DANA).await, app.sign_in(OWEN).await, app.sign_in(AMARA).await);
    let wrong =
        format!("/sittings/{}", app.one::<String>("SELECT id FROM sitting ORDER BY created_at DESC LIMIT 1", []).await);
    let right = today() - Days::new(40);
    let of_element = format!("/enrolments/{enrolment}/nodes/{LAST_ELEMENT}");
    let page = dana.page(&wrong).await;
    let form = dana.page(&page.link("Correct the day of the sitting")).await.form("Correct the day");
    let same = dana.submit(form.clone()).await;
    let errors = ["Enter another day: this is the one that is recorded", "Enter why the day was wrong"];
    assert_eq!(same.page.errors(), errors);
    let form = form.anew().fill("reason", "The list was of October.");
    let tomorrow = (today() + Days::new(1)).to_string();
    assert_eq!(
        dana.submit(form.clone().fill("held_on", &tomorrow)).await.page.errors(),
        ["Enter a date that is not in the future"]
    );
    let moved = dana.submit(form.anew().fill("held_on", &right.to_string())).await;
    let to = moved.path.clone();
    let page = moved.must_say("1 result was moved to this day. Each counts on it when a second person confirms it.");
    assert!(
        page.says("14 October 2026")
            && page.says("Until it is confirmed, the earlier one counts: Passed on 23 November 2026."),
        "{}",
        page.text()
    );
    // Nothing changes until a second person confirms it, and that is what is told: the earlier day stands first among the facts.
    let home = amara.page(&format!("/enrolments/{enrolment}")).await;
    assert!(home.says("A correction of a result waits for a second person"), "{}", home.text());
    assert!(!home.says("A result is recorded and provisional"), "{}", home.text());
    assert!(amara.page(&of_element).await.says("23 November 2026"));
    assert_eq!(state_of(&app, LAST_ELEMENT).await, "met");
    assert!(!dana.page(&wrong).await.says("Amara Osei"));
    steps::confirm(&mut owen, &to).await.must_say("1 result is confirmed and counts.");
    assert_eq!(state_of(&app, LAST_ELEMENT).await, "met");
    let page = amara.page(&of_element).await;
    assert!(page.says("14 October 2026") && !page.says("Sat on 23 November"), "{}", page.text());
    let link = owen.page(&to).await.link("Correct, see history");
    let history = owen.page(&link).await;
    assert!(
        history.says("Passed on 23 November 2026: recorded by Dana Whitlock")
            && history.says("Passed on 14 October 2026: corrected by Dana Whitlock"),
        "{}",
        history.text()
    );
    app.must_be_as_events_made_it().await;
    crate::chapter_file::must_equal_rows(&app).await;
    // Another provider has nothing to correct there.
    assert_eq!(app.sign_in(KARIM).await.get(&format!("{wrong}/day")).await.status, 404);
}

#[tokio::test]
async fn who_has_a_result_on_both_days_is_named() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    let mut dana = app.sign_in(DANA).await;
    let there =
        format!("/sittings/{}", app.one::<String>("SELECT id FROM sitting ORDER BY created_at DESC LIMIT 1", []).await);
    let form = dana.page("/sittings/new").await.form("Add sitting");
    let other = today() - Days::new(3);
    let element = format!("cpq 2021-06 {LAST_ELEMENT}");
    let form = form.fill("element", &element).fill("held_on", &other.to_string());
    let second = dana.submit(form).await.path;
    let enrolment = app.enrolment(AMARA).await;
    steps::record(&mut dana, &second, &enrolment, "pass").await.must_say("1 result is recorded.");
    let form = dana.page(&format!("{second}/day")).await.form("Correct the day").fill("reason", "A slip.");
    let both = dana.submit(form.fill("held_on", &today().to_string())).await;
    let errors = ["On that day there is a result already of Amara Osei. Correct one of the two first"];
    assert_eq!(both.page.errors(), errors);
    assert!(!there.is_empty());
}

/// Corrects the day of a sitting; the page that comes back.
async fn correct_day(officer: &mut Visitor, sitting: &str, day: NaiveDate) -> Answer {
    let form = officer.page(&format!("{sitting}/day")).await.form("Correct the day").fill("reason", "A slip.");
    officer.submit(form.fill("held_on", &day.to_string())).await
}

#[tokio::test]
async fn a_slip_in_the_right_day_is_put_right_too_and_the_old_sitting_says_where_its_results_are() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut dana = app.sign_in(DANA).await;
    let first = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    steps::record(&mut dana, &first, &enrolment, "pass").await.must_say("1 result is recorded.");
    let second = correct_day(&mut dana, &first, today() - Days::new(7)).await;
    let to = second.path.clone();
    second.must_say("1 result was moved to this day.");
    let old = dana.page(&first).await;
    assert!(
        old.says("The day of this sitting was corrected. Its results are at the sitting of 16 November 2026"),
        "{}",
        old.text()
    );
    assert!(dana.page("/sittings").await.says("Moved"));
    // It takes results only of who says that there was a sitting on this day all the same.
    assert!(old.find_form("Record results").is_none() && !old.has_link("Import results"), "{}", old.text());
    let all_the_same = dana.page(&old.link("Somebody sat on this day all the same")).await;
    assert!(all_the_same.find_form("Record results").is_some(), "{}", all_the_same.text());
    // Nothing is left there to be moved.
    let nothing = dana.page(&format!("{first}/day")).await;
    assert!(nothing.says("This sitting has no result any more") && nothing.find_form("Correct the day").is_none());
    let back = correct_day(&mut dana, &to, today()).await;
    assert_eq!(back.path, first);
    back.must_say("1 result was moved to this day.");
    let mut owen = app.sign_in(OWEN).await;
    steps::confirm(&mut owen, &first).await.must_say("1 result is confirmed and counts.");
    let home = app.sign_in(AMARA).await.page(&format!("/enrolments/{enrolment}")).await;
    assert!(!home.says("provisional") && !home.says("A correction of a result waits"), "{}", home.text());
    assert_eq!(state_of(&app, LAST_ELEMENT).await, "met");
    app.must_be_as_events_made_it().await;
    crate::chapter_file::must_equal_rows(&app).await;
}

#[tokio::test]
async fn what_a_colleague_recorded_and_nobody_confirmed_is_not_moved() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    steps::record(&mut dana, &sitting, &enrolment, "pass").await.must_say("1 result is recorded.");
    // Else Dana would confirm what Owen had only moved, and nobody had looked at it but herself.
    let refused = correct_day(&mut owen, &sitting, today() - Days::new(2)).await;
    let errors = ["What a colleague recorded of Amara Osei waits to be confirmed. Confirm it first"];
    assert_eq!(refused.page.errors(), errors);
}

#[tokio::test]
async fn of_two_officers_who_record_at_once_one_result_is_there() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let (one, other) = tokio::join!(
        steps::record(&mut dana, &sitting, &enrolment, "pass"),
        steps::record(&mut owen, &sitting, &enrolment, "fail")
    );
    let said = [one, other].iter().filter(|answer| answer.says("1 result is recorded.")).count();
    assert_eq!(said, 1);
    let id = sitting.rsplit('/').next().unwrap().to_owned();
    assert_eq!(app.one::<i64>("SELECT COUNT(*) FROM result WHERE sitting_id = $1", [id.into()]).await, 1);
}

#[tokio::test]
async fn where_a_further_result_is_recorded_at_a_sitting_that_was_moved_not_all_are_elsewhere() {
    let app = TestApp::new().await;
    let (amara, tomas) = (app.enrolment(AMARA).await, app.enrolment(TOMAS).await);
    let mut dana = app.sign_in(DANA).await;
    let first = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    steps::record(&mut dana, &first, &amara, "pass").await.must_say("1 result is recorded.");
    correct_day(&mut dana, &first, today() - Days::new(7)).await.must_say("1 result was moved to this day.");
    let here = dana.page(&first).await.link("Somebody sat on this day all the same");
    steps::record(&mut dana, &here, &tomas, "pass").await.must_say("1 result is recorded.");
    let page = dana.page(&first).await;
    let told = "Results of this sitting went to the sitting of 16 November 2026, because its day was corrected.";
    assert!(page.says(told) && !page.says("Its results are at"), "{}", page.text());
}

#[tokio::test]
async fn no_result_goes_to_a_day_before_its_candidate_was_registered() {
    let app = TestApp::new().await;
    let (amara, tomas) = (app.enrolment(AMARA).await, app.enrolment(TOMAS).await);
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    for enrolment in [&amara, &tomas] {
        steps::record(&mut dana, &sitting, enrolment, "pass").await.must_say("1 result is recorded.");
    }
    // Tomas is registered since 14 days ago, Amara for long.
    let before = app.contents().await;
    let refused = correct_day(&mut dana, &sitting, today() - Days::new(15)).await;
    let why = "Enter 9 November 2026 or a later day. Before it these candidates were not registered with you: Tomas Lind (from 9 November 2026 on)";
    assert_eq!(refused.page.errors(), [why]);
    assert_eq!(app.contents().await, before);
    correct_day(&mut dana, &sitting, today() - Days::new(14)).await.must_say("2 results were moved to this day.");
}

#[tokio::test]
async fn nor_is_a_result_recorded_of_a_sitting_before_it() {
    let app = TestApp::new().await;
    let tomas = app.enrolment(TOMAS).await;
    let mut dana = app.sign_in(DANA).await;
    let form =
        dana.page("/sittings/new").await.form("Add sitting").fill("element", &format!("cpq 2021-06 {LAST_ELEMENT}"));
    let sitting = dana.submit(form.fill("held_on", &(today() - Days::new(15)).to_string())).await.path;
    // They are no candidate of it; whoever looks for them is told why.
    let page = dana.page(&sitting).await;
    assert!(!page.says("Tomas Lind"), "{}", page.text());
    let template = dana.get(&format!("{sitting}/import/template")).await;
    assert!(!template.page.html().contains("Tomas Lind"), "{}", template.page.html());
    let form = dana.page(&format!("{sitting}?q=tomas")).await.form("Record results");
    let refused = dana.submit(form.fill(&format!("outcome[{tomas}]"), "pass")).await;
    let errors = refused.page.errors();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].contains("they are registered with you from 9 November 2026 on"), "{errors:?}");
}
