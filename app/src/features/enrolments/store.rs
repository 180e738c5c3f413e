//! Ending an employment, with what lies with the employer; what was done last in what is to end.

use crate::entities::{
    employment, experience, person, result, signature, signature_withdrawal, signing_request, sitting,
};
use crate::features::record::store::end_supervisions_at;
use crate::features::sign_off::store::sending::close_at_former_employers;
use crate::prelude::stores::*;
use domain::access::{SupervisorAt, actions};
use domain::sign_off::{ExperienceOutcome, SigningKind, StageOutcome};
use domain::standing::{ClaimOutcome, Outcome};

/// Of the enrolments of a record the one whose day is the earliest.
///
/// # Errors
/// [`AppError::NotFound`] where there are none.
pub fn earliest<'a, 't>(
    all: &'a [May<'t, actions::EndEmployment>],
) -> Result<&'a May<'t, actions::EndEmployment>, AppError> {
    all.iter().min_by_key(|may| may.today()).ok_or(AppError::NotFound)
}

/// Ends an employment from a day on: the employer no longer sees the trainee. What lies with its people undecided goes back
/// to the trainee, and its people no longer supervise. `all` are the enrolments of the record; where it is not one day for all of
/// them, today is the earliest, so that none of them counts it any more.
///
/// # Errors
/// [`AppError::NotFound`] where there are none; when the database can't be written.
pub async fn end_employment(
    all: &[May<'_, actions::EndEmployment>],
    (day, why): (NaiveDate, &Because),
) -> Result<Vec<SigningKind>, AppError> {
    let one = earliest(all)?;
    let employer = one.on().employer;
    let those = employment::Entity::find().of(employer).of(one.record()?);
    one.end(those, day, |row, until| {
        // What had not begun is only taken out.
        let (reason, words) = if row.from_on < until { why.said() } else { Because::default().said() };
        (Event::EndedEmployment { employment: row.id, employer, until, reason }, words)
    })
    .await?;
    let mut closed = Vec::new();
    for may in all {
        closed.extend(close_at_former_employers(may, may.on().enrolment, &SigningKind::ALL).await?);
        end_supervisions_at(may, day).await?;
    }
    Ok(closed)
}

/// Whose signatures are looked for.
#[derive(Clone, Copy, Debug)]
pub enum Signers {
    /// All who signed for an employer.
    Of(OrganisationId),
    /// One person, for an employer.
    Supervisor(SupervisorAt),
}

/// The last day on which they signed something of some enrolments, with who did, where they have an account. Who declined says
/// nothing of the work and may do so at any time, and work may be confirmed after it is over.
pub async fn last_signed(
    db: &impl ConnectionTrait,
    enrolments: &[EnrolmentId],
    by: Signers,
) -> Result<Option<(NaiveDate, Option<String>)>, AppError> {
    let by = match by {
        Signers::Of(employer) => Condition::all().add(signing_request::Column::EmployerId.eq(employer)),
        Signers::Supervisor(SupervisorAt { person, employer }) => Condition::all()
            .add(signature::Column::PersonId.eq(person))
            .add(signing_request::Column::EmployerId.eq(employer)),
    };
    let for_former = SigningKind::ALL.into_iter().filter(|kind| kind.is_for_former_employers());
    let last = signature::Entity::find()
        .join(JoinType::InnerJoin, signature::Relation::Request.def())
        .join(JoinType::LeftJoin, signature::Relation::Signer.def())
        .filter(signing_request::Column::EnrolmentId.is_in(enrolments.iter().copied()))
        .filter(by)
        .filter(signing_request::Column::Subject.is_not_in(for_former))
        .filter(signature::Column::Outcome.is_not_in([ClaimOutcome::Declined.code(), StageOutcome::Declined.code()]))
        .select_only()
        .column(signature::Column::SignedOn)
        .column(person::Column::Name)
        .order_by_desc(signature::Column::SignedOn)
        .into_tuple::<(NaiveDate, Option<String>)>();
    Ok(last.one(db).await?)
}

/// The last day of confirmed work for an employer.
pub async fn last_worked(
    db: &impl ConnectionTrait,
    enrolments: &[EnrolmentId],
    employer: OrganisationId,
) -> Result<Option<NaiveDate>, AppError> {
    let last: Option<NaiveDate> = experience::Entity::find()
        .join(JoinType::InnerJoin, signing_request::Relation::Experience.def().rev())
        .join(JoinType::InnerJoin, signature::Relation::Request.def().rev())
        .join(JoinType::LeftJoin, signature_withdrawal::Relation::Request.def().rev())
        .of_any(enrolments)
        .filter(signature_withdrawal::Column::RequestId.is_null())
        .filter(experience::Column::EmployerId.eq(employer))
        .filter(signature::Column::Outcome.eq(ExperienceOutcome::Confirmed.code()))
        .select_only()
        .column(experience::Column::UntilOn)
        .order_by_desc(experience::Column::UntilOn)
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.and_then(|until| until.pred_opt()))
}

/// The day of the last sitting at which a provider recorded a result of an enrolment that stands.
pub async fn last_sitting(
    db: &impl ConnectionTrait,
    enrolment: EnrolmentId,
    provider: OrganisationId,
) -> Result<Option<NaiveDate>, AppError> {
    let last = result::Entity::find()
        .join(JoinType::InnerJoin, result::Relation::Sitting.def())
        .of(enrolment)
        .filter(sitting::Column::ProviderId.eq(provider))
        .filter(result::Entity::stands())
        .filter(result::Column::Outcome.ne(Outcome::NotSat))
        .select_only()
        .column(sitting::Column::HeldOn)
        .order_by_desc(sitting::Column::HeldOn)
        .into_tuple();
    Ok(last.one(db).await?)
}
