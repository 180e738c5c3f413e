//! What keeps it from starting.

use crate::browser::Browser;
use crate::gradus::{PATIENCE, Place, Server, repository};
use crate::steps::{begin_claim, files_of, sign_in};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};
use tests::people::AMARA;

#[test]
fn a_port_in_use_is_said_before_anything_is_written() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut place = Place::new();
    place.set("GRADUS_ADDRESS", taken.local_addr().unwrap().to_string());
    place.run(&["serve", "--demo"]).must_refuse(1, "is in use by another program. Stop it, or choose another address");
    assert!(!place.var().exists());
}

#[test]
fn over_https_it_must_be_told_its_address() {
    let mut place = Place::new();
    for (base, refused) in
        [(None, true), (Some("http://gradus.example"), true), (Some("https://gradus.example"), false)]
    {
        let mut words = vec!["serve", "--secure"];
        words.extend(base.map(|_| "--base-url").into_iter().chain(base));
        // What comes next keeps the others from starting.
        place.set("GRADUS_SITE", place.path("nowhere").display().to_string());
        let says = if refused { "set GRADUS_BASE_URL or --base-url" } else { "There is no bundle at" };
        place.run(&words).must_refuse(1, says);
    }
}

#[test]
fn what_it_makes_is_for_its_user_alone() {
    let place = Place::new();
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    assert_eq!(amara.upload(&files_of(&claim), "note.txt", b"What I did.").status, 303);
    let (mut open, mut seen) = (vec![place.var()], Vec::new());
    while let Some(path) = open.pop() {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
        seen.push(path.display().to_string());
    }
    for end in ["var", "gradus.sqlite", "gradus.sqlite-wal", "gradus.sqlite-shm", "gradus.sqlite.lock", "evidence"] {
        assert!(seen.iter().any(|path| path.ends_with(end)), "{end} is not in {seen:?}");
    }
    assert!(seen.iter().filter(|path| path.contains("/evidence/")).count() > 0, "{seen:?}");
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
fn an_address_of_a_database_that_can_not_be_read_is_not_repeated() {
    let mut place = Place::new();
    for address in [
        "mysql://someone:hidden-password@127.0.0.1/nothing",
        "postgresql+driver://someone:hidden-password@127.0.0.1/nothing",
        "postgres://someone:hidden-password@127.0.0.1:port/nothing",
        "someone:hidden-password",
    ] {
        place.set("DATABASE_URL", address);
        let ran = place.run(&["migrate"]).must_refuse(1, "can’t be opened");
        assert!(!ran.err.contains("hidden-password"), "{}", ran.err);
        assert!(ran.err.trim_end().ends_with("with DATABASE_URL or --database."), "{}", ran.err);
    }
}

#[test]
fn a_database_that_can_only_be_read_is_refused_by_whatever_writes() {
    let mut place = Place::with_demo_people();
    let address = format!("sqlite://{}?mode=ro", place.var().join("gradus.sqlite").display());
    place.set("DATABASE_URL", address.clone());
    for words in [&["serve", "--demo"][..], &["migrate"], &["demo"]] {
        let ran = place.run(words).must_refuse(1, "can’t be written");
        assert!(ran.err.contains(&address), "{}", ran.err);
        assert!(ran.err.trim_end().ends_with("or give another with DATABASE_URL or --database."), "{}", ran.err);
    }
}

#[test]
fn whoever_stops_listening_to_what_it_prints_does_not_stop_it() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut place = Place::new();
    place.set("GRADUS_ADDRESS", free.to_string());
    let mut child = place.start(&["serve", "--demo"]);
    drop(child.stdout.take());
    let server = Server::of(child, free.to_string());
    let until = Instant::now() + PATIENCE;
    while Browser::at(&server.address).try_get("/livez").is_none() {
        assert!(Instant::now() < until, "it does not answer");
        std::thread::sleep(Duration::from_millis(50));
    }
    server.stop();
}

#[test]
fn a_file_that_is_no_database_is_named() {
    let mut place = Place::new();
    std::fs::write(place.path("letter.txt"), "Dear Sir or Madam, this is no database.").unwrap();
    for file in ["letter.txt", "nowhere/gradus.sqlite"] {
        let address = format!("sqlite://{}", place.path(file).display());
        place.set("DATABASE_URL", address.clone());
        let ran = place.run(&["serve"]).must_refuse(1, &address);
        assert!(ran.err.trim_end().ends_with("with DATABASE_URL or --database."), "{}", ran.err);
    }
}

#[test]
fn an_address_for_evidence_that_is_no_folder_and_no_bucket_is_refused() {
    let mut place = Place::new();
    for address in ["s3://", "s3:///prefix", "S3://bucket/prefix", "gs://bucket/prefix"] {
        place.set("GRADUS_EVIDENCE", address);
        for words in [&["serve"][..], &["doctor"]] {
            let ran = place.run(words).must_refuse(1, &format!("“{address}”"));
            assert!(ran.err.contains("s3://bucket/prefix with --evidence"), "{}", ran.err);
        }
    }
}

#[test]
fn without_content_it_says_where_it_looked() {
    let mut place = Place::new();
    std::fs::create_dir_all(place.path("empty/frameworks")).unwrap();
    for folder in ["nowhere", "empty"] {
        let content = place.path(folder).display().to_string();
        place.set("GRADUS_CONTENT", content.clone());
        let ran = place.run(&["serve"]).must_refuse(1, &content);
        assert!(ran.err.trim_end().ends_with("with --content."), "{}", ran.err);
    }
    assert!(!place.var().exists());
}

#[test]
fn without_a_bundle_it_says_how_to_make_one() {
    let mut place = Place::new();
    place.set("GRADUS_SITE", place.path("nowhere").display().to_string());
    place.run(&["serve"]).must_refuse(1, "Run cargo xtask build first");
}

#[test]
fn a_server_does_not_start_without_a_framework_on_which_people_are_enrolled() {
    let mut place = Place::with_demo_people();
    for kept in ["frameworks/sqe/2021-09/framework.toml", "bodies/sra/body.toml"] {
        let copy = place.path("content").join(kept);
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::copy(repository().join("content").join(kept), copy).unwrap();
    }
    place.set("GRADUS_CONTENT", place.path("content").display().to_string());
    let ran = place.run(&["serve"]).must_refuse(1, "cpq 2021-06. Put their folders back");
    assert!(!ran.err.contains("sqe"), "{}", ran.err);
}

#[test]
fn content_with_faults_is_refused_with_all_of_them() {
    let mut place = Place::new();
    let frameworks = place.path("content/frameworks/cpq/2021-06");
    std::fs::create_dir_all(&frameworks).unwrap();
    let text = std::fs::read_to_string(repository().join("content/frameworks/cpq/2021-06/framework.toml")).unwrap();
    let text = text.replacen("requires = \"foundation\"", "requires = \"fundation\"", 1);
    std::fs::write(frameworks.join("framework.toml"), text.replacen("kind = \"course\"", "kind = \"curse\"", 1))
        .unwrap();
    place.set("GRADUS_CONTENT", place.path("content").display().to_string());
    let ran = place.run(&["serve"]);
    assert_eq!(ran.status, Some(2));
    for words in ["fundation", "foundation", "curse", "framework.toml:"] {
        assert!(ran.err.contains(words), "“{words}” is not in: {}", ran.err);
    }
}
