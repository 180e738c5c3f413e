//! The leaves of rules: the days on which each holds, by when it counts and by when it was done; and what it counts on a day.

mod claims;
mod elapsed;
mod minutes;
mod nodes;

use chrono::NaiveDate;

use super::reading::{Reading, Value};
use super::spans::{NEVER, Span, Spans};
use super::tally::tally;
use super::validities::Validities;
use super::worked::first_without;
use super::{Counted, Unit};
use crate::framework::{Attribute, Leaf, NodeIx};

pub(super) use claims::claim_verdict;
pub(super) use minutes::{Worked, spells};
pub(super) use nodes::exempt;

/// What a leaf counts on the day of reading.
#[derive(Clone, Debug, Default)]
pub(crate) struct Count {
    /// What is there, at most what is asked for: pieces of work, minutes, full days, credits.
    pub done: i64,
    /// What is asked for.
    pub of: i64,
    /// How much of what is there a signature that is missing keeps from being all: one more piece brings both.
    short: i64,
    unit: Unit,
    /// How many different people signed what is there.
    pub signers: u32,
    /// Whether there were too many choices to say for sure that it is not enough.
    pub cut_short: bool,
    /// The items that count, with how much of each.
    pub items: Vec<(usize, i64)>,
}

impl Count {
    /// Of these items, with how much of each.
    fn of_items(items: Vec<(usize, i64)>, least: i64, unit: Unit, reading: &Reading<'_>) -> Self {
        let mut signed: Vec<u32> = items.iter().map(|(at, _)| reading.facts.items()[*at].signer).collect();
        signed.sort_unstable();
        signed.dedup();
        let done = items.iter().fold(0i64, |sum, (_, amount)| sum.saturating_add(*amount)).min(least);
        Count { done, of: least, unit, signers: signed.len() as u32, items, ..Count::default() }
    }

    /// Never all while as many signatures as this are missing, each as much as `each`.
    fn with_missing(self, signatures: u32, each: i64) -> Self {
        let most = (self.of - i64::from(signatures) * each).max(0);
        Count { short: (self.done - most).max(0), ..self }
    }

    /// How much is still missing.
    pub fn left(&self) -> i64 {
        self.of - self.done + self.short
    }

    /// Hours where minutes are counted. Never full while it is not enough, as when a signature is missing.
    pub fn progress(&self, holds: bool) -> Counted {
        let one = if self.unit == Unit::Hours { 60 } else { 1 };
        let whole = |n: i64| u32::try_from(n.max(0) / one).unwrap_or(u32::MAX);
        let (done, of, unit) = (whole(self.done - self.short), whole(self.of), self.unit);
        let done = if holds { of } else { done.min(of.saturating_sub(1)) };
        Counted { done, of, unit }
    }
}

/// The days on which a leaf holds, by when its facts count.
pub(super) fn value(leaf: &Leaf, reading: &Reading<'_>) -> Value {
    match leaf {
        Leaf::Node(ix) => {
            let node = &reading.standing.nodes[ix.index()];
            Value { spans: node.spans.clone(), begun: node.is_begun() }
        }
        Leaf::Person(attribute) => Value::bare(person(*attribute, reading)),
        Leaf::Claims(claims) => claims::value(claims, reading),
        Leaf::Minutes(minutes) => minutes::value(minutes, reading),
        Leaf::Credits(least, of) => nodes::value(&nodes::credits(of, &counting(reading), reading), *least, reading),
        Leaf::Exempt(of) => nodes::all_exempt(of, reading, |exempt| exempt),
        Leaf::Elapsed(elapsed) => elapsed::value(elapsed, reading),
        Leaf::Unpublished(_) => Value::bare(Spans::NONE),
    }
}

/// What a leaf counts on the day of reading.
pub(super) fn count(leaf: &Leaf, reading: &Reading<'_>) -> Count {
    match leaf {
        Leaf::Claims(claims) => claims::count(claims, reading),
        Leaf::Minutes(minutes) => minutes::count(minutes, reading),
        Leaf::Credits(least, of) => nodes::count(&nodes::credits(of, &counting(reading), reading), *least, reading),
        Leaf::Exempt(of) => nodes::count_exempt(of, reading),
        Leaf::Elapsed(elapsed) => elapsed::count(elapsed, reading),
        Leaf::Node(_) | Leaf::Person(_) | Leaf::Unpublished(_) => Count::default(),
    }
}

/// The days on which it is known that a leaf held on a day, by when things were done. `doing` says the same of a node, and
/// `worked` what was read of hours so far.
pub(super) fn value_at(
    leaf: &Leaf,
    day: NaiveDate,
    (reading, worked): (&Reading<'_>, &Worked),
    doing: &dyn Fn(NodeIx) -> Spans,
) -> Spans {
    match leaf {
        Leaf::Node(ix) => doing(*ix),
        Leaf::Person(attribute) => person(*attribute, reading),
        Leaf::Claims(claims) => claims::value_at(claims, day, reading),
        Leaf::Minutes(minutes) => worked.enough_on(minutes, day, reading.without, reading),
        Leaf::Credits(least, of) => tally(&nodes::credits(of, doing, reading), *least, 1),
        Leaf::Exempt(of) => {
            let since = |exempt: Spans| exempt.at(day).map_or(Spans::NONE, |span| Spans::since(span.from));
            nodes::all_exempt(of, reading, since).spans
        }
        Leaf::Elapsed(elapsed) => elapsed::value_at(elapsed, day, reading),
        Leaf::Unpublished(_) => Spans::NONE,
    }
}

/// The days on which a leaf holds, where `days` says it of a node.
pub(super) fn value_with(leaf: &Leaf, reading: &Reading<'_>, days: &dyn Fn(NodeIx) -> Spans) -> Spans {
    match leaf {
        Leaf::Node(ix) => days(*ix),
        Leaf::Credits(least, of) => tally(&nodes::credits(of, days, reading), *least, 1),
        Leaf::Person(_)
        | Leaf::Claims(_)
        | Leaf::Minutes(_)
        | Leaf::Exempt(_)
        | Leaf::Elapsed(_)
        | Leaf::Unpublished(_) => value(leaf, reading).spans,
    }
}

/// The days on which more comes to hold of a leaf, by when things were done; of time that does not grow too old, the first on
/// which it is enough.
pub(super) fn begins(leaf: &Leaf, reading: &Reading<'_>, worked: &Worked) -> Vec<NaiveDate> {
    let items = leaf.nodes().iter().flat_map(|ix| reading.facts.of(*ix));
    let done = items.map(|item| item.happened_on);
    let enough = leaf.kind().and_then(|kind| {
        let spells = minutes::spells(kind, reading).into_iter().map(|at| reading.facts.items()[at].done);
        let all = spells.reduce(|all, one| Span { from: all.from.min(one.from), until: all.until.max(one.until) })?;
        first_without(all.from, all.until, |day| value_at(leaf, day, (reading, worked), &|_| Spans::NONE).is_empty())
    });
    done.chain(enough).collect()
}

/// The days on which less may come to hold of a leaf, by when things were done: something lapses, is ended or grows too old.
pub(super) fn ends(leaf: &Leaf, reading: &Reading<'_>) -> Vec<NaiveDate> {
    match leaf {
        Leaf::Node(_) | Leaf::Credits(..) | Leaf::Exempt(_) => {
            let ranges = leaf.nodes().iter().map(|ix| reading.facts.range(*ix));
            let pieces = ranges.flat_map(|range| &reading.standing.items[range]).flat_map(Validities::as_slice);
            pieces.map(|piece| piece.until).collect()
        }
        Leaf::Claims(claims) => claims::ends(claims, reading),
        Leaf::Minutes(minutes) => minutes::ends(minutes, reading),
        Leaf::Elapsed(_) | Leaf::Person(_) | Leaf::Unpublished(_) => Vec::new(),
    }
}

/// The days on which nodes count.
fn counting<'a>(reading: &'a Reading<'_>) -> impl Fn(NodeIx) -> Spans + 'a {
    |ix| reading.spans(ix).clone()
}

/// Who one is, is asked on the day of reading, also of what was done before.
pub(super) fn person(attribute: Attribute, reading: &Reading<'_>) -> Spans {
    let (facts, known) = (reading.facts, reading.known);
    let joined = |fits: &dyn Fn(NaiveDate) -> bool| facts.file().joined_on.days(known, |day| fits(*day));
    match attribute {
        Attribute::Specialism(wanted) => facts.specialisms().days(known, |chosen| *chosen == wanted),
        Attribute::JoinedBefore(day) => joined(&|joined| joined < day),
        Attribute::JoinedFrom(day) => joined(&|joined| joined >= day),
    }
}

/// The days up to one, that day included.
fn up_to(day: NaiveDate) -> Span {
    Span { from: NaiveDate::MIN, until: day.succ_opt().unwrap_or(NEVER) }
}
