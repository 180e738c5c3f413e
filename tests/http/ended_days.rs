//! From which day on an enrolment may be over, and an enrolment after it may begin.

use crate::ended::{end, ending};
use crate::steps;
use chrono::{Days, NaiveDate};
use tests::people::{AMARA, INES, LEO};
use tests::{TestApp, today};

fn ago(days: u64) -> NaiveDate {
    today() - Days::new(days)
}

#[tokio::test]
async fn an_enrolment_is_not_over_before_what_was_conferred_on_it() {
    let app = TestApp::new().await;
    let enrolment = format!("/enrolments/{}", app.enrolment(LEO).await);
    let award = "SELECT title FROM award WHERE holder = 'Leo Fenn'";
    let title: String = app.one(award, []).await;
    let on: NaiveDate = app.one(&award.replace("title", "conferred_on"), []).await;
    let id: String = app.one(&award.replace("title", "id"), []).await;
    let mut ines = app.sign_in(INES).await;
    let before = app.contents().await;
    for why in ["left", "mistake"] {
        for day in [on, on - Days::new(1)] {
            let form = ending(&mut ines, &enrolment, why).await.fill("over_from", &day.to_string());
            let told = format!(
                "{title} was conferred on {}, so it was not over before: enter a later day",
                app::web::words::date(on)
            );
            assert_eq!(ines.submit(form).await.page.errors(), [told], "{why}, {day}");
        }
    }
    assert_eq!(app.contents().await, before);
    // What was withdrawn stands no more.
    let form = ines.page(&format!("/awards/{id}/withdrawal")).await.form("Withdraw the status");
    ines.submit(form.fill("reason", "Conferred by mistake.")).await;
    end(&app, &enrolment, ("mistake", on)).await;
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn an_enrolment_on_which_something_was_conferred_today_ends_tomorrow() {
    let app = TestApp::new().await;
    let enrolment = format!("/enrolments/{}", app.enrolment(AMARA).await);
    steps::hold_status(&app).await;
    let mut ines = app.sign_in(INES).await;
    // Today is not proposed.
    let form = ending(&mut ines, &enrolment, "left").await;
    assert_eq!(form.value("over_from").as_deref(), Some(""));
    let question = ines.page(&format!("{enrolment}/end")).await;
    assert!(question.says("so it was not over before: end it tomorrow, or later."), "{}", question.text());
    let form = form.fill("over_from", &today().to_string());
    let told = ines.submit(form).await.page.errors();
    assert!(told.len() == 1 && told[0].ends_with("so it was not over before: end it tomorrow, or later"), "{told:?}");
}

/// One that was made by mistake may have been worked in until somebody saw it.
#[tokio::test]
async fn who_has_left_did_nothing_after_the_day_from_which_on_it_is_over() {
    let app = TestApp::new().await;
    let enrolment = format!("/enrolments/{}", app.enrolment(AMARA).await);
    let mut ines = app.sign_in(INES).await;
    let before = app.contents().await;
    let form = ending(&mut ines, &enrolment, "left").await.fill("over_from", "2025-09-25");
    let told = ines.submit(form).await.page.errors();
    assert!(told.len() == 1 && told[0].ends_with("so it was not over before: enter a later day"), "{told:?}");
    assert_eq!(app.contents().await, before);
    end(&app, &enrolment, ("mistake", "2025-09-25".parse().unwrap())).await;
}

#[tokio::test]
async fn an_enrolment_after_one_that_was_left_begins_when_that_is_over() {
    let app = TestApp::new().await;
    let first = format!("/enrolments/{}", app.enrolment(AMARA).await);
    end(&app, &first, ("left", ago(3))).await;
    let mut ines = app.sign_in(INES).await;
    let form = ines.page("/enrolments/new").await.form("Enrol").fill("name", "Amara Osei").fill("email", AMARA);
    let form = form.fill("framework", "cpq 2021-06");
    let before = app.contents().await;
    let page = ines.submit(form.fill("from_on", &ago(4).to_string())).await.page;
    let told = "Enter a day from 20 November 2026 on: an earlier enrolment on this version went on until then";
    assert_eq!(page.errors(), [told]);
    assert_eq!(app.contents().await, before);
    let form = page.form("Enrol").fill("from_on", &ago(3).to_string());
    ines.submit(form).await.must_say("Amara Osei is enrolled.");
    let second: String = app
        .one(
            "SELECT id FROM enrolment WHERE person_id = (SELECT id FROM person WHERE email = $1) AND ended_on IS NULL",
            [AMARA.into()],
        )
        .await;
    let form = ines.page(&format!("/enrolments/{second}/first-day")).await.form("Correct the day");
    let form = form.fill("reason", "A slip.").fill("from_on", &ago(4).to_string());
    assert_eq!(ines.submit(form).await.page.errors(), [told]);
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn an_enrolment_after_one_made_by_mistake_begins_on_any_day() {
    let app = TestApp::new().await;
    let first = format!("/enrolments/{}", app.enrolment(AMARA).await);
    end(&app, &first, ("mistake", ago(3))).await;
    let mut ines = app.sign_in(INES).await;
    let form = ines.page("/enrolments/new").await.form("Enrol").fill("name", "Amara Osei").fill("email", AMARA);
    let form = form.fill("framework", "cpq 2021-06").fill("from_on", &ago(30).to_string());
    ines.submit(form).await.must_say("Amara Osei is enrolled.");
    app.must_be_as_events_made_it().await;
}

/// What waited is left aside, and nobody has it any more.
#[tokio::test]
async fn what_waited_when_an_enrolment_ended_is_said_to_be_left_aside() {
    let app = TestApp::new().await;
    let id = app.enrolment(AMARA).await;
    let claim = steps::sent_claim(&app, &mut app.sign_in(AMARA).await).await;
    end(&app, &format!("/enrolments/{id}"), ("mistake", ago(1))).await;
    let mut amara = app.sign_in(AMARA).await;
    let list = amara.page("/claims").await;
    assert!(list.says("Left aside") && !list.says("With the supervisor"), "{}", list.text());
    let on = app::web::words::date(ago(1));
    let told = format!("It was left aside when the enrolment ended, which is over from {on} on.");
    let page = amara.page(&claim).await;
    assert!(page.says(&told) && !page.says("With Ruth Hale since"), "{}", page.text());
    assert!(page.says("Left aside") && !page.says("With the supervisor"), "{}", page.text());
    // Nor do the pages of what is empty lead to forms that are no more.
    for (path, no_more) in [("exemptions", "Say what you have from before"), ("experience", "You can record")] {
        let page = amara.page(&format!("/enrolments/{id}/{path}")).await;
        assert!(!page.says(no_more), "{path}: {}", page.text());
    }
    let exemptions = amara.page(&format!("/enrolments/{id}/exemptions")).await;
    assert!(exemptions.says("The enrolment has ended: nothing can be sent any more."), "{}", exemptions.text());
}
