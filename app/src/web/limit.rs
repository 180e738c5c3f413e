//! How often one may try a password (docs/adr/0027). The counts are kept in the database: they are of all servers, and outlive a
//! restart.

use crate::entities::query::insert_unless_there;
use crate::entities::sign_in_attempts::{Column, Entity, Model};
use crate::prelude::stores::*;
use crate::web::db::Db;
use crate::web::device;
use crate::web::request::RequestCx;
use chrono::Duration;
use domain::journal::Digest;

/// Over how long attempts count.
const WINDOW: Duration = Duration::minutes(15);
/// How long the first attempt beyond a limit waits after the last one; each further one waits so much longer.
const PAUSE: Duration = Duration::minutes(1);
/// Attempts in [`WINDOW`] that need not wait: of one person in a browser that knows them, or with one address from one source;
const OF_ONE: usize = 10;
/// with one address, from wherever;
const OF_ADDRESS: usize = 30;
/// from one source, which may be a whole office, with whatever address.
const OF_SOURCE: usize = 100;

/// An attempt that may be made, by the counts that it is in.
#[derive(Debug)]
pub struct Attempt(Vec<String>);

/// Counts an attempt that begins now; else gives the minutes to wait before the next. It is counted before its password is
/// hashed, under the locks of its rows: of many sent at once no more are hashed than may be tried one after another.
pub async fn begin(cx: &RequestCx, address: &str) -> Result<Result<Attempt, i64>, AppError> {
    let counts = counts(cx, address).await?;
    let tx = cx.app.db.begin().await?;
    for (of, most) in &counts {
        let mut recent = recent(&tx, of, cx.now).await?;
        let pause: Duration = recent.iter().skip(most - 1).map(|_| PAUSE).sum();
        let waits = recent.last().map_or(Duration::zero(), |last| *last + pause - cx.now);
        if !pause.is_zero() && waits > Duration::zero() {
            tx.rollback().await?;
            return Ok(Err((waits + Duration::seconds(59)).num_minutes()));
        }
        recent.push(cx.now);
        write(&tx, of, &recent).await?;
    }
    tx.commit().await?;
    Ok(Ok(Attempt(counts.into_iter().map(|(of, _)| of).collect())))
}

/// Takes an attempt back: the password was right.
pub async fn succeeded(cx: &RequestCx, attempt: Attempt) -> Result<(), AppError> {
    let tx = cx.app.db.begin().await?;
    for of in &attempt.0 {
        let mut recent = recent(&tx, of, cx.now).await?;
        if let Some(this) = recent.iter().rposition(|at| *at == cx.now) {
            recent.remove(this);
        }
        write(&tx, of, &recent).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The counts that an attempt is in, by their hashes, with how many of each need not wait; in the order in which all lock them.
async fn counts(cx: &RequestCx, address: &str) -> Result<Vec<(String, usize)>, AppError> {
    let of = match (device::known(cx, address).await?, cx.source) {
        (Some(device), _) => vec![(format!("{address} in {device}"), OF_ONE)],
        (None, None) => vec![(address.to_owned(), OF_ONE)],
        (None, Some(source)) => vec![
            (format!("{address} from {source}"), OF_ONE),
            (address.to_owned(), OF_ADDRESS),
            (format!("from {source}"), OF_SOURCE),
        ],
    };
    let mut of: Vec<_> = of.into_iter().map(|(of, most)| (Digest::of(&of).to_string(), most)).collect();
    of.sort();
    Ok(of)
}

/// The attempts of a count that count still, the oldest first; nobody else changes them until the transaction ends.
async fn recent(tx: &impl ConnectionTrait, of: &str, now: DateTime<Utc>) -> Result<Vec<DateTime<Utc>>, AppError> {
    let none = Model { of_sha256: of.to_owned(), attempts: String::from("[]"), last_at: now };
    insert_unless_there(tx, none).await?;
    let row = Entity::find_by_id(of).lock_exclusive().one(tx).await?;
    let mut recent: Vec<DateTime<Utc>> =
        row.map_or_else(|| Ok(Vec::new()), |row| serde_json::from_str(&row.attempts))?;
    recent.retain(|at| now - *at < WINDOW);
    Ok(recent)
}

async fn write(tx: &impl ConnectionTrait, of: &str, recent: &[DateTime<Utc>]) -> Result<(), AppError> {
    let Some(last) = recent.last() else {
        Entity::delete_by_id(of).exec(tx).await?;
        return Ok(());
    };
    Entity::update_many()
        .col_expr(Column::Attempts, Expr::value(serde_json::to_string(recent)?))
        .col_expr(Column::LastAt, Expr::value(*last))
        .filter(Column::OfSha256.eq(of))
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes what counts no longer.
pub(super) async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<(), AppError> {
    Entity::delete_many().filter(Column::LastAt.lte(now - WINDOW)).exec(db.writer()).await?;
    Ok(())
}
