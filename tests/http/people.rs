//! Signing in and out, sessions, and who no longer gets in.

use crate::steps;
use crate::two_bodies::{SQE, enrol};
use axum::body::Body;
use chrono::Duration;
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use tests::people::{AMARA, DANA, INES, LEO, PASSWORD, PRIYA, RUTH, SOL};
use tests::{Page, TestApp, Visitor, multipart};

/// The name under which the session's id is kept.
pub const COOKIE: &str = "gradus";

pub async fn try_to_sign_in(visitor: &mut Visitor, address: &str, password: &str) -> Page {
    let form = visitor.page("/sign-in").await.form("Sign in");
    visitor.submit(form.fill("email", address).fill("password", password)).await.page
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let app = TestApp::new().await;
    let mut pages = Vec::new();
    for address in [AMARA, "nobody@nowhere.example"] {
        let page = try_to_sign_in(&mut app.visitor(), address, "wrong-wrong-wrong").await;
        assert_eq!(page.errors(), ["The email address or the password is wrong. Check both and try again"]);
        assert_eq!(page.form("Sign in").value("email").as_deref(), Some(address), "the address is not kept");
        assert_eq!(page.form("Sign in").value("password").as_deref(), Some(""), "the password is kept");
        pages.push(page.text().replace(address, ""));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn what_can_not_be_an_address_is_refused_before_anything_remembers_it() {
    let app = TestApp::new().await;
    let mut visitor = app.visitor();
    let long = format!("{}@long.example", "a".repeat(20_000));
    let fields = [("email", long.as_str()), ("password", "whatever it is")];
    let page = visitor.post("/sign-in", &fields).await.page;
    assert_eq!(page.errors(), ["Enter an email address in the correct form, like name@example.com"]);
    assert_eq!(page.form("Sign in").value("email").unwrap().chars().count(), 254);
}

#[tokio::test]
async fn both_empty_fields_are_named_at_once() {
    let app = TestApp::new().await;
    let page = try_to_sign_in(&mut app.visitor(), " ", "").await;
    assert_eq!(page.errors(), ["Enter your email address", "Enter your password"]);
}

#[tokio::test]
async fn the_address_is_read_in_any_case_and_with_spaces() {
    let app = TestApp::new().await;
    let page = try_to_sign_in(&mut app.visitor(), " Amara@Trainee.Example ", PASSWORD).await;
    assert!(page.says("You are on the Foundation stage"), "{}", page.text());
}

/// Who has somebody's mailbox under another spelling has their account, and gets no second one.
#[tokio::test]
async fn a_mailbox_has_one_spelling() {
    let app = TestApp::new().await;
    for address in ["amara@ｔrainee.example", "AMARA@trainee。example", "Amara@Trainee.EXAMPLE"] {
        let page = try_to_sign_in(&mut app.visitor(), address, PASSWORD).await;
        assert!(page.says("You are on the Foundation stage"), "{address}: {}", page.text());
    }
    let before = app.contents().await;
    let mut priya = app.sign_in(PRIYA).await;
    let hale = priya.page("/organisations").await.link("Hale & Partners");
    for address in
        ["\"ruth\"@hale.example", "\"RUTH\"@hale.example", "\"r\\uth\"@hale.example", "\"ru\".\"th\"@hale.example"]
    {
        let form = priya.page(&hale).await.form("Make an invitation link").fill("name", "Ruth Hale");
        let page = priya.submit(form.fill("email", address).fill("role", "supervisor")).await.page;
        let why = "Enter the email address without quotation marks, like name@example.com";
        assert_eq!(page.errors(), [why], "{address}");
    }
    assert_eq!(app.contents().await, before);
    // A letter that is in one piece as a small one alone.
    let invite = async |priya: &mut Visitor, address: &str| {
        let form = priya.page(&hale).await.form("Make an invitation link").fill("name", "Tom");
        priya.submit(form.fill("email", address).fill("role", "supervisor")).await.page
    };
    assert_eq!(invite(&mut priya, "T\u{308}om@hale.example").await.errors(), Vec::<String>::new());
    let again = invite(&mut priya, "\u{1e97}om@hale.example").await;
    assert_eq!(again.errors().len(), 1, "{}", again.text());
}

#[tokio::test]
async fn a_password_is_stored_as_an_argon2id_hash_with_a_salt_of_its_own() {
    let app = TestApp::new().await;
    let mut enrolled = Vec::new();
    // Everyone has the same password and, put in at once, the same hash; what people choose themselves has not.
    for email in ["one@new.example", "two@new.example"] {
        let link = crate::invitations::invite(&app, PRIYA, "A New Person", email, "supervisor").await;
        crate::invitations::accept(&app, &link).await;
        let query = "SELECT c.password_hash FROM credential c JOIN person p ON p.id = c.person_id WHERE p.email = $1";
        enrolled.push(app.one::<String>(query, [email.into()]).await);
    }
    assert!(enrolled.iter().all(|hash| hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")), "{enrolled:?}");
    assert_ne!(enrolled[0], enrolled[1]);
}

#[tokio::test]
async fn a_password_is_the_same_whichever_keyboard_typed_it() {
    let app = TestApp::new().await;
    let (email, chosen) = ("noor@hale.example", "caf\u{e9} bl\u{fc} five words");
    let link = crate::invitations::invite(&app, PRIYA, "Noor Aziz", email, "supervisor").await;
    let mut noor = app.visitor();
    let form = noor.page(&link).await.form("Create account").fill("password", chosen).fill("again", chosen);
    noor.submit(form).await.must_say("You are signed in.");
    let decomposed = "cafe\u{301} blu\u{308} five words";
    for typed in [chosen, decomposed, "caf\u{e9}\u{a0}bl\u{fc}\u{202f}five\u{3000}words"] {
        let page = try_to_sign_in(&mut app.visitor(), email, typed).await;
        assert!(page.errors().is_empty(), "{typed:?}: {}", page.text());
    }
    for other in ["cafe blu five words", "caf\u{e9} bl\u{fc} \u{fb01}ve words"] {
        assert_eq!(try_to_sign_in(&mut app.visitor(), email, other).await.errors().len(), 1, "{other:?}");
    }
}

#[tokio::test]
async fn the_database_holds_only_a_hash_of_the_session() {
    let app = TestApp::new().await;
    let amara = app.sign_in(AMARA).await;
    let sessions: Vec<String> = app.column("SELECT id_sha256 || record FROM session", []).await;
    assert_eq!(sessions.len(), 1);
    let cookie = &amara.cookies[COOKIE];
    assert!(!sessions[0].contains(cookie.as_str()), "the id itself is stored");
    // The cookie's value is the id in base64: decoded, hashed, it is what is stored.
    let id = base64(cookie);
    let hashes =
        [hex::encode(Sha256::digest(&id)), hex::encode(Sha256::digest(id.iter().rev().copied().collect::<Vec<u8>>()))];
    assert!(hashes.iter().any(|hash| sessions[0].starts_with(hash.as_str())), "the hash is of something else");
}

/// URL-safe base64 without padding.
fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter).unwrap();
        bits = bits << 6 | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    bytes
}

#[tokio::test]
async fn signing_in_changes_the_session_so_that_none_can_be_foisted_on_anyone() {
    let app = TestApp::new().await;
    // Nobody has a session before they sign in, not even who typed a wrong password.
    let mut visitor = app.visitor();
    try_to_sign_in(&mut visitor, AMARA, "wrong-wrong-wrong").await;
    assert!(!visitor.cookies.contains_key(COOKIE));
    // Whoever is signed in before her in the same browser keeps nothing of hers.
    try_to_sign_in(&mut visitor, LEO, PASSWORD).await;
    let before = visitor.clone();
    try_to_sign_in(&mut visitor, AMARA, PASSWORD).await;
    assert_ne!(visitor.cookies[COOKIE], before.cookies[COOKIE]);
    let mut foisted = before;
    assert!(foisted.get("/home").await.path.starts_with("/sign-in"));
    // An id that we never gave is not taken over either.
    let mut invented = app.visitor();
    invented.cookies.insert(String::from(COOKIE), String::from("AAAAAAAAAAAAAAAAAAAAAA"));
    try_to_sign_in(&mut invented, AMARA, PASSWORD).await;
    assert_ne!(invented.cookies[COOKIE], "AAAAAAAAAAAAAAAAAAAAAA");
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let mut stolen = amara.clone();
    assert_eq!(stolen.get("/home").await.path, "/home");
    let form = amara.page("/home").await.form("Sign out");
    assert!(amara.submit(form).await.path.starts_with("/sign-in"));
    assert!(stolen.get("/home").await.path.starts_with("/sign-in"));
    let left: Vec<String> = app.column("SELECT id_sha256 FROM session WHERE record LIKE '%signed_in_at%'", []).await;
    assert_eq!(left, Vec::<String>::new());
}

#[tokio::test]
async fn a_request_under_way_does_not_bring_back_a_session_that_was_ended() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &app.enrolment(AMARA).await, steps::LAST_OUTCOME).await;
    let files = format!("{claim}/evidence/file");
    let sheet = amara.sheet(&files).await;
    let mut upload = multipart(&files, Some(&sheet), ("notes.txt", b"What I noted."));
    let whole = std::mem::take(upload.body_mut()).collect().await.unwrap().to_bytes();
    let (body, coming) = futures::channel::mpsc::unbounded::<Result<_, std::convert::Infallible>>();
    body.unbounded_send(Ok(whole.slice(..60))).unwrap();
    *upload.body_mut() = Body::from_stream(coming);
    let (mut stolen, mut uploading) = (amara.clone(), amara.clone());
    let uploading = tokio::spawn(async move { uploading.run(upload).await });
    // It is under way once what was sent of it is read.
    while !body.is_empty() {
        tokio::task::yield_now().await;
    }
    let form = amara.page("/home").await.form("Sign out");
    assert!(amara.submit(form).await.path.starts_with("/sign-in"));
    body.unbounded_send(Ok(whole.slice(60..))).unwrap();
    drop(body);
    assert_eq!(uploading.await.unwrap().status, 303);
    assert!(stolen.get("/home").await.path.starts_with("/sign-in"), "the session is back");
}

#[tokio::test]
async fn a_session_ends_after_two_idle_hours() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    app.pass(Duration::minutes(119));
    assert_eq!(amara.get("/home").await.path, "/home");
    app.pass(Duration::minutes(119));
    assert_eq!(amara.get("/home").await.path, "/home", "use did not prolong it");
    app.pass(Duration::minutes(120));
    assert!(amara.get("/home").await.path.starts_with("/sign-in"));
}

#[tokio::test]
async fn a_session_ends_after_a_day_however_it_is_used() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    for _ in 0..23 {
        app.pass(Duration::minutes(60));
        assert_eq!(amara.get("/home").await.path, "/home");
    }
    app.pass(Duration::minutes(59));
    assert_eq!(amara.get("/home").await.path, "/home");
    app.pass(Duration::minutes(1));
    assert!(amara.get("/home").await.path.starts_with("/sign-in"));
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    for (app, name, secure) in
        [(TestApp::new().await, "gradus", false), (TestApp::secure().await, "__Host-gradus", true)]
    {
        let mut visitor = app.visitor();
        let form = visitor.page("/sign-in").await.form("Sign in");
        let fields = form.fill("email", AMARA).fill("password", PASSWORD).sent();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = visitor.send("/sign-in", &fields).await;
        for name in [name.to_owned(), format!("{name}-device")] {
            let mut cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
            let cookie = cookies.find(|cookie| cookie.starts_with(&format!("{name}="))).unwrap();
            assert!(
                cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
                "{cookie}"
            );
            assert_eq!(cookie.contains("Secure"), secure, "{cookie}");
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
        assert_eq!(answer.header("strict-transport-security").is_empty(), !secure);
    }
}

#[tokio::test]
async fn signing_in_leads_back_to_where_one_wanted_to_go_but_never_off_the_site() {
    let app = TestApp::new().await;
    let mut visitor = app.visitor();
    let answer = visitor.get("/claims?x=1&y=2").await;
    assert!(answer.path.starts_with("/sign-in?next="), "{}", answer.path);
    let form = answer.page.form("Sign in").fill("email", AMARA).fill("password", PASSWORD);
    assert_eq!(visitor.submit(form).await.path, "/claims?x=1&y=2");
    for elsewhere in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=y",
        "/%0d%0ax:y",
        "/\t/evil.example/x",
        "/\n/evil.example/x",
        "/a//evil.example",
        "/hôme",
    ] {
        let fields = [("email", AMARA), ("password", PASSWORD), ("next", elsewhere)];
        let answer = app.visitor().send("/sign-in", &fields).await;
        let to = answer.header("location");
        assert!(to == "/" || to == "/%0d%0ax:y" && elsewhere == to, "{elsewhere} leads to {to}");
    }
}

#[tokio::test]
pub async fn an_ended_membership_closes_the_door_at_once() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut ruth = app.sign_in(RUTH).await;
    let record = format!("/enrolments/{enrolment}/record");
    assert_eq!(ruth.get(&record).await.status, 200);
    let mut priya = app.sign_in(PRIYA).await;
    let organisation = priya.page("/organisations").await.link("Hale & Partners");
    let end = priya.page(&organisation).await.link("the membership of Ruth Hale");
    let form = priya.page(&end).await.form("End membership");
    priya.submit(form.clone()).await.must_say("The membership has ended.");
    assert_eq!(ruth.get(&record).await.status, 404);
    assert_eq!(ruth.get("/queue").await.status, 404);
    priya.submit(form).await.must_say("The membership has ended.");
    let again = priya.post(&end, &[]).await;
    again.must_say("This membership has ended already.");
    // What she signed before stays.
    let mut amara = app.sign_in(AMARA).await;
    assert!(amara.page(&record).await.says("By Ruth Hale"));
}

#[tokio::test]
async fn nobody_is_asked_whether_to_end_their_own_membership() {
    let app = TestApp::new().await;
    for (who, words) in [(PRIYA, "Ask a colleague or the registrar."), (INES, "Ask another registrar of your body")] {
        let held = "SELECT organisation_id || '/memberships/' || id FROM membership WHERE person_id = $1";
        let held: String = app.one(held, [app.person(who).await.into()]).await;
        let mut own = app.sign_in(who).await;
        let path = format!("/organisations/{held}/end");
        let asked = own.get(&path).await;
        assert_eq!((asked.status, own.post(&path, &[]).await.status), (403, 403), "{}", asked.page.text());
        assert!(asked.says("You can’t end your own membership.") && asked.says(words), "{}", asked.page.text());
    }
}

#[tokio::test]
async fn an_ended_employment_closes_the_record_to_the_employer_at_once() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let (mut ruth, mut priya) = (app.sign_in(RUTH).await, app.sign_in(PRIYA).await);
    let end = priya.page(&format!("/enrolments/{enrolment}/supervision")).await.link("End this employment");
    let form = priya.page(&end).await.form("End the employment");
    priya.submit(form).await.must_say("The employment is ended");
    for path in ["", "/map", "/record", "/record.json", "/plan", "/nodes/F01"] {
        let path = format!("/enrolments/{enrolment}{path}");
        assert_eq!(ruth.get(&path).await.status, 404, "the supervisor still opens {path}");
        assert_eq!(priya.get(&path).await.status, 404, "the administrator still opens {path}");
    }
    assert!(!priya.page("/trainees").await.says("Amara Osei"));
    // The provider and the body still see her.
    assert_eq!(app.sign_in(DANA).await.get(&format!("/enrolments/{enrolment}")).await.status, 200);
    assert_eq!(app.sign_in(INES).await.get(&format!("/enrolments/{enrolment}/record")).await.status, 200);
}

#[tokio::test]
async fn an_ended_supervision_ends_the_right_to_decide() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = crate::steps::sent_claim(&app, &mut amara).await;
    let request = crate::steps::open_request(&app, &claim).await;
    let enrolment = app.enrolment(AMARA).await;
    let (mut ruth, mut priya) = (app.sign_in(RUTH).await, app.sign_in(PRIYA).await);
    let form = ruth.page(&request).await.form("Sign and send").fill("outcome", "met").fill("comment", "I saw it.");
    crate::steps::end_supervision(&mut priya, &format!("/enrolments/{enrolment}/supervision"), "Ruth Hale")
        .await
        .must_say("The supervision has ended.");
    assert_eq!(ruth.submit(form).await.status, 404);
    assert!(!ruth.page("/queue").await.says("Amara Osei"));
}

#[tokio::test]
async fn one_person_with_two_roles_or_two_enrolments_is_one_person() {
    let app = TestApp::new().await;
    // Karim supervises and administers.
    let mut ines = app.sign_in(INES).await;
    let row = |page: &Page| page.rows().into_iter().find(|row| row.contains("Mersey Street Legal")).unwrap();
    let list = ines.page("/organisations").await;
    assert!(row(&list).contains("1 person"), "{}", row(&list));
    // Amara is a candidate of the provider for each of two bodies.
    let count = async |who| app.sign_in(who).await.page("/candidates").await.text();
    let before = count(DANA).await;
    let northgate = app.organisation("Northgate Law School").await.to_string();
    let mut sol = app.sign_in(SOL).await;
    enrol(&mut sol, SQE, "A. K. Osei", AMARA, &[("provider", &northgate)]).await.must_say("is enrolled.");
    let people = before.split(" people").next().unwrap().rsplit(' ').next().unwrap().to_owned();
    let enrolments = people.parse::<u32>().unwrap() + 1;
    let after = count(DANA).await;
    assert!(after.contains(&format!("{people} people, {enrolments} enrolments")), "{after}");
}
