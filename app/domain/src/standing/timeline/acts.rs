//! What is there by one act: a pass, an exemption, a verification, an award.

use chrono::NaiveDate;

use super::{Timeline, Unmet};
use crate::framework::{Node, NodeIx};
use crate::standing::State;
use crate::standing::doing::held_on;
use crate::standing::item::{FactKind, FactVerdict, Item};
use crate::standing::sittings;
use crate::standing::spans::Spans;

impl Timeline<'_> {
    fn leaves_out(&self, ix: NodeIx, item: &Item) -> bool {
        self.without.is_some_and(|without| without.nodes[ix.index()] && without.people.contains(&item.signer))
    }

    /// The days on which it is known that what an element requires was there on a day.
    fn required(&self, node: &Node, day: NaiveDate) -> Spans {
        let rule = node.requires.as_ref();
        rule.map_or(Spans::ALWAYS, |rule| held_on(rule, day, &self.reading()))
    }

    pub(super) fn assessed(&mut self, ix: NodeIx, node: &Node, open: &Spans) {
        let range = self.facts.range(ix);
        if range.is_empty() {
            return self.stands(State::Available, Spans::NONE, open, Unmet::default());
        }
        let (mut exempt, mut passed) = (Spans::NONE, Spans::NONE);
        for at in range.clone() {
            let item = &self.facts.items()[at];
            if item.kind == FactKind::Exemption && !self.leaves_out(ix, item) {
                self.items[at] = Spans::One(item.counts(self.known));
                exempt = exempt.or(&self.items[at]);
            }
        }
        if sittings::is_simple(node) {
            for at in range {
                let item = &self.facts.items()[at];
                if item.kind == FactKind::Result && !self.leaves_out(ix, item) {
                    self.passed(at, node, Spans::One(item.counts(self.known)), &mut passed);
                }
            }
        } else {
            let mut passes: Vec<(usize, Spans)> = Vec::new();
            sittings::passes(ix, &self.reading().of(ix), &mut |at, spans| passes.push((at, spans)));
            for (at, spans) in passes {
                self.passed(at, node, spans, &mut passed);
            }
        }
        let spans = exempt.or(&passed);
        let state = if passed.has(self.on) { State::Met } else { State::Exempt };
        let unmet = if spans.has(self.on) { Unmet::begun(true) } else { self.not_passed(ix) };
        self.stands(state, spans, open, unmet);
    }

    /// Notes the days on which a pass counts: of those by its sittings, the ones on which what it requires was there.
    fn passed(&mut self, at: usize, node: &Node, by_sittings: Spans, passed: &mut Spans) {
        self.items[at] = if node.requires.is_some() && !by_sittings.is_empty() {
            by_sittings.and(&self.required(node, self.facts.items()[at].happened_on))
        } else {
            by_sittings
        };
        *passed = passed.or(&self.items[at]);
    }

    fn not_passed(&self, ix: NodeIx) -> Unmet {
        let reading = &self.reading().of(ix);
        let (mut tried, mut lapsed): (Option<NaiveDate>, Option<(NaiveDate, NaiveDate)>) = (None, None);
        for at in sittings::results(ix, reading) {
            let item = &self.facts.items()[at];
            if reading.leaves_out(item) {
                continue;
            }
            let verdict = item.verdict(self.on, self.known);
            // What was voided or replaced is as if it had not been.
            if matches!(verdict, FactVerdict::NotThere | FactVerdict::Corrected(_)) {
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
            let item = &self.facts.items()[at];
            if self.leaves_out(ix, item) {
                self.items[at] = Spans::NONE;
                continue;
            }
            let required = self.required(node, item.happened_on);
            self.items[at] = Spans::One(item.counts(self.known)).and(&required);
            spans = spans.or(&self.items[at]);
        }
        let unmet = self.lapsed_or(&spans, false);
        self.stands(State::Met, spans, open, unmet);
    }

    /// An award is held from its day until it ends. Awards that touch or overlap are held without a break.
    pub(super) fn status(&mut self, ix: NodeIx) {
        let mut spans = Spans::NONE;
        for at in self.facts.range(ix) {
            self.items[at] = Spans::One(self.facts.items()[at].counts(self.known));
            spans = spans.or(&self.items[at]);
        }
        let ways = self.framework.needs(ix).iter();
        let open = ways.into_iter().any(|way| self.nodes[way.index()].state == State::Available);
        let unmet = self.lapsed_or(&spans, false);
        // That it has lapsed is said although it can't be applied for.
        let open = if open || unmet.lapsed_on.is_some() { Spans::ALWAYS } else { Spans::NONE };
        self.stands(State::Held, spans, &open, unmet);
    }

    pub(super) fn step_off(&mut self, status: NodeIx, open: &Spans) {
        let held = self.facts.of(status).iter().map(|item| item.counts(self.known));
        let held = Spans::of(held);
        let title_in_use = self.framework.node(status).as_status().is_some_and(|status| {
            status.valid_from.is_none_or(|from| from <= self.on)
                && status.valid_until.is_none_or(|until| self.on < until)
        });
        let open = if title_in_use { open.clone() } else { Spans::NONE };
        self.stands(State::Met, held, &open, Unmet::default());
    }
}
