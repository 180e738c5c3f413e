//! For whom a trainee works and with whom they study, over the years: noted by the registrar, ended, and what that closes.

use crate::steps::{self, VERIFICATION, state_of};
use app::error::AppError;
use app::features::people::store as people;
use app::journal::place_at;
use app::journal::store::Stamp;
use app::web::tx::Tx;
use domain::access::Role;
use domain::ids::{OrganisationId, PersonId};
use tests::people::{AMARA, DANA, INES, JONAS, KARIM, PRIYA, RUTH, SOL};
use tests::{TestApp, Visitor, today};

async fn organisation(app: &TestApp, name: &str) -> String {
    app.one("SELECT id FROM organisation WHERE name = $1", [name.into()]).await
}

async fn employers_and_providers(app: &TestApp) -> String {
    format!("/enrolments/{}/employers-and-providers", app.enrolment(AMARA).await)
}

/// Ines notes that Amara works for another employer too.
async fn add_mersey(app: &TestApp, ines: &mut Visitor) {
    let form = ines.page(&employers_and_providers(app).await).await.form("Add employer");
    let mersey = organisation(app, "Mersey Street Legal").await;
    let form = form.fill("employer", &mersey).fill("job_title", "Paralegal");
    ines.submit(form).await.must_say("Amara Osei works for Mersey Street Legal from 23 November 2026 on.");
}

async fn end_hale(app: &TestApp, who: &mut Visitor) -> tests::Answer {
    let hale = organisation(app, "Hale & Partners").await;
    let path = format!("/enrolments/{}/employments/{hale}/end", app.enrolment(AMARA).await);
    let form = who.page(&path).await.form("End the employment");
    who.submit(form).await
}

async fn acts(app: &TestApp, act: &str) -> usize {
    let of = [app.enrolment(AMARA).await, app.record(AMARA).await];
    let events = app.events(act).await;
    events.iter().filter(|(id, _)| of.contains(id)).count()
}

#[tokio::test]
pub async fn when_an_employment_ends_what_lies_there_undecided_goes_back_to_the_trainee() {
    let app = TestApp::new().await;
    let (mut amara, mut ines) = (app.sign_in(AMARA).await, app.sign_in(INES).await);
    // A stage that waits, and beside it a claim that waits: another claim of an outcome that is met already.
    steps::show_competence(&app).await;
    let verification = steps::ask_to_verify(&app, &mut amara).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    add_mersey(&app, &mut ines).await;
    end_hale(&app, &mut ines)
        .await
        .must_say("Returned to the trainee without a decision: 1 claim, 1 request to verify a stage.");

    // Closed with who, when and why, in the record too.
    let ines_id = app.person(INES).await;
    let by: Vec<String> = app.column("SELECT ended_by FROM signing_end", []).await;
    assert_eq!(by, [ines_id.clone(), ines_id]);
    assert_eq!(acts(&app, "closed_request").await, 2);
    let record = format!("/enrolments/{}/record", app.enrolment(AMARA).await);
    assert!(amara.page(&record).await.says("because the employment by Hale & Partners ended"));

    // She is told, on her start page and on the claim.
    let home = amara.page("/home").await;
    assert!(home.says("Back with you"), "{}", home.text());
    assert!(home.says("it was with Hale & Partners and was closed on 23 November 2026"));
    assert!(amara.page(&claim).await.says("because you no longer work for Hale & Partners"));
    let rows = home.rows();
    assert!(rows.iter().all(|row| !row.contains("Hale")), "still waits: {rows:?}");

    // The employer has it no more, and another one can be asked.
    let (mut ruth, mut priya) = (app.sign_in(RUTH).await, app.sign_in(PRIYA).await);
    assert_eq!(priya.get(&verification).await.status, 404);
    assert_eq!(ruth.get(&request).await.status, 404);
    let again = steps::ask_to_verify(&app, &mut amara).await;
    assert_ne!(again, verification);
    assert!(!amara.page("/home").await.says("Ask the employer you work for now"));
    let mut karim = app.sign_in(KARIM).await;
    steps::verify(&mut karim, &again).await.must_say("is verified.");
    assert_eq!(state_of(&app, VERIFICATION).await, "met");
    crate::chapter_file::must_equal_rows(&app).await;
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn who_supervises_at_another_employer_of_the_trainee_too_goes_on_there_and_is_asked_again() {
    let app = TestApp::new().await;
    let (mut amara, mut ines) = (app.sign_in(AMARA).await, app.sign_in(INES).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    add_mersey(&app, &mut ines).await;
    grant(&app, RUTH, "Mersey Street Legal", "supervisor").await;
    let path = format!("/enrolments/{}/supervision", app.enrolment(AMARA).await);
    let form = ines.page(&path).await.form("Name supervisor");
    ines.submit(steps::asking(&app, form, RUTH).await).await.must_say("The supervisor is named.");
    // Ruth has the claim open when the employment ends for which it was sent.
    let mut ruth = app.sign_in(RUTH).await;
    let form = ruth.page(&request).await.form("Sign and send");
    end_hale(&app, &mut ines).await.must_say("Returned to the trainee without a decision: 1 claim");
    let before = app.contents().await;
    let late = form.fill("outcome", "met").fill("comment", "I heard the call.");
    assert_eq!(ruth.submit(late).await.status, 404);
    assert_eq!(app.contents().await, before);
    // She supervises at the other one still, and can be asked there.
    steps::send(&app, &mut amara, &claim, RUTH).await.must_say("Sent to Ruth Hale");
    let request = steps::open_request(&app, &claim).await;
    steps::find_met(&mut ruth, &request).await.must_say("Signed as met.");
    // Jonas has left with the employer.
    let left: i64 = app
        .one(
            "SELECT COUNT(*) FROM supervision WHERE supervisor_id = $1 AND trainee_id = $2 AND until_on = $3",
            [app.person(JONAS).await.into(), app.person(AMARA).await.into(), today().into()],
        )
        .await;
    assert_eq!(left, 1);
}

#[tokio::test]
async fn a_request_that_an_ended_employment_left_behind_stands_in_nobodys_way() {
    let app = TestApp::new().await;
    let (mut amara, mut ines) = (app.sign_in(AMARA).await, app.sign_in(INES).await);
    steps::show_competence(&app).await;
    steps::ask_to_verify(&app, &mut amara).await;
    add_mersey(&app, &mut ines).await;
    // As it was before endings closed requests, or by a date that has come.
    let hale = organisation(&app, "Hale & Partners").await;
    app.execute("UPDATE employment SET until_on = $1 WHERE employer_id = $2", [today().into(), hale.into()])
        .await
        .unwrap();
    let node = format!("/enrolments/{}/nodes/{VERIFICATION}", app.enrolment(AMARA).await);
    let ask = amara.page(&node).await.link("See whom you can ask");
    let page = amara.page(&ask).await;
    let answer = amara.submit(page.form("Ask to verify")).await;
    answer.must_say("Mersey Street Legal is asked to verify.");
    assert_eq!(acts(&app, "closed_request").await, 1);
    let open: i64 = app.one("SELECT COUNT(*) FROM signing_request WHERE subject = 'stage' AND is_open", []).await;
    assert_eq!(open, 1);
}

#[tokio::test]
async fn the_registrar_notes_a_further_employer_which_then_sees_the_record() {
    let app = TestApp::new().await;
    let enrolment = format!("/enrolments/{}", app.enrolment(AMARA).await);
    let (mut ines, mut karim) = (app.sign_in(INES).await, app.sign_in(KARIM).await);
    assert_eq!(karim.get(&enrolment).await.status, 404);
    let page = ines.page(&enrolment).await.link("Employers and providers");
    assert_eq!(page, employers_and_providers(&app).await);
    let before = acts(&app, "added_employment").await;
    add_mersey(&app, &mut ines).await;
    assert!(karim.page(&enrolment).await.says("Amara Osei"));
    assert_eq!(acts(&app, "added_employment").await, before + 1);
    let record = ines.page(&format!("{enrolment}/record")).await;
    assert!(record.says("Began to work for Mersey Street Legal"));
    // The stage survives: nothing of it was lost.
    end_hale(&app, &mut ines).await.must_say("The employment is ended");
    assert!(karim.page(&enrolment).await.says("on the Foundation stage"));
    crate::chapter_file::must_equal_rows(&app).await;
}

#[tokio::test]
async fn every_fault_of_an_employment_is_named_at_once_and_what_was_typed_stays() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let before = app.contents().await;
    let form = ines.page(&employers_and_providers(&app).await).await.form("Add employer");
    let empty = ines.submit(form.clone().fill("employed_from", "soon")).await.page;
    assert_eq!(
        empty.errors(),
        [
            "Choose the employer",
            "Enter the job title",
            "Enter the first day of the employment as a real date, like 27 March 2026"
        ]
    );
    assert_eq!(empty.form("Add employer").value("employed_from").as_deref(), Some("soon"));
    let hale = organisation(&app, "Hale & Partners").await;
    let twice = ines.submit(form.fill("employer", &hale)).await.page;
    let errors = twice.errors();
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert_eq!(errors[0], "Enter the job title");
    assert!(errors[1].starts_with("Amara Osei works for Hale & Partners already, from "), "{errors:?}");
    assert_eq!(twice.form("Add employer").value("employer").as_deref(), Some(hale.as_str()));
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
pub async fn a_second_provider_sees_the_candidate_while_the_registration_lasts() {
    let app = TestApp::new().await;
    let (mut ines, mut dana) = (app.sign_in(INES).await, app.sign_in(DANA).await);
    let enrolment = app.enrolment(AMARA).await;
    let form = ines.page("/organisations").await.form("Add organisation");
    let form = form.fill("name", "Southgate College").fill("kind", "provider");
    ines.submit(form).await.must_say("Southgate College");
    let southgate = organisation(&app, "Southgate College").await;
    grant(&app, KARIM, "Southgate College", "officer").await;
    let mut karim = app.sign_in(KARIM).await;

    let path = employers_and_providers(&app).await;
    let form = ines.page(&path).await.form("Add training provider");
    let faulty = ines.submit(form.clone().fill("registered_from", "")).await.page;
    assert_eq!(faulty.errors(), ["Choose the training provider", "Enter the first day of the registration"]);
    assert!(!karim.page("/candidates").await.says("Amara Osei"));
    ines.submit(form.clone().fill("provider", &southgate))
        .await
        .must_say("Amara Osei is registered with Southgate College from 23 November 2026 on.");
    assert!(karim.page("/candidates").await.says("Amara Osei"));
    assert!(dana.page("/candidates").await.says("Amara Osei"));
    let twice = ines.submit(form.anew().fill("provider", &southgate)).await.page;
    assert!(twice.says("is registered with Southgate College already"), "{}", twice.text());

    let end = ines.page(&path).await.link("End the registration with Southgate College");
    let question = ines.page(&end).await;
    assert!(question.says("Has Amara Osei left Southgate College?"));
    ines.submit(question.form("End the registration"))
        .await
        .must_say("The registration is ended: Amara Osei is not among this provider’s candidates.");
    assert!(!karim.page("/candidates").await.says("Amara Osei"));
    assert_eq!(karim.get(&format!("/enrolments/{enrolment}")).await.status, 404);
    assert_eq!(ines.get(&end).await.status, 404);
    assert_eq!((acts(&app, "added_registration").await, acts(&app, "ended_registration").await), (1, 1));
    crate::chapter_file::must_equal_rows(&app).await;
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_provider_records_no_result_of_somebody_whom_it_never_served() {
    let app = TestApp::new().await;
    // Of the second body alone, where nobody of the first is registered.
    let mut sol = app.sign_in(SOL).await;
    let form = sol.page("/organisations").await.form("Add organisation");
    sol.submit(form.fill("name", "Quay Law School").fill("kind", "provider")).await.must_say("is added.");
    grant(&app, KARIM, "Quay Law School", "officer").await;
    let mut karim = app.sign_in(KARIM).await;
    let sitting = steps::add_sitting(&mut karim, steps::LAST_ELEMENT).await;
    assert!(!karim.page(&sitting).await.says("Amara Osei"));
    let fields = [(format!("outcome[{}]", app.enrolment(AMARA).await), "pass")];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let before = app.contents().await;
    assert_eq!(karim.post(&sitting, &fields).await.status, 404);
    // Nor at a sitting of a provider that does.
    let of_northgate: String = app.one("SELECT id FROM sitting ORDER BY id LIMIT 1", []).await;
    assert_eq!(karim.post(&format!("/sittings/{of_northgate}"), &fields).await.status, 404);
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn an_employment_that_is_to_come_is_called_off() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let mersey = organisation(&app, "Mersey Street Legal").await;
    let path = employers_and_providers(&app).await;
    let form = ines.page(&path).await.form("Add employer");
    let form = form.fill("employer", &mersey).fill("job_title", "Paralegal").fill("employed_from", "2027-01-04");
    let page = ines.submit(form).await.must_say("works for Mersey Street Legal from 4 January 2027 on.");
    assert!(page.rows().iter().any(|row| row.contains("From 4 January 2027")), "{:?}", page.rows());
    let end = page.link("End the employment by Mersey Street Legal");
    let question = ines.page(&end).await;
    assert!(
        question.says("Remove the employment at Mersey Street Legal?") && question.says("It has not begun."),
        "{}",
        question.text()
    );
    let form = question.form("Remove the employment");
    let page = ines.submit(form).await.must_say("The employment is ended");
    let row = app
        .one::<String>(
            "SELECT id FROM employment WHERE employer_id = $1 AND record_id = (SELECT id FROM record WHERE person_id = $2)",
            [mersey.into(), app.person(AMARA).await.into()],
        )
        .await;
    let [(_, ended)] = app.events("ended_employment").await.try_into().unwrap();
    assert_eq!(ended["employment"], row);
    assert!(page.rows().iter().any(|row| row.contains("Ended before it began")), "{:?}", page.rows());
    assert_eq!(ines.get(&end).await.status, 404);
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn only_the_registrar_changes_for_whom_one_works_and_with_whom_one_studies() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mersey = organisation(&app, "Mersey Street Legal").await;
    let northgate = organisation(&app, "Northgate Law School").await;
    let before = app.contents().await;
    for address in [AMARA, RUTH, PRIYA, DANA, KARIM] {
        let mut visitor = app.sign_in(address).await;
        assert_eq!(visitor.get(&employers_and_providers(&app).await).await.status, 404, "{address}");
        let fields = [("employer", mersey.as_str()), ("job_title", "Paralegal"), ("employed_from", "2026-11-23")];
        assert_eq!(
            visitor.post(&format!("/enrolments/{enrolment}/employments"), &fields).await.status,
            404,
            "{address}"
        );
        let end = format!("/enrolments/{enrolment}/providers/{northgate}/end");
        let ended = visitor.post(&end, &[]).await;
        assert_eq!(ended.status, 404, "{address}");
    }
    assert_eq!(app.contents().await, before);
    // Nor the registrar on their own record.
    grant(&app, AMARA, "Chartered Institute of Legal Executives (CILEX)", "registrar").await;
    let mut amara = app.sign_in(AMARA).await;
    assert_eq!(amara.get(&employers_and_providers(&app).await).await.status, 403);
}

/// A role that nobody gave through a page.
/// Ends all that somebody is at an organisation, as whoever runs the service does.
pub async fn end_roles(app: &TestApp, person: &str, organisation: OrganisationId) {
    let person = PersonId::parse(&app.person(person).await).unwrap();
    let stamp = Stamp { by: None, at: app.state.clock.now() };
    let ended = Tx::outside::<_, AppError>((app.db(), &app.state.catalogue), stamp, async |tx| {
        let place = place_at(&tx.read().await?, organisation).await?;
        tx.lock(place.chain()).await?;
        people::end_roles(&tx.writer(), (place, organisation), person, None).await
    });
    assert!(ended.await.unwrap());
}

pub async fn grant(app: &TestApp, person: &str, organisation: &str, role: &str) {
    let person = PersonId::parse(&app.person(person).await).unwrap();
    let organisation = OrganisationId::parse(&self::organisation(app, organisation).await).unwrap();
    let role = Role::from_code(role).unwrap();
    let stamp = Stamp { by: None, at: app.state.clock.now() };
    let place = (app.db(), &app.state.catalogue);
    let granted = Tx::outside::<_, AppError>(place, stamp, async |tx| {
        people::grant(&tx.writer(), person, organisation, role, None).await
    });
    assert!(granted.await.unwrap().is_some());
}

#[tokio::test]
async fn the_way_back_from_the_question_says_where_it_leads() {
    let app = TestApp::new().await;
    let hale = organisation(&app, "Hale & Partners").await;
    let enrolment = format!("/enrolments/{}", app.enrolment(AMARA).await);
    for (who, label, to) in
        [(INES, "Employers and providers", "employers-and-providers"), (PRIYA, "Supervision", "supervision")]
    {
        let page = app.sign_in(who).await.page(&format!("{enrolment}/employments/{hale}/end")).await;
        assert_eq!(page.link(label), format!("{enrolment}/{to}"), "{who}");
    }
}
