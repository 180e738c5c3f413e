//! Who reads and confirms work: the employer where it was done, and nobody else.

use crate::employers_and_providers::grant;
use crate::experience::{QWE, ago, confirm, experience, mina_records, open_request, recording, spell_of};
use crate::steps::{self, state_of_in};
use tests::TestApp;
use tests::people::{AMARA, DANA, INES, JONAS, KARIM, MINA, OWEN, PRIYA, RUTH, SOL};

#[tokio::test]
async fn an_employer_of_before_confirms_what_was_done_there_and_reads_nothing_else() {
    let app = TestApp::new().await;
    let mut mina = app.sign_in(MINA).await;
    mina_records(&app, &mut mina, (300, 100)).await;
    let enrolment = app.enrolment(MINA).await;
    let mut karim = app.sign_in(KARIM).await;
    let people = karim.page(&format!("/enrolments/{enrolment}/supervision")).await;
    let question = people.link("End this employment");
    let form = karim.page(&question).await.form("End the employment");
    karim.submit(form).await.must_say("The employment is ended.");
    // The request is still there, the record is not.
    assert!(karim.page("/queue").await.says("Confirm the work"));
    let request = open_request(&app).await;
    assert_eq!(karim.get(&format!("/enrolments/{enrolment}")).await.status, 404);
    assert_eq!(karim.get(&experience(&app, MINA).await).await.status, 404);
    confirm(&mut karim, &request).await;
    assert_eq!(state_of_in(&app, MINA, QWE).await, "in_progress");
}

#[tokio::test]
async fn nobody_else_knows_of_it() {
    let app = TestApp::new().await;
    let mut mina = app.sign_in(MINA).await;
    mina_records(&app, &mut mina, (300, 200)).await;
    let (spell, request, list) = (spell_of(&app).await, open_request(&app).await, experience(&app, MINA).await);
    for stranger in [AMARA, DANA, INES, RUTH, JONAS, PRIYA] {
        let mut stranger = app.sign_in(stranger).await;
        for path in [&spell, &request, &list, &format!("{spell}/removal"), &format!("{list}/new")] {
            assert_eq!(stranger.get(path).await.status, 404, "{path}");
        }
    }
    let mut sol = app.sign_in(SOL).await;
    assert_eq!(sol.get(&spell).await.status, 200);
    assert_eq!(sol.get(&list).await.status, 200);
    let answer = sol.post(&request, &[("outcome", "confirmed")]).await;
    assert!(answer.status == 403 || answer.status == 404, "{}", answer.status);
}

#[tokio::test]
async fn an_employer_reads_what_was_done_for_it_alone() {
    let app = TestApp::new().await;
    let (mut amara, mut ines) = (app.sign_in(AMARA).await, app.sign_in(INES).await);
    let enrolment = app.enrolment(AMARA).await;
    let form = ines.page(&format!("/enrolments/{enrolment}/employers-and-providers")).await.form("Add employer");
    let mersey = app.organisation("Mersey Street Legal").await.to_string();
    let form = form.fill("employer", &mersey).fill("job_title", "Paralegal").fill("employed_from", &ago(90));
    ines.submit(form).await.must_say("works for Mersey Street Legal");
    let hale = app.organisation("Hale & Partners").await.to_string();
    let form = recording(&app, &mut amara, AMARA, (300, 200)).await.fill("employer", &hale);
    let form = form.fill("hours", "100").fill("hours_of", "all");
    amara.submit(form).await.must_say("Hale & Partners is asked to confirm it.");
    let (spell, list) = (spell_of(&app).await, experience(&app, AMARA).await);
    let mut karim = app.sign_in(KARIM).await;
    let page = karim.page(&list).await;
    assert!(page.says("No work recorded yet") && !page.says("Hale & Partners"), "{}", page.text());
    assert_eq!(karim.get(&spell).await.status, 404);
    // Neither the reasons, nor the record, nor its export tell of it.
    let node = format!("/enrolments/{enrolment}/nodes/qualifying-experience");
    let record = format!("/enrolments/{enrolment}/record");
    for path in [&node, &record] {
        let page = karim.page(path).await;
        assert!(!page.says("100 h,") && !page.says("Recorded work"), "{path}: {}", page.text());
    }
    let export = String::from_utf8(karim.get(&format!("{record}.json")).await.bytes.to_vec()).unwrap();
    let id = spell.strip_prefix("/experience/").unwrap();
    assert!(!export.contains(id) && !export.contains("Drafting and research"), "{export}");
    let own = String::from_utf8(amara.get(&format!("{record}.json")).await.bytes.to_vec()).unwrap();
    assert!(own.contains(id) && own.contains("Drafting and research"), "{own}");
    let page = amara.page(&node).await;
    assert!(page.says("at Hale & Partners, 100 h, not confirmed yet"), "{}", page.text());
    // A provider reads how the stage stands, and nothing of the work.
    let mut dana = app.sign_in(DANA).await;
    let page = dana.page(&node).await;
    assert!(page.says("Only the trainee, the employer and the body see") && !page.says("100 h"), "{}", page.text());
    assert_eq!(karim.get(&open_request(&app).await).await.status, 404);
    let mut priya = app.sign_in(PRIYA).await;
    assert!(priya.page(&list).await.says("With the employer"));
    confirm(&mut priya, &open_request(&app).await).await;
}

#[tokio::test]
async fn an_employer_without_people_is_said_to_have_none() {
    let app = TestApp::new().await;
    let mut mina = app.sign_in(MINA).await;
    let mersey = app.organisation("Mersey Street Legal").await.to_string();
    app.execute("UPDATE membership SET until_on = from_on WHERE organisation_id = $1", [mersey.into()]).await.unwrap();
    let form = recording(&app, &mut mina, MINA, (300, 100)).await;
    mina.submit(form)
        .await
        .must_say("nobody of Mersey Street Legal has an account yet. Ask SRA to invite its administrator.");
}

#[tokio::test]
async fn who_confirmed_results_of_the_stage_does_not_confirm_its_work_nor_the_other_way_round() {
    let app = TestApp::new().await;
    let mut mina = app.sign_in(MINA).await;
    mina_records(&app, &mut mina, (390, 20)).await;
    let request = open_request(&app).await;
    grant(&app, OWEN, "Mersey Street Legal", "employer_admin").await;
    grant(&app, SOL, "Mersey Street Legal", "employer_admin").await;
    // Of a stage that nobody verifies the work turns the employer's key.
    let enrolment = app.enrolment(MINA).await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting_of(&mut dana, "sqe 2021-09 FLK1").await;
    steps::record(&mut dana, &sitting, &enrolment, "pass").await.must_say("1 result is recorded.");
    let mut owen = app.sign_in(OWEN).await;
    steps::confirm(&mut owen, &sitting).await.must_say("1 result is confirmed and counts.");
    let page = owen.page(&request).await;
    assert!(page.find_form("Sign and send").is_none(), "{}", page.text());
    assert!(page.says("You confirmed results of this stage."), "{}", page.text());
    // Who confirmed the work confirms no result, and decides nothing that rests on it.
    let mut sol = app.sign_in(SOL).await;
    confirm(&mut sol, &request).await;
    grant(&app, SOL, "Northgate Law School", "officer").await;
    let sitting = steps::add_sitting_of(&mut dana, "sqe 2021-09 FLK2").await;
    steps::record(&mut dana, &sitting, &enrolment, "pass").await.must_say("1 result is recorded.");
    let page = sol.page(&sitting).await;
    assert!(page.find_form("Confirm the selected").is_none() && page.says("Waits for a colleague"), "{}", page.text());
}
