//! What takes two registrars: an account that is started anew, and a status that is withdrawn where the body says so.

use crate::employers_and_providers::end_roles;
use crate::invitations::{CHOSEN, invite, shown_link};
use crate::steps::{self, state_of};
use crate::two_bodies::{CPQ, enrol};
use domain::ids::OrganisationId;
use tests::people::{INES, KARIM, LEO, MINA, PIET, PRIYA, RUTH, SOL};
use tests::{Answer, Page, TestApp};

/// Confirms a proposal.
pub async fn confirm(app: &TestApp, by: &str, proposal: &str) -> Answer {
    let mut registrar = app.sign_in(by).await;
    let form = registrar.page(proposal).await.form("Confirm");
    registrar.submit(form).await
}

/// The page of somebody's account, for a registrar.
pub async fn account_page(app: &TestApp, of: &str, by: &str) -> Page {
    app.sign_in(by).await.page(&format!("/accounts/{}", app.person(of).await)).await
}

/// Asks that an account is started anew, and gives the address of the proposal.
pub async fn ask(app: &TestApp, of: &str, email: &str) -> String {
    let form = account_page(app, of, INES).await.form("Ask a second registrar");
    let form = form.fill("email", email).fill("reason", "They lost the password and called.");
    let asked = app.sign_in(INES).await.submit(form.anew()).await;
    let path = asked.path.clone();
    asked.must_say("A second registrar of your body confirms it on this page.");
    path
}

#[tokio::test]
pub async fn an_account_is_started_anew_by_two_registrars_and_by_neither_alone() {
    let app = TestApp::new().await;
    let mut leo = app.sign_in(LEO).await;
    let account = format!("/accounts/{}", app.person(LEO).await);
    let proposal = ask(&app, LEO, "leo.fenn@home.example").await;
    assert_eq!(leo.get("/home").await.status, 200, "one registrar alone ended a session");
    let mut ines = app.sign_in(INES).await;
    let page = ines.page(&proposal).await;
    assert!(page.find_form("Confirm").is_none(), "{}", page.text());
    assert!(page.says("A second registrar of your body confirms it."), "{}", page.text());
    assert_eq!(ines.post(&proposal, &[]).await.status, 403);
    assert!(account_page(&app, LEO, PIET).await.says("Ines Calder asked for it on 23 November 2026."));
    // The second finds it in the navigation.
    let mut piet = app.sign_in(PIET).await;
    let list = piet.page("/").await.link("To confirm");
    assert_eq!(piet.page(&list).await.link("Reset the account of Leo Fenn"), proposal);
    confirm(&app, PIET, &proposal).await.must_say("The account is reset");
    assert!(leo.get("/home").await.path.starts_with("/sign-in"), "a session outlives the password");
    let page = app.sign_in(PIET).await.page(&account).await;
    assert!(page.says("leo.fenn@home.example") && page.says("Not set up"), "{}", page.text());
    let made = app.sign_in(PIET).await.submit(page.form("Make a new link").anew()).await;
    let link = shown_link(&made.must_say("A new link is made"));
    let mut owner = app.visitor();
    let page = owner.page(&link).await;
    assert!(page.says("With this link you set up your account again."), "{}", page.text());
    let form = page.form("Create account").fill("password", CHOSEN).fill("again", CHOSEN);
    owner.submit(form).await.must_say("You are signed in.");
    assert!(owner.page("/home").await.says("Advanced"), "the record is not theirs any more");
    // What has ended is not done again.
    let again = piet.post(&proposal, &[]).await;
    again.must_say("This ended already");
    assert_eq!(app.events("ended_access").await.len(), 1);
    assert_eq!(app.events("changed_address").await.len(), 1);
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn who_starts_an_account_anew_gets_no_way_to_sign_as_its_owner() {
    let app = TestApp::new().await;
    let account = format!("/accounts/{}", app.person(RUTH).await);
    let open = async |of: &str| -> i64 {
        let count = format!("SELECT COUNT(*) FROM {of} = $1 AND until_on IS NULL");
        app.one(&count, [app.person(RUTH).await.into()]).await
    };
    assert!(open("supervision WHERE supervisor_id").await > 0);
    let proposal = ask(&app, RUTH, "").await;
    let page = app.sign_in(PIET).await.page(&proposal).await;
    assert!(page.says("So do the roles and supervisions of its owner, until they are given again."), "{}", page.text());
    confirm(&app, PIET, &proposal).await.must_say("its roles and its supervisions have ended");
    assert_eq!([open("supervision WHERE supervisor_id").await, open("membership WHERE person_id").await], [0, 0]);
    // No registrar sees a link to the account, neither so nor by inviting its owner or enrolling them.
    for registrar in [INES, PIET] {
        let mut by = app.sign_in(registrar).await;
        let page = by.page(&account).await;
        assert!(page.find_form("Make a new link").is_none(), "{}", page.text());
        assert!(page.says("An administrator of their employer invites them again"), "{}", page.text());
        assert_eq!(by.post(&format!("{account}/link"), &[]).await.status, 403);
    }
    let enrolled = enrol(&mut app.sign_in(INES).await, CPQ, "Ruth Hale", RUTH, &[]).await;
    assert!(enrolled.page.says("which its owner has not set up yet"), "{}", enrolled.page.text());
    let set_up = async |link: &str| {
        let mut visitor = app.visitor();
        let form = visitor.page(link).await.form("Create account").fill("password", CHOSEN).fill("again", CHOSEN);
        let answer = visitor.submit(form).await;
        (visitor, answer)
    };
    let of_registrar = invite(&app, INES, "Ruth Hale", RUTH, "employer_admin").await;
    set_up(&of_registrar).await.1.must_say("This address is known here already.");
    // Her own administrator lets her in again; whom she supervises is named anew.
    let of_priya = invite(&app, PRIYA, "Ruth Hale", RUTH, "supervisor").await;
    let (mut ruth, answer) = set_up(&of_priya).await;
    answer.must_say("You are now a supervisor at Hale & Partners.");
    assert_eq!(ruth.get("/queue").await.status, 200);
    assert_eq!([open("supervision WHERE supervisor_id").await, open("membership WHERE person_id").await], [0, 1]);
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn what_is_asked_for_is_taken_back_or_declined_and_asked_for_once_at_a_time() {
    let app = TestApp::new().await;
    let form = account_page(&app, LEO, INES).await.form("Ask a second registrar");
    let proposal = ask(&app, LEO, "").await;
    let twice = app.sign_in(INES).await.submit(form.fill("reason", "Again").anew()).await;
    twice.must_say("This was asked for already");
    for (who, button) in [(INES, "Take it back"), (PIET, "Decline")] {
        let mut registrar = app.sign_in(who).await;
        let path = if who == INES { proposal.clone() } else { ask(&app, LEO, "").await };
        let form = registrar.page(&path).await.form(button);
        registrar.submit(form).await.must_say("Nothing was changed.");
    }
    assert_eq!(app.sign_in(LEO).await.get("/home").await.status, 200);
    let page = app.sign_in(PIET).await.page("/proposals").await;
    assert!(page.says("No request is waiting for a second registrar."), "{}", page.text());
    assert!(page.text_of_id("ended").contains("Not done"), "{}", page.text());
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once_and_what_was_typed_stays() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let form = ines.page(&format!("/accounts/{}", app.person(LEO).await)).await.form("Ask a second registrar");
    let page = ines.submit(form.clone().fill("email", "leo at home")).await.page;
    let wrong = ["Enter an email address in the correct form, like name@example.com", "Enter the reason"];
    assert_eq!(page.errors(), wrong);
    assert_eq!(page.form("Ask a second registrar").value("email").as_deref(), Some("leo at home"));
}

#[tokio::test]
async fn an_address_that_another_account_has_is_refused_where_it_is_typed() {
    let app = TestApp::new().await;
    let before = app.contents().await;
    // Ruth is of the body of Ines, who may know whose address it is. Mina is of another one, and Ines learns nothing of her.
    let own = "ruth@hale.example is the address of Ruth Hale. Ask the owner of this account for another one";
    let others = "This account can’t have the address mina@trainee.example. Ask its owner for another one";
    for (address, error) in [(RUTH, own), (MINA, others)] {
        let mut ines = app.sign_in(INES).await;
        let form = account_page(&app, LEO, INES).await.form("Ask a second registrar");
        let page = ines.submit(form.fill("email", address).fill("reason", "They called.").anew()).await.page;
        assert_eq!(page.errors(), [error]);
        assert!(!page.says("Mina"), "{}", page.text());
        let again = page.form("Ask a second registrar");
        assert_eq!(again.value("email").as_deref(), Some(address));
        assert_eq!(again.value("reason").as_deref(), Some("They called."));
    }
    assert_eq!(app.contents().await, before);
    // Whoever tries one address after the other is seen.
    let tried: i64 =
        app.one("SELECT COUNT(*) FROM refusal WHERE person_id = $1", [app.person(INES).await.into()]).await;
    assert_eq!(tried, 2);
}

#[tokio::test]
async fn an_address_that_was_taken_meanwhile_is_refused_when_it_is_confirmed() {
    let app = TestApp::new().await;
    let proposal = ask(&app, LEO, "noor@home.example").await;
    enrol(&mut app.sign_in(INES).await, CPQ, "Noor Aziz", "noor@home.example", &[]).await.must_say("is enrolled");
    let before = app.contents().await;
    let answer = confirm(&app, PIET, &proposal).await;
    let taken = "noor@home.example is the address of Noor Aziz. Ask the owner of this account for another one.";
    assert!(answer.page.says(taken), "{}", answer.page.text());
    assert_eq!(app.contents().await, before);
    assert_eq!(app.sign_in(LEO).await.get("/home").await.status, 200);
}

#[tokio::test]
async fn what_a_registrar_asked_for_ends_with_their_grant() {
    let app = TestApp::new().await;
    let proposal = ask(&app, LEO, "").await;
    let mut piet = app.sign_in(PIET).await;
    let open = piet.page(&proposal).await.form("Confirm");
    let body: String = app.one("SELECT id FROM organisation WHERE slug = 'cilex'", []).await;
    end_roles(&app, INES, OrganisationId::parse(&body).unwrap()).await;
    assert_eq!(piet.submit(open.anew()).await.status, 403);
    let page = piet.page(&proposal).await;
    assert!(page.says("23 November 2026, when Ines Calder stopped being registrar"), "{}", page.text());
    assert_eq!(app.sign_in(LEO).await.get("/home").await.status, 200, "one registrar alone started an account anew");
    assert!(piet.page("/proposals").await.text_of_id("ended").contains("Not done"));
    let [(_, settled)] = app.events("settled_proposal").await.try_into().unwrap();
    assert_eq!(settled["settled"], "lapsed");
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn nobody_confirms_what_was_asked_for_by_who_is_registrar_no_longer() {
    let app = TestApp::new().await;
    let proposal = ask(&app, LEO, "").await;
    let form = app.sign_in(PIET).await.page(&proposal).await.form("Confirm");
    // As it would stand if the grant had ended and the proposal had not.
    let ended = "UPDATE membership SET until_on = $1 WHERE person_id = $2";
    app.execute(ended, [tests::today().into(), app.person(INES).await.into()]).await.unwrap();
    let mut piet = app.sign_in(PIET).await;
    let page = piet.page(&proposal).await;
    assert!(
        page.find_form("Confirm").is_none() && page.says("is no longer a registrar of your body"),
        "{}",
        page.text()
    );
    assert_eq!(piet.submit(form).await.status, 403);
    assert_eq!(app.sign_in(LEO).await.get("/home").await.status, 200);
}

#[tokio::test]
async fn an_account_on_which_another_body_depends_is_refused_with_what_to_do() {
    let app = TestApp::new().await;
    // Karim's employer is recognised by both.
    for registrar in [INES, SOL] {
        let page = account_page(&app, KARIM, registrar).await;
        assert!(
            page.says("Ask the people who run this service to reset it") && !page.says("gradus admin"),
            "{}",
            page.text()
        );
        assert!(page.find_form("Ask a second registrar").is_none());
        assert!(page.find_form("Make a new link").is_none());
        let mut registrar = app.sign_in(registrar).await;
        let karim = app.person(KARIM).await;
        let before = app.contents().await;
        for form in ["link", "anew"] {
            let answer = registrar.post(&format!("/accounts/{karim}/{form}"), &[("reason", "x")]).await;
            assert_eq!(answer.status, 403, "{form}");
            assert!(answer.page.says("Another professional body depends on this account"), "{}", answer.page.text());
        }
        assert_eq!(app.contents().await, before);
    }
}

#[tokio::test]
async fn where_a_body_has_one_registrar_nobody_could_confirm() {
    let app = TestApp::new().await;
    let page = account_page(&app, MINA, SOL).await;
    assert!(page.says("your body has no second one who could confirm it"), "{}", page.text());
    let mina = app.person(MINA).await;
    let answer = app.sign_in(SOL).await.post(&format!("/accounts/{mina}/anew"), &[("reason", "x")]).await;
    answer.must_say("your body has no second one");
    assert!(app.events("proposed").await.is_empty());
}

#[tokio::test]
async fn nobody_confirms_about_themselves_nor_sees_what_another_body_is_asked_for() {
    let app = TestApp::new().await;
    // Piet is the only other registrar, and it is his account.
    let page = account_page(&app, PIET, INES).await;
    assert!(page.says("your body has no second one who could confirm it"), "{}", page.text());
    let piet = app.person(PIET).await;
    let answer = app.sign_in(INES).await.post(&format!("/accounts/{piet}/anew"), &[("reason", "He lost it")]).await;
    answer.must_say("your body has no second one");
    let proposal = ask(&app, LEO, "").await;
    for other in [SOL, LEO, PRIYA] {
        assert_eq!(app.sign_in(other).await.get(&proposal).await.status, 404, "{other}");
    }
}

#[tokio::test]
async fn a_status_is_withdrawn_by_two_where_the_body_says_so() {
    let two = "register = \"public\"\ntwo_people = [\"withdraw award\"]";
    let app = TestApp::with_changed_body(("cilex", "register = \"public\"", two)).await;
    let award = steps::hold_status(&app).await;
    let mut ines = app.sign_in(INES).await;
    let form = ines.page(&format!("{award}/withdrawal")).await.form("Ask a second registrar");
    assert_eq!(ines.submit(form.clone()).await.page.errors(), ["Enter the reason"]);
    let asked = ines.submit(form.fill("reason", "Conferred by mistake").anew()).await;
    let proposal = asked.path.clone();
    asked.must_say("Until then the person still holds the status.");
    assert_eq!(state_of(&app, "cilex-paralegal").await, "held");
    assert!(ines.page(&award).await.says("Ines Calder asked to withdraw it."));
    assert_eq!(ines.get(&format!("{award}/withdrawal")).await.path, proposal);
    assert_eq!(ines.post(&proposal, &[]).await.status, 403);
    confirm(&app, PIET, &proposal).await.must_say("The status is withdrawn.");
    assert_ne!(state_of(&app, "cilex-paralegal").await, "held");
    let page = ines.page(&award).await;
    assert!(page.says("Conferred by mistake") && page.says("by Piet Larsen"), "{}", page.text());
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn the_schema_takes_no_confirmation_by_whoever_asked_and_none_about_oneself() {
    let app = TestApp::new().await;
    ask(&app, LEO, "").await;
    let settle = "UPDATE proposal SET settled = 'confirmed', settled_by = $1, settled_on = $2";
    for by in [INES, LEO] {
        let values = [app.person(by).await.into(), tests::today().into()];
        assert!(app.execute(settle, values).await.is_err(), "{by}");
    }
    let about = "UPDATE proposal SET proposed_by = person_id";
    assert!(app.execute(about, []).await.is_err());
    assert_eq!(app.sign_in(LEO).await.get("/home").await.status, 200);
}
