//! Quotation marks of print, and single ones where there are none: each is told, and read as the one that is meant.

use super::outside::{JSON, Openers, outside};
use super::reader::Reader;

/// The marks that open a text, and those by which it is closed then.
const MARKS: [(&str, &str); 2] = [("“„‟”«»", "”“\"«»"), ("‘‚‛’`´'", "’‘'`´")];

/// Reports each text in other marks than those of the language, and gives the file with the right ones in their places.
pub(super) fn put_right(reader: &mut Reader<'_>, text: &str, openers: Openers) -> Option<String> {
    let is_odd =
        |c: char| MARKS.iter().any(|(open, _)| open.contains(c)) && !openers.iter().any(|own| own.starts_with(c));
    if !text.contains(is_odd) {
        return None;
    }
    let mut right = text.to_owned();
    let (mut from, mut faults) = (0, Vec::new());
    loop {
        let Some(at) = outside(&right, from, openers, is_odd).next() else { break };
        let opens = right[at..].chars().next().unwrap_or_default();
        let inside = at + opens.len_utf8();
        let line = right[inside..].lines().next().unwrap_or_default();
        let closing = MARKS.iter().find(|(open, _)| open.contains(opens)).map_or("", |(_, close)| close);
        let close = line.char_indices().find(|(_, c)| closing.contains(*c));
        let begins = right[..at].trim_end_matches([' ', '\t']);
        let is_place = begins.is_empty() || begins.ends_with(|c: char| "=,[{:\n".contains(c));
        let Some((length, closes)) = close.filter(|(length, _)| is_place && !line[..*length].contains(['"', '\\']))
        else {
            from = inside;
            continue;
        };
        let (word, end) = (line[..length].to_owned(), inside + length + closes.len_utf8());
        let both = if closes == '"' || closes == opens { opens.to_string() } else { format!("{opens} and {closes}") };
        let language = if openers == JSON { "JSON" } else { "TOML" };
        let what = format!("this is not {language}: `{opens}` is no quotation mark");
        let fault = (reader.line(at), what, format!("Write \" in the place of {both}"));
        faults.extend((faults.last() != Some(&fault)).then_some(fault));
        // Whatever stands after it stays in its place.
        let spaces = |c: char| " ".repeat(c.len_utf8() - 1);
        right.replace_range(at..end, &format!("{}\"{word}\"{}", spaces(opens), spaces(closes)));
        from = end;
    }
    reader.each_of(faults);
    Some(right)
}

/// A quotation mark of print by which a text was to be closed that is opened by a right one.
pub(super) fn closed_by(line: &str) -> Option<char> {
    let last = line.trim_end().trim_end_matches([',', ']', '}', ' ']).chars().next_back();
    last.filter(|c| MARKS.iter().any(|(open, _)| open.contains(*c)) && !c.is_ascii())
}
