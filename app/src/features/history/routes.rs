//! What is served at the addresses of the record.

use super::{export, pages};
use crate::paths;
use crate::web::table::Table;

/// All of it.
pub fn table() -> Table {
    Table::default().page(paths::RECORD, pages::record).file(paths::RECORD_JSON, export::record_json)
}
