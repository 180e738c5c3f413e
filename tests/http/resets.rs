//! An account that was reset: who is told what ended with it, and who opens the account again.

use crate::employers_and_providers::grant;
use crate::invitations::{CHOSEN, invite};
use crate::proposals::{account_page, ask, confirm};
use crate::steps;
use tests::TestApp;
use tests::people::{AMARA, INES, JONAS, KARIM, LEO, PIET, PRIYA, RUTH, TOMAS};

#[tokio::test]
async fn what_a_reset_ended_is_told_to_the_administrators_and_the_registrars_read_who_was_told() {
    let app = TestApp::new().await;
    let queue = async || app.sign_in(PRIYA).await.page("/queue").await;
    assert!(!queue().await.says("was reset"));
    let proposal = ask(&app, RUTH, "").await;
    let account = confirm(&app, PIET, &proposal).await.page;
    for words in [
        "What the reset ended",
        "Hale & Partners: a supervisor until 23 November 2026.",
        "1 request that was sent to Ruth Hale has no answer.",
        "Priya Nair can read this in the queue.",
        "Leo Fenn has no supervisor now. Name another supervisor first.",
        "Amara Osei is supervised by Jonas Brandt.",
    ] {
        assert!(account.says(words), "{words}: {}", account.text());
    }
    let page = queue().await;
    for words in [
        "The account of Ruth Hale was reset",
        "The professional body reset the account of Ruth Hale on 23 November 2026. Ruth Hale is no longer a supervisor at Hale & Partners.",
        "1 request that was sent to Ruth Hale has no answer.",
        "Leo Fenn has no supervisor now. Name another supervisor first.",
    ] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    let leo = app.enrolment(LEO).await;
    assert_eq!(page.link("Change the supervision of Leo Fenn"), format!("/enrolments/{leo}/supervision"));
    // What is known of her stands in the form that invites her again.
    let again = page.link("Invite Ruth Hale again");
    let form = app.sign_in(PRIYA).await.page(again.split('#').next().unwrap()).await.form("Make an invitation link");
    let filled = ["name", "email", "role"].map(|field| form.value(field).unwrap_or_default());
    assert_eq!(filled, ["Ruth Hale", RUTH, "supervisor"]);
    assert!(!page.says("Trainees without a supervisor"), "Leo is told once: {}", page.text());
    // Nobody else is told: neither a supervisor, nor another employer.
    for other in [JONAS, KARIM] {
        assert!(!app.sign_in(other).await.page("/queue").await.says("was reset"), "{other}");
    }
    // It is told until the role is given again, or for thirty days.
    app.pass(chrono::Duration::days(30));
    assert!(queue().await.says("was reset"));
    app.pass(chrono::Duration::days(1));
    assert!(!queue().await.says("was reset"));
    app.pass(chrono::Duration::days(-31));
    let link = invite(&app, PRIYA, "Ruth Hale", RUTH, "supervisor").await;
    let mut ruth = app.visitor();
    let form = ruth.page(&link).await.form("Create account").fill("password", CHOSEN).fill("again", CHOSEN);
    ruth.submit(form).await.must_say("You are now a supervisor at Hale & Partners.");
    // The role is back, and whom she supervised still waits.
    let page = queue().await;
    for words in [
        "Ruth Hale is a supervisor at Hale & Partners again. The supervisions that ended do not come back by themselves.",
        "1 request that was sent to Ruth Hale has no answer.",
        "Leo Fenn has no supervisor now. Name another supervisor first.",
    ] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert!(!page.has_link("Invite Ruth Hale again"), "{}", page.text());
    let mut priya = app.sign_in(PRIYA).await;
    let form = priya.page(&format!("/enrolments/{leo}/supervision")).await.form("Name supervisor");
    priya.submit(steps::asking(&app, form, JONAS).await).await.must_say("The supervisor is named.");
    let page = queue().await;
    assert!(page.says("Leo Fenn is supervised by Jonas Brandt, who can answer."), "{}", page.text());
    let request: String = app
        .one("SELECT id FROM signing_request WHERE is_open AND person_id = $1", [app.person(RUTH).await.into()])
        .await;
    let mut jonas = app.sign_in(JONAS).await;
    steps::find_met(&mut jonas, &format!("/queue/{request}")).await.must_say("Signed as met.");
    assert!(!queue().await.says("was reset"));
    // Of an account that gave no way to act, nothing ended that anybody is told.
    let proposal = ask(&app, LEO, "").await;
    assert!(!confirm(&app, PIET, &proposal).await.page.says("What the reset ended"));
}

#[tokio::test]
async fn of_a_trainee_with_a_role_everybody_reads_that_only_whoever_runs_the_service_lets_them_in() {
    let app = TestApp::new().await;
    grant(&app, LEO, "Hale & Partners", "supervisor").await;
    let proposal = ask(&app, LEO, "").await;
    let only = "is a trainee too and acts or acted for an organisation: only the people who run this service can let them in again.";
    for registrar in [INES, PIET] {
        let page = app.sign_in(registrar).await.page(&proposal).await;
        assert!(page.says(only), "{registrar}: {}", page.text());
    }
    confirm(&app, PIET, &proposal).await.must_say("The account is reset");
    let page = account_page(&app, LEO, INES).await;
    assert!(page.says(only) && !page.says("administrator of their employer"), "{}", page.text());
    assert!(page.find_form("Ask a second registrar").is_none() && !page.says("It takes two"), "{}", page.text());
    let page = app.sign_in(PRIYA).await.page("/queue").await;
    let first = "Leo Fenn needs a link from the people who run this service before yours works.";
    assert!(page.says(first), "{}", page.text());
    // Of a trainee who never had a role a registrar makes the link, and may ask again.
    let proposal = ask(&app, TOMAS, "").await;
    assert!(app.sign_in(PIET).await.page(&proposal).await.says("A registrar then makes a new link."));
    confirm(&app, PIET, &proposal).await.must_say("The account is reset");
    let page = account_page(&app, TOMAS, INES).await;
    assert!(page.find_form("Make a new link").is_some() && page.find_form("Ask a second registrar").is_some());
}

#[tokio::test]
async fn an_administrator_opens_no_account_with_a_record_or_that_acted_elsewhere_too() {
    let app = TestApp::new().await;
    grant(&app, LEO, "Hale & Partners", "supervisor").await;
    grant(&app, JONAS, "Chartered Institute of Legal Executives (CILEX)", "registrar").await;
    for of in [LEO, JONAS] {
        let proposal = ask(&app, of, "").await;
        confirm(&app, PIET, &proposal).await.must_say("its roles and its supervisions have ended");
        let link = invite(&app, PRIYA, "Someone", of, "employer_admin").await;
        let before = app.contents().await;
        let mut visitor = app.visitor();
        let form = visitor.page(&link).await.form("Create account").fill("password", CHOSEN).fill("again", CHOSEN);
        visitor.submit(form).await.must_say("This address is known here already.");
        assert_eq!(app.contents().await, before, "{of}");
    }
}

#[tokio::test]
async fn what_a_registrar_ended_on_the_same_day_did_not_end_with_the_reset() {
    let app = TestApp::new().await;
    grant(&app, RUTH, "Hale & Partners", "employer_admin").await;
    let supervises = "SELECT id FROM membership WHERE person_id = $1 AND role = 'supervisor'";
    let membership: String = app.one(supervises, [app.person(RUTH).await.into()]).await;
    let hale = app.organisation("Hale & Partners").await;
    let mut piet = app.sign_in(PIET).await;
    let question = piet.page(&format!("/organisations/{hale}/memberships/{membership}/end")).await;
    piet.submit(question.form("End membership")).await.must_say("The membership has ended.");
    let proposal = ask(&app, RUTH, "").await;
    let account = confirm(&app, PIET, &proposal).await.page;
    let told = "Hale & Partners: an employer administrator until 23 November 2026.";
    assert!(account.says(told) && !account.says("a supervisor"), "{}", account.text());
    app.must_be_as_events_made_it().await;
}

/// Whoever opens the link that sets an account up again signs nothing anew that its owner signed.
#[tokio::test]
async fn the_name_beside_what_was_signed_stays_whoever_sets_the_account_up_again() {
    let app = TestApp::new().await;
    let no_password = "DELETE FROM credential WHERE person_id = $1";
    app.execute(no_password, [app.person(RUTH).await.into()]).await.unwrap();
    let link = invite(&app, PRIYA, "Ruth Hale", RUTH, "employer_admin").await;
    let mut somebody = app.visitor();
    let form = somebody.page(&link).await.form("Create account").fill("name", "Jonas Brandt");
    let form = form.fill("password", "my own words at last").fill("again", "my own words at last");
    somebody.submit(form).await.must_say("You are signed in.");
    let record = app.sign_in(INES).await.page(&format!("/enrolments/{}/record", app.enrolment(AMARA).await)).await;
    assert!(record.says("By Ruth Hale") && !record.says("By Jonas Brandt"), "{}", record.text());
}
