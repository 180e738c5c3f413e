//! Records: a person at a body, and which chapters a record has.

use crate::content::catalogue::Catalogue;
use crate::entities::query::next_round;
use crate::entities::{enrolment, joining, organisation, person, record, record_name};
use crate::prelude::stores::*;
use crate::web::names::sort_key;
use domain::access::actions;

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

/// The record of a person at a body, which is opened under a name where there is none; the account is locked, and the record
/// afterwards.
pub(super) async fn record_at(
    writer: &Writer<'_>,
    (person, name): (PersonId, &str),
    (body, framework): (OrganisationId, (&str, &str)),
) -> Result<RecordId, AppError> {
    let db = writer.tx().read().await?;
    if let Some(found) = record::Entity::find().of(person).of(body).one(&db).await? {
        writer.tx().lock(Chain::Record(found.id)).await?;
        return Ok(found.id);
    }
    let (id, event, words) = new_record((person, name), body)?;
    writer.says(LocalPlace::record(db.catalogue(), framework, id), event, &[words]).await?;
    Ok(id)
}

/// A new record of a person under a name, as it is said with its words.
pub fn new_record(
    (person, name): (PersonId, &str),
    body: OrganisationId,
) -> Result<(RecordId, Event, Words), AppError> {
    let words = words_of(name)?;
    let event = Event::OpenedRecord { person, body, words: words.digest() };
    Ok((RecordId::new(random::uuid()), event, words))
}

/// The words of a record: by what name the body knows the person.
fn words_of(name: &str) -> Result<Words, AppError> {
    Words::new(record::ActiveModel { name: Set(name.to_owned()), name_key: Set(sort_key(name)), ..Default::default() })
}

/// Puts another name in the place of the one by which a body knows a person, from a day on.
pub async fn correct_name(
    may: &May<'_, actions::CorrectName>,
    (name, from): (&str, NaiveDate),
    why: &Because,
) -> Result<(), AppError> {
    let id = may.record()?;
    let round = next_round(record_name::Entity::find().of(id), &may.tx().read().await?).await?;
    let words = words_of(name)?;
    let (reason, mut beside) = why.said();
    let event = Event::RenamedRecord { round, words: words.digest(), from, reason };
    beside.push(words);
    may.says(event, &beside).await
}

/// A name by which a body knew a person.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "record_name::Entity")]
pub struct KnownAs {
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

/// Puts another first day of an enrolment in the place of the one that was noted.
pub async fn correct_first_day(
    may: &May<'_, actions::CorrectFirstDay>,
    from: NaiveDate,
    why: &Because,
) -> Result<(), AppError> {
    let (reason, words) = why.said();
    may.says(Event::CorrectedFirstDay { enrolment: may.on(), from, reason }, &words).await
}

/// Notes the day on which the trainee joined the professional body, or another one in its place.
pub async fn note_joining(
    may: &May<'_, actions::NoteJoining>,
    joined_on: NaiveDate,
    why: &Because,
) -> Result<(), AppError> {
    insert_joining(may.writer(), (may.place(), may.record()?), joined_on, why).await
}

/// Notes the day of joining in a record that is locked.
pub(super) async fn insert_joining(
    writer: &Writer<'_>,
    (place, record): (LocalPlace, RecordId),
    joined_on: NaiveDate,
    why: &Because,
) -> Result<(), AppError> {
    let round = next_round(joining::Entity::find().of(record), &writer.tx().read().await?).await?;
    let (reason, words) = why.said();
    writer.says(place, Event::RecordedJoining { round, joined_on, reason }, &words).await
}

/// The professional body of a framework, by slug and version.
///
/// # Errors
/// [`AppError::Conflict`] when nobody has set it up; [`AppError::NotFound`] when there is no such framework.
pub async fn body_of(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    (slug, version): &(String, String),
) -> Result<OrganisationId, AppError> {
    let framework = catalogue.get(slug, version).ok_or(AppError::NotFound)?;
    let none = || AppError::Conflict(String::from("The professional body of this framework is not here yet."));
    organisation_of_body(connection, framework.body()).await?.ok_or_else(none)
}

/// The organisation of a body that is content, by its slug: the one link between what is published and who belongs to it.
pub async fn organisation_of_body(
    connection: &impl ConnectionTrait,
    slug: &str,
) -> Result<Option<OrganisationId>, AppError> {
    let found = organisation::Entity::find().filter(organisation::Column::Slug.eq(slug));
    Ok(found.one(connection).await?.map(|body| body.id))
}
