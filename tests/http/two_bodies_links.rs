//! Accounts, links and grants where two bodies are in one database: neither lets anybody in for the other.

use crate::employers_and_providers::{end_roles, grant};
use crate::invitations::{CHOSEN, accept, shown_link};
use crate::two_bodies::{CPQ, SQE, enrol};
use domain::ids::OrganisationId;
use tests::people::{INES, KARIM, PASSWORD, PIET, RUTH, SOL};
use tests::{TestApp, Visitor};

#[tokio::test]
async fn no_registrar_gets_a_link_to_an_account_on_which_another_body_depends() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    enrol(&mut ines, CPQ, "Noor Aziz", "noor@trainee.example", &[]).await.must_say("Link for Noor Aziz");
    let before = app.contents().await;
    let mut sol = app.sign_in(SOL).await;
    let answer = enrol(&mut sol, SQE, "N. Aziz", "noor@trainee.example", &[]).await;
    assert!(answer.page.says("another professional body depends"), "{}", answer.page.text());
    assert!(!answer.page.says("Noor Aziz"), "{}", answer.page.text());
    assert_eq!(app.contents().await, before);
    // Who is in their account already needs no link, whoever else knows them.
    enrol(&mut ines, CPQ, "Karim Daoud", KARIM, &[]).await.must_say("Karim Daoud is enrolled.");
}

#[tokio::test]
async fn a_registrar_ends_the_grants_of_their_body_and_never_the_last_one() {
    let app = TestApp::new().await;
    let own = async |who: &str| -> (String, String) {
        let of = [app.person(who).await.into()];
        let grant = "SELECT organisation_id || '/memberships/' || id FROM membership WHERE person_id = $1";
        let grant: String = app.one(grant, of).await;
        (format!("/organisations/{}", grant.split('/').next().unwrap()), format!("/organisations/{grant}/end"))
    };
    let (mut ines, mut piet) = (app.sign_in(INES).await, app.sign_in(PIET).await);
    let ((body, of_ines), (_, of_piet)) = (own(INES).await, own(PIET).await);
    let refused = ines.post(&of_ines, &[]).await;
    assert_eq!(refused.status, 403);
    assert!(
        refused
            .page
            .says("Ask another registrar of your body to end it or, if there is none, the people who run this service")
    );
    // The registrar of another body knows of none of it.
    assert_eq!(app.sign_in(SOL).await.post(&of_piet, &[]).await.status, 404);
    // One alone would be the body: it takes a second, who is not the one to be ended.
    let end = ines.page(&body).await.link("the membership of Piet Larsen");
    let ask = async |ines: &mut Visitor| {
        let form = ines.page(&end).await.form("Ask a second registrar");
        ines.submit(form.fill("reason", "He left the body.")).await
    };
    let nobody = ines.page(&end).await;
    assert!(
        nobody.says("It takes a second registrar of your body who is not Piet Larsen, and there is none."),
        "{}",
        nobody.text()
    );
    assert!(nobody.find_form("Ask a second registrar").is_none());
    let before = app.contents().await;
    ines.post(&end, &[("reason", "He left the body.")])
        .await
        .must_say("your body has no second one who could confirm it");
    assert_eq!(app.contents().await, before);
    grant(&app, RUTH, "Chartered Institute of Legal Executives (CILEX)", "registrar").await;
    let proposal = ask(&mut ines).await;
    let path = proposal.path.clone();
    proposal.must_say("Until then they are registrar.");
    assert_eq!(ines.get(&end).await.path, path, "it was asked for already");
    let people = ines.page(&body).await;
    assert!(!people.has_link("the membership of Piet Larsen"), "{}", people.text());
    assert_eq!(people.link("End asked for: Piet Larsen"), path);
    assert_eq!(piet.get("/applications").await.status, 200);
    for other in [&mut ines, &mut piet] {
        assert_eq!(other.post(&path, &[]).await.status, 403);
    }
    let mut ruth = app.sign_in(RUTH).await;
    let page = ruth.page(&path).await;
    assert!(
        page.says("End the membership of Piet Larsen as registrar") && page.says("He left the body."),
        "{}",
        page.text()
    );
    ruth.submit(page.form("Confirm")).await.must_say("Piet Larsen is registrar no longer.");
    assert_eq!(piet.get("/applications").await.status, 404);
    assert_eq!(piet.post(&of_ines, &[]).await.status, 404, "who was ended ends the other");
    assert_eq!(app.sign_in(INES).await.get("/applications").await.status, 200);
    app.must_be_as_events_made_it().await;
}

/// Somebody invites to an organisation.
async fn invite_to(who: &mut Visitor, organisation: &str, email: &str, role: &str) -> String {
    let form = who.page(&format!("/organisations/{organisation}")).await.form("Make an invitation link");
    let form = form.fill("name", "New Person").fill("email", email).fill("role", role);
    shown_link(&who.submit(form).await.must_say("is invited."))
}

#[tokio::test]
async fn what_ends_at_one_body_leaves_what_is_done_for_the_other() {
    let app = TestApp::new().await;
    let body = async |slug: &str| app.one::<String>("SELECT id FROM organisation WHERE slug = $1", [slug.into()]).await;
    let (first, second) = (body("cilex").await, body("sra").await);
    let hale = app.organisation("Hale & Partners").await.to_string();
    // Ines becomes registrar of the second body too, which alone recognises an employer of its own.
    let mut sol = app.sign_in(SOL).await;
    let form = sol.page(&format!("/organisations/{second}")).await.form("Make an invitation link");
    let form = form.fill("name", "Ines Calder").fill("email", INES).fill("role", "registrar");
    let link = shown_link(&sol.submit(form).await.must_say("is invited."));
    let mut ines = app.visitor();
    let form = ines.page(&link).await.form("Accept and sign in");
    ines.submit(form.fill("current", PASSWORD)).await.must_say("You are signed in.");
    let form = sol.page("/organisations").await.form("Add organisation");
    sol.submit(form.fill("name", "Quay Street LLP").fill("kind", "employer")).await.must_say("is added.");
    let quay = app.organisation("Quay Street LLP").await.to_string();
    // Of each thing that a registrar makes for a person, one for each body.
    for (organisation, email, role) in [
        (&first, "a@first.example", "registrar"),
        (&second, "a@second.example", "registrar"),
        (&hale, "b@first.example", "supervisor"),
        (&quay, "b@second.example", "supervisor"),
    ] {
        invite_to(&mut ines, organisation, email, role).await;
    }
    enrol(&mut ines, CPQ, "Noor One", "c@first.example", &[]).await.must_say("Noor One is enrolled");
    enrol(&mut ines, SQE, "Noor Two", "c@second.example", &[]).await.must_say("Noor Two is enrolled");
    let chain = "SELECT COUNT(*) FROM event WHERE chain_kind = 'body' AND chain_id = $1";
    let before: i64 = app.one(chain, [second.clone().into()]).await;

    end_roles(&app, INES, OrganisationId::parse(&first).unwrap()).await;

    let open = "SELECT email FROM invitation WHERE used_at IS NULL AND withdrawn_at IS NULL AND invited_by = $1 ORDER BY email";
    let open: Vec<String> = app.column(open, [app.person(INES).await.into()]).await;
    assert_eq!(open, ["a@second.example", "b@second.example", "c@second.example"]);
    assert_eq!(app.events("withdrew_invitation").await.len(), 3);
    assert_eq!(app.one::<i64>(chain, [second.clone().into()]).await, before);
    // Her session and her role at the second body go on.
    assert_eq!(ines.get(&format!("/organisations/{second}")).await.status, 200);
    assert_eq!(ines.get(&format!("/organisations/{first}")).await.status, 404);
    // Ended there as well, what she made for it ends too.
    end_roles(&app, INES, OrganisationId::parse(&second).unwrap()).await;
    assert_eq!(app.events("withdrew_invitation").await.len(), 6);
    app.must_be_as_events_made_it().await;
}

/// The second body's registrar makes an account at an address with a password of their own, in each way there is.
async fn taken_by_sol(app: &TestApp, way: &str) -> (Visitor, &'static str) {
    let mut sol = app.sign_in(SOL).await;
    let (email, link) = match way {
        "registrar" => {
            let body = app.one::<String>("SELECT id FROM organisation WHERE slug = 'sra'", []).await;
            ("newa@victim.example", invite_to(&mut sol, &body, "newa@victim.example", "registrar").await)
        }
        "employer" => {
            let form = sol.page("/organisations").await.form("Add organisation");
            sol.submit(form.fill("name", "Quay Street LLP").fill("kind", "employer")).await.must_say("is added.");
            let quay = app.organisation("Quay Street LLP").await.to_string();
            ("newb@victim.example", invite_to(&mut sol, &quay, "newb@victim.example", "supervisor").await)
        }
        _ => {
            let page = enrol(&mut sol, SQE, "New Person", "newc@victim.example", &[]).await.must_say("is enrolled.");
            ("newc@victim.example", shown_link(&page))
        }
    };
    (accept(app, &link).await, email)
}

#[tokio::test]
async fn no_account_that_another_body_let_somebody_into_becomes_a_trainees_unasked() {
    for way in ["registrar", "employer", "trainee"] {
        let app = TestApp::new().await;
        app.pass(chrono::Duration::minutes(1));
        let (mut thief, email) = taken_by_sol(&app, way).await;
        let mut ines = app.sign_in(INES).await;
        let page = enrol(&mut ines, CPQ, "Nora Hall", email, &[]).await.page;
        let [error] = &page.errors()[..] else { panic!("{way}: {}", page.text()) };
        assert!(error.contains("somebody else may be in it"), "{way}: {error}");
        assert!(!page.says("SRA") && !page.says("Quay") && !page.says("New Person"), "{way}: {}", page.text());
        let records = "SELECT COUNT(*) FROM enrolment e JOIN person p ON p.id = e.person_id
            WHERE p.email = $1 AND framework_slug = 'cpq'";
        let count = async || app.one::<i64>(records, [email.into()]).await;
        assert_eq!(count().await, 0, "{way}");
        // The link that is offered goes to the owner, and opens nothing without the password.
        let shown = ines.submit(page.form("Enrol").tick("account", email)).await;
        let shown = shown.must_say("Nora Hall is not enrolled yet.");
        let link = shown_link(&shown);
        let mut owner = app.visitor();
        let form = owner.page(&link).await.form("Accept and sign in");
        assert!(owner.page(&link).await.find_form("Create account").is_none());
        let wrong = owner.submit(form.clone().fill("current", "my own words at last")).await;
        assert!(wrong.page.errors()[0].starts_with("The password is wrong"), "{way}: {}", wrong.page.text());
        assert!(enrol(&mut ines, CPQ, "Nora Hall", email, &[]).await.page.errors()[0].contains("may be in it"));
        assert_eq!(thief.get("/").await.status, 200);
        assert_eq!(count().await, 0, "{way}");
        // Who does know it, because the account is theirs, shows it so, and is enrolled as they are.
        owner.submit(form.anew().fill("current", CHOSEN)).await.must_say("You are signed in.");
        let page = enrol(&mut ines, CPQ, "Nora Hall", email, &[]).await.must_say("Nora Hall is enrolled.");
        assert!(!page.html().contains("/invitations/"), "{way}: a link that nobody needs");
        assert_eq!(count().await, 1, "{way}");
        app.must_be_as_events_made_it().await;
    }
}

#[tokio::test]
async fn a_link_to_an_account_ends_with_the_grant_at_the_body_for_which_it_was_made() {
    let app = TestApp::new().await;
    app.pass(chrono::Duration::minutes(1));
    let (_, email) = taken_by_sol(&app, "trainee").await;
    let mut ines = app.sign_in(INES).await;
    let page = enrol(&mut ines, CPQ, "Nora Hall", email, &[]).await.page;
    let shown = ines.submit(page.form("Enrol").tick("account", email)).await.must_say("is not enrolled yet.");
    let link = shown_link(&shown);
    let body = app.one::<String>("SELECT id FROM organisation WHERE slug = 'cilex'", []).await;
    end_roles(&app, INES, OrganisationId::parse(&body).unwrap()).await;
    app.visitor().get(&link).await.must_say("This invitation was withdrawn");
}

#[tokio::test]
async fn a_registrar_sees_the_people_of_an_organisation_of_two_bodies_and_changes_none() {
    let app = TestApp::new().await;
    for name in ["Northgate Law School", "Mersey Street Legal"] {
        let path = format!("/organisations/{}", app.organisation(name).await);
        let membership = "SELECT MIN(id) FROM membership WHERE organisation_id = $1";
        let membership: String = app.one(membership, [app.organisation(name).await.to_string().into()]).await;
        let role = if name.starts_with("North") { "officer" } else { "employer_admin" };
        for registrar in [INES, SOL] {
            let mut registrar = app.sign_in(registrar).await;
            let page = registrar.page(&path).await;
            assert!(page.says("depends on this organisation too") && page.says("In force"), "{}", page.text());
            assert!(page.find_form("Make an invitation link").is_none() && !page.says("End the membership"));
            let before = app.contents().await;
            let fields = [("name", "Puppet"), ("email", "p@x.example"), ("role", role)];
            assert_eq!(registrar.post(&path, &fields).await.status, 403);
            let end = format!("{path}/memberships/{membership}/end");
            assert_eq!(registrar.get(&end).await.status, 403);
            assert_eq!(registrar.post(&end, &[]).await.status, 403);
            assert_eq!(app.contents().await, before);
        }
    }
    // Its own administrator does as before.
    let mut karim = app.sign_in(KARIM).await;
    invite_to(&mut karim, &app.organisation("Mersey Street Legal").await.to_string(), "n@x.example", "supervisor")
        .await;
}

#[tokio::test]
async fn of_several_links_to_the_first_administrator_of_two_bodies_employer_one_opens_something() {
    let app = TestApp::new().await;
    let mut sol = app.sign_in(SOL).await;
    let form = sol.page("/organisations").await.form("Add organisation");
    sol.submit(form.fill("name", "Quay Street LLP").fill("kind", "employer")).await.must_say("is added.");
    let quay = app.organisation("Quay Street LLP").await.to_string();
    let both = "INSERT INTO recognition (body_id, organisation_id, since)
        SELECT id, $1, '2026-01-01' FROM organisation WHERE slug = 'cilex'";
    app.execute(both, [quay.clone().into()]).await.unwrap();
    let first = invite_to(&mut sol, &quay, "one@quay.example", "employer_admin").await;
    let second = invite_to(&mut sol, &quay, "two@quay.example", "employer_admin").await;
    accept(&app, &first).await;
    app.visitor().get(&second).await.must_say("The person who made this link may no longer invite anybody here");
    let acting = "SELECT COUNT(*) FROM membership WHERE organisation_id = $1";
    assert_eq!(app.one::<i64>(acting, [quay.into()]).await, 1);
}
