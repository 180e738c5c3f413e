//! What the public pages of a framework say.

use tests::TestApp;

#[tokio::test]
async fn a_framework_leads_to_its_routes_and_says_what_each_asks_for() {
    let app = TestApp::new().await;
    let page = app.visitor().page("/frameworks/cpq/2021-06").await;
    let route = page.link("Legacy qualifications (Level 3 and Level 6)");
    assert_eq!(route, "/frameworks/cpq/2021-06/route-legacy");
    assert!(page.text_of_id("routes").contains("1 June 2021"), "{}", page.text_of_id("routes"));
    assert_eq!(app.visitor().page("/frameworks/sqe/2021-09").await.text_of_id("routes"), "");
}

#[tokio::test]
async fn an_outcome_says_what_it_means_and_by_how_many_it_is_decided() {
    let two = "at Foundation\"\nexamples = 2\ndistinct_signers = 2\n";
    let app = TestApp::with_changed_framework(("cpq/2021-06", "at Foundation\"\nexamples = 1\n", two)).await;
    let outcome = app.visitor().page("/frameworks/cpq/2021-06/segment-1-foundation").await;
    assert!(outcome.says("Gathers, questions and analyses information"), "{}", outcome.text());
    let said = "2 times, decided by at least 2 different people";
    assert!(outcome.says(said), "{}", outcome.text());
    let all = app.visitor().page("/frameworks/cpq/2021-06").await;
    assert!(all.text_of_id("competencies").contains(said), "{}", all.text());
    // What has words of its own says them once.
    let own = app.visitor().page("/frameworks/cpq/2021-06/segment-1").await;
    assert!(own.says("Description") && !own.says("What it means"), "{}", own.text());
}
