//! What was sent and what was signed, as the export holds it: whoever has the file can read it, and can make its hashes again.

use crate::features::experience::store::{self as experience, Spell};
use crate::features::record::store::Case;
use crate::features::sign_off::store::requests::{Request, Withdrawal, requests_of_enrolment};
use crate::features::sign_off::store::{self, Claim};
use crate::prelude::pages::*;
use domain::sign_off::SigningSubject;
use serde_json::{Value, json};
use std::collections::HashMap;

/// What somebody was asked to sign, as far as the reader may read it.
#[derive(Debug)]
pub struct Export {
    /// The claims, each with every time it was sent; to their author also what stands in a draft.
    pub claims: Vec<Value>,
    /// The requests to verify a stage.
    pub verifications: Vec<Value>,
    /// The spells of work, each with every time that somebody was asked to confirm it.
    pub experience: Vec<Value>,
}

/// All of a record.
pub async fn all(cx: &RequestCx, case: &Case, own: bool) -> Result<Export, AppError> {
    let db = cx.app.db.read();
    let mut sent = HashMap::<ClaimId, Vec<Value>>::new();
    let mut verifications = Vec::new();
    for one in requests_of_enrolment(db, case.id).await? {
        if case.reads(one.row.id) {
            match one.subject {
                SigningSubject::Claim { claim, .. } => sent.entry(claim).or_default().push(request(&one)?),
                SigningSubject::Stage { .. } => verifications.push(request(&one)?),
                SigningSubject::Experience { .. } => {}
            }
        }
    }
    let mut claims = Vec::new();
    for claim in store::claims(db, case.id).await? {
        let sent = sent.remove(&claim.id).unwrap_or_default();
        let draft = if own && claim.state().is_editable() { Some(draft(cx, &claim).await?) } else { None };
        if !sent.is_empty() || draft.is_some() {
            claims.push(json!({ "id": claim.id, "outcome": claim.outcome, "sent": sent, "draft": draft }));
        }
    }
    let spells = experience::all_spells(db, case.id).await?.into_iter();
    let spells = spells.filter(|one| case.reads_work_for(&one.row.employer_id.to_string()));
    let experience = spells.map(|one| spell(&one)).collect::<Result<_, AppError>>()?;
    Ok(Export { claims, verifications, experience })
}

/// One spell of work; `until` is the first day after it.
fn spell(one: &Spell) -> Result<Value, AppError> {
    let row = &one.row;
    let sent: Vec<Value> = one.requests.iter().rev().map(request).collect::<Result<_, AppError>>()?;
    Ok(json!({
        "id": row.id, "kind": row.kind, "employer": one.employer, "from": row.from_on, "until": row.until_on,
        "minutes": row.minutes, "minutes_each_week": row.minutes_each_week,
        "full_time_percent": row.full_time_percent, "work": row.work, "taken_out_at": row.withdrawn_at, "sent": sent,
    }))
}

/// One request. `shown_text` and `signed_text` are what was hashed, to the letter.
fn request(one: &Request) -> Result<Value, AppError> {
    let signature = match &one.signature {
        None => None,
        Some(signature) => Some(json!({
            "outcome": signature.signed.outcome.code(), "comment": signature.signed.comment,
            "missing": signature.signed.missing, "reason": signature.signed.reason,
            "statement": signature.signed.statement, "statement_version": signature.signed.statement_version,
            "by": signature.by, "at": signature.signed.at, "shown_text": signature.shown,
            "signed_text": signature.signed.text()?, "signed_sha256": signature.sha256,
            "withdrawn": signature.withdrawal.as_ref().map(withdrawn),
        })),
    };
    let end = one.end.as_ref();
    Ok(json!({
        "id": one.row.id, "about": one.row.node, "round": one.row.round, "to": one.to(), "employer": one.employer,
        "on": one.row.sent_on, "shown": one.shown()?, "shown_text": one.row.shown, "shown_sha256": one.row.shown_sha256,
        "signature": signature, "ended": end.map(|end| json!({ "reason": end.reason, "at": end.ended_at })),
    }))
}

/// That it was signed by mistake.
fn withdrawn(one: &Withdrawal) -> Value {
    json!({ "reason": one.reason, "by": one.by, "at": one.at })
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
