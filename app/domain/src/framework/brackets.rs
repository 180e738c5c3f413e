//! A bracket of the wrong kind: everything after it would be told too, so it is put right before the text is read.

use toml::de::DeTable;

use super::outside::bare;
use super::parted::statements_of;
use super::reader::Reader;

/// Brackets of one statement that are tried, and put right.
const TRIED: usize = 10;

/// A statement longer than this, in bytes, is not read again for its brackets.
const LONG: usize = 1 << 17;

/// A bracket, by its place, that should be another.
#[derive(Clone, Copy)]
struct Wrong {
    at: usize,
    right: char,
    /// The one at the other end.
    other: usize,
}

/// Reports each bracket of the wrong kind in statements that are right but for these, and puts the right one in its place.
pub(super) fn put_right(reader: &mut Reader<'_>, text: &mut String) {
    for part in statements_of(text).into_iter().filter(|part| part.len() <= LONG) {
        for wrong in wrong_ones(&text[part.clone()]) {
            let [at, other] = [wrong.at, wrong.other].map(|at| part.start + at);
            let [is, met] = [at, other].map(|at| text[at..].chars().next().unwrap_or_default());
            let line = reader.line(other);
            let what = if at > other {
                format!("`{is}` closes what `{met}` opens on line {line}")
            } else {
                format!("`{is}` is closed by `{met}` on line {line}")
            };
            let line = reader.line(at);
            reader.problem_anywhere(line, format!("this is not TOML: {what}"), format!("Write `{}`", wrong.right));
            // Of a list on several lines, what is said where it begins may follow from that.
            let other = reader.line(other);
            reader.unreadable.extend((other != line).then_some(other.min(line)..=other.min(line)));
            text.replace_range(at..at + 1, &wrong.right.to_string());
        }
    }
}

/// The brackets of a statement that are of the wrong kind, if nothing else is wrong in it.
fn wrong_ones(statement: &str) -> Vec<Wrong> {
    let (mut text, mut found) = (statement.to_owned(), Vec::new());
    let mut errors = count(&text);
    while errors > 0 && found.len() < TRIED {
        let tried = tried(&text).into_iter().map(|wrong| (count(&with(&text, wrong)), wrong));
        let Some((fewer, wrong)) = tried.min_by_key(|(errors, _)| *errors).filter(|(fewer, _)| *fewer < errors) else {
            return Vec::new();
        };
        (text, errors) = (with(&text, wrong), fewer);
        found.push(wrong);
    }
    if errors > 0 { Vec::new() } else { found }
}

fn count(text: &str) -> usize {
    DeTable::parse_recoverable(text).1.len()
}

fn with(text: &str, wrong: Wrong) -> String {
    let mut text = text.to_owned();
    text.replace_range(wrong.at..wrong.at + 1, &wrong.right.to_string());
    text
}

/// What could be put in the place of brackets that do not belong together.
fn tried(text: &str) -> Vec<Wrong> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for at in bare(text, |c| "[]{}()".contains(c)) {
        let bracket = &text[at..=at];
        if "[{(".contains(bracket) {
            open.push((at, bracket));
        } else if let Some((other, opens)) = open.pop() {
            let closes = [("[", ']'), ("{", '}')].into_iter().find(|(from, _)| *from == opens).map(|(_, to)| to);
            let opened = [("]", '['), ("}", '{')].into_iter().find(|(to, _)| *to == bracket).map(|(_, from)| from);
            if closes.is_none_or(|closes| !bracket.starts_with(closes)) {
                found.extend(closes.map(|right| Wrong { at, right, other }));
                found.extend(opened.map(|right| Wrong { at: other, right, other: at }));
            }
        }
    }
    found.truncate(2 * TRIED);
    found
}
