//! Numbers, days and lengths of time, and values that are of another kind than they should be.

#![expect(clippy::wildcard_enum_match_arm, reason = "what TOML has of values is not ours")]

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::DeValue;

use super::reader::{Reader, shorten};
use super::syntax::QUOTE;
use super::table::Table;
use crate::dates::{Length, day, looks_like_a_day};

/// A word that stands in no quotation marks: what it should be follows from its key.
pub(crate) struct BareWord {
    pub line: usize,
    pub word: String,
    /// The problem that was told of it.
    pub told: usize,
}

impl Reader<'_> {
    pub fn flag(&mut self, table: Table<'_, '_>, key: &str) -> bool {
        let Some(value) = table.get(key) else { return false };
        match value.get_ref() {
            DeValue::Boolean(flag) => *flag,
            _ => self.wrong(value, key, "true or false", "Write true or false").unwrap_or(false),
        }
    }

    /// A whole number from `least` on.
    pub fn count(&mut self, table: Table<'_, '_>, key: &str, least: i64) -> Option<i64> {
        let value = table.get(key)?;
        self.count_of(value, key, least)
    }

    pub fn count_of(&mut self, value: &Spanned<DeValue<'_>>, key: &str, least: i64) -> Option<i64> {
        let DeValue::Integer(number) = value.get_ref() else {
            let fix = "Write it in digits alone";
            return self.wrong(value, key, "a whole number", fix);
        };
        match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) if (least..=10_000_000).contains(&number) => Some(number),
            _ => {
                let line = self.line_of(value);
                let fix = format!("Write a number from {least} to 10000000");
                self.problem(line, format!("`{key}` is {number}, which is out of range"), fix);
                None
            }
        }
    }

    pub fn count_u32(&mut self, table: Table<'_, '_>, key: &str, least: i64) -> Option<u32> {
        u32::try_from(self.count(table, key, least)?).ok()
    }

    pub fn date(&mut self, table: Table<'_, '_>, key: &str) -> Option<NaiveDate> {
        let value = table.get(key)?;
        self.date_of(value, key)
    }

    pub fn date_of(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Option<NaiveDate> {
        let text = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => self.name_as_seen(text, key, self.line_of(value)),
            _ => return self.wrong(value, key, "a date", "Write it as 2026-01-31"),
        };
        let date = day(&text);
        if date.is_none() {
            let (none, fix) = match looks_like_a_day(&text) {
                true => ("day of the calendar", "Write a day that there is"),
                false => ("date", "Write it as 2026-01-31"),
            };
            self.of_value(value, format!("`{key}` is `{}`, which is no {none}", shorten(&text)), fix);
        }
        date
    }

    pub fn length(&mut self, table: Table<'_, '_>, key: &str) -> Option<Length> {
        let value = table.get(key)?;
        if !value.get_ref().is_str() {
            return self.wrong(value, key, "a length of time", &format!("Write {key} = {}", as_length(value)));
        }
        let text = self.text_of(value, key)?;
        let length = Length::parse(&text);
        if length.is_none() {
            let what = format!("`{key}` is `{}`, which is no length of time", shorten(&text));
            self.of_value(value, what, "Write it as \"2 years\", \"18 months\" or \"30 days\"");
        }
        length
    }

    /// Reports a value of another kind than it should be.
    pub fn wrong<T>(&mut self, value: &Spanned<DeValue<'_>>, key: &str, wanted: &str, fix: &str) -> Option<T> {
        let found = kind_of(value.get_ref());
        self.of_value(value, format!("`{key}` should be {wanted}, and is {found}"), fix);
        None
    }

    /// A word is read as a text, of which a problem was told.
    pub fn read_bare(&mut self, bare: BareWord) {
        self.bare_words.push(bare);
        self.read_as_meant += 1;
    }

    /// Reports a value that is none of those that it could be. Of a word without quotation marks it takes the place of what was
    /// told: with them it would be wrong as well.
    fn of_value(&mut self, value: &Spanned<DeValue<'_>>, what: String, fix: &str) {
        let line = self.line_of(value);
        let word = value.get_ref().as_str().unwrap_or_default();
        let is_it = |bare: &&BareWord| bare.line == line && bare.word == word;
        let bare = self.bare_words.iter().find(is_it);
        match bare.and_then(|bare| self.problems.get_mut(bare.told)) {
            Some(told) => {
                self.read_as_meant -= 1;
                if told.fix == QUOTE {
                    let what = what.replace("and is text", &format!("and is `{}`", shorten(word)));
                    told.what = format!("{}{what}", self.within);
                    told.fix = fix.to_owned();
                }
            }
            None => self.problem(line, what, fix),
        }
    }
}

/// A length of time as it is written, of as many years as a number says.
pub(super) fn as_length(value: &Spanned<DeValue<'_>>) -> String {
    let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse::<u16>().ok());
    match number.filter(|number| (1..=1_200).contains(number)).unwrap_or(2) {
        1 => String::from("\"1 year\""),
        years => format!("\"{years} years\""),
    }
}

/// What a value is, with its article.
pub(super) fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(number) if number.as_str().contains('n') => "no number",
        DeValue::Float(number) if number.as_str().contains(['e', 'E']) => "a number with an exponent",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
