//! A claim until it is decided: drafts, sending, taking back.

use crate::steps::{self, LAST_OUTCOME, NARRATIVE, VERIFICATION};
use app::error::AppError;
use app::features::enrolments::store::subject;
use app::features::journal::store::{self as journal, Stamp};
use app::features::sign_off::shown::Shown;
use app::features::sign_off::store::{self, requests};
use axum::body::Body;
use domain::access::{Actor, actions, permit};
use domain::ids::{ClaimId, PersonId};
use http::{Request, header};
use std::time::Duration;
use tests::people::{AMARA, LEO, PRIYA, RUTH, TOMAS};
use tests::{TestApp, encoded, today};

#[tokio::test]
async fn a_form_sent_twice_begins_one_claim() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let page = amara
        .page(&format!("/claims/new?enrolment={enrolment}&outcome={LAST_OUTCOME}"))
        .await;
    let first = amara.submit(page.form("Begin")).await;
    let second = amara.submit(page.form("Begin")).await;
    assert_eq!(first.path, second.path);
    let begun: i64 = app.one("SELECT COUNT(*) FROM claim WHERE narrative = ''", []).await;
    assert_eq!(begun, 1);
}

/// The second post comes while the first one has written but not committed: only the database can tell them apart.
#[tokio::test]
async fn a_form_sent_again_while_the_first_is_under_way_leads_where_that_one_does() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let form = amara
        .page(&format!("/claims/new?enrolment={enrolment}&outcome={LAST_OUTCOME}"))
        .await
        .form("Begin");
    let before: i64 = app.one("SELECT COUNT(*) FROM claim", []).await;
    let tx = app.db().begin().await.unwrap();
    let first = Stamp {
        by: Some(PersonId::from(app.person(AMARA).await)),
        at: app.state.clock.now(),
        on: today(),
    };
    let key = form.value("form_key").unwrap();
    let led = journal::submit_once(&tx, &first, &key, "/claims").await.unwrap();
    assert_eq!(led, None);
    let (second, ()) = tokio::join!(amara.submit(form), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        tx.commit().await.unwrap();
    });
    assert_eq!((second.status, second.path.as_str()), (200, "/claims"));
    assert_eq!(app.one::<i64>("SELECT COUNT(*) FROM claim", []).await, before);
}

#[tokio::test]
async fn a_form_key_of_64_characters_is_taken_and_a_longer_one_is_malformed() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    for (length, status) in [(64, 200), (65, 400), (8_000, 400)] {
        let key = "é".repeat(length);
        let fields = [
            ("enrolment", enrolment.as_str()),
            ("outcome", LAST_OUTCOME),
            ("form_key", &key),
        ];
        let answer = amara.post("/api/begin-claim", &fields).await;
        assert_eq!(answer.status, status, "{length}: {}", answer.page.text());
    }
}

#[tokio::test]
async fn a_draft_may_be_left_unfinished_and_is_kept() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and leave");
    let text = "Half a <b>sentence</b> & \"quotes\"\nand a second line";
    amara
        .submit(form.fill("narrative", text))
        .await
        .must_say("The draft is saved.");
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and leave");
    assert_eq!(form.value("narrative").unwrap().trim(), text);
}

#[tokio::test]
async fn a_draft_with_wrong_dates_comes_back_with_everything_typed() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    let before = app.contents().await;
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and go on");
    let form = form
        .fill("narrative", &"x".repeat(10_001))
        .fill("happened_from", "31 February 2026")
        .fill("happened_until", "soon");
    let answer = amara.submit(form).await;
    assert_eq!(answer.page.errors().len(), 3, "{:?}", answer.page.errors());
    assert!(answer.page.text_in("title").starts_with("Error:"));
    let form = answer.page.form("Save and go on");
    assert_eq!(form.value("happened_from").unwrap(), "31 February 2026");
    assert_eq!(form.value("happened_until").unwrap(), "soon");
    assert_eq!(form.value("narrative").unwrap().trim().len(), 10_001);
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn what_is_saved_over_a_newer_draft_is_refused_and_kept_to_be_saved_again() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    let draft = format!("{claim}/draft");
    let (first, second) = (
        amara.page(&draft).await.form("Save and leave"),
        amara.page(&draft).await.form("Save and leave"),
    );
    amara
        .submit(first.fill("narrative", "Written in one window."))
        .await
        .must_say("The draft is saved.");
    let answer = amara.submit(second.fill("narrative", "Written in another.")).await;
    assert!(
        answer.page.errors()[0].contains("This draft was changed in another window."),
        "{:?}",
        answer.page.errors()
    );
    let again = answer.page.form("Save and leave");
    assert_eq!(again.value("narrative").unwrap().trim(), "Written in another.");
    let stored: String = app
        .one("SELECT narrative FROM claim WHERE id = $1", [claim[8..].into()])
        .await;
    assert_eq!(stored, "Written in one window.");
    amara.submit(again).await.must_say("The draft is saved.");
    let stored: String = app
        .one("SELECT narrative FROM claim WHERE id = $1", [claim[8..].into()])
        .await;
    assert_eq!(stored, "Written in another.");
}

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
        (
            "Add at least one piece of evidence: a text, a link or a file",
            "evidence",
        ),
    ];
    // It is said before anything is sent, with the page on which each is mended.
    let page = amara.page(&format!("{claim}/sending")).await;
    assert!(page.find_form("Send the claim").is_none());
    assert!(page.says("None yet"), "{}", page.text());
    for (words, mended_on) in missing {
        assert_eq!(page.link(words), format!("{claim}/{mended_on}"));
    }
    let answer = amara.post("/api/send-claim", &[("claim", &claim[8..])]).await;
    let errors = answer.page.errors();
    for (words, _) in missing {
        assert!(errors.iter().any(|error| error == words), "{words}: {errors:?}");
    }
    assert_eq!(app.contents().await, before);
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
    let (remove, choose) = (
        "Remove the names of clients and other people, then tick the declaration",
        "Choose who supervised this work",
    );
    assert_eq!(answer.page.errors(), [remove, choose]);
    let form = steps::asking(&app, answer.page.form("Send the claim"), RUTH).await;
    let ruth = form.value("supervisor");
    let answer = amara.submit(form).await;
    assert_eq!(answer.page.errors(), [remove]);
    assert_eq!(answer.page.form("Send the claim").value("supervisor"), ruth);
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn work_that_is_still_to_come_can_not_be_claimed() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and go on");
    let form = form.fill("narrative", NARRATIVE);
    let before = app.contents().await;
    let in_days = |days: i64| (today() + chrono::Duration::days(days)).to_string();
    let (first, last) = (
        "Choose a first day that is not in the future: only work that is done can be claimed",
        "Choose a last day that is not in the future: only work that is done can be claimed",
    );
    for (from, until, errors) in [
        (0, 1, vec![last]),
        (1, 1, vec![first, last]),
        (1, 0, vec![first, "Choose a last day on or after the first day"]),
        (
            3,
            2,
            vec![
                first,
                "Choose a last day that is on or after the first day and not in the future",
            ],
        ),
    ] {
        let days = form.clone().fill("happened_from", &in_days(from));
        let answer = amara.submit(days.fill("happened_until", &in_days(until))).await;
        assert_eq!(answer.page.errors(), errors, "{from} {until}");
        let again = answer.page.form("Save and go on");
        assert_eq!(again.value("happened_until"), Some(in_days(until)), "{from} {until}");
    }
    assert_eq!(app.contents().await, before);
    // What is saved while it is written may be in the middle of a change: it is kept, said, and not sent.
    let fields = [
        ("claim", claim[8..].to_owned()),
        ("revision", form.value("revision").unwrap()),
        ("narrative", String::from(NARRATIVE)),
        ("happened_from", in_days(0)),
        ("happened_until", in_days(1)),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    // As the island asks for it.
    let request = Request::post("/api/autosave-draft")
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let saved = amara.run(request.body(Body::from(encoded(&fields))).unwrap()).await;
    assert_eq!(saved.status, 200);
    let saved: serde_json::Value = serde_json::from_slice(&saved.bytes).unwrap();
    assert_eq!(saved["but"], format!("{last}."));
    steps::add_text(&mut amara, &claim).await;
    let page = amara.page(&format!("{claim}/sending")).await;
    assert_eq!(page.link(last), format!("{claim}/draft"));
    assert!(page.find_form("Send the claim").is_none());
    let answer = amara.post("/api/send-claim", &[("claim", &claim[8..])]).await;
    assert!(
        answer.page.errors().iter().any(|error| error == last),
        "{:?}",
        answer.page.errors()
    );
}

#[tokio::test]
async fn what_is_sent_is_locked_until_it_is_taken_back() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let id = claim.strip_prefix("/claims/").unwrap().to_owned();
    for page in ["draft", "evidence", "sending"] {
        assert_eq!(
            amara.get(&format!("{claim}/{page}")).await.path,
            claim,
            "{page} can still be opened"
        );
    }
    let before = app.contents().await;
    let saved = amara
        .post(
            "/api/save-draft",
            &[("claim", &id), ("revision", "2"), ("narrative", "Changed.")],
        )
        .await;
    assert_eq!(saved.status, 409);
    let added = amara
        .post(
            "/api/add-evidence",
            &[("claim", &id), ("kind", "text"), ("title", "Late"), ("text", "Late")],
        )
        .await;
    added.must_say("can’t be changed now");
    let uploaded = amara.upload(&format!("/api{claim}/files"), "late.txt", b"late").await;
    uploaded.must_say("can’t be changed now");
    assert_eq!(
        app.evidence_files(),
        Vec::<std::path::PathBuf>::new(),
        "a file that no row names is left"
    );
    let evidence: String = app
        .one("SELECT id FROM evidence WHERE claim_id = $1", [id.clone().into()])
        .await;
    let removed = amara
        .post("/api/remove-evidence", &[("claim", &id), ("evidence", &evidence)])
        .await;
    removed.must_say("can’t be changed now");
    let deleted = amara.post("/api/delete-claim", &[("claim", &id)]).await;
    deleted.must_say("it stays in the record");
    assert_eq!(app.contents().await, before);

    let form = amara.page(&claim).await.form("Take it back");
    amara.submit(form.clone()).await.must_say("The claim is yours again");
    amara.submit(form).await.must_say("There is nothing to take back");
    assert_eq!(
        amara.get(&format!("{claim}/draft")).await.path,
        format!("{claim}/draft")
    );
    // Sent once, it stays in the record.
    let deleted = amara.post("/api/delete-claim", &[("claim", &id)]).await;
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
    assert!(
        [one.status, other.status].contains(&200),
        "{} {}",
        one.status,
        other.status
    );
    amara.submit(form).await.must_say("This claim has been sent already.");
    let requests: i64 = app
        .one(
            "SELECT COUNT(*) FROM claim_request WHERE claim_id = $1",
            [claim[8..].into()],
        )
        .await;
    assert_eq!(requests, 1);
}

#[tokio::test]
async fn a_draft_that_was_never_sent_can_be_deleted_and_is_then_gone() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    let form = amara.page(&format!("{claim}/deletion")).await.form("Delete the draft");
    amara.submit(form).await.must_say("The draft is deleted.");
    assert_eq!(amara.get(&claim).await.status, 404);
    assert_eq!(amara.get(&format!("{claim}/draft")).await.status, 404);
}

#[tokio::test]
async fn a_draft_is_nobody_elses_business() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &claim).await;
    steps::add_text(&mut amara, &claim).await;
    let evidence: String = app
        .one("SELECT id FROM evidence WHERE claim_id = $1", [claim[8..].into()])
        .await;
    for address in [RUTH, PRIYA, TOMAS, LEO] {
        let mut other = app.sign_in(address).await;
        assert_eq!(other.get(&claim).await.status, 404, "{address} sees the claim");
        let file = format!("{claim}/evidence/{evidence}");
        assert_eq!(other.get(&file).await.status, 404, "{address} sees the evidence");
        let record = other.get(&format!("/enrolments/{enrolment}/record")).await;
        assert!(
            !record.says("Began a claim"),
            "{address} sees in the record that it was begun"
        );
        let node = other
            .get(&format!("/enrolments/{enrolment}/nodes/{LAST_OUTCOME}"))
            .await;
        assert!(
            !node.says("I explained an offer"),
            "{address} reads the beginning of the draft"
        );
    }
}

#[tokio::test]
async fn only_an_outcome_can_be_claimed() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let fields = [("enrolment", enrolment.as_str()), ("form_key", "k")];
    for (node, status) in [("F01", 400), (VERIFICATION, 400), ("no-such-outcome", 404), ("", 404)] {
        let answer = amara
            .post("/api/begin-claim", &[&fields[..], &[("outcome", node)]].concat())
            .await;
        assert_eq!(answer.status, status, "{node}");
    }
}

/// What a supervisor signs is what the trainee looked at: evidence that came or went in another window stops the sending.
#[tokio::test]
async fn a_claim_whose_evidence_changed_since_it_was_looked_at_is_not_sent() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let enrolment = app.enrolment(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &claim).await;
    let id = ClaimId::parse(claim.strip_prefix("/claims/").unwrap()).unwrap();
    let looked_at = store::claim(app.db().read(), &id).await.unwrap();
    let shown = Shown {
        framework: String::from("cpq 2021-06"),
        outcome: looked_at.outcome.clone(),
        outcome_title: String::from("Impact and communication"),
        meaning: None,
        trainee: String::from("Amara Osei"),
        narrative: looked_at.narrative.clone(),
        happened_from: today(),
        happened_until: today(),
        redacted: true,
        evidence: Vec::new(),
        sent_on: today(),
    };
    steps::add_text(&mut amara, &claim).await;
    let own = Actor {
        person: looked_at.trainee.clone(),
        memberships: Vec::new(),
    };
    let subject = subject(app.db().read(), &looked_at.enrolment, today()).await.unwrap();
    let permit = permit(&own, actions::WriteClaim, &subject).unwrap();
    let stamp = Stamp {
        by: Some(own.person),
        at: app.state.clock.now(),
        on: today(),
    };
    let askable = store::askable(app.db().read(), &looked_at.enrolment, today())
        .await
        .unwrap();
    let ruth = askable.into_iter().find(|one| one.name == "Ruth Hale").unwrap();
    let before = app.contents().await;
    let tx = app.db().begin().await.unwrap();
    let sent = requests::send(&tx, &permit, &stamp, &looked_at, &ruth, &shown).await;
    assert!(matches!(sent, Err(AppError::Conflict(_))), "{sent:?}");
    drop(tx);
    assert_eq!(app.contents().await, before);
    // As it is now, it is sent.
    steps::send(&app, &mut amara, &claim, RUTH)
        .await
        .must_say("Sent to Ruth Hale");
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
    steps::add_text(&mut amara, &claim).await;
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
    let sent: Vec<String> = app
        .column("SELECT id FROM claim_request WHERE claim_id = $1", [claim[8..].into()])
        .await;
    assert_eq!(sent, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_open_now_comes_first_and_the_bare_address_leads_there_too() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let page = amara.page("/claims/new").await;
    assert!(page.says("Which outcome does the work show?"), "{}", page.text());
    let html = page.html();
    let folded = html.find("<details").expect("nothing is folded");
    let place = |words: &str| html.find(words).unwrap();
    assert!(
        place(&format!("outcome={LAST_OUTCOME}")) < folded,
        "what is missing now is folded"
    );
    assert!(
        place("Advanced") > folded,
        "a later stage stands before the present one"
    );
    // A search looks through all of them.
    let found = amara.page("/claims/new?q=Advanced").await;
    assert!(found.says("seen at work at Advanced") && !found.html().contains("more, met already"));
}
