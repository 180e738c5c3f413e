//! Days that have to come first: attempts count again, or a title is conferred from then on.

use chrono::NaiveDate;

use super::search::Task;
use crate::framework::{Framework, Leaf, NodeIx};
use crate::standing::Standing;

/// A day to wait for, and what waits for it.
#[derive(Clone, Debug)]
pub(super) struct Wait {
    pub until: NaiveDate,
    /// What the wait is for: the first node that can't be begun before.
    pub node: NodeIx,
    /// For each node, whether what is done for it before that day would be in vain.
    nodes: Vec<bool>,
}

/// The wait for a day: for the nodes that can't be begun before, for those that share their window, and for what counts now
/// and lapses until then.
pub(super) fn until(
    framework: &Framework,
    waiting: &[(NodeIx, NaiveDate)],
    until: NaiveDate,
    now: &Standing,
    then: &Standing,
) -> Wait {
    let mut nodes = vec![false; framework.len()];
    for (ix, node) in framework.nodes() {
        let waits = waiting.iter().any(|(other, _)| {
            *other == ix || (node.whole_set().is_some() && node.whole_set() == framework.node(*other).whole_set())
        });
        nodes[ix.index()] = waits || (now.state(ix).counts() && !then.state(ix).counts());
    }
    let last = waiting.iter().find(|(_, day)| *day == until).or(waiting.first());
    Wait { until, node: last.map_or(NodeIx(0), |(ix, _)| *ix), nodes }
}

impl Wait {
    /// Whether a task has to wait for the day. What may lapse is done after the wait too, so that it is there in the end.
    pub fn holds_up(&self, framework: &Framework, task: &Task) -> bool {
        let node = framework.node(task.node);
        self.nodes[task.node.index()]
            || node.expires.is_some()
            || node.valid_for.is_some()
            || node.as_status().is_some_and(|status| status.expires.is_some())
            || node.rule.as_ref().is_some_and(|rule| rule.any_leaf(Leaf::grows_too_old))
    }
}
