//! What is done to many at once takes as many statements as what is done to a few.

use crate::steps::{self, LAST_ELEMENT};
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

    let before = statements();
    let answer = dana.send(&sitting, &outcomes).await;
    let recording = statements() - before;
    assert_eq!(answer.status, 303, "{}", answer.page.text());

    let results: Vec<String> =
        app.column("SELECT id FROM result WHERE sitting_id = $1", [sitting.rsplit('/').next().into()]).await;
    assert_eq!(results.len(), how_many);
    let results: Vec<(&str, &str)> = results.iter().map(|id| ("result", id.as_str())).collect();
    let before = statements();
    let answer = owen.send(&format!("{sitting}/confirmation"), &results).await;
    let confirming = statements() - before;
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
