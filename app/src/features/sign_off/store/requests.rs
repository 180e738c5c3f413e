//! Requests to supervisors, with what was decided on each.

use super::asked;
use crate::error::AppError;
use crate::features::enrolments::store as enrolments;
use crate::features::people::entity::organisation;
use crate::features::people::entity::person::Name;
use crate::features::sign_off::entity::{claim, claim_request, decision, request_closure};
use crate::web::query::Of;
use crate::web::tx::{Object, Reader};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Subject;
use domain::ids::{ClaimId, ClaimRequestId, EnrolmentId, OrganisationId, PersonId};
use domain::journal::Place;
use domain::sign_off::ReasonCode;
use domain::standing::ClaimOutcome;
use sea_orm::JoinType::{InnerJoin, LeftJoin};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
    Select,
};

/// A request with what was decided on it.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its id.
    pub id: ClaimRequestId,
    /// The claim.
    pub claim_id: ClaimId,
    /// Whose record.
    pub enrolment_id: EnrolmentId,
    /// The trainee.
    pub trainee_id: PersonId,
    /// The supervisor asked.
    pub supervisor_id: PersonId,
    /// Their name.
    pub supervisor: String,
    /// The employer at which they were asked; none of what was sent before that was kept, where it can't be told.
    pub employer_id: Option<OrganisationId>,
    /// The day it was sent.
    pub sent_on: NaiveDate,
    /// Exactly what is shown.
    pub shown: String,
    /// Its hash.
    pub shown_sha256: String,
    /// When it went back: the trainee took it, or it was closed.
    pub taken_back_at: Option<DateTime<Utc>>,
    /// The employer for whom the trainee works no longer, where it was closed for that.
    pub closed_for: Option<String>,
    /// Whether it waits.
    pub is_open: bool,
    /// What was decided.
    pub outcome: Option<ClaimOutcome>,
    /// What was seen.
    pub comment: Option<String>,
    /// What is missing.
    pub missing: Option<String>,
    /// Why it was declined.
    pub reason_code: Option<ReasonCode>,
    /// What was attested.
    pub statement: Option<String>,
    /// Hash over all that was signed.
    pub signed_sha256: Option<String>,
    /// The id of whoever decided.
    pub decided_by_id: Option<PersonId>,
    /// Their name.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "claim_request::Entity")]
struct Row {
    #[sea_orm(nested)]
    request: claim_request::Model,
    #[sea_orm(from_expr = "claim::Column::EnrolmentId")]
    enrolment_id: EnrolmentId,
    #[sea_orm(nested, alias = "supervisor")]
    supervisor: Name,
    #[sea_orm(nested)]
    decision: Option<decision::Model>,
    #[sea_orm(nested, alias = "decider")]
    decider: Option<Name>,
    #[sea_orm(nested)]
    closed_for: Option<Employer>,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "organisation::Entity")]
struct Employer {
    name: String,
}

impl From<Row> for Request {
    fn from(row: Row) -> Self {
        let Row { request, decision, .. } = row;
        let request = Self {
            id: request.id,
            claim_id: request.claim_id,
            enrolment_id: row.enrolment_id,
            trainee_id: request.trainee_id,
            supervisor_id: request.supervisor_id,
            supervisor: row.supervisor.name,
            employer_id: request.employer_id,
            sent_on: request.sent_on,
            shown: request.shown,
            shown_sha256: request.shown_sha256,
            taken_back_at: request.taken_back_at,
            closed_for: row.closed_for.map(|employer| employer.name),
            is_open: request.is_open,
            outcome: None,
            comment: None,
            missing: None,
            reason_code: None,
            statement: None,
            signed_sha256: None,
            decided_by_id: None,
            decided_by: None,
            decided_at: None,
        };
        let Some((decision, decider)) = decision.zip(row.decider) else {
            return request;
        };
        Self {
            outcome: Some(decision.outcome),
            comment: Some(decision.comment),
            missing: decision.missing,
            reason_code: decision.reason_code,
            statement: Some(decision.statement),
            signed_sha256: Some(decision.signed_sha256),
            decided_by_id: Some(decision.decided_by),
            decided_by: Some(decider.name),
            decided_at: Some(decision.decided_at),
            ..request
        }
    }
}

/// Requests with all that came of them.
fn find() -> Select<claim_request::Entity> {
    claim_request::Entity::find()
        .join(InnerJoin, claim_request::Relation::Claim.def())
        .join_as(InnerJoin, claim_request::Relation::Supervisor.def(), "supervisor")
        .join(LeftJoin, decision::Relation::Request.def().rev())
        .join_as(LeftJoin, decision::Relation::Decider.def(), "decider")
        .join(LeftJoin, request_closure::Relation::ClaimRequest.def().rev())
        .join(LeftJoin, request_closure::Relation::Employer.def())
}

async fn all(
    connection: &impl ConnectionTrait,
    query: Select<claim_request::Entity>,
) -> Result<Vec<Request>, AppError> {
    let rows: Vec<Row> = query.into_partial_model().all(connection).await?;
    Ok(rows.into_iter().map(Request::from).collect())
}

/// One request.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn request(connection: &impl ConnectionTrait, id: ClaimRequestId) -> Result<Request, AppError> {
    all(connection, find().of(id)).await?.pop().ok_or(AppError::NotFound)
}

impl Object for ClaimRequestId {
    type State = Request;

    async fn place(self, db: &Reader<'_>) -> Result<Option<Place>, AppError> {
        enrolments::place_of(db, request(db, self).await?.enrolment_id).await
    }

    async fn read(self, db: &Reader<'_>, today: NaiveDate) -> Result<(Subject, Request), AppError> {
        let request = request(db, self).await?;
        Ok((subject(db, &request, today).await?, request))
    }
}

/// What a rule of access may look at when a request is read or decided: of the trainee's employers only the one that was
/// asked. What was done for one employer is neither read nor judged by another.
///
/// # Errors
/// When the database can't be read.
pub async fn subject(
    connection: &impl ConnectionTrait,
    request: &Request,
    today: NaiveDate,
) -> Result<Subject, AppError> {
    let subject = enrolments::subject(connection, request.enrolment_id, today).await?;
    Ok(asked(subject, request.employer_id))
}

/// Every time a claim was sent, the last first.
///
/// # Errors
/// When the database can't be read.
pub async fn requests_of(connection: &impl ConnectionTrait, claim: ClaimId) -> Result<Vec<Request>, AppError> {
    let query = find().of(claim).order_by_desc(claim_request::Column::SentAt);
    all(connection, query.order_by_desc(claim_request::Column::Id)).await
}

/// Every time a claim of an enrolment was sent, in order.
///
/// # Errors
/// When the database can't be read.
pub async fn requests_of_enrolment(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<Vec<Request>, AppError> {
    let query = find().filter(claim::Column::EnrolmentId.eq(enrolment));
    let query = query.order_by_asc(claim_request::Column::SentAt);
    all(connection, query.order_by_asc(claim_request::Column::Id)).await
}
