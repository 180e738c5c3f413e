//! That a second person confirmed a result.

use crate::features::people::entity::person;
use crate::web::query::names;
use domain::ids::{PersonId, ResultId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "result_confirmation")]
pub struct Model {
    /// Which result.
    #[sea_orm(primary_key, auto_increment = false)]
    pub result_id: ResultId,
    /// Who recorded it.
    pub recorded_by: PersonId,
    /// Whose it is.
    pub trainee_id: PersonId,
    /// Who confirmed it.
    pub confirmed_by: PersonId,
    /// The day.
    pub confirmed_on: Date,
    /// When.
    pub confirmed_at: ChronoDateTimeUtc,
    /// Which result.
    #[sea_orm(belongs_to, from = "result_id", to = "id")]
    pub result: BelongsTo<super::result::Entity>,
    /// Who recorded it.
    #[sea_orm(belongs_to, relation_enum = "Recorder", from = "recorded_by", to = "id")]
    pub recorder: BelongsTo<person::Entity>,
    /// Whose it is.
    #[sea_orm(belongs_to, relation_enum = "Trainee", from = "trainee_id", to = "id")]
    pub trainee: BelongsTo<person::Entity>,
    /// Who confirmed it.
    #[sea_orm(belongs_to, relation_enum = "Confirmer", from = "confirmed_by", to = "id")]
    pub confirmer: BelongsTo<person::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

names! { ResultId => ResultId }
