//! What is held from before and what was decided on it: for the trainee and the body, and what others read of it.

use crate::features::exemptions::store::{self, PriorLearning};
use crate::journal::store::Entry;
use crate::prelude::pages::*;
use domain::journal::Event;
use serde_json::{Value, json};

/// All of an enrolment, the first one first.
pub async fn all(cx: &RequestCx, id: EnrolmentId) -> Result<Vec<Value>, AppError> {
    let all = store::of_enrolment(cx.app.db.read(), id).await?;
    Ok(all.iter().rev().map(one).collect())
}

fn one(one: &PriorLearning) -> Value {
    let row = &one.row;
    let file = row
        .file_name
        .as_ref()
        .map(|name| json!({ "name": name, "media_type": row.media_type, "size": row.size, "sha256": row.sha256 }));
    let decisions: Vec<Value> = one
        .decisions
        .iter()
        .map(|decision| {
            let of = &decision.row;
            json!({
                "round": of.round, "proved": of.is_proved, "reason": of.reason, "by": decision.by, "on": of.decided_on,
            })
        })
        .collect();
    let exemptions: Vec<Value> = one
        .exemptions
        .iter()
        .map(|one| {
            let of = &one.row;
            json!({
                "id": of.id, "element": of.element, "round": of.round, "granted": of.is_granted, "because": of.because,
                "reason": of.reason, "expires_on": of.expires_on, "withdrawn_on": one.withdrawn_on,
                "withdrawn_because": one.withdrawn_because,
            })
        })
        .collect();
    let review = one.review.as_ref().map(|review| json!({ "asked_on": review.asked_on, "reason": review.reason }));
    json!({
        "id": row.id, "prior": row.prior, "title": row.title, "awarded_by": row.awarded_by, "awarded_on": row.awarded_on,
        "elements": one.elements().collect::<Vec<_>>(), "proof": row.proof, "file": file, "sent_on": row.sent_on,
        "decisions": decisions, "review": review, "exemptions": exemptions,
    })
}

/// What an employer or a provider reads of it: what came of it, and nothing of what was asked for or refused.
pub fn for_others(mut entry: Entry) -> Option<Entry> {
    match &mut entry.event {
        Event::SentPriorLearning { .. } | Event::TookBackPriorLearning { .. } | Event::AskedForReview { .. } => None,
        Event::DecidedPriorLearning { exemptions, .. } => {
            exemptions.retain(|one| one.is_granted);
            (!exemptions.is_empty()).then_some(entry)
        }
        _ => Some(entry),
    }
}
