//! Declining to confirm what a file brought.

use super::confirm::{Waiting, waiting, waits};
use super::store;
use crate::features::results::store as results;
use crate::prelude::pages::*;
use crate::web::tx::May;

const REASON: Field = Field::written("reason");

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
        no_own(tx, &may).await?;
        let reason = fields::text(values.get(REASON), "why you decline", 1000);
        let reason = reason.map_err(|why| Invalid::one(REASON.name, why))?;
        store::settle(tx, &may, Err(reason)).await?;
        let said = format!("You have declined. {} sees the reason on this page.", may.state().importer);
        Ok(Done::to(paths::IMPORT.to(id)).saying(said))
    }
}

/// Nobody decides on a result of their own, to decline it either.
async fn no_own(tx: &Tx, may: &May<'_, actions::ConfirmImport>) -> Result<(), Stop> {
    let (db, id, actor) = (tx.read().await?, may.on(), tx.actor().await?);
    let Waiting { left, .. } = waiting(&db, tx.catalogue(), (id, &actor), may.today()).await?;
    if left.iter().any(|one| one.trainee == actor.person) {
        let said = "A result of yours is among them: a colleague declines this file.";
        return Err(Stop::Instead(Done::to(paths::IMPORT.to(id)).warning(said)));
    }
    Ok(())
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
            "Its results are declined with it and don’t count. {0} reads why, and so does everybody whose result it has. {0} uploads a mended file in its place or corrects them on the page of the sitting.",
            import.importer
        ),
        yes: "Decline",
        back: (paths::IMPORT.to(id), "The file"),
    };
    Ok(form.ask_with(question, |form| {
        view! { <TextArea of=form.field(REASON) label="Why you decline" hint="Whoever uploaded the file reads it, all officers of the provider, and everybody whose result it has: say what is wrong, so that it can be mended, and name nobody." rows=3/> }
            .into_any()
    }))
}
