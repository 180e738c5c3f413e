//! Stopping: what is under way may finish, nobody new is let in.

use crate::gradus::Place;
use crate::steps::{begin_claim, files_of, long_text, sign_in};
use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};
use tests::people::AMARA;

#[test]
fn an_upload_under_way_is_finished_before_the_server_ends() {
    let place = Place::new();
    let mut server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    let text = long_text(300_000);
    let (mut sending, rest) = amara.begin_upload(&files_of(&claim), "note.txt", &text, 100_000);
    server.ask_to_stop();
    let until = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect(&server.address).is_ok() {
        assert!(Instant::now() < until, "someone new is let in");
        std::thread::sleep(Duration::from_millis(20));
    }
    sending.write_all(&rest).unwrap();
    let answer = amara.finish(&mut sending);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(server.ended(), Some(0));
    let again = place.serve();
    let mut amara = sign_in(&again, AMARA);
    let page = amara.get(&format!("{claim}/evidence")).text();
    assert!(page.contains("note.txt"), "{page}");
    again.stop();
    place.run(&["doctor"]).must_succeed();
}

#[test]
fn an_upload_whose_sender_goes_away_leaves_nothing_and_holds_up_nothing() {
    let place = Place::new();
    let mut server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    // More than the server holds in memory: some of it is in the folder when the sender goes away.
    let text = long_text(12 * 1024 * 1024);
    let (sending, _) = amara.begin_upload(&files_of(&claim), "note.txt", &text, 11 * 1024 * 1024);
    let until = Instant::now() + Duration::from_secs(20);
    while place.evidence_files().is_empty() {
        assert!(Instant::now() < until, "nothing reaches the folder");
        std::thread::sleep(Duration::from_millis(20));
    }
    server.ask_to_stop();
    drop(sending);
    assert_eq!(server.ended(), Some(0));
    assert_eq!(place.evidence_files(), Vec::<String>::new());
    assert_eq!(place.count("evidence WHERE file_key IS NOT NULL"), 0);
    place.run(&["doctor"]).must_succeed();
}

#[test]
fn a_server_that_is_killed_keeps_what_it_has_acknowledged() {
    let place = Place::new();
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    assert_eq!(amara.upload(&files_of(&claim), "note.txt", &long_text(300_000)).status, 303);
    drop(server);
    assert_eq!(place.count("evidence WHERE file_key IS NOT NULL"), 1);
    place.run(&["doctor"]).must_succeed();
}
