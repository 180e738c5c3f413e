//! An employer, a provider or a body.

use super::query::names;
use domain::ids::OrganisationId;
use domain::people::OrganisationKind;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationId,
    /// The name, which no other has.
    pub name: String,
    /// What names that look the same have in common; no other has it.
    pub look: String,
    pub kind: OrganisationKind,
    /// The folder of a body under content/bodies; none of others.
    pub slug: Option<String>,
    /// When it was added.
    pub created_at: ChronoDateTimeUtc,
    pub salt: String,
}

names! { OrganisationId => Id }
