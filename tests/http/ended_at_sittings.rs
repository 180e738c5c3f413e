//! An enrolment that has ended, at a sitting: its result is confirmed by nobody, which is told with the name.

use crate::ended::end;
use crate::imports::given;
use crate::steps;
use chrono::Days;
use tests::people::{DANA, OWEN};
use tests::{Form, today};

/// The form, with each result ticked that it offers.
fn all_ticked(form: Form) -> Form {
    let results: Vec<String> =
        form.fields.iter().filter(|one| one.name == "result").map(|one| one.value.clone()).collect();
    results.iter().fold(form, |form, one| form.tick("result", one))
}

#[tokio::test]
async fn whose_enrolment_ended_meanwhile_is_named_and_the_others_are_confirmed() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    for candidate in &given.candidates {
        steps::record(&mut dana, &given.sitting, &candidate.to_string(), "pass")
            .await
            .must_say("1 result is recorded.");
    }
    let form = all_ticked(owen.page(&given.sitting).await.form("Confirm the selected results"));
    end(&given.app, &format!("/enrolments/{}", given.candidates[0]), ("left", today())).await;
    let before = given.app.contents().await;
    let page = owen.submit(form).await.page;
    assert_eq!(page.errors(), ["Confirm the others without Ada Okafor: their enrolment has ended"]);
    assert_eq!(given.app.contents().await, before);
    assert!(page.says("The enrolment has ended"), "{}", page.text());
    // What else was chosen is chosen still.
    owen.submit(page.form("Confirm the selected results")).await.must_say("1 result is confirmed and counts.");
    assert_eq!(given.results().await, (2, 1));
    given.app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_file_of_results_leaves_out_whose_enrolment_has_ended_and_says_so() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    let file = format!("Email,Result\n{},Passed\n{},Passed\n", given.emails[0], given.emails[1]);
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let form = dana.page(&import).await.form("Record 2 results");
    dana.submit(form).await.must_say("2 results are recorded.");
    end(&given.app, &format!("/enrolments/{}", given.candidates[0]), ("left", today())).await;
    let page = owen.page(&import).await;
    let told = "The enrolment of Ada Okafor has ended: that result is left out.";
    let section = page.text_of_id("confirm");
    assert!(section.contains(told) && !section.contains("left to a colleague"), "{section}");
    let page = owen.submit(page.form("Confirm 1 result")).await;
    page.must_say(&format!("1 result is confirmed and counts. {told}"));
    // The file's rows and the list of sittings say it too.
    let rows = dana.page(&import).await;
    assert!(rows.says("Left out: the enrolment has ended"), "{}", rows.text());
    assert!(!rows.says("Waits for a second person"), "{}", rows.text());
    let list = dana.page("/sittings").await;
    assert!(list.says("1 confirmed, 1 left out: the enrolment has ended"), "{}", list.text());
    given.app.must_be_as_events_made_it().await;
}

/// What stays behind is told, and the earlier day takes no result anew.
#[tokio::test]
async fn whose_enrolment_ended_stays_on_the_earlier_day_when_a_sitting_is_moved() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    for candidate in &given.candidates {
        steps::record(&mut dana, &given.sitting, &candidate.to_string(), "pass")
            .await
            .must_say("1 result is recorded.");
    }
    end(&given.app, &format!("/enrolments/{}", given.candidates[0]), ("left", today())).await;
    given.app.pass(chrono::Duration::days(1));
    let mut dana = given.app.sign_in(DANA).await;
    let form = dana.page(&format!("{}/day", given.sitting)).await.form("Correct the day").fill("reason", "A slip.");
    let later = (today() + Days::new(1)).to_string();
    let said = dana.submit(form.fill("held_on", &later)).await;
    said.must_say("1 result stays on the earlier day: the enrolment has ended.");
    let before = dana.page(&given.sitting).await;
    assert!(before.says("but for those of enrolments that have ended, which stay here"), "{}", before.text());
    assert!(before.find_form("Record results").is_none(), "{}", before.text());
    assert!(before.has_link("Somebody sat on this day all the same"), "{}", before.text());
    given.app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_file_to_fill_in_leaves_out_whose_enrolment_has_ended() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    let ada = &given.candidates[0];
    for (is_over, named) in [(false, true), (true, false)] {
        if is_over {
            end(&given.app, &format!("/enrolments/{ada}"), ("mistake", today())).await;
        }
        let template = dana.get(&format!("{}/import/template", given.sitting)).await;
        let text = String::from_utf8(template.bytes).unwrap();
        assert_eq!(text.contains(&given.emails[0]), named, "{text}");
        assert!(text.contains("Jonas Brandt"), "{text}");
    }
}

#[tokio::test]
async fn a_row_of_somebody_whose_enrolment_has_ended_says_so() {
    let given = given(&["Ada Okafor", "Jonas Brandt"]).await;
    let mut dana = given.app.sign_in(DANA).await;
    end(&given.app, &format!("/enrolments/{}", given.candidates[0]), ("left", today())).await;
    let file =
        format!("Email,Name,Result\n{},,Passed\n,Ada Okafor,Passed\nnobody@nowhere.example,,Passed\n", given.emails[0]);
    let import = given.checked(&mut dana, file.as_bytes()).await;
    let wrong = dana.page(&import).await.text_of_id("rows-wrong");
    let told = "No result can be recorded: the enrolment of Ada Okafor has ended";
    assert_eq!(wrong.matches(told).count(), 2, "{wrong}");
    assert!(wrong.contains("No candidate of this sitting has the email address nobody@nowhere.example"), "{wrong}");
}

#[tokio::test]
async fn of_a_result_beside_which_there_are_no_others_none_are_spoken_of() {
    let given = given(&["Ada Okafor"]).await;
    let (mut dana, mut owen) = (given.app.sign_in(DANA).await, given.app.sign_in(OWEN).await);
    let ada = given.candidates[0].to_string();
    let record = owen.page(&given.sitting).await.form("Record results").fill(&format!("outcome[{ada}]"), "fail");
    steps::record(&mut dana, &given.sitting, &ada, "pass").await.must_say("1 result is recorded.");
    let confirm = all_ticked(owen.page(&given.sitting).await.form("Confirm the selected results"));
    end(&given.app, &format!("/enrolments/{ada}"), ("left", today())).await;
    let told = owen.submit(confirm).await.page.errors();
    assert_eq!(told, ["The result of Ada Okafor can not be confirmed: their enrolment has ended"]);
    let told = owen.submit(record).await.page.errors();
    assert!(told.len() == 1 && told[0].starts_with("No result of Ada Okafor can be recorded: "), "{told:?}");
    assert!(told[0].ends_with(". You entered Not passed"), "{told:?}");
}
