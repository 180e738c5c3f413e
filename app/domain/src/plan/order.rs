//! Puts tasks in an order in which they can be done, and says which come first.

use std::collections::BTreeMap;

use super::gathered;
use super::lapses::{Walked, lasts};
use super::search::{Task, Tasks};
use super::wait::Wait;
use super::{Step, What, excluded, together, verified_last, words};
use crate::framework::order::{self, after};
use crate::framework::{Attribute, Framework, KindIx, Leaf, NodeIx, Rule};
use crate::standing::Standing;

pub(super) fn in_order(walked: Walked<'_>, waits: &[Wait]) -> Vec<Step> {
    let Walked { framework, way: found, .. } = walked;
    let mut tasks = found.tasks.clone();
    // Waiting that delays no step is not shown.
    let waits: Vec<&Wait> = waits.iter().filter(|wait| wait.is_needed(framework, &found.tasks)).collect();
    let first_left_out = tasks.len();
    tasks.extend(&found.left_out);
    let first_wait = tasks.len();
    tasks.extend(waits.iter().map(|wait| Task { node: wait.node, what: What::WaitUntil(wait.until) }));
    let mut walk = Prerequisites::new((framework, walked.found), found, &tasks);
    // For each task the kinds of work that what it waits for names, where some is left out.
    let mut kinds: Vec<Vec<KindIx>> = Vec::new();
    let mut before: Vec<Vec<usize>> = (0..first_wait)
        .map(|at| {
            let mut before = walk.of(at);
            kinds.extend((first_left_out < first_wait).then(|| std::mem::take(&mut walk.kinds)));
            let held_up = waits.iter().enumerate().filter(|(_, wait)| wait.holds_up(framework, &tasks[at]));
            before.extend(held_up.map(|(n, _)| first_wait + n));
            before
        })
        .collect();
    // A later wait comes after an earlier one.
    before.extend((first_wait..tasks.len()).map(|at| (first_wait..at).collect()));
    let mut after = after(&before);
    verified_last::add(framework, &tasks, &mut before, &mut after);
    together::hold_meanwhile(walked, &mut tasks, first_left_out, &mut before, &mut after);
    let bringing =
        gathered::bringing_first(framework, (&tasks, first_left_out..first_wait), &kinds, &mut before, &mut after);
    // What is done earlier for no other reason is no step that one needs; of what is gathered it is seen what others bring.
    let needed_by: Vec<usize> = after.iter().map(Vec::len).collect();
    excluded::later(framework, found, &tasks, &mut before, &mut after);
    together::confirm(framework, &mut tasks[..first_left_out], &after);
    gathered::narrower_first(framework, &tasks, &mut before, &mut after);
    walked.time_first(&tasks, &mut before, &mut after);

    let place = |at: usize| place(framework, &tasks[at]);
    let mut order = order::in_order(&before, &after, place);
    let mut needed_by = needed_by;
    if order.len() < tasks.len() && !found.turns.is_empty() {
        in_turn(found, &tasks, &mut before);
        after = order::after(&before);
        needed_by = after.iter().map(Vec::len).collect();
        order = order::in_order(&before, &after, place);
    }

    // Each step is told to those after it, so that what a step needs stands in order.
    let mut needs = before;
    needs.iter_mut().for_each(Vec::clear);
    // The steps by which each is done that may bring what is left out.
    let mut stands_for: Vec<Vec<usize>> = if bringing.is_empty() { Vec::new() } else { vec![Vec::new(); tasks.len()] };
    let mut steps: Vec<Step> = Vec::with_capacity(order.len());
    let mut waited = (0, walked.on);
    for at in order {
        let Task { node, mut what } = tasks[at];
        let mut needed = std::mem::take(&mut needs[at]);
        if let What::WaitUntil(until) = what {
            waited = (steps.len(), until);
        }
        // What is done before a wait may be too old after it.
        let is_too_old = lasts(framework, &tasks[at]).is_some_and(|length| length.after(walked.on) <= waited.1);
        let first = if is_too_old { waited.0 } else { 0 };
        let earlier = steps.iter().enumerate().skip(first).map(|(n, step)| (n, step.what));
        let counted = gathered::take(&mut what, earlier, framework);
        let is_done = gathered::is_done(what);
        let is_left_out = (first_left_out..first_wait).contains(&at);
        if is_left_out && !is_done {
            // Others bring another part that could be chosen.
            let bring = bringing.iter().filter(|(_, left_out)| *left_out == at);
            needed.extend(bring.flat_map(|(other, _)| stands_for[*other].iter().copied()));
        } else {
            needed.extend(counted);
        }
        if !needed.is_sorted_by(|one, next| one < next) {
            needed.sort_unstable();
            needed.dedup();
        }
        let is_step = !is_done && !is_left_out;
        let own = [steps.len()];
        let told = if is_step { &own[..] } else { &needed[..] };
        for later in &after[at][..needed_by[at]] {
            if !bringing.contains(&(at, *later)) {
                needs[*later].extend(told);
            }
        }
        if !bringing.is_empty() {
            stands_for[at] = told.to_vec();
        }
        if is_step {
            let (who, sentence) = words::step(framework, walked.found, &Task { node, what });
            steps.push(Step { node, what, who, needs: needed, sentence, within: None, instead: Vec::new() });
        }
    }
    steps
}

/// Takes out what comes before a task of a node that is reached sooner: where several things are enough that need each other,
/// it rests on another one.
fn in_turn(way: &Tasks<'_>, tasks: &[Task], before: &mut [Vec<usize>]) {
    let turn = |at: usize| way.turns[tasks[at].node.index()];
    let is_act = |at: usize| matches!(tasks[at].what, What::Pass | What::Complete | What::AskToVerify | What::Apply);
    for (at, before) in before.iter_mut().enumerate() {
        before.retain(|first| !is_act(*first) || turn(*first) <= turn(at));
    }
}

/// Whether it is a wait; the stage; whether the employer verifies; the place in the file.
type Place = (bool, usize, bool, usize);

/// Choosing comes first; stage by stage, in the order of the file; the employer verifies when the rest of the stage has been
/// seen; waiting comes when nothing else can be done.
fn place(framework: &Framework, task: &Task) -> Place {
    let waits = matches!(task.what, What::WaitUntil(_));
    if waits || matches!(task.what, What::Choose(_)) {
        return (waits, 0, false, 0);
    }
    let node = framework.node(task.node);
    // A status is applied for when its own steps are done, before the next stage begins.
    let stage = node.stage.or(framework.stages().first().copied());
    let stage = stage.map_or(0, |stage| framework.node(stage).line);
    (false, stage, task.what == What::AskToVerify, node.line)
}

/// Whether it takes time at work, and comes before what is done in one act for the same node.
fn is_gathered(what: What) -> bool {
    what.gathers().is_some() || matches!(what, What::Claim { .. })
}

/// Room for so many tasks before another is made at once.
const MANY: usize = 64;

/// No task.
const NONE: usize = usize::MAX;

/// Finds what comes before a task: the tasks under what it requires, as far as the way reaches.
struct Prerequisites<'a> {
    framework: &'a Framework,
    standing: &'a Standing,
    found: &'a Tasks<'a>,
    tasks: &'a [Task],
    /// The last task of each node that others may wait for, and for each task the one of the same node before it.
    last: Vec<usize>,
    earlier: Vec<usize>,
    /// For each stage, what comes before whatever belongs to it.
    of_stage: BTreeMap<NodeIx, (Vec<usize>, Vec<KindIx>)>,
    /// The kinds of work that were named on the walks for a task.
    kinds: Vec<KindIx>,
    /// What is still to be looked at: a list, however deep the framework.
    left: Vec<NodeIx>,
    /// The walk in which each node was last seen, and the list to which each task was last added.
    seen: Vec<u32>,
    added: Vec<u32>,
    walk: u32,
    adding: u32,
}

impl<'a> Prerequisites<'a> {
    fn new((framework, standing): (&'a Framework, &'a Standing), found: &'a Tasks<'a>, tasks: &'a [Task]) -> Self {
        let (mut last, mut earlier) = (vec![NONE; framework.len()], vec![NONE; tasks.len()]);
        for (at, task) in tasks.iter().enumerate() {
            if !matches!(task.what, What::Choose(_) | What::WaitUntil(_)) {
                earlier[at] = std::mem::replace(&mut last[task.node.index()], at);
            }
        }
        Prerequisites {
            framework,
            standing,
            found,
            tasks,
            last,
            earlier,
            of_stage: BTreeMap::new(),
            kinds: Vec::new(),
            left: Vec::with_capacity(MANY),
            seen: vec![0; framework.len()],
            added: vec![0; tasks.len()],
            walk: 0,
            adding: 0,
        }
    }

    /// Positions of the tasks before this one, each once.
    fn of(&mut self, at: usize) -> Vec<usize> {
        let task = self.tasks[at];
        let node = self.framework.node(task.node);
        let mut before = Vec::with_capacity(self.tasks.len().min(MANY));
        if matches!(task.what, What::WaitUntil(_) | What::Choose(_)) {
            return before;
        }
        // Work counts whenever it was done, also before its stage is entered, or what opens its node is there.
        let gathers = task.what.gathers().is_some();
        let stage = node.stage.filter(|_| !gathers).map(|stage| self.before_stage(stage));
        self.adding += 1;
        self.added[at] = self.adding;
        for other in stage.iter().flat_map(|stage| self.of_stage[stage].0.iter()).filter(|other| **other != at) {
            self.added[*other] = self.adding;
            before.push(*other);
        }
        self.kinds.clear();
        self.kinds.extend(stage.iter().flat_map(|stage| &self.of_stage[stage].1));
        match task.what {
            // Everything under the step-off that the way takes.
            What::Apply => self.left.extend(self.framework.needs(task.node)),
            What::GatherMinutes { while_holding, .. } | What::GatherDays { while_holding, .. } => {
                self.left.extend(while_holding);
            }
            What::Pass | What::Complete | What::AskToVerify => {
                self.left.extend(&node.sat_after);
                // What the act asks for itself: hours, time.
                self.add_node(task.node, &mut before, is_gathered);
            }
            What::WaitUntil(_) | What::Choose(_) | What::Claim { .. } | What::ConfirmAgain => {}
        }
        if !matches!(task.what, What::Apply) && !gathers {
            self.named(node.requires.as_ref(), &mut before);
        }
        self.under(&mut before);
        // Nor does it wait for other work. Only a status that has to be held meanwhile is applied for before.
        if gathers {
            before.retain(|other| self.tasks[*other].what.gathers().is_none());
        }
        before
    }

    /// Adds the tasks of a node that are like this.
    fn add_node(&mut self, ix: NodeIx, into: &mut Vec<usize>, is: impl Fn(What) -> bool) {
        let mut task = self.last[ix.index()];
        while task != NONE {
            if is(self.tasks[task].what) && std::mem::replace(&mut self.added[task], self.adding) != self.adding {
                into.push(task);
            }
            task = self.earlier[task];
        }
    }

    /// Finds what comes before a stage, once.
    fn before_stage(&mut self, stage: NodeIx) -> NodeIx {
        if !self.of_stage.contains_key(&stage) {
            self.kinds.clear();
            let found = self.find_before_stage(stage);
            self.of_stage.insert(stage, (found, std::mem::take(&mut self.kinds)));
        }
        stage
    }

    fn find_before_stage(&mut self, stage: NodeIx) -> Vec<usize> {
        self.adding += 1;
        let mut before = Vec::new();
        let requires = self.entry(stage);
        self.named(requires, &mut before);
        self.under(&mut before);
        self.add_entry(stage, requires, &mut before);
        before
    }

    /// What a stage requires that is not entered.
    fn entry(&self, stage: NodeIx) -> Option<&'a Rule> {
        let framework = self.framework;
        let by_choice = self.found.by_choice.get(stage.index()).is_some_and(|by_it| *by_it);
        framework.node(stage).requires.as_ref().filter(|_| by_choice || !self.standing.is_entered(stage))
    }

    /// Adds what one gathers to enter a stage, and not to turn its keys.
    fn add_entry(&mut self, stage: NodeIx, requires: Option<&Rule>, into: &mut Vec<usize>) {
        let mut kinds = Vec::new();
        requires.iter().for_each(|rule| rule.kinds(&mut kinds));
        self.add_node(stage, into, |what| what.gathers().is_some_and(|kind| kinds.contains(&kind)));
    }

    /// Adds the tasks under the nodes that are left.
    fn under(&mut self, into: &mut Vec<usize>) {
        self.walk += 1;
        while let Some(ix) = self.left.pop() {
            let seen = std::mem::replace(&mut self.seen[ix.index()], self.walk) == self.walk;
            let has_task = self.last[ix.index()] != NONE;
            let by_choice = self.found.by_choice.get(ix.index()).is_some_and(|by_it| *by_it);
            if seen {
                continue;
            }
            if !(has_task || by_choice || self.found.planned[ix.index()]) {
                // What is left out for another part may bring it.
                let rule = self.framework.node(ix).rule.as_ref().filter(|_| !self.found.left_out.is_empty());
                rule.into_iter().for_each(|rule| rule.kinds(&mut self.kinds));
                continue;
            }
            self.add_node(ix, into, |_| true);
            let node = self.framework.node(ix);
            self.named(node.rule.as_ref(), into);
            // Work does not wait for other work that opens its node, but what rests on the node does.
            let is_gathered = has_task && self.tasks[self.last[ix.index()]].what.gathers().is_some();
            node.as_stage().iter().flat_map(|stage| stage.rules()).for_each(|rule| self.named(rule, into));
            if by_choice || is_gathered || !has_task && !self.has_act(ix) {
                self.named(node.requires.as_ref(), into);
            }
        }
    }

    /// Whether a key of a stage names something of it that is done in one act: that comes after what the stage requires.
    fn has_act(&self, stage: NodeIx) -> bool {
        let rules = self.framework.node(stage).as_stage().into_iter().flat_map(|own| own.rules()).flatten();
        let is_act = |ix: &NodeIx| {
            let task = self.tasks.get(self.last[ix.index()]);
            self.framework.node(*ix).stage == Some(stage) && task.is_some_and(|task| !is_gathered(task.what))
        };
        let mut named = Vec::new();
        rules.for_each(|rule| rule.nodes(&mut named));
        named.iter().any(is_act)
    }

    /// Adds the nodes that a rule names to what is left, and the choice of specialism that it asks for to the tasks.
    fn named(&mut self, rule: Option<&Rule>, tasks: &mut Vec<usize>) {
        let Some(rule) = rule else { return };
        let has_left_out = !self.found.left_out.is_empty();
        rule.walk(&mut |leaf| {
            if let Leaf::Person(Attribute::Specialism(wanted)) = leaf {
                let choice = self.tasks.iter().position(|task| task.what == What::Choose(*wanted));
                let is_new = |at: &usize| std::mem::replace(&mut self.added[*at], self.adding) != self.adding;
                tasks.extend(choice.filter(is_new));
            }
            self.left.extend(leaf.nodes().iter().filter(|ix| !excluded::is_asked_not(self.framework, rule, **ix)));
            if has_left_out {
                self.kinds.extend(leaf.kind());
            }
        });
    }
}
