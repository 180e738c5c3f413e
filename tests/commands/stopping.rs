//! A stop in order: who has begun may finish, nobody new is let in, and the process ends well.

use crate::gradus::{Gradus, PATIENCE};
use crate::steps;
use crate::wire::{Connection, written};
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;
use tests::people::AMARA;
use tests::{Visitor, multipart};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

/// Large enough that no buffer on the way holds it.
const SIZE: usize = 12_000_000;

/// Sends the head and half of the body of an upload, of which the server has begun to read; returns the other half.
async fn begin_upload(address: SocketAddr, amara: &Visitor, claim: &str, bytes: &[u8]) -> (Connection, Vec<u8>) {
    let mut request = multipart(&steps::files(claim), "scan.pdf", bytes);
    let cookies: Vec<String> = amara.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    request.headers_mut().insert("cookie", cookies.join("; ").parse().unwrap());
    request.headers_mut().insert("host", "gradus.example".parse().unwrap());
    // The server asks for the body once someone in it wants to read it.
    let (head, mut body) = written(request, "expect: 100-continue\r\n").await;
    let mut connection = Connection::open(address).await;
    connection.send(head.as_bytes()).await;
    assert_eq!(connection.read_until("\r\n\r\n").await, "HTTP/1.1 100 Continue\r\n\r\n");
    let rest = body.split_off(body.len() / 2);
    connection.send(&body).await;
    (connection, rest)
}

/// Waits until nobody new is let in.
async fn closed(address: SocketAddr) {
    let refused = async {
        while !TcpStream::connect(address).await.is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused) {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, refused).await.expect("it still lets people in");
}

#[tokio::test]
async fn an_upload_that_has_begun_is_finished_after_the_signal_to_stop() {
    let gradus = Gradus::new();
    let serving = gradus.serve(&["--demo"]).await;
    let mut amara = serving.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara).await;
    let bytes = steps::pdf(SIZE);
    let (mut connection, rest) = begin_upload(serving.address, &amara, &claim, &bytes).await;
    serving.terminate().await;
    closed(serving.address).await;
    connection.send(&rest).await;
    let answer = connection.answer().await;
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], format!("{claim}/evidence"));
    assert_eq!(serving.ended().await, Some(0), "{}", serving.err.text());
    let said = serving.err.text();
    assert!(said.contains("finishing what is under way") && !said.contains("cut off"), "{said}");
    let again = gradus.serve(&[]).await;
    let mut amara = again.sign_in(AMARA).await;
    assert!(steps::download(&mut amara, &claim, "scan.pdf").await.bytes == bytes, "other bytes");
    again.stop().await;
    let doctor = gradus.run_on_store(&["doctor"]).await;
    assert!(doctor.well().contains("1 files of evidence are in place"), "{doctor:?}");
}

#[tokio::test]
async fn an_upload_whose_sender_goes_away_leaves_nothing_and_does_not_keep_it_from_stopping() {
    let gradus = Gradus::new();
    let serving = gradus.serve(&["--demo"]).await;
    let mut amara = serving.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara).await;
    let (connection, _) = begin_upload(serving.address, &amara, &claim, &steps::pdf(SIZE)).await;
    serving.terminate().await;
    closed(serving.address).await;
    drop(connection);
    assert_eq!(serving.ended().await, Some(0), "{}", serving.err.text());
    assert!(!serving.err.text().contains("cut off"), "{}", serving.err.text());
    assert_eq!(gradus.count("evidence").await, 0);
    gradus.run_on_store(&["doctor"]).await.well();
}

#[tokio::test]
async fn a_process_that_is_killed_keeps_what_it_had_acknowledged() {
    let gradus = Gradus::new();
    let serving = gradus.serve(&["--demo"]).await;
    let mut amara = serving.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara).await;
    let bytes = steps::pdf(100_000);
    steps::add_file(&mut amara, &claim, "scan.pdf", &bytes).await;
    serving.kill().await;
    let again = gradus.serve(&[]).await;
    let mut amara = again.sign_in(AMARA).await;
    assert!(steps::download(&mut amara, &claim, "scan.pdf").await.bytes == bytes, "other bytes");
    again.stop().await;
}
