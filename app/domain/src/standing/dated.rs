//! Facts of which one value holds at a time: the specialism, the day of joining.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ClaimDecision;
use super::spans::{NEVER, Span, Spans};

/// A fact of which one value holds at a time, each from its day until the day of the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Dated<T> {
    /// One value on every day.
    Always(T),
    /// Values that followed each other.
    Changing(Vec<Since<T>>),
}

/// A value, and since when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Since<T> {
    /// The value.
    pub is: T,
    /// The first day on which it is so; without it, it always was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// The first day on which it was known, when that is not the day since which it is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_on: Option<NaiveDate>,
}

impl<T> Since<T> {
    fn from(&self) -> NaiveDate {
        self.since.unwrap_or(NaiveDate::MIN)
    }

    fn is_known(&self, known: NaiveDate) -> bool {
        self.recorded_on.or(self.since).is_none_or(|day| day <= known)
    }
}

impl<T> Default for Dated<T> {
    fn default() -> Self {
        Dated::Changing(Vec::new())
    }
}

impl<T> From<Option<T>> for Dated<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(Dated::default, Dated::Always)
    }
}

impl<T> Dated<T> {
    /// Notes a further value.
    pub fn note(&mut self, value: Since<T>) {
        match self {
            Dated::Changing(values) => values.push(value),
            Dated::Always(_) => *self = Dated::Changing(vec![value]),
        }
    }

    /// The days from which on values were known; none of one that was known always.
    pub(crate) fn known_from(&self) -> impl Iterator<Item = NaiveDate> {
        let values = match self {
            Dated::Changing(values) => &values[..],
            Dated::Always(_) => &[],
        };
        values.iter().filter_map(|value| value.recorded_on.or(value.since))
    }

    /// The values that are known on a day and are so only from a later one on, each with that.
    pub(crate) fn after(&self, on: NaiveDate) -> impl Iterator<Item = (&T, NaiveDate)> {
        let values = match self {
            Dated::Changing(values) => &values[..],
            Dated::Always(_) => &[],
        };
        let later = values.iter().filter(move |value| value.is_known(on));
        later.map(|value| (&value.is, value.from())).filter(move |(_, from)| *from > on)
    }

    /// Takes out what was known later than a day.
    pub(super) fn retain(&mut self, on: NaiveDate) {
        if let Dated::Changing(values) = self {
            values.retain(|value| value.is_known(on));
        }
    }

    /// Whether there is no value at all.
    pub fn is_empty(&self) -> bool {
        self.last().is_none()
    }

    /// Whether there is one value on some days, and another on others.
    pub(super) fn changes(&self) -> bool {
        matches!(self, Dated::Changing(values) if values.len() > 1)
    }

    /// The value that was noted last.
    pub fn last(&self) -> Option<&T> {
        match self {
            Dated::Always(value) => Some(value),
            Dated::Changing(values) => values.last().map(|value| &value.is),
        }
    }

    /// The value on a day, by what is known on a day. Of two from the same day the later in the list corrects the other.
    pub fn at(&self, on: NaiveDate, known: NaiveDate) -> Option<&T> {
        match self {
            Dated::Always(value) => Some(value),
            Dated::Changing(values) => {
                let there = values.iter().filter(|value| value.is_known(known) && value.from() <= on);
                there.max_by_key(|value| value.from()).map(|value| &value.is)
            }
        }
    }

    /// The days on which the value fits, by what is known on a day.
    pub(super) fn days(&self, known: NaiveDate, fits: impl Fn(&T) -> bool) -> Spans {
        let values = match self {
            Dated::Always(value) => return if fits(value) { Spans::ALWAYS } else { Spans::NONE },
            Dated::Changing(values) => values,
        };
        let mut known: Vec<&Since<T>> = values.iter().filter(|value| value.is_known(known)).collect();
        known.sort_by_key(|value| value.from());
        let until = known.iter().skip(1).map(|next| next.from()).chain([NEVER]);
        let days = known.iter().zip(until).filter(|(value, _)| fits(&value.is));
        Spans::of(days.map(|(value, until)| Span { from: value.from(), until }))
    }

    /// The same with other values; what has none is left out.
    pub(super) fn filter_map<U>(&self, mut other: impl FnMut(&T) -> Option<U>) -> Dated<U> {
        match self {
            Dated::Always(value) => other(value).into(),
            Dated::Changing(values) => {
                let others = values.iter().filter_map(|value| {
                    Some(Since { is: other(&value.is)?, since: value.since, recorded_on: value.recorded_on })
                });
                Dated::Changing(others.collect())
            }
        }
    }
}

/// What becomes of a fact on a day.
pub(super) trait Later {
    /// That day.
    fn day(&self) -> NaiveDate;
}

impl Later for NaiveDate {
    fn day(&self) -> NaiveDate {
        *self
    }
}

impl Later for ClaimDecision {
    fn day(&self) -> NaiveDate {
        self.on
    }
}
