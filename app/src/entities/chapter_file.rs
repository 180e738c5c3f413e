//! The facts of an enrolment as the rules read them (ARCHITECTURE.md, invariant 5).

use super::query::names;
use domain::ids::EnrolmentId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chapter_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment_id: EnrolmentId,
    /// In which form it was written.
    pub format: i32,
    pub facts: String,
    /// What lies with others, as JSON.
    pub waiting: String,
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<super::enrolment::Entity>,
}

names! { EnrolmentId => EnrolmentId }
