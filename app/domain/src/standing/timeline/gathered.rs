//! What is gathered: outcomes, portfolios, experience, competencies.

use super::{Timeline, Unmet};
use crate::framework::{Node, NodeIx};
use crate::standing::State;
use crate::standing::leaf;
use crate::standing::spans::Spans;
use crate::standing::state::NodeStanding;
use crate::standing::value::{Progress, Value};

impl Timeline<'_> {
    pub(super) fn outcome(&mut self, ix: NodeIx, node: &Node) {
        let Some(examples) = &node.examples else {
            return self
                .nodes
                .push(NodeStanding::unmet(State::Blocked, Progress::one(false)));
        };
        let value = leaf::tally(examples, &self.reading().of(ix), &mut |_, _| {}).value;
        self.value(value, &Spans::ALWAYS);
        if let Some(outcome) = self.nodes.last_mut() {
            outcome.by_examples = true;
        }
    }

    /// What is gathered counts from the day on which it is enough and what it requires is there; that stays, although
    /// what it required may lapse.
    pub(super) fn gathered(&mut self, ix: NodeIx, node: &Node, open: &Spans) {
        let Some(rule) = &node.rule else {
            return self
                .nodes
                .push(NodeStanding::unmet(State::Blocked, Progress::one(false)));
        };
        let mut value = self.reading().of(ix).rule(rule);
        if node.requires.is_some() {
            value.spans = value.spans.and(&value.spans.and(open).ever_since());
            value.holds = value.spans.has(self.on);
            if !value.holds && !open.has(self.on) {
                // What a closed node has gathered does not count.
                value.progress.done = 0;
            }
        }
        self.value(value, open);
    }

    fn value(&mut self, value: Value, open: &Spans) {
        let unmet = Unmet {
            begun: value.begun,
            closed_until: None,
            lapsed_on: if value.holds { None } else { self.lapsed(&value.spans) },
        };
        self.stands(State::Met, value.spans, open, value.progress, unmet);
    }
}
