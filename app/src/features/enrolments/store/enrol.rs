//! Enrolling, and what changes an enrolment afterwards.

use super::employment::{Employment, Noted, note_employment};
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::enrolments::entity::{enrolment, registration};
use crate::features::enrolments::forms::Enrol;
use crate::features::journal::store::{self as journal, Event, Object, Stamp};
use crate::features::people::entity::person;
use crate::web::query::{self, Of, insert_unless_there};
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Permit, actions};
use domain::ids::{EnrolmentId, PersonId, RegistrationId};
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{DatabaseTransaction, EntityTrait, QuerySelect};

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
    // Two who enrol one person at once queue, so that neither overlooks the employment that the other notes.
    let locked = person::Entity::find_by_id(person).lock(LockType::NoKeyUpdate);
    locked.one(tx).await?;
    let enrolment = enrolment::Model {
        id,
        person_id: person,
        framework_slug: new.framework.0.clone(),
        framework_version: new.framework.1.clone(),
        specialism: new.specialism.clone(),
        from_on: new.from_on,
        enrolled_by: stamp.by,
        enrolled_at: stamp.at,
        joined_on: new.joined_on,
    };
    if !insert_unless_there(tx, enrolment).await? {
        return Err(AppError::Conflict(String::from(
            "This person is enrolled on this framework already.",
        )));
    }
    if let Some(provider) = new.provider {
        let registration = registration::Model {
            id: RegistrationId::new(random::uuid()),
            enrolment_id: id,
            provider_id: provider,
            from_on: new.from_on,
            until_on: None,
            recorded_by: stamp.by,
            recorded_at: stamp.at,
        };
        query::insert(tx, registration).await?;
    }
    let mut kept = None;
    if let Some((employer, job_title)) = &new.employer {
        match note_employment(tx, stamp, (person, id), (*employer, job_title, new.from_on)).await? {
            Noted::There(there) => kept = Some(there),
            Noted::Added(added) => {
                // That they are enrolled tells of it here; their other enrolments have an event of their own.
                added.journal(tx, stamp, |of| of != id).await?;
            }
        }
    }
    let detail = serde_json::json!({ "framework": new.framework.0, "version": new.framework.1, "specialism": new.specialism, "joined_on": new.joined_on });
    journal::write(
        tx,
        stamp,
        Event {
            act: "enrolled",
            object: Object::Enrolment(id),
            enrolment: Some(id),
            detail,
        },
    )
    .await?;
    case::rewrite(tx, id).await?;
    Ok((id, kept))
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
    enrolment::Entity::update_many()
        .col_expr(enrolment::Column::Specialism, Expr::value(specialism))
        .of(id)
        .exec(tx)
        .await?;
    let detail = serde_json::json!({ "specialism": specialism });
    let event = Event {
        act: "chose specialism",
        object: Object::Enrolment(id),
        enrolment: Some(id),
        detail,
    };
    journal::write(tx, stamp, event).await?;
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
    enrolment::Entity::update_many()
        .col_expr(enrolment::Column::JoinedOn, Expr::value(joined_on))
        .of(id)
        .exec(tx)
        .await?;
    let event = Event {
        act: "noted joining",
        object: Object::Enrolment(id),
        enrolment: Some(id),
        detail: serde_json::json!({ "joined_on": joined_on }),
    };
    journal::write(tx, stamp, event).await?;
    case::rewrite(tx, id).await
}
