//! The account of whoever is signed in: its password, and its sessions elsewhere.

use crate::invitations::{invite, shown_link};
use crate::people::try_to_sign_in;
use crate::two_bodies::{CPQ, enrol};
use chrono::Duration;
use tests::people::{AMARA, INES, LEO, PASSWORD, PRIYA, RUTH};
use tests::{Form, Page, TestApp, Visitor};

const NEW: &str = "quite another four words";

async fn form(visitor: &mut Visitor) -> Form {
    visitor.page("/account").await.form("Change the password")
}

/// The form, filled in and sent.
async fn change(visitor: &mut Visitor, current: &str, new: &str, again: &str) -> Page {
    let form = form(visitor).await.fill("current", current).fill("password", new).fill("again", again);
    visitor.submit(form).await.page
}

async fn is_signed_in(visitor: &Visitor) -> bool {
    visitor.clone().get("/account").await.path == "/account"
}

#[tokio::test]
async fn a_changed_password_ends_every_other_session_and_says_how_many() {
    let app = TestApp::new().await;
    let (mut amara, phone, office) = (app.sign_in(AMARA).await, app.sign_in(AMARA).await, app.sign_in(AMARA).await);
    let leo = app.sign_in(LEO).await;
    let old = amara.clone();
    let account = amara.page("/home").await.link("Your account: Amara Osei");
    assert_eq!(account, "/account");
    assert!(amara.page(&account).await.says(AMARA));
    let rows = "SELECT COUNT(*) FROM session WHERE record LIKE '%opened_by%'";
    assert_eq!(app.one::<i64>(rows, []).await, 4);
    let kept: Vec<String> = app.column("SELECT id_sha256 FROM session ORDER BY id_sha256", []).await;
    let page = change(&mut amara, PASSWORD, NEW, NEW).await;
    assert!(page.says("Your password is changed. 2 other sessions ended."), "{}", page.text());
    assert!(page.says("You are signed in here and nowhere else."), "{}", page.text());
    assert!(is_signed_in(&amara).await && is_signed_in(&leo).await);
    for other in [&phone, &office, &old] {
        assert!(!is_signed_in(other).await, "a session outlives the password");
    }
    let now: Vec<String> = app.column("SELECT id_sha256 FROM session ORDER BY id_sha256", []).await;
    assert_eq!(now.iter().filter(|id| kept.contains(id)).count(), 1, "only Leo's is as it was");
    assert_eq!(try_to_sign_in(&mut app.visitor(), AMARA, PASSWORD).await.errors().len(), 1);
    assert!(try_to_sign_in(&mut app.visitor(), AMARA, NEW).await.errors().is_empty());
    let said = "SELECT COUNT(*) FROM event WHERE body LIKE '%changed_password%'";
    assert_eq!(app.one::<i64>(said, []).await, 1);
    app.must_be_as_events_made_it().await;
}

/// Who signs in at the moment in which the password is changed gets in with the old one, and is out again at once.
#[tokio::test]
async fn a_session_that_begins_late_with_the_old_password_is_over() {
    let app = TestApp::new().await;
    let (mut amara, late) = (app.sign_in(AMARA).await, app.sign_in(AMARA).await);
    app.execute("CREATE TABLE late AS SELECT * FROM session", []).await.unwrap();
    change(&mut amara, PASSWORD, NEW, NEW).await;
    app.execute("INSERT INTO session SELECT * FROM late", []).await.unwrap();
    assert!(!is_signed_in(&late).await);
    assert!(is_signed_in(&amara).await);
}

#[tokio::test]
async fn what_is_wrong_with_either_password_is_told_at_once() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let before: Vec<String> = app.column("SELECT password_hash FROM credential ORDER BY person_id", []).await;
    let wrong = "The password is wrong. Enter the one with which you sign in now";
    let short = "Choose a password of 15 characters or more. Four or five words are good";
    let twice = "Enter the same password a second time";
    let now = "Enter the password with which you sign in now";
    for (current, new, again, told) in [
        ("", "", "", vec![now, short]),
        ("wrong-wrong-wrong", "short", "short", vec![wrong, short]),
        ("wrong-wrong-wrong", NEW, "another four words here", vec![wrong, twice]),
        (PASSWORD, "amara@trainee.example", "", vec!["Choose a password that is more than your name or email address"]),
        (PASSWORD, PASSWORD, PASSWORD, vec!["Choose another password than the one that you have now"]),
    ] {
        let page = change(&mut amara, current, new, again).await;
        assert_eq!(page.errors(), told, "{current} {new}");
        assert!(!page.html().contains("another four words here"), "a password is kept");
    }
    let after: Vec<String> = app.column("SELECT password_hash FROM credential ORDER BY person_id", []).await;
    assert_eq!(after, before);
    let refused: Vec<String> = app.column("SELECT what FROM refusal WHERE kind = 'sign_in'", []).await;
    assert_eq!(refused, ["/account/password", "/account/password"]);
}

#[tokio::test]
async fn guesses_at_the_password_of_now_count_as_those_at_signing_in_do() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    for _ in 0..10 {
        change(&mut amara, "wrong-wrong-wrong", NEW, NEW).await;
    }
    let page = change(&mut amara, PASSWORD, NEW, NEW).await;
    assert_eq!(page.errors(), ["Too many wrong passwords were tried. Wait 1 minute and try again"]);
    // In the same browser it is one count.
    let mut here = amara.clone();
    here.cookies.remove(crate::people::COOKIE);
    let page = try_to_sign_in(&mut here, AMARA, PASSWORD).await;
    assert_eq!(page.errors(), ["Too many wrong passwords were tried. Wait 1 minute and try again"]);
    app.pass(Duration::minutes(1));
    assert!(change(&mut amara, PASSWORD, NEW, NEW).await.says("Your password is changed."));
}

#[tokio::test]
async fn the_password_of_now_is_the_same_whichever_keyboard_typed_it() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    change(&mut amara, PASSWORD, "caf\u{e9} bl\u{fc} five words", "caf\u{e9} bl\u{fc} five words").await;
    let page = change(&mut amara, "cafe\u{301} blu\u{308}\u{a0}five words", NEW, NEW).await;
    assert!(page.says("Your password is changed. There was no other session."), "{}", page.text());
}

#[tokio::test]
async fn other_sessions_are_counted_and_ended_by_themselves() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let page = amara.page("/account").await;
    assert!(page.says("You are signed in here and nowhere else."), "{}", page.text());
    assert!(page.find_form("End my other sessions").is_none());
    let (phone, leo) = (app.sign_in(AMARA).await, app.sign_in(LEO).await);
    let page = amara.page("/account").await;
    assert!(page.says("You are signed in here, and 1 session is open elsewhere."), "{}", page.text());
    let office = app.sign_in(AMARA).await;
    let form = amara.page("/account").await.form("End my other sessions");
    let page = amara.submit(form).await.must_say("2 other sessions ended.");
    assert!(page.says("You are signed in here and nowhere else."), "{}", page.text());
    assert!(is_signed_in(&amara).await && is_signed_in(&leo).await);
    assert!(!is_signed_in(&phone).await && !is_signed_in(&office).await);
}

#[tokio::test]
async fn a_session_that_is_over_by_its_age_is_counted_no_more() {
    let app = TestApp::new().await;
    let mut old = app.sign_in(AMARA).await;
    for _ in 0..23 {
        app.pass(Duration::minutes(60));
        assert_eq!(old.get("/home").await.path, "/home");
    }
    let mut amara = app.sign_in(AMARA).await;
    assert!(amara.page("/account").await.says("1 session is open elsewhere."));
    app.pass(Duration::minutes(60));
    let page = amara.page("/account").await;
    assert!(page.says("You are signed in here and nowhere else."), "{}", page.text());
}

#[tokio::test]
async fn a_link_that_is_used_ends_the_sessions_of_the_account_elsewhere() {
    let app = TestApp::new().await;
    // To an account that is there: its owner proves by it that the account is theirs.
    let link = invite(&app, PRIYA, "Noor Aziz", "noor@home.example", "supervisor").await;
    let noor = crate::invitations::accept(&app, &link).await;
    let mut ines = app.sign_in(INES).await;
    let page = enrol(&mut ines, CPQ, "Noor Aziz", "noor@home.example", &[]).await.page;
    let form = page.form("Enrol").tick("account", "noor@home.example");
    let vouching = shown_link(&ines.submit(form).await.must_say("is not enrolled yet."));
    // And to a role.
    let mut ruth = app.sign_in(RUTH).await;
    let role = invite(&app, INES, "Ruth Hale", RUTH, "employer_admin").await;
    for (link, other, password) in [(&vouching, &noor, crate::invitations::CHOSEN), (&role, &ruth.clone(), PASSWORD)] {
        assert!(is_signed_in(other).await);
        let mut here = app.visitor();
        let form = here.page(link).await.form("Accept and sign in").fill("current", password);
        here.submit(form).await.must_say("You are signed in.");
        assert!(is_signed_in(&here).await);
        assert!(!is_signed_in(other).await, "a session outlives the link");
    }
    assert_ne!(ruth.get("/queue").await.path, "/queue");
}

#[tokio::test]
async fn whoever_was_signed_out_reads_that_passwords_are_not_kept() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let form = form(&mut amara).await.fill("current", PASSWORD).fill("password", NEW).fill("again", NEW);
    amara.cookies.clear();
    let asked = amara.submit(form).await;
    let is_told = |page: &Page| page.says("Passwords are not kept") && !page.says("What you typed is kept");
    assert!(is_told(&asked.page), "{}", asked.page.text());
    let back = amara.submit(asked.page.form("Sign in").fill("email", AMARA).fill("password", PASSWORD)).await;
    assert!(is_told(&back.page), "{}", back.page.text());
    let form = back.page.form("Change the password");
    assert!(["current", "password", "again"].iter().all(|one| form.value(one).unwrap_or_default().is_empty()));
}

#[tokio::test]
async fn whoever_was_signed_out_elsewhere_reads_why_and_comes_back() {
    let app = TestApp::new().await;
    let (mut amara, mut phone) = (app.sign_in(AMARA).await, app.sign_in(AMARA).await);
    change(&mut amara, PASSWORD, NEW, NEW).await;
    let asked = phone.get("/account").await.must_say("You were signed out");
    let form = asked.form("Sign in").fill("email", AMARA);
    // A wrong password costs no way back.
    let wrong = phone.submit(form.fill("password", PASSWORD)).await.page;
    let form = wrong.form("Sign in").fill("email", AMARA).fill("password", NEW);
    assert_eq!(phone.submit(form).await.path, "/account");
    // Whoever signs out by themselves, or was never here, reads nothing of it.
    let out = amara.page("/home").await.form("Sign out");
    assert!(!amara.submit(out).await.says("You were signed out"));
    assert!(!amara.get("/home").await.says("You were signed out"));
    assert!(!app.visitor().get("/home").await.says("You were signed out"));
}
