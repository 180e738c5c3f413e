//! An application for a status.

use super::enrolment;
use super::query::names;
use domain::ids::{ApplicationId, EnrolmentId, OrganisationId, PersonId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationId,
    pub enrolment_id: EnrolmentId,
    /// The body that holds the record, whose list it is in.
    pub body_id: OrganisationId,
    pub trainee_id: PersonId,
    /// The step-off point, as the framework names it.
    pub step_off: String,
    /// Which application for that step-off point it is, from 1.
    pub round: i64,
    /// The status, as the framework names it.
    pub status: String,
    pub applied_on: Date,
    pub applied_at: ChronoDateTimeUtc,
    pub is_open: bool,
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<enrolment::Entity>,
}

names! { ApplicationId => Id, EnrolmentId => EnrolmentId, PersonId => TraineeId, OrganisationId => BodyId }
