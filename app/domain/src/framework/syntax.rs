//! What is no TOML: each fault once, and the rest of the file read all the same.
//!
//! A parser that goes on after a missing bracket stumbles over every line that follows. So the text is taken apart at its
//! table headers, and in each part the statement in which the parser stopped is blanked out before it is read again.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, Error};

use super::brackets;
use super::headers;
use super::lists;
use super::merged;
use super::no_value;
use super::open_texts;
use super::other_language;
use super::outside::{TOML, bare};
use super::plain_values;
use super::quotation;
use super::reader::{REST_OF_IT, Reader, shorten};
use super::statements;
use super::table_kinds::Kinds;
use super::unseen;
use crate::dates::{day, looks_like_a_day};
use crate::text::either;

/// The faults that are looked for in one part of the text, and in all of it.
pub(super) const FAULTS: usize = 10;
pub(super) const FAULTS_IN_ALL: usize = 100;
/// A part longer than this, in bytes, is not read again to find more faults or the best place of the first.
pub(super) const LONG: usize = 1 << 20;

/// How to put brackets right.
pub(super) const CLOSE: &str = "See that each bracket is closed, [ by ] and { by }, with a comma between parts";

/// What may stand after a backslash in a text.
const ESCAPES: &str = "Write \\\\ for a backslash, or the text in single quotation marks; after one stands \", \\, b, e, f, n, r or \
    t, or x, u or U with 2, 4 or 8 hexadecimal digits";

/// How to write a text.
pub(super) const QUOTE: &str = "Put it in quotation marks";

const NUMBER: &str = "Write a number in digits alone, and a text in quotation marks";

/// How to write what is neither.
pub(super) const KEY_AND_VALUE: &str = "Write key = value; every text stands in quotation marks";

/// Reports what is no TOML, and gives the text without it; the lines of its parts are then unreadable to the reader.
pub(crate) fn readable<'t>(reader: &mut Reader<'_>, text: &'t str, kinds: &Kinds) -> Cow<'t, str> {
    let fix =
        if kinds.is_json_too { "Give it a name that ends in .json" } else { "Write key = value, and no { before all" };
    if other_language::reported(reader, text, TOML, fix) {
        return Cow::Borrowed("");
    }
    let mut whole = Cow::Borrowed(text);
    whole = merged::first_sides(reader, &whole).map_or(whole, Cow::Owned);
    whole = quotation::put_right(reader, &whole, TOML).map_or(whole, Cow::Owned);
    whole = open_texts::taken_out(reader, &whole).map_or(whole, Cow::Owned);
    whole = unseen::outside_of_texts(reader, &whole).map_or(whole, Cow::Owned);
    if DeTable::parse(&whole).is_err() {
        whole = lists::put_right(reader, &whole, TOML).map_or(whole, Cow::Owned);
        whole = plain_values::put_right(reader, &whole, TOML).map_or(whole, Cow::Owned);
    }
    whole = headers::put_right(reader, &whole, kinds).map_or(whole, Cow::Owned);
    if DeTable::parse(&whole).is_ok() {
        return whole;
    }
    let mut with_days = without_impossible_days(reader, &whole);
    brackets::put_right(reader, &mut with_days);
    if DeTable::parse(&with_days).is_ok() {
        return Cow::Owned(with_days);
    }
    let mut text = statements::put_right(reader, &with_days);
    duplicates(reader, &mut text);
    report_across(reader, &mut text);
    Cow::Owned(text)
}

/// Reports keys that stand twice in one table, and blanks them out.
fn duplicates(reader: &mut Reader<'_>, text: &mut String) {
    for part in parts(text) {
        let mut second_table = None;
        for _ in 0..FAULTS {
            let rest = &text[part.clone()];
            let found = errors(rest);
            let Some(error) = found.iter().min_by_key(|error| place(error, rest)) else { break };
            let statement = statement(rest, place(error, rest));
            let statement = part.start + statement.start..part.start + statement.end;
            // Two keys that stand twice in one table are two tables, and the header of the second is missing: it is not read as
            // part of the first.
            if let Some(second) = second_table {
                reader.hide(&text[second..part.end]);
                blank(text, second..part.end);
                reader.unreadable.push(reader.line(part.start)..=reader.line(part.end - 1));
                reader.say_of_last(REST_OF_IT);
                break;
            }
            second_table = Some(statement.start);
            report(reader, part.start, rest, error);
            reader.unreadable.push(reader.line(statement.start)..=reader.line(statement.end - 1));
            reader.hide(&text[statement.clone()]);
            blank(text, statement);
        }
    }
}

/// What is no TOML of a text; of a long one only what comes first, because each line of it may be one.
pub(super) fn errors(text: &str) -> Vec<Error> {
    if text.len() > LONG {
        DeTable::parse(text).err().into_iter().collect()
    } else {
        DeTable::parse_recoverable(text).1
    }
}

/// Reports each bare date that is no day of the calendar, and gives the text with another day in its place.
fn without_impossible_days(reader: &mut Reader<'_>, text: &str) -> String {
    const LENGTH: usize = "2024-02-30".len();
    let mut days = text.to_owned();
    for at in bare(text, |c| c.is_ascii_digit()) {
        let Some(date) = text.get(at..at + LENGTH) else { continue };
        let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        let alone = !is_part(text[..at].chars().next_back())
            && !text[at + LENGTH..].starts_with(|c: char| c.is_ascii_alphanumeric() && c != 'T' || c == '-');
        if looks_like_a_day(date) && alone && day(date).is_none() {
            let line = reader.line(at);
            reader.problem_anywhere(line, format!("`{date}` is no day of the calendar"), "Write a day that there is");
            reader.impossible_days.insert(line);
            days.replace_range(at..at + LENGTH, "2000-01-01");
        }
    }
    days
}

/// The parts of a text: what stands before the first header, and each header with what follows it.
pub(super) fn parts(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let name = line.trim_start_matches('[').trim_start();
        let rest = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        // A header that lacks what opens it is one all the same.
        let is_header = line.starts_with('[') || rest.starts_with("]]");
        if is_header && name.starts_with(|c: char| c.is_ascii_alphabetic()) && at > 0 {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(from, until)| from..until).collect()
}

/// Where the parser stopped.
pub(super) fn place(error: &Error, text: &str) -> usize {
    text.floor_char_boundary(error.span().map_or(0, |span| span.start.min(text.len())))
}

/// The line that a place stands on, without its end.
pub(super) fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    start..text[at..].find('\n').map_or(text.len(), |newline| at + newline)
}

/// The lines from the last one that begins a statement before a place up to the next one after it.
fn statement(text: &str, at: usize) -> Range<usize> {
    let Range { mut start, mut end } = line_at(text, at);
    while start > 0 && !begins_statement(&text[start..]) {
        start = line_at(text, start - 1).start;
    }
    while end < text.len() && !begins_statement(&text[end + 1..]) {
        end = line_at(text, end + 1).end;
    }
    start..end
}

/// Whether a text begins with a header or with a key and its sign.
fn begins_statement(text: &str) -> bool {
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'');
    let after = text.trim_start_matches([' ', '\t']).trim_start_matches(is_of_key);
    text.starts_with('[') || (after.len() < text.len() && after.trim_start_matches([' ', '\t']).starts_with('='))
}

/// Puts spaces in the place of all but line ends, so that every offset stays.
pub(super) fn blank(text: &mut String, range: Range<usize>) {
    let spaces: String = text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &spaces);
}

/// Reports what is no TOML in a text, which stands at this place.
pub(super) fn report(reader: &mut Reader<'_>, offset: usize, part: &str, error: &Error) {
    let at = place(error, part).min(part.trim_end().len());
    let statement = statement(part, at);
    // A comma is missing at the end of the line before.
    let is_comma = error.message().starts_with("missing comma");
    let line = reader.line(offset + if is_comma { part[..at].trim_end().len().saturating_sub(1) } else { at });
    let bare_text = error.message().starts_with("invalid boolean");
    let message = if bare_text { "a text must be quoted".to_owned() } else { error.message().replace('\n', " ") };
    if message == "duplicate key" {
        let key = key_at(part, error);
        let sets = |line: &str| {
            let after = line.trim_start().strip_prefix(&*key);
            begins_statement(line) && after.is_some_and(|after| after.trim_start().starts_with('='))
        };
        let above = part[..statement.start].split_inclusive('\n');
        let mut starts = above.scan(0, |end, line| Some((std::mem::replace(end, *end + line.len()), line)));
        let first = starts.find(|(_, line)| sets(line)).filter(|_| sets(&part[statement.start..]));
        let first = first.map(|(start, _)| format!(", first on line {}", reader.line(offset + start)));
        let what = format!("`{}` stands twice in one table{}", shorten(&key), first.unwrap_or_default());
        reader.problem_anywhere(line, what, "Keep one of them");
        return;
    }
    if message.contains("recurs") {
        reader.problem_anywhere(
            line,
            "what stands here is nested too deeply to be read",
            "Nest less deeply: rules of a framework may be 24 deep, all else a few",
        );
        return;
    }
    let unseen = part[part.floor_char_boundary(at)..].chars().next().filter(|c| c.is_control() && *c != '\n');
    if let Some(character) = unseen.filter(|_| message.contains("string")) {
        let what =
            format!("this is not TOML: a text has the character U+{:04X}, which is not seen", u32::from(character));
        reader.problem_anywhere(line, what, "Take the character out");
        return;
    }
    if let Some(header) = no_header(reader, &part[statement.clone()]) {
        let what = format!("this is not TOML: `{}` is the header of no table", shorten(header));
        let fix = format!("Write {} in its place, or take it out with all that is below it", either(&reader.headers));
        reader.problem_anywhere(line, what, fix);
        return;
    }
    let word = word_at(part, at);
    if message.contains("escape") || message.contains("unicode value") || message == "invalid value" {
        let slash = part[..at].rfind('\\').unwrap_or(at);
        let sign: String = part[slash..].chars().take(2).collect();
        let what = format!("this is not TOML: in a text `{}` stands for nothing", shorten(&sign));
        reader.problem_anywhere(line, what, ESCAPES);
        return;
    }
    if looks_like_another_day(word) {
        let what = format!("this is not TOML: `{}` is no day as one is written here", shorten(word));
        reader.problem_anywhere(line, what, "Write a day as 2026-01-31");
        return;
    }
    let is_key = part[at..].trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').trim_start().starts_with('=');
    if part.trim_start().starts_with('=') {
        reader.problem_anywhere(
            line,
            "this is not TOML: no key stands before the `=`",
            "Write the key, or take the line out",
        );
        return;
    }
    if no_value::reported(reader, line, part, at) {
        return;
    }
    let rest = part[at..].lines().next().unwrap_or_default();
    if let Some(sign) = other_sign(&part[..at], rest) {
        let what = format!("this is not TOML: `{sign}` stands between the key and its value");
        reader.problem_anywhere(line, what, format!("Write = in the place of {sign}"));
        return;
    }
    let is_word = message.contains("must be quoted");
    let before_sign = part[statement.clone()].split_once('=');
    let fix = if is_word && (is_key || word.is_empty() && !are_closed(part)) {
        CLOSE
    } else if is_word && word.contains(char::is_alphanumeric) {
        QUOTE
    } else if is_word {
        CLOSE
    } else if ["date", "month", "day", "year", "hour"].iter().any(|word| message.contains(word)) {
        "Write a day as 2026-01-31"
    } else if message.contains("string") {
        "Close the text with the quotation mark that opens it; a text of several lines stands in three"
    } else if !are_closed(&part[statement.clone()])
        || ["array", "table", "key-value", "comma"].iter().any(|word| message.contains(word))
    {
        CLOSE
    } else if message.starts_with("key with no value")
        && before_sign.is_some_and(|(key, _)| key.trim().contains(' ') && !key.contains(['[', '{']))
    {
        "Write one word before the `=`, or # before a line that is a note"
    } else if message.starts_with("unexpected key or value") {
        match (rest.contains('='), rest.contains('"')) {
            (true, _) => "Write each key on a line of its own",
            (_, true) => "Write a quotation mark within a text as \\\"",
            _ => "Take out what stands behind the value; a note begins with #",
        }
    } else if ["float", "integer", "leading zero", "mantissa", "fraction"].iter().any(|word| message.contains(word)) {
        NUMBER
    } else {
        KEY_AND_VALUE
    };
    reader.problem_anywhere(line, format!("this is not TOML: {message}"), fix);
}

/// The header that a statement is, in a file of which the tables are known: here it is of none of them.
pub(super) fn no_header<'t>(reader: &Reader<'_>, statement: &'t str) -> Option<&'t str> {
    let header = statement.trim().lines().next().filter(|line| line.starts_with('['))?;
    let is_named = header.trim_start_matches(['[', ' ']).starts_with(char::is_alphanumeric);
    (is_named && !reader.headers.is_empty()).then_some(header)
}

/// The sign of another language at a place where the parser stopped.
fn other_sign(before: &str, rest: &str) -> Option<&'static str> {
    let word = before.rsplit(['{', '[', ',', '\n']).next().unwrap_or_default();
    let is_key = !word.trim().is_empty() && !word.contains(['=', '"', '\'']);
    let sign = [":=", "->", ":"].into_iter().find(|sign| is_key && rest.trim_start().starts_with(sign));
    sign.or_else(|| (before.ends_with('=') && rest.starts_with('>')).then_some("=>"))
}

/// What stands around a place, up to a sign of TOML on either side.
fn word_at(text: &str, at: usize) -> &str {
    let ends = |c: char| ",[]{}#\n\"'=".contains(c);
    let from = text[..at].rfind(ends).map_or(0, |before| before + 1);
    let until = at + text[at..].find(ends).unwrap_or(text.len() - at);
    text[from..until].trim()
}

/// Whether it may be a day that is written otherwise than as 2026-01-31: with a year, in another order or with other signs.
fn looks_like_another_day(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['.', '/', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = |part: &&&str| part.len() == 4 && is_number(part);
    parts.len() == 3
        && parts.iter().any(|part| is_year(&part))
        && parts.iter().filter(|part| is_number(part)).count() > 1
}

/// Whether as many brackets are closed as are opened.
fn are_closed(text: &str) -> bool {
    ["[]", "{}"].iter().all(|pair| {
        let [opened, closed] = [0, 1].map(|at| bare(text, |c| pair[at..].starts_with(c)).len());
        opened == closed
    })
}

/// What is wrong between parts that can each be read: a table that is there twice, once each. The last that is written as a
/// table alone is the odd one, and is blanked out.
fn report_across(reader: &mut Reader<'_>, text: &mut String) {
    let mut named = BTreeSet::new();
    for error in errors(text) {
        let key = key_at(text, &error);
        if !named.insert(key.clone()) {
            continue;
        }
        let at = error.span().map_or(0, |span| span.start);
        let alone = format!("[{key}]");
        let odd = parts(text).into_iter().rfind(|part| text[part.clone()].starts_with(&alone));
        let part = odd.clone().unwrap_or(at..at + 1);
        let (line, key) = (reader.line(part.start), shorten(&key));
        reader.unreadable.push(line..=reader.line(part.end - 1));
        reader.hide(&text[part]);
        let what = format!("`{key}` stands twice in the file, or once as [{key}] and once as [[{key}]]");
        reader.problem_anywhere(line, what, format!("Write [[{key}]] before each of a list, and [{key}] once"));
        if odd.is_some() {
            reader.say_of_last(REST_OF_IT);
        }
        odd.into_iter().for_each(|part| blank(text, part));
    }
}

fn key_at(text: &str, error: &Error) -> String {
    let key = error.span().and_then(|span| text.get(span));
    key.unwrap_or_default().to_owned()
}
