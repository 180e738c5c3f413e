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
use crate::features::sign_off::store::Claim;
use crate::web::request::RequestCx;
use domain::access::{actions, permit};

/// The claim's outcome in words.
async fn outcome_title(cx: &RequestCx, claim: &Claim) -> Result<String, AppError> {
    let (case, _) = enrolments::case_for(cx, &claim.enrolment, actions::ViewClaim).await?;
    Ok(case
        .framework
        .find(&claim.outcome)
        .map_or_else(|| claim.outcome.clone(), |ix| called(&case.framework, ix)))
}

/// What the claim's outcome means, as the framework says it.
async fn outcome_meaning(cx: &RequestCx, claim: &Claim) -> Result<Option<String>, AppError> {
    let (case, _) = enrolments::case_for(cx, &claim.enrolment, actions::ViewClaim).await?;
    let meaning = |ix| case.framework.meaning(ix).map(str::to_owned);
    Ok(case.framework.find(&claim.outcome).and_then(meaning))
}

/// May this person see this claim? For files and other parts of it.
///
/// # Errors
/// [`AppError::NotFound`] or [`AppError::Forbidden`].
pub async fn may_see(cx: &RequestCx, claim: &Claim) -> Result<(), AppError> {
    let subject = enrolments::subject(cx.app.db.read(), &claim.enrolment, cx.today).await?;
    permit(cx.actor()?, actions::ViewClaim, &subject)?;
    if claim.trainee != cx.actor()?.person && claim.request.is_none() {
        return Err(AppError::NotFound);
    }
    Ok(())
}
