//! A registrar corrects the name by which their body knows a person.

use crate::{exemptions, steps};
use chrono::Days;
use tests::people::{AMARA, DANA, INES, KARIM, LEO, PIET, PRIYA, SOL, TOMAS};
use tests::{TestApp, today};

#[tokio::test]
pub async fn a_corrected_name_stands_in_the_record_from_its_day_and_the_account_keeps_its_own() {
    let app = TestApp::new().await;
    let enrolment = format!("/enrolments/{}", app.enrolment(LEO).await);
    let code: String = app.one("SELECT code FROM award WHERE holder = 'Leo Fenn'", []).await;
    let mut ines = app.sign_in(INES).await;
    let page = ines.page(&enrolment).await.link("Name");
    let form = ines.page(&page).await.form("Correct the name");
    assert_eq!(form.value("name").as_deref(), Some("Leo Fenn"));
    assert_eq!(form.value("from_on"), Some(today().to_string()));
    let wrong = ines.submit(form.clone().fill("from_on", "2026-11-24")).await.page;
    let both = ["Enter another name: the record has this one already", "Enter a day that is not in the future"];
    assert_eq!(wrong.errors(), both);
    let form = form.fill("name", "Leo Fenn-Okafor").fill("from_on", "2026-03-01");
    // From an earlier day on it changes what was known then.
    let without = ines.submit(form.clone().anew()).await.page;
    assert_eq!(without.errors(), ["Enter why it is an earlier day"]);
    let form = form.fill("reason", "Married in March.");
    ines.submit(form.anew()).await.must_say("The record has the name Leo Fenn-Okafor from 1 March 2026.");
    // By the new name they are found.
    assert!(ines.page("/enrolments?q=okafor").await.says("Leo Fenn-Okafor"));
    assert!(ines.page("/enrolments").await.says("Leo Fenn-Okafor"));
    let names = ines.page(&page).await.text_of_id("names");
    assert!(names.contains("Leo Fenn-Okafor 1 March 2026") && names.contains("by Ines Calder"), "{names}");
    assert_eq!(names.matches("Leo Fenn").count(), 2, "the earlier name is gone: {names}");
    // What was conferred and signed before keeps the name that it was made with.
    let certificate = app.visitor().page(&format!("/check/{code}")).await;
    assert!(certificate.says("Leo Fenn") && !certificate.says("Okafor"), "{}", certificate.text());
    // The owner's own name is theirs.
    let mut leo = app.sign_in(LEO).await;
    assert!(!leo.page("/home").await.says("Okafor"));
    let record = leo.page(&format!("{enrolment}/record")).await;
    let told = "The name in the record was corrected, from 1 March 2026 Before: Leo Fenn. From then on: Leo Fenn-Okafor. Reason: Married in March.";
    assert!(record.says(told), "{}", record.text());
    let exported = leo.get(&format!("{enrolment}/record.json")).await;
    let exported: serde_json::Value = serde_json::from_slice(&exported.bytes).unwrap();
    assert_eq!(exported["enrolment"]["name"], "Leo Fenn-Okafor");
    assert_eq!(exported["enrolment"]["names"], serde_json::json!(["Leo Fenn", "Leo Fenn-Okafor"]));
    assert_eq!(exported["around"]["employers"][0]["name"], "Hale & Partners");
    assert_eq!(exported["around"]["supervisors"][0]["authorised_as"], "Solicitor");
    let story = exported["story"].as_array().unwrap();
    assert!(story.iter().any(|event| event["act"] == "renamed_record" && event["from"] == "2026-03-01"));
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_request_that_was_sent_keeps_the_name_that_it_was_sent_with() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    steps::sent_claim(&app, &mut amara).await;
    let shown = "SELECT shown FROM signing_request ORDER BY id";
    let before: Vec<String> = app.column(shown, []).await;
    let mut ines = app.sign_in(INES).await;
    let path = format!("/enrolments/{}/name", app.enrolment(AMARA).await);
    let form = ines.page(&path).await.form("Correct the name").fill("name", "Amara Osei-Lind");
    ines.submit(form).await.must_say("The record has the name Amara Osei-Lind");
    assert_eq!(app.column::<String>(shown, []).await, before);
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn nobody_else_corrects_a_name_and_no_registrar_their_own() {
    let app = TestApp::new().await;
    let path = format!("/enrolments/{}/name", app.enrolment(AMARA).await);
    let before = app.contents().await;
    for other in [AMARA, PRIYA, SOL] {
        let mut other = app.sign_in(other).await;
        assert_eq!(other.get(&path).await.status, 404);
        assert_eq!(other.post(&path, &[("name", "X"), ("from_on", "2026-11-01")]).await.status, 404);
    }
    assert_eq!(app.contents().await, before);
    let mut ines = app.sign_in(INES).await;
    let form = ines.page("/enrolments/new").await.form("Enrol").fill("name", "Piet Larsen").fill("email", PIET);
    let form = form.fill("framework", "cpq 2021-06").fill("from_on", "2026-11-23");
    ines.submit(form).await.must_say("Piet Larsen is enrolled.");
    let own = format!("/enrolments/{}/name", app.enrolment(PIET).await);
    assert_eq!(app.sign_in(PIET).await.get(&own).await.status, 403);
}

#[tokio::test]
async fn the_first_day_of_an_enrolment_is_corrected_with_a_reason_that_the_record_tells() {
    let app = TestApp::new().await;
    let enrolment = format!("/enrolments/{}", app.enrolment(AMARA).await);
    let mut ines = app.sign_in(INES).await;
    let page = ines.page(&enrolment).await.link("First day");
    let form = ines.page(&page).await.form("Correct the day");
    let noted = form.value("from_on").unwrap();
    let errors = ines.submit(form.clone().anew()).await.page.errors();
    assert_eq!(errors, ["Enter another day: this one is noted already", "Enter why the day was wrong"]);
    let far = form.clone().anew().fill("from_on", "2199-01-01").fill("reason", "Slip.");
    assert_eq!(ines.submit(far).await.page.errors().len(), 1);
    let form = form.anew().fill("from_on", "2022-02-02").fill("reason", "The year was wrong.");
    ines.submit(form).await.must_say("The enrolment of Amara Osei begins on 2 February 2022.");
    assert_ne!(noted, "2022-02-02");
    let mut amara = app.sign_in(AMARA).await;
    let record = amara.page(&format!("{enrolment}/record")).await;
    let told = "The first day of the enrolment was corrected: it is 2 February 2022 Reason: The year was wrong.";
    assert!(record.says(told) && record.says("from 2 February 2022"), "{}", record.text());
    assert_eq!(amara.get(&page).await.status, 404);
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn an_enrolment_begins_no_later_than_what_was_done_in_it() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    // Results of a year ago, and an application that waits, which is no fact yet.
    for (of, told) in [(LEO, "Result recorded"), (TOMAS, "Sent what is held from before")] {
        if of == TOMAS {
            exemptions::sends(&app, &mut app.sign_in(TOMAS).await, "l3-tort").await;
        }
        let page = format!("/enrolments/{}/first-day", app.enrolment(of).await);
        let form = ines.page(&page).await.form("Correct the day").fill("reason", "test");
        for day in [today(), today() + Days::new(300)] {
            let day = if of == TOMAS { day + Days::new(1) } else { day };
            let errors = ines.submit(form.clone().anew().fill("from_on", &day.to_string())).await.page.errors();
            assert_eq!(errors.len(), 1, "{of} {day}: {errors:?}");
            assert!(errors[0].starts_with("Choose a first day on or before "), "{errors:?}");
            assert!(errors[0].contains(told), "{errors:?}");
        }
    }
}

/// Two registrars have the same page open: the second reads what the first put there before anything takes its place.
#[tokio::test]
async fn what_another_registrar_corrected_meanwhile_is_not_overwritten_unseen() {
    let app = TestApp::new().await;
    let enrolment = format!("/enrolments/{}", app.enrolment(LEO).await);
    let (mut ines, mut piet) = (app.sign_in(INES).await, app.sign_in(PIET).await);
    for (page, submit, field, [first, second], told) in [
        (
            "name",
            "Correct the name",
            "name",
            ["Leo Fenn-Okafor", "Leo Fenn-Lind"],
            "the name was changed to Leo Fenn-Okafor",
        ),
        (
            "first-day",
            "Correct the day",
            "from_on",
            ["2024-06-04", "2024-06-03"],
            "the first day was changed to 4 June 2024",
        ),
        ("joining", "Save the day", "joined_on", ["2020-05-01", "2020-05-02"], "1 May 2020 was noted as the day"),
        ("number", "Save the number", "number", ["77001", "77002"], "the number 77001 was noted"),
    ] {
        let path = format!("{enrolment}/{page}");
        let open = async |who: &mut tests::Visitor, value: &str| {
            let form = who.page(&path).await.form(submit).fill(field, value);
            // The first time there is nothing to give a reason for.
            if form.value("reason").is_some() { form.fill("reason", "It was misread.") } else { form }
        };
        let (mine, other) = (open(&mut piet, second).await, open(&mut ines, first).await);
        assert_eq!(ines.submit(other).await.page.errors(), [""; 0], "{page}");
        let before = app.contents().await;
        let back = piet.submit(mine).await.page;
        let errors = back.errors();
        assert!(errors.len() == 1 && errors[0].contains(&format!("Since you opened this page, {told}.")), "{errors:?}");
        assert_eq!(app.contents().await, before, "{page}");
        // What was typed is kept, and sent again it is meant.
        let again = back.form(submit);
        assert_eq!(again.value(field).as_deref(), Some(second));
        let again = again.fill("reason", "It was misread.");
        assert_eq!(piet.submit(again).await.page.errors(), [""; 0], "{page}");
    }
    app.must_be_as_events_made_it().await;
}

/// Whoever knew somebody by an earlier name finds them by it, and reads it beside the name of now; who never did does not.
#[tokio::test]
async fn who_has_another_name_now_is_found_by_the_earlier_one() {
    let app = TestApp::new().await;
    let enrolment = format!("/enrolments/{}", app.enrolment(LEO).await);
    let mut ines = app.sign_in(INES).await;
    assert!(!ines.page("/enrolments?q=fenn").await.says("formerly"));
    let page = ines.page(&enrolment).await.link("Name");
    let form = ines.page(&page).await.form("Correct the name").fill("name", "Leo Okafor");
    ines.submit(form).await.must_say("The record has the name Leo Okafor");
    // Karim's employer comes later.
    let page = format!("{enrolment}/employers-and-providers");
    let mersey = app.organisation("Mersey Street Legal").await.to_string();
    let form = ines.page(&page).await.form("Add employer").fill("employer", &mersey).fill("job_title", "Paralegal");
    ines.submit(form).await.must_say("works for Mersey Street Legal");
    for (reader, list, finds) in [
        (INES, "/enrolments", true),
        (PRIYA, "/trainees", true),
        (DANA, "/candidates", true),
        (KARIM, "/trainees", false),
    ] {
        let mut reader = app.sign_in(reader).await;
        for (words, is_former) in [("fenn", true), ("leo+fenn", true), ("okafor", false), ("leo", false)] {
            let page = reader.page(&format!("{list}?q={words}")).await;
            let row = page.rows().into_iter().find(|row| row.contains("Leo Okafor"));
            assert_eq!(row.is_some(), finds || !is_former, "{list}, {words}: {}", page.text());
            assert_eq!(page.says("formerly Leo Fenn"), finds && is_former, "{list}, {words}: {}", page.text());
        }
    }
    // The record says under which name stands what the trainee did.
    let record = format!("{enrolment}/record");
    let told = "stands here under the name of now, Leo Okafor";
    for (reader, is_told) in [(LEO, true), (INES, true), (KARIM, false)] {
        assert_eq!(app.sign_in(reader).await.page(&record).await.says(told), is_told);
    }
    assert!(
        !app.sign_in(AMARA)
            .await
            .page(&format!("/enrolments/{}/record", app.enrolment(AMARA).await))
            .await
            .says("under the name of now")
    );
}

/// A status keeps the name on which it was conferred, and is found by every name that its holder has or had.
#[tokio::test]
async fn a_status_is_found_by_the_names_of_before_and_after_it() {
    let app = TestApp::new().await;
    let page = format!("/enrolments/{}/name", app.enrolment(LEO).await);
    let mut ines = app.sign_in(INES).await;
    assert!(!ines.page("/awards?q=okafor").await.says("Leo Fenn"));
    for name in ["Leo Okafor", "Leo Adler"] {
        let form = ines.page(&page).await.form("Correct the name").fill("name", name);
        let form = form.fill("reason", "Married.");
        ines.submit(form).await.must_say(&format!("The record has the name {name}"));
    }
    for (words, told) in [
        ("fenn", Some("Leo Fenn now Leo Adler ")),
        ("adler", Some("Leo Fenn now Leo Adler ")),
        ("okafor", Some("Leo Fenn now Leo Adler formerly Leo Okafor ")),
        ("leo okafor", Some("Leo Fenn now Leo Adler formerly Leo Okafor ")),
        ("okafor bell", None),
    ] {
        let rows = ines.page(&format!("/awards?{}", tests::encoded(&[("q", words)]))).await.rows();
        let row = rows.iter().find(|row| row.contains("Leo Fenn"));
        assert_eq!(row.is_some(), told.is_some(), "{words}: {rows:?}");
        assert!(told.is_none_or(|told| row.unwrap().starts_with(told)), "{words}: {rows:?}");
    }
    assert!(app::features::awards::store::listing::differing(app.db().read()).await.unwrap().is_empty());
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_status_is_found_by_its_code_however_that_is_typed() {
    let app = TestApp::new().await;
    let code: String = app.one("SELECT code FROM award WHERE holder = 'Leo Fenn'", []).await;
    let mut ines = app.sign_in(INES).await;
    for typed in [code.clone(), code.to_lowercase().replace('-', ""), code.replace('-', " ")] {
        let page = ines.page(&format!("/awards?{}", tests::encoded(&[("q", &typed)]))).await;
        assert!(page.says("1 status, the latest first.") && page.says(&code), "{typed}: {}", page.text());
    }
    assert!(ines.page("/awards?q=PP44-ZA9Z-2S3T").await.rows().iter().all(|row| !row.contains("Leo Fenn")));
}
