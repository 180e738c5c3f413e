//! The names by which a body knew a person: the last round holds.

use super::person;
use super::query::names;
use domain::ids::{PersonId, RecordId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record_name")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: RecordId,
    /// The how manieth time, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round: i32,
    pub name: String,
    /// The day from which they bear it.
    pub from_on: Date,
    /// The salt of its digest.
    pub salt: String,
    /// Who noted it; none at set-up.
    pub recorded_by: Option<PersonId>,
    pub recorded_at: ChronoDateTimeUtc,
    /// The day on which it was noted.
    pub recorded_on: Date,
    #[sea_orm(belongs_to, relation_enum = "Recorder", from = "recorded_by", to = "id")]
    pub recorder: BelongsTo<Option<person::Entity>>,
}

names! { RecordId => RecordId }
