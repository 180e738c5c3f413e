//! The practice area of an enrolment from a day on, as it was chosen each time: the last round holds.

use super::query::names;
use domain::ids::{EnrolmentId, PersonId};
use sea_orm::entity::prelude::*;

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
}

names! { EnrolmentId => EnrolmentId }
