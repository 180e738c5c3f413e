//! What every answer says to the browser.

use crate::csrf::actions_without_file;
use axum::body::Body;
use http::{Method, Request, header};
use std::collections::BTreeSet;
use tests::people::{AMARA, PASSWORD};
use tests::{Answer, TestApp, Visitor, encoded};

const ALWAYS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// One answer of every kind there is.
async fn answers(app: &TestApp) -> Vec<(&'static str, Answer)> {
    let enrolment = app.enrolment(AMARA).await;
    let (mut visitor, mut amara) = (app.visitor(), app.sign_in(AMARA).await);
    let cross_site = Request::post("/sign-out").header("sec-fetch-site", "cross-site");
    let long = "x".repeat(300 * 1024);
    let mut all = vec![
        ("page", visitor.ask(Method::GET, "/").await),
        ("redirect", visitor.ask(Method::GET, "/home").await),
        ("not found", visitor.ask(Method::GET, "/no/such/page").await),
        ("style sheet", visitor.ask(Method::GET, "/pkg/gradus.css").await),
        ("no such file", visitor.ask(Method::GET, "/pkg/none.js").await),
        ("picture", visitor.ask(Method::GET, "/favicon.svg").await),
        ("alive", visitor.ask(Method::GET, "/livez").await),
        ("ready", visitor.ask(Method::GET, "/readyz").await),
        ("unknown status", visitor.ask(Method::GET, "/check/none").await),
        ("forged", amara.run(cross_site.body(Body::empty()).unwrap()).await),
        ("too long", amara.send("/claims/new", &[("outcome", &long)]).await),
        ("not allowed", amara.ask(Method::DELETE, "/home").await),
        ("not hers", amara.ask(Method::GET, "/sittings").await),
        ("own page", amara.ask(Method::GET, "/home").await),
    ];
    let export = format!("/enrolments/{enrolment}/record.json");
    all.push(("export", amara.ask(Method::GET, &export).await));
    all.push(("no such action", amara.send("/api/none", &[]).await));
    all
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::new().await;
    for (what, answer) in answers(&app).await {
        for (name, value) in ALWAYS {
            assert_eq!(answer.header(name), value, "{what} ({}): {name}", answer.status);
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{what}: {policy}");
        for forbidden in ["unsafe-inline", "unsafe-eval'", " *", "http:", "https:"] {
            let found = policy.replace("'wasm-unsafe-eval'", "").contains(forbidden);
            assert!(!found, "{what} allows {forbidden}: {policy}");
        }
        assert!(policy.contains("frame-ancestors 'none'"), "{what}: {policy}");
        assert_eq!(answer.header("x-request-id").len(), 10, "{what} has no request id");
        assert!(answer.header("server").is_empty(), "{what} names its server");
    }
}

#[tokio::test]
async fn what_belongs_to_a_person_is_never_cached() {
    let app = TestApp::new().await;
    for (what, answer) in answers(&app).await {
        let kept = answer.header("cache-control");
        match what {
            "style sheet" | "picture" => assert!(kept.contains("max-age"), "{what}: {kept}"),
            "page" | "not found" | "unknown status" | "own page" | "export" | "not hers" | "forged" => {
                assert_eq!(kept, "no-store", "{what}");
            }
            _ => assert!(!kept.contains("max-age") || answer.status != 200, "{what}: {kept}"),
        }
    }
}

#[tokio::test]
async fn every_page_has_a_nonce_of_its_own_that_only_our_script_carries() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let mut nonces = BTreeSet::new();
    for path in ["/home", "/home", "/claims", "/frameworks"] {
        let answer = amara.get(path).await;
        let policy = answer.header("content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(nonce.len() >= 16, "{nonce} can be guessed");
        let scripts: Vec<_> = answer.page.elements().filter(|(name, _)| *name == "script").collect();
        assert!(!scripts.is_empty(), "{path} has no script to protect");
        for (_, attributes) in scripts {
            let carried = attributes.iter().find(|(name, _)| name == "nonce");
            assert_eq!(carried.map(|(_, value)| value.as_str()), Some(nonce), "{path}: {attributes:?}");
        }
        for (name, attributes) in answer.page.elements() {
            let elsewhere = attributes.iter().find(|(at, value)| at != "nonce" && value.contains(nonce));
            assert_eq!(elsewhere, None, "{path}: <{name}>");
        }
        let loaded =
            answer.page.elements().filter(|(_, attributes)| attributes.iter().any(|(at, _)| at == "crossorigin"));
        assert_eq!(loaded.count(), 2, "{path}: the bundle is not asked for at once");
        assert!(nonces.insert(nonce.to_owned()), "{nonce} comes twice");
    }
}

#[tokio::test]
async fn errors_that_no_page_draws_allow_no_script() {
    let app = TestApp::new().await;
    for (what, answer) in answers(&app).await {
        if ["forged", "too long", "not hers", "alive", "export"].contains(&what) {
            assert!(!answer.header("content-security-policy").contains("script-src"), "{what}");
            assert!(!answer.page.html().contains("<script"), "{what}");
        }
    }
}

#[tokio::test]
async fn a_form_that_is_too_long_is_refused_in_words_and_changes_nothing() {
    let app = TestApp::new().await;
    let amara = app.sign_in(AMARA).await;
    let before = app.contents().await;
    let long = "x".repeat(256 * 1024);
    for path in actions_without_file() {
        let answer = amara.clone().send(&path, &[("narrative", &long)]).await;
        assert_eq!(answer.status, 413, "{path}");
        answer.must_say("What you sent is too large.");
        // Who does not say how much is coming is stopped on the way.
        let unsaid = Request::post(&path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(encoded(&[("narrative", &long)])));
        let answer = amara.clone().run(unsaid.unwrap()).await;
        assert_eq!(answer.status, 413, "{path}");
    }
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn readiness_tells_of_the_database_and_nothing_else() {
    let app = TestApp::new().await;
    let mut visitor = app.visitor();
    assert_eq!(visitor.get("/livez").await.bytes, b"ok");
    assert_eq!(visitor.get("/readyz").await.bytes, b"ready");
    app.db().close().await;
    let answer = visitor.get("/readyz").await;
    assert_eq!(answer.status, 503);
    assert_eq!(visitor.get("/livez").await.status, 200);
}

#[tokio::test]
async fn an_error_is_a_page_for_browsers_and_plain_for_programs() {
    let app = TestApp::new().await;
    let mut amara: Visitor = app.sign_in(AMARA).await;
    let path = "/claims/01890000-0000-7000-8000-000000000000/draft/autosave";
    let sheet = amara.sheet(path).await;
    let fields = encoded(&[("form", sheet.as_str())]);
    let request = |accept: &str| {
        Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT, accept)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(fields.clone()))
            .unwrap()
    };
    let page = amara.run(request("text/html")).await;
    assert_eq!(page.status, 404);
    page.must_say("Page not found");
    let plain = amara.run(request("application/json")).await;
    assert_eq!(plain.status, 404);
    assert!(!plain.page.html().contains("<html"), "a program gets a page");
    assert!(!plain.page.html().contains(PASSWORD));
}

#[tokio::test]
async fn nobody_chooses_the_id_of_their_request() {
    let app = TestApp::new().await;
    let request = Request::get("/").header("x-request-id", "chosen by me").body(Body::empty());
    let answer = app.visitor().run(request.unwrap()).await;
    assert_eq!(answer.header("x-request-id").len(), 10);
    assert_ne!(answer.header("x-request-id"), "chosen by me");
}

#[tokio::test]
async fn only_a_file_that_is_there_is_kept_for_good() {
    let app = TestApp::new().await;
    for (method, path, status) in [
        (Method::GET, "/pkg/gradus.css", 200),
        (Method::HEAD, "/pkg/gradus.css", 200),
        (Method::GET, "/pkg/gone.js", 404),
        (Method::POST, "/pkg/gradus.css", 405),
    ] {
        let request = Request::builder().method(method).uri(path).header(header::ACCEPT, "*/*");
        let answer = app.visitor().run(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, status, "{path}");
        let kept = answer.header("cache-control");
        assert_eq!(kept.contains("immutable"), status == 200, "{path} ({status}): {kept}");
    }
}
