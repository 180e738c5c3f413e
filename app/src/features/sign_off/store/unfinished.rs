//! What the trainee has to go on with: drafts, and what was answered with no or closed.

use super::claims::with_last_request;
use super::requests::{Request, Row, find};
use crate::entities::{claim, signature, signing_end, signing_request};
use crate::prelude::stores::*;
use chrono_tz::Tz;
use domain::sign_off::{EndReason, StageOutcome};
use domain::standing::ClaimOutcome;
use sea_orm::JoinType::LeftJoin;

/// A claim that is nobody's but its author's: it was never sent, or taken back.
#[derive(Clone, Debug)]
pub struct Begun {
    pub claim: ClaimId,
    pub outcome: String,
    /// The day on which it was begun.
    pub begun_on: NaiveDate,
    /// Whether it was sent before: then it can’t be deleted any more.
    pub was_sent: bool,
}

/// The drafts of an enrolment, those that were begun longest ago first.
pub async fn drafts(db: &impl ConnectionTrait, enrolment: EnrolmentId, zone: Tz) -> Result<Vec<Begun>, AppError> {
    let was_taken_back = signing_end::Column::Reason.eq(EndReason::TakenBack);
    let rows: Vec<(ClaimId, String, DateTime<Utc>, Option<SigningRequestId>)> = with_last_request()
        .select_only()
        .columns([claim::Column::Id, claim::Column::Outcome, claim::Column::CreatedAt])
        .column(signing_request::Column::Id)
        .join(LeftJoin, signing_end::Relation::Request.def().rev())
        .of(enrolment)
        .filter(Condition::any().add(signing_request::Column::Id.is_null()).add(was_taken_back))
        .order_by_asc(claim::Column::CreatedAt)
        .order_by_asc(claim::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let begun = |(claim, outcome, at, request): (_, _, _, Option<SigningRequestId>)| Begun {
        claim,
        outcome,
        begun_on: civil_date(at, zone),
        was_sent: request.is_some(),
    };
    Ok(rows.into_iter().map(begun).collect())
}

/// The requests of an enrolment that the trainee has to answer, and that were not made again since: neither met nor
/// verified, or closed because the employment ended.
pub async fn returned(db: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Vec<Request>, AppError> {
    let wanted = [ClaimOutcome::Met.code(), StageOutcome::Verified.code()];
    let answered = signature::Column::Outcome.is_not_in(wanted);
    let closed = signing_end::Column::Reason.eq(EndReason::EmploymentEnded);
    let rows: Vec<Row> = find()
        .of(enrolment)
        .filter(signing_request::Column::IsOpen.eq(false))
        .filter(Condition::any().add(answered).add(closed))
        .filter(signing_request::Entity::is_last())
        .order_by_asc(signing_request::Column::Node)
        .order_by_asc(signing_request::Column::ClaimId)
        .into_partial_model()
        .all(db)
        .await?;
    rows.into_iter().map(Request::try_from).collect()
}
