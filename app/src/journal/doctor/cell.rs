//! A value of a column, as an event says it and as a row has it.

use crate::prelude::stores::*;
use chrono::SecondsFormat;
use sea_orm::{ColumnType, QueryResult, TryGetable, Value};

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// No value.
    None,
    /// A text, an id, a code or a hash.
    Text(String),
    /// A civil date.
    Day(NaiveDate),
    /// An instant.
    At(DateTime<Utc>),
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(i64),
}

impl Cell {
    /// A value that an event says.
    pub fn said(value: &Value) -> Self {
        match value {
            Value::String(text) => text.clone().map_or(Self::None, Self::Text),
            Value::ChronoDate(day) => day.map_or(Self::None, Self::Day),
            Value::ChronoDateTimeUtc(at) => at.map_or(Self::None, Self::At),
            Value::Bool(flag) => flag.map_or(Self::None, Self::Flag),
            Value::Int(number) => number.map_or(Self::None, |number| Self::Number(number.into())),
            Value::BigInt(number) => number.map_or(Self::None, Self::Number),
            other => Self::Text(format!("{other:?}")),
        }
    }

    /// A column as it stands, read by its type; an entity would refuse what is damaged, and the whole row with it.
    ///
    /// # Errors
    /// With what the database says when it can't be read.
    pub fn read(row: &QueryResult, name: &str, kind: &ColumnType) -> Result<Self, String> {
        Ok(match kind {
            ColumnType::Date => day(row, name)?,
            ColumnType::TimestampWithTimeZone => instant(row, name)?,
            ColumnType::Boolean => flag(row, name)?,
            ColumnType::Integer => get::<i32>(row, name)?.map_or(Self::None, |number| Self::Number(number.into())),
            ColumnType::BigInteger => get(row, name)?.map_or(Self::None, Self::Number),
            _ => get(row, name)?.map_or(Self::None, Self::Text),
        })
    }

    /// As a word is hashed.
    pub fn word(self) -> Option<String> {
        (self != Self::None).then(|| self.to_string())
    }
}

/// A date. On SQLite it is text, which statements compare as it stands: one that is not written as we write it is none.
fn day(row: &QueryResult, name: &str) -> Result<Cell, String> {
    let Ok(text) = get::<String>(row, name) else {
        return Ok(get(row, name)?.map_or(Cell::None, Cell::Day));
    };
    Ok(text.map_or(Cell::None, |text| match text.parse::<NaiveDate>() {
        Ok(day) if day.to_string() == text => Cell::Day(day),
        _ => Cell::Text(text),
    }))
}

/// An instant. On SQLite it is text too, and compared as it stands.
fn instant(row: &QueryResult, name: &str) -> Result<Cell, String> {
    let Ok(text) = get::<String>(row, name) else {
        return Ok(get(row, name)?.map_or(Cell::None, Cell::At));
    };
    Ok(text.map_or(Cell::None, |text| match text.parse::<DateTime<Utc>>() {
        Ok(at) if at.to_rfc3339_opts(SecondsFormat::AutoSi, false) == text => Cell::At(at),
        _ => Cell::Text(text),
    }))
}

/// Yes or no. On SQLite it is a number, and only two are either.
fn flag(row: &QueryResult, name: &str) -> Result<Cell, String> {
    match get::<i32>(row, name) {
        Ok(Some(number)) if !(0..=1).contains(&number) => Ok(Cell::Number(number.into())),
        _ => Ok(get(row, name)?.map_or(Cell::None, Cell::Flag)),
    }
}

fn get<T: TryGetable>(row: &QueryResult, name: &str) -> Result<Option<T>, String> {
    row.try_get::<Option<T>>("", name).map_err(|error| error.to_string())
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
        }
    }
}
