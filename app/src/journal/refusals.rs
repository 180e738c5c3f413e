//! What was refused: a log beside the chains, kept for a while.

use crate::entities::journal::refusal::{Column, Entity, Kind, Model};
use crate::entities::journal::refusal_log;
use crate::prelude::stores::*;
use crate::web::db::Db;
use crate::web::request::RequestCx;
use crate::web::secret;
use chrono::{Duration, NaiveTime};
use domain::journal::Digest;
use sea_orm::{ActiveModelTrait, PaginatorTrait};

/// How long a refusal is kept, days.
pub const KEPT_DAYS: i64 = 90;
/// How many are kept of one person, or of one address, on one day (of UTC). The last one says that the rest is not.
pub const MOST_A_DAY: u64 = 200;
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
    let of_whom = match &address_sha256 {
        Some(address) => Column::AddressSha256.eq(*address),
        None => Column::PersonId.eq(person_id),
    };
    let today = cx.now.date_naive().and_time(NaiveTime::MIN).and_utc();
    let tx = cx.app.db.begin().await?;
    let log = log(&tx).await?.ok_or_else(|| AppError::internal(&"the log of refusals has no row"))?;
    let kept = Entity::find().filter(of_whom).filter(Column::At.gte(today)).count(&tx).await? + 1;
    if kept > MOST_A_DAY {
        return Ok(tx.rollback().await?);
    }
    let rest = if kept == MOST_A_DAY { "; what is refused in the rest of the day is not kept" } else { "" };
    let number = log.written + 1;
    let row = Model {
        id: RefusalId::new(random::uuid()),
        number,
        at: cx.now,
        kind,
        person_id,
        address_sha256,
        what: secret::without(&cx.uri).chars().take(LONGEST).collect(),
        reason: format!("{reason}{rest}"),
    };
    let counted = refusal_log::ActiveModel { written: Set(number), ..log.into_active_model() };
    counted.update(&tx).await?;
    Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// The row that says how many there are, locked until the work ends.
async fn log(tx: &impl ConnectionTrait) -> Result<Option<refusal_log::Model>, AppError> {
    Ok(refusal_log::Entity::find_by_id(1).lock_exclusive().one(tx).await?)
}

/// Deletes what is older than [`KEPT_DAYS`]; says how many.
pub async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<u64, AppError> {
    let before = now - Duration::days(KEPT_DAYS);
    let tx = db.begin().await?;
    // `gradus doctor` names a log without its row.
    let Some(log) = log(&tx).await? else { return Ok(0) };
    let gone = Entity::delete_many().filter(Column::At.lt(before)).exec(&tx).await?.rows_affected;
    // Counted, so that what somebody else deletes is not covered up.
    let swept = log.swept.saturating_add_unsigned(gone);
    refusal_log::ActiveModel { swept: Set(swept), ..log.into_active_model() }.update(&tx).await?;
    tx.commit().await?;
    Ok(gone)
}

/// Whether some are gone before their time, and which of those between others.
pub async fn missing(connection: &impl ConnectionTrait) -> Result<Option<String>, AppError> {
    let Some(log) = refusal_log::Entity::find_by_id(1).one(connection).await? else {
        return Ok(Some(String::from("refusal_log: its row is gone")));
    };
    let numbers = Entity::find().select_only().column(Column::Number).order_by_asc(Column::Number).into_tuple();
    let numbers: Vec<i64> = numbers.all(connection).await?;
    let (written, kept) = (log.written, numbers.len());
    let gone = written.saturating_sub(log.swept).saturating_sub_unsigned(kept as u64);
    let more = |many: i64| format!("refusals: {} more are in the log than were written", many.unsigned_abs());
    if gone <= 0 {
        return Ok((gone < 0).then(|| more(gone)));
    }
    let after = numbers.iter().skip(1).copied().chain([written + 1]);
    let gaps = numbers.iter().zip(after).filter(|(one, next)| *one + 1 < *next);
    let gaps: Vec<String> = gaps.map(|(one, next)| format!("{} to {}", one + 1, next - 1)).collect();
    let which = if gaps.is_empty() { String::new() } else { format!(", such as {}", gaps.join(", ")) };
    Ok(Some(format!("refusals: {gone} of {written} are gone from the log before their time{which}")))
}
