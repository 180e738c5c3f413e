//! That a trainee asked for a review of a decision.

use super::query::names;
use domain::ids::PriorLearningId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prior_learning_review")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub prior_learning_id: PriorLearningId,
    /// Why it should be looked at once more.
    pub reason: String,
    pub salt: String,
    pub asked_on: Date,
    pub asked_at: ChronoDateTimeUtc,
    #[sea_orm(belongs_to, from = "prior_learning_id", to = "id")]
    pub prior_learning: BelongsTo<super::prior_learning::Entity>,
}

names! { PriorLearningId => PriorLearningId }
