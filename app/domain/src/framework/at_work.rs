//! What the employer has to have seen before it verifies a stage.

use super::{ElementKind, Framework, NodeIx, NodeKind};

impl Framework {
    /// What is seen at work in the stage of a verification: its portfolios, competencies and experience. Verification comes
    /// last, when all of it is there. Source: content/glossary.md, "Verification".
    #[must_use]
    pub fn seen_before_verifying(&self, verification: NodeIx) -> Vec<NodeIx> {
        let at_work = |ix: &NodeIx| {
            matches!(
                self.node(*ix).kind,
                NodeKind::Competency(_) | NodeKind::Element(ElementKind::Portfolio | ElementKind::Experience)
            )
        };
        let stage = self.node(verification).stage;
        let needs = stage.map_or(&[][..], |stage| self.needs(stage));
        needs.iter().copied().filter(at_work).collect()
    }
}
