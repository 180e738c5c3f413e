//! Wrong passwords slow whoever sends them, and keep nobody else out (docs/adr/0027).

use crate::people::{COOKIE, try_to_sign_in};
use axum::body::Body;
use chrono::Duration;
use http::Request;
use sha2::{Digest, Sha256};
use tests::people::{AMARA, LEO, PASSWORD};
use tests::{TestApp, Visitor, encoded};

const WRONG: &str = "The email address or the password is wrong. Check both and try again";

/// Sends wrong passwords that are tried.
async fn guess(visitor: &mut Visitor, address: &str, times: usize) {
    for _ in 0..times {
        assert_eq!(try_to_sign_in(visitor, address, "wrong-wrong-wrong").await.errors(), [WRONG]);
    }
}

/// Sends the right password, and is told to wait.
async fn must_wait(visitor: &mut Visitor, address: &str, said: &str) {
    let errors = try_to_sign_in(visitor, address, PASSWORD).await.errors();
    assert_eq!(errors, [format!("Too many wrong passwords were tried. Wait {said} and try again")]);
}

async fn must_get_in(visitor: &mut Visitor, address: &str) {
    let page = try_to_sign_in(visitor, address, PASSWORD).await;
    assert!(page.says("Sign out") && page.errors().is_empty(), "{}", page.text());
}

fn at(app: &TestApp, from: &str) -> Visitor {
    let mut visitor = app.visitor();
    visitor.from = Some(from.parse().unwrap());
    visitor
}

#[tokio::test]
async fn beyond_ten_wrong_passwords_each_waits_longer_and_other_addresses_do_not() {
    let app = TestApp::new().await;
    let mut visitor = app.visitor();
    guess(&mut visitor, AMARA, 10).await;
    must_wait(&mut visitor, AMARA, "1 minute").await;
    must_get_in(&mut app.visitor(), LEO).await;
    app.pass(Duration::minutes(1));
    guess(&mut visitor, AMARA, 1).await;
    must_wait(&mut visitor, AMARA, "2 minutes").await;
    app.pass(Duration::seconds(119));
    must_wait(&mut visitor, AMARA, "1 minute").await;
    app.pass(Duration::seconds(1));
    must_get_in(&mut visitor, AMARA).await;
}

#[tokio::test]
async fn whoever_guesses_elsewhere_does_not_keep_a_person_out_of_a_browser_that_knows_them() {
    let app = TestApp::new().await;
    let mut own = app.sign_in(AMARA).await;
    own.cookies.remove(COOKIE);
    let (mut copied, mut stranger) = (own.clone(), app.visitor());
    guess(&mut stranger, AMARA, 10).await;
    must_wait(&mut stranger, AMARA, "1 minute").await;
    // It is known for her, and for nobody else.
    guess(&mut stranger, LEO, 10).await;
    must_wait(&mut own, LEO, "1 minute").await;
    // It has a count of its own, that slows as any other does.
    guess(&mut own, AMARA, 9).await;
    must_get_in(&mut own, AMARA).await;
    own.cookies.remove(COOKIE);
    guess(&mut own, AMARA, 10).await;
    must_wait(&mut own, AMARA, "1 minute").await;
    // What it showed before is worth nothing since she signed in again.
    must_wait(&mut copied, AMARA, "1 minute").await;
}

#[tokio::test]
async fn two_people_at_one_browser_are_both_known_there_for_half_a_year() {
    let app = TestApp::new().await;
    let mut shared = app.sign_in(AMARA).await;
    shared.cookies.remove(COOKIE);
    must_get_in(&mut shared, LEO).await;
    shared.cookies.remove(COOKIE);
    let token = &shared.cookies["gradus-device"];
    let rows: Vec<String> = app.column("SELECT token_sha256 FROM known_device", []).await;
    assert_eq!(rows, [hex::encode(Sha256::digest(token)), hex::encode(Sha256::digest(token))]);
    guess(&mut app.visitor(), AMARA, 10).await;
    must_get_in(&mut shared.clone(), AMARA).await;
    app.pass(Duration::days(180));
    app::web::session::delete_expired(app.db(), app.state.clock.now()).await.unwrap();
    assert_eq!(app.one::<i64>("SELECT COUNT(*) FROM known_device", []).await, 0);
}

#[tokio::test]
async fn one_source_keeps_nobody_else_out_and_many_slow_an_address() {
    let app = TestApp::new().await;
    guess(&mut at(&app, "192.0.2.1"), AMARA, 10).await;
    must_wait(&mut at(&app, "192.0.2.1"), AMARA, "1 minute").await;
    guess(&mut at(&app, "2001:db8:0:100::1"), AMARA, 10).await;
    must_wait(&mut at(&app, "2001:db8:0:1ff::2"), AMARA, "1 minute").await;
    must_get_in(&mut at(&app, "192.0.2.2"), AMARA).await;
    guess(&mut at(&app, "192.0.2.3"), AMARA, 10).await;
    must_wait(&mut at(&app, "192.0.2.4"), AMARA, "1 minute").await;
    must_get_in(&mut at(&app, "192.0.2.4"), LEO).await;
}

#[tokio::test]
async fn one_source_is_slowed_whatever_addresses_it_tries() {
    let app = TestApp::new().await;
    let mut visitor = at(&app, "192.0.2.1");
    for n in 0..100 {
        guess(&mut visitor, &format!("person{n}@home.example"), 1).await;
    }
    must_wait(&mut visitor, AMARA, "1 minute").await;
    must_get_in(&mut at(&app, "192.0.2.2"), AMARA).await;
}

#[tokio::test]
async fn behind_a_proxy_the_last_address_in_its_header_is_the_source_and_without_a_header_none_is() {
    let attempts = async |app: TestApp| {
        let sheet = app.visitor().sheet("/sign-in").await;
        let fields = encoded(&[("form", &sheet), ("email", AMARA), ("password", "wrong-wrong-wrong")]);
        let request = Request::post("/sign-in")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-forwarded-for", "203.0.113.9, 192.0.2.1");
        at(&app, "198.51.100.1").run(request.body(Body::from(fields)).unwrap()).await;
        app.column::<String>("SELECT of_sha256 FROM sign_in_attempts", []).await
    };
    let of = |what: &str| hex::encode(Sha256::digest(what));
    let told = TestApp::new().await.behind("x-forwarded-for");
    assert!(attempts(told).await.contains(&of(&format!("{AMARA} from 192.0.2.1"))));
    assert!(attempts(TestApp::new().await).await.contains(&of("from 198.51.100.1")));
    assert_eq!(attempts(TestApp::secure().await).await, [of(AMARA)]);
}

/// The limit holds for all servers of a database and after a restart: it is what the database says.
#[tokio::test]
async fn the_attempts_are_counted_in_the_database_by_a_hash_of_the_address_and_forgotten_when_they_are_over() {
    let app = TestApp::new().await;
    let mut visitor = app.visitor();
    for _ in 0..10 {
        try_to_sign_in(&mut visitor, AMARA, "wrong-wrong-wrong").await;
    }
    let rows: Vec<String> = app.column("SELECT of_sha256 FROM sign_in_attempts", []).await;
    assert_eq!(rows, [hex::encode(Sha256::digest(AMARA))]);
    app.execute("DELETE FROM sign_in_attempts", []).await.unwrap();
    assert!(try_to_sign_in(&mut visitor, AMARA, PASSWORD).await.says("You are on the Foundation stage"));
    assert_eq!(app.one::<i64>("SELECT COUNT(*) FROM sign_in_attempts", []).await, 0, "who signed in is remembered");
    try_to_sign_in(&mut app.visitor(), LEO, "wrong-wrong-wrong").await;
    app.pass(Duration::minutes(14));
    app::web::session::delete_expired(app.db(), app.state.clock.now()).await.unwrap();
    assert_eq!(app.one::<i64>("SELECT COUNT(*) FROM sign_in_attempts", []).await, 1);
    app.pass(Duration::minutes(1));
    app::web::session::delete_expired(app.db(), app.state.clock.now()).await.unwrap();
    assert_eq!(app.one::<i64>("SELECT COUNT(*) FROM sign_in_attempts", []).await, 0);
}

#[tokio::test]
async fn of_many_passwords_sent_at_once_only_ten_are_tried() {
    let app = TestApp::new().await;
    let burst = (0..30).map(|_| {
        let mut visitor = app.visitor();
        async move { try_to_sign_in(&mut visitor, AMARA, "wrong-wrong-wrong").await.errors() }
    });
    let answers = futures::future::join_all(burst).await;
    let tried = |errors: &&Vec<String>| errors[0].starts_with("The email address or the password is wrong");
    assert_eq!(answers.iter().filter(tried).count(), 10, "{answers:?}");
    let rests = |errors: &&Vec<String>| errors[0].starts_with("Too many wrong passwords were tried");
    assert_eq!(answers.iter().filter(rests).count(), 20, "{answers:?}");
}
