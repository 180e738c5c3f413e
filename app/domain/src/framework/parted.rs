//! The statements of a text, each a key and its value: where one ends whose brackets are not closed.

use std::ops::Range;

use toml::de::DeTable;

use super::header_lines::{key_of, key_with_colon};
use super::no_value::begins_value;
use super::outside::bare;
use super::syntax::parts;

/// Of so many lines is a text at most that is not closed on its first.
const LINES: usize = 20;

/// The statements of a part. One whose brackets are not closed ends where the next one begins.
pub(super) fn statements(part: &str) -> Vec<Range<usize>> {
    let (mut found, mut start) = (Vec::new(), 0);
    // The keys at the edge within brackets, and the brackets, each with how many of these keys stand before it.
    let (mut keys, mut open) = (Vec::new(), Vec::new());
    for at in bare(part, |c| "[]{}\n".contains(c)) {
        let rest = &part[at + 1..];
        match (&part[at..=at], open.last()) {
            (bracket @ ("[" | "{"), _) => open.push((bracket, keys.len())),
            ("\n", None) if goes_on(rest, indent(&part[start..])) => {}
            ("\n", None) if is_value_of(&part[start..at], rest) => {}
            // A key is no part of a list.
            ("\n", None | Some(("[", _))) if open.is_empty() || is_at_edge(rest, indent(&part[start..])) => {
                found.extend(ended(part, start..at + 1, &keys));
                start = at + 1;
                keys.clear();
                open.clear();
            }
            ("\n", Some(("{", _))) if is_at_edge(rest, indent(&part[start..])) => keys.push(at + 1),
            ("\n", _) => {}
            // Those within what is closed are keys of that.
            _ => open.pop().into_iter().for_each(|(_, before)| keys.truncate(before)),
        }
    }
    if start < part.len() {
        found.extend(ended(part, start..part.len(), &keys));
    }
    found
}

/// The statements of a range with keys in a table that is not closed. Behind a comma stands one of the table, if all up to the
/// next that does not can be read once it is closed.
fn ended(part: &str, range: Range<usize>, keys: &[usize]) -> Vec<Range<usize>> {
    let (mut found, mut from, mut within) = (Vec::new(), range.start, Vec::new());
    for key in keys.iter().copied().chain([range.end]) {
        let above = part[from..key].trim_end();
        if key < range.end && above.ends_with([',', '{']) {
            within.push(key);
            continue;
        }
        if !within.is_empty() && is_whole(&closed(above)) {
            within.clear();
        }
        for end in within.drain(..).chain([key]) {
            found.push(from..end);
            from = end;
        }
    }
    found
}

/// A text with the brackets that it lacks at its end.
fn closed(text: &str) -> String {
    let mut open = Vec::new();
    for at in bare(text, |c| "[]{}".contains(c)) {
        match &text[at..=at] {
            "[" => open.push(']'),
            "{" => open.push('}'),
            _ => open.truncate(open.len().saturating_sub(1)),
        }
    }
    text.chars().chain(['\n']).chain(open.into_iter().rev()).collect()
}

/// Whether a statement can be read, but for the sign of another language between its key and the value.
fn is_whole(statement: &str) -> bool {
    let with_sign = || key_with_colon(statement.trim_start()).map(|(key, value)| format!("{key} = {value}"));
    DeTable::parse(statement).is_ok() || with_sign().is_some_and(|text| DeTable::parse(&text).is_ok())
}

/// The statements of a text that stand on several lines, each with whether it can be read.
pub(super) fn of_several_lines(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut all = statements_of(text);
    all.retain(|one| text[one.clone()].trim_end().contains('\n'));
    all.into_iter().map(|one| (one.clone(), is_whole(&text[one]))).collect()
}

/// The statements of a text, in all of its parts.
pub(super) fn statements_of(text: &str) -> Vec<Range<usize>> {
    let of = |part: Range<usize>| {
        let within = statements(&text[part.clone()]).into_iter();
        within.map(move |one| part.start + one.start..part.start + one.end)
    };
    parts(text).into_iter().flat_map(of).collect()
}

/// By how much a text is further in than the edge.
pub(super) fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// How much of what follows belongs to a text that is not closed on its line: up to the line with the other quotation mark.
pub(super) fn runs_on(statement: &str, rest: &str) -> usize {
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
    let key = key_of(line.trim_start()).or_else(|| key_with_colon(line.trim_start()));
    indent(line) <= edge && key.is_some()
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

/// Whether a text begins with the value of a statement which is a key and its sign alone, or goes on with a list of YAML there.
fn is_value_of(statement: &str, text: &str) -> bool {
    let (line, below) = statement.split_once('\n').unwrap_or((statement, ""));
    let line = line.split('#').next().unwrap_or_default().trim();
    let is_word = |key: &str| !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    let is_alone = line.strip_suffix(['=', ':']).is_some_and(|key| is_word(key.trim_end()));
    let text = text.trim_start_matches([' ', '\t']);
    is_alone && (text.starts_with("- ") || below.is_empty() && begins_value(text) && !text.starts_with("[["))
}
