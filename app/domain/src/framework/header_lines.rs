//! The lines of a file that are the header of a table, or set a key of one.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeTable;

use super::headers::{Edit, KEYS};
use super::nearest;
use super::outside::bare;
use super::parted::of_several_lines;
use super::reader::Reader;
use super::table_kinds::{Kind, Kinds};

/// A name that is looked for has at most so many characters.
const LONGEST: usize = 80;

/// A line that begins something.
pub(super) struct Line<'t> {
    pub at: Range<usize>,
    /// The key that is set on it, and the value.
    pub key: Option<(&'t str, &'t str)>,
    /// What stands between its brackets, where it is a header.
    pub header: Option<&'t str>,
    /// Whether what stands above it belongs to something else: an empty line, or a comment.
    pub begins: bool,
}

impl<'t> Line<'t> {
    /// The key that is set on it.
    pub fn name(&self) -> Option<&'t str> {
        self.key.map(|(key, _)| key)
    }
}

/// The kind of table of a name.
pub(super) fn kind_of<'k>(kinds: &'k Kinds, name: &str) -> Option<&'k Kind> {
    kinds.tables.iter().find(|kind| kind.name == name)
}

/// Every line that is a header or sets a key of a table, and is no part of a text or a list.
pub(super) fn lines<'t>(text: &'t str, kinds: &'t Kinds) -> Vec<Line<'t>> {
    let mut depth = 0usize;
    let mut long = of_several_lines(text).into_iter().peekable();
    // Each with whether a value begins there that can be read.
    let mut starts = vec![(0, long.peek().is_some_and(|(value, is_whole)| *is_whole && value.start == 0))];
    for at in bare(text, |c| "[]{}\n".contains(c)) {
        match &text[at..=at] {
            "[" | "{" => depth += 1,
            "\n" => {
                let line = text[at + 1..].lines().next().unwrap_or_default();
                while long.next_if(|(value, _)| value.end <= at + 1).is_some() {}
                let within = long.peek().filter(|(value, _)| value.start <= at).map(|(_, is_whole)| *is_whole);
                // What was not closed above ends with what begins at the edge.
                let is_header = || line.trim_start().starts_with('[') && header_of(line, kinds).is_some();
                let is_key = || key_of(line).is_some() || key_with_colon(line).is_some();
                if depth == 0 || within != Some(true) && (is_header() || within.is_none() && is_key()) {
                    depth = 0;
                    let whole = long.peek().filter(|(_, is_whole)| *is_whole);
                    starts.push((at + 1, whole.is_some_and(|(value, _)| value.start == at + 1)));
                }
            }
            _ => depth = depth.saturating_sub(1),
        }
    }
    let mut found = Vec::new();
    let mut begins = false;
    for (start, is_whole) in starts {
        let line = text[start..].lines().next().unwrap_or_default();
        let key = key_of(line.trim_start()).or_else(|| key_without_sign(line));
        let next = || text[start + line.len()..].lines().nth(1).and_then(key_of);
        let header = header_of(line, kinds).or_else(|| meant(line, kinds));
        // Below a header stands what is of its table.
        let is_below = found.last().is_some_and(|above: &Line<'_>| above.header.is_some());
        let bare = || next().filter(|_| !is_below && !is_whole).and_then(|key| bare_header(line, (key, begins), kinds));
        let named = || next().and_then(|key| named(line, (key, begins), &found, kinds));
        let header = header.or_else(named).or_else(bare);
        if header.is_some() || key.is_some() {
            let key = key.filter(|_| header.is_none());
            found.push(Line { at: start..start + line.len(), key, header, begins });
        }
        begins = line.trim().is_empty() || line.trim_start().starts_with('#');
    }
    found
}

/// The key that a line sets, and the value, or how it begins.
pub(super) fn key_of(line: &str) -> Option<(&str, &str)> {
    let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')?;
    let (key, rest) = line.split_at(end);
    let value = rest.trim_start().strip_prefix('=')?;
    (!key.is_empty()).then_some((key, value.trim()))
}

/// The key that a text sets with a colon, as other languages do, and the value.
pub(super) fn key_with_colon(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(':')?;
    let is_key = !key.trim_end().is_empty() && key.trim_end().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let value = value.trim();
    let is_value = value.starts_with(|c: char| "\"'[{".contains(c) || c.is_ascii_digit());
    (is_key && (is_value || value.starts_with("true") || value.starts_with("false"))).then_some((key.trim_end(), value))
}

/// The key and the value of a line whose sign is missing, or is that of another language.
pub(super) fn key_without_sign(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let (key, rest) = line.split_at(line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?);
    let value = rest.trim_start_matches([' ', ':']);
    let begins =
        value.starts_with(|c: char| "\"'[{".contains(c) || c.is_ascii_digit()) || value == "true" || value == "false";
    (!key.is_empty() && (rest.trim_start().starts_with(':') || rest.starts_with(' ') && begins)).then_some((key, value))
}

/// The table that a line is the header of: the one that is meant, if there is one, also where the brackets are wrong or are not
/// there.
fn header_of<'t>(line: &'t str, kinds: &'t Kinds) -> Option<&'t str> {
    let line = line.split('#').next().unwrap_or_default().trim();
    let name = line.trim_matches(|c| "[]{}()\"' ".contains(c));
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b)) {
        return None;
    }
    // A list or a table that is opened behind a name is the value of that.
    let is_value = line.ends_with(['[', '{', '(']) && !line.starts_with(['[', '{', '(']);
    let is_header = line.len() > name.len() && !is_value;
    let known = is_header.then(|| known_by(name, kinds)).flatten().map(|kind| kind.name.as_str());
    known.or_else(|| (line.starts_with('[') && line.ends_with(']')).then_some(name))
}

/// The table of a name that stands alone on a line, or without a value that could be read, above a key of such a table.
fn bare_header<'k>(line: &str, (key, begins): ((&str, &str), bool), kinds: &'k Kinds) -> Option<&'k str> {
    let name = line.trim().trim_end_matches(|c| "[{( =:".contains(c));
    let kind = known_by(name, kinds)?;
    let is_first = kind.needed.first().is_some_and(|first| first == key.0);
    let is_bare = line.trim().trim_end_matches(':') == name;
    (kind.has(key) && (begins && is_bare || is_first)).then_some(&kind.name)
}

/// The table whose name is a key with a text, above a key that is not one more of the table before: a header, and the id.
fn named<'k>(
    line: &str,
    (next, begins): ((&str, &str), bool),
    above: &[Line<'_>],
    kinds: &'k Kinds,
) -> Option<&'k str> {
    let (name, value) = key_of(line).or_else(|| key_without_sign(line))?;
    let kind = kind_of(kinds, name).filter(|kind| begins && kind.has(next) && is_text(value))?;
    let mut above = above.iter().rev().take(KEYS);
    let mut is_set = false;
    let header = above.find_map(|line| {
        is_set |= line.name() == Some(next.0);
        line.header
    });
    let is_strange = match header {
        Some(header) => kind_of(kinds, header).is_some_and(|other| !other.has((name, value))),
        None => !kinds.top.iter().any(|top| top == next.0),
    };
    (is_strange || is_set && header.is_some()).then_some(&kind.name)
}

fn is_text(value: &str) -> bool {
    value.starts_with(['"', '\''])
}

/// The value that stands in the place of a header behind the name of its table.
pub(super) fn id_beside(header: &str) -> Option<&str> {
    key_of(header).or_else(|| key_without_sign(header)).map(|(_, value)| value).filter(|value| is_text(value))
}

/// The kind of table that is meant by a name.
fn known_by<'k>(name: &str, kinds: &'k Kinds) -> Option<&'k Kind> {
    let is_other = kinds.top.iter().any(|top| top == name);
    let names = kinds.tables.iter().map(|kind| kind.name.as_str()).filter(|_| !is_other);
    kind_of(kinds, name).or_else(|| kind_of(kinds, nearest(name, names).one()?))
}

/// The table that is meant by a header which can't be read as one.
fn meant<'k>(line: &str, kinds: &'k Kinds) -> Option<&'k str> {
    let is_header = line.starts_with("[[") || line.starts_with('[') && !line.contains(['"', ',']);
    if !is_header || DeTable::parse(line).is_ok() {
        return None;
    }
    let word: String = line.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let names = || kinds.tables.iter().map(|kind| kind.name.as_str());
    let within = names().filter(|name| word.contains(name)).max_by_key(|name| name.len());
    within.or_else(|| nearest(&word, names()).one())
}

/// Reports each header that stands below the first key of its table, and gives the text with the two in their order.
pub(super) fn in_order(reader: &mut Reader<'_>, text: &str, kinds: &Kinds) -> Option<String> {
    let lines = lines(text, kinds);
    let mut edits = Vec::new();
    for (at, pair) in lines.windows(2).enumerate() {
        let (Some((key, _)), Some(header)) = (pair[0].key, pair[1].header) else { continue };
        if !kind_of(kinds, header).is_some_and(|kind| kind.is_list && kind.needs(key)) {
            continue;
        }
        let own = |line: &&Line<'_>| line.header.is_none();
        let lacks = !lines[at + 2..].iter().take_while(own).any(|line| line.name() == Some(key));
        let has = lines[..at].iter().rev().take_while(own).any(|line| line.name() == Some(key));
        let (first, second) = (pair[0].at.clone(), pair[1].at.clone());
        if has && lacks && first.end + 1 == second.start {
            let what = format!("`{key}` stands above the header of its table");
            reader.problem_anywhere(reader.line(first.start), what, format!("Write it below [[{header}]]"));
            edits.push(Edit {
                with: format!("{}\n{}", &text[second.clone()], &text[first.clone()]),
                at: first.start..second.end,
            });
        }
    }
    let mut right = text.to_owned();
    edits.iter().rev().for_each(|edit| right.replace_range(edit.at.clone(), &edit.with));
    (!edits.is_empty()).then_some(right)
}

/// Whether a header is that of a kind, in as many brackets as it should be.
pub(super) fn is_closed(header: &str, kind: &Kind) -> bool {
    let (open, close) = if kind.is_list { ("[[", "]]") } else { ("[", "]") };
    let inner = header.strip_prefix(open).and_then(|inner| inner.strip_suffix(close)).unwrap_or_default().trim();
    let quoted = |mark: char| inner.strip_prefix(mark)?.strip_suffix(mark);
    quoted('"').or_else(|| quoted('\'')).unwrap_or(inner) == kind.name
}

/// Whether all that is wrong in a header is a bracket of another kind, which is put right as others are.
pub(super) fn has_one_wrong_bracket(header: &str, name: &str) -> bool {
    let is_bracket = |c| "[]{}()".contains(c);
    header.matches(['{', '}', '(', ')']).count() == 1 && header.trim_matches(is_bracket) == name
}

/// How often each key has each text of one line for its value, wherever that is.
pub(super) type Named<'t> = BTreeMap<(&'t str, &'t str), usize>;

/// See [`Named`].
pub(super) fn names_in(text: &str) -> Named<'_> {
    let mut named = Named::new();
    for (at, _) in text.match_indices('=') {
        let key = text[..at].trim_end().rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next();
        let value = text[at + 1..].trim_start_matches([' ', '\t']);
        let id = value.strip_prefix(['"', '\'']).and_then(|id| {
            let mut ends = id.char_indices().take(LONGEST + 1);
            ends.find(|(_, c)| value.starts_with(*c) || *c == '\n').map(|(end, _)| &id[..end])
        });
        key.zip(id).into_iter().for_each(|named_by| *named.entry(named_by).or_default() += 1);
    }
    named
}
