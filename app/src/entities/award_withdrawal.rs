//! That a status was withdrawn.

use super::person;
use super::query::names;
use domain::ids::{AwardId, PersonId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award_withdrawal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub award_id: AwardId,
    pub trainee_id: PersonId,
    pub reason: String,
    pub withdrawn_by: PersonId,
    pub withdrawn_on: Date,
    pub withdrawn_at: ChronoDateTimeUtc,
    pub salt: String,
    #[sea_orm(belongs_to, from = "award_id", to = "id")]
    pub award: BelongsTo<super::award::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Withdrawer", from = "withdrawn_by", to = "id")]
    pub withdrawer: BelongsTo<person::Entity>,
}

names! { AwardId => AwardId }
