//! Sending a claim: what is missing, what is shown, what is locked, and to whom it goes.

use crate::steps::{self, LAST_OUTCOME, NARRATIVE};
use app::web::db::sql;
use sea_orm::ConnectionTrait;
use tests::people::{AMARA, JONAS, KARIM, MINA, RUTH};
use tests::{TestApp, today};

#[tokio::test]
async fn sending_an_empty_draft_names_everything_that_is_missing_at_once() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    let before = app.contents().await;
    let missing = [
        ("Say what you did", "draft"),
        ("Enter the first day of the work", "draft"),
        ("Enter the last day of the work", "draft"),
        ("Add at least one piece of evidence: a text, a link or a file", "evidence"),
    ];
    // It is said before anything is sent, with the page on which each is mended.
    let page = amara.page(&format!("{claim}/sending")).await;
    assert!(page.find_form("Send the claim").is_none());
    assert!(page.says("None yet"), "{}", page.text());
    for (words, mended_on) in missing {
        assert_eq!(page.link(words), format!("{claim}/{mended_on}"));
    }
    let answer = amara.post(&format!("{claim}/sending"), &[]).await;
    let errors = answer.page.errors();
    for (words, _) in missing {
        assert!(errors.iter().any(|error| error == words), "{words}: {errors:?}");
    }
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn who_goes_on_to_the_evidence_has_written_what_is_needed_and_who_leaves_may_leave_it_empty() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    let draft = format!("{claim}/draft");
    let needed = ["Say what you did", "Enter the first day of the work", "Enter the last day of the work"];
    let form = amara.page(&draft).await.form("Save and go on");
    let page = amara.submit(form.clone()).await.page;
    assert_eq!(page.errors(), needed);
    // What is there is kept, and what can't be read is said once.
    let page =
        amara.submit(page.form("Save and go on").fill("narrative", "A call.").fill("happened_from", "soon")).await.page;
    assert_eq!(page.errors(), ["Enter the first day of the work as a real date, like 27 March 2026", needed[2]]);
    assert_eq!(page.form("Save and go on").value("narrative").as_deref(), Some("A call."));
    let form = amara.page(&draft).await.form("Save and leave");
    amara.submit(form).await.must_say("The draft is saved.");
}

#[tokio::test]
async fn what_is_sent_is_shown_whole_and_what_was_chosen_is_kept() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &claim).await;
    steps::add_text(&mut amara, &claim).await;
    let page = amara.page(&format!("{claim}/sending")).await;
    for words in [NARRATIVE, "Attendance note", "Three points, redacted."] {
        assert!(page.says(words), "“{words}” is sent and not shown: {}", page.text());
    }
    let before = app.contents().await;
    let answer = amara.submit(page.form("Send the claim")).await;
    let (remove, choose) =
        ("Remove the names of clients and other people, then tick the declaration", "Choose who supervised this work");
    assert_eq!(answer.page.errors(), [remove, choose]);
    let form = steps::asking(&app, answer.page.form("Send the claim"), RUTH).await;
    let ruth = form.value("supervisor");
    let answer = amara.submit(form).await;
    assert_eq!(answer.page.errors(), [remove]);
    assert_eq!(answer.page.form("Send the claim").value("supervisor"), ruth);
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn what_is_sent_is_locked_until_it_is_taken_back() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    for page in ["draft", "evidence", "sending"] {
        assert_eq!(amara.get(&format!("{claim}/{page}")).await.path, claim, "{page} can still be opened");
    }
    let before = app.contents().await;
    let saved = amara.post(&format!("{claim}/draft"), &[("revision", "2"), ("narrative", "Changed.")]).await;
    saved.must_say("can’t be changed now");
    let added = amara.post(&format!("{claim}/evidence/text"), &[("title", "Late"), ("text", "Late")]).await;
    added.must_say("can’t be changed now");
    let uploaded = amara.upload(&format!("{claim}/evidence/file"), "late.txt", b"late").await;
    uploaded.must_say("can’t be changed now");
    assert_eq!(app.evidence_files(), Vec::<std::path::PathBuf>::new(), "a file that no row names is left");
    let evidence: String = app.one("SELECT id FROM evidence WHERE claim_id = $1", [claim[8..].into()]).await;
    let removed = amara.post(&format!("{claim}/evidence/{evidence}/removal"), &[]).await;
    removed.must_say("can’t be changed now");
    let deleted = amara.post(&format!("{claim}/deletion"), &[]).await;
    deleted.must_say("it stays in the record");
    assert_eq!(app.contents().await, before);

    let form = amara.page(&claim).await.form("Take it back");
    amara.submit(form).await.must_say("The claim is yours again");
    let again = amara.post(&format!("{claim}/taking-back"), &[]).await;
    again.must_say("There is nothing to take back");
    assert_eq!(amara.get(&format!("{claim}/draft")).await.path, format!("{claim}/draft"));
    // Sent once, it stays in the record.
    let deleted = amara.post(&format!("{claim}/deletion"), &[]).await;
    deleted.must_say("it stays in the record");
}

#[tokio::test]
async fn a_claim_sent_twice_makes_one_request() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let enrolment = app.enrolment(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &claim).await;
    steps::add_text(&mut amara, &claim).await;
    let form = amara.page(&format!("{claim}/sending")).await.form("Send the claim");
    let form = steps::asking(&app, form.tick("redacted", "yes"), RUTH).await;
    let mut same = amara.clone();
    let (one, other) = tokio::join!(amara.submit(form.clone()), same.submit(form.clone()));
    assert!([one.status, other.status].contains(&200), "{} {}", one.status, other.status);
    assert_eq!(one.path, other.path);
    amara.submit(form).await.must_say("Sent to Ruth Hale");
    let again = amara.post(&format!("{claim}/sending"), &[]).await;
    again.must_say("This claim has been sent already.");
    let requests: i64 = app.one("SELECT COUNT(*) FROM signing_request WHERE claim_id = $1", [claim[8..].into()]).await;
    assert_eq!(requests, 1);
}

/// What a supervisor signs is what the trainee looked at: evidence that comes in another window while the form waits for its
/// turn stops the sending.
#[tokio::test]
async fn a_claim_whose_evidence_changed_since_it_was_looked_at_is_not_sent() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let enrolment = app.enrolment(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &claim).await;
    steps::add_text(&mut amara, &claim).await;
    let form = amara.page(&format!("{claim}/sending")).await.form("Send the claim");
    let form = steps::asking(&app, form.tick("redacted", "yes"), RUTH).await;
    let answer = steps::while_held(&app, amara.submit(form), async |tx| {
        let text = "INSERT INTO evidence (id, claim_id, kind, title, content, sha256, salt, added_at)
             SELECT $1, claim_id, kind, 'Another note', content, sha256, salt, added_at FROM evidence WHERE claim_id = $2";
        let values = ["01a21381-0000-7000-8000-000000000001".into(), claim[8..].into()];
        tx.execute_raw(sql(tx, text, values)).await.unwrap();
    })
    .await;
    assert_eq!(
        answer.page.errors(),
        ["The claim has changed since you opened this page. Read it again before you send it"]
    );
    let sent: Vec<String> = app.column("SELECT id FROM signing_request WHERE claim_id = $1", [claim[8..].into()]).await;
    assert_eq!(sent, Vec::<String>::new());
    // As it is now, it is sent.
    steps::send(&app, &mut amara, &claim, RUTH).await.must_say("Sent to Ruth Hale");
}

#[tokio::test]
async fn what_changed_in_another_window_is_read_again_before_it_is_sent() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let enrolment = app.enrolment(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &claim).await;
    steps::add_text(&mut amara, &claim).await;
    let sending = format!("{claim}/sending");
    let open = amara.page(&sending).await.form("Send the claim");
    let open = steps::asking(&app, open.tick("redacted", "yes"), RUTH).await;
    let supervisor = open.value("supervisor");
    steps::add_text_called(&mut amara, &claim, "Another note").await;
    let answer = amara.submit(open).await;
    assert_eq!(
        answer.page.errors(),
        ["The claim has changed since you opened this page. Read it again before you send it"]
    );
    let again = answer.page.form("Send the claim");
    assert_eq!(again.value("supervisor"), supervisor);
    amara.submit(again).await.must_say("Sent to Ruth Hale.");
}

/// The form is posted while someone else holds the record: what was asked before that must be asked again.
#[tokio::test]
async fn a_claim_is_not_sent_to_whoever_supervises_no_longer_when_its_turn_comes() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let enrolment = app.enrolment(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &claim).await;
    steps::add_text(&mut amara, &claim).await;
    let form = amara.page(&format!("{claim}/sending")).await.form("Send the claim");
    let form = steps::asking(&app, form.tick("redacted", "yes"), RUTH).await;
    let answer = steps::while_held(&app, amara.submit(form), async |tx| {
        steps::end_supervision_behind(&app, tx, RUTH).await;
    })
    .await;
    answer.must_say("Nothing was sent: Ruth Hale no longer supervises you at Hale & Partners. Choose someone else.");
    let sent: Vec<String> = app.column("SELECT id FROM signing_request WHERE claim_id = $1", [claim[8..].into()]).await;
    assert_eq!(sent, Vec::<String>::new());
}

#[tokio::test]
async fn what_was_sent_is_not_offered_again_without_saying_so() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let with = "With Ruth Hale since 23 November 2026.";
    let portfolio = amara.page(&format!("/enrolments/{enrolment}/nodes/foundation-experience")).await;
    let row = portfolio.rows().into_iter().find(|row| row.contains(with));
    assert!(row.is_some_and(|row| !row.contains("Claim")), "{}", portfolio.text());
    let choose = amara.page(&format!("/claims/new?enrolment={enrolment}")).await;
    assert!(choose.rows().iter().any(|row| row.contains(with)), "{}", choose.text());
    let begin = amara.page(&format!("/claims/new?enrolment={enrolment}&outcome={LAST_OUTCOME}")).await;
    assert!(begin.says(&format!("You sent a claim of this outcome already. {with}")), "{}", begin.text());
    assert_eq!(begin.link("See that claim"), claim);
}

/// Where any two of many outcomes are enough, the others are still open when the person has gone on to another stage.
#[tokio::test]
async fn a_stage_without_outcomes_is_not_one_of_which_every_outcome_is_met() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(MINA).await;
    let (mut mina, mut karim) = (app.sign_in(MINA).await, app.sign_in(KARIM).await);
    for outcome in ["A1", "B1"] {
        let claim = steps::begin_claim(&mut mina, &enrolment, outcome).await;
        steps::write_draft(&mut mina, &claim).await;
        steps::add_text(&mut mina, &claim).await;
        steps::send(&app, &mut mina, &claim, KARIM).await.must_say("Sent to");
        let request = steps::open_request(&app, &claim).await;
        steps::find_met(&mut karim, &request).await.must_say("Signed as met.");
    }
    let choose = mina.page(&format!("/claims/new?enrolment={enrolment}")).await;
    assert!(!choose.says("Every outcome of your stage is met."), "{}", choose.text());
    assert!(choose.rows().iter().filter(|row| row.contains("Open")).count() >= 16, "{}", choose.text());
}

/// The days of the work are compared with when they worked there and who supervised them then: nobody signs that they saw what they
/// can't have seen.
#[tokio::test]
async fn work_is_sent_to_and_signed_by_who_supervised_on_one_of_its_days() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let since = today() - chrono::Days::new(10);
    let later = "UPDATE supervision SET from_on = $1 WHERE enrolment_id = $2 AND supervisor_id = $3";
    let values: [sea_orm::Value; 3] = [since.into(), enrolment.clone().into(), app.person(RUTH).await.into()];
    app.execute(later, values).await.unwrap();
    // Who had the role there before may have seen it too.
    let later = "UPDATE membership SET from_on = $1 WHERE person_id = $2";
    app.execute(later, [since.into(), app.person(RUTH).await.into()]).await.unwrap();
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    let write = async |amara: &mut tests::Visitor, day: chrono::NaiveDate| {
        let form = amara.page(&format!("{claim}/draft")).await.form("Save and go on");
        let form = form.fill("narrative", NARRATIVE).fill("happened_from", &day.to_string());
        amara.submit(form.fill("happened_until", &day.to_string())).await.must_say("What shows it?");
    };
    write(&mut amara, since - chrono::Days::new(1)).await;
    steps::add_text(&mut amara, &claim).await;
    let before = app.contents().await;
    let answer = steps::send(&app, &mut amara, &claim, RUTH).await;
    let errors = answer.page.errors();
    assert!(
        errors[0].starts_with("Ruth Hale was a supervisor at Hale & Partners from 13 November 2026 on."),
        "{errors:?}"
    );
    let form = answer.page.form("Send the claim");
    assert_eq!(form.value("redacted").as_deref(), Some("yes"), "what was typed is kept");
    assert_eq!(app.contents().await, before);
    steps::send(&app, &mut amara, &claim, JONAS).await.must_say("Sent to Jonas Brandt");

    // Who answers in his place can't say that she saw it either; she can say that she did not.
    let request = steps::open_request(&app, &claim).await;
    let mut ruth = app.sign_in(RUTH).await;
    let errors = steps::find_met(&mut ruth, &request).await.page.errors();
    assert!(errors[0].starts_with("You were a supervisor there from 13 November 2026 on,"), "{errors:?}");
    let form = ruth.page(&request).await.form("Sign and send");
    let form = form.fill("outcome", "declined").fill("reason", "did_not_supervise");
    ruth.submit(form).await.must_say("Not decided.");
    // Of the day on which she began she saw the rest.
    write(&mut amara, since).await;
    steps::send(&app, &mut amara, &claim, RUTH).await.must_say("Sent to Ruth Hale");
    let request = steps::open_request(&app, &claim).await;
    steps::find_met(&mut ruth, &request).await.must_say("Signed as met.");

    // Nor is it where they did not work then.
    let claim = steps::begin_claim(&mut amara, &enrolment, "segment-5-foundation").await;
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and go on");
    let form =
        form.fill("narrative", NARRATIVE).fill("happened_from", "2024-01-02").fill("happened_until", "2024-01-03");
    amara.submit(form).await.must_say("What shows it?");
    steps::add_text(&mut amara, &claim).await;
    let errors = steps::send(&app, &mut amara, &claim, JONAS).await.page.errors();
    assert!(errors[0].starts_with("You worked for Hale & Partners from 1 June 2025 on."), "{errors:?}");
}

/// A slip in the year is found three pages before somebody is chosen who could not have seen the work.
#[tokio::test]
async fn days_on_which_nobody_employed_the_trainee_are_told_with_the_draft() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &app.enrolment(AMARA).await, LAST_OUTCOME).await;
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and go on");
    let form = form.fill("narrative", "I wrote the letter.");
    let slip = form.clone().fill("happened_from", "2016-11-20").fill("happened_until", "2016-11-20");
    amara.submit(slip).await.must_say("no employment is on record for you on any of them");
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and go on");
    let right = form.fill("happened_from", "2026-11-20").fill("happened_until", "2026-11-20");
    assert!(!amara.submit(right).await.says("no employment is on record"));
}
