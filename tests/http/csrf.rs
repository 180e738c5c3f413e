//! Another site can't act for anyone: every action, forged in every way.

use crate::steps::{self, LAST_OUTCOME};
use app::web::table::Row;
use axum::body::Body;
use http::{Method, Request, header};
use tests::people::{AMARA, RUTH};
use tests::{TestApp, encoded, multipart};

/// What a forged request says of where it comes from.
const FORGED: [(&str, &[(&str, &str)]); 8] = [
    ("cross-site", &[("sec-fetch-site", "cross-site")]),
    ("same-site", &[("sec-fetch-site", "same-site")]),
    ("foreign origin", &[("origin", "https://evil.example")]),
    ("origin null", &[("origin", "null")]),
    ("foreign origin, no word of the browser's", &[("origin", "http://gradus.example.evil.example")]),
    ("nothing at all, but a cookie", &[]),
    ("an origin that is empty", &[("origin", "")]),
    ("both empty", &[("origin", ""), ("sec-fetch-site", "")]),
];

/// Every address that takes a form.
pub fn actions() -> Vec<String> {
    let mut paths: Vec<String> = forms().map(|row| filled(row.path)).collect();
    paths.sort();
    paths
}

/// Those of them that take no file.
pub fn actions_without_file() -> Vec<String> {
    forms().filter(|row| !row.takes_file).map(|row| filled(row.path)).collect()
}

/// What is served at the addresses of forms, with their placeholders.
fn forms() -> impl Iterator<Item = Row> {
    app::routes::table().rows.into_iter().filter(|row| row.method == Method::POST)
}

fn filled(path: &str) -> String {
    path.split('/').map(some_id).collect::<Vec<_>>().join("/")
}

fn some_id(part: &str) -> &str {
    if part.starts_with('{') { NO_ID } else { part }
}

/// An id of nothing.
const NO_ID: &str = "01890000-0000-7000-8000-000000000000";

/// Whether something takes a form that is sent to this address.
pub fn takes_forms(path: &str) -> bool {
    let fits = |form: &str| {
        form.split('/').count() == path.split('/').count()
            && form.split('/').zip(path.split('/')).all(|(wanted, part)| wanted.starts_with('{') || wanted == part)
    };
    forms().any(|row| fits(row.path))
}

fn request(method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Request<Body> {
    let mut request =
        Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

#[tokio::test]
async fn every_action_refuses_every_forged_form() {
    let app = TestApp::new().await;
    let amara = app.sign_in(AMARA).await;
    let before = app.contents().await;
    let paths = actions();
    assert!(paths.len() > 25, "where are the actions? {paths:?}");
    for path in &paths {
        for (forgery, headers) in FORGED {
            let answer = amara.clone().run(request(Method::POST, path, headers, "")).await;
            assert_eq!(answer.status, 403, "{path}, {forgery}");
            assert!(answer.says("You can’t do this"), "{path}, {forgery}: {}", answer.page.text());
        }
    }
    assert_eq!(app.contents().await, before);
    // Sign-out was among them: she is still signed in.
    assert_eq!(amara.clone().get("/home").await.path, "/home");
}

#[tokio::test]
async fn no_form_that_was_opened_by_one_person_is_sent_by_another() {
    let app = TestApp::new().await;
    let (amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let before = app.contents().await;
    // Signing out has no sheet: it ends the session of whoever sends it.
    for (path, takes_file) in forms().map(|row| (filled(row.path), row.takes_file)) {
        if path == "/sign-out" {
            continue;
        }
        let sheet = amara.sheet(&path).await;
        if takes_file {
            // Of a file it is asked first what it is for, before its form is read.
            let answer = ruth.run(multipart(&path, Some(&sheet), ("a.txt", b"Words."))).await;
            assert_eq!(answer.status, 404, "{path}: {}", answer.page.text());
            continue;
        }
        let answer = ruth.send_bare(&path, &[("form", &sheet)]).await;
        assert_eq!(answer.status, 403, "{path}: {}", answer.page.text());
        assert!(answer.says("This form was opened by someone else"), "{path}: {}", answer.page.text());
    }
    assert_eq!(app.contents().await, before);
    let kept = "SELECT COUNT(*) FROM kept_form WHERE person_id <> $1";
    assert_eq!(app.one::<i64>(kept, [app.person(AMARA).await.into()]).await, 0, "kept for somebody else");
    assert_eq!(ruth.get("/queue").await.status, 200);
}

#[tokio::test]
async fn a_forged_form_that_has_everything_else_right_changes_nothing() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and leave").fill("narrative", "Forged.");
    let sent = form.sent();
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let body = encoded(&sent);
    let before = app.contents().await;
    for (forgery, headers) in FORGED {
        let answer = amara.run(request(Method::POST, &form.action, headers, &body)).await;
        assert_eq!(answer.status, 403, "{forgery}");
        assert_eq!(app.contents().await, before, "{forgery}");
    }
    // The same form from our own page has its effect, as browsers of either age send it.
    for headers in [&[("sec-fetch-site", "same-origin")], &[("origin", "http://gradus.example")]] {
        let answer = amara.run(request(Method::POST, &form.action, headers, &body)).await;
        assert_eq!(answer.status, 303, "{headers:?}");
    }
    let stored: String = app.one("SELECT narrative FROM claim WHERE id = $1", [claim[8..].into()]).await;
    assert_eq!(stored, "Forged.");
}

#[tokio::test]
async fn no_action_answers_to_anything_but_post() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let amara = app.sign_in(AMARA).await;
    let before = app.contents().await;
    for path in actions() {
        for method in [Method::GET, Method::HEAD, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS] {
            let with_fields = format!("{path}?enrolment={enrolment}&outcome={LAST_OUTCOME}&specialism=criminal");
            let headers = [("sec-fetch-site", "same-origin")];
            let answer = amara.clone().run(request(method.clone(), &with_fields, &headers, "")).await;
            // A form that is sent to the address of its page, or of none, is asked for: that shows the page.
            let is_shown = !path.starts_with("/api/") && [Method::GET, Method::HEAD].contains(&method);
            let shown = is_shown && [200, 303].contains(&answer.status);
            assert!(shown || [404, 405].contains(&answer.status), "{method} {path}: {}", answer.status);
        }
    }
    assert_eq!(app.contents().await, before);
    assert_eq!(amara.clone().get("/home").await.path, "/home", "a GET signed her out");
}
