//! Who supervises a trainee: each employer for its own people, for days that don't overlap.

use crate::employers_and_providers::grant;
use crate::steps::{self, LAST_OUTCOME};
use sea_orm::Value;
use tests::given::Trainees;
use tests::people::{AMARA, DANA, INES, JONAS, KARIM, LEO, PIET, PRIYA, RUTH, TOMAS};
use tests::{TestApp, today};

/// Amara works for Karim's employer too.
pub async fn second_employer(app: &TestApp) {
    let values: [Value; 4] =
        [app.person(AMARA).await.into(), today().into(), app.state.clock.now().into(), "Mersey Street Legal".into()];
    let text = "INSERT INTO employment (id, record_id, employer_id, job_title, from_on, salt, recorded_at)
         SELECT '01a21381-0000-7000-8000-000000000901', r.id, o.id, 'Paralegal', $2, o.salt, $3
         FROM organisation o, record r WHERE o.name = $4 AND r.person_id = $1";
    app.execute(text, values).await.unwrap();
}

#[tokio::test]
pub async fn an_administrator_names_and_ends_supervisors_of_their_own_employer_only() {
    let app = TestApp::new().await;
    second_employer(&app).await;
    let enrolment = app.enrolment(AMARA).await;
    let path = format!("/enrolments/{enrolment}/supervision");
    let (ruth, karim_id) = (app.person(RUTH).await, app.person(KARIM).await);
    let (mut priya, mut karim) = (app.sign_in(PRIYA).await, app.sign_in(KARIM).await);

    // Karim sees who supervises, and can end neither them nor the employment at Hale & Partners.
    let page = karim.page(&path).await;
    assert!(page.says("Ruth Hale"), "{}", page.text());
    assert!(!page.has_link("End the supervision by Ruth Hale"));
    assert!(!page.says("works for Hale & Partners"));
    let of_ruth: String = app
        .one(
            "SELECT id FROM supervision WHERE supervisor_id = $1 AND enrolment_id = $2",
            [ruth.clone().into(), enrolment.clone().into()],
        )
        .await;
    let before = app.contents().await;
    let answer = karim.post(&format!("{path}/{of_ruth}/end"), &[]).await;
    assert_eq!(answer.status, 403);
    answer.must_say("This supervisor works for another employer");
    let hale: String = app.one("SELECT id FROM organisation WHERE name = 'Hale & Partners'", []).await;
    let end = format!("/enrolments/{enrolment}/employments/{hale}/end");
    assert_eq!(karim.get(&end).await.status, 404);

    // Nor name each other's people.
    let form = page.form("Name supervisor");
    assert_eq!(form.value("supervisor"), None);
    let choices: Vec<String> =
        form.fields.iter().filter(|field| field.name == "supervisor").map(|field| field.value.clone()).collect();
    let at = |employer: &str| format!("{karim_id}/{employer}");
    let mersey = app.organisation("Mersey Street Legal").await.to_string();
    assert_eq!(choices, [at(&mersey)]);
    for chosen in [at(&mersey), at(&hale), karim_id.clone()] {
        let answer = priya.post(&path, &[("supervisor", chosen.as_str()), ("from_on", "2026-11-23")]).await;
        assert_eq!(answer.page.errors(), ["Choose who supervises"], "{chosen}");
    }
    assert_eq!(app.contents().await, before);

    // Each for their own, and the registrar for both.
    karim.submit(form.fill("supervisor", &at(&mersey))).await.must_say("The supervisor is named.");
    assert!(!priya.page(&path).await.has_link("End the supervision by Karim Daoud"));
    // Nor when he was at the other employer before: he supervises where he is now.
    let before = "INSERT INTO membership (id, person_id, organisation_id, role, from_on, until_on, granted_at)
         VALUES ('01a21381-0000-7000-8000-000000000902', $1, $2, 'supervisor', $3, $4, $5)";
    let (from, until) = (today() - chrono::Days::new(60), today() - chrono::Days::new(30));
    let values: [Value; 5] =
        [karim_id.clone().into(), hale.into(), from.into(), until.into(), app.state.clock.now().into()];
    app.execute(before, values).await.unwrap();
    assert!(!priya.page(&path).await.has_link("End the supervision by Karim Daoud"));
    steps::end_supervision(&mut priya, &path, "Ruth Hale").await.must_say("The supervision has ended.");
    let mut ines = app.sign_in(INES).await;
    steps::end_supervision(&mut ines, &path, "Karim Daoud").await.must_say("The supervision has ended.");
}

#[tokio::test]
async fn a_supervision_to_come_is_shown_so_and_nobody_is_named_twice_for_a_day() {
    let app = TestApp::new().await;
    let path = format!("/enrolments/{}/supervision", app.enrolment(LEO).await);
    let mut priya = app.sign_in(PRIYA).await;
    let form = steps::asking(&app, priya.page(&path).await.form("Name supervisor"), JONAS).await;
    let jonas = form.value("supervisor");
    let later = form.clone().fill("from_on", "2026-12-01").fill("until_on", "2026-12-31");
    let page = priya.submit(later).await.must_say("The supervisor is named.");
    let row = |page: &tests::Page| page.rows().into_iter().find(|row| row.contains("Jonas")).unwrap();
    assert!(row(&page).contains("From 1 December 2026"), "{}", row(&page));
    assert!(!row(&page).contains("In force"), "{}", row(&page));

    let before = app.contents().await;
    for (from, until) in [("2026-11-23", ""), ("2026-12-31", ""), ("2026-12-10", "2026-12-12")] {
        let overlapping = form.clone().anew().fill("from_on", from).fill("until_on", until);
        let page = priya.submit(overlapping).await.page;
        assert_eq!(
            page.errors(),
            [
                "Jonas Brandt is named already, from 1 December 2026 to 31 December 2026. Choose days outside of that, or end that supervision first"
            ],
            "{from} {until}"
        );
        let kept = page.form("Name supervisor");
        assert_eq!(kept.value("from_on").as_deref(), Some(from));
        assert_eq!(kept.value("supervisor"), jonas);
    }
    // Nobody supervises before the trainee works there, nor from a year that has a slip in it.
    for (from, error) in [
        ("2001-01-01", "Choose a first day on or after 6 June 2024, when Leo Fenn began to work there"),
        ("2199-01-01", "Choose a first day on or before 23 November 2027: it can’t be noted more than a year ahead"),
    ] {
        let page = priya.submit(form.clone().anew().fill("from_on", from)).await.page;
        assert_eq!(page.errors(), [error], "{from}");
    }
    assert_eq!(app.contents().await, before);
    // The day after is free, and so is all of it once it is called off.
    let after = form.clone().anew().fill("from_on", "2027-01-01");
    priya.submit(after).await.must_say("The supervisor is named.");
    for _ in 0..2 {
        steps::end_supervision(&mut priya, &path, "Jonas Brandt").await.must_say("The supervision has ended.");
    }
    let page = priya.page(&path).await;
    assert!(!page.has_link("End the supervision by Jonas Brandt"));
    assert!(row(&page).contains("Ended before it began"), "{}", row(&page));
    priya.submit(form.anew()).await.must_say("The supervisor is named.");
    let rows = priya.page(&path).await.rows();
    assert!(rows.iter().any(|row| row.contains("Jonas") && row.contains("In force")), "{rows:?}");
}

#[tokio::test]
async fn a_supervision_ends_only_after_a_page_has_said_what_that_means() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let path = format!("/enrolments/{enrolment}/supervision");
    let mut priya = app.sign_in(PRIYA).await;
    let page = priya.page(&path).await;
    let ends = page.forms().into_iter().filter(|form| form.action.ends_with("/end"));
    assert_eq!(ends.count(), 0, "one press ends it");
    let of_ruth = page.link("End the supervision by Ruth Hale");
    let before = app.contents().await;
    let question = priya.page(&of_ruth).await;
    assert!(question.says("End the supervision by Ruth Hale for Hale & Partners?"));
    assert!(question.says(
        "Ruth Hale then no longer decides Amara Osei’s claims for Hale & Partners. What they signed stays valid."
    ));
    // Jonas supervises her too.
    assert!(
        question.says("Undecided claims can be decided by the others who supervise Amara Osei there."),
        "{}",
        question.text()
    );
    assert_eq!(question.link("Cancel"), path);
    assert_eq!(app.contents().await, before, "asking changes something");
    // Nobody is asked who could not end it.
    for address in [KARIM, RUTH, AMARA, DANA] {
        assert_eq!(app.sign_in(address).await.get(&of_ruth).await.status, 404, "{address}");
    }
    steps::end_supervision(&mut priya, &path, "Ruth Hale").await.must_say("The supervision has ended.");
    assert_eq!(priya.get(&of_ruth).await.status, 404, "it has ended");
    let last = priya.page(&path).await.link("End the supervision by Jonas Brandt");
    let question = priya.page(&last).await;
    assert!(
        question.says("Nobody else supervises Amara Osei there today: undecided claims wait until you name someone."),
        "{}",
        question.text()
    );
    assert_eq!(priya.get(&format!("{path}/{enrolment}/end")).await.status, 404);
}

/// A supervisor leaves: the question says what lies with them, nobody is said to be supervised by them any more, and the trainee
/// is told whose the claim is now.
#[tokio::test]
async fn what_lies_with_a_supervisor_who_leaves_goes_to_the_others_or_back() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let path = format!("/enrolments/{}/supervision", app.enrolment(AMARA).await);
    let mut priya = app.sign_in(PRIYA).await;
    let question = crate::links::question_of_leaving(&app, PRIYA, "Ruth Hale").await;
    assert!(question.says("claims are with them undecided"), "{}", question.text());
    priya.submit(question.form("End membership")).await.must_say("The membership has ended.");
    let row = |page: &tests::Page| page.rows().into_iter().find(|row| row.starts_with("Ruth Hale")).unwrap();
    let supervision = priya.page(&path).await;
    assert!(row(&supervision).contains("Ended") || !row(&supervision).contains("In force"), "{}", supervision.text());
    let ruth = app.person(RUTH).await;
    let left = "SELECT COUNT(*) FROM supervision WHERE supervisor_id = $1 AND until_on IS NULL";
    assert_eq!(app.one::<i64>(left, [ruth.into()]).await, 0);
    // Jonas supervises her too.
    let page = amara.page(&claim).await;
    assert!(page.says("who no longer supervises you. It can be decided by Jonas Brandt."), "{}", page.text());
    let home = amara.page("/home").await;
    assert!(home.says("who supervises there now (it was sent to Ruth Hale, who no longer does)"), "{}", home.text());
    let question = crate::links::question_of_leaving(&app, PRIYA, "Jonas Brandt").await;
    priya.submit(question.form("End membership")).await.must_say("The membership has ended.");
    let page = amara.page(&claim).await;
    let ask = "Nobody can decide it now. Ask Priya Nair to name a supervisor; leave the claim where it is.";
    assert!(page.says(ask), "{}", page.text());
    let home = amara.page("/home").await;
    assert_eq!(home.link("Ask for a supervisor: Impact and communication"), claim);
    assert!(home.says(ask) && !home.says("someone else"), "{}", home.text());
    // Nor is the administrator told that it is in a queue.
    let next = priya.page(&format!("/enrolments/{}", app.enrolment(AMARA).await)).await.text_of_id("next");
    assert!(next.contains("Nobody supervises Amara Osei now: Priya Nair can name a supervisor."), "{next}");
    assert!(!next.contains("It is in the queue."), "{next}");
    // Ended on its first day, it did not end before it began.
    grant(&app, KARIM, "Hale & Partners", "supervisor").await;
    let form = priya.page(&path).await.form("Name supervisor");
    priya.submit(steps::asking(&app, form, KARIM).await).await.must_say("The supervisor is named.");
    steps::end_supervision(&mut priya, &path, "Karim Daoud").await.must_say("The supervision has ended.");
    let rows = priya.page(&path).await.rows();
    assert!(rows.iter().any(|row| row.starts_with("Karim") && row.contains("Ended 23 November 2026")), "{rows:?}");
    app.must_be_as_events_made_it().await;
}

/// A new trainee is told at once, and so is who can name somebody: not only when a claim is to be sent.
#[tokio::test]
async fn a_trainee_whom_nobody_supervises_and_their_employer_are_told_on_their_first_pages() {
    let app = TestApp::new().await;
    let (mut amara, mut priya, mut karim) =
        (app.sign_in(AMARA).await, app.sign_in(PRIYA).await, app.sign_in(KARIM).await);
    let told = "Nobody supervises you yet: ask Priya Nair to name somebody.";
    assert!(!amara.page("/home").await.says(told));
    assert!(!priya.page("/queue").await.says("Trainees without a supervisor"));
    let path = format!("/enrolments/{}/supervision", app.enrolment(AMARA).await);
    for name in ["Ruth Hale", "Jonas Brandt"] {
        steps::end_supervision(&mut priya, &path, name).await.must_say("The supervision has ended.");
    }
    let home = amara.page("/home").await;
    assert!(home.text_of_id("next").contains(told), "{}", home.text());
    let queue = priya.page("/queue").await;
    assert!(queue.says("Trainees without a supervisor") && queue.says("Amara Osei"), "{}", queue.text());
    assert_eq!(queue.link("Name a supervisor of Amara Osei"), path);
    assert!(!queue.says("Leo Fenn Name a supervisor"), "Ruth supervises Leo: {}", queue.text());
    // It is nothing to another employer, nor to who names nobody.
    assert!(!karim.page("/queue").await.says("Amara Osei"));
    assert!(!app.sign_in(RUTH).await.page("/queue").await.says("without a supervisor"));

    // One who is named from a day to come is named.
    let form = steps::asking(&app, priya.page(&path).await.form("Name supervisor"), RUTH).await;
    let form = form.fill("from_on", &(today() + chrono::Days::new(3)).to_string());
    priya.submit(form).await.must_say("The supervisor is named.");
    assert!(!priya.page("/queue").await.says("Trainees without a supervisor"));
    // Who has left works for nobody there.
    let end = "UPDATE supervision SET until_on = from_on WHERE enrolment_id = $1";
    app.execute(end, [app.enrolment(AMARA).await.into()]).await.unwrap();
    assert!(priya.page("/queue").await.says("Trainees without a supervisor"));
    let end = priya.page(&path).await.link("End this employment");
    let form = priya.page(&end).await.form("End the employment");
    priya.submit(form).await.must_say("The employment is ended");
    assert!(!priya.page("/queue").await.says("Trainees without a supervisor"));
    let home = amara.page("/home").await;
    assert!(
        home.says("No employer is on record for you.") && !home.says("Nobody supervises you yet"),
        "{}",
        home.text()
    );
}

/// The list is cut after a page, says so, and goes on with those who follow.
#[tokio::test]
async fn of_many_trainees_without_a_supervisor_the_first_are_listed_and_the_others_follow() {
    let app = TestApp::new().await;
    let hale = Trainees { employer: Some(app.organisation("Hale & Partners").await), ..Trainees::default() };
    let names: Vec<String> = (1..=52).map(|n| format!("Trainee {n:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let ids = hale.named(&app, &names).await;
    let listed = async || {
        let page = app.sign_in(PRIYA).await.page("/queue").await;
        let said = page.says("These are the first 50, by name. The others follow when these have somebody.");
        let links = page.links().into_iter().filter(|(text, _)| text.starts_with("Name a supervisor"));
        (links.map(|(text, _)| text.replace("Name a supervisor of ", "")).collect::<Vec<_>>(), said)
    };
    assert_eq!(listed().await, (names[..50].iter().map(|name| (*name).to_owned()).collect(), true));
    let mut priya = app.sign_in(PRIYA).await;
    let path = |n: usize| format!("/enrolments/{}/supervision", ids[n]);
    for n in 0..2 {
        let form = steps::asking(&app, priya.page(&path(n)).await.form("Name supervisor"), RUTH).await;
        priya.submit(form).await.must_say("The supervisor is named.");
    }
    assert_eq!(listed().await, (names[2..].iter().map(|name| (*name).to_owned()).collect(), false));
}

/// Two supervisors of one name: who names one reads the address, the trainee who asks one since when each supervises.
#[tokio::test]
async fn two_supervisors_of_one_name_are_told_apart_where_one_is_chosen() {
    let app = TestApp::new().await;
    app.execute("UPDATE person SET name = 'Ruth Hale' WHERE email = $1", [JONAS.into()]).await.unwrap();
    let mut priya = app.sign_in(PRIYA).await;
    let path = format!("/enrolments/{}/supervision", app.enrolment(LEO).await);
    let page = priya.page(&path).await;
    assert!(page.find_form("Name supervisor").is_some() && !page.says(JONAS), "he alone can be named: {}", page.text());
    let end = "UPDATE supervision SET until_on = $1 WHERE enrolment_id = $2";
    app.execute(end, [today().into(), app.enrolment(LEO).await.into()]).await.unwrap();
    let page = priya.page(&path).await;
    assert!(page.says(&format!("Ruth Hale ({JONAS})")) && page.says(&format!("Ruth Hale ({RUTH})")), "{}", page.text());

    let mut amara = app.sign_in(AMARA).await;
    let id = app.enrolment(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &id, LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &claim).await;
    steps::add_text(&mut amara, &claim).await;
    let sending = format!("{claim}/sending");
    let page = amara.page(&sending).await;
    assert!(page.says(&format!("Ruth Hale ({JONAS})")), "both since one day: {}", page.text());
    let later = "UPDATE supervision SET from_on = $1 WHERE enrolment_id = $2 AND supervisor_id = $3";
    let values: [Value; 3] = [(today() - chrono::Days::new(3)).into(), id.into(), app.person(JONAS).await.into()];
    app.execute(later, values).await.unwrap();
    let page = amara.page(&sending).await;
    assert!(page.says("Ruth Hale (your supervisor since 20 November 2026)"), "{}", page.text());
    assert!(!page.says(JONAS), "{}", page.text());
}

/// Who supervises at one employer and is the administrator of another names supervisors at that one alone.
#[tokio::test]
async fn a_list_leads_to_the_supervision_of_those_whose_supervisors_one_names() {
    let app = TestApp::new().await;
    let (mut priya, mut karim) = (app.sign_in(PRIYA).await, app.sign_in(KARIM).await);
    grant(&app, KARIM, "Hale & Partners", "supervisor").await;
    let path = async |who| format!("/enrolments/{}/supervision", app.enrolment(who).await);
    let form = priya.page(&path(AMARA).await).await.form("Name supervisor");
    priya.submit(steps::asking(&app, form, KARIM).await).await.must_say("The supervisor is named.");
    let page = karim.page("/trainees").await;
    assert!(page.says("Amara Osei") && page.says("Tomas Lind"), "{}", page.text());
    assert!(page.html().contains(&path(TOMAS).await) && !page.html().contains(&path(AMARA).await), "{}", page.html());
}

/// The page of the form is closed to them, and their browser may have it no more.
#[tokio::test]
async fn what_was_typed_is_shown_to_whose_right_has_ended_meanwhile() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let form = ruth.page(&request).await.form("Sign and send").fill("outcome", "met");
    let form = form.fill("comment", "I sat beside her in both meetings.");
    let path = format!("/enrolments/{}/supervision", app.enrolment(AMARA).await);
    steps::end_supervision(&mut app.sign_in(PRIYA).await, &path, "Ruth Hale")
        .await
        .must_say("The supervision has ended.");
    let before = app.contents().await;
    let answer = ruth.submit(form).await;
    assert_eq!(answer.status, 404);
    answer.must_say("What you typed: “I sat beside her in both meetings.”");
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn who_names_a_supervisor_too_late_reads_what_somebody_else_did() {
    let app = TestApp::new().await;
    let path = format!("/enrolments/{}/supervision", app.enrolment(AMARA).await);
    let (mut priya, mut ines) = (app.sign_in(PRIYA).await, app.sign_in(INES).await);
    let hale = app.organisation("Hale & Partners").await.to_string();
    let jonas = format!("{}/{hale}", app.person(JONAS).await);
    steps::end_supervision(&mut priya, &path, "Jonas Brandt").await.must_say("The supervision has ended.");
    // Both have the page open.
    let form = priya.page(&path).await.form("Name supervisor").fill("supervisor", &jonas);
    let late = ines.page(&path).await.form("Name supervisor").fill("supervisor", &jonas);
    priya.submit(form).await.must_say("The supervisor is named.");
    let page = ines.submit(late).await.page;
    let told = "Jonas Brandt was named meanwhile by Priya Nair, from 23 November 2026 on. See above whether that is right, or choose somebody else";
    assert_eq!(page.errors(), [told]);
    // Or who has left meanwhile.
    let jonas_id = app.person(JONAS).await;
    for end in [
        "UPDATE supervision SET until_on = from_on WHERE supervisor_id = $1",
        "UPDATE membership SET until_on = from_on WHERE person_id = $1 AND role = 'supervisor'",
    ] {
        app.execute(end, [jonas_id.clone().into()]).await.unwrap();
    }
    let mut piet = app.sign_in(PIET).await;
    let fields = [("supervisor", jonas.as_str()), ("from_on", "2026-11-23")];
    let page = piet.post(&path, &fields).await.page;
    assert_eq!(page.errors(), ["Jonas Brandt is no longer a supervisor at Hale & Partners. Choose somebody else"]);
}
