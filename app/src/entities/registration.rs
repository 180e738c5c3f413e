//! With which provider an enrolment is registered.

use super::organisation;
use super::query::{Dated, names};
use domain::ids::{EnrolmentId, OrganisationId, PersonId, RegistrationId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegistrationId,
    pub enrolment_id: EnrolmentId,
    pub provider_id: OrganisationId,
    pub from_on: Date,
    /// First day no longer.
    pub until_on: Option<Date>,
    /// Who noted it; none at set-up.
    pub recorded_by: Option<PersonId>,
    pub recorded_at: ChronoDateTimeUtc,
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<super::enrolment::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Provider", from = "provider_id", to = "id")]
    pub provider: BelongsTo<organisation::Entity>,
}

impl Dated for Entity {
    const FROM: Column = Column::FromOn;
    const UNTIL: Column = Column::UntilOn;
}

names! { RegistrationId => Id, EnrolmentId => EnrolmentId, OrganisationId => ProviderId }
