use crate::framework::Length;
use crate::invalid::Invalid;
use chrono::NaiveDate;

/// A claim as its author left it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// What was done, in the trainee's words.
    pub narrative: String,
    /// First day of the work.
    pub happened_from: Option<NaiveDate>,
    /// Last day of the work, included.
    pub happened_until: Option<NaiveDate>,
    /// Pieces of evidence.
    pub evidence: usize,
    /// Whether the trainee declares that names of clients and other people are removed.
    pub redacted: bool,
    /// Whether it is still what its author read before sending it.
    pub is_as_read: bool,
    /// Whether it is addressed to somebody who may be asked.
    pub is_addressed: bool,
}

/// A draft that has all it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sendable {
    /// First day of the work.
    pub happened_from: NaiveDate,
    /// Last day of the work, included.
    pub happened_until: NaiveDate,
}

/// What is wrong with the days of a piece of work on this day, all at once: only work that is done can be claimed. A day
/// that is not there yet is no fault.
pub fn day_faults(from: Option<NaiveDate>, until: Option<NaiveDate>, on: NaiveDate) -> Invalid {
    let mut invalid = Invalid::default();
    let is_to_come = |day: Option<NaiveDate>| day.is_some_and(|day| day > on);
    if is_to_come(from) {
        let text = "Choose a first day that is not in the future: only work that is done can be claimed";
        invalid.add("happened_from", text);
    }
    let is_before = matches!((from, until), (Some(from), Some(until)) if until < from);
    match (is_before, is_to_come(until)) {
        (false, false) => {}
        (true, false) => invalid.add("happened_until", "Choose a last day on or after the first day"),
        (true, true) => {
            invalid.add("happened_until", "Choose a last day that is on or after the first day and not in the future")
        }
        (false, true) => invalid.add(
            "happened_until",
            "Choose a last day that is not in the future: only work that is done can be claimed",
        ),
    }
    invalid
}

/// What is still to be written before a claim can be sent, by field; `is_missing` says of a field whether nothing stands there.
pub fn unwritten(is_missing: impl Fn(&str) -> bool) -> Invalid {
    let mut invalid = Invalid::default();
    for (field, text) in [
        ("narrative", "Say what you did"),
        ("happened_from", "Enter the first day of the work"),
        ("happened_until", "Enter the last day of the work"),
    ] {
        if is_missing(field) {
            invalid.add(field, text);
        }
    }
    invalid
}

/// May the draft be sent on this day? `max_age` is the outcome's own, counted from the last day of the work; exactly
/// that old is still accepted (domain section 9, scenario 10).
///
/// # Errors
/// Everything that is missing or wrong, by field.
pub fn sendable(draft: &Draft, max_age: Option<Length>, on: NaiveDate) -> Result<Sendable, Invalid> {
    let mut invalid = unwritten(|field| match field {
        "happened_from" => draft.happened_from.is_none(),
        "happened_until" => draft.happened_until.is_none(),
        _ => draft.narrative.trim().is_empty(),
    });
    let faults = day_faults(draft.happened_from, draft.happened_until, on);
    if let (Some(until), Some(age)) = (draft.happened_until, max_age)
        && faults.is_empty()
        // The same day as the standing counts by: at the end of a month, so long before and so long after differ.
        && age.after(until) < on
    {
        invalid.add(
            "happened_until",
            format!(
                "Claim more recent work: this outcome takes none that ended more than {age} ago; {} was the last day for this",
                age.after(until).format("%-d %B %Y")
            ),
        );
    }
    invalid.0.extend(faults.0);
    if draft.evidence == 0 {
        invalid.add("evidence", "Add at least one piece of evidence: a text, a link or a file");
    }
    if !draft.redacted {
        invalid.add("redacted", "Remove the names of clients and other people, then tick the declaration");
    }
    if !draft.is_as_read {
        let text = "The claim has changed since you opened this page. Read it again before you send it";
        invalid.add("narrative", text);
    }
    if !draft.is_addressed {
        invalid.add("supervisor", "Choose who supervised this work");
    }
    match (draft.happened_from, draft.happened_until) {
        (Some(happened_from), Some(happened_until)) if invalid.is_empty() => {
            Ok(Sendable { happened_from, happened_until })
        }
        _ => Err(invalid),
    }
}
