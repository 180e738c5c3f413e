//! Applying for a status, conferring, withdrawing, and the public page.

use crate::steps::{self, STEP_OFF, state_of};
use tests::TestApp;
use tests::people::{AMARA, DANA, INES, LEO, OWEN, PIET, PRIYA, RUTH, SOL};

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
    let application: String = app.one("SELECT id FROM application", []).await;
    let page = format!("/applications/{application}");
    for (who, reads) in [(LEO, true), (INES, true), (PRIYA, false)] {
        let page = app.sign_in(who).await.page(&page).await;
        let then = page.text_of_id("decided-on");
        assert_eq!(then.contains("What it was decided on, as it stood on"), reads, "{who}: {}", page.text());
        assert_eq!(then.contains("Foundation"), reads, "{who}: {then}");
    }
    // It is what was kept then, whatever stands now.
    let kept: String = app.one("SELECT standing FROM application_decision", []).await;
    let on = kept.split_once("\"on\":\"").unwrap().1.split('"').next().unwrap().to_owned();
    let day = chrono::NaiveDate::parse_from_str(&on, "%Y-%m-%d").unwrap().format("%-d %B %Y").to_string();
    assert!(app.sign_in(LEO).await.page(&page).await.text_of_id("decided-on").contains(&day), "{day}");
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
pub async fn what_is_withdrawn_is_withdrawn_once_and_at_once() {
    let app = TestApp::new().await;
    let award = steps::hold_status(&app).await;
    let code: String = app.one("SELECT code FROM award WHERE id = $1", [award[8..].into()]).await;
    let (mut ines, mut piet) = (app.sign_in(INES).await, app.sign_in(PIET).await);
    let of_ines = ines.page(&format!("{award}/withdrawal")).await.form("Withdraw the status");
    assert_eq!(ines.submit(of_ines.clone()).await.page.errors(), ["Enter the reason"]);
    let of_piet = piet.page(&format!("{award}/withdrawal")).await.form("Withdraw the status");
    let (one, other) = tokio::join!(ines.submit(of_ines.fill("reason", "A")), piet.submit(of_piet.fill("reason", "B")));
    let said = [one.page.text(), other.page.text()];
    assert_eq!(said.iter().filter(|text| text.contains("withdrew this status already")).count(), 1, "{said:?}");
    assert_ne!(state_of(&app, "cilex-paralegal").await, "held");
    let page = app.visitor().page(&format!("/check/{code}")).await;
    assert!(page.says("Withdrawn on 23 November 2026") && !page.says("In force"));
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn a_code_is_found_however_it_is_typed_and_an_unknown_one_says_what_to_do() {
    let app = TestApp::new().await;
    let code: String = app.one("SELECT code FROM award", []).await;
    let mut anyone = app.visitor();
    let form = anyone.page("/check").await.form("Check");
    for typed in [code.clone(), code.to_lowercase(), code.replace('-', " ")] {
        let answer = anyone.submit(form.clone().fill("code", &typed)).await;
        assert_eq!(answer.path, format!("/check/{code}"));
        answer.must_say("Leo Fenn");
    }
    let empty = anyone.submit(form.clone()).await;
    assert_eq!(empty.page.errors(), ["Enter the code"]);
    // Only the form asks; what a link adds of its own is no code.
    let linked = anyone.page("/check?utm_source=letter").await;
    assert!(linked.errors().is_empty(), "{:?}", linked.errors());
    let wrong = anyone.submit(form.fill("code", "not a code <b>")).await;
    assert!(wrong.page.errors()[0].starts_with("Check the code:"));
    for unknown in ["ZZZZ-ZZZZ-ZZZZ", "nonsense", "%3Cscript%3E", "..%2F..%2Fetc"] {
        let answer = anyone.get(&format!("/check/{unknown}")).await;
        assert_eq!(answer.status, 404, "{unknown}");
        answer.must_say("No status has this code");
    }
}

#[tokio::test]
async fn the_public_page_names_nobody_but_the_holder() {
    let app = TestApp::new().await;
    let code: String = app.one("SELECT code FROM award", []).await;
    let page = app.visitor().page(&format!("/check/{code}")).await;
    for person in ["Ines", "Piet", "Ruth", "Priya", "Dana", "Owen", "Hale", "@"] {
        assert!(!page.html().contains(person), "{person} stands on the public page");
    }
    assert!(page.says("Leo Fenn") && page.says("ACILEX"));
}

#[tokio::test]
async fn the_last_day_of_a_status_is_the_last_on_which_it_is_held() {
    let letters = "letters = \"ACILEX\"\n";
    let lasting = format!("{letters}expires = \"1 year\"\n");
    let app = TestApp::with_changed_framework(("cpq/2021-06", letters, &lasting)).await;
    let award = steps::hold_status(&app).await;
    let code: String =
        app.one("SELECT code FROM award WHERE id = $1", [award.strip_prefix("/awards/").unwrap().into()]).await;
    let check = format!("/check/{code}");
    let mut ines = app.sign_in(INES).await;
    for path in [&award, &check] {
        let page = ines.page(path).await;
        // Conferred on 23 November 2026 for a year.
        assert!(page.says("Last day 22 November 2027"), "{path}: {}", page.text());
        assert!(!page.says("Lasts until"), "{path}");
    }
    let status = format!("/enrolments/{}/nodes/cilex-paralegal", app.enrolment(AMARA).await);
    assert!(ines.page(&status).await.says("last day 22 November 2027"));
    app.pass(chrono::Duration::days(364));
    let mut anyone = app.visitor();
    assert!(anyone.page(&check).await.says("In force on 22 November 2027"));
    app.pass(chrono::Duration::days(1));
    assert!(anyone.page(&check).await.says("Expired on 23 November 2027"));
}

/// What has ended once can't end otherwise: the record would say that a status was taken away which nobody held any more.
#[tokio::test]
async fn a_status_that_has_expired_is_not_withdrawn() {
    let letters = "letters = \"ACILEX\"\n";
    let lasting = format!("{letters}expires = \"1 year\"\n");
    let app = TestApp::with_changed_framework(("cpq/2021-06", letters, &lasting)).await;
    let award = steps::hold_status(&app).await;
    let expires: chrono::NaiveDate = app.one("SELECT expires_on FROM award WHERE id = $1", [award[8..].into()]).await;
    assert_eq!(expires.to_string(), "2027-11-23");
    let withdrawal = format!("{award}/withdrawal");
    app.pass(chrono::Duration::days(365));
    let mut ines = app.sign_in(INES).await;
    assert!(!ines.page(&award).await.has_link("Withdraw this status"));
    assert_eq!(ines.get(&withdrawal).await.path, award);
    let before = app.contents().await;
    let refused = ines.post(&withdrawal, &[("reason", "Too late.")]).await;
    refused.must_say("The person no longer holds this status, so there is nothing to withdraw.");
    assert_eq!(app.contents().await, before);
    assert!(ines.page(&award).await.says("Expired on 23 November 2027"));
}

#[tokio::test]
async fn the_page_for_codes_says_whose_register_it_is_and_bears_any_text() {
    let app = TestApp::new().await;
    let mut anyone = app.visitor();
    let page = anyone.page("/check").await;
    let names = app.state.catalogue.bodies().all().map(|body| body.name.clone()).collect::<Vec<_>>();
    assert!(!names.is_empty());
    for name in &names {
        assert!(page.says(name), "{name}: {}", page.text());
    }
    let longest = page.elements().find_map(|(_, all)| all.iter().find(|(name, _)| name == "maxlength").cloned());
    let longest: usize = longest.unwrap().1.parse().unwrap();
    let form = page.form("Check");
    let long = anyone.submit(form.clone().fill("code", &"7".repeat(60_000))).await;
    assert_eq!(long.page.errors(), ["Check the code: it has twelve letters and digits"]);
    assert_eq!(long.page.form("Check").value("code").unwrap().len(), longest);
    // A U is spoken of to those who typed one.
    let with_u = anyone.submit(form.fill("code", "UKQ2-M8FD-3XWA")).await;
    assert_eq!(with_u.page.errors(), ["Check the code: it has twelve letters and digits, and none of them is a U"]);
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

/// Leo holds a status; what it was conferred on turns out not to have been there. It stays in force until a registrar decides.
#[tokio::test]
async fn a_status_that_has_lost_its_basis_is_on_the_registrars_first_page_until_it_is_withdrawn() {
    let app = TestApp::new().await;
    let (mut ines, mut dana, mut owen) = (app.sign_in(INES).await, app.sign_in(DANA).await, app.sign_in(OWEN).await);
    assert!(!ines.page("/applications").await.says("lost their basis"));
    let sitting: String = app
        .one("SELECT s.id FROM sitting s JOIN result r ON r.sitting_id = s.id WHERE s.element = 'F03' AND r.enrolment_id = $1", [app.enrolment(LEO).await.into()])
        .await;
    let sitting = format!("/sittings/{sitting}");
    let correction = dana.page(&sitting).await.link("Correct the result of Leo Fenn");
    let form = dana.page(&correction).await.form("Correct the result");
    let form = form.fill("outcome", "fail").fill("reason", "Read from the wrong line.");
    dana.submit(form).await.must_say("waits for a second person");
    assert!(!ines.page("/applications").await.says("lost their basis"), "a correction counts when it is confirmed");
    let waiting = owen.page(&sitting).await;
    assert!(waiting.says("Reason for the correction: Read from the wrong line."), "{}", waiting.text());
    app.pass(chrono::Duration::days(2));
    let (mut ines, mut owen) = (app.sign_in(INES).await, app.sign_in(OWEN).await);
    steps::confirm(&mut owen, &sitting).await.must_say("confirmed");

    let first = ines.page("/applications").await;
    let section = first.text_of_id("lost");
    assert!(
        section.contains("Leo Fenn") && section.contains("F03") && section.contains("25 November 2026"),
        "{section}"
    );
    // Who corrected what, when and why stands beside it.
    let names: Vec<String> =
        app.column("SELECT name FROM person WHERE email IN ($1, $2) ORDER BY email", [DANA.into(), OWEN.into()]).await;
    let corrected = format!(
        "Corrected by {} on 23 November 2026, confirmed by {} on 25 November 2026: Not passed, ",
        names[0], names[1]
    );
    let reason = "Reason: Read from the wrong line.";
    assert!(section.contains(&corrected) && section.contains(reason), "{section}");
    assert!(first.link("What was noted").ends_with("/record"));
    let award = first.link("Leo Fenn");
    let page = ines.page(&award).await;
    assert!(
        page.says("This status has lost its basis.") && page.says("known since 25 November 2026"),
        "{}",
        page.text()
    );
    assert!(page.says("In force"), "{}", page.text());
    assert!(page.says(&corrected) && page.says(reason), "{}", page.text());
    assert!(page.link("F03").ends_with("/nodes/F03"));
    crate::chapter_file::must_equal_rows(&app).await;
    app.must_be_as_events_made_it().await;
    // It is nothing to the public, nor to another body.
    let code: String = app.one("SELECT code FROM award WHERE id = $1", [award["/awards/".len()..].into()]).await;
    assert!(!app.visitor().page(&format!("/check/{code}")).await.says("basis"));
    assert!(!app.sign_in(SOL).await.page("/applications").await.says("lost their basis"));
    // Nor does the place of another body's in the list say anything, whoever asks: it is as if there were none of it.
    let nobody = "/applications?lost=01890000-0000-7000-8000-000000000009";
    let mut sol = app.sign_in(SOL).await;
    let of_another = sol.page(&format!("/applications?lost={}", &award["/awards/".len()..])).await;
    assert_eq!(of_another.text(), sol.page(nobody).await.text());
    // A copy that is gone is found and made again.
    app.execute("DELETE FROM lost_basis", []).await.unwrap();
    assert_eq!(crate::chapter_file::differing(&app).await.len(), 1);
    let leo = domain::ids::EnrolmentId::parse(&app.enrolment(LEO).await).unwrap();
    app::journal::listing::rebuild(app.db(), &app.state.catalogue, &[leo]).await.unwrap();
    crate::chapter_file::must_equal_rows(&app).await;

    let form = ines.page(&format!("{award}/withdrawal")).await.form("Withdraw the status");
    ines.submit(form.fill("reason", "The examination was not passed.")).await.must_say("withdrawn");
    assert!(!ines.page("/applications").await.says("lost their basis"));
    crate::chapter_file::must_equal_rows(&app).await;
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
