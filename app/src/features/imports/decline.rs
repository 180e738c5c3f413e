//! Declining to confirm what a file brought.

use super::confirm::waits;
use super::store;
use crate::features::results::store as results;
use crate::prelude::pages::*;

const REASON: Field = Field::new("reason");

/// Declines to confirm a file.
#[derive(Debug)]
pub struct DeclineImport;

impl Form for DeclineImport {
    const FIELDS: &'static [Field] = &[REASON];
    type At = ImportId;
    const ROUTE: Route<ImportId> = paths::DECLINE_IMPORT;

    async fn act(_cx: &RequestCx, tx: &Tx, id: ImportId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ConfirmImport, id).await?;
        waits(may.state())?;
        let reason = fields::text(values.get(REASON), "why you decline", 1000);
        let reason = reason.map_err(|why| Invalid::one(REASON.name, why))?;
        store::settle(tx, &may, Err(reason)).await?;
        let said = format!("You have declined. {} sees the reason on this page.", may.state().importer);
        Ok(Done::to(paths::IMPORT.to(id)).saying(said))
    }
}

/// The question before it is declined.
///
/// # Errors
/// [`AppError::NotFound`] for who does not act for the provider, [`AppError::Forbidden`] for who uploaded it.
pub async fn page(cx: RequestCx, id: ImportId) -> Result<Page, AppError> {
    let import = results::import(cx.app.db.read(), id).await?;
    permit(cx.actor()?, actions::ConfirmImport, &import.subject())?;
    if import.state() != results::ImportState::Written {
        return Ok(Page::elsewhere(paths::IMPORT.to(id)));
    }
    let form = Sheet::<DeclineImport>::on(&cx, &id).await?;
    let question = Question {
        title: String::from("Decline to confirm this file?"),
        eyebrow: import.file_name.into(),
        intro: format!(
            "Its results are declined with it and don’t count. {} reads why, and uploads a mended file in its place or corrects them on the page of the sitting.",
            import.importer
        ),
        yes: "Decline",
        back: (paths::IMPORT.to(id), "The file"),
    };
    Ok(form.ask_with(question, |form| {
        view! { <TextArea of=form.field(REASON) label="Why you decline" hint="Whoever uploaded the file reads it: what is wrong, so that it can be mended." rows=3/> }
            .into_any()
    }))
}
