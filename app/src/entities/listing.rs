//! Under whom a chapter is found in a list, by which word of the name, from when until when.

use super::query::{Dated, names};
use domain::ids::{EnrolmentId, ListerId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing")]
pub struct Model {
    /// Whose list it is in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lister_id: ListerId,
    /// A word of the name, folded; empty in the row for the list itself.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    /// The name as lists are sorted by it: [`crate::web::names::sort_key`].
    #[sea_orm(primary_key, auto_increment = false)]
    pub name_key: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment_id: EnrolmentId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_on: Date,
    /// The first day no longer.
    pub until_on: Option<Date>,
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<super::enrolment::Entity>,
}

impl Dated for Entity {
    const FROM: Column = Column::FromOn;
    const UNTIL: Column = Column::UntilOn;
}

names! { ListerId => ListerId, EnrolmentId => EnrolmentId }
