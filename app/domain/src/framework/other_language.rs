//! A file that is written in the language of another: that is all that is said of it.

use super::header_lines::key_of;
use super::outside::{JSON, Openers, language};
use super::reader::Reader;

/// Whether a text is JSON where it should be TOML, or TOML where it should be JSON, which is reported.
pub(super) fn reported(reader: &mut Reader<'_>, text: &str, openers: Openers, fix: &str) -> bool {
    let (other, begins): (_, fn(&str) -> bool) =
        if openers == JSON { ("TOML", begins_toml) } else { ("JSON", begins_json) };
    let is_other = begins(text);
    if is_other {
        let line = text.lines().take_while(|line| line.trim().is_empty()).count() + 1;
        let what = format!("this is {other}, and should be {}", language(openers));
        reader.problem_anywhere(line, what, fix);
        reader.unreadable.push(1..=usize::MAX);
    }
    is_other
}

fn begins_json(text: &str) -> bool {
    let text = text.trim_start();
    let (list, table) = (text.strip_prefix('['), text.strip_prefix('{'));
    let list = list.map(str::trim_start).is_some_and(|rest| rest.starts_with(['{', ']']));
    list || table.map(str::trim_start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['"', '}']))
}

fn begins_toml(text: &str) -> bool {
    let is_said = |line: &&str| !line.is_empty() && !line.starts_with('#');
    let first = text.lines().map(str::trim).find(is_said).unwrap_or_default();
    let header = first.strip_prefix('[').map(|rest| rest.trim_start_matches('['));
    let is_header = header.is_some_and(|name| name.starts_with(char::is_alphabetic) && first.ends_with(']'));
    key_of(first).is_some() || is_header && !matches!(header, Some("true]" | "false]" | "null]"))
}
