//! What trainees do with claims, supervisors with requests, and employers with stages.

mod claims;
pub(super) mod evidence;
mod requests;
mod verification;

pub use claims::{BeginClaim, DeleteClaim, SaveDraft};
pub use evidence::{AddEvidence, RemoveEvidence};
pub use requests::{DecideClaim, SendClaim, TakeBackClaim, reason_words};
pub use verification::{AskVerification, VerifyStage};

use crate::error::AppError;
use crate::features::enrolments::store::{self as enrolments, Case};
use crate::features::sign_off::store::{self, Claim};
use crate::web::form::Values;
use crate::web::request::RequestCx;
use domain::access::{Permit, actions, permit};
use domain::framework::{Length, NodeIx};
use domain::ids::ClaimId;
use object_store::ObjectStoreExt;
use object_store::path::Path as Key;

fn values<const N: usize>(pairs: [(&str, &str); N]) -> Values {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// One's own claim, and the permit to change it.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else.
pub async fn own_claim(cx: &RequestCx, id: &str) -> Result<(Claim, Permit<actions::WriteClaim>), AppError> {
    let id = ClaimId::parse(id).ok_or(AppError::NotFound)?;
    let claim = store::claim(cx.app.db.read(), &id).await?;
    if claim.trainee != cx.actor()?.person {
        return Err(AppError::NotFound);
    }
    let subject = enrolments::subject(cx.app.db.read(), &claim.enrolment, cx.today).await?;
    let permit = permit(cx.actor()?, actions::WriteClaim, &subject)?;
    Ok((claim, permit))
}

/// How old work may be that is claimed for an outcome.
#[must_use]
pub fn max_age(case: &Case, outcome: NodeIx) -> Option<Length> {
    let examples = case.framework.node(outcome).examples.as_ref();
    examples?.claims()?.max_age
}

/// Whether a claim can be changed now: asked after a conflict, to say it where the person can act on it.
///
/// # Errors
/// When the database can't be read.
pub async fn may_still_change(cx: &RequestCx, id: &ClaimId) -> Result<bool, AppError> {
    Ok(store::claim(cx.app.db.read(), id).await?.state.is_editable())
}

/// Deletes files that no row names any more. The row is gone already, so a file that the store keeps is no error of the
/// person's: `gradus doctor` names it.
async fn delete_files(cx: &RequestCx, keys: impl IntoIterator<Item = String>) {
    for key in keys {
        if let Err(error) = cx.app.evidence.delete(&Key::from(key)).await {
            tracing::warn!(%error, "a file of evidence could not be deleted");
        }
    }
}
