//! What the body decided on an application.

use super::person;
use super::query::names;
use domain::awards::ApplicationOutcome;
use domain::ids::{ApplicationId, EnrolmentId, OrganisationId, PersonId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: ApplicationId,
    pub enrolment_id: EnrolmentId,
    /// The body that holds the record, whose list it is in.
    pub body_id: OrganisationId,
    pub trainee_id: PersonId,
    pub outcome: ApplicationOutcome,
    /// Why; empty where the status was conferred.
    pub reason: String,
    /// The standing on which it was decided, as JSON, so that it can be explained years later.
    pub standing: String,
    pub decided_by: PersonId,
    pub decided_on: Date,
    pub decided_at: ChronoDateTimeUtc,
    pub salt: String,
    #[sea_orm(belongs_to, from = "application_id", to = "id")]
    pub application: BelongsTo<super::application::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Decider", from = "decided_by", to = "id")]
    pub decider: BelongsTo<person::Entity>,
}

names! { ApplicationId => ApplicationId, EnrolmentId => EnrolmentId, OrganisationId => BodyId }
