//! That a second person confirmed a result.

use super::person;
use super::query::names;
use domain::ids::{PersonId, ResultId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "result_confirmation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub result_id: ResultId,
    pub recorded_by: PersonId,
    pub trainee_id: PersonId,
    pub confirmed_by: PersonId,
    pub confirmed_on: Date,
    pub confirmed_at: ChronoDateTimeUtc,
    #[sea_orm(belongs_to, from = "result_id", to = "id")]
    pub result: BelongsTo<super::result::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Confirmer", from = "confirmed_by", to = "id")]
    pub confirmer: BelongsTo<person::Entity>,
}

names! { ResultId => ResultId }
