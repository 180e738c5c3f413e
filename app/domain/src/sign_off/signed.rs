use super::{ReasonCode, Signer, SigningOutcome};
use crate::ids::SigningRequestId;
use crate::journal::Digest;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// What a signature covers, in this order; its hash is stored with it, and `gradus doctor` makes it again from the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signed {
    /// Keeps anyone from finding out by trying what was signed, once it is erased.
    pub salt: String,
    /// The request.
    pub request: SigningRequestId,
    /// Hash of exactly what was shown.
    pub shown_sha256: String,
    /// The answer.
    pub outcome: SigningOutcome,
    /// The signer's words; may be empty.
    pub comment: String,
    /// What is missing, of a claim that is partly met.
    pub missing: Option<String>,
    /// Why a claim was declined.
    pub reason: Option<ReasonCode>,
    /// What was attested.
    pub statement: String,
    /// The version of its wording.
    pub statement_version: String,
    /// Who signed.
    pub signer: Signer,
    /// When.
    pub at: DateTime<Utc>,
}

impl Signed {
    /// The canonical text: the one that is hashed.
    pub fn text(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// The hash of its text.
    pub fn sha256(&self) -> serde_json::Result<Digest> {
        Ok(Digest::of(&self.text()?))
    }
}
