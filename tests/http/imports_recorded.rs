//! Recording a file: what has changed since its rows were checked is told at each row, and what is new is recorded.

use crate::imports::{Given, given, row};
use crate::steps;
use app::features::imports::store::{Differs, differing};
use domain::ids::EnrolmentId;
use tests::Visitor;
use tests::people::{DANA, INES, OWEN};

/// A candidate leaves the provider before the day of the sitting is over.
async fn leaves(given: &Given, candidate: EnrolmentId) {
    let mut ines = given.app.sign_in(INES).await;
    let page = ines.page(&format!("/enrolments/{candidate}/employers-and-providers")).await;
    let question = ines.page(&page.link("End the registration with Northgate Law School")).await;
    ines.submit(question.form("End the registration")).await.must_say("The registration is ended");
}

#[tokio::test]
async fn a_candidate_who_has_left_is_told_at_the_row_and_the_rest_is_recorded() {
    let given = given(&["Ada Okafor", "Jonas Brandt", "Zoe Winter"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let [ada, jonas, _] = &given.emails[..] else { unreachable!() };
    let file = format!("Email,Name,Result\n{ada},,Passed\n{jonas},,Passed\n,Zoe Winter,Passed\n");
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let form = dana.page(&import).await.form("Use these answers");
    let page = dana.submit(form).await.must_say("1 row is decided.");
    let form = page.form("Record 3 results");
    // One whom the file names, and one for whom somebody answered.
    for left in [1, 2] {
        leaves(&given, given.candidates[left]).await;
    }
    let page =
        dana.submit(form).await.must_say("Nothing was recorded: something has changed meanwhile of rows 3 and 4.");
    let told = row(&page, "rows-wrong", "they are no candidate of this sitting any more");
    assert!(told.contains("2 rows"), "{told}");
    assert_eq!(given.results().await, (0, 0));
    let form = page.form("Record 1 result").tick("leave_out", "yes");
    dana.submit(form).await.must_say("1 result is recorded. It counts when someone else confirms the file.");
    assert_eq!(given.results().await, (1, 1));
    given.app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn an_answer_that_names_who_has_left_is_told_at_the_row() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let import = given.checked(&mut dana, b"Name,Result\nAda Okafor,Passed\nJonas Brandt,Passed\n").await;
    let form = dana.page(&import).await.form("Use these answers");
    leaves(&given, given.candidates[0]).await;
    let page = dana.submit(form).await.must_say("2 rows are decided.");
    row(&page, "rows-wrong", "they are no candidate of this sitting any more");
    row(&page, "rows-ready", "Jonas Brandt: Passed");
}

#[tokio::test]
async fn a_candidate_who_has_left_is_told_where_results_are_typed() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let mut form = dana.page(&given.sitting).await.form("Record results");
    for candidate in &given.candidates {
        form = form.fill(&format!("outcome[{candidate}]"), "pass");
    }
    leaves(&given, given.candidates[0]).await;
    let page = dana.submit(form).await.page;
    assert_eq!(
        page.errors(),
        [
            "Record the others without Ada Okafor: they are no candidate of this sitting any more, because their registration with you ended before it, or their enrolment has ended. You entered Passed"
        ]
    );
    assert_eq!(given.results().await, (0, 0));
    // What was typed of the other stands there.
    dana.submit(page.form("Record results")).await.must_say("1 result is recorded.");
    // Of somebody who never was a candidate nothing is told.
    let stranger = given.app.enrolment(tests::people::MINA).await;
    let refused = dana.send(&given.sitting, &[(&format!("outcome[{stranger}]"), "pass")]).await;
    assert_eq!(refused.status, 404);
}

#[tokio::test]
async fn of_a_file_whose_results_are_all_recorded_by_now_none_is_said_to_be() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    let file = format!("Email,Result\n{},Passed\n{},Passed\n", given.emails[0], given.emails[1]);
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let both = dana.page(&import).await.form("Record 2 results");
    steps::record(&mut owen, &given.sitting, &given.candidates[0].to_string(), "pass").await.must_say("1 result");
    let one = both.clone();
    steps::record(&mut owen, &given.sitting, &given.candidates[1].to_string(), "pass").await.must_say("1 result");
    let page = dana.submit(one).await.must_say("Nothing was recorded: all that the file says was recorded already.");
    row(&page, "rows-known", "Owen Marsh recorded it already.");
    assert!(page.says("Checked, not recorded") && page.says("No row of this file can be recorded."), "{}", page.text());
    assert!(page.has_link("Throw the file away"));
    assert_eq!(given.results().await, (2, 2));
    given.app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn what_was_recorded_meanwhile_is_counted_apart_from_what_the_file_brings() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    let file = format!("Email,Result\n{},Passed\n{},Passed\n", given.emails[0], given.emails[1]);
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let form = dana.page(&import).await.form("Record 2 results");
    steps::record(&mut owen, &given.sitting, &given.candidates[0].to_string(), "pass").await.must_say("1 result");
    let page = dana.submit(form).await.must_say(
        "1 result is recorded. It counts when someone else confirms the file. 1 row says what was recorded already meanwhile.",
    );
    row(&page, "rows-ready", "Recorded: 1 row");
    row(&page, "rows-known", "Owen Marsh recorded it already.");
}

/// A file with a result of Ada's and of Owen's, an officer who is a candidate too, recorded by Dana; its address.
async fn with_an_officers_own(given: &Given) -> String {
    let mut ines = given.app.sign_in(INES).await;
    let northgate = given.app.organisation("Northgate Law School").await.to_string();
    let form = ines.page("/enrolments/new").await.form("Enrol").fill("name", "Owen Marsh").fill("email", OWEN);
    let form = form.fill("framework", "cpq 2021-06").fill("from_on", "2026-11-01").fill("provider", &northgate);
    ines.submit(form).await.must_say("Owen Marsh is enrolled.");
    let mut dana = given.app.sign_in(DANA).await;
    let file = format!("Email,Result\n{OWEN},Not passed\n{},Passed\n", given.emails[0]);
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let form = dana.page(&import).await.form("Record 2 results");
    dana.submit(form).await.must_say("2 results are recorded.");
    import
}

/// What a button says is done is done: what somebody may not confirm is named beside it, with why.
#[tokio::test]
async fn only_what_an_officer_may_confirm_is_counted_and_the_rest_is_named() {
    let given = given(&["Ada Okafor"]).await;
    let import = with_an_officers_own(&given).await;
    let mut owen = given.app.sign_in(OWEN).await;
    let page = owen.page(&import).await;
    assert!(page.find_form("Confirm 2 results").is_none() && !page.has_link("Decline"), "{}", page.text());
    let told = page.text_of_id("confirm");
    let left = "1 result is left to a colleague, who confirms it on the page of the sitting: Owen Marsh: Nobody decides on their own record. Ask a colleague to do it.";
    assert!(told.contains(left), "{told}");
    owen.submit(page.form("Confirm 1 result")).await.must_say(
        "1 result is confirmed and counts. 1 result is left to a colleague, who confirms it on the page of the sitting.",
    );
    assert_eq!(given.results().await, (2, 1));
    given.app.must_be_as_events_made_it().await;
}

/// Where nothing is left that somebody may confirm, no button says that they can.
#[tokio::test]
async fn where_all_that_waits_is_an_officers_own_there_is_no_button() {
    let given = given(&["Ada Okafor"]).await;
    let import = with_an_officers_own(&given).await;
    let ada = "DELETE FROM provisional_result WHERE result_id = (SELECT id FROM result WHERE enrolment_id = $1)";
    given.app.execute(ada, [given.candidates[0].to_string().into()]).await.unwrap();
    let mut owen = given.app.sign_in(OWEN).await;
    let page = owen.page(&import).await;
    let told = page.text_of_id("confirm");
    assert!(page.find_form("Confirm").is_none() && told.contains("None of its results is yours to confirm."), "{told}");
}

#[tokio::test]
async fn nobody_declines_a_file_with_a_result_of_their_own() {
    let given = given(&["Ada Okafor"]).await;
    let import = with_an_officers_own(&given).await;
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    let form = owen.page(&format!("{import}/decline")).await.form("Decline").fill("reason", "I did pass.");
    owen.submit(form).await.must_say("A result of yours is among them: a colleague declines this file.");
    assert_eq!(given.results().await, (2, 2));
    assert!(!dana.page(&import).await.says("Declined"));
}

/// What is recorded is what was seen: a page of before the columns were matched again records nothing.
#[tokio::test]
async fn a_page_of_before_the_columns_were_matched_again_records_nothing() {
    let given = given(&["Ada Okafor"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let file = format!("Email,Result,Other\n{},Passed,Not passed\n", given.emails[0]);
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let before = dana.page(&import).await.form("Record 1 result");
    let columns = dana.page(&format!("{import}/columns")).await.form("Check the rows");
    dana.submit(columns.fill("column[result]", "2")).await;
    given.check(&import).await;
    let page = dana
        .submit(before)
        .await
        .must_say("the columns were matched again or rows were decided otherwise since you opened the page");
    assert_eq!(given.results().await, (0, 0));
    assert!(page.text_of_id("rows-ready").contains("Not passed"), "{}", page.text());
    dana.submit(page.form("Record 1 result")).await.must_say("1 result is recorded.");
}

/// Nor does one of before a row was decided otherwise.
#[tokio::test]
async fn a_page_of_before_a_row_was_decided_otherwise_records_nothing() {
    let given = given(&["Li Wei", "Li Wei"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let import = given.checked(&mut dana, b"Name,Result\nLi Wei,Passed\n").await;
    let answer = async |dana: &mut Visitor, of: usize| {
        let form = dana.page(&import).await.form("Use these answers");
        dana.submit(form.fill("whose[2]", &given.candidates[of].to_string())).await.must_say("1 row is decided.")
    };
    let before = answer(&mut dana, 0).await.form("Record 1 result");
    let question = dana.page(&import).await.link("Decide again about row 2");
    let form = dana.page(&question).await.form("Take the answer back");
    dana.submit(form).await.must_say("The answer is taken back.");
    let now = answer(&mut dana, 1).await.form("Record 1 result");
    dana.submit(before).await.must_say("rows were decided otherwise since you opened the page");
    assert_eq!(given.results().await, (0, 0));
    dana.submit(now).await.must_say("1 result is recorded.");
    let whose = given.app.one::<String>("SELECT enrolment_id FROM result WHERE import_id IS NOT NULL", []).await;
    assert_eq!(whose, given.candidates[1].to_string());
}

/// Before something is recorded no event tells how far a file is; but it has as many rows as are checked.
#[tokio::test]
async fn a_file_that_is_not_as_far_as_it_says_is_found() {
    let given = given(&["Ada Okafor"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let file = format!("Email,Result\n{},Passed\n", given.emails[0]);
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let differing = async || differing(given.app.db().read()).await.unwrap().into_iter().map(|(_, how)| how);
    let change = async |statement: &str| given.app.execute(statement, []).await.unwrap();
    assert_eq!(differing().await.collect::<Vec<_>>(), []);
    change("UPDATE import SET checked = 0").await;
    assert!(differing().await.eq([Differs::Checked]));
    change("UPDATE import SET checked = 1").await;
    change("INSERT INTO import_row SELECT import_id, 9, verdict, why, enrolment_id, outcome, mark, choices FROM import_row").await;
    assert!(differing().await.eq([Differs::Checked]));
    change("DELETE FROM import_row WHERE number = 9").await;
    let question = dana.page(&import).await.link("Throw the file away");
    let form = dana.page(&question).await.form("Throw it away");
    dana.submit(form).await.must_say("The file is thrown away.");
    assert_eq!(differing().await.collect::<Vec<_>>(), []);
    change("UPDATE import SET columns = '{}', checked = 1").await;
    assert!(differing().await.eq([Differs::Discarded]));
}

#[tokio::test]
async fn a_mark_and_a_result_are_read_whatever_their_width_and_what_is_not_seen_in_them() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let [ada, jonas] = &given.emails[..] else { unreachable!() };
    let file = format!("Email,Result,Mark\n{ada},Ｐａｓｓｅｄ,６５\n{jonas},Passed\u{200b},\u{200b}70\n");
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let ready = dana.page(&import).await.text_of_id("rows-ready");
    assert!(ready.contains("Ada Okafor: Passed, 65") && ready.contains("Jonas Brandt: Passed, 70"), "{ready}");
}
