//! Joins the nodes into a graph, orders them, and builds the framework.

use std::collections::BTreeSet;

use petgraph::graph::{DiGraph, NodeIndex};

use super::checks;
use super::circles;
use super::gaps::Checks;
use super::graph::Head;
use super::names::NodeSort;
use super::order::{after, in_order};
use super::parse_node::Draft;
use super::prior::{self, Learned};
use super::reach::reachable;
use super::reader::Reader;
use super::{ElementKind, ExperienceKind, Framework, KeyRule, KindIx, Leaf, Node, NodeIx, NodeKind, Rule, Specialism};

/// What a framework has besides its nodes.
pub(super) struct Others {
    pub kinds: Vec<ExperienceKind>,
    pub specialisms: Vec<Specialism>,
    pub learned: Learned,
}

pub(super) fn link(reader: &mut Reader<'_>, head: Head, mut drafts: Vec<Draft>, others: Others) -> Framework {
    let Others { kinds, mut specialisms, mut learned } = others;
    let checks = &mut Checks::of(reader);
    report_deep(checks, &drafts);
    gather_outcomes(checks, &mut drafts);
    checks::note_verifications(&mut drafts);
    let needs = needs(&drafts);
    let settled_first = circles::settled_first(&drafts, &needs);
    let mut order = in_order(&needs, &after(&needs), |at| at);
    if order.len() < drafts.len() {
        order = in_order(&settled_first, &after(&settled_first), |at| at);
    }
    // A framework with any other circle is refused; what stands in it comes last.
    let mut is_left = vec![true; drafts.len()];
    order.iter().for_each(|at| is_left[*at] = false);
    order.extend((0..drafts.len()).filter(|at| is_left[*at]));
    checks::each(checks, &drafts, &kinds);
    circles::report(checks, &drafts, &needs, (&settled_first, &order));
    reachable(checks, &drafts, &kinds);
    prior::check(checks, &learned);
    let mut new_of = vec![NodeIx(0); drafts.len()];
    for (new, old) in order.iter().enumerate() {
        new_of[*old] = NodeIx(new as u32);
    }
    let file_order = new_of.clone();
    let mut nodes: Vec<(NodeIx, Node)> = drafts.into_iter().zip(&new_of).map(|(d, ix)| (*ix, d.node)).collect();
    nodes.sort_by_key(|(ix, _)| *ix);
    let mut nodes: Vec<Node> = nodes.into_iter().map(|(_, node)| node).collect();
    let rename = |ix: &mut NodeIx| *ix = new_of[ix.index()];
    nodes.iter_mut().for_each(|node| rename_node(node, &rename));
    specialisms.iter_mut().flat_map(|specialism| &mut specialism.pairs).for_each(rename);
    learned.exempts.iter_mut().flat_map(|one| &mut one.elements).for_each(rename);
    let needs: Vec<Vec<NodeIx>> =
        order.iter().map(|old| needs[*old].iter().map(|need| new_of[need.index()]).collect()).collect();
    let mut unlocks = vec![Vec::new(); nodes.len()];
    let mut children = vec![Vec::new(); nodes.len()];
    let mut sets: Vec<Vec<NodeIx>> = Vec::new();
    for ix in &file_order {
        let node = &nodes[ix.index()];
        needs[ix.index()].iter().for_each(|need| unlocks[need.index()].push(*ix));
        // A competency lies beneath another, an element in its stage.
        let stage = node.stage.filter(|_| matches!(node.kind, NodeKind::Element(_)));
        if let Some(above) = node.parent.or(stage) {
            children[above.index()].push(*ix);
        }
        if let Some(set) = node.expires.and_then(|expiry| expiry.whole_set) {
            sets.resize_with(sets.len().max(set as usize + 1), Vec::new);
            sets[set as usize].push(*ix);
        }
    }
    sets.iter_mut().for_each(|set| set.sort_unstable());
    let those = |fits: fn(&Node) -> bool| -> Vec<NodeIx> {
        file_order.iter().copied().filter(|ix| fits(&nodes[ix.index()])).collect()
    };
    let stages = those(|node| node.as_stage().is_some());
    let step_offs = those(|node| node.step_off_to().is_some());
    let by_id = nodes.iter().zip(0..).map(|(node, at)| (node.id.clone(), NodeIx(at))).collect();
    let mut counting_as = vec![Vec::new(); kinds.len()];
    for (at, kind) in kinds.iter().enumerate() {
        if let Some(wanted) = kind.counts_as {
            counting_as[wanted.index()].push(KindIx(at as u32));
        }
    }
    let mut framework = Framework {
        head,
        nodes,
        by_id,
        file_order,
        specialisms,
        kinds,
        priors: learned.priors,
        exempts: learned.exempts,
        counting_as,
        sets,
        unlocks,
        children,
        stages,
        step_offs,
        graph: graph_of(&needs),
        has_circles: false,
        needs,
        has_limits: false,
        holds_for_hours: false,
        asks_now: false,
        forbidden: Vec::new(),
        entered_late: Vec::new(),
    };
    let is_limited = |leaf: &Leaf| leaf.grows_too_old() || leaf.max_organisations().is_some();
    framework.has_limits = framework.nodes.iter().flat_map(Node::rules).any(|rule| rule.any_leaf(is_limited));
    let asks_for =
        |is: &dyn Fn(&Leaf) -> bool| framework.nodes.iter().flat_map(Node::rules).any(|rule| rule.any_leaf(is));
    framework.holds_for_hours = asks_for(&|leaf| matches!(leaf, Leaf::Minutes(own) if own.while_holding.is_some()))
        && !asks_for(&|leaf| matches!(leaf, Leaf::Elapsed(_)));
    framework.asks_now = framework.nodes.iter().flat_map(Node::rules).any(Rule::asks_now);
    framework.has_circles = has_circles(&framework);
    framework.forbidden = forbidden(&framework);
    framework.entered_late = entered_late(&framework);
    framework
}

/// Whether nodes need each other, where what belongs to a stage needs what the stage requires, and a verification what is seen
/// before it.
fn has_circles(framework: &Framework) -> bool {
    let len = framework.len();
    let at = |nodes: &[NodeIx]| nodes.iter().map(|ix| ix.index()).collect::<Vec<usize>>();
    let mut before: Vec<Vec<usize>> = framework.needs.iter().map(|own| at(own)).collect();
    // For each stage two more: its entry, and what is seen in it.
    before.resize(len + 2 * framework.stages.len(), Vec::new());
    let mut places = vec![None; len];
    for (place, stage) in framework.stages.iter().enumerate() {
        let mut requires = Vec::new();
        framework.node(*stage).requires.iter().for_each(|rule| rule.nodes(&mut requires));
        before[len + 2 * place] = at(&requires);
        places[stage.index()] = Some(len + 2 * place);
    }
    for (ix, node) in framework.nodes() {
        let Some(entry) = node.stage.and_then(|stage| places[stage.index()]) else { continue };
        before[ix.index()].push(entry);
        if node.kind == NodeKind::Element(ElementKind::Verification) && node.requires.is_none() {
            before[ix.index()].push(entry + 1);
            if before[entry + 1].is_empty() {
                before[entry + 1] = at(&framework.seen_before_verifying(ix));
            }
        }
    }
    in_order(&before, &after(&before), |at| at).len() < before.len()
}

/// For each node, whether a rule asks for it not to be so.
fn forbidden(framework: &Framework) -> Vec<bool> {
    let mut named = Vec::new();
    framework.nodes.iter().flat_map(Node::rules).for_each(|rule| rule.forbids(&mut named));
    let mut forbidden = vec![false; framework.len()];
    named.into_iter().for_each(|ix| forbidden[ix.index()] = true);
    forbidden
}

/// The stages that require something which may lapse before it is confirmed.
fn entered_late(framework: &Framework) -> Vec<NodeIx> {
    let lapses = |rule: &Rule| rule.any_leaf(Leaf::grows_too_old);
    let lapsing = framework
        .nodes()
        .filter(|(_, node)| node.kind.has_results() && node.expires.is_some() || node.rules().any(lapses));
    let above = framework.beneath(lapsing.map(|(ix, _)| ix).collect(), |ix, left| left.extend(framework.unlocks(ix)));
    let late = framework.stages.iter().copied().filter(|ix| {
        let requires = framework.node(*ix).requires.as_ref();
        let mut named = Vec::new();
        requires.iter().for_each(|rule| rule.nodes(&mut named));
        requires.is_some_and(lapses) || named.iter().any(|ix| above[ix.index()])
    });
    late.collect()
}

/// How many competencies may lie in each other, the outcome included.
const DEEPEST: usize = 24;

/// The competencies above one, at most as many as may lie in each other: a ring of parents is reported as a circle.
pub(super) fn above(drafts: &[Draft], at: usize) -> impl Iterator<Item = NodeIx> {
    std::iter::successors(drafts[at].node.parent, |ix| drafts[ix.index()].node.parent).take(DEEPEST)
}

/// Reports the first competency of each branch that lies too deep.
fn report_deep(checks: &mut Checks<'_, '_>, drafts: &[Draft]) {
    for (at, draft) in drafts.iter().enumerate() {
        let beyond = above(drafts, at).nth(DEEPEST - 1);
        if beyond.is_some_and(|ix| drafts[ix.index()].node.parent.is_none()) {
            let what = format!("`{}` lies beneath {DEEPEST} competencies", draft.node.id);
            let fix = format!("Nest at most {DEEPEST}, the outcome included");
            checks.own("parent", draft.node.line, what, fix);
        }
    }
}

/// The keys that say what is an outcome, and of what.
pub(super) const OUTCOMES: [&str; 4] = ["parent", "stage", "examples", "outcomes_of"];

/// Gives competencies and portfolios the outcomes beneath them.
fn gather_outcomes(checks: &mut Checks<'_, '_>, drafts: &mut [Draft]) {
    let mut beneath: Vec<Vec<NodeIx>> = vec![Vec::new(); drafts.len()];
    for at in 0..drafts.len() {
        if drafts[at].sort != NodeSort::Outcome {
            continue;
        }
        beneath[at].push(NodeIx(at as u32));
        for ix in above(drafts, at) {
            beneath[ix.index()].push(NodeIx(at as u32));
        }
    }
    for at in 0..drafts.len() {
        let draft = &mut drafts[at];
        if draft.sort == NodeSort::Group {
            if beneath[at].is_empty() {
                let what = format!("nobody can evidence `{}`: there is no outcome beneath it", draft.node.id);
                let fix = "Add an outcome with parent, stage and examples";
                checks.missing(&OUTCOMES, draft.node.line, what, fix);
            }
            draft.node.rule = Some(all_of(&beneath[at]));
        }
        if draft.outcomes_of.is_empty() {
            continue;
        }
        let (stage, line, id) = (draft.node.stage, draft.node.line, draft.node.id.clone());
        let tops = draft.outcomes_of.iter();
        let mut outcomes: Vec<NodeIx> = tops.flat_map(|top| beneath[top.index()].iter().copied()).collect();
        outcomes.sort_unstable();
        outcomes.dedup();
        outcomes.retain(|ix| stage.is_none() || drafts[ix.index()].node.stage == stage);
        if outcomes.is_empty() {
            let fix = "Give outcomes of the portfolio's own stage to those competencies";
            let what = format!("the portfolio `{id}` has no outcome to evidence");
            if checks.has_all(&OUTCOMES) {
                checks.own("outcomes_of", line, what, fix);
            }
        }
        drafts[at].node.rule = Some(all_of(&outcomes));
    }
}

fn all_of(outcomes: &[NodeIx]) -> Rule {
    Rule::all(outcomes.iter().map(|ix| Rule::node(*ix)).collect())
}

fn needs(drafts: &[Draft]) -> Vec<Vec<NodeIx>> {
    let mut needs: Vec<Vec<NodeIx>> = vec![Vec::new(); drafts.len()];
    for (at, draft) in drafts.iter().enumerate() {
        let node = &draft.node;
        let own = &mut needs[at];
        node.requires.iter().for_each(|rule| rule.nodes(own));
        own.extend(&node.sat_after);
        // What a competency gathers names it, or is beneath it.
        if !matches!(draft.sort, NodeSort::Group | NodeSort::Outcome) {
            node.rule.iter().for_each(|rule| rule.nodes(own));
        }
        let keys = node.as_stage().into_iter().flat_map(|stage| stage.rules());
        keys.flatten().for_each(|rule| rule.nodes(own));
        if let NodeKind::StepOff { status } = &node.kind
            && drafts[status.index()].sort == NodeSort::Status
        {
            needs[status.index()].push(NodeIx(at as u32));
        }
        if let Some(parent) = node.parent {
            needs[parent.index()].push(NodeIx(at as u32));
        }
    }
    for own in &mut needs {
        let mut seen = BTreeSet::new();
        own.retain(|ix| seen.insert(*ix));
    }
    needs
}

pub(super) fn graph_of(needs: &[Vec<NodeIx>]) -> DiGraph<NodeIx, ()> {
    let mut graph = DiGraph::with_capacity(needs.len(), needs.iter().map(Vec::len).sum());
    let at: Vec<NodeIndex> = (0..needs.len()).map(|ix| graph.add_node(NodeIx(ix as u32))).collect();
    for (ix, own) in needs.iter().enumerate() {
        for need in own {
            graph.add_edge(at[need.index()], at[ix], ());
        }
    }
    graph
}

fn rename_node(node: &mut Node, rename: &impl Fn(&mut NodeIx)) {
    node.stage.iter_mut().for_each(rename);
    node.parent.iter_mut().for_each(rename);
    node.sat_after.iter_mut().for_each(rename);
    node.requires.iter_mut().for_each(|rule| rule.rename(rename));
    node.rule.iter_mut().for_each(|rule| rule.rename(rename));
    if let NodeKind::StepOff { status } = &mut node.kind {
        rename(status);
    }
    if let NodeKind::Stage(stage) = &mut node.kind {
        for key in [&mut stage.results, &mut stage.employer] {
            if let KeyRule::Needs(rule) = key {
                rule.rename(rename);
            }
        }
        stage.verifications.iter_mut().for_each(rename);
    }
}

/// The verification elements that a rule names.
pub(super) fn verifications(drafts: &[Draft], rule: &Rule) -> Vec<NodeIx> {
    let mut named = Vec::new();
    rule.nodes(&mut named);
    named.retain(|ix| drafts[ix.index()].sort == NodeSort::Element(ElementKind::Verification));
    named
}
