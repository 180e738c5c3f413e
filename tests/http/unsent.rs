//! What is kept of forms that did nothing: no more than was typed, and no more than so much.

use tests::people::{AMARA, INES, TOMAS};
use tests::{TestApp, Visitor};

async fn kept(app: &TestApp) -> i64 {
    app.one("SELECT COUNT(*) FROM kept_form", []).await
}

async fn send(visitor: &mut Visitor, email: &str) -> tests::Answer {
    let form = visitor.page("/sign-in").await.form("Sign in");
    visitor.submit(form.fill("email", email)).await
}

#[tokio::test]
async fn of_a_form_in_which_nothing_was_typed_nothing_is_kept() {
    let app = TestApp::new().await;
    let mut visitor = app.visitor();
    let answer = send(&mut visitor, "").await;
    assert_eq!(answer.page.errors(), ["Enter your email address", "Enter your password"]);
    assert!(answer.page.html().contains("<title>Error: Sign in"), "the title does not say that something is wrong");
    assert_eq!(kept(&app).await, 0);
    // It is a sheet like any other: sent again it signs in.
    let form = answer.page.form("Sign in").fill("email", AMARA).fill("password", tests::people::PASSWORD);
    assert!(visitor.submit(form).await.says("You are on the Foundation stage"));
    assert_eq!(kept(&app).await, 0);
}

#[tokio::test]
async fn of_one_sheet_one_row_is_kept_and_of_all_of_them_so_many_that_the_oldest_go() {
    let app = TestApp::new().await;
    let mut visitor = app.visitor();
    let form = visitor.page("/sign-in").await.form("Sign in").fill("email", AMARA);
    for _ in 0..3 {
        visitor.submit(form.clone()).await.must_say("Enter your password");
    }
    assert_eq!(kept(&app).await, 1);
    let many = (0..3_000).map(|n| format!("('{n:036}', '/sign-in', '[]', '[]', $1)")).collect::<Vec<_>>().join(", ");
    let text = format!("INSERT INTO kept_form (key, address, typed, errors, kept_at) VALUES {many}");
    app.execute(&text, [app.state.clock.now().into()]).await.unwrap();
    app.pass(chrono::Duration::seconds(1));
    let answer = send(&mut visitor, "amara@").await;
    assert_eq!(answer.page.form("Sign in").value("email").as_deref(), Some("amara@"), "the newest went");
    let left = kept(&app).await;
    assert!((1..=2_000).contains(&left), "{left} are kept");
}

/// Whoever is signed in fills no disk with forms that did nothing.
#[tokio::test]
async fn of_one_person_no_more_forms_are_kept_than_anybody_has_open() {
    let app = TestApp::new().await;
    let mut tomas = app.sign_in(TOMAS).await;
    let address = format!("/enrolments/{}/experience/new", app.enrolment(TOMAS).await);
    for n in 0..60 {
        app.pass(chrono::Duration::seconds(1));
        let form = tomas.page(&address).await.form("Record").fill("hours", &format!("zz{n}"));
        assert!(!tomas.submit(form).await.page.errors().is_empty());
    }
    assert_eq!(kept(&app).await, 50);
}

/// Whoever goes back, writes something else and sends it means something else.
#[tokio::test]
async fn a_form_that_was_done_and_is_sent_with_something_else_is_not_told_as_done() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let form = ines.page("/organisations").await.form("Add organisation").fill("kind", "employer");
    let added = "The organisation is added.";
    ines.submit(form.clone().fill("name", "Yew Chambers Bath")).await.must_say(added);
    ines.submit(form.clone().fill("name", "Yew Chambers Bath")).await.must_say(added);
    let told = ines.submit(form.clone().fill("name", "Elm Solicitors York")).await;
    let told =
        told.must_say("This form was sent before, and what it held then was done. What it holds now was not done.");
    assert!(told.says("“Elm Solicitors York”") && !told.says(added), "{}", told.text());
    // The same of who was signed out meanwhile: what was done is told as done, and the rest is kept.
    let out = ines.page("/organisations").await.form("Sign out");
    ines.submit(out).await;
    let led = ines.submit(form.clone().fill("name", "Elm Solicitors York")).await;
    let back = led.page.form("Sign in").fill("email", INES).fill("password", tests::people::PASSWORD);
    let back = ines.submit(back).await.must_say("What you typed since then was not sent");
    let again = back.form("Add organisation");
    assert_eq!(again.value("name").as_deref(), Some("Elm Solicitors York"));
    ines.submit(again).await.must_say(added);
    let out = ines.page("/organisations").await.form("Sign out");
    ines.submit(out).await;
    let led = ines.submit(form.fill("name", "Yew Chambers Bath")).await;
    let back = led.page.form("Sign in").fill("email", INES).fill("password", tests::people::PASSWORD);
    ines.submit(back).await.must_say(added);
    let names: i64 = app.one("SELECT COUNT(*) FROM organisation WHERE name LIKE 'Yew%' OR name LIKE 'Elm%'", []).await;
    assert_eq!(names, 2);
}
