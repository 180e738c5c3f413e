//! Why something was noted for an earlier day than the one on which it was done.

use super::query::names;
use domain::ids::{ReasonId, RecordId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reason_given")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReasonId,
    pub record_id: RecordId,
    pub reason: String,
    /// The salt of its digest.
    pub salt: String,
}

names! { ReasonId => Id, RecordId => RecordId }
