//! What held on a day by when things were done, and since when that is known.
//!
//! What comes before an element is asked on the day of its sitting: a pass sat in March and confirmed in May allows a
//! sitting in April. That sitting counts from May, the first day on which it was known, so that no later fact ever changes
//! a past day.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::item::Item;
use super::leaf;
use super::reading::Reading;
use super::spans::Spans;
use super::value::Sum;
use crate::framework::{Attribute, ElementKind, Fold, Leaf, Moment, NodeIx, NodeKind, Rule};

/// The days on which it is known that a rule held on a day, by when things were done. What the rule asks for now is asked
/// on each day.
pub(super) fn held_on(rule: &Rule, day: NaiveDate, reading: &Reading<'_>) -> Spans {
    Doing::read(rule, day, *reading, false)
}

/// The same, as if all that the rule asks for now were there, and the specialism chosen that it asks for.
pub(super) fn held_on_but_for_now(rule: &Rule, day: NaiveDate, reading: &Reading<'_>) -> Spans {
    Doing::read(rule, day, *reading, true)
}

struct Doing<'a> {
    reading: Reading<'a>,
    day: NaiveDate,
    /// What is gathered under the rule, each after what it needs, so that no framework is too deep.
    gathered: HashMap<NodeIx, Spans>,
    but_for_now: bool,
}

impl<'a> Doing<'a> {
    fn read(rule: &Rule, day: NaiveDate, reading: Reading<'a>, but_for_now: bool) -> Spans {
        let mut doing = Doing { reading, day, gathered: HashMap::new(), but_for_now };
        doing.gather(rule);
        rule.fold(&mut doing)
    }

    fn gather(&mut self, rule: &Rule) {
        let framework = self.reading.framework;
        let (mut left, mut found) = (Vec::new(), Vec::new());
        rule.nodes(&mut left);
        while let Some(ix) = left.pop() {
            if is_one_act(&framework.node(ix).kind) || self.gathered.insert(ix, Spans::NONE).is_some() {
                continue;
            }
            found.push(ix);
            left.extend(framework.needs(ix));
        }
        found.sort_unstable();
        for ix in found {
            let spans = self.of_gathered(ix);
            self.gathered.insert(ix, spans);
        }
    }

    fn of_gathered(&mut self, ix: NodeIx) -> Spans {
        let node = self.reading.framework.node(ix);
        let inner = |doing: &mut Self, rule: &Rule| {
            let outer = doing.reading;
            doing.reading = outer.of(ix);
            let spans = rule.fold(doing);
            doing.reading = outer;
            spans
        };
        let (mut spans, rules) = if let NodeKind::Stage(stage) = &node.kind {
            // That its keys were turned by different people is known from the day on which it counts.
            let spans = self.reading.nodes[ix.index()].spans.ever_since();
            (spans, [stage.results.rule(), stage.employer.rule()])
        } else if node.rule.is_some() {
            (Spans::ALWAYS, [node.rule.as_ref(), node.requires.as_ref()])
        } else {
            return Spans::NONE;
        };
        for rule in rules.into_iter().flatten() {
            spans = spans.and(&inner(self, rule));
        }
        spans
    }

    /// Of what is done in one act: known since the first of those that had been done by the day and was good on it counts.
    fn of_act(&self, ix: NodeIx) -> Spans {
        let range = self.reading.facts.range(ix);
        let acts = self.reading.facts.of(ix).iter().zip(&self.reading.items[range]);
        let good = |(item, spans): &(&Item, &Spans)| {
            let end = spans.as_slice().last().map(|span| span.until);
            item.happened_on <= self.day && end.is_some_and(|end| self.day < end)
        };
        let known = acts.filter(good).filter_map(|(_, spans)| spans.first_day()).min();
        known.map_or(Spans::NONE, Spans::since)
    }
}

/// Whether a node is there by one act: a sitting, an exemption, a verification, an award.
fn is_one_act(kind: &NodeKind) -> bool {
    match kind {
        NodeKind::Element(ElementKind::Assessment | ElementKind::Course | ElementKind::Verification)
        | NodeKind::Status(_) => true,
        NodeKind::Element(ElementKind::Portfolio | ElementKind::Experience)
        | NodeKind::Stage(_)
        | NodeKind::Competency(_)
        | NodeKind::StepOff { .. }
        | NodeKind::Route => false,
    }
}

impl<'r> Fold<'r> for Doing<'_> {
    type Value = Spans;
    type Sum = Sum;

    fn leaf(&mut self, _: &'r Rule, leaf: &'r Leaf) -> Spans {
        if self.but_for_now
            && let Leaf::Person(Attribute::Specialism(_)) = leaf
            && self.reading.facts.specialism(self.reading.on, self.reading.known).is_none()
        {
            return Spans::ALWAYS;
        }
        let doing = |ix: NodeIx| match self.gathered.get(&ix) {
            Some(spans) => spans.clone(),
            None => self.of_act(ix),
        };
        leaf::value_at(leaf, self.day, &self.reading, &doing)
    }

    fn begin(&mut self, least: u32, parts: usize) -> Sum {
        Sum::new(least, parts)
    }

    fn add(&mut self, sum: &mut Sum, part: Spans) {
        sum.add(&part, false);
    }

    fn end(&mut self, _: &'r Rule, sum: Sum) -> Spans {
        sum.end().spans
    }

    fn not(&mut self, _: &'r Rule, part: Spans) -> Spans {
        part.not()
    }

    fn at(&mut self, _: &'r Rule, moment: Moment, part: &'r Rule) -> Spans {
        match moment {
            Moment::Done => part.fold(self),
            Moment::Now if self.but_for_now => Spans::ALWAYS,
            Moment::Now => self.reading.rule(part).spans,
        }
    }
}
