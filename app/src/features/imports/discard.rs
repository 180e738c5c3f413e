//! Throwing a file away of which nothing is recorded.

use super::import::checkable;
use super::store;
use crate::features::results::store as results;
use crate::prelude::pages::*;

/// Throws a file away, with all that was read from it.
#[derive(Debug)]
pub struct DiscardImport;

impl Form for DiscardImport {
    const FIELDS: &'static [Field] = &[];
    type At = ImportId;
    const ROUTE: Route<ImportId> = paths::DISCARD_IMPORT;

    async fn act(_cx: &RequestCx, tx: &Tx, id: ImportId, _values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::WriteImport, id).await?;
        checkable(may.state())?;
        store::discard(&may).await?;
        Ok(Done::to(paths::SITTING.to(may.state().sitting_id)).saying("The file is thrown away. Nothing was recorded."))
    }
}

/// The question before it is thrown away.
///
/// # Errors
/// [`AppError::NotFound`] for who does not act for the provider, [`AppError::Forbidden`] for who did not upload it.
pub async fn page(cx: RequestCx, id: ImportId) -> Result<Page, AppError> {
    let import = results::import(cx.app.db.read(), id).await?;
    permit(cx.actor()?, actions::WriteImport, &import.subject())?;
    if checkable(&import).is_err() {
        return Ok(Page::elsewhere(paths::IMPORT.to(id)));
    }
    let form = Sheet::<DiscardImport>::on(&cx, &id).await?;
    Ok(form.ask(Question {
        title: String::from("Throw this file away?"),
        eyebrow: import.file_name.into(),
        intro: String::from("Nothing of it is recorded. What was read from it and what you decided about its rows is deleted; you can upload it again."),
        yes: "Throw it away",
        back: (paths::IMPORT.to(id), "The file"),
    }))
}
