//! What the employer has to have seen before it verifies a stage.

use std::collections::BTreeSet;

use super::{ElementKind, Framework, NodeIx, NodeKind, Rule};

impl Framework {
    /// What is seen at work before a verification: the portfolios, competencies and experience that the employer's key of
    /// its stage asks for, all together. Verification comes last; one that says itself what it requires comes then.
    /// Source: content/glossary.md, "Verification".
    pub fn seen_before_verifying(&self, verification: NodeIx) -> Vec<NodeIx> {
        let node = self.node(verification);
        let comes_last = matches!(node.kind, NodeKind::Element(ElementKind::Verification)) && node.requires.is_none();
        let stage = node.stage.filter(|_| comes_last).and_then(|stage| self.node(stage).as_stage());
        let mut left: Vec<&Rule> = stage.and_then(|stage| stage.employer.rule()).into_iter().collect();
        let mut seen = Vec::new();
        while let Some(rule) = left.pop() {
            left.extend(rule.all_of().unwrap_or_default().iter().rev());
            seen.extend(rule.as_node().filter(|ix| {
                let kind = &self.node(*ix).kind;
                kind.gathers_outcomes() || matches!(kind, NodeKind::Element(ElementKind::Experience))
            }));
        }
        seen
    }

    /// The outcomes that a portfolio or a competency asks for, in the order of its rule, each once.
    pub fn outcomes_beneath(&self, ix: NodeIx) -> Vec<NodeIx> {
        let (mut seen, mut left, mut found) = (BTreeSet::new(), vec![ix], Vec::new());
        while let Some(ix) = left.pop() {
            let node = self.node(ix);
            if !seen.insert(ix) {
                continue;
            }
            if matches!(node.kind, NodeKind::OUTCOME) {
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
