//! How sittings and results are called.

use crate::content::catalogue::Catalogue;
use crate::design::field::Choice;
use crate::features::frameworks::map::{called_at, called_by_id};
use crate::features::results::store::{Confirmed, Corrected, Declined, Sitting};
use crate::web::clock::civil_date;
use crate::web::{fields, names, words};
use chrono_tz::Tz;
use domain::framework::{ElementKind, Framework, LONGEST_MARK, MarkScheme, NoMark, NodeKind};
use domain::standing::Outcome;

/// The framework's short title and the element's, for a sitting. Ids where the version is no longer published.
pub fn of_sitting(sitting: &Sitting, catalogue: &Catalogue) -> (String, String) {
    let Some(framework) = catalogue.get(&sitting.framework_slug, &sitting.framework_version) else {
        return (sitting.framework_slug.clone(), sitting.element.clone());
    };
    (framework.short_title().to_owned(), called_by_id(&framework, &sitting.element))
}

/// Whether the sitting is of a course, which one completes rather than passes.
pub fn is_course(sitting: &Sitting, catalogue: &Catalogue) -> bool {
    let framework = catalogue.get(&sitting.framework_slug, &sitting.framework_version);
    framework.is_some_and(|framework| names_course(&framework, &sitting.element))
}

/// Whether an element is a course.
pub fn names_course(framework: &Framework, element: &str) -> bool {
    let found = framework.find(element);
    found.is_some_and(|ix| framework.node(ix).kind == NodeKind::Element(ElementKind::Course))
}

/// How the marks of a sitting are written, where its body has published it.
pub fn marks_of(sitting: &Sitting, catalogue: &Catalogue) -> Option<MarkScheme> {
    let framework = catalogue.get(&sitting.framework_slug, &sitting.framework_version)?;
    framework.node(framework.find(&sitting.element)?).marks.clone()
}

/// A mark as it was typed, in its one spelling; none where nothing was. `of` says whose it is, after what is wanted.
pub(super) fn mark(scheme: Option<&MarkScheme>, typed: &str, of: &str) -> Result<Option<String>, String> {
    let Some(typed) = fields::optional_text(&names::plain(typed), &format!("the mark{of}"), LONGEST_MARK)? else {
        return Ok(None);
    };
    domain::framework::mark(scheme, &typed).map(Some).map_err(|why| match why {
        NoMark::Wanted(wanted) => format!("Enter the mark{of} as {wanted}, or leave it empty"),
        NoMark::Outcome => format!("“{typed}” is no mark{of}: choose the outcome instead, and leave the mark empty"),
    })
}

/// What came of it: "Passed", or "Completed" for a course.
pub fn outcome(outcome: Outcome, is_course: bool) -> &'static str {
    match (outcome, is_course) {
        (Outcome::Pass, false) => "Passed",
        (Outcome::Pass, true) => "Completed",
        (Outcome::Fail, false) => "Not passed",
        (Outcome::Fail, true) => "Not completed",
        (Outcome::NotSat, false) => "Was not at this sitting",
        (Outcome::NotSat, true) => "Did not take this course",
    }
}

/// An outcome and its mark: "Passed, 62%".
pub fn result(outcome: Outcome, mark: Option<&str>, is_course: bool) -> String {
    let outcome = self::outcome(outcome, is_course);
    mark.map_or_else(|| outcome.to_owned(), |mark| format!("{outcome}, {mark}"))
}

/// What a correction says, who made it and why, for those who may read marks and reasons.
pub fn corrected(one: &Corrected, framework: &Framework, zone: Tz) -> String {
    let came = outcome(one.outcome, names_course(framework, &one.element));
    let (day, on) = (words::date(one.held_on), words::date(civil_date(one.recorded_at, zone)));
    let confirmed = match &one.confirmed {
        Some(Confirmed { by, on }) => format!("confirmed by {by} on {}", words::date(*on)),
        None => String::from("not confirmed yet"),
    };
    let reason = one.reason.as_ref().map(|reason| format!(" Reason: {reason}")).unwrap_or_default();
    format!("Corrected by {} on {on}, {confirmed}: {came}, {day}.{reason}", one.by)
}

/// What was declined, by whom, when and why, for those who may read marks and reasons.
pub fn declined(one: &Declined, framework: &Framework) -> String {
    let came = outcome(one.outcome, names_course(framework, &one.element));
    let (day, on) = (words::date(one.held_on), words::date(one.on));
    let reason = one.reason.as_ref().map(|reason| format!(" Reason: {reason}")).unwrap_or_default();
    format!("{came}, {day}: {} declined on {on} to confirm it, and it does not count.{reason}", one.by)
}

/// The two outcomes of who sat, to choose from.
pub(super) fn outcomes(is_course: bool) -> Vec<Choice> {
    Outcome::SAT.map(|one| Choice::new(one.code(), outcome(one, is_course))).to_vec()
}

/// Every assessment and course of every published version, as "CPQ · F01 Legal Systems". The version is named where a
/// framework has several.
pub(super) fn elements(catalogue: &Catalogue) -> Vec<Choice> {
    let mut choices = Vec::new();
    for framework in catalogue.all() {
        let several = catalogue.all().filter(|other| other.slug() == framework.slug()).count() > 1;
        let short = if several {
            format!("{} {}", framework.short_title(), framework.version())
        } else {
            framework.short_title().to_owned()
        };
        for (ix, node) in framework.in_file_order().filter(|(_, node)| node.kind.has_results()) {
            choices.push(Choice::new(
                format!("{} {} {}", framework.slug(), framework.version(), node.id),
                format!("{short} · {}", called_at(framework, ix)),
            ));
        }
    }
    choices
}
