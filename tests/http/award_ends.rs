//! How a status ends: it is withdrawn, its time is over, or its basis turns out not to have been there.

use crate::steps::{self, state_of};
use tests::TestApp;
use tests::people::{AMARA, DANA, INES, LEO, OWEN, PIET, SOL};

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
    // The decision does not read as if it stood: not in the list, not to whom it was made, nor on the page of the status.
    let decided = ines.page("/applications").await.text_of_id("decided");
    assert!(decided.contains("Conferred Withdrawn on 23 November 2026"), "{decided}");
    // The day of the decision stands apart from those in its tag.
    assert!(decided.contains("Decided on"), "{decided}");
    let application: String = app.one("SELECT application_id FROM award WHERE id = $1", [award[8..].into()]).await;
    let apply = format!("/enrolments/{}/application/{}", app.enrolment(AMARA).await, steps::STEP_OFF);
    let mut amara = app.sign_in(AMARA).await;
    for path in [format!("/applications/{application}"), apply] {
        let page = amara.page(&path).await;
        assert!(page.says("Conferred Withdrawn on 23 November 2026"), "{path}: {}", page.text());
    }
    app.must_be_as_events_made_it().await;
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
    let plan = format!("/enrolments/{}/plan?to=cilex-paralegal", app.enrolment(AMARA).await);
    for (who, says) in [(AMARA, "You are"), (INES, "They are")] {
        let page = app.sign_in(who).await.page(&plan).await;
        assert!(page.says(&format!("{says} there already. It counts until 22 November 2027.")), "{}", page.text());
    }
    app.pass(chrono::Duration::days(364));
    let mut anyone = app.visitor();
    assert!(anyone.page(&check).await.says("In force on 22 November 2027"));
    app.pass(chrono::Duration::days(1));
    assert!(anyone.page(&check).await.says("Expired on 23 November 2027"));
    let decided = app.sign_in(INES).await.page("/applications").await.text_of_id("decided");
    assert!(decided.contains("Conferred Expired on 23 November 2027"), "{decided}");
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
    let marked = |page: &tests::Page| page.text_of_id("awards").contains("In force Basis lost");
    assert!(marked(&ines.page("/awards").await), "{}", ines.page("/awards").await.text());
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
    // Whoever holds it reads it on their first page, and their export has it.
    let mut holder = app.sign_in(LEO).await;
    let home = holder.page("/home").await;
    assert!(home.says("has lost its basis") && home.says("known since 25 November 2026"), "{}", home.text());
    assert!(home.says("It stays in force until CILEX withdraws it.") && home.says(reason), "{}", home.text());
    assert!(home.link("F03").ends_with("/nodes/F03"));
    // So does the way to it, to whom that concerns alone.
    let plan = format!("/enrolments/{}/plan?to=cilex-paralegal", app.enrolment(LEO).await);
    for who in [&mut holder, &mut ines] {
        let page = who.page(&plan).await;
        assert!(page.says("hold it, and it has lost its basis.") && !page.says("there already"), "{}", page.text());
        assert!(page.link("F03").ends_with("/nodes/F03"));
    }
    let mut provider = app.sign_in(DANA).await;
    assert!(!provider.page(&plan).await.says("lost its basis"));
    let export = holder.get(&format!("/enrolments/{}/record.json", app.enrolment(LEO).await)).await;
    let export: serde_json::Value = serde_json::from_slice(&export.bytes).unwrap();
    let lost = serde_json::json!([{ "award": award["/awards/".len()..], "missing": ["F03"], "since": "2026-11-25" }]);
    assert_eq!(export["lost_bases"], lost);
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
    assert!(!marked(&ines.page("/awards").await));
    assert!(!ines.page("/applications").await.says("lost their basis"));
    crate::chapter_file::must_equal_rows(&app).await;
}
