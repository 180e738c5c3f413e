//! A request to an employer to verify a stage.

use crate::features::enrolments::entity::enrolment;
use crate::features::people::entity::organisation;
use crate::features::people::entity::person;
use crate::web::query::names;
use domain::ids::{EnrolmentId, OrganisationId, PersonId, VerificationRequestId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "verification_request")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VerificationRequestId,
    /// On which enrolment.
    pub enrolment_id: EnrolmentId,
    /// The enrolled person.
    pub trainee_id: PersonId,
    /// The verification, as the framework names it.
    pub element: String,
    /// Who is asked.
    pub employer_id: OrganisationId,
    /// When.
    pub asked_at: ChronoDateTimeUtc,
    /// The day.
    pub asked_on: Date,
    /// Whether it waits.
    pub is_open: bool,
    /// On which enrolment.
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<enrolment::Entity>,
    /// The enrolled person.
    #[sea_orm(belongs_to, relation_enum = "Trainee", from = "trainee_id", to = "id")]
    pub trainee: BelongsTo<person::Entity>,
    /// Who is asked.
    #[sea_orm(belongs_to, relation_enum = "Employer", from = "employer_id", to = "id")]
    pub employer: BelongsTo<organisation::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

names! { VerificationRequestId => Id, EnrolmentId => EnrolmentId, OrganisationId => EmployerId, PersonId => TraineeId }
