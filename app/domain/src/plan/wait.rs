//! Days that have to come first: attempts count again, or a title is conferred from then on.

use chrono::NaiveDate;

use super::search::Task;
use crate::framework::{Framework, Leaf, NodeIx, Rule, Source, Tally};
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
        let set = node.expires.and_then(|expiry| expiry.whole_set);
        let waits = waiting.iter().any(|(other, _)| {
            let its_set = framework.node(*other).expires.and_then(|expiry| expiry.whole_set);
            *other == ix || (set.is_some() && set == its_set)
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
            || node.rule.as_ref().is_some_and(has_window)
    }
}

/// Whether what counts for a rule may grow too old meanwhile.
fn has_window(rule: &Rule) -> bool {
    let mut found = false;
    rule.walk(&mut |leaf| {
        found |= matches!(leaf, Leaf::Tally(tally) if grows_too_old(tally));
    });
    found
}

/// Whether what counts for a tally may grow too old meanwhile.
pub(super) fn grows_too_old(tally: &Tally) -> bool {
    match &tally.source {
        Source::Claims(claims) => claims.valid_for.is_some(),
        Source::Minutes(minutes) => minutes.window.is_some(),
        Source::Credits(_) | Source::Exemptions(_) => false,
    }
}
