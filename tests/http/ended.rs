//! An enrolment that was made by mistake, or whose trainee has left: after its end nothing new comes to it, what was before stays, and
//! the end can be taken back.

use crate::chapter_file;
use crate::imports::bring;
use crate::steps::{self, state_of_in};
use chrono::{Days, NaiveDate};
use tests::people::{AMARA, DANA, INES, LEO, NADIA, OWEN, PIET, PRIYA, RUTH, SOL};
use tests::{Form, Page, TestApp, Visitor, today};

const WHY: &str = "He told us that he gives the course up.";
const ENDED: &str = "This enrolment has ended: nothing can be signed, claimed, recorded or conferred on it any more.";

fn ago(days: u64) -> NaiveDate {
    today() - Days::new(days)
}

/// The form that ends an enrolment, with a reason.
pub async fn ending(who: &mut Visitor, enrolment: &str, why: &str) -> Form {
    let question = who.page(enrolment).await.link("End the enrolment");
    let form = who.page(&question).await.form("End the enrolment");
    form.fill("ended_as", why).fill("reason", WHY)
}

/// Ends an enrolment, from a day on.
pub async fn end(app: &TestApp, enrolment: &str, (why, from): (&str, NaiveDate)) -> Page {
    let mut ines = app.sign_in(INES).await;
    let form = ending(&mut ines, enrolment, why).await.fill("over_from", &from.to_string());
    ines.submit(form).await.must_say("has ended. What was before stays.")
}

/// Takes the end back; what is said then.
async fn take_back(app: &TestApp, enrolment: &str) -> Page {
    let mut ines = app.sign_in(INES).await;
    let question = ines.page(enrolment).await.link("Take the end back");
    let form = ines.page(&question).await.form("Take the end back").fill("reason", "He comes back.");
    ines.submit(form).await.page
}

/// In which lists of what they are asked for, or of whom, others find Leo.
async fn lists_with_leo(app: &TestApp) -> Vec<&'static str> {
    let mut found = Vec::new();
    for (who, list) in [
        (RUTH, "/queue"),
        (RUTH, "/trainees"),
        (PRIYA, "/trainees"),
        (DANA, "/candidates"),
        (INES, "/enrolments?waiting=yes"),
        (INES, "/prior-learning"),
    ] {
        if app.sign_in(who).await.page(list).await.says("Leo Fenn") {
            found.push(list);
        }
    }
    let waits = app.sign_in(OWEN).await.page("/sittings").await;
    if waits.says("for your confirmation") {
        found.push("/sittings");
    }
    found
}

#[tokio::test]
async fn who_ends_an_enrolment_says_why_and_from_when() {
    let app = TestApp::new().await;
    let enrolment = format!("/enrolments/{}", app.enrolment(LEO).await);
    let mut ines = app.sign_in(INES).await;
    let question = ines.page(&enrolment).await.link("End the enrolment");
    let page = ines.page(&question).await;
    assert!(page.says("End the enrolment of Leo Fenn?") && page.says("What was before stays"), "{}", page.text());
    let before = app.contents().await;
    let tomorrow = (today() + Days::new(1)).to_string();
    let form = page.form("End the enrolment").fill("over_from", &tomorrow);
    let wrong = ines.submit(form).await.page;
    assert_eq!(wrong.errors(), ["Choose why it ends", "Enter today or an earlier day", "Enter the reason"]);
    assert_eq!(wrong.form("End the enrolment").value("over_from"), Some(tomorrow));
    let early = ending(&mut ines, &enrolment, "left").await.fill("over_from", "2001-01-01");
    let early = ines.submit(early).await.page.errors();
    assert!(early[0].starts_with("Enter a day from ") && early[0].ends_with(" on: it began then"), "{early:?}");
    assert_eq!(app.contents().await, before);
    // Nobody else, and no registrar their own.
    for other in [LEO, PRIYA, DANA, SOL] {
        let mut other = app.sign_in(other).await;
        for path in [&question, &format!("{question}/taking-back")] {
            assert_eq!(other.get(path).await.status, 404);
            assert_eq!(other.send(path, &[("ended_as", "left"), ("reason", WHY)]).await.status, 404);
        }
    }
    assert_eq!(app.contents().await, before);
    let form = ines.page("/enrolments/new").await.form("Enrol").fill("name", "Piet Larsen").fill("email", PIET);
    let form = form.fill("framework", "cpq 2021-06").fill("from_on", "2026-11-23");
    ines.submit(form).await.must_say("Piet Larsen is enrolled.");
    let own = format!("/enrolments/{}/end", app.enrolment(PIET).await);
    assert_eq!(app.sign_in(PIET).await.get(&own).await.status, 403);
    // Two who end it at once end it once.
    let second = ending(&mut ines, &enrolment, "mistake").await;
    end(&app, &enrolment, ("left", ago(3))).await;
    ines.submit(second).await.must_say("This enrolment has ended already. Nothing was saved.");
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn what_was_before_the_end_stays_to_be_read_and_taken_along() {
    let app = TestApp::new().await;
    let enrolment = format!("/enrolments/{}", app.enrolment(LEO).await);
    let code: String = app.one("SELECT code FROM award WHERE holder = 'Leo Fenn'", []).await;
    let mut leo = app.sign_in(LEO).await;
    let standing = leo.page(&format!("{enrolment}?on={}", ago(5))).await.text();
    end(&app, &enrolment, ("left", ago(3))).await;
    let home = leo.page("/home").await;
    let day = format!("You have left, and it is over from {} on", app::web::words::date(ago(3)));
    assert!(home.says(&day) && home.says(&format!("Reason: {WHY}")), "{}", home.text());
    assert!(home.says(&code) && !home.says("Do next") && !home.has_link("Take the end back"), "{}", home.text());
    // The record tells it, and what was before it; only the trainee and the body read why.
    for (who, reads) in [(LEO, true), (INES, true), (PRIYA, false)] {
        let record = app.sign_in(who).await.page(&format!("{enrolment}/record")).await;
        assert!(
            record.says("The enrolment ended, from 20 November 2026 on: the trainee has left"),
            "{}",
            record.text()
        );
        assert!(record.says("Enrolled on CPQ"), "{}", record.text());
        assert_eq!(record.says(WHY), reads, "{who}");
        assert_eq!(app.sign_in(who).await.page(&enrolment).await.says(WHY), reads, "{who}");
    }
    let exported = leo.get(&format!("{enrolment}/record.json")).await;
    let exported: serde_json::Value = serde_json::from_slice(&exported.bytes).unwrap();
    let ended = serde_json::json!({ "from": ago(3), "as": "left", "reason": WHY });
    assert_eq!(exported["enrolment"]["ended"], ended);
    assert_eq!(exported["waiting"], serde_json::json!([]));
    assert!(!exported["claims"].as_array().unwrap().is_empty());
    // A day before it reads as it did, and one after it says that it was over.
    assert_eq!(leo.page(&format!("{enrolment}?on={}", ago(5))).await.text(), standing);
    assert!(
        leo.page(&format!("{enrolment}?on={}", ago(2))).await.says("the enrolment was over from 20 November 2026 on")
    );
    for path in ["map", "nodes/segment-8-advanced", "experience", "exemptions", "plan"] {
        assert_eq!(leo.get(&format!("{enrolment}/{path}")).await.status, 200, "{path}");
    }
    // Each page about it says so, and the first one itself.
    let notice = format!("This enrolment has ended, over from {} on.", app::web::words::date(ago(3)));
    let claim: String =
        app.one("SELECT MIN(id) FROM claim WHERE enrolment_id = $1", [app.enrolment(LEO).await.into()]).await;
    for path in [format!("/claims/{claim}"), format!("{enrolment}/map"), format!("{enrolment}/nodes/advanced")] {
        for who in [LEO, INES] {
            let page = app.sign_in(who).await.page(&path).await;
            assert!(page.says(&notice) && page.has_link("See why"), "{who}, {path}: {}", page.text());
        }
    }
    assert!(!home.says(&notice) && !leo.page(&enrolment).await.says(&notice));
    let claims = leo.page("/claims").await;
    assert!(!claims.has_link("Claim an outcome") && claims.rows().len() > 5, "{}", claims.text());
    assert!(app.visitor().page(&format!("/check/{code}")).await.says("Leo Fenn"));
    app.must_be_as_events_made_it().await;
    chapter_file::must_equal_rows(&app).await;
}

#[tokio::test]
async fn after_the_end_nobody_is_asked_and_nothing_is_added() {
    let app = TestApp::new().await;
    let id = app.enrolment(LEO).await;
    let enrolment = format!("/enrolments/{id}");
    let there = lists_with_leo(&app).await;
    assert_eq!(there, ["/queue", "/trainees", "/trainees", "/candidates", "/enrolments?waiting=yes", "/sittings"]);
    // Each has the form open that they send afterwards.
    let (mut ruth, mut ines, mut leo) = (app.sign_in(RUTH).await, app.sign_in(INES).await, app.sign_in(LEO).await);
    let claim: String =
        app.one("SELECT claim_id FROM signing_request WHERE is_open AND enrolment_id = $1", [id.clone().into()]).await;
    let request = steps::open_request(&app, &format!("/claims/{claim}")).await;
    let sign = ruth.page(&request).await.form("Sign and send").fill("outcome", "met").fill("comment", "Seen.");
    let begin = leo.page(&format!("/claims/new?enrolment={id}&outcome=segment-7-advanced")).await.form("Begin");
    let work = leo.page(&format!("{enrolment}/experience/new")).await.form("Record");
    let take_back = leo.page(&format!("/claims/{claim}")).await.form("Take it back");
    let mut priya = app.sign_in(PRIYA).await;
    let supervise = priya.page(&format!("{enrolment}/supervision")).await.form("Name supervisor");
    let around = format!("{enrolment}/employers-and-providers");
    let page = ines.page(&around).await;
    let of_ines = vec![page.form("Add employer"), page.form("Add training provider")];
    end(&app, &enrolment, ("left", today())).await;
    let before = app.contents().await;
    let of_leo = vec![begin, work, take_back];
    for (who, forms) in
        [(&mut ruth, vec![sign]), (&mut ines, of_ines), (&mut leo, of_leo), (&mut priya, vec![supervise])]
    {
        for form in forms {
            let action = form.action.clone();
            let answer = who.submit(form).await;
            assert_eq!(answer.status, 403, "{action}: {}", answer.page.text());
            assert!(answer.page.says(ENDED), "{action}: {}", answer.page.text());
        }
    }
    for path in [
        format!("/claims/new?enrolment={id}&outcome=segment-7-advanced"),
        format!("{enrolment}/experience/new"),
        format!("{enrolment}/exemptions/new"),
        format!("{enrolment}/application/{}", steps::STEP_OFF),
        format!("{enrolment}/verification/advanced-verification"),
    ] {
        let answer = leo.get(&path).await;
        assert!(answer.status == 403 && answer.page.says(ENDED), "{path}: {}", answer.page.text());
    }
    assert_eq!(app.contents().await, before);
    assert_eq!(lists_with_leo(&app).await, Vec::<&str>::new());
    // Who reads the request finds why it can't be answered, and no form.
    let page = ruth.page(&request).await;
    assert!(page.says(ENDED) && page.find_form("Sign and send").is_none(), "{}", page.text());
    let page = ines.page(&around).await;
    for part in ["new-employer", "new-provider"] {
        assert!(page.text_of_id(part).contains(ENDED), "{}", page.text());
    }
    let all = app.sign_in(INES).await.page("/enrolments").await;
    assert!(all.rows().iter().any(|row| row.contains("Leo Fenn") && row.contains("Ended 23 November 2026")));
}

#[tokio::test]
async fn an_end_that_is_taken_back_never_was() {
    let app = TestApp::new().await;
    let enrolment = format!("/enrolments/{}", app.enrolment(LEO).await);
    let there = lists_with_leo(&app).await;
    let standing = state_of_in(&app, LEO, "advanced").await;
    end(&app, &enrolment, ("left", ago(3))).await;
    let mut ines = app.sign_in(INES).await;
    let form = ines.page(&format!("{enrolment}/end/taking-back")).await.form("Take the end back");
    assert_eq!(ines.submit(form.clone()).await.page.errors(), ["Enter the reason"]);
    let page = take_back(&app, &enrolment).await;
    assert!(page.says("The enrolment of Leo Fenn goes on."), "{}", page.text());
    assert_eq!(lists_with_leo(&app).await, there);
    assert_eq!(state_of_in(&app, LEO, "advanced").await, standing);
    let home = app.sign_in(LEO).await.page("/home").await;
    assert!(home.says("Do next") && !home.says("has ended"), "{}", home.text());
    let record = ines.page(&format!("{enrolment}/record")).await;
    assert!(
        record.says("The end of the enrolment was taken back: it goes on Reason: He comes back."),
        "{}",
        record.text()
    );
    assert!(record.says(WHY), "{}", record.text());
    // A second time there is nothing to take back.
    ines.submit(form.anew().fill("reason", "Again.")).await.must_say("This enrolment goes on, so there is no end");
    app.must_be_as_events_made_it().await;
    chapter_file::must_equal_rows(&app).await;
}

#[tokio::test]
async fn whose_enrolment_ended_is_enrolled_again_on_the_same_qualification() {
    let app = TestApp::new().await;
    let first = app.enrolment(AMARA).await;
    let mut ines = app.sign_in(INES).await;
    end(&app, &format!("/enrolments/{first}"), ("mistake", today())).await;
    let northgate = app.organisation("Northgate Law School").await.to_string();
    let form = ines.page("/enrolments/new").await.form("Enrol").fill("name", "Amara Osei").fill("email", AMARA);
    let form = form.fill("framework", "cpq 2021-06").fill("from_on", &today().to_string()).fill("provider", &northgate);
    let answer = ines.submit(form).await;
    answer.must_say("Amara Osei is enrolled.");
    let second: String = app.one("SELECT id FROM enrolment WHERE person_id = (SELECT person_id FROM enrolment WHERE id = $1) AND ended_on IS NULL", [first.clone().into()]).await;
    assert_ne!(first, second);
    // The new one leads, and the way to both stands on every page.
    let mut amara = app.sign_in(AMARA).await;
    let home = amara.page("/home").await;
    assert!(home.says("You are on the Foundation stage"), "{}", home.text());
    assert_eq!(home.link("version 2021-06, ended"), format!("/enrolments/{first}"));
    assert!(amara.page(&format!("/enrolments/{first}")).await.says("It was made by mistake, and is over from"));
    // A file with her address means the one that goes on.
    bring(&app, "F01", AMARA).await;
    let of: Vec<String> = app.column("SELECT enrolment_id FROM result r WHERE NOT EXISTS (SELECT 1 FROM result o WHERE o.recorded_at > r.recorded_at)", []).await;
    assert!(of.contains(&second) && !of.contains(&first));
    // Of one version one goes on.
    let page = take_back(&app, &format!("/enrolments/{first}")).await;
    assert!(page.says("Amara Osei is enrolled again on the same version."), "{}", page.text());
    end(&app, &format!("/enrolments/{second}"), ("mistake", today())).await;
    let page = take_back(&app, &format!("/enrolments/{first}")).await;
    assert!(page.says("The enrolment of Amara Osei goes on."), "{}", page.text());
    app.must_be_as_events_made_it().await;
    chapter_file::must_equal_rows(&app).await;
}

/// What waits at the body waits no more either: an application and what is held from before.
#[tokio::test]
async fn the_body_is_not_asked_for_what_waits_of_an_enrolment_that_ended() {
    let app = TestApp::new().await;
    let enrolment = format!("/enrolments/{}", app.enrolment(AMARA).await);
    steps::pass_last_element(&app).await;
    steps::turn_employers_key(&app).await;
    let application = steps::apply(&app, &mut app.sign_in(AMARA).await).await;
    let mut ines = app.sign_in(INES).await;
    let decide = ines.page(&application).await.form("Decide").fill("decision", "confer");
    assert!(ines.page("/applications").await.says("Amara Osei"));
    end(&app, &enrolment, ("left", today())).await;
    assert!(!ines.page("/applications").await.says("Amara Osei"));
    let answer = ines.submit(decide).await;
    assert!(answer.status == 403 && answer.page.says(ENDED), "{}", answer.page.text());
    assert!(ines.page(&application).await.says(ENDED));
    let nadia = format!("/enrolments/{}", app.enrolment(NADIA).await);
    let waits: String = app.one("SELECT id FROM prior_learning WHERE is_open", []).await;
    let waits = format!("/prior-learning/{waits}");
    assert!(ines.page("/prior-learning").await.says("Nadia"), "{waits}");
    end(&app, &nadia, ("left", today())).await;
    let page = ines.page(&waits).await;
    assert!(page.says(ENDED) && page.find_form("Decide").is_none(), "{}", page.text());
    let listed = ines.page("/prior-learning").await;
    assert!(!listed.links().iter().any(|(_, to)| *to == waits), "{}", listed.text());
    app.must_be_as_events_made_it().await;
}

/// Whoever ends it reads before what nobody decides then, and afterwards the way to take the end back.
#[tokio::test]
async fn the_form_that_ends_an_enrolment_says_what_is_left_aside() {
    let app = TestApp::new().await;
    let enrolment = format!("/enrolments/{}", app.enrolment(AMARA).await);
    let mut ines = app.sign_in(INES).await;
    let waits = "This waits on it, and is left aside";
    assert!(!ines.page(&format!("{enrolment}/end")).await.says(waits));
    let claim = steps::sent_claim(&app, &mut app.sign_in(AMARA).await).await;
    let page = ines.page(&format!("{enrolment}/end")).await;
    assert!(page.says(waits) && page.says("Claim: ") && page.says("With Ruth Hale since"), "{}", page.text());
    let request = steps::open_request(&app, &claim).await;
    let mut ruth = app.sign_in(RUTH).await;
    steps::find_met(&mut ruth, &request).await.must_say("Signed as met.");
    end(&app, &enrolment, ("left", today())).await;
    let page = ines.page(&enrolment).await;
    assert_eq!(page.link("take the end back"), format!("{enrolment}/end/taking-back"));
    assert!(!app.sign_in(AMARA).await.page(&enrolment).await.has_link("take the end back"));
    // What is withdrawn then is not sent again.
    let mut priya = app.sign_in(PRIYA).await;
    let question = priya.page(&format!("{request}/withdrawal")).await;
    let told = "The enrolment has ended, so nothing is sent or asked for on it any more.";
    assert!(question.says(told) && !question.says("send it again"), "{}", question.text());
    let form = question.form("Withdraw the decision").fill("reason", "Another trainee’s call.");
    app.pass(chrono::Duration::days(1));
    let mut priya = app.sign_in(PRIYA).await;
    priya.submit(form).await.must_say(told);
    // That is the last change of the claim.
    let claims = app.sign_in(AMARA).await.page(&format!("/claims?enrolment={}", app.enrolment(AMARA).await)).await;
    let on = app::web::words::date(today() + Days::new(1));
    assert!(claims.says(&on), "{}", claims.text());
    assert!(claims.says("This enrolment has ended"), "the address names it: {}", claims.text());
    app.must_be_as_events_made_it().await;
}

/// The reason of one stands in its own record alone.
#[tokio::test]
async fn who_enrols_somebody_again_reads_what_was_before() {
    let app = TestApp::new().await;
    let first = app.enrolment(LEO).await;
    end(&app, &format!("/enrolments/{first}"), ("left", today())).await;
    let mut ines = app.sign_in(INES).await;
    let form = ines.page("/enrolments/new").await.form("Enrol").fill("name", "Leo Fenn").fill("email", LEO);
    let form = form.fill("framework", "cpq 2021-06").fill("from_on", &today().to_string());
    let said = ines.submit(form).await.must_say("They had an enrolment on version 2021-06 before, from ");
    assert!(said.says("What was conferred on it stays: "), "{}", said.text());
    let from: NaiveDate = app.one("SELECT from_on FROM enrolment WHERE id = $1", [first.clone().into()]).await;
    let list = ines.page("/enrolments?q=leo").await;
    assert!(list.says(&format!("from {}", app::web::words::date(from))), "two that ended look alike: {}", list.text());
    let all = "SELECT id FROM enrolment WHERE person_id = (SELECT person_id FROM enrolment WHERE id = $1)";
    let all: Vec<String> = app.column(all, [first.clone().into()]).await;
    let mut leo = app.sign_in(LEO).await;
    for one in all {
        let record = leo.get(&format!("/enrolments/{one}/record.json")).await;
        let text = String::from_utf8(record.bytes).unwrap();
        assert_eq!(text.contains(WHY), one == first, "{text}");
    }
}
