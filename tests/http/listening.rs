//! Connections: how many, how long they may take to ask, and how they end.

use app::web::source::{Peer, network};
use axum::routing::get;
use axum::{Extension, Router};
use server::listen::{self, Bounds};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Short enough for a test.
const SHORT: Duration = Duration::from_millis(400);

/// Bytes: more than all buffers between two ends of a connection hold.
const MUCH: usize = 64 * 1024 * 1024;

/// A server on a port of its own, until the sender is dropped.
async fn listening(bounds: Bounds) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let slow = get(async || {
        tokio::time::sleep(SHORT).await;
        "at last"
    });
    let router = Router::new()
        .route("/", get(async || "at once"))
        .route("/slow", slow)
        .route("/peer", get(async |Extension(Peer(from)): Extension<Peer>| from.to_string()))
        .route("/much", get(async || vec![b'.'; MUCH]));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let stopped = async {
        let _: Result<(), _> = stopped.await;
    };
    (address, stop, tokio::spawn(listen::until(stopped, listener, router, bounds)))
}

/// Sends this and reads until the server closes the connection.
async fn said(address: SocketAddr, sent: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(sent.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[test]
fn the_addresses_of_one_network_count_as_one() {
    let same = |one: &str, other: &str| network(one.parse().unwrap()) == network(other.parse().unwrap());
    assert!(same("2001:db8:0:1::1", "2001:db8:0:1::2"));
    // The last network of a customer, and the first of the next one.
    assert!(same("2001:db8:0:100::1", "2001:db8:0:1ff:ffff::"));
    assert!(!same("2001:db8:0:1ff::1", "2001:db8:0:200::1"));
    assert!(same("::ffff:192.0.2.1", "192.0.2.1"));
    assert!(!same("192.0.2.1", "192.0.2.2"));
}

#[tokio::test]
async fn a_request_says_who_is_at_the_other_end() {
    let (address, _stop, _) = listening(Bounds { head: SHORT, ..Bounds::default() }).await;
    let answer = said(address, "GET /peer HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert!(answer.ends_with("127.0.0.1"), "{answer}");
}

#[tokio::test]
async fn whoever_does_not_finish_asking_is_cut_off() {
    let bounds = Bounds { head: SHORT, ..Bounds::default() };
    let (address, _stop, _) = listening(bounds).await;
    for begun in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"] {
        let answer = timeout(Duration::from_secs(20), said(address, begun)).await;
        let answer = answer.unwrap_or_else(|_| panic!("{begun:?} holds its connection"));
        assert_eq!(answer.contains("at once"), begun.ends_with("\r\n\r\n"), "{begun:?}: {answer}");
    }
}

#[tokio::test]
async fn no_more_connections_are_served_at_once_than_may_be_and_the_next_waits_its_turn() {
    let bounds = Bounds { connections: 2, ..Bounds::default() };
    let (address, _stop, _) = listening(bounds).await;
    let held = [TcpStream::connect(address).await.unwrap(), TcpStream::connect(address).await.unwrap()];
    let asking = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    assert!(timeout(SHORT, said(address, asking)).await.is_err(), "a third is served");
    drop(held);
    assert!(said(address, asking).await.ends_with("at once"));
}

#[tokio::test]
async fn one_address_holds_no_more_connections_than_it_may_and_others_are_served() {
    let bounds = Bounds { connections: 8, per_source: Some(3), ..Bounds::default() };
    let (address, _stop, _) = listening(bounds).await;
    let from = async |source: &str| {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(format!("{source}:0").parse().unwrap()).unwrap();
        socket.connect(address).await.unwrap()
    };
    let asking = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let asked = async |source: &str| {
        let mut stream = from(source).await;
        let mut answer = String::new();
        let _ = stream.write_all(asking).await;
        let _ = stream.read_to_string(&mut answer).await;
        answer
    };
    // Half open: none of them ever asks.
    let mut held = Vec::new();
    for _ in 0..20 {
        held.push(from("127.0.0.1").await);
    }
    let answer = timeout(SHORT * 5, asked("127.0.0.2")).await;
    assert!(answer.is_ok_and(|answer| answer.ends_with("at once")), "another address waits");
    let answer = timeout(SHORT * 5, asked("127.0.0.1")).await.expect("it is closed and does not wait");
    assert_eq!(answer, "", "one more is served");
    drop(held);
    tokio::time::sleep(SHORT).await;
    assert!(asked("127.0.0.1").await.ends_with("at once"), "what was given up is still counted");
}

#[tokio::test]
async fn whoever_reads_nothing_of_an_answer_gives_up_their_place() {
    let bounds = Bounds { connections: 1, unread: SHORT, ..Bounds::default() };
    let (address, _stop, _) = listening(bounds).await;
    let mut unread = TcpStream::connect(address).await.unwrap();
    unread.write_all(b"GET /much HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    let asking = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let answer = timeout(Duration::from_secs(10), said(address, asking)).await;
    assert!(answer.is_ok_and(|answer| answer.ends_with("at once")), "the place is held");
    // One who reads is served whole, however long it takes.
    let all = said(address, "GET /much HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(all.len() > MUCH);
}

#[tokio::test]
async fn what_is_under_way_is_finished_and_nobody_new_let_in() {
    let (address, stop, server) = listening(Bounds::default()).await;
    let asking = tokio::spawn(async move { said(address, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await });
    tokio::time::sleep(SHORT / 4).await;
    drop(stop);
    assert!(asking.await.unwrap().ends_with("at last"));
    timeout(Duration::from_secs(5), server).await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
