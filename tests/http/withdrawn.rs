//! A confirmation of work that was given by mistake is withdrawn, and who saw the work may confirm it though they supervise no more.

use crate::experience::{
    QWE, ago, confirm, experience, mina_records, open_request, recording, records_weeks, spell_of,
};
use crate::steps::state_of_in;
use tests::people::{AMARA, HUGO, INES, JONAS, KARIM, MINA, PRIYA, RUTH, SOL};
use tests::{Page, TestApp, Visitor};

const WHY: &str = "These were the weeks of somebody else.";

async fn withdraw(who: &mut Visitor, request: &str) -> Page {
    let question = who.page(request).await.link("Withdraw this confirmation");
    let form = who.page(&question).await.form("Withdraw the confirmation").fill("reason", WHY);
    who.submit(form).await.must_say("The confirmation is withdrawn.")
}

/// Mina works for another employer too.
async fn works_too(app: &TestApp, employer: &str) {
    let mut sol = app.sign_in(SOL).await;
    let page = format!("/enrolments/{}/employers-and-providers", app.enrolment(MINA).await);
    let employer = app.organisation(employer).await.to_string();
    let form = sol.page(&page).await.form("Add employer").fill("employer", &employer).fill("job_title", "Paralegal");
    sol.submit(form.fill("employed_from", &ago(30))).await.must_say("works for");
}

async fn told_of_the_withdrawal(who: &mut Visitor, request: &str) {
    let page = who.page(request).await;
    assert!(page.says("Karim Daoud withdrew the confirmation of work from") && page.says(WHY), "{}", page.text());
}

#[tokio::test]
async fn what_was_confirmed_by_mistake_counts_no_longer_and_can_be_asked_about_again() {
    let app = TestApp::new().await;
    let (mut mina, mut karim) = (app.sign_in(MINA).await, app.sign_in(KARIM).await);
    mina_records(&app, &mut mina, (390, 20)).await;
    let (request, spell, list) = (open_request(&app).await, spell_of(&app).await, experience(&app, MINA).await);
    assert!(!karim.page(&request).await.has_link("Withdraw this confirmation"));
    confirm(&mut karim, &request).await;
    assert!(mina.page(&list).await.says("371 of 730 days"));
    // A reason is needed, and nothing is withdrawn without one.
    let question = karim.page(&format!("{request}/withdrawal")).await;
    let readers = "The trainee and their professional body read it, and so do whoever signed it, the trainee’s supervisors and the administrators of this employer.";
    assert!(question.says(readers), "{}", question.text());
    let form = question.form("Withdraw the confirmation");
    assert_eq!(karim.submit(form).await.page.errors(), ["Enter the reason"]);
    assert!(mina.page(&list).await.says("371 of 730 days"));
    let page = withdraw(&mut karim, &request).await;
    assert!(page.says(WHY) && page.says("Withdrawn") && page.says("Confirmed"), "{}", page.text());
    assert!(!page.has_link("Withdraw this confirmation"));
    // The trainee reads it on the first page and at the work, and nothing counts.
    let home = mina.page("/home").await;
    assert!(home.says("Karim Daoud withdrew the confirmation on") && home.says(WHY), "{}", home.text());
    let page = mina.page(&spell).await;
    assert!(page.says("Confirmation withdrawn") && page.says(WHY) && page.has_link("Take it out"), "{}", page.text());
    assert!(mina.page(&list).await.says("0 of 730 days"));
    let node = format!("/enrolments/{}/nodes/{QWE}", app.enrolment(MINA).await);
    let reasons = mina.page(&node).await;
    assert!(reasons.says("withdrawn on") && reasons.says("not confirmed yet"), "{}", reasons.text());
    // It is asked about again, and counts once more.
    let form = mina.page(&spell).await.form("to confirm it");
    mina.submit(form).await.must_say("Mersey Street Legal is asked to confirm it.");
    assert!(!mina.page("/home").await.says("withdrew the confirmation"));
    // Who answers now reads that it was withdrawn, by whom and why.
    told_of_the_withdrawal(&mut karim, &open_request(&app).await).await;
    confirm(&mut karim, &open_request(&app).await).await;
    assert!(mina.page(&list).await.says("371 of 730 days"));
    assert_eq!(state_of_in(&app, MINA, QWE).await, "in_progress");
    let record = format!("/enrolments/{}/record", app.enrolment(MINA).await);
    let story = mina.page(&record).await;
    assert!(story.says("The confirmation of work was withdrawn: for Mersey Street Legal") && story.says(WHY));
    // Who reads what was signed reads on the page of the record and in its export why it was withdrawn; nobody else does in either.
    for (reader, is_told) in [(MINA, true), (SOL, true), (KARIM, true), (HUGO, false)] {
        if !is_told {
            works_too(&app, "Tidewater Legal").await;
        }
        let mut reader = app.sign_in(reader).await;
        assert_eq!(reader.page(&record).await.says(WHY), is_told);
        let export: serde_json::Value =
            serde_json::from_slice(&reader.get(&format!("{record}.json")).await.bytes).unwrap();
        let reasons = export["reasons"]["withdrawn_signatures"].as_object().unwrap();
        assert_eq!(reasons.values().any(|why| why == WHY), is_told, "{export}");
        assert_eq!(export["experience"].to_string().contains(WHY), is_told);
        // Nor is anybody named who stands in what they may not read.
        assert_eq!(export["facts"]["people"].to_string().contains("Karim Daoud"), is_told, "{}", export["facts"]);
    }
    app.must_be_as_events_made_it().await;
    crate::chapter_file::must_equal_rows(&app).await;
}

#[tokio::test]
async fn what_was_withdrawn_is_taken_out_and_its_days_are_free() {
    let app = TestApp::new().await;
    let (mut mina, mut karim) = (app.sign_in(MINA).await, app.sign_in(KARIM).await);
    mina_records(&app, &mut mina, (300, 100)).await;
    let request = open_request(&app).await;
    confirm(&mut karim, &request).await;
    withdraw(&mut karim, &request).await;
    let question = mina.page(&spell_of(&app).await).await.link("Take it out");
    let form = mina.page(&question).await.form("Take it out");
    mina.submit(form).await.must_say("It is taken out.");
    assert!(!mina.page("/home").await.says("withdrew the confirmation"));
    mina_records(&app, &mut mina, (250, 100)).await;
    told_of_the_withdrawal(&mut karim, &open_request(&app).await).await;
    // A second time there is nothing to withdraw.
    let answer = karim.send(&format!("{request}/withdrawal"), &[("reason", "Again.")]).await;
    karim.follow(answer).await.must_say("Karim Daoud withdrew it already");
    app.must_be_as_events_made_it().await;
    crate::chapter_file::must_equal_rows(&app).await;
}

#[tokio::test]
async fn only_the_employer_withdraws_it_and_only_what_was_confirmed() {
    let app = TestApp::new().await;
    let (mut mina, mut karim) = (app.sign_in(MINA).await, app.sign_in(KARIM).await);
    mina_records(&app, &mut mina, (300, 100)).await;
    let request = open_request(&app).await;
    let withdrawal = format!("{request}/withdrawal");
    let answer = karim.send(&withdrawal, &[("reason", WHY)]).await;
    karim.follow(answer).await.must_say("There is nothing to withdraw: nobody has signed it.");
    confirm(&mut karim, &request).await;
    for stranger in [MINA, SOL, PRIYA, RUTH, INES] {
        let mut stranger = app.sign_in(stranger).await;
        let before = app.contents().await;
        assert_eq!(stranger.get(&withdrawal).await.status, 404);
        assert_eq!(stranger.send(&withdrawal, &[("reason", WHY)]).await.status, 404);
        assert_eq!(app.contents().await, before);
    }
    // Who reads the work at the employer finds the way there.
    let spell = spell_of(&app).await;
    assert_eq!(karim.page(&spell).await.link("Withdraw this confirmation"), withdrawal);
    for other in [MINA, SOL] {
        assert!(!app.sign_in(other).await.page(&spell).await.has_link("Withdraw this confirmation"));
    }
    // The employment has ended: it is the employer's all the same.
    let people = karim.page(&format!("/enrolments/{}/supervision", app.enrolment(MINA).await)).await;
    let form = karim.page(&people.link("End this employment")).await.form("End the employment");
    karim.submit(form).await.must_say("The employment is ended.");
    withdraw(&mut karim, &request).await;
}

#[tokio::test]
async fn what_was_known_before_the_withdrawal_is_read_as_it_was_known() {
    let app = TestApp::new().await;
    let (mut mina, mut karim) = (app.sign_in(MINA).await, app.sign_in(KARIM).await);
    mina_records(&app, &mut mina, (390, 20)).await;
    let request = open_request(&app).await;
    confirm(&mut karim, &request).await;
    app.pass(chrono::Duration::days(3));
    let (mut mina, mut karim) = (app.sign_in(MINA).await, app.sign_in(KARIM).await);
    withdraw(&mut karim, &request).await;
    let node = format!("/enrolments/{}/nodes/{QWE}", app.enrolment(MINA).await);
    let on = tests::today();
    let then = mina.page(&format!("{node}?on={on}&known=then")).await.text();
    let now = mina.page(&format!("{node}?on={on}&known=now")).await.text();
    assert!(then.contains("371 of 730 days"), "{then}");
    assert!(!now.split_once("What differs").map_or(now.as_str(), |(read, _)| read).contains("371 of 730"), "{now}");
}

#[tokio::test]
pub async fn who_supervised_in_the_days_of_the_work_confirms_it_after_the_supervision_has_ended() {
    let app = TestApp::new().await;
    let (mut amara, mut priya) = (app.sign_in(AMARA).await, app.sign_in(PRIYA).await);
    let enrolment = app.enrolment(AMARA).await;
    let ask = async |amara: &mut Visitor, days| {
        let form = recording(&app, amara, AMARA, days).await.fill("hours", "10").fill("hours_of", "week");
        records_weeks(amara, form).await.must_say("Hale & Partners is asked to confirm it.");
        open_request(&app).await
    };
    let end = async |priya: &mut Visitor, who: &str, day: &str| {
        let list = priya.page(&format!("/enrolments/{enrolment}/supervision")).await;
        let form = priya.page(&list.link(&format!("End the supervision by {who}"))).await.form("End the supervision");
        priya
            .submit(form.fill("over_from", day).fill("reason", "She moved."))
            .await
            .must_say("The supervision has ended.")
    };
    let saw = ask(&mut amara, (300, 200)).await;
    end(&mut priya, "Ruth Hale", &tests::today().to_string()).await;
    end(&mut priya, "Jonas Brandt", &ago(10)).await;
    let (mut ruth, mut jonas) = (app.sign_in(RUTH).await, app.sign_in(JONAS).await);
    assert!(ruth.page("/queue").await.says("Confirm the work"));
    assert_eq!(ruth.get(&format!("/enrolments/{enrolment}")).await.status, 404);
    confirm(&mut ruth, &saw).await;
    withdraw(&mut ruth, &saw).await;
    // Of work that began after the supervision had ended there is nothing that Jonas saw.
    let later = ask(&mut amara, (10, 5)).await;
    assert_eq!(jonas.get(&later).await.status, 404);
    assert!(!jonas.page("/queue").await.says("Confirm the work"));
    assert!(ruth.page("/queue").await.says("Confirm the work"));
    // Nor is it theirs who are supervisors there no more.
    let membership = "UPDATE membership SET until_on = $1 WHERE person_id = $2";
    app.execute(membership, [tests::today().into(), app.person(RUTH).await.into()]).await.unwrap();
    assert_eq!(app.sign_in(RUTH).await.get(&later).await.status, 404);
}

#[tokio::test]
async fn whoever_signed_reads_in_the_queue_that_somebody_else_withdrew_it() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth, mut priya) =
        (app.sign_in(AMARA).await, app.sign_in(RUTH).await, app.sign_in(PRIYA).await);
    let mut signed = Vec::new();
    for days in [(300, 200), (190, 180)] {
        let form = recording(&app, &mut amara, AMARA, days).await.fill("hours", "10").fill("hours_of", "week");
        records_weeks(&mut amara, form).await.must_say("Hale & Partners is asked to confirm it.");
        let request = open_request(&app).await;
        confirm(&mut ruth, &request).await;
        signed.push(request);
    }
    // What one withdraws oneself is no news.
    withdraw(&mut ruth, &signed[1]).await;
    assert!(!ruth.page("/queue").await.says("Withdrawn since you signed it"));
    withdraw(&mut priya, &signed[0]).await;
    let queue = ruth.page("/queue").await;
    assert!(queue.says("Priya Nair withdrew your confirmation on") && queue.says(WHY), "{}", queue.text());
    assert_eq!(queue.text().matches("withdrew your confirmation").count(), 1, "{}", queue.text());
    assert!(queue.says("Amara Osei") && queue.says("You need to do nothing"), "{}", queue.text());
    for other in [PRIYA, JONAS] {
        assert!(!app.sign_in(other).await.page("/queue").await.says("withdrew your confirmation"), "{other}");
    }
    app.pass(chrono::Duration::days(31));
    assert!(!app.sign_in(RUTH).await.page("/queue").await.says("withdrew your confirmation"));
}

/// What is news is news until it is answered, and leads to what there is now.
#[tokio::test]
async fn a_withdrawal_is_no_news_once_the_work_is_signed_anew() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth, mut priya) =
        (app.sign_in(AMARA).await, app.sign_in(RUTH).await, app.sign_in(PRIYA).await);
    let form = recording(&app, &mut amara, AMARA, (300, 200)).await.fill("hours", "10").fill("hours_of", "all");
    amara.submit(form).await.must_say("Hale & Partners is asked to confirm it.");
    let first = open_request(&app).await;
    confirm(&mut ruth, &first).await;
    withdraw(&mut priya, &first).await;
    assert_eq!(ruth.page("/queue").await.link("See what you signed"), first);
    let form = amara.page(&spell_of(&app).await).await.form("to confirm it");
    amara.submit(form).await.must_say("is asked to confirm it.");
    let second = open_request(&app).await;
    assert_eq!(ruth.page("/queue").await.link("See the request that followed"), second);
    confirm(&mut ruth, &second).await;
    assert!(!ruth.page("/queue").await.says("Withdrawn since you signed it"));
    // That one may be withdrawn too.
    withdraw(&mut priya, &second).await;
    let queue = ruth.page("/queue").await;
    assert_eq!(queue.text().matches("withdrew your confirmation").count(), 1, "{}", queue.text());
    assert_eq!(queue.link("See what you signed"), second);
}
