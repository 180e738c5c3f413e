//! Removing a piece of evidence from a draft.

use super::STEP;
use crate::features::sign_off::{files, own, store};
use crate::prelude::pages::*;

/// Takes a piece of evidence out of a draft.
pub struct RemoveEvidence;

impl Form for RemoveEvidence {
    const FIELDS: &'static [Field] = &[];
    type At = (ClaimId, EvidenceId);
    const ROUTE: Route<(ClaimId, EvidenceId)> = paths::REMOVAL;

    async fn act(cx: &RequestCx, tx: &Tx, (id, piece): Self::At, _values: &Values) -> Result<Done, Stop> {
        let may = own::edit(tx, id).await.map_err(own::conflict_on_claim(id))?;
        let removed = store::remove_evidence(&may, piece).await;
        let key = removed.map_err(own::conflict_on_claim(id))?;
        tx.afterwards(files::delete(cx.app.evidence.clone(), key.into_iter().collect()));
        Ok(Done::to(paths::EVIDENCE.to(id)).saying("The evidence is removed from the draft."))
    }
}

/// The question before a piece of evidence is removed.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the author of the claim, and for a piece that its draft does not have.
pub async fn page(cx: RequestCx, at: (ClaimId, EvidenceId)) -> Result<Page, AppError> {
    let (id, piece) = at;
    let claim = own::read(&cx, id).await?;
    if !claim.state().is_editable() {
        return Ok(Page::elsewhere(paths::CLAIM.to(id)));
    }
    let db = cx.app.db.read();
    let mut pieces = store::evidence(db, id).await?.into_iter();
    let found = pieces.find(|one| one.id == piece).ok_or(AppError::NotFound)?;
    let means = if store::was_sent(db, id, piece).await? {
        "It leaves this draft. What was sent with it before stays as it was."
    } else {
        "It is gone for good. It was never sent, so nobody else has seen it."
    };
    let title = format!("Remove “{}”?", found.title);
    let form = Sheet::<RemoveEvidence>::on(&cx, &at).await?;
    let (eyebrow, back) = (STEP.into(), (paths::EVIDENCE.to(id), "Evidence"));
    Ok(form
        .ask(Question { title, eyebrow, intro: String::from(means), yes: "Remove it", back })
        .about(claim.enrolment_id))
}
