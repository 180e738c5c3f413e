//! The practice area of an enrolment from a day on, as it was chosen each time: the last round holds.

use super::person;
use super::query::names;
use domain::ids::{EnrolmentId, PersonId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "specialism")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment_id: EnrolmentId,
    /// The how manieth time, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round: i32,
    /// The practice area, as the framework names it.
    pub specialism: String,
    pub from_on: Date,
    /// Who chose it; none at set-up.
    pub recorded_by: Option<PersonId>,
    pub recorded_at: ChronoDateTimeUtc,
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<super::enrolment::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Recorder", from = "recorded_by", to = "id")]
    pub recorder: BelongsTo<Option<person::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

names! { EnrolmentId => EnrolmentId }
