//! A result that waits for a second person: a copy by which lists are quick (ARCHITECTURE.md, invariant 5).

use super::query::names;
use domain::ids::{ResultId, SittingId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "provisional_result")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub result_id: ResultId,
    pub sitting_id: SittingId,
    #[sea_orm(belongs_to, from = "result_id", to = "id")]
    pub result: BelongsTo<super::result::Entity>,
    #[sea_orm(belongs_to, from = "sitting_id", to = "id")]
    pub sitting: BelongsTo<super::sitting::Entity>,
}

names! { ResultId => ResultId, SittingId => SittingId }
