//! The forms of claims.

use super::store::{NewEvidence, Written};
use crate::web::fields;
use chrono::NaiveDate;
use domain::invalid::Invalid;
use domain::sign_off::day_faults;

/// Longest narrative, characters.
const NARRATIVE: usize = 10_000;

/// Reads a draft: anything may be missing, but what is there must be readable, and its days those of work that is done.
///
/// # Errors
/// Every field that is wrong.
pub fn written(narrative: &str, from: &str, until: &str, today: NaiveDate) -> Result<Written, Invalid> {
    let mut invalid = Invalid::default();
    let narrative = invalid
        .take("narrative", fields::optional_text(narrative, "what you did", NARRATIVE))
        .flatten();
    let date = |invalid: &mut Invalid, field: &str, text: &str, what: &str| {
        if text.trim().is_empty() {
            None
        } else {
            invalid.take(field, fields::date(text, what))
        }
    };
    let happened_from = date(&mut invalid, "happened_from", from, "the first day of the work");
    let happened_until = date(&mut invalid, "happened_until", until, "the last day of the work");
    invalid.0.extend(day_faults(happened_from, happened_until, today).0);
    if invalid.is_empty() {
        Ok(Written {
            narrative: narrative.unwrap_or_default(),
            happened_from,
            happened_until,
        })
    } else {
        Err(invalid)
    }
}

/// Reads a text or a link to be added as evidence.
///
/// # Errors
/// Every field that is wrong.
pub fn new_evidence(kind: &str, title: &str, text: &str, address: &str) -> Result<NewEvidence, Invalid> {
    let mut invalid = Invalid::default();
    // Each of the two forms has fields of its own, so that an error leads to the right one.
    let (title_field, what) = if kind == "link" {
        ("link_title", "what the link leads to")
    } else {
        ("text_title", "a title for the text")
    };
    let title = invalid.take(title_field, fields::line(title, what, 200));
    let content = match kind {
        "link" => invalid.take("address", fields::web_address(address)),
        _ => invalid.take("text", fields::text(text, "the text", NARRATIVE)),
    };
    match (title, content) {
        (Some(title), Some(content)) if invalid.is_empty() => Ok(if kind == "link" {
            NewEvidence::Link(title, content)
        } else {
            NewEvidence::Text(title, content)
        }),
        _ => Err(invalid),
    }
}
