//! Outcomes that may be claimed, together where there are several, and experience.

use super::super::own::Own;
use super::item;
use crate::design::next::NextItem;
use crate::features::frameworks::map::called;
use crate::features::record::store::Case;
use crate::paths;
use domain::framework::{ElementKind, NodeIx, NodeKind};

/// What the trainee can claim on a stage.
pub(super) fn claims(case: &Case, own: &Own, stage: NodeIx) -> Vec<NextItem> {
    let missing = case.standing.missing(&case.framework, stage);
    missing
        .into_iter()
        .filter_map(|ix| match case.framework.node(ix).kind {
            NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_) => of_outcomes(case, own, stage, ix),
            NodeKind::Element(ElementKind::Experience) => {
                let there = case.standing.progress_in_words(&case.framework, ix).unwrap_or_default();
                let text = format!("{there}. Record the work, and your employer confirms it.");
                Some(item(paths::EXPERIENCE.to(case.id), called(&case.framework, ix), text))
            }
            _ => None,
        })
        .collect()
}

fn of_outcomes(case: &Case, own: &Own, stage: NodeIx, ix: NodeIx) -> Option<NextItem> {
    let framework = &case.framework;
    let mut open = framework.outcomes_beneath(ix);
    open.retain(|outcome| {
        let id = &framework.node(*outcome).id;
        !case.standing.state(*outcome).counts() && !case.waits(id) && !own.has(id)
    });
    match open[..] {
        [] => None,
        [only] => {
            let (done, of) = case.standing.progress(&case.framework, only);
            let text =
                if done > 0 { format!("{done} of {of} examples.") } else { String::from("Nothing claimed yet.") };
            let href = paths::new_claim(case.id, &framework.node(only).id);
            Some(item(href, format!("Claim {}", called(framework, only)), text))
        }
        _ => {
            let how_many = how_many(case, ix, open.len());
            let asked_for = if framework.unlocks(stage).is_empty() {
                " You need this stage for no other one and for no status: it is a record for yourself."
            } else {
                ""
            };
            Some(item(
                format!("{}#outcomes", paths::node(case.id, &framework.node(ix).id)),
                format!("Claim {how_many} outcomes of {}", framework.node(stage).title),
                format!("One piece of work for each to begin with. Your supervisor decides.{asked_for}"),
            ))
        }
    }
}

/// How many of the outcomes beneath a node that are open are still asked for: "any 2 of 18", or "9".
pub(in super::super) fn how_many(case: &Case, ix: NodeIx, open: usize) -> String {
    match left_of_choice(case, ix) {
        Some(left) => format!("any {left} of {open}"),
        None => open.to_string(),
    }
}

/// How many outcomes are still asked for, where any of several are enough.
fn left_of_choice(case: &Case, ix: NodeIx) -> Option<u32> {
    let rule = case.framework.node(ix).rule.as_ref()?;
    let [choice] = &rule.choices()[..] else { return None };
    let (done, of) = case.standing.progress(&case.framework, ix);
    (choice.n == of).then(|| of.saturating_sub(done))
}
