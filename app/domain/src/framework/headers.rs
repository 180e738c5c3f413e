//! Headers of tables that are missing, are those of other tables or are no TOML: told once, and put right before the file is read, so
//! that all else that is wrong in such a table is told too, and nothing that follows.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeTable;

use super::header_lines::{self, Line, Named, has_one_wrong_bracket, id_beside, is_closed, kind_of, lines, names_in};
use super::reader::{Reader, shorten};
use super::syntax::line_at;
use super::table_kinds::{Kind, Kinds};
use crate::text::either;

/// How many headers of a file are put right.
const MOST: usize = 100;

/// How many keys of a table are looked at to find what it is.
pub(super) const KEYS: usize = 40;

/// What is written in the place of part of the text.
pub(super) struct Edit {
    pub at: Range<usize>,
    pub with: String,
}

/// Reports each header that is missing, wrong or no TOML, and gives the text with the right ones in their places.
pub(super) fn put_right(reader: &mut Reader<'_>, text: &str, kinds: &Kinds) -> Option<String> {
    if kinds.tables.is_empty() {
        return None;
    }
    reader.headers = kinds.tables.iter().map(Kind::header).collect();
    reader.keys = kinds.top.iter().chain(kinds.tables.iter().flat_map(|kind| &kind.keys)).cloned().collect();
    let in_order = header_lines::in_order(reader, text, kinds);
    let text = in_order.as_deref().unwrap_or(text);
    let (lines, named) = (lines(text, kinds), &names_in(text));
    let mut edits = Vec::new();
    let mut from = 0;
    while from < lines.len() && edits.len() < MOST {
        let own = lines[from].header.is_some();
        let until = (from + 1..lines.len()).find(|at| lines[*at].header.is_some()).unwrap_or(lines.len());
        let header = own.then(|| &lines[from]);
        let next = |at: usize| lines.get(at).and_then(|line| kind_of(kinds, line.header?));
        let until_next = (until + 1..lines.len()).find(|at| lines[*at].header.is_some()).unwrap_or(lines.len());
        let lines_below = &lines[lines.len().min(until + 1)..until_next];
        let below = Part { text, named, kinds, next: next(until_next), lines: lines_below };
        if let Some(edit) = lines.get(until).filter(|_| until == from + 1).and_then(|line| below.second(header?, line))
        {
            let (line, second) = (reader.line(edit.at.start), shorten(text[edit.at.clone()].trim()));
            reader.problem_anywhere(line, "two headers stand above one table", format!("Take {second} out"));
            edits.push(edit);
            from = until + 1 + below.put_right(reader, header, &mut edits);
            continue;
        }
        let part = Part { text, named, kinds, next: next(until), lines: &lines[from + usize::from(own)..until] };
        from += usize::from(own) + part.put_right(reader, header, &mut edits);
    }
    let rest = lines.get(from).map_or(text.len(), |line| line.at.start);
    if rest < text.len() {
        reader.looks_no_further(reader.line(rest), &text[rest..]);
        edits.push(Edit { at: rest..text.len(), with: String::new() });
    }
    // Of two for one line the first.
    edits.sort_by_key(|edit| edit.at.start);
    edits.dedup_by_key(|edit| edit.at.start);
    let mut right = text.to_owned();
    for edit in edits.iter().rev() {
        reader.replaced(edit.at.clone(), edit.with.len());
        right.replace_range(edit.at.clone(), &edit.with);
    }
    (!edits.is_empty() || in_order.is_some()).then_some(right)
}

/// What stands above some lines.
#[derive(Clone, Copy)]
enum Above<'k> {
    /// The header of such a table.
    Header(&'k Kind),
    /// The header of another table, of which nobody knows what may stand below it.
    Other,
    /// A header should, and is not there.
    Lost,
    /// Nothing: it is the top of the file.
    Nothing,
}

impl Above<'_> {
    /// How many keys do not belong below it, and how many are missing there.
    fn misfits(self, part: &Part<'_, '_>, lines: Range<usize>) -> usize {
        let keys = part.keys(lines);
        match self {
            Above::Header(kind) => kind.misfits(&keys),
            Above::Nothing => keys.iter().filter(|(key, _)| !part.kinds.top.iter().any(|top| top == key)).count(),
            Above::Lost => part.least_misfits(&keys),
            Above::Other => 0,
        }
    }
}

/// What stands between two headers.
struct Part<'t, 'k> {
    text: &'t str,
    named: &'t Named<'t>,
    kinds: &'k Kinds,
    /// The kind of the table that follows.
    next: Option<&'k Kind>,
    lines: &'t [Line<'t>],
}

impl<'k> Part<'_, 'k> {
    /// Gives how many of the lines were looked at.
    fn put_right(&self, reader: &mut Reader<'_>, header: Option<&Line<'_>>, edits: &mut Vec<Edit>) -> usize {
        let mut own = header.and_then(|line| kind_of(self.kinds, line.header?));
        let mut end = self.end_of(
            0,
            match (header, own) {
                (_, Some(kind)) => Above::Header(kind),
                (Some(_), None) => Above::Other,
                (None, None) => Above::Nothing,
            },
        );
        if let (Some(line), Some(kind)) = (header, own) {
            own = self.own_header(reader, (line, kind), end, edits).or(own);
        }
        while end < self.lines.len() && edits.len() < MOST {
            let (start, last) = (end, own);
            end = self.end_of(start, Above::Lost);
            let fitting = self.fitting(start..end, last);
            let Some(first) = fitting.first() else { return self.lines.len() };
            own = Some(*first);
            let line = &self.lines[start];
            let headers: Vec<String> = fitting.iter().map(|kind| kind.header()).collect();
            self.is_one_of(reader, start..end, &fitting);
            if let Some(at) = self.garbled(line.at.start) {
                let what =
                    format!("this is not TOML: `{}` is no header of a table", shorten(self.text[at.clone()].trim()));
                let fix = format!("Write {} on a line of its own", either(&headers));
                // What nothing of it says is guessed by the keys below.
                if !self.text[at.clone()].contains(&first.name) {
                    reader.lose_anything();
                    self.id_of(start..end).into_iter().for_each(|id| reader.hide_id(id));
                }
                reader.problem_anywhere(reader.line(at.start), what, fix);
                edits.push(Edit { at, with: first.header() });
                continue;
            }
            let what = format!("the table that begins with `{}` has no header", line.key.unwrap_or_default().0);
            let at = reader.line(line.at.start);
            reader.problem_anywhere(at, what, format!("Write {} above it", either(&headers)));
            edits.push(Edit { at: line.at.start..line.at.start, with: format!("{}\n", first.header()) });
        }
        end
    }

    /// Puts right a header whose brackets are wrong, or that is of another kind than the keys below it, and gives that kind.
    fn own_header(
        &self,
        reader: &mut Reader<'_>,
        (line, kind): (&Line<'_>, &'k Kind),
        end: usize,
        edits: &mut Vec<Edit>,
    ) -> Option<&'k Kind> {
        let lines = 0..end;
        let keys = self.keys(lines.clone());
        let odd = keys.iter().find(|key| !kind.has(**key)).filter(|_| edits.len() < MOST);
        let misfits = kind.misfits(&keys);
        let is_in_doubt = edits.len() < MOST && !self.is_named_as(kind, lines.clone());
        let is_odd = odd.is_some() && (misfits > 1 || is_in_doubt) || misfits == 0 && is_in_doubt;
        let mut fitting = if is_odd { self.fitting(lines.clone(), Some(kind)) } else { Vec::new() };
        // By a key too many alone, or by none, it is of another kind only as that is what it is named as.
        fitting.retain(|other| other.name != kind.name && (misfits > 0 || self.is_named_as(other, lines.clone())));
        let is_named = fitting.first().is_some_and(|other| self.is_named_as(other, lines.clone()));
        let is_other = fitting.first().is_some_and(|other| other.misfits(&keys) == 0);
        let (written, at) =
            (self.text[line.at.clone()].split('#').next().unwrap_or_default(), reader.line(line.at.start));
        let end = line.at.start + written.trim_end().len();
        let right = if is_other { fitting[0] } else { kind };
        let beside = id_beside(written.trim());
        let id = beside.filter(|_| right.needs("id") && !keys.iter().any(|(key, _)| *key == "id"));
        let id = id.map(|id| format!("id = {id}"));
        if is_other {
            let headers: Vec<String> = fitting.iter().map(|kind| kind.header()).collect();
            let what =
                format!("the keys of this table are those of {}, and not of {}", either(&headers), kind.header());
            let or = odd.filter(|_| misfits == 1 && !is_named);
            let or = or.map(|(key, _)| format!(", or take `{key}` out")).unwrap_or_default();
            fitting.extend((!or.is_empty()).then_some(kind));
            self.is_one_of(reader, lines, &fitting);
            reader.problem_anywhere(at, what, format!("Write {}{or}", either(&headers)));
        } else if !is_closed(written.trim(), kind) && !has_one_wrong_bracket(written.trim(), &kind.name) {
            let is_toml = DeTable::parse(written).is_ok();
            let name = written.trim_matches(|c| "[]\"' ".contains(c));
            let what = if is_toml && name != kind.name && beside.is_none() {
                format!("the file has no table `{}`", shorten(name))
            } else {
                let sides = if kind.is_list { "two brackets on each side" } else { "a bracket on each side" };
                let syntax = if is_toml { "" } else { "this is not TOML: " };
                format!("{syntax}the header of {} stands in {sides}", kind.name)
            };
            let below = id.as_ref().map(|id| format!(", and {id} below it")).unwrap_or_default();
            reader.problem_anywhere(at, what, format!("Write {}{below}", kind.header()));
        } else {
            return None;
        }
        let with = [Some(right.header()), id].into_iter().flatten().collect::<Vec<_>>().join("\n");
        edits.push(Edit { at: line.at.start..end, with });
        Some(right)
    }

    /// The second of two headers, if the table below is of the first.
    fn second(&self, first: &Line<'_>, second: &Line<'_>) -> Option<Edit> {
        let [own, other] = [first, second].map(|line| kind_of(self.kinds, line.header.unwrap_or_default()));
        let (own, other, all) = (own?, other?, 0..self.lines.len());
        let is_near = first.at.end + 1 == second.at.start && own.name != other.name;
        let fitting = if is_near { self.fitting(all, Some(other)) } else { Vec::new() };
        (fitting.first()?.name == own.name).then(|| Edit { at: second.at.clone(), with: String::new() })
    }

    /// Whether the id of some lines, which no others have, is named as that of a kind.
    fn is_named_as(&self, kind: &Kind, lines: Range<usize>) -> bool {
        let is_named = |id| kind.named_by.iter().any(|key| self.named.contains_key(&(key.as_str(), id)));
        self.id_of(lines).is_some_and(|id| self.named.get(&("id", id)) == Some(&1) && is_named(id))
    }

    /// Some lines are a table of one of these kinds: of several nobody knows of which.
    fn is_one_of(&self, reader: &mut Reader<'_>, lines: Range<usize>, kinds: &[&Kind]) {
        if kinds.len() > 1 {
            reader.lose_anything();
            self.id_of(lines).into_iter().for_each(|id| reader.hide_id(id));
        }
    }

    /// Where the table that begins at a line ends, and another begins that lacks its header.
    fn end_of(&self, start: usize, above: Above<'_>) -> usize {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut odd = 0;
        for at in start..self.lines.len() {
            let Some((key, value)) = self.lines[at].key else { continue };
            // In a table with many odd keys nobody knows what is meant.
            if odd > MOST {
                break;
            }
            let first = seen.get(key).copied();
            // The table may begin above the key that tells it apart.
            let begin = |from: usize| (from + 1..=at).rev().take(KEYS).find(|line| self.lines[*line].begins);
            let run = |from: usize| self.keys(from..self.end_of_run(from));
            // Where the table above and the one below have the most of what they need.
            let misfits = |from: &usize| above.misfits(self, start..*from) + self.least_misfits(&run(*from));
            if let Some(first) = first {
                odd += 1;
                let from = begin(first).into_iter().chain([at]).min_by_key(misfits).unwrap_or(at);
                let begins = begin(first).filter(|line| *line == from);
                let run = run(from);
                let repeated = run.iter().filter(|(key, _)| seen.contains_key(key)).count();
                let misfits = self.least_misfits(&run);
                let is_table = run.len() > 1 && misfits <= run.len() / 2;
                let has_id = run.iter().any(|(key, _)| *key == "id");
                // A key that is written twice is no table.
                let is_other = match begins {
                    Some(_) => has_id || repeated > 1,
                    None if repeated > 1 => has_id || misfits == 0,
                    None => has_id && misfits == 0 && self.is_whole(start..from),
                };
                if is_table && is_other {
                    return from;
                }
            }
            let is_unknown = match above {
                Above::Header(kind) => at > start && !kind.has((key, value)),
                Above::Nothing => !self.kinds.top.iter().any(|top| top == key),
                Above::Other => at > start,
                Above::Lost => false,
            };
            let is_free = matches!(above, Above::Header(kind) if kind.holds.is_some());
            if is_unknown && (first.is_none() || is_free) {
                odd += 1;
                let fits = |from: &usize| {
                    let run = run(*from);
                    // At the top of a file nothing has an id.
                    let is_sure = matches!(above, Above::Nothing) && run.iter().any(|(key, _)| *key == "id");
                    let most = if is_sure { run.len() / 2 } else { 0 };
                    let is_read = |kind: &&Kind| kind.holds.is_none() || self.lines[*from].begins;
                    self.kinds.tables.iter().filter(is_read).any(|other| other.misfits(&run) <= most)
                };
                let begins = if at == start { Some(at) } else { begin(start) };
                let here = (!matches!(above, Above::Other)).then_some(at);
                if let Some(from) = [begins, here].into_iter().flatten().filter(fits).min_by_key(misfits) {
                    return from;
                }
            }
            seen.entry(key).or_insert(at);
        }
        self.lines.len()
    }

    /// The line above a place, where it looks like a header and can't be read as one.
    fn garbled(&self, at: usize) -> Option<Range<usize>> {
        let above = line_at(self.text, at.checked_sub(1)?);
        let line = &self.text[above.clone()];
        let word: String = line.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let is_broken = line.trim_start().starts_with('[') && DeTable::parse(line).is_err();
        (is_broken || kind_of(self.kinds, &word).is_some()).then_some(above)
    }

    /// Whether these keys are all that a table of some kind needs.
    fn is_whole(&self, lines: Range<usize>) -> bool {
        let keys = self.keys(lines);
        self.kinds.tables.iter().any(|kind| kind.misfits(&keys) == 0)
    }

    /// Where a key from a line on stands a second time.
    fn end_of_run(&self, start: usize) -> usize {
        let most = self.lines.len().min(start + KEYS);
        let is_second = |at: &usize| self.lines[start..*at].iter().any(|line| line.name() == self.lines[*at].name());
        (start..most).find(is_second).unwrap_or(most)
    }

    fn id_of(&self, lines: Range<usize>) -> Option<&str> {
        let id = self.lines[lines].iter().find(|line| line.name() == Some("id"));
        id.and_then(|line| line.key?.1.split(['"', '\'']).nth(1))
    }

    fn keys(&self, lines: Range<usize>) -> Vec<(&str, &str)> {
        self.lines[lines].iter().filter_map(|line| line.key).collect()
    }

    /// How little these keys differ from those of the kind that fits best.
    fn least_misfits(&self, keys: &[(&str, &str)]) -> usize {
        self.kinds.tables.iter().map(|kind| kind.misfits(keys)).min().unwrap_or_default()
    }

    /// The kinds that fit best: of several the one by which the id is named, else that of the tables before and after.
    fn fitting(&self, lines: Range<usize>, last: Option<&Kind>) -> Vec<&'k Kind> {
        let keys = self.keys(lines.clone());
        let least = self.least_misfits(&keys);
        let mut fitting: Vec<&Kind> = self.kinds.tables.iter().filter(|kind| kind.misfits(&keys) == least).collect();
        let mut only = |those: &dyn Fn(&Kind) -> bool| {
            if fitting.len() > 1 && fitting.iter().any(|kind| those(kind)) {
                fitting.retain(|kind| those(kind));
            }
        };
        if let Some(id) = self.id_of(lines) {
            only(&|kind| kind.named_by.iter().any(|key| self.named.contains_key(&(key.as_str(), id))));
        }
        let is = |other: Option<&Kind>, kind: &Kind| other.is_some_and(|other| other.name == kind.name);
        // Beside tables of one kind stands another of it.
        only(&|kind| is(last, kind) || is(self.next, kind));
        fitting
    }
}
