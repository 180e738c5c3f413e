//! How often one may try a password. The count is kept in the database: it is one for all servers, and outlives a restart.

use crate::entities::query::insert_unless_there;
use crate::entities::sign_in_attempts::{Column, Entity, Model};
use crate::prelude::stores::*;
use crate::web::db::Db;
use crate::web::request::RequestCx;
use chrono::Duration;
use domain::journal::Digest;

/// Attempts in [`WINDOW`] after which an address is answered no more.
const MOST: usize = 10;
/// Over how long attempts count.
const WINDOW: Duration = Duration::minutes(15);

/// Counts an attempt that begins now; else gives the minutes to wait before the address may be tried again. It is counted
/// before its password is hashed, under the lock of its row: of many sent at once no more are hashed than may be tried one
/// after another.
pub async fn begin(cx: &RequestCx, address: &str) -> Result<Option<i64>, AppError> {
    let (address_sha256, now) = (Digest::of(address).to_string(), cx.now);
    let tx = cx.app.db.begin().await?;
    let first = Model { address_sha256: address_sha256.clone(), attempts: String::from("[]"), last_at: now };
    insert_unless_there(&tx, first).await?;
    let this = Entity::find_by_id(&address_sha256).lock_exclusive().one(&tx).await?;
    let mut recent: Vec<DateTime<Utc>> = match this {
        Some(row) => serde_json::from_str(&row.attempts)?,
        None => Vec::new(),
    };
    recent.retain(|at| now - *at < WINDOW);
    if let (Some(first), true) = (recent.first(), recent.len() >= MOST) {
        let wait = (WINDOW.num_minutes() - (now - *first).num_minutes()).max(1);
        tx.rollback().await?;
        return Ok(Some(wait));
    }
    recent.push(now);
    Entity::update_many()
        .col_expr(Column::Attempts, Expr::value(serde_json::to_string(&recent)?))
        .col_expr(Column::LastAt, Expr::value(now))
        .filter(Column::AddressSha256.eq(address_sha256))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(None)
}

/// Forgets the attempts of an address: its person has signed in.
pub async fn succeeded(cx: &RequestCx, address: &str) -> Result<(), AppError> {
    Entity::delete_by_id(Digest::of(address).to_string()).exec(cx.app.db.writer()).await?;
    Ok(())
}

/// Deletes what counts no longer.
pub(super) async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<(), AppError> {
    Entity::delete_many().filter(Column::LastAt.lte(now - WINDOW)).exec(db.writer()).await?;
    Ok(())
}
