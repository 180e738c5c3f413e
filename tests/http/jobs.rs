//! Jobs: each is done once, by whichever server takes it, and none is lost.

use app::web::jobs::{Kind, Taken, ask, fail, finish, left, next_due, take};
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeSet;
use tests::TestApp;

fn now() -> DateTime<Utc> {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

/// Asks for as many jobs as there are numbers, all due now.
async fn request_jobs(app: &TestApp, jobs: u32) {
    let tx = app.db().begin().await.unwrap();
    for job in 0..jobs {
        ask(&tx, Kind::Forms, &job.to_string(), now()).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn taken(app: &TestApp, server: &str, at: DateTime<Utc>) -> Option<Taken> {
    take(app.db(), server, at).await.unwrap()
}

#[tokio::test]
async fn two_servers_do_each_job_once() {
    let app = TestApp::new().await;
    request_jobs(&app, 60).await;
    let all = async |server: &'static str| {
        let mut done = Vec::new();
        while let Some(job) = taken(&app, server, now()).await {
            done.push(job.subject.clone());
            finish(app.db(), &job, None).await.unwrap();
        }
        done
    };
    let (one, other) = tokio::join!(all("one"), all("other"));
    let together: BTreeSet<&String> = one.iter().chain(&other).collect();
    assert_eq!(one.len() + other.len(), 60, "one was done twice, or left");
    assert_eq!(together.len(), 60);
    assert_eq!(app.one::<i64>("SELECT COUNT(*) FROM job", []).await, 0);
}

#[tokio::test]
async fn a_job_is_taken_when_it_is_due_and_from_a_server_that_died_when_its_lease_is_over() {
    let app = TestApp::new().await;
    request_jobs(&app, 1).await;
    assert_eq!(next_due(app.db()).await.unwrap(), Some(now()));
    assert_eq!(taken(&app, "one", now() - Duration::microseconds(1)).await, None);
    let first = taken(&app, "one", now()).await.expect("it is due");
    assert_eq!(taken(&app, "other", now() + Duration::seconds(59)).await, None);
    let second = taken(&app, "other", now() + Duration::seconds(60)).await.expect("the lease is over");
    assert_eq!((second.id, second.kind, &second.subject), (first.id, first.kind, &first.subject));
    // The first was only slow: what it says now does not end what the other does.
    fail(app.db(), &first, "slow", now()).await.unwrap();
    finish(app.db(), &first, None).await.unwrap();
    assert_eq!(app.one::<String>("SELECT leased_by FROM job", []).await, "other");
    finish(app.db(), &second, None).await.unwrap();
    assert_eq!(app.one::<i64>("SELECT COUNT(*) FROM job", []).await, 0);
}

#[tokio::test]
async fn asked_for_twice_it_is_one_job_at_the_earlier_time_and_while_it_runs_it_is_done_again() {
    let app = TestApp::new().await;
    for due in [5, 2, 9] {
        ask(app.db().writer(), Kind::Forms, "", now() + Duration::days(due)).await.unwrap();
    }
    let due = now() + Duration::days(2);
    assert_eq!(next_due(app.db()).await.unwrap(), Some(due));
    assert_eq!(app.one::<i64>("SELECT COUNT(*) FROM job", []).await, 1);
    let job = taken(&app, "one", due).await.unwrap();
    ask(app.db().writer(), Kind::Forms, "", due).await.unwrap();
    finish(app.db(), &job, None).await.unwrap();
    let again = taken(&app, "one", due).await.expect("it was asked for while it ran");
    finish(app.db(), &again, Some(due + Duration::hours(1))).await.unwrap();
    assert_eq!(next_due(app.db()).await.unwrap(), Some(due + Duration::hours(1)));
}

#[tokio::test]
async fn a_job_that_fails_is_tried_later_each_time_and_then_left_with_its_error() {
    let app = TestApp::new().await;
    request_jobs(&app, 1).await;
    let mut at = now();
    for attempt in 1..=10 {
        assert_eq!(taken(&app, "one", at - Duration::microseconds(1)).await, None, "{attempt}");
        let job = taken(&app, "one", at).await.unwrap_or_else(|| panic!("attempt {attempt} is due"));
        fail(app.db(), &job, "the disk is full", at).await.unwrap();
        at += Duration::seconds(1 << attempt);
    }
    assert_eq!(taken(&app, "one", at).await, None, "it is tried for ever");
    assert_eq!(app.one::<String>("SELECT error FROM job", []).await, "the disk is full");
    ask(app.db().writer(), Kind::Forms, "0", at).await.unwrap();
    assert!(taken(&app, "one", at).await.is_some(), "asked for again it is tried again");
}

#[tokio::test]
async fn a_job_whose_servers_stop_is_left_when_its_last_lease_is_over() {
    let app = TestApp::new().await;
    request_jobs(&app, 1).await;
    let mut at = now();
    for attempt in 1..=10 {
        taken(&app, "one", at).await.unwrap_or_else(|| panic!("attempt {attempt} is due"));
        at += Duration::seconds(60);
        // While one has it, nobody looks for it in vain.
        assert_eq!(next_due(app.db()).await.unwrap(), (attempt < 10).then_some(at));
    }
    assert_eq!(left(app.db(), at - Duration::microseconds(1)).await.unwrap(), [], "it may yet be done");
    let [job] = left(app.db(), at).await.unwrap().try_into().unwrap();
    assert_eq!((job.attempts, job.error), (10, None));
    assert_eq!(taken(&app, "one", at).await, None, "it is tried for ever");
}

#[tokio::test]
async fn what_is_for_reading_can_not_write() {
    use sea_orm::ConnectionTrait;
    let app = TestApp::new().await;
    let written = app.db().read().execute_unprepared("DELETE FROM job").await;
    assert!(written.is_err(), "the connection for reading writes");
}
