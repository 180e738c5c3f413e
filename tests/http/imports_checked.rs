//! What becomes of the rows of a file: checked by a job, told in a report, asked about.

use crate::imports::{given, row};
use crate::steps;
use tests::people::{DANA, OWEN};

/// The job is done by whatever server takes it, from where it was; and columns that are matched anew begin anew.
#[tokio::test]
async fn the_check_goes_on_where_a_server_stopped_and_each_row_has_one_verdict() {
    let names: Vec<String> = (0..600).map(|one| format!("Candidate {one}")).collect();
    let given = given(&names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let rows: String = given.emails.iter().map(|email| format!("{email},Passed\n")).collect();
    let mut dana = given.app.sign_in(DANA).await;
    let import = given.checked(&mut dana, format!("Email,Result\n{rows}").as_bytes()).await;
    let id = || [import.rsplit('/').next().into()];
    assert_eq!(given.app.one::<i64>("SELECT COUNT(*) FROM import_row WHERE import_id = $1", id()).await, 600);
    given.app.execute("UPDATE import SET checked = 250 WHERE id = $1", id()).await.unwrap();
    given.app.execute("DELETE FROM import_row WHERE import_id = $1 AND number > 251", id()).await.unwrap();
    let half = dana.get(&import).await;
    assert!(half.says("250 of 600 rows"), "{}", half.page.text());
    assert!(half.page.find_form("Record").is_none());
    assert!(dana.post(&format!("{import}/results"), &[]).await.says("The rows are still being checked."));
    given.check(&import).await;
    given.check(&import).await;
    let page = dana.page(&import).await;
    assert!(page.says("The first 50 are shown. The report has all."), "{}", page.text());
    dana.submit(page.form("Record 600 results")).await.must_say("600 results are recorded.");
    let mut owen = given.app.sign_in(OWEN).await;
    let form = owen.page(&import).await.form("Confirm 600 results");
    owen.submit(form).await.must_say("600 results are confirmed and count.");
    assert_eq!(given.results().await, (600, 0));
    given.app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn the_report_has_every_row_and_nothing_that_a_spreadsheet_reckons_with() {
    let given = given(&["Ada Okafor"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let file = format!("Email,Result,Remark\n{},Passed,\"=HYPERLINK(\"\"x\"\")\"\n,Passed,\n", given.emails[0]);
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let report = dana.get(&format!("{import}/report")).await;
    assert_eq!(report.header("content-type"), "text/csv; charset=utf-8");
    assert!(report.header("content-disposition").starts_with("attachment"));
    let text = String::from_utf8(report.bytes.clone()).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "Row,Verdict,Reason,Found as,Email,Result,Remark");
    assert_eq!(
        lines[1],
        format!("2,Can be recorded,,Ada Okafor,{},Passed,\"'=HYPERLINK(\"\"x\"\")\"", given.emails[0])
    );
    assert_eq!(lines[2], "3,Can’t be recorded,\"Add the number, the email address or the name\",,,Passed,");
    // Mended in place, the report is a file again.
    let mended = text.lines().take(2).collect::<Vec<_>>().join("\r\n");
    let again = given.checked(&mut dana, mended.as_bytes()).await;
    row(&dana.page(&again).await, "rows-ready", "Ada Okafor: Passed");

    let template = dana.page(&format!("{}/import", given.sitting)).await.link("Download a file to fill in");
    let text = String::from_utf8(dana.get(&template).await.bytes).unwrap();
    assert!(text.contains("Membership number,Email address,Name,Result,Mark\r\n"), "{text}");
    assert!(text.contains(&format!("\r\n,{},Ada Okafor,,\r\n", given.emails[0])), "{text}");
    let filled = text.replace("Ada Okafor,,", "Ada Okafor,Passed,71");
    let third = given.checked(&mut dana, filled.as_bytes()).await;
    row(&dana.page(&third).await, "rows-ready", "Ada Okafor: Passed, 71");
}

#[tokio::test]
async fn columns_are_remembered_and_a_number_that_lost_its_zeros_is_asked_about() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let number = "UPDATE record SET number = $1 WHERE id = (SELECT record_id FROM enrolment WHERE id = $2)";
    for (id, number_of) in given.candidates.iter().zip(["00123", "00777"]) {
        given.app.execute(number, [number_of.into(), id.to_string().into()]).await.unwrap();
    }
    let mut dana = given.app.sign_in(DANA).await;
    let page = given.upload(&mut dana, b"Kennung,Wer,Befund\n123,Ada Okafor,Passed\n777,,Passed\n").await.page;
    let form =
        page.form("Check the rows").fill("column[number]", "0").fill("column[name]", "1").fill("column[result]", "2");
    let import = dana.submit(form).await.path;
    given.check(&import).await;
    let page = dana.page(&import).await;
    row(&page, "rows-ready", "The zeros before the number were lost: 123 is 00123.");
    row(&page, "decide", "The zeros before the number were lost: 777 is 00777.");
    let form = page.form("Use these answers").fill("whose[3]", &given.candidates[1].to_string());
    let page = dana.submit(form).await.must_say("1 row is decided.");
    dana.submit(page.form("Record 2 results")).await.must_say("2 results are recorded.");
    let next = given.upload(&mut dana, b"Wer,Befund,Kennung,Result\nx,y,z,w\n").await.page.form("Check the rows");
    let chosen = ["number", "name", "result"].map(|code| next.value(&format!("column[{code}]")).unwrap());
    assert_eq!(chosen, ["2", "0", "1"]);
}

/// Whose row it is was said by a number that has been corrected since.
#[tokio::test]
async fn a_row_whose_number_has_moved_to_somebody_else_is_not_recorded() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let number = "UPDATE record SET number = $1 WHERE id = (SELECT record_id FROM enrolment WHERE id = $2)";
    let [ada, jonas] = [0, 1].map(|at: usize| given.candidates[at].to_string());
    given.app.execute(number, ["4711".into(), ada.clone().into()]).await.unwrap();
    let mut dana = given.app.sign_in(DANA).await;
    let import = given.checked(&mut dana, b"Membership number,Result\n4711,Passed\n").await;
    let form = dana.page(&import).await.form("Record 1 result");
    for (id, now) in [(ada, None), (jonas, Some("4711"))] {
        given.app.execute(number, [now.map(str::to_owned).into(), id.into()]).await.unwrap();
    }
    dana.submit(form).await.must_say("Nothing was recorded: something has changed meanwhile of row 2.");
    assert!(!dana.page(&given.sitting).await.says("Waits for a second person"));
}

#[tokio::test]
async fn what_contradicts_itself_is_chosen_by_nobody_beforehand_and_its_reason_stays() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let file = format!("Email,Name,Result\n{},Jonas Brandt,Passed\n,Jonas Brandt,Passed\n", given.emails[0]);
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let form = dana.page(&import).await.form("Use these answers");
    assert_eq!(form.value("whose[2]"), None, "the address is of Ada, and the name of Jonas");
    assert_eq!(form.value("whose[3]"), Some(given.candidates[1].to_string()), "only the name is given, and one has it");
    let page = dana.submit(form.fill("whose[2]", &given.candidates[0].to_string())).await.page;
    row(&page, "rows-ready", "and the file says Jonas Brandt");
}

#[tokio::test]
async fn a_file_of_which_each_result_was_looked_at_by_itself_waits_for_nobody() {
    let given = given(&["Ada Okafor"]).await;
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    let import = given.checked(&mut dana, format!("Email,Result\n{},Passed\n", given.emails[0]).as_bytes()).await;
    let form = dana.page(&import).await.form("Record 1 result");
    dana.submit(form).await.must_say("1 result is recorded. It counts when");
    assert!(dana.page(&given.sitting).await.says("Waits for a second person"));
    steps::confirm(&mut owen, &given.sitting).await.must_say("confirmed");
    for page in [owen.page(&import).await, dana.page(&given.sitting).await] {
        assert!(page.says("Each looked at by itself") && !page.says("Waits for a second person"), "{}", page.text());
    }
    // Nothing is left to be declined.
    let question = owen.get(&format!("{import}/decline")).await;
    assert_eq!(question.path, import);
}

/// Who has passed is filled in for nobody's sake: a mark beside their name would be a second result.
#[tokio::test]
async fn a_file_to_fill_in_leaves_out_who_has_met_the_element() {
    let app = tests::TestApp::new().await;
    let mut dana = app.sign_in(DANA).await;
    for (element, is_there) in [(steps::LAST_ELEMENT, true), ("F01", false)] {
        let sitting = steps::add_sitting(&mut dana, element).await;
        let template = dana.get(&format!("{sitting}/import/template")).await;
        assert_eq!(template.page.html().contains("Amara Osei"), is_there, "{element}: {}", template.page.html());
    }
}
