//! Invitations: a link that opens one door once.

use crate::two_bodies::{CPQ, enrol};
use chrono::Duration;
use sha2::{Digest, Sha256};
use tests::people::{INES, MINA, PASSWORD, PRIYA, RUTH};
use tests::{Page, TestApp, Visitor};

/// What the invited person chooses.
pub const CHOSEN: &str = "four plain words here";

/// Someone invites a person to Hale & Partners; returns the link's address, which is shown once.
pub async fn invite(app: &TestApp, by: &str, name: &str, email: &str, role: &str) -> String {
    let mut by = app.sign_in(by).await;
    let organisation = by.page("/organisations").await.link("Hale & Partners");
    let form = by.page(&organisation).await.form("Make an invitation link");
    let answer = by.submit(form.fill("name", name).fill("email", email).fill("role", role)).await;
    let link = shown_link(&answer.must_say("is invited."));
    assert!(!by.page(&organisation).await.html().contains(&link), "the link is shown twice");
    link
}

/// The address of the link that a page shows.
pub fn shown_link(page: &Page) -> String {
    let html = page.html();
    let from = html.find("/invitations/").unwrap();
    html[from..].chars().take_while(|c| !"\"<& ".contains(*c)).collect()
}

/// The invited person sets up their account.
pub async fn accept(app: &TestApp, link: &str) -> Visitor {
    let mut person = app.visitor();
    let form = person.page(link).await.form("Create account and sign in");
    let answer = person.submit(form.fill("password", CHOSEN).fill("again", CHOSEN)).await;
    answer.must_say("You are signed in.");
    person
}

#[tokio::test]
async fn an_invited_person_sets_up_an_account_and_has_the_role() {
    let app = TestApp::new().await;
    let link = invite(&app, PRIYA, "Noor Aziz", "noor@hale.example", "supervisor").await;
    let mut noor = accept(&app, &link).await;
    assert_eq!(noor.get("/queue").await.status, 200);
    assert_eq!(noor.get("/sittings").await.status, 404);
    // And signs in again with what was chosen.
    let mut again = app.visitor();
    let form = again.page("/sign-in").await.form("Sign in");
    let answer = again.submit(form.fill("email", "noor@hale.example").fill("password", CHOSEN)).await;
    assert_eq!(answer.path, "/queue");
    app.must_be_as_events_made_it().await;
}

/// The whole address that the page shows to be copied.
fn shown_address(page: &Page) -> String {
    let html = page.html();
    // Keys reach it, and it is heard as what it is.
    let (_, from) = html.split_once("<label for=\"once\">Link to send</label>").unwrap();
    let (element, text) = from.trim_start().split_once('>').unwrap();
    assert!(
        element.starts_with("<textarea") && element.contains("id=\"once\"") && element.contains("readonly"),
        "{element}"
    );
    text.split('<').next().unwrap().to_owned()
}

/// Priya invites someone from a browser that names this host.
async fn address_shown_at(app: &TestApp, host: &str) -> String {
    let mut priya = app.sign_in(PRIYA).await;
    let organisation = priya.page("/organisations").await.link("Hale & Partners");
    let email = format!("{}@hale.example", hex::encode(host));
    let fields = [("name", "Noor Aziz"), ("email", email.as_str()), ("role", "supervisor")];
    let invited = priya.send(&organisation, &fields).await;
    assert_eq!(invited.status, 303);
    let request = http::Request::get(invited.header("location")).header(http::header::HOST, host);
    let answer = priya.run(request.body(axum::body::Body::empty()).unwrap()).await;
    shown_address(&answer.ok())
}

#[tokio::test]
async fn the_link_is_a_whole_address_that_can_be_sent() {
    let app = TestApp::new().await;
    for host in ["gradus.example", "127.0.0.1:3000", "[::1]:3000"] {
        let address = address_shown_at(&app, host).await;
        let link = address.strip_prefix(&format!("http://{host}")).unwrap();
        let mut noor = app.visitor();
        assert!(noor.page(link).await.says("set one up"), "{address}");
    }
    // What can't be a host is not written into what people send.
    for host in ["evil.example/path?", "someone@evil.example", "a b"] {
        let address = address_shown_at(&app, host).await;
        assert!(address.starts_with("/invitations/"), "{host}: {address}");
    }
}

#[tokio::test]
async fn the_database_holds_only_a_hash_of_the_link() {
    let app = TestApp::new().await;
    let link = invite(&app, PRIYA, "Noor Aziz", "noor@hale.example", "supervisor").await;
    let token = link.strip_prefix("/invitations/").unwrap();
    assert_eq!(token.len(), 64, "not 32 random bytes");
    // Nor where somebody tried a wrong password, typed something wrong, or went on from there.
    let mut visitor = app.visitor();
    let form = visitor.page(&link).await.form("Create account and sign in");
    let _ = visitor.submit(form.fill("password", "short")).await;
    let _ = visitor.post(&format!("{link}/account"), &[("password", "a-wrong-password")]).await;
    let _ = visitor.post(&link, &[("password", "a-wrong-password")]).await;
    let everything = app.contents().await.join("\n");
    assert!(!everything.contains(token));
    let said: Vec<String> = app.column("SELECT notice FROM sent_form WHERE notice IS NOT NULL", []).await;
    assert!(!said.join("").contains(token), "what was shown once is kept");
    assert!(everything.contains(&hex::encode(Sha256::digest(token.as_bytes()))));
}

#[tokio::test]
async fn a_used_an_expired_a_withdrawn_and_an_unknown_link_each_say_so() {
    let app = TestApp::new().await;
    let used = invite(&app, PRIYA, "Used", "used@hale.example", "supervisor").await;
    accept(&app, &used).await;
    let withdrawn = invite(&app, PRIYA, "Withdrawn", "withdrawn@hale.example", "supervisor").await;
    let mut priya = app.sign_in(PRIYA).await;
    let organisation = priya.page("/organisations").await.link("Hale & Partners");
    let form = crate::steps::withdrawal(&mut priya, &organisation, "Withdrawn").await;
    priya.submit(form).await.must_say("The invitation is withdrawn.");
    let expired = invite(&app, PRIYA, "Expired", "expired@hale.example", "supervisor").await;

    let mut visitor = app.visitor();
    app.pass(Duration::days(14) - Duration::seconds(1));
    assert!(visitor.page(&expired).await.says("set one up"), "it ends too early");
    app.pass(Duration::seconds(1));
    for (link, words) in [
        (&used, "This invitation has been used"),
        (&expired, "This invitation has expired"),
        (&withdrawn, "This invitation was withdrawn"),
    ] {
        visitor.get(link).await.must_say(words);
        // The form of a page that was opened in time leads to the same words, and does nothing.
        let before = app.contents().await;
        let fields = [("name", "X"), ("password", CHOSEN), ("again", CHOSEN)];
        visitor.post(&format!("{link}/account"), &fields).await.must_say(words);
        assert_eq!(app.contents().await, before);
    }
    assert!(visitor.page(&withdrawn).await.says("Ask the person who invited you why."));
    // Only one that is as long as a link is unknown: the last letters of another are missing.
    let page = visitor.page(&expired[..expired.len() - 1]).await;
    assert!(page.says("This link is not complete") && page.says("Copy all of it."), "{}", page.text());
    assert_eq!(visitor.get(&format!("/invitations/{}", "0".repeat(64))).await.status, 404);
    assert_eq!(visitor.get("/invitations/..%2F..").await.status, 404);
}

#[tokio::test]
async fn a_link_used_by_two_at_once_opens_once() {
    let app = TestApp::new().await;
    let link = invite(&app, PRIYA, "Noor Aziz", "noor@hale.example", "supervisor").await;
    let (mut one, mut other) = (app.visitor(), app.visitor());
    let form = one.page(&link).await.form("Create account").fill("password", CHOSEN).fill("again", CHOSEN);
    let (first, second) = tokio::join!(one.submit(form.clone()), other.submit(form.anew()));
    let signed_in = [&first, &second].iter().filter(|answer| answer.says("You are signed in.")).count();
    assert_eq!(signed_in, 1, "{} / {}", first.page.text(), second.page.text());
    let memberships: i64 = app
        .one(
            "SELECT COUNT(*) FROM membership m JOIN person p ON p.id = m.person_id WHERE p.email = 'noor@hale.example'",
            [],
        )
        .await;
    assert_eq!(memberships, 1);
}

#[tokio::test]
async fn everything_wrong_is_named_at_once_and_the_password_is_not_kept() {
    let app = TestApp::new().await;
    let link = invite(&app, PRIYA, "Noor Aziz", "noor@hale.example", "supervisor").await;
    let mut noor = app.visitor();
    let form = noor.page(&link).await.form("Create account");
    let before = app.contents().await;
    let answer = noor.submit(form.clone().fill("name", " ").fill("password", "short")).await;
    assert_eq!(
        answer.page.errors(),
        ["Enter your name", "Choose a password of 15 characters or more. Four or five words are good"]
    );
    let answer = noor
        .submit(form.fill("name", "Noor A.").fill("password", CHOSEN).fill("again", "another thing entirely"))
        .await;
    assert_eq!(answer.page.errors(), ["Enter the same password a second time"]);
    let again = answer.page.form("Create account");
    assert_eq!(again.value("name").as_deref(), Some("Noor A."));
    assert_eq!(again.value("password").as_deref(), Some(""));
    assert!(!answer.page.html().contains(CHOSEN));
    assert_eq!(app.contents().await, before);
    let kept: Vec<String> = app.column("SELECT typed FROM kept_form", []).await;
    assert!(!kept.is_empty() && !kept.join("").contains(CHOSEN), "a password is kept");
}

#[tokio::test]
async fn a_link_for_an_address_that_has_an_account_opens_nothing_without_its_password() {
    let app = TestApp::new().await;
    // Priya, who sees the link, must not become the registrar by it.
    let link = invite(&app, PRIYA, "Ines Calder", INES, "supervisor").await;
    let mut thief = app.visitor();
    let fields = [("name", "Ines Calder"), ("password", CHOSEN), ("again", CHOSEN)];
    thief.post(&format!("{link}/account"), &fields).await.must_say("This address is known here already");
    assert!(
        thief.get("/awards").await.path.starts_with("/sign-in"),
        "whoever has the link is signed in as the registrar"
    );
    let query = "SELECT COUNT(*) FROM membership m JOIN person p ON p.id = m.person_id WHERE p.email = $1";
    assert_eq!(app.one::<i64>(query, [INES.into()]).await, 1, "a role was granted without the person");

    let mut ines = app.visitor();
    let page = ines.page(&link).await;
    let form = page.form("Accept and sign in");
    let wrong = ines.submit(form.clone().fill("current", "not-her-password")).await;
    assert_eq!(
        wrong.page.errors(),
        ["The password is wrong, or no account has this address. Enter the one with which you sign in"]
    );
    ines.submit(form.fill("current", PASSWORD)).await.must_say("You are signed in.");
    assert_eq!(app.one::<i64>(query, [INES.into()]).await, 2);
    assert_eq!(ines.get("/awards").await.status, 200);
    // The password is still the old one.
    app.sign_in(INES).await;
}

#[tokio::test]
async fn who_has_an_account_reads_which_role_they_accept_and_where() {
    let app = TestApp::new().await;
    let link = invite(&app, PRIYA, "Ruth Hale", RUTH, "employer_admin").await;
    let mut ruth = app.visitor();
    let page = ruth.page(&link).await;
    assert!(page.says("You are invited to be an employer administrator at Hale & Partners."), "{}", page.text());
    let with_account = page.text_of_id("accept");
    assert!(with_account.contains("By accepting you become an employer administrator at Hale & Partners."));
    let form = page.form("Accept and sign in").fill("current", PASSWORD);
    ruth.submit(form).await.must_say("You are now an employer administrator at Hale & Partners.");
    // A link to an account says what was done and what to do.
    let mut ines = app.sign_in(INES).await;
    let made = enrol(&mut ines, CPQ, "Noor Aziz", "noor@home.example", &[]).await.must_say("is enrolled.");
    let page = app.visitor().page(&shown_link(&made)).await;
    let enrolled = "Chartered Institute of Legal Executives (CILEX) has enrolled you on CILEX Professional Qualification. Choose a password to set up your account.";
    assert!(page.says(enrolled) && !page.says("no role"), "{}", page.text());
}

#[tokio::test]
async fn what_is_said_of_a_link_is_true_when_the_page_is_read_again() {
    let app = TestApp::new().await;
    let mut priya = app.sign_in(PRIYA).await;
    let organisation = priya.page("/organisations").await.link("Hale & Partners");
    let fields = [("name", "Noor Aziz"), ("email", "noor@hale.example"), ("role", "supervisor")];
    let sent = priya.send(&organisation, &fields).await;
    let first = priya.page(sent.header("location")).await;
    assert!(first.says("Noor Aziz is invited.") && first.says("this page shows it only once"), "{}", first.text());
    let again = priya.page(sent.header("location")).await;
    assert!(again.says("Noor Aziz is invited."), "{}", again.text());
    assert!(!again.says("below") && !again.says("Link for"), "{}", again.text());
}

#[tokio::test]
async fn the_page_of_a_link_to_a_role_does_not_tell_whether_the_address_has_an_account() {
    let app = TestApp::new().await;
    // One that has an account at another body, one that is enrolled and has none yet, and one that nobody knows.
    let mut ines = app.sign_in(INES).await;
    let form = ines.page("/enrolments/new").await.form("Enrol").fill("name", "Nell").fill("email", "nell@home.example");
    let form = form.fill("framework", "cpq 2021-06").fill("from_on", "2026-11-20");
    ines.submit(form).await.must_say("is enrolled.");
    let mut said = Vec::new();
    for email in [MINA, "nell@home.example", "nobody@home.example"] {
        let link = invite(&app, PRIYA, "Someone", email, "supervisor").await;
        let mut whoever = app.visitor();
        let page = whoever.page(&link).await;
        let mut texts = vec![page.text().replace(email, "…")];
        // Nor does a form that is not filled in, or a password that is guessed.
        let form = page.form("Create account").fill("name", "").fill("password", "short");
        texts.push(whoever.submit(form).await.page.text().replace(email, "…"));
        let form = page.form("Accept and sign in").fill("current", "four plain words here");
        texts.push(whoever.submit(form).await.page.text().replace(email, "…"));
        said.push(texts);
    }
    assert_eq!(said[0], said[1]);
    assert_eq!(said[0], said[2]);
    // Who would set one up where one is learns it, and it is noted.
    let link = invite(&app, PRIYA, "Someone", MINA, "employer_admin").await;
    let refusals = async || app.one::<i64>("SELECT COUNT(*) FROM refusal WHERE kind = 'sign_in'", []).await;
    let (before, mut whoever) = (refusals().await, app.visitor());
    let form = whoever.page(&link).await.form("Create account").fill("password", CHOSEN).fill("again", CHOSEN);
    whoever.submit(form).await.must_say("This address is known here already.");
    assert_eq!(refusals().await, before + 1);
}

/// An id of its own for a row.
pub fn uuid(seed: &str) -> sea_orm::Value {
    format!("01890000-0000-7000-8000-{}", &seed[..12]).into()
}

#[tokio::test]
async fn a_link_in_whose_place_a_newer_one_was_made_says_so_and_when() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let first =
        shown_link(&enrol(&mut ines, CPQ, "Noor Aziz", "noor@home.example", &[]).await.must_say("is enrolled."));
    app.pass(Duration::minutes(20));
    let account = format!("/accounts/{}", app.person("noor@home.example").await);
    let form = ines.page(&account).await.form("Make a new link");
    let second = shown_link(&ines.submit(form).await.must_say("A new link is made."));
    let mut visitor = app.visitor();
    let page = visitor.get(&first).await.must_say("This link was replaced by a newer one");
    let made = app.state.clock.now().with_timezone(&chrono_tz::Europe::London).format("%-d %B %Y, %H:%M").to_string();
    assert!(page.says(&format!("A newer link was made on {made}. Use that one.")), "{}", page.text());
    // Its form, opened in time, leads to the same words.
    let fields = [("name", "X"), ("password", CHOSEN), ("again", CHOSEN)];
    visitor.post(&format!("{first}/account"), &fields).await.must_say("This link was replaced by a newer one");
    // Once the newer one is used, that is what there is to say.
    accept(&app, &second).await;
    visitor.get(&first).await.must_say("This invitation has been used");
    // The same of a link to a role, and of one whose time was over before.
    let expired = invite(&app, PRIYA, "Ola Berg", "ola@hale.example", "supervisor").await;
    app.pass(Duration::days(15));
    visitor.get(&expired).await.must_say("This invitation has expired");
    invite(&app, PRIYA, "Ola Berg", "ola@hale.example", "supervisor").await;
    visitor.get(&expired).await.must_say("This link was replaced by a newer one");
    // One to another role or for another address is no newer one.
    let other = invite(&app, PRIYA, "Una Moe", "una@hale.example", "supervisor").await;
    let mut priya = app.sign_in(PRIYA).await;
    let hale = priya.page("/organisations").await.link("Hale & Partners");
    let form = crate::steps::withdrawal(&mut priya, &hale, "Una Moe").await;
    priya.submit(form).await.must_say("The invitation is withdrawn.");
    invite(&app, PRIYA, "Una Moe", "una@hale.example", "employer_admin").await;
    invite(&app, PRIYA, "Una Moe", "una@other.example", "supervisor").await;
    visitor.get(&other).await.must_say("This invitation was withdrawn");
}

#[tokio::test]
async fn the_secret_of_a_link_is_left_in_no_log_and_sent_to_no_other_site() {
    let app = TestApp::new().await;
    let link = invite(&app, PRIYA, "Noor Aziz", "noor@hale.example", "supervisor").await;
    let token = link.strip_prefix("/invitations/").unwrap();
    let log = tests::KeptLog::begin();
    let mut noor = app.visitor();
    let answer = noor.get(&link).await;
    assert_eq!((answer.header("referrer-policy"), answer.header("cache-control")), ("same-origin", "no-store"));
    let html = answer.page.html();
    assert!(!html.contains("href=\"http") && !html.contains("src=\"http"), "it leads to another site: {html}");
    let form = answer.page.form("Create account");
    let _ = noor.submit(form.clone().fill("password", "short")).await;
    let _ = noor.post(&format!("{link}/nowhere"), &[]).await;
    noor.submit(form.fill("password", CHOSEN).fill("again", CHOSEN)).await.must_say("You are signed in.");
    noor.get(&link).await.must_say("This invitation has been used");
    assert!(log.in_detail().contains("/invitations/{token}"), "nothing is logged: {}", log.in_detail());
    assert!(!log.in_detail().contains(token), "{}", log.in_detail());
}
