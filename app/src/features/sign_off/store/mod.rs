//! Reading and writing claims, their evidence, and what is signed.

mod askable;
mod claims;
mod drafts;
mod evidence;
pub mod links;
pub mod queue;
pub mod requests;
mod seen;
pub mod sending;
pub mod signed;
pub mod signing;
pub mod undone;
pub mod unfinished;

pub use askable::{Askable, askable, askable_once};
pub use claims::{Claim, ClaimLine, claim, claims, claims_of_outcome, was_deleted};
pub use drafts::{Written, begin, delete, new_claim, save, untouched};
pub use evidence::{
    Added, Evidence, MOST_BYTES, MOST_EVIDENCE, MOST_KEPT, MOST_OF_RECORD, NewEvidence, TooMuch, add_evidence,
    evidence, one_evidence, remove_evidence, was_sent,
};
pub use seen::can_have_seen;

use crate::entities::claim;
use crate::prelude::stores::*;

/// Notes that something became of a claim. The draft's text is as it was: its revision stays.
async fn touch(writer: &Writer<'_>, id: ClaimId) -> Result<(), AppError> {
    writer.saves(claim::ActiveModel { id: Set(id), changed_at: Set(writer.now()), ..Default::default() }).await
}
