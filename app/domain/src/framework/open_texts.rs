//! Texts in three quotation marks that are not closed: they would reach to the end of the file, or to where another one begins.

use super::header_lines::key_of;
use super::outside::bare;
use super::reader::Reader;
use super::syntax::{blank, line_at};

/// How many of them are told.
const MOST: usize = 20;

/// Reports each text that is not closed on the line where it is opened, and gives the file without what it is the value of.
pub(super) fn taken_out(reader: &mut Reader<'_>, text: &str) -> Option<String> {
    let mut without = None;
    for told in 0..=MOST {
        let Some((at, mark)) = open_text(without.as_deref().unwrap_or(text)) else { break };
        let text = without.get_or_insert_with(|| text.to_owned());
        let start = line_at(text, at).start;
        let part = text[..start].rfind("\n[").map_or(0, |header| header + 1);
        if told == MOST {
            reader.looks_no_further(reader.line(part), &text[part..]);
            text.truncate(part);
            break;
        }
        let what = format!("this is not TOML: the text that {mark} opens here is not closed");
        let fix = format!("Write {mark} where it ends, or one quotation mark on either side of a text of one line");
        let line = reader.line(at);
        reader.problem_anywhere(line, what, fix);
        let end = at + end_of(&text[at..]);
        reader.unreadable.push(line..=reader.line(end.saturating_sub(1).max(at)));
        let key = key_of(text[start..].trim_start()).map(|(key, _)| key.to_owned());
        let lines = reader.line(part)..=line;
        if key.as_deref() == Some("id") {
            reader.hide_id_of(&lines, &text[start..end]);
        }
        reader.lost.extend(key.map(|key| (lines, key)));
        blank(text, start..end);
    }
    without
}

/// The first text in three marks that is not closed, or in which a table begins.
fn open_text(text: &str) -> Option<(usize, &'static str)> {
    if !text.contains("\"\"\"") && !text.contains("'''") {
        return None;
    }
    bare(text, |c| matches!(c, '"' | '\'')).into_iter().find_map(|at| {
        let mark = ["\"\"\"", "'''"].into_iter().find(|mark| text[at..].starts_with(mark))?;
        let rest = &text[at + mark.len()..];
        let inside = &rest[..rest.find(mark).unwrap_or(rest.len())];
        let is_open = inside.len() == rest.len() || inside.contains("\n[[");
        is_open.then_some((at, mark))
    })
}

/// Where the next key or table begins below a line.
fn end_of(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && (line.starts_with('[') || key_of(line).is_some()) {
            break;
        }
        at += line.len();
    }
    at
}
