//! Enrolling, and what changes an enrolment afterwards.

use super::employment::{Employment, employments, insert_employment};
use super::records::{insert_joining, record_at};
use super::registration::{new_registration, registered};
use crate::error::AppError;
use crate::features::enrolments::entity::{enrolment, registration, specialism};
use crate::features::enrolments::new_enrolment::NewEnrolment;
use crate::features::journal::store::Stamp;
use crate::features::people::store::name_of;
use crate::web::query::{Of, insert as insert_row, insert_unless_there, next_round};
use crate::web::random;
use crate::web::tx::{May, Tx};
use chrono::NaiveDate;
use domain::access::actions;
use domain::ids::{EnrolmentId, OrganisationId, PersonId, RecordId};
use domain::interval::{Interval, free};
use domain::journal::{Chain, Event, Place};
use sea_orm::EntityTrait;

/// Enrols a person on a framework version, registers them with a provider and notes their employment. Gives the employment
/// that was kept instead, where they work for that employer already. `name` is the one by which the body knows them from now on,
/// where it has not known them before.
///
/// # Errors
/// [`AppError::Conflict`] when the person is enrolled on it already.
pub async fn enrol(
    may: &May<'_, actions::Enrol>,
    (person, name): (PersonId, &str),
    new: &NewEnrolment,
) -> Result<Option<Employment>, AppError> {
    insert(may.tx(), (person, name), new).await.map(|(_, kept)| kept)
}

/// Enrols at set-up.
///
/// # Errors
/// [`AppError::Conflict`] when the person is enrolled on it already.
pub async fn insert_enrolment(tx: &Tx, person: PersonId, new: &NewEnrolment) -> Result<EnrolmentId, AppError> {
    let name = name_of(&tx.read().await?, person).await?.ok_or(AppError::NotFound)?;
    insert(tx, (person, &name), new).await.map(|(id, _)| id)
}

async fn insert(
    tx: &Tx,
    (person, name): (PersonId, &str),
    new: &NewEnrolment,
) -> Result<(EnrolmentId, Option<Employment>), AppError> {
    let (slug, version) = &new.framework;
    let zone = tx.catalogue().zone_of_version(slug, version);
    let tx = &tx.stamped(tx.stamp().in_zone(zone)).await?;
    // Two who enrol one person at once queue, so that neither overlooks the record that the other opens.
    tx.lock(Chain::Account(person)).await?;
    let record = record_at(tx, (person, name), &new.framework).await?;
    let (row, registration, event) = new_row(tx.stamp(), (record, person), new);
    let (id, db) = (row.id, tx.without_permit("its event is said below").await?);
    if !insert_unless_there(db, row).await? {
        return Err(AppError::Conflict(String::from("This person is enrolled on this framework already.")));
    }
    if let Some(registration) = registration {
        insert_row(db, registration).await?;
    }
    let place = Place::of_chapter(record, id);
    tx.says(place, event);
    if let Some(specialism) = &new.specialism {
        insert_specialism(tx, place, (id, specialism, new.from_on)).await?;
    }
    if let Some(joined_on) = new.joined_on {
        insert_joining(tx, record, joined_on).await?;
    }
    let kept = match &new.employer {
        Some((employer, job_title)) => employed(tx, (record, id), (*employer, job_title, new.from_on)).await?,
        None => None,
    };
    Ok((id, kept))
}

/// A new enrolment in a record, perhaps registered with it, and what is said of it.
#[must_use]
pub fn new_row(
    stamp: &Stamp,
    (record_id, person_id): (RecordId, PersonId),
    new: &NewEnrolment,
) -> (enrolment::Model, Option<registration::Model>, Event) {
    let row = enrolment::Model {
        id: EnrolmentId::new(random::uuid()),
        record_id,
        person_id,
        framework_slug: new.framework.0.clone(),
        framework_version: new.framework.1.clone(),
        from_on: new.from_on,
        enrolled_by: stamp.by,
        enrolled_at: stamp.at,
    };
    let registration = new.provider.map(|provider| new_registration(stamp, row.id, (provider, new.from_on)));
    let event = Event::Enrolled {
        enrolment: row.id,
        person: person_id,
        framework: row.framework_slug.clone(),
        framework_version: row.framework_version.clone(),
        from: row.from_on,
        registration: registration.as_ref().map(registered),
    };
    (row, registration, event)
}

/// Notes an employment; gives the one that is there instead, where they work for that employer already on some of the days.
async fn employed(
    tx: &Tx,
    (record, id): (RecordId, EnrolmentId),
    job: (OrganisationId, &str, NaiveDate),
) -> Result<Option<Employment>, AppError> {
    let (employer, _, from) = job;
    let there = employments(&tx.read().await?, id).await?.into_iter();
    let mut there = there.filter(|one| one.employer == employer && free(Interval::from(from), [one.spell]).is_err());
    let there = there.next();
    if there.is_none() {
        insert_employment(tx, record, job).await?;
    }
    Ok(there)
}

/// Chooses the practice area, from today on.
pub async fn choose_specialism(may: &May<'_, actions::ChooseSpecialism>, specialism: &str) -> Result<(), AppError> {
    let place = may.place().ok_or(AppError::NotFound)?;
    insert_specialism(may.tx(), place, (may.on(), specialism, may.stamp().on)).await
}

async fn insert_specialism(
    tx: &Tx,
    place: Place,
    (enrolment_id, specialism, from_on): (EnrolmentId, &str, NaiveDate),
) -> Result<(), AppError> {
    let db = tx.without_permit("its event is said below").await?;
    let round = next_round(specialism::Entity::find().of(enrolment_id), db).await?;
    let row = specialism::Model {
        enrolment_id,
        round,
        specialism: specialism.to_owned(),
        from_on,
        recorded_by: tx.stamp().by,
        recorded_at: tx.now(),
    };
    insert_row(db, row).await?;
    let event = Event::ChoseSpecialism { round, specialism: specialism.to_owned(), from: from_on };
    tx.says(place, event);
    Ok(())
}
