//! The names that an organisation had, each with why it was corrected.

use super::person;
use super::query::names;
use domain::ids::{OrganisationId, PersonId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "former_name")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// The how manieth name it was, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round: i32,
    pub name: String,
    /// Why it was corrected.
    pub reason: String,
    /// The salt of the digest of both.
    pub salt: String,
    /// The first day on which it was the name no longer.
    pub until_on: Date,
    /// Who corrected it; none at the server.
    pub corrected_by: Option<PersonId>,
    #[sea_orm(belongs_to, relation_enum = "Corrector", from = "corrected_by", to = "id")]
    pub corrector: BelongsTo<Option<person::Entity>>,
}

names! { OrganisationId => OrganisationId }
