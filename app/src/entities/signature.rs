//! What was signed.

use super::person;
use super::query::names;
use super::signing_request;
use crate::error::AppError;
use domain::ids::{PersonId, SigningLinkId, SigningRequestId};
use domain::sign_off::{ReasonCode, Signed, Signer, SigningKind, SigningOutcome};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signature")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: SigningRequestId,
    pub trainee_id: PersonId,
    /// What kind of thing was signed.
    pub subject: SigningKind,
    pub person_id: Option<PersonId>,
    /// The link whose holder signed.
    pub link_id: Option<SigningLinkId>,
    /// The code of the answer: each kind has its own.
    pub outcome: String,
    pub comment: String,
    /// What is missing of a claim, where it is partly met.
    pub missing: Option<String>,
    /// Why a claim was declined.
    pub reason_code: Option<ReasonCode>,
    /// The words that were signed.
    pub statement: String,
    /// Which version of the words.
    pub statement_version: String,
    /// What was shown, where it was no longer what had been sent.
    pub shown: Option<String>,
    /// The hash of what was shown, in hexadecimal.
    pub shown_sha256: String,
    /// The hash of what was signed, in hexadecimal.
    pub signed_sha256: String,
    /// The salt of what was signed.
    pub salt: String,
    pub signed_on: Date,
    pub signed_at: ChronoDateTimeUtc,
    #[sea_orm(belongs_to, relation_enum = "Request", from = "request_id", to = "id")]
    pub request: BelongsTo<signing_request::Entity>,
    /// The person who signed.
    #[sea_orm(belongs_to, relation_enum = "Signer", from = "person_id", to = "id")]
    pub signer: BelongsTo<Option<person::Entity>>,
}

impl Model {
    /// What the signature covers.
    ///
    /// # Errors
    /// When its outcome is none of its kind, or nobody signed, which the schema refuses.
    pub fn signed(&self) -> Result<Signed, AppError> {
        let outcome = SigningOutcome::read(self.subject, &self.outcome);
        let signer = Signer::of(self.person_id, self.link_id);
        let (outcome, signer) = outcome.zip(signer).ok_or_else(|| {
            AppError::internal(&format!("the signature on request {} has no outcome or no signer", self.request_id))
        })?;
        Ok(Signed {
            salt: self.salt.clone(),
            request: self.request_id,
            shown_sha256: self.shown_sha256.clone(),
            outcome,
            comment: self.comment.clone(),
            missing: self.missing.clone(),
            reason: self.reason_code,
            statement: self.statement.clone(),
            statement_version: self.statement_version.clone(),
            signer,
            at: self.signed_at,
        })
    }
}

names! { SigningRequestId => RequestId }
