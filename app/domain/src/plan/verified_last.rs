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
        // A framework may ask for the verification before something at work. Then that comes after it.
        let after = after(at, before);
        let first = (0..before.len()).filter(|other| {
            let at_work = matches!(
                tasks[*other].what,
                What::Claim { .. } | What::GatherMinutes { .. } | What::GatherDays { .. } | What::ConfirmAgain
            );
            at_work && seen[tasks[*other].node.index()] && !after[*other]
        });
        before[at].extend(first);
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

/// For each task, whether it is this one or waits for it, through however many between.
fn after(task: usize, before: &[Vec<usize>]) -> Vec<bool> {
    let mut after = vec![false; before.len()];
    after[task] = true;
    let mut grown = true;
    while std::mem::take(&mut grown) {
        for at in 0..before.len() {
            if !after[at] && before[at].iter().any(|other| after[*other]) {
                (after[at], grown) = (true, true);
            }
        }
    }
    after
}
