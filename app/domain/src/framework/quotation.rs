//! Quotation marks that open or close no text, such as those of print: each is told, and read as the one that is meant.

use std::ops::Range;

use super::outside::{JSON, Openers, language, outside};
use super::reader::{Fault, Reader};

/// The marks that open a text, and those by which it is closed then.
const MARKS: [(&str, &str); 2] = [("“„‟”«»", "”“\"«»"), ("‘‚‛’`´'", "’‘'`´")];

/// What stands before a text, but for spaces, and behind it.
const BEFORE: &str = "=,[{:\n";
const BEHIND: &str = ",]}:=#";

/// So many bytes of a line are looked at for the end of a text.
const LONG: usize = 1 << 12;

/// So many bytes has a word at most that has a mark on one side only.
const LONGEST_WORD: usize = 1 << 8;

/// So many texts are put right that are longer then.
const MOST: usize = 100;

/// A text whose marks are wrong.
struct Wrong {
    at: Range<usize>,
    /// With the right marks. What stands behind it stays in its place, if it can.
    right: String,
    what: String,
    fix: String,
}

/// Reports each text in other marks than those of the language, and gives the file with the right ones in their places.
pub(super) fn put_right(reader: &mut Reader<'_>, text: &str, openers: Openers) -> Option<String> {
    let is_own = |c: char| openers.iter().any(|own| own.starts_with(c));
    let is_mark = |c: char| group_of(c).is_some() || c == '"';
    if !text.contains(|c| group_of(c).is_some()) {
        return None;
    }
    let (mut right, mut from, mut longer) = (text.to_owned(), 0, 0);
    let mut faults: Vec<Fault> = Vec::new();
    loop {
        let Some(at) = outside(&right, from, openers, is_mark).next() else { break };
        let mark = right[at..].chars().next().unwrap_or_default();
        let found = match (is_own(mark), openers == JSON) {
            (true, _) => closed_by_another(&right, (at, mark)),
            (false, true) => opened_by_another(&right, (at, mark)).or_else(|| alone(&right, at)),
            (false, false) => opened_by_another(&right, (at, mark)),
        };
        let is_longer = |wrong: &Wrong| wrong.right.len() != wrong.at.len();
        let found = found.filter(|wrong| longer < MOST || !is_longer(wrong));
        let Some(Wrong { at: wrong, right: text, what, fix }) = found else {
            // Behind the text that it opens.
            let next = || outside(&right, at, openers, |_| true).nth(1);
            from = if is_own(mark) { next().unwrap_or(right.len()) } else { at + mark.len_utf8() };
            continue;
        };
        let fault = (reader.line(at), format!("this is not {}: {what}", language(openers)), fix);
        faults.extend((faults.last() != Some(&fault)).then_some(fault));
        from = wrong.start + text.len();
        if wrong.len() != text.len() {
            longer += 1;
            reader.replaced(wrong.clone(), text.len());
        }
        right.replace_range(wrong, &text);
    }
    let is_changed = !faults.is_empty();
    reader.each_of(faults);
    is_changed.then_some(right)
}

/// A text that a mark opens which is none of the language.
fn opened_by_another(text: &str, (at, opens): (usize, char)) -> Option<Wrong> {
    if !begins(&text[..at]) {
        return None;
    }
    let inside = at + opens.len_utf8();
    let (line, _) = line_from(text, inside);
    let (_, closing) = group_of(opens)?;
    let closes = || line.char_indices().filter(|(_, c)| closing.contains(*c));
    let (length, closes) =
        closes().find(|(length, c)| ends(&line[length + c.len_utf8()..])).or_else(|| closes().next())?;
    let word = &line[..length];
    // Of a mark within that ends a text another one is the beginning.
    let is_one = word.match_indices('"').all(|(mark, _)| !ends(&line[mark + 1..]));
    if !is_one || word.contains('\\') {
        return None;
    }
    let both = if closes == '"' || closes == opens { opens.to_string() } else { format!("{opens} and {closes}") };
    let within = if word.contains('"') { ", and \\\" in the place of \" within it" } else { "" };
    let spaces = |c: char| " ".repeat(c.len_utf8() - 1);
    Some(Wrong {
        at: at..inside + length + closes.len_utf8(),
        right: format!("{}\"{}\"{}", spaces(opens), word.replace('"', "\\\""), spaces(closes)),
        what: format!("`{opens}` is no quotation mark"),
        fix: format!("Write \" in the place of {both}{within}"),
    })
}

/// A text in one line that is opened as it should be, and closed by a mark that does not close it.
fn closed_by_another(text: &str, (at, opens): (usize, char)) -> Option<Wrong> {
    let (line, is_whole) = line_from(text, at + 1);
    let own = line.find(opens).or(is_whole.then_some(line.len()))?;
    if line.starts_with(&format!("{opens}{opens}")) {
        return None;
    }
    let is_other = |(length, c): &(usize, char)| {
        let of_kind = |marks: (&str, &str)| !line[..*length].contains(|before| marks.0.contains(before));
        *c == '"' || group_of(*c).is_some_and(of_kind)
    };
    let mut others = line[..own].char_indices().filter(is_other);
    let (length, closes) = others.find(|(length, c)| ends(&line[length + c.len_utf8()..]))?;
    // The next one opens another text: what it closed would end behind it.
    let next = line[own..].chars().nth(1);
    let is_opening = own == line.len() || next.is_some_and(|c| !c.is_whitespace() && !BEHIND.contains(c));
    let end = at + 1 + length;
    (is_opening && !line[..own].contains('\\')).then(|| Wrong {
        at: end..end + closes.len_utf8(),
        right: format!("{opens}{}", " ".repeat(closes.len_utf8() - 1)),
        what: format!("the text that {opens} opens is closed by {closes}"),
        fix: format!("Write {opens} in the place of {closes}"),
    })
}

/// A text in JSON with a single mark on one side, and none on the other.
fn alone(text: &str, at: usize) -> Option<Wrong> {
    let ascii = text[at..].starts_with('\'').then_some(at + 1)?;
    let (line, _) = line_from(text, ascii);
    let window = text.ceil_char_boundary(at.saturating_sub(LONGEST_WORD));
    let before = text[window..at].rfind(|c| BEFORE.contains(c) || c == '"').map_or(window, |of| window + of + 1);
    let word = if begins(&text[..at]) {
        ascii..ascii + line.find(|c| BEHIND.contains(c)).unwrap_or(line.len())
    } else {
        before..at
    };
    let is_whole = word.start == ascii || ends(line) && begins(&text[..before]);
    let trimmed = text[word.clone()].trim();
    (is_whole && trimmed.starts_with(char::is_alphanumeric)).then(|| Wrong {
        at: word.start.min(at)..word.end.max(ascii),
        right: format!("\"{trimmed}\""),
        what: String::from("`'` is no quotation mark"),
        fix: String::from("Write \" before the text and behind it, in the place of '"),
    })
}

fn group_of(mark: char) -> Option<(&'static str, &'static str)> {
    MARKS.into_iter().find(|(opening, _)| opening.contains(mark))
}

/// The rest of the line that a place stands on, and whether it is all of it.
fn line_from(text: &str, at: usize) -> (&str, bool) {
    let end = text.floor_char_boundary((at + LONG).min(text.len()));
    let near = &text[at..end];
    let line = near.lines().next().unwrap_or_default();
    (line, line.len() < near.len() || end == text.len())
}

/// Whether a text may begin behind this.
fn begins(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with(|c| BEFORE.contains(c))
}

/// Whether a text may end before this, which stands on the same line.
fn ends(behind: &str) -> bool {
    let behind = behind.trim_start();
    behind.is_empty() || behind.starts_with(|c| BEHIND.contains(c))
}
