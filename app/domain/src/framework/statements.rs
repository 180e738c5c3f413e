//! Faults within one statement, a key and its value: each is told and put right, or taken out, so that what stands beside it
//! is read all the same.

use std::ops::Range;

use toml::de::{DeTable, Error};

use super::header_lines::key_of;
use super::mended::{self, Mend};
use super::reader::Reader;
use super::syntax::{FAULTS, FAULTS_IN_ALL, LONG, bare, blank, errors, line_at, parts, place, report};

/// Said where what stands beside a fault is not looked at.
const REST: &str = "; the rest of the line is read when that is done";

/// How many lines, one after another, are told after one of which it was guessed what is meant.
const IN_A_ROW: usize = 2;

/// Of so many lines is a text at most that is not closed on its first.
const LINES: usize = 20;

/// Reports what is no TOML in each statement, and gives the text with every statement as one that can be read, or blank.
pub(super) fn put_right(reader: &mut Reader<'_>, text: &str) -> String {
    let mut right = String::with_capacity(text.len());
    let mut left = FAULTS_IN_ALL;
    for part in parts(text) {
        if left == 0 {
            // Enough is said; what follows is not read.
            reader.unreadable.push(reader.line(right.len())..=usize::MAX);
            reader.hides_ids = true;
            break;
        }
        part_put_right(reader, &text[part], &mut right, &mut left);
    }
    right
}

/// The same of one part, which stands behind what is right by now.
fn part_put_right(reader: &mut Reader<'_>, part: &str, right: &mut String, left: &mut usize) {
    let begins = right.len();
    let (mut keys, mut is_lost, mut goes_on) = (Vec::new(), false, 0);
    let has_id = part.lines().any(|line| key_of(line.trim_start()).is_some_and(|(key, _)| key == "id"));
    for statement in statements(part) {
        let (text, rest) = (&part[statement.clone()], &part[statement.end..]);
        if is_lost || right.len() < goes_on {
            right.push_str(&blanked(text));
            continue;
        }
        let (line, end) = text.strip_suffix('\n').map_or((text, ""), |line| (line, "\n"));
        let mut one = Statement { text: line.to_owned(), at: right.len() };
        // Without its header what follows would belong to the table before.
        let is_header = statement.start == 0 && begins > 0;
        match one.put_right(reader, left) {
            Lost::Nothing => {}
            _ if is_header => is_lost = true,
            Lost::Key(key) => keys.push(key),
            Lost::Unknown => {
                // It may be any of those that are missing.
                reader.unreadable.push(reader.line(begins)..=reader.line(begins));
                reader.hides_ids |= !has_id;
            }
        }
        right.extend([&one.text, end]);
        goes_on = right.len() + runs_on(text, rest);
        if goes_on > right.len() {
            reader.unreadable.push(reader.line(right.len())..=reader.line(goes_on - 1));
        }
    }
    let lines = reader.line(begins)..=reader.line(right.len().saturating_sub(1).max(begins));
    reader.hides_ids |= is_lost || keys.iter().any(|key| key == "id") || begins > 0 && !has_id && !keys.is_empty();
    if is_lost {
        reader.unreadable.push(lines.clone());
    }
    reader.lost.extend(keys.into_iter().map(|key| (lines.clone(), key)));
}

/// The statements of a part. One whose brackets are not closed ends where the next one begins.
pub(super) fn statements(part: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut depth, mut cuts) = (0, 0usize, Vec::new());
    let mut ends = |range: Range<usize>, cuts: &mut Vec<usize>| {
        // A key at the edge within brackets is one of a table, if that can be read.
        if cuts.is_empty() || DeTable::parse(&part[range.clone()]).is_ok() {
            cuts.clear();
        }
        let mut from = range.start;
        for cut in cuts.drain(..).chain([range.end]) {
            found.push(from..cut);
            from = cut;
        }
    };
    for at in bare(part, |c| "[]{}\n".contains(c)) {
        match &part[at..=at] {
            "[" | "{" => depth += 1,
            "\n" if depth == 0 && goes_on(&part[at + 1..], indent(&part[start..])) => {}
            "\n" if depth == 0 => {
                ends(start..at + 1, &mut cuts);
                start = at + 1;
            }
            "\n" if is_at_edge(&part[at + 1..], indent(&part[start..])) => cuts.push(at + 1),
            "\n" => {}
            _ => depth = depth.saturating_sub(1),
        }
    }
    if start < part.len() {
        ends(start..part.len(), &mut cuts);
    }
    found
}

fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// How much of what follows belongs to a text that is not closed on its line: up to the line with the other quotation mark.
fn runs_on(statement: &str, rest: &str) -> usize {
    let is_half = |line: &str| line.matches('"').count() % 2 == 1;
    if !is_half(statement) {
        return 0;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n').take(LINES) {
        at += line.len();
        if line.trim().is_empty() || line.starts_with(['[', '#']) || key_of(line.trim_start()).is_some() {
            break;
        } else if is_half(line) {
            return at;
        }
    }
    0
}

/// Whether a text begins with a key and its sign, no further in than so.
fn is_at_edge(text: &str, edge: usize) -> bool {
    let line = text.lines().next().unwrap_or_default();
    indent(line) <= edge && key_of(line.trim_start()).is_some()
}

/// Whether a text begins with a part of a list or a table, of which a bracket may be missing above.
fn goes_on(text: &str, edge: usize) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let is_deeper = indent(line) > edge && key_of(line.trim_start()).is_none();
    match line.trim_start().chars().next() {
        Some('{' | '}' | ']' | ',') => true,
        Some('[') => is_deeper && line.contains(['"', ',']),
        Some('#') | None => false,
        Some(_) => is_deeper,
    }
}

fn blanked(text: &str) -> String {
    let mut text = text.to_owned();
    let all = 0..text.len();
    blank(&mut text, all);
    text
}

/// What can't be read of a statement.
enum Lost {
    Nothing,
    /// The value of a key.
    Key(String),
    /// Which key it is about is not known, or it is no key.
    Unknown,
}

/// A statement, and where it stands.
struct Statement {
    text: String,
    at: usize,
}

impl Statement {
    fn put_right(&mut self, reader: &mut Reader<'_>, left: &mut usize) -> Lost {
        let (mut lost, mut guessed, mut in_a_row) = (Lost::Nothing, Vec::new(), 0);
        for _ in 0..FAULTS {
            let errors = errors(&self.text);
            // The first that the parser stumbled over; what it says of the others may follow from that.
            // Of several at one place the innermost.
            let order = |error: &&Error| (place(error, &self.text), !error.message().contains("string"));
            let Some(error) = errors.iter().min_by_key(order) else { return lost };
            if *left == 0 {
                break;
            }
            *left -= 1;
            let told = reader.problems.len();
            report(reader, self.at, &self.text, error);
            // On a line with a guess it may follow from that.
            if reader.problems[told..].iter().any(|one| guessed.contains(&one.line)) {
                reader.problems.truncate(told);
            }
            if self.text.len() > LONG {
                if let Some(told) = reader.problems.last_mut() {
                    told.fix += ". Of so long a part the rest is not looked at";
                }
                break;
            }
            // One line after another: it is not a slip of each.
            let is_next =
                guessed.last().is_some_and(|last| reader.problems[told..].iter().any(|one| one.line == last + 1));
            in_a_row = if is_next { in_a_row + 1 } else { 0 };
            if in_a_row > IN_A_ROW {
                reader.problems[told].fix += ". What follows of it is not looked at before that is done";
                return self.lose(reader, 0..self.text.len(), usize::MAX);
            }
            // What lies too deep is not looked into, nor what has no key.
            if error.message().contains("recurs") || self.text.trim_start().starts_with('=') {
                return self.lose(reader, 0..self.text.len(), told);
            }
            let at = place(error, &self.text);
            let next = |text: &str| first_of(&DeTable::parse_recoverable(text).1, text);
            let without = self.line_in_list(error, errors.len());
            let mend = mended::best(&self.text, (errors.len(), at), '=', next);
            // A guess that leaves more faults than the list without the line is none.
            let is_good = |(left, mend): &(usize, Mend)| {
                mend.is_certain || without.as_ref().is_none_or(|(without, _)| without >= left)
            };
            match (mend.filter(is_good), without) {
                (Some((_, mend)), _) => {
                    let sign = self.text.find('=').unwrap_or(self.text.len());
                    // Which key was meant is not certain.
                    if mend.at.start < sign && mend.with.trim() != "=" {
                        lost = Lost::Unknown;
                        let line = reader.line(self.at);
                        reader.unreadable.push(line..=line);
                    }
                    guessed.extend(self.mend(reader, at, mend, told));
                }
                (None, Some((_, line))) => {
                    guessed.push(reader.line(self.at + line.start));
                    self.lose(reader, line, told);
                }
                (None, None) => lost = self.lose(reader, 0..self.text.len(), told),
            }
        }
        if DeTable::parse(&self.text).is_err() { self.lose(reader, 0..self.text.len(), usize::MAX) } else { lost }
    }

    /// Puts a mend of what this problem tells in its place, and gives the line where it is a guess.
    fn mend(&mut self, reader: &mut Reader<'_>, at: usize, mend: Mend, told: usize) -> Option<usize> {
        let line = reader.line(self.at + at.min(mend.at.start).min(self.text.trim_end().len()));
        mend.advise(&self.text, line, reader.problems.get_mut(told));
        if !mend.is_certain {
            if let Some(told) = reader.problems.get_mut(told).filter(|_| self.text.contains(['[', '{'])) {
                told.fix += REST;
            }
            reader.unreadable.push(line..=line);
            reader.hides_ids |= self.key() == Some("id");
        } else if mend.with.starts_with('"') {
            // Of which kind the value should be follows from its key.
            let before = self.text[..mend.at.start].trim_end().trim_end_matches(['=', '[']).trim_end();
            let key = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next();
            reader.lost.extend(key.filter(|key| !key.is_empty()).map(|key| (line..=line, key.to_owned())));
        }
        reader.replaced(self.at + mend.at.start..self.at + mend.at.end, mend.with.len());
        self.text.replace_range(mend.at, &mend.with);
        (!mend.is_certain).then_some(line)
    }

    /// The line of a list that is written over several which is to be taken out, and how many errors are left then.
    fn line_in_list(&self, error: &Error, errors: usize) -> Option<(usize, Range<usize>)> {
        let one = line_at(&self.text, place(error, &self.text));
        let before = one.start.checked_sub(1).map(|end| line_at(&self.text, end));
        let left = |without: &Range<usize>| {
            let mut rest = self.text.clone();
            blank(&mut rest, without.clone());
            DeTable::parse_recoverable(&rest).1.len()
        };
        let lines = [Some(one), before].into_iter().flatten().filter(|line| line.start > 0);
        let lines = lines.map(|line| (left(&line), line)).filter(|(left, _)| *left < errors);
        lines.min_by_key(|(left, _)| *left)
    }

    /// Takes out part of it, of which this problem was told.
    fn lose(&mut self, reader: &mut Reader<'_>, gone: Range<usize>, told: usize) -> Lost {
        let last = gone.start + self.text[gone.clone()].trim_end().len();
        reader.unreadable.push(reader.line(self.at + gone.start)..=reader.line(self.at + last.max(gone.start)));
        if let Some(told) = reader.problems.get_mut(told).filter(|_| gone.start > 0) {
            told.fix += REST;
        }
        let lost = self.key().map_or(Lost::Unknown, |key| Lost::Key(key.to_owned()));
        blank(&mut self.text, gone);
        lost
    }

    /// The word that it begins with.
    fn key(&self) -> Option<&str> {
        let text = self.text.trim_start();
        let key = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').next();
        key.filter(|key| !key.is_empty())
    }
}

/// How many errors there are, and where the first is.
fn first_of(errors: &[Error], text: &str) -> Option<(usize, usize)> {
    Some((errors.len(), errors.iter().map(|error| place(error, text)).min()?))
}
