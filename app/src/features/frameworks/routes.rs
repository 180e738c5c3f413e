//! What is served at the addresses of frameworks.

use super::pages;
use crate::paths;
use crate::web::table::Table;

/// All of it.
pub fn table() -> Table {
    Table::default()
        .page(paths::FRAMEWORKS, pages::all)
        .page(paths::FRAMEWORK, pages::one)
        .page(paths::FRAMEWORK_NODE, pages::node)
}
