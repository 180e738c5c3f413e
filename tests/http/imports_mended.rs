//! What is put right of a file: a declined one by another in its place, an answer by taking it back; and what is told beforehand.

use crate::imports::{Given, given, row};
use crate::steps::{self, LAST_ELEMENT};
use chrono::{Days, Duration};
use tests::people::{AMARA, DANA, INES, NADIA, OWEN, PRIYA};
use tests::{TestApp, Visitor, today};

/// Records a file of Dana's, which Owen declines; its address.
async fn declined(given: &Given, (dana, owen): (&mut Visitor, &mut Visitor), file: &str) -> String {
    let import = given.checked(dana, file.as_bytes()).await;
    let form = dana.page(&import).await.form("Record");
    dana.submit(form).await.must_say("recorded.");
    let form = owen.page(&format!("{import}/decline")).await.form("Decline").fill("reason", "The marks are of May.");
    owen.submit(form).await.must_say("You have declined.");
    import
}

#[tokio::test]
async fn a_declined_file_comes_back_and_another_takes_its_place_as_a_whole() {
    let given = given(&["Ada Okafor", "Jonas Brandt", "Zoe Winter"]).await;
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    let [ada, jonas, zoe] = &given.emails[..] else { unreachable!() };
    let file = format!("Email,Result,Mark\n{ada},Passed,61\n{jonas},Failed,\n{zoe},Passed,\n");
    assert!(!dana.page("/sittings").await.says("Files that came back to you"));
    let first = declined(&given, (&mut dana, &mut owen), &file).await;
    let back = dana.page("/sittings").await;
    let told = back.text_of_id("back");
    assert!(told.contains("results.csv") && told.contains("The marks are of May."), "{told}");
    assert!(!owen.page("/sittings").await.says("Files that came back to you"));
    // The mended file says something else of one, the same of another, and nothing of the third.
    let mended = format!("Email,Result,Mark\n{ada},Passed,71\n{jonas},Failed,\n");
    let form = dana.page(&back.link("Upload a mended file")).await;
    assert!(form.says("Import results from a file"));
    let second = given.checked(&mut dana, mended.as_bytes()).await;
    let page = dana.page(&second).await;
    row(&page, "rows-ready", "It takes the place of “Passed, 61”, of a file that was declined.");
    dana.submit(page.form("Record 2 results")).await.must_say("2 results are recorded.");
    // What it says nothing of is not put right, and is said to be so: it is declined, and waits for nobody.
    assert!(dana.page(&first).await.says("1 of its results is not put right yet"));
    let form = owen.page(&second).await.form("Confirm 2 results");
    owen.submit(form).await.must_say("2 results are confirmed and count.");
    assert_eq!(given.results().await, (5, 1));
    let marks = "SELECT mark FROM result WHERE enrolment_id = $1 ORDER BY round";
    let marks: Vec<String> = given.app.column(marks, [given.candidates[0].to_string().into()]).await;
    assert_eq!(marks, ["61", "71"]);
    steps::confirm(&mut owen, &given.sitting).await.must_say("confirmed");
    assert!(!dana.page("/sittings").await.says("Files that came back to you"));
    assert!(dana.page(&first).await.says("Nothing of it is left to be done"));
    given.app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn results_of_a_declined_file_say_so_and_are_not_confirmed_among_others() {
    let given = given(&["Ada Okafor", "Jonas Brandt", "Zoe Winter", "Mara Lind"]).await;
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    let file = format!("Email,Result\n{},Failed\n{},Failed\n", given.emails[0], given.emails[1]);
    declined(&given, (&mut dana, &mut owen), &file).await;
    let waits = format!("{}#results", given.sitting);
    for officer in [&mut owen, &mut dana] {
        assert!(!officer.page("/sittings").await.html().contains(&waits));
    }
    let told = dana.page("/sittings").await.text_of_id("back");
    assert!(told.contains("The results of Ada Okafor and Jonas Brandt"), "{told}");
    for id in &given.candidates[2..] {
        steps::record(&mut dana, &given.sitting, &id.to_string(), "pass").await.must_say("1 result is recorded.");
    }
    let queue = owen.page("/sittings").await;
    assert!(queue.html().contains(&waits) && queue.text_of_id("confirm").contains("2 results"), "{}", queue.text());
    let page = owen.page(&given.sitting).await;
    let told = page.text_of_id("results");
    assert!(told.contains("declined by Owen") && told.contains("The marks are of May."), "{told}");
    assert!(told.contains("Select all 2 shown"), "{told}");
    let place = |name: &str| told.find(name).unwrap();
    assert!(place("Zoe Winter") < place("Ada Okafor"), "{told}");
    let form = owen.page(&given.sitting).await.form("Select all 2 shown");
    let page = owen.submit(form).await.page;
    owen.submit(page.form("Confirm the selected results")).await.must_say("2 results are confirmed and count.");
    assert_eq!(given.results().await, (4, 2));
    // One of them was right: whoever chooses it confirms it.
    let form = steps::confirmation(&mut owen, &given.sitting).await;
    owen.submit(form).await.must_say("1 result is confirmed and counts.");
    let told = dana.page("/sittings").await.text_of_id("back");
    assert!(told.contains("The result of Jonas Brandt"), "{told}");
}

#[tokio::test]
async fn the_file_to_fill_in_has_whose_results_came_back_and_the_form_says_so() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    let file = format!("Email,Result\n{},Failed\n{},Failed\n", given.emails[0], given.emails[1]);
    declined(&given, (&mut dana, &mut owen), &file).await;
    let template = dana.get(&format!("{}/import/template", given.sitting)).await;
    assert!(template.page.html().contains("Ada Okafor"), "{}", template.page.html());
    let form = dana.page(&format!("{}/import", given.sitting)).await;
    assert!(form.says("was declined. The results of Ada Okafor and Jonas Brandt"), "{}", form.text());
    // Nobody else of the provider is told to mend it.
    assert!(!owen.page(&format!("{}/import", given.sitting)).await.says("was declined"));
}

#[tokio::test]
async fn whoever_is_called_as_the_file_says_can_be_chosen_where_the_number_is_of_another() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let file = format!("Email,Name,Result\n{},Jonas Brandt,Passed\n", given.emails[0]);
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let form = dana.page(&import).await.form("Use these answers");
    let page = dana.submit(form.fill("whose[2]", &given.candidates[1].to_string())).await.page;
    row(&page, "rows-ready", "Jonas Brandt: Passed");
}

#[tokio::test]
async fn whoever_another_row_is_of_is_chosen_by_nobody_beforehand() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let file = format!("Email,Name,Result\n{},,Failed\n,Ada Okafor,Passed\n", given.emails[0]);
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let page = dana.page(&import).await;
    assert_eq!(page.form("Use these answers").value("whose[3]"), None);
    row(&page, "decide", "Row 2 is of Ada Okafor too: Not passed.");
}

#[tokio::test]
async fn an_answer_is_taken_back_until_the_file_is_recorded_with_what_rests_on_it() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let file = format!("Email,Name,Result\n,Ada Okafor,Passed\n,Jonas Brandt,Passed\n{},,Passed\n", given.emails[0]);
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let form = dana.page(&import).await.form("Use these answers").fill("whose[3]", "nobody");
    let page = dana.submit(form).await.must_say("2 rows are decided.");
    row(&page, "rows-known", "The same as row 2.");
    // Of two rows of one person the second has no effect; once the answer about the first is taken back, it counts.
    let question = dana.page(&page.link("Decide again about row 2")).await;
    let form = question.form("Take the answer back");
    let page = dana.submit(form.clone()).await.must_say("The answer is taken back.");
    row(&page, "rows-ready", "4 Ada Okafor: Passed");
    row(&page, "decide", "Row 2: whose result is “Passed”?");
    assert!(dana.submit(form.anew()).await.says("This row is to be decided already."));
    let page = dana.page(&page.link("Decide again about row 3")).await;
    let page = dana.submit(page.form("Take the answer back")).await.page;
    assert_eq!(page.form("Use these answers").value("whose[3]"), Some(given.candidates[1].to_string()));
    let page = dana.submit(page.form("Use these answers").fill("whose[2]", "nobody")).await.page;
    dana.submit(page.form("Record 2 results")).await.must_say("2 results are recorded.");
    assert!(!dana.page(&import).await.says("Decide again"));
    let late = dana.post(&format!("{import}/rows/2/again"), &[]).await;
    assert!(late.says("The results of this file are recorded already."), "{}", late.page.text());
    for number in ["9", "x"] {
        assert_eq!(dana.get(&format!("{import}/rows/{number}/again")).await.status, 404, "{number}");
    }
    given.app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_row_of_somebody_for_whom_it_counts_already_says_so() {
    let app = TestApp::new().await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, "F02").await;
    let given = Given { app, sitting, candidates: Vec::new(), emails: vec![NADIA.to_owned()] };
    let file = format!("Email,Name,Result\n{NADIA},,Passed\n");
    let import = given.checked(&mut dana, file.as_bytes()).await;
    row(&dana.page(&import).await, "rows-ready", "They are exempt from this already.");
    // And of somebody who was asked about.
    let import = given.checked(&mut dana, b"Name,Result\nNadia Brenner,Passed\n").await;
    let form = dana.page(&import).await.form("Use these answers");
    let page = dana.submit(form).await.must_say("1 row is decided.");
    row(&page, "rows-ready", "They are exempt from this already. Only the name is given.");
}

/// What waits takes nothing from what is confirmed: the ground by which it counts is named first.
#[tokio::test]
async fn a_page_names_the_exemption_that_counts_before_the_result_that_waits() {
    let app = TestApp::new().await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, "F02").await;
    let given = Given { app, sitting, candidates: Vec::new(), emails: vec![NADIA.to_owned()] };
    let import = given.checked(&mut dana, format!("Email,Result\n{NADIA},Passed\n").as_bytes()).await;
    let form = dana.page(&import).await.form("Record 1 result");
    dana.submit(form).await.must_say("1 result is recorded.");
    let node = format!("/enrolments/{}/nodes/F02", given.app.enrolment(NADIA).await);
    let why = given.app.sign_in(NADIA).await.page(&node).await.text_of_id("why");
    let place = |said: &str| why.find(said).unwrap_or_else(|| panic!("{said}: {why}"));
    assert!(place("Exempt since") < place("provisionally"), "{why}");
}

#[tokio::test]
async fn a_row_of_somebody_who_has_passed_says_so() {
    let given = given(&["Ada Okafor"]).await;
    let file = format!("Email,Result\n{},Passed\n", given.emails[0]);
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    let import = given.checked(&mut dana, file.as_bytes()).await;
    assert!(!dana.page(&import).await.says("already"));
    let form = dana.page(&import).await.form("Record 1 result");
    dana.submit(form).await.must_say("1 result is recorded.");
    let form = owen.page(&import).await.form("Confirm 1 result");
    owen.submit(form).await.must_say("counts.");
    given.app.pass(Duration::days(1));
    let mut dana = given.app.sign_in(DANA).await;
    let form = dana.page("/sittings/new").await.form("Add sitting");
    let form = form.fill("element", &format!("cpq 2021-06 {}", steps::LAST_ELEMENT));
    let sitting = dana.submit(form.fill("held_on", &(today() + Days::new(1)).to_string())).await.path;
    let given = Given { sitting, ..given };
    let import = given.checked(&mut dana, file.as_bytes()).await;
    row(&dana.page(&import).await, "rows-ready", "They have passed this already.");
}

#[tokio::test]
async fn a_registrar_notes_the_number_by_which_files_name_people() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let mut ines = given.app.sign_in(INES).await;
    let [ada, jonas] = [0, 1].map(|at: usize| format!("/enrolments/{}", given.candidates[at]));
    let page = ines.page(&ada).await.link("Membership number");
    let form = ines.page(&page).await.form("Save the number");
    assert_eq!(ines.submit(form.clone()).await.page.errors(), ["Enter the membership number"]);
    ines.submit(form.anew().fill("number", " 00123 ")).await.must_say("Ada Okafor has the membership number 00123.");
    let form = ines.page(&page).await.form("Save the number");
    assert_eq!(form.value("number").as_deref(), Some("00123"));
    let same = ines.submit(form.clone().fill("reason", "A slip.")).await.page.errors();
    assert_eq!(same, ["Enter another number: this one is noted already"]);
    // Two have not the same one.
    let other = ines.page(&format!("{jonas}/number")).await.form("Save the number").fill("number", "00123");
    assert_eq!(ines.submit(other).await.page.errors(), ["Enter another number: this one is of Ada Okafor"]);
    assert!(ines.page("/enrolments?q=00123").await.says("Ada Okafor"));
    let record = ines.page(&format!("{ada}/record")).await;
    assert!(record.says("The membership number in the record is 00123"), "{}", record.text());
    let mut dana = given.app.sign_in(DANA).await;
    let import = given.checked(&mut dana, b"Number,Result\n00123,Passed\n").await;
    row(&dana.page(&import).await, "rows-ready", "Ada Okafor: Passed");
    assert_eq!(dana.get(&format!("{ada}/number")).await.status, 404);
    assert!(ines.page("/enrolments").await.text_of_id("cases").contains("Ada Okafor 00123"));
    assert!(dana.page("/candidates?q=00123").await.text_of_id("cases").contains("Ada Okafor 00123"));
    // What a spreadsheet would take for the same number is said.
    let form = ines.page(&format!("{jonas}/number")).await.form("Save the number");
    for odd in ["😀 עברית", "12<3>"] {
        let errors = ines.submit(form.clone().anew().fill("number", odd)).await.page.errors();
        assert!(errors[0].starts_with("Enter the membership number with the letters A to Z"), "{errors:?}");
    }
    let near = ines.submit(form.anew().fill("number", "0123")).await;
    near.must_say("Ada Okafor has 00123, which differs by its zeros alone");
    // Another one in its place, or none, has a reason, which the record tells.
    let form = ines.page(&page).await.form("Save the number").fill("number", "");
    let why = ines.submit(form.clone()).await.page.errors();
    assert_eq!(why, ["Enter why the number that is noted was wrong"]);
    let form = form.anew().fill("reason", "It was of her sister.");
    ines.submit(form).await.must_say("Ada Okafor has no membership number any more.");
    assert!(ines.page(&format!("{ada}/record")).await.says("It was of her sister."));
    given.app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn the_columns_are_matched_by_the_first_rows_alone() {
    let given = given(&["Ada Okafor"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let file = format!("Email,Result\n{},Passed\n", given.emails[0]);
    let columns = given.upload(&mut dana, file.as_bytes()).await.path;
    // Whatever the rest of it is: it isn't read.
    given.app.execute("UPDATE import_table SET content = 'much'", [] as [sea_orm::Value; 0]).await.unwrap();
    let page = dana.page(&columns).await;
    assert!(page.says("Result (Passed)"), "{}", page.text());
    let answer = dana.submit(page.form("Check the rows")).await;
    assert_eq!((answer.status, answer.page.errors()), (200, Vec::new()));
}

#[tokio::test]
async fn a_declined_result_is_not_counted_as_provisional() {
    let given = given(&["Ada Okafor", "Jonas Brandt", "Zoe Winter"]).await;
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    let file = format!("Email,Result\n{},Passed\n{},Passed\n", given.emails[0], given.emails[1]);
    let import = declined(&given, (&mut dana, &mut owen), &file).await;
    let all = dana.page("/sittings").await.text_of_id("all");
    assert!(all.contains("2 declined 2 results") && !all.contains("2 provisional"), "{all}");
    steps::record(&mut dana, &given.sitting, &given.candidates[2].to_string(), "pass").await.must_say("1 result");
    let all = dana.page("/sittings").await.text_of_id("all");
    assert!(all.contains("1 provisional, 2 declined 3 results"), "{all}");
    // Nor is it in its history.
    let page = dana.page(&import).await;
    let history = dana.page(&page.link("Passed")).await;
    assert!(history.says("Declined with its file by Owen Marsh"), "{}", history.text());
    assert!(!history.says("Provisional"), "{}", history.text());
}

/// Whoever it is of reads that it was declined, when and why, and that it is theirs to sit as if nothing were there; nobody reads that it
/// is provisional.
#[tokio::test]
async fn a_trainee_reads_that_a_result_was_declined_and_why() {
    let app = TestApp::new().await;
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let given = Given { app, sitting, candidates: Vec::new(), emails: vec![AMARA.to_owned()] };
    let file = format!("Email,Result\n{AMARA},Passed\n");
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let form = dana.page(&import).await.form("Record");
    dana.submit(form).await.must_say("recorded.");
    let app = &given.app;
    let home = app.sign_in(AMARA).await.page("/home").await;
    assert!(home.text_of_id("waiting").contains("Provisional") && !home.text_of_id("next").contains("Pass F06"));
    let form = owen.page(&format!("{import}/decline")).await.form("Decline");
    owen.submit(form.fill("reason", "The marks are of May.")).await.must_say("You have declined.");
    let on = app::web::words::date(today());
    let mut amara = app.sign_in(AMARA).await;
    let home = amara.page("/home").await;
    let (next, waiting) = (home.text_of_id("next"), home.text_of_id("waiting"));
    let told =
        format!("A second person declined on {on} to confirm the result that was recorded: The marks are of May.");
    assert!(next.contains("Pass F06") && next.contains(&told), "{next}");
    assert!(waiting.contains("Northgate Law School") && waiting.contains("Declined"), "{waiting}");
    let own = format!("/enrolments/{}", app.enrolment(AMARA).await);
    let pages =
        ["", "/nodes/F06", "/nodes/foundation", "/plan?to=cilex-paralegal", "/map"].map(|page| format!("{own}{page}"));
    for reader in [AMARA, INES, DANA, PRIYA] {
        let mut reader = app.sign_in(reader).await;
        for path in &pages {
            let page = reader.page(path).await;
            assert!(!page.text().to_lowercase().contains("provisional"), "{path}: {}", page.text());
            assert!(!page.says("waits to be confirmed"), "{path}: {}", page.text());
        }
        assert!(reader.page(&pages[1]).await.says(&format!("a second person declined to confirm it on {on}")));
    }
    // Why it was is for those who read marks and reasons.
    let node = amara.page(&pages[1]).await.text_of_id("declined");
    assert!(node.contains("Owen Marsh declined on") && node.contains("Reason: The marks are of May."), "{node}");
    for path in &pages {
        assert!(!app.sign_in(PRIYA).await.page(path).await.says("The marks are of May."), "{path}");
    }
    let record = amara.page(&format!("{own}/record")).await;
    assert!(
        record.says("Result declined, so that it does not count: F06") && record.says("Reason: The marks are of May.")
    );
    let export = String::from_utf8(amara.get(&format!("{own}/record.json")).await.bytes.to_vec()).unwrap();
    assert!(export.contains("declined_result") && export.contains("The marks are of May."), "{export}");
    // Nor does it begin anything.
    assert_eq!(steps::state_of_in(app, AMARA, LAST_ELEMENT).await, "available");
    app.must_be_as_events_made_it().await;
    crate::chapter_file::must_equal_rows(app).await;
    // It may be confirmed all the same, and counts then.
    steps::confirm(&mut owen, &given.sitting).await.must_say("1 result is confirmed and counts.");
    assert_eq!(steps::state_of_in(app, AMARA, LAST_ELEMENT).await, "met");
    let home = app.sign_in(AMARA).await.page("/home").await;
    assert!(!home.says("declined"), "{}", home.text());
    crate::chapter_file::must_equal_rows(app).await;
}
