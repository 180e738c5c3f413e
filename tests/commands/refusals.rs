//! What keeps it from starting is said in a line, with the way to mend it, and leaves nothing behind.

use crate::gradus::Gradus;
use std::net::TcpListener;

#[tokio::test]
async fn a_port_in_use_is_told_before_anything_is_written() {
    let gradus = Gradus::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let words = ["serve", "--demo", "--address", &address];
    let refused = gradus.run_on_store(&words).await;
    refused.refused_saying(&[&format!("{address} is in use by another program"), "--address"]);
    assert!(!gradus.var().exists(), "something was written");
    drop(taken);
    let serving = gradus.serve(&[]).await;
    assert!(gradus.var().exists(), "where it is written to is not looked at");
    serving.stop().await;
}

#[tokio::test]
async fn a_folder_that_can_not_be_written_is_told_by_every_command_that_writes() {
    let gradus = Gradus::new();
    std::fs::write(gradus.path("file"), "").unwrap();
    let content = ["--content", crate::gradus::CONTENT];
    for command in [vec!["serve", "--address", "127.0.0.1:0"], vec!["migrate"], vec!["demo"], vec!["doctor"]] {
        let words = [command.as_slice(), &["--var", "file/var"], &content].concat();
        let refused = gradus.run(&words).await;
        refused.refused_saying(&["The folder file/var can’t be written", "another with --var"]);
    }
}

#[tokio::test]
async fn a_place_for_evidence_that_can_not_be_used_is_told_by_the_option_that_named_it() {
    let gradus = Gradus::new();
    std::fs::write(gradus.path("file"), "").unwrap();
    for evidence in ["file/evidence", "s3://", "s3:///prefix", "S3://bucket", "gs://bucket/prefix", "https://bucket.example"] {
        for command in [vec!["serve", "--address", "127.0.0.1:0"], vec!["doctor"]] {
            let refused = gradus.run_on_store(&[&command[..], &["--evidence", evidence]].concat()).await;
            refused.refused_saying(&[evidence, "--evidence"]);
        }
    }
    for made in ["S3:", "s3:", "gs:", "https:"] {
        assert!(!gradus.path(made).exists(), "{made} was taken for a folder");
    }
}

#[tokio::test]
async fn a_database_that_can_not_be_opened_is_told_without_its_password() {
    let gradus = Gradus::new();
    std::fs::write(gradus.path("letter.txt"), "Dear Sir or Madam, this is no database at all.").unwrap();
    for database in [
        "sqlite://none/here.sqlite",
        "sqlite://letter.txt",
        "mysql://gradus:hidden@127.0.0.1/gradus",
        "postgresql+driver://gradus:hidden@127.0.0.1/gradus",
        "postgres://gradus:hidden@127.0.0.1:port/gradus",
        "here.sqlite",
    ] {
        let refused = gradus.run_on_store(&["migrate", "--database", database]).await;
        refused.refused_saying(&["The database at", "can’t be opened", "--database or DATABASE_URL"]);
        assert!(!refused.err.contains("hidden"), "{}", refused.err);
        // Else nobody knows which one was meant.
        assert!(refused.err.contains(database) == database.starts_with("sqlite"), "{}", refused.err);
    }
}

#[tokio::test]
async fn a_database_that_is_damaged_is_told_with_its_cause() {
    let gradus = Gradus::new();
    gradus.run_on_store(&["demo"]).await.well();
    gradus.execute("ALTER TABLE case_file RENAME TO case_file_away").await;
    let refused = gradus.run_on_store(&["doctor"]).await;
    let lines = refused.refused();
    let reference = lines.last().unwrap().split("Reference: ").nth(1).unwrap();
    let cause = lines.iter().find(|line| line.contains(reference) && line.contains("case_file"));
    assert!(cause.is_some(), "nobody can find the cause: {lines:#?}");
}

#[tokio::test]
async fn without_a_bundle_it_says_how_to_build_one() {
    let gradus = Gradus::new();
    let words = ["serve", "--address", "127.0.0.1:0", "--site", "nowhere"];
    let refused = gradus.run_on_store(&words).await;
    refused.refused_saying(&["There is no bundle at nowhere", "cargo xtask build", "--site"]);
    std::fs::write(gradus.path("site/assets.json"), "{").unwrap();
    let refused = gradus.run_on_store(&["serve", "--address", "127.0.0.1:0"]).await;
    refused.refused_saying(&["site/assets.json can’t be read", "cargo xtask build"]);
    assert!(!gradus.var().exists(), "something was written");
}

#[tokio::test]
async fn without_content_it_says_where_it_was_looked_for() {
    let gradus = Gradus::new();
    std::fs::create_dir_all(gradus.path("empty/frameworks")).unwrap();
    for (content, why) in [("nowhere", "can’t be read"), ("empty", "There is no framework under")] {
        for command in [vec!["serve", "--address", "127.0.0.1:0"], vec!["demo"], vec!["doctor"]] {
            let words = [&command[..], &["--var", "var", "--content", content]].concat();
            let refused = gradus.run(&words).await;
            refused.refused_saying(&[why, &format!("{content}/frameworks"), "--content"]);
        }
    }
    assert!(!gradus.var().exists(), "something was written");
}

#[tokio::test]
async fn words_that_are_no_command_are_told_with_the_way_to_the_help() {
    let gradus = Gradus::new();
    for words in [vec!["serv"], vec!["serve", "--adress", "x"], vec!["serve", "--address", "here"], vec![]] {
        let refused = gradus.run(&words).await;
        assert!(refused.refused().join("\n").contains("--help") || words.is_empty(), "{refused:?}");
    }
    let helped = gradus.run(&["--help"]).await;
    for command in ["serve", "migrate", "demo", "framework", "standing", "admin", "doctor"] {
        assert!(helped.well().contains(&format!("\n  {command} ")), "{}", helped.out);
    }
}
