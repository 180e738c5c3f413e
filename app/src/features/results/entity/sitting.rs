//! One sitting of an assessment or run of a course.

use crate::features::people::entity::organisation;
use crate::features::people::entity::person;
use crate::web::query::names;
use domain::ids::{OrganisationId, PersonId, SittingId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sitting")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SittingId,
    /// Whose.
    pub provider_id: OrganisationId,
    /// The framework.
    pub framework_slug: String,
    /// Its version.
    pub framework_version: String,
    /// The element, as the framework names it.
    pub element: String,
    /// The day.
    pub held_on: Date,
    /// Who added it.
    pub created_by: PersonId,
    /// When.
    pub created_at: ChronoDateTimeUtc,
    /// Whose.
    #[sea_orm(belongs_to, relation_enum = "Provider", from = "provider_id", to = "id")]
    pub provider: BelongsTo<organisation::Entity>,
    /// Who added it.
    #[sea_orm(belongs_to, relation_enum = "Creator", from = "created_by", to = "id")]
    pub creator: BelongsTo<person::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

names! { SittingId => Id, OrganisationId => ProviderId }
