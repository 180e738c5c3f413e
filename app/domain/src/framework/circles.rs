//! Nodes that need each other: which of them nobody could enter, and in what order the others are settled.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::Direction;
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

/// The most nodes that need each other, and needs among them, of which it is tried what each need comes to.
const SMALL: usize = 32;
const FEW: usize = 256;

type Graph = DiGraph<NodeIx, ()>;

/// Whether a node is there once what is found is.
type CanBe<'a> = dyn Fn(usize, &dyn Fn(&NodeIx) -> bool) -> bool + 'a;

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
    let needs = &with_entries(drafts, needs)[..];
    let order: Vec<usize> = order.iter().copied().chain(drafts.len()..needs.len()).collect();
    let known = drafts.iter().map(may_be_entered).chain(drafts.iter().map(|_| false)).collect();
    let can_be_entered = |at: usize, is_found: &dyn Fn(&NodeIx) -> bool| can_be_entered(drafts, needs, at, is_found);
    let can_be_settled = |at: usize, is_found: &dyn Fn(&NodeIx) -> bool| settled_first[at].iter().all(is_found);
    let open = enterable(needs, &order, known, &Needs::new(), &can_be_entered);
    let (mut found, mut out) = (open.clone(), Needs::new());
    for round in 1..=MOST {
        // Of those that are left the last is needed by the others: what they come to once it is entered follows from it.
        let mut left = rings(drafts, needs, (&found, &out), &can_be_entered);
        let told = left.split_off(if round < MOST { left.len().saturating_sub(1) } else { 0 });
        if told.is_empty() {
            break;
        }
        for ring in told {
            let what = format!("a circle that nobody could enter: {}", ring.names);
            checks.circle(ring.line, what, "Take one of these needs out");
            ring.open(&mut out, &mut found);
        }
        found = enterable(needs, &order, found, &out, &can_be_entered);
    }
    let (mut told, mut out): (Vec<bool>, _) = (open.into_iter().map(|open| !open).collect(), Needs::new());
    for _ in 1..=MOST {
        let left = rings(drafts, settled_first, (&told, &out), &can_be_settled);
        if left.is_empty() {
            break;
        }
        for ring in left {
            let what = format!("a circle in which nothing can be settled before the rest: {}", ring.names);
            checks.circle(ring.line, what, "Take one of these needs out, though there is another way into it");
            ring.open(&mut out, &mut told);
        }
    }
}

/// What each node needs; and after them for each stage what has to be there to enter it, which what belongs to it needs.
fn with_entries(drafts: &[Draft], needs: &[Vec<NodeIx>]) -> Vec<Vec<NodeIx>> {
    let mut all = [needs, &vec![Vec::new(); drafts.len()]].concat();
    for (at, Draft { sort, node, .. }) in drafts.iter().enumerate() {
        if *sort == NodeSort::Stage {
            node.requires.iter().for_each(|rule| rule.nodes(&mut all[drafts.len() + at]));
        }
        let stage = node.stage.filter(|_| matches!(sort, NodeSort::Element(_) | NodeSort::Outcome));
        all[at].extend(stage.map(|stage| NodeIx((drafts.len() + stage.index()) as u32)));
    }
    all
}

/// What nodes need, each with what it needs.
type Needs = BTreeSet<(usize, usize)>;

/// For each node, whether somebody could come to it: the least that follows from what needs nothing, and from what is `found`
/// already, without the needs that are taken `out`. In the order in which the nodes are settled, so that each is asked once
/// where no circle is.
fn enterable(
    needs: &[Vec<NodeIx>],
    order: &[usize],
    mut found: Vec<bool>,
    out: &Needs,
    can_be: &CanBe<'_>,
) -> Vec<bool> {
    let unlocks = super::order::after(needs);
    let mut places = vec![0; needs.len()];
    order.iter().enumerate().for_each(|(place, at)| places[*at] = place);
    let mut left: BTreeSet<usize> = (0..needs.len()).collect();
    while let Some(at) = left.pop_first().map(|place| order[place]) {
        let is_found = |ix: &NodeIx| found[ix.index()] || out.contains(&(at, ix.index()));
        if !found[at] && can_be(at, &is_found) {
            found[at] = true;
            left.extend(unlocks[at].iter().map(|later| places[*later]));
        }
    }
    found
}

fn can_be_entered(drafts: &[Draft], needs: &[Vec<NodeIx>], at: usize, is_found: &dyn Fn(&NodeIx) -> bool) -> bool {
    let (draft, node) = (&drafts[at % drafts.len()], &drafts[at % drafts.len()].node);
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
    let entry = needs[at].iter().filter(|ix| ix.index() >= drafts.len());
    let own = match &node.kind {
        _ if at >= drafts.len() => true,
        // What a competency gathers names it, or is beneath it.
        NodeKind::Competency(_) => {
            let beneath = if draft.sort == NodeSort::Group { &needs[at][..] } else { &[] };
            beneath.is_empty() || beneath.iter().any(is_found)
        }
        NodeKind::Status(_) => needs[at].is_empty() || needs[at].iter().any(is_found),
        NodeKind::Stage(stage) => stage.rules().into_iter().flatten().all(holds),
        NodeKind::Element(_) | NodeKind::StepOff { .. } | NodeKind::Route => node.rule.iter().all(holds),
    };
    own && entry.chain(&node.sat_after).all(is_found) && node.requires.iter().all(holds)
}

/// Nodes that need each other in a circle.
struct Ring {
    /// The line where it begins.
    line: usize,
    names: String,
    /// All that need each other, of which the ring is a part.
    knot: Vec<usize>,
    /// The need without which the fewest of them are still not there, as it is written once; nothing where they are too many to
    /// try.
    slip: Needs,
}

impl Ring {
    /// Goes on as if the slip were mended: with what else is a circle, or with none of all that need each other.
    fn open(self, out: &mut Needs, told: &mut [bool]) {
        if self.slip.is_empty() {
            self.knot.into_iter().for_each(|at| told[at] = true);
        }
        out.extend(self.slip);
    }
}

/// One ring of each knot of nodes that are not `told`, those that are needed by others after them.
fn rings(drafts: &[Draft], needs: &[Vec<NodeIx>], (told, out): (&[bool], &Needs), can_be: &CanBe<'_>) -> Vec<Ring> {
    let own = |(at, own): (usize, &Vec<NodeIx>)| {
        let is_left = |ix: &NodeIx| !told[at] && !told[ix.index()] && !out.contains(&(at, ix.index()));
        own.iter().copied().filter(is_left).collect()
    };
    let graph = graph_of(&needs.iter().enumerate().map(own).collect::<Vec<_>>());
    // Kosaraju's search keeps its own stack, so that no file is too deep for it.
    let knots = kosaraju_scc(&graph).into_iter();
    let knots = knots.filter(|knot| knot.len() > 1 || knot.iter().any(|at| graph.contains_edge(*at, *at)));
    knots.map(|knot| ring(drafts, &graph, (knot, out), can_be)).collect()
}

fn ring(drafts: &[Draft], graph: &Graph, (knot, out): (Vec<NodeIndex>, &Needs), can_be: &CanBe<'_>) -> Ring {
    let knot: BTreeSet<usize> = knot.into_iter().map(NodeIndex::index).collect();
    let of = |at: usize| {
        let needs = graph.neighbors_directed(NodeIndex::new(at), Direction::Incoming).map(NodeIndex::index);
        needs.filter(|need| knot.contains(need)).collect::<BTreeSet<_>>()
    };
    let needs: BTreeMap<usize, BTreeSet<usize>> = knot.iter().map(|at| (*at, of(*at))).collect();
    let mut all = needs.iter().flat_map(|(at, needs)| needs.iter().map(|need| (*at, *need)));
    let slip = if knot.len() <= SMALL && all.clone().nth(FEW).is_none() {
        all.clone().min_by_key(|need| stuck(&needs, &(out | &written(drafts, *need)), can_be))
    } else {
        None
    };
    let mut walk = slip.or(all.next()).map_or_else(Vec::new, |need| way_round(&needs, need));
    let draft = |at: usize| &drafts[at % drafts.len()].node;
    let name = |at: &usize| {
        let entry = if *at < drafts.len() { "" } else { " to be entered, which" };
        format!("`{}`{entry}", draft(*at).id)
    };
    if walk.first().is_some_and(|at| *at >= drafts.len()) {
        walk.rotate_left(1);
    }
    let mut names: Vec<String> = walk.iter().take(SHOWN).map(name).collect();
    if walk.len() > SHOWN {
        names.push(format!("{} more, the last of which", walk.len() - SHOWN));
    }
    names.extend(names.first().cloned());
    Ring {
        // Where a stage can't be entered, there.
        line: walk.iter().map(|at| (*at < drafts.len(), draft(*at).line)).min().map_or(1, |(_, line)| line),
        names: names.join(" needs "),
        slip: slip.map(|need| written(drafts, need)).unwrap_or_default(),
        knot: knot.into_iter().collect(),
    }
}

/// A need as it is written: what a stage requires, the stage and its entry need.
fn written(drafts: &[Draft], (at, need): (usize, usize)) -> Needs {
    let len = drafts.len();
    let other = if at < len { at + len } else { at - len };
    let is_stage = drafts[at % len].sort == NodeSort::Stage;
    [(at, need)].into_iter().chain(is_stage.then_some((other, need))).collect()
}

/// How many of some nodes are not there without the needs that are taken `out`, where all others are.
fn stuck(needs: &BTreeMap<usize, BTreeSet<usize>>, out: &Needs, can_be: &CanBe<'_>) -> usize {
    let mut left: BTreeSet<usize> = needs.keys().copied().collect();
    loop {
        let is_found = |at: usize, ix: &NodeIx| !left.contains(&ix.index()) || out.contains(&(at, ix.index()));
        let stuck: BTreeSet<usize> = left.iter().copied().filter(|at| !can_be(*at, &|ix| is_found(*at, ix))).collect();
        if stuck.len() == left.len() {
            return stuck.len();
        }
        left = stuck;
    }
}

/// The shortest way from what is needed through its own needs to what needs it.
fn way_round(needs: &BTreeMap<usize, BTreeSet<usize>>, (at, need): (usize, usize)) -> Vec<usize> {
    let mut from = BTreeMap::from([(need, need)]);
    let mut left = VecDeque::from([need]);
    while let Some(here) = left.pop_front().filter(|here| *here != at) {
        for next in &needs[&here] {
            from.entry(*next).or_insert_with(|| {
                left.push_back(*next);
                here
            });
        }
    }
    let before = |here: &usize| from.get(here).copied().filter(|_| *here != need);
    let mut way: Vec<usize> = std::iter::successors(Some(at), before).collect();
    way.reverse();
    way
}
