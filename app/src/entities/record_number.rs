//! The membership numbers by which a body knew a person: the last round holds.

use super::query::names;
use domain::ids::RecordId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record_number")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: RecordId,
    /// The how manieth time, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round: i32,
    /// None where it was taken out.
    pub number: Option<String>,
    /// The day on which it was noted.
    pub recorded_on: Date,
}

names! { RecordId => RecordId }
