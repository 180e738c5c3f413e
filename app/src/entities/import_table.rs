//! What was read from a file.

use super::query::names;
use domain::ids::ImportId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_table")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: ImportId,
    /// Its headings and first rows, as `domain::imports::Table` in JSON: the whole may be large.
    pub head: String,
    /// `domain::imports::Table` as JSON.
    pub content: String,
}

names! { ImportId => ImportId }
