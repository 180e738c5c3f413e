//! What lies with the trainee: drafts, and what was answered without a signature and not asked for again.

use super::claims::with_last_request;
use crate::error::AppError;
use crate::features::people::entity::person;
use crate::features::sign_off::entity::{
    claim, claim_request, decision, request_closure, verification, verification_request,
};
use crate::web::clock::civil_date;
use crate::web::query::Of;
use crate::web::request::ZONE;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ClaimId, ClaimRequestId, EnrolmentId};
use domain::sign_off::{ReasonCode, VerificationOutcome};
use domain::standing::ClaimOutcome;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DerivePartialModel, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, RelationTrait,
};

/// A claim that is neither with a supervisor nor met.
#[derive(Clone, Debug)]
pub struct Unfinished {
    /// The claim.
    pub claim: ClaimId,
    /// Its outcome.
    pub outcome: String,
    /// The day on which it was begun.
    pub begun_on: NaiveDate,
    /// Whether it was sent before: then it can’t be deleted any more.
    pub was_sent: bool,
    /// What a supervisor last said of it; none of a draft.
    pub answer: Option<Answer>,
}

/// An answer that asks for something.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was decided; never that it is met.
    pub outcome: ClaimOutcome,
    /// By whom.
    pub by: String,
    /// On which day.
    pub on: NaiveDate,
    /// What is missing, why it was not decided, or what else was said. May be empty.
    pub said: String,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "claim::Entity")]
struct Row {
    id: ClaimId,
    outcome: String,
    created_at: DateTime<Utc>,
    #[sea_orm(from_expr = "claim_request::Column::Id")]
    request_id: Option<ClaimRequestId>,
    #[sea_orm(from_expr = "decision::Column::Outcome")]
    decided: Option<ClaimOutcome>,
    #[sea_orm(from_expr = "decision::Column::DecidedOn")]
    decided_on: Option<NaiveDate>,
    #[sea_orm(from_expr = "person::Column::Name")]
    decided_by: Option<String>,
    #[sea_orm(from_expr = "decision::Column::Missing")]
    missing: Option<String>,
    #[sea_orm(from_expr = "decision::Column::Comment")]
    comment: Option<String>,
    #[sea_orm(from_expr = "decision::Column::ReasonCode")]
    reason_code: Option<ReasonCode>,
}

impl From<Row> for Unfinished {
    fn from(row: Row) -> Self {
        let comment = match row.reason_code.filter(|reason| *reason != ReasonCode::Other) {
            Some(reason) => Some(format!("{}. {}", reason.words(), row.comment.unwrap_or_default())),
            None => row.comment,
        };
        let (by, said) = (row.decided_by, row.missing.or(comment));
        let answer = row.decided.zip(row.decided_on).map(|(outcome, on)| Answer {
            outcome,
            by: by.unwrap_or_default(),
            on,
            said: said.unwrap_or_default(),
        });
        Self {
            claim: row.id,
            outcome: row.outcome,
            begun_on: civil_date(row.created_at, ZONE),
            was_sent: row.request_id.is_some(),
            answer,
        }
    }
}

/// The unfinished claims of an enrolment, the oldest first. What came back because an employment ended is not among them.
///
/// # Errors
/// When the database can't be read.
pub async fn unfinished(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<Vec<Unfinished>, AppError> {
    let closed = request_closure::Entity::find()
        .select_only()
        .column(request_closure::Column::Id)
        .filter(
            Expr::col((request_closure::Entity, request_closure::Column::ClaimRequestId))
                .equals((claim_request::Entity, claim_request::Column::Id)),
        );
    let is_open = claim_request::Column::IsOpen;
    let decided = decision::Column::Outcome;
    let rows = with_last_request()
        .join(JoinType::LeftJoin, decision::Relation::Decider.def())
        .of(enrolment)
        .filter(Condition::any().add(is_open.is_null()).add(is_open.eq(false)))
        .filter(
            Condition::any()
                .add(decided.is_null())
                .add(decided.ne(ClaimOutcome::Met)),
        )
        .filter(Expr::exists(closed.into_query()).not())
        .order_by_asc(claim::Column::CreatedAt)
        .order_by_asc(claim::Column::Id)
        .into_partial_model::<Row>()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(Unfinished::from).collect())
}

/// A stage that an employer declined to verify, and that was not asked for again.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "verification_request::Entity")]
pub struct DeclinedVerification {
    /// The verification element.
    pub element: String,
    /// Who declined.
    #[sea_orm(from_expr = "person::Column::Name")]
    pub declined_by: String,
    /// On which day.
    #[sea_orm(from_expr = "verification::Column::VerifiedOn")]
    pub declined_on: NaiveDate,
    /// Why.
    #[sea_orm(from_expr = "verification::Column::Comment")]
    pub comment: String,
}

/// The verifications of an enrolment that were declined the last time they were asked for.
///
/// # Errors
/// When the database can't be read.
pub async fn declined_verifications(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<Vec<DeclinedVerification>, AppError> {
    use verification_request::{Column, Entity};
    let later = |column| Expr::col(("later", column));
    let asked_again = Query::select()
        .column(("later", Column::Id))
        .from_as(Entity, "later")
        .and_where(later(Column::EnrolmentId).equals((Entity, Column::EnrolmentId)))
        .and_where(later(Column::Element).equals((Entity, Column::Element)))
        .and_where(later(Column::Id).gt(Expr::col((Entity, Column::Id))))
        .to_owned();
    Ok(Entity::find()
        .join(JoinType::InnerJoin, verification::Relation::Request.def().rev())
        .join(JoinType::InnerJoin, verification::Relation::Verifier.def())
        .of(enrolment)
        .filter(verification::Column::Outcome.eq(VerificationOutcome::Declined))
        .filter(Expr::exists(asked_again).not())
        .order_by_asc(Column::Id)
        .into_partial_model()
        .all(connection)
        .await?)
}
