//! Days that have to come first: attempts count again, a title is conferred from then on, or what must not be so ends.

use chrono::NaiveDate;

use super::search::Task;
use crate::framework::{Framework, Leaf, Node, NodeIx};
use crate::standing::Standing;

/// A node that can't be begun before a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Awaited {
    pub by: NodeIx,
    pub day: NaiveDate,
    /// What ends on that day, where it must not be so.
    pub ends: Option<NodeIx>,
}

/// A day to wait for, and what waits for it.
#[derive(Clone, Debug)]
pub(super) struct Wait {
    pub until: NaiveDate,
    /// What the wait is for: the first node that can't be begun before.
    pub node: NodeIx,
    /// For each node, whether what is done for it before that day would be in vain.
    nodes: Vec<bool>,
    /// Whether something ends then that must not be so.
    is_for_an_end: bool,
}

/// The wait for a day: for the nodes that can't be begun before, for those that share their window, and for what counts now
/// and lapses until then.
pub(super) fn until(
    framework: &Framework,
    waiting: &[Awaited],
    until: NaiveDate,
    now: &Standing,
    then: &Standing,
) -> Wait {
    let mut nodes = vec![false; framework.len()];
    for (ix, node) in framework.nodes() {
        let waits = waiting.iter().any(|awaited| is_begun_with(framework, (ix, node), awaited.by));
        nodes[ix.index()] = waits || (now.state(ix).counts() && !then.state(ix).counts());
    }
    let last = waiting.iter().find(|awaited| awaited.day == until).or(waiting.first());
    let node = last.map_or(NodeIx(0), |awaited| awaited.ends.unwrap_or(awaited.by));
    Wait { until, node, nodes, is_for_an_end: waiting.iter().any(|awaited| awaited.ends.is_some()) }
}

/// Whether a node waits with another: it shares its window, belongs to it, or is the status to which it leads.
fn is_begun_with(framework: &Framework, (ix, node): (NodeIx, &Node), other: NodeIx) -> bool {
    let set = node.whole_set();
    ix == other
        || node.stage == Some(other)
        || set.is_some() && set == framework.node(other).whole_set()
        || node.as_status().is_some() && framework.needs(ix).contains(&other)
}

impl Wait {
    /// Whether it delays one of some tasks, or is enough by itself.
    pub fn is_needed(&self, framework: &Framework, tasks: &[Task]) -> bool {
        self.is_for_an_end || tasks.iter().any(|task| self.holds_up(framework, task))
    }

    /// Whether a task has to wait for the day. What may lapse is done after the wait too, so that it is there in the end.
    pub fn holds_up(&self, framework: &Framework, task: &Task) -> bool {
        let node = framework.node(task.node);
        if self.nodes[task.node.index()] || self.is_for_an_end {
            return self.nodes[task.node.index()];
        }
        node.expires.is_some()
            || node.valid_for.is_some()
            || node.as_status().is_some_and(|status| status.expires.is_some())
            || node.rule.as_ref().is_some_and(|rule| rule.any_leaf(Leaf::grows_too_old))
    }
}
