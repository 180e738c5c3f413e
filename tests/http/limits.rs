//! What takes too long is stopped, and leaves nothing behind.

use crate::steps::{self, LAST_OUTCOME};
use crate::watched::Watched;
use app::web::db::{Db, Pool};
use app::web::places::{AT_ONCE, OF_ONE, Places};
use axum::body::{Body, Bytes};
use domain::ids::PersonId;
use futures::StreamExt;
use http::{Request, header};
use sea_orm::ConnectionTrait;
use server::config::READS_WITHIN;
use server::router::Limits;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tests::people::{AMARA, LEO};
use tests::{TestApp, multipart};
use tokio::time::timeout;

/// Short enough for a test, long enough for a page.
const SHORT: Duration = Duration::from_millis(400);
/// Longer than what is done in the background takes.
const PATIENCE: Duration = Duration::from_secs(10);

/// More than a file's buffer holds: some of it has reached the store.
const LONG: usize = 8 * 1024 * 1024;

/// A body that begins and never ends.
fn endless(beginning: impl Into<Bytes>) -> Body {
    let beginning = beginning.into();
    let begun = futures::stream::iter([Ok::<Bytes, Infallible>(beginning)]);
    Body::from_stream(begun.chain(futures::stream::pending()))
}

#[tokio::test]
async fn a_form_that_never_ends_is_stopped_with_a_page_that_says_so() {
    let app = TestApp::new().await;
    let limits = Limits { page: SHORT, ..Limits::default() };
    let mut visitor = app.visitor_within(limits);
    let request = Request::post("/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = visitor.run(request.body(endless("email=")).unwrap()).await;
    assert_eq!(answer.status, 503);
    assert!(answer.says("This took too long and was stopped."), "{}", answer.page.text());
}

#[tokio::test]
async fn an_upload_that_never_ends_is_stopped_and_leaves_no_file_and_no_row() {
    let mut app = TestApp::new().await;
    let watched = Watched::before(&mut app);
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &app.enrolment(AMARA).await, LAST_OUTCOME).await;
    let before = (app.contents().await, app.evidence_files());
    let mut slow = app.visitor_within(Limits { file: SHORT, ..Limits::default() });
    slow.cookies = amara.cookies.clone();
    let mut request = multipart(&format!("{claim}/evidence/file"), None, ("notes.txt", b""));
    request.headers_mut().remove(header::CONTENT_LENGTH);
    let head =
        "------gradus-test-boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"notes.txt\"\r\n\r\n";
    *request.body_mut() = endless([head.as_bytes(), &vec![b'x'; LONG]].concat());
    let (answer, was_written) = tokio::join!(slow.run(request), async {
        timeout(SHORT, until(|| app.evidence_files().len() > before.1.len())).await
    });
    assert_eq!(answer.status, 503);
    assert!(was_written.is_ok(), "nothing reached the store, so nothing was undone");
    let undone = timeout(PATIENCE, until(|| app.evidence_files() == before.1)).await;
    assert!(undone.is_ok(), "{:?} is left", app.evidence_files());
    // A folder tidies up by itself; a bucket has to be told.
    assert_eq!(watched.aborted.load(Ordering::SeqCst), 1);
    assert_eq!(app.contents().await, before.0);
}

#[tokio::test]
async fn a_file_for_which_there_is_no_place_yet_waits_and_is_then_taken() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &app.enrolment(AMARA).await, LAST_OUTCOME).await;
    let files = format!("{claim}/evidence/file");
    let places = app.state.uploads.all().await.unwrap();
    let (answer, waited) = tokio::join!(amara.upload(&files, "notes.txt", b"What I did."), async {
        tokio::time::sleep(SHORT).await;
        let waited = app.evidence_files().is_empty();
        drop(places);
        waited
    });
    assert!(waited, "it was taken without a place");
    answer.must_say("The file is added.");
    assert_eq!(app.state.uploads.free(), AT_ONCE as usize);
}

#[tokio::test]
async fn who_sends_byte_by_byte_gives_up_their_place_and_keeps_none_from_others() {
    let mut app = TestApp::new().await;
    app.state.uploads = Arc::new(Places::new(SHORT));
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &app.enrolment(AMARA).await, LAST_OUTCOME).await;
    let files = format!("{claim}/evidence/file");
    let sheet = amara.sheet(&files).await;
    let mut slow = app.visitor_within(Limits::default());
    slow.cookies = amara.cookies.clone();
    let mut request = multipart(&files, Some(&sheet), ("notes.txt", b""));
    request.headers_mut().remove(header::CONTENT_LENGTH);
    let whole = std::mem::replace(request.body_mut(), Body::empty());
    let whole = axum::body::to_bytes(whole, LONG).await.unwrap();
    // All but the end of the file, and then a byte now and again; it ends long after the pace was lost.
    let beginning = whole.slice(..whole.len() - "\r\n------gradus-test-boundary--\r\n".len());
    let begun = futures::stream::iter([Ok::<Bytes, Infallible>(beginning)]);
    let drips = futures::stream::unfold((), async |()| {
        tokio::time::sleep(SHORT / 8).await;
        Some((Ok::<Bytes, Infallible>(Bytes::from_static(b"x")), ()))
    });
    *request.body_mut() = Body::from_stream(begun.chain(drips.take(40)));
    let free = || app.state.uploads.free();
    let (answer, is_given_up) = tokio::join!(timeout(PATIENCE, slow.run(request)), async {
        until(|| free() < AT_ONCE as usize).await;
        timeout(SHORT * 3, until(|| free() == AT_ONCE as usize)).await
    });
    assert!(is_given_up.is_ok(), "the place is held");
    let answer = slow.follow(answer.expect("who drips is stopped")).await;
    assert!(answer.says("too little of it arrived"), "{} {}", answer.status, answer.page.text());
}

#[tokio::test]
async fn one_person_holds_some_of_the_places_and_another_has_theirs() {
    let app = TestApp::new().await;
    let (amara, leo) = (app.person(AMARA).await, app.person(LEO).await);
    let places = &app.state.uploads;
    let (amara, leo) = (PersonId::parse(&amara).unwrap(), PersonId::parse(&leo).unwrap());
    let mut held = Vec::new();
    for _ in 0..OF_ONE {
        held.push(places.take(amara).await.unwrap());
    }
    assert!(places.take(amara).await.is_none());
    assert!(places.take(leo).await.is_some());
    held.pop();
    assert!(places.take(amara).await.is_some());
    let mut visitor = app.sign_in(AMARA).await;
    held.push(places.take(amara).await.unwrap());
    let claim = steps::begin_claim(&mut visitor, &app.enrolment(AMARA).await, LAST_OUTCOME).await;
    let refused = visitor.upload(&format!("{claim}/evidence/file"), "notes.txt", b"What I did.").await;
    assert!(refused.says("4 files of yours are on their way already"), "{}", refused.page.text());
}

async fn until(holds: impl Fn() -> bool) {
    while !holds() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn an_unknown_address_waits_for_the_same_hashing_as_a_wrong_password() {
    let app = TestApp::new().await;
    let hashing = app.state.hashing.turns().acquire_many(2).await.unwrap();
    for address in [AMARA, "nobody@nowhere.example"] {
        let mut visitor = app.visitor();
        let fields = [("email", address), ("password", "not the password at all")];
        let answer = timeout(SHORT, visitor.post("/sign-in", &fields)).await;
        assert!(answer.is_err(), "{address} was answered without hashing");
    }
    drop(hashing);
    let mut words = Vec::new();
    for address in [AMARA, "nobody@nowhere.example"] {
        let mut visitor = app.visitor();
        let fields = [("email", address), ("password", "not the password at all")];
        words.push(visitor.post("/sign-in", &fields).await.page.text().replace(address, ""));
    }
    assert_eq!(words[0], words[1]);
}

/// What is read for a page is given up by the database before the page is; what is written has its own time.
#[tokio::test]
async fn a_statement_that_reads_for_too_long_is_given_up_by_the_database() {
    assert!(READS_WITHIN < Limits::default().page);
    // SQLite has no such limit: what is asked of it is bounded before.
    let Ok(url) = std::env::var("GRADUS_TEST_POSTGRES") else { return };
    let pool = Pool { read_timeout: SHORT, ..Pool::default() };
    let db = Db::open(&url, pool).await.unwrap();
    let slow = "SELECT pg_sleep(1)";
    let read = db.read().execute_unprepared(slow).await.unwrap_err().to_string();
    assert!(read.contains("statement timeout"), "{read}");
    db.writer().execute_unprepared(slow).await.unwrap();
    db.close().await;
}
