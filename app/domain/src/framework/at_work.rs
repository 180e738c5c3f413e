//! What the employer has to have seen before it verifies a stage.

use std::collections::BTreeSet;

use super::{ElementKind, Framework, NodeIx, NodeKind};

impl Framework {
    /// What is seen at work in the stage of a verification: its portfolios, competencies and experience. Verification comes
    /// last, when all of it is there. Source: content/glossary.md, "Verification".
    pub fn seen_before_verifying(&self, verification: NodeIx) -> Vec<NodeIx> {
        let needs = self.node(verification).stage.map_or(&[][..], |stage| self.needs(stage));
        let at_work = |kind: &NodeKind| kind.gathers_outcomes() || *kind == NodeKind::Element(ElementKind::Experience);
        needs.iter().copied().filter(|ix| at_work(&self.node(*ix).kind)).collect()
    }

    /// The outcomes that a portfolio or a competency asks for, in the order of its rule, each once.
    pub fn outcomes_beneath(&self, ix: NodeIx) -> Vec<NodeIx> {
        let (mut seen, mut left, mut found) = (BTreeSet::new(), vec![ix], Vec::new());
        while let Some(ix) = left.pop() {
            let node = self.node(ix);
            if !seen.insert(ix) {
                continue;
            }
            if node.kind == NodeKind::OUTCOME {
                found.push(ix);
            } else if node.kind.gathers_outcomes() {
                let mut parts = Vec::new();
                node.rule.iter().for_each(|rule| rule.nodes(&mut parts));
                parts.extend(self.children(ix));
                left.extend(parts.into_iter().rev());
            }
        }
        found
    }
}
