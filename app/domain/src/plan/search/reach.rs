//! Whether any way may lead to a node at all: a look ahead that leaves aside whether two choices exclude each other.

use crate::framework::{Attribute, Framework, Leaf, NodeIx, NodeKind, Rule};
use crate::standing::{NEVER, Standing, attempts_count_again, waits_only_for_what_comes_first};

/// For each node before `until`, whether a way may lead to it. `reachable` says it of the first ones already.
pub(super) fn extend(framework: &Framework, standing: &Standing, reachable: &mut Vec<bool>, until: usize) {
    // What a node needs comes before it, but for the renewals of a status: they are looked at when they are walked into.
    for (ix, node) in framework.nodes().take(until).skip(reachable.len()) {
        if standing.state(ix).counts() {
            reachable.push(true);
            continue;
        }
        let leads = |rule: Option<&Rule>| rule.is_none_or(|it| rule_of(framework, standing, reachable, it));
        let own = match &node.kind {
            NodeKind::Stage(stage) => stage.rules().into_iter().all(leads),
            NodeKind::Status(status) => {
                let ways = framework.needs(ix).iter();
                status.valid_until.is_none_or(|until| standing.on() < until)
                    && ways.clone().any(|way| reachable.get(way.index()).is_none_or(|leads| *leads))
            }
            NodeKind::Element(_) | NodeKind::Competency(_) | NodeKind::StepOff { .. } | NodeKind::Route => {
                !is_used_up(framework, standing, ix) && leads(node.rule.as_ref())
            }
        };
        // What is seen before a verification may stand after it.
        let seen = framework.seen_before_verifying(ix);
        let first = node.sat_after.iter().chain(&seen).all(|first| reachable.get(first.index()).is_none_or(|it| *it));
        let is_entered = node.as_stage().is_some() && standing.is_entered(ix);
        let leads_here = own && first && (is_entered || leads(node.requires.as_ref()));
        reachable.push(leads_here);
    }
}

/// Whether all attempts at an assessment are used and none will count again, nor a pass that is there.
pub(super) fn is_used_up(framework: &Framework, standing: &Standing, ix: NodeIx) -> bool {
    attempts_count_again(framework, standing, ix) == Some(NEVER)
        && waits_only_for_what_comes_first(framework, standing, ix).is_none()
}

/// Whether a way may lead to where a rule holds.
pub(super) fn rule_of(framework: &Framework, standing: &Standing, reachable: &[bool], rule: &Rule) -> bool {
    let node = |ix: &NodeIx| reachable[ix.index()];
    let leaf = |rule: &Rule, leaf: &Leaf| match leaf {
        Leaf::Node(ix) => node(ix),
        Leaf::Person(Attribute::Specialism(wanted)) => standing.specialism().is_none_or(|chosen| chosen == *wanted),
        Leaf::Claims(_) => true,
        Leaf::Minutes(_) | Leaf::Elapsed(_) => leaf.nodes().iter().all(node),
        Leaf::Credits(least, of) => framework.credits(of.iter().filter(|ix| node(ix))) >= *least,
        Leaf::Person(_) | Leaf::Exempt(_) | Leaf::Unpublished(_) => standing.holds(framework, rule),
    };
    // What has not to be so is so already, or ends on a day.
    rule.holds_where(&leaf, &|part| standing.holds_until(framework, part).is_none_or(|until| until != NEVER))
}
