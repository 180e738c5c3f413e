//! A value of a column, as an event says it and as a row has it.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use domain::journal::Digest;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// No value.
    None,
    /// A text, an id or a code.
    Text(String),
    /// A civil date.
    Day(NaiveDate),
    /// An instant.
    At(DateTime<Utc>),
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(i64),
    /// The hash of words, or of one.
    Hash(Digest),
}

impl Cell {
    /// The text of an id or a code.
    pub fn text(value: impl ToString) -> Self {
        Self::Text(value.to_string())
    }

    /// The text of an id or a code, where there is one.
    pub fn maybe(value: &Option<impl ToString>) -> Self {
        value.as_ref().map_or(Self::None, |value| Self::Text(value.to_string()))
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl From<DateTime<Utc>> for Cell {
    fn from(at: DateTime<Utc>) -> Self {
        Self::At(at)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Digest> for Cell {
    fn from(digest: Digest) -> Self {
        Self::Hash(digest)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => f.write_str("nothing"),
            Self::Text(text) => f.write_str(text),
            Self::Day(day) => day.fmt(f),
            Self::At(at) => f.write_str(&at.to_rfc3339_opts(SecondsFormat::Micros, true)),
            Self::Flag(flag) => f.write_str(if *flag { "yes" } else { "no" }),
            Self::Number(number) => number.fmt(f),
            Self::Hash(digest) => digest.fmt(f),
        }
    }
}
