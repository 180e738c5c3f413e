//! A past day, as we knew it then and as we know it now.

use crate::steps;
use chrono::Duration;
use tests::people::{AMARA, DANA, INES, OWEN};
use tests::{TestApp, today};

const ELEMENT: &str = "F06";

/// F06 is passed and confirmed today; five days later the result is corrected to a fail, which is confirmed. Gives Amara's page.
async fn corrected_later(app: &TestApp) -> String {
    steps::pass_last_element(app).await;
    app.pass(Duration::days(5));
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let sitting: String = app.one("SELECT id FROM sitting WHERE held_on = $1", [today().into()]).await;
    let sitting = format!("/sittings/{sitting}");
    let correction = dana.page(&sitting).await.link("Correct");
    let form = dana.page(&correction).await.form("Correct the result");
    let form = form.fill("outcome", "fail").fill("reason", "Two candidates were mixed up.");
    dana.submit(form).await.must_say("The correction of");
    steps::confirm(&mut owen, &sitting).await.must_say("1 result is confirmed");
    format!("/enrolments/{}", app.enrolment(AMARA).await)
}

#[tokio::test]
async fn both_readings_of_a_past_day_are_there_and_say_what_a_correction_changed() {
    let app = TestApp::new().await;
    let home = corrected_later(&app).await;
    let mut amara = app.sign_in(AMARA).await;
    let form = amara.page("/home").await.form("Show that day");
    assert!(!form.is_post, "it reads and changes nothing");
    let then = amara.submit(form.fill("on", &today().to_string())).await;
    assert_eq!(then.path.split('?').next(), Some(home.as_str()));
    let then = then.page;
    assert!(then.says("Where you stood on 23 November 2026"), "{}", then.text());
    assert!(then.says("As it was known on 23 November 2026: what was noted or corrected later"), "{}", then.text());
    let differs = then.text_of_id("differs");
    assert!(differs.contains("F06") && differs.contains("Met since 23 November 2026"), "{differs}");
    assert!(!differs.contains("F01"), "what is the same is told: {differs}");
    let now = amara.page(&then.link("As we know it today")).await;
    assert!(now.says("As it is known on 28 November 2026"), "{}", now.text());
    assert_eq!(now.text_of_id("differs"), differs, "both readings say the same of the difference");
    // The node's own page, from either reading.
    let node = format!("{home}/nodes/{ELEMENT}");
    let state = async |known: &str| {
        let mut ines = app.sign_in(INES).await;
        ines.page(&format!("{node}?on={}&known={known}", today())).await
    };
    let (then, now) = (state("then").await, state("now").await);
    assert!(then.text_in("main").contains("Met since 23 November 2026"), "{}", then.text());
    assert!(then.text_of_id("differs").contains("Met since 23 November 2026"));
    assert_ne!(then.text_of_id("why"), now.text_of_id("why"));
    // A stage that stands between is reached with the same question.
    let stage = now.link("The whole standing on 23 November 2026");
    assert!(stage.contains("known=now"), "{stage}");
}

#[tokio::test]
async fn a_day_on_which_both_readings_agree_says_so_and_a_wrong_one_is_asked_for_again() {
    let app = TestApp::new().await;
    let home = format!("/enrolments/{}", app.enrolment(AMARA).await);
    let mut amara = app.sign_in(AMARA).await;
    let page = amara.page(&format!("{home}?on={}", today())).await;
    assert!(page.text_of_id("differs").contains("Both readings say the same."), "{}", page.text());
    for (typed, error) in [
        ("2026-11-24", "Enter a day that is not in the future"),
        ("soon", "Enter the day as a real date, like 27 March 2026"),
    ] {
        let page = amara.page(&format!("{home}?on={typed}")).await;
        assert_eq!(page.errors(), [error]);
        assert!(
            page.html().contains("<title>Error: Where you stood"),
            "the title does not say that something is wrong"
        );
        assert_eq!(page.form("Show that day").value("on").as_deref(), Some(typed));
        let node = amara.page(&format!("{home}/nodes/{ELEMENT}?on={typed}")).await;
        assert_eq!(node.errors(), [error]);
        assert!(node.html().contains("<title>Error: "), "the title does not say that something is wrong");
    }
    // Without a day it is the page of today.
    assert!(amara.page(&format!("{home}?on=")).await.says("You are on the Foundation stage"));
}

#[tokio::test]
async fn a_past_day_shows_a_provider_no_more_than_today() {
    let app = TestApp::new().await;
    let home = corrected_later(&app).await;
    let page = app.sign_in(OWEN).await.page(&format!("{home}?on={}", today())).await;
    let differs = page.text_of_id("differs");
    assert!(differs.contains("F06"), "{differs}");
    let outcome = app.sign_in(OWEN).await.page(&format!("{home}/nodes/segment-4-foundation?on={}", today())).await;
    assert!(outcome.says("Only the trainee, the employer and the body see"), "{}", outcome.text());
    assert!(!outcome.text_in("main").contains("Met since"), "{}", outcome.text());
}
