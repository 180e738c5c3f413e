//! What the trainee has to go on with: drafts, and what was answered with no or closed.

use super::claims::with_last_request;
use super::requests::{Withdrawal, find};
use crate::entities::signing_link::name_or_holder;
use crate::entities::{claim, experience, organisation, signature, signature_withdrawal, signing_end, signing_request};
use crate::prelude::stores::*;
use chrono_tz::Tz;
use domain::sign_off::{
    EndReason, ExperienceOutcome, ReasonCode, SigningKind, SigningOutcome, SigningSubject, StageOutcome,
};
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

/// A request that the trainee has to go on with.
#[derive(Clone, Debug)]
pub struct Returned {
    pub subject: SigningSubject,
    pub employer: String,
    pub why: Why,
}

/// Why it is with the trainee again.
#[derive(Clone, Debug)]
pub enum Why {
    /// It was answered, neither met nor verified; or it was confirmed, and that was withdrawn.
    Answered(Answer),
    /// It was closed on a day, because the employment ended.
    Closed(NaiveDate),
}

/// An answer, as the trainee goes on with it; of one that was withdrawn by whom, when and why.
#[derive(Clone, Debug)]
pub struct Answer {
    pub outcome: SigningOutcome,
    /// What is missing, why it was not decided, or what else was said. May be empty.
    pub words: String,
    pub by: String,
    pub on: NaiveDate,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "signing_request::Entity")]
struct ReturnedRow {
    #[sea_orm(nested)]
    request: signing_request::Subject,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    employer: String,
    #[sea_orm(nested)]
    signature: Option<AnswerRow>,
    #[sea_orm(from_expr = "name_or_holder(\"signer\")")]
    signer: Option<String>,
    #[sea_orm(nested)]
    withdrawal: Option<Withdrawal>,
    #[sea_orm(from_expr = "signing_end::Column::EndedOn")]
    ended_on: Option<NaiveDate>,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "signature::Entity")]
struct AnswerRow {
    subject: SigningKind,
    outcome: String,
    comment: String,
    missing: Option<String>,
    reason_code: Option<ReasonCode>,
    signed_on: NaiveDate,
}

impl TryFrom<ReturnedRow> for Returned {
    type Error = AppError;

    fn try_from(row: ReturnedRow) -> Result<Self, AppError> {
        let why = match (row.signature, row.ended_on) {
            (Some(answer), _) => {
                let answer = answer.by(row.signer.unwrap_or_default())?;
                Why::Answered(row.withdrawal.map_or(answer.clone(), |Withdrawal { reason: words, by, on, .. }| {
                    Answer { words, by, on, ..answer }
                }))
            }
            (None, Some(day)) => Why::Closed(day),
            (None, None) => return Err(AppError::internal(&"a request came back without an answer or an end")),
        };
        Ok(Self { subject: row.request.try_into()?, employer: row.employer, why })
    }
}

impl AnswerRow {
    fn by(self, by: String) -> Result<Answer, AppError> {
        let outcome = SigningOutcome::read(self.subject, &self.outcome);
        let outcome = outcome.ok_or_else(|| AppError::internal(&"a signature has no outcome of its kind"))?;
        let reason = self.reason_code.filter(|reason| *reason != ReasonCode::Other);
        let words = match (self.missing, reason) {
            (Some(missing), _) => missing,
            (None, Some(reason)) => format!("{}. {}", reason.words(), self.comment),
            (None, None) => self.comment,
        };
        Ok(Answer { outcome, words, by, on: self.signed_on })
    }
}

/// The requests of an enrolment that the trainee has to answer, and that were not made again since: neither met, verified
/// nor confirmed, or no longer confirmed, or closed because the employment ended.
pub async fn returned(db: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Vec<Returned>, AppError> {
    let wanted = [ClaimOutcome::Met.code(), StageOutcome::Verified.code(), ExperienceOutcome::Confirmed.code()];
    let answered = signature::Column::Outcome.is_not_in(wanted);
    let withdrawn = signature_withdrawal::Column::RequestId.is_not_null();
    let closed = signing_end::Column::Reason.eq(EndReason::EmploymentEnded);
    let rows: Vec<ReturnedRow> = find()
        .join(LeftJoin, signing_request::Relation::Experience.def())
        .filter(experience::Column::WithdrawnAt.is_null())
        .of(enrolment)
        .filter(Condition::any().add(answered).add(withdrawn).add(closed))
        .filter(signing_request::Entity::is_last())
        .order_by_asc(signing_request::Column::Node)
        .order_by_asc(signing_request::Column::ClaimId)
        .into_partial_model()
        .all(db)
        .await?;
    rows.into_iter().map(Returned::try_from).collect()
}
