//! The employer verifies last: when what is seen at work in the stage is there.

use super::What;
use super::search::Task;
use crate::framework::{Framework, NodeIx};

/// Adds to what comes before each verification the steps that are taken at work in its stage.
pub(super) fn add(framework: &Framework, tasks: &[Task], before: &mut [Vec<usize>], after: &mut [Vec<usize>]) {
    for at in 0..before.len() {
        if tasks[at].what != What::AskToVerify {
            continue;
        }
        let seen = beneath(framework, framework.seen_before_verifying(tasks[at].node));
        // A framework may ask for the verification before something at work. Then that comes after it.
        let later = later(at, after);
        for other in 0..before.len() {
            let at_work = matches!(
                tasks[other].what,
                What::Claim { .. } | What::GatherMinutes { .. } | What::GatherDays { .. } | What::ConfirmAgain
            );
            if at_work && seen[tasks[other].node.index()] && !later[other] && !before[at].contains(&other) {
                before[at].push(other);
                after[other].push(at);
            }
        }
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

/// For each task, whether it is this one or waits for it, through however many between.
fn later(task: usize, after: &[Vec<usize>]) -> Vec<bool> {
    let mut later = vec![false; after.len()];
    let mut left = vec![task];
    while let Some(at) = left.pop() {
        if !std::mem::replace(&mut later[at], true) {
            left.extend(&after[at]);
        }
    }
    later
}
