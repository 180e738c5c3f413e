//! The forms of results: strings in, values or every error out.

use super::store::Candidate;
use crate::features::frameworks::catalogue::Catalogue;
use crate::web::fields;
use crate::web::form::Values;
use crate::web::words;
use chrono::NaiveDate;
use domain::framework::{ElementKind, Framework, NodeIx, NodeKind};
use domain::ids::EnrolmentId;
use domain::invalid::Invalid;
use domain::standing::Outcome;

/// A mark is printed as it stands; no rule reads it.
const MARK_MAX: usize = 20;

/// A new sitting, of a provider that the permit names.
#[derive(Clone, Debug)]
pub struct NewSitting {
    /// Slug and version.
    pub framework: (String, String),
    /// The assessment or course.
    pub element: String,
    /// The day it was held.
    pub held_on: NaiveDate,
}

impl NewSitting {
    /// # Errors
    /// Every field that is wrong. `element` is "slug version element".
    pub fn parse(element: &str, held_on: &str, catalogue: &Catalogue, today: NaiveDate) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let chosen = chosen_element(element, catalogue);
        if chosen.is_none() {
            invalid.add("element", "Choose an assessment or a course");
        }
        let held_on = invalid.take("held_on", fields::date(held_on, "the date of the sitting"));
        if held_on.is_some_and(|held_on| held_on > today) {
            invalid.add("held_on", "Enter a date that is not in the future");
        }
        let version = chosen
            .as_ref()
            .and_then(|((slug, version), _)| catalogue.get(slug, version));
        if let (Some(version), Some(held_on)) = (version, held_on)
            && held_on < version.effective_from()
        {
            let first = words::date(version.effective_from());
            let text = format!("Enter a date on or after {first}, when this version came into force");
            invalid.add("held_on", text);
        }
        match (chosen, held_on) {
            (Some((framework, element)), Some(held_on)) if invalid.is_empty() => Ok(Self {
                framework,
                element,
                held_on,
            }),
            _ => Err(invalid),
        }
    }
}

fn chosen_element(value: &str, catalogue: &Catalogue) -> Option<((String, String), String)> {
    let mut words = value.splitn(3, ' ');
    let (slug, version, element) = (words.next()?, words.next()?, words.next()?);
    let framework = catalogue.get(slug, version)?;
    let ix = framework.find(element)?;
    is_sat(&framework, ix).then(|| ((slug.to_owned(), version.to_owned()), element.to_owned()))
}

/// Whether a node is something that is sat: an assessment or a course.
#[must_use]
pub fn is_sat(framework: &Framework, ix: NodeIx) -> bool {
    matches!(
        framework.node(ix).kind,
        NodeKind::Element(ElementKind::Assessment | ElementKind::Course)
    )
}

/// The name of a candidate's outcome among the typed values, and the id of its field.
#[must_use]
pub fn outcome_field(enrolment: EnrolmentId) -> String {
    format!("outcome-{enrolment}")
}

/// The name of a candidate's mark among the typed values, and the id of its field.
#[must_use]
pub fn mark_field(enrolment: EnrolmentId) -> String {
    format!("mark-{enrolment}")
}

/// One result to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whose.
    pub enrolment: EnrolmentId,
    /// What came of the sitting.
    pub outcome: Outcome,
    /// As printed.
    pub mark: Option<String>,
}

/// The results of a filled-in list. Empty when everything in it is recorded already, as when it is posted twice.
///
/// # Errors
/// Every field that is wrong, in the order of the candidates.
pub fn entries(values: &Values, candidates: &[Candidate]) -> Result<Vec<Entry>, Invalid> {
    let mut invalid = Invalid::default();
    let (mut entries, mut filled) = (Vec::new(), 0);
    for candidate in candidates {
        let get = |field: &str| values.get(field).map_or("", |value| value.trim());
        let (outcome_field, mark_field) = (
            outcome_field(candidate.enrolment_id),
            mark_field(candidate.enrolment_id),
        );
        let (outcome, mark) = (get(&outcome_field), get(&mark_field));
        if outcome.is_empty() && mark.is_empty() {
            continue;
        }
        filled += 1;
        let name = &candidate.name;
        let parsed = Outcome::from_code(outcome);
        if parsed.is_none() {
            invalid.add(
                &outcome_field,
                format!("Choose the result of {name}, or clear the mark"),
            );
        }
        let mark = invalid.take(
            &mark_field,
            fields::optional_text(mark, &format!("the mark of {name}"), MARK_MAX),
        );
        let (Some(outcome), Some(mark)) = (parsed, mark) else {
            continue;
        };
        match &candidate.result {
            None => entries.push(Entry {
                enrolment: candidate.enrolment_id,
                outcome,
                mark,
            }),
            Some(result) if result.outcome == outcome && result.mark == mark => {}
            Some(result) => invalid.add(
                &outcome_field,
                format!(
                    "{} recorded a result of {name} meanwhile. Look at it, and correct it if it is wrong",
                    result.recorded_by_name
                ),
            ),
        }
    }
    if filled == 0 {
        // The section and not a field in it: which candidates the page shows is not known here.
        invalid.add("record", "Choose the result of one candidate or more");
    }
    if invalid.is_empty() { Ok(entries) } else { Err(invalid) }
}

/// A result that takes another's place.
#[derive(Clone, Debug)]
pub struct Correction {
    /// What came of the sitting.
    pub outcome: Outcome,
    /// As printed.
    pub mark: Option<String>,
    /// Why the earlier one was wrong.
    pub reason: String,
}

impl Correction {
    /// # Errors
    /// Every field that is wrong. `before` is the outcome and the mark that are corrected.
    pub fn parse(outcome: &str, mark: &str, reason: &str, before: (Outcome, Option<&str>)) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let outcome = Outcome::from_code(outcome);
        if outcome.is_none() {
            invalid.add("outcome", "Choose what the result should have been");
        }
        let mark = invalid.take("mark", fields::optional_text(mark, "the mark", MARK_MAX));
        if let (Some(outcome), Some(mark)) = (outcome, &mark)
            && (outcome, mark.as_deref()) == before
        {
            invalid.add("outcome", "Change the result or the mark. They are as they were");
        }
        let reason = invalid.take("reason", fields::text(reason, "why the result was wrong", 1000));
        match (outcome, mark, reason) {
            (Some(outcome), Some(mark), Some(reason)) if invalid.is_empty() => Ok(Self { outcome, mark, reason }),
            _ => Err(invalid),
        }
    }
}
