//! Nodes that need each other: which of them nobody could enter, and in what order the others are settled.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::gaps::Checks;
use super::link::graph_of;
use super::names::NodeSort;
use super::parse_node::Draft;
use super::{Leaf, NodeIx, NodeKind, Rule};

/// How many nodes of a circle are named.
const SHOWN: usize = 12;

/// How many circles are looked for of which one may follow from another.
const MOST: usize = 20;

/// What has to be settled before each node. A status is there by its awards, so that it comes before what needs it, though
/// that may lead to its renewal.
pub(super) fn settled_first(drafts: &[Draft], needs: &[Vec<NodeIx>]) -> Vec<Vec<NodeIx>> {
    let of = |(draft, needs): (&Draft, &Vec<NodeIx>)| {
        if draft.sort == NodeSort::Status { Vec::new() } else { needs.clone() }
    };
    drafts.iter().zip(needs).map(of).collect()
}

/// Reports the circles that nobody could enter, and those in which nothing can be settled before the rest.
pub(super) fn report(
    checks: &mut Checks<'_, '_>,
    drafts: &[Draft],
    needs: &[Vec<NodeIx>],
    (settled_first, order): (&[Vec<NodeIx>], &[usize]),
) {
    // What could not be read asks for less, and makes no circle; but it may be another way in.
    let may_be_entered = |draft: &Draft| match draft.sort {
        NodeSort::Status => !checks.has_all(&["status"]),
        NodeSort::Group => !checks.has_all(&["parent"]),
        NodeSort::Stage | NodeSort::Element(_) | NodeSort::Outcome | NodeSort::StepOff | NodeSort::Route => {
            draft.rules().any(|(_, rule)| rule.any_leaf(|leaf| matches!(leaf, Leaf::Credits(..))))
                && !checks.has_read(&["credits"])
        }
    };
    let known = drafts.iter().map(may_be_entered).collect();
    let among = |needs: &[Vec<NodeIx>], enterable: &[bool], wanted: bool| -> DiGraph<NodeIx, ()> {
        let is_wanted = |ix: &NodeIx| enterable[ix.index()] == wanted;
        let own = |(at, own): (usize, &Vec<NodeIx>)| {
            let own = own.iter().copied().filter(|ix| enterable[at] == wanted && is_wanted(ix));
            own.collect()
        };
        graph_of(&needs.iter().enumerate().map(own).collect::<Vec<_>>())
    };
    let open = enterable(drafts, needs, order, known);
    let mut found = open.clone();
    for round in 1..=MOST {
        // Of those that are left the last is needed by the others: what they come to once it is entered follows from it.
        let mut left = rings(drafts, &among(needs, &found, false));
        let told = left.split_off(if round < MOST { left.len().saturating_sub(1) } else { 0 });
        if told.is_empty() {
            break;
        }
        for Ring { line, names, knot } in told {
            let what = format!("a circle that nobody could enter: {names}");
            checks.whole(&[], line, what, "Take one of these needs out");
            knot.into_iter().for_each(|at| found[at] = true);
        }
        found = enterable(drafts, needs, order, found);
    }
    for Ring { line, names, .. } in rings(drafts, &among(settled_first, &open, true)) {
        let what = format!("a circle in which nothing can be settled before the rest: {names}");
        checks.whole(&[], line, what, "Take one of these needs out, though there is another way into it");
    }
}

/// For each node, whether somebody could come to it: the least that follows from what needs nothing, and from what is `found`
/// already. In the order in which the nodes are settled, so that each is asked once where no circle is.
fn enterable(drafts: &[Draft], needs: &[Vec<NodeIx>], order: &[usize], mut found: Vec<bool>) -> Vec<bool> {
    let unlocks = super::order::after(needs);
    let mut places = vec![0; drafts.len()];
    order.iter().enumerate().for_each(|(place, at)| places[*at] = place);
    let mut left: BTreeSet<usize> = (0..drafts.len()).collect();
    while let Some(at) = left.pop_first().map(|place| order[place]) {
        if !found[at] && can_be_entered(drafts, needs, at, &found) {
            found[at] = true;
            left.extend(unlocks[at].iter().map(|later| places[*later]));
        }
    }
    found
}

fn can_be_entered(drafts: &[Draft], needs: &[Vec<NodeIx>], at: usize, found: &[bool]) -> bool {
    let (draft, node) = (&drafts[at], &drafts[at].node);
    let is_found = |ix: &NodeIx| found[ix.index()];
    let leaf = |_: &Rule, leaf: &Leaf| match leaf {
        Leaf::Credits(least, of) => {
            let credits = of.iter().filter(|ix| is_found(ix)).map(|ix| i64::from(drafts[ix.index()].node.credits));
            credits.sum::<i64>() >= *least
        }
        // The body may exempt from anything.
        Leaf::Exempt(_) | Leaf::Person(_) | Leaf::Unpublished(_) => true,
        Leaf::Node(_) | Leaf::Claims(_) | Leaf::Minutes(_) | Leaf::Elapsed(_) => leaf.nodes().iter().all(is_found),
    };
    let holds = |rule: &Rule| rule.holds_where(&leaf, &|_| true);
    let own = match &node.kind {
        // What a competency gathers names it, or is beneath it.
        NodeKind::Competency(_) => {
            let beneath = if draft.sort == NodeSort::Group { &needs[at][..] } else { &[] };
            beneath.is_empty() || beneath.iter().any(is_found)
        }
        NodeKind::Status(_) => needs[at].is_empty() || needs[at].iter().any(is_found),
        NodeKind::Stage(stage) => stage.rules().into_iter().flatten().all(holds),
        NodeKind::Element(_) | NodeKind::StepOff { .. } | NodeKind::Route => node.rule.iter().all(holds),
    };
    own && node.sat_after.iter().all(is_found) && node.requires.iter().all(holds)
}

/// Nodes that need each other.
struct Ring {
    /// The line where it begins.
    line: usize,
    names: String,
    /// All that need each other, of which the ring is a part.
    knot: Vec<usize>,
}

/// One ring of each knot, those that are needed by others after them.
fn rings(drafts: &[Draft], graph: &DiGraph<NodeIx, ()>) -> Vec<Ring> {
    let mut rings = Vec::new();
    // Kosaraju's search keeps its own stack, so that no file is too deep for it.
    for knot in kosaraju_scc(graph) {
        let Some(start) = knot.iter().min().copied() else {
            continue;
        };
        if knot.len() == 1 && !graph.contains_edge(start, start) {
            continue;
        }
        // Walk inside the knot from its first node until a node comes round again.
        let inside: BTreeSet<NodeIndex> = knot.iter().copied().collect();
        let (mut walk, mut places) = (vec![start], BTreeMap::from([(start, 0)]));
        let ring = loop {
            let here = walk[walk.len() - 1];
            let Some(next) = graph.neighbors(here).filter(|next| inside.contains(next)).min() else {
                break walk;
            };
            if let Some(at) = places.get(&next) {
                break walk.split_off(*at);
            }
            places.insert(next, walk.len());
            walk.push(next);
        };
        let id = |ix: &NodeIndex| format!("`{}`", drafts[ix.index()].node.id);
        let mut names: Vec<String> = ring.iter().rev().take(SHOWN).map(id).collect();
        if ring.len() > SHOWN {
            names.push(format!("{} more, the last of which", ring.len() - SHOWN));
        }
        names.extend(names.first().cloned());
        let line = ring.iter().map(|ix| drafts[ix.index()].node.line).min().unwrap_or(1);
        let knot = knot.iter().map(|at| at.index()).collect();
        rings.push(Ring { line, names: names.join(" needs "), knot });
    }
    rings
}
