//! The employer's answer to a request to verify a stage.

use crate::features::people::entity::person;
use crate::web::query::names;
use domain::ids::{PersonId, VerificationRequestId};
use domain::sign_off::VerificationOutcome;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "verification")]
pub struct Model {
    /// Which request.
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: VerificationRequestId,
    /// The enrolled person.
    pub trainee_id: PersonId,
    /// The answer.
    pub outcome: VerificationOutcome,
    /// What whoever answered says.
    pub comment: String,
    /// The words that were signed.
    pub statement: String,
    /// Which version of the words.
    pub statement_version: String,
    /// Exactly what was shown, as JSON.
    pub shown: String,
    /// The hash of what was signed, in hexadecimal.
    pub signed_sha256: String,
    /// Who answered.
    pub verified_by: PersonId,
    /// The day.
    pub verified_on: Date,
    /// When.
    pub verified_at: ChronoDateTimeUtc,
    /// The salt of the digest of its words.
    pub salt: String,
    /// Which request.
    #[sea_orm(belongs_to, relation_enum = "Request", from = "request_id", to = "id")]
    pub request: BelongsTo<super::verification_request::Entity>,
    /// The enrolled person.
    #[sea_orm(belongs_to, relation_enum = "Trainee", from = "trainee_id", to = "id")]
    pub trainee: BelongsTo<person::Entity>,
    /// Who answered.
    #[sea_orm(belongs_to, relation_enum = "Verifier", from = "verified_by", to = "id")]
    pub verifier: BelongsTo<person::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

names! { VerificationRequestId => RequestId }
