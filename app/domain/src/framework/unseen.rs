//! Characters that are not seen: with one, a name is another that looks the same, and a key is none.

use std::collections::BTreeMap;

use super::outside::bare;
use super::reader::{Reader, shorten};
use crate::text;

/// Reports each character outside of texts that is not seen, or looks like a space and is none, and gives the text without them.
pub(super) fn outside_of_texts(reader: &mut Reader<'_>, text: &str) -> Option<String> {
    let is_space = |c: char| c.is_whitespace() && !c.is_ascii();
    let is_plain = |c: char| c == ' ' || c == '\n' || c.is_ascii_graphic();
    let is_unseen = |c: char| !is_plain(c) && (is_space(c) || text::misleads(c) || text::shows_nothing(c));
    if !text.contains(is_unseen) {
        return None;
    }
    let mut without = text.to_owned();
    let mut told = BTreeMap::new();
    // From the last on: what is moved into the place of one has none itself.
    for at in bare(text, is_unseen).into_iter().rev() {
        let c = text[at..].chars().next().unwrap_or_default();
        let line = reader.line(at);
        told.entry((line, c)).or_insert_with(|| {
            let code = u32::from(c);
            let (is, fix) = match is_space(c) {
                true => ("looks like a space and is none", "Write a space"),
                false => ("is not seen", "Take the character out"),
            };
            (line, format!("outside of a text stands the character U+{code:04X}, which {is}"), fix.to_owned())
        });
        // The rest of the word follows at once, and what stands after it stays in its place.
        let (after, spaces) = (at + c.len_utf8(), " ".repeat(c.len_utf8()));
        let is_of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let word = without[after..].find(|c| !is_of_word(c)).unwrap_or(without.len() - after);
        let word = if is_space(c) { 0 } else { word };
        let moved = format!("{}{spaces}", &without[after..after + word]);
        without.replace_range(at..after + word, &moved);
    }
    reader.each_of(told.into_values().collect());
    Some(without)
}

impl Reader<'_> {
    /// Characters that are not shown, but change how the rest is shown, on a terminal or in a picture.
    pub fn unseen(&mut self, text: &str, key: &str, line: usize) {
        let mut characters: Vec<char> = text.chars().filter(|c| text::misleads(*c)).collect();
        characters.sort_unstable();
        characters.dedup();
        self.are_unseen(&characters, key, line);
    }

    /// A name, or an id, without what is not seen of it, which is told.
    pub fn name_as_seen(&mut self, name: &str, key: &str, line: usize) -> String {
        let characters = text::unseen(name);
        self.are_unseen(&characters, key, line);
        if characters.is_empty() { name.to_owned() } else { text::without_unseen(name) }
    }

    /// Reports characters of a text that are not seen.
    pub fn are_unseen(&mut self, characters: &[char], key: &str, line: usize) {
        if characters.is_empty() {
            return;
        }
        let fix = if characters.len() > 1 { "Take the characters out" } else { "Take the character out" };
        let before = self.found();
        self.problem(line, format!("`{}` has {}", shorten(&text::without_unseen(key)), text::codes(characters)), fix);
        self.read_as_meant += self.found() - before;
    }
}
