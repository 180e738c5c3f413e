//! What is sent, as its author looks at it for the last time.

use super::request::evidence_view;
use super::store::{Claim, Evidence};
use crate::design::card::Card;
use crate::prelude::pages::*;
use domain::sign_off::ShownEvidence;

/// What stands in the way of sending, each with the page on which it is put right.
pub fn missing_view(claim: ClaimId, missing: &Invalid) -> AnyView {
    let items = missing.0.iter().map(|one| {
        let href = if one.field == "evidence" { paths::EVIDENCE.to(claim) } else { paths::DRAFT.to(claim) };
        view! { <li><a href=href>{one.message.clone()}</a></li> }
    });
    let items = items.collect_view();
    view! { <Card title="Not ready to be sent"><ul>{items}</ul></Card> }.into_any()
}

/// What is sent, as the supervisor will see it.
pub fn rows(claim: &Claim, title: String, evidence: &[Evidence]) -> Vec<SummaryRow> {
    let dates = match (claim.happened_from, claim.happened_until) {
        (Some(from), Some(until)) if from == until => words::date(from),
        (Some(from), Some(until)) => format!("{} to {}", words::date(from), words::date(until)),
        _ => String::from("Not complete yet"),
    };
    let narrative = if claim.narrative.is_empty() { String::from("Nothing yet") } else { claim.narrative.clone() };
    let pieces: Vec<ShownEvidence> = evidence.iter().cloned().map(Into::into).collect();
    let pieces = if pieces.is_empty() {
        view! { <span id="evidence">"None yet"</span> }.into_any()
    } else {
        let pieces = pieces.iter().map(|piece| evidence_view(piece, claim.id)).collect_view();
        view! { <ul class="files" id="evidence">{pieces}</ul> }.into_any()
    };
    let row = |key: &str, value: AnyView, change: Option<String>| SummaryRow {
        key: key.to_owned(),
        value,
        action: change.map(|href| (href, String::from("Change"))),
    };
    let edit = paths::DRAFT.to(claim.id);
    vec![
        row("Outcome", title.into_any(), None),
        row(
            "What you did",
            view! { <div class="prose" id="narrative">{narrative}</div> }.into_any(),
            Some(edit.clone()),
        ),
        row(
            "When",
            view! { <span id="happened_from">{dates}</span><span id="happened_until"></span> }.into_any(),
            Some(edit),
        ),
        row("Evidence", pieces, Some(paths::EVIDENCE.to(claim.id))),
    ]
}
