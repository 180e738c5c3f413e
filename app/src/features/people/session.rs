//! The session of a person who has proved who they are.

use super::entity::session::{Column, Entity};
use crate::error::AppError;
use crate::web::db::Db;
use crate::web::request::{PERSON, RequestCx, SEEN_AT, SIGNED_IN_AT};
use chrono::{DateTime, Utc};
use domain::ids::PersonId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Begins it: nothing of what the session held before is left, and it has a new id.
///
/// # Errors
/// When the session can't be written.
pub(super) async fn begin(cx: &RequestCx, person: PersonId) -> Result<(), AppError> {
    cx.session.clear().await;
    cx.session.cycle_id().await?;
    cx.session.insert(PERSON, person).await?;
    cx.session.insert(SIGNED_IN_AT, cx.now.timestamp()).await?;
    cx.session.insert(SEEN_AT, cx.now.timestamp()).await?;
    Ok(())
}

/// Deletes sessions whose time is over; says how many.
pub async fn delete_expired(db: &Db, now: DateTime<Utc>) -> Result<u64, AppError> {
    let gone = Entity::delete_many().filter(Column::ExpiresAt.lte(now));
    Ok(gone.exec(db.writer()).await?.rows_affected)
}
