//! The session of a person who has proved who they are.

use crate::entities::session::{Column, Entity};
use crate::prelude::stores::*;
use crate::web::db::Db;
use crate::web::request::{OPENED_BY, PERSON, RequestCx, SEEN_AT, SIGNED_IN_AT};
use crate::web::{device, limit};
use domain::journal::Digest;
use tower_sessions::session::Id;

/// Begins it with the hash of the password that was proved: nothing of what the session held before is left, and it has a new id. The
/// browser is known from now on.
pub async fn begin(cx: &RequestCx, person: PersonId, password_hash: &str) -> Result<(), AppError> {
    cx.session.clear().await;
    cx.session.cycle_id().await?;
    cx.session.insert(PERSON, person).await?;
    cx.session.insert(OPENED_BY, Digest::of(password_hash).to_string()).await?;
    cx.session.insert(SIGNED_IN_AT, cx.now.timestamp()).await?;
    cx.session.insert(SEEN_AT, cx.now.timestamp()).await?;
    device::remember(cx, person).await
}

/// The cookie that names a session; of a service with HTTPS browsers take it from nobody else.
pub fn cookie(secure: bool) -> &'static str {
    if secure { "__Host-gradus" } else { "gradus" }
}

/// Whether the browser names a session, be it one that has ended. Who signed out in it names none any more.
pub fn was_begun(cx: &RequestCx) -> bool {
    cx.cookies.get(cookie(cx.app.secure)).is_some()
}

/// What is stored of the id of the session in which somebody asks.
pub fn own(cx: &RequestCx) -> String {
    cx.session.id().as_ref().map(id_sha256).unwrap_or_default()
}

/// What is stored of the id of a session.
pub fn id_sha256(id: &Id) -> String {
    Digest::of_bytes(&id.0.to_be_bytes()).to_string()
}

/// Deletes sessions, attempts to begin one and known browsers whose time is over; says how many of the former.
pub async fn delete_expired(db: &Db, now: DateTime<Utc>) -> Result<u64, AppError> {
    limit::sweep(db, now).await?;
    device::sweep(db, now).await?;
    let gone = Entity::delete_many().filter(Column::ExpiresAt.lte(now));
    Ok(gone.exec(db.writer()).await?.rows_affected)
}
