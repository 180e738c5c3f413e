use std::sync::Arc;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::framework::NodeIx;

/// How a node stands on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// All it asks is there and counts.
    Met,
    /// Counted without being met, by a decision of the body.
    Exempt,
    /// Something is there, not yet enough.
    InProgress,
    /// Open to be begun; for a step-off, open to be applied for.
    Available,
    /// What it requires first is not there.
    Blocked,
    /// It was met, and lapsed.
    Expired,
    /// A status in force.
    Held,
}

impl State {
    /// Every state, in the order of the legend.
    pub const ALL: [State; 7] = [
        State::Met,
        State::Held,
        State::Exempt,
        State::InProgress,
        State::Available,
        State::Blocked,
        State::Expired,
    ];

    /// The word a person reads.
    pub fn word(self) -> &'static str {
        match self {
            State::Met => "met",
            State::Exempt => "exempt",
            State::InProgress => "in progress",
            State::Available => "available",
            State::Blocked => "blocked",
            State::Expired => "expired",
            State::Held => "held",
        }
    }

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
    /// How many of its parts are there.
    pub done: u32,
    /// How many parts it has.
    pub of: u32,
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
    /// confirmed a result, or decided an exemption, on which the other key rests.
    SamePerson(String),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct NodeStanding {
    pub state: State,
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub done: u32,
    pub of: u32,
    /// Range in `Standing::counted`.
    pub counted: (u32, u32),
}

/// Where one person stands in one framework on one day. Made by [`standing`](super::standing).
#[derive(Clone, Debug)]
pub struct Standing {
    pub(crate) on: NaiveDate,
    pub(crate) nodes: Vec<NodeStanding>,
    pub(crate) counted: Vec<u32>,
    pub(crate) fact_ids: Arc<[String]>,
    /// For each stage, in the framework's order of stages: results, employer.
    pub(crate) keys: Vec<(NodeIx, [KeyStanding; 2])>,
    /// For each node, whether its `requires` holds.
    pub(crate) open: Vec<bool>,
}

impl Standing {
    /// The day it was read for.
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// How the node stands.
    ///
    /// # Panics
    /// As every method here: when the index comes from a larger framework than the standing.
    pub fn state(&self, ix: NodeIx) -> State {
        self.nodes[ix.index()].state
    }

    /// The day since which the node counts: met, exempt or held.
    pub fn since(&self, ix: NodeIx) -> Option<NaiveDate> {
        self.nodes[ix.index()].since
    }

    /// The first day on which the node no longer counts by the mere passing of time; for an expired node, the day it
    /// lapsed.
    pub fn until(&self, ix: NodeIx) -> Option<NaiveDate> {
        self.nodes[ix.index()].until
    }

    /// The ids of the facts that counted for this node itself, oldest first.
    pub fn counted(&self, ix: NodeIx) -> impl Iterator<Item = &str> {
        let (from, until) = self.nodes[ix.index()].counted;
        self.counted[from as usize..until as usize]
            .iter()
            .map(|fact| self.fact_ids[*fact as usize].as_str())
    }

    /// How far the node is: parts that are there, and parts in all.
    pub fn progress(&self, ix: NodeIx) -> (u32, u32) {
        let node = &self.nodes[ix.index()];
        (node.done, node.of)
    }

    /// Whether what the node requires first is there.
    pub fn is_open(&self, ix: NodeIx) -> bool {
        self.open[ix.index()]
    }

    /// How one key of a stage stands; of anything but a stage, a key that is not turned and asks for nothing.
    pub fn key(&self, stage: NodeIx, key: Key) -> KeyStanding {
        let found = self.keys.iter().find(|(ix, _)| *ix == stage);
        match found {
            Some((_, [results, employer])) => match key {
                Key::Results => results.clone(),
                Key::Employer => employer.clone(),
            },
            None => KeyStanding {
                turned: false,
                done: 0,
                of: 0,
                since: None,
                because: None,
            },
        }
    }
}
