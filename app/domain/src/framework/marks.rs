//! How the marks of an element are written, where the body has published it.

use super::parse_node::Draft;
use super::reader::{Reader, did_you_mean, shorten};
use super::table::Table;

/// How marks are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkScheme {
    /// A number from 0 to 100.
    Percent,
    /// A number from 0 to this one.
    Points(i64),
    /// One of these, the best first.
    Grades(Vec<String>),
}

/// The kinds of schemes.
const KINDS: [&str; 3] = ["percent", "points", "grades"];

/// Digits before the point of a mark, at most: no scheme has more.
const MOST_DIGITS: usize = 7;

impl MarkScheme {
    /// What a mark is, as the end of an instruction.
    pub fn wanted(&self) -> String {
        match self {
            Self::Percent => String::from("a number from 0 to 100, such as 62 or 62.5"),
            Self::Points(most) => format!("a number from 0 to {most}, such as {} or {}.5", most / 2, most / 3),
            Self::Grades(grades) => format!("one of these: {}", grades.join(", ")),
        }
    }

    fn read(&self, typed: &str) -> Option<String> {
        match self {
            Self::Percent => {
                let number = number(typed.strip_suffix('%').unwrap_or(typed).trim_end(), 100)?;
                Some(format!("{number}%"))
            }
            Self::Points(most) => number(typed, *most),
            Self::Grades(grades) => {
                let typed = typed.to_lowercase();
                grades.iter().find(|grade| grade.to_lowercase() == typed).cloned()
            }
        }
    }
}

/// A mark in its one spelling. Where no scheme is published it is a short text of letters and digits; what has no letter is a number,
/// alone or with what it is of: 62, 62.5, 62%, 31/50, and 2:1 of a degree.
///
/// # Errors
/// What is wanted, as the end of an instruction such as "Enter …".
pub fn mark(scheme: Option<&MarkScheme>, typed: &str) -> Result<String, String> {
    let typed = typed.trim();
    match scheme {
        Some(scheme) => scheme.read(typed).ok_or_else(|| scheme.wanted()),
        None if is_plain(typed) => Ok(typed.to_owned()),
        None => Err(String::from("a number from 0 on or a grade in letters, such as 62, 62.5, 62%, 31/50 or B+")),
    }
}

fn is_plain(text: &str) -> bool {
    let is_known = |sign: char| sign.is_alphanumeric() || " +-*./,%():".contains(sign);
    if !text.chars().all(is_known) {
        return false;
    }
    if text.chars().any(char::is_alphabetic) {
        return !text.starts_with(['-', '+', '*', '/', '%', ',', '.', ':', ')']);
    }
    let is_number = |part: &str| number(part.trim(), i64::MAX / 100).is_some();
    // Of a hundred, or of a whole number: not more than that. 2:1 is a class of a degree.
    let is_of = |one: &str, other: &str| {
        other.trim().parse().is_ok_and(|most: i64| most > 0 && number(one.trim(), most).is_some())
    };
    let is_class = |one: &str, other: &str| is_number(one) && is_number(other);
    match text.strip_suffix('%') {
        Some(percent) => is_of(percent, "100"),
        None => {
            is_number(text)
                || text.split_once('/').is_some_and(|(one, other)| is_of(one, other))
                || text.split_once(':').is_some_and(|(one, other)| is_class(one, other))
        }
    }
}

/// A number from 0 to `most` with at most two places after the point, without noughts that say nothing.
fn number(text: &str, most: i64) -> Option<String> {
    let (whole, part) = text.split_once(['.', ',']).map_or((text, None), |(whole, part)| (whole, Some(part)));
    let digits = |text: &str, longest: usize| {
        (1..=longest).contains(&text.len()) && text.bytes().all(|one| one.is_ascii_digit())
    };
    if !digits(whole, MOST_DIGITS) || !part.is_none_or(|part| digits(part, 2)) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part = part.map(|part| part.trim_end_matches('0')).filter(|part| !part.is_empty());
    if whole > most || (whole == most && part.is_some()) {
        return None;
    }
    Some(part.map_or_else(|| whole.to_string(), |part| format!("{whole}.{part}")))
}

impl Reader<'_> {
    /// How marks are written, where a table says it.
    pub(super) fn marks(&mut self, table: Table<'_, '_>) -> Option<MarkScheme> {
        let table = self.table(table.get("marks")?, "`marks`", "kind most grades")?;
        self.needed(table, "kind", "`marks`", "Add kind = \"percent\", \"points\" or \"grades\"");
        let kind = self.text(table, "kind")?;
        if !KINDS.contains(&kind.as_str()) {
            let near = self.near(&kind, KINDS);
            let fix = did_you_mean(&near, || String::from("Write percent, points or grades"));
            self.problem(self.line_at(table, "kind"), format!("`{}` is no kind of marks", shorten(&kind)), fix);
            return None;
        }
        for (key, of) in [("most", "points"), ("grades", "grades")] {
            if of != kind && table.get(key).is_some() {
                let what = format!("marks of kind {kind} have `{key}`");
                self.problem(self.line_at(table, key), what, "Take it out");
            }
        }
        match kind.as_str() {
            "percent" => Some(MarkScheme::Percent),
            "points" => {
                self.needed(table, "most", "marks of kind points", "Add most = 500");
                self.count(table, "most", 1).map(MarkScheme::Points)
            }
            _ => {
                self.needed(table, "grades", "marks of kind grades", "Add grades = [\"…\"]");
                self.filled(table, "grades");
                let grades: Vec<String> = self.names(table, "grades").into_iter().map(|(grade, _)| grade).collect();
                Some(MarkScheme::Grades(grades)).filter(|_| table.get("grades").is_some())
            }
        }
    }
}

/// What the file says of all marks holds for each assessment and course that says nothing else.
pub(super) fn by_default(marks: Option<&MarkScheme>, drafts: &mut [Draft]) {
    for node in drafts.iter_mut().map(|draft| &mut draft.node).filter(|node| node.kind.has_results()) {
        node.marks = node.marks.take().or_else(|| marks.cloned());
    }
}
