//! The addresses of sign-off.

use super::{
    ask, autosave, begin, claim, delete, download, draft, evidence, list, queue, send, sign, take_back, upload,
};
use crate::prelude::pages::*;

crate::routes! {
    /// The trainee's claims.
    CLAIMS: () = "/claims", SignedIn => page(list::page);
    /// A new claim, of an outcome that may be yet to be chosen.
    NEW_CLAIM: () = "/claims/new", SignedIn => page(begin::page).form::<begin::Begin>();
    /// One claim.
    CLAIM: ClaimId = "/claims/{claim}", SignedIn => page(claim::page);
    /// Taking it back from the supervisor.
    TAKING_BACK: ClaimId = "/claims/{claim}/taking-back", SignedIn => form::<take_back::TakeBack>();
    /// Its draft.
    DRAFT: ClaimId = "/claims/{claim}/draft", SignedIn => page(draft::page).form::<draft::SaveDraft>();
    /// Saving the draft while it is written.
    AUTOSAVE: ClaimId = "/claims/{claim}/draft/autosave", SignedIn => form::<autosave::Autosave>();
    /// Its evidence.
    EVIDENCE: ClaimId = "/claims/{claim}/evidence", SignedIn => page(evidence::page);
    /// A text as evidence.
    EVIDENCE_TEXT: ClaimId = "/claims/{claim}/evidence/text", SignedIn => form::<evidence::AddText>();
    /// A link as evidence.
    EVIDENCE_LINK: ClaimId = "/claims/{claim}/evidence/link", SignedIn => form::<evidence::AddLink>();
    /// A file as evidence.
    EVIDENCE_FILE: ClaimId = "/claims/{claim}/evidence/file", SignedIn => upload((upload::upload, upload::BODY_LIMIT));
    /// A piece of evidence, as an attachment.
    PIECE: (ClaimId, EvidenceId) = "/claims/{claim}/evidence/{evidence}", SignedIn => file(download::download);
    /// Removing a piece from the draft.
    REMOVAL: (ClaimId, EvidenceId) = "/claims/{claim}/evidence/{evidence}/removal", SignedIn =>
        page(evidence::remove::page).form::<evidence::RemoveEvidence>();
    /// The last look before a claim is sent.
    SENDING: ClaimId = "/claims/{claim}/sending", SignedIn => page(send::page).form::<send::SendClaim>();
    /// Deleting a draft that was never sent.
    DELETION: ClaimId = "/claims/{claim}/deletion", SignedIn => page(delete::page).form::<delete::DeleteDraft>();

    /// Asking the employer to verify a stage.
    ASKING: (EnrolmentId, String) = "/enrolments/{enrolment}/verification/{element}", SignedIn => page(ask::page).form::<ask::Ask>();
    /// What waits for an employer's answer.
    QUEUE: () = "/queue", SignedIn => page(queue::page);
    /// One request that waits, or was answered.
    REQUEST: SigningRequestId = "/queue/{request}", SignedIn => page(sign::page).form::<sign::Sign>();
}
