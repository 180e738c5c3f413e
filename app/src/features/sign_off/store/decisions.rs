//! The supervisor's decision on a request.

use super::event;
use super::requests::request;
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::journal::store::Stamp;
use crate::features::people::store::sha256;
use crate::web::db::{is_duplicate, sql};
use domain::access::{Permit, actions};
use domain::ids::{ClaimId, EnrolmentId, RowId};
use domain::sign_off::{Decision, Statement};
use domain::standing::ClaimOutcome;
use sea_orm::{ConnectionTrait, DatabaseTransaction};

/// Decides a request: locks what was shown, hashes what was signed. Of two at once one wins.
///
/// # Errors
/// [`AppError::Conflict`] with what happened, when it was decided or taken back meanwhile.
pub async fn decide(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::DecideClaim>,
    stamp: &Stamp,
    id: &RowId,
    decision: &Decision,
    statement: &Statement,
) -> Result<(), AppError> {
    let enrolment = EnrolmentId::from(request(tx, id).await?.enrolment_id);
    case::lock(tx, &enrolment).await?;
    let found = request(tx, id).await?;
    if let (Some(by), Some(outcome)) = (&found.decided_by, &found.outcome) {
        return Err(AppError::Conflict(format!(
            "{by} decided this claim before you: {}. Nothing of yours was saved.",
            outcome.replace('_', " ")
        )));
    }
    if !found.is_open {
        return Err(AppError::Conflict(String::from(
            "The trainee took this claim back. Nothing was saved.",
        )));
    }
    let statement_text = statement.text();
    let signed = serde_json::json!({
        "request": id, "shown_sha256": found.shown_sha256, "outcome": outcome_code(decision.outcome), "comment": decision.comment,
        "missing": decision.missing, "reason": decision.reason.map(domain::sign_off::ReasonCode::code), "statement": statement_text,
        "statement_version": statement.version, "decided_by": permit.by(), "decided_at": stamp.at,
    });
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO decision (request_id, trainee_id, outcome, comment, missing, reason_code, statement, statement_version, shown_sha256, signed_sha256,
                 decided_by, decided_on, decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            [
                id.to_string().into(),
                found.trainee_id.clone().into(),
                outcome_code(decision.outcome).into(),
                decision.comment.clone().into(),
                decision.missing.clone().into(),
                decision.reason.map(domain::sign_off::ReasonCode::code).into(),
                statement_text.into(),
                statement.version.into(),
                found.shown_sha256.clone().into(),
                sha256(&signed.to_string()).into(),
                permit.by().to_string().into(),
                stamp.on.into(),
                stamp.at.into(),
            ],
        ))
        .await;
    match inserted {
        Err(error) if is_duplicate(&error) => {
            return Err(AppError::Conflict(String::from(
                "A colleague decided this claim before you. Nothing of yours was saved.",
            )));
        }
        other => other?,
    };
    tx.execute_raw(sql(
        tx,
        "UPDATE claim_request SET is_open = $1 WHERE id = $2",
        [false.into(), id.to_string().into()],
    ))
    .await?;
    let detail = serde_json::json!({ "request": id, "outcome": outcome_code(decision.outcome), "signed_sha256": sha256(&signed.to_string()) });
    event(
        tx,
        stamp,
        "decided claim",
        &enrolment,
        &ClaimId::from(found.claim_id),
        detail,
    )
    .await?;
    case::rewrite(tx, &enrolment).await
}

/// The stored word of an outcome.
fn outcome_code(outcome: ClaimOutcome) -> &'static str {
    match outcome {
        ClaimOutcome::Met => "met",
        ClaimOutcome::PartlyMet => "partly_met",
        ClaimOutcome::NotYet => "not_yet",
        ClaimOutcome::Declined => "declined",
    }
}
