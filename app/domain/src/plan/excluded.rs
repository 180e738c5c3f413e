//! What must not be so when a status is applied for: what leads to it comes after the application.

use super::search::{Task, Tasks};
use super::{Step, What};
use crate::framework::{Framework, NodeIx, Rule, order};

/// Puts what must not be so after the application that asks for that, where the order is free.
pub(super) fn later(
    framework: &Framework,
    way: &Tasks<'_>,
    tasks: &[Task],
    before: &mut [Vec<usize>],
    after: &mut [Vec<usize>],
) {
    for at in (0..before.len()).filter(|at| tasks[*at].what == What::Apply) {
        for ix in asked_not(framework, way, tasks[at].node) {
            for other in (0..before.len()).filter(|other| tasks[*other].node == ix && *other != at) {
                if !before[other].contains(&at) && !order::later(other, after)[at] {
                    before[other].push(at);
                    after[at].push(other);
                }
            }
        }
    }
}

/// Whether a status is applied for in some steps after what must not be so then, and does not end by itself.
pub(super) fn comes_first(framework: &Framework, way: &Tasks<'_>, steps: &[Step]) -> bool {
    steps.iter().enumerate().filter(|(_, step)| step.what == What::Apply).any(|(at, step)| {
        let is_later = |ix: NodeIx| steps[at..].iter().any(|later| later.node == ix);
        let ends = |ix: NodeIx| {
            let node = framework.node(ix);
            node.expires.is_some() || node.as_status().is_some_and(|status| status.expires.is_some())
        };
        let not = asked_not(framework, way, step.node);
        not.into_iter().any(|ix| way.planned[ix.index()] && !is_later(ix) && !ends(ix))
    })
}

/// Whether a rule asks for a node not to be so, and no other part of it for the node but as what is held during work.
pub(super) fn is_asked_not(framework: &Framework, rule: &Rule, ix: NodeIx) -> bool {
    let mut named = Vec::new();
    if framework.forbidden[ix.index()] {
        rule.forbids(&mut named);
    }
    named.contains(&ix) && !is_asked(rule, ix)
}

fn is_asked(rule: &Rule, ix: NodeIx) -> bool {
    match rule {
        Rule::Not(_) => false,
        Rule::Of { .. } | Rule::At { .. } => rule.parts().iter().any(|part| is_asked(part, ix)),
        Rule::Leaf(leaf) => leaf.kind().is_none() && leaf.nodes().contains(&ix),
    }
}

/// The nodes that must not be there for a status, by the step-offs that a way takes.
fn asked_not(framework: &Framework, way: &Tasks<'_>, status: NodeIx) -> Vec<NodeIx> {
    let mut named = Vec::new();
    let taken = framework.needs(status).iter().filter(|off| way.planned[off.index()]);
    taken.filter_map(|off| framework.node(*off).requires.as_ref()).for_each(|rule| rule.forbids(&mut named));
    named
}
