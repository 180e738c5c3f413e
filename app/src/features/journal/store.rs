//! Writing and reading the journal.

pub use super::object::Object;

use crate::error::AppError;
use crate::web::db::sql;
use crate::web::random;
use crate::web::request::RequestCx;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{EnrolmentId, EventId, PersonId};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};

/// Who changes something, and when: the same for every row of one request.
#[derive(Clone, Debug)]
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

/// What happened to what.
#[derive(Clone, Debug)]
pub struct Event {
    /// The act: "sent claim".
    pub act: &'static str,
    /// To what.
    pub object: Object,
    /// Whose record it belongs to.
    pub enrolment: Option<EnrolmentId>,
    /// The rest, as JSON. No free text that a person wrote.
    pub detail: serde_json::Value,
}

/// Appends one event.
///
/// # Errors
/// When the database can't be written.
pub async fn write(tx: &DatabaseTransaction, stamp: &Stamp, event: Event) -> Result<(), AppError> {
    tx.execute_raw(sql(
        tx,
        "INSERT INTO journal (id, at, valid_on, actor_id, act, object_kind, object_id, enrolment_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            EventId::new(random::uuid()).into(),
            stamp.at.into(),
            stamp.on.into(),
            stamp.by.into(),
            event.act.into(),
            event.object.kind().into(),
            event.object.id().into(),
            event.enrolment.into(),
            event.detail.to_string().into(),
        ],
    ))
    .await?;
    Ok(())
}

/// One event as it is shown.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Entry {
    /// Its id.
    pub id: EventId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// From when it is true.
    pub valid_on: NaiveDate,
    /// Who did it.
    pub actor: Option<String>,
    /// The act.
    pub act: String,
    /// The kind of thing.
    pub object_kind: String,
    /// Its id.
    pub object_id: String,
    /// The rest, as JSON.
    pub detail: String,
}

impl Entry {
    /// What it is about; none when that is nothing we know by now.
    #[must_use]
    pub fn object(&self) -> Option<Object> {
        Object::read(&self.object_kind, &self.object_id)
    }
}

/// All events of an enrolment, oldest first; those of one instant in the order in which they were written.
///
/// # Errors
/// When the database can't be read.
pub async fn of_enrolment(connection: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Vec<Entry>, AppError> {
    Ok(Entry::find_by_statement(sql(
        connection,
        "SELECT j.id, j.at, j.valid_on, p.name AS actor, j.act, j.object_kind, j.object_id, j.detail
         FROM journal j LEFT JOIN person p ON p.id = j.actor_id WHERE j.enrolment_id = $1 ORDER BY j.at, j.id",
        [enrolment.into()],
    ))
    .all(connection)
    .await?)
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

/// Appends events to their chains.
///
/// # Errors
/// When the database can't be written.
pub async fn append(
    _tx: &DatabaseTransaction,
    _stamp: &Stamp,
    _events: &[(domain::journal::Chain, domain::journal::Event)],
) -> Result<(), AppError> {
    Err(AppError::internal(&"events are not kept yet"))
}

/// Takes the lock of a chain.
///
/// # Errors
/// When the database can't be read.
pub async fn lock(_tx: &DatabaseTransaction, _chain: domain::journal::Chain) -> Result<(), AppError> {
    Err(AppError::internal(&"events are not kept yet"))
}
