//! Forms that had their effect: the second post of a sheet is answered as the first, and the page that it led to says what
//! was done.

use super::entity::sent_form::{self, Column, Entity};
use super::kept::KEPT_FOR;
use super::{Done, entity};
use crate::error::AppError;
use crate::web::form::Tone;
use crate::web::request::RequestCx;
use chrono::{DateTime, Utc};
use domain::ids::PersonId;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

/// The query's name for the key of the form that led to a page.
const DONE: &str = "done";

/// Notes that the sheet has its effect now. False when it had it before: of two posts at once the second waits here until the
/// first is through.
pub(in crate::web) async fn claim(
    tx: &impl ConnectionTrait,
    key: Uuid,
    person: Option<PersonId>,
    at: DateTime<Utc>,
) -> Result<bool, AppError> {
    insert(tx, key, person, at, (String::new(), None)).await
}

/// Notes where the sheet led.
pub(in crate::web) async fn finish(tx: &impl ConnectionTrait, key: Uuid, done: &Done) -> Result<(), AppError> {
    Entity::update_many()
        .col_expr(Column::Location, Expr::value(done.to.clone()))
        .col_expr(Column::Notice, Expr::value(written(done)?))
        .filter(Column::Key.eq(key.to_string()))
        .exec(tx)
        .await?;
    entity::kept_form::Entity::delete_by_id(key.to_string())
        .exec(tx)
        .await?;
    Ok(())
}

/// Notes what is said of a sheet that had no effect; sweeps what is too old.
pub(super) async fn instead(cx: &RequestCx, key: Uuid, person: Option<PersonId>, done: &Done) -> Result<(), AppError> {
    let db = cx.app.db.writer();
    Entity::delete_many()
        .filter(Column::SentAt.lt(cx.now - KEPT_FOR))
        .exec(db)
        .await?;
    insert(db, key, person, cx.now, (done.to.clone(), written(done)?)).await?;
    Ok(())
}

async fn insert(
    db: &impl ConnectionTrait,
    key: Uuid,
    person: Option<PersonId>,
    at: DateTime<Utc>,
    (location, notice): (String, Option<String>),
) -> Result<bool, AppError> {
    let row = sent_form::Model {
        key: key.to_string(),
        person_id: person,
        location,
        notice,
        sent_at: at,
    };
    let nothing = OnConflict::new().do_nothing().to_owned();
    let inserted = Entity::insert(row.into_active_model())
        .on_conflict(nothing)
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

fn written(done: &Done) -> Result<Option<String>, AppError> {
    Ok(done.notice.as_ref().map(serde_json::to_string).transpose()?)
}

/// Where the first post of a sheet led, when whoever asks sent it.
pub(super) async fn location(
    db: &impl ConnectionTrait,
    key: Uuid,
    person: Option<PersonId>,
) -> Result<Option<String>, AppError> {
    let found = Entity::find_by_id(key.to_string()).one(db).await?;
    Ok(found
        .filter(|row| row.person_id == person && !row.location.is_empty())
        .map(|row| led(row.location, key, row.notice.is_some())))
}

/// The address that a form led to, with its key where something is said there.
pub(super) fn led(to: String, key: Uuid, says: bool) -> String {
    if says {
        with_query(&to, DONE, &key.to_string())
    } else {
        to
    }
}

/// What is said on the page that a form led to.
pub(in crate::web) async fn notice(cx: &RequestCx) -> Result<Option<(Tone, String)>, AppError> {
    let Some(Ok(key)) = cx.query_of(DONE).map(|key| Uuid::try_parse(&key)) else {
        return Ok(None);
    };
    let asks = cx.person.as_deref().map(|person| person.actor.person);
    let found = Entity::find_by_id(key.to_string()).one(cx.app.db.read()).await?;
    // Who has signed in by the form was nobody when they sent it.
    let notice = found
        .filter(|row| row.person_id.is_none() || row.person_id == asks)
        .and_then(|row| row.notice);
    Ok(notice.map(|notice| serde_json::from_str(&notice)).transpose()?)
}

/// An address to which the browser is sent on from here, with what is to be said there.
pub(in crate::web) fn carried(cx: &RequestCx, to: String) -> String {
    match cx.query_of(DONE) {
        Some(key) => with_query(&to, DONE, &key),
        None => to,
    }
}

/// The address with one more name and value in its query.
pub(super) fn with_query(to: &str, name: &str, value: &str) -> String {
    let (path, fragment) = match to.split_once('#') {
        Some((path, fragment)) => (path, format!("#{fragment}")),
        None => (to, String::new()),
    };
    let joined = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joined}{name}={}{fragment}", crate::paths::encoded(value))
}
