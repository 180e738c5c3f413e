//! The rows of jobs.

use domain::ids::JobId;
use sea_orm::entity::prelude::*;

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Kind {
    /// Deletes sessions whose time is over.
    Sessions,
    /// Deletes what was refused long ago.
    Refusals,
    /// Deletes forms that were kept or sent long ago.
    Forms,
    /// Checks the rows of a file that was uploaded.
    Imports,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    pub kind: Kind,
    /// To what it does it: an id, or empty where there is only one thing.
    pub subject: String,
    /// The moment from which on it is to be done.
    pub due_at: ChronoDateTimeUtc,
    /// How often it was asked for: one that was asked for again while it ran is done again.
    pub requests: i64,
    /// How often it was begun since it was asked for.
    pub attempts: i32,
    /// Which server does it now.
    pub leased_by: Option<String>,
    /// Until when nobody else begins it.
    pub leased_until: Option<ChronoDateTimeUtc>,
    /// What went wrong the last time.
    pub error: Option<String>,
}

/// None: a job stands alone.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
