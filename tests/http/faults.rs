//! When something goes wrong on our side: a reference for the person, the cause for the log, and neither tells too much.

use crate::steps;
use tests::people::{AMARA, LEO, PASSWORD};
use tests::{KeptLog, TestApp};

/// Takes away a table that the pages of a record can't do without.
async fn break_records(app: &TestApp) {
    app.execute("ALTER TABLE chapter_file RENAME TO chapter_file_away", []).await.unwrap();
}

#[tokio::test]
async fn a_fault_is_told_by_a_reference_that_the_log_knows() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    break_records(&app).await;
    let log = KeptLog::begin();
    let page = amara.get("/home").await;
    let fields = [("enrolment", enrolment.as_str()), ("outcome", steps::LAST_OUTCOME)];
    let action = amara.post("/claims/new", &fields).await;
    let file = amara.get(&format!("/enrolments/{enrolment}/record.json")).await;
    for answer in [page, action, file] {
        assert_eq!(answer.status, 500, "{}", answer.path);
        let text = answer.page.text();
        assert!(
            text.contains("Something went wrong on our side. If you were sending something, check whether it was done"),
            "{text}"
        );
        for told in ["chapter_file", "SELECT", "sqlite", "relation", "src/", ".rs"] {
            assert!(!answer.page.html().contains(told), "{} tells {told}", answer.path);
        }
        let reference = text.split("Reference: ").nth(1).unwrap().chars().take(10).collect::<String>();
        let logged = log.text();
        let line = logged.lines().find(|line| line.contains(&reference));
        let line = line.unwrap_or_else(|| panic!("the log does not know {reference}: {logged}"));
        assert!(line.contains("chapter_file"), "the log does not tell the cause: {line}");
        assert!(line.contains(&format!("id=\"{}\"", answer.header("x-request-id"))), "{line}");
    }
}

#[tokio::test]
async fn a_fault_in_the_middle_of_an_action_leaves_nothing_behind() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(tests::people::RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let form = ruth.page(&request).await.form("Sign and send");
    let before = app.contents().await;
    // The decision is written before its event: without it, the decision must not stay.
    app.execute("ALTER TABLE event RENAME TO event_away", []).await.unwrap();
    let answer = ruth.submit(form.clone().fill("outcome", "met").fill("comment", "I saw it.")).await;
    assert_eq!(answer.status, 500);
    app.execute("ALTER TABLE event_away RENAME TO event", []).await.unwrap();
    assert_eq!(app.contents().await, before);
    ruth.submit(form.fill("outcome", "met").fill("comment", "I saw it.")).await.must_say("Signed as met.");
}

#[tokio::test]
async fn by_default_every_answer_is_one_line_of_the_log() {
    let app = TestApp::new().await;
    let claim = format!("/claims/{}", app.one::<String>("SELECT MIN(id) FROM claim", []).await);
    let mut amara = app.sign_in(AMARA).await;
    for (path, route, status) in [
        ("/home?tab=secret", "/home", 200),
        (claim.as_str(), "/claims/{claim}", 200),
        ("/sittings", "/sittings", 404),
        ("/secret", "-", 404),
        ("/pkg/secret.js", "-", 404),
        ("/livez", "/livez", 200),
    ] {
        let log = KeptLog::begin();
        let answer = amara.ask(http::Method::GET, path).await;
        assert_eq!(answer.status, status, "{path}");
        let text = log.text();
        let lines: Vec<&str> = text.lines().collect();
        let [line] = lines[..] else { panic!("{path} is not one line: {text}") };
        let id = format!("id=\"{}\"", answer.header("x-request-id"));
        for part in [" INFO ", &id, "method=GET", &format!("route=\"{route}"), &format!("status={status}"), "ms="] {
            assert!(line.contains(part), "{part} is not in: {line}");
        }
        assert!(!line.contains("secret") && !line.contains(&claim), "{line}");
    }
}

#[tokio::test]
async fn the_log_knows_requests_and_no_people() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let person = app.person(AMARA).await;
    let log = KeptLog::begin();
    let mut visitor = app.visitor();
    let form = visitor.page("/sign-in").await.form("Sign in").fill("email", LEO);
    visitor.submit(form.fill("password", "a-wrong-password")).await.must_say("is wrong");
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, steps::LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &claim).await;
    amara.upload(&format!("{claim}/evidence/file"), "divorce-of-mrs-x.pdf", b"%PDF-1.7").await.must_say("added");
    let link =
        crate::invitations::invite(&app, tests::people::PRIYA, "Noor Aziz", "noor@hale.example", "supervisor").await;
    crate::invitations::accept(&app, &link).await;
    amara.get("/trainees?q=Osei").await;
    let cookie = amara.cookies["gradus"].clone();
    let text = log.in_detail();
    drop(log);
    assert!(text.contains("sign_in_failed"), "a failed sign-in is not logged");
    assert!(text.contains("route=\"/claims/{claim}/draft\""), "{text}");
    let token = link.strip_prefix("/invitations/").unwrap();
    let secrets = [
        AMARA,
        LEO,
        "Amara",
        "Osei",
        "Noor",
        "noor@",
        PASSWORD,
        "a-wrong-password",
        steps::NARRATIVE,
        "divorce",
        "mrs-x",
        token,
        &cookie,
        &enrolment,
        &person,
        claim.strip_prefix("/claims/").unwrap(),
    ];
    for secret in secrets {
        let line = text.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "the log holds {secret}");
    }
}
