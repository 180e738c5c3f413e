//! Steps in plain English.

use chrono::NaiveDate;

use super::search::Task;
use super::{What, Who};
use crate::dates::{hours_in_words, in_words};
use crate::framework::{ElementKind, Framework, NodeIx, NodeKind};
use crate::standing::{Facts, Outcome, ResultFact, Standing};

pub(super) fn step(framework: &Framework, found: &Standing, task: &Task) -> (Who, String) {
    let facts = &found.facts;
    let title = &framework.node(task.node).title;
    // What kind of work it is, where its title does not begin with that, and what is held meanwhile.
    let work = |kind, held: Option<NodeIx>| {
        let begins = |kind: &String| {
            title.strip_prefix(kind.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        let kind = Some(framework.experience_kind(kind).title.clone()).filter(|kind| !begins(kind));
        let held = held.map(|ix| format!("while holding {}", framework.node(ix).title));
        let both: Vec<String> = kind.into_iter().chain(held).collect();
        if both.is_empty() { String::new() } else { format!(" ({})", both.join(", ")) }
    };
    match task.what {
        What::Choose(ix) => (Who::Trainee, format!("Choose the specialism {}", framework.specialism(ix).title)),
        What::WaitUntil(until) => {
            let status = framework.node(task.node).as_status();
            let counts = found.state(task.node).counts();
            let ends = counts && found.until(task.node) == Some(until);
            let opens = found.open[task.node.index()].next_change(found.on()) == Some(until);
            let is_limited = framework.node(task.node).attempts.is_some();
            let lapses = status.map_or(framework.node(task.node).expires.is_some(), |own| own.expires.is_some());
            let why = match status {
                Some(status) if status.valid_from == Some(until) => format!("when {title} is first conferred"),
                Some(_) if ends || !lapses => format!("when {title} is no longer held"),
                None if ends => format!("when {title} no longer counts"),
                None if is_limited => format!("when an attempt at {title} counts again"),
                Some(_) | None if lapses => format!("so that {title} lasts long enough"),
                Some(_) | None if opens => format!("when {title} is open"),
                Some(_) | None => "so that what is done next still counts when it is needed".to_owned(),
            };
            (Who::Trainee, wait(until, &why))
        }
        What::Pass => {
            let failed = |one: &ResultFact| one.outcome == Outcome::Fail && one.confirmed_on.is_some();
            let again = if has_result(framework, facts, task.node, failed) { " with a further attempt" } else { "" };
            (Who::Trainee, ["Pass ", title, again].concat())
        }
        What::Complete => (Who::Trainee, format!("Complete {title}")),
        What::Claim { examples, distinct_signers, signed } => {
            let pieces = if examples == 1 { " piece" } else { " pieces" };
            let by = match (distinct_signers, signed) {
                (0 | 1, _) => String::new(),
                (needed, 0) => format!(", decided by at least {needed} different people"),
                (needed, there) if there >= needed => String::new(),
                (needed, there) => format!(", decided{}", by_people(needed - there, there)),
            };
            (Who::Trainee, ["Show ", title, " with ", &examples.to_string(), pieces, " of work", &by].concat())
        }
        What::GatherMinutes { kind, minutes, while_holding, signers, signed } => {
            let (hours, work, by) = (hours_in_words(minutes), work(kind, while_holding), by_people(signers, signed));
            (Who::Trainee, format!("Gather {hours} more for {title}{work} and have them confirmed{by}"))
        }
        What::GatherDays { kind, days, whole, while_holding } => {
            // A year has a day more over a leap day: of a length that is still to begin it is not known how many it has.
            let time = match (whole, days) {
                (Some(length), _) => length.to_string(),
                (None, 1) => String::from("1 more day"),
                (None, days) => format!("{days} more days"),
            };
            let confirmed =
                if time == "1 year" || time == "1 month" { "have it confirmed" } else { "have them confirmed" };
            (Who::Trainee, format!("Gather {time} for {title}{} and {confirmed}", work(kind, while_holding)))
        }
        What::AskToVerify => {
            let own = framework.node(task.node);
            let is_on_both_sides = |by: &str| facts.on_both_sides().iter().any(|both| facts.person(*both) == by.trim());
            let has_results =
                own.stage.and_then(|ix| framework.node(ix).as_stage()).is_some_and(|it| it.results.rule().is_some());
            let mut given = facts.file().verifications.iter().filter(|v| v.withdrawn_on.is_none());
            let again = has_results && given.any(|v| v.element == own.id && is_on_both_sides(&v.by));
            let again = if again { ", by somebody who confirmed none of its results" } else { "" };
            let what = match framework.node(task.node).stage {
                None => title.clone(),
                Some(stage) if has_one_verification(framework, stage) => {
                    format!("the {} stage", framework.node(stage).title)
                }
                Some(stage) => format!("the {} stage ({title})", framework.node(stage).title),
            };
            (Who::Employer, format!("Ask the employer to verify {what}{again}"))
        }
        What::ConfirmAgain => {
            (Who::Trainee, format!("Have {title} confirmed once more, by somebody who signed for none of the results"))
        }
        What::Apply => (Who::Trainee, format!("Apply for the status {title}")),
    }
}

/// A wait until a day, and why.
pub(super) fn wait(until: NaiveDate, why: &str) -> String {
    format!("Wait until {}, {why}", in_words(until))
}

fn has_result(framework: &Framework, facts: &Facts, ix: NodeIx, is: impl Fn(&ResultFact) -> bool) -> bool {
    facts.file().results.iter().any(|one| one.element == framework.node(ix).id && is(one))
}

/// What is said of hours and days of the same work, of which one stands above: they are not gathered one after the other.
pub(super) fn beside(in_days: bool) -> &'static str {
    if in_days { "; the hours above may be worked in this time" } else { "; they may be worked in the days above" }
}

/// By how many people, besides those who have signed before.
fn by_people(people: u32, before: u32) -> String {
    let further = match (people, before) {
        (0, _) => return String::new(),
        (n, 0) => return format!(" by {n} different people"),
        (1, _) => String::from(" by 1 further person"),
        (n, _) => format!(" by {n} further people"),
    };
    let before = if before == 1 { String::from("one") } else { before.to_string() };
    format!("{further}, other than the {before} before")
}

fn has_one_verification(framework: &Framework, stage: NodeIx) -> bool {
    let kinds = framework.children(stage).iter().map(|child| &framework.node(*child).kind);
    kinds.filter(|kind| matches!(kind, NodeKind::Element(ElementKind::Verification))).count() == 1
}
