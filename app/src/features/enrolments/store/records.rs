//! Records: a person at a body, and which chapters a record has.

use crate::error::AppError;
use crate::features::enrolments::entity::{enrolment, joining, record, record_name};
use crate::features::journal::{Salted, store::Stamp};
use crate::features::people::entity::person;
use crate::features::people::store::body_of;
use crate::web::names::sort_key;
use crate::web::query::{Of, insert, next_round};
use crate::web::random;
use crate::web::tx::{May, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::actions;
use domain::ids::{EnrolmentId, OrganisationId, PersonId, RecordId};
use domain::journal::{Chain, Event, Place};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Set,
};

/// Where the events of an enrolment belong: in the chain of its record.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such enrolment.
pub async fn place_of(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Option<Place>, AppError> {
    let record: Option<RecordId> = enrolment::Entity::find_by_id(id)
        .select_only()
        .column(enrolment::Column::RecordId)
        .into_tuple()
        .one(connection)
        .await?;
    let record = record.ok_or(AppError::NotFound)?;
    Ok(Some(Place::of_chapter(record, id)))
}

/// The enrolments whose facts events at these places change: what concerns a whole record concerns each of its chapters.
pub async fn chapters_of(connection: &impl ConnectionTrait, places: &[Place]) -> Result<Vec<EnrolmentId>, AppError> {
    let mut chapters: Vec<EnrolmentId> = places.iter().filter_map(|place| place.chapter).collect();
    let whole = places.iter().filter(|place| place.chapter.is_none());
    let records: Vec<RecordId> = whole.filter_map(|place| place.chain.record()).collect();
    if !records.is_empty() {
        let all = enrolment::Entity::find().of_any(&records);
        chapters.extend(all.all(connection).await?.into_iter().map(|one| one.id));
    }
    chapters.sort_unstable();
    chapters.dedup();
    Ok(chapters)
}

/// The enrolments of the record that one of them is in.
pub async fn chapters_with(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<EnrolmentId>, AppError> {
    Ok(enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::RecordId.in_subquery(enrolment::Entity::record_of(id)))
        .into_tuple()
        .all(connection)
        .await?)
}

/// The record of a person at the body of a framework, which is opened under a name where there is none; the account is locked, and the
/// record afterwards.
///
/// # Errors
/// When the database can't be read or written, or there is no such body.
pub(super) async fn record_at(
    tx: &Tx,
    (person, name): (PersonId, &str),
    framework: &(String, String),
) -> Result<RecordId, AppError> {
    let db = tx.read().await?;
    let body = body_of(&db, db.catalogue(), framework).await?;
    if let Some(found) = record::Entity::find().of(person).of(body).one(&db).await? {
        tx.lock(Chain::Record(found.id)).await?;
        return Ok(found.id);
    }
    let (row, name, event) = new_record(tx.stamp(), (person, name), body);
    let (id, db) = (row.id, tx.without_permit("its event is said below").await?);
    insert(db, row).await?;
    insert(db, name).await?;
    tx.says(Chain::Record(id), event);
    Ok(id)
}

/// A new record of a person under a name, and what is said of it.
#[must_use]
pub fn new_record(
    stamp: &Stamp,
    (person, name): (PersonId, &str),
    body: OrganisationId,
) -> (record::Model, record_name::Model, Event) {
    let Salted { salt, words } = Salted::new(&[Some(name)]);
    let id = RecordId::new(random::uuid());
    let row = record::Model {
        id,
        body_id: body,
        person_id: person,
        number: None,
        name_key: sort_key(name),
        name: name.to_owned(),
        salt: salt.clone(),
        created_at: stamp.at,
    };
    let name = name_row(stamp, (id, 1), (name, stamp.on), salt);
    (row, name, Event::OpenedRecord { person, body, number: None, words })
}

/// Puts the name that a person confirmed in the place of the one that bodies knew them by.
pub async fn rename_records(tx: &Tx, person: PersonId, name: &str) -> Result<(), AppError> {
    let db = tx.without_permit("their events are said below").await?;
    let mut there = record::Entity::find().of(person).all(db).await?;
    // In the order of their ids, as everyone takes several locks.
    there.sort_by_key(|one| one.id);
    for one in there {
        tx.lock(Chain::Record(one.id)).await?;
        let renamed = rename(tx, one.id, (name, tx.stamp().on)).await?;
        tx.says(Chain::Record(one.id), renamed);
    }
    Ok(())
}

/// Puts another name in the place of the one by which a body knows a person, from a day on.
pub async fn correct_name(may: &May<'_, actions::CorrectName>, name: &str, from: NaiveDate) -> Result<(), AppError> {
    let record = may.place().and_then(|place| place.chain.record()).ok_or(AppError::NotFound)?;
    may.says(rename(may.tx(), record, (name, from)).await?);
    Ok(())
}

/// Renames a record that is locked. The caller says the event.
async fn rename(tx: &Tx, id: RecordId, (name, from): (&str, NaiveDate)) -> Result<Event, AppError> {
    let db = tx.without_permit("its caller says it").await?;
    let round = next_round(record_name::Entity::find().of(id), db).await?;
    let Salted { salt, words } = Salted::new(&[Some(name)]);
    insert(db, name_row(tx.stamp(), (id, round), (name, from), salt.clone())).await?;
    let renamed = record::ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
        name_key: Set(sort_key(name)),
        salt: Set(salt),
        ..Default::default()
    };
    renamed.update(db).await?;
    Ok(Event::RenamedRecord { round, words, from })
}

/// A name by which a body knew a person.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "record_name::Entity")]
pub struct KnownAs {
    /// The name.
    pub name: String,
    /// The day from which they bear it.
    pub from_on: NaiveDate,
    /// When it was noted.
    pub recorded_at: DateTime<Utc>,
    /// Who noted it; none at set-up.
    #[sea_orm(from_expr = "person::Column::Name")]
    pub recorder: Option<String>,
}

/// The names of the record that an enrolment is in, the last noted first.
pub async fn names_of_record(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<KnownAs>, AppError> {
    Ok(record_name::Entity::find()
        .join(JoinType::LeftJoin, record_name::Relation::Recorder.def())
        .filter(record_name::Column::RecordId.in_subquery(enrolment::Entity::record_of(id)))
        .order_by_desc(record_name::Column::Round)
        .into_partial_model()
        .all(connection)
        .await?)
}

/// A name as it is kept.
fn name_row(
    stamp: &Stamp,
    (record_id, round): (RecordId, i32),
    (name, from_on): (&str, NaiveDate),
    salt: String,
) -> record_name::Model {
    let (recorded_by, recorded_at) = (stamp.by, stamp.at);
    record_name::Model { record_id, round, name: name.to_owned(), from_on, salt, recorded_by, recorded_at }
}

/// Notes the day on which the trainee joined the professional body, or another one in its place.
pub async fn note_joining(may: &May<'_, actions::NoteJoining>, joined_on: NaiveDate) -> Result<(), AppError> {
    let record = may.place().and_then(|place| place.chain.record());
    insert_joining(may.tx(), record.ok_or(AppError::NotFound)?, joined_on).await
}

/// Notes the day of joining in a record that is locked.
pub(super) async fn insert_joining(tx: &Tx, record_id: RecordId, joined_on: NaiveDate) -> Result<(), AppError> {
    let db = tx.without_permit("its event is said below").await?;
    let round = next_round(joining::Entity::find().of(record_id), db).await?;
    let row = joining::Model { record_id, round, joined_on, recorded_by: tx.stamp().by, recorded_at: tx.now() };
    insert(db, row).await?;
    tx.says(Chain::Record(record_id), Event::RecordedJoining { round, joined_on });
    Ok(())
}
