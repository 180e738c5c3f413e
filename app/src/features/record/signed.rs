//! What was sent and what was signed, as the export holds it: whoever has the file can read it, and can make its hashes again.

use crate::error::AppError;
use crate::features::enrolments::store::Case;
use crate::features::sign_off::shown::Shown;
use crate::features::sign_off::store::decisions::{SignedDecision, signed_decisions};
use crate::features::sign_off::store::requests::{Request, requests_of_enrolment};
use crate::features::sign_off::store::{self, Claim, asked, readable, verifications};
use crate::web::request::RequestCx;
use domain::access::{Subject, actions, permit};
use domain::ids::{ClaimId, ClaimRequestId};
use serde_json::{Value, json};
use std::collections::HashMap;

/// The claims of a record that the reader may read, each with every time it was sent; to their author also what stands in a
/// draft.
///
/// # Errors
/// When the database can't be read.
pub async fn claims(cx: &RequestCx, case: &Case, subject: &Subject) -> Result<Vec<Value>, AppError> {
    let (db, actor) = (cx.app.db.read(), cx.actor()?);
    let own = actor.person == case.trainee;
    let readable = readable(db, actor, case.id, subject).await?;
    let signed = signed_decisions(db, case.id).await?.into_iter();
    let signed: HashMap<ClaimRequestId, SignedDecision> = signed.map(|one| (one.request, one)).collect();
    let mut sent: HashMap<ClaimId, Vec<Value>> = HashMap::new();
    for request in requests_of_enrolment(db, case.id).await? {
        if readable.has_request(request.id) {
            let told = sent_once(&request, signed.get(&request.id))?;
            sent.entry(request.claim_id).or_default().push(told);
        }
    }
    let mut claims = Vec::new();
    for claim in store::claims(db, case.id).await? {
        let sent = sent.remove(&claim.id).unwrap_or_default();
        let draft = if own && claim.state.is_editable() {
            Some(draft(cx, &claim).await?)
        } else {
            None
        };
        if !sent.is_empty() || draft.is_some() {
            claims.push(json!({ "id": claim.id, "outcome": claim.outcome, "sent": sent, "draft": draft }));
        }
    }
    Ok(claims)
}

/// One time that a claim was sent. `shown_text` and `signed_text` are what was hashed, to the letter.
fn sent_once(request: &Request, signed: Option<&SignedDecision>) -> Result<Value, AppError> {
    let decision = match signed {
        None => None,
        Some(signed) => Some(json!({
            "outcome": signed.outcome, "comment": signed.comment, "missing": signed.missing, "reason": signed.reason,
            "statement": signed.statement, "statement_version": signed.statement_version,
            "by": request.decided_by, "at": signed.decided_at,
            "signed_text": signed.text()?, "signed_sha256": request.signed_sha256,
        })),
    };
    Ok(json!({
        "id": request.id, "to": request.supervisor, "on": request.sent_on, "back_at": request.taken_back_at,
        "shown": Shown::read(&request.shown)?, "shown_text": request.shown, "shown_sha256": request.shown_sha256,
        "decision": decision,
    }))
}

async fn draft(cx: &RequestCx, claim: &Claim) -> Result<Value, AppError> {
    let evidence = store::evidence(cx.app.db.read(), claim.id).await?.into_iter();
    let evidence: Vec<Value> = evidence
        .map(|piece| {
            json!({
                "kind": piece.kind, "title": piece.title, "content": piece.content, "media_type": piece.media_type,
                "size": piece.size, "sha256": piece.sha256,
            })
        })
        .collect();
    Ok(json!({
        "narrative": claim.narrative, "happened_from": claim.happened_from, "happened_until": claim.happened_until,
        "evidence": evidence,
    }))
}

/// The employers' answers to requests to verify, as far as the reader may read what lay with that employer.
///
/// # Errors
/// When the database can't be read.
pub async fn answers(cx: &RequestCx, case: &Case, subject: &Subject) -> Result<Vec<Value>, AppError> {
    let mut told = Vec::new();
    for given in verifications::given(cx.app.db.read(), case.id).await? {
        let subject = asked(subject.clone(), Some(given.employer_id));
        let signed = &given.signed;
        if permit(cx.actor()?, actions::ViewClaim, &subject).is_ok() {
            told.push(json!({
                "request": signed.request, "employer": given.employer, "outcome": signed.outcome, "comment": signed.comment,
                "statement": signed.statement, "statement_version": signed.statement_version,
                "by": given.given_by, "at": signed.verified_at,
                "signed_text": signed.text()?, "signed_sha256": given.signed_sha256,
            }));
        }
    }
    Ok(told)
}
