//! A server's part in the jobs: it takes one after the other, for as long as it runs.

use super::queue::{LEASE, Taken, ask, fail, finish, next_due, renew, take};
use crate::entities::job::Kind;
use crate::error::AppError;
use crate::journal::refusals;
use crate::web::clock::Clock;
use crate::web::db::Db;
use crate::web::{forms, random, session};
use chrono::{DateTime, Duration, Utc};

/// How often what is over is deleted.
const SWEEP: Duration = Duration::hours(1);
/// How long a server sleeps at most before it looks for jobs that another one asked for.
const LOOK: std::time::Duration = std::time::Duration::from_secs(1);

/// Sees to it that the jobs are there that every deployment has.
pub async fn begin(db: &Db, now: DateTime<Utc>) -> Result<(), AppError> {
    let tx = db.begin().await?;
    for kind in [Kind::Sessions, Kind::Refusals, Kind::Forms] {
        ask(&tx, kind, "", now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Does what is due, for ever; `features` does the jobs of features.
pub async fn work<F, Fut>(db: Db, clock: Clock, features: F)
where
    F: Fn(Taken) -> Fut + Send,
    Fut: Future<Output = Result<(), AppError>> + Send,
{
    let server = random::uuid().to_string();
    loop {
        match take(&db, &server, clock.now()).await {
            Ok(Some(job)) => one(&db, &clock, &job, &features).await,
            Ok(None) => tokio::time::sleep(until_next(&db, &clock).await).await,
            Err(error) => {
                tracing::warn!(%error, "jobs could not be read");
                tokio::time::sleep(LOOK).await;
            }
        }
    }
}

async fn until_next(db: &Db, clock: &Clock) -> std::time::Duration {
    let due = next_due(db).await.ok().flatten();
    let wait = due.and_then(|due| (due - clock.now()).to_std().ok());
    // Due already and not taken: another server does it.
    wait.filter(|wait| !wait.is_zero()).unwrap_or(LOOK).min(LOOK)
}

/// Does a job, keeping its lease, and writes what came of it.
async fn one<F, Fut>(db: &Db, clock: &Clock, job: &Taken, features: &F)
where
    F: Fn(Taken) -> Fut,
    Fut: Future<Output = Result<(), AppError>>,
{
    let half = LEASE.to_std().unwrap_or_default() / 2;
    let doing = perform(db, clock, job, features);
    tokio::pin!(doing);
    let done = loop {
        tokio::select! {
            done = &mut doing => break done,
            () = tokio::time::sleep(half) => {
                if let Err(error) = renew(db, job, clock.now()).await {
                    tracing::warn!(%error, ?job, "a lease could not be renewed");
                }
            }
        }
    };
    let written = match done {
        Ok(again) => finish(db, job, again).await,
        Err(error) => {
            tracing::warn!(%error, ?job, "a job failed");
            fail(db, job, &error.to_string(), clock.now()).await
        }
    };
    if let Err(error) = written {
        tracing::warn!(%error, ?job, "what came of a job could not be written");
    }
}

/// Does it, and says when it is to be done again.
async fn perform<F, Fut>(db: &Db, clock: &Clock, job: &Taken, features: &F) -> Result<Option<DateTime<Utc>>, AppError>
where
    F: Fn(Taken) -> Fut,
    Fut: Future<Output = Result<(), AppError>>,
{
    let now = clock.now();
    match job.kind {
        Kind::Imports => return features(job.clone()).await.map(|()| None),
        Kind::Sessions => session::delete_expired(db, now).await?,
        Kind::Refusals => refusals::sweep(db, now).await?,
        Kind::Forms => forms::sweep(db.writer(), now).await?,
    };
    Ok(Some(now + SWEEP))
}
