//! Finds the fewest things still to be done. What has no choice is planned first, so that a choice which it settles costs
//! nothing; every other choice is tried, and a way that is already as long as the best is given up.

mod choose;
mod least;
mod reach;
mod rule;
mod tasks;
mod walkable;

use std::cell::Cell;
use std::collections::BTreeSet;

use chrono::NaiveDate;

pub(super) use choose::Chosen;
use choose::Place;
pub(super) use least::{AtLeast, Never, at_least};
pub(super) use rule::task;
pub(super) use tasks::{Task, Tasks};

use super::lapses::Walked;
use super::signing::Signing;
use super::wait::Awaited;
use super::{What, excluded, order};
use crate::dates::in_words;
use crate::framework::{ElementKind, Framework, NodeIx, NodeKind, Rule};
use crate::standing::{
    Standing, attempts_count_again, to_sign_again, waits_for_a_correction, waits_only_for_what_comes_first,
};
use crate::text::list;

/// Ways begun before the best one found so far is taken, in a framework of so many nodes at most.
const ENOUGH: (u32, usize) = (20_000, 200);

/// Ways begun before it is no longer asked how many steps are left at least.
const FEW_ENOUGH: u32 = 2_000;

/// Ways begun before the search is given up, when none was found at all.
const FAR_TOO_MANY: u32 = 200_000;

/// Why there is no way where something must not be so.
pub(super) const ASKS_NOT: &str = "It asks for something not to be so, which is so";

/// The same, where the way itself leads to that.
const LEADS_TO_NOT: &str = "It asks for something not to be so, to which every way leads";

/// Why it is not known of a way.
pub(super) const TOO_MANY: &str = "There are more ways than can be tried";

/// Ways begun before the best one found so far is taken: so many fewer where each costs more.
pub(super) fn enough(framework: &Framework) -> u32 {
    let (ways, nodes) = ENOUGH;
    ways / u32::try_from(framework.len().div_ceil(nodes).max(1)).unwrap_or(u32::MAX)
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Goal<'f> {
    /// A node, and the one that asks for it.
    Node(NodeIx, NodeIx),
    /// A rule, and whose it is.
    Rule(&'f Rule, Of),
    /// One of the step-offs that lead to a status.
    Way(NodeIx),
}

/// Whose rule it is, and for the sake of which node it is asked: what a stage requires is asked by what belongs to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Of {
    pub node: NodeIx,
    pub by: NodeIx,
}

struct Search<'a, 's> {
    framework: &'a Framework,
    standing: &'s Standing,
    best: Option<Tasks<'a>>,
    because: BTreeSet<String>,
    /// The titles of the specialisms that are asked for where another one is chosen.
    others_asked: BTreeSet<String>,
    begun: u32,
    /// How many choices lie above the way at hand.
    depth: u32,
    /// For each node, about how many steps lead to it, if any way does; of the first ones, as far as choices have asked.
    reachable: Vec<Option<u32>>,
    signing: Signing,
    /// Whether a way failed in which a choice may have been settled by what the way reaches for something else: it rests on
    /// itself.
    settled_too_soon: bool,
    /// Whether a choice is open although the way reaches enough of it: that may be for the sake of what it is chosen for.
    choosing_anew: bool,
    /// Where it is only asked how few steps are left at least, whatever time brings.
    at_least: Option<AtLeast<'s>>,
    /// From which day on the target is no longer conferred then.
    ends_on: Option<NaiveDate>,
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
    let mut search = Search::new(framework, standing, signing);
    search.run(target);
    begun.set(begun.get().saturating_add(search.begun));
    if search.best.is_none() && search.begun > FAR_TOO_MANY {
        search.no_way(TOO_MANY);
    }
    let others: Vec<String> = search.others_asked.into_iter().collect();
    let besides = if standing.specialism().is_some() { ", and another is chosen" } else { " besides another" };
    match others.as_slice() {
        [] => {}
        [one] => _ = search.because.insert(format!("It asks for the specialism {one}{besides}")),
        _ => _ = search.because.insert(format!("It asks for the specialisms {}{besides}", list(&others))),
    }
    search.best.ok_or_else(|| search.because.into_iter().collect())
}

/// What has to be signed once more by somebody else, because one person signed for both keys of a stage, and counts by itself.
pub(super) fn signed_again(framework: &Framework, standing: &Standing, stage: NodeIx) -> Vec<Task> {
    let again = |ix: NodeIx| {
        let node = framework.node(ix);
        let what = match (&node.kind, node.examples()) {
            (NodeKind::Element(_), _) if !standing.state(ix).counts() => return None,
            (NodeKind::Element(ElementKind::Verification), _) => What::AskToVerify,
            (NodeKind::Element(_), _) => What::ConfirmAgain,
            (_, Some(examples)) => What::Claim {
                examples: u32::try_from(examples.least).unwrap_or(u32::MAX),
                distinct_signers: examples.signers,
                signed: 0,
            },
            (_, None) => return None,
        };
        Some(Task { node: ix, what })
    };
    to_sign_again(framework, standing, stage).into_iter().filter_map(again).collect()
}

impl<'a, 's> Search<'a, 's> {
    fn new(framework: &'a Framework, standing: &'s Standing, signing: Signing) -> Self {
        Search {
            framework,
            standing,
            best: None,
            because: BTreeSet::new(),
            others_asked: BTreeSet::new(),
            begun: 0,
            depth: 0,
            reachable: Vec::new(),
            signing,
            settled_too_soon: false,
            choosing_anew: false,
            at_least: None,
            ends_on: None,
        }
    }

    fn run(&mut self, target: NodeIx) {
        self.go(vec![Goal::Node(target, target)], Tasks::none(self.framework));
        if self.settled_too_soon {
            self.choosing_anew = true;
            self.go(vec![Goal::Node(target, target)], Tasks::none(self.framework));
        }
    }

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
                    None => return self.found(way),
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

    /// A way that may be shorter than the best so far: that is seen in its steps. Where nodes need each other, one of them may
    /// have been settled by another that needs it.
    fn found(&mut self, mut way: Tasks<'a>) {
        if self.framework.has_circles {
            match self.turns(&way) {
                Ok(turns) => way.turns = turns,
                Err(ix) => {
                    self.settled_too_soon = true;
                    self.no_way(format!("{} is asked for on the way to itself", self.framework.node(ix).title));
                    return;
                }
            }
        }
        if self.at_least.is_some() {
            self.best = Some(way);
            return;
        }
        let is_forbidden = || way.planned.iter().zip(&self.framework.forbidden).any(|(is, not)| *is && *not);
        if way.brought.steps > 0 || is_forbidden() {
            let walked = Walked { framework: self.framework, found: self.standing, way: &way, on: self.standing.on() };
            let steps = order::in_order(walked, &[]);
            if excluded::comes_first(self.framework, &way, &steps) {
                self.no_way(LEADS_TO_NOT);
                return;
            }
            way.brought.steps = way.tasks.len() - steps.len();
            if self.best.as_ref().is_some_and(|best| way.length() >= best.length()) {
                return;
            }
        }
        self.best = Some(way);
    }

    /// Whether nothing more is done for a node.
    fn is_passed_over(&self, ix: NodeIx) -> bool {
        self.at_least.is_some_and(|of| of.passed_over.contains(&ix))
    }

    /// Adds a day that has to come first. It is not known of one how many steps it is: work may take as long.
    fn wait(&self, way: &mut Tasks<'_>, awaited: Option<Awaited>) {
        way.waits.extend(awaited.filter(|_| self.at_least.is_none()));
    }

    fn is_over(&self) -> bool {
        let most = if self.best.is_some() { enough(self.framework) } else { FAR_TOO_MANY };
        self.begun > if self.at_least.is_some() { FEW_ENOUGH } else { most }
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
        if there.is_none() && node.kind != NodeKind::OUTCOME && self.is_passed_over(ix) {
            return false;
        }
        let mut task = |what| way.tasks.extend(there.is_none().then_some(Task { node: ix, what }));
        let own = Of { node: ix, by: ix };
        match &node.kind {
            NodeKind::Element(ElementKind::Assessment) => task(What::Pass),
            NodeKind::Element(ElementKind::Course) => task(What::Complete),
            NodeKind::Element(ElementKind::Verification) => {
                task(What::AskToVerify);
                // It comes last: it is not open before what is seen at work is there.
                let seen = framework.seen_before_verifying(ix).into_iter().rev();
                goals.extend(seen.map(|first| Goal::Node(first, ix)));
            }
            NodeKind::Stage(stage) => {
                goals.extend(stage.rules().into_iter().rev().flatten().map(|rule| Goal::Rule(rule, own)));
                self.sign_again(ix, way);
            }
            NodeKind::Status(status) => {
                task(What::Apply);
                let day = self.standing.on();
                if let Some(until) = status.valid_until.filter(|until| *until <= day) {
                    let title = &node.title;
                    return self.no_way(format!("{title} is conferred only before {}", in_words(until)));
                }
                let from = status.valid_from.filter(|from| *from > day);
                self.wait(way, from.map(|day| Awaited { by: ix, day, ends: None }));
                goals.push(Goal::Way(ix));
            }
            NodeKind::Element(ElementKind::Experience) => {
                // What is there of it may have been confirmed by somebody who signed for the results of its stage, or of one
                // that rests on it.
                let planned = |stage: &&NodeIx| self.signing == Signing::Again && way.planned[stage.index()];
                let mut stages = framework.stages().iter().filter(planned);
                if stages.any(|stage| to_sign_again(framework, self.standing, *stage).contains(&ix)) {
                    task(What::ConfirmAgain);
                }
            }
            NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_) => {}
            NodeKind::StepOff { .. } | NodeKind::Route => {}
        }
        if there.is_none() {
            let again = attempts_count_again(framework, self.standing, ix);
            self.wait(way, again.map(|day| Awaited { by: ix, day, ends: None }));
        }
        goals.extend(node.rule.iter().map(|rule| Goal::Rule(rule, own)));
        goals.extend(self.required(ix, ix).map(|(rule, of)| Goal::Rule(rule, of)));
        goals.extend(node.sat_after.iter().map(|first| Goal::Node(*first, ix)));
        // What was done already counts though its stage was never entered.
        let entry = self.entry(ix, ix).filter(|_| there.is_none());
        goals.extend(entry.map(|(rule, of)| Goal::Rule(rule, of)));
        true
    }

    /// What a node requires, for the sake of one. A stage that was entered stays so, though what it required has lapsed since.
    fn required(&self, ix: NodeIx, by: NodeIx) -> Option<(&'a Rule, Of)> {
        let node = self.framework.node(ix);
        let is_entered = node.as_stage().is_some() && self.standing.is_entered(ix);
        let asks = node.requires.as_ref().filter(|_| !is_entered);
        asks.map(|rule| (rule, Of { node: ix, by }))
    }

    /// What the stage of an element or an outcome requires: neither can be begun before the stage is entered. Work counts
    /// whenever it was done.
    fn entry(&self, ix: NodeIx, by: NodeIx) -> Option<(&'a Rule, Of)> {
        let node = self.framework.node(ix);
        let is_worked = node.kind == NodeKind::Element(ElementKind::Experience);
        let is_begun = matches!(node.kind, NodeKind::Element(_) | NodeKind::OUTCOME) && !is_worked;
        let stage = node.stage.filter(|_| is_begun);
        stage.and_then(|stage| self.required(stage, by))
    }

    /// What one person signed for both keys is signed again by another, though it counts by itself. What does not count yet
    /// is planned as any other node.
    fn sign_again(&self, stage: NodeIx, way: &mut Tasks<'a>) {
        if self.signing != Signing::Again {
            return;
        }
        let mut outcomes = Vec::new();
        for task in signed_again(self.framework, self.standing, stage) {
            // Counted among the reached, so that what follows waits for it.
            if !std::mem::replace(&mut way.planned[task.node.index()], true) {
                way.tasks.push(task);
                outcomes.extend(matches!(task.what, What::Claim { .. }).then_some(task.node));
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
