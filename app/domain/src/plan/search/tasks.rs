//! What one way comes to: its tasks, and what is known of it while it is looked for.

use std::rc::Rc;

use chrono::NaiveDate;

use super::{Chosen, Goal};
use crate::framework::{Framework, Leaf, NodeIx, SpecialismIx};
use crate::plan::What;
use crate::plan::gathered::{self, Brought};
use crate::plan::wait::Awaited;

/// Room for so many tasks before another is made at once.
const MANY: usize = 64;

/// One thing still to be done.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
pub(in crate::plan) struct Task {
    pub node: NodeIx,
    pub what: What,
}

/// What one way comes to.
#[derive(Clone, Debug)]
pub(in crate::plan) struct Tasks<'f> {
    pub tasks: Vec<Task>,
    /// What is gathered by none of its own, because others bring it: what waits for it comes after them.
    pub left_out: Vec<Task>,
    /// How many of them are no steps of their own, because what they gather counts for another: as many as can be, and once
    /// the way is found as many as are.
    pub(super) brought: Brought,
    /// Pieces of work that are shown on it.
    pub(super) pieces: i64,
    /// Where it is only asked how few steps are left at least: those by which a status is held for long enough.
    pub(super) renewals: usize,
    /// Nodes that the way reaches.
    pub planned: Vec<bool>,
    /// For each node that the way reaches, the one that asked for it first; kept where nodes need each other.
    pub(super) asked_by: Vec<NodeIx>,
    /// For each node in which turn the way reaches it; kept where nodes need each other.
    pub turns: Vec<u32>,
    /// Nodes of which facts are there that count once they are open, and the first day on which those no more would.
    pub there: Vec<(NodeIx, NaiveDate)>,
    /// Nodes that can't be begun before a day.
    pub waits: Vec<Awaited>,
    pub(super) specialism: Option<SpecialismIx>,
    /// For each node, whether it counts once a specialism is chosen, and not before; empty where none is to be chosen.
    pub by_choice: Vec<bool>,
    /// Choices put off until nothing else is left to plan.
    pub(super) choices: Vec<Goal<'f>>,
    /// What was chosen, and from what.
    pub chosen: Vec<Rc<Chosen<'f>>>,
    /// For each node that the way reaches, whether it is asked for once more.
    pub again: Vec<bool>,
}

impl Tasks<'_> {
    /// A way that does nothing yet.
    pub fn none(framework: &Framework) -> Self {
        let each = || (0..framework.len() as u32).map(NodeIx);
        Tasks {
            tasks: Vec::with_capacity(MANY),
            left_out: Vec::new(),
            brought: Brought::default(),
            pieces: 0,
            renewals: 0,
            planned: vec![false; framework.len()],
            asked_by: if framework.has_circles { each().collect() } else { Vec::new() },
            turns: Vec::new(),
            there: Vec::new(),
            waits: Vec::new(),
            specialism: None,
            by_choice: Vec::new(),
            choices: Vec::new(),
            chosen: Vec::new(),
            again: vec![false; framework.len()],
        }
    }

    /// How many steps it comes to. All that is waited for is waited for at once.
    pub fn len(&self) -> usize {
        self.tasks.len() + self.renewals + usize::from(!self.waits.is_empty()) - self.brought.steps
    }

    /// The same, and how much is gathered and shown.
    pub(super) fn length(&self) -> (usize, i64) {
        (self.len(), self.brought.minutes.saturating_add(self.pieces))
    }

    /// Whether work is gathered, and could be chosen in the place of something else, or counts for other work in its own way.
    pub fn chooses_work(&self, framework: &Framework) -> bool {
        if self.tasks.iter().all(|task| task.what.gathers().is_none()) {
            return false;
        }
        let is_work = |leaf: &Leaf| leaf.kind().is_some();
        let gathered = |ix: &NodeIx| framework.node(*ix).rule.as_ref().is_some_and(|rule| rule.any_leaf(is_work));
        let is_counted_otherwise = |task: &Task| {
            let own = task.what.gathers().map(|kind| framework.experience_kind(kind));
            own.is_some_and(|own| own.counts_as.is_some() && !own.is_as_long())
        };
        if self.tasks.iter().any(is_counted_otherwise) {
            return true;
        }
        let of_work = |goal: Goal<'_>| match goal {
            Goal::Rule(rule, _) => rule.any_leaf(|leaf| is_work(leaf) || leaf.nodes().iter().any(gathered)),
            Goal::Node(ix, _) => gathered(&ix),
            Goal::Way(_) => false,
        };
        self.chosen.iter().any(|chosen| chosen.parts.iter().any(|part| of_work(part.goal)))
    }

    /// Adds something that is gathered. A way never comes to fewer steps by a further task.
    pub(super) fn gather(&mut self, task: Task, framework: &Framework) {
        // Claims for one outcome are one step, whatever asks for them.
        for own in self.tasks.iter_mut().filter(|own| own.node == task.node) {
            if let Some(both) = own.what.with_claims(task.what) {
                self.pieces += both.pieces() - own.what.pieces();
                own.what = both;
                return;
            }
        }
        self.tasks.push(task);
        self.pieces += task.what.pieces();
        if task.what.gathers().is_none() {
            return;
        }
        let now = gathered::brought(self.tasks.iter().map(|task| task.what), framework);
        let before = self.brought.steps;
        self.brought =
            Brought { steps: now.steps.clamp(before, before + 1), minutes: now.minutes.max(self.brought.minutes) };
    }

    /// Whether one of the nodes was asked for by the other, through however many between.
    pub(super) fn is_for(&self, mut ix: NodeIx, other: NodeIx) -> bool {
        while ix != other {
            match self.asked_by.get(ix.index()) {
                Some(by) if *by != ix => ix = *by,
                _ => return false,
            }
        }
        !self.asked_by.is_empty()
    }
}
