//! What waits for an employer's answer, as lists show it: what a claim says is read when it is opened.

use crate::error::AppError;
use crate::features::enrolments::entity::{employment, enrolment, supervision};
use crate::features::people::entity::{organisation, person};
use crate::features::sign_off::entity::{claim, claim_request, verification_request};
use crate::web::query::Dated;
use chrono::NaiveDate;
use domain::access::{Actor, Role};
use domain::ids::{ClaimRequestId, PersonId, VerificationRequestId};
use sea_orm::JoinType::InnerJoin;
use sea_orm::sea_query::{Expr, ExprTrait, IntoColumnRef};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, RelationTrait,
};

/// A claim that waits for a decision, as the queue lists it: what it says is read when it is opened.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "claim_request::Entity")]
pub struct QueuedClaim {
    /// The request's id.
    pub id: ClaimRequestId,
    /// The supervisor asked.
    pub supervisor_id: PersonId,
    /// Their name.
    #[sea_orm(from_expr = "Expr::col((\"supervisor\", person::Column::Name))")]
    pub supervisor: String,
    /// The trainee's name.
    #[sea_orm(from_expr = "Expr::col((\"trainee\", person::Column::Name))")]
    pub trainee: String,
    /// The framework.
    #[sea_orm(from_expr = "enrolment::Column::FrameworkSlug")]
    pub framework_slug: String,
    /// Its version.
    #[sea_orm(from_expr = "enrolment::Column::FrameworkVersion")]
    pub framework_version: String,
    /// The outcome's id.
    #[sea_orm(from_expr = "claim::Column::Outcome")]
    pub outcome: String,
    /// The day it was sent.
    pub sent_on: NaiveDate,
}

/// The open requests that a person may decide today, the oldest first: those that were sent to an employer of which they
/// are a supervisor, of trainees who work there and whom they supervise. Their own come with those of colleagues, so that
/// nobody's absence blocks.
///
/// # Errors
/// When the database can't be read.
pub async fn claims(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<QueuedClaim>, AppError> {
    let (trainee, employer) = (claim_request::Column::TraineeId, claim_request::Column::EmployerId);
    let works_there = works_for((claim_request::Entity, employer), today);
    let query = claim_request::Entity::find()
        .join(InnerJoin, claim_request::Relation::Claim.def())
        .join(InnerJoin, claim::Relation::Enrolment.def())
        .join_as(InnerJoin, claim_request::Relation::Supervisor.def(), "supervisor")
        .join_as(InnerJoin, claim_request::Relation::Trainee.def(), "trainee")
        .filter(claim_request::Column::IsOpen.eq(true))
        .filter(trainee.ne(actor.person))
        .filter(employer.is_in(actor.organisations(Role::Supervisor)))
        .filter(works_there)
        .filter(supervises(actor, (claim::Entity, claim::Column::EnrolmentId), today))
        .order_by_asc(claim_request::Column::SentAt)
        .order_by_asc(claim_request::Column::Id);
    Ok(query.into_partial_model().all(connection).await?)
}

/// A stage that waits to be verified.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "verification_request::Entity")]
pub struct QueuedStage {
    /// The request's id.
    pub id: VerificationRequestId,
    /// The trainee's name.
    #[sea_orm(from_expr = "person::Column::Name")]
    pub trainee: String,
    /// The framework.
    #[sea_orm(from_expr = "enrolment::Column::FrameworkSlug")]
    pub framework_slug: String,
    /// Its version.
    #[sea_orm(from_expr = "enrolment::Column::FrameworkVersion")]
    pub framework_version: String,
    /// The verification element.
    pub element: String,
    /// The employer asked.
    #[sea_orm(from_expr = "organisation::Column::Name")]
    pub employer: String,
    /// The day it was asked.
    pub asked_on: NaiveDate,
}

/// The open requests of an actor's employers, the oldest first, of trainees who still work there. A supervisor sees
/// those of the trainees whom they supervise.
///
/// # Errors
/// When the database can't be read.
pub async fn stages(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<QueuedStage>, AppError> {
    let (table, trainee) = (verification_request::Entity, verification_request::Column::TraineeId);
    let employer = verification_request::Column::EmployerId;
    let of = |role| employer.is_in(actor.organisations(role));
    let enrolment = (table, verification_request::Column::EnrolmentId);
    let supervised = Condition::all()
        .add(of(Role::Supervisor))
        .add(supervises(actor, enrolment, today));
    let query = verification_request::Entity::find()
        .join(InnerJoin, verification_request::Relation::Enrolment.def())
        .join(InnerJoin, verification_request::Relation::Trainee.def())
        .join(InnerJoin, verification_request::Relation::Employer.def())
        .filter(verification_request::Column::IsOpen.eq(true))
        .filter(trainee.ne(actor.person))
        .filter(Condition::any().add(of(Role::EmployerAdmin)).add(supervised))
        .filter(works_for((table, employer), today))
        .order_by_asc(verification_request::Column::AskedAt)
        .order_by_asc(verification_request::Column::Id);
    Ok(query.into_partial_model().all(connection).await?)
}

/// Whether the trainee of the enrolment that a query joins works on a day for the employer of a column.
fn works_for(employer: impl IntoColumnRef, today: NaiveDate) -> Expr {
    let record = (enrolment::Entity, enrolment::Column::RecordId);
    let of_record = Expr::col((employment::Entity, employment::Column::RecordId)).equals(record);
    let of_employer = Expr::col((employment::Entity, employment::Column::EmployerId)).equals(employer);
    let query = employment::Entity::find()
        .filter(of_record)
        .filter(of_employer)
        .filter(employment::Entity::active_on(today));
    Expr::exists(query.into_query())
}

/// Whether the actor supervises on a day on the enrolment of a column.
fn supervises(actor: &Actor, enrolment: impl IntoColumnRef, today: NaiveDate) -> Expr {
    let of_it = Expr::col((supervision::Entity, supervision::Column::EnrolmentId)).equals(enrolment);
    let query = supervision::Entity::find()
        .filter(of_it)
        .filter(supervision::Column::SupervisorId.eq(actor.person))
        .filter(supervision::Entity::active_on(today));
    Expr::exists(query.into_query())
}
