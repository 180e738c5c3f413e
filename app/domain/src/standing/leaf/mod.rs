//! The leaves of rules, each with the days on which it holds: by when it counts, and by when it was done.

mod claims;
mod elapsed;
mod minutes;
mod nodes;

use chrono::NaiveDate;

use super::reading::Reading;
use super::spans::Spans;
use super::value::Value;
use crate::framework::{Attribute, Leaf, NodeIx, Source, Tally};

pub(super) use claims::claim_verdict;
pub(super) use nodes::exempt;

/// What a leaf comes to on the day of reading.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Read {
    pub value: Value,
    /// What is there of what it counts, at most what is asked for: pieces of work, minutes, full days, credits.
    pub done: i64,
    /// What is asked for.
    pub of: i64,
    /// How many different people signed what is there.
    pub signers: u32,
    /// Whether there were too many choices to say for sure that it is not enough.
    pub cut_short: bool,
}

impl Read {
    fn plain(value: Value) -> Self {
        let (done, of) = (i64::from(value.progress.done), i64::from(value.progress.of));
        Read {
            value,
            done,
            of,
            signers: 0,
            cut_short: false,
        }
    }
}

/// Reads a leaf by when its facts count. `count` is called with the position of each item that counts on the day.
pub(super) fn read(leaf: &Leaf, reading: &Reading<'_>, count: &mut dyn FnMut(usize, i64)) -> Read {
    match leaf {
        Leaf::Node(ix) => Read::plain(nodes::node(*ix, reading)),
        Leaf::Person(attribute) => Read::plain(Value::bare(person(*attribute, reading), reading.on)),
        Leaf::Tally(rule) => tally(rule, reading, count),
        Leaf::Elapsed(rule) => elapsed::read(rule, reading, count),
        Leaf::Unpublished(_) => Read::plain(Value::part(Spans::NONE, reading.on, false)),
    }
}

pub(super) fn tally(rule: &Tally, reading: &Reading<'_>, count: &mut dyn FnMut(usize, i64)) -> Read {
    match &rule.source {
        Source::Claims(claims) => claims::read(claims, rule, reading, count),
        Source::Minutes(work) => minutes::read(work, rule, reading, count),
        Source::Credits(of) => nodes::credits(of, rule, reading),
        Source::Exemptions(of) => nodes::exemptions(of, rule, reading),
    }
}

/// Reads a leaf as it stood on a day, by when things were done: the days on which that is known. `doing` says the same of
/// a node.
pub(super) fn read_at(leaf: &Leaf, day: NaiveDate, reading: &Reading<'_>, doing: &dyn Fn(NodeIx) -> Spans) -> Spans {
    match leaf {
        Leaf::Node(ix) => doing(*ix),
        Leaf::Person(attribute) => person(*attribute, reading),
        Leaf::Tally(rule) => tally_at(rule, day, reading, doing),
        Leaf::Elapsed(rule) => elapsed::read_at(rule, day, reading),
        Leaf::Unpublished(_) => Spans::NONE,
    }
}

pub(super) fn tally_at(rule: &Tally, day: NaiveDate, reading: &Reading<'_>, doing: &dyn Fn(NodeIx) -> Spans) -> Spans {
    match &rule.source {
        Source::Claims(claims) => claims::read_at(claims, rule, day, reading),
        Source::Minutes(work) => minutes::read_at(work, rule, day, reading),
        Source::Credits(of) => nodes::credits_at(of, rule, reading, doing),
        Source::Exemptions(of) => nodes::exemptions_at(of, rule, day, reading),
    }
}

fn person(attribute: Attribute, reading: &Reading<'_>) -> Spans {
    let joined = reading.facts.file().joined_on;
    let holds = match attribute {
        Attribute::Specialism(wanted) => reading.facts.specialism() == Some(wanted),
        Attribute::JoinedBefore(day) => joined.is_some_and(|joined| joined < day),
        Attribute::JoinedFrom(day) => joined.is_some_and(|joined| joined >= day),
    };
    if holds { Spans::ALWAYS } else { Spans::NONE }
}

fn in_u32(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}

/// The days up to one, that day included.
fn up_to(day: NaiveDate) -> super::spans::Span {
    super::spans::Span {
        from: NaiveDate::MIN,
        until: day.succ_opt().unwrap_or(super::spans::NEVER),
    }
}
