//! What is served at the addresses of proposals.

use super::{confirm, end, list, proposal};
use crate::paths;
use crate::web::table::Table;

/// All of it.
pub fn table() -> Table {
    Table::default()
        .page(paths::PROPOSALS, list::page)
        .page(paths::PROPOSAL, proposal::page)
        .form::<confirm::Confirm>()
        .form::<end::End>()
}
