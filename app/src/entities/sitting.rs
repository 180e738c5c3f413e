//! One sitting of an assessment or run of a course.

use super::organisation;
use super::query::names;
use domain::ids::{OrganisationId, PersonId, SittingId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sitting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SittingId,
    pub provider_id: OrganisationId,
    pub framework_slug: String,
    pub framework_version: String,
    /// The element, as the framework names it.
    pub element: String,
    pub held_on: Date,
    pub created_by: PersonId,
    pub created_at: ChronoDateTimeUtc,
    #[sea_orm(belongs_to, relation_enum = "Provider", from = "provider_id", to = "id")]
    pub provider: BelongsTo<organisation::Entity>,
}

names! { SittingId => Id, OrganisationId => ProviderId }
