//! Reading a record, and what makes a form have one effect.

use super::entity::event;
use crate::error::AppError;
use crate::features::people::entity::person;
use crate::web::db::sql;
use crate::web::request::RequestCx;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{EnrolmentId, EventId, PersonId};
use domain::journal::{Chain, Event};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

/// Who changes something, and when: the same for every row of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Who; none for the system's own set-up.
    pub by: Option<PersonId>,
    /// The instant of writing.
    pub at: DateTime<Utc>,
    /// The civil date from which it is true.
    pub on: NaiveDate,
}

impl Stamp {
    /// The stamp of a request.
    #[must_use]
    pub fn of(cx: &RequestCx) -> Self {
        Self {
            by: cx.person.as_ref().map(|person| person.actor.person),
            at: cx.now,
            on: cx.today,
        }
    }
}

/// One event as it is shown.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its place in the record.
    pub seq: i64,
    /// Its name.
    pub id: EventId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// From when it is true.
    pub valid_on: NaiveDate,
    /// The name of whoever did it; none for the system's own set-up.
    pub actor: Option<String>,
    /// What was done.
    pub event: Event,
}

/// The record of an enrolment, in the order in which it was written.
///
/// # Errors
/// When the database can't be read, or an event in it is none of ours.
pub async fn of_enrolment(connection: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Vec<Entry>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        seq: i64,
        id: EventId,
        at: DateTime<Utc>,
        valid_on: NaiveDate,
        actor: Option<String>,
        version: i32,
        body: String,
    }
    let chain = Chain::Record(enrolment);
    let rows = event::Entity::find()
        .select_only()
        .columns([
            event::Column::Seq,
            event::Column::Id,
            event::Column::At,
            event::Column::ValidOn,
            event::Column::Version,
            event::Column::Body,
        ])
        .column_as(person::Column::Name, "actor")
        .join(JoinType::LeftJoin, event::Relation::Actor.def())
        .filter(event::Column::ChainKind.eq(chain.kind()))
        .filter(event::Column::ChainId.eq(chain.id()))
        .order_by_asc(event::Column::Seq)
        .into_model::<Row>()
        .all(connection)
        .await?;
    let entry = |row: Row| {
        let event = Event::read(row.version, &row.body);
        let event = event.map_err(|why| AppError::internal(&format!("event {}: {why}", row.id)))?;
        Ok(Entry {
            seq: row.seq,
            id: row.id,
            at: row.at,
            valid_on: row.valid_on,
            actor: row.actor,
            event,
        })
    };
    rows.into_iter().map(entry).collect()
}

/// Longest form key, characters: as long as the ones we make.
const FORM_KEY_MAX: usize = 64;

/// Makes a form have one effect: notes where its key led, in the transaction of the effect. When another post of the key
/// was first, answers where that one led; then nothing of this transaction may be committed.
///
/// # Errors
/// [`AppError::Malformed`] when the key is longer than any of ours; else when the database can't be written.
pub async fn submit_once(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    form_key: &str,
    location: &str,
) -> Result<Option<String>, AppError> {
    let Some(by) = stamp.by else { return Ok(None) };
    if form_key.is_empty() {
        return Ok(None);
    }
    if form_key.chars().count() > FORM_KEY_MAX {
        return Err(AppError::Malformed);
    }
    // The insert decides and not a look beforehand: of two posts at once both would find nothing. PostgreSQL lets the
    // second one wait here until the first has committed.
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO submission (person_id, form_key, location, submitted_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (person_id, form_key) DO NOTHING",
            [by.into(), form_key.into(), location.into(), stamp.at.into()],
        ))
        .await?;
    if inserted.rows_affected() > 0 {
        return Ok(None);
    }
    let first = submitted(tx, stamp, form_key).await?;
    first.map(Some).ok_or(AppError::NotFound)
}

/// Where a form's first post led, when this person has posted its key before: what the second one is answered that finds
/// its effect there already.
///
/// # Errors
/// When the database can't be read.
pub async fn submitted(
    connection: &impl ConnectionTrait,
    stamp: &Stamp,
    form_key: &str,
) -> Result<Option<String>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        location: String,
    }
    let Some(by) = stamp.by else { return Ok(None) };
    let first = Row::find_by_statement(sql(
        connection,
        "SELECT location FROM submission WHERE person_id = $1 AND form_key = $2",
        [by.into(), form_key.into()],
    ))
    .one(connection)
    .await?;
    Ok(first.map(|row| row.location))
}
