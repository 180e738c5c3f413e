//! Two who do at once what can be done only once: one does it, the other is told so on a page. On SQLite writes queue
//! from their beginning; what these tests are for is PostgreSQL, where the second meets the first one's row.

use crate::employers_and_providers::grant;
use crate::invitations::{CHOSEN, invite};
use crate::steps;
use app::journal;
use app::web::db::sql;
use domain::ids::RecordId;
use domain::journal::Chain;
use sea_orm::{ConnectionTrait, DbBackend};
use tests::people::{AMARA, DANA, INES, KARIM, LEO, PIET, PRIYA, RUTH};
use tests::{Answer, TestApp};

/// How many say this; none is a bare error.
#[track_caller]
fn saying(answers: &[&Answer], words: &str) -> usize {
    for answer in answers {
        assert_eq!(answer.status, 200, "{}", answer.page.text());
    }
    let found = answers.iter().filter(|answer| answer.says(words)).count();
    let texts: Vec<String> = answers.iter().map(|answer| answer.page.text()).collect();
    assert!(found > 0, "none says “{words}”: {texts:#?}");
    found
}

async fn count(app: &TestApp, query: &str) -> i64 {
    app.one(query, []).await
}

#[tokio::test]
async fn two_registrars_who_enrol_one_new_address_add_one_person() {
    let app = TestApp::of_one_body().await;
    let (mut ines, mut piet) = (app.sign_in(INES).await, app.sign_in(PIET).await);
    let form = ines.page("/enrolments/new").await.form("Enrol");
    let form = form.fill("name", "Noor Aziz").fill("email", "noor@home.example").fill("from_on", "2026-11-23");
    let cpq = form.clone().fill("framework", "cpq 2021-06");
    let (one, other) = tokio::join!(ines.submit(cpq.clone()), piet.submit(cpq.clone().anew()));
    let both = [&one, &other];
    assert_eq!(saying(&both, "Noor Aziz is enrolled."), 1);
    assert_eq!(saying(&both, "This person is enrolled on this framework already"), 1);
    let people = "SELECT COUNT(*) FROM person WHERE email LIKE '%@home.example'";
    assert_eq!(count(&app, people).await, 1);
    // On two frameworks both are enrolments of the one person.
    let (cpq, sqe) = (
        cpq.anew().fill("name", "Mo Lind").fill("email", "two@home.example"),
        form.anew().fill("framework", "sqe 2021-09").fill("name", "Mo Lind").fill("email", "two@home.example"),
    );
    let (one, other) = tokio::join!(ines.submit(cpq), piet.submit(sqe));
    assert_eq!(saying(&[&one, &other], "Mo Lind is enrolled."), 2);
    assert_eq!(count(&app, people).await, 2);
}

#[tokio::test]
async fn two_links_to_one_new_address_set_up_one_account() {
    let app = TestApp::new().await;
    let hale = invite(&app, PRIYA, "Noor Aziz", "noor@home.example", "supervisor").await;
    let mut karim = app.sign_in(KARIM).await;
    let mersey = karim.page("/organisations").await.link("Mersey");
    let form = karim.page(&mersey).await.form("Make an invitation link");
    let form = form.fill("name", "Noor Aziz").fill("email", "noor@home.example");
    let shown = karim.submit(form.fill("role", "supervisor")).await.must_say("is invited.");
    let mersey = crate::invitations::shown_link(&shown);
    let (mut noor, mut thief) = (app.visitor(), app.visitor());
    let choose = |page: tests::Page| page.form("Create account").fill("password", CHOSEN).fill("again", CHOSEN);
    let (one, other) = (choose(noor.page(&hale).await), choose(thief.page(&mersey).await));
    let (one, other) = tokio::join!(noor.submit(one), thief.submit(other));
    let both = [&one, &other];
    assert_eq!(saying(&both, "You are signed in."), 1);
    // The other link still works, for whoever knows the password that was chosen.
    assert_eq!(saying(&both, "Accept and sign in"), 1);
    assert_eq!(saying(&both, "This address is known here already."), 1);
    let people = "SELECT COUNT(*) FROM person WHERE email = 'noor@home.example'";
    assert_eq!(count(&app, people).await, 1);
}

#[tokio::test]
async fn two_who_invite_one_address_make_one_link() {
    let app = TestApp::new().await;
    let (mut one, mut other) = (app.sign_in(PRIYA).await, app.sign_in(INES).await);
    let hale = one.page("/organisations").await.link("Hale & Partners");
    let form = one.page(&hale).await.form("Make an invitation link");
    let form = form.fill("name", "Noor Aziz").fill("email", "noor@hale.example");
    let form = form.fill("role", "supervisor");
    let (first, second) = tokio::join!(one.submit(form.clone()), other.submit(form.anew()));
    let both = [&first, &second];
    assert_eq!(saying(&both, "Noor Aziz is invited."), 1);
    assert_eq!(saying(&both, "Noor Aziz is invited with this role already"), 1);
    let invitations = "SELECT COUNT(*) FROM invitation WHERE email = 'noor@hale.example'";
    assert_eq!(count(&app, invitations).await, 1);
}

#[tokio::test]
async fn two_who_add_one_organisation_add_it_once() {
    let app = TestApp::new().await;
    let (mut ines, mut piet) = (app.sign_in(INES).await, app.sign_in(PIET).await);
    let form = ines.page("/organisations").await.form("Add organisation");
    let form = form.fill("name", "Aziz LLP").fill("kind", "employer");
    let (one, other) = tokio::join!(ines.submit(form.clone()), piet.submit(form.anew()));
    let both = [&one, &other];
    assert_eq!(saying(&both, "The organisation is added."), 1);
    assert_eq!(saying(&both, "There is an organisation called Aziz LLP already"), 1);
}

#[tokio::test]
async fn two_who_end_a_membership_or_withdraw_an_invitation_do_it_once() {
    let app = TestApp::new().await;
    invite(&app, PRIYA, "Noor Aziz", "noor@hale.example", "supervisor").await;
    let (mut priya, mut ines) = (app.sign_in(PRIYA).await, app.sign_in(INES).await);
    let hale = priya.page("/organisations").await.link("Hale & Partners");
    let page = priya.page(&hale).await;
    let form = steps::withdrawal(&mut priya, &hale, "Noor Aziz").await;
    let (one, other) = tokio::join!(priya.submit(form.clone()), ines.submit(form.anew()));
    let both = [&one, &other];
    assert_eq!(saying(&both, "The invitation is withdrawn."), 1);
    assert_eq!(saying(&both, "This invitation was withdrawn already."), 1);
    let end = page.link("the membership of Ruth Hale");
    let form = priya.page(&end).await.form("End membership");
    let (one, other) = tokio::join!(priya.submit(form.clone()), ines.submit(form.anew()));
    let both = [&one, &other];
    assert_eq!(saying(&both, "The membership has ended."), 1);
    assert_eq!(saying(&both, "This membership has ended already."), 1);
    assert_eq!(app.events("ended_membership").await.len(), 1);
}

#[tokio::test]
async fn a_form_that_begins_a_claim_sent_twice_at_once_begins_one() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let page = amara.page(&format!("/claims/new?enrolment={enrolment}&outcome={}", steps::LAST_OUTCOME)).await;
    let (form, mut again) = (page.form("Begin"), amara.clone());
    let before = count(&app, "SELECT COUNT(*) FROM claim").await;
    let (one, other) = tokio::join!(amara.submit(form.clone()), again.submit(form));
    assert_eq!((one.status, other.status), (200, 200), "{}", other.page.text());
    assert_eq!(one.path, other.path);
    assert_eq!(count(&app, "SELECT COUNT(*) FROM claim").await, before + 1);
}

#[tokio::test]
async fn a_draft_and_its_evidence_are_deleted_once_by_a_form_sent_twice() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &app.enrolment(AMARA).await, steps::LAST_OUTCOME).await;
    let question = steps::add_text(&mut amara, &claim).await.link("Remove");
    let form = amara.page(&question).await.form("Remove it");
    let mut again = app.sign_in(AMARA).await;
    let (one, other) = tokio::join!(amara.submit(form.clone()), again.submit(form.clone()));
    assert_eq!(saying(&[&one, &other], "The evidence is removed from the draft."), 2);
    let removed = amara.post(&form.action, &[]).await;
    removed.must_say("This evidence was removed from the draft already.");
    let deletion = format!("{claim}/deletion");
    let form = amara.page(&deletion).await.form("Delete the draft");
    let (one, other) = tokio::join!(amara.submit(form.clone()), again.submit(form.clone()));
    assert_eq!(saying(&[&one, &other], "The draft is deleted."), 2);
    amara.post(&deletion, &[]).await.must_say("The draft is deleted.");
    assert_eq!(app.events("deleted_draft").await.len(), 1);
    assert_eq!(app.events("removed_evidence").await.len(), 1);
    // Nobody else learns of it.
    let mut leo = app.sign_in(LEO).await;
    assert_eq!(leo.post(&deletion, &[]).await.status, 404);
    assert_eq!(leo.submit(form).await.status, 403);
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn an_employment_and_a_supervision_end_once_by_a_form_sent_twice() {
    let app = TestApp::new().await;
    let supervision = format!("/enrolments/{}/supervision", app.enrolment(AMARA).await);
    let mut ines = app.sign_in(INES).await;
    let page = ines.page(&supervision).await;
    let question = ines.page(&page.link("End the supervision by Ruth Hale")).await;
    let form = question.form("End the supervision");
    ines.submit(form.clone()).await.must_say("The supervision has ended.");
    let again = ines.submit(form.clone()).await;
    again.must_say("The supervision has ended.");
    let again = ines.submit(form.anew()).await;
    again.must_say("This supervision has ended already.");
    let form = ines.page(&page.link("End this employment")).await;
    let form = form.form("End the employment");
    ines.submit(form.clone()).await.must_say("The employment is ended");
    let again = ines.submit(form.clone()).await;
    again.must_say("The employment is ended");
    let again = ines.submit(form.anew()).await;
    again.must_say("This employment has ended already.");
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn two_applications_at_once_are_one() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::turn_employers_key(&app).await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let page = amara.page(&format!("/enrolments/{enrolment}/application/{}", steps::STEP_OFF)).await;
    let (form, mut again) = (page.form("Apply for this status"), amara.clone());
    let (one, other) = tokio::join!(amara.submit(form.clone()), again.submit(form));
    assert_eq!(one.path, other.path);
    assert_eq!((one.status, other.status), (200, 200), "{}", other.page.text());
}

#[tokio::test]
async fn a_row_that_was_there_first_is_a_conflict_and_no_fault_of_ours() {
    let app = TestApp::new().await;
    let twice = "INSERT INTO person (id, name, email, salt, created_at, addressed_on) \
                 SELECT '01a21381-0000-7000-8000-000000000901', name, email, salt, created_at, addressed_on FROM person WHERE email = $1";
    let error = app.execute(twice, [AMARA.into()]).await.unwrap_err();
    let error = app::error::AppError::from(error);
    assert_eq!(error.status(), 409);
    assert!(error.to_string().contains("Nothing was saved."), "{error}");
}

/// Each asks for the end of the other, and a third confirms both at once.
#[tokio::test]
async fn of_two_registrars_who_end_each_other_one_stays() {
    let app = TestApp::new().await;
    let name = "Chartered Institute of Legal Executives (CILEX)";
    grant(&app, RUTH, name, "registrar").await;
    let page = format!("/organisations/{}", app.organisation(name).await);
    let mut asked = Vec::new();
    for (by, of) in [(INES, "Piet Larsen"), (PIET, "Ines Calder")] {
        let mut by = app.sign_in(by).await;
        let end = by.page(&page).await.link(&format!("End the membership of {of}"));
        let form = by.page(&end).await.form("Ask a second registrar").fill("reason", "They left.");
        asked.push(by.submit(form).await.path);
    }
    let (mut one, mut other) = (app.sign_in(RUTH).await, app.sign_in(RUTH).await);
    let forms = (one.page(&asked[0]).await.form("Confirm"), other.page(&asked[1]).await.form("Confirm"));
    let (one, other) = tokio::join!(one.submit(forms.0), other.submit(forms.1));
    let ended = [&one, &other].iter().filter(|answer| answer.says("is registrar no longer.")).count();
    assert_eq!(ended, 1, "{}\n{}", one.page.text(), other.page.text());
    let left = "SELECT COUNT(*) FROM membership m JOIN organisation o ON o.id = m.organisation_id WHERE o.slug = 'cilex' AND m.until_on IS NULL";
    assert_eq!(count(&app, left).await, 2, "the third, and one of the two");
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_registrar_who_was_ended_while_the_account_was_locked_enrols_nobody() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let form = ines.page("/enrolments/new").await.form("Enrol");
    let form = form.fill("name", "Ruth Hale").fill("email", RUTH).fill("framework", "cpq 2021-06");
    let form = form.fill("from_on", "2026-11-20");
    let enrolled = "SELECT COUNT(*) FROM enrolment";
    let before = count(&app, enrolled).await;
    let held = app.state.db.begin().await.unwrap();
    if held.get_database_backend() == DbBackend::Postgres {
        let account = sql(&held, "SELECT id FROM person WHERE email = $1 FOR UPDATE", [RUTH.into()]);
        held.query_one_raw(account).await.unwrap().unwrap();
    }
    let ended = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let end = "UPDATE membership SET until_on = from_on WHERE person_id = (SELECT id FROM person WHERE email = $1)";
        held.execute_raw(sql(&held, end, [INES.into()])).await.unwrap();
        held.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(ines.submit(form), ended);
    assert_eq!(answer.status, 404, "{}", answer.page.text());
    assert_eq!(count(&app, enrolled).await, before);
}

#[tokio::test]
async fn a_form_posted_twice_leads_to_what_the_first_post_made() {
    let app = TestApp::new().await;
    let (mut ines, mut dana) = (app.sign_in(INES).await, app.sign_in(DANA).await);
    let form = ines.page("/organisations").await.form("Add organisation");
    let form = form.fill("name", "Aziz LLP").fill("kind", "employer");
    ines.submit(form.clone()).await.must_say("The organisation is added.");
    let again = ines.submit(form).await;
    assert_eq!((again.status, again.page.errors()), (200, Vec::new()));
    let organisation = again.path.clone();
    assert!(again.says("Aziz LLP"), "{}", again.page.text());

    let form = ines.page(&organisation).await.form("Make an invitation link");
    let form = form.fill("name", "Noor Aziz").fill("email", "noor@home.example").fill("role", "supervisor");
    // As a double click posts it: the first answer is never followed.
    let fields = form.clone().sent();
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(ines.send(&form.action, &pairs).await.status, 303);
    let again = ines.submit(form).await;
    assert!(again.says("Noor Aziz is invited.") && again.says("/invitations/"), "{}", again.page.text());
    assert_eq!(count(&app, "SELECT COUNT(*) FROM invitation WHERE email = 'noor@home.example'").await, 1);

    let form = dana.page("/sittings/new").await.form("Add sitting");
    let element = format!("cpq 2021-06 {}", steps::LAST_ELEMENT);
    let form = form.fill("element", &element).fill("held_on", "2026-11-20");
    let first = dana.submit(form.clone()).await;
    let again = dana.submit(form).await;
    assert_eq!(first.path, again.path);
    again.must_say("The sitting is added.");
}

/// Whoever takes the locks of several records takes them in the order of the records, so that no two wait for each other.
#[tokio::test]
async fn ending_what_somebody_supervises_takes_the_locks_in_the_order_of_the_records() {
    let app = TestApp::new().await;
    let ids = "SELECT id FROM supervision WHERE supervisor_id = $1 ORDER BY id";
    let ruth = app.person(RUTH).await;
    let supervisions: Vec<String> = app.column(ids, [ruth.clone().into()]).await;
    assert!(supervisions.len() >= 2, "Ruth supervises several");
    let records = "SELECT DISTINCT e.record_id FROM supervision s JOIN enrolment e ON e.id = s.enrolment_id WHERE s.supervisor_id = $1 ORDER BY 1";
    let records: Vec<String> = app.column(records, [ruth.clone().into()]).await;
    // The supervision of the last record is read first.
    let first = "UPDATE supervision SET id = '00000000-0000-7000-8000-000000000001' WHERE id = (SELECT MIN(s.id) FROM supervision s JOIN enrolment e ON e.id = s.enrolment_id WHERE s.supervisor_id = $1 AND e.record_id = $2)";
    let last = records.last().unwrap().clone();
    app.execute(first, [ruth.into(), last.clone().into()]).await.unwrap();
    let mut priya = app.sign_in(PRIYA).await;
    let hale = priya.page("/organisations").await.link("Hale & Partners");
    let question = priya.page(&hale).await.link("End the membership of Ruth Hale");
    let form = priya.page(&question).await.form("End membership");
    let other = app.db().begin().await.unwrap();
    let lock = async |id: &str| journal::lock(&other, Chain::Record(RecordId::parse(id).unwrap())).await;
    lock(&records[0]).await.unwrap();
    let ending = tokio::spawn(async move { priya.submit(form).await });
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    let second = tokio::time::timeout(std::time::Duration::from_millis(600), lock(&last)).await;
    assert!(matches!(second, Ok(Ok(()))), "the last record was locked before the first: {second:?}");
    other.commit().await.unwrap();
    ending.await.unwrap().must_say("ended");
}
