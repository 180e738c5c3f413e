//! What is served at the addresses of files.

use super::{again, answer, columns, confirm, decline, discard, import, report, template, upload, write};
use crate::paths;
use crate::web::table::Table;

/// All of it.
pub fn table() -> Table {
    Table::default()
        .page(paths::NEW_IMPORT, upload::page)
        .upload(paths::IMPORT_FILE, (upload::upload, upload::BODY_LIMIT))
        .file(paths::IMPORT_TEMPLATE, template::template)
        .page(paths::IMPORT, import::page)
        .page(paths::IMPORT_COLUMNS, columns::page)
        .form::<columns::MatchColumns>()
        .form::<answer::AnswerRows>()
        .page(paths::IMPORT_ROW_AGAIN, again::page)
        .form::<again::AnswerAgain>()
        .form::<write::WriteImport>()
        .form::<confirm::ConfirmImport>()
        .page(paths::DECLINE_IMPORT, decline::page)
        .form::<decline::DeclineImport>()
        .page(paths::DISCARD_IMPORT, discard::page)
        .form::<discard::DiscardImport>()
        .file(paths::IMPORT_REPORT, report::report)
}
