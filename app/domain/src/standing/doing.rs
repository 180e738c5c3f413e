//! What held on a day by when things were done, and since when that is known.
//!
//! What comes before an element is asked on the day of its sitting: a pass sat in March and confirmed in May allows a
//! sitting in April. That sitting counts from May, the first day on which it was known, so that no later fact ever changes
//! a past day.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::item::Item;
use super::leaf;
use super::reading::{Reading, Sum};
use super::spans::Spans;
use crate::framework::{Attribute, ElementKind, Leaf, Moment, NodeIx, NodeKind, Rule};

/// The days on which it is known that a rule held on a day, by when things were done. What the rule asks for now is asked
/// on each day; with `but_for_now` it is as if that were there, and the specialism chosen that the rule asks for.
pub(super) fn held_on(rule: &Rule, day: NaiveDate, reading: &Reading<'_>, but_for_now: bool) -> Spans {
    let mut doing = Doing { reading: *reading, day, gathered: HashMap::new(), but_for_now };
    doing.gather(rule);
    doing.rule(rule)
}

struct Doing<'a> {
    reading: Reading<'a>,
    day: NaiveDate,
    /// What is gathered under the rule, each after what it needs, so that no framework is too deep.
    gathered: HashMap<NodeIx, Spans>,
    but_for_now: bool,
}

impl Doing<'_> {
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
        let (spans, rules) = match (node.as_stage(), &node.rule) {
            // That its keys were turned by different people is known from the day on which it counts.
            (Some(stage), _) => (self.reading.spans(ix).ever_since(), stage.rules()),
            (None, Some(rule)) => (Spans::ALWAYS, [Some(rule), node.requires.as_ref()]),
            (None, None) => return Spans::NONE,
        };
        let inner = self.reading.of(ix);
        let outer = std::mem::replace(&mut self.reading, inner);
        let spans = rules.into_iter().flatten().fold(spans, |all, rule| all.and(&self.rule(rule)));
        self.reading = outer;
        spans
    }

    /// Of what is done in one act: known since the first of those that had been done by the day and was good on it counts.
    fn of_act(&self, ix: NodeIx) -> Spans {
        let acts = self.reading.facts.of(ix).iter().zip(&self.reading.items[self.reading.facts.range(ix)]);
        let good = |(item, spans): &(&Item, &Spans)| {
            let end = spans.as_slice().last().map(|span| span.until);
            item.happened_on <= self.day && end.is_some_and(|end| self.day < end)
        };
        let known = acts.filter(good).filter_map(|(_, spans)| spans.first_day()).min();
        known.map_or(Spans::NONE, Spans::since)
    }

    fn rule(&self, rule: &Rule) -> Spans {
        match rule {
            Rule::Of { least, parts } => {
                let mut sum = Sum::new(*least, parts.len());
                parts.iter().for_each(|part| sum.add(&self.rule(part), false));
                sum.end().spans
            }
            Rule::Not(part) => self.rule(part).not(),
            Rule::At { moment: Moment::Done, rule } => self.rule(rule),
            Rule::At { moment: Moment::Now, .. } if self.but_for_now => Spans::ALWAYS,
            Rule::At { moment: Moment::Now, rule } => self.reading.rule(rule).spans,
            Rule::Leaf(Leaf::Person(Attribute::Specialism(_)))
                if self.but_for_now && self.reading.specialism().is_none() =>
            {
                Spans::ALWAYS
            }
            Rule::Leaf(leaf) => {
                let doing = |ix: NodeIx| self.gathered.get(&ix).cloned().unwrap_or_else(|| self.of_act(ix));
                leaf::value_at(leaf, self.day, &self.reading, &doing)
            }
        }
    }
}

/// Whether a node is there by one act: a sitting, an exemption, a verification, an award.
fn is_one_act(kind: &NodeKind) -> bool {
    kind.has_results() || matches!(kind, NodeKind::Element(ElementKind::Verification) | NodeKind::Status(_))
}
