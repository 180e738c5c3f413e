//! What a supervisor decides, and what that fixes.

use crate::steps::{self, LAST_OUTCOME, NARRATIVE, state_of};
use tests::TestApp;
use tests::people::{AMARA, JONAS, KARIM, PRIYA, RUTH};

#[tokio::test]
async fn met_counts_and_the_claim_is_locked_for_good() {
    let app = TestApp::new().await;
    steps::show_competence(&app).await;
    assert_eq!(state_of(&app, LAST_OUTCOME).await, "met");
    let mut amara = app.sign_in(AMARA).await;
    let id: String = app
        .one("SELECT id FROM claim WHERE outcome = $1 AND narrative = $2", [LAST_OUTCOME.into(), NARRATIVE.into()])
        .await;
    let page = amara.page(&format!("/claims/{id}")).await;
    assert!(page.says("It is signed and locked."));
    let saved = amara.post(&format!("/claims/{id}/draft"), &[("revision", "2"), ("narrative", "Changed.")]).await;
    assert!(saved.path.starts_with(&format!("/claims/{id}")) && saved.says("can’t be changed now"), "{}", saved.path);
    assert!(saved.says("What you typed: “Changed.”"), "{}", saved.page.text());
    let back = amara.post(&format!("/claims/{id}/taking-back"), &[]).await;
    assert!(back.says("There is nothing to take back"));
}

#[tokio::test]
async fn each_answer_asks_for_its_own_words_and_keeps_what_was_typed() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let before = app.contents().await;
    let form = ruth.page(&request).await.form("Sign and send");
    assert_eq!(ruth.submit(form.clone()).await.page.errors(), ["Choose whether the outcome was met"]);
    for (outcome, error) in [
        ("met", "Say in a sentence what you saw"),
        ("partly_met", "Say what is missing, so that the trainee can put it right"),
        ("not_yet", "Say what would show the outcome"),
        ("declined", "Choose why you can’t say"),
    ] {
        let answer = ruth.submit(form.clone().fill("outcome", outcome)).await;
        assert_eq!(answer.page.errors(), [error], "{outcome}");
        assert_eq!(answer.page.form("Sign and send").value("outcome").as_deref(), Some(outcome));
    }
    let long = "x".repeat(5_001);
    let answer = ruth.submit(form.fill("outcome", "met").fill("comment", &long).fill("missing", &long)).await;
    assert_eq!(answer.page.errors().len(), 3, "both too long, and one contradicts the answer");
    assert_eq!(answer.page.form("Sign and send").value("comment").unwrap().trim(), long);
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn what_belongs_to_another_answer_is_never_dropped_unsaid() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let form = ruth.page(&request).await.form("Sign and send");
    let form = form.fill("comment", "I saw it.").fill("missing", "The letter.");
    let answer = ruth.submit(form.clone().fill("outcome", "met").fill("reason", "not_authorised")).await;
    assert_eq!(
        answer.page.errors(),
        [
            "This belongs to “Partly met”: choose that answer, or take this out",
            "This belongs to “I can’t say”: choose that answer, or take the reason out",
        ]
    );
    assert_eq!(answer.page.form("Sign and send").value("missing").unwrap().trim(), "The letter.");
    ruth.submit(form.fill("outcome", "partly_met")).await.must_say("Signed as partly met.");
}

#[tokio::test]
async fn what_the_outcome_means_stands_with_what_is_signed_and_the_list_begins_with_what_changed_last() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let meaning = "What it means: ";
    let enrolment = app.enrolment(AMARA).await;
    let begin = format!("/claims/new?enrolment={enrolment}&outcome={LAST_OUTCOME}");
    assert!(amara.page(&begin).await.says(meaning));
    let claim = steps::sent_claim(&app, &mut amara).await;
    app.pass(chrono::Duration::minutes(1));
    let other = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    assert!(amara.page(&format!("{other}/draft")).await.says(meaning));
    app.pass(chrono::Duration::minutes(1));
    let request = steps::open_request(&app, &claim).await;
    let page = ruth.page(&request).await;
    assert!(page.says(meaning), "{}", page.text());
    // The title of the segment is ours, and whoever signs reads so before.
    let ours = "CILEX’s page gives this segment no heading. The title used here is ours.";
    assert!(amara.page(&begin).await.says(ours));
    assert!(page.says(ours), "{}", page.text());
    ruth.submit(page.form("Sign and send").fill("outcome", "met").fill("comment", "I saw it.")).await;
    let list = amara.page("/claims").await;
    let (decided, drafted) = (list.html().find(&claim), list.html().find(&other));
    assert!(decided.unwrap() < drafted.unwrap(), "a decision is a change");
}

#[tokio::test]
async fn every_answer_but_met_can_be_answered_and_none_of_them_counts() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    for (outcome, field, words, said) in [
        ("partly_met", "missing", "The letter itself.", "Partly met"),
        ("not_yet", "comment", "Do it once on your own.", "Not yet"),
        ("declined", "reason", "did_not_supervise", "I did not supervise this work"),
    ] {
        let request = steps::open_request(&app, &claim).await;
        let form = ruth.page(&request).await.form("Sign and send");
        let answer = ruth.submit(form.fill("outcome", outcome).fill(field, words)).await;
        assert_eq!(answer.path, "/queue", "{}", answer.page.text());
        let page = amara.page(&claim).await;
        assert!(page.says(said), "the trainee is not told “{said}”: {}", page.text());
        assert!(field == "reason" || page.says(words), "the trainee does not read “{words}”");
        assert_ne!(state_of(&app, LAST_OUTCOME).await, "met", "{outcome} counts");
        // Answered without a change: what counts is that it can be sent again.
        steps::send(&app, &mut amara, &claim, RUTH).await.must_say("Sent to Ruth Hale");
    }
    let request = steps::open_request(&app, &claim).await;
    steps::find_met(&mut ruth, &request).await.must_say("Signed as met.");
    assert_eq!(state_of(&app, LAST_OUTCOME).await, "met");
    // Every round stays in the record.
    let decisions: i64 = app
        .one(
            "SELECT COUNT(*) FROM signature d JOIN signing_request q ON q.id = d.request_id WHERE q.claim_id = $1",
            [claim[8..].into()],
        )
        .await;
    assert_eq!(decisions, 4);
    let page = amara.page(&claim).await;
    assert!(
        page.says("for the fourth time") && page.says("Your claim") && page.says("What you wrote"),
        "{}",
        page.text()
    );
    assert!(!page.says("Claim of Amara Osei") && !page.says("What Amara Osei says"), "{}", page.text());
    for earlier in ["partly met", "not yet", "not decided"] {
        assert!(page.says(&format!("Sent 23 November 2026, {earlier}")), "{earlier}: {}", page.text());
    }
    assert!(page.has_link("See where you are"));
    // Whoever else reads it is told who wrote it.
    assert!(ruth.page(&claim).await.says("What Amara Osei says"));
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_wins_and_the_other_is_shown_what_happened() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let (mut ruth, mut jonas) = (app.sign_in(RUTH).await, app.sign_in(JONAS).await);
    let of_ruth = ruth.page(&request).await.form("Sign and send");
    let of_jonas = jonas.page(&request).await.form("Sign and send");
    let (of_ruth, of_jonas) = tokio::join!(
        ruth.submit(of_ruth.fill("outcome", "met").fill("comment", "I heard the call.")),
        jonas.submit(of_jonas.fill("outcome", "not_yet").fill("comment", "I was not there."))
    );
    let decided: String = app.one("SELECT p.name FROM signature d JOIN person p ON p.id = d.person_id JOIN signing_request q ON q.id = d.request_id WHERE q.claim_id = $1", [claim[8..].into()]).await;
    let (won, lost) = if decided == "Ruth Hale" { (of_ruth, of_jonas) } else { (of_jonas, of_ruth) };
    assert_eq!(won.path, "/queue");
    assert_eq!(lost.path, request);
    let what = if decided == "Ruth Hale" { "met" } else { "not yet" };
    lost.must_say(&format!("{decided} decided this claim before you: {what}. Nothing was saved."));
}

#[tokio::test]
async fn a_decision_sent_twice_is_made_once() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let form = ruth.page(&request).await.form("Sign and send").fill("outcome", "met").fill("comment", "I saw it.");
    let in_another_window = ruth.page(&request).await.form("Sign and send");
    ruth.submit(form.clone()).await.must_say("Signed as met.");
    let before = app.contents().await;
    // The same form is answered as the first time; another one that was open says what happened.
    ruth.submit(form).await.must_say("Signed as met.");
    assert_eq!(app.contents().await, before);
    let again = ruth.submit(in_another_window).await;
    again.must_say("You have answered this claim already. What you signed then stands.");
}

#[tokio::test]
async fn what_was_taken_back_can_not_be_decided() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let form = ruth.page(&request).await.form("Sign and send");
    let back = amara.page(&claim).await.form("Take it back");
    amara.submit(back).await.must_say("The claim is yours again");
    let answer = ruth.submit(form.fill("outcome", "met").fill("comment", "I saw it.")).await;
    answer.must_say("The trainee took this claim back. Nothing was saved.");
    assert!(ruth.page(&request).await.says("There is nothing to decide."));
}

#[tokio::test]
async fn a_colleague_who_does_not_supervise_reads_but_can_not_decide() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let fields = [("outcome", "met"), ("comment", "x")];
    let mut priya = app.sign_in(PRIYA).await;
    assert!(priya.page(&request).await.find_form("Sign and send").is_none());
    assert_eq!(priya.post(&request, &fields).await.status, 403);
    let mut karim = app.sign_in(KARIM).await;
    assert_eq!(karim.get(&request).await.status, 404);
    assert_eq!(karim.post(&request, &fields).await.status, 404);
    assert_eq!(amara.post(&request, &fields).await.status, 404);
}

/// The form is posted while someone else holds the record: what was asked before that must be asked again.
#[tokio::test]
async fn whoever_supervises_no_longer_when_their_turn_comes_decides_nothing() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let form = ruth.page(&request).await.form("Sign and send");
    let form = form.fill("outcome", "met").fill("comment", "I heard the call.");
    let answer = steps::while_held(&app, ruth.submit(form), async |tx| {
        steps::end_supervision_behind(&app, tx, RUTH).await;
    })
    .await;
    assert_eq!(answer.status, 404, "{}", answer.page.text());
    let decided: Vec<String> =
        app.column("SELECT request_id FROM signature WHERE request_id = $1", [request[7..].into()]).await;
    assert_eq!(decided, Vec::<String>::new());
}

#[tokio::test]
async fn what_the_end_of_an_employment_closed_is_not_said_to_be_taken_back() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let form = ruth.page(&request).await.form("Sign and send");
    let closed = "INSERT INTO signing_end (request_id, reason, ended_on, ended_at)
        SELECT id, 'employment_ended', sent_on, sent_at FROM signing_request WHERE id = $1";
    let id = request[7..].to_owned();
    app.execute(closed, [id.clone().into()]).await.unwrap();
    app.execute("UPDATE signing_request SET is_open = $2 WHERE id = $1", [id.into(), false.into()]).await.unwrap();
    let answer = ruth.submit(form.fill("outcome", "met").fill("comment", "I saw it.")).await;
    assert!(!answer.says("took this claim back"), "{}", answer.page.text());
    answer.must_say("This claim was closed: the trainee no longer works for Hale & Partners. Nothing was saved.");
}

#[tokio::test]
async fn a_long_queue_comes_in_pages_the_oldest_first() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let listed = |page: &tests::Page| page.links().iter().filter(|(_, to)| to.starts_with("/queue/")).count();
    let waiting = listed(&ruth.page("/queue").await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let (_, id) = claim.rsplit_once('/').unwrap();
    for n in 0..60 {
        let copy = format!("01a21381-0000-7000-8000-{n:012}");
        let values: [sea_orm::Value; 2] = [copy.into(), id.into()];
        for insert in [
            "INSERT INTO claim (id, enrolment_id, trainee_id, outcome, narrative, happened_from, happened_until, redacted, revision, created_at, changed_at)
             SELECT $1, enrolment_id, trainee_id, outcome, narrative, happened_from, happened_until, redacted, revision, created_at, changed_at FROM claim WHERE id = $2",
            "INSERT INTO signing_request (id, enrolment_id, trainee_id, subject, node, claim_id, round, employer_id, person_id, shown, shown_sha256, happened_from, happened_until, sent_at, sent_on, is_open)
             SELECT $1, enrolment_id, trainee_id, subject, node, $1, round, employer_id, person_id, shown, shown_sha256, happened_from, happened_until, sent_at, sent_on, is_open FROM signing_request WHERE claim_id = $2",
        ] {
            app.execute(insert, values.clone()).await.unwrap();
        }
    }
    let first = ruth.page("/queue").await;
    assert!(first.says(&format!("{} requests wait, the oldest first.", waiting + 61)), "{}", first.text());
    assert_eq!(listed(&first), 50);
    let second = ruth.page(&first.link("Next page")).await;
    assert_eq!(listed(&second), waiting + 11);
    assert!(second.says(&format!("{} requests wait", waiting + 61)) && !second.has_link("Next page"));
    assert_eq!(second.link("First page"), "/queue");
}

/// What the trainee wrote comes first; what the body has not published is folded below it.
#[tokio::test]
async fn nothing_stands_between_a_signer_and_the_words_of_the_trainee() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let page = ruth.page(&steps::open_request(&app, &claim).await).await;
    let text = page.text();
    let [words, meaning, unpublished] =
        [NARRATIVE, "What it means", "What the body has not published"].map(|one| text.find(one).unwrap());
    assert!(words < meaning && meaning < unpublished, "{text}");
    let summary = page.html().find("<summary>What the body has not published").is_some();
    assert!(summary, "{text}");
}

#[tokio::test]
async fn who_signs_may_go_on_to_the_next_request_that_waits() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let mut seen = vec![request.clone()];
    let mut next = ruth.page(&request).await;
    while let Some(form) = next.find_form("Sign, and next") {
        assert!(next.has_link("Impact and communication"), "the others are listed beside it: {}", next.text());
        let signed = ruth.submit(form.fill("outcome", "met").fill("comment", "I saw it.")).await;
        assert!(signed.says("Signed as met."), "{}", signed.page.text());
        assert!(!seen.contains(&signed.path), "{} was signed before", signed.path);
        seen.push(signed.path.clone());
        next = signed.page;
    }
    assert!(seen.len() > 1, "only one waited");
    // The last one leads back to the queue.
    let form = next.form("Sign and send");
    let signed = ruth.submit(form.fill("outcome", "met").fill("comment", "I saw it.")).await;
    assert_eq!(signed.path, "/queue");
}

/// An error of another answer is hidden with its field; what was sent with another answer stays in sight to be taken out.
#[tokio::test]
async fn only_what_was_sent_with_another_answer_stays_beside_a_signature() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let form = ruth.page(&steps::open_request(&app, &claim).await).await.form("Sign and send");
    let classes = |page: &tests::Page| -> Vec<String> {
        let all = page.elements().flat_map(|(_, attributes)| attributes);
        let classes = all.filter(|(name, value)| name == "class" && value.contains("is-left"));
        classes.map(|(_, value)| value.clone()).collect()
    };
    let silent = ruth.submit(form.clone().fill("outcome", "declined")).await;
    assert_eq!(classes(&silent.page), [""; 0]);
    let both = ruth.submit(form.fill("outcome", "met").fill("comment", "Seen.").fill("missing", "A letter.")).await;
    assert_eq!(classes(&both.page), ["when when-partly is-left"]);
}
