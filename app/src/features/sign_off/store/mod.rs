//! Reading and writing claims, their evidence, requests, decisions and verifications.

mod claims;
pub mod decisions;
mod drafts;
mod evidence;
pub mod requests;
pub mod verifications;

pub use claims::{Claim, ClaimLine, ClaimState, claim, claims, claims_of_outcome};
pub use drafts::{Written, begin, delete, save};
pub use evidence::{Evidence, MOST_EVIDENCE, NewEvidence, add_evidence, evidence, one_evidence, remove_evidence};

use crate::error::AppError;
use crate::features::journal::store::{self as journal, Event, Stamp};
use domain::ids::{ClaimId, EnrolmentId};
use sea_orm::DatabaseTransaction;

/// One event about a claim.
async fn event(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    act: &'static str,
    enrolment: &EnrolmentId,
    claim: &ClaimId,
    detail: serde_json::Value,
) -> Result<(), AppError> {
    journal::write(
        tx,
        stamp,
        Event {
            act,
            object_kind: "claim",
            object: claim.as_str(),
            enrolment: Some(enrolment),
            detail,
        },
    )
    .await
}
