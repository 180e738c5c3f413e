use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Facts;
use super::item::{FactVerdict, Item};
use super::reading::Reading;
use super::spans::{NEVER, Spans};
use super::timeline::day_or_none;
use super::validities::Validities;
use super::{Explanation, leaf};
use crate::codes;
use crate::framework::{ElementKind, Framework, KeyRule, NodeIx, NodeKind, Rule, SpecialismIx, Stage};

codes::words! {
    /// How a node stands on one day. In the order of the legend.
    #[derive(Hash)]
    State {
        /// All it asks is there and counts.
        Met = "met",
        /// A status in force.
        Held = "held",
        /// Counted without being met, by a decision of the body.
        Exempt = "exempt",
        /// Something is there, not yet enough.
        InProgress = "in progress",
        /// Open to be begun; for a step-off, open to be applied for.
        Available = "available",
        /// What it requires first is not there.
        Blocked = "blocked",
        /// It counted, and lapsed by the passing of time.
        Expired = "expired",
    }
}

impl State {
    /// Whether a rule that names the node is satisfied.
    pub fn counts(self) -> bool {
        matches!(self, State::Met | State::Exempt | State::Held)
    }
}

/// One of the two keys of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// Formal results.
    Results,
    /// The employer's verification of competence at work.
    Employer,
}

/// How one key of a stage stands.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyStanding {
    /// Whether it is turned.
    pub turned: bool,
    /// Since when it is turned.
    pub since: Option<NaiveDate>,
    /// Why it is not turned although its parts are there, or why there is no such key.
    pub because: Option<KeyProblem>,
}

/// Why a key stands as it does, where its parts do not say it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyProblem {
    /// The framework gives the stage no such key; the text is its author's reason.
    Absent(String),
    /// The keys would not turn without this person on both sides: who verified, or confirmed the experience, also
    /// confirmed a result, or decided an exemption, that the other key depends on.
    SamePerson(String),
    /// Too many people signed on both sides to tell who signed for which key. The key stays turned.
    NotProved,
}

/// How a node stands, and on which days it counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NodeStanding {
    pub state: State,
    pub until: Option<NaiveDate>,
    /// Whether anything of it is begun, whatever it requires.
    pub begun: bool,
    /// The days on which it counts.
    pub spans: Spans,
}

impl NodeStanding {
    /// Whether anything of it is begun, or all of it is there.
    pub fn is_begun(&self) -> bool {
        self.begun || self.state.counts()
    }
}

/// How one key stands, and on which days it turns.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeyTurns {
    pub turned: bool,
    pub spans: Spans,
    pub because: Option<KeyProblem>,
}

/// Where one person stands in one framework on one day. Made by [`standing`](super::standing).
#[derive(Clone, Debug)]
pub struct Standing {
    pub(crate) facts: Facts,
    pub(crate) on: NaiveDate,
    pub(crate) known: NaiveDate,
    pub(crate) nodes: Vec<NodeStanding>,
    /// For each item about an element or a status, what is known of its being good for it.
    pub(crate) items: Vec<Validities>,
    /// For each stage, in the framework's order of stages: results, employer.
    pub(crate) keys: Vec<(NodeIx, [KeyTurns; 2])>,
    /// For each node, the days on which what it requires is there; a stage is entered on them.
    pub(crate) open: Vec<Spans>,
    pub(crate) effective_from: NaiveDate,
}

impl Standing {
    /// The day it was read for.
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// The day whose knowledge it was read with.
    pub fn known(&self) -> NaiveDate {
        self.known
    }

    /// The specialism that is chosen.
    pub fn specialism(&self) -> Option<SpecialismIx> {
        self.facts.specialism(self.on, self.known)
    }

    /// Whether this version of the framework is in force on the day. It may be tried out before.
    pub fn is_in_force(&self) -> bool {
        self.effective_from <= self.on
    }

    /// The days on which the node counts: met, exempt or held.
    ///
    /// Days after the day of reading hold if nothing more were done.
    pub fn spans(&self, ix: NodeIx) -> &Spans {
        &self.nodes[ix.index()].spans
    }

    /// The next day on which a node comes to count or ceases to, if nothing more were done.
    pub fn next_change(&self) -> Option<NaiveDate> {
        self.nodes.iter().filter_map(|node| node.spans.next_change(self.on)).min()
    }

    /// Whether a rule holds on the day.
    pub fn holds(&self, framework: &Framework, rule: &Rule) -> bool {
        self.reading(framework).rule(rule).spans.has(self.on)
    }

    /// The first day on which a rule that holds on the day does so no more, if nothing more were done; the last day there is
    /// where there is none.
    pub(crate) fn holds_until(&self, framework: &Framework, rule: &Rule) -> Option<NaiveDate> {
        self.reading(framework).rule(rule).spans.at(self.on).map(|span| span.until)
    }

    /// Whether an element is exempt by a decision, passed or not.
    pub(crate) fn is_exempt(&self, framework: &Framework, ix: NodeIx) -> bool {
        leaf::exempt(ix, &self.reading(framework)).has(self.on)
    }

    /// To read more rules from the same.
    pub(super) fn reading<'a>(&'a self, framework: &'a Framework) -> Reading<'a> {
        Reading { framework, facts: &self.facts, standing: self, without: &[] }
    }

    /// How the node stands.
    ///
    /// # Panics
    /// As every method here: when the index comes from a larger framework than the standing.
    pub fn state(&self, ix: NodeIx) -> State {
        self.nodes[ix.index()].state
    }

    /// The day of the last sitting of an element that was failed, as it is confirmed, where no pass of it counts.
    pub fn failed_on(&self, ix: NodeIx) -> Option<NaiveDate> {
        let failed = |item: &&Item| item.verdict(self.on, self.known) == FactVerdict::Failed;
        let sat = self.facts.of(ix).iter().filter(failed).map(|item| item.happened_on);
        sat.max().filter(|_| !self.state(ix).counts())
    }

    /// Whether a status is conferred on the day of reading.
    pub(crate) fn is_conferred(&self, status: NodeIx) -> bool {
        self.facts.of(status).iter().any(|item| item.happened_on == self.on)
    }

    /// The first day of the unbroken run of days on which the node counts, that holds the day of reading. None where it
    /// always counted.
    pub fn since(&self, ix: NodeIx) -> Option<NaiveDate> {
        let node = &self.nodes[ix.index()];
        node.spans.at(self.on).and_then(|span| day_or_none(span.from))
    }

    /// The first day on which the node no longer counts by the mere passing of time; for an expired node, the day it
    /// lapsed.
    pub fn until(&self, ix: NodeIx) -> Option<NaiveDate> {
        self.nodes[ix.index()].until
    }

    /// The ids of the facts that count for this node itself on the day, those about one thing oldest first.
    pub fn counted(&self, framework: &Framework, ix: NodeIx) -> Vec<&str> {
        let positions = self.counted_at(framework, ix);
        positions.into_iter().map(|at| self.facts.file().id_of(&self.facts.items()[at])).collect()
    }

    /// The positions of those facts.
    pub(crate) fn counted_at(&self, framework: &Framework, ix: NodeIx) -> Vec<usize> {
        let node = framework.node(ix);
        let reading = &self.reading(framework);
        let is_open = || self.is_open(ix) || self.state(ix).counts();
        let mut positions = if node.kind.has_results()
            || matches!(node.kind, NodeKind::Element(ElementKind::Verification) | NodeKind::Status(_))
        {
            self.facts.range(ix).filter(|at| self.items[*at].counts().has(self.on)).collect()
        } else {
            // A fact that a closed node has gathered does not count.
            let rule = node.rule.as_ref().filter(|_| is_open());
            rule.map_or(Vec::new(), |rule| Explanation::of(rule, reading).items())
        };
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// Whether what the node requires first is there; of a stage, whether it is entered.
    pub fn is_open(&self, ix: NodeIx) -> bool {
        self.open[ix.index()].has(self.on)
    }

    /// Whether what a stage requires is there or it is entered, and stays so.
    pub(crate) fn is_entered(&self, stage: NodeIx) -> bool {
        self.open[stage.index()].at(self.on).is_some_and(|span| span.until == NEVER)
    }

    /// How one key of a stage stands; of anything but a stage, a key that is not turned and asks for nothing.
    pub fn key(&self, stage: NodeIx, key: Key) -> KeyStanding {
        let Some((_, keys)) = self.keys.iter().find(|(ix, _)| *ix == stage) else {
            return KeyStanding { turned: false, since: None, because: None };
        };
        let key = &keys[key as usize];
        let since = key.spans.at(self.on).filter(|_| key.turned).and_then(|span| day_or_none(span.from));
        KeyStanding { turned: key.turned, since, because: key.because.clone() }
    }
}

impl Stage {
    /// One of its keys.
    pub fn key(&self, key: Key) -> &KeyRule {
        match key {
            Key::Results => &self.results,
            Key::Employer => &self.employer,
        }
    }
}
