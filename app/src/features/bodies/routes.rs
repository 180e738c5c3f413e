//! What is served at the addresses of bodies.

use super::page;
use crate::paths;
use crate::web::table::Table;

/// All of it.
pub fn table() -> Table {
    Table::default().page(paths::BODY, page::page)
}
