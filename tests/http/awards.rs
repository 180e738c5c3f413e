//! Applying for a status, and conferring it.

use crate::steps::{self, STEP_OFF, state_of};
use tests::TestApp;
use tests::people::{AMARA, DANA, INES, LEO, PIET, PRIYA, RUTH, SOL};

#[tokio::test]
async fn nobody_applies_before_both_keys_are_turned() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let path = format!("/enrolments/{enrolment}/application/{STEP_OFF}");
    let page = amara.page(&path).await;
    assert!(page.says("Why it is not open to you yet"));
    assert!(page.find_form("Apply for this status").is_none());
    let before = app.contents().await;
    let answer = amara.post(&path, &[]).await;
    answer.must_say("You can’t apply for this status today.");
    assert_eq!(app.contents().await, before);
    let unknown = format!("/enrolments/{enrolment}/application/no-such");
    let unknown = amara.post(&unknown, &[]).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn applying_twice_leads_to_one_application_and_conferring_twice_to_one_status() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::turn_employers_key(&app).await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let application = steps::apply(&app, &mut amara).await;
    let path = format!("/enrolments/{enrolment}/application/{STEP_OFF}");
    let again = amara.post(&path, &[]).await;
    assert_eq!(again.path, application);
    again.must_say("You have applied already.");

    let (mut ines, mut piet) = (app.sign_in(INES).await, app.sign_in(PIET).await);
    let of_ines = ines.page(&application).await.form("Decide").fill("decision", "confer");
    let of_piet = piet.page(&application).await.form("Decide").fill("decision", "decline").fill("reason", "Not sure.");
    let (one, other) = tokio::join!(ines.submit(of_ines), piet.submit(of_piet));
    let said = [one.page.text(), other.page.text()];
    assert_eq!(said.iter().filter(|text| text.contains("Nothing was saved.")).count(), 1, "{said:?}");
    let decided: i64 = app.one("SELECT COUNT(*) FROM application_decision d JOIN application a ON a.id = d.application_id WHERE a.enrolment_id = $1", [enrolment.into()]).await;
    assert_eq!(decided, 1);
}

#[tokio::test]
async fn what_a_decision_was_made_on_is_read_years_later() {
    let app = TestApp::new().await;
    let application: String = app.one("SELECT application_id FROM award WHERE holder = 'Leo Fenn'", []).await;
    let page = format!("/applications/{application}");
    for (who, reads) in [(LEO, true), (INES, true), (PRIYA, false)] {
        let page = app.sign_in(who).await.page(&page).await;
        let then = page.text_of_id("decided-on");
        assert_eq!(then.contains("What it was decided on, as it stood on"), reads, "{who}: {}", page.text());
        assert_eq!(then.contains("Foundation"), reads, "{who}: {then}");
    }
    // It is what was kept then, whatever stands now.
    let kept = "SELECT standing FROM application_decision WHERE application_id = $1";
    let kept: String = app.one(kept, [application.into()]).await;
    let on = kept.split_once("\"on\":\"").unwrap().1.split('"').next().unwrap().to_owned();
    let day = chrono::NaiveDate::parse_from_str(&on, "%Y-%m-%d").unwrap().format("%-d %B %Y").to_string();
    let read = app.sign_in(LEO).await.page(&page).await;
    let then = read.text_of_id("decided-on");
    assert!(then.contains(&day), "{day}");
    // All of it, and each part leads to how it stood on that day.
    for part in ["F01", "Verification"] {
        assert!(then.contains(part), "{part}: {then}");
    }
    let of_then = format!("/nodes/F01?on={on}&known=then");
    let links = read.links();
    let (_, to) = links.iter().find(|(_, to)| to.ends_with(&of_then)).expect("it leads to that day");
    assert!(app.sign_in(LEO).await.page(to).await.says("As it was known on"));
}

#[tokio::test]
async fn declining_needs_a_reason_which_the_trainee_reads_and_may_answer() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::turn_employers_key(&app).await;
    let mut amara = app.sign_in(AMARA).await;
    let application = steps::apply(&app, &mut amara).await;
    let mut ines = app.sign_in(INES).await;
    let form = ines.page(&application).await.form("Decide");
    assert_eq!(ines.submit(form.clone()).await.page.errors(), ["Choose whether to confer the status or to decline"]);
    let silent = ines.submit(form.clone().fill("decision", "decline")).await;
    assert_eq!(silent.page.errors(), ["Enter the reason, so that the trainee knows what to do"]);
    assert_eq!(silent.page.form("Decide").value("decision").as_deref(), Some("decline"));
    ines.submit(form.fill("decision", "decline").fill("reason", "Send your certificate first."))
        .await
        .must_say("The application is declined.");
    assert!(amara.page(&application).await.says("Send your certificate first."));
    assert!(ines.page(&application).await.says("Send your certificate first."));
    for employer in [PRIYA, RUTH] {
        let page = app.sign_in(employer).await.page(&application).await;
        assert!(page.says("Declined"), "{employer}: {}", page.text());
        assert!(
            !page.says("Send your certificate first.") && !page.says("Reason"),
            "{employer}: the reason is for the trainee and the registrar: {}",
            page.text()
        );
    }
    let again = steps::apply(&app, &mut amara).await;
    assert_ne!(again, application);
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn the_registrar_reads_what_the_status_rests_on_before_deciding_and_the_trainee_only_how_it_stands() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::turn_employers_key(&app).await;
    let mut amara = app.sign_in(AMARA).await;
    let application = steps::apply(&app, &mut amara).await;
    let mut ines = app.sign_in(INES).await;
    let page = ines.page(&application).await;
    let why = page.text_of_id("why");
    let (asked, others) = why.split_once("The other stages").unwrap();
    assert!(asked.contains("Foundation") && !asked.contains("Advanced"), "{asked}");
    assert!(others.contains("Advanced") && !others.contains("Foundation"), "{others}");
    assert!(!why.contains("may be applied for"), "it is no reason: {why}");
    let own = amara.page(&application).await;
    assert!(own.says("The registrar decides. This page shows the decision."), "{}", own.text());
    assert!(!own.says("What the status asks"), "{}", own.text());
    let award = steps::confer(&app, &application).await;
    assert_eq!(ines.page(&award).await.link("Next application"), "/applications");
}

#[tokio::test]
async fn only_the_registrar_decides_and_withdraws() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::turn_employers_key(&app).await;
    let mut amara = app.sign_in(AMARA).await;
    let application = steps::apply(&app, &mut amara).await;
    for address in [AMARA, PRIYA, LEO] {
        let mut other = app.sign_in(address).await;
        let answer = other.post(&application, &[("decision", "confer")]).await;
        assert_eq!(answer.status, 404, "{address}");
    }
    let award = steps::confer(&app, &application).await;
    let mut priya = app.sign_in(PRIYA).await;
    let withdrawal = format!("{award}/withdrawal");
    assert_eq!(priya.post(&withdrawal, &[("reason", "x")]).await.status, 404);
    assert_eq!(state_of(&app, "cilex-paralegal").await, "held");
}

#[tokio::test]
async fn that_a_status_is_not_open_yet_is_said_once_and_why() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let page = app.sign_in(AMARA).await.page(&format!("/enrolments/{enrolment}/application/{STEP_OFF}")).await;
    let text = page.text_in("main").to_lowercase();
    assert_eq!((text.matches("not open").count(), text.contains("apply for this status yet")), (1, false), "{text}");
    assert!(page.text_of_id("why").contains("F06"), "{text}");
}

#[tokio::test]
async fn long_lists_of_applications_and_awards_come_in_pages_the_latest_first() {
    let app = TestApp::new().await;
    let award = steps::hold_status(&app).await;
    let (_, award) = award.rsplit_once('/').unwrap();
    for n in 0..60 {
        let copy = format!("01a21381-0000-7000-8000-{n:012}");
        let values: [sea_orm::Value; 3] = [copy.into(), award.into(), i64::from(n + 2).into()];
        let of = "(SELECT application_id FROM award WHERE id = $2)";
        for insert in [
            format!("INSERT INTO application (id, enrolment_id, body_id, trainee_id, step_off, round, status, applied_on, applied_at, is_open)
             SELECT $1, enrolment_id, body_id, trainee_id, step_off, $3, status, applied_on, applied_at, is_open FROM application WHERE id = {of}"),
            format!("INSERT INTO application_decision (application_id, enrolment_id, body_id, trainee_id, outcome, reason, standing, salt, decided_by, decided_on, decided_at)
             SELECT $1, enrolment_id, body_id, trainee_id, outcome, reason, standing, salt, decided_by, decided_on, decided_at FROM application_decision WHERE application_id = {of} AND $3 > 0"),
            String::from("INSERT INTO award (id, application_id, enrolment_id, trainee_id, status, holder, title, letters, code, salt, conferred_by, conferred_on, conferred_at, expires_on)
             SELECT $1, $1, enrolment_id, trainee_id, status, holder, title, letters, 'CODE-' || CAST($3 AS TEXT), salt, conferred_by, conferred_on, conferred_at, expires_on FROM award WHERE id = $2"),
            String::from("INSERT INTO award_listing (body_id, word, conferred_on, award_id)
             SELECT body_id, word, conferred_on, $1 FROM award_listing WHERE award_id = $2 AND $3 > 0"),
        ] {
            app.execute(&insert, values.clone()).await.unwrap();
        }
    }
    let mut ines = app.sign_in(INES).await;
    for (list, of, count) in [
        ("/awards", "/awards/", Some("statuses")),
        ("/awards?q=amar", "/awards/", Some("61 statuses")),
        ("/applications", "/applications/", None),
    ] {
        let (mut page, mut read) = (ines.page(list).await, Vec::new());
        assert!(count.is_none_or(|count| page.says(count)), "{list}: {}", page.text());
        loop {
            let before = read.len();
            read.extend(page.links().into_iter().map(|(_, to)| to).filter(|to| to.starts_with(of)));
            if !page.has_link("Next page") {
                break;
            }
            assert_eq!(read.len() - before, 50, "{list}");
            page = ines.page(&page.link("Next page")).await;
        }
        assert!(page.has_link("First page") && read.len() >= 61, "{list}: {}", read.len());
        let all = read.len();
        read.sort_unstable();
        read.dedup();
        assert_eq!(read.len(), all, "{list}: one is on two pages");
    }
    assert!(app::features::awards::store::listing::differing(app.db().read()).await.unwrap().is_empty());
    app.execute("DELETE FROM award_listing WHERE award_id = $1", [award.into()]).await.unwrap();
    let differing = app::features::awards::store::listing::differing(app.db().read()).await.unwrap();
    assert_eq!(differing.iter().map(ToString::to_string).collect::<Vec<_>>(), [award]);
}

#[tokio::test]
async fn how_long_an_application_waits_is_counted_until_it_is_decided() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::turn_employers_key(&app).await;
    let application = steps::apply(&app, &mut app.sign_in(AMARA).await).await;
    app.pass(chrono::Duration::days(3));
    let applied = async || app.sign_in(AMARA).await.page(&application).await.text();
    assert!(applied().await.contains("23 November 2026, 3 days ago"), "{}", applied().await);
    steps::confer(&app, &application).await;
    assert!(
        applied().await.contains("23 November 2026") && !applied().await.contains("days ago"),
        "{}",
        applied().await
    );
}

/// A correction that is recorded while the page is open may take away what the status rests on.
#[tokio::test]
async fn a_status_is_conferred_by_nobody_who_has_not_read_what_it_rests_on_by_now() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::turn_employers_key(&app).await;
    let application = steps::apply(&app, &mut app.sign_in(AMARA).await).await;
    let mut ines = app.sign_in(INES).await;
    let open = ines.page(&application).await.form("Decide").fill("decision", "confer");
    let mut dana = app.sign_in(DANA).await;
    let sitting = dana.page("/sittings").await.link("F06");
    let correction = dana.page(&sitting).await.link("Correct");
    let form = dana.page(&correction).await.form("Correct the result");
    dana.submit(form.fill("outcome", "fail").fill("reason", "Two candidates were mixed up.")).await;
    let back = ines.submit(open).await.page;
    let errors = back.errors();
    assert!(errors.len() == 1 && errors[0].starts_with("What this rests on has changed since"), "{errors:?}");
    assert!(back.says("Under correction"), "{}", back.text());
    // Read now, it is theirs to decide.
    ines.submit(back.form("Decide")).await.must_say("holds the status from today.");
}

#[tokio::test]
async fn a_list_without_a_status_has_no_number_over_it() {
    let app = TestApp::new().await;
    let mut sol = app.sign_in(SOL).await;
    assert!(sol.page("/awards").await.says("1 status, the latest first."));
    let page = sol.page("/awards?q=nobody").await;
    assert!(!page.says("0 statuses"), "{}", page.text());
}
