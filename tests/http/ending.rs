//! What ended on an earlier day is ended from that day on.

use crate::steps;
use chrono::{Days, NaiveDate};
use tests::people::{AMARA, INES, KARIM, PRIYA, RUTH};
use tests::{Page, TestApp, Visitor, today};

fn ago(days: u64) -> NaiveDate {
    today() - Days::new(days)
}

/// Sends the question at an address with a day; the page that comes back.
async fn end(who: &mut Visitor, (question, button): (&str, &str), day: &str) -> Page {
    end_because(who, (question, button), day, "She told us late.").await
}

/// The same, with a reason.
async fn end_because(who: &mut Visitor, (question, button): (&str, &str), day: &str, reason: &str) -> Page {
    let form = who.page(question).await.form(button).fill("over_from", day).fill("reason", reason);
    who.submit(form).await.page
}

async fn until(app: &TestApp, table: &str) -> Vec<NaiveDate> {
    let query = format!("SELECT until_on FROM {table} WHERE until_on IS NOT NULL");
    let all: Vec<NaiveDate> = app.column(&query, []).await;
    all
}

#[tokio::test]
async fn a_supervision_ends_on_the_day_on_which_it_ended_but_not_before_what_was_signed() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    // Signed today, and so over from tomorrow at the earliest, or from today on.
    steps::show_competence(&app).await;
    let mut priya = app.sign_in(PRIYA).await;
    let list = format!("/enrolments/{enrolment}/supervision");
    let ruth = app.person(RUTH).await;
    let question = priya.page(&list).await.link("End the supervision by Ruth Hale");
    let ask = (question.as_str(), "End the supervision");
    assert_eq!(end(&mut priya, ask, "").await.errors(), ["Enter the first day on which it is over"]);
    let tomorrow = (today() + Days::new(1)).to_string();
    assert_eq!(end(&mut priya, ask, &tomorrow).await.errors(), ["Enter today or an earlier day"]);
    let early = end(&mut priya, ask, "2001-01-01").await.errors();
    assert!(early[0].starts_with("Enter a day from ") && early[0].ends_with(" on: it began then"), "{early:?}");
    let signed = end(&mut priya, ask, &ago(1).to_string()).await.errors();
    assert_eq!(signed, ["Enter today: Ruth Hale signed today"]);
    assert!(until(&app, "supervision").await.is_empty());
    // Another, who signed nothing.
    let jonas = priya.page(&list).await.link("End the supervision by Jonas Brandt");
    let page = end(&mut priya, (&jonas, "End the supervision"), &ago(3).to_string()).await;
    assert!(page.says("The supervision has ended."), "{}", page.text());
    assert_eq!(until(&app, "supervision").await, [ago(3)]);
    assert!(priya.page(&list).await.says("Ended, last day 19 November 2026"));
    let page = end(&mut priya, ask, &today().to_string()).await;
    assert!(page.says("The supervision has ended."), "{}", page.text());
    assert!(!ruth.is_empty());
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn an_employment_and_a_registration_end_on_the_day_on_which_they_ended() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut ines = app.sign_in(INES).await;
    let page = format!("/enrolments/{enrolment}/employers-and-providers");
    let mersey: String = app.one("SELECT id FROM organisation WHERE name = 'Mersey Street Legal'", []).await;
    let form = ines.page(&page).await.form("Add employer").fill("employer", &mersey).fill("job_title", "Paralegal");
    ines.submit(form.fill("employed_from", &ago(30).to_string())).await.must_say("Amara Osei works for Mersey");
    // A supervision there is over, and lasted longer than the employment will have.
    let supervision = format!("/enrolments/{enrolment}/supervision");
    let mut karim = app.sign_in(KARIM).await;
    let form = steps::asking(&app, karim.page(&supervision).await.form("Name supervisor"), KARIM).await;
    let form = form.fill("from_on", &ago(20).to_string()).fill("until_on", &ago(6).to_string());
    karim.submit(form).await.must_say("The supervisor is named.");
    assert_eq!(until(&app, "supervision").await, [ago(5)]);
    let question = ines.page(&page).await.link("End the employment by Mersey Street Legal");
    let ended = end(&mut ines, (&question, "End the employment"), &ago(10).to_string()).await;
    assert!(ended.says("The employment is ended."), "{}", ended.text());
    assert_eq!(until(&app, "employment").await, [ago(10)]);
    assert_eq!(until(&app, "supervision").await, [ago(10)]);
    let question = ines.page(&page).await.link("End the registration with Northgate Law School");
    let ask = (question.as_str(), "End the registration");
    let sat = end(&mut ines, ask, "2026-01-05").await.errors();
    assert!(sat[0].ends_with(": they were at a sitting on that day"), "{sat:?}");
    assert!(end(&mut ines, ask, &ago(2).to_string()).await.says("The registration is ended"));
    assert_eq!(until(&app, "registration").await, [ago(2)]);
    let record = ines.page(&format!("/enrolments/{enrolment}/record")).await;
    assert!(record.says("No longer works for Mersey Street Legal, from 13 November 2026 on"), "{}", record.text());
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn who_ends_something_on_an_earlier_day_says_why_and_the_record_tells_it() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut priya = app.sign_in(PRIYA).await;
    let list = format!("/enrolments/{enrolment}/supervision");
    let jonas = priya.page(&list).await.link("End the supervision by Jonas Brandt");
    let ask = (jonas.as_str(), "End the supervision");
    for (reason, told) in [
        ("", "Enter why it is an earlier day"),
        (" \u{200b} ", "Enter why it is an earlier day"),
        (&"x".repeat(1001), "Shorten why it is an earlier day to 1,000 characters or fewer. It has 1,001"),
    ] {
        let page = end_because(&mut priya, ask, &ago(3).to_string(), reason).await;
        assert_eq!(page.errors(), [told], "{reason}");
        assert_eq!(page.form("End the supervision").value("over_from"), Some(ago(3).to_string()));
    }
    assert!(until(&app, "supervision").await.is_empty());
    let page = end_because(&mut priya, ask, &ago(3).to_string(), "He moved to the Leeds office.").await;
    assert!(page.says("The supervision has ended."), "{}", page.text());
    // Today needs none.
    let ruth = priya.page(&list).await.link("End the supervision by Ruth Hale");
    let page = end_because(&mut priya, (&ruth, "End the supervision"), &today().to_string(), "").await;
    assert!(page.says("The supervision has ended."), "{}", page.text());
    // The trainee and the body read it; for the employer the day is enough.
    let record = format!("/enrolments/{enrolment}/record");
    let told = "Jonas Brandt no longer supervises for Hale & Partners, from 20 November 2026 on Reason: He moved to the Leeds office.";
    for (who, reads) in [(AMARA, true), (INES, true), (PRIYA, false)] {
        let page = app.sign_in(who).await.page(&record).await;
        assert_eq!(page.says(told), reads, "{who}: {}", page.text());
        assert!(page.says("Jonas Brandt no longer supervises for Hale & Partners, from 20 November 2026 on"), "{who}");
        assert_eq!(page.text().matches("Reason: ").count(), usize::from(reads), "{who}");
    }
    let event: String = app.one("SELECT body FROM event WHERE body LIKE '%ended_supervision%' AND seq = (SELECT MIN(seq) FROM event WHERE body LIKE '%ended_supervision%')", []).await;
    assert!(event.contains("reason") && !event.contains("Leeds"), "{event}");
    app.must_be_as_events_made_it().await;
}
