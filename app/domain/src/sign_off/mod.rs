//! Sign-off: what is signed and by whom, what is shown and attested, when a claim may be sent, and what an answer needs.

mod answer;
mod claim_state;
mod evidence;
mod findings;
mod given;
mod keys;
mod seen;
mod sending;
mod shown;
mod signed;
mod statement;
mod subject;
mod verification;

pub use answer::{Answer, ReasonCode, confirm, decide, verify};
pub use claim_state::ClaimState;
pub use evidence::EvidenceKind;
pub use findings::{is_found_at_work, state_without_findings, without_facts, without_findings};
pub use given::{Asked, Given, NotSigned, SigningContent, Typed, answer};
pub use keys::{keys_turned, rests_on, results_confirmed_by, turns_results};
pub use seen::{Unseen, says_of_the_work, seen, work};
pub use sending::{Draft, Sendable, day_faults, sendable, unwritten};
pub use shown::{Shown, ShownClaim, ShownEvidence, ShownExperience, ShownOutcome, ShownStage, outcomes_of_stage};
pub use signed::Signed;
pub use statement::{Statement, claim_statement, experience_statement, stage_statement};
pub use subject::{
    EndReason, ExperienceOutcome, Recipient, Signer, SigningKind, SigningOutcome, SigningSubject, StageOutcome,
};
pub use verification::{NotAsked, ask_to_verify, needs_another_verifier, stage_title, workplace_missing};
