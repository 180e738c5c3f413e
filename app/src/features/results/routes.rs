//! What is served at the addresses of results.

use super::{add_sitting, confirm, correct, correct_day, record, sitting, sittings};
use crate::paths;
use crate::web::table::Table;

/// All of it.
pub fn table() -> Table {
    Table::default()
        .page(paths::SITTINGS, sittings::page)
        .page(paths::NEW_SITTING, add_sitting::page)
        .form::<add_sitting::AddSitting>()
        .page(paths::SITTING, sitting::page)
        .form::<record::RecordResults>()
        .form::<confirm::ConfirmResults>()
        .page(paths::CORRECTION, correct::page)
        .form::<correct::CorrectResult>()
        .page(paths::SITTING_DAY, correct_day::page)
        .form::<correct_day::CorrectDay>()
}
