//! One sitting of an assessment or run of a course.

use super::query::names;
use super::{organisation, person};
use domain::ids::{OrganisationId, PersonId, SittingId};
use sea_orm::entity::prelude::*;

/// One row.
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
    #[sea_orm(belongs_to, relation_enum = "Creator", from = "created_by", to = "id")]
    pub creator: BelongsTo<person::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

names! { SittingId => Id, OrganisationId => ProviderId }
