//! Whether everything in a framework is asked for by something, so that no line of it is there in vain.

use std::collections::BTreeSet;

use super::gaps::Checks;
use super::link::{OUTCOMES, above};
use super::names::NodeSort;
use super::parse_node::{Draft, RULES};
use super::{ExperienceKind, KindIx, NodeIx};

pub(super) fn reachable(checks: &mut Checks<'_, '_>, drafts: &[Draft], kinds: &[ExperienceKind]) {
    let (mut named, mut asked) = (vec![false; drafts.len()], BTreeSet::new());
    // What a competency gathers names it, or is beneath it.
    let naming = drafts.iter().filter(|draft| !matches!(draft.sort, NodeSort::Group | NodeSort::Outcome));
    for (_, rule) in naming.flat_map(Draft::rules) {
        rule.walk(&mut |leaf| {
            leaf.nodes().iter().for_each(|ix| named[ix.index()] = true);
            asked.extend(leaf.kind());
        });
    }
    let conferred: BTreeSet<NodeIx> = drafts.iter().filter_map(|draft| draft.node.step_off_to()).collect();
    let by_portfolio = [&RULES[..], &OUTCOMES, &["kind"]].concat();
    for (at, draft) in drafts.iter().enumerate() {
        let (id, line) = (draft.node.id.as_str(), draft.node.line);
        match draft.sort {
            NodeSort::Element(_) if !named[at] => {
                let what = format!("`{id}` is unreachable: no key, rule or step-off asks for it");
                checks.missing(&RULES, line, what, "Name it in a rule, or take it out");
            }
            NodeSort::Outcome if !named[at] && !above(drafts, at).any(|ix| named[ix.index()]) => {
                let what = format!("nobody can evidence `{id}`: no portfolio of its stage gathers it");
                checks.missing(&by_portfolio, line, what, "Add a portfolio element with outcomes_of, or take it out");
            }
            NodeSort::Status if !conferred.contains(&NodeIx(at as u32)) => {
                let what = format!("the status `{id}` is unreachable: no step-off leads to it");
                checks.missing(&["status"], line, what, "Add a [[step_off]] with that status, or take it out");
            }
            NodeSort::Stage | NodeSort::Element(_) | NodeSort::Group | NodeSort::Outcome => {}
            NodeSort::StepOff | NodeSort::Status | NodeSort::Route => {}
        }
    }
    let is_asked = |at: usize| asked.contains(&KindIx(at as u32));
    let by_rule = [&RULES[..], &["counts_as"]].concat();
    for (at, kind) in kinds.iter().enumerate() {
        if !is_asked(at) && !kind.counts_as.is_some_and(|other| is_asked(other.index())) {
            let what = format!("nobody asks for the kind of experience `{}`", kind.id);
            checks.missing(&by_rule, kind.line, what, "Name it in a rule with `hours` or `period`, or take it out");
        }
    }
}
