//! Forms that had their effect: the second post of a sheet is answered as the first, and the page that it led to says what
//! was done.

use super::seal::Sealed;
use super::values::Values;
use super::{Done, Form, Tone};
use crate::entities::form as entity;
use crate::entities::form::sent_form::{self, Column, Entity};
use crate::entities::query::insert_unless_there;
use crate::error::AppError;
use crate::web::request::RequestCx;
use crate::web::secret;
use chrono::{DateTime, Utc};
use domain::ids::PersonId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The query's name for the key of the form that led to a page.
const DONE: &str = "done";

/// A sheet that was sent, and a mark of what was typed into it.
#[derive(Clone, Debug)]
pub(in crate::web) struct Sent {
    pub key: Uuid,
    person: Option<PersonId>,
    typed: String,
}

impl Sent {
    /// Something that is said under a key of its own, whatever was typed.
    pub(super) fn said(key: Uuid, person: Option<PersonId>) -> Self {
        Self { key, person, typed: String::new() }
    }

    /// What was sent with a sheet.
    pub(super) fn of<F: Form>(
        cx: &RequestCx,
        Sealed { key, person }: Sealed,
        values: &Values,
    ) -> Result<Self, AppError> {
        let typed = serde_json::to_string(&values.without_secrets(F::FIELDS))?;
        Ok(Self { key, person, typed: cx.app.seal.mark(key, &typed) })
    }
}

/// Notes that the sheet has its effect now. False when it had it before: of two posts at once the second waits here until the
/// first is through.
pub(in crate::web) async fn claim(tx: &impl ConnectionTrait, sent: &Sent, at: DateTime<Utc>) -> Result<bool, AppError> {
    insert(tx, sent, at, (String::new(), None)).await
}

/// Notes where the sheet led.
pub(in crate::web) async fn finish(tx: &impl ConnectionTrait, key: Uuid, done: &Done) -> Result<(), AppError> {
    Entity::update_many()
        .col_expr(Column::Location, Expr::value(secret::without(&done.to)))
        .col_expr(Column::Notice, Expr::value(written(done)?))
        .filter(Column::Key.eq(key.to_string()))
        .exec(tx)
        .await?;
    entity::kept_form::Entity::delete_by_id(key.to_string()).exec(tx).await?;
    Ok(())
}

/// Notes what is said of a sheet that had no effect.
pub(super) async fn instead(cx: &RequestCx, sent: &Sent, done: &Done) -> Result<(), AppError> {
    let db = cx.app.db.writer();
    insert(db, sent, cx.now, (secret::without(&done.to), written(done)?)).await?;
    Ok(())
}

async fn insert(
    db: &impl ConnectionTrait,
    Sent { key, person, typed }: &Sent,
    at: DateTime<Utc>,
    (location, notice): (String, Option<String>),
) -> Result<bool, AppError> {
    let (key, typed) = (key.to_string(), typed.clone());
    let row = sent_form::Model { key, person_id: *person, location, notice, typed, sent_at: at };
    Ok(insert_unless_there(db, row).await?)
}

/// What is said on the page that a form led to.
#[derive(Serialize, Deserialize)]
struct Notice {
    tone: Tone,
    text: String,
    /// What is shown with it once, and then gone from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    once: Option<serde_json::Value>,
}

fn written(done: &Done) -> Result<Option<String>, AppError> {
    let said = done.notice.clone().map(|(tone, text)| Notice { tone, text, once: done.once.clone() });
    Ok(said.as_ref().map(serde_json::to_string).transpose()?)
}

/// The first post of a sheet.
pub(super) struct First {
    /// Where it led.
    pub location: String,
    /// The same, with what was said there.
    pub led: String,
    /// Whether the same was typed as now.
    pub is_same: bool,
}

/// The first post of a sheet, when whoever asks sent it.
pub(super) async fn first(cx: &RequestCx, sent: &Sent) -> Result<Option<First>, AppError> {
    let found = Entity::find_by_id(sent.key.to_string()).one(cx.app.db.read()).await?;
    let found = found.filter(|row| row.person_id == sent.person && !row.location.is_empty());
    Ok(found.map(|row| {
        let location = secret::with_that_of(&row.location, &cx.uri);
        let led = led(location.clone(), sent.key, row.notice.is_some());
        First { location, led, is_same: row.typed == sent.typed }
    }))
}

/// The address that a form led to, with its key where something is said there.
pub(super) fn led(to: String, key: Uuid, says: bool) -> String {
    if says { with_query(&to, DONE, &key.to_string()) } else { to }
}

/// What is said on the page that a form led to.
pub(in crate::web) async fn notice(cx: &RequestCx) -> Result<Option<(Tone, String)>, AppError> {
    let asks = cx.person.as_deref().map(|person| person.actor.person);
    // Who has signed in by the form was nobody when they sent it.
    let row = found(cx).await?.filter(|row| row.person_id.is_none_or(|sender| Some(sender) == asks));
    let said: Option<Notice> = row.and_then(|row| row.notice).as_deref().map(serde_json::from_str).transpose()?;
    // What a sheet of nobody did was to sign them in: that is not said to who is signed out.
    let said = said.filter(|said| said.tone == Tone::Warning || asks.is_some());
    Ok(said.map(|said| (said.tone, said.text)))
}

/// What the form that led here has this page show once. It is gone when it was given.
pub async fn shown_once(cx: &RequestCx) -> Result<Option<serde_json::Value>, AppError> {
    let asks = cx.actor()?.person;
    let Some(row) = found(cx).await?.filter(|row| row.person_id == Some(asks)) else {
        return Ok(None);
    };
    let said: Option<Notice> = row.notice.as_deref().map(serde_json::from_str).transpose()?;
    let Some((said, once)) = said.and_then(|mut said| said.once.take().map(|once| (said, once))) else {
        return Ok(None);
    };
    let taken = Entity::update_many()
        .col_expr(Column::Notice, Expr::value(serde_json::to_string(&said)?))
        .filter(Column::Key.eq(row.key))
        .filter(Column::Notice.eq(row.notice))
        .exec(cx.app.db.writer())
        .await?;
    Ok((taken.rows_affected == 1).then_some(once))
}

/// The form that led to the page that is asked for.
async fn found(cx: &RequestCx) -> Result<Option<sent_form::Model>, AppError> {
    let Some(Ok(key)) = cx.query_of(DONE).map(|key| Uuid::try_parse(&key)) else {
        return Ok(None);
    };
    Ok(Entity::find_by_id(key.to_string()).one(cx.app.db.read()).await?)
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
