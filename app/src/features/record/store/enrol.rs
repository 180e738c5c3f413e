//! Enrolling, and what changes an enrolment afterwards.

use super::employment::{Employment, employments, insert_employment};
use super::records::{body_of, insert_joining, record_at};
use super::registration::registered;
use crate::entities::query::next_round;
use crate::entities::{person, specialism};
use crate::prelude::stores::*;
use domain::access::actions;
use domain::interval::{Interval, free};

/// A new enrolment.
#[derive(Clone, Debug)]
pub struct NewEnrolment {
    pub framework: (String, String),
    /// A practice area, where the framework has them.
    pub specialism: Option<String>,
    pub from_on: NaiveDate,
    /// The day on which they joined the professional body, where it is known.
    pub joined_on: Option<NaiveDate>,
    /// The provider to register with.
    pub provider: Option<OrganisationId>,
    /// The employer and the job there.
    pub employer: Option<(OrganisationId, String)>,
}

/// Enrols a person on a framework version of the body, registers them with a provider and notes their employment. Gives the employment
/// that was kept instead, where they work for that employer already. `name` is the one by which the body knows them from now on,
/// where it has not known them before.
///
/// # Errors
/// [`AppError::Conflict`] when the person is enrolled on it already; [`AppError::NotFound`] when it is another body's.
pub async fn enrol(
    may: &May<'_, actions::Enrol>,
    (person, name): (PersonId, &str),
    new: &NewEnrolment,
) -> Result<Option<Employment>, AppError> {
    let (slug, version) = &new.framework;
    let framework = may.tx().catalogue().get(slug, version).ok_or(AppError::NotFound)?;
    if may.state().slug.as_deref() != Some(framework.body()) {
        return Err(AppError::NotFound);
    }
    insert(may.writer(), (person, name), (may.on(), new)).await.map(|(_, kept)| kept)
}

/// Enrols at set-up.
///
/// # Errors
/// [`AppError::Conflict`] when the person is enrolled on it already.
pub async fn insert_enrolment(
    writer: &Writer<'_>,
    person: PersonId,
    new: &NewEnrolment,
) -> Result<EnrolmentId, AppError> {
    let db = writer.tx().read().await?;
    let found = person::Entity::find_by_id(person).one(&db).await?.ok_or(AppError::NotFound)?;
    let body = body_of(&db, db.catalogue(), &new.framework).await?;
    insert(writer, (person, &found.name), (body, new)).await.map(|(id, _)| id)
}

async fn insert(
    writer: &Writer<'_>,
    (person, name): (PersonId, &str),
    (body, new): (OrganisationId, &NewEnrolment),
) -> Result<(EnrolmentId, Option<Employment>), AppError> {
    let framework = (new.framework.0.as_str(), new.framework.1.as_str());
    let writer = &writer.of_trainee(person);
    // Two who enrol one person at once queue, so that neither overlooks the record that the other opens.
    writer.tx().lock(Chain::Account(person)).await?;
    let record = record_at(writer, (person, name), (body, framework)).await?;
    let (id, event) = new_enrolment(person, new);
    let place = LocalPlace::chapter(writer.tx().catalogue(), framework, record, id);
    if !writer.says_unless_there(place, event, &[]).await? {
        return Err(AppError::Conflict(String::from("This person is enrolled on this framework already.")));
    }
    if let Some(specialism) = &new.specialism {
        insert_specialism(writer, place, (id, specialism, new.from_on)).await?;
    }
    if let Some(joined_on) = new.joined_on {
        insert_joining(writer, (place, record), joined_on, &Because::default()).await?;
    }
    let kept = match &new.employer {
        Some((employer, job_title)) => employed(writer, (place, id), (*employer, job_title, new.from_on)).await?,
        None => None,
    };
    Ok((id, kept))
}

/// A new enrolment of a person, perhaps registered with it, as it is said.
pub fn new_enrolment(person: PersonId, new: &NewEnrolment) -> (EnrolmentId, Event) {
    let enrolment = EnrolmentId::new(random::uuid());
    let (framework, framework_version) = new.framework.clone();
    let registration = new.provider.map(|provider| registered(provider, new.from_on));
    (enrolment, Event::Enrolled { enrolment, person, framework, framework_version, from: new.from_on, registration })
}

/// Notes an employment; gives the one that is there instead, where they work for that employer already on some of the days.
async fn employed(
    writer: &Writer<'_>,
    (place, id): (LocalPlace, EnrolmentId),
    job: (OrganisationId, &str, NaiveDate),
) -> Result<Option<Employment>, AppError> {
    let (employer, _, from) = job;
    let there = employments(&writer.tx().read().await?, id).await?.into_iter();
    let mut there = there.filter(|one| one.employer == employer && free(Interval::from(from), [one.spell()]).is_err());
    let there = there.next();
    if there.is_none() {
        insert_employment(writer, place, job).await?;
    }
    Ok(there)
}

/// Chooses the practice area, from today on.
pub async fn choose_specialism(may: &May<'_, actions::ChooseSpecialism>, specialism: &str) -> Result<(), AppError> {
    insert_specialism(may.writer(), may.place(), (may.on(), specialism, may.today())).await
}

async fn insert_specialism(
    writer: &Writer<'_>,
    place: LocalPlace,
    (enrolment, specialism, from): (EnrolmentId, &str, NaiveDate),
) -> Result<(), AppError> {
    let round = next_round(specialism::Entity::find().of(enrolment), &writer.tx().read().await?).await?;
    let event = Event::ChoseSpecialism { round, specialism: specialism.to_owned(), from };
    writer.says(place, event, &[]).await
}
