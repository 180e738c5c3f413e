//! The employer verifies last: when what is seen at work in the stage is there.

use super::What;
use super::search::Task;
use crate::framework::{Framework, NodeIx};

/// Adds to what comes before each verification the steps that are taken at work in its stage.
pub(super) fn add(framework: &Framework, tasks: &[Task], before: &mut [Vec<usize>]) {
    for at in 0..before.len() {
        if tasks[at].what != What::AskToVerify {
            continue;
        }
        let seen = beneath(framework, framework.seen_before_verifying(tasks[at].node));
        for other in 0..before.len() {
            let at_work = matches!(
                tasks[other].what,
                What::Claim { .. } | What::GatherMinutes { .. } | What::GatherDays { .. } | What::ConfirmAgain
            );
            // A framework may ask for the verification before something at work. Then that comes after it.
            if at_work && seen[tasks[other].node.index()] && !comes_after(before, other, at) {
                before[at].push(other);
            }
        }
        before[at].sort_unstable();
        before[at].dedup();
    }
}

/// For each node, whether it is one of these or stands in what they ask for.
fn beneath(framework: &Framework, mut left: Vec<NodeIx>) -> Vec<bool> {
    let mut found = vec![false; framework.len()];
    while let Some(ix) = left.pop() {
        if !std::mem::replace(&mut found[ix.index()], true) {
            framework.node(ix).rule.iter().for_each(|rule| rule.nodes(&mut left));
            left.extend(framework.children(ix));
        }
    }
    found
}

/// Whether a task waits for another, through however many between.
fn comes_after(before: &[Vec<usize>], task: usize, other: usize) -> bool {
    let mut seen = vec![false; before.len()];
    let mut left = vec![task];
    while let Some(at) = left.pop() {
        if at == other {
            return true;
        }
        if let Some(before) = before.get(at).filter(|_| !std::mem::replace(&mut seen[at], true)) {
            left.extend(before);
        }
    }
    false
}
