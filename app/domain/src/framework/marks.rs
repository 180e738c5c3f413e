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

/// Why a text is no mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoMark {
    /// It says what came of it, which is chosen beside the mark.
    Outcome,
    /// It is not written as marks are; what is wanted, as the end of an instruction.
    Wanted(String),
}

/// The longest mark where no scheme is published, in characters.
pub const LONGEST_MARK: usize = 20;

/// What says what came of it, in small letters.
const OUTCOMES: &[&str] = &[
    "pass",
    "passed",
    "not passed",
    "fail",
    "failed",
    "complete",
    "completed",
    "incomplete",
    "not complete",
    "not completed",
    "absent",
    "not sat",
    "did not sit",
    "did not attend",
    "exempt",
    "exempted",
    "withdrawn",
    "deferred",
    "void",
    "none",
    "na",
    "n/a",
];

/// A mark in its one spelling. Where no scheme is published it is a number up to 100, or with what it is of (62, 62.5, 62%, 31/50, 170/200, and 2:1
/// of a degree), or a short grade in letters. What came of it is no mark: the outcome says it.
///
/// # Errors
/// [`NoMark`].
pub fn mark(scheme: Option<&MarkScheme>, typed: &str) -> Result<String, NoMark> {
    let typed = typed.trim();
    if let Some(scheme) = scheme {
        return scheme.read(typed).ok_or_else(|| NoMark::Wanted(scheme.wanted()));
    }
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    if OUTCOMES.contains(&words.join(" ").as_str()) {
        return Err(NoMark::Outcome);
    }
    // Nobody has said what the most is: 170 may be a slip or of 200.
    if is_number(typed) && number(typed, 100).is_none() {
        let wanted = "a number from 0 to 100, or with what it is of where it is more, such as 170/200";
        return Err(NoMark::Wanted(wanted.to_owned()));
    }
    let is_mark = typed.chars().count() <= LONGEST_MARK && (is_grade(typed) || is_in_numbers(typed));
    let wanted = "a number from 0 to 100 or a grade in letters, such as 62, 62.5, 62%, 31/50 or B+";
    if is_mark { Ok(typed.to_owned()) } else { Err(NoMark::Wanted(wanted.to_owned())) }
}

fn is_number(part: &str) -> bool {
    number(part.trim(), i64::MAX / 100).is_some()
}

/// Whether it is a grade, such as B+, A*, 1st or Merit, and no number that a machine would write.
fn is_grade(text: &str) -> bool {
    let is_known = |sign: char| sign.is_alphabetic() || sign.is_ascii_digit() || " +-*/".contains(sign);
    let begins = text.starts_with(|first: char| first.is_alphabetic() || first.is_ascii_digit());
    begins && text.chars().all(is_known) && text.chars().any(char::is_alphabetic) && !is_of_a_machine(text)
}

/// Whether a program would read it as a number, which a person does not write as a mark: 1e3, 0x1F, NaN, inf.
fn is_of_a_machine(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|one| one.is_ascii_digit());
    let is_power = text
        .split_once('e')
        .is_some_and(|(number, power)| is_digits(number) && is_digits(power.strip_prefix(['+', '-']).unwrap_or(power)));
    let is_of_base = ["0x", "0b", "0o"].iter().filter_map(|base| text.strip_prefix(base)).any(|rest| !rest.is_empty());
    is_power || is_of_base || ["nan", "inf", "infinity"].contains(&text.as_str())
}

/// Whether it is a number, alone or with what it is of.
fn is_in_numbers(text: &str) -> bool {
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
        let value = table.get("marks")?;
        if !value.get_ref().is_table() {
            let fix = "Write marks = { kind = \"percent\" }, or of another kind";
            return self.wrong(value, "marks", "a table", fix);
        }
        let table = self.table(value, "`marks`", "kind most grades")?;
        self.needed(table, "kind", "`marks`", "Add kind = \"percent\", \"points\" or \"grades\"");
        let kind = self.text(table, "kind")?;
        if !KINDS.contains(&kind.as_str()) {
            let near = self.near(&kind, KINDS);
            let fix = did_you_mean(&near, || String::from("Write percent, points or grades"));
            self.problem(self.line_at(table, "kind"), format!("`{}` is no kind of marks", shorten(&kind)), fix);
            return None;
        }
        let of_kinds = [("most", "points"), ("grades", "grades")];
        let has = |key: &str| table.get(key).is_some();
        let lacks_own = of_kinds.iter().any(|(key, of)| *of == kind && !has(key));
        if let Some((key, of)) = of_kinds.into_iter().find(|(key, of)| lacks_own && *of != kind && has(key)) {
            let what = format!("marks are of kind {kind}, and have `{key}` as those of kind {of}");
            self.problem(self.line_at(table, "kind"), what, format!("Write kind = \"{of}\""));
            return None;
        }
        for (key, of) in of_kinds {
            if of != kind && has(key) {
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
                let named = self.names(table, "grades");
                for (at, (grade, line)) in named.iter().enumerate() {
                    let is_same =
                        |(other, _): &(String, usize)| other != grade && other.to_lowercase() == grade.to_lowercase();
                    if let Some((other, _)) = named[..at].iter().find(|other| is_same(other)) {
                        let what = format!(
                            "`grades` has `{other}` and `{grade}`, and a mark is read however its letters were typed"
                        );
                        self.problem(*line, what, "Keep one of them");
                    }
                }
                let grades: Vec<String> = named.into_iter().map(|(grade, _)| grade).collect();
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
