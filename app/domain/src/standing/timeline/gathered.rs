//! What is gathered: outcomes, portfolios, experience, competencies.

use super::Timeline;
use crate::framework::{Node, NodeIx};
use crate::standing::State;
use crate::standing::spans::Spans;
use crate::standing::state::NodeStanding;

impl Timeline<'_> {
    /// What is gathered counts from the day on which it is enough and what it requires is there; that stays, although
    /// what it required may lapse.
    pub(super) fn gathered(&mut self, ix: NodeIx, node: &Node, open: &Spans) {
        let Some(rule) = &node.rule else {
            return self.nodes.push(NodeStanding::unmet(State::Blocked));
        };
        let mut value = self.reading().of(ix).rule(rule);
        if node.requires.is_some() {
            value.spans = value.spans.and(&value.spans.and(open).ever_since());
        }
        let unmet = self.lapsed_or(&value.spans, value.begun);
        self.stands(State::Met, value.spans, open, unmet);
    }
}
