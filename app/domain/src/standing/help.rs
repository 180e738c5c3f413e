use super::{Standing, State};
use crate::framework::{Framework, NodeIx, NodeKind, Rule};

impl Standing {
    /// The stage the person is on: the furthest that is entered, not met, and waits for no other stage. A stage that
    /// somebody passed over, because they entered a later one by exemptions and met it, is behind them. None when nothing
    /// is left to meet.
    pub fn current_stage(&self, framework: &Framework) -> Option<NodeIx> {
        let waits = |ix: NodeIx| {
            let mut named = Vec::new();
            let stage = framework.node(ix).as_stage();
            let keys = stage.into_iter().flat_map(|stage| [&stage.results, &stage.employer]);
            keys.filter_map(|key| key.rule())
                .for_each(|rule| rule.nodes(&mut named));
            let open = |need: &NodeIx| framework.node(*need).as_stage().is_some() && !self.state(*need).counts();
            named.iter().any(open)
        };
        let behind = self.behind(framework);
        let is_on =
            |ix: &&NodeIx| self.is_open(**ix) && self.state(**ix) != State::Met && !waits(**ix) && !behind[ix.index()];
        framework.stages().iter().rev().find(is_on).copied()
    }

    /// For each node, whether a stage that is met needs it, through however many others.
    fn behind(&self, framework: &Framework) -> Vec<bool> {
        let mut behind = vec![false; framework.len()];
        let met = framework.stages().iter().filter(|ix| self.state(**ix).counts());
        let mut left: Vec<NodeIx> = met.copied().collect();
        while let Some(ix) = left.pop() {
            for need in framework.needs(ix) {
                if !std::mem::replace(&mut behind[need.index()], true) {
                    left.push(*need);
                }
            }
        }
        behind
    }

    /// The first stage that is not entered yet.
    pub fn next_stage(&self, framework: &Framework) -> Option<NodeIx> {
        framework.stages().iter().find(|ix| !self.is_open(**ix)).copied()
    }

    /// What a stage, a step-off or any other node names in its rules and does not count yet, in the order of the rules.
    /// Where only some of a list are asked for, all that are still open are given.
    pub fn missing(&self, framework: &Framework, ix: NodeIx) -> Vec<NodeIx> {
        let needs = framework.needs(ix).iter().copied();
        needs.filter(|need| !self.state(*need).counts()).collect()
    }

    /// Whether all that a rule asks of nodes is there. What it asks of other facts has no node, and is not there.
    pub fn is_there(&self, rule: &Rule) -> bool {
        let counts = |ix: &NodeIx| self.state(*ix).counts();
        match rule {
            Rule::All(parts) => parts.iter().all(|part| self.is_there(part)),
            Rule::Any(parts) => parts.iter().any(|part| self.is_there(part)),
            Rule::AtLeast { n, of } => of.iter().filter(|part| self.is_there(part)).count() >= *n as usize,
            Rule::Node(ix) | Rule::Holds(ix) => counts(ix),
            Rule::Outcomes(nodes) => nodes.iter().all(counts),
            Rule::Exempt(nodes) => nodes.iter().all(|ix| self.state(*ix) == State::Exempt),
            _ => false,
        }
    }

    /// The step-offs that may be applied for.
    pub fn open_step_offs(&self, framework: &Framework) -> Vec<NodeIx> {
        let step_offs = framework.step_offs().iter().copied();
        step_offs.filter(|ix| self.state(*ix) == State::Available).collect()
    }

    /// The statuses in force.
    pub fn held(&self, framework: &Framework) -> Vec<NodeIx> {
        let nodes = framework.in_file_order();
        nodes
            .filter(|(ix, node)| matches!(node.kind, NodeKind::Status(_)) && self.state(*ix) == State::Held)
            .map(|(ix, _)| ix)
            .collect()
    }
}
