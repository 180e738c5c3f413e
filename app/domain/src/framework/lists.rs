//! Lists whose brackets are of another kind or not there, and texts in them that lack one of their quotation marks.

use std::ops::Range;

use super::header_lines::key_of;
use super::no_value::is_list;
use super::outside::{JSON, Openers, language, outside};
use super::reader::{Reader, shorten};

const SPACES: [char; 2] = [' ', '\t'];

/// What stands before a value, but for spaces.
const BEFORE: &str = "=:,[{";

/// A list or a table that is put right is this long at most, in bytes.
const LONG: usize = 1 << 12;

/// So many are put right.
const MOST: usize = 100;

/// What is wrong, how to put it right, and what is written in the place of what.
type Wrong = (String, String, Range<usize>, String);

/// Reports each, and gives the text with the right signs.
pub(super) fn put_right(reader: &mut Reader<'_>, text: &str, openers: Openers) -> Option<String> {
    let sign = if openers == JSON { ':' } else { '=' };
    let (mut right, mut from, mut faults) = (text.to_owned(), 0, Vec::new());
    loop {
        let next = outside(&right, from, openers, |c| c == sign || "({".contains(c)).next();
        let Some(at) = next.filter(|_| faults.len() < MOST) else { break };
        from = at + 1;
        let found = match &right[at..=at] {
            "(" => in_round_brackets(&right, at, openers),
            "{" => in_curly_brackets(&right, at, sign),
            _ => without_brackets(&right, at, sign).or_else(|| lacking_a_mark(&right, at)),
        };
        let Some((what, fix, at, with)) = found else { continue };
        faults.push((reader.line(at.start), format!("this is not {}: {what}", language(openers)), fix));
        reader.replaced(at.clone(), with.len());
        right.replace_range(at, &with);
    }
    let is_changed = !faults.is_empty();
    reader.each_of(faults);
    is_changed.then_some(right)
}

/// A list or a table in the brackets of other languages.
fn in_round_brackets(text: &str, at: usize, openers: Openers) -> Option<Wrong> {
    let is_value = text[..at].trim_end_matches(SPACES).ends_with(|c| BEFORE.contains(c));
    let end = text.floor_char_boundary((at + LONG).min(text.len()));
    let near = &text[at..if is_value { end } else { at }];
    let mut depth = 0_usize;
    let close = outside(near, 0, openers, |c| "()".contains(c)).find(|at| {
        depth = if near[*at..].starts_with('(') { depth + 1 } else { depth.saturating_sub(1) };
        depth == 0
    })?;
    let inner = &near[1..close];
    let is_table = key_of(inner.trim_start()).is_some();
    let is_list = inner.trim_start().starts_with(['"', '\'', '{', '[', '(']);
    if inner.contains("\n[") || !is_table && !is_list {
        return None;
    }
    let (open, close_by) = if is_table { ("{", "}") } else { ("[", "]") };
    let (what, fix) = of_brackets(if is_table { "table" } else { "list" }, ("(", ")"), (open, close_by));
    Some((what, fix, at..at + close + 1, format!("{open}{inner}{close_by}")))
}

/// A list of texts in the brackets of a table.
fn in_curly_brackets(text: &str, at: usize, sign: char) -> Option<Wrong> {
    let is_value = text[..at].trim_end_matches(SPACES).ends_with(|c| BEFORE.contains(c));
    let start = text.len() - text[at + 1..].trim_start_matches(SPACES).len();
    let (end, many) = if is_value { texts(&text[start..], sign) } else { (0, 0) };
    let behind = text[start + end..].trim_start_matches(SPACES);
    if many == 0 || !behind.starts_with('}') {
        return None;
    }
    let (what, fix) = of_brackets("list", ("{", "}"), ("[", "]"));
    let close = text.len() - behind.len();
    Some((what, fix, at..close + 1, format!("[{}]", &text[at + 1..close])))
}

fn of_brackets(what: &str, (is, closed): (&str, &str), (open, close): (&str, &str)) -> (String, String) {
    (format!("`{is}` opens no {what}"), format!("Write {open} and {close} in the place of {is} and {closed}"))
}

/// Several texts behind a key that has a list.
fn without_brackets(text: &str, at: usize, sign: char) -> Option<Wrong> {
    let before = text[..at].trim_end_matches(SPACES).trim_end_matches('"');
    let key = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().filter(|key| is_list(key))?;
    let start = text.len() - text[at + 1..].trim_start_matches(SPACES).len();
    let (end, many) = texts(&text[start..], sign);
    let behind = text[start + end..].trim_start_matches(SPACES);
    let is_end = behind.is_empty() || behind.starts_with([',', '}', '#', '\n', '\r']);
    (many > 1 && is_end).then(|| {
        let what = format!("the list of `{key}` stands in no brackets");
        let fix = String::from("Write [ before it and ] behind it");
        (what, fix, start..start + end, format!("[{}]", &text[start..start + end]))
    })
}

/// A list of texts on one line, of which some lack the same one of their quotation marks.
fn lacking_a_mark(text: &str, at: usize) -> Option<Wrong> {
    let near = &text[at + 1..text.floor_char_boundary((at + LONG).min(text.len())).max(at + 1)];
    let line = near.lines().next().unwrap_or_default();
    let inner = line.trim_start_matches(SPACES).strip_prefix('[')?;
    let inner = &inner[..inner.find(']')?];
    let start = at + 1 + (inner.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
    let (mut lacking, mut items) = (Vec::new(), Vec::new());
    for item in inner.split(',').map(str::trim) {
        let word = item.trim_matches('"');
        let marks = item.len() - word.len();
        if word.is_empty() || word.contains(['"', '\'', '\\', '#', '{', '[', '=']) || !(1..=2).contains(&marks) {
            return None;
        }
        lacking.extend((marks == 1).then_some((item.starts_with('"'), item)));
        items.push(format!("\"{word}\""));
    }
    // One that lacks the first and one that lacks the last may be one text with a comma in it.
    let (is_open, first) = *lacking.first()?;
    let is_sure = lacking.iter().all(|(other, _)| *other == is_open);
    let what = format!("a quotation mark is missing beside {}", shorten(first));
    let fix = String::from("Write the quotation mark that is missing");
    is_sure.then(|| (what, fix, start..start + inner.len(), items.join(", ")))
}

/// Where texts with commas between them end, and how many they are; one before a sign is a key.
fn texts(text: &str, sign: char) -> (usize, usize) {
    let (mut rest, mut end, mut many) = (text, 0, 0);
    while let Some(inner) = rest.strip_prefix('"') {
        let close = inner.find(['"', '\\', '\n']).unwrap_or(inner.len());
        let Some(behind) = inner[close..].strip_prefix('"') else { break };
        let next = behind.trim_start_matches(SPACES);
        if next.starts_with(sign) {
            break;
        }
        (end, many) = (text.len() - behind.len(), many + 1);
        let Some(next) = next.strip_prefix(',') else { break };
        rest = next.trim_start_matches(SPACES);
    }
    (end, many)
}
