//! That an exemption was withdrawn.

use super::person;
use super::query::names;
use domain::ids::{ExemptionId, PersonId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exemption_withdrawal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub exemption_id: ExemptionId,
    pub trainee_id: PersonId,
    pub reason: String,
    pub salt: String,
    pub withdrawn_by: PersonId,
    pub withdrawn_on: Date,
    pub withdrawn_at: ChronoDateTimeUtc,
    #[sea_orm(belongs_to, from = "exemption_id", to = "id")]
    pub exemption: BelongsTo<super::exemption::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Trainee", from = "trainee_id", to = "id")]
    pub trainee: BelongsTo<person::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Withdrawer", from = "withdrawn_by", to = "id")]
    pub withdrawer: BelongsTo<person::Entity>,
}

names! { ExemptionId => ExemptionId }
