//! What could be taken in the place of a step: where a rule asks for some of many, the plan takes those that come first.

use std::collections::{BTreeMap, BTreeSet};

use super::{Plan, What};
use crate::framework::{ElementKind, Framework, Leaf, NodeIx, NodeKind, Rule};
use crate::standing::{Standing, State, attempts_count_again};

/// For each step of a plan, the nodes of which any would do as well as things are; none where nothing else would.
pub fn instead(framework: &Framework, standing: &Standing, plan: &Plan) -> Vec<Vec<NodeIx>> {
    let of_node = |what: What| matches!(what, What::Pass | What::Complete | What::Claim { .. } | What::AskToVerify);
    let taken = plan.steps.iter().filter(|step| of_node(step.what)).map(|step| step.node).collect();
    let mut choices = Choices { framework, standing, taken, needed: BTreeSet::new(), others: BTreeMap::new() };
    choices.walk(plan.target);
    let others = |ix: &NodeIx| choices.others.get(ix).filter(|_| !choices.needed.contains(ix));
    let of_step = plan.steps.iter().map(|step| others(&step.node).filter(|_| of_node(step.what)));
    of_step.map(|others| others.cloned().unwrap_or_default()).collect()
}

/// What a plan chose, on the way to its target.
struct Choices<'a> {
    framework: &'a Framework,
    standing: &'a Standing,
    /// The nodes for which a step is taken.
    taken: BTreeSet<NodeIx>,
    /// The nodes that something asks for without a choice.
    needed: BTreeSet<NodeIx>,
    /// For each node that was chosen, those that were not.
    others: BTreeMap<NodeIx, Vec<NodeIx>>,
}

impl Choices<'_> {
    fn walk(&mut self, target: NodeIx) {
        let (mut left, mut seen) = (vec![target], BTreeSet::new());
        while let Some(ix) = left.pop() {
            if self.standing.state(ix).counts() || !seen.insert(ix) {
                continue;
            }
            let node = self.framework.node(ix);
            node.rules().for_each(|rule| self.rule(rule, &mut left));
            // A status is reached by its step-offs.
            let ways = node.as_status().map_or(&[][..], |_| self.framework.needs(ix));
            left.extend(ways);
            let stage = node.stage.and_then(|stage| self.framework.node(stage).requires.as_ref());
            stage.into_iter().for_each(|rule| self.rule(rule, &mut left));
            self.needed.extend(&node.sat_after);
            left.extend(&node.sat_after);
        }
    }

    fn rule(&mut self, rule: &Rule, left: &mut Vec<NodeIx>) {
        match rule {
            Rule::Of { parts, .. } if rule.all_of().is_none() => {
                let nodes =
                    parts.iter().map(|part| if let Rule::Leaf(Leaf::Node(ix)) = part { Some(*ix) } else { None });
                match nodes.collect::<Option<Vec<_>>>() {
                    Some(nodes) => self.choice(&nodes, left),
                    None => parts.iter().for_each(|part| self.rule(part, left)),
                }
            }
            Rule::Of { .. } | Rule::At { .. } => rule.parts().iter().for_each(|part| self.rule(part, left)),
            Rule::Not(_) => {}
            Rule::Leaf(leaf) => {
                self.needed.extend(leaf.nodes());
                left.extend(leaf.nodes());
            }
        }
    }

    /// Whether one act is enough for a node, and can be done as things are.
    fn is_open(&self, ix: NodeIx) -> bool {
        let (node, state) = (self.framework.node(ix), self.standing.state(ix));
        let is_one_act = node.kind.has_results()
            || matches!(node.kind, NodeKind::Element(ElementKind::Verification) | NodeKind::OUTCOME);
        let is_first = node.sat_after.iter().all(|first| self.standing.state(*first).counts());
        let is_open = matches!(state, State::Available | State::InProgress | State::Expired);
        let has_attempts = attempts_count_again(self.framework, self.standing, ix).is_none();
        is_one_act && is_open && is_first && has_attempts
    }

    /// Of some nodes, those for which a step is taken were chosen.
    fn choice(&mut self, nodes: &[NodeIx], left: &mut Vec<NodeIx>) {
        let (chosen, others): (Vec<NodeIx>, Vec<NodeIx>) = nodes.iter().partition(|ix| self.taken.contains(ix));
        let others: Vec<NodeIx> = others.into_iter().filter(|ix| self.is_open(*ix)).collect();
        for ix in &chosen {
            // What two choices share is chosen for both.
            if self.others.insert(*ix, others.clone()).is_some_and(|before| before != others) {
                self.needed.insert(*ix);
            }
        }
        // Stages and what else has no step of its own are reached by theirs.
        left.extend(nodes);
    }
}
