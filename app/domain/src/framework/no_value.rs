//! A key without a value: told with what one looks like.

use std::ops::Range;

use super::outside::{JSON, outside};
use super::reader::{Reader, shorten};

/// What the value of a key looks like, where it is no text.
const VALUES: [(&str, &str); 11] = [
    ("after expires max_age period valid_for window within", "\"2 years\""),
    (
        "confirmed_before confirmed_on conferred_on decided_on declined_on effective_from enrolled_on expires_on from \
            happened_from happened_until joined_before joined_from joined_on known on recorded_on sat_on since submitted_on \
            superseded_on until valid_from valid_until voided_on withdrawn_on",
        "2026-01-31",
    ),
    (
        "at_least credits distinct_signers examples full_time_percent hours hours_flat hours_per_week max \
            max_organisations minutes most",
        "10",
    ),
    ("extends full_time_equivalent unpublished", "true"),
    ("all any elements exempt grades outcomes outcomes_of pairs rights sat_after sources", "[\"…\"]"),
    ("attempts", "{ max = 3 }"),
    ("decision", "{ outcome = \"met\", on = 2026-01-31, by = \"…\" }"),
    ("formerly", "[{ title = \"…\", until = 2026-01-31 }]"),
    ("people", "{ ada = \"Ada Park\" }"),
    ("marks", "{ kind = \"percent\" }"),
    ("zone", "\"Europe/London\""),
];

/// A value of a key.
pub(super) fn example(key: &str) -> &'static str {
    let value = VALUES.iter().find(|(keys, _)| keys.split_whitespace().any(|one| one == key));
    value.map_or("\"…\"", |(_, value)| value)
}

/// Whether the value of a key is a list.
pub(super) fn is_list(key: &str) -> bool {
    matches!(key, "of" | "confirms") || example(key).starts_with("[\"")
}

/// A key on whose line no value stands.
pub(super) struct NoValue<'t> {
    pub key: &'t str,
    /// What stands between it and the next line.
    pub gap: Range<usize>,
    /// Whether its sign is that of another language.
    has_colon: bool,
    /// What stands below it.
    below: &'t str,
}

impl<'t> NoValue<'t> {
    /// The one at which the parser stopped.
    pub fn at(text: &'t str, at: usize) -> Option<Self> {
        let is_space = |c| matches!(c, ' ' | '\t');
        let rest = text[at..].trim_start_matches(is_space);
        let (before, behind, has_colon) = match rest.strip_prefix(':') {
            Some(behind) => (&text[..at], behind, true),
            None => (text[..at].trim_end_matches(is_space).strip_suffix('=')?, rest, false),
        };
        let (behind, line) = (behind.trim_start_matches(is_space), before.lines().last().unwrap_or_default());
        let before = before.trim_end();
        let key = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').next();
        let key = key.filter(|key| !key.is_empty() && (!has_colon || line.trim() == *key))?;
        let is_end = behind.is_empty() || behind.starts_with(['\n', '\r', '#']);
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let found = NoValue { key, gap: before.len()..end, has_colon, below: &text[end..] };
        (is_end || !has_colon && behind.starts_with([',', '}', ']'])).then_some(found)
    }

    /// Whether the value stands on the next line.
    pub fn is_below(&self) -> bool {
        begins_value(self.below.trim_start())
    }

    /// Whether nobody can say what is meant, as there is no sign of TOML and no value.
    pub fn is_lost(&self) -> bool {
        self.has_colon && !self.is_below()
    }
}

/// Reports a key without a value, if that is what the parser stopped at.
pub(super) fn reported(reader: &mut Reader<'_>, line: usize, part: &str, at: usize) -> bool {
    let Some(found) = NoValue::at(part, at) else { return false };
    let value = example(found.key);
    let (key, sign) = (shorten(found.key), if found.has_colon { "Write = in the place of :, and " } else { "" });
    let (what, fix) = if found.is_below() {
        let begin = if found.has_colon { "begin" } else { "Begin" };
        (format!("the value of `{key}` stands on another line"), format!("{sign}{begin} it on the line of its key"))
    } else if found.below.trim_start().starts_with("- ") {
        (format!("the value of `{key}` is no list of TOML"), format!("Write it as {key} = [\"…\", \"…\"]"))
    } else if found.has_colon {
        (format!("`{key}` has no value"), format!("Write {key} = {value} in its place, or take the key out"))
    } else {
        (
            format!("`{key}` has no value"),
            format!("Write it behind the sign, such as {key} = {value}, or take the key out"),
        )
    };
    reader.problem_anywhere(line, format!("this is not TOML: {what}"), fix);
    true
}

/// Reports a key of JSON without a value, if that is what the reader stopped at, and gives where `null` is that value, with what
/// has to stand behind it.
pub(super) fn in_json(reader: &mut Reader<'_>, text: &str, at: usize) -> Option<(usize, &'static str)> {
    let before = text[..at].trim_end();
    let (before, with) = match text[at..].chars().next() {
        None | Some(',' | '}' | ']') => (before, " null"),
        // The key of the next line stands in its place.
        Some(':') => {
            let next = before.strip_suffix('"')?;
            let above = next[..next.rfind('"')?].trim_end_matches([' ', '\t']);
            (above.ends_with('\n').then(|| above.trim_end())?, " null,")
        }
        Some(_) => return None,
    };
    let key = before.strip_suffix(':')?.trim_end().strip_suffix('"')?;
    let key = &key[key.rfind('"')? + 1..];
    let mut open = Vec::new();
    for at in outside(before, 0, JSON, |c| "[]{}".contains(c)) {
        let is_open = before[at..].starts_with(['[', '{']);
        open.truncate(open.len() - usize::from(!is_open && !open.is_empty()));
        open.extend(is_open.then_some(at));
    }
    let (line, start) = (reader.line(before.len() - 1), open.last().map_or(1, |open| reader.line(*open)));
    let what = format!("this is not JSON: `{}` has no value", shorten(key));
    reader.problem_anywhere(line, what, "Write it behind the sign, or take the key out");
    reader.lost.push((start..=line, key.to_owned()));
    Some((before.len(), with))
}

/// Whether a text, which is no header, begins with a value.
pub(super) fn begins_value(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let word = line.split('#').next().unwrap_or_default().trim_end();
    let is_bare = || word.starts_with(|c: char| c.is_ascii_digit()) && !word.contains('=');
    text.starts_with(['"', '\'', '[', '{']) || matches!(word, "true" | "false") || is_bare()
}
