//! What a supervisor decided on a claim.

use crate::features::people::entity::person;
use crate::web::query::names;
use domain::ids::{ClaimRequestId, PersonId};
use domain::sign_off::ReasonCode;
use domain::standing::ClaimOutcome;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub struct Model {
    /// Which request.
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: ClaimRequestId,
    /// Whose claim.
    pub trainee_id: PersonId,
    /// The decision.
    pub outcome: ClaimOutcome,
    /// What the supervisor says.
    pub comment: String,
    /// What is missing, where it is partly met.
    pub missing: Option<String>,
    /// Why the supervisor will not decide.
    pub reason_code: Option<ReasonCode>,
    /// The words that were signed.
    pub statement: String,
    /// Which version of the words.
    pub statement_version: String,
    /// The hash of what was shown, in hexadecimal.
    pub shown_sha256: String,
    /// The hash of what was signed, in hexadecimal.
    pub signed_sha256: String,
    /// Who decided.
    pub decided_by: PersonId,
    /// The day.
    pub decided_on: Date,
    /// When.
    pub decided_at: ChronoDateTimeUtc,
    /// The salt of the digest of its words.
    pub salt: String,
    /// Which request.
    #[sea_orm(belongs_to, relation_enum = "Request", from = "request_id", to = "id")]
    pub request: BelongsTo<super::claim_request::Entity>,
    /// Whose claim.
    #[sea_orm(belongs_to, relation_enum = "Trainee", from = "trainee_id", to = "id")]
    pub trainee: BelongsTo<person::Entity>,
    /// Who decided.
    #[sea_orm(belongs_to, relation_enum = "Decider", from = "decided_by", to = "id")]
    pub decider: BelongsTo<person::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

names! { ClaimRequestId => RequestId }
