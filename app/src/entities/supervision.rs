//! Who supervises a trainee.

use super::query::{Dated, names};
use super::{organisation, person};
use domain::ids::{EnrolmentId, OrganisationId, PersonId, SupervisionId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supervision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SupervisionId,
    pub enrolment_id: EnrolmentId,
    pub trainee_id: PersonId,
    pub supervisor_id: PersonId,
    /// For which employer of the trainee.
    pub employer_id: OrganisationId,
    /// As what they are authorised, in the body's words.
    pub authorised_as: Option<String>,
    pub from_on: Date,
    /// First day no longer.
    pub until_on: Option<Date>,
    /// Who noted it; none at set-up.
    pub recorded_by: Option<PersonId>,
    pub recorded_at: ChronoDateTimeUtc,
    pub salt: String,
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<super::enrolment::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Supervisor", from = "supervisor_id", to = "id")]
    pub supervisor: BelongsTo<person::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Employer", from = "employer_id", to = "id")]
    pub employer: BelongsTo<organisation::Entity>,
}

impl Dated for Entity {
    const FROM: Column = Column::FromOn;
    const UNTIL: Column = Column::UntilOn;
}

names! { SupervisionId => Id, EnrolmentId => EnrolmentId, OrganisationId => EmployerId }
