//! One tree of explanations, which reasons, what is missing, progress, keys and plans are read from.

use super::leaf::{self, Count};
use super::reading::Reading;
use super::value::Asked;
use super::{Key, Standing, Unit};
use crate::framework::{ElementKind, Fold, Framework, Leaf, Moment, NodeIx, NodeKind, Rule};

/// How far something is, in one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Progress {
    pub done: u32,
    pub of: u32,
    pub unit: Unit,
}

impl Progress {
    /// Of what asks for nothing that could be counted.
    pub const NOTHING: Progress = Progress::parts(0, 0);

    const fn parts(done: u32, of: u32) -> Self {
        let unit = Unit::Parts;
        Progress { done, of, unit }
    }

    /// One part, there or not.
    pub fn one(there: bool) -> Self {
        Progress::parts(u32::from(there), 1)
    }

    /// Whether it is further than another, as a share of what each asks for.
    fn is_further_than(self, other: Progress) -> bool {
        u64::from(self.done) * u64::from(other.of.max(1)) > u64::from(other.done) * u64::from(self.of.max(1))
    }

    /// Of all parts, each of which holds or not. Parts and examples are added up where all are counted alike. Other amounts
    /// may be the same again in the next part, so that a sum of them would mean nothing.
    fn of_all(parts: impl Iterator<Item = (bool, Progress)>) -> Self {
        let (mut counted, mut added, mut is_alike) = (Progress::NOTHING, Progress::NOTHING, true);
        for (holds, part) in parts.filter(|(_, part)| part.of > 0) {
            counted.of += 1;
            counted.done += u32::from(holds);
            if added.of == 0 {
                added = part;
            } else if added.unit == part.unit && matches!(part.unit, Unit::Parts | Unit::Examples) {
                added.done = added.done.saturating_add(part.done);
                added.of = added.of.saturating_add(part.of);
            } else {
                is_alike = false;
            }
        }
        if is_alike { added } else { counted }
    }
}

/// What one rule comes to on the day of reading, with its parts.
#[derive(Clone, Debug)]
pub(crate) struct Explanation<'r> {
    pub rule: &'r Rule,
    pub holds: bool,
    pub progress: Progress,
    /// What a leaf counts on the day.
    pub count: Count,
    pub parts: Vec<Explanation<'r>>,
}

impl<'r> Explanation<'r> {
    /// Explains a rule as things stand on the day.
    pub(super) fn of(rule: &'r Rule, reading: &Reading<'_>) -> Self {
        rule.fold(&mut Explaining(reading))
    }

    fn plain(rule: &'r Rule, holds: bool, progress: Progress, parts: Vec<Explanation<'r>>) -> Self {
        let count = Count::default();
        Explanation { rule, holds, progress, count, parts }
    }

    /// The items that its leaves count on the day.
    pub fn items(&self) -> Vec<usize> {
        let own = self.count.items.iter().map(|(at, _)| *at);
        own.chain(self.parts.iter().flat_map(Explanation::items)).collect()
    }

    /// How much is still missing of what a leaf counts.
    pub fn left(&self) -> i64 {
        self.count.of - self.count.done
    }
}

struct Explaining<'c, 'a>(&'c Reading<'a>);

impl<'r> Fold<'r> for Explaining<'_, '_> {
    type Value = Explanation<'r>;
    type Sum = (u32, Vec<Explanation<'r>>);

    fn leaf(&mut self, rule: &'r Rule, leaf: &'r Leaf) -> Explanation<'r> {
        let reading = self.0;
        let holds = leaf::value(leaf, reading).spans.has(reading.on);
        let count = leaf::count(leaf, reading);
        let progress = match leaf {
            Leaf::Node(ix) => reading.as_part(*ix),
            Leaf::Person(_) => Progress::NOTHING,
            Leaf::Tally(_) | Leaf::Elapsed(_) => count.progress(holds),
            Leaf::Unpublished(_) => Progress::one(false),
        };
        Explanation { count, ..Explanation::plain(rule, holds, progress, Vec::new()) }
    }

    fn begin(&mut self, least: u32, parts: usize) -> Self::Sum {
        (least, Vec::with_capacity(parts))
    }

    fn add(&mut self, (_, parts): &mut Self::Sum, part: Explanation<'r>) {
        parts.push(part);
    }

    fn end(&mut self, rule: &'r Rule, (least, parts): Self::Sum) -> Explanation<'r> {
        let holding = parts.iter().filter(|part| part.holds).count() as u32;
        let each = || parts.iter().map(|part| (part.holds, part.progress));
        let progress = match Asked::of(least, parts.len()) {
            Asked::All => Progress::of_all(each()),
            Asked::Any => {
                let nearer = |best: (bool, Progress), part: (bool, Progress)| {
                    let is_nearer = part.0 && !best.0 || part.0 == best.0 && part.1.is_further_than(best.1);
                    if is_nearer { part } else { best }
                };
                each().reduce(nearer).map_or(Progress::one(false), |(_, progress)| progress)
            }
            Asked::AtLeast => Progress::parts(holding.min(least), least),
            Asked::Never => Progress::one(false),
        };
        Explanation::plain(rule, holding >= least, progress, parts)
    }

    fn not(&mut self, rule: &'r Rule, part: Explanation<'r>) -> Explanation<'r> {
        Explanation::plain(rule, !part.holds, Progress::NOTHING, vec![part])
    }

    fn at(&mut self, rule: &'r Rule, _: Moment, part: &'r Rule) -> Explanation<'r> {
        let part = part.fold(self);
        Explanation::plain(rule, part.holds, part.progress, vec![part])
    }
}

impl Reading<'_> {
    /// How far a node is as a part of a rule that names it: of an outcome its examples count, and not the node.
    fn as_part(&self, ix: NodeIx) -> Progress {
        if self.framework.node(ix).kind == NodeKind::OUTCOME {
            self.progress(ix)
        } else {
            Progress::one(self.nodes[ix.index()].state.counts())
        }
    }

    /// How far a node is.
    pub(super) fn progress(&self, ix: NodeIx) -> Progress {
        let (node, standing) = (self.framework.node(ix), &self.nodes[ix.index()]);
        let counts = standing.state.counts();
        let of = |rule: &Rule| {
            let explained = Explanation::of(rule, &self.of(ix));
            (explained.holds, explained.progress)
        };
        match &node.kind {
            NodeKind::Element(ElementKind::Portfolio | ElementKind::Experience) | NodeKind::Competency(_) => {
                let progress = node.rule.as_ref().map_or(Progress::one(false), |rule| of(rule).1);
                // What a closed node has gathered does not count.
                let done = if counts || self.open[ix.index()].has(self.on) { progress.done } else { 0 };
                Progress { done, ..progress }
            }
            NodeKind::Stage(stage) => {
                Progress::of_all([&stage.results, &stage.employer].into_iter().filter_map(|key| key.rule()).map(of))
            }
            NodeKind::StepOff { .. } => node.requires.as_ref().map_or(Progress::NOTHING, |rule| of(rule).1),
            NodeKind::Element(_) | NodeKind::Status(_) | NodeKind::Route => Progress::one(counts),
        }
    }
}

impl Standing {
    /// How far the node is: parts that are there, and parts in all.
    pub fn progress(&self, framework: &Framework, ix: NodeIx) -> (u32, u32) {
        let Progress { done, of, .. } = self.reading(framework).progress(ix);
        (done, of)
    }

    /// How far a key of a stage is: parts that are there, and parts in all; none where there is no such key.
    pub fn key_progress(&self, framework: &Framework, stage: NodeIx, key: Key) -> (u32, u32) {
        let rule = framework.node(stage).as_stage().and_then(|stage| stage.key(key).rule());
        let progress = rule.map(|rule| self.explain(framework, rule).progress);
        progress.map_or((0, 0), |progress| (progress.done, progress.of))
    }
}
