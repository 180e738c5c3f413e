//! The page of one part of a framework, as it stands for one person, and the plan.

use crate::steps;
use tests::people::{AMARA, DANA, INES, MINA, OWEN, SOL};
use tests::{Page, TestApp};

async fn node(app: &TestApp, who: &str, node: &str) -> Page {
    let path = format!("/enrolments/{}/nodes/{node}", app.enrolment(AMARA).await);
    app.sign_in(who).await.page(&path).await
}

#[tokio::test]
async fn a_stage_says_what_is_missing_first_folds_what_is_met_and_lists_its_keys_once() {
    let app = TestApp::new().await;
    let page = node(&app, AMARA, "foundation").await;
    let why = page.text_of_id("why");
    let (missing, met) = (why.find("F06").unwrap(), why.find("F01").unwrap());
    assert!(missing < met, "{why}");
    assert!(why.contains("6 met"), "{why}");
    let facts = page.text_of_id("facts");
    assert!(facts.starts_with("About this stage") && facts.contains("Description"), "{facts}");
    assert!(!facts.contains("F01"), "the keys are told above: {facts}");
    let outside = page.links().into_iter().filter(|(_, href)| href.starts_with("https://"));
    assert!(outside.count() > 0, "{facts}");
    // Who may not know how the work stands is told the rules instead.
    let facts = node(&app, OWEN, "foundation").await.text_of_id("facts");
    assert!(facts.contains("Employer key"), "{facts}");
}

#[tokio::test]
async fn the_employers_key_is_not_yet_turned_where_a_part_of_it_is_there() {
    let app = TestApp::new().await;
    let why = node(&app, AMARA, "foundation").await.text_of_id("why");
    assert!(why.contains("Not yet The employer’s key is not turned: 8 of 9 outcomes"), "{why}");
}

#[tokio::test]
async fn a_trainee_reads_with_whom_an_assessment_is_sat_and_what_to_do_without_a_provider() {
    let app = TestApp::new().await;
    let page = node(&app, AMARA, "F06").await;
    let told = "You sit this with Northgate Law School. They record the result, and a colleague there confirms it.";
    assert!(page.says(told), "{}", page.text());
    assert!(!node(&app, INES, "F06").await.says("You sit"), "it is for the trainee");
    assert!(!node(&app, AMARA, "F01").await.says("You sit"), "it is passed");
    let end = "UPDATE registration SET until_on = from_on WHERE enrolment_id = $1";
    app.execute(end, [app.enrolment(AMARA).await.into()]).await.unwrap();
    let page = node(&app, AMARA, "F06").await;
    assert!(page.says("No training provider is noted for you."), "{}", page.text());
}

#[tokio::test]
async fn what_was_asked_for_waits_and_is_not_open_and_unpublished_is_said_once() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::show_competence(&app).await;
    let open = node(&app, AMARA, "foundation-verification").await;
    let tags = |page: &Page| {
        let text = page.text_in("main");
        (text.contains(" Open "), text.contains(" Waiting "))
    };
    assert_eq!(tags(&open), (true, false), "{}", open.text());
    assert_eq!(open.text_of_id("facts").matches("Unpublished").count(), 1);
    steps::ask_to_verify(&app, &mut app.sign_in(AMARA).await).await;
    let asked = node(&app, AMARA, "foundation-verification").await;
    assert_eq!(tags(&asked), (false, true), "{}", asked.text());
}

#[tokio::test]
async fn a_plan_speaks_to_its_trainee_and_of_them_to_others() {
    let app = TestApp::new().await;
    let path = format!("/enrolments/{}/plan?to=cilex-paralegal", app.enrolment(AMARA).await);
    let own = app.sign_in(AMARA).await.page(&path).await;
    assert!(own.says("steps, in an order that works."), "{}", own.text());
    let whose = |page: &Page| page.text_in("main").contains("Trainee");
    assert!(own.says(" You ") && !whose(&own), "{}", own.text());
    let ines = app.sign_in(INES).await.page(&path).await;
    assert!(whose(&ines) && !ines.says(" You "), "{}", ines.text());
}

#[tokio::test]
async fn how_each_outcome_of_a_portfolio_stands_is_said_once() {
    let app = TestApp::new().await;
    for who in [AMARA, INES] {
        let page = node(&app, who, "foundation-experience").await;
        let text = page.text_in("main");
        for outcome in ["Impact and communication, seen at work", "Trust, seen at work"] {
            assert!(page.text_of_id("outcomes").contains(outcome), "{who}: {text}");
            assert!(!page.text_of_id("why").contains(outcome), "{who}: {text}");
        }
        assert!(!text.contains("is still to be done"), "{who}: {text}");
    }
}

#[tokio::test]
async fn experience_leads_to_the_work_wherever_it_is_missing() {
    let app = TestApp::new().await;
    let id = app.enrolment(MINA).await;
    let (mut mina, mut sol, mut dana) = (app.sign_in(MINA).await, app.sign_in(SOL).await, app.sign_in(DANA).await);
    let node = format!("/enrolments/{id}/nodes/qualifying-work-experience");
    let (work, new) = (format!("/enrolments/{id}/experience"), format!("/enrolments/{id}/experience/new"));
    let home = mina.page("/home").await;
    assert!(home.says("0 of 730 days. Record the work, and your employer confirms it."), "{}", home.text());
    assert_eq!(home.link("Qualifying work experience"), work);
    let page = mina.page(&node).await;
    assert_eq!((page.link("Record work"), page.link("Your work")), (new, work.clone()));
    let page = sol.page(&node).await;
    assert_eq!(page.link("The work"), work);
    assert!(!page.has_link("Record work"));
    // A provider reads how it stands, and not what was done.
    assert!(!dana.page(&node).await.has_link("The work"));
    // What nothing else asks for is a record for oneself, and said to be.
    let home = mina.page("/home").await;
    assert!(home.says("You need this stage for no other one and for no status"), "{}", home.text());
    let amara = app.sign_in(AMARA).await.page("/home").await;
    assert!(!amara.says("for no status"), "{}", amara.text());
}
