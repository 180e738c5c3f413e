//! Enrolling, and what changes an enrolment afterwards.

use super::employment::{Employment, Noted, note_employment};
use super::registration::insert_registration;
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::enrolments::forms::Enrol;
use crate::features::journal::{self, store::Stamp};
use crate::web::db::sql;
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Permit, actions};
use domain::ids::{EnrolmentId, PersonId};
use domain::journal::{Chain, Event};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

/// Enrols the person whom the permit is about on a framework version, registers them with a provider and notes their
/// employment. Gives the employment that was kept instead, where they work for that employer already.
///
/// # Errors
/// [`AppError::Conflict`] when the person is enrolled on it already; [`AppError::NotFound`] for a permit about nobody.
pub async fn enrol(
    tx: &DatabaseTransaction,
    permit: Permit<actions::Enrol>,
    stamp: &Stamp,
    new: &Enrol,
) -> Result<Option<Employment>, AppError> {
    let person = permit.subject().trainee.ok_or(AppError::NotFound)?;
    insert(tx, stamp, person, new).await.map(|(_, kept)| kept)
}

/// Enrols at set-up.
///
/// # Errors
/// [`AppError::Conflict`] when the person is enrolled on it already.
pub async fn insert_enrolment(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    person: PersonId,
    new: &Enrol,
) -> Result<EnrolmentId, AppError> {
    insert(tx, stamp, person, new).await.map(|(id, _)| id)
}

async fn insert(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    person: PersonId,
    new: &Enrol,
) -> Result<(EnrolmentId, Option<Employment>), AppError> {
    let id = EnrolmentId::new(random::uuid());
    lock_person(tx, person).await?;
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO enrolment (id, person_id, framework_slug, framework_version, specialism, from_on, joined_on, enrolled_by, enrolled_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (person_id, framework_slug, framework_version) DO NOTHING",
            [
                id.into(),
                person.into(),
                new.framework.0.clone().into(),
                new.framework.1.clone().into(),
                new.specialism.clone().into(),
                new.from_on.into(),
                new.joined_on.into(),
                stamp.by.into(),
                stamp.at.into(),
            ],
        ))
        .await?;
    if inserted.rows_affected() == 0 {
        return Err(AppError::Conflict(String::from(
            "This person is enrolled on this framework already.",
        )));
    }
    let registration = match new.provider {
        Some(provider) => Some(insert_registration(tx, stamp, id, provider, new.from_on).await?),
        None => None,
    };
    let (mut kept, mut employment) = (None, None);
    if let Some((employer, job_title)) = &new.employer {
        match note_employment(tx, stamp, (person, id), (*employer, job_title, new.from_on)).await? {
            Noted::There(there) => kept = Some(there),
            Noted::Added(added) => {
                // The event of enrolling holds it here; their other enrolments have an event of their own.
                added.journal(tx, stamp, |of| of != id).await?;
                employment = Some(added.employment);
            }
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
    journal::write(tx, stamp, Chain::Record(id), event).await?;
    case::rewrite(tx, id).await?;
    Ok((id, kept))
}

/// Two who enrol one person at once queue, so that neither overlooks the employment that the other notes.
async fn lock_person(tx: &DatabaseTransaction, person: PersonId) -> Result<(), AppError> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let statement = "SELECT id FROM person WHERE id = $1 FOR NO KEY UPDATE";
        tx.query_one_raw(sql(tx, statement, [person.into()])).await?;
    }
    Ok(())
}

/// Chooses the practice area.
///
/// # Errors
/// When the database can't be written.
pub async fn choose_specialism(
    tx: &DatabaseTransaction,
    _permit: Permit<actions::WriteClaim>,
    stamp: &Stamp,
    id: EnrolmentId,
    specialism: &str,
) -> Result<(), AppError> {
    case::lock(tx, id).await?;
    tx.execute_raw(sql(
        tx,
        "UPDATE enrolment SET specialism = $1 WHERE id = $2",
        [specialism.into(), id.into()],
    ))
    .await?;
    let event = Event::ChoseSpecialism {
        enrolment: id,
        specialism: specialism.to_owned(),
    };
    journal::write(tx, stamp, Chain::Record(id), event).await?;
    case::rewrite(tx, id).await
}

/// Notes the day on which the trainee joined the professional body, or another one in its place.
///
/// # Errors
/// When the database can't be written.
pub async fn note_joining(
    tx: &DatabaseTransaction,
    _permit: Permit<actions::Enrol>,
    stamp: &Stamp,
    id: EnrolmentId,
    joined_on: NaiveDate,
) -> Result<(), AppError> {
    case::lock(tx, id).await?;
    tx.execute_raw(sql(
        tx,
        "UPDATE enrolment SET joined_on = $1 WHERE id = $2",
        [joined_on.into(), id.into()],
    ))
    .await?;
    let event = Event::RecordedJoining {
        enrolment: id,
        joined_on,
    };
    journal::write(tx, stamp, Chain::Record(id), event).await?;
    case::rewrite(tx, id).await
}
