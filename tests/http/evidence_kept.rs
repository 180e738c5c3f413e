//! What is kept of evidence, and what is gone for good.

use crate::evidence::{PDF, draft, files};
use crate::steps::{self};
use app::features::sign_off::store::{MOST_BYTES, MOST_KEPT, MOST_OF_RECORD};
use tests::TestApp;
use tests::people::{AMARA, LEO, PRIYA, RUTH};

#[tokio::test]
async fn what_was_sent_can_still_be_read_after_it_is_removed_from_the_draft() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    amara.upload(&files(&claim), "scan.pdf", PDF).await.must_say("The file is added.");
    steps::write_draft(&mut amara, &claim).await;
    steps::send(&app, &mut amara, &claim, RUTH).await.must_say("Sent to");
    let request = steps::open_request(&app, &claim).await;
    let mut ruth = app.sign_in(RUTH).await;
    let file = ruth.page(&request).await.link("scan.pdf");
    let back = amara.page(&claim).await.form("Take it back");
    amara.submit(back).await.must_say("yours again");
    steps::remove_evidence(&mut amara, &claim).await.must_say("The evidence is removed from the draft.");
    assert!(!amara.page(&format!("{claim}/evidence")).await.says("scan.pdf"));
    assert_eq!(ruth.get(&file).await.bytes, PDF);
}

#[tokio::test]
async fn what_was_never_sent_is_gone_for_good_when_it_is_removed() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    for _ in 0..3 {
        let added = amara.upload(&files(&claim), "scan.pdf", PDF).await;
        let file = added.must_say("The file is added.").link("scan.pdf");
        let removed = steps::remove_evidence(&mut amara, &claim).await;
        removed.must_say("The evidence is removed");
        assert!(app.evidence_files().is_empty(), "its file is kept");
        assert_eq!(amara.get(&file).await.status, 404);
    }
    steps::add_text(&mut amara, &claim).await;
    let removed = steps::remove_evidence(&mut amara, &claim).await;
    removed.must_say("The evidence is removed");
    assert_eq!(kept(&app, &claim).await, 0);
}

#[tokio::test]
async fn a_deleted_draft_leaves_neither_its_text_nor_its_files() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    steps::write_draft(&mut amara, &claim).await;
    steps::add_text(&mut amara, &claim).await;
    amara.upload(&files(&claim), "scan.pdf", PDF).await.must_say("The file is added.");
    let form = amara.page(&format!("{claim}/deletion")).await.form("Delete the draft");
    amara.submit(form).await.must_say("The draft is deleted.");
    assert!(app.evidence_files().is_empty(), "its file is kept");
    assert_eq!(kept(&app, &claim).await, 0);
    let contents = app.contents().await.join("\n");
    assert!(!contents.contains(steps::NARRATIVE), "its text is kept");
    app.must_be_as_events_made_it().await;
}

/// Of a claim that was sent and taken back, only what was added since may go.
#[tokio::test]
async fn evidence_added_after_a_claim_was_taken_back_is_gone_for_good_and_what_was_sent_is_not() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let back = amara.page(&claim).await.form("Take it back");
    amara.submit(back).await.must_say("yours again");
    amara.upload(&files(&claim), "scan.pdf", PDF).await.must_say("The file is added.");
    for _ in 0..2 {
        let removed = steps::remove_evidence(&mut amara, &claim).await;
        removed.must_say("The evidence is removed");
    }
    assert!(app.evidence_files().is_empty(), "what was never sent is kept");
    assert_eq!(kept(&app, &claim).await, 1);
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn files_of_exactly_100_mb_are_kept_for_a_claim_and_one_byte_more_is_refused() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    amara.upload(&files(&claim), "large.pdf", PDF).await.must_say("The file is added.");
    let room = i64::try_from(PDF.len()).unwrap();
    let resize = "UPDATE evidence SET size = $1 WHERE title = 'large.pdf'";
    app.execute(resize, [(MOST_BYTES - room + 1).into()]).await.unwrap();
    let more = amara.upload(&files(&claim), "scan.pdf", PDF).await;
    assert_eq!(
        more.page.errors(),
        [
            "“scan.pdf” was not added. The files of a claim, with those that were sent once, come to at most 100 MB. Choose a smaller file, or remove one that was never sent"
        ]
    );
    assert_eq!(app.evidence_files().len(), 1, "the refused file is kept");
    app.execute(resize, [(MOST_BYTES - room).into()]).await.unwrap();
    amara.upload(&files(&claim), "scan.pdf", PDF).await.must_say("The file is added.");
}

#[tokio::test]
async fn sending_and_removing_again_and_again_comes_to_an_end() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let back = amara.page(&claim).await.form("Take it back");
    amara.submit(back).await.must_say("yours again");
    let id = claim.strip_prefix("/claims/").unwrap();
    // As many removed pieces as a claim may keep but for one; the one of the claim itself is the last.
    for n in 0..MOST_KEPT - 2 {
        let text = "INSERT INTO evidence (id, claim_id, kind, title, content, sha256, salt, added_at, removed_at)
             SELECT $1, claim_id, kind, title, content, sha256, salt, added_at, added_at FROM evidence WHERE claim_id = $2 AND removed_at IS NULL";
        app.execute(text, [format!("01a21381-0000-7000-8000-{n:012}").into(), id.into()]).await.unwrap();
    }
    steps::add_text_called(&mut amara, &claim, "The last").await;
    let form = amara.page(&format!("{claim}/evidence?add=text")).await.form("Add text");
    let answer = amara.submit(form.fill("title", "One more").fill("text", "Note.")).await;
    assert_eq!(
        answer.page.errors(),
        ["A claim keeps at most 60 pieces of evidence, with those that were sent once. Begin another claim for more"]
    );
}

/// Rows of evidence that are kept for a claim.
async fn kept(app: &TestApp, claim: &str) -> i64 {
    let id = claim.strip_prefix("/claims/").unwrap();
    app.one("SELECT COUNT(*) FROM evidence WHERE claim_id = $1", [id.into()]).await
}

#[tokio::test]
async fn evidence_is_removed_only_after_a_page_has_said_what_that_means() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let back = amara.page(&claim).await.form("Take it back");
    amara.submit(back).await.must_say("yours again");
    amara.upload(&files(&claim), "scan.pdf", PDF).await;
    let page = amara.page(&format!("{claim}/evidence")).await;
    assert!(page.find_form("Remove").is_none(), "one press removes it");
    let (sent, new) = (page.link("Remove Attendance note"), page.link("Remove scan.pdf"));
    let before = app.contents().await;
    let question = amara.page(&sent).await;
    assert!(question.says("Remove “Attendance note”?"), "{}", question.text());
    assert!(question.says("What was sent with it before stays as it was."), "{}", question.text());
    assert_eq!(question.link("Cancel"), format!("{claim}/evidence"));
    let question = amara.page(&new).await;
    assert!(question.says("It is gone for good."), "{}", question.text());
    assert_eq!(app.contents().await, before, "asking changes something");
    for other in [RUTH, LEO, PRIYA] {
        assert_eq!(app.sign_in(other).await.get(&new).await.status, 404, "{other}");
    }
    amara.submit(question.form("Remove it")).await.must_say("The evidence is removed");
    assert_eq!(amara.get(&new).await.status, 404, "it is gone");
}

#[tokio::test]
async fn the_files_of_all_claims_of_a_record_come_to_so_much_and_no_more() {
    let app = TestApp::new().await;
    let (mut amara, claim) = draft(&app).await;
    amara.upload(&files(&claim), "scan.pdf", PDF).await.must_say("The file is added.");
    let enrolment = app.enrolment(AMARA).await;
    let other = steps::begin_claim(&mut amara, &enrolment, "segment-4-advanced").await;
    let size = i64::try_from(PDF.len()).unwrap();
    // One more file of that size is just as much as there may be.
    let kept = "UPDATE evidence SET size = $1 WHERE kind = 'file'";
    app.execute(kept, [(MOST_OF_RECORD - size + 1).into()]).await.unwrap();
    let refused = amara.upload(&files(&other), "scan.pdf", PDF).await.page;
    assert!(refused.errors().iter().any(|error| error.contains("2 GB")), "{:?}", refused.errors());
    app.execute(kept, [(MOST_OF_RECORD - size).into()]).await.unwrap();
    amara.upload(&files(&other), "scan.pdf", PDF).await.must_say("The file is added.");
}
