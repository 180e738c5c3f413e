//! What takes too long is stopped, and leaves nothing behind.

use crate::steps::{self, LAST_OUTCOME};
use axum::body::Body;
use futures::StreamExt;
use http::{Request, header};
use server::router::Limits;
use std::convert::Infallible;
use std::time::Duration;
use tests::people::AMARA;
use tests::{TestApp, multipart};
use tokio::time::timeout;

/// Short enough for a test, long enough for a page.
const SHORT: Duration = Duration::from_millis(400);

/// A body that begins and never ends.
fn endless(beginning: &'static [u8]) -> Body {
    let begun = futures::stream::iter([Ok::<_, Infallible>(beginning)]);
    Body::from_stream(begun.chain(futures::stream::pending()))
}

#[tokio::test]
async fn a_form_that_never_ends_is_stopped_with_a_page_that_says_so() {
    let app = TestApp::new().await;
    let limits = Limits {
        page: SHORT,
        ..Limits::default()
    };
    let mut visitor = app.visitor_within(limits);
    let request = Request::post("/api/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = visitor.run(request.body(endless(b"email=")).unwrap()).await;
    assert_eq!(answer.status, 503);
    assert!(
        answer.says("This took too long and was stopped."),
        "{}",
        answer.page.text()
    );
}

#[tokio::test]
async fn an_upload_that_never_ends_is_stopped_and_leaves_no_file_and_no_row() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &app.enrolment(AMARA).await, LAST_OUTCOME).await;
    let before = (app.contents().await, app.evidence_files());
    let mut slow = app.visitor_within(Limits {
        file: SHORT,
        ..Limits::default()
    });
    slow.cookies = amara.cookies.clone();
    let mut request = multipart(&format!("/api{claim}/files"), "notes.txt", b"");
    request.headers_mut().remove(header::CONTENT_LENGTH);
    let head = b"------gradus-test-boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"notes.txt\"\r\n\r\nsome words";
    *request.body_mut() = endless(head);
    let answer = slow.run(request).await;
    assert_eq!(answer.status, 503);
    assert_eq!((app.contents().await, app.evidence_files()), before);
}

#[tokio::test]
async fn an_unknown_address_waits_for_the_same_hashing_as_a_wrong_password() {
    let app = TestApp::new().await;
    let hashing = app.state.hashing.turns().acquire_many(2).await.unwrap();
    for address in [AMARA, "nobody@nowhere.example"] {
        let mut visitor = app.visitor();
        let fields = [("email", address), ("password", "not the password at all")];
        let answer = timeout(SHORT, visitor.post("/api/sign-in", &fields)).await;
        assert!(answer.is_err(), "{address} was answered without hashing");
    }
    drop(hashing);
    let mut words = Vec::new();
    for address in [AMARA, "nobody@nowhere.example"] {
        let mut visitor = app.visitor();
        let fields = [("email", address), ("password", "not the password at all")];
        words.push(
            visitor
                .post("/api/sign-in", &fields)
                .await
                .page
                .text()
                .replace(address, ""),
        );
    }
    assert_eq!(words[0], words[1]);
}
