//! What was refused: a log beside the chains, kept for a while.

use crate::entities::journal::refusal::{Column, Entity, Kind, Model};
use crate::prelude::stores::*;
use crate::web::request::RequestCx;
use crate::web::secret;
use chrono::Duration;
use domain::journal::Digest;

/// How long a refusal is kept, days.
pub const KEPT_DAYS: i64 = 90;
/// How much of an address is kept, characters.
const LONGEST: usize = 200;

/// Notes that someone did not get in with an address: of it only the hash is kept.
pub async fn sign_in(cx: &RequestCx, address: &str) -> Result<(), AppError> {
    let reason = "the address or the password is wrong";
    write(cx, Kind::SignIn, Some(Digest::of(address)), reason).await
}

/// Notes that an act was not permitted to whoever is signed in, where that is why it ended.
pub async fn permit(cx: &RequestCx, error: &AppError) -> Result<(), AppError> {
    match error {
        AppError::Forbidden(why) => write(cx, Kind::Permit, None, why).await,
        // What a person may not know of is refused as if it were not there.
        AppError::NotFound => write(cx, Kind::Permit, None, "unknown to this person").await,
        _ => Ok(()),
    }
}

async fn write(cx: &RequestCx, kind: Kind, address_sha256: Option<Digest>, reason: &str) -> Result<(), AppError> {
    let person = cx.person.as_ref().map(|person| person.actor.person);
    // An address says by itself who tried, whoever is signed in at the same browser.
    let person_id = person.filter(|_| address_sha256.is_none());
    if person_id.is_none() && address_sha256.is_none() {
        return Ok(());
    }
    let row = Model {
        id: RefusalId::new(random::uuid()),
        at: cx.now,
        kind,
        person_id,
        address_sha256,
        what: secret::without(&cx.uri).chars().take(LONGEST).collect(),
        reason: reason.to_owned(),
    };
    let tx = cx.app.db.begin().await?;
    Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Deletes what is older than [`KEPT_DAYS`]; says how many.
pub async fn sweep(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64, AppError> {
    let before = now - Duration::days(KEPT_DAYS);
    let gone = Entity::delete_many().filter(Column::At.lt(before)).exec(connection).await?;
    Ok(gone.rows_affected)
}
