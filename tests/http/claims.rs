//! A claim until it is sent: begun, drafted, changed in two windows, deleted.

use crate::steps::{self, LAST_OUTCOME, NARRATIVE, VERIFICATION};
use app::web::db::sql;
use axum::body::Body;
use http::{Request, header};
use sea_orm::ConnectionTrait;
use std::time::Duration;
use tests::people::{AMARA, LEO, PRIYA, RUTH, TOMAS};
use tests::{TestApp, encoded, today};

#[tokio::test]
async fn a_form_sent_twice_begins_one_claim() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let page = amara.page(&format!("/claims/new?enrolment={enrolment}&outcome={LAST_OUTCOME}")).await;
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
    let form = amara.page(&format!("/claims/new?enrolment={enrolment}&outcome={LAST_OUTCOME}")).await.form("Begin");
    let before: i64 = app.one("SELECT COUNT(*) FROM claim", []).await;
    let sheet = form.value("form").unwrap();
    let tx = app.db().begin().await.unwrap();
    let first = "INSERT INTO sent_form (key, person_id, location, typed, sent_at) VALUES ($1, $2, '/claims', '', $3)";
    let values =
        [sheet.split('.').next().unwrap().into(), app.person(AMARA).await.into(), app.state.clock.now().into()];
    tx.execute_raw(sql(&tx, first, values)).await.unwrap();
    let (second, ()) = tokio::join!(amara.submit(form), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        tx.commit().await.unwrap();
    });
    assert!(second.status == 200 && second.path.starts_with("/claims"), "{}", second.path);
    assert_eq!(app.one::<i64>("SELECT COUNT(*) FROM claim", []).await, before);
}

#[tokio::test]
async fn a_sheet_that_was_not_handed_out_begins_no_claim() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let sheet = amara
        .page(&format!("/claims/new?enrolment={enrolment}&outcome={LAST_OUTCOME}"))
        .await
        .form("Begin")
        .value("form")
        .unwrap();
    let before = app.contents().await;
    let other_key = format!("00000000-0000-4000-8000-000000000000{}", &sheet[36..]);
    for sheet in ["", "k", &sheet[1..], &other_key, &"é".repeat(8_000)] {
        let fields = [("enrolment", enrolment.as_str()), ("outcome", LAST_OUTCOME), ("form", sheet)];
        let answer = amara.post("/claims/new", &fields).await;
        assert_eq!(answer.status, 400, "{sheet}: {}", answer.page.text());
    }
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn a_draft_may_be_left_unfinished_and_is_kept() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and leave");
    let text = "Half a <b>sentence</b> & \"quotes\"\nand a second line";
    amara.submit(form.fill("narrative", text)).await.must_say("The draft is saved.");
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
    let (first, second) =
        (amara.page(&draft).await.form("Save and leave"), amara.page(&draft).await.form("Save and leave"));
    amara.submit(first.fill("narrative", "Written in one window.")).await.must_say("The draft is saved.");
    let answer = amara.submit(second.fill("narrative", "Written in another.")).await;
    assert!(
        answer.page.errors()[0].contains("This draft was changed in another window."),
        "{:?}",
        answer.page.errors()
    );
    let again = answer.page.form("Save and leave");
    assert_eq!(again.value("narrative").unwrap().trim(), "Written in another.");
    let stored: String = app.one("SELECT narrative FROM claim WHERE id = $1", [claim[8..].into()]).await;
    assert_eq!(stored, "Written in one window.");
    amara.submit(again).await.must_say("The draft is saved.");
    let stored: String = app.one("SELECT narrative FROM claim WHERE id = $1", [claim[8..].into()]).await;
    assert_eq!(stored, "Written in another.");
}

#[tokio::test]
async fn each_of_two_windows_shows_its_own_text_and_errors_however_often_it_is_read() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    let mut windows = Vec::new();
    for (text, day) in [("Written in one window.", "31 February 2026"), ("Written in another.", "")] {
        let form = amara.page(&format!("{claim}/draft")).await.form("Save and go on");
        let form = form.fill("narrative", text).fill("happened_from", day).fill("happened_until", "soon");
        let key = form.value("form").unwrap()[..36].to_owned();
        let answer = amara.submit(form).await;
        windows.push((format!("{claim}/draft?form={key}"), text, answer.page.errors()));
    }
    assert_ne!(windows[0].2, windows[1].2);
    for _ in 0..2 {
        for (address, text, errors) in &windows {
            let page = amara.page(address).await;
            assert_eq!(page.form("Save and go on").value("narrative").unwrap().trim(), *text);
            assert_eq!(page.errors(), *errors);
        }
    }
}

#[tokio::test]
async fn a_claim_on_paper_says_whose_it_is() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let page = amara.page(&claim).await;
    let heading = page.text_in("h1");
    assert!(heading.ends_with(": claim of Amara Osei"), "{heading}");
}

/// A browser may show the page as it was: what is written on there is saved and not taken for the same text sent twice.
#[tokio::test]
async fn a_draft_that_was_saved_can_be_gone_back_to_and_saved_again() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and leave");
    let first = form.clone().fill("narrative", "First.");
    for _ in 0..2 {
        amara.submit(first.clone()).await.must_say("The draft is saved.");
    }
    let answer = amara.submit(form.fill("narrative", "Second.")).await;
    assert!(
        answer.page.errors()[0].contains("This draft was changed in another window."),
        "{:?}",
        answer.page.errors()
    );
    let again = answer.page.form("Save and leave");
    let key = again.value("form").unwrap()[..36].to_owned();
    amara.submit(again).await.must_say("The draft is saved.");
    let stored: String = app.one("SELECT narrative FROM claim WHERE id = $1", [claim[8..].into()]).await;
    assert_eq!(stored, "Second.");
    let page = amara.page(&format!("{claim}/draft?form={key}")).await;
    assert!(page.errors().is_empty(), "what was wrong before is shown again");
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
        (3, 2, vec![first, "Choose a last day that is on or after the first day and not in the future"]),
    ] {
        let days = form.clone().fill("happened_from", &in_days(from));
        let answer = amara.submit(days.fill("happened_until", &in_days(until))).await;
        assert_eq!(answer.page.errors(), errors, "{from} {until}");
        let again = answer.page.form("Save and go on");
        assert_eq!(again.value("happened_until"), Some(in_days(until)), "{from} {until}");
    }
    assert_eq!(app.contents().await, before);
    // What is saved while it is written may be in the middle of a change: it is kept, said, and not sent.
    let mut forms = amara.page(&format!("{claim}/draft")).await.forms().into_iter();
    let autosave = forms.find(|form| form.action.ends_with("/autosave")).unwrap();
    let fields = [
        ("form", autosave.value("form").unwrap()),
        ("revision", form.value("revision").unwrap()),
        ("narrative", String::from(NARRATIVE)),
        ("happened_from", in_days(0)),
        ("happened_until", in_days(1)),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    // As the island asks for it.
    let request = Request::post(autosave.action.as_str())
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let saved = amara.run(request.body(Body::from(encoded(&fields))).unwrap()).await;
    assert_eq!(saved.status, 200);
    let saved: serde_json::Value = serde_json::from_slice(&saved.bytes).unwrap();
    assert_eq!(saved["data"]["but"], format!("{last}."));
    steps::add_text(&mut amara, &claim).await;
    let page = amara.page(&format!("{claim}/sending")).await;
    assert_eq!(page.link(last), format!("{claim}/draft"));
    assert!(page.find_form("Send the claim").is_none());
    let answer = amara.post(&format!("{claim}/sending"), &[]).await;
    assert!(answer.page.errors().iter().any(|error| error == last), "{:?}", answer.page.errors());
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
    let evidence: String = app.one("SELECT id FROM evidence WHERE claim_id = $1", [claim[8..].into()]).await;
    for address in [RUTH, PRIYA, TOMAS, LEO] {
        let mut other = app.sign_in(address).await;
        assert_eq!(other.get(&claim).await.status, 404, "{address} sees the claim");
        let file = format!("{claim}/evidence/{evidence}");
        assert_eq!(other.get(&file).await.status, 404, "{address} sees the evidence");
        let record = other.get(&format!("/enrolments/{enrolment}/record")).await;
        assert!(!record.says("Began a claim"), "{address} sees in the record that it was begun");
        let node = other.get(&format!("/enrolments/{enrolment}/nodes/{LAST_OUTCOME}")).await;
        assert!(!node.says("I explained an offer"), "{address} reads the beginning of the draft");
    }
}

#[tokio::test]
async fn only_an_outcome_can_be_claimed() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let fields = [("enrolment", enrolment.as_str())];
    for (node, status) in [("F01", 400), (VERIFICATION, 400), ("no-such-outcome", 404), ("", 404)] {
        let answer = amara.post("/claims/new", &[&fields[..], &[("outcome", node)]].concat()).await;
        assert_eq!(answer.status, status, "{node}");
    }
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
    assert!(place(&format!("outcome={LAST_OUTCOME}")) < folded, "what is missing now is folded");
    assert!(place("Advanced") > folded, "a later stage stands before the present one");
    // A search looks through all of them.
    let found = amara.page("/claims/new?q=Advanced").await;
    assert!(found.says("seen at work at Advanced") && !found.html().contains("more, met already"));
}

#[tokio::test]
async fn whoever_was_signed_out_while_typing_reads_before_signing_in_that_it_is_kept() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, steps::LAST_OUTCOME).await;
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and leave").fill("narrative", "I rang.");
    amara.cookies.clear();
    let asked = amara.submit(form).await;
    assert_eq!(asked.path.split('?').next(), Some("/sign-in"));
    let said = "What you typed is kept";
    assert!(asked.says(said), "{}", asked.page.text());
    // It is said again after a wrong password, and never to those who were sent here for another reason.
    let form = asked.page.form("Sign in").fill("email", AMARA);
    let wrong = amara.submit(form.clone().fill("password", "not the right one")).await;
    assert!(wrong.says(said), "{}", wrong.page.text());
    let mut another = app.visitor();
    assert!(!another.get("/claims").await.says(said));
    let back = amara.submit(form.fill("password", tests::people::PASSWORD)).await;
    assert_eq!(back.page.form("Save and leave").value("narrative").unwrap().trim(), "I rang.");
}
