//! The derived row of each enrolment, and the list of provisional results: rewritten whenever a fact changes, so that
//! they always equal the rows.

use crate::steps;
use app::features::results::store::provisional;
use app::journal::doctor::chapter_files as doctor;
use app::journal::{chapter_file, lost_basis};
use tests::people::{AMARA, DANA, INES, JONAS, PRIYA, TOMAS};
use tests::{KeptLog, TestApp};

/// The chapter files, and the sittings on the list of provisional results, that are not what their rows say.
pub async fn differing(app: &TestApp) -> Vec<String> {
    let db = app.db().read();
    let mut differing = Vec::new();
    for stored in doctor::chapter_files(db, None).await.unwrap() {
        let id = stored.id;
        let fresh = chapter_file::from_rows(db, &app.state.catalogue, &[id]).await.unwrap().remove(&stored.id).unwrap();
        if !stored.equals(&fresh) {
            differing.push(format!("{stored:?}\nis not\n{fresh:?}"));
        }
        let lost = lost_basis::differing(db, &app.state.catalogue, &[(id, fresh)].into()).await.unwrap();
        differing.extend(lost.iter().map(|id| format!("what the awards of {id} have lost")));
    }
    let sittings = provisional::differing(db).await.unwrap();
    differing.extend(sittings.iter().map(|id| format!("the provisional results of sitting {id}")));
    differing
}

/// Every copy is what its rows make.
pub async fn must_equal_rows(app: &TestApp) {
    assert_eq!(differing(app).await, Vec::<String>::new());
}

#[tokio::test]
async fn it_equals_its_rows_after_every_step_of_the_story() {
    let app = TestApp::new().await;
    assert_eq!(differing(&app).await, Vec::<String>::new(), "as put in");
    let enrolment = app.enrolment(AMARA).await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, "F05").await;
    // Amara has passed it before, so that she is not listed.
    let tomas = app.enrolment(TOMAS).await;
    steps::record(&mut dana, &sitting, &tomas, "fail").await.must_say("recorded");
    assert_eq!(differing(&app).await, Vec::<String>::new(), "after a provisional result");
    steps::pass_last_element(&app).await;
    assert_eq!(differing(&app).await, Vec::<String>::new(), "after a confirmed result");
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    assert_eq!(differing(&app).await, Vec::<String>::new(), "after a claim is sent");
    let form = amara.page(&claim).await.form("Take it back");
    amara.submit(form).await.must_say("yours again");
    assert_eq!(differing(&app).await, Vec::<String>::new(), "after it is taken back");
    steps::turn_employers_key(&app).await;
    assert_eq!(differing(&app).await, Vec::<String>::new(), "after the employer verified");
    let application = steps::apply(&app, &mut amara).await;
    assert_eq!(differing(&app).await, Vec::<String>::new(), "after applying");
    let award = steps::confer(&app, &application).await;
    assert_eq!(differing(&app).await, Vec::<String>::new(), "after conferring");
    let mut ines = app.sign_in(INES).await;
    let form = ines.page(&format!("{award}/withdrawal")).await.form("Withdraw the status");
    ines.submit(form.fill("reason", "In error.")).await.must_say("withdrawn");
    assert_eq!(differing(&app).await, Vec::<String>::new(), "after withdrawing");
    let mut priya = app.sign_in(PRIYA).await;
    let supervision = format!("/enrolments/{enrolment}/supervision");
    let page = priya.page(&supervision).await;
    assert!(page.find_form("Name supervisor").is_none(), "all of them supervise her");
    let form = steps::end_supervision(&mut priya, &supervision, "Jonas Brandt")
        .await
        .must_say("The supervision has ended.")
        .form("Name supervisor");
    priya.submit(steps::asking(&app, form, JONAS).await).await.must_say("The supervisor is named.");
    steps::end_supervision(&mut priya, &supervision, "Ruth Hale").await.must_say("The supervision has ended.");
    assert_eq!(differing(&app).await, Vec::<String>::new(), "after supervision changed");
    let choice = amara.page("/home").await.link("Your specialism");
    let form = amara.page(&choice).await.form("Save specialism");
    amara.submit(form.fill("specialism", "criminal")).await.must_say("Your specialism is");
    assert_eq!(differing(&app).await, Vec::<String>::new(), "after the specialism was chosen");
    let end = priya.page(&supervision).await.link("End this employment");
    let form = priya.page(&end).await.form("End the employment");
    priya.submit(form).await.must_say("The employment is ended");
    assert_eq!(differing(&app).await, Vec::<String>::new(), "after the employment ended");
}

#[tokio::test]
async fn one_that_is_gone_or_of_another_format_is_made_again_when_it_is_read() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    steps::sent_claim(&app, &mut amara).await;
    let id = app.enrolment(AMARA).await;
    let (mut ines, mut dana) = (app.sign_in(INES).await, app.sign_in(DANA).await);
    let sitting = steps::add_sitting(&mut dana, "F05").await;
    let mut pages = async || {
        let enrolment = ines.page(&format!("/enrolments/{id}")).await.text();
        let list = ines.page("/enrolments").await.text();
        let candidates = dana.page(&sitting).await.text();
        [amara.page("/home").await.text(), enrolment, list, candidates]
    };
    let as_it_was = pages().await;
    let empty = "UPDATE chapter_file SET format = format + 1, facts = '{\"trainee\":\"\"}', waiting = '[]'";
    for damage in [empty, "UPDATE chapter_file SET waiting = '[{}]'", "DELETE FROM chapter_file"] {
        app.execute(damage, []).await.unwrap();
        let log = KeptLog::begin();
        assert_eq!(pages().await, as_it_was, "{damage}");
        let logged = log.text();
        assert!(logged.contains(&id) && logged.contains("made again from its rows"), "{logged}");
    }
}

#[tokio::test]
async fn it_holds_nobodys_name_and_no_words() {
    let app = TestApp::new().await;
    steps::hold_status(&app).await;
    let files: Vec<String> = app.column("SELECT facts || waiting FROM chapter_file", []).await;
    let names = "SELECT name FROM person UNION SELECT name FROM organisation UNION SELECT comment FROM signature WHERE comment <> ''
         UNION SELECT mark FROM result WHERE mark IS NOT NULL";
    for name in app.column::<String>(names, []).await {
        let said = serde_json::to_string(&name).unwrap();
        assert!(!files.iter().any(|file| file.contains(&said)), "a chapter file holds {said}");
    }
}
