//! A table of a file, with its line. A key that was misspelt stands for the one that was meant, so that one slip is one
//! problem.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::reader::{Reader, did_you_mean, list, shorten};
use super::values::kind_of;
use super::{Nearest, Problem, nearest};
use crate::text;

/// In a table with more keys that are not known than this none of them is guessed: it is one of another format.
const FEW: usize = 8;

/// One table of the file.
#[derive(Clone, Copy)]
pub(crate) struct Table<'t, 'i> {
    entries: &'t DeTable<'i>,
    pub line: usize,
    /// Which of the tables of the file it is.
    pub number: usize,
    /// The keys that it may have, where one of them was misspelt; otherwise none.
    meant: &'static str,
}

impl<'t, 'i> Table<'t, 'i> {
    pub fn get(self, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.entries.get(key).or_else(|| self.misspelt(key).next())
    }

    /// What stands under a key and under others that were meant for it.
    pub fn all(self, key: &str) -> impl Iterator<Item = &'t Spanned<DeValue<'i>>> {
        self.entries.get(key).into_iter().chain(self.misspelt(key))
    }

    fn misspelt(self, key: &str) -> impl Iterator<Item = &'t Spanned<DeValue<'i>>> {
        let entries = self.entries.iter().filter(move |_| !self.meant.is_empty());
        let unknown = entries.filter(move |(name, _)| !is_one_of(self.meant, name.get_ref()));
        let of_key = unknown.filter(move |(name, _)| {
            let name = text::without_unseen(name.get_ref());
            free(self.entries, nearest(&name, self.meant.split(' '))).one() == Some(key)
        });
        of_key.map(|(_, value)| value)
    }
}

/// What a table has and should not, as problems, and what it should have and lacks.
#[derive(Default)]
pub(crate) struct Odd {
    unknown: Vec<usize>,
    missing: Vec<String>,
}

impl Odd {
    /// Says of each key that should not be there which of those that are not there it may be meant for.
    pub fn pair(self, problems: &mut [Problem]) {
        let Odd { unknown, missing } = self;
        let fix = match &missing[..] {
            [] => return,
            [one] => format!("Write `{one}`, which is not there, or take it out and add that"),
            _ => format!("Write it as one of {}, which are not there, or take it out", list(&missing)),
        };
        let has_more = missing.len() > unknown.len().max(1);
        let all = if has_more { "; each of them has to be there" } else { "" };
        unknown.into_iter().for_each(|at| problems[at].fix = format!("{fix}{all}"));
    }
}

/// Whether a key is one of those that stand with spaces between them.
fn is_one_of(known: &str, key: &str) -> bool {
    known.split(' ').any(|known| known == key)
}

/// Of keys that are as near, those that a table does not have: one of them was meant. `at` stands in few rules.
fn free<'n>(entries: &DeTable<'_>, near: Nearest<'n>) -> Nearest<'n> {
    near.rather_not(|key| entries.contains_key(key)).rather_not(|key| key == "at")
}

impl Reader<'_> {
    /// The number of the next table that is read.
    pub fn next_table(&mut self) -> usize {
        self.tables += 1;
        self.tables
    }

    /// Reports a key that a table, of this number and on this line, lacks. Where the table has keys that are not known, these were
    /// told, and one of them is what was meant for it.
    pub fn missing(&mut self, (table, line): (usize, usize), key: &str, what: String, fix: impl Into<String>) {
        match self.odd.get_mut(&table) {
            Some(odd) => odd.missing.push(key.to_owned()),
            None => self.problem(line, what, fix),
        }
    }

    /// Reports a key that is not known in the table of a number, and whether it was guessed which was meant.
    pub fn unknown_key(&mut self, table: usize, line: usize, what: String, fix: String, is_guessed: bool) {
        let told = self.problems.len();
        self.problem(line, what, fix);
        if !is_guessed && self.problems.len() > told {
            self.odd.entry(table).or_default().unknown.push(told);
        }
    }

    /// A table that may have these keys, which stand with spaces between them; each that is not known is reported.
    pub fn table_of<'t, 'i>(
        &mut self,
        entries: &'t DeTable<'i>,
        line: usize,
        whose: &str,
        known: &'static str,
    ) -> Table<'t, 'i> {
        let unknown: Vec<_> = entries.iter().filter(|(key, _)| !is_one_of(known, key.get_ref())).collect();
        let mut table = Table { entries, line, number: self.next_table(), meant: "" };
        for (key, value) in &unknown {
            let name = text::without_unseen(key.get_ref());
            let near = free(entries, self.near(&name, known.split(' ')));
            let is_read =
                near.one().is_some_and(|near| !entries.contains_key(near) || is_list_of_tables(value.get_ref()));
            let is_guessed = is_read && unknown.len() <= FEW;
            if is_guessed {
                table.meant = known;
                // But for what is not seen it is the right one.
                if near.one() == Some(&*name) {
                    self.name_as_seen(key.get_ref(), &name, self.line_of(key));
                    continue;
                }
            } else {
                self.lose_value(value);
            }
            // `at` says what is so without it, and stands in few rules.
            let all = || list(&known.split(' ').filter(|key| *key != "at").collect::<Vec<_>>());
            let fix = did_you_mean(&near, || format!("Take it out; {whose} has {}", all()));
            let what = format!("{whose} has no key `{}`{}", shorten(&name), with_unseen(key.get_ref()));
            for line in self.lines_of(key, value) {
                self.unknown_key(table.number, line, what.clone(), fix.clone(), is_guessed);
            }
        }
        table
    }

    /// The lines on which a key stands: of tables with a header that of each.
    pub fn lines_of(&self, key: &Spanned<Cow<'_, str>>, value: &Spanned<DeValue<'_>>) -> Vec<usize> {
        let items = value.get_ref().as_array().into_iter().flatten();
        // What stands behind its sign begins after it.
        let headers = items.filter(|_| value.span().start < key.span().start).map(|item| self.line_of(item));
        let headers: Vec<usize> = headers.collect();
        if headers.is_empty() { vec![self.line_of(key)] } else { headers }
    }

    /// The value as a table, with each key that is not known reported.
    pub fn table<'t, 'i>(
        &mut self,
        value: &'t Spanned<DeValue<'i>>,
        whose: &str,
        known: &'static str,
    ) -> Option<Table<'t, 'i>> {
        let line = self.line_of(value);
        if let Some(entries) = value.get_ref().as_table() {
            return Some(self.table_of(entries, line, whose, known));
        }
        let what = format!("{whose} should be a table, and is {}", kind_of(value.get_ref()));
        let keys: Vec<&str> = known.split(' ').collect();
        self.problem(line, what, format!("Write it as {{ key = value }}, with keys of {}", list(&keys)));
        None
    }

    /// Whether a table of a list has nothing in it, which is reported: its header was written twice.
    pub fn is_empty_table(&mut self, value: &Spanned<DeValue<'_>>, list: &str) -> bool {
        let is_empty = value.get_ref().as_table().is_some_and(|table| table.is_empty());
        if is_empty {
            let what = format!("one of `{list}` has nothing in it");
            self.problem(self.line_of(value), what, "Take its header out, or write what it is below it");
        }
        is_empty
    }

    /// The tables of a `[[name]]` list.
    pub fn list_of<'t, 'i>(&mut self, table: Table<'t, 'i>, name: &str) -> Vec<&'t Spanned<DeValue<'i>>> {
        let mut tables = Vec::new();
        for value in table.all(name) {
            if let Some(items) = value.get_ref().as_array() {
                tables.extend(items.iter().filter(|item| !self.is_empty_table(item, name)));
                continue;
            }
            self.wrong::<()>(value, name, "a list of tables", &format!("Write [[{name}]] before each"));
            match value.get_ref().is_table() {
                true => tables.push(value),
                false => self.lose_value(value),
            }
        }
        tables
    }
}

/// Which characters that are not seen stand in a key that is not known; nothing where there are none.
pub(crate) fn with_unseen(key: &str) -> String {
    let codes = text::codes(&text::unseen(key));
    if codes.is_empty() { codes } else { format!(", with {codes}") }
}

fn is_list_of_tables(value: &DeValue<'_>) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(|item| item.get_ref().is_table()))
}
