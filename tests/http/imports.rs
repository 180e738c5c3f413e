//! Results from a file: uploaded, matched, checked, decided, recorded at once, and confirmed by a second person as a file.

use crate::steps::{self, LAST_ELEMENT};
use app::features::imports::check::check;
use domain::ids::EnrolmentId;
use tests::given::Trainees;
use tests::people::{DANA, OWEN};
use tests::{Answer, Page, TestApp, Visitor};

/// Candidates of the provider, with the addresses by which a file names them.
pub struct Given {
    pub app: TestApp,
    pub sitting: String,
    pub candidates: Vec<EnrolmentId>,
    pub emails: Vec<String>,
}

/// A sitting with candidates of these names.
pub async fn given(names: &[&str]) -> Given {
    let app = TestApp::new().await;
    let provider = Some(app.organisation("Northgate Law School").await);
    let candidates = Trainees { provider, ..Trainees::default() }.named(&app, names).await;
    let sitting = steps::add_sitting(&mut app.sign_in(DANA).await, LAST_ELEMENT).await;
    let mut emails = Vec::new();
    for id in &candidates {
        let query = "SELECT email FROM person WHERE id = (SELECT person_id FROM enrolment WHERE id = $1)";
        emails.push(app.one(query, [id.to_string().into()]).await);
    }
    Given { app, sitting, candidates, emails }
}

impl Given {
    /// Uploads a file; the page of its columns.
    pub async fn upload(&self, officer: &mut Visitor, bytes: &[u8]) -> Answer {
        officer.upload(&format!("{}/import/file", self.sitting), "results.csv", bytes).await
    }

    /// Uploads a file, whose columns are matched as its headings suggest, and has its rows checked; its address.
    pub async fn checked(&self, officer: &mut Visitor, bytes: &[u8]) -> String {
        let answer = self.upload(officer, bytes).await;
        assert!(answer.path.ends_with("/columns"), "{}: {:?}", answer.path, answer.page.errors());
        let matched = officer.submit(answer.page.form("Check the rows")).await;
        assert_eq!((matched.status, matched.page.errors()), (200, Vec::new()));
        self.check(&matched.path).await;
        matched.path
    }

    /// Does the job.
    pub async fn check(&self, import: &str) {
        check(&self.app.state, import.rsplit('/').next().unwrap()).await.unwrap();
    }

    /// How many results stand at the sitting, and how many of them wait.
    pub async fn results(&self) -> (i64, i64) {
        let sitting = || [self.sitting.rsplit('/').next().into()];
        let all = self.app.one("SELECT COUNT(*) FROM result WHERE sitting_id = $1", sitting()).await;
        (all, self.app.one("SELECT COUNT(*) FROM provisional_result WHERE sitting_id = $1", sitting()).await)
    }
}

/// Imports a pass of one candidate, and has it confirmed.
pub async fn bring(app: &TestApp, element: &str, email: &str) {
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, element).await;
    let file = format!("Email,Result\n{email},Passed\n");
    let columns = dana.upload(&format!("{sitting}/import/file"), "results.csv", file.as_bytes()).await;
    let import = dana.submit(columns.page.form("Check the rows")).await.path;
    check(&app.state, import.rsplit('/').next().unwrap()).await.unwrap();
    let form = dana.page(&import).await.form("Record 1 result");
    dana.submit(form).await.must_say("1 result is recorded.");
    let mut owen = app.sign_in(OWEN).await;
    let form = owen.page(&import).await.form("Confirm 1 result");
    owen.submit(form).await.must_say("1 result is confirmed and counts.");
}

/// A text as Windows writes it.
fn windows(text: &str) -> Vec<u8> {
    text.replace('\n', "\r\n").chars().map(|c| u8::try_from(c).unwrap()).collect()
}

/// A section of a page, which says this.
pub fn row(page: &Page, section: &str, words: &str) -> String {
    let text = page.text_of_id(section);
    assert!(text.contains(words), "{section} has no “{words}”: {text}");
    text
}

#[tokio::test]
async fn a_file_is_checked_decided_recorded_at_once_and_confirmed_as_one() {
    let given = given(&["Ada Okafor", "Jonas Brandt", "Zoë Müller", "Li Wei", "Li Wei"]).await;
    let [ada, jonas, ..] = &given.emails[..] else { unreachable!() };
    let file = format!(
        "E-Mail;Name;Ergebnis;Mark\n{ada};Ada Okafor;Passed;62\n;Zoë Müller;Passed;\n;Li Wei;Failed;41,5\nwho@elsewhere.example;;Passed;\n{jonas};;Merit;\n;Li Wei;;\n"
    );
    let mut dana = given.app.sign_in(DANA).await;
    let link = dana.page(&given.sitting).await.link("Import results from a file");
    let form_page = dana.page(&link).await;
    assert!(form_page.says("Upload file") && form_page.says("up to 5 MB and 10,000 rows"), "{}", form_page.text());
    let uploaded = given.upload(&mut dana, &windows(&file)).await;
    let columns = uploaded.must_say("6 rows are below its headings. It does not say how its letters are written");
    let form = columns.form("Check the rows");
    let chosen =
        ["email", "name", "result", "mark", "number"].map(|code| form.value(&format!("column[{code}]")).unwrap());
    assert_eq!(chosen, ["0", "1", "2", "3", ""]);
    let checking = dana.submit(form).await;
    let import = checking.path.clone();
    assert_eq!(checking.header("refresh"), "2");
    assert!(
        checking.page.html().contains("<progress") && checking.page.says("0 of 6 rows"),
        "{}",
        checking.page.text()
    );
    given.check(&import).await;
    let answer = dana.get(&import).await;
    assert_eq!(answer.header("refresh"), "", "what is done is asked for again and again");
    let page = answer.page;
    assert!(page.says("Decide about the rows above first."), "{}", page.text());
    row(&page, "rows-wrong", "No candidate of this sitting has the email address who@elsewhere.example.");
    row(&page, "rows-wrong", "Cell C6: “Merit” is no result: write Passed or Not passed, or leave it empty.");
    row(&page, "rows-ready", "Ada Okafor: Passed, 62");
    row(&page, "rows-nothing", "It has no result.");
    assert_eq!(given.results().await, (0, 0), "something was recorded before anybody said so");

    // Whose two rows are is asked; where one candidate alone has the name, that one is chosen already.
    let form = page.form("Use these answers");
    assert_eq!(form.value("whose[3]").as_deref(), Some(given.candidates[2].to_string().as_str()));
    let form = form.fill("whose[4]", &given.candidates[4].to_string());
    let page = dana.submit(form).await.must_say("2 rows are decided.");
    assert!(page.find_form("Use these answers").is_none());

    // All or nothing: rows that can't be recorded are left out by a word, or the file is mended.
    let form = page.form("Record 3 results");
    let refused = dana.submit(form.clone()).await.page;
    assert_eq!(refused.errors(), ["Mend the rows that can’t be recorded and upload the file again, or leave them out"]);
    assert_eq!(given.results().await, (0, 0));
    let form = refused.form("Record 3 results").tick("leave_out", "yes");
    let page =
        dana.submit(form).await.must_say("3 results are recorded. They count when someone else confirms the file.");
    assert!(page.says("You imported this file. Someone else at the provider confirms it."), "{}", page.text());
    assert_eq!(given.results().await, (3, 3));
    let of_li: Vec<String> = given
        .app
        .column(
            "SELECT mark FROM result WHERE enrolment_id = $1 AND import_id = $2",
            [given.candidates[4].to_string().into(), import.rsplit('/').next().into()],
        )
        .await;
    assert_eq!(of_li, ["41,5"]);
    assert_eq!(dana.post(&format!("{import}/confirmation"), &[]).await.status, 403);

    // The second person finds it at the sitting.
    let mut owen = given.app.sign_in(OWEN).await;
    let there = owen.page(&given.sitting).await;
    assert!(there.says("Waits for a second person"), "{}", there.text());
    let page = owen.page(&there.link("results.csv")).await;
    let page = owen.submit(page.form("Confirm 3 results")).await.must_say("3 results are confirmed and count.");
    assert!(page.says("by Owen Marsh"), "{}", page.text());
    assert_eq!(given.results().await, (3, 0));
    let again = owen.post(&format!("{import}/confirmation"), &[]).await;
    assert!(again.says("This file was looked at already by Owen Marsh"), "{}", again.page.text());
    given.app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn the_same_file_and_the_same_row_have_no_second_effect() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let file = format!("Email,Result\n{},Passed\n", given.emails[0]);
    let mut dana = given.app.sign_in(DANA).await;
    let import = given.checked(&mut dana, file.as_bytes()).await;
    // Uploaded again before it is recorded, and after, also by a colleague: it is one file.
    let again = given.upload(&mut dana, file.as_bytes()).await;
    assert_eq!(again.path, import);
    let form = dana.page(&import).await.form("Record 1 result");
    dana.submit(form.clone()).await.must_say("1 result is recorded.");
    assert!(dana.submit(form.anew()).await.says("The results of this file are recorded already."));
    for officer in [DANA, OWEN] {
        let mut officer = given.app.sign_in(officer).await;
        let again = given.upload(&mut officer, file.as_bytes()).await;
        assert_eq!(again.path, import);
        again.must_say("This file was uploaded before, and nothing was recorded twice.");
    }
    // In another file the row is known, and the other result is refused.
    let longer = format!("{file}{},Failed\n{},Passed\n{},Passed\n", given.emails[0], given.emails[1], given.emails[1]);
    let second = given.checked(&mut dana, longer.as_bytes()).await;
    let page = dana.page(&second).await;
    row(&page, "rows-known", "Dana Whitlock recorded it already.");
    row(&page, "rows-known", "The same as row 4.");
    row(&page, "rows-wrong", "Dana Whitlock recorded another result already: Passed.");
    let form = page.form("Record 1 result").tick("leave_out", "yes");
    dana.submit(form).await.must_say("1 result is recorded.");
    assert_eq!(given.results().await, (2, 2));
    given.app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn what_is_recorded_meanwhile_refuses_the_whole_file_and_what_is_the_same_is_left_out() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let file = format!("Email,Result\n{},Passed\n{},Passed\n", given.emails[0], given.emails[1]);
    let mut dana = given.app.sign_in(DANA).await;
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let form = dana.page(&import).await.form("Record 2 results");
    let mut owen = given.app.sign_in(OWEN).await;
    steps::record(&mut owen, &given.sitting, &given.candidates[0].to_string(), "fail").await;
    let page = dana.submit(form).await.must_say("Nothing was recorded: something has changed meanwhile of row 2.");
    assert_eq!(given.results().await.0, 1);
    // Its row says so, and the other one can be recorded.
    row(&page, "rows-wrong", "Owen Marsh recorded another result already: Not passed.");
    let form = page.form("Record 1 result").tick("leave_out", "yes");
    steps::record(&mut owen, &given.sitting, &given.candidates[1].to_string(), "pass").await;
    dana.submit(form).await.must_say("Nothing was recorded: all that the file says was recorded already.");
    assert_eq!(given.results().await.0, 2);
    given.app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_second_person_declines_with_a_reason_and_the_results_still_wait() {
    let given = given(&["Ada Okafor"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let import = given.checked(&mut dana, format!("Email,Result\n{},Passed\n", given.emails[0]).as_bytes()).await;
    let form = dana.page(&import).await.form("Record 1 result");
    dana.submit(form).await.must_say("1 result is recorded.");
    assert_eq!(dana.get(&format!("{import}/decline")).await.status, 403);
    let mut owen = given.app.sign_in(OWEN).await;
    let question = owen.page(&import).await.link("Decline");
    let form = owen.page(&question).await.form("Decline");
    assert_eq!(owen.submit(form.clone()).await.page.errors(), ["Enter why you decline"]);
    let form = form.anew().fill("reason", "These are the results of May.");
    owen.submit(form).await.must_say("You have declined. Dana Whitlock sees the reason on this page.");
    let page = dana.page(&import).await;
    assert!(page.says("Declined") && page.says("These are the results of May."), "{}", page.text());
    assert!(page.says("1 of its results is not put right yet"), "{}", page.text());
    assert_eq!(given.results().await, (1, 1));
    assert!(owen.page(&import).await.find_form("Confirm 1 result").is_none());
    given.app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn whatever_is_wrong_with_a_file_is_told_on_its_form() {
    let given = given(&["Ada Okafor"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    for (bytes, why) in [
        (&b""[..], "Choose a file that is not empty"),
        (
            b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
            "Choose a CSV or Excel file (.xlsx): this one is neither. An older Excel file (.xls) or one of another program can be saved as .xlsx or CSV",
        ),
        (b"PK\x03\x04 and then nothing", "Save the workbook again as .xlsx, or its sheet as CSV: it can’t be read"),
        (
            b"Number,Result\n",
            "Choose a file with headings in the first row and at least one row below it: this one has only headings",
        ),
    ] {
        let answer = given.upload(&mut dana, bytes).await;
        assert_eq!(
            (answer.path.as_str(), answer.page.errors()),
            (format!("{}/import", given.sitting).as_str(), vec![why.to_owned()])
        );
    }
    let large = vec![b'x'; 5 * 1024 * 1024 + 1];
    assert_eq!(given.upload(&mut dana, &large).await.page.errors(), ["Choose a file of at most 5 MB, or divide it"]);
    assert_eq!(given.app.one::<i64>("SELECT COUNT(*) FROM import", []).await, 0);

    let page = given.upload(&mut dana, b"When,Foo,Bar\n03/04/2026,a,b\n").await.page;
    let mut form = page.form("Check the rows").fill("column[day]", "0").fill("column[mark]", "0");
    // No page offers such a column.
    form.fields
        .iter_mut()
        .filter(|field| field.name == "column[name]")
        .for_each(|field| field.value = String::from("9"));
    let refused = dana.submit(form).await.page;
    assert_eq!(
        refused.errors(),
        [
            "Choose a column for the name",
            "Choose another column: this one is the mark",
            "Choose the column with the results",
        ]
    );
    let form =
        refused.form("Check the rows").fill("column[mark]", "").fill("column[name]", "1").fill("column[result]", "2");
    let refused = dana.submit(form).await.page;
    assert_eq!(refused.errors(), ["Choose how the dates are written: cell A2, “03/04/2026”, can be read in two ways"]);
    let form = refused.form("Check the rows").fill("days", "day first");
    let import = dana.submit(form).await.path;
    given.check(&import).await;
    let page = dana.page(&import).await;
    row(
        &page,
        "rows-wrong",
        "Cell C2: “b” is no result: write Passed or Not passed, or leave it empty. Cell A2: the date is 3 April 2026",
    );
    assert!(page.says("No row of this file can be recorded."), "{}", page.text());
    assert_eq!(
        dana.post(&format!("{import}/results"), &[]).await.page.errors()[0],
        "There is no row that can be recorded"
    );
    assert_eq!(dana.post(&format!("{import}/rows"), &[]).await.page.errors(), ["Decide about one row or more"]);
}

#[tokio::test]
async fn a_mended_file_takes_the_place_of_the_first_and_a_file_can_be_thrown_away() {
    let given = given(&["Ada Okafor"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let first = given.checked(&mut dana, format!("Email,Result\n{},Merit\n", given.emails[0]).as_bytes()).await;
    let mended = format!("Email,Result\n{},Passed\n", given.emails[0]);
    let page = given.upload(&mut dana, mended.as_bytes()).await;
    let second = page.path.trim_end_matches("/columns").to_owned();
    page.must_say("It takes the place of results.csv, of which nothing was written.");
    assert!(dana.page(&first).await.says("It was thrown away before anything was recorded."));
    assert_eq!(dana.get(&format!("{first}/report")).await.status, 404);
    let question = dana.page(&format!("{second}/columns")).await.link("Throw the file away");
    let form = dana.page(&question).await.form("Throw it away");
    dana.submit(form.clone()).await.must_say("The file is thrown away. Nothing was recorded.");
    assert!(dana.submit(form.anew()).await.says("This file was thrown away. Nothing was changed."));
    for table in ["import_row", "import_table"] {
        assert_eq!(given.app.one::<i64>(&format!("SELECT COUNT(*) FROM {table}"), []).await, 0, "{table}");
    }
    // Thrown away it can be uploaded again.
    assert_ne!(given.upload(&mut dana, mended.as_bytes()).await.path, second);
    given.app.must_be_as_events_made_it().await;
}
