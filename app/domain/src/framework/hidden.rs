//! Words of what could not be read: a name that is not known may be given there.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use toml::de::DeValue;

use super::nearest;
use super::reader::{HINTS, Reader};

/// How many names that are not known are compared with a word.
const MOST_COMPARED: usize = 1_000;

/// The words of the lines with an id that could not be read.
#[derive(Clone, Default)]
pub(crate) struct Hidden {
    words: BTreeSet<String>,
    /// The lines of the tables whose ids are among them.
    tables: Vec<RangeInclusive<usize>>,
}

impl Hidden {
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether the id of a table that begins on a line is among them.
    pub fn has_id_of(&self, line: usize) -> bool {
        self.tables.iter().any(|lines| lines.contains(&line))
    }

    /// Of names that are not known, those that may be given in what could not be read: each word is the same as one of them, or
    /// else was meant for the nearest.
    pub fn meant<'n>(&self, names: &BTreeSet<&'n str>) -> BTreeSet<&'n str> {
        let same = names.iter().copied().filter(|name| self.words.contains(*name));
        // Of a long text it would be chance.
        let few = self.words.iter().filter(|word| self.words.len() <= HINTS && !names.contains(word.as_str()));
        let near = few.filter_map(|word| nearest(word, names.iter().copied().take(MOST_COMPARED)).one());
        same.chain(near).collect()
    }
}

impl Reader<'_> {
    /// Part of the file can't be read.
    pub fn hide(&mut self, text: &str) {
        for line in text.lines() {
            let words = || line.split(|c: char| c.is_whitespace() || "\"'=:,[]{}#".contains(c));
            if words().any(|word| word == "id") {
                let others = words().filter(|word| !word.is_empty() && *word != "id");
                self.hidden.words.extend(others.map(str::to_owned));
            }
        }
    }

    /// The id of the table on these lines can't be read.
    pub fn hide_id_of(&mut self, lines: &RangeInclusive<usize>, text: &str) {
        self.hide(text);
        let id = text.split_once('=').and_then(|(_, value)| value.split('#').next());
        let is_given = id.is_some_and(|id| id.contains(char::is_alphanumeric));
        self.hidden.tables.extend(is_given.then(|| lines.clone()));
    }

    /// A word stands where an id should.
    pub fn hide_id(&mut self, word: &str) {
        self.hidden.words.extend(word.split_whitespace().chain([word.trim()]).map(str::to_owned));
    }

    /// Nobody knows what a value is of.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what TOML has of values is not ours")]
    pub fn hide_value(&mut self, value: &DeValue<'_>) {
        match value {
            DeValue::Array(items) => items.iter().for_each(|item| self.hide_value(item.get_ref())),
            DeValue::Table(entries) => {
                let id = entries.get("id").and_then(|id| id.get_ref().as_str());
                id.into_iter().for_each(|id| self.hide_id(id));
                entries.values().for_each(|value| self.hide_value(value.get_ref()));
            }
            _ => {}
        }
    }
}
