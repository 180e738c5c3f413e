//! Asking for a job, taking it, and what came of it.

use crate::entities::job::{Column, Entity, Kind, Model};
use crate::error::AppError;
use crate::web::db::Db;
use crate::web::random;
use chrono::{DateTime, Duration, Utc};
use domain::ids::JobId;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, LockBehavior, LockType, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};

/// How long a server has a job for itself, if it does not renew the lease.
pub const LEASE: Duration = Duration::seconds(60);
/// After so many attempts a job is left alone until it is asked for again; `gradus doctor` names it.
pub const ATTEMPTS: i32 = 10;

/// A job that this server does now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub id: JobId,
    pub kind: Kind,
    pub subject: String,
    /// Which server does it.
    server: String,
    requests: i64,
    attempts: i32,
}

/// Asks for a job, in the transaction that makes it necessary. One that waits already is done at the earlier of both times.
pub async fn ask(db: &impl ConnectionTrait, kind: Kind, subject: &str, due_at: DateTime<Utc>) -> Result<(), AppError> {
    let waiting = |column| Expr::col((Entity, column));
    let earlier = CaseStatement::new().case(waiting(Column::DueAt).gt(due_at), due_at).finally(waiting(Column::DueAt));
    let again = OnConflict::columns([Column::Kind, Column::Subject])
        .value(Column::DueAt, earlier)
        .value(Column::Requests, waiting(Column::Requests).add(1))
        .value(Column::Attempts, 0)
        .to_owned();
    let row = Model {
        id: JobId::new(random::uuid()),
        kind,
        subject: subject.to_owned(),
        due_at,
        requests: 1,
        attempts: 0,
        leased_by: None,
        leased_until: None,
        error: None,
    };
    Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(db).await?;
    Ok(())
}

/// Takes the job that is due longest, for `server`. A job whose server has let its lease run out is taken from it.
pub async fn take(db: &Db, server: &str, now: DateTime<Utc>) -> Result<Option<Taken>, AppError> {
    let tx = db.begin().await?;
    let found = Entity::find()
        .filter(Column::DueAt.lte(now))
        .filter(Column::Attempts.lt(ATTEMPTS))
        .filter(is_free(now))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        // What another server is taking at this moment is not waited for.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(&tx)
        .await?;
    if let Some(job) = &found {
        let mut leased = job.clone().into_active_model();
        leased.attempts = Set(job.attempts + 1);
        leased.leased_by = Set(Some(server.to_owned()));
        leased.leased_until = Set(Some(now + LEASE));
        Entity::update(leased).exec(&tx).await?;
    }
    tx.commit().await?;
    Ok(found.map(|job| Taken {
        id: job.id,
        kind: job.kind,
        subject: job.subject,
        server: server.to_owned(),
        requests: job.requests,
        attempts: job.attempts + 1,
    }))
}

/// Jobs that no server has for itself.
fn is_free(now: DateTime<Utc>) -> Expr {
    Column::LeasedUntil.is_null().or(Column::LeasedUntil.lte(now))
}

/// When the next job may be taken: once it is due, and a lease of it is over.
pub async fn next_due(db: &Db) -> Result<Option<DateTime<Utc>>, AppError> {
    let (due, leased) = (|| Expr::col(Column::DueAt), || Expr::col(Column::LeasedUntil));
    let free: Expr = CaseStatement::new().case(leased().gt(due()), leased()).finally(due()).into();
    let next = Entity::find()
        .select_only()
        .column_as(free, "free")
        .filter(Column::Attempts.lt(ATTEMPTS))
        .order_by_asc(Expr::col("free"));
    Ok(next.into_tuple().one(db.read()).await?)
}

/// Jobs that are not tried any more: they failed so often, or the servers that did them stopped before they were done.
pub async fn left(db: &Db, now: DateTime<Utc>) -> Result<Vec<Model>, AppError> {
    let tried = Entity::find().filter(Column::Attempts.gte(ATTEMPTS)).filter(is_free(now));
    Ok(tried.order_by_asc(Column::DueAt).all(db.read()).await?)
}

/// Keeps the lease of a job that takes long.
pub(super) async fn renew(db: &Db, job: &Taken, now: DateTime<Utc>) -> Result<(), AppError> {
    Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(now + LEASE))
        .filter(held(job))
        .exec(db.writer())
        .await?;
    Ok(())
}

/// The job is done: it goes, or waits for `again`, or for having been asked for while it ran.
pub async fn finish(db: &Db, job: &Taken, again: Option<DateTime<Utc>>) -> Result<(), AppError> {
    let this = held(job).add(Column::Requests.eq(job.requests));
    let tx = db.begin().await?;
    match again {
        None => Entity::delete_many().filter(this).exec(&tx).await?.rows_affected,
        Some(due) => {
            let next = Entity::update_many().col_expr(Column::DueAt, Expr::value(due));
            let next = next.col_expr(Column::Attempts, Expr::value(0)).filter(this);
            next.exec(&tx).await?.rows_affected
        }
    };
    release(&tx, job, None).await?;
    tx.commit().await?;
    Ok(())
}

/// The job failed: it is tried again, later each time.
pub async fn fail(db: &Db, job: &Taken, error: &str, now: DateTime<Utc>) -> Result<(), AppError> {
    let later = now + Duration::seconds(1 << job.attempts.clamp(0, ATTEMPTS));
    let tx = db.begin().await?;
    Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(later))
        .filter(held(job).add(Column::Requests.eq(job.requests)))
        .exec(&tx)
        .await?;
    release(&tx, job, Some(error)).await?;
    tx.commit().await?;
    Ok(())
}

/// The job's row, while its server has the lease: one that was only slow changes nothing of what another does now.
fn held(job: &Taken) -> Condition {
    Condition::all().add(Column::Id.eq(job.id)).add(Column::LeasedBy.eq(&job.server))
}

async fn release(tx: &impl ConnectionTrait, job: &Taken, error: Option<&str>) -> Result<(), AppError> {
    Entity::update_many()
        .col_expr(Column::LeasedBy, Expr::value(None::<String>))
        .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::Error, Expr::value(error.map(str::to_owned)))
        .filter(held(job))
        .exec(tx)
        .await?;
    Ok(())
}
