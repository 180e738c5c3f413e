//! Sign-off: what a signature says, when a claim may be sent, and what a decision needs.

mod decision;
mod evidence;
mod findings;
mod sending;
mod statement;
mod verification;

pub use decision::{Decision, ReasonCode, decide};
pub use evidence::EvidenceKind;
pub use findings::{is_found_at_work, without_findings};
pub use sending::{Draft, Sendable, day_faults, sendable};
pub use statement::{Statement, claim_statement, declined_verification_statement, verification_statement};
pub use verification::{VerificationOutcome, needs_another_verifier, results_confirmed_by, workplace_missing};
