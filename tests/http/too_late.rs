//! A form that comes too late: whoever sent it reads what they typed and chose, where no page shows it again.

use crate::ended::end;
use crate::exemptions::saying;
use crate::imports::given;
use crate::steps::{self, LAST_OUTCOME};
use tests::people::{AMARA, DANA, OWEN, RUTH, TOMAS};
use tests::{TestApp, today};

#[tokio::test]
async fn a_draft_that_is_saved_after_the_claim_was_sent_is_given_back() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &app.enrolment(AMARA).await, LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &claim).await;
    steps::add_text(&mut amara, &claim).await;
    let late = amara.page(&format!("{claim}/draft")).await.form("Save and leave");
    let late = late.fill("narrative", "Written beside it.").fill("happened_from", "2026-11-02");
    let sent = steps::send(&app, &mut amara, &claim, RUTH).await;
    assert_eq!(sent.status, 200);
    let before = app.contents().await;
    let answer = amara.submit(late).await;
    assert_eq!((answer.status, answer.path.split('?').next()), (200, Some(claim.as_str())));
    let page = answer.must_say("and can’t be changed now. What you typed: “Written beside it.”");
    assert!(page.says("First day of the work: 2 November 2026"), "{}", page.text());
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn what_was_to_be_sent_from_before_is_given_back_when_the_enrolment_has_ended() {
    let app = TestApp::new().await;
    let mut tomas = app.sign_in(TOMAS).await;
    let form = saying(&app, &mut tomas, "-").await.fill("title", "LLM").fill("awarded_by", "Durham");
    let form = form.tick("elements", "F02");
    end(&app, &format!("/enrolments/{}", app.enrolment(TOMAS).await), ("left", today())).await;
    let before = app.contents().await;
    let answer = tomas.submit_file(form, ("certificate.pdf", crate::evidence::PDF)).await;
    assert_eq!(answer.status, 403);
    for typed in ["“LLM”", "“Durham”", "“Certificate 4711”", "Awarded: 1 July 2015", "To be exempt from: F02"]
    {
        assert!(answer.page.says(typed), "{typed}: {}", answer.page.text());
    }
    assert!(answer.page.says("Nothing was saved."), "{}", answer.page.text());
    assert_eq!(app.contents().await, before);
    assert!(app.evidence_files().is_empty(), "a file is kept of what was refused");
}

#[tokio::test]
async fn a_result_that_somebody_else_recorded_meanwhile_is_given_back_and_so_is_a_late_correction() {
    let given = given(&["Ada Okafor"]).await;
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    let ada = given.candidates[0].to_string();
    let late = owen.page(&given.sitting).await.form("Record results");
    let late = late.fill(&format!("outcome[{ada}]"), "fail").fill(&format!("mark[{ada}]"), "41");
    steps::record(&mut dana, &given.sitting, &ada, "pass").await.must_say("1 result is recorded.");
    let told = owen.submit(late).await.page.errors();
    assert!(told[0].contains("meanwhile, and yours (Not passed, 41) was not saved"), "{told:?}");
    let correction = dana.page(&given.sitting).await.link("Correct the result of Ada Okafor");
    let form =
        |page: tests::Page, mark: &str| page.form("Correct the result").fill("outcome", "fail").fill("mark", mark);
    let late = form(owen.page(&correction).await, "42").fill("reason", "Read again.");
    let first = form(dana.page(&correction).await, "43").fill("reason", "A slip.");
    dana.submit(first).await.must_say("is recorded.");
    let page = owen.submit(late).await.must_say("corrected this result meanwhile. Nothing was saved.");
    assert!(page.says("“Read again.” What you entered: Result: Not passed; Mark: 42."), "{}", page.text());
}
