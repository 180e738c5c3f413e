//! What is no TOML: each fault once, and the rest of the file read all the same.
//!
//! A parser that goes on after a missing bracket stumbles over every line that follows. So the text is taken apart at its
//! table headers, and in each part the statement in which the parser stopped is blanked out before it is read again.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, Error};

use super::brackets;
use super::headers::{self, Kinds};
use super::reader::{Reader, shorten};
use super::unseen;
use crate::dates::{day, looks_like_a_day};

/// The faults that are looked for in one part of the text, and in all of it.
const FAULTS: usize = 10;
const FAULTS_IN_ALL: usize = 100;
/// A part longer than this, in bytes, is not read again to find more faults or the best place of the first.
const LONG: usize = 1 << 20;

/// How to put brackets right.
pub(super) const CLOSE: &str = "See that each bracket is closed, [ by ] and { by }, with a comma between parts";

/// Reports what is no TOML, and gives the text without it; the lines of its parts are then unreadable to the reader.
pub(crate) fn readable<'t>(reader: &mut Reader<'_>, text: &'t str, kinds: &Kinds) -> Cow<'t, str> {
    let mut whole = Cow::Borrowed(text);
    whole = unseen::outside_of_texts(reader, &whole).map_or(whole, Cow::Owned);
    whole = headers::put_right(reader, &whole, kinds).map_or(whole, Cow::Owned);
    if DeTable::parse(&whole).is_ok() {
        return whole;
    }
    let mut with_days = without_impossible_days(reader, &whole);
    brackets::put_right(reader, &mut with_days);
    if DeTable::parse(&with_days).is_ok() {
        return Cow::Owned(with_days);
    }
    let text = with_days.as_str();
    let mut readable = String::with_capacity(text.len());
    let mut left = FAULTS_IN_ALL;
    for part in parts(text) {
        if left == 0 {
            // Enough is said; what follows is not read.
            reader.unreadable.push(reader.line(part.start)..=usize::MAX);
            reader.hides_ids = true;
            break;
        }
        let (mut rest, before) = (text[part.clone()].to_owned(), left);
        let most = if rest.len() > LONG { 1 } else { FAULTS };
        let (mut second_table, mut is_without_header) = (None, false);
        let mut gone: Vec<Range<usize>> = Vec::new();
        for _ in 0..most {
            let errors = errors(&rest);
            // The first line that the parser stumbled over; what it says of the others may follow from that.
            let line = |error: &&Error| line_at(&rest, place(error, &rest)).start;
            let Some(error) = errors.iter().min_by_key(line).filter(|_| left > 0) else {
                break;
            };
            left -= 1;
            let statement = statement_at_fault(&rest, error, errors.len());
            // Two keys that stand twice in one table are two tables, and the header of the second is missing: it is not read as
            // part of the first.
            let repeats = error.message() == "duplicate key";
            if let Some(second) = second_table.filter(|_| repeats) {
                blank(&mut rest, second..part.len());
                continue;
            }
            second_table = repeats.then_some(statement.start).or(second_table);
            report(reader, part.start, &rest, error, &statement);
            if let Some(told) = reader.problems.last_mut().filter(|_| rest.len() > LONG) {
                told.fix += ". Of so long a part the rest is not looked at";
            }
            // Without its header what follows would belong to the table before.
            let is_header = statement.start == 0 && part.start > 0;
            is_without_header |= is_header;
            let without = if is_header { 0..rest.len() } else { statement };
            gone.push(without.clone());
            blank(&mut rest, without);
        }
        if left < before {
            // What is not there is told on the line of the header; all else is read, but where no more than that is known.
            let is_read = second_table.is_none() && DeTable::parse(&rest).is_ok();
            let lines = |of: &Range<usize>| {
                let (first, last) = (part.start + of.start, part.start + of.end.saturating_sub(1).max(of.start));
                reader.line(first)..=reader.line(last)
            };
            let all = lines(&(0..part.len()));
            if is_read {
                let of = |gone: &Range<usize>| text[part.clone()][gone.clone()].lines();
                let keys = gone.iter().flat_map(of).filter_map(|line| headers::key_of(line.trim_start()));
                let lost: Vec<_> = keys.map(|(key, _)| (all.clone(), key.to_owned())).collect();
                let unreadable: Vec<_> = gone.iter().chain([&(0..1)]).map(lines).collect();
                reader.lost.extend(lost);
                reader.unreadable.extend(unreadable);
            } else {
                reader.unreadable.push(all);
                if rest.len() > LONG {
                    blank(&mut rest, 0..part.len());
                }
            }
            // A table whose id is there hides no other.
            let has_id = rest.lines().any(|line| line.split('=').next().is_some_and(|key| key.trim() == "id"));
            reader.hides_ids |= is_without_header || second_table.is_some() || part.start > 0 && !has_id;
        }
        readable.push_str(&rest);
    }
    if left == FAULTS_IN_ALL {
        report_across(reader, &mut readable, &errors(&with_days));
    }
    Cow::Owned(readable)
}

/// What is no TOML of a text; of a long one only what comes first, because each line of it may be one.
fn errors(text: &str) -> Vec<Error> {
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

/// Where such characters stand outside of texts and comments.
pub(super) fn bare(text: &str, is: impl Fn(char) -> bool) -> Vec<usize> {
    let (mut found, mut closes): (Vec<usize>, Option<&str>) = (Vec::new(), None);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let mut step = c.len_utf8();
        match closes {
            Some(close) if rest.starts_with(close) => {
                step = close.len();
                closes = None;
                found.extend((c == '\n' && is(c)).then_some(at));
            }
            Some(close) if close.starts_with('"') && c == '\\' => {
                step += rest[step..].chars().next().map_or(0, char::len_utf8);
            }
            // Texts in one line end with it, and so do comments.
            Some("\"" | "'") if c == '\n' => {
                closes = None;
                found.extend(is(c).then_some(at));
            }
            Some(_) => {}
            None => {
                let opens = ["\"\"\"", "'''", "\"", "'"]
                    .into_iter()
                    .filter(|_| matches!(c, '"' | '\''))
                    .find(|opens| rest.starts_with(opens));
                closes = opens.or((c == '#').then_some("\n"));
                step = opens.map_or(step, str::len);
                found.extend(is(c).then_some(at));
            }
        }
        at += step;
    }
    found
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

/// What must go for the rest to be read: of a list that is written over several lines one of these, or the statement of the
/// line on which the parser stopped; or, where fewer errors are left then, what stands before it and was not closed.
fn statement_at_fault(text: &str, error: &Error, errors: usize) -> Range<usize> {
    let at = place(error, text);
    let here = statement(text, at);
    if text.len() > LONG {
        return here;
    }
    let left = |without: &Range<usize>| {
        let mut rest = text.to_owned();
        blank(&mut rest, without.clone());
        DeTable::parse_recoverable(&rest).1.len()
    };
    let one = line_at(text, at);
    if here.start < one.start {
        let before = Some(line_at(text, one.start - 1)).filter(|before| here.start < before.start);
        let lines = [before, Some(one.clone())].into_iter().flatten().map(|line| (left(&line), line));
        let mut lines = lines.filter(|(left, _)| *left < errors);
        // A comma is missing at the end of the line before.
        let is_comma = error.message().starts_with("missing comma between array");
        let fewest = if is_comma { lines.next() } else { lines.rev().min_by_key(|(left, _)| *left) };
        if let Some((_, line)) = fewest {
            return line;
        }
    }
    let before = here.start.checked_sub(1).map(|end| statement(text, end));
    let all = [Some(one), Some(here.clone()), before].into_iter().flatten();
    all.min_by_key(left).unwrap_or(here)
}

/// Where the parser stopped.
fn place(error: &Error, text: &str) -> usize {
    text.floor_char_boundary(error.span().map_or(0, |span| span.start.min(text.len())))
}

/// The line that a place stands on, without its end.
fn line_at(text: &str, at: usize) -> Range<usize> {
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
fn blank(text: &mut String, range: Range<usize>) {
    let spaces: String = text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &spaces);
}

fn report(reader: &mut Reader<'_>, offset: usize, part: &str, error: &Error, statement: &Range<usize>) {
    let at = error.span().map_or(0, |span| span.start).clamp(statement.start, statement.end);
    let line = reader.line(offset + at);
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
    let fix = if message.contains("must be quoted") {
        "Put it in quotation marks"
    } else if ["date", "month", "day", "year", "hour"].iter().any(|word| message.contains(word)) {
        "Write a day as 2026-01-31"
    } else if message.contains("string") {
        "Close the text with the quotation mark that opens it"
    } else if !are_closed(&part[statement.clone()])
        || ["array", "table", "key-value", "comma"].iter().any(|word| message.contains(word))
    {
        CLOSE
    } else {
        "Write key = value; every text stands in quotation marks"
    };
    reader.problem_anywhere(line, format!("this is not TOML: {message}"), fix);
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
fn report_across(reader: &mut Reader<'_>, text: &mut String, errors: &[Error]) {
    let mut named = BTreeSet::new();
    for error in errors {
        let key = key_at(text, error);
        if !named.insert(key.clone()) {
            continue;
        }
        let at = error.span().map_or(0, |span| span.start);
        let alone = format!("[{key}]");
        let odd = parts(text).into_iter().rfind(|part| text[part.clone()].starts_with(&alone));
        let part = odd.clone().unwrap_or(at..at + 1);
        let (line, key) = (reader.line(part.start), shorten(&key));
        reader.unreadable.push(line..=reader.line(part.end - 1));
        reader.hides_ids = true;
        let what = format!("`{key}` stands twice in the file, or once as [{key}] and once as [[{key}]]");
        reader.problem_anywhere(line, what, format!("Write [[{key}]] before each of a list, and [{key}] once"));
        odd.into_iter().for_each(|part| blank(text, part));
    }
}

fn key_at(text: &str, error: &Error) -> String {
    let key = error.span().and_then(|span| text.get(span));
    key.unwrap_or_default().to_owned()
}
