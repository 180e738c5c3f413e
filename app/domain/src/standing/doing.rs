//! What held on a day by when things were done, and since when that is known.
//!
//! What comes before an element is asked on the day of its sitting: a pass sat in March and confirmed in May allows a
//! sitting in April. That sitting counts from May, the first day on which it was known, so that no later fact ever changes
//! a past day.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::leaf;
use super::reading::{Reading, Sum};
use super::spans::Spans;
use super::validities::Acts;
use crate::framework::{Attribute, ElementKind, Leaf, Moment, Node, NodeIx, NodeKind, Rule};

/// So many facts about a node are looked at one by one.
const FEW: usize = 8;

/// What a rule came to on any day, by when things were done. What the rule asks for now is asked on each day; with
/// `but_for_now` it is as if that were there, and the specialism chosen that the rule asks for.
pub(super) struct Doing<'a> {
    rule: &'a Rule,
    reading: Reading<'a>,
    but_for_now: bool,
    /// What is gathered under the rule, each after what it needs, so that no framework is too deep.
    order: Vec<NodeIx>,
    /// What was done of nodes that are there by one act, of which there are many.
    acts: RefCell<HashMap<NodeIx, Acts>>,
    /// What does not depend on the day, each once.
    people: Vec<(Attribute, Spans)>,
    /// The day, and what it came to.
    last: Option<(NaiveDate, Spans)>,
}

impl<'a> Doing<'a> {
    pub fn new(rule: &'a Rule, reading: Reading<'a>, but_for_now: bool) -> Self {
        let framework = reading.framework;
        let (mut left, mut seen) = (Vec::new(), HashSet::new());
        let (mut order, mut people) = (Vec::new(), Vec::new());
        let mut persons = |rule: &Rule| {
            rule.walk(&mut |leaf| {
                if let Leaf::Person(attribute) = leaf
                    && !people.iter().any(|(known, _)| known == attribute)
                {
                    people.push((*attribute, leaf::person(*attribute, &reading)));
                }
            });
        };
        rule.nodes(&mut left);
        persons(rule);
        while let Some(ix) = left.pop() {
            let node = framework.node(ix);
            if is_one_act(&node.kind) || !seen.insert(ix) {
                continue;
            }
            order.push(ix);
            rules_of(node).into_iter().flatten().for_each(&mut persons);
            left.extend(framework.needs(ix));
        }
        order.sort_unstable();
        Doing { rule, reading, but_for_now, order, acts: RefCell::default(), people, last: None }
    }

    /// The days on which it is known that the rule held on a day.
    pub fn on(&mut self, day: NaiveDate) -> Spans {
        if let Some((last, spans)) = &self.last
            && *last == day
        {
            return spans.clone();
        }
        let mut on = OnDay { doing: self, reading: self.reading, day, gathered: HashMap::new() };
        for ix in &self.order {
            let spans = on.of_gathered(*ix);
            on.gathered.insert(*ix, spans);
        }
        let spans = on.rule(self.rule);
        self.last = Some((day, spans.clone()));
        spans
    }
}

/// What was done of a node that is there by one act, and counts.
pub(super) fn acts_of(ix: NodeIx, reading: &Reading<'_>) -> Acts {
    let range = reading.facts.range(ix);
    let days = reading.facts.items()[range.clone()].iter().map(|item| item.happened_on);
    Acts::new(days.zip(&reading.items[range]))
}

/// The rules of what is gathered: the keys of a stage; else what completes it, and what it requires.
fn rules_of(node: &Node) -> [Option<&Rule>; 2] {
    node.as_stage().map_or([node.rule.as_ref(), node.requires.as_ref()], |stage| stage.rules())
}

struct OnDay<'d, 'a> {
    doing: &'d Doing<'a>,
    reading: Reading<'a>,
    day: NaiveDate,
    gathered: HashMap<NodeIx, Spans>,
}

impl OnDay<'_, '_> {
    fn of_gathered(&mut self, ix: NodeIx) -> Spans {
        let node = self.reading.framework.node(ix);
        let spans = match (node.as_stage(), &node.rule) {
            // That its keys were turned by different people is known from the day on which it counts.
            (Some(_), _) => self.reading.spans(ix).ever_since(),
            (None, Some(_)) => Spans::ALWAYS,
            (None, None) => return Spans::NONE,
        };
        let inner = self.reading.of(ix);
        let outer = std::mem::replace(&mut self.reading, inner);
        let spans = rules_of(node).into_iter().flatten().fold(spans, |all, rule| all.and(&self.rule(rule)));
        self.reading = outer;
        spans
    }

    /// What it came to of a node.
    fn node(&self, ix: NodeIx) -> Spans {
        if let Some(spans) = self.gathered.get(&ix) {
            return spans.clone();
        }
        let (range, reading) = (self.reading.facts.range(ix), &self.doing.reading);
        if range.len() > FEW {
            let mut acts = self.doing.acts.borrow_mut();
            return acts.entry(ix).or_insert_with(|| acts_of(ix, reading)).on(self.day).clone();
        }
        let items = reading.facts.items()[range.clone()].iter().zip(&reading.items[range]);
        let done = items.filter(|(item, _)| item.happened_on <= self.day);
        let good = done.flat_map(|(_, validities)| validities.as_slice()).filter(|piece| self.day < piece.until);
        Spans::of(good.map(|piece| piece.known))
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
            Rule::At { moment: Moment::Now, .. } if self.doing.but_for_now => Spans::ALWAYS,
            Rule::At { moment: Moment::Now, rule } => self.reading.rule(rule).spans,
            Rule::Leaf(Leaf::Person(Attribute::Specialism(_)))
                if self.doing.but_for_now && self.reading.specialism().is_none() =>
            {
                Spans::ALWAYS
            }
            Rule::Leaf(Leaf::Person(attribute)) => {
                let known = self.doing.people.iter().find(|(known, _)| known == attribute);
                known.map_or(Spans::NONE, |(_, spans)| spans.clone())
            }
            Rule::Leaf(leaf) => leaf::value_at(leaf, self.day, &self.reading, &|ix| self.node(ix)),
        }
    }
}

/// Whether a node is there by one act: a sitting, an exemption, a verification, an award.
fn is_one_act(kind: &NodeKind) -> bool {
    kind.has_results() || matches!(kind, NodeKind::Element(ElementKind::Verification) | NodeKind::Status(_))
}
