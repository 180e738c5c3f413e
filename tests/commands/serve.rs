//! Starting: the first time, again, after a kill; and what keeps it from starting.

use crate::browser::Browser;
use crate::gradus::{Place, repository};
use crate::steps::sign_in;
use std::net::TcpListener;
use std::time::Duration;
use tests::people::AMARA;

#[test]
fn the_first_start_names_the_people_and_a_second_start_reuses_all_of_it() {
    let place = Place::new();
    let server = place.serve();
    assert!(server.said.contains(AMARA), "{}", server.said);
    assert_eq!(Browser::at(&server.address).get("/").status, 200);
    let mut amara = sign_in(&server, AMARA);
    let claim = crate::steps::begin_claim(&mut amara);
    server.stop();

    let again = place.serve();
    assert!(again.said.contains(AMARA), "{}", again.said);
    // What was there is there, and the session goes on.
    let mut amara = sign_in(&again, AMARA);
    assert_eq!(amara.get(&format!("{claim}/draft")).status, 200);
    again.stop();
}

#[test]
fn a_start_that_was_killed_can_be_started_again() {
    for moment in [5, 60, 150, 400] {
        let place = Place::new();
        let mut first = place.start(&["serve", "--demo"]);
        std::thread::sleep(Duration::from_millis(moment));
        first.kill().unwrap();
        first.wait().unwrap();
        let server = place.serve();
        sign_in(&server, AMARA);
        server.stop();
        place.run(&["doctor"]).must_succeed();
    }
}

#[test]
fn a_port_in_use_is_said_before_anything_is_written() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut place = Place::new();
    place.set("GRADUS_ADDRESS", taken.local_addr().unwrap().to_string());
    place
        .run(&["serve", "--demo"])
        .must_refuse(1, "is in use by another program. Stop it, or choose another address");
    assert!(!place.var().exists());
}

#[test]
fn a_folder_that_can_not_be_written_is_named() {
    let mut place = Place::new();
    std::fs::write(place.path("a-file"), "not a folder").unwrap();
    let var = place.path("a-file/var").display().to_string();
    place.set("GRADUS_VAR", var.clone());
    for words in [&["serve"][..], &["migrate"], &["demo"], &["doctor"]] {
        place.run(words).must_refuse(1, &var);
    }
}

#[test]
fn a_database_that_can_not_be_opened_is_named_without_its_password() {
    let mut place = Place::new();
    place.set("DATABASE_URL", "postgres://someone:hidden-password@127.0.0.1:1/nothing");
    let ran = place.run(&["serve"]).must_refuse(1, "can’t be opened");
    assert!(!ran.err.contains("hidden-password"), "{}", ran.err);
}

#[test]
fn without_a_bundle_it_says_how_to_make_one() {
    let mut place = Place::new();
    place.set("GRADUS_SITE", place.path("nowhere").display().to_string());
    place.run(&["serve"]).must_refuse(1, "Run cargo xtask build first");
}

#[test]
fn content_with_faults_is_refused_with_all_of_them() {
    let mut place = Place::new();
    let frameworks = place.path("content/frameworks/cpq/2021-06");
    std::fs::create_dir_all(&frameworks).unwrap();
    let text = std::fs::read_to_string(repository().join("content/frameworks/cpq/2021-06/framework.toml")).unwrap();
    let text = text.replacen("requires = \"foundation\"", "requires = \"fundation\"", 1);
    std::fs::write(
        frameworks.join("framework.toml"),
        text.replacen("kind = \"course\"", "kind = \"curse\"", 1),
    )
    .unwrap();
    place.set("GRADUS_CONTENT", place.path("content").display().to_string());
    let ran = place.run(&["serve"]);
    assert_eq!(ran.status, Some(2));
    for words in ["fundation", "foundation", "curse", "framework.toml:"] {
        assert!(ran.err.contains(words), "“{words}” is not in: {}", ran.err);
    }
}
