//! The day on which a person joined a body, as it was noted each time: the last round holds.

use super::query::names;
use domain::ids::{PersonId, RecordId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "joining")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: RecordId,
    /// The how manieth time, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round: i32,
    pub joined_on: Date,
    /// Who noted it; none at set-up.
    pub recorded_by: Option<PersonId>,
    pub recorded_at: ChronoDateTimeUtc,
}

names! { RecordId => RecordId }
