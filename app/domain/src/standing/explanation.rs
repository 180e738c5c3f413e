//! One tree of explanations, which reasons, what is missing, progress, keys and plans are read from.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::leaf::{self, Count};
use super::reading::Reading;
use super::{Counted, Key, Standing, Unit, parts_in_words};
use crate::framework::{Asked, CompetencyLevel, ElementKind, Framework, Leaf, NodeIx, NodeKind, Rule};

/// What one rule comes to on the day of reading, with its parts.
#[derive(Clone, Debug)]
pub(crate) struct Explanation<'r> {
    pub rule: &'r Rule,
    pub holds: bool,
    pub progress: Counted,
    /// What a leaf counts on the day.
    pub count: Count,
    pub parts: Vec<Explanation<'r>>,
}

impl<'r> Explanation<'r> {
    /// Explains a rule as things stand on the day.
    pub(super) fn of(rule: &'r Rule, reading: &Reading<'_>) -> Self {
        let parts: Vec<Self> = rule.parts().iter().map(|part| Explanation::of(part, reading)).collect();
        let mut count = Count::default();
        let (holds, progress) = match (rule, parts.first()) {
            (Rule::Of { least, .. }, _) => of_parts(*least, &parts),
            (Rule::Not(_), part) => (part.is_some_and(|part| !part.holds), Counted::NOTHING),
            (Rule::At { .. }, part) => part.map_or((false, Counted::NOTHING), |part| (part.holds, part.progress)),
            (Rule::Leaf(leaf), _) => {
                let holds = leaf::value(leaf, reading).spans.has(reading.on);
                count = leaf::count(leaf, reading);
                let progress = match leaf {
                    Leaf::Node(ix) => reading.as_part(*ix),
                    Leaf::Person(_) => Counted::NOTHING,
                    Leaf::Unpublished(_) => Counted::one(Unit::Parts, false),
                    Leaf::Claims(_) | Leaf::Minutes(_) | Leaf::Credits(..) | Leaf::Exempt(_) | Leaf::Elapsed(_) => {
                        count.progress(holds)
                    }
                };
                (holds, progress)
            }
        };
        Explanation { rule, holds, progress, count, parts }
    }

    /// The items that its leaves count on the day.
    pub fn items(&self) -> Vec<usize> {
        let own = self.count.items.iter().map(|(at, _)| *at);
        own.chain(self.parts.iter().flat_map(Explanation::items)).collect()
    }

    /// What it is made of, with what is counted alike added up; credits may be the same again.
    fn counted(&self, reading: &Reading<'_>, into: &mut Vec<Counted>) {
        let once = |unit| Counted::one(unit, self.holds);
        let part = match self.rule {
            Rule::Of { .. } if self.rule.all_of().is_none() => {
                let has_results =
                    |leaf: &Leaf| matches!(leaf, Leaf::Node(ix) if reading.framework.node(*ix).kind.has_results());
                let of_results = self.progress.unit == Unit::Parts && !self.rule.any_leaf(|leaf| !has_results(leaf));
                Counted { unit: if of_results { Unit::Results } else { self.progress.unit }, ..self.progress }
            }
            Rule::Of { .. } | Rule::At { .. } => return self.parts.iter().for_each(|part| part.counted(reading, into)),
            // Who one is can't be counted.
            Rule::Not(_) | Rule::Leaf(Leaf::Person(_)) => return,
            Rule::Leaf(Leaf::Node(ix)) => reading.counted_as(*ix),
            Rule::Leaf(Leaf::Claims(_) | Leaf::Credits(..)) => self.progress,
            Rule::Leaf(Leaf::Minutes(_) | Leaf::Elapsed(_)) => once(Unit::Experience),
            Rule::Leaf(Leaf::Exempt(_) | Leaf::Unpublished(_)) => once(Unit::Parts),
        };
        match into.iter_mut().find(|counted| counted.unit == part.unit && part.unit != Unit::Credits) {
            Some(counted) => counted.add(part),
            None => into.push(part),
        }
    }
}

/// Whether enough of the parts hold, and how far they are together.
fn of_parts(least: u32, parts: &[Explanation<'_>]) -> (bool, Counted) {
    let holding = parts.iter().filter(|part| part.holds).count() as u32;
    let each = || parts.iter().map(|part| (part.holds, part.progress));
    let progress = match Asked::of(least, parts.len()) {
        Asked::All => of_all(parts, &mut BTreeSet::new()),
        Asked::Any => {
            let nearer = |best: (bool, Counted), part: (bool, Counted)| {
                let is_nearer = part.0 && !best.0 || part.0 == best.0 && part.1.is_further_than(best.1);
                if is_nearer { part } else { best }
            };
            each().reduce(nearer).map_or(Counted::parts(0, 1), |(_, progress)| progress)
        }
        Asked::AtLeast => Counted::parts(holding.min(least), least),
        Asked::Never => Counted::parts(0, 1),
    };
    (holding >= least, progress)
}

/// How far all of the parts are together; a node that is named twice counts once.
fn of_all(parts: &[Explanation<'_>], seen: &mut BTreeSet<NodeIx>) -> Counted {
    let mut each = Vec::with_capacity(parts.len());
    for part in parts {
        match part.rule.as_node() {
            Some(ix) if !seen.insert(ix) => {}
            None if part.rule.all_of().is_some() => each.push((part.holds, of_all(&part.parts, seen))),
            _ => each.push((part.holds, part.progress)),
        }
    }
    Counted::of_all(each.into_iter())
}

impl Reading<'_> {
    /// How far a node is as a part of a rule that names it: of an outcome its examples count, and not the node.
    fn as_part(&self, ix: NodeIx) -> Counted {
        if self.framework.node(ix).kind == NodeKind::OUTCOME {
            self.how_far(ix)
        } else {
            Counted::one(Unit::Parts, self.spans(ix).has(self.on))
        }
    }

    /// How far a node is.
    pub(super) fn how_far(&self, ix: NodeIx) -> Counted {
        let node = self.framework.node(ix);
        let counts = self.spans(ix).has(self.on);
        let of = |rule: &Rule| {
            let explained = Explanation::of(rule, self);
            (explained.holds, explained.progress)
        };
        match &node.kind {
            NodeKind::Element(ElementKind::Portfolio | ElementKind::Experience) | NodeKind::Competency(_) => {
                let progress = node.rule.as_ref().map_or(Counted::parts(0, 1), |rule| of(rule).1);
                // What a closed node has gathered does not count.
                let done = if counts || self.is_open(ix) { progress.done } else { 0 };
                Counted { done, ..progress }
            }
            NodeKind::Stage(stage) => Counted::of_all(stage.rules().into_iter().flatten().map(of)),
            NodeKind::StepOff { .. } => {
                let progress = node.requires.as_ref().map_or(Counted::NOTHING, |rule| of(rule).1);
                Counted { done: if counts { progress.of } else { progress.done }, ..progress }
            }
            NodeKind::Element(_) | NodeKind::Status(_) | NodeKind::Route => Counted::one(Unit::Parts, counts),
        }
    }

    /// How far a node is, in the unit in which people count it.
    fn counted_as(&self, ix: NodeIx) -> Counted {
        let unit = match self.framework.node(ix).kind {
            NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_) => {
                let far = self.how_far(ix);
                let each_once = || self.framework.outcomes_beneath(ix).len() == far.of as usize;
                let unit = if far.unit == Unit::Examples && each_once() { Unit::Outcomes } else { far.unit };
                return Counted { unit, ..far };
            }
            NodeKind::Element(ElementKind::Experience) => Unit::Experience,
            NodeKind::Element(ElementKind::Verification) => Unit::Verification,
            NodeKind::Element(ElementKind::Assessment | ElementKind::Course) => Unit::Results,
            NodeKind::Stage(_) | NodeKind::StepOff { .. } | NodeKind::Status(_) | NodeKind::Route => Unit::Parts,
        };
        Counted::one(unit, self.state(ix).counts())
    }
}

impl Standing {
    pub(crate) fn explain<'r>(&self, framework: &Framework, rule: &'r Rule) -> Explanation<'r> {
        Explanation::of(rule, &self.reading(framework))
    }

    /// The first day of the work that a rule counts.
    pub(crate) fn first_day_of(&self, explained: &Explanation<'_>) -> Option<NaiveDate> {
        let items = explained.count.items.iter().filter(|(_, amount)| *amount > 0);
        items.map(|(at, _)| self.facts.items()[*at].done.from).min()
    }

    fn explain_key<'r>(&self, framework: &'r Framework, stage: NodeIx, key: Key) -> Option<Explanation<'r>> {
        Some(self.explain(framework, framework.node(stage).as_stage()?.key(key).rule()?))
    }

    /// How far the node is: parts that are there, and parts in all.
    pub fn progress(&self, framework: &Framework, ix: NodeIx) -> (u32, u32) {
        let Counted { done, of, .. } = self.reading(framework).how_far(ix);
        (done, of)
    }

    /// How many parts of the node are there on each of some days, by what is known on the day of reading.
    pub fn progress_on(
        &self,
        framework: &Framework,
        ix: NodeIx,
        days: impl IntoIterator<Item = NaiveDate>,
    ) -> Vec<u32> {
        // What is counted is read from the days on which each node counts, which are the same for every day of reading.
        let mut standing = self.clone();
        let on = |on| {
            standing.on = on;
            standing.progress(framework, ix).0
        };
        days.into_iter().map(on).collect()
    }

    /// How far a key of a stage is: parts that are there, and parts in all; none where there is no such key.
    pub fn key_progress(&self, framework: &Framework, stage: NodeIx, key: Key) -> (u32, u32) {
        let key = self.explain_key(framework, stage, key);
        key.map_or((0, 0), |key| (key.progress.done, key.progress.of))
    }

    /// What a key of a stage is made of, counted one way wherever it is said. Nothing where the stage has no such key.
    pub fn parts(&self, framework: &Framework, stage: NodeIx, key: Key) -> Vec<Counted> {
        let mut parts = Vec::new();
        let key = self.explain_key(framework, stage, key);
        key.iter().for_each(|key| key.counted(&self.reading(framework), &mut parts));
        parts
    }

    /// How far a node is, with what is counted: "8 of 9 outcomes"; of a stage, both its keys. None where there is
    /// nothing to count.
    pub fn progress_in_words(&self, framework: &Framework, ix: NodeIx) -> Option<String> {
        let reading = &self.reading(framework);
        let far = reading.how_far(ix);
        match &framework.node(ix).kind {
            NodeKind::Stage(_) => {
                let keys = [Key::Results, Key::Employer].map(|key| self.parts(framework, ix, key)).concat();
                Some(parts_in_words(&keys)).filter(|words| !words.is_empty())
            }
            NodeKind::Competency(CompetencyLevel::Outcome) => {
                (far.of > 1).then(|| format!("{} of {} examples", far.done, far.of))
            }
            NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_) => {
                (far.of > 0).then(|| reading.counted_as(ix).words())
            }
            NodeKind::Element(ElementKind::Experience) => (far.of > 1).then(|| far.words()),
            NodeKind::Element(_) | NodeKind::StepOff { .. } | NodeKind::Status(_) | NodeKind::Route => None,
        }
    }
}
