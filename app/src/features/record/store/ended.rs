//! Ends of enrolments, and that they are taken back.

use crate::entities::{enrolment, reason_given};
use crate::prelude::stores::*;
use domain::access::actions;
use domain::enrolments::EnrolmentEnd;
use domain::journal::Reason;
use std::collections::HashSet;

/// That an enrolment has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "enrolment::Entity")]
pub struct Ended {
    /// The first day on which it is over.
    #[sea_orm(from_col = "ended_on")]
    pub on: NaiveDate,
    #[sea_orm(from_col = "ended_as")]
    pub why: EnrolmentEnd,
    /// By which of the reasons given.
    #[sea_orm(from_col = "end_reason_id")]
    pub reason: ReasonId,
}

/// The reason that was given for it.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, which `gradus doctor` names.
pub async fn reason_of(db: &impl ConnectionTrait, ended: &Ended) -> Result<String, AppError> {
    let found = reason_given::Entity::find_by_id(ended.reason).one(db).await?;
    found.map(|row| row.reason).ok_or(AppError::NotFound)
}

/// Which of some enrolments have ended.
pub async fn ended_among(db: &impl ConnectionTrait, ids: &[EnrolmentId]) -> Result<HashSet<EnrolmentId>, AppError> {
    let ended = enrolment::Entity::find().of_any(ids).filter(enrolment::Column::EndedOn.is_not_null());
    let ended = ended.select_only().column(enrolment::Column::Id).into_tuple();
    Ok(ended.all(db).await?.into_iter().collect())
}

/// Whether the person of an enrolment is enrolled again on the same version.
pub async fn is_enrolled_again(
    db: &impl ConnectionTrait,
    id: EnrolmentId,
    (slug, version): (&str, &str),
) -> Result<bool, AppError> {
    let another = enrolment::Entity::find()
        .filter(enrolment::Column::RecordId.in_subquery(enrolment::Entity::record_of(id)))
        .filter(enrolment::Column::Id.ne(id))
        .filter(enrolment::Column::FrameworkSlug.eq(slug))
        .filter(enrolment::Column::FrameworkVersion.eq(version))
        .filter(enrolment::Column::EndedOn.is_null());
    Ok(another.one(db).await?.is_some())
}

/// From which day on an enrolment of a person on a version was over, which they have left; of several the last. One that was made by
/// mistake keeps no day from another.
pub async fn left_from(
    db: &impl ConnectionTrait,
    person: PersonId,
    (slug, version): (&str, &str),
) -> Result<Option<NaiveDate>, AppError> {
    let left = enrolment::Entity::find()
        .of(person)
        .filter(enrolment::Column::FrameworkSlug.eq(slug))
        .filter(enrolment::Column::FrameworkVersion.eq(version))
        .filter(enrolment::Column::EndedAs.eq(EnrolmentEnd::Left))
        .order_by_desc(enrolment::Column::EndedOn);
    Ok(left.one(db).await?.and_then(|one| one.ended_on))
}

/// An enrolment of a person that has ended.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "enrolment::Entity")]
pub struct Earlier {
    pub id: EnrolmentId,
    #[sea_orm(from_col = "framework_version")]
    pub version: String,
    pub from_on: NaiveDate,
    /// The first day on which it is over.
    pub ended_on: NaiveDate,
}

/// The enrolments of a person on a framework that have ended, the last first.
pub async fn earlier(db: &impl ConnectionTrait, person: PersonId, slug: &str) -> Result<Vec<Earlier>, AppError> {
    let ended = enrolment::Entity::find()
        .of(person)
        .filter(enrolment::Column::FrameworkSlug.eq(slug))
        .filter(enrolment::Column::EndedOn.is_not_null())
        .order_by_desc(enrolment::Column::EndedOn);
    Ok(ended.into_partial_model().all(db).await?)
}

/// Ends an enrolment, from a day on: nothing new is done in it, and what was before stays.
pub async fn end_enrolment(
    may: &May<'_, actions::EndEnrolment>,
    (why, until): (EnrolmentEnd, NaiveDate),
    reason: &str,
) -> Result<(), AppError> {
    let (reason, words) = given(reason)?;
    may.says(Event::EndedEnrolment { enrolment: may.on(), why, until, reason }, &words).await
}

/// Takes the end of an enrolment back: it goes on, as if it had never ended.
pub async fn take_back_end(may: &May<'_, actions::EndEnrolment>, reason: &str) -> Result<(), AppError> {
    let (reason, words) = given(reason)?;
    may.says(Event::TookBackEnrolmentEnd { enrolment: may.on(), reason }, &words).await
}

fn given(reason: &str) -> Result<(Reason, Vec<Words>), AppError> {
    let (given, words) = Because::new(Some(reason))?.said();
    Ok((given.ok_or_else(|| AppError::internal(&"a reason was given and is not there"))?, words))
}
