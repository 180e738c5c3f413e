//! Evidence in an S3 bucket: written, read back, checked; and what happens when the bucket fails.

use crate::gradus::Place;
use crate::steps::{begin_claim, files_of, long_text, sign_in};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use http::{Method, StatusCode};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tests::people::AMARA;

/// A request is made once, and four times more while the bucket fails: someone waits for the answer.
const TRIES: usize = 5;
/// More than is sent in one part.
const LONG: usize = 12 * 1024 * 1024;

/// What the stand-in keeps: whole objects by their path, and the parts of those that are not whole yet.
#[derive(Default)]
struct Kept {
    objects: BTreeMap<String, Bytes>,
    parts: BTreeMap<String, BTreeMap<u32, Bytes>>,
    fails: bool,
    /// How many requests it has failed.
    failed: usize,
}

/// A stand-in for S3 that keeps everything in memory.
#[derive(Clone, Default)]
struct Bucket(Arc<Mutex<Kept>>);

impl Bucket {
    /// Starts it; answers its address.
    fn start(&self) -> String {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(answer).with_state(self.clone());
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, router).await.unwrap();
            });
        });
        format!("http://{address}")
    }

    fn wait_until(&self, what: &str, holds: impl Fn(&Kept) -> bool) {
        let until = Instant::now() + Duration::from_secs(20);
        while !holds(&self.0.lock().unwrap()) {
            assert!(Instant::now() < until, "{what}: not after twenty seconds");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn objects(&self) -> BTreeMap<String, Bytes> {
        self.0.lock().unwrap().objects.clone()
    }
}

/// The part of S3's protocol that keeping and reading single objects needs.
async fn answer(State(bucket): State<Bucket>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LONG * 2).await.unwrap();
    let path = parts.uri.path().to_owned();
    let query: BTreeMap<&str, &str> = parts
        .uri
        .query()
        .unwrap_or_default()
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect();
    let signed = parts.headers.contains_key("authorization");
    let mut kept = bucket.0.lock().unwrap();
    if kept.fails {
        kept.failed += 1;
        return reply(StatusCode::INTERNAL_SERVER_ERROR, Body::empty());
    }
    if !signed {
        return reply(StatusCode::FORBIDDEN, Body::empty());
    }
    match (parts.method, query.get("partNumber"), query.contains_key("uploadId")) {
        (Method::PUT, Some(number), true) => {
            let number = number.parse().unwrap();
            kept.parts.entry(path).or_default().insert(number, body);
            reply(StatusCode::OK, Body::empty())
        }
        (Method::PUT, None, false) => {
            kept.objects.insert(path, body);
            reply(StatusCode::OK, Body::empty())
        }
        (Method::POST, None, false) if query.contains_key("uploads") => {
            let begun = "<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>";
            reply(StatusCode::OK, Body::from(begun))
        }
        (Method::POST, None, true) => {
            let parts = kept.parts.remove(&path).unwrap_or_default();
            let whole: Vec<u8> = parts.into_values().flatten().collect();
            kept.objects.insert(path, whole.into());
            let done = "<CompleteMultipartUploadResult><ETag>\"one\"</ETag></CompleteMultipartUploadResult>";
            reply(StatusCode::OK, Body::from(done))
        }
        (Method::GET, None, false) if query.contains_key("list-type") => {
            let keys = kept.objects.iter().filter_map(|(path, object)| {
                let key = path.strip_prefix("/evidence/")?;
                let (time, size) = ("2026-11-23T09:30:00.000Z", object.len());
                Some(format!("<Contents><Key>{key}</Key><LastModified>{time}</LastModified><ETag>\"one\"</ETag><Size>{size}</Size></Contents>"))
            });
            let listed = format!("<ListBucketResult>{}</ListBucketResult>", keys.collect::<String>());
            reply(StatusCode::OK, Body::from(listed))
        }
        (Method::GET | Method::HEAD, None, false) => match kept.objects.get(&path) {
            Some(object) => reply(StatusCode::OK, Body::from(object.clone())),
            None => reply(StatusCode::NOT_FOUND, Body::empty()),
        },
        (Method::DELETE, None, true) => {
            kept.parts.remove(&path);
            reply(StatusCode::NO_CONTENT, Body::empty())
        }
        (Method::DELETE, None, false) => {
            kept.objects.remove(&path);
            reply(StatusCode::NO_CONTENT, Body::empty())
        }
        other => panic!("the stand-in does not know {other:?}"),
    }
}

fn reply(status: StatusCode, body: Body) -> Response {
    Response::builder()
        .status(status)
        .header("etag", "\"one\"")
        .header("last-modified", "Mon, 23 Nov 2026 09:30:00 GMT")
        .body(body)
        .unwrap()
}

fn place(bucket: &Bucket) -> Place {
    let mut place = Place::new();
    place.set("GRADUS_EVIDENCE", "s3://evidence/of-gradus");
    place.set("AWS_ENDPOINT", bucket.start());
    place.set("AWS_ALLOW_HTTP", "true");
    place.set("AWS_REGION", "eu-west-2");
    place.set("AWS_ACCESS_KEY_ID", "an-id");
    place.set("AWS_SECRET_ACCESS_KEY", "a-secret");
    place
}

#[test]
fn a_short_and_a_long_file_are_kept_there_and_read_back() {
    let bucket = Bucket::default();
    let place = place(&bucket);
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    for (name, text) in [("short.txt", long_text(1_000)), ("long.txt", long_text(LONG))] {
        let answer = amara.upload(&files_of(&claim), name, &text);
        assert_eq!(answer.status, 303, "{name}: {}", answer.text());
        assert!(
            bucket.objects().iter().any(|(path, object)| path.starts_with("/evidence/of-gradus/") && *object == text)
        );
        let page = amara.get(&format!("{claim}/evidence")).text();
        let link = page
            .split('"')
            .rfind(|part| part.starts_with(&format!("{claim}/evidence/")) && !part.ends_with("/removal"))
            .unwrap();
        let file = amara.get(link);
        assert!(file.header("content-disposition").contains(name), "{link}");
        assert_eq!(Sha256::digest(&file.body), Sha256::digest(&text));
    }
    server.stop();
    let well = place.run(&["doctor"]).must_succeed();
    assert!(well.out.contains("2 files of evidence"), "{}", well.out);
    assert!(!well.out.contains("Hint"), "{}", well.out);
    bucket.0.lock().unwrap().objects.insert(String::from("/evidence/of-gradus/ab/left-behind"), Bytes::from("x"));
    let well = place.run(&["doctor"]).must_succeed();
    assert!(well.out.trim_end().ends_with("\nab/left-behind"), "{}", well.out);
    bucket.0.lock().unwrap().objects.remove("/evidence/of-gradus/ab/left-behind");
    let gone = bucket.objects().into_keys().next().unwrap();
    bucket.0.lock().unwrap().objects.remove(&gone);
    place.run(&["doctor"]).must_refuse(1, "its file is not there");
}

#[test]
fn a_bucket_that_fails_gives_an_error_page_and_leaves_no_row() {
    let bucket = Bucket::default();
    let place = place(&bucket);
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    bucket.0.lock().unwrap().fails = true;
    for text in [long_text(1_000), long_text(LONG)] {
        let answer = amara.upload(&files_of(&claim), "note.txt", &text);
        assert_eq!(answer.status, 500);
        assert_eq!(std::mem::take(&mut bucket.0.lock().unwrap().failed), TRIES);
        assert!(answer.text().contains("Something went wrong on our side."), "{}", answer.text());
    }
    let page = amara.get(&format!("{claim}/evidence")).text();
    assert!(!page.contains("note.txt"), "{page}");
    bucket.0.lock().unwrap().fails = false;
    assert_eq!(amara.upload(&files_of(&claim), "note.txt", b"What I did.").status, 303);
    server.stop();
    assert_eq!(place.count("evidence WHERE file_key IS NOT NULL"), 1);
    assert_eq!(bucket.objects().len(), 1);
}

/// A bucket keeps the parts of a file that was never finished, and its owner pays for them.
#[test]
fn an_upload_whose_sender_goes_away_leaves_no_parts_in_the_bucket() {
    let bucket = Bucket::default();
    let place = place(&bucket);
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    let (sending, _) = amara.begin_upload(&files_of(&claim), "note.txt", &long_text(LONG), LONG - 1024);
    bucket.wait_until("parts arrive", |kept| !kept.parts.is_empty());
    drop(sending);
    bucket.wait_until("the parts are gone", |kept| kept.parts.is_empty());
    server.stop();
    assert_eq!(bucket.objects().len(), 0);
}

/// The server is asked to stop and its sender goes away: it ends only when the parts are gone.
#[test]
fn a_server_that_stops_gives_up_what_was_cut_off_before_it_ends() {
    let bucket = Bucket::default();
    let place = place(&bucket);
    let mut server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    let (sending, _) = amara.begin_upload(&files_of(&claim), "note.txt", &long_text(LONG), LONG - 1024);
    bucket.wait_until("parts arrive", |kept| !kept.parts.is_empty());
    server.ask_to_stop();
    drop(sending);
    assert_eq!(server.ended(), Some(0));
    assert!(bucket.0.lock().unwrap().parts.is_empty());
}

#[test]
fn a_bucket_that_does_not_answer_is_not_taken_for_a_file_that_is_gone() {
    let bucket = Bucket::default();
    let place = place(&bucket);
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    assert_eq!(amara.upload(&files_of(&claim), "note.txt", b"What I did.").status, 303);
    server.stop();
    bucket.0.lock().unwrap().fails = true;
    place.run(&["doctor"]).must_refuse(2, "its file can’t be read");
}
