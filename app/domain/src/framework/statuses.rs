//! Which status of a framework comes after which.

use std::collections::BTreeSet;

use super::{Framework, NodeIx};

impl Framework {
    /// The statuses, in the order of the file.
    pub fn statuses(&self) -> impl Iterator<Item = NodeIx> {
        self.in_file_order().filter(|(_, node)| node.as_status().is_some()).map(|(ix, _)| ix)
    }

    /// The stages on the ways to a status, through however many others.
    pub fn stages_towards(&self, status: NodeIx) -> BTreeSet<NodeIx> {
        let leads = |ix: &&NodeIx| self.node(**ix).step_off_to() == Some(status);
        let step_offs = self.step_offs().iter().filter(leads).copied().collect();
        let beneath = self.beneath(step_offs, |ix, left| left.extend(self.needs(ix)));
        self.stages().iter().copied().filter(|stage| beneath[stage.index()]).collect()
    }

    /// Whether the way to another status has all stages of the way to this one, and more.
    pub fn comes_before(&self, status: NodeIx, other: NodeIx) -> bool {
        let [way, further] = [status, other].map(|status| self.stages_towards(status));
        way != further && way.is_subset(&further)
    }

    /// Whether no status comes after this one.
    pub fn is_last_status(&self, status: NodeIx) -> bool {
        !self.statuses().any(|other| self.comes_before(status, other))
    }
}
