use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something that rows of a kind say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The word under which it is stored and posted.
    pub code: &'static str,
    /// What a person reads.
    pub title: &'static str,
    /// What columns of it are called, in small letters, the commonest first.
    pub called: &'static [&'static str],
}

/// Which column says what, by the codes of what is wanted, and how its days are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    /// The columns, counted from 0.
    pub of: BTreeMap<String, usize>,
    /// In which order days are written in numbers, where that makes a difference.
    pub days: Option<super::DayOrder>,
    /// The headings, by which the next file of the provider is matched.
    pub headings: BTreeMap<String, String>,
}

impl Columns {
    /// The column of something wanted.
    pub fn column(&self, code: &str) -> Option<usize> {
        self.of.get(code).copied()
    }
}

/// Which column says what, as far as headings tell: as they were matched before, else by words that are alike. No column says two
/// things.
pub fn suggest(headings: &[String], wanted: &[Wanted], before: Option<&Columns>) -> BTreeMap<String, usize> {
    let plain: Vec<String> = headings.iter().map(|heading| plain(heading)).collect();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    let mut scored = Vec::new();
    for (place, one) in wanted.iter().enumerate() {
        let known = before.and_then(|before| before.headings.get(one.code)).map(|heading| self::plain(heading));
        for (column, heading) in plain.iter().enumerate().filter(|(_, heading)| !heading.is_empty()) {
            let likeness = if known.as_ref() == Some(heading) { MOST + 1 } else { likeness(heading, one.called) };
            if likeness >= LEAST {
                scored.push((likeness, place, column));
            }
        }
    }
    // The likeliest first; of those alike, what is wanted first and the first column.
    scored.sort_by_key(|(likeness, place, column)| (std::cmp::Reverse(*likeness), *place, *column));
    for (_, place, column) in scored {
        let code = wanted[place].code;
        if !found.contains_key(code) && found.values().all(|taken| *taken != column) {
            found.insert(code.to_owned(), column);
        }
    }
    found
}

/// How alike two headings are that are the same, in thousandths.
const MOST: usize = 1_000;
/// How alike a heading and a word have to be, so that somebody would say they are the same.
const LEAST: usize = 750;

/// How much a heading is like one of some words, in thousandths. A word that stands in it as a whole counts nearly as much as the
/// same; the longer the heading, the less.
fn likeness(heading: &str, words: &[&str]) -> usize {
    let of = |word: &str| {
        if heading == word {
            return MOST;
        }
        let has = format!(" {heading} ").contains(&format!(" {word} "));
        let (letters, others) = (heading.chars().count(), word.chars().count());
        if has {
            return MOST - 50 - (letters - others).min(150);
        }
        // Short words are alike by chance.
        if letters.min(others) < 4 {
            return 0;
        }
        let longest = letters.max(others);
        MOST - MOST * strsim::osa_distance(heading, word).min(longest) / longest
    };
    words.iter().map(|word| of(word)).max().unwrap_or_default()
}

/// A heading in small letters, with what is no letter or digit as one space: "E-Mail_Address" is "e mail address".
fn plain(heading: &str) -> String {
    let spaced: String =
        heading.chars().flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
