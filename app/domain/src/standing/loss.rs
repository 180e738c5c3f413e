//! What would be there no longer, if something were otherwise.

use super::{Standing, State};
use crate::framework::{Framework, NodeIx, NodeKind};

/// How a node would stand no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It counts.
    Counts,
    /// The status is held.
    Held,
    /// The stage is entered.
    Entered,
    /// It may be applied for.
    MayBeAppliedFor,
}

impl Standing {
    /// What stands so and would not in another standing of the same person, in the order of the file.
    pub fn lost_in(&self, framework: &Framework, other: &Standing) -> Vec<(NodeIx, Loss)> {
        let of = |ix: NodeIx| {
            let [now, then] = [self, other].map(|standing| standing.state(ix));
            let [open, stays_open] = [self, other].map(|standing| standing.is_open(ix));
            let node = framework.node(ix);
            match node.kind {
                NodeKind::StepOff { .. } => {
                    (now == State::Available && then != State::Available).then_some(Loss::MayBeAppliedFor)
                }
                NodeKind::Status(_) => (now.counts() && !then.counts()).then_some(Loss::Held),
                NodeKind::Stage(_) | NodeKind::Element(_) | NodeKind::Competency(_) | NodeKind::Route => {
                    let is_closed = node.as_stage().is_some() && open && !stays_open;
                    let counts = now.counts() && !then.counts();
                    counts.then_some(Loss::Counts).or(is_closed.then_some(Loss::Entered))
                }
            }
        };
        framework.in_file_order().filter_map(|(ix, _)| Some((ix, of(ix)?))).collect()
    }
}
