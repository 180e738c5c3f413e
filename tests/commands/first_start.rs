//! The first start fills an empty folder, once and whole, whatever happens while it does.

use crate::gradus::{Gradus, Serving};
use crate::steps;
use http::Method;
use std::time::Duration;
use tests::people::{ALL, AMARA, INES, LEO, PASSWORD};
use tokio::time::sleep;

/// The names of the migrations, as they are logged.
const LOG_MIGRATIONS: &str = "warn,sea_orm_migration=info";

#[tokio::test]
async fn an_empty_folder_is_filled_and_the_people_and_the_address_are_printed() {
    let gradus = Gradus::new();
    let serving = gradus.serve(&["--demo"]).await;
    let printed = serving.out.text();
    for address in ALL {
        let line = printed.lines().find(|line| line.contains(address));
        let line = line.unwrap_or_else(|| panic!("{address} is not in {printed}"));
        assert!(line.contains(PASSWORD), "nobody can sign in with: {line}");
    }
    assert_eq!(printed.lines().last(), Some(format!("Gradus is at http://{}", serving.address).as_str()));
    assert_eq!(serving.visitor().get("/").await.status, 200);
    for address in ALL {
        serving.sign_in(address).await;
    }
    serving.stop().await;
}

#[tokio::test]
async fn a_second_start_uses_what_is_there() {
    let gradus = Gradus::new();
    let first = gradus.serve(&["--demo"]).await;
    let mut amara = first.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara).await;
    first.stop().await;
    let people: Vec<String> = gradus.column("SELECT id FROM person ORDER BY id").await;
    assert_eq!(people.len(), ALL.len());
    let second = gradus.serve(&["--demo"]).await;
    // She stays signed in, and finds what she began.
    let mut again = second.visitor();
    again.cookies = amara.cookies;
    assert_eq!(again.get(&format!("{claim}/draft")).await.path, format!("{claim}/draft"));
    second.stop().await;
    assert_eq!(gradus.column::<String>("SELECT id FROM person ORDER BY id").await, people);
}

#[tokio::test]
async fn people_of_its_own_are_left_alone() {
    let gradus = Gradus::new();
    let words = ["admin", "create", "--name", "Ada Reed", "--email", "ada@body.example", "--body", "A body"];
    gradus.run_with(&gradus.on_store(&words), "four or five words\n").await.well();
    let serving = gradus.serve(&["--demo"]).await;
    let printed = serving.out.text();
    assert!(printed.contains("people of its own, so no demo people were put in"), "{printed}");
    assert!(!printed.contains(PASSWORD), "{printed}");
    serving.stop().await;
    let refused = gradus.run_on_store(&["demo"]).await;
    refused.refused_saying(&["has people already", "--database or --var"]);
    assert_eq!(gradus.count("person").await, 1);
}

#[tokio::test]
async fn a_first_start_that_was_killed_at_any_moment_is_made_up_for_by_the_next() {
    let mut empty_and_whole = 0;
    // The schema has six parts; then the people come, in one piece.
    for (part, then) in [(1, 0), (3, 0), (5, 0), (6, 0), (6, 10), (6, 30), (6, 60), (6, 100), (6, 150), (6, 220)] {
        let gradus = Gradus::new().with("GRADUS_LOG", LOG_MIGRATIONS);
        let first = gradus.begin(&["--demo"]);
        migrated(&first, part).await;
        sleep(Duration::from_millis(then)).await;
        first.kill().await;
        let parts = gradus.count("seaql_migrations").await;
        assert!(parts >= part, "{parts} of the schema's parts are there, not {part}");
        if parts == 6 {
            let people = gradus.count("person").await;
            assert!(people == 0 || people == ALL.len() as i64, "{people} people are half of them");
            empty_and_whole += i64::from(people == 0);
        }
        let second = gradus.serve(&["--demo"]).await;
        for address in [AMARA, LEO, INES] {
            second.sign_in(address).await;
        }
        second.stop().await;
        assert_eq!(gradus.count("person").await, ALL.len() as i64);
        gradus.run_on_store(&["doctor"]).await.well();
    }
    assert!(empty_and_whole > 0, "no start was killed while it put people in");
}

/// Waits until so many parts of the schema are made.
async fn migrated(serving: &Serving, parts: i64) {
    let made = || serving.err.text().matches("has been applied").count() as i64;
    serving.until(|| (made() >= parts).then_some(())).await;
}

#[tokio::test]
async fn only_who_asks_for_demo_people_gets_them() {
    let gradus = Gradus::new();
    let serving = gradus.serve(&[]).await;
    assert_eq!(serving.out.text().lines().count(), 1, "{}", serving.out.text());
    assert_eq!(serving.visitor().ask(Method::GET, "/readyz").await.status, 200);
    serving.stop().await;
    assert_eq!(gradus.count("person").await, 0);
}
