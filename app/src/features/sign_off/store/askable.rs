//! Whom a trainee may ask to decide a claim, and at which employer.

use crate::entities::{employment, enrolment, membership, organisation, person, supervision};
use crate::prelude::stores::*;
use crate::web::days::Days;
use crate::web::names::by_name;
use domain::access::{Role, SupervisorAt};
use sea_orm::sea_query::ExprTrait;

/// A supervisor of the trainee, for an employer.
#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "supervision::Entity")]
pub struct Askable {
    #[sea_orm(from_expr = "person::Column::Id")]
    pub supervisor: PersonId,
    #[sea_orm(from_expr = "person::Column::Name")]
    pub name: String,
    #[sea_orm(from_expr = "person::Column::Email")]
    pub email: String,
    /// Since when they supervise.
    pub from_on: NaiveDate,
    /// The employer, whose people read the claim once it is sent.
    #[sea_orm(from_expr = "organisation::Column::Id")]
    pub employer: OrganisationId,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    pub employer_name: String,
}

impl Askable {
    /// Which one it is.
    pub fn which(&self) -> SupervisorAt {
        SupervisorAt { person: self.supervisor, employer: self.employer }
    }
}

/// The people whom a trainee may ask today: they supervise the trainee for an employer of today, and are supervisors there.
pub async fn askable(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
    days: Days,
) -> Result<Vec<Askable>, AppError> {
    let today = ever(enrolment)
        .filter(supervision::Entity::active_on(days.record))
        .filter(employment::Entity::active_on(days.record))
        .filter(membership::Entity::active_on(days.organisations));
    Ok(sorted(today.into_partial_model().all(connection).await?))
}

/// The same, of whatever day: a form may name a person who could be asked when it was opened.
pub async fn askable_once(connection: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Vec<Askable>, AppError> {
    Ok(sorted(ever(enrolment).into_partial_model().all(connection).await?))
}

fn sorted(all: Vec<Askable>) -> Vec<Askable> {
    by_name(by_name(all, |one| &one.employer_name), |one| &one.name)
}

fn ever(enrolment: EnrolmentId) -> Select<supervision::Entity> {
    let works = enrolment::Entity::belongs_to(employment::Entity)
        .from(enrolment::Column::RecordId)
        .to(employment::Column::RecordId);
    let has_role = supervision::Entity::belongs_to(membership::Entity)
        .from(supervision::Column::SupervisorId)
        .to(membership::Column::PersonId);
    let there = |column: Expr| column.equals((supervision::Entity, supervision::Column::EmployerId));
    supervision::Entity::find()
        .distinct()
        .join(JoinType::InnerJoin, supervision::Relation::Supervisor.def())
        .join(JoinType::InnerJoin, supervision::Relation::Employer.def())
        .join(JoinType::InnerJoin, supervision::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, works.into())
        .join(JoinType::InnerJoin, has_role.into())
        .of(enrolment)
        .filter(there(Expr::col((employment::Entity, employment::Column::EmployerId))))
        .filter(there(Expr::col((membership::Entity, membership::Column::OrganisationId))))
        .filter(membership::Column::Role.eq(Role::Supervisor))
        .order_by_asc(person::Column::Id)
        .order_by_asc(organisation::Column::Id)
}
