//! Faults within one statement, a key and its value: each is told and put right, or taken out, so that what stands beside it
//! is read all the same.

use std::ops::Range;

use toml::de::{DeTable, Error};

use super::header_lines::{key_of, key_without_sign};
use super::mended::{self, Mend};
use super::no_value::{NoValue, example};
use super::outside::bare;
use super::parted::{indent, runs_on, statements};
use super::reader::{REST_OF_IT, REST_OF_LINE, Reader};
use super::syntax::{FAULTS, FAULTS_IN_ALL, LONG, blank, errors, line_at, no_header, parts, place, report};

/// How many lines, one after another, are told after one of which it was guessed what is meant.
const IN_A_ROW: usize = 2;

/// Reports what is no TOML in each statement, and gives the text with every statement as one that can be read, or blank.
pub(super) fn put_right(reader: &mut Reader<'_>, text: &str) -> String {
    let mut right = String::with_capacity(text.len());
    let mut left = FAULTS_IN_ALL;
    for part in parts(text) {
        let read = part.start + part_put_right(reader, &text[part], &mut right, &mut left);
        if left == 0 {
            reader.looks_no_further(reader.line(right.len()), &text[read..]);
            break;
        }
    }
    right
}

/// The same of one part, which stands behind what is right by now. Gives how much of it was read.
fn part_put_right(reader: &mut Reader<'_>, part: &str, right: &mut String, left: &mut usize) -> usize {
    let (begins, mut read) = (right.len(), part.len());
    let (mut keys, mut ids, mut is_lost, mut goes_on) = (Vec::new(), Vec::new(), false, 0);
    for statement in statements(part) {
        if *left == 0 {
            read = statement.start;
            reader.unreadable.push(reader.line(begins)..=reader.line(begins));
            break;
        }
        let (text, rest) = (&part[statement.clone()], &part[statement.end..]);
        if is_lost || right.len() < goes_on {
            right.push_str(&blanked(text));
            continue;
        }
        let (line, end) = text.strip_suffix('\n').map_or((text, ""), |line| (line, "\n"));
        // Without its header what follows would belong to the table before.
        let is_header = statement.start == 0 && begins > 0;
        let is_of_table = is_header && is_in_last(right, rest);
        let mut one = Statement { text: line.to_owned(), at: right.len(), is_guessed: false, is_of_table };
        match one.put_right(reader, left) {
            Lost::Nothing => {}
            _ if is_header => {
                is_lost = true;
                if !rest.trim().is_empty() {
                    reader.say_of_last(REST_OF_IT);
                }
            }
            Lost::Key(key) => keys.push(key),
            Lost::Unknown => {
                // It may be any of those that are missing.
                reader.unreadable.push(reader.line(begins)..=reader.line(begins));
            }
        }
        // Of the keys at the edge in it nobody knows whether they are of the table around it.
        if one.is_guessed && text.lines().skip(1).any(|line| key_of(line).is_some()) {
            reader.unreadable.push(reader.line(begins)..=reader.line(begins));
        }
        if one.is_guessed && key_of(text).is_some_and(|(key, _)| key == "id") {
            ids.push(text);
        }
        right.extend([&one.text, end]);
        goes_on = right.len() + runs_on(text, rest);
        if goes_on > right.len() {
            reader.unreadable.push(reader.line(right.len())..=reader.line(goes_on - 1));
        }
    }
    let lines = reader.line(begins)..=reader.line(right.len().saturating_sub(1).max(begins));
    if is_lost {
        reader.unreadable.push(lines.clone());
        reader.hide(part);
    }
    ids.into_iter().for_each(|id| reader.hide_id_of(&lines, id));
    reader.lost.extend(keys.into_iter().map(|key| (lines.clone(), key)));
    read
}

/// Whether the key that a text begins with is one of the last table already.
fn is_in_last(above: &str, text: &str) -> bool {
    let key = text.lines().next().and_then(key_of);
    let last = above.rfind("\n[").map_or("", |start| &above[start..]);
    key.is_some_and(|(key, _)| last.lines().filter_map(key_of).any(|(other, _)| other == key))
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
    /// Whether nobody knows what a part of it is.
    is_guessed: bool,
    /// Whether what stands below it is of another table than what stands above.
    is_of_table: bool,
}

impl Statement {
    fn put_right(&mut self, reader: &mut Reader<'_>, left: &mut usize) -> Lost {
        if self.is_stray() {
            return self.take_out(reader, left);
        }
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
                break;
            }
            // One line after another: it is not a slip of each.
            let is_next =
                guessed.last().is_some_and(|last| reader.problems[told..].iter().any(|one| one.line == last + 1));
            in_a_row = if is_next { in_a_row + 1 } else { 0 };
            if in_a_row > IN_A_ROW {
                reader.say_of_last(REST_OF_IT);
                return self.lose(reader, 0..self.text.len(), usize::MAX);
            }
            let at = place(error, &self.text);
            let is_lost = || {
                let has_no_key = self.text.trim_start().starts_with('=') || no_header(reader, &self.text).is_some();
                has_no_key || NoValue::at(&self.text, at).is_some_and(|found| found.is_lost())
            };
            // What lies too deep is not looked into, nor what has no key.
            if error.message().contains("recurs") || is_lost() {
                return self.lose(reader, 0..self.text.len(), told);
            }
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
                        reader.hide(&self.text);
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
        if DeTable::parse(&self.text).is_ok() {
            return lost;
        }
        if *left > 0 {
            reader.say_of_last(REST_OF_IT);
        }
        self.lose(reader, 0..self.text.len(), usize::MAX)
    }

    /// Whether it is a line of words: it sets no key, and is no header of which one could say what it is of.
    fn is_stray(&self) -> bool {
        let text = self.text.trim();
        let is_header = text.starts_with('[')
            && (self.is_of_table || text.starts_with("[[") || !text.contains(' ') || text.contains(['"', ',']));
        let is_part = text.starts_with(['{', '}', ']', ',']) || is_header;
        !is_part
            && key_without_sign(text).is_none()
            && bare(text, |c| c == '=').is_empty()
            && DeTable::parse(text).is_err()
    }

    /// Reports such a line, and takes it out.
    fn take_out(&mut self, reader: &mut Reader<'_>, left: &mut usize) -> Lost {
        *left -= 1;
        let (line, word) = (reader.line(self.at + indent(&self.text)), self.text.trim());
        let (what, fix) = if reader.keys.contains(word) {
            let fix = format!("Write {word} = {}, or take the line out", example(word));
            (format!("this is not TOML: `{word}` has no value"), fix)
        } else {
            let what = String::from("this is not TOML: the line sets no key");
            (what, String::from("Take it out, or write # before it"))
        };
        reader.problem_anywhere(line, what, fix);
        // One word alone may be a key.
        let key = self.key().filter(|key| *key == self.text.trim()).map(str::to_owned);
        let all = 0..self.text.len();
        blank(&mut self.text, all);
        key.map_or(Lost::Nothing, Lost::Key)
    }

    /// Puts a mend of what this problem tells in its place, and gives the line where it is a guess.
    fn mend(&mut self, reader: &mut Reader<'_>, at: usize, mend: Mend, told: usize) -> Option<usize> {
        let line = reader.line(self.at + at.min(mend.at.start).min(self.text.trim_end().len()));
        mend.advise(&self.text, line, reader.problems.get_mut(told));
        if !mend.is_certain {
            if let Some(told) = reader.problems.get_mut(told).filter(|_| self.text.contains(['[', '{'])) {
                told.fix += REST_OF_LINE;
            }
            reader.unreadable.push(line..=line);
            self.is_guessed = true;
        } else {
            mend.bare_word(line, told).into_iter().for_each(|bare| reader.read_bare(bare));
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
        if let Some(told) = reader.problems.get_mut(told) {
            let is_all = gone.start == 0;
            told.fix += match self.text.trim_end() {
                all if is_all && all.contains('\n') => REST_OF_IT,
                all if is_all && (all.starts_with('[') || !all.contains(['[', '{'])) => "",
                _ => REST_OF_LINE,
            };
        }
        let lost = self.key().map_or(Lost::Unknown, |key| Lost::Key(key.to_owned()));
        reader.hide(&self.text[gone.clone()]);
        self.is_guessed = true;
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
