//! Whether any way may lead to a node at all: a look ahead that leaves aside whether two choices exclude each other.

use crate::framework::{ElementKind, Framework, NodeIx, NodeKind, Rule};
use crate::standing::{Facts, Standing, State};

/// For each node, whether a way may lead to it.
pub(super) fn nodes(framework: &Framework, facts: &Facts, standing: &Standing) -> Vec<bool> {
    let mut reachable: Vec<bool> = Vec::with_capacity(framework.len());
    // What a node needs comes before it.
    for (ix, node) in framework.nodes() {
        let leads = |rule: Option<&Rule>| rule.is_none_or(|it| rule_of(framework, facts, standing, &reachable, it));
        let own = match &node.kind {
            NodeKind::Stage(stage) => leads(stage.results.rule()) && leads(stage.employer.rule()),
            NodeKind::Status(status) => {
                let ways = framework.needs(ix).iter();
                status.valid_until.is_none_or(|until| standing.on() < until)
                    && ways.clone().any(|way| reachable[way.index()])
            }
            _ => !is_used_up(framework, standing, ix) && leads(node.rule.as_ref()),
        };
        let first = node.sat_after.iter().all(|first| reachable[first.index()]);
        let leads_here = own && first && leads(node.requires.as_ref());
        reachable.push(standing.state(ix).counts() || leads_here);
    }
    reachable
}

/// Whether all attempts at an assessment are used and none will count again.
pub(super) fn is_used_up(framework: &Framework, standing: &Standing, ix: NodeIx) -> bool {
    let node = framework.node(ix);
    matches!(
        node.kind,
        NodeKind::Element(ElementKind::Assessment | ElementKind::Course)
    ) && node.attempts.is_some()
        && standing.state(ix) == State::Blocked
        && standing.is_open(ix)
        && standing.until(ix).is_none()
        && node.stage.is_none_or(|stage| standing.is_open(stage))
}

/// Whether a way may lead to where a rule holds.
pub(super) fn rule_of(
    framework: &Framework,
    facts: &Facts,
    standing: &Standing,
    reachable: &[bool],
    rule: &Rule,
) -> bool {
    let leads = |part: &Rule| rule_of(framework, facts, standing, reachable, part);
    let node = |ix: &NodeIx| reachable[ix.index()];
    let joined = facts.file().joined_on;
    match rule {
        Rule::All(parts) => parts.iter().all(leads),
        Rule::Any(parts) => parts.iter().any(leads),
        Rule::AtLeast { n, of } => of.iter().filter(|part| leads(part)).count() >= *n as usize,
        Rule::Node(ix) | Rule::Holds(ix) => node(ix),
        Rule::Outcomes(nodes) => nodes.iter().all(node),
        Rule::Exempt(nodes) => nodes.iter().all(|ix| standing.state(*ix) == State::Exempt),
        Rule::Examples(_) => true,
        Rule::Hours(hours) => hours.while_holding.iter().all(node),
        Rule::Period(period) => period.while_holding.iter().all(node),
        Rule::Credits { n, of } => {
            let credits = of.iter().filter(|ix| node(ix)).map(|ix| framework.node(*ix).credits);
            credits.fold(0, u32::saturating_add) >= *n
        }
        Rule::Matches(wanted) => facts.specialism().is_none_or(|chosen| chosen == *wanted),
        Rule::JoinedBefore(day) => joined.is_some_and(|joined| joined < *day),
        Rule::JoinedFrom(day) => joined.is_some_and(|joined| joined >= *day),
        Rule::Unpublished(_) => false,
    }
}
