//! Results that two people make count.

use crate::steps::{self, LAST_ELEMENT, state_of};
use tests::people::{AMARA, DANA, MINA, OWEN, TOMAS};
use tests::{TestApp, today};

#[tokio::test]
async fn a_provisional_result_does_not_count_and_a_confirmed_one_does() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let page = steps::record(&mut dana, &sitting, &enrolment, "pass").await.must_say("1 result is recorded.");
    assert!(page.says(" candidates has a result."), "{}", page.text());
    assert_eq!(state_of(&app, LAST_ELEMENT).await, "in_progress");
    let correction = dana.page(&sitting).await.link("Correct");
    let page = dana.page(&correction).await;
    let none = "Until then no result counts, because the earlier one was not confirmed. Both stay visible.";
    assert!(page.says(none), "{}", page.text());
    let mut owen = app.sign_in(OWEN).await;
    steps::confirm(&mut owen, &sitting).await.must_say("1 result is confirmed and counts.");
    assert_eq!(state_of(&app, LAST_ELEMENT).await, "met");
}

#[tokio::test]
async fn the_officer_who_recorded_a_result_can_not_confirm_it() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let page = steps::record(&mut dana, &sitting, &enrolment, "pass").await.page;
    assert!(page.find_form("Confirm the selected results").is_none(), "the page offers it");
    let result: String =
        app.one("SELECT id FROM result WHERE recorded_at = (SELECT MAX(recorded_at) FROM result)", []).await;
    let answer = dana.post(&format!("{sitting}/confirmation"), &[("result", &result)]).await;
    assert_eq!(answer.status, 403);
    assert!(answer.says("Someone else at the provider confirms it."));
    let confirmed: Vec<String> =
        app.column("SELECT result_id FROM result_confirmation WHERE result_id = $1", [result.into()]).await;
    assert_eq!(confirmed, Vec::<String>::new());
}

#[tokio::test]
async fn a_correction_takes_the_place_of_a_result_and_counts_only_when_confirmed_again() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    assert_eq!(state_of(&app, LAST_ELEMENT).await, "met");
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let sitting = sitting_of_today(&app).await;
    let correction = dana.page(&sitting).await.link("Correct");
    let page = dana.page(&correction).await;
    assert!(page.says("Until then the earlier result counts. Both stay visible."), "{}", page.text());
    let form = page.form("Correct the result");
    let wrong = dana.submit(form.clone().fill("reason", "")).await;
    assert_eq!(
        wrong.page.errors(),
        ["Change the result or the mark: both are the same as before", "Enter why the result was wrong"]
    );
    let answer =
        dana.submit(form.clone().fill("outcome", "fail").fill("reason", "Two candidates were mixed up.")).await;
    answer.must_say("The correction of Amara Osei’s result is recorded.");
    // The earlier result counts until a second person confirms the new one.
    assert_eq!(state_of(&app, LAST_ELEMENT).await, "met");
    let page = owen.page(&sitting).await;
    assert!(page.says("Corrected by Dana Whitlock"));
    assert!(page.says("Until it is confirmed, the earlier one counts: Passed."));
    assert!(owen.page(&correction).await.says("It counts until a correction is confirmed."));
    // Nobody else keeps the earlier one by correcting the correction.
    let newest = owen.page(&sitting).await.link("See history");
    let page = owen.page(&newest).await;
    assert!(page.says("Someone else recorded this correction. Confirm it, or ask them to change it."));
    let again = [("outcome", "pass"), ("mark", "70"), ("reason", "No.")];
    assert_eq!(owen.post(&newest, &again).await.status, 403);
    steps::confirm(&mut owen, &sitting).await.must_say("1 result is confirmed and counts.");
    assert_ne!(state_of(&app, LAST_ELEMENT).await, "met");
    // Nothing was deleted: the history tells both.
    let history = owen.page(&correction).await;
    assert!(
        history.says("Passed: recorded by Dana Whitlock") && history.says("Not passed: corrected by Dana Whitlock")
    );
    assert!(history.says("Two candidates were mixed up."));
    // The same form sent again changes nothing.
    let again = dana.submit(form.fill("outcome", "fail").fill("reason", "Two candidates were mixed up.")).await;
    again.must_say("The correction of Amara Osei’s result is recorded.");
    let rows: i64 = app.one("SELECT COUNT(*) FROM result WHERE reason IS NOT NULL", []).await;
    assert_eq!(rows, 1);
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_list_sent_twice_records_once() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let form = dana.page(&sitting).await.form("Record results").fill(&format!("outcome[{enrolment}]"), "pass");
    dana.submit(form.clone()).await.must_say("1 result is recorded.");
    let before: i64 = app.one("SELECT COUNT(*) FROM result", []).await;
    // The second post of a sheet is answered as the first.
    dana.submit(form).await.must_say("1 result is recorded.");
    assert_eq!(app.one::<i64>("SELECT COUNT(*) FROM result", []).await, before);
}

#[tokio::test]
async fn two_officers_confirming_at_once_leave_one_confirmation() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    steps::record(&mut dana, &sitting, &enrolment, "pass").await.must_say("recorded");
    let (mut one, mut other) = (app.sign_in(OWEN).await, app.sign_in(OWEN).await);
    let of_one = steps::confirmation(&mut one, &sitting).await;
    let of_other = steps::confirmation(&mut other, &sitting).await;
    let (one, other) = tokio::join!(one.submit(of_one), other.submit(of_other));
    let said = [one.page.text(), other.page.text()];
    let won = said.iter().filter(|text| text.contains("1 result is confirmed and counts.")).count();
    let lost = said.iter().filter(|text| text.contains("confirmed already by Owen Marsh")).count();
    assert_eq!((won, lost), (1, 1), "{said:?}");
    assert_eq!(state_of(&app, LAST_ELEMENT).await, "met");
}

#[tokio::test]
async fn every_wrong_field_of_a_list_is_named_at_once_and_nothing_is_written() {
    let app = TestApp::new().await;
    let (amara, tomas) = (app.enrolment(AMARA).await, app.enrolment(TOMAS).await);
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let form = dana.page(&sitting).await.form("Record results");
    let before = app.contents().await;
    let nothing = dana.submit(form.clone()).await;
    assert_eq!(nothing.page.errors(), ["Choose the result of one candidate or more"]);
    let form = form
        .fill(&format!("mark[{amara}]"), "64")
        .fill(&format!("outcome[{tomas}]"), "pass")
        .fill(&format!("mark[{tomas}]"), "a mark that is much too long to be printed");
    let answer = dana.submit(form).await;
    let errors = answer.page.errors();
    assert_eq!(errors.len(), 2, "{errors:?}");
    let kept = answer.page.form("Record results");
    assert_eq!(kept.value(&format!("mark[{amara}]")).unwrap(), "64");
    assert_eq!(kept.value(&format!("outcome[{tomas}]")).unwrap(), "pass");
    assert_eq!(app.contents().await, before);
}

async fn sitting_of_today(app: &TestApp) -> String {
    let id: String = app.one("SELECT id FROM sitting WHERE held_on = $1", [today().into()]).await;
    format!("/sittings/{id}")
}

#[tokio::test]
async fn the_page_of_an_assessment_says_the_last_day_of_a_pass_and_the_day_on_which_attempts_count_again() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(MINA).await;
    let (mut dana, mut owen, mut mina) = (app.sign_in(DANA).await, app.sign_in(OWEN).await, app.sign_in(MINA).await);
    let results = [
        ("FLK1", "2026-11-20", "pass"),
        ("FLK2", "2026-03-02", "fail"),
        ("FLK2", "2026-06-01", "fail"),
        ("FLK2", "2026-09-01", "fail"),
    ];
    for (element, held_on, outcome) in results {
        let form = dana.page("/sittings/new").await.form("Add sitting");
        let form = form.fill("element", &format!("sqe 2021-09 {element}"));
        let sitting = dana.submit(form.fill("held_on", held_on)).await.path;
        steps::record(&mut dana, &sitting, &enrolment, outcome).await.must_say("recorded");
        steps::confirm(&mut owen, &sitting).await.must_say("confirmed");
    }
    let node = |element: &str| format!("/enrolments/{enrolment}/nodes/{element}");
    let passed = mina.page(&node("FLK1")).await;
    assert!(passed.says("last day 1 March 2032"), "{}", passed.text());
    assert!(passed.says("from the first sitting of its set"), "{}", passed.text());
    let failed = mina.page(&node("FLK2")).await;
    assert!(failed.says("the next one counts from 2 March 2032"), "{}", failed.text());
    assert!(failed.says("Not open yet before 2 March 2032"), "{}", failed.text());
}

/// Marks were free text: a word, a number below nought and a smiley were recorded and confirmed.
#[tokio::test]
async fn a_mark_that_is_none_is_refused_where_it_is_recorded_and_where_it_is_corrected() {
    let app = TestApp::new().await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let (amara, tomas) = (app.enrolment(AMARA).await, app.enrolment(TOMAS).await);
    let form = dana.page(&sitting).await.form("Record results");
    let form = form.fill(&format!("outcome[{amara}]"), "pass").fill(&format!("mark[{amara}]"), "-5");
    let form = form.fill(&format!("outcome[{tomas}]"), "pass").fill(&format!("mark[{tomas}]"), "😀");
    let page = dana.submit(form).await.page;
    let told = |of: &str| {
        format!(
            "Enter the mark of {of} as a number from 0 to 100 or a grade in letters, such as 62, 62.5, 62%, 31/50 or B+, or leave it empty"
        )
    };
    assert_eq!(page.errors(), ["Amara Osei", "Tomas Lind"].map(told));
    let form = page.form("Record results");
    assert_eq!(form.value(&format!("mark[{amara}]")).as_deref(), Some("-5"));
    let word = form.clone().fill(&format!("mark[{amara}]"), "62").fill(&format!("mark[{tomas}]"), "Absent");
    let told = "“Absent” is no mark of Tomas Lind: choose the outcome instead, and leave the mark empty";
    assert_eq!(dana.submit(word.anew()).await.page.errors(), [told]);
    let form = form.fill(&format!("mark[{amara}]"), "62%").fill(&format!("mark[{tomas}]"), "B+");
    dana.submit(form).await.must_say("2 results are recorded.");
}

#[tokio::test]
async fn where_the_framework_says_how_marks_are_written_the_page_says_it_too() {
    let changed = ("cpq/2021-06", "effective_from", "marks = { kind = \"percent\" }\neffective_from");
    let app = TestApp::with_changed_framework(changed).await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let amara = app.enrolment(AMARA).await;
    let page = dana.page(&sitting).await;
    assert!(page.says("A mark is a number from 0 to 100"), "{}", page.text());
    let form = page.form("Record results").fill(&format!("outcome[{amara}]"), "pass");
    let wrong = dana.submit(form.clone().fill(&format!("mark[{amara}]"), "abc")).await.page;
    let told = "Enter the mark of Amara Osei as a number from 0 to 100, such as 62 or 62.5, or leave it empty";
    assert_eq!(wrong.errors(), [told]);
    let page = dana.submit(form.fill(&format!("mark[{amara}]"), "62.50")).await.must_say("1 result is recorded.");
    assert!(page.says("Passed, 62.5%"), "{}", page.text());
    let correction = dana.page(&page.link("Correct the result of Amara")).await;
    assert!(correction.says("A mark is a number from 0 to 100"), "{}", correction.text());
    let form = correction.form("Correct the result").fill("mark", "101").fill("reason", "A slip.");
    assert_eq!(
        dana.submit(form).await.page.errors(),
        ["Enter the mark as a number from 0 to 100, such as 62 or 62.5, or leave it empty"]
    );
}

/// Whoever confirms a correction reads what it takes the place of, and all that nobody has confirmed yet.
#[tokio::test]
async fn a_second_person_reads_the_earlier_mark_and_every_reason_that_waits() {
    let app = TestApp::new().await;
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let amara = app.enrolment(AMARA).await;
    let form = dana.page(&sitting).await.form("Record results");
    let form = form.fill(&format!("outcome[{amara}]"), "pass").fill(&format!("mark[{amara}]"), "77");
    dana.submit(form).await.must_say("1 result is recorded.");
    steps::confirm(&mut owen, &sitting).await.must_say("1 result is confirmed and counts.");
    for (mark, reason) in [("17", "Digits turned."), ("71", "Turned the other way.")] {
        let correction = dana.page(&sitting).await.link("Correct");
        let form = dana.page(&correction).await.form("Correct the result");
        dana.submit(form.fill("mark", mark).fill("reason", reason)).await.must_say("is recorded.");
    }
    let page = owen.page(&sitting).await;
    // Who can't correct it reads what was recorded, and no heading that they could.
    let correction = dana.page(&sitting).await.link("Correct");
    let history = owen.page(&correction).await;
    assert_eq!(history.text_in("h1"), "The result of Amara Osei");
    assert!(history.find_form("Correct the result").is_none() && !history.says("A correction counts when"));
    for told in [
        "the earlier one counts: Passed, 77.",
        "Reason for the correction: Turned the other way.",
        "It was corrected before, and nobody has confirmed that either: Digits turned.",
    ] {
        assert!(page.says(told), "{told}: {}", page.text());
    }
    // Amara passed F05 without a mark.
    let sitting = dana.page("/sittings").await.link("F05");
    let correction = dana.page(&sitting).await.link("Correct");
    let form = dana.page(&correction).await.form("Correct the result");
    dana.submit(form.fill("mark", "71").fill("reason", "It was left out.")).await.must_say("is recorded.");
    assert!(owen.page(&sitting).await.says("the earlier one counts: Passed, without a mark."));
}

/// Whoever has not passed reads among what to do next what waits, and for whom.
#[tokio::test]
async fn a_provisional_result_that_was_not_passed_is_told_among_what_to_do_next() {
    for (outcome, is_told) in [("fail", true), ("pass", false)] {
        let app = TestApp::new().await;
        let mut dana = app.sign_in(DANA).await;
        let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
        let enrolment = app.enrolment(AMARA).await;
        steps::record(&mut dana, &sitting, &enrolment, outcome).await.must_say("1 result is recorded.");
        let next = app.sign_in(AMARA).await.page("/home").await.text_of_id("next");
        let told = format!(
            "Recorded as not passed on {}, and provisional: Northgate Law School has to confirm it.",
            app::web::words::date(today())
        );
        assert_eq!(next.contains(&told) && next.contains(LAST_ELEMENT), is_told, "{next}");
    }
}
