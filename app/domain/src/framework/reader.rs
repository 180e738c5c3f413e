//! Reads values out of a parsed TOML file and writes down every problem with its line.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Problem, SourceFile, nearest};
use crate::dates::Length;

/// The problems of one file.
pub(super) struct Reader<'f> {
    file: &'f SourceFile,
    line_starts: Vec<usize>,
    pub problems: Vec<Problem>,
    /// Ids that a mistyped one was probably meant for, so that one slip does not make a second message.
    pub meant: BTreeSet<String>,
}

/// One table of the file.
#[derive(Clone, Copy)]
pub(super) struct Table<'t, 'i> {
    pub entries: &'t DeTable<'i>,
    pub line: usize,
}

impl<'t, 'i> Table<'t, 'i> {
    pub fn get(self, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.entries.get(key)
    }
}

impl<'f> Reader<'f> {
    pub fn new(file: &'f SourceFile) -> Self {
        let newlines = file.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        Reader {
            file,
            line_starts,
            problems: Vec::new(),
            meant: BTreeSet::new(),
        }
    }

    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).max(1)
    }

    pub fn line_of<T>(&self, value: &Spanned<T>) -> usize {
        self.line(value.span().start)
    }

    pub fn problem(&mut self, line: usize, what: impl Into<String>, mend: impl Into<String>) {
        self.problems.push(Problem {
            file: self.file.name.clone(),
            line,
            what: what.into(),
            mend: mend.into(),
        });
    }

    /// The value as a table, with each key that is not known reported.
    pub fn table<'t, 'i>(
        &mut self,
        value: &'t Spanned<DeValue<'i>>,
        whose: &str,
        known: &[&str],
    ) -> Option<Table<'t, 'i>> {
        let line = self.line_of(value);
        match value.get_ref() {
            DeValue::Table(entries) => {
                self.unknown_keys(entries, whose, known);
                Some(Table { entries, line })
            }
            other => {
                let found = kind_of(other);
                self.problem(
                    line,
                    format!("{whose} should be a table, and is {found}"),
                    "Write it as { key = value }",
                );
                None
            }
        }
    }

    pub fn unknown_keys(&mut self, entries: &DeTable<'_>, whose: &str, known: &[&str]) {
        for key in entries.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let mend = match nearest(name, known.iter().copied()) {
                    Some(near) => format!("Write `{near}`, or take the line out"),
                    None => format!("Take it out; {whose} has {}", list(known)),
                };
                let line = self.line_of(key);
                self.problem(line, format!("{whose} has no key `{}`", shorten(name)), mend);
            }
        }
    }

    pub fn text(&mut self, table: Table<'_, '_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        self.text_of(value, key)
    }

    pub fn text_of(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.clone().into_owned()),
            DeValue::String(_) => {
                let line = self.line_of(value);
                self.problem(line, format!("`{key}` is empty"), "Write it, or take the line out");
                None
            }
            _ => self.wrong(value, key, "text", "Put it in quotation marks"),
        }
    }

    pub fn required_text(&mut self, table: Table<'_, '_>, key: &str, whose: &str) -> Option<String> {
        if table.get(key).is_none() {
            self.problem(
                table.line,
                format!("{whose} has no `{key}`"),
                format!("Add {key} = \"…\""),
            );
        }
        self.text(table, key)
    }

    pub fn flag(&mut self, table: Table<'_, '_>, key: &str) -> bool {
        let Some(value) = table.get(key) else { return false };
        match value.get_ref() {
            DeValue::Boolean(flag) => *flag,
            _ => self
                .wrong(value, key, "true or false", "Write true or false")
                .unwrap_or(false),
        }
    }

    /// A whole number from `least` on.
    pub fn count(&mut self, table: Table<'_, '_>, key: &str, least: i64) -> Option<i64> {
        let value = table.get(key)?;
        let DeValue::Integer(number) = value.get_ref() else {
            return self.wrong(
                value,
                key,
                "a whole number",
                "Write digits without quotation marks or a point",
            );
        };
        match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) if (least..=10_000_000).contains(&number) => Some(number),
            _ => {
                let line = self.line_of(value);
                let mend = format!("Write a number from {least} to 10000000");
                self.problem(line, format!("`{key}` is {number}, which is out of range"), mend);
                None
            }
        }
    }

    pub fn count_u32(&mut self, table: Table<'_, '_>, key: &str, least: i64) -> Option<u32> {
        self.count(table, key, least).and_then(|n| u32::try_from(n).ok())
    }

    pub fn strings(&mut self, table: Table<'_, '_>, key: &str) -> Vec<(String, usize)> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong::<()>(value, key, "a list", "Write it as [\"…\", \"…\"]");
            return Vec::new();
        };
        let items = items.iter();
        items
            .filter_map(|item| Some((self.text_of(item, key)?, self.line_of(item))))
            .collect()
    }

    pub fn date(&mut self, table: Table<'_, '_>, key: &str) -> Option<NaiveDate> {
        let value = table.get(key)?;
        let text = match value.get_ref() {
            DeValue::Datetime(date) if date.time.is_none() => date.to_string(),
            DeValue::String(text) => text.clone().into_owned(),
            _ => return self.wrong(value, key, "a date", "Write it as 2026-01-31"),
        };
        let date = text.parse().ok();
        if date.is_none() {
            let line = self.line_of(value);
            let what = format!("`{key}` is `{}`, which is no date", shorten(&text));
            self.problem(line, what, "Write it as 2026-01-31");
        }
        date
    }

    pub fn length(&mut self, table: Table<'_, '_>, key: &str) -> Option<Length> {
        let value = table.get(key)?;
        let text = self.text_of(value, key)?;
        let length = Length::parse(&text);
        if length.is_none() {
            let line = self.line_of(value);
            let what = format!("`{key}` is `{}`, which is no length of time", shorten(&text));
            self.problem(line, what, "Write it as \"2 years\", \"18 months\" or \"30 days\"");
        }
        length
    }

    /// The tables of a `[[name]]` list.
    pub fn list_of<'t, 'i>(&mut self, top: &'t DeTable<'i>, name: &str) -> Vec<&'t Spanned<DeValue<'i>>> {
        let Some(value) = top.get(name) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => {
                self.wrong::<()>(
                    value,
                    name,
                    "a list of tables",
                    &format!("Write [[{name}]] before each"),
                );
                Vec::new()
            }
        }
    }

    fn wrong<T>(&mut self, value: &Spanned<DeValue<'_>>, key: &str, wanted: &str, mend: &str) -> Option<T> {
        let line = self.line_of(value);
        let found = kind_of(value.get_ref());
        self.problem(line, format!("`{key}` should be {wanted}, and is {found}"), mend);
        None
    }
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// "`a`, `b` and `c`".
pub(super) fn list<T: AsRef<str>>(words: &[T]) -> String {
    let quoted: Vec<String> = words
        .iter()
        .map(|word| format!("`{}`", shorten(word.as_ref())))
        .collect();
    match quoted.split_last() {
        None => "none".into(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// A word that fits in a message.
pub(super) fn shorten(text: &str) -> String {
    let one_line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(61)
        .collect();
    if one_line.chars().count() > 60 {
        format!("{}…", one_line.chars().take(59).collect::<String>())
    } else {
        one_line
    }
}
