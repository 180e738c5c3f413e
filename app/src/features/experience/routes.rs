//! What is served at the addresses of experience.

use super::{ask, list, record, spell, take_out};
use crate::paths;
use crate::web::table::Table;

/// All of it.
pub fn table() -> Table {
    Table::default()
        .page(paths::EXPERIENCE, list::page)
        .page(paths::RECORD_EXPERIENCE, record::page)
        .form::<record::RecordExperience>()
        .page(paths::SPELL, spell::page)
        .form::<ask::AskToConfirm>()
        .page(paths::TAKE_OUT, take_out::page)
        .form::<take_out::TakeOut>()
}
