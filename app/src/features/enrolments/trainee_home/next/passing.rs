//! Results that a stage still lacks, of which nothing is recorded: one sits an assessment, and others record it.

use super::super::own::Own;
use super::super::results::{self, Missing};
use super::answers::said;
use super::item;
use crate::design::next::NextItem;
use crate::features::exemptions::store::Awaited;
use crate::features::record::store::Case;
use crate::features::record::waiting::with_whom;
use crate::features::results::store::Declined;
use crate::journal::chapter_file::Waiting;
use crate::paths;
use crate::web::words;
use chrono::NaiveDate;
use domain::framework::{ElementKind, NodeIx, NodeKind};
use domain::standing::{Outcome, State};

const RECORDS: &str = "Your training provider records the result.";

fn not_passed((day, option): (NaiveDate, Option<String>)) -> String {
    let day = words::date(day);
    match option {
        None => format!("Not passed on {day}: a further attempt is needed."),
        Some(option) => format!("{option} was not passed on {day}: a further attempt or another option is needed."),
    }
}

/// Of these one whose provisional result is that it was not passed: the day of the sitting, and who has to confirm it.
fn failed_provisionally<'a>(case: &'a Case, options: &[NodeIx]) -> Option<(NaiveDate, &'a str)> {
    case.waiting.iter().find_map(|waiting| {
        let Waiting::Result { result, node, .. } = waiting else { return None };
        let id = result.to_string();
        let recorded = case.facts.file().results.iter().find(|one| one.id == id)?;
        let is_one = options.iter().any(|ix| case.framework.node(*ix).id == *node);
        (is_one && recorded.outcome == Outcome::Fail).then(|| (recorded.sat_on, with_whom(case, waiting)))
    })
}

/// What the trainee can sit or complete on a stage. What is provisional lies with others; of what was not passed that is said.
pub(super) fn results(case: &Case, (own, awaited): (&Own, &[Awaited]), stage: NodeIx) -> Vec<NextItem> {
    let waits = |one: &Missing| one.is_provisional && failed_provisionally(case, &one.options).is_none();
    let may_begin = |one: &Missing| !waits(one) && case.state(one.node) != State::Blocked;
    let missing = results::missing(case, stage).into_iter().filter(may_begin);
    missing
        .map(|Missing { node, title, failed, options, declined_on, .. }| {
            let provisional = failed_provisionally(case, &options).map(|(day, with)| {
                let day = words::date(day);
                format!("Recorded as not passed on {day}, and provisional: {with} has to confirm it. If it is confirmed, a further attempt is needed.")
            });
            let asked = results::asked(case, (node, &options), awaited, None);
            let declined = declined_on.map(|day| format!("{}{}", results::declined(day), why(case, own, &options)));
            let failed = provisional.or_else(|| failed.map(|failed| format!("{} {RECORDS}", not_passed(failed))));
            let (href, node) = (paths::node(case.id, &case.framework.node(node).id), case.framework.node(node));
            let title = match node.kind {
                NodeKind::Element(ElementKind::Course) => format!("Complete {title}"),
                _ => format!("Pass {title}"),
            };
            let text = failed.unwrap_or_else(|| RECORDS.to_owned());
            item(href, title, declined.into_iter().chain(asked).chain([text]).collect::<Vec<_>>().join(" "))
        })
        .collect()
}

/// Why what was recorded of one of these was declined the last time, or the full stop alone.
fn why(case: &Case, own: &Own, options: &[NodeIx]) -> String {
    let is_one = |one: &&Declined| options.iter().any(|ix| case.framework.node(*ix).id == one.element);
    let last = own.declined.iter().filter(is_one).max_by_key(|one| one.on);
    said(last.and_then(|one| one.reason.as_deref()).unwrap_or_default())
}
