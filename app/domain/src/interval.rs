//! Days from one until another.

use crate::dates::in_words;
use chrono::NaiveDate;
use std::fmt;

/// The days for which something lasts, such as an employment, a supervision, a membership: `[from, until)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// First day.
    pub from: NaiveDate,
    /// First day no longer; none while it goes on.
    pub until: Option<NaiveDate>,
}

/// How an interval stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It begins later.
    ToCome,
    /// It has begun and goes on.
    InForce,
    /// It is over, from this day on.
    Over(NaiveDate),
    /// It was ended before it began, and that day is still to come. From that day on it is over like one that ended on its first day.
    CalledOff,
}

impl Interval {
    /// From a day on, without an end that is known.
    pub fn from(from: NaiveDate) -> Self {
        Self { from, until: None }
    }

    /// How it stands on a day.
    pub fn phase(self, on: NaiveDate) -> Phase {
        match self.until {
            Some(until) if until <= self.from && on < self.from => Phase::CalledOff,
            Some(until) if until <= on => Phase::Over(until),
            _ if self.from > on => Phase::ToCome,
            _ => Phase::InForce,
        }
    }

    /// Whether it goes on, on a day.
    pub fn is_in_force(self, on: NaiveDate) -> bool {
        self.phase(on) == Phase::InForce
    }

    /// Whether its first day is not still to come.
    pub fn has_begun(self, on: NaiveDate) -> bool {
        self.phase(on) != Phase::ToCome
    }

    /// Whether it can still be ended on a day.
    pub fn can_end(self, on: NaiveDate) -> bool {
        matches!(self.phase(on), Phase::ToCome | Phase::InForce)
    }

    /// Whether the two have a day in common.
    pub fn overlaps(self, other: Self) -> bool {
        let begins_before_the_end = |one: Self, end: Option<NaiveDate>| end.is_none_or(|end| one.from < end);
        let is_empty = |one: Self| one.until.is_some_and(|until| until <= one.from);
        !is_empty(self)
            && !is_empty(other)
            && begins_before_the_end(self, other.until)
            && begins_before_the_end(other, self.until)
    }
}

/// "from 1 January 2026", "from 1 January 2026 to 31 March 2026": the last day is the last one that is in it.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "from {}", in_words(self.from))?;
        match self.until.and_then(|until| until.pred_opt()) {
            Some(last) => write!(f, " to {}", in_words(last)),
            None => Ok(()),
        }
    }
}

/// Whether an interval has no day in common with those that are there.
///
/// # Errors
/// The first of them that it has a day in common with.
pub fn free(new: Interval, there: impl IntoIterator<Item = Interval>) -> Result<(), Interval> {
    match there.into_iter().find(|there| new.overlaps(*there)) {
        Some(there) => Err(there),
        None => Ok(()),
    }
}

/// The days of an interval that are in none of those that are there, which may touch or overlap.
pub fn uncovered(there: &[Interval], days: Interval) -> Vec<Interval> {
    let mut there: Vec<Interval> = there.iter().copied().filter(|one| one.overlaps(days)).collect();
    there.sort_by_key(|one| one.from);
    let (mut left, mut found) = (days.from, Vec::new());
    for one in there {
        if left < one.from {
            found.push(Interval { from: left, until: Some(one.from) });
        }
        match one.until {
            Some(until) => left = left.max(until),
            None => return found,
        }
    }
    if days.until.is_none_or(|end| left < end) {
        found.push(Interval { from: left, until: days.until });
    }
    found
}

/// "from 1 March 2025 to 31 May 2025 and from 1 July 2025 on", in the order of their days.
pub fn in_words_of(spells: &[Interval]) -> String {
    let mut spells = spells.to_vec();
    spells.sort_by_key(|spell| (spell.from, spell.until));
    spells.dedup();
    let on = |spell: &Interval| if spell.until.is_some() { spell.to_string() } else { format!("{spell} on") };
    spells.iter().map(on).collect::<Vec<_>>().join(" and ")
}

/// Whether what has lain since a day is late: that is said where it is listed. A month is ours; no body publishes how
/// long a signature or an application may take.
pub fn is_late(since: NaiveDate, today: NaiveDate) -> bool {
    (today - since).num_days() > 28
}
