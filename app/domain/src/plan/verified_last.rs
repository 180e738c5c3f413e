//! The employer verifies last: when what is seen at work in the stage is there.

use super::What;
use super::search::Task;
use crate::framework::Framework;
use crate::framework::order::later;

/// Adds to what comes before each verification the steps that are taken at work in its stage.
pub(super) fn add(framework: &Framework, tasks: &[Task], before: &mut [Vec<usize>], after: &mut [Vec<usize>]) {
    for at in 0..before.len() {
        if tasks[at].what != What::AskToVerify {
            continue;
        }
        // What is seen, with all that it asks for; and what opens it.
        let seen = framework.beneath(framework.seen_before_verifying(tasks[at].node), |ix, left| {
            framework.node(ix).rule.iter().for_each(|rule| rule.nodes(left));
            left.extend(framework.children(ix));
        });
        let mut opening = Vec::new();
        let nodes = framework.nodes().filter(|(ix, _)| seen[ix.index()]);
        nodes.filter_map(|(_, node)| node.requires.as_ref()).for_each(|rule| rule.nodes(&mut opening));
        // A framework may ask for the verification before something at work. Then that comes after it.
        let mut settled = later(at, after);
        before[at].iter().for_each(|other| settled[*other] = true);
        for other in 0..before.len() {
            let what = tasks[other].what;
            let at_work = what.gathers().is_some() || matches!(what, What::Claim { .. } | What::ConfirmAgain);
            let is_first = at_work && seen[tasks[other].node.index()] || opening.contains(&tasks[other].node);
            if is_first && !settled[other] {
                before[at].push(other);
                after[other].push(at);
            }
        }
    }
}
