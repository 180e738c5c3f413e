//! Deleting what is kept of forms for a day only.

use crate::entities::form::{kept_form, sent_form};
use crate::error::AppError;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// How long a form is kept that nobody came back to, and what one that was sent led to.
const KEPT_FOR: TimeDelta = TimeDelta::days(1);

/// Deletes both where they are older; says how many.
pub async fn sweep(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64, AppError> {
    let before = now - KEPT_FOR;
    let kept = kept_form::Entity::delete_many().filter(kept_form::Column::KeptAt.lt(before));
    let sent = sent_form::Entity::delete_many().filter(sent_form::Column::SentAt.lt(before));
    Ok(kept.exec(db).await?.rows_affected + sent.exec(db).await?.rows_affected)
}
