//! Who may invite to which role: of their own organisation, to its roles, to none that is there already, and never themselves.

use crate::invitations::invite;
use crate::links::end_membership;
use chrono::Duration;
use tests::TestApp;
use tests::people::{AMARA, INES, KARIM, PASSWORD, PRIYA, RUTH};

#[tokio::test]
async fn one_invites_only_to_ones_own_organisation_and_to_its_roles() {
    let app = TestApp::new().await;
    let hale: String = app.one("SELECT id FROM organisation WHERE name = 'Hale & Partners'", []).await;
    let before = app.contents().await;
    let mut karim = app.sign_in(KARIM).await;
    let hale = format!("/organisations/{hale}");
    let fields = [("name", "X"), ("email", "x@x.example")];
    let foreign = karim.post(&hale, &[&fields[..], &[("role", "supervisor")]].concat()).await;
    assert_eq!(foreign.status, 404);
    let mut priya = app.sign_in(PRIYA).await;
    for role in ["registrar", "officer", "", "king"] {
        let answer = priya.post(&hale, &[&fields[..], &[("role", role)]].concat()).await;
        assert_eq!(answer.page.errors(), ["Choose what the person will do"], "{role}");
    }
    for address in [RUTH, AMARA] {
        let mut other = app.sign_in(address).await;
        assert_eq!(other.post(&hale, &[&fields[..], &[("role", "supervisor")]].concat()).await.status, 404);
    }
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn nobody_is_registered_with_an_employer_or_employed_by_a_provider() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let hale: String = app.one("SELECT id FROM organisation WHERE kind = 'employer' ORDER BY id LIMIT 1", []).await;
    let before = app.contents().await;
    let form = ines.page("/enrolments/new").await.form("Enrol");
    let fields = form
        .fill("name", "Noor Aziz")
        .fill("email", "noor@trainee.example")
        .fill("framework", "cpq 2021-06")
        .fill("from_on", "2026-11-23");
    let mut sent: Vec<(String, String)> = fields.sent();
    sent.retain(|(name, _)| name != "provider");
    sent.push((String::from("provider"), hale));
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = ines.post("/enrolments/new", &sent).await;
    assert_eq!(answer.page.errors(), ["Choose one from the list: this is no provider"]);
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn nobody_is_invited_to_a_role_that_they_have_or_are_invited_to() {
    let app = TestApp::new().await;
    let mut priya = app.sign_in(PRIYA).await;
    let hale = priya.page("/organisations").await.link("Hale & Partners");
    let form = priya.page(&hale).await.form("Make an invitation link");
    let form = form.fill("name", "R. Hale").fill("role", "supervisor");
    let refused = priya.submit(form.clone().fill("email", RUTH)).await.page;
    assert_eq!(
        refused.errors(),
        ["Ruth Hale has this role here already. Choose another role or enter another address"]
    );
    let again = refused.form("Make an invitation link");
    assert_eq!(again.value("name").as_deref(), Some("R. Hale"));
    invite(&app, PRIYA, "Noor Aziz", "noor@hale.example", "supervisor").await;
    let form = form.fill("email", "noor@hale.example");
    let refused = priya.submit(form.clone()).await.page;
    assert_eq!(
        refused.errors(),
        [
            "Noor Aziz is invited with this role already, and the link works until 7 December 2026. Withdraw that invitation to make a new link"
        ]
    );
    // When it is withdrawn, has run out, or the role has ended, it can be made anew.
    let withdraw = crate::steps::withdrawal(&mut priya, &hale, "Noor Aziz").await;
    priya.submit(withdraw).await.must_say("The invitation is withdrawn.");
    priya.submit(form.clone().anew()).await.must_say("is invited.");
    app.pass(Duration::days(14));
    let mut priya = app.sign_in(PRIYA).await;
    priya.submit(form.clone().anew()).await.must_say("is invited.");
    end_membership(&app, PRIYA, "Ruth Hale").await;
    let form = form.anew().fill("email", RUTH);
    priya.submit(form).await.must_say("is invited.");
}

#[tokio::test]
async fn nobody_gives_themselves_a_role() {
    let app = TestApp::new().await;
    let before = app.contents().await;
    for (who, name) in [(INES, "Ines Calder"), (PRIYA, "Priya Shah")] {
        let own = format!(" {} ", who.to_uppercase());
        let mut by = app.sign_in(who).await;
        let organisation = by.page("/organisations").await.link("Hale & Partners");
        let form = by.page(&organisation).await.form("Make an invitation link");
        let page = by.submit(form.fill("name", name).fill("email", &own).fill("role", "supervisor")).await.page;
        let [error] = &page.errors()[..] else { panic!("{who}: {}", page.text()) };
        assert!(error.starts_with("This is your own address, and nobody gives themselves a role."), "{error}");
    }
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn a_link_is_not_accepted_by_whoever_made_it() {
    let app = TestApp::new().await;
    // To an address that became their own only afterwards.
    let link = invite(&app, INES, "Ines Calder", "ines@home.example", "supervisor").await;
    let moved = "UPDATE person SET email = $1 WHERE email = $2";
    app.execute(moved, ["ines@home.example".into(), INES.into()]).await.unwrap();
    let before = app.contents().await;
    let mut ines = app.visitor();
    let form = ines.page(&link).await.form("Accept and sign in");
    let answer = ines.submit(form.fill("current", PASSWORD)).await;
    answer.must_say("You made this link yourself, and nobody gives themselves a role.");
    assert_eq!(app.contents().await, before);
    let granted = "UPDATE membership SET granted_by = person_id";
    assert!(app.execute(granted, []).await.is_err(), "the schema takes a role that somebody gave themselves");
}

#[tokio::test]
async fn a_role_names_whoever_invited_to_it() {
    let app = TestApp::new().await;
    let link = invite(&app, PRIYA, "Ines Calder", INES, "supervisor").await;
    let mut ines = app.visitor();
    let form = ines.page(&link).await.form("Accept and sign in");
    ines.submit(form.fill("current", PASSWORD)).await.must_say("You are now a supervisor");
    let by = "SELECT granted_by FROM membership WHERE role = 'supervisor' AND person_id = $1";
    assert_eq!(app.one::<String>(by, [app.person(INES).await.into()]).await, app.person(PRIYA).await);
    app.must_be_as_events_made_it().await;
}
