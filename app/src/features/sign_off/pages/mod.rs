//! A trainee's claims: the list, a new one, its draft, the last look, what came of it.

mod begin;
mod claim;
mod draft;
mod list;
mod sending;

pub use begin::NewClaim;
pub use claim::ClaimPage;
pub use draft::{DeleteClaimPage, DraftPage};
pub use list::Claims;
pub use sending::SendClaimPage;

use crate::error::AppError;
use crate::features::enrolments::store::{self as enrolments};
use crate::features::frameworks::map::called;
use crate::features::sign_off::shown::Shown;
use crate::features::sign_off::store::{self, Claim, requests};
use crate::web::request::RequestCx;
use domain::access::{actions, permit};
use domain::ids::EvidenceId;

/// What the claim's outcome is called, and what it means as the framework says it.
async fn outcome_in_words(cx: &RequestCx, claim: &Claim) -> Result<(String, Option<String>), AppError> {
    let (case, _) = enrolments::case_for(cx, claim.enrolment, actions::ViewClaim).await?;
    Ok(match case.framework.find(&claim.outcome) {
        Some(ix) => (
            called(&case.framework, ix),
            case.framework.meaning(ix).map(str::to_owned),
        ),
        None => (claim.outcome.clone(), None),
    })
}

/// May this person see this piece of the claim's evidence? Its author all, others what was sent to where they may read it.
///
/// # Errors
/// [`AppError::NotFound`] or [`AppError::Forbidden`].
pub async fn may_see(cx: &RequestCx, claim: &Claim, evidence: EvidenceId) -> Result<(), AppError> {
    let db = cx.app.db.read();
    let subject = enrolments::subject(db, claim.enrolment, cx.today).await?;
    permit(cx.actor()?, actions::ViewClaim, &subject)?;
    if claim.trainee == cx.actor()?.person {
        return Ok(());
    }
    let readable = store::readable(db, cx.actor()?, claim.enrolment, &subject).await?;
    for request in requests::requests_of(db, claim.id).await? {
        let shown = Shown::read(&request.shown)?;
        if readable.has_request(request.id) && shown.evidence.iter().any(|piece| piece.id == evidence) {
            return Ok(());
        }
    }
    Err(AppError::NotFound)
}
