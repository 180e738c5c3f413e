//! How a file that was written ended: a second person confirmed what it brought, or declined to.

use super::query::names;
use super::{import, person};
use domain::ids::{ImportId, PersonId};
use domain::imports::ImportEnd;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_settlement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: ImportId,
    pub imported_by: PersonId,
    pub settled: ImportEnd,
    pub settled_by: PersonId,
    pub settled_on: Date,
    pub settled_at: ChronoDateTimeUtc,
    /// Why it was declined.
    pub reason: Option<String>,
    pub salt: String,
    #[sea_orm(belongs_to, from = "import_id", to = "id")]
    pub import: BelongsTo<import::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Settler", from = "settled_by", to = "id")]
    pub settler: BelongsTo<person::Entity>,
}

names! { ImportId => ImportId }
