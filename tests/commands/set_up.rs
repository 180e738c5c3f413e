//! `gradus migrate` and `gradus admin create`: what whoever installs it runs first.

use crate::gradus::{Ended, Gradus};

const SECRET: &str = "a lamp, a stair, a door";

async fn create(gradus: &Gradus, email: &str, body: &str, password: &str) -> Ended {
    let words = ["admin", "create", "--name", "Ada Reed", "--email", email, "--body", body];
    gradus.run_with(&gradus.on_store(&words), password).await
}

#[tokio::test]
async fn the_schema_is_brought_up_to_date_once_and_then_it_is() {
    let gradus = Gradus::new();
    gradus.run_on_store(&["migrate"]).await.well();
    let schema = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name";
    let made: Vec<String> = gradus.column(schema).await;
    assert!(made.len() > 20, "{made:?}");
    let again = gradus.run_on_store(&["migrate"]).await;
    assert_eq!(again.well(), "The database is up to date.\n");
    assert_eq!(gradus.column::<String>(schema).await, made);
}

#[tokio::test]
async fn the_first_registrar_signs_in_with_the_password_that_was_read() {
    let gradus = Gradus::new();
    // Typed at Windows, or sent by echo: the end of the line is no part of it.
    let made = create(&gradus, "Ada@Body.example", "A body", &format!("{SECRET}\r\n")).await;
    assert!(made.well().contains("Ada Reed can sign in as ada@body.example"), "{made:?}");
    assert!(!made.out.contains(SECRET) && made.err.is_empty(), "{made:?}");
    let serving = gradus.serve(&[]).await;
    let mut ada = serving.sign_in_with("ada@body.example", SECRET).await;
    ada.get("/organisations").await.must_say("A body");
    serving.stop().await;
}

#[tokio::test]
async fn an_address_or_a_body_that_is_known_is_refused_and_nothing_is_changed() {
    let gradus = Gradus::new();
    create(&gradus, "ada@body.example", "A body", SECRET).await.well();
    let before = (gradus.count("person").await, gradus.count("journal").await);
    let twice = create(&gradus, "ada@body.example", "Another body", SECRET).await;
    twice.refused_saying(&["ada@body.example is known already", "another address"]);
    let same_body = create(&gradus, "grace@body.example", "A body", SECRET).await;
    same_body.refused_saying(&["A body already"]);
    assert_eq!((gradus.count("person").await, gradus.count("journal").await), before);
}

#[tokio::test]
async fn what_is_not_enough_to_begin_with_is_refused_before_anything_is_made() {
    let gradus = Gradus::new();
    for (email, body, password, why) in [
        ("ada@body.example", "A body", "fourteen chars", "15 characters or more"),
        ("ada@body.example", "A body", "", "15 characters or more"),
        ("ada@body", "A body", SECRET, "name@example.com"),
        ("ada@body.example", " ", SECRET, "Enter the professional body’s name"),
    ] {
        create(&gradus, email, body, password).await.refused_saying(&[why]);
        assert!(!gradus.var().exists(), "{why}: something was made");
    }
    create(&gradus, "ada@body.example", "A body", "fifteen letters").await.well();
}
