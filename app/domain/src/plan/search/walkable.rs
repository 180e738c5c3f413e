//! Whether a way can be walked where nodes need each other: each has to be reached by what is reached before it.

use super::{Search, Tasks};
use crate::framework::{Attribute, KindIx, Leaf, NodeIx, NodeKind, Rule};
use crate::plan::What;

impl Search<'_, '_> {
    /// For each node in which turn the way reaches it, or one that it never does.
    pub(super) fn turns(&self, way: &Tasks<'_>) -> Result<Vec<u32>, NodeIx> {
        let framework = self.framework;
        let mut reached: Vec<bool> = framework.nodes().map(|(ix, _)| self.standing.state(ix).counts()).collect();
        let mut turns = vec![0; framework.len()];
        let planned = framework.nodes().map(|(ix, _)| ix).filter(|ix| way.planned[ix.index()]);
        let mut left: Vec<NodeIx> = planned.filter(|ix| !reached[ix.index()]).collect();
        let mut turn = 0;
        while let Some(first) = left.first().copied() {
            let before = left.len();
            left.retain(|ix| {
                let comes = self.comes(*ix, &reached, way);
                if comes {
                    turn += 1;
                    (reached[ix.index()], turns[ix.index()]) = (true, turn);
                }
                !comes
            });
            if left.len() == before {
                return Err(first);
            }
        }
        Ok(turns)
    }

    /// Whether a node can be reached by those that are.
    fn comes(&self, ix: NodeIx, reached: &[bool], way: &Tasks<'_>) -> bool {
        let framework = self.framework;
        let node = framework.node(ix);
        let holds = |rule: &Rule| self.comes_by(rule, reached, way);
        let own = match &node.kind {
            NodeKind::Stage(stage) => stage.rules().into_iter().flatten().all(holds),
            NodeKind::Status(_) => framework.needs(ix).iter().any(|way| reached[way.index()]),
            NodeKind::Element(_) | NodeKind::Competency(_) | NodeKind::StepOff { .. } | NodeKind::Route => {
                node.rule.iter().all(holds)
            }
        };
        let seen = framework.seen_before_verifying(ix);
        let is_entered = node.as_stage().is_some() && self.standing.is_entered(ix);
        own && (is_entered || node.requires.iter().all(holds))
            && node.sat_after.iter().chain(&seen).all(|first| reached[first.index()])
            && (way.there.iter().any(|(there, _)| *there == ix) || self.is_entered_by(ix, reached, way))
    }

    /// Whether the stage of an element or an outcome can be entered by what is reached.
    fn is_entered_by(&self, ix: NodeIx, reached: &[bool], way: &Tasks<'_>) -> bool {
        self.entry(ix, ix).is_none_or(|(rule, _)| self.comes_by(rule, reached, way))
    }

    /// Whether the way gathers work that counts as a kind.
    fn is_gathered(&self, kind: KindIx, way: &Tasks<'_>) -> bool {
        let counts = |own: KindIx| own == kind || self.framework.experience_kind(own).counts_as == Some(kind);
        way.tasks.iter().any(|task| task.what.gathers().is_some_and(counts))
    }

    /// Whether the way shows an outcome.
    fn is_shown(&self, ix: NodeIx, way: &Tasks<'_>) -> bool {
        way.tasks.iter().any(|task| task.node == ix && matches!(task.what, What::Claim { .. }))
    }

    fn comes_by(&self, rule: &Rule, reached: &[bool], way: &Tasks<'_>) -> bool {
        let node = |ix: &NodeIx| reached[ix.index()];
        let holds = |rule: &Rule| self.standing.holds(self.framework, rule);
        let leaf = |rule: &Rule, leaf: &Leaf| match leaf {
            Leaf::Node(ix) => node(ix),
            Leaf::Person(Attribute::Specialism(wanted)) => {
                self.standing.specialism().or(way.specialism) == Some(*wanted)
            }
            Leaf::Credits(least, nodes) => self.framework.credits(nodes.iter().filter(|ix| node(ix))) >= *least,
            Leaf::Claims(claims) => {
                holds(rule) || self.is_shown(claims.of, way) && self.is_entered_by(claims.of, reached, way)
            }
            Leaf::Minutes(_) | Leaf::Elapsed(_) => {
                let is_gathered = || leaf.kind().is_some_and(|kind| self.is_gathered(kind, way));
                holds(rule) || is_gathered() && leaf.nodes().iter().all(node)
            }
            Leaf::Person(_) | Leaf::Exempt(_) | Leaf::Unpublished(_) => holds(rule),
        };
        // What has not to be so was looked at when it was planned.
        rule.holds_where(&leaf, &|_| true)
    }
}
