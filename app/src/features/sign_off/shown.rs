//! Exactly what a supervisor is shown: fixed as one text when a claim is sent, hashed, and read back by every page that
//! shows it afterwards.

use super::store::{Claim, Evidence};
use crate::error::AppError;
use crate::features::people::store::sha256;
use chrono::NaiveDate;
use domain::ids::EvidenceId;
use domain::sign_off::EvidenceKind;
use serde::{Deserialize, Serialize};

/// A claim as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Slug and version of the framework.
    pub framework: String,
    /// The outcome's id.
    pub outcome: String,
    /// The outcome's code and title.
    pub outcome_title: String,
    /// What the framework says it means. Not in what was sent before November 2026.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// What of it the body has not published. Not in what was sent before 26 November 2026.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unpublished: Vec<String>,
    /// The trainee's name.
    pub trainee: String,
    /// What was done.
    pub narrative: String,
    /// First day of the work.
    pub happened_from: NaiveDate,
    /// Last day of the work, included.
    pub happened_until: NaiveDate,
    /// The trainee's declaration that names are removed.
    pub redacted: bool,
    /// The evidence.
    pub evidence: Vec<ShownEvidence>,
    /// The day it was sent.
    pub sent_on: NaiveDate,
}

/// A piece of evidence as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownEvidence {
    /// Its id.
    pub id: EvidenceId,
    /// What it is.
    pub kind: EvidenceKind,
    /// Its title; for a file, its name.
    pub title: String,
    /// The text, or the link's address.
    pub content: Option<String>,
    /// A file's type, judged by its content.
    pub media_type: Option<String>,
    /// A file's size, bytes.
    pub size: Option<i64>,
    /// SHA-256 of the file, the text or the address.
    pub sha256: String,
}

impl Shown {
    /// The text that is stored and hashed, with a salt that keeps anyone from finding out by trying what it was, once it is
    /// erased.
    ///
    /// # Errors
    /// Never in practice: the value is plain.
    pub fn text(&self, salt: &str) -> Result<String, AppError> {
        #[derive(Serialize)]
        struct Salted<'a> {
            salt: &'a str,
            #[serde(flatten)]
            shown: &'a Shown,
        }
        Ok(serde_json::to_string(&Salted { salt, shown: self })?)
    }

    /// Reads a stored text.
    ///
    /// # Errors
    /// When it was not written by [`Self::text`].
    pub fn read(text: &str) -> Result<Self, AppError> {
        Ok(serde_json::from_str(text)?)
    }
}

/// A digest of a draft as the last page before sending shows it, which the form sends back: what is sent must be what its
/// author read.
#[must_use]
pub fn draft_digest(claim: &Claim, evidence: &[Evidence]) -> String {
    let evidence: Vec<(EvidenceId, &str)> = evidence.iter().map(|piece| (piece.id, piece.sha256.as_str())).collect();
    let draft = serde_json::json!({
        "narrative": claim.narrative, "from": claim.happened_from, "until": claim.happened_until, "evidence": evidence,
    });
    sha256(&draft.to_string())
}
