//! Puts tasks in an order in which they can be done, and says which come first.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::search::{Task, Tasks};
use super::{Plan, Step, What, tell};
use crate::framework::{Framework, NodeIx, NodeKind, Rule};
use crate::standing::Facts;

pub(super) fn in_order(
    framework: &Framework,
    facts: &Facts,
    target: NodeIx,
    found: Tasks,
    wait: Option<NaiveDate>,
) -> Plan {
    let mut tasks = found.tasks.clone();
    if let Some(day) = wait {
        tasks.insert(
            0,
            Task {
                node: target,
                what: What::WaitUntil(day),
            },
        );
    }
    let before: Vec<BTreeSet<usize>> = (0..tasks.len())
        .map(|at| befores(framework, &found, &tasks, at))
        .collect();

    // Stage by stage, as the framework tells it; what has to wait comes later.
    let told: Vec<(usize, bool, usize)> = tasks.iter().map(|task| place(framework, task)).collect();
    let mut order: Vec<usize> = Vec::with_capacity(tasks.len());
    let mut left: BTreeSet<usize> = (0..tasks.len()).collect();
    while !left.is_empty() {
        let ready = left
            .iter()
            .copied()
            .filter(|at| before[*at].iter().all(|other| !left.contains(other)));
        let next = ready.min_by_key(|at| told[*at]).or_else(|| left.first().copied());
        let Some(next) = next else { break };
        left.remove(&next);
        order.push(next);
    }
    let position = |task: usize| order.iter().position(|at| *at == task);
    let steps = order
        .iter()
        .map(|at| {
            let task = tasks[*at];
            let mut needs: Vec<usize> = before[*at].iter().filter_map(|other| position(*other)).collect();
            needs.sort_unstable();
            let (who, sentence) = tell::step(framework, facts, &task);
            Step {
                node: task.node,
                what: task.what,
                who,
                needs,
                sentence,
            }
        })
        .collect();
    Plan { target, steps }
}

/// Where the framework tells of a task: its stage, then its place in the file. Choosing and waiting come first; the employer
/// verifies when the rest of the stage has been seen.
fn place(framework: &Framework, task: &Task) -> (usize, bool, usize) {
    if matches!(task.what, What::Choose(_) | What::WaitUntil(_)) {
        return (0, false, 0);
    }
    let in_file = framework
        .in_file_order()
        .position(|(ix, _)| ix == task.node)
        .unwrap_or(0);
    let stage = framework.stage_of(task.node);
    let stage = stage.and_then(|stage| framework.stages().iter().position(|ix| *ix == stage));
    // A status is applied for when its own steps are done, before the next stage begins.
    let stage = stage.map_or(usize::from(in_file > 0), |stage| stage + 1);
    (stage, task.what == What::AskToVerify, in_file)
}

fn befores(framework: &Framework, found: &Tasks, tasks: &[Task], at: usize) -> BTreeSet<usize> {
    let task = tasks[at];
    let mut under = Under {
        framework,
        found,
        tasks,
        nodes: BTreeSet::new(),
        into: BTreeSet::new(),
    };
    let waits = tasks.iter().position(|other| matches!(other.what, What::WaitUntil(_)));
    under.into.extend(waits);
    let node = framework.node(task.node);
    match task.what {
        What::WaitUntil(_) => return BTreeSet::new(),
        What::Choose(_) => {}
        What::Apply => {
            // Everything under the step-off that the way takes.
            for way in framework
                .needs(task.node)
                .iter()
                .filter(|way| found.planned[way.index()])
            {
                under.node(*way);
            }
        }
        What::GatherMinutes { while_holding, .. } | What::GatherDays { while_holding, .. } => {
            while_holding.iter().for_each(|status| under.node(*status));
            node.requires.iter().for_each(|rule| under.rule(rule));
        }
        _ => node.requires.iter().for_each(|rule| under.rule(rule)),
    }
    if let Some(stage) = node.stage.filter(|_| !matches!(task.what, What::Choose(_))) {
        framework.node(stage).requires.iter().for_each(|rule| under.rule(rule));
    }
    let mut before = under.into;
    before.remove(&at);
    before
}

/// Collects the tasks under a rule, as far as the way reaches.
struct Under<'a> {
    framework: &'a Framework,
    found: &'a Tasks,
    tasks: &'a [Task],
    nodes: BTreeSet<NodeIx>,
    into: BTreeSet<usize>,
}

impl Under<'_> {
    fn node(&mut self, ix: NodeIx) {
        if !self.found.planned[ix.index()] || !self.nodes.insert(ix) {
            return;
        }
        for (at, task) in self.tasks.iter().enumerate() {
            if task.node == ix && !matches!(task.what, What::Choose(_)) {
                self.into.insert(at);
            }
        }
        let node = self.framework.node(ix);
        node.rule.iter().for_each(|rule| self.rule(rule));
        match &node.kind {
            NodeKind::Stage(stage) => {
                for rule in [&stage.results, &stage.employer]
                    .into_iter()
                    .filter_map(|key| key.rule())
                {
                    self.rule(rule);
                }
                let again = |task: &Task| task.what == What::AskToVerify && stage.verifications.contains(&task.node);
                let tasks = self.tasks.iter().enumerate().filter(|(_, task)| again(task));
                self.into.extend(tasks.map(|(at, _)| at));
            }
            NodeKind::StepOff { .. } | NodeKind::Route => {}
            _ => return,
        }
        node.requires.iter().for_each(|rule| self.rule(rule));
    }

    fn rule(&mut self, rule: &Rule) {
        match rule {
            Rule::All(parts) | Rule::Any(parts) | Rule::AtLeast { of: parts, .. } => {
                parts.iter().for_each(|part| self.rule(part));
            }
            Rule::Matches(wanted) => {
                let choice = self.tasks.iter().position(|task| task.what == What::Choose(*wanted));
                self.into.extend(choice);
            }
            other => {
                let mut named = Vec::new();
                other.nodes(&mut named);
                named.into_iter().for_each(|ix| self.node(ix));
            }
        }
    }
}
