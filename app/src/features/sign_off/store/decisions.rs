//! The supervisor's decision on a request.

use super::touch;
use crate::error::AppError;
use crate::features::journal;
use crate::features::sign_off::entity::{claim, claim_request, decision};
use crate::web::query::insert;
use crate::web::tx::May;
use chrono::{DateTime, Utc};
use domain::access::actions;
use domain::ids::{ClaimRequestId, EnrolmentId, PersonId};
use domain::journal::{Digest, Event};
use domain::sign_off::{Decision, ReasonCode, Statement};
use domain::standing::ClaimOutcome;
use sea_orm::ActiveValue::Set;
use sea_orm::JoinType::InnerJoin;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, QueryFilter, QuerySelect,
    RelationTrait, Select,
};
use serde::Serialize;

/// What the signature of a decision covers, in this order; its hash is stored with the decision, and `gradus doctor` makes
/// it again from the rows.
#[derive(Debug, Serialize)]
pub struct SignedDecision {
    /// Keeps anyone from finding out by trying what was signed, once it is erased.
    pub salt: String,
    /// The request's id.
    pub request: ClaimRequestId,
    /// Hash of exactly what was shown.
    pub shown_sha256: String,
    /// The answer.
    pub outcome: ClaimOutcome,
    /// What was seen.
    pub comment: String,
    /// What is missing.
    pub missing: Option<String>,
    /// Why it was declined.
    pub reason: Option<ReasonCode>,
    /// What was attested.
    pub statement: String,
    /// The version of its wording.
    pub statement_version: String,
    /// Who decided: the person's id.
    pub decided_by: PersonId,
    /// When.
    pub decided_at: DateTime<Utc>,
}

impl SignedDecision {
    /// The text that is hashed.
    ///
    /// # Errors
    /// Never in practice: the value is plain.
    pub fn text(&self) -> Result<String, AppError> {
        Ok(serde_json::to_string(self)?)
    }

    /// The hash that is stored with it.
    ///
    /// # Errors
    /// As [`Self::text`].
    pub fn sha256(&self) -> Result<Digest, AppError> {
        Ok(Digest::of(&self.text()?))
    }
}

/// A decision with the hash of what was shown.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "claim_request::Entity")]
pub(in crate::features::sign_off) struct Decided {
    shown_sha256: String,
    #[sea_orm(nested)]
    decision: decision::Model,
}

impl Decided {
    /// Every decision with what was shown.
    pub(in crate::features::sign_off) fn find() -> Select<claim_request::Entity> {
        claim_request::Entity::find().join(InnerJoin, decision::Relation::Request.def().rev())
    }

    /// The request that was decided.
    pub(in crate::features::sign_off) fn request(&self) -> ClaimRequestId {
        self.decision.request_id
    }

    /// What was signed, and the hash that is stored with it.
    pub(in crate::features::sign_off) fn signed(self) -> (SignedDecision, String) {
        let Self { shown_sha256, decision } = self;
        let signed = SignedDecision {
            salt: decision.salt,
            request: decision.request_id,
            shown_sha256,
            outcome: decision.outcome,
            comment: decision.comment,
            missing: decision.missing,
            reason: decision.reason_code,
            statement: decision.statement,
            statement_version: decision.statement_version,
            decided_by: decision.decided_by,
            decided_at: decision.decided_at,
        };
        (signed, decision.signed_sha256)
    }
}

/// What the signatures under the decisions of an enrolment cover.
///
/// # Errors
/// When the database can't be read.
pub async fn signed_decisions(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<Vec<SignedDecision>, AppError> {
    let rows: Vec<Decided> = Decided::find()
        .join(InnerJoin, claim_request::Relation::Claim.def())
        .filter(claim::Column::EnrolmentId.eq(enrolment))
        .into_partial_model()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.signed().0).collect())
}

/// Decides a request: locks what was shown, hashes what was signed.
///
/// # Errors
/// When the database can't be written.
pub async fn decide(
    may: &May<'_, actions::DecideClaim>,
    decision: Decision,
    statement: &Statement,
) -> Result<(), AppError> {
    let (request, stamp) = (may.state(), may.stamp());
    let shown: Digest = request.shown_sha256.parse().map_err(|why| AppError::internal(&why))?;
    let signed = SignedDecision {
        salt: journal::salt(),
        request: request.id,
        shown_sha256: request.shown_sha256.clone(),
        outcome: decision.outcome,
        comment: decision.comment,
        missing: decision.missing,
        reason: decision.reason,
        statement: statement.text(),
        statement_version: statement.version.to_owned(),
        decided_by: may.permit().by(),
        decided_at: stamp.at,
    };
    let hash = signed.sha256()?;
    let tx = may.says(Event::DecidedClaim {
        claim: request.claim_id,
        request: request.id,
        outcome: signed.outcome,
        reason: signed.reason,
        shown,
        signed: hash,
    });
    let row = decision::Model {
        request_id: signed.request,
        trainee_id: request.trainee_id,
        outcome: signed.outcome,
        comment: signed.comment,
        missing: signed.missing,
        reason_code: signed.reason,
        statement: signed.statement,
        statement_version: signed.statement_version,
        shown_sha256: signed.shown_sha256,
        signed_sha256: hash.to_string(),
        salt: signed.salt,
        decided_by: signed.decided_by,
        decided_on: stamp.on,
        decided_at: signed.decided_at,
    };
    insert(tx, row).await?;
    let request_row = claim_request::ActiveModel {
        id: Set(request.id),
        is_open: Set(false),
        ..Default::default()
    };
    request_row.update(tx).await?;
    touch(tx, stamp, request.claim_id).await
}
