//! What is there by one act: a pass, an exemption, a verification, an award.

use chrono::NaiveDate;

use super::{Timeline, Unmet};
use crate::framework::{Node, NodeIx};
use crate::standing::State;
use crate::standing::doing::held_on;
use crate::standing::item::{FactKind, FactVerdict};
use crate::standing::sittings;
use crate::standing::spans::Spans;

impl Timeline<'_> {
    /// Notes the days on which an item counts for its node: of those by itself, the ones on which it is known that what the
    /// node requires was there when it was done.
    fn counts(&mut self, at: usize, node: &Node, by_itself: Spans, all: &mut Spans) {
        let day = self.facts.items()[at].happened_on;
        self.standing.items[at] = match &node.requires {
            Some(rule) if !by_itself.is_empty() => by_itself.and(&held_on(rule, day, &self.reading(), false)),
            _ => by_itself,
        };
        *all = all.or(&self.items[at]);
    }

    /// The days on which an item about a node counts by itself.
    fn by_itself(&self, ix: NodeIx, at: usize) -> Spans {
        let item = &self.facts.items()[at];
        let left_out = self.without.as_ref().is_some_and(|without| without.has(ix, item));
        if left_out { Spans::NONE } else { Spans::One(item.counts(self.known)) }
    }

    pub(super) fn assessed(&mut self, ix: NodeIx, node: &Node, open: &Spans) {
        let range = self.facts.range(ix);
        if range.is_empty() {
            return self.stands(State::Available, Spans::NONE, open, Unmet::default());
        }
        let (mut exempt, mut passed) = (Spans::NONE, Spans::NONE);
        let simple = sittings::is_simple(node);
        for at in range {
            if self.facts.items()[at].kind == FactKind::Exemption {
                self.standing.items[at] = self.by_itself(ix, at);
                exempt = exempt.or(&self.items[at]);
            } else if simple {
                self.counts(at, node, self.by_itself(ix, at), &mut passed);
            } else {
                self.standing.items[at] = Spans::NONE;
            }
        }
        if !simple {
            for (at, spans) in sittings::passes(ix, &self.reading().of(ix)) {
                self.counts(at, node, spans, &mut passed);
            }
        }
        let spans = exempt.or(&passed);
        let state = if passed.has(self.on) { State::Met } else { State::Exempt };
        let unmet = if spans.has(self.on) { Unmet::begun(true) } else { self.not_passed(ix) };
        self.stands(state, spans, open, unmet);
    }

    fn not_passed(&self, ix: NodeIx) -> Unmet {
        let reading = &self.reading().of(ix);
        let (mut tried, mut lapsed): (Option<NaiveDate>, Option<(NaiveDate, NaiveDate)>) = (None, None);
        for at in sittings::results(ix, reading) {
            let item = &self.facts.items()[at];
            // What was voided or replaced is as if it had not been.
            let verdict = item.verdict(self.on, self.known);
            if reading.leaves_out(item) || matches!(verdict, FactVerdict::NotThere | FactVerdict::Corrected(_)) {
                continue;
            }
            match self.lapsed(&self.items[at]) {
                Some(day) => lapsed = lapsed.max(Some((day, item.happened_on))),
                None => tried = tried.max(Some(item.happened_on)),
            }
        }
        // A try after the pass that lapsed is a new beginning; one before it is history.
        let lapsed = lapsed.filter(|(_, sat_on)| tried.is_none_or(|tried| tried <= *sat_on));
        Unmet {
            begun: tried.is_some() || lapsed.is_some(),
            closed_until: sittings::closed_until(ix, reading),
            lapsed_on: lapsed.map(|(day, _)| day),
        }
    }

    pub(super) fn verified(&mut self, ix: NodeIx, node: &Node, open: &Spans) {
        let mut spans = Spans::NONE;
        for at in self.facts.range(ix) {
            self.counts(at, node, self.by_itself(ix, at), &mut spans);
        }
        let unmet = self.lapsed_or(&spans, false);
        self.stands(State::Met, spans, open, unmet);
    }

    /// An award is held from its day until it ends. Awards that touch or overlap are held without a break.
    pub(super) fn status(&mut self, ix: NodeIx) {
        let mut spans = Spans::NONE;
        for at in self.facts.range(ix) {
            self.standing.items[at] = Spans::One(self.facts.items()[at].counts(self.known));
            spans = spans.or(&self.items[at]);
        }
        let open = self.framework.needs(ix).iter().any(|way| self.state(*way) == State::Available);
        let unmet = self.lapsed_or(&spans, false);
        // That it has lapsed is said although it can't be applied for.
        let open = if open || unmet.lapsed_on.is_some() { Spans::ALWAYS } else { Spans::NONE };
        self.stands(State::Held, spans, &open, unmet);
    }

    pub(super) fn step_off(&mut self, status: NodeIx, open: &Spans) {
        let held = Spans::of(self.facts.of(status).iter().map(|item| item.counts(self.known)));
        let status = self.framework.node(status).as_status();
        let title_in_use = status.is_some_and(|status| {
            status.valid_from.is_none_or(|from| from <= self.on)
                && status.valid_until.is_none_or(|until| self.on < until)
        });
        let open = if title_in_use { open } else { &Spans::NONE };
        self.stands(State::Met, held, open, Unmet::default());
    }
}
