//! Experience: a trainee records spells of work, the employer confirms them, and then they count.

use crate::steps::state_of_in;
use chrono::Days;
use tests::people::{AMARA, INES, KARIM, MINA, SOL};
use tests::{Answer, Form, Page, TestApp, Visitor, today};

/// The experience that the SQE asks for.
pub const QWE: &str = "qualifying-work-experience";

pub fn ago(days: u64) -> String {
    today().checked_sub_days(Days::new(days)).unwrap().to_string()
}

/// The form by which a trainee records work, filled in from so many days ago to so many.
pub async fn recording(app: &TestApp, who: &mut Visitor, address: &str, (from, last): (u64, u64)) -> Form {
    let enrolment = app.enrolment(address).await;
    let form = who.page(&format!("/enrolments/{enrolment}/experience/new")).await.form("Record the work");
    form.fill("from", &ago(from)).fill("last_day", &ago(last)).fill("work", "Drafting and research for two partners.")
}

pub async fn mina_records(app: &TestApp, mina: &mut Visitor, days: (u64, u64)) -> Page {
    let form = recording(app, mina, MINA, days).await;
    mina.submit(form).await.must_say("Mersey Street Legal is asked to confirm it.")
}

/// Records work of which hours of each week are said: what they come to in all is shown first.
pub async fn records_weeks(who: &mut Visitor, form: Form) -> Answer {
    let page = who.submit(form).await.must_say("Check the hours in all");
    assert_eq!(page.errors(), Vec::<String>::new());
    who.submit(page.form("Record the work")).await
}

/// The request that waits about a spell of work.
pub async fn open_request(app: &TestApp) -> String {
    let id: String = app.one("SELECT id FROM signing_request WHERE experience_id IS NOT NULL AND is_open", []).await;
    format!("/queue/{id}")
}

pub async fn experience(app: &TestApp, address: &str) -> String {
    format!("/enrolments/{}/experience", app.enrolment(address).await)
}

pub async fn confirm(who: &mut Visitor, request: &str) -> Page {
    let form = who.page(request).await.form("Sign and send").fill("outcome", "confirmed");
    who.submit(form).await.must_say("is confirmed.")
}

/// The latest spell.
pub async fn spell_of(app: &TestApp) -> String {
    let newest = "SELECT id FROM experience WHERE withdrawn_at IS NULL ORDER BY from_on DESC";
    let id = app.column::<String>(newest, []).await.remove(0);
    format!("/experience/{id}")
}

#[tokio::test]
async fn work_counts_once_the_employer_has_confirmed_it() {
    let app = TestApp::new().await;
    let mut mina = app.sign_in(MINA).await;
    let list = mina_records(&app, &mut mina, (390, 20)).await;
    assert!(list.says("With the employer") && list.says("0 of 730 days"), "{}", list.text());
    let mut karim = app.sign_in(KARIM).await;
    let queue = karim.page("/queue").await;
    assert!(queue.says("Confirm the work") && queue.says("Qualifying work experience, from"), "{}", queue.text());
    let request = open_request(&app).await;
    let page = karim.page(&request).await;
    assert!(page.says("It is confirmed by a solicitor of England and Wales"), "{}", page.text());
    assert!(page.says("Drafting and research for two partners."), "{}", page.text());
    confirm(&mut karim, &request).await;
    assert_eq!(state_of_in(&app, MINA, QWE).await, "in_progress");
    let list = mina.page(&experience(&app, MINA).await).await;
    assert!(list.says("Confirmed") && list.says("371 of 730 days") && list.says("As a table"), "{}", list.text());
    let spell = mina.page(&spell_of(&app).await).await;
    assert!(
        spell.says("Karim Daoud")
            && spell.says(
                "It is signed and locked. If that was a mistake, Mersey Street Legal can withdraw the confirmation."
            ),
        "{}",
        spell.text()
    );
    // What is attested is time and opportunity, and never how well.
    let statement: String = app
        .one(
            "SELECT statement FROM signature WHERE subject = 'experience' AND trainee_id = $1",
            [app.person(MINA).await.into()],
        )
        .await;
    assert!(statement.contains("the chance to develop") && !statement.contains("showed competence"), "{statement}");
}

#[tokio::test]
async fn all_mistakes_come_back_at_once_with_what_was_typed() {
    let app = TestApp::new().await;
    let mut mina = app.sign_in(MINA).await;
    let form = recording(&app, &mut mina, MINA, (10, 20)).await.fill("full_time_percent", "most").fill("work", " ");
    let page = mina.submit(form).await.ok();
    let errors = page.errors();
    assert_eq!(errors.len(), 3, "{errors:?}");
    for said in ["Choose a last day on or after the first day", "whole per cent", "Enter what you did"] {
        assert!(errors.iter().any(|error| error.contains(said)), "{said}: {errors:?}");
    }
    assert_eq!(page.form("Record the work").value("full_time_percent").as_deref(), Some("most"));
    let list = mina.page(&experience(&app, MINA).await).await;
    assert!(list.says("No work recorded yet"), "{}", list.text());
}

#[tokio::test]
async fn work_lies_in_an_employment_and_no_day_is_recorded_twice() {
    let app = TestApp::new().await;
    let mut mina = app.sign_in(MINA).await;
    let form = recording(&app, &mut mina, MINA, (401, 20)).await;
    let page = mina.submit(form).await.ok();
    assert!(page.says("Choose days on which you worked for this employer: from"), "{}", page.text());
    mina_records(&app, &mut mina, (300, 200)).await;
    let form = recording(&app, &mut mina, MINA, (200, 100)).await;
    let page = mina.submit(form).await.ok();
    assert!(page.says("is recorded already"), "{}", page.text());
    mina_records(&app, &mut mina, (199, 100)).await;
    let list = mina.page(&experience(&app, MINA).await).await;
    assert!(!list.says("Nothing is recorded from"), "{}", list.text());
    mina_records(&app, &mut mina, (98, 50)).await;
    let list = mina.page(&experience(&app, MINA).await).await;
    assert!(list.says("Nothing is recorded from"), "{}", list.text());
}

#[tokio::test]
async fn what_is_wrong_is_taken_out_and_recorded_again_with_what_stood_there() {
    let app = TestApp::new().await;
    let mut mina = app.sign_in(MINA).await;
    mina_records(&app, &mut mina, (300, 200)).await;
    let (spell, request) = (spell_of(&app).await, open_request(&app).await);
    let question = mina.page(&spell).await.link("Take it out");
    let form = mina.page(&question).await.form("Take it out");
    let again = mina.submit(form).await.must_say("It is taken out.");
    let form = again.form("Record the work");
    assert_eq!(form.value("last_day"), Some(ago(200)));
    mina.submit(form.fill("last_day", &ago(150))).await.must_say("Your work is recorded.");
    let mut karim = app.sign_in(KARIM).await;
    assert!(karim.page(&request).await.says("The trainee took this request back."));
    confirm(&mut karim, &open_request(&app).await).await;
    // What is confirmed stays.
    let spell = spell_of(&app).await;
    assert!(!mina.page(&spell).await.has_link("Take it out"));
    let answer = mina.send(&format!("{spell}/removal"), &[]).await;
    mina.follow(answer).await.must_say("It is confirmed, and stays in your record.");
    let story = mina.page(&format!("/enrolments/{}/record", app.enrolment(MINA).await)).await;
    for said in ["Recorded work: for Mersey Street Legal", "Took work out of the record", "Work was confirmed"] {
        assert!(story.says(said), "{said}: {}", story.text());
    }
}

#[tokio::test]
async fn what_is_not_confirmed_comes_back_with_the_reason() {
    let app = TestApp::new().await;
    let mut mina = app.sign_in(MINA).await;
    mina_records(&app, &mut mina, (300, 200)).await;
    let mut karim = app.sign_in(KARIM).await;
    let form = karim.page(&open_request(&app).await).await.form("Sign and send");
    let form = form.fill("outcome", "declined").fill("why", "You began a month later.");
    karim.submit(form).await.must_say("Not confirmed. The trainee sees why.");
    let home = mina.page("/home").await;
    assert!(home.says("did not confirm it") && home.says("You began a month later."), "{}", home.text());
    let spell = spell_of(&app).await;
    let form = mina.page(&spell).await.form("to confirm it");
    mina.submit(form).await.must_say("Mersey Street Legal is asked to confirm it.");
    // Whoever answers now knows of it, also where it is taken out and recorded again.
    let told = |page: Page| {
        assert!(
            page.says("Not confirmed, or withdrawn, before") && page.says("You began a month later."),
            "{}",
            page.text()
        );
    };
    told(karim.page(&open_request(&app).await).await);
    let question = mina.page(&format!("{spell}/removal")).await.form("Take it out");
    let _ = mina.submit(question).await.ok();
    mina_records(&app, &mut mina, (250, 200)).await;
    told(karim.page(&open_request(&app).await).await);
    confirm(&mut karim, &open_request(&app).await).await;
    assert!(!mina.page("/home").await.says("did not confirm it"));
    let record = format!("/enrolments/{}/record.json", app.enrolment(MINA).await);
    let export = String::from_utf8(mina.get(&record).await.bytes.to_vec()).unwrap();
    assert!(export.contains("You began a month later.") && export.contains("\"taken_out_at\": \"2"), "{export}");
}

#[tokio::test]
async fn hours_are_asked_where_a_rule_asks_for_them() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let form = recording(&app, &mut amara, AMARA, (500, 403)).await;
    let page = amara.submit(form.clone()).await.ok();
    assert!(page.says("Enter the hours that you worked"), "{}", page.text());
    let form = page.form("Record the work").fill("hours", "35").fill("hours_of", "week").fill("ask", "later");
    records_weeks(&mut amara, form).await.must_say("Your work is recorded.");
    let list = amara.page(&experience(&app, AMARA).await).await;
    assert!(list.says("490 h") && list.says("Nobody asked yet"), "{}", list.text());
}

/// Only whoever writes the request by hand sends what the form does not ask.
#[tokio::test]
async fn what_the_form_has_no_field_for_is_not_recorded() {
    let app = TestApp::new().await;
    let worked = "SELECT minutes || ' ' || COALESCE(full_time_percent, 100) FROM experience WHERE trainee_id = $1 ORDER BY from_on";
    let recorded = async |address| app.column::<String>(worked, [app.person(address).await.into()]).await;
    let more = [("hours", "35"), ("hours_of", "all"), ("full_time_percent", "60")];
    for (address, days, kept) in [(MINA, (390, 350), "0 60"), (AMARA, (500, 450), "2100 100")] {
        let mut trainee = app.sign_in(address).await;
        let form = recording(&app, &mut trainee, address, days).await.fill("ask", "later");
        let (action, mut sent) = (form.action.clone(), form.sent());
        sent.retain(|(name, _)| !more.iter().any(|(other, _)| name == other));
        sent.extend(more.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        trainee.post(&action, &sent).await.must_say("Your work is recorded.");
        assert!(recorded(address).await.contains(&String::from(kept)), "{:?}", recorded(address).await);
    }
}

#[tokio::test]
async fn work_outside_the_employment_is_neither_asked_about_nor_confirmed() {
    let app = TestApp::new().await;
    let (mut mina, mut sol, mut karim) = (app.sign_in(MINA).await, app.sign_in(SOL).await, app.sign_in(KARIM).await);
    mina_records(&app, &mut mina, (300, 100)).await;
    let (request, returned) = (open_request(&app).await, spell_of(&app).await);
    let form = recording(&app, &mut mina, MINA, (20, 5)).await.fill("ask", "later");
    mina.submit(form).await.must_say("Your work is recorded.");
    let later = spell_of(&app).await;
    let enrolment = app.enrolment(MINA).await;
    let people = sol.page(&format!("/enrolments/{enrolment}/employers-and-providers")).await;
    let question = sol.page(&people.link("End")).await.form("End the employment");
    let question = question.fill("over_from", &ago(150)).fill("reason", "She left then.");
    // What lies outside goes back at once, and is no longer read there.
    let page = sol.submit(question).await.must_say("The employment is ended.");
    assert!(page.says("Returned to the trainee without a decision: 1 period of work."), "{}", page.text());
    assert!(!karim.page("/queue").await.says("Mina Sato"));
    assert_eq!(karim.get(&request).await.status, 404);
    let home = mina.page("/home").await;
    assert!(!home.says("With the employer"), "{}", home.text());
    // It is said which days lie outside, and what became of the request.
    assert!(home.says("because you did not work there from") && !home.says("no longer work there"), "{}", home.text());
    let list = mina.page(&experience(&app, MINA).await).await;
    assert!(list.says("Came back, not answered"), "{}", list.text());
    let page = mina.page(&returned).await;
    assert!(page.says("Came back without an answer, because the employment had ended"), "{}", page.text());
    assert!(!page.says("Taken back") && !page.says("Nobody asked yet"), "{}", page.text());
    for spell in [&returned, &later] {
        let page = mina.page(spell).await;
        assert!(page.says("Nobody can be asked to confirm it. The employment on record is"), "{}", page.text());
        assert!(page.find_form("to confirm it").is_none() && page.has_link("Take it out"));
    }
    let answer = mina.send(&format!("{later}/asking"), &[]).await;
    mina.follow(answer).await.must_say("Nobody was asked.");
    assert_ne!(state_of_in(&app, MINA, QWE).await, "met");
}

#[tokio::test]
async fn an_employment_ends_when_it_did_though_its_work_is_confirmed_since() {
    let app = TestApp::new().await;
    let (mut mina, mut sol, mut karim) = (app.sign_in(MINA).await, app.sign_in(SOL).await, app.sign_in(KARIM).await);
    mina_records(&app, &mut mina, (300, 100)).await;
    confirm(&mut karim, &open_request(&app).await).await;
    let enrolment = app.enrolment(MINA).await;
    let people = format!("/enrolments/{enrolment}/employers-and-providers");
    let question = sol.page(&people).await.link("End");
    let ending = async |sol: &mut Visitor, days| {
        let form = sol.page(&question).await.form("End the employment");
        sol.submit(form.fill("over_from", &ago(days)).fill("reason", "She left then.")).await
    };
    let page = ending(&mut sol, 100).await.ok();
    assert!(page.says("work until that day is confirmed"), "{}", page.text());
    ending(&mut sol, 99).await.must_say("The employment is ended.");
}

#[tokio::test]
async fn what_was_recorded_or_taken_out_since_changes_no_past_reading() {
    let app = TestApp::new().await;
    let mut mina = app.sign_in(MINA).await;
    let enrolment = app.enrolment(MINA).await;
    let then = format!("/enrolments/{enrolment}/nodes/{QWE}?on={}&known=then", ago(2));
    let reading = async |mina: &mut Visitor| {
        let text = mina.page(&then).await.text();
        text.split_once("What differs").expect("both readings are compared").0.to_owned()
    };
    let before = reading(&mut mina).await;
    mina_records(&app, &mut mina, (300, 100)).await;
    assert_eq!(reading(&mut mina).await, before);
    let question = mina.page(&spell_of(&app).await).await.link("Take it out");
    let form = mina.page(&question).await.form("Take it out");
    mina.submit(form).await.must_say("It is taken out.");
    assert_eq!(reading(&mut mina).await, before);
}

#[tokio::test]
async fn a_form_acts_at_its_own_address_alone() {
    let app = TestApp::new().await;
    let mut mina = app.sign_in(MINA).await;
    let mut spells = Vec::new();
    for days in [(300, 200), (150, 100)] {
        let form = recording(&app, &mut mina, MINA, days).await.fill("ask", "later");
        mina.submit(form).await.must_say("Your work is recorded.");
        spells.push(spell_of(&app).await);
    }
    let form = mina.page(&spells[0]).await.form("to confirm it");
    let sealed = form.value("form").unwrap();
    let answer = mina.send_bare(&format!("{}/asking", spells[1]), &[("form", &sealed)]).await;
    assert_eq!(answer.status, 400);
    assert!(mina.page(&spells[1]).await.says("Nobody asked yet"));
}

#[tokio::test]
async fn an_employment_of_before_is_noted_with_its_last_day_and_its_work_is_confirmed() {
    let app = TestApp::new().await;
    let (mut amara, mut ines, mut karim) =
        (app.sign_in(AMARA).await, app.sign_in(INES).await, app.sign_in(KARIM).await);
    let enrolment = app.enrolment(AMARA).await;
    let mersey = app.organisation("Mersey Street Legal").await.to_string();
    let form = ines.page(&format!("/enrolments/{enrolment}/employers-and-providers")).await.form("Add employer");
    let form = form.fill("employer", &mersey).fill("job_title", "Paralegal").fill("employed_from", &ago(900));
    let wrong = ines.submit(form.clone().anew().fill("employed_until", &ago(901))).await.page;
    assert_eq!(wrong.errors(), ["Choose a last day on or after the first day"]);
    let wrong = ines.submit(form.clone().anew().fill("employed_until", &ago(0))).await.page;
    assert!(wrong.errors()[0].starts_with("Leave the last day empty"), "{:?}", wrong.errors());
    ines.submit(form.anew().fill("employed_until", &ago(700))).await.must_say("worked for Mersey Street Legal from");
    assert_eq!(karim.get(&format!("/enrolments/{enrolment}")).await.status, 404);
    let form = recording(&app, &mut amara, AMARA, (900, 700)).await.fill("employer", &mersey);
    let form = form.fill("hours", "30").fill("hours_of", "week");
    records_weeks(&mut amara, form).await.must_say("Mersey Street Legal is asked to confirm it.");
    confirm(&mut karim, &open_request(&app).await).await;
    app.must_be_as_events_made_it().await;
}
