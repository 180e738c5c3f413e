//! Deleting a draft that was never sent.

use super::{files, own, store};
use crate::prelude::pages::*;

/// Deletes a draft with its evidence.
pub struct DeleteDraft;

impl Form for DeleteDraft {
    const FIELDS: &'static [Field] = &[];
    type At = ClaimId;
    const ROUTE: Route<ClaimId> = paths::DELETION;

    async fn act(cx: &RequestCx, tx: &Tx, id: ClaimId, _values: &Values) -> Result<Done, Stop> {
        let deleted = |list: String| Done::to(list).saying("The draft is deleted.");
        let may = match tx.may(actions::WriteClaim, id).await {
            // In another window: what the form asks for is done.
            Err(AppError::NotFound) if store::was_deleted(&tx.read().await?, id, cx.actor()?.person).await? => {
                return Err(Stop::Instead(deleted(paths::CLAIMS.to(()))));
            }
            other => other?,
        };
        if may.state().request_id.is_some() {
            let why = "This claim was sent once, so it stays in the record. You can leave it as it is.";
            return Err(Stop::Instead(Done::to(paths::CLAIM.to(id)).warning(why)));
        }
        let list = paths::claims(may.state().enrolment_id);
        let keys = store::delete(&may).await?;
        tx.afterwards(files::delete(cx.app.evidence.clone(), keys));
        Ok(deleted(list))
    }
}

/// The question before a draft is deleted.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but its author.
pub async fn page(cx: RequestCx, id: ClaimId) -> Result<Page, AppError> {
    let claim = own::read(&cx, id).await?;
    let back = paths::CLAIM.to(id);
    if claim.request_id.is_some() {
        return Ok(Page::elsewhere(back));
    }
    let (outcome, _) = own::outcome_in_words(&cx, &claim)?;
    let form = Sheet::<DeleteDraft>::on(&cx, &id).await?;
    Ok(form
        .ask(Question {
            title: String::from("Delete this draft?"),
            eyebrow: outcome.into(),
            intro: String::from(
                "Its text and evidence are gone for good. It was never sent, so nobody else has seen it.",
            ),
            yes: "Delete the draft",
            back: (back, "This claim"),
        })
        .about(claim.enrolment_id))
}
