//! The supervisor's decision on a request.

use super::requests::request;
use super::touch;
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::journal::{self, store::Stamp};
use crate::web::db::{sql, unless_taken};
use chrono::{DateTime, Utc};
use domain::access::{Permit, actions};
use domain::ids::{ClaimRequestId, EnrolmentId, PersonId};
use domain::journal::{Chain, Digest, Event};
use domain::sign_off::{Decision, ReasonCode, Statement};
use domain::standing::ClaimOutcome;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};
use serde::Serialize;

/// What the signature of a decision covers, in this order; its hash is stored with the decision, and `gradus doctor` makes
/// it again from the rows.
#[derive(Debug, Serialize, FromQueryResult)]
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

/// Every [`SignedDecision`] with the hash that is stored with it.
pub const SIGNED_DECISIONS: &str =
    "SELECT d.salt, d.request_id AS request, q.shown_sha256, d.outcome, d.comment, d.missing, d.reason_code AS reason,
        d.statement, d.statement_version, d.decided_by, d.decided_at, d.signed_sha256
     FROM decision d JOIN claim_request q ON q.id = d.request_id";

/// What the signatures under the decisions of an enrolment cover.
///
/// # Errors
/// When the database can't be read.
pub async fn signed_decisions(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<Vec<SignedDecision>, AppError> {
    let text = format!("{SIGNED_DECISIONS} JOIN claim c ON c.id = q.claim_id WHERE c.enrolment_id = $1");
    Ok(
        SignedDecision::find_by_statement(sql(connection, &text, [enrolment.into()]))
            .all(connection)
            .await?,
    )
}

/// Decides a request: locks what was shown, hashes what was signed. Of two at once one wins.
///
/// # Errors
/// [`AppError::Conflict`] with what happened, when it was decided or taken back meanwhile.
pub async fn decide(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::DecideClaim>,
    stamp: &Stamp,
    id: ClaimRequestId,
    decision: &Decision,
    statement: &Statement,
) -> Result<(), AppError> {
    let enrolment = request(tx, id).await?.enrolment_id;
    case::lock(tx, enrolment).await?;
    let found = request(tx, id).await?;
    if let (Some(by), Some(outcome)) = (&found.decided_by, found.outcome) {
        return Err(AppError::Conflict(if found.decided_by_id == Some(permit.by()) {
            String::from("You have answered this claim already. What you signed then stands.")
        } else {
            let what = match outcome {
                ClaimOutcome::Declined => String::from("answered this claim before you, without deciding it"),
                decided => format!("decided this claim before you: {}", decided.code().replace('_', " ")),
            };
            format!("{by} {what}. Nothing of yours was saved.")
        }));
    }
    if !found.is_open {
        return Err(AppError::Conflict(match &found.closed_for {
            Some(employer) => {
                format!("This claim was closed: the trainee no longer works for {employer}. Nothing was saved.")
            }
            None => String::from("The trainee took this claim back. Nothing was saved."),
        }));
    }
    if permit.subject().trainee != Some(found.trainee_id) {
        return Err(AppError::NotFound);
    }
    let shown: Digest = found.shown_sha256.parse().map_err(|why| AppError::internal(&why))?;
    let signed = SignedDecision {
        salt: journal::salt(),
        request: id,
        shown_sha256: found.shown_sha256,
        outcome: decision.outcome,
        comment: decision.comment.clone(),
        missing: decision.missing.clone(),
        reason: decision.reason,
        statement: statement.text(),
        statement_version: statement.version.to_owned(),
        decided_by: permit.by(),
        decided_at: stamp.at,
    };
    let hash = signed.sha256()?;
    let event = Event::DecidedClaim {
        claim: found.claim_id,
        request: id,
        outcome: signed.outcome,
        reason: signed.reason,
        shown,
        signed: hash,
    };
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO decision (request_id, trainee_id, outcome, comment, missing, reason_code, statement, statement_version, shown_sha256, signed_sha256,
                 salt, decided_by, decided_on, decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            [
                signed.request.into(),
                found.trainee_id.into(),
                signed.outcome.into(),
                signed.comment.into(),
                signed.missing.into(),
                signed.reason.into(),
                signed.statement.into(),
                signed.statement_version.into(),
                signed.shown_sha256.into(),
                hash.into(),
                signed.salt.into(),
                signed.decided_by.into(),
                stamp.on.into(),
                signed.decided_at.into(),
            ],
        ))
        .await;
    unless_taken(
        inserted,
        "A colleague decided this claim before you. Nothing of yours was saved.",
    )?;
    tx.execute_raw(sql(
        tx,
        "UPDATE claim_request SET is_open = $1 WHERE id = $2",
        [false.into(), id.into()],
    ))
    .await?;
    touch(tx, stamp, found.claim_id).await?;
    journal::write(tx, stamp, Chain::Record(enrolment), event).await?;
    case::rewrite(tx, enrolment).await
}
