//! How the fields of many candidates are posted in one form.

use super::forms::{mark_field, outcome_field};
use crate::web::form::Values;
use domain::ids::EnrolmentId;
use std::collections::HashMap;

/// The key under which a candidate's fields are posted. The letter in front keeps the form's reader from taking an id
/// that begins with a digit for a place in a list.
#[must_use]
pub fn posted_key(enrolment: EnrolmentId) -> String {
    format!("e{enrolment}")
}

/// What was posted for whom, by field, and the candidates it names; `None` when a key names nobody.
#[must_use]
pub fn posted(outcome: HashMap<String, String>, mark: HashMap<String, String>) -> Option<(Values, Vec<EnrolmentId>)> {
    let (mut values, mut named) = (Values::new(), Vec::new());
    for (fields, field_of) in [
        (outcome, outcome_field as fn(EnrolmentId) -> String),
        (mark, mark_field),
    ] {
        for (key, value) in fields.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
            let enrolment = EnrolmentId::parse(key.strip_prefix('e')?)?;
            values.insert(field_of(enrolment), value);
            named.push(enrolment);
        }
    }
    Some((values, named))
}
