//! What comes last is said by a number given under the record's lock, by no clock and no id: two servers have two clocks.

use crate::steps;
use chrono::Duration;
use serde_json::Value;
use tests::people::{AMARA, DANA, INES, JONAS, OWEN, PRIYA, RUTH};
use tests::{TestApp, Visitor};

/// How far the clock of the other server is behind.
fn behind() -> Duration {
    Duration::seconds(2)
}

/// What was done last in Amara's record, by the code of the act.
async fn last_act(app: &TestApp, amara: &mut Visitor) -> String {
    let enrolment = app.enrolment(AMARA).await;
    let record = amara.get(&format!("/enrolments/{enrolment}/record.json")).await;
    let record: Value = serde_json::from_slice(&record.bytes).unwrap();
    let story = record["story"].as_array().unwrap();
    story.last().unwrap()["act"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_claim_that_was_sent_again_by_the_slower_clock_is_with_the_supervisor() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let back = amara.page(&claim).await.form("Take it back");
    amara.submit(back).await.must_say("The claim is yours again");

    let mut slower = app.sign_in_behind(AMARA, behind()).await;
    steps::send(&app, &mut slower, &claim, RUTH).await.must_say("Sent to Ruth Hale");
    for visitor in [&mut amara, &mut slower] {
        let page = visitor.page(&claim).await;
        assert!(page.says("for the second time") && page.says("With Ruth Hale since"), "{}", page.text());
        assert!(page.find_form("Take it back").is_some(), "{}", page.text());
        assert_eq!(last_act(&app, visitor).await, "requested_signature");
    }
    let request = steps::open_request(&app, &claim).await;
    let mut ruth = app.sign_in_behind(RUTH, behind() + behind()).await;
    steps::find_met(&mut ruth, &request).await.must_say("Signed as met.");
    assert!(amara.page(&claim).await.says("It is signed and locked."));
    assert_eq!(steps::state_of(&app, steps::LAST_OUTCOME).await, "met");
    app.must_be_as_events_made_it().await;
}

/// Ids are names: one made by a clock that is behind is smaller than the one before.
#[tokio::test]
async fn the_last_request_is_the_one_of_the_highest_round_whatever_its_id() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let back = amara.page(&claim).await.form("Take it back");
    amara.submit(back).await.must_say("The claim is yours again");
    let again = "INSERT INTO signing_request (id, enrolment_id, trainee_id, subject, node, claim_id, round, employer_id, person_id, shown, shown_sha256, happened_from, happened_until, sent_at, sent_on, is_open)
        SELECT '00000000-0000-7000-8000-000000000001', enrolment_id, trainee_id, subject, node, claim_id, 2, employer_id, person_id, shown, shown_sha256, happened_from, happened_until, sent_at, sent_on, $2
        FROM signing_request WHERE claim_id = $1";
    app.execute(again, [claim[8..].into(), true.into()]).await.unwrap();
    assert!(amara.page(&claim).await.says("With the supervisor"));
    let list = amara.page("/claims").await;
    let row = list.rows().into_iter().find(|row| row.contains("With the supervisor"));
    assert!(row.is_some(), "{}", list.text());
}

#[tokio::test]
async fn a_correction_by_the_slower_clock_stands() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, steps::LAST_ELEMENT).await;
    steps::record(&mut dana, &sitting, &enrolment, "fail").await.must_say("1 result is recorded.");
    let mut slower = app.sign_in_behind(DANA, behind()).await;
    let page = slower.page(&sitting).await;
    let form = slower.page(&page.link("Correct")).await.form("Correct the result");
    let form = form.fill("outcome", "pass").fill("reason", "Marked again.");
    slower.submit(form).await.must_say("The correction of");
    let mut owen = app.sign_in(OWEN).await;
    let page = owen.page(&sitting).await;
    let history = owen.page(&page.link("See history")).await.text();
    let places = ["Not passed: recorded", " Passed: corrected"].map(|words| history.find(words));
    assert!(places[0].is_some() && places[0] < places[1], "{history}");
    steps::confirm(&mut owen, &sitting).await.must_say("confirmed");
    assert_eq!(steps::state_of(&app, steps::LAST_ELEMENT).await, "met");
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn an_application_that_was_made_again_by_the_slower_clock_is_the_one_that_counts() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::turn_employers_key(&app).await;
    let mut amara = app.sign_in(AMARA).await;
    let first = steps::apply(&app, &mut amara).await;
    let mut ines = app.sign_in(INES).await;
    let form = ines.page(&first).await.form("Decide");
    let form = form.fill("decision", "decline").fill("reason", "Name another employer.");
    ines.submit(form).await;
    let mut slower = app.sign_in_behind(AMARA, behind()).await;
    let again = steps::apply(&app, &mut slower).await;
    assert_ne!(again, first);
    let home = amara.page("/home").await;
    assert!(!home.says("Answer on your application"), "{}", home.text());
    assert_eq!(last_act(&app, &mut amara).await, "applied");
    app.must_be_as_events_made_it().await;
}

/// Names stand in the order of the alphabet, and small letters not after all capitals.
#[tokio::test]
async fn names_stand_in_the_order_of_the_alphabet_wherever_they_are_read() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    for name in ["Zeta LLP", "alpha LLP", "Ébène LLP"] {
        let form = ines.page("/organisations").await.form("Add organisation");
        let form = form.fill("name", name).fill("kind", "employer");
        ines.submit(form).await.must_say(name);
    }
    let in_order = |text: &str| {
        let places = ["alpha LLP", "Ébène LLP", "Zeta LLP"].map(|name| text.find(name).unwrap_or(usize::MAX));
        assert!(places.is_sorted() && places[2] < usize::MAX, "{text}");
    };
    in_order(&ines.page("/organisations").await.text());
    in_order(&ines.page("/enrolments/new").await.text());
    let enrolment = app.enrolment(AMARA).await;
    in_order(&ines.page(&format!("/enrolments/{enrolment}/employers-and-providers")).await.text());
    // People of an organisation, who may supervise, and whom one may ask.
    let people = "UPDATE person SET name = $1 WHERE email = $2";
    for (name, email) in [("alpha Jonas", JONAS), ("Zeta Ruth", RUTH), ("Ébène Priya", PRIYA)] {
        app.execute(people, [name.into(), email.into()]).await.unwrap();
    }
    let hale = ines.page("/organisations").await.link("Hale & Partners");
    let text = ines.page(&hale).await.text();
    let places = ["alpha Jonas", "Ébène Priya", "Zeta Ruth"].map(|name| text.find(name).unwrap());
    assert!(places.is_sorted(), "{text}");
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, steps::LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &claim).await;
    steps::add_text(&mut amara, &claim).await;
    let text = amara.page(&format!("{claim}/sending")).await.text();
    assert!(text.find("alpha Jonas").unwrap() < text.find("Zeta Ruth").unwrap(), "{text}");
    let mut priya = app.sign_in(PRIYA).await;
    for name in ["Zeta Person", "alpha Person"] {
        let form = priya.page(&hale).await.form("Make an invitation link").fill("name", name);
        let form = form.fill("email", &format!("{}@hale.example", &name[..4])).fill("role", "supervisor");
        priya.submit(form).await.must_say("is invited.");
    }
    let text = priya.page(&hale).await.text_of_id("invited");
    assert!(text.find("alpha Person").unwrap() < text.find("Zeta Person").unwrap(), "{text}");
}
