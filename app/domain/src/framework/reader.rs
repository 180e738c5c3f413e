//! Reads values out of a parsed file and writes down every problem with its line.

#![expect(clippy::wildcard_enum_match_arm, reason = "what TOML has of values is not ours")]

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::DeValue;

use super::hidden::Hidden;
use super::names::Names;
use super::table::{Odd, Table};
use super::values::BareWord;
use super::{Nearest, Problem, SourceFile, nearest};
use crate::text;

/// For how many unknown names of a file the nearest known one is looked for: a file with thousands of them is of another
/// framework, and comparing each with all would take minutes.
pub(super) const HINTS: usize = 100;

/// Characters of a title at most, and of what stands in a heading beside others.
const MOST_OF_TITLE: usize = 200;
pub(super) const MOST_OF_HEADING: usize = 60;

/// How many problems of a file are told. Whoever puts so many right finds the others then.
const MOST: usize = 1_000;

/// How many faults of one kind are told one by one.
const MOST_OF_ONE_KIND: usize = 100;

/// Said of the last problem of something of which no more is looked at.
pub(super) const REST_OF_IT: &str = ". What follows of it is not looked at before that is done";

/// Said where what stands beside a fault is not looked at.
pub(super) const REST_OF_LINE: &str = "; the rest of the line is read when that is done";

/// Keys whose text is somebody's own words; all others hold ids and names.
const OWN_WORDS: [&str; 6] = ["summary", "note", "no_results_key", "no_employer_key", "unpublished", "text"];

/// What is wrong on a line, and how to put it right.
pub(super) type Fault = (usize, String, String);

/// The problems of one file.
pub(crate) struct Reader<'f> {
    file: &'f SourceFile,
    line_starts: Vec<usize>,
    pub problems: Vec<Problem>,
    /// The keys of which something could not be read, see `gaps`.
    pub gaps: BTreeSet<&'static str>,
    /// The keys of the tables that have no id.
    pub nameless: BTreeSet<&'static str>,
    /// The tables that have keys which are not known and were not guessed, by their numbers.
    pub odd: BTreeMap<usize, Odd>,
    /// The headers that the file may have, where these are known.
    pub headers: Vec<String>,
    /// The keys that its tables may have, where these are known.
    pub keys: BTreeSet<String>,
    /// How many tables were begun.
    pub tables: usize,
    /// Lines that could not be read as TOML. What else is missing there follows from that, and is not a second problem.
    pub unreadable: Vec<RangeInclusive<usize>>,
    /// Keys whose values could not be read, each with the lines of its table: what is said of them there follows from that too.
    pub lost: Vec<(RangeInclusive<usize>, String)>,
    /// What stands in them.
    pub hidden: Hidden,
    /// Words that were read as texts though they stand in no quotation marks.
    pub bare_words: Vec<BareWord>,
    /// Lines with a day that is not in the calendar. That days contradict each other there would follow from it.
    pub impossible_days: BTreeSet<usize>,
    /// How many problems are of what was read as it was meant all the same.
    pub read_as_meant: i64,
    /// How many problems were found when enough were written down.
    left_out: i64,
    hints: Cell<usize>,
    /// Said before what is wrong: in which fact.
    pub within: String,
    /// What the file names, once it is known.
    pub names: Names,
}

impl<'f> Reader<'f> {
    pub fn new(file: &'f SourceFile) -> Self {
        let newlines = file.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        let mut reader = Reader {
            file,
            line_starts,
            problems: Vec::new(),
            gaps: BTreeSet::new(),
            nameless: BTreeSet::new(),
            odd: BTreeMap::new(),
            headers: Vec::new(),
            keys: BTreeSet::new(),
            tables: 0,
            unreadable: Vec::new(),
            lost: Vec::new(),
            bare_words: Vec::new(),
            hidden: Hidden::default(),
            impossible_days: BTreeSet::new(),
            read_as_meant: 0,
            left_out: 0,
            hints: Cell::new(0),
            within: String::new(),
            names: Names::default(),
        };
        reader.each_of(file.faults.clone());
        reader
    }

    pub fn file(&self) -> &'f SourceFile {
        self.file
    }

    /// The line, counted from 1, on which the byte at `offset` stands.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).max(1)
    }

    pub fn line_of<T>(&self, value: &Spanned<T>) -> usize {
        self.line(value.span().start)
    }

    /// The line of a key, or of its table where the key is not there.
    pub fn line_at(&self, table: Table<'_, '_>, key: &str) -> usize {
        table.get(key).map_or(table.line, |value| self.line_of(value))
    }

    /// Other text stands in the place of a part of a line, or above it: all that follows is further on, on the same lines. What
    /// stood on lines that are gone is where the other text ends.
    pub fn replaced(&mut self, at: Range<usize>, length: usize) {
        let later = self.line_starts.partition_point(|start| *start <= at.start);
        let end = at.start + length;
        self.line_starts[later..].iter_mut().for_each(|start| *start = start.saturating_sub(at.end) + end);
    }

    /// Whether nothing stands in the file, which is reported.
    pub fn is_empty(&mut self) -> bool {
        let is_empty = text::is_blank(&self.file.text);
        if is_empty {
            self.problem(1, "the file is empty", "Write it, as docs/standing.md says");
        }
        is_empty
    }

    pub fn problem(&mut self, line: usize, what: impl Into<String>, fix: impl Into<String>) {
        let (what, fix) = (what.into(), fix.into());
        let names = |text: &str, key: &str| {
            text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == key)
        };
        let is_of = |(lines, key): &(RangeInclusive<usize>, String)| {
            lines.contains(&line) && (names(&what, key) || names(&fix, key))
        };
        if !self.unreadable.iter().any(|lines| lines.contains(&line)) && !self.lost.iter().any(is_of) {
            self.problem_anywhere(line, what, fix);
        }
    }

    /// Days that contradict each other.
    pub fn problem_of_days(&mut self, line: usize, what: impl Into<String>, fix: impl Into<String>) {
        if !self.impossible_days.contains(&line) {
            self.problem(line, what, fix);
        }
    }

    /// A problem that is reported of an unreadable line too.
    pub fn problem_anywhere(&mut self, line: usize, what: impl Into<String>, fix: impl Into<String>) {
        if self.problems.len() >= MOST {
            self.left_out += 1;
            return;
        }
        let what = format!("{}{}", self.within, what.into());
        self.problems.push(Problem { file: self.file.name.clone(), line, what, fix: fix.into() });
    }

    /// Says something of the problem that was found last.
    pub fn say_of_last(&mut self, words: &str) {
        if let Some(last) = self.problems.last_mut() {
            last.fix += words;
        }
    }

    /// Says of a problem, or else of what could not be read or was found last, that something is not looked at because of it.
    pub fn hold_back(&mut self, told: Option<usize>, words: &str) {
        let Reader { problems, unreadable, .. } = self;
        let is_lost = |one: &Problem| unreadable.iter().any(|lines| lines.contains(&one.line));
        let at = told.or(problems.iter().rposition(is_lost)).unwrap_or(problems.len().saturating_sub(1));
        let told = problems.get(at).filter(|told| !told.fix.ends_with(words)).cloned();
        // What was told twice stays the same.
        problems.iter_mut().filter(|one| Some(&**one) == told.as_ref()).for_each(|one| one.fix += words);
    }

    /// Enough is told: what stands from a line on is not looked at, and that is said.
    pub fn looks_no_further(&mut self, line: usize, rest: &str) {
        self.say_of_last(". What follows is not looked at before that is done");
        self.unreadable.push(line..=usize::MAX);
        self.hide(rest);
    }

    /// Reports each of the faults of one kind; of many the first, and how many more there are.
    pub fn each_of(&mut self, faults: Vec<Fault>) {
        let more = faults.len().saturating_sub(MOST_OF_ONE_KIND);
        let rest = faults.get(MOST_OF_ONE_KIND).map(|(line, ..)| *line);
        for (line, what, fix) in faults.into_iter().take(MOST_OF_ONE_KIND) {
            self.problem_anywhere(line, what, fix);
        }
        let more = format!("and {} more of the same kind", text::thousands(more));
        rest.into_iter().for_each(|line| self.problem_anywhere(line, more.as_str(), "Put them right in the same way"));
    }

    /// How many problems were found of what can't be read as it was meant, with the names that may yet be one.
    pub fn found(&self) -> i64 {
        self.problems.len() as i64 + self.left_out + self.names.doubts() - self.read_as_meant
    }

    /// Whether more problems were found than are told.
    pub fn has_enough(&self) -> bool {
        self.left_out > 0
    }

    /// Every problem, by line.
    pub fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems;
        self.odd.into_values().for_each(|odd| odd.pair(&mut problems));
        problems.sort_by_key(|problem| problem.line);
        problems.dedup();
        if let Some(Problem { file, line, .. }) = problems.last().filter(|_| self.left_out > 0).cloned() {
            let what = format!("and at least {} more", text::thousands(self.left_out));
            problems.push(Problem { file, line, what, fix: String::from("Put these right first") });
        }
        problems
    }

    /// The known names nearest to one that is not known, for the first hundred of the file.
    pub fn near<'n>(&self, typed: &str, known: impl IntoIterator<Item = &'n str>) -> Nearest<'n> {
        self.hints.set(self.hints.get() + 1);
        if self.hints.get() > HINTS { Nearest::default() } else { nearest(typed, known) }
    }

    pub fn text(&mut self, table: Table<'_, '_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        self.text_of(value, key)
    }

    pub fn text_of(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Option<String> {
        let line = self.line_of(value);
        match value.get_ref() {
            DeValue::String(text) if text::is_blank(text) => {
                self.problem(
                    line,
                    format!("`{key}` is empty"),
                    "Write it, or take the line out where it is not needed",
                );
                None
            }
            DeValue::String(text) if OWN_WORDS.contains(&key) => {
                self.unseen(text, key, line);
                Some(text.clone().into_owned())
            }
            DeValue::String(name) => Some(self.name_as_seen(name, key, line)),
            DeValue::Array(items) => {
                let one = items.first().and_then(|item| item.get_ref().as_str());
                let one = one.map_or_else(|| String::from("…"), shorten);
                self.wrong(value, key, "text", &format!("Write one only: {key} = \"{one}\""))
            }
            DeValue::Table(_) => self.wrong(value, key, "text", &format!("Write {key} = \"…\"")),
            _ => self.wrong(value, key, "text", "Put it in quotation marks"),
        }
    }

    /// A title, a name, an address: text in one line.
    pub fn one_line(&mut self, table: Table<'_, '_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        let text = self.text_of(value, key)?;
        let line = self.line_of(value);
        if let Some(what) = text::breaks(&text) {
            self.problem(line, format!("`{key}` has {what}"), "Write it in one line, without tabs");
        }
        match key {
            "title" => self.fits(&text, (key, MOST_OF_TITLE), line),
            "short_title" => self.fits(&text, (key, MOST_OF_HEADING), line),
            _ => {}
        }
        Some(text)
    }

    /// Reports a name that is longer than where it is shown.
    fn fits(&mut self, text: &str, (key, most): (&str, usize), line: usize) {
        let letters = text.chars().count();
        if letters > most {
            let what = format!("`{key}` has {} characters", text::thousands(letters));
            self.problem(line, what, format!("Write at most {most}"));
        }
    }

    pub fn required_text(&mut self, table: Table<'_, '_>, key: &str, whose: &str) -> Option<String> {
        self.needed(table, key, whose, &format!("Add {key} = \"…\""));
        self.one_line(table, key)
    }

    /// Reports a key that is not there.
    pub fn needed(&mut self, table: Table<'_, '_>, key: &str, whose: &str, fix: &str) {
        if table.get(key).is_none() {
            self.missing((table.number, table.line), key, format!("{whose} has no `{key}`"), fix);
        }
    }

    /// A list of texts, each with its line.
    pub fn strings(&mut self, table: Table<'_, '_>, key: &str) -> Vec<(String, usize)> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            let one = value.get_ref().as_str().map_or_else(|| String::from("…"), shorten);
            self.wrong::<()>(value, key, "a list", &format!("Write {key} = [\"{one}\"]"));
            return Vec::new();
        };
        let items = items.iter();
        items.filter_map(|item| Some((self.text_of(item, key)?, self.line_of(item)))).collect()
    }

    /// A list of names, each with its line; a name that stands in it twice is a problem.
    pub fn names(&mut self, table: Table<'_, '_>, key: &str) -> Vec<(String, usize)> {
        let names = self.strings(table, key);
        let mut seen = BTreeSet::new();
        for (name, line) in &names {
            if !seen.insert(name) {
                self.twice(name, key, *line);
            }
        }
        names
    }

    /// What stands in a list a second time.
    pub fn twice(&mut self, name: &str, key: &str, line: usize) {
        let what = format!("`{}` stands twice in `{key}`", shorten(name));
        self.problem(line, what, "Take one of them out");
    }
}

/// The question that names the nearest known names, or else what to do.
pub(crate) fn did_you_mean(near: &Nearest<'_>, otherwise: impl FnOnce() -> String) -> String {
    near.in_words().map_or_else(otherwise, |near| format!("Did you mean {near}?"))
}

/// "In the fact with this id", to be said before what is wrong.
pub(crate) fn within(fact: &str) -> String {
    if fact.is_empty() { String::new() } else { format!("in `{}`, ", shorten(fact)) }
}

/// "`a`, `b` and `c`".
pub(crate) fn list<T: AsRef<str>>(words: &[T]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{}`", shorten(word.as_ref()))).collect();
    if quoted.is_empty() { "none".into() } else { text::list(&quoted) }
}

/// A word that fits in a message and does nothing to a terminal.
pub(crate) fn shorten(text: &str) -> String {
    let shown = |c: char| {
        if text::misleads(c) || text::breaks_line(c) { ' ' } else { c }
    };
    let one_line: String = text.chars().map(shown).take(61).collect();
    if one_line.chars().count() > 60 {
        format!("{}…", one_line.chars().take(59).collect::<String>())
    } else {
        one_line
    }
}
