//! The session of a person who has proved who they are.

use crate::entities::session::{Column, Entity};
use crate::prelude::stores::*;
use crate::web::db::Db;
use crate::web::request::{PERSON, RequestCx, SEEN_AT, SIGNED_IN_AT};
use crate::web::{device, limit};

/// Begins it: nothing of what the session held before is left, and it has a new id. The browser is known from now on.
pub async fn begin(cx: &RequestCx, person: PersonId) -> Result<(), AppError> {
    cx.session.clear().await;
    cx.session.cycle_id().await?;
    cx.session.insert(PERSON, person).await?;
    cx.session.insert(SIGNED_IN_AT, cx.now.timestamp()).await?;
    cx.session.insert(SEEN_AT, cx.now.timestamp()).await?;
    device::remember(cx, person).await
}

/// Deletes sessions, attempts to begin one and known browsers whose time is over; says how many of the former.
pub async fn delete_expired(db: &Db, now: DateTime<Utc>) -> Result<u64, AppError> {
    limit::sweep(db, now).await?;
    device::sweep(db, now).await?;
    let gone = Entity::delete_many().filter(Column::ExpiresAt.lte(now));
    Ok(gone.exec(db.writer()).await?.rows_affected)
}
