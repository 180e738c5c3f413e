//! What is there by one act: a pass, an exemption, a verification, an award.

use std::ops::Range;

use chrono::NaiveDate;

use super::{Timeline, Unmet};
use crate::framework::{Node, NodeIx};
use crate::standing::State;
use crate::standing::asked_then::AskedThen;
use crate::standing::doing::{ButFor, Doing, asks_of_the_day_of_reading};
use crate::standing::item::{FactVerdict, Item};
use crate::standing::sittings::{self, Sittings};
use crate::standing::spans::{NEVER, Span, Spans};
use crate::standing::terms::terms;
use crate::standing::validities::Validities;

impl Timeline<'_> {
    /// Notes what is known of the facts of a node: of each by itself, and as far as it is known that what the node requires
    /// was there when it was done. Gives the days on which any of them counts.
    fn note(&mut self, node: &Node, mut facts: Vec<(usize, Validities)>) -> Spans {
        let mut all = All::default();
        if let Some(rule) = &node.requires {
            let mut doing = Doing::new(rule, self.reading(), ButFor::Nothing, &self.worked);
            let changes = self.facts.specialisms().changes() || self.facts.file().joined_on.changes();
            let asks_later = rule.asks_now() || changes && asks_of_the_day_of_reading(rule);
            let mut but_for = asks_later.then(|| {
                let but_for = Doing::new(rule, self.reading(), ButFor::Reading, &self.worked);
                (but_for, AskedThen::new(rule, self.reading(), &self.worked))
            });
            for (at, validities) in facts.iter_mut().filter(|(_, validities)| !validities.is_empty()) {
                let Item { happened_on: day, signer, .. } = self.facts.items()[*at];
                let holds = doing.on(day);
                *validities = match &mut but_for {
                    Some((doing, then)) => {
                        // What lies in another window of a set is no help there.
                        if node.whole_set().is_some() {
                            then.forget();
                        }
                        let may_count = doing.on(day);
                        let counting = validities.and_while(&may_count, &holds);
                        then.known_later((day, signer), &validities.and(&may_count), counting)
                    }
                    None => validities.and(&holds),
                };
            }
        }
        for (at, validities) in facts {
            all.add(&validities);
            self.standing.items[at] = validities;
        }
        all.spans()
    }

    /// The same of facts that count by themselves.
    fn note_simple(&mut self, node: &Node, range: Range<usize>) -> Spans {
        if node.requires.is_some() {
            let facts = range.map(|at| (at, self.by_itself(at))).collect();
            return self.note(node, facts);
        }
        let mut all = All::default();
        for at in range {
            let validities = self.by_itself(at);
            all.add(&validities);
            self.standing.items[at] = validities;
        }
        all.spans()
    }

    /// What is known of an item about a node by itself.
    fn by_itself(&self, at: usize) -> Validities {
        Validities::One(self.facts.items()[at].validity(self.known))
    }

    pub(super) fn assessed(&mut self, ix: NodeIx, node: &Node, open: &Spans) {
        let range = self.facts.range(ix);
        if range.is_empty() {
            return self.stands(State::Available, Spans::NONE, open, Unmet::default());
        }
        let results = sittings::results(ix, &self.reading());
        let mut exempt = All::default();
        for at in range.start..results.start {
            self.standing.items[at] = self.by_itself(at);
            exempt.add(&self.items[at]);
        }
        let passed = if sittings::is_simple(node) {
            self.note_simple(node, results)
        } else {
            results.for_each(|at| self.standing.items[at] = Validities::NONE);
            let passes = Sittings::new(ix, &self.reading()).passes();
            self.note(node, passes)
        };
        let spans = exempt.spans().or(&passed);
        let state = if passed.has(self.on) { State::Met } else { State::Exempt };
        let unmet = if spans.has(self.on) { Unmet::begun(true) } else { self.not_passed(ix, &spans) };
        self.stands(state, spans, open, unmet);
    }

    fn not_passed(&self, ix: NodeIx, counted: &Spans) -> Unmet {
        let reading = &self.reading();
        let mut sat = sittings::results(ix, reading).map(|at| &self.facts.items()[at]);
        // A pass that a rule keeps from counting begins nothing.
        let waits =
            |item: &Item| matches!(item.verdict(self.on, self.known), FactVerdict::Failed | FactVerdict::Waiting);
        let lapsed_on = self.lapsed(ix, counted);
        let limited = self.framework.node(ix).attempts.is_some();
        Unmet {
            begun: sat.any(waits) || lapsed_on.is_some(),
            closed_until: if limited { Sittings::new(ix, reading).closed_until() } else { None },
            lapsed_on,
        }
    }

    pub(super) fn verified(&mut self, ix: NodeIx, node: &Node, open: &Spans) {
        let spans = self.note_simple(node, self.facts.range(ix));
        let unmet = self.lapsed_or(ix, &spans, false);
        self.stands(State::Met, spans, open, unmet);
    }

    /// An award is held from its day until it ends. Awards that touch or overlap are held without a break.
    pub(super) fn status(&mut self, ix: NodeIx) {
        let mut held = All::default();
        for (at, validities) in self.facts.range(ix).zip(terms(ix, &self.reading())) {
            held.add(&validities);
            self.standing.items[at] = validities;
        }
        let spans = held.spans();
        let unmet = self.lapsed_or(ix, &spans, false);
        self.stands(State::Held, spans, &Spans::ALWAYS, unmet);
    }

    /// A step-off is met while its status is held, unless the status is extended by a further award: then it is open again as
    /// soon as what it asks for is there.
    pub(super) fn step_off(&mut self, ix: NodeIx, open: &Spans) {
        let mut held = All::default();
        terms(ix, &self.reading()).iter().for_each(|validities| held.add(validities));
        let status = self.framework.node(ix).as_status();
        let title_in_use = status.map_or(Span::ALWAYS, |status| Span {
            from: status.valid_from.unwrap_or(NaiveDate::MIN),
            until: status.valid_until.unwrap_or(NEVER),
        });
        let open = open.and(&Spans::One(title_in_use));
        let again = status.is_some_and(|status| status.extends);
        let held = if again { held.spans().and(&open.not()) } else { held.spans() };
        self.stands(State::Met, held, &open, Unmet::default());
    }
}

/// The days on which any of many facts counts.
struct All {
    /// While all of them lie in one span; nearly always.
    one: Option<Span>,
    others: Vec<Span>,
    /// The days of most of them.
    joined: Spans,
}

impl Default for All {
    fn default() -> Self {
        All { one: None, others: Vec::new(), joined: Spans::NONE }
    }
}

impl All {
    fn add(&mut self, validities: &Validities) {
        let counts = validities.counts();
        // Many facts may count on the same thousands of days.
        if counts.as_slice().len() > 1 && self.joined.and(&counts) == counts {
            return;
        }
        for span in counts.as_slice() {
            match &mut self.one {
                None => self.one = Some(*span),
                Some(one) if span.from <= one.until && one.from <= span.until => {
                    *one = Span { from: one.from.min(span.from), until: one.until.max(span.until) };
                }
                Some(_) => self.others.push(*span),
            }
        }
        if self.others.len() > 2 * self.joined.as_slice().len() + 64 {
            self.joined = Spans::of(self.others.drain(..).chain(self.one));
            self.others.extend(self.joined.as_slice());
        }
    }

    fn spans(self) -> Spans {
        match (self.one, self.others.is_empty()) {
            (one, true) => one.map_or(Spans::NONE, Spans::One),
            (one, false) => Spans::of(self.others.into_iter().chain(one)),
        }
    }
}
