//! What may have been meant where a text can't be read: one character more, one less, or another. A list of what people leave
//! out and put in; that which lets the parser go on is taken.

use std::cmp::Reverse;
use std::ops::Range;

use super::Problem;
use super::no_value::NoValue;
use super::reader::shorten;
use super::syntax::{CLOSE, KEY_AND_VALUE, QUOTE};
use super::values::BareWord;

/// A text longer than this, in bytes, is not read again for each.
const LONG: usize = 1 << 17;

/// How many places above are tried for a bracket.
const FEW: usize = 5;

/// What is written in the place of part of a text.
#[derive(Clone, Debug)]
pub(super) struct Mend {
    pub at: Range<usize>,
    pub with: String,
    /// Whether nothing else can have been meant; otherwise what is said of it may follow from the guess.
    pub is_certain: bool,
}

impl Mend {
    fn of(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.at.start], self.with, &text[self.at.end..])
    }

    /// The word that gets quotation marks, on a line of which this problem was told.
    pub fn bare_word(&self, line: usize, told: usize) -> Option<BareWord> {
        let word = self.with.strip_prefix('"')?.strip_suffix('"').filter(|_| self.is_certain)?;
        Some(BareWord { line, word: word.to_owned(), told })
    }

    /// Tells a problem where it is mended, and what to do if it only says how things are written and nothing else can have been
    /// meant.
    pub fn advise(&self, text: &str, line: usize, told: Option<&mut Problem>) {
        let Some(told) = told else { return };
        told.line = told.line.min(line);
        let is_general = [CLOSE, KEY_AND_VALUE].contains(&told.fix.as_str());
        if let Some(fix) = self.advice(text).filter(|_| is_general) {
            told.fix = fix;
        }
    }

    fn advice(&self, text: &str) -> Option<String> {
        let is = &text[self.at.clone()];
        match (is, self.with.trim()) {
            ("", "\"") => Some(String::from("Write the quotation mark that is missing")),
            _ if !self.is_certain => None,
            ("\\" | "", "\\") => None,
            ("", ",") => Some(String::from("Write a comma between the two parts")),
            ("", sign) => Some(format!("Write {sign} between the key and its value")),
            (",", "") => Some(String::from("Take the comma out")),
            (is, "") => Some(format!("Take {} out", shorten(is.trim()))),
            (_, sign @ ("," | "=" | ":")) => Some(format!("Write {sign} in the place of {is}")),
            (_, text) if text.starts_with('"') => Some(QUOTE.to_owned()),
            _ => None,
        }
    }
}

/// The mend after which the fewest faults are left, or none that does not stand further on. `next` says how many there are, and
/// where the first is. With how many are left.
pub(super) fn best(
    text: &str,
    (faults, at): (usize, usize),
    sign: char,
    next: impl Fn(&str) -> Option<(usize, usize)>,
) -> Option<(usize, Mend)> {
    if text.len() > LONG {
        return None;
    }
    let left = |mend: &Mend| match next(&mend.of(text)) {
        None => Some((0, Reverse(usize::MAX))),
        Some((left, next)) => {
            let next = (next + mend.at.len()).saturating_sub(mend.with.len());
            (left <= faults && next > at.max(mend.at.start)).then_some((left, Reverse(next)))
        }
    };
    let mends = candidates(text, at, sign).into_iter().filter_map(|mend| Some((left(&mend)?, mend)));
    mends.min_by_key(|(left, _)| *left).map(|((left, _), mend)| (left, mend))
}

/// What may be meant where the parser stopped, the likeliest first.
fn candidates(text: &str, at: usize, sign: char) -> Vec<Mend> {
    let mut mends: Vec<Mend> = Vec::new();
    let mut with = |at: Range<usize>, with: &str, is_certain: bool| {
        mends.push(Mend { at, with: with.to_owned(), is_certain });
    };
    // A sign that stands for nothing after a backslash.
    if let Some(slash) = text[..at].rfind('\\') {
        with(slash..slash, "\\", false);
    }
    let here = text[at..].chars().next();
    let before = text[..at].trim_end().len();
    let last = text[..before].char_indices().next_back();
    let end = at + text[at..].find('\n').unwrap_or(text.len() - at);
    // A text without quotation marks, or with others.
    let ends_word = |c: char| ",[]{}#\n\"'".contains(c) || c == sign;
    let from = text[..at].rfind(ends_word).map_or(0, |before| before + 1);
    let until = at + text[at..].find(ends_word).unwrap_or(text.len() - at);
    // The parser may have stopped at a space before it.
    let from = until - text[from..until].trim_start().len();
    let word = text[from..until].trim();
    let is_quote = |c: char| matches!(c, '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '`' | '´');
    let bare = word.trim_matches(is_quote);
    let is_key = text[until..].starts_with(sign);
    if let Some(second) = word.rfind(' ').filter(|_| is_key) {
        with(from..from + second + 1, "", false);
    }
    let is_bare = bare.starts_with(char::is_alphanumeric) && !bare.contains('\\');
    // The sign of another language.
    let other = if sign == '=' { ':' } else { '=' };
    let has_other = sign == '=' && word.contains(": ");
    if is_bare && !has_other && (sign != '=' || !is_key) {
        with(from..from + word.len(), &format!("\"{bare}\""), true);
    }
    if let Some(sign_at) = text[from..end].find(other).map(|of| from + of) {
        let both = usize::from(text[sign_at + 1..].starts_with('='));
        with(sign_at..sign_at + 1 + both, &sign.to_string(), true);
    }
    for place in [before, at] {
        with(place..place, ",", true);
        with(place..place, &format!("{sign} "), true);
    }
    let unseen = |c: &char| c.is_control() && *c != '\n';
    if let Some(found) = NoValue::at(text, at).filter(|found| sign == '=' && found.is_below()) {
        with(found.gap, " = ", true);
    }
    let is_arrow = here == Some('>') && text[..at].ends_with(sign);
    if let Some(c) = here.filter(|c| is_arrow || *c == ',' || *c == sign || unseen(c)) {
        with(at..at + c.len_utf8(), "", true);
    }
    if let Some((of, c)) = text[at..].char_indices().find(|(_, c)| unseen(c)).filter(|(of, _)| *of < 2) {
        with(at + of..at + of + c.len_utf8(), "", true);
    }
    // JSON has no line end within a text.
    if let Some(end) = text[at..].find('\n').filter(|of| *of < 2 && sign == ':').map(|of| at + of) {
        with(end..end + 1, " ", true);
    }
    if let Some(c) = here.filter(|c| ";:=".contains(*c) && *c != sign) {
        [",", ""].into_iter().for_each(|other| with(at..at + c.len_utf8(), other, true));
    }
    if let Some((start, c)) = last.filter(|(_, c)| ",=:;".contains(*c)) {
        with(start..before, &sign.to_string(), c != ',' && c != sign);
        with(start..before, ",", c != ',' && c != sign);
        with(start..before, "", c == ',');
    }
    // What is a note elsewhere, or a line of words.
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    if text[at..].starts_with("//") || text[at..].starts_with('#') {
        with(at..end, "", true);
    }
    if let Some(close) = text[at..].find("*/").filter(|_| text[at..].starts_with("/*")) {
        with(at..at + close + 2, "", true);
    }
    if sign == ':' && !text[start..end].contains(|c: char| "\"{}[]:,".contains(c)) {
        with(at..end, "", true);
    }
    // A quotation mark or a bracket that is missing.
    let rest = text[at..end].trim_end();
    let line = text[start..end].trim_end();
    let brackets: [&[char]; 5] = [&[], &[','], &[',', ' ', '}'], &[',', ' ', ']'], &[',', ' ', '}', ']']];
    let ends = brackets.into_iter().map(|brackets| start + line.trim_end_matches(brackets).len());
    let opened = text[..at].trim_end().rfind(sign).map_or(at, |sign| sign + 1);
    let all = text.trim_end().len();
    let before_last = last.map_or(at, |(start, _)| start);
    // Of what is missing at the end of a line the next one tells.
    let ends_above = text[start..at].trim().is_empty().then_some([before_last, before]);
    for place in ends_above.into_iter().flatten().chain(ends).chain([at, before, before_last, from, all]) {
        for mark in ["\"", "'", "]", "}", "]}"] {
            with(place..place, mark, false);
        }
    }
    for place in [from, at, opened] {
        for mark in ["[", "{", "\""] {
            with(place..place, mark, false);
        }
    }
    for bracket in ["]", "}", "[", "{"].into_iter().filter(|_| here.is_some_and(|c| "[]{}()".contains(c))) {
        with(at..at + 1, bracket, false);
    }
    // Where a list begins on the line above what is in it, or the text as a whole.
    let lines = text[..at].match_indices('\n').map(|(end, _)| text[..end].trim_end().len());
    for place in lines.filter(|end| text[..*end].ends_with(sign)).collect::<Vec<_>>().into_iter().rev().take(FEW) {
        ["[", "{"].into_iter().for_each(|mark| with(place..place, mark, false));
    }
    if sign == ':' {
        // Before a key on a line of its own something is not closed above; or what it is a key of is not opened.
        let behind = text[at..end].strip_prefix('"').and_then(|key| key.split_once('"'));
        let is_key = behind.is_some_and(|(_, behind)| behind.trim_start().starts_with(sign));
        let stopped = text[..before].strip_suffix('"').and_then(|text| text.rfind('"'));
        let key = if is_key { Some(at) } else { stopped };
        if let Some(key) = key.filter(|key| text[start.min(*key)..*key].trim().is_empty()) {
            let above = text[..key].trim_end().len();
            let part = text[..above].trim_end_matches(',').len();
            [("]", part), ("}", part), ("]}", part), ("],", above), ("},", above), ("}],", above), ("{", key)]
                .into_iter()
                .for_each(|(mark, place)| with(place..place, mark, false));
        }
        with(0..0, "{", false);
        let signs = text[..at].rfind(sign);
        signs.into_iter().for_each(|sign| with(sign..sign, "\"", false));
    }
    if let Some(c) = here {
        [",", "\"", &sign.to_string()].into_iter().for_each(|mark| with(at..at + c.len_utf8(), mark, false));
    }
    // One too many, or what belongs on another line.
    if let Some(c) = here {
        with(at..at + c.len_utf8(), "", false);
    }
    if let Some((start, _)) = last {
        with(start..before, "", false);
    }
    if !text[..at].rsplit('\n').next().unwrap_or_default().trim().is_empty() {
        with(at..at + rest.len(), "", false);
    }
    mends
}
