//! Whoever signed finds what they signed, and what became of it.

use crate::experience::{confirm, mina_records, open_request, recording, records_weeks, spell_of};
use tests::people::{AMARA, INES, JONAS, KARIM, LEO, MINA, PRIYA, RUTH};
use tests::{Page, TestApp, Visitor};

async fn signed(who: &mut Visitor) -> Vec<String> {
    let page = who.page("/queue").await.link("What you signed");
    rows(&who.page(&page).await)
}

/// The rows of the list, without its head.
fn rows(page: &Page) -> Vec<String> {
    page.rows().into_iter().skip(1).collect()
}

#[tokio::test]
async fn what_was_signed_stands_with_its_day_whose_it_is_and_how_it_is_now() {
    let app = TestApp::new().await;
    let (mut mina, mut karim) = (app.sign_in(MINA).await, app.sign_in(KARIM).await);
    let page = app.sign_in(JONAS).await.page("/signed").await;
    assert!(page.says("Nothing is signed yet"), "{}", page.text());
    let before = signed(&mut karim).await;
    mina_records(&app, &mut mina, (300, 100)).await;
    let request = open_request(&app).await;
    confirm(&mut karim, &request).await;
    let rows = signed(&mut karim).await;
    assert_eq!(rows[1..], before, "the latest comes first");
    for said in ["23 Nov", "Qualifying work experience, from", "Mina Sato", "Confirmed", "As you signed it"] {
        assert!(rows[0].contains(said), "{said}: {rows:?}");
    }
    assert_eq!(karim.page("/signed").await.link("Qualifying work experience"), request);
    let question = karim.page(&format!("{request}/withdrawal")).await;
    // Which work it is, and no longer that it is to be confirmed.
    assert!(question.says("Work of Mina Sato from "), "{}", question.text());
    let form = question.form("Withdraw the confirmation");
    let page = karim.submit(form.fill("reason", "A slip.")).await.must_say("The confirmation is withdrawn.");
    assert!(page.says("The work of Mina Sato") && !page.says("Confirm the work of"), "{}", page.text());
    let rows = signed(&mut karim).await;
    assert!(rows[0].contains("Withdrawn on 23 November 2026 by Karim Daoud: A slip."), "{rows:?}");
    // Work that was taken out since is no longer as it was signed.
    let form = mina.page(&format!("{}/removal", spell_of(&app).await)).await.form("Take it out");
    let _ = mina.submit(form).await.must_say("It is taken out.");
    let rows = signed(&mut karim).await;
    assert!(rows[0].contains("A slip. Taken out by the trainee since."), "{rows:?}");
    mina_records(&app, &mut mina, (300, 100)).await;
    let form = karim.page(&open_request(&app).await).await.form("Sign and send").fill("outcome", "declined");
    karim.submit(form.fill("why", "Not so.")).await.must_say("Not confirmed.");
    assert!(signed(&mut karim).await[0].contains("As you signed it"));
    let form = mina.page(&format!("{}/removal", spell_of(&app).await)).await.form("Take it out");
    let _ = mina.submit(form).await.must_say("It is taken out.");
    let rows = signed(&mut karim).await;
    assert!(rows[0].contains("Taken out by the trainee since") && !rows[0].contains("As you signed it"), "{rows:?}");
}

#[tokio::test]
async fn what_a_colleague_signed_stands_with_whoever_withdrew_it_too() {
    let app = TestApp::new().await;
    let (mut amara, mut priya) = (app.sign_in(AMARA).await, app.sign_in(PRIYA).await);
    let mut ruth = app.sign_in(RUTH).await;
    let before = signed(&mut ruth).await.len();
    let form = recording(&app, &mut amara, AMARA, (50, 23)).await.fill("hours", "35").fill("hours_of", "week");
    records_weeks(&mut amara, form).await.must_say("is asked to confirm it.");
    let request = open_request(&app).await;
    confirm(&mut priya, &request).await;
    assert_eq!(signed(&mut ruth).await.len(), before);
    let form = ruth.page(&format!("{request}/withdrawal")).await.form("Withdraw the confirmation");
    ruth.submit(form.fill("reason", "A holiday was counted.")).await.must_say("The confirmation is withdrawn.");
    let rows = signed(&mut ruth).await;
    let by: Vec<&String> = rows.iter().filter(|row| row.contains("by Ruth Hale: A holiday was counted.")).collect();
    assert!(rows.len() == before + 1 && by.len() == 1 && by[0].contains("Confirmed by Priya"), "{rows:?}");
    let rows = signed(&mut priya).await;
    assert!(rows[0].contains("by Ruth Hale: A holiday was counted.") && !rows[0].contains("by Priya"), "{rows:?}");
    // The list goes on after it as after what one signed.
    let after = ruth.page(&format!("/signed?after={}", request.strip_prefix("/queue/").unwrap())).await;
    assert!(!after.says("A holiday was counted."), "{}", after.text());
}

#[tokio::test]
pub async fn claims_stages_and_work_are_listed_by_pages_and_to_their_signer_alone() {
    let app = TestApp::new().await;
    let mut ruth = app.sign_in(RUTH).await;
    let page = ruth.page("/signed").await;
    for said in ["Amara Osei", "Leo Fenn", "Met"] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    let own: Vec<String> =
        app.column("SELECT request_id FROM signature WHERE person_id = $1", [app.person(RUTH).await.into()]).await;
    assert_eq!(rows(&page).len(), own.len(), "{:?}", page.rows());
    // After one of them stand those that were signed before it, and no other.
    let all = page.links();
    let ids: Vec<&str> = all.iter().filter_map(|(_, href)| href.strip_prefix("/queue/")).collect();
    assert_eq!(ids.len(), own.len(), "{ids:?}");
    let after = ruth.page(&format!("/signed?after={}", ids[2])).await;
    let links = after.links();
    assert_eq!(rows(&after).len(), own.len() - 3);
    assert!(links.iter().any(|(_, href)| href == &format!("/queue/{}", ids[3])));
    assert!(!links.iter().any(|(_, href)| href == &format!("/queue/{}", ids[2])));
    let mut jonas = app.sign_in(JONAS).await;
    let page = jonas.page("/signed").await;
    assert!(ids.iter().all(|id| !page.html().contains(id)), "{}", page.text());
    for other in [AMARA, LEO, INES] {
        assert_eq!(app.sign_in(other).await.get("/signed").await.status, 404);
    }
    assert_eq!(app.sign_in(PRIYA).await.get("/signed").await.status, 200);
}

#[tokio::test]
async fn what_is_no_longer_open_to_its_signer_stands_without_a_link() {
    let app = TestApp::new().await;
    let (mut ruth, mut priya) = (app.sign_in(RUTH).await, app.sign_in(PRIYA).await);
    let list = priya.page(&format!("/enrolments/{}/supervision", app.enrolment(LEO).await)).await;
    let form = priya.page(&list.link("End the supervision by Ruth Hale")).await.form("End the supervision");
    priya.submit(form.fill("over_from", &tests::today().to_string())).await.must_say("The supervision has ended.");
    let page = ruth.page("/signed").await;
    let rows = rows(&page);
    let of_leo = rows.iter().filter(|row| row.contains("Leo Fenn")).count();
    assert!(of_leo > 2, "{rows:?}");
    for (_, href) in page.links().iter().filter(|(_, href)| href.starts_with("/queue/")) {
        assert_eq!(ruth.get(href).await.status, 200, "{href}");
    }
    let led = page.links().iter().filter(|(_, href)| href.starts_with("/queue/")).count();
    assert!(led < rows.len() && led > 0, "{led} of {rows:?}");
}
