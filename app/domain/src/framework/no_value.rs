//! A key without a value: told with what one looks like.

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

/// Reports a key without a value, if that is what the parser stopped at.
pub(super) fn reported(reader: &mut Reader<'_>, line: usize, part: &str, at: usize) -> bool {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(['\n', '\r', '#', ',', '}', ']']);
    let sign = part[..at].trim_end_matches([' ', '\t']).strip_suffix('=');
    let (Some(before), true) = (sign, ends(part[at..].trim_start_matches([' ', '\t']))) else { return false };
    let key = before.trim_end().rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').next();
    let Some(key) = key.filter(|key| !key.is_empty()) else { return false };
    let value = VALUES.iter().find(|(keys, _)| keys.split_whitespace().any(|one| one == key));
    let value = value.map_or("\"…\"", |(_, value)| value);
    let key = shorten(key);
    if begins_value(part[at..].trim_start()) {
        let what = format!("this is not TOML: the value of `{key}` stands on another line");
        reader.problem_anywhere(line, what, "Begin it on the line of its key");
        return true;
    }
    let fix = format!("Write it behind the sign, such as {key} = {value}, or take the key out");
    reader.problem_anywhere(line, format!("this is not TOML: `{key}` has no value"), fix);
    true
}

/// Whether a text, which is no header, begins with a value.
pub(super) fn begins_value(text: &str) -> bool {
    text.starts_with(['"', '\'', '[', '{'])
}
