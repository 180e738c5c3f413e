//! What held on a day by when things were done, and since when that is known.
//!
//! What comes before an element is asked on the day of its sitting: a pass sat in March and confirmed in May allows a
//! sitting in April. That sitting counts from May, the first day on which it was known, so that no later fact ever changes
//! a past day.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use chrono::NaiveDate;

use super::deeds::deeds;
use super::leaf::{self, Worked};
use super::reading::{Reading, fold};
use super::spans::{Span, Spans};
use super::timeline::{Search, Whole};
use super::validities::Acts;
use crate::framework::{Attribute, ElementKind, Leaf, NodeIx, NodeKind, Rule};

/// So many facts about a node are looked at one by one.
const FEW: usize = 8;

/// What is taken as if it were there.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum ButFor {
    Nothing,
    /// Nothing, and who one was is asked of the day that is looked at.
    NothingThen,
    /// What is asked for now.
    Now,
    /// Everything that is asked on the day of reading: what is asked for now, and who one is.
    Reading,
}

/// Whether part of a rule is asked on the day of reading.
pub(super) fn asks_of_the_day_of_reading(rule: &Rule) -> bool {
    rule.asks_now() || rule.any_leaf(|leaf| matches!(leaf, Leaf::Person(_)))
}

/// What a rule came to on any day, by when things were done. What the rule asks for now is asked on each day.
pub(super) struct Doing<'a> {
    rule: &'a Rule,
    reading: Reading<'a>,
    but_for: ButFor,
    /// What is gathered under the rule, each after what it needs, so that no framework is too deep.
    order: Vec<NodeIx>,
    /// What was done of nodes that are there by one act, of which there are many.
    acts: RefCell<HashMap<NodeIx, Acts>>,
    worked: Rc<Worked>,
    /// What does not depend on the day, each once.
    people: Vec<(Attribute, Spans)>,
    back: Option<Back>,
    /// Of what requires something, the days on which it is known that it was there by some day.
    stays: HashMap<NodeIx, Vec<(NaiveDate, Spans)>>,
    /// Who signed for which key of a stage.
    parting: RefCell<HashMap<NodeIx, Option<Search<'a>>>>,
    /// The day, and what it came to.
    last: Option<(NaiveDate, Spans)>,
    /// Where what is asked on the day of reading is asked of another.
    asked: Option<Rc<Asked<'a>>>,
    /// What was gathered by the day that was looked at last, of each node in that order, which is the same whatever is asked then.
    gathered: Option<(NaiveDate, Vec<Spans>)>,
}

/// What a rule asks on the day of reading, asked of a day.
pub(super) struct Asked<'a> {
    pub day: NaiveDate,
    /// Each part that the rule asks for now, and the days on which it is known that it held on that day.
    pub now: Vec<(&'a Rule, Spans)>,
}

/// What is looked at once something was enough while what it requires was there no more.
struct Back {
    /// What requires something, with what was done of it where it is a stage.
    nodes: Vec<(NodeIx, Spans)>,
    /// The last days before something lapses that are left to be looked at: more is there on one than on any day since the
    /// one before.
    days: BTreeSet<NaiveDate>,
}

impl<'a> Doing<'a> {
    pub fn new(rule: &'a Rule, reading: Reading<'a>, but_for: ButFor, worked: &Rc<Worked>) -> Self {
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
            node.rules().for_each(&mut persons);
            left.extend(framework.needs(ix));
        }
        order.sort_unstable();
        let (acts, parting) = (RefCell::default(), RefCell::default());
        Doing {
            rule,
            reading,
            but_for,
            order,
            acts,
            worked: Rc::clone(worked),
            people,
            back: None,
            stays: HashMap::new(),
            parting,
            last: None,
            asked: None,
            gathered: None,
        }
    }

    pub fn rule(&self) -> &'a Rule {
        self.rule
    }

    /// Asks of another day what is asked on the day of reading.
    pub fn ask(&mut self, asked: Rc<Asked<'a>>) {
        (self.asked, self.last) = (Some(asked), None);
    }

    /// The last days before anything that the rule rests on, or who one is, is as it was no more.
    pub fn last_days(&self) -> BTreeSet<NaiveDate> {
        Doing::days_to_try(&[self], &Spans::NONE)
    }

    /// The days on which it is known that the rule held on a day.
    pub fn on(&mut self, day: NaiveDate) -> Spans {
        if let Some((last, spans)) = &self.last
            && *last == day
        {
            return spans.clone();
        }
        if let Some((last, gathered)) = self.gathered.take_if(|(last, _)| *last == day) {
            let on = OnDay { doing: self, day, gathered, opened: HashMap::new(), lacks: false };
            let (spans, gathered) = (on.whole(), on.gathered);
            (self.gathered, self.last) = (Some((last, gathered)), Some((day, spans.clone())));
            return spans;
        }
        // It is looked back further while that may bring something.
        let mut further = 1;
        let (spans, gathered) = loop {
            let on = self.gathered_on(day);
            let (spans, lacks, gathered) = (on.whole(), on.lacks, on.gathered);
            if !lacks || !self.look_back(day, further) {
                break (spans, gathered);
            }
            further *= 2;
        };
        self.gathered = self.asked.is_some().then_some((day, gathered));
        self.last = Some((day, spans.clone()));
        spans
    }

    fn gathered_on(&self, day: NaiveDate) -> OnDay<'_, 'a> {
        let gathered = Vec::with_capacity(self.order.len());
        let mut on = OnDay { doing: self, day, gathered, opened: HashMap::new(), lacks: false };
        for ix in &self.order {
            let spans = on.of_gathered(*ix);
            on.gathered.push(spans);
        }
        on
    }

    /// Looks at so many days before one on which something that was there may have been so for the last time. Gives whether
    /// there were any.
    fn look_back(&mut self, day: NaiveDate, most: usize) -> bool {
        let mut back = self.back.take().unwrap_or_else(|| self.back());
        let days: Vec<NaiveDate> = back.days.range(..day).take(most).copied().collect();
        for eve in &days {
            back.days.remove(eve);
            let on = self.gathered_on(*eve);
            let there: Vec<Spans> = back.nodes.iter().map(|(ix, done)| on.was_there(*ix, done)).collect();
            for ((ix, _), spans) in back.nodes.iter().zip(there) {
                let stays = self.stays.entry(*ix).or_default();
                let spans = stays.last().map_or(spans.clone(), |(_, so_far)| so_far.or(&spans));
                stays.push((*eve, spans));
            }
        }
        self.back = Some(back);
        !days.is_empty()
    }

    fn back(&self) -> Back {
        let nodes = self.order.iter().filter(|ix| self.requires(**ix).is_some());
        let nodes: Vec<(NodeIx, Spans)> = nodes.map(|ix| (*ix, deeds(*ix, &self.reading))).collect();
        let done = Spans::of(nodes.iter().flat_map(|(_, done)| done.as_slice()).copied());
        Back { days: Doing::days_to_try(&[self], &done), nodes }
    }

    /// The days, by the day of knowledge, on one of which all was there that the rules and `others` rest on, if it was on
    /// any: the last ones on which something was, or one was somebody. Hours grow too old little by little: where they do, also the first.
    pub fn days_to_try(all: &[&Doing<'a>], others: &Spans) -> BTreeSet<NaiveDate> {
        let mut leaves = Vec::new();
        all.iter().for_each(|doing| doing.leaves(&mut leaves));
        let Some(Doing { reading, worked, .. }) = all.first() else { return BTreeSet::new() };
        let people = all.iter().flat_map(|doing| &doing.people).flat_map(|(_, days)| days.as_slice());
        let others = others.as_slice().iter().chain(people);
        let (mut first, mut ends): (Vec<_>, Vec<_>) = others.map(|span| (span.from, span.until)).unzip();
        ends.extend(leaves.iter().flat_map(|leaf| leaf::ends(leaf, reading)));
        if leaves.iter().any(|leaf| matches!(leaf, Leaf::Minutes(minutes) if minutes.window.is_some())) {
            first.extend(leaves.iter().flat_map(|leaf| leaf::begins(leaf, reading, worked)));
        } else {
            first.clear();
        }
        let last = ends.into_iter().filter(|end| *end <= reading.known).filter_map(|end| end.pred_opt());
        last.chain(first.into_iter().filter(|day| *day <= reading.known)).collect()
    }

    fn leaves(&self, into: &mut Vec<&'a Leaf>) {
        let nodes = self.order.iter().map(|ix| self.reading.framework.node(*ix));
        let rules = nodes.flat_map(|node| node.rules()).chain([self.rule]);
        rules.for_each(|rule| rule.walk(&mut |leaf| into.push(leaf)));
    }

    /// The days on which one is somebody, by reading.
    fn person(&self, attribute: Attribute) -> &Spans {
        let known = self.people.iter().find(|(known, _)| *known == attribute);
        known.map_or(&Spans::NONE, |(_, spans)| spans)
    }

    fn requires(&self, ix: NodeIx) -> Option<&'a Rule> {
        self.reading.framework.node(ix).requires.as_ref()
    }
}

/// What was done of a node that is there by one act, and counts.
pub(super) fn acts_of(ix: NodeIx, reading: &Reading<'_>) -> Acts {
    let range = reading.facts.range(ix);
    let days = reading.facts.items()[range.clone()].iter().map(|item| item.happened_on);
    Acts::new(days.zip(&reading.items[range]))
}

struct OnDay<'d, 'a> {
    doing: &'d Doing<'a>,
    day: NaiveDate,
    /// Of each node in the order of what is gathered.
    gathered: Vec<Spans>,
    /// Of what requires something: the days on which it is known that that was there, and that it was enough besides.
    opened: HashMap<NodeIx, (Spans, Spans)>,
    /// Whether of something it is not known that what it requires was there too.
    lacks: bool,
}

impl OnDay<'_, '_> {
    /// What was enough and had what it requires, on that day or on one before.
    fn of_gathered(&mut self, ix: NodeIx) -> Spans {
        let Some(requires) = self.doing.requires(ix) else { return self.enough(ix) };
        let stays = self.doing.stays.get(&ix).and_then(|stays| {
            stays[..stays.partition_point(|(eve, _)| *eve < self.day)].last().map(|(_, spans)| spans.clone())
        });
        let (stays, open) = (stays.unwrap_or(Spans::NONE), self.rule(requires));
        if open.is_empty() && stays.is_empty() {
            self.lacks = true;
            return Spans::NONE;
        }
        let enough = self.enough(ix);
        let both = enough.and(&open).ever_since();
        let there = enough.and(&both.or(&stays));
        self.lacks |= there != enough;
        self.opened.insert(ix, (open, both));
        there
    }

    /// The days on which it is known that, on the day, what a node requires was there and it was enough; of a stage that
    /// something had been done, or that it was met.
    fn was_there(&self, ix: NodeIx, deeds: &Spans) -> Spans {
        let Some((open, both)) = self.opened.get(&ix) else { return Spans::NONE };
        // Of all but a stage nothing counts as done.
        if deeds.has(self.day) { open.ever_since() } else { both.clone() }
    }

    /// What completes a node; of a stage both keys, turned by different people.
    fn enough(&self, ix: NodeIx) -> Spans {
        let node = self.doing.reading.framework.node(ix);
        let Some(stage) = node.as_stage() else {
            return node.rule.as_ref().map_or(Spans::NONE, |rule| self.rule(rule));
        };
        let raw = stage.rules().into_iter().flatten().fold(Spans::ALWAYS, |all, rule| all.and(&self.rule(rule)));
        if raw.is_empty() {
            return raw;
        }
        let mut parting = self.doing.parting.borrow_mut();
        let search = parting.entry(ix).or_insert_with(|| Search::new(&self.doing.reading, stage));
        search.as_mut().map_or(raw.clone(), |search| search.part(&raw, self).spans)
    }

    /// What the rule itself comes to.
    fn whole(&self) -> Spans {
        let rule = self.doing.rule;
        let (asked, but_for) = (self.doing.asked.as_ref(), self.doing.but_for);
        let person = |attribute| match (asked, but_for) {
            (Some(asked), _) if self.doing.person(attribute).has(asked.day) => Spans::ALWAYS,
            (Some(_), _) => Spans::NONE,
            (None, ButFor::Reading) => Spans::ALWAYS,
            (None, ButFor::NothingThen) => self.person_then(attribute),
            (None, ButFor::Nothing | ButFor::Now) => self.doing.person(attribute).clone(),
        };
        let now = |rule: &Rule| {
            let Some(asked) = asked else { return self.now(rule) };
            let found = asked.now.iter().find(|(part, _)| std::ptr::eq(*part, rule));
            found.map_or(Spans::NONE, |(_, spans)| spans.clone())
        };
        fold(rule, &|leaf| self.leaf(leaf, &self.doing.reading, &person, &|ix| self.node(ix)), &now)
    }

    fn rule(&self, rule: &Rule) -> Spans {
        self.rule_with(rule, &[], &|ix| self.node(ix))
    }

    fn leaf(
        &self,
        leaf: &Leaf,
        reading: &Reading<'_>,
        person: &dyn Fn(Attribute) -> Spans,
        node: &dyn Fn(NodeIx) -> Spans,
    ) -> Spans {
        match leaf {
            Leaf::Person(attribute) => person(*attribute),
            Leaf::Minutes(_)
            | Leaf::Node(_)
            | Leaf::Claims(_)
            | Leaf::Credits(..)
            | Leaf::Exempt(_)
            | Leaf::Elapsed(_)
            | Leaf::Unpublished(_) => leaf::value_at(leaf, self.day, (reading, &self.doing.worked), node),
        }
    }

    /// Whether one was somebody on the day, for what was gathered by it: who becomes so later is as if they had been, and that
    /// stays whoever one becomes after.
    fn person_then(&self, attribute: Attribute) -> Spans {
        let mut spans = self.doing.person(attribute).as_slice().iter();
        spans.find(|span| self.day < span.until).map_or(Spans::NONE, |span| Spans::since(span.from))
    }

    fn now(&self, rule: &Rule) -> Spans {
        match self.doing.but_for {
            ButFor::Nothing | ButFor::NothingThen => self.doing.reading.rule(rule).spans,
            ButFor::Now | ButFor::Reading => Spans::ALWAYS,
        }
    }
}

impl Whole for OnDay<'_, '_> {
    fn node(&self, ix: NodeIx) -> Spans {
        if let Some(spans) = self.doing.order.binary_search(&ix).ok().and_then(|at| self.gathered.get(at)) {
            return spans.clone();
        }
        let (range, reading) = (self.doing.reading.facts.range(ix), &self.doing.reading);
        if range.len() > FEW {
            let mut acts = self.doing.acts.borrow_mut();
            return acts.entry(ix).or_insert_with(|| acts_of(ix, reading)).on(self.day).clone();
        }
        Spans::of(range.flat_map(|at| self.item(at)))
    }

    fn item(&self, at: usize) -> Vec<Span> {
        let reading = &self.doing.reading;
        let done = reading.facts.items()[at].happened_on <= self.day;
        let pieces = reading.items[at].as_slice().iter();
        pieces.filter(|piece| done && self.day < piece.until).map(|piece| piece.known).collect()
    }

    fn rule_with(&self, rule: &Rule, without: &[u32], node: &dyn Fn(NodeIx) -> Spans) -> Spans {
        let reading = Reading { without, ..self.doing.reading };
        let person = |attribute| self.person_then(attribute);
        fold(rule, &|leaf| self.leaf(leaf, &reading, &person, node), &|rule| self.now(rule))
    }
}

/// Whether a node is there by one act: a sitting, an exemption, a verification, an award.
pub(super) fn is_one_act(kind: &NodeKind) -> bool {
    kind.has_results() || matches!(kind, NodeKind::Element(ElementKind::Verification) | NodeKind::Status(_))
}
