//! What is told of work: how many hours were said, what to do after a no, where work is that was taken out, and beside which step of a
//! plan it stands.

use crate::experience::{QWE, ago, experience, mina_records, open_request, recording, records_weeks, spell_of};
use chrono::Datelike;
use tests::people::{AMARA, INES, KARIM, MINA, PRIYA};
use tests::{TestApp, today};

#[tokio::test]
async fn hours_of_each_week_stay_hours_of_each_week() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let form = recording(&app, &mut amara, AMARA, (50, 23)).await;
    let form = form.fill("hours", "35").fill("hours_of", "week");
    records_weeks(&mut amara, form).await.must_say("is asked to confirm it.");
    let said = "35 h each week, 140 h in all";
    let (spell, list) = (spell_of(&app).await, experience(&app, AMARA).await);
    let request = open_request(&app).await;
    let mut priya = app.sign_in(PRIYA).await;
    let page = priya.page(&request).await;
    assert!(page.says(said) && page.text().matches(said).count() == 2, "{}", page.text());
    for path in [&spell, &list] {
        assert!(amara.page(path).await.says(said), "{}", amara.page(path).await.text());
    }
    // Among what waits it is told from other work by its days, and from its page the employer's people find the way to answer.
    let waiting = amara.page("/home").await.text_of_id("waiting");
    assert!(waiting.contains("Qualifying experience, from "), "{waiting}");
    assert_eq!(priya.page(&spell).await.link("Answer the request"), request);
    for other in [AMARA, INES] {
        assert!(!app.sign_in(other).await.page(&spell).await.has_link("Answer the request"));
    }
    let again = format!("{list}/new?like={}", spell.strip_prefix("/experience/").unwrap());
    let page = amara.page(&again).await;
    assert!(page.says("Each day from Monday to Friday counts with a fifth of them"), "{}", page.text());
    let form = page.form("Record the work");
    let stands = |name: &str| form.value(name);
    assert_eq!((stands("hours").as_deref(), stands("hours_of").as_deref()), (Some("35"), Some("week")));
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn after_a_no_the_page_of_the_work_says_what_to_do() {
    let app = TestApp::new().await;
    let mut mina = app.sign_in(MINA).await;
    mina_records(&app, &mut mina, (300, 200)).await;
    let mut karim = app.sign_in(KARIM).await;
    let form = karim.page(&open_request(&app).await).await.form("Sign and send");
    let form = form.fill("outcome", "declined").fill("why", "You began a month later.");
    karim.submit(form).await.must_say("Not confirmed. The trainee sees why.");
    let spell = spell_of(&app).await;
    let page = mina.page(&spell).await;
    assert!(page.says("Mersey Street Legal did not confirm it, and says why below."), "{}", page.text());
    assert!(page.says("If it is right as it stands, ask again."), "{}", page.text());
    assert!(page.link("take it out, put it right and record it again").ends_with("/removal"));
    // What was taken out is found, and recorded again as it was typed.
    let form = mina.page(&page.link("Take it out")).await.form("Take it out");
    let _ = mina.submit(form).await.must_say("It is taken out.");
    let list = mina.page(&experience(&app, MINA).await).await;
    let page = mina.page(&list.link("Record it again")).await;
    assert_eq!(page.form("Record the work").value("last_day"), Some(ago(200)));
    assert!(list.links().iter().any(|(_, to)| *to == spell), "{}", list.text());
    assert!(mina.page(&spell).await.has_link("Record it again"));
    assert!(!karim.page(&experience(&app, MINA).await).await.says("Taken out"));
}

#[tokio::test]
async fn where_no_work_can_be_recorded_there_is_no_form() {
    let before = "title = \"Qualifying work experience\"\n";
    let over = format!("{before}confirmed_before = {}-01-01\n", today().year());
    let app = TestApp::with_changed_framework(("sqe/2021-09", before, &over)).await;
    let page = app.sign_in(MINA).await.page(&format!("{}/new", experience(&app, MINA).await)).await;
    assert!(page.says("No work is recorded here"), "{}", page.text());
    assert!(page.find_form("Record the work").is_none(), "{QWE}");
}

#[tokio::test]
async fn work_that_is_under_way_stands_beside_the_step_that_it_counts_for() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let form = recording(&app, &mut amara, AMARA, (50, 21)).await.fill("hours", "30").fill("hours_of", "all");
    amara.submit(form).await.must_say("is asked to confirm it.");
    let plan = amara.page(&format!("/enrolments/{}/plan?to=cilex-lawyer", app.enrolment(AMARA).await)).await;
    let text = plan.text();
    let beside: Vec<&str> = text.split("Gather ").filter(|step| step.contains("With Hale & Partners since")).collect();
    // She is no Advanced Paralegal: the year as one has not begun.
    assert!(beside.len() == 1 && beside[0].starts_with("2,300 h more"), "{beside:#?}: {text}");
}

/// Of weekends nobody thinks who says how much they work each week: what is recorded is seen first, and what is typed since is seen anew.
#[tokio::test]
async fn what_hours_of_each_week_come_to_is_shown_before_it_is_recorded() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    // 23 November 2026 is a Monday: from two weeks before until the Sunday.
    let form = recording(&app, &mut amara, AMARA, (14, 1)).await.fill("hours", "35").fill("hours_of", "week");
    let page = amara.submit(form).await.must_say("35 h each week are 70 h in all");
    assert!(page.says("10 days from Monday to Friday, and nothing for 4 days at weekends"), "{}", page.text());
    let count = "SELECT COUNT(*) FROM experience";
    let before: i64 = app.one(count, []).await;
    // Other days make another sum.
    let form = page.form("Record the work").fill("last_day", &ago(4));
    let page = amara.submit(form).await.must_say("9 days from Monday to Friday, and nothing for 2 days at weekends");
    let form = page.form("Record the work").fill("hours", "36");
    let page = amara.submit(form).await.must_say("36 h each week are 64 h 48 min in all");
    assert_eq!(app.one::<i64>(count, []).await, before);
    // What is wrong is told, and no sum of what was typed before.
    let page = amara.submit(page.form("Record the work").fill("hours", "200")).await.page;
    assert!(page.errors().len() == 1 && !page.says("Check the hours in all"), "{}", page.text());
    let form = page.form("Record the work").fill("hours", "36");
    records_weeks(&mut amara, form).await.must_say("is asked to confirm it.");
    assert!(amara.page(&spell_of(&app).await).await.says("36 h each week, 64 h 48 min in all"));
}

/// Figures come from other programs and keyboards: what is meant is read, and what can't be is told as it was typed.
#[tokio::test]
async fn hours_are_read_in_whichever_figures_they_are_typed() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let form = recording(&app, &mut amara, AMARA, (50, 23)).await.fill("hours_of", "all").fill("ask", "later");
    for (typed, told) in [("7,5", "Write “7,5” as a number alone"), ("7.5 h", "Write “7.5 h” as a number alone")]
    {
        let errors = amara.submit(form.clone().anew().fill("hours", typed)).await.page.errors();
        assert!(errors.len() == 1 && errors[0].starts_with(told), "{errors:?}");
    }
    amara.submit(form.anew().fill("hours", "３６\u{200b}．５")).await.must_say("Your work is recorded.");
    let list = amara.page(&experience(&app, AMARA).await).await;
    assert!(list.says("36 h 30 min"), "{}", list.text());
    let mut mina = app.sign_in(MINA).await;
    let form = recording(&app, &mut mina, MINA, (50, 23)).await.fill("full_time_percent", "６０\u{200b} ％");
    mina.submit(form).await.must_say("is asked to confirm it.");
    let list = mina.page(&experience(&app, MINA).await).await;
    assert!(list.says("60 % of full time"), "{}", list.text());
}

/// A slip in the hours or in the days makes very many hours of a week: it is asked once whether they are meant.
#[tokio::test]
async fn very_many_hours_are_asked_about_once() {
    let app = TestApp::new().await;
    let mut amara = app.sign_in(AMARA).await;
    let count = "SELECT COUNT(*) FROM experience";
    let before: i64 = app.one(count, []).await;
    let form = recording(&app, &mut amara, AMARA, (13, 7)).await.fill("hours", "94").fill("hours_of", "all");
    let page = amara.submit(form).await.must_say("That is 94 h a week: is this right?");
    assert!(!page.says("each week are"), "{}", page.text());
    // As hours of each week they are told with what they come to.
    let form = page.form("Record the work").fill("hours_of", "week").fill("last_day", &ago(8));
    let page = amara.submit(form).await.must_say("That is 94 h a week: is this right?");
    assert!(page.says("94 h each week are"), "{}", page.text());
    assert_eq!(app.one::<i64>(count, []).await, before);
    amara.submit(page.form("Record the work")).await.must_say("is asked to confirm it.");
    assert_eq!(app.one::<i64>(count, []).await, before + 1);
    // What people work is not asked about.
    let form = recording(&app, &mut amara, AMARA, (27, 21)).await.fill("hours", "45").fill("hours_of", "all");
    amara.submit(form).await.must_say("is asked to confirm it.");
}
