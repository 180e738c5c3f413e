//! What happened to a request before an answer came.

use crate::features::sign_off::store::requests::Request;
use domain::ids::PersonId;
use domain::sign_off::{Signer, SigningKind, SigningOutcome};
use domain::standing::ClaimOutcome;

/// What was sent, in a word.
pub(super) fn noun(kind: SigningKind) -> &'static str {
    match kind {
        SigningKind::Claim => "claim",
        SigningKind::Stage | SigningKind::Experience => "request",
    }
}

/// What happened to the request before this answer, if anything did.
pub(super) fn overtaken(request: &Request, by: PersonId) -> Option<String> {
    let noun = noun(request.subject.kind());
    match &request.signature {
        Some(signature) if signature.signed.signer == Signer::Person(by) => {
            Some(format!("You have answered this {noun} already. What you signed then stands."))
        }
        Some(signature) => {
            let what = match signature.signed.outcome {
                SigningOutcome::Claim(ClaimOutcome::Declined) => {
                    String::from("answered this claim before you, without deciding it")
                }
                SigningOutcome::Claim(outcome) => {
                    format!("decided this claim before you: {}", outcome.code().replace('_', " "))
                }
                SigningOutcome::Stage(_) | SigningOutcome::Experience(_) => {
                    String::from("answered this request before you")
                }
            };
            Some(format!("{} {what}. Nothing was saved.", signature.by))
        }
        None if request.row.is_open => None,
        None if request.is_closed() => Some(format!(
            "This {noun} was closed: the trainee no longer works for {}. Nothing was saved.",
            request.employer
        )),
        None => Some(format!("The trainee took this {noun} back. Nothing was saved.")),
    }
}
