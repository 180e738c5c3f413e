//! Who supervises a trainee: each employer for its own people, for days that don't overlap.

use crate::employers_and_providers::grant;
use crate::steps::{self, LAST_OUTCOME, NARRATIVE};
use sea_orm::Value;
use tests::people::{AMARA, DANA, INES, JONAS, KARIM, LEO, PRIYA, RUTH};
use tests::{TestApp, Visitor, today};

/// Amara works for Karim's employer too, and he supervises her there.
async fn second_employer(app: &TestApp) {
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
    assert_eq!(choices, std::slice::from_ref(&karim_id));
    let fields = [("supervisor", karim_id.as_str()), ("from_on", "2026-11-23")];
    let answer = priya.post(&path, &fields).await;
    assert_eq!(answer.page.errors(), ["Choose who supervises"]);
    assert_eq!(app.contents().await, before);

    // Each for their own, and the registrar for both.
    karim.submit(form.fill("supervisor", &karim_id)).await.must_say("The supervisor is named.");
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

/// Amara works for Karim's employer too, and he supervises her there.
async fn supervised_at_both(app: &TestApp, karim: &mut Visitor) {
    second_employer(app).await;
    let path = format!("/enrolments/{}/supervision", app.enrolment(AMARA).await);
    let form = karim.page(&path).await.form("Name supervisor");
    let form = form.fill("supervisor", &app.person(KARIM).await);
    karim.submit(form).await.must_say("The supervisor is named.");
}

#[tokio::test]
async fn of_two_employers_neither_decides_a_claim_that_was_sent_to_the_other() {
    let app = TestApp::new().await;
    let (mut amara, mut karim) = (app.sign_in(AMARA).await, app.sign_in(KARIM).await);
    supervised_at_both(&app, &mut karim).await;
    // Whoever was asked was once a supervisor at the other employer.
    grant(&app, RUTH, "Mersey Street Legal", "supervisor").await;
    app.execute(
        "UPDATE membership SET until_on = from_on WHERE person_id = $1 AND organisation_id = (SELECT id FROM organisation WHERE name = 'Mersey Street Legal')",
        [app.person(RUTH).await.into()],
    )
    .await
    .unwrap();
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    assert!(karim.page("/queue").await.says("No request waits for you"));
    assert_eq!(karim.get(&request).await.status, 404);
    let before = app.contents().await;
    let fields = [("outcome", "met"), ("comment", "I saw it.")];
    assert_eq!(karim.post(&request, &fields).await.status, 404);
    assert_eq!(app.contents().await, before);
    // A colleague of whoever was asked decides, even after that person left.
    app.execute("UPDATE membership SET until_on = from_on WHERE person_id = $1", [app.person(RUTH).await.into()])
        .await
        .unwrap();
    let mut jonas = app.sign_in(JONAS).await;
    steps::find_met(&mut jonas, &request).await.must_say("Signed as met.");
}

#[tokio::test]
async fn of_two_employers_neither_reads_a_claim_that_was_sent_to_the_other() {
    let app = TestApp::new().await;
    let (mut amara, mut karim) = (app.sign_in(AMARA).await, app.sign_in(KARIM).await);
    supervised_at_both(&app, &mut karim).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let evidence: String = app.one("SELECT id FROM evidence WHERE claim_id = $1", [claim[8..].into()]).await;
    let pages = [claim.clone(), format!("{claim}/evidence/{evidence}"), request.clone()];
    let mut ruth = app.sign_in(RUTH).await;
    let missing = "The letter that Mrs X was sent.";
    for decided in [false, true] {
        if decided {
            let form = ruth.page(&request).await.form("Sign and send");
            let form = form.fill("outcome", "partly_met").fill("missing", missing);
            ruth.submit(form).await.must_say("Signed as partly met.");
        }
        for path in &pages {
            assert_eq!(karim.get(path).await.status, 404, "{path}");
            assert_eq!(app.sign_in(PRIYA).await.get(path).await.status, 200, "{path}");
        }
        // The registrar reads all, but has no queue.
        for path in &pages[..2] {
            assert_eq!(app.sign_in(INES).await.get(path).await.status, 200, "{path}");
        }
        // What came of it is told to both, and no link leads to nothing.
        let enrolment = app.enrolment(AMARA).await;
        let of_outcome = format!("/enrolments/{enrolment}/nodes/{LAST_OUTCOME}");
        assert!(karim.page(&of_outcome).await.says("Claim sent to Ruth Hale"));
        assert!(app.sign_in(PRIYA).await.page(&of_outcome).await.links().iter().any(|(_, to)| *to == claim));
        for path in [
            of_outcome,
            format!("/enrolments/{enrolment}"),
            format!("/enrolments/{enrolment}/record"),
            format!("/enrolments/{enrolment}/record.json"),
        ] {
            let page = karim.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            let html = String::from_utf8(page.bytes.clone()).unwrap();
            assert!(!html.contains(&format!("\"{claim}\"")), "{path} leads to the claim");
            for words in [NARRATIVE, missing] {
                assert!(!html.contains(words), "{path} says “{words}”");
            }
        }
    }
    let record = format!("/enrolments/{}/record.json", app.enrolment(AMARA).await);
    let record = String::from_utf8(ruth.get(&record).await.bytes).unwrap();
    assert!(record.contains(missing), "the test looks for what nobody says");
}

#[tokio::test]
async fn of_a_claim_sent_to_two_employers_each_reads_what_was_sent_to_it() {
    let app = TestApp::new().await;
    let (mut amara, mut karim) = (app.sign_in(AMARA).await, app.sign_in(KARIM).await);
    supervised_at_both(&app, &mut karim).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let form = amara.page(&claim).await.form("Take it back");
    amara.submit(form).await.must_say("The claim is yours again");
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and go on");
    let rewritten = "For the other firm I wrote the letter on my own.";
    amara.submit(form.fill("narrative", rewritten)).await;
    let page = amara.page(&format!("{claim}/sending")).await;
    assert!(page.says("Ruth Hale, Hale & Partners"), "{}", page.text());
    assert!(page.says("Karim Daoud, Mersey Street Legal"), "{}", page.text());
    steps::send(&app, &mut amara, &claim, KARIM).await.must_say("Sent to Karim Daoud");
    let request = steps::open_request(&app, &claim).await;
    let of_karim = karim.page(&claim).await;
    assert!(of_karim.says(rewritten) && !of_karim.says(NARRATIVE), "{}", of_karim.text());
    assert!(of_karim.says("It was sent to another employer too."));
    let mut ruth = app.sign_in(RUTH).await;
    let of_ruth = ruth.page(&claim).await;
    assert!(of_ruth.says(NARRATIVE) && !of_ruth.says(rewritten), "{}", of_ruth.text());
    assert_eq!(ruth.get(&request).await.status, 404);
    steps::find_met(&mut karim, &request).await.must_say("Signed as met.");
}

#[tokio::test]
async fn a_supervision_to_come_is_shown_so_and_nobody_is_named_twice_for_a_day() {
    let app = TestApp::new().await;
    let path = format!("/enrolments/{}/supervision", app.enrolment(LEO).await);
    let jonas = app.person(JONAS).await;
    let mut priya = app.sign_in(PRIYA).await;
    let form = priya.page(&path).await.form("Name supervisor").fill("supervisor", &jonas);
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
        assert_eq!(kept.value("supervisor").as_deref(), Some(jonas.as_str()));
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
async fn an_administrator_of_both_employers_acts_for_both() {
    let app = TestApp::new().await;
    second_employer(&app).await;
    grant(&app, PRIYA, "Mersey Street Legal", "employer_admin").await;
    let path = format!("/enrolments/{}/supervision", app.enrolment(AMARA).await);
    let mut priya = app.sign_in(PRIYA).await;
    let form = priya.page(&path).await.form("Name supervisor");
    let karim = app.person(KARIM).await;
    priya.submit(form.fill("supervisor", &karim)).await.must_say("The supervisor is named.");
    assert!(priya.page(&path).await.has_link("End the supervision by Ruth Hale"));
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
    assert!(question.says("End the supervision by Ruth Hale?"));
    assert!(question.says("Ruth Hale then no longer decides Amara Osei’s claims. What they signed stays valid."));
    // Jonas supervises her too.
    assert!(
        question.says("Undecided claims can be decided by the others who supervise Amara Osei."),
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
        question.says("Nobody else supervises Amara Osei today: undecided claims wait until you name someone."),
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
    let (form, karim) = (priya.page(&path).await.form("Name supervisor"), app.person(KARIM).await);
    priya.submit(form.fill("supervisor", &karim)).await.must_say("The supervisor is named.");
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
    let form = priya.page(&path).await.form("Name supervisor").fill("supervisor", &app.person(RUTH).await);
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
    assert!(home.says("Nobody supervises you yet: ask Chartered Institute of Legal Executives"), "{}", home.text());
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
