//! Links that end: with the role of whoever made them, with the role they lead to, or by their age.

use crate::invitations::{CHOSEN, accept, invite, shown_link, uuid};
use crate::two_bodies::{CPQ, enrol};
use chrono::Duration;
use sha2::{Digest, Sha256};
use tests::people::{AMARA, INES, JONAS, PASSWORD, PRIYA, RUTH, SOL};
use tests::{Page, TestApp};

#[tokio::test]
async fn an_enrolled_person_whose_link_ran_out_gets_a_new_one_and_the_old_one_stays_shut() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let form = ines.page("/enrolments/new").await.form("Enrol");
    let form = form
        .fill("name", "Noor Aziz")
        .fill("email", "noor@trainee.example")
        .fill("framework", "cpq 2021-06")
        .fill("from_on", "2026-11-23");
    let enrolled = ines.submit(form).await.must_say("Noor Aziz is enrolled.");
    let old = shown_link(&enrolled);
    let home = ines.page(&format!("/enrolments/{}", app.enrolment("noor@trainee.example").await)).await;
    let account = home.link("Account");
    let page = ines.page(&account).await;
    assert!(page.says("The link made for them works until 7 December 2026."), "{}", page.text());
    app.pass(Duration::days(15));
    let mut ines = app.sign_in(INES).await;
    let page = ines.page(&account).await;
    assert!(page.says("The link made for them expired on 7 December 2026."), "{}", page.text());
    let answer = ines.submit(page.form("Make a new link")).await;
    let new = shown_link(&answer.must_say("A new link is made"));
    assert!(app.visitor().get(&old).await.says("This link was replaced by a newer one"));
    let mut noor = accept(&app, &new).await;
    assert_eq!(noor.get("/home").await.status, 200);
    let page = ines.page(&account).await;
    assert!(page.find_form("Make a new link").is_none(), "they can sign in now");
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn nobody_else_makes_a_link_to_an_account() {
    let app = TestApp::new().await;
    let account = format!("/accounts/{}/link", app.person(AMARA).await);
    let before = app.contents().await;
    for other in [AMARA, PRIYA, RUTH, SOL] {
        let mut other = app.sign_in(other).await;
        let answer = other.post(&account, &[]).await;
        assert!([403, 404].contains(&answer.status), "{}", answer.status);
    }
    // And the registrar makes none for someone who can sign in.
    let mut ines = app.sign_in(INES).await;
    let answer = ines.post(&account, &[]).await;
    answer.must_say("has set up their account already");
    let invitations =
        |rows: Vec<String>| rows.into_iter().filter(|row| row.starts_with("invitation")).collect::<Vec<_>>();
    assert_eq!(invitations(app.contents().await), invitations(before));
}

/// The question before the membership of someone at Hale & Partners ends.
pub async fn question_of_leaving(app: &TestApp, by: &str, of: &str) -> Page {
    let mut by = app.sign_in(by).await;
    let organisation = by.page("/organisations").await.link("Hale & Partners");
    let end = by.page(&organisation).await.link(&format!("the membership of {of}"));
    by.page(&end).await
}

/// Ends the membership of someone at Hale & Partners.
pub async fn end_membership(app: &TestApp, by: &str, of: &str) -> Page {
    let form = question_of_leaving(app, by, of).await.form("End membership");
    let mut by = app.sign_in(by).await;
    by.submit(form).await.must_say("The membership has ended.")
}

#[tokio::test]
async fn the_links_that_someone_made_who_may_no_longer_invite_end_with_their_membership() {
    let app = TestApp::new().await;
    let link = invite(&app, PRIYA, "Noor Aziz", "noor@hale.example", "employer_admin").await;
    let mut noor = accept(&app, &link).await;
    let organisation = noor.page("/organisations").await.link("Hale & Partners");
    let form = noor.page(&organisation).await.form("Make an invitation link");
    let form = form.fill("name", "A Friend").fill("email", "friend@home.example");
    let back_door = shown_link(&noor.submit(form.fill("role", "supervisor")).await.must_say("is invited."));
    let of_another = invite(&app, PRIYA, "Someone", "someone@hale.example", "supervisor").await;
    assert!(app.visitor().page(&back_door).await.says("set one up"));
    end_membership(&app, PRIYA, "Noor Aziz").await;
    app.visitor().get(&back_door).await.must_say("This invitation was withdrawn");
    assert!(app.visitor().page(&of_another).await.says("set one up"));
    assert_eq!(app.events("withdrew_invitation").await.len(), 1);
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_link_to_a_role_ends_with_the_role_and_one_to_another_does_not() {
    let app = TestApp::new().await;
    // Two links to the role that he has, as they could be made before that was refused.
    let links = ["a", "b"].map(|letter| letter.repeat(64));
    let made = "INSERT INTO invitation (id, token_sha256, name, email, organisation_id, role, salt, invited_by, invited_at, expires_at)
        SELECT $1, $2, 'Jonas Brandt', $3, m.organisation_id, m.role, p.salt, (SELECT id FROM person WHERE email = $6), $4, $5 FROM membership m JOIN person p ON p.id = m.person_id
        WHERE p.email = $3 AND m.role = 'supervisor'";
    let now = app.state.clock.now();
    for link in &links {
        let hash = hex::encode(Sha256::digest(link.as_bytes()));
        let values =
            [uuid(link), hash.into(), JONAS.into(), now.into(), (now + Duration::days(14)).into(), PRIYA.into()];
        app.execute(made, values).await.unwrap();
    }
    let other_role = invite(&app, PRIYA, "Jonas Brandt", JONAS, "employer_admin").await;
    // One that is accepted grants nothing twice.
    let mut jonas = app.visitor();
    let form = jonas.page(&format!("/invitations/{}", links[0])).await.form("Accept and sign in");
    jonas.submit(form.fill("current", PASSWORD)).await.must_say("You were a supervisor at Hale & Partners already");
    let memberships = "SELECT COUNT(*) FROM membership m JOIN person p ON p.id = m.person_id WHERE p.email = $1";
    assert_eq!(app.one::<i64>(memberships, [JONAS.into()]).await, 1);
    app.pass(Duration::minutes(1));
    end_membership(&app, PRIYA, "Jonas Brandt").await;
    let mut visitor = app.visitor();
    let other = format!("/invitations/{}", links[1]);
    visitor.get(&other).await.must_say("This invitation was withdrawn");
    assert!(visitor.page(&other_role).await.says("Accept the invitation"));
}

#[tokio::test]
async fn links_of_a_former_registrar_open_nothing_though_nobody_withdrew_them() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let to_account = enrol(&mut ines, CPQ, "Noor Aziz", "noor@home.example", &[]).await.must_say("is enrolled.");
    let to_role = invite(&app, INES, "New Person", "new@hale.example", "supervisor").await;
    let links = [shown_link(&to_account), to_role];
    let mut open = Vec::new();
    for link in &links {
        let mut visitor = app.visitor();
        let form = visitor.page(link).await.form("Create account");
        open.push((visitor, form.fill("password", CHOSEN).fill("again", CHOSEN)));
    }
    // As it would stand if the grant had ended and the links had not.
    let ended = "UPDATE membership SET until_on = $1 WHERE person_id = $2";
    app.execute(ended, [tests::today().into(), app.person(INES).await.into()]).await.unwrap();
    let before = app.contents().await;
    for (link, (mut visitor, form)) in links.iter().zip(open) {
        let refused = "The person who made this link may no longer invite anybody here.";
        visitor.submit(form).await.must_say(refused);
        // Nobody fills in a form that can lead to nothing.
        let page = app.visitor().get(link).await.must_say(refused);
        assert!(page.find_form("Create account").is_none() && page.find_form("Accept").is_none(), "{}", page.text());
    }
    let mut priya = app.sign_in(PRIYA).await;
    let hale = priya.page("/organisations").await.link("Hale & Partners");
    let rows = priya.page(&hale).await.rows();
    let row = rows.iter().find(|row| row.contains("New Person")).unwrap();
    assert!(row.contains("It works no longer"), "{row}");
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn a_link_that_came_to_nothing_before_it_was_shown_is_not_shown() {
    let app = TestApp::new().await;
    let (mut priya, mut other) = (app.sign_in(PRIYA).await, app.sign_in(PRIYA).await);
    let hale = priya.page("/organisations").await.link("Hale & Partners");
    let fields = [("name", "Noor Aziz"), ("email", "noor@hale.example"), ("role", "supervisor")];
    let made = priya.send(&hale, &fields).await;
    assert_eq!(made.status, 303);
    let form = crate::steps::withdrawal(&mut other, &hale, "Noor Aziz").await;
    other.submit(form).await.must_say("The invitation is withdrawn.");
    let page = priya.get(made.header("location")).await.must_say("The link that you made does not work any more");
    assert!(!page.html().contains("/invitations/"), "{}", page.text());
}
