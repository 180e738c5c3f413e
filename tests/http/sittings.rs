//! Sittings: their lists, their candidates, and what waits for whom.

use crate::steps::{self, LAST_ELEMENT};
use tests::given::Trainees;
use tests::people::{AMARA, DANA, KARIM, OWEN, TOMAS};
use tests::{Form, TestApp, today};

#[tokio::test]
async fn a_sitting_is_neither_of_nothing_nor_of_tomorrow() {
    let app = TestApp::new().await;
    let mut dana = app.sign_in(DANA).await;
    let new = dana.page("/sittings").await.link("Add a sitting");
    let form = dana.page(&new).await.form("Add sitting");
    let empty = dana.submit(form.clone()).await;
    assert_eq!(empty.path, new, "the errors stand elsewhere");
    assert_eq!(empty.page.errors(), ["Choose an assessment or a course", "Enter the date of the sitting"]);
    let tomorrow = today().succ_opt().unwrap().to_string();
    let answer = dana.submit(form.fill("held_on", &tomorrow)).await;
    assert!(answer.page.errors().contains(&String::from("Enter a date that is not in the future")));
    let form = answer.page.form("Add sitting");
    assert_eq!(form.value("held_on").unwrap(), tomorrow);
    let element = format!("cpq 2021-06 {LAST_ELEMENT}");
    let early = form.fill("element", &element).fill("held_on", "2021-05-31");
    assert_eq!(
        dana.submit(early).await.page.errors(),
        ["Enter a date on or after 1 June 2021, when this version came into force"]
    );
}

/// A provider with thousands of candidates: each page is a form of its own, far below what a form may be long.
#[tokio::test]
async fn many_candidates_are_recorded_page_by_page_and_found_by_name() {
    let app = TestApp::new().await;
    many_candidates(&app, 120).await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let first = dana.page(&sitting).await;
    assert_eq!(outcomes_of(&first.form("Record results")).len(), 50);
    // The way on records what was typed, and with nothing typed it only goes on.
    let on = dana.submit(first.form("Record and go to the next page")).await;
    let second_page = on.path.clone();
    assert!(second_page.contains("?after="), "{second_page}");
    let second = on.ok();
    let form = second.form("Record results");
    let on_second = outcomes_of(&form);
    assert!(on_second.iter().all(|name| !outcomes_of(&first.form("Record results")).contains(name)));

    // What is wrong comes back on the same page, with what was typed.
    let mark = on_second[3].replace("outcome", "mark");
    let wrong = dana.submit(form.clone().fill(&mark, "64")).await;
    assert_eq!(wrong.path, second_page);
    assert_eq!(wrong.page.errors().len(), 1, "{:?}", wrong.page.errors());
    assert_eq!(wrong.page.form("Record results").value(&mark).as_deref(), Some("64"));
    let mut form = wrong.page.form("Record results");
    for name in &on_second {
        form = form.fill(name, "pass");
    }
    let recorded = dana.submit(form).await;
    assert_eq!(recorded.path, second_page);
    let third = recorded.must_say("50 results are recorded.");
    // The page begins after the same person, with those who are left.
    let left = outcomes_of(&third.form("Record results"));
    assert!(!left.is_empty() && left.iter().all(|name| !on_second.contains(name)), "{left:?}");
    let typed = outcomes_of(&third.form("Record results"))[0].clone();
    let first_form = third.form("Record and go to the first page").fill(&typed, "pass");
    let answer = dana.submit(first_form).await;
    assert_eq!(answer.path, format!("{sitting}?after="));
    answer.must_say("1 result is recorded.");

    // A name is found wherever it is, and the search outlives the recording.
    assert!(dana.page(&sitting).await.find_form("Search").is_some());
    let found = dana.page(&format!("{sitting}?q=candidate+118")).await;
    let form = found.form("Record results");
    let only = outcomes_of(&form);
    assert_eq!(only.len(), 1, "{}", found.text());
    let answer = dana.submit(form.fill(&only[0], "fail")).await;
    assert!(answer.path.ends_with("?q=candidate%20118&after="), "{}", answer.path);
    answer.must_say("1 result is recorded.");
    let results: i64 = app.one("SELECT COUNT(*) FROM result WHERE sitting_id = $1", [sitting[10..].into()]).await;
    assert_eq!(results, 52);
    // The results are in pages too, by name, and nobody is on two of them.
    let mut page = dana.page(&sitting).await;
    assert_eq!(page.html().matches("aria-label=\"Pages of recorded results\"").count(), 1);
    let mut listed = Vec::new();
    for rows in [50, 2] {
        let on_page: Vec<String> =
            page.links().into_iter().map(|(_, to)| to).filter(|to| to.contains("/corrections/")).collect();
        assert_eq!(on_page.len(), rows, "{}", page.text());
        listed.extend(on_page);
        if let Some((_, to)) = page.links().into_iter().find(|(_, to)| to.contains("recorded=")) {
            page = dana.page(&to).await;
        }
    }
    listed.sort_unstable();
    listed.dedup();
    assert_eq!(listed.len(), 52);
    let found = dana.page(&format!("{sitting}?q=118")).await;
    assert!(found.text_of_id("results").contains("Candidate 118"), "{}", found.text());
    // After somebody who is not there, the list begins anew.
    let nobody = format!("{sitting}?after=01a21381-0000-7000-8000-000000000999");
    assert_eq!(outcomes_of(&dana.page(&nobody).await.form("Record results")).len(), 50);
}

#[tokio::test]
async fn whoever_had_passed_before_the_day_of_a_sitting_is_not_listed_and_counted_instead() {
    let app = TestApp::new().await;
    let amara = app.enrolment(AMARA).await;
    steps::pass_last_element(&app).await;
    app.pass(chrono::Duration::days(1));
    let mut dana = app.sign_in(DANA).await;
    let form = dana.page("/sittings/new").await.form("Add sitting");
    let tomorrow = today().succ_opt().unwrap();
    let form = form.fill("element", &format!("cpq 2021-06 {LAST_ELEMENT}")).fill("held_on", &tomorrow.to_string());
    let page = dana.submit(form).await.must_say("The sitting is added.");
    let listed = outcomes_of(&page.form("Record results"));
    assert!(!listed.is_empty() && !listed.contains(&format!("outcome[{amara}]")), "{listed:?}");
    let left_out = "Not listed here: 4 candidates who have passed already or are exempt. A search by name finds them.";
    assert!(page.says(left_out), "{}", page.text());
    assert!(page.find_form("Search").is_some(), "nothing to search with: {}", page.text());
    let path = page.form("Record results").action;
    let found = dana.page(&format!("{path}?q=osei")).await;
    assert_eq!(outcomes_of(&found.form("Record results")), [format!("outcome[{amara}]")]);
    let nobody = dana.page(&format!("{path}?q=nobody-of-that-name")).await;
    assert!(nobody.says("Nothing matches “nobody-of-that-name”."), "{}", nobody.text());
    // A sitting before that day is still hers: an attempt that failed counts too.
    let yesterday = today().pred_opt().unwrap();
    let form = dana.page("/sittings/new").await.form("Add sitting");
    let form = form.fill("element", &format!("cpq 2021-06 {LAST_ELEMENT}")).fill("held_on", &yesterday.to_string());
    let page = dana.submit(form).await.must_say("The sitting is added.");
    let listed = outcomes_of(&page.form("Record results"));
    assert!(listed.contains(&format!("outcome[{amara}]")), "{listed:?}");
}

/// The names of the fields in which outcomes are chosen.
fn outcomes_of(form: &Form) -> Vec<String> {
    let names = form.fields.iter().map(|field| field.name.clone());
    names.filter(|name| name.starts_with("outcome[")).collect()
}

/// People registered with the provider, "Candidate 1" and so on.
async fn many_candidates(app: &TestApp, n: u32) {
    let names: Vec<String> = (1..=n).map(|i| format!("Candidate {i}")).collect();
    let trainees = Trainees { provider: Some(app.organisation("Northgate Law School").await), ..Trainees::default() };
    trainees.named(app, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
}

#[tokio::test]
async fn the_list_of_sittings_begins_with_what_waits_for_whoever_looks() {
    let app = TestApp::new().await;
    let (amara, tomas) = (app.enrolment(AMARA).await, app.enrolment(TOMAS).await);
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let titles = |page: &tests::Page| {
        let text = page.text();
        let place = |words: &str| text.find(words);
        (
            place("for your confirmation"),
            place("Recorded by you, waiting"),
            place("All sittings, newest first").unwrap(),
        )
    };
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let of_before = |page: &tests::Page| page.text_of_id("confirm");
    let before = of_before(&owen.page("/sittings").await);
    for enrolment in [&amara, &tomas] {
        steps::record(&mut dana, &sitting, enrolment, "pass").await.must_say("recorded");
    }
    // Whoever came to confirm has that before them; whoever recorded has the next ones to record.
    let first_of = |page: tests::Page| {
        let text = page.text();
        text.find("Recorded results").unwrap() < text.find("Record results").unwrap()
    };
    assert!(first_of(owen.page(&sitting).await));
    assert!(!first_of(dana.page(&sitting).await));
    // Who recorded them is not asked to confirm them.
    let page = dana.page("/sittings").await;
    let (_, recorded, all) = titles(&page);
    assert!(recorded.unwrap() < all, "{}", page.text());
    assert!(page.text_of_id("recorded").contains("2 results"), "{}", page.text());
    assert!(!page.text_of_id("confirm").contains("Legal Research"), "{}", page.text());

    let page = owen.page("/sittings").await;
    let (confirm, recorded, all) = titles(&page);
    assert!(confirm.unwrap() < all, "{}", page.text());
    assert_eq!(recorded, None, "Owen recorded none of them");
    let confirm = page.text_of_id("confirm");
    assert_ne!(confirm, before);
    assert!(confirm.contains("Legal Research"), "{confirm}");
    assert!(confirm.contains("2 results"), "{confirm}");
    let link = page.links().into_iter().find(|(_, to)| to.ends_with("#results"));
    assert!(link.is_some(), "{:?}", page.links());
    assert!(page.links().iter().any(|(_, to)| *to == format!("{sitting}#results")));

    // A correction is Owen's, and waits for Dana; what is confirmed waits for nobody.
    steps::confirm(&mut owen, &sitting).await.must_say("confirmed");
    let confirm = owen.page("/sittings").await.text_of_id("confirm");
    assert!(confirm.contains("1 result"), "{confirm}");
    let correction = owen.page(&sitting).await.link("Correct");
    let form = owen.page(&correction).await.form("Correct the result");
    let form = form.fill("outcome", "fail").fill("reason", "Mixed up.");
    owen.submit(form).await.must_say("The correction of");
    let recorded = owen.page("/sittings").await.text_of_id("recorded");
    assert!(recorded.contains("1 result"), "{recorded}");
    let confirm = dana.page("/sittings").await.text_of_id("confirm");
    assert!(confirm.contains("1 result"), "{confirm}");
    crate::chapter_file::must_equal_rows(&app).await;
    // An officer of another provider sees nothing of it.
    let add = "INSERT INTO organisation (id, name, look, kind, salt, created_at) VALUES ('01a21381-0000-7000-8000-000000000901', 'Southgate College', 'southgate college', 'provider', '0123456789abcdef0123456789abcdef', $1)";
    app.execute(add, [app.state.clock.now().into()]).await.unwrap();
    let grant = "INSERT INTO membership (id, person_id, organisation_id, role, from_on, granted_at)
         VALUES ('01a21381-0000-7000-8000-000000000902', $1, '01a21381-0000-7000-8000-000000000901', 'officer', $2, $3)";
    let values: [sea_orm::Value; 3] = [app.person(KARIM).await.into(), today().into(), app.state.clock.now().into()];
    app.execute(grant, values).await.unwrap();
    let other = app.sign_in(KARIM).await.page("/sittings").await;
    assert_eq!((other.text_of_id("confirm"), other.text_of_id("recorded")), (String::new(), String::new()));
    assert!(!other.says("Legal Research"), "{}", other.text());
    // A further page has only the list.
    let further = owen.page(&format!("/sittings?after={}", &sitting[10..])).await;
    assert_eq!(further.link("First page"), "/sittings");
    assert_eq!(further.text_of_id("confirm"), "");
}

#[tokio::test]
async fn two_of_one_name_are_told_apart_all_shown_are_set_at_once_and_progress_is_said() {
    let app = TestApp::new().await;
    app.execute(
        "UPDATE record SET name = 'Kim Park', name_key = (SELECT MIN(name_key) FROM record)",
        [] as [sea_orm::Value; 0],
    )
    .await
    .unwrap();
    let mut dana = app.sign_in(DANA).await;
    let form = dana.page("/sittings/new").await.form("Add sitting");
    let form = form.fill("element", &format!("cpq 2021-06 {LAST_ELEMENT}")).fill("held_on", &today().to_string());
    let page = dana.submit(form).await.must_say("The sitting is added.");
    let all = outcomes_of(&page.form("Record results")).len();
    assert!(all > 1, "{}", page.text());
    let named: std::collections::BTreeSet<String> =
        page.rows().into_iter().filter(|row| row.starts_with("Kim Park (")).map(|row| row[..40].to_owned()).collect();
    assert_eq!(named.len(), all, "{}", page.text());
    assert!(page.says("0 of 5 candidates have a result."), "{}", page.text());
    // What was typed stays, a mark and a result that is chosen already.
    let form = page.form("Fill in Passed for the others");
    let names = outcomes_of(&form);
    let mark = names[1].replace("outcome", "mark");
    let form = form.fill(&names[0], "fail").fill(&mark, "64");
    let set = dana.submit(form).await.ok();
    assert_eq!(set.errors(), Vec::<String>::new());
    let form = set.form("Record results");
    let chosen: Vec<String> = names.iter().map(|name| form.value(name).unwrap()).collect();
    assert_eq!(chosen[0], "fail");
    assert!(chosen[1..].iter().all(|outcome| outcome == "pass"), "{chosen:?}");
    assert_eq!(form.value(&mark).as_deref(), Some("64"));
    let results: i64 = app.one("SELECT COUNT(*) FROM provisional_result", []).await;
    let recorded = dana.submit(form).await;
    assert!(recorded.says(&format!("{all} of 5 candidates have a result.")), "{}", recorded.page.text());
    assert_eq!(recorded.page.rows().iter().filter(|row| row.contains("Not passed")).count(), 1);
    let after: i64 = app.one("SELECT COUNT(*) FROM provisional_result", []).await;
    assert_eq!(after, results + i64::try_from(all).unwrap(), "setting them recorded them");

    // Whoever confirms them selects them all at once, and sees what is selected before it counts.
    let mut owen = app.sign_in(OWEN).await;
    let sitting = recorded.path.clone();
    let selects = owen.page(&sitting).await.form(&format!("Select all {all} shown"));
    let selected = owen.submit(selects).await.ok();
    assert_eq!(selected.errors(), Vec::<String>::new());
    let form = selected.form("Confirm the selected results");
    let ticked = form.sent().into_iter().filter(|(name, _)| name == "result").count();
    assert_eq!(ticked, all);
    owen.submit(form).await.must_say(&format!("{all} results are confirmed and count."));
}

/// Two of one name are told apart wherever one of them stands: on another page, in the other list, in the question before a result is
/// corrected.
#[tokio::test]
async fn a_name_that_two_candidates_have_is_told_apart_on_whatever_page_each_stands() {
    let app = TestApp::new().await;
    let trainees = Trainees { provider: Some(app.organisation("Northgate Law School").await), ..Trainees::default() };
    // What is not seen, and a capital, make no other name.
    let ids = trainees.named(&app, &["Wei Zhang", "wei\u{200b} Zhang", "Wei Zhao"]).await;
    let mut dana = app.sign_in(DANA).await;
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let page = steps::record(&mut dana, &sitting, &ids[0].to_string(), "pass").await.ok();
    let of = |list: &str| page.text_of_id(list);
    for list in ["record", "results"] {
        assert!(of(list).contains("Zhang (") && of(list).contains("@given.example)"), "{list}: {}", of(list));
    }
    assert!(of("record").contains("Wei Zhao") && !of("record").contains("Wei Zhao ("), "{}", of("record"));
    let correction = dana.page(&page.link("Correct the result of Wei Zhang (")).await;
    assert!(correction.says("Correct the result of Wei Zhang ("), "{}", correction.text());
}

#[tokio::test]
async fn who_may_confirm_sees_one_of_the_two_forms_at_a_time() {
    let app = TestApp::new().await;
    let (amara, tomas) = (app.enrolment(AMARA).await, app.enrolment(TOMAS).await);
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    steps::record(&mut dana, &sitting, &amara, "pass").await.must_say("1 result is recorded.");
    let page = owen.page(&sitting).await;
    assert!(page.find_form("Confirm the selected results").is_some() && page.find_form("Record results").is_none());
    let record = page.link("Record further results");
    let page = owen.page(&record).await;
    assert!(page.find_form("Confirm the selected results").is_none());
    let form = page.form("Record results").fill(&format!("mark[{tomas}]"), "55");
    let refused = owen.submit(form.clone()).await;
    assert_eq!(refused.page.errors(), ["Choose the result of Tomas Lind, or clear the mark"]);
    let page = refused.page.form("Record results").fill(&format!("outcome[{tomas}]"), "pass");
    let answer = owen.submit(page).await;
    let page = answer.must_say("1 result is recorded.");
    // Nobody is left to record: what waits for him is there again.
    assert!(page.find_form("Confirm the selected results").is_some(), "{}", page.text());
}
