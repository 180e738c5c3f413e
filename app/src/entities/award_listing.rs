//! Under which body an award is found, by which word of its holder's names.

use super::query::names;
use domain::ids::{AwardId, OrganisationId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award_listing")]
pub struct Model {
    /// Whose list it is in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub body_id: OrganisationId,
    /// A word of one of the holder's names, folded; empty in the row for the list itself.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    /// The day on which it was conferred, by which the list is sorted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub conferred_on: Date,
    #[sea_orm(primary_key, auto_increment = false)]
    pub award_id: AwardId,
}

names! { OrganisationId => BodyId, AwardId => AwardId }
