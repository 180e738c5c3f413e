//! Whether any way may lead to a node at all: a look ahead that leaves aside whether two choices exclude each other.

use crate::framework::{Attribute, Framework, Leaf, NodeIx, NodeKind, Rule};
use crate::plan::next::act;
use crate::standing::{NEVER, Standing, attempts_count_again, waits_only_for_what_comes_first};

/// For each node before `until`, about how many steps lead to it, what several need counted each time; none where nothing does.
/// `reachable` says it of the first ones already.
pub(super) fn extend(framework: &Framework, standing: &Standing, reachable: &mut Vec<Option<u32>>, until: usize) {
    // What a node needs comes before it, but for the renewals of a status: they are looked at when they are walked into.
    for (ix, node) in framework.nodes().take(until).skip(reachable.len()) {
        if standing.state(ix).counts() {
            reachable.push(Some(0));
            continue;
        }
        let leads = |rule: Option<&Rule>| rule.is_none_or(|it| rule_of(framework, standing, reachable, it));
        let own = match &node.kind {
            NodeKind::Stage(stage) => stage.rules().into_iter().all(leads),
            NodeKind::Status(status) => {
                let ways = framework.needs(ix).iter();
                status.valid_until.is_none_or(|until| standing.on() < until)
                    && ways.clone().any(|way| reachable.get(way.index()).is_none_or(Option::is_some))
            }
            NodeKind::Element(_) | NodeKind::Competency(_) | NodeKind::StepOff { .. } | NodeKind::Route => {
                !is_used_up(framework, standing, ix) && leads(node.rule.as_ref())
            }
        };
        // What is seen before a verification may stand after it.
        let seen = framework.seen_before_verifying(ix);
        let first =
            node.sat_after.iter().chain(&seen).all(|first| reachable.get(first.index()).is_none_or(Option::is_some));
        let is_entered = node.as_stage().is_some() && standing.is_entered(ix);
        let leads_here = own && first && (is_entered || leads(node.requires.as_ref()));
        let rules = node.rules().filter(|rule| !is_entered || node.requires.as_ref().is_none_or(|own| own != *rule));
        let steps = || {
            let act = u32::from(act(framework, ix).is_some());
            let ways = framework.needs(ix).iter().filter(|_| node.as_status().is_some());
            let way = ways.filter_map(|way| *reachable.get(way.index())?).min().unwrap_or(0);
            let first = node.sat_after.iter().chain(&seen).map(|first| steps_of(reachable, *first));
            let rules = rules.map(|rule| steps_of_rule(framework, standing, reachable, rule));
            first.chain(rules).fold(act.saturating_add(way), u32::saturating_add)
        };
        let steps = leads_here.then(steps);
        reachable.push(steps);
    }
}

fn steps_of(reachable: &[Option<u32>], ix: NodeIx) -> u32 {
    reachable.get(ix.index()).copied().flatten().unwrap_or(0)
}

/// About how many steps lead to where a rule holds, to which a way may lead.
pub(super) fn steps_of_rule(framework: &Framework, standing: &Standing, reachable: &[Option<u32>], rule: &Rule) -> u32 {
    let steps = |rule: &Rule| steps_of_rule(framework, standing, reachable, rule);
    match rule {
        Rule::Of { least, parts } => {
            let leads = parts.iter().filter(|part| rule_of(framework, standing, reachable, part));
            let mut each: Vec<u32> = leads.map(steps).collect();
            each.sort_unstable();
            each.iter().take(*least as usize).fold(0, |all, own| all.saturating_add(*own))
        }
        Rule::At { rule, .. } => steps(rule),
        Rule::Not(_) => 0,
        Rule::Leaf(Leaf::Node(ix)) => steps_of(reachable, *ix),
        Rule::Leaf(leaf) => {
            if standing.holds(framework, rule) {
                return 0;
            }
            let held = leaf.kind().map_or(&[][..], |_| leaf.nodes());
            held.iter().fold(1, |all, held| all.saturating_add(steps_of(reachable, *held)))
        }
    }
}

/// Whether all attempts at an assessment are used and none will count again, nor a pass that is there.
pub(super) fn is_used_up(framework: &Framework, standing: &Standing, ix: NodeIx) -> bool {
    attempts_count_again(framework, standing, ix) == Some(NEVER)
        && waits_only_for_what_comes_first(framework, standing, ix).is_none()
}

/// Whether a way may lead to where a rule holds.
pub(super) fn rule_of(framework: &Framework, standing: &Standing, reachable: &[Option<u32>], rule: &Rule) -> bool {
    let node = |ix: &NodeIx| reachable[ix.index()].is_some();
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
