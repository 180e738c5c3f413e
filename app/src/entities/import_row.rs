//! What became of one row of a file.

use super::query::names;
use domain::ids::{EnrolmentId, ImportId};
use domain::imports::Verdict;
use domain::standing::Outcome;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: ImportId,
    /// The number that a spreadsheet shows beside it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub verdict: Verdict,
    /// The reason; empty where there is nothing to say.
    pub why: String,
    /// Whose it is.
    pub enrolment_id: Option<EnrolmentId>,
    /// What came of the sitting.
    pub outcome: Option<Outcome>,
    pub mark: Option<String>,
    /// Of whom it may be, where that has to be asked: ids, as JSON.
    pub choices: Option<String>,
}

names! { ImportId => ImportId, EnrolmentId => EnrolmentId }
