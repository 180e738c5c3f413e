//! Finds the fewest things still to be done. What has no choice is planned first, so that a choice which it settles costs
//! nothing; every other choice is tried, and a way that is already as long as the best is given up.

mod choose;
mod reach;
mod rule;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use chrono::NaiveDate;

pub(super) use choose::Chosen;
use choose::Place;

use super::signing::Signing;
use super::{What, gathered};
use crate::dates::in_words;
use crate::framework::{ElementKind, Framework, Leaf, NodeIx, NodeKind, Rule, SpecialismIx};
use crate::standing::{
    Standing, attempts_count_again, to_sign_again, waits_for_a_correction, waits_only_for_what_comes_first,
};

/// Ways begun before the best one found so far is taken.
pub(super) const ENOUGH: u32 = 20_000;

/// Ways begun before the search is given up, when none was found at all.
const FAR_TOO_MANY: u32 = 200_000;

/// One thing still to be done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Task {
    pub node: NodeIx,
    pub what: What,
}

/// What one way comes to.
#[derive(Clone, Debug)]
pub(super) struct Tasks<'f> {
    pub tasks: Vec<Task>,
    /// What is gathered by none of its own, because others bring it: what waits for it comes after them.
    pub left_out: Vec<Task>,
    /// How many of them are no steps of their own, because what they gather counts for another; and how many might be none.
    brought: (usize, usize),
    /// Nodes that the way reaches.
    pub planned: Vec<bool>,
    /// For each node that the way reaches, the one that asked for it first; kept where nodes need each other.
    asked_by: Vec<NodeIx>,
    /// Nodes of which facts are there that count once they are open, and the first day on which those no more would.
    pub there: Vec<(NodeIx, NaiveDate)>,
    /// Nodes that can't be begun before a day, and that day.
    pub waits: Vec<(NodeIx, NaiveDate)>,
    specialism: Option<SpecialismIx>,
    /// For each node, whether it counts once a specialism is chosen, and not before; empty where none is to be chosen.
    pub by_choice: Vec<bool>,
    /// Choices put off until nothing else is left to plan.
    choices: Vec<Goal<'f>>,
    /// What was chosen, and from what.
    pub chosen: Vec<Rc<Chosen<'f>>>,
    /// For each node that the way reaches, whether it is asked for once more.
    pub again: Vec<bool>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Goal<'f> {
    /// A node, and the one that asks for it.
    Node(NodeIx, NodeIx),
    /// A rule, and the node whose rule it is.
    Rule(&'f Rule, NodeIx),
    /// One of the step-offs that lead to a status.
    Way(NodeIx),
}

struct Search<'a, 's> {
    framework: &'a Framework,
    standing: &'s Standing,
    best: Option<Tasks<'a>>,
    because: BTreeSet<String>,
    begun: u32,
    /// How many choices lie above the way at hand.
    depth: u32,
    /// For each node, whether a way may lead to it; of the first ones, as far as choices have asked.
    reachable: Vec<bool>,
    signing: Signing,
}

/// What becomes of a choice.
#[derive(Clone, Copy, PartialEq)]
enum Settle {
    /// It is put off.
    PutOff,
    /// Each of its parts is tried.
    Now,
}

/// The tasks of the shortest way, or what stands in every way. Adds the ways that were begun.
pub(super) fn fewest<'a>(
    framework: &'a Framework,
    standing: &Standing,
    target: NodeIx,
    begun: &Cell<u32>,
    signing: Signing,
) -> Result<Tasks<'a>, Vec<String>> {
    let mut search = Search {
        framework,
        standing,
        best: None,
        because: BTreeSet::new(),
        begun: 0,
        depth: 0,
        reachable: Vec::new(),
        signing,
    };
    let start = Tasks {
        tasks: Vec::with_capacity(64),
        left_out: Vec::new(),
        brought: (0, 0),
        planned: vec![false; framework.len()],
        asked_by: if framework.has_renewals { (0..framework.len() as u32).map(NodeIx).collect() } else { Vec::new() },
        there: Vec::new(),
        waits: Vec::new(),
        specialism: None,
        by_choice: Vec::new(),
        choices: Vec::new(),
        chosen: Vec::new(),
        again: vec![false; framework.len()],
    };
    search.go(vec![Goal::Node(target, target)], start);
    begun.set(begun.get().saturating_add(search.begun));
    if search.best.is_none() && search.begun > FAR_TOO_MANY {
        search.no_way("There are more ways than can be tried");
    }
    search.best.ok_or_else(|| search.because.into_iter().collect())
}

impl Tasks<'_> {
    /// How many steps it comes to.
    pub fn len(&self) -> usize {
        self.tasks.len() - self.brought.0
    }

    /// The same, and how many things it asks for of which none counts for another.
    fn length(&self) -> (usize, usize) {
        (self.len(), self.tasks.len() - self.brought.1)
    }

    /// Whether work is gathered, and could be chosen in the place of something else.
    pub fn chooses_work(&self, framework: &Framework) -> bool {
        if self.tasks.iter().all(|task| task.what.gathers().is_none()) {
            return false;
        }
        let is_work = |leaf: &Leaf| leaf.kind().is_some();
        let gathered = |ix: &NodeIx| framework.node(*ix).rule.as_ref().is_some_and(|rule| rule.any_leaf(is_work));
        let of_work = |goal: Goal<'_>| match goal {
            Goal::Rule(rule, _) => rule.any_leaf(|leaf| is_work(leaf) || leaf.nodes().iter().any(gathered)),
            Goal::Node(ix, _) => gathered(&ix),
            Goal::Way(_) => false,
        };
        self.chosen.iter().any(|chosen| chosen.parts.iter().any(|part| of_work(part.goal)))
    }

    /// Adds something that is gathered. A way never comes to fewer steps by a further task.
    fn gather(&mut self, task: Task, framework: &Framework) {
        self.tasks.push(task);
        let (less_first, more_first) = gathered::brought(self.tasks.iter().map(|task| task.what), framework);
        let at_most = |brought: usize, before: usize| brought.clamp(before, before + 1);
        self.brought = (at_most(less_first, self.brought.0), at_most(more_first, self.brought.1));
    }

    /// Whether one of the nodes was asked for by the other, through however many between.
    fn is_for(&self, mut ix: NodeIx, other: NodeIx) -> bool {
        while ix != other {
            match self.asked_by.get(ix.index()) {
                Some(by) if *by != ix => ix = *by,
                _ => return false,
            }
        }
        !self.asked_by.is_empty()
    }
}

impl<'a> Search<'a, '_> {
    fn go(&mut self, mut goals: Vec<Goal<'a>>, mut way: Tasks<'a>) {
        self.begun += 1;
        loop {
            if self.best.as_ref().is_some_and(|best| way.length() >= best.length()) || self.is_over() {
                return;
            }
            let (goal, settle) = match goals.pop() {
                Some(goal) => (goal, Settle::PutOff),
                None => match way.choices.pop() {
                    Some(choice) => (choice, Settle::Now),
                    None => {
                        self.best = Some(way);
                        return;
                    }
                },
            };
            let place = Place { choice: goal, settle, goals: &mut goals, way: &mut way };
            let go_on = match goal {
                Goal::Node(ix, by) => self.node(ix, by, &mut goals, &mut way),
                Goal::Rule(rule, of) => self.rule(rule, of, place),
                Goal::Way(status) => self.way(status, place),
            };
            if !go_on {
                return;
            }
        }
    }

    fn is_over(&self) -> bool {
        self.begun > if self.best.is_some() { ENOUGH } else { FAR_TOO_MANY }
    }

    fn no_way(&mut self, because: impl Into<String>) -> bool {
        self.because.insert(because.into());
        false
    }

    /// Plans a node: its tasks, and the goals it depends on. False when this way ends here: the node can't be reached, or
    /// every choice that leads on from it was tried.
    fn node(&mut self, ix: NodeIx, by: NodeIx, goals: &mut Vec<Goal<'a>>, way: &mut Tasks<'a>) -> bool {
        let framework = self.framework;
        if self.is_there(ix, by, way) {
            way.again[ix.index()] |= way.planned[ix.index()];
            return true;
        }
        if std::mem::replace(&mut way.planned[ix.index()], true) {
            return self.no_way(format!("{} is asked for on the way to itself", framework.node(ix).title));
        }
        if let Some(first) = way.asked_by.get_mut(ix.index()) {
            *first = by;
        }
        let node = framework.node(ix);
        if reach::is_used_up(framework, self.standing, ix) {
            let waits = waits_for_a_correction(self.standing, ix);
            let unless = if waits { "; a correction of one waits to be confirmed" } else { "" };
            return self.no_way(format!("All attempts at {} are used, and no further one counts{unless}", node.title));
        }
        // A closed element may hold its pass already: opening it is enough.
        let there = waits_only_for_what_comes_first(framework, self.standing, ix);
        way.there.extend(there.map(|until| (ix, until)));
        let mut task = |what| way.tasks.extend(there.is_none().then_some(Task { node: ix, what }));
        match &node.kind {
            NodeKind::Element(ElementKind::Assessment) => task(What::Pass),
            NodeKind::Element(ElementKind::Course) => task(What::Complete),
            NodeKind::Element(ElementKind::Verification) => task(What::AskToVerify),
            NodeKind::Stage(stage) => {
                goals.extend(stage.rules().into_iter().rev().flatten().map(|rule| Goal::Rule(rule, ix)));
                self.sign_again(ix, way);
            }
            NodeKind::Status(status) => {
                task(What::Apply);
                let day = self.standing.on();
                if let Some(until) = status.valid_until.filter(|until| *until <= day) {
                    let title = &node.title;
                    return self.no_way(format!("{title} is no longer conferred, since {}", in_words(until)));
                }
                let from = status.valid_from.filter(|from| *from > day);
                way.waits.extend(from.map(|from| (ix, from)));
                goals.push(Goal::Way(ix));
            }
            NodeKind::Element(ElementKind::Experience) => {
                // What is there of it may have been confirmed by somebody who signed for the results.
                let again = node.stage.filter(|stage| self.signing == Signing::Again && way.planned[stage.index()]);
                let again = again.map(|stage| to_sign_again(framework, self.standing, stage));
                if again.is_some_and(|again| again.contains(&ix)) {
                    task(What::ConfirmAgain);
                }
            }
            NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_) => {}
            NodeKind::StepOff { .. } | NodeKind::Route => {}
        }
        if there.is_none() {
            way.waits.extend(attempts_count_again(framework, self.standing, ix).map(|again| (ix, again)));
        }
        goals.extend(node.rule.iter().map(|rule| Goal::Rule(rule, ix)));
        // A stage that was entered stays so, though what it required has lapsed since.
        let asks = |of: NodeIx| {
            let is_entered = framework.node(of).as_stage().is_some() && self.standing.is_entered(of);
            framework.node(of).requires.as_ref().filter(|_| !is_entered).map(|rule| Goal::Rule(rule, of))
        };
        goals.extend(asks(ix));
        goals.extend(node.sat_after.iter().map(|first| Goal::Node(*first, ix)));
        // What belongs to a stage cannot be begun before the stage is entered.
        if let (NodeKind::Element(_), Some(stage)) = (&node.kind, node.stage) {
            goals.extend(asks(stage));
        }
        true
    }

    /// What one person signed for both keys is signed again by another, though it counts by itself. What does not count yet
    /// is planned as any other node.
    fn sign_again(&self, stage: NodeIx, way: &mut Tasks<'a>) {
        if self.signing != Signing::Again {
            return;
        }
        let mut outcomes = Vec::new();
        for ix in to_sign_again(self.framework, self.standing, stage) {
            let node = self.framework.node(ix);
            let what = match (&node.kind, node.examples()) {
                (NodeKind::Element(_), _) if !self.standing.state(ix).counts() => continue,
                (NodeKind::Element(ElementKind::Verification), _) => What::AskToVerify,
                (NodeKind::Element(_), _) => What::ConfirmAgain,
                (_, Some(examples)) => What::Claim {
                    examples: u32::try_from(examples.least).unwrap_or(u32::MAX),
                    distinct_signers: examples.signers,
                    signed: 0,
                },
                (_, None) => continue,
            };
            // Counted among the reached, so that what follows waits for it.
            if !std::mem::replace(&mut way.planned[ix.index()], true) {
                way.tasks.push(Task { node: ix, what });
                outcomes.extend(matches!(what, What::Claim { .. }).then_some(ix));
            }
        }
        if outcomes.is_empty() {
            return;
        }
        // What counts by an outcome comes after it.
        for (ix, node) in self.framework.nodes() {
            let rests = |rule: &Rule| rule.any_leaf(|leaf| leaf.nodes().iter().any(|first| outcomes.contains(first)));
            let gathers = matches!(node.kind, NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_));
            let counts = self.standing.state(ix).counts();
            if gathers && counts && node.kind != NodeKind::OUTCOME && node.rule.as_ref().is_some_and(rests) {
                way.planned[ix.index()] = true;
                outcomes.push(ix);
            }
        }
    }
}
