//! Reading and writing claims, their evidence, requests, decisions and verifications.

mod askable;
mod claim_requests;
mod claims;
pub mod closing;
pub mod decisions;
mod drafts;
mod evidence;
pub mod queue;
mod readable;
pub mod requests;
pub mod unfinished;
pub mod verification_requests;
pub mod verifications;

pub use askable::{Askable, askable};
pub use claims::{Claim, ClaimLine, ClaimState, claim, claims, claims_of_outcome, was_deleted};
pub use drafts::{Written, begin, delete, save};
pub use evidence::{
    Evidence, MOST_BYTES, MOST_EVIDENCE, MOST_KEPT, NewEvidence, add_evidence, evidence, one_evidence, remove_evidence,
    was_sent,
};
pub use readable::{Readable, asked, readable};

use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::journal::store::Stamp;
use crate::web::db::sql;
use domain::access::{Permit, actions};
use domain::ids::ClaimId;
use sea_orm::{ConnectionTrait, DatabaseTransaction};

/// Notes that something became of a claim. The draft's text is as it was: its revision stays.
async fn touch(tx: &DatabaseTransaction, stamp: &Stamp, id: ClaimId) -> Result<(), AppError> {
    tx.execute_raw(sql(
        tx,
        "UPDATE claim SET changed_at = $1 WHERE id = $2",
        [stamp.at.into(), id.into()],
    ))
    .await?;
    Ok(())
}

/// The claim inside a transaction, once the record's lock is taken: what every change of it is decided on.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, or the permit is for someone else's record.
async fn locked(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::WriteClaim>,
    id: ClaimId,
) -> Result<Claim, AppError> {
    case::lock(tx, claim(tx, id).await?.enrolment).await?;
    let found = claim(tx, id).await?;
    if permit.subject().trainee.as_ref() != Some(&found.trainee) {
        return Err(AppError::NotFound);
    }
    Ok(found)
}

/// [`locked`], for a change of what is written or shown.
///
/// # Errors
/// [`AppError::Conflict`] when the claim can no longer be changed.
async fn editable(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::WriteClaim>,
    id: ClaimId,
) -> Result<Claim, AppError> {
    let found = locked(tx, permit, id).await?;
    if !found.state.is_editable() {
        return Err(AppError::Conflict(String::from(
            "This claim has been sent or met since you opened it, and can’t be changed now.",
        )));
    }
    Ok(found)
}
