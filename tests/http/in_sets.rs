//! What is done to many at once takes as many statements as what is done to a few.

use crate::steps::{self, LAST_ELEMENT};
use app::web::pages::PAGE;
use domain::ids::EnrolmentId;
use tests::given::Trainees;
use tests::people::{DANA, OWEN};
use tests::{TestApp, statements};

/// The statements by which the results of so many candidates are recorded, and by which they are confirmed.
async fn of_candidates(how_many: usize) -> [usize; 2] {
    let app = TestApp::new().await;
    let provider = Some(app.organisation("Northgate Law School").await);
    let names: Vec<String> = (0..how_many).map(|one| format!("Candidate {one}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let candidates = Trainees { provider, ..Trainees::default() }.named(&app, &names).await;
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let outcomes: Vec<String> = candidates.iter().map(|id: &EnrolmentId| format!("outcome[{id}]")).collect();
    let outcomes: Vec<(&str, &str)> = outcomes.iter().map(|field| (field.as_str(), "pass")).collect();

    let before = statements().len();
    let answer = dana.send(&sitting, &outcomes).await;
    let recording = statements().len() - before;
    assert_eq!(answer.status, 303, "{}", answer.page.text());

    let results: Vec<String> =
        app.column("SELECT id FROM result WHERE sitting_id = $1", [sitting.rsplit('/').next().into()]).await;
    assert_eq!(results.len(), how_many);
    let results: Vec<(&str, &str)> = results.iter().map(|id| ("result", id.as_str())).collect();
    let before = statements().len();
    let answer = owen.send(&format!("{sitting}/confirmation"), &results).await;
    let confirming = statements().len() - before;
    assert_eq!(answer.status, 303, "{}", answer.page.text());
    let waits: i64 = app
        .one("SELECT COUNT(*) FROM provisional_result WHERE sitting_id = $1", [sitting.rsplit('/').next().into()])
        .await;
    assert_eq!(waits, 0);
    app.must_be_as_events_made_it().await;
    [recording, confirming]
}

#[tokio::test]
async fn the_results_of_a_sitting_are_recorded_and_confirmed_by_as_many_statements_however_many_they_are() {
    let few = of_candidates(3).await;
    assert!(few.iter().all(|taken| (5..100).contains(taken)), "{few:?}");
    assert_eq!(of_candidates(30).await, few);
}

/// Nobody else can write while a post is written, so it carries no more than a page shows.
#[tokio::test]
async fn a_post_records_and_confirms_as_many_results_as_a_page_shows_and_not_one_more() {
    let app = TestApp::new().await;
    let provider = Some(app.organisation("Northgate Law School").await);
    let names: Vec<String> = (0..=PAGE).map(|one| format!("Candidate {one}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let candidates = Trainees { provider, ..Trainees::default() }.named(&app, &names).await;
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let sitting = steps::add_sitting(&mut dana, LAST_ELEMENT).await;
    let outcomes: Vec<String> = candidates.iter().map(|id: &EnrolmentId| format!("outcome[{id}]")).collect();
    let outcomes: Vec<(&str, &str)> = outcomes.iter().map(|field| (field.as_str(), "pass")).collect();

    let before = app.contents().await;
    let refused = dana.post(&sitting, &outcomes).await.page.errors();
    assert_eq!(refused, ["Record the results of at most 50 candidates at once, as many as a page shows"]);
    assert_eq!(app.contents().await, before);
    dana.post(&sitting, &outcomes[..PAGE]).await.must_say("50 results are recorded.");
    dana.post(&sitting, &outcomes[PAGE..]).await.must_say("1 result is recorded.");

    let results = "SELECT id FROM result WHERE sitting_id = $1";
    let results: Vec<String> = app.column(results, [sitting.rsplit('/').next().into()]).await;
    let results: Vec<(&str, &str)> = results.iter().map(|id| ("result", id.as_str())).collect();
    let confirmation = format!("{sitting}/confirmation");
    let before = app.contents().await;
    let refused = owen.post(&confirmation, &results).await.page.errors();
    assert_eq!(refused, ["Confirm at most 50 results at once, as many as a page shows"]);
    assert_eq!(app.contents().await, before);
    owen.post(&confirmation, &results[..PAGE]).await.must_say("50 results are confirmed");
}
