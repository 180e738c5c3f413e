//! What could be taken in the place of a step: where a rule asks for some of many, the plan takes those that come first.

use super::lapses::{Walked, lasts};
use super::search::{Chosen, Goal, Task};
use super::{Step, What};
use crate::framework::{ElementKind, Framework, Leaf, NodeIx, NodeKind, Rule};
use crate::standing::attempts_count_again;

/// Of how few parts a choice has to be: who chooses among more is not told of each what would do in its place.
const MOST_PARTS: usize = 100;

/// Says with each step which other nodes would do as well, each alone: what the search could have chosen in its place, and
/// what can be done when the step can.
pub(super) fn say(walked: Walked<'_>, steps: &mut [Step]) {
    let way = walked.way;
    let chosen: Vec<&Chosen<'_>> =
        way.chosen.iter().map(AsRef::as_ref).filter(|chosen| chosen.parts.len() <= MOST_PARTS).collect();
    if chosen.is_empty() {
        return;
    }
    for at in 0..steps.len() {
        let Step { node, what, .. } = steps[at];
        let is_act = matches!(what, What::Pass | What::Complete | What::Claim { .. } | What::AskToVerify);
        // Without it what is passed of its set would lapse.
        let is_alone = || {
            let of_node = steps.iter().filter(|step| step.node == node);
            of_node.count() == 1 && walked.framework.node(node).whole_set().is_none()
        };
        if is_act && !way.again[node.index()] && is_chosen(&chosen, node) && is_alone() {
            let place = Place { walked, task: Task { node, what }, first: before(walked.framework, node) };
            let mut others: Vec<NodeIx> = chosen.iter().flat_map(|chosen| place.others(chosen)).collect();
            others.sort_unstable();
            others.dedup();
            others.retain(|other| place.fits(*other));
            steps[at].instead = others;
        }
    }
}

/// Whether something that was chosen names a node.
fn is_chosen(chosen: &[&Chosen<'_>], ix: NodeIx) -> bool {
    let names = |goal: Goal<'_>| match goal {
        Goal::Node(chosen, _) => chosen == ix,
        Goal::Rule(rule, _) => rule.any_leaf(|leaf| leaf.nodes().contains(&ix)),
        Goal::Way(_) => false,
    };
    chosen.iter().any(|chosen| chosen.taken.iter().any(|at| names(chosen.parts[*at].goal)))
}

/// Has no step name what would not do in its place, by whether the target `is_reached` then.
pub(super) fn keep(framework: &Framework, steps: &mut [Step], is_reached: impl Fn(&[Step]) -> bool) {
    for at in 0..steps.len() {
        let mut instead = std::mem::take(&mut steps[at].instead);
        instead.retain(|other| {
            let mut others = steps.to_vec();
            (others[at].node, others[at].what) = (*other, act(framework, *other).unwrap_or(others[at].what));
            is_reached(&others)
        });
        steps[at].instead = instead;
    }
}

/// The one act by which a node may be reached.
fn act(framework: &Framework, ix: NodeIx) -> Option<What> {
    let node = framework.node(ix);
    if node.kind.has_results() {
        Some(What::Pass)
    } else if node.kind == NodeKind::Element(ElementKind::Verification) {
        Some(What::AskToVerify)
    } else if node.kind == NodeKind::OUTCOME {
        Some(What::Claim { examples: 1, distinct_signers: 1, signed: 0 })
    } else {
        None
    }
}

/// For each node, whether it comes before one: what it requires itself or to enter its stage, with all beneath.
fn before(framework: &Framework, ix: NodeIx) -> Vec<bool> {
    let node = framework.node(ix);
    let mut first = [&node.sat_after[..], &framework.seen_before_verifying(ix)].concat();
    let stage = node.stage.and_then(|stage| framework.node(stage).requires.as_ref());
    node.requires.iter().chain(stage).for_each(|rule| rule.nodes(&mut first));
    framework.needed_for(first)
}

/// A step that may be left out, and for each node whether it comes before it.
struct Place<'a> {
    walked: Walked<'a>,
    task: Task,
    first: Vec<bool>,
}

impl Place<'_> {
    /// Of a choice that was settled by this step, what each alone would settle it too.
    fn others(&self, chosen: &Chosen<'_>) -> Vec<NodeIx> {
        let worth: i64 = chosen.taken.iter().map(|at| chosen.parts[*at].worth).sum();
        let alone = |at: usize, there: &dyn Fn(NodeIx) -> bool| self.alone(chosen.parts[at].goal, there);
        let is_own = |at: &&usize| alone(**at, &|ix| self.is_reached(ix)).contains(&self.task.node);
        let Some(own) = chosen.taken.iter().find(is_own) else { return Vec::new() };
        let others = (0..chosen.parts.len()).filter(|at| at == own || !chosen.taken.contains(at));
        let is_enough = |at: &usize| worth - chosen.parts[*own].worth + chosen.parts[*at].worth >= chosen.worth;
        others.filter(is_enough).flat_map(|at| alone(at, &|ix| self.stays(ix))).collect()
    }

    /// The nodes each of which alone is what a part of a choice still asks for, besides what is there.
    fn alone(&self, goal: Goal<'_>, there: &dyn Fn(NodeIx) -> bool) -> Vec<NodeIx> {
        match goal {
            Goal::Node(ix, _) => vec![ix],
            Goal::Rule(rule, _) => self.alone_in(rule, there),
            Goal::Way(_) => Vec::new(),
        }
    }

    fn alone_in(&self, rule: &Rule, there: &dyn Fn(NodeIx) -> bool) -> Vec<NodeIx> {
        if self.holds(rule, there) {
            return Vec::new();
        }
        let framework = self.walked.framework;
        match rule {
            Rule::Of { least, parts } => {
                let (holding, open): (Vec<&Rule>, Vec<&Rule>) = parts.iter().partition(|part| self.holds(part, there));
                let is_one_missing = holding.len() + 1 == *least as usize;
                open.into_iter().filter(|_| is_one_missing).flat_map(|part| self.alone_in(part, there)).collect()
            }
            Rule::At { rule, .. } => self.alone_in(rule, there),
            Rule::Leaf(Leaf::Node(ix)) => vec![*ix],
            // Where it asks for no more than the outcome itself.
            Rule::Leaf(Leaf::Claims(claims)) if framework.node(claims.of).examples() == Some(claims) => vec![claims.of],
            Rule::Leaf(Leaf::Credits(least, nodes)) => {
                let (counted, open): (Vec<NodeIx>, Vec<NodeIx>) = nodes.iter().partition(|ix| there(**ix));
                let missing = least - framework.credits(counted.iter());
                let is_enough = |ix: &NodeIx| i64::from(framework.node(*ix).credits) >= missing;
                open.into_iter().filter(is_enough).collect()
            }
            Rule::Not(_) | Rule::Leaf(_) => Vec::new(),
        }
    }

    /// Whether a node is there without the step, by what is there and by the others.
    fn is_reached(&self, ix: NodeIx) -> bool {
        ix != self.task.node && (self.walked.way.planned[ix.index()] || self.walked.found.state(ix).counts())
    }

    /// The same, and it does not lapse on a day that is known.
    fn stays(&self, ix: NodeIx) -> bool {
        self.is_reached(ix) && self.walked.lapses_on(ix).is_none()
    }

    /// The same when the step can be taken.
    fn is_there_before(&self, ix: NodeIx) -> bool {
        self.stays(ix) && (self.first[ix.index()] || self.walked.found.state(ix).counts())
    }

    /// Whether one act is enough for a node, can be done when the step can, and lasts as long.
    fn fits(&self, ix: NodeIx) -> bool {
        let Walked { framework, found, .. } = self.walked;
        let node = framework.node(ix);
        let Some(what) = act(framework, ix) else { return false };
        let stage = node
            .stage
            .filter(|stage| !found.is_entered(*stage))
            .and_then(|stage| framework.node(stage).requires.as_ref());
        let is_first = |ix: &NodeIx| self.is_there_before(*ix);
        let lasts = |task: Task| lasts(framework, &task).map_or(i64::MAX, |length| length.in_days());
        !self.is_reached(ix)
            && ix != self.task.node
            && !framework.forbidden[ix.index()]
            && node.whole_set().is_none()
            && lasts(Task { node: ix, what }) >= lasts(self.task)
            && attempts_count_again(framework, found, ix).is_none()
            && node.sat_after.iter().all(is_first)
            && framework.seen_before_verifying(ix).iter().all(is_first)
            && node.requires.iter().chain(stage).all(|rule| self.holds(rule, &|ix| self.is_there_before(ix)))
    }

    fn holds(&self, rule: &Rule, there: &dyn Fn(NodeIx) -> bool) -> bool {
        let Walked { framework, found, .. } = self.walked;
        let leaf = |rule: &Rule, leaf: &Leaf| match leaf {
            Leaf::Node(ix) => there(*ix),
            Leaf::Credits(least, nodes) => framework.credits(nodes.iter().filter(|ix| there(**ix))) >= *least,
            Leaf::Claims(_)
            | Leaf::Minutes(_)
            | Leaf::Elapsed(_)
            | Leaf::Exempt(_)
            | Leaf::Person(_)
            | Leaf::Unpublished(_) => found.holds(framework, rule),
        };
        rule.holds_where(&leaf, &|part| !self.holds(part, there))
    }
}
