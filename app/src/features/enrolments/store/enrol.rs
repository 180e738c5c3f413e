//! Enrolling, and what changes an enrolment afterwards.

use super::employment::{Employment, all_of_trainee, employments, insert_employment};
use super::registration::insert_registration;
use crate::error::AppError;
use crate::features::enrolments::entity::enrolment;
use crate::features::enrolments::new_enrolment::NewEnrolment;
use crate::web::query::insert_unless_there;
use crate::web::random;
use crate::web::tx::{May, Tx};
use chrono::NaiveDate;
use domain::access::actions;
use domain::enrolments::{Spell, free};
use domain::ids::{EnrolmentId, OrganisationId, PersonId};
use domain::journal::{Chain, Employed, Event};
use sea_orm::{ActiveModelTrait, Set};

/// Enrols a person on a framework version, registers them with a provider and notes their employment. Gives the employment
/// that was kept instead, where they work for that employer already.
///
/// # Errors
/// [`AppError::Conflict`] when the person is enrolled on it already.
pub async fn enrol(
    may: &May<'_, actions::Enrol>,
    person: PersonId,
    new: &NewEnrolment,
) -> Result<Option<Employment>, AppError> {
    insert(may.tx(), person, new).await.map(|(_, kept)| kept)
}

/// Enrols at set-up.
///
/// # Errors
/// [`AppError::Conflict`] when the person is enrolled on it already.
pub async fn insert_enrolment(tx: &Tx, person: PersonId, new: &NewEnrolment) -> Result<EnrolmentId, AppError> {
    insert(tx, person, new).await.map(|(id, _)| id)
}

async fn insert(tx: &Tx, person: PersonId, new: &NewEnrolment) -> Result<(EnrolmentId, Option<Employment>), AppError> {
    let id = EnrolmentId::new(random::uuid());
    // Two who enrol one person at once queue, so that neither overlooks the employment that the other notes.
    tx.lock(Chain::Account(person)).await?;
    let row = enrolment::Model {
        id,
        person_id: person,
        framework_slug: new.framework.0.clone(),
        framework_version: new.framework.1.clone(),
        specialism: new.specialism.clone(),
        from_on: new.from_on,
        enrolled_by: tx.stamp().by,
        enrolled_at: tx.now(),
        joined_on: new.joined_on,
    };
    if !insert_unless_there(tx.without_permit("its event is said below").await?, row).await? {
        return Err(AppError::Conflict(String::from(
            "This person is enrolled on this framework already.",
        )));
    }
    let registration = match new.provider {
        Some(provider) => Some(insert_registration(tx, id, provider, new.from_on).await?),
        None => None,
    };
    let (mut kept, mut employment) = (None, None);
    if let Some((employer, job_title)) = &new.employer {
        match employed(tx, (person, id), (*employer, job_title, new.from_on)).await? {
            Noted::There(there) => kept = Some(there),
            Noted::Added(added) => employment = Some(added),
        }
    }
    let event = Event::Enrolled {
        enrolment: id,
        person,
        framework: new.framework.0.clone(),
        framework_version: new.framework.1.clone(),
        specialism: new.specialism.clone(),
        from: new.from_on,
        joined_on: new.joined_on,
        registration,
        employment,
    };
    tx.says(Chain::Record(id), event);
    Ok((id, kept))
}

/// What came of noting an employment.
enum Noted {
    /// It is noted.
    Added(Employed),
    /// They work for that employer already on some of the days, and nothing was noted.
    There(Employment),
}

async fn employed(
    tx: &Tx,
    (person, id): (PersonId, EnrolmentId),
    job: (OrganisationId, &str, NaiveDate),
) -> Result<Noted, AppError> {
    let db = tx.read().await?;
    let mut others = all_of_trainee(&db, id).await?;
    // In the order in which everyone takes several locks.
    others.sort_unstable();
    others.retain(|other| *other != id);
    for other in &others {
        tx.lock(Chain::Record(*other)).await?;
    }
    let (employer, _, from) = job;
    let there = employments(&db, id).await?.into_iter();
    let mut there = there.filter(|one| one.employer == employer && free(Spell::from(from), [one.spell]).is_err());
    if let Some(there) = there.next() {
        return Ok(Noted::There(there));
    }
    let added = insert_employment(tx, person, job).await?;
    // The event of enrolling holds it; their other enrolments have an event of their own.
    for other in others {
        tx.says(Chain::Record(other), Event::AddedEmployment(added.clone()));
    }
    Ok(Noted::Added(added))
}

/// Chooses the practice area.
///
/// # Errors
/// When the database can't be written.
pub async fn choose_specialism(may: &May<'_, actions::ChooseSpecialism>, specialism: &str) -> Result<(), AppError> {
    let db = may.says(Event::ChoseSpecialism {
        enrolment: may.on(),
        specialism: specialism.to_owned(),
    });
    let chosen = enrolment::ActiveModel {
        id: Set(may.on()),
        specialism: Set(Some(specialism.to_owned())),
        ..Default::default()
    };
    chosen.update(db).await?;
    Ok(())
}

/// Notes the day on which the trainee joined the professional body, or another one in its place.
///
/// # Errors
/// When the database can't be written.
pub async fn note_joining(may: &May<'_, actions::NoteJoining>, joined_on: NaiveDate) -> Result<(), AppError> {
    let db = may.says(Event::RecordedJoining {
        enrolment: may.on(),
        joined_on,
    });
    let noted = enrolment::ActiveModel {
        id: Set(may.on()),
        joined_on: Set(Some(joined_on)),
        ..Default::default()
    };
    noted.update(db).await?;
    Ok(())
}
