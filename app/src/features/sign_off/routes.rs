//! The addresses of sign-off.

use super::{ask, decide, queue, verify};
use crate::web::route::{Access, Route};
use domain::ids::{ClaimId, ClaimRequestId, EnrolmentId, EvidenceId, VerificationRequestId};

/// The trainee's claims.
pub const CLAIMS: Route<()> = Route::new("/claims", Access::SignedIn);
/// A new claim, of an outcome that may be yet to be chosen.
pub const NEW_CLAIM: Route<()> = Route::new("/claims/new", Access::SignedIn);
/// One claim.
pub const CLAIM: Route<ClaimId> = Route::new("/claims/{claim}", Access::SignedIn);
/// Taking it back from the supervisor.
pub const TAKING_BACK: Route<ClaimId> = Route::new("/claims/{claim}/taking-back", Access::SignedIn);
/// Its draft.
pub const DRAFT: Route<ClaimId> = Route::new("/claims/{claim}/draft", Access::SignedIn);
/// Saving the draft while it is written.
pub const AUTOSAVE: Route<ClaimId> = Route::new("/claims/{claim}/draft/autosave", Access::SignedIn);
/// Its evidence.
pub const EVIDENCE: Route<ClaimId> = Route::new("/claims/{claim}/evidence", Access::SignedIn);
/// A text as evidence.
pub const EVIDENCE_TEXT: Route<ClaimId> = Route::new("/claims/{claim}/evidence/text", Access::SignedIn);
/// A link as evidence.
pub const EVIDENCE_LINK: Route<ClaimId> = Route::new("/claims/{claim}/evidence/link", Access::SignedIn);
/// A file as evidence.
pub const EVIDENCE_FILE: Route<ClaimId> = Route::new("/claims/{claim}/evidence/file", Access::SignedIn);
/// A piece of evidence, as an attachment.
pub const PIECE: Route<(ClaimId, EvidenceId)> = Route::new("/claims/{claim}/evidence/{evidence}", Access::SignedIn);
/// Removing a piece from the draft.
pub const REMOVAL: Route<(ClaimId, EvidenceId)> =
    Route::new("/claims/{claim}/evidence/{evidence}/removal", Access::SignedIn);
/// The last look before a claim is sent.
pub const SENDING: Route<ClaimId> = Route::new("/claims/{claim}/sending", Access::SignedIn);
/// Deleting a draft that was never sent.
pub const DELETION: Route<ClaimId> = Route::new("/claims/{claim}/deletion", Access::SignedIn);

crate::routes! {
    /// Asking the employer to verify a stage.
    ASKING: (EnrolmentId, String) = "/enrolments/{enrolment}/verification/{element}", SignedIn => page(ask::page).form::<ask::Ask>();
    /// What waits for an employer's answer.
    QUEUE: () = "/queue", SignedIn => page(queue::page);
    /// One claim that waits for a decision.
    REQUEST: ClaimRequestId = "/queue/{request}", SignedIn => page(decide::page).form::<decide::Decide>();
    /// One stage that waits to be verified.
    VERIFICATION: VerificationRequestId = "/queue/verifications/{request}", SignedIn => page(verify::page).form::<verify::Verify>();
}
