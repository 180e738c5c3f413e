//! Which names of organisations are easily taken for one another.

use super::names::{plain, searchable};
use std::collections::BTreeSet;
use unicode_security::skeleton;

/// Words that tell no two organisations apart: articles, "and", and the forms that companies have by law.
const ASIDE: [&str; 34] = [
    "a",
    "ag",
    "an",
    "and",
    "bv",
    "cic",
    "co",
    "company",
    "corp",
    "corporation",
    "et",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "nv",
    "oy",
    "plc",
    "pllc",
    "pty",
    "pvt",
    "sa",
    "sarl",
    "sas",
    "spa",
    "srl",
    "the",
    "und",
    "y",
];

/// What is left out of a word: "L.L.P." is "LLP".
const WITHIN: [char; 4] = ['.', '\'', '’', '‘'];

/// Whether two names are easily taken for one another: they have the same letters, or such as look alike (UTS #39), without the marks on
/// them, whatever their case and whatever stands between them. The words [`ASIDE`], and what is not seen, make no difference; in a long
/// name nor do one or two letters. Different figures do.
pub fn resemble(one: &str, other: &str) -> bool {
    let (one, other) = (Alike::of(one), Alike::of(other));
    let same = |one: &String, other: &String| !one.is_empty() && one == other;
    let near =
        |one: &String, other: &String| (1..=slips(one).min(slips(other))).contains(&strsim::osa_distance(one, other));
    one.letters.iter().zip(&other.letters).any(|(one, other)| same(one, other))
        || one.figures == other.figures && (near(&one.letters[0], &other.letters[0]) || differ_in_endings(&one, &other))
}

/// Whether the words of two names are the same but for a last letter: "Hale & Partner" is easily taken for "Hales & Partners".
fn differ_in_endings(one: &Alike, other: &Alike) -> bool {
    let is_long = |name: &Alike| name.letters[0].chars().count() >= 10;
    let is_ending = |long: &str, short: &str| {
        let more = long.strip_prefix(short).is_some_and(|more| more.chars().count() == 1);
        more && short.chars().count() >= 3
    };
    let alike = |(one, other): (&String, &String)| one == other || is_ending(one, other) || is_ending(other, one);
    is_long(one)
        && is_long(other)
        && one.words.len() == other.words.len()
        && one.words.iter().zip(&other.words).all(alike)
}

/// How many letters of a name may be others, left out or added without that anybody sees it at once.
fn slips(name: &str) -> usize {
    match name.chars().count() {
        0..14 => 0,
        14..20 => 1,
        20.. => 2,
    }
}

struct Alike {
    /// Each as the one that it looks like. A capital may look like another letter than its small one does ("I" is "l", "i" is not),
    /// so once as small ones and once as they are.
    letters: [String; 2],
    /// Its words, as small letters.
    words: Vec<String>,
    figures: String,
}

impl Alike {
    fn of(name: &str) -> Self {
        let whole = plain(name).replace(WITHIN, "");
        let all: Vec<&str> = whole.split(|letter: char| !is_of_word(letter)).filter(|word| !word.is_empty()).collect();
        let aside = BTreeSet::from(ASIDE);
        let telling: Vec<&str> =
            all.iter().copied().filter(|word| !aside.contains(searchable(word).as_str())).collect();
        let telling = if telling.is_empty() { all } else { telling };
        let letters = |name: String| -> String { name.chars().filter(|letter| letter.is_alphanumeric()).collect() };
        let small = |name: &str| letters(skeleton(&searchable(name)).collect::<String>().to_lowercase());
        let whole = telling.concat();
        let as_typed = letters(searchable(&skeleton(&whole).collect::<String>()));
        Self {
            letters: [small(&whole), as_typed],
            words: telling.into_iter().map(small).collect(),
            figures: whole.chars().filter(char::is_ascii_digit).collect(),
        }
    }
}

/// A letter, a figure, or a mark on one, which stands by itself where no letter has it in one piece.
fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || searchable(&letter.to_string()).is_empty()
}

#[cfg(test)]
mod tests {
    use super::resemble;

    #[test]
    fn names_are_taken_for_one_another_by_letters_that_look_alike() {
        for other in [
            "Hale and Partners",
            "HALE & PARTNERS",
            "Hale&Partners",
            "Hale ＆ Partners.",
            "Ha1e & Partners",
            "HaIe & Partners",
            "Hаle & Раrtnеrs",
            "Hále & Pártners",
            "Hale-&-Partners",
            "Hal\u{34f}e & Partners",
        ] {
            assert!(resemble("Hale & Partners", other), "{other}");
        }
        assert!(resemble("Сосо", "Coco"), "one is Cyrillic");
        for other in ["Hall & Partners", "Partners & Hale", "Hale", "!!!", ""] {
            assert!(!resemble("Hale & Partners", other), "{other}");
        }
        assert!(!resemble("!!!", "???"));
    }

    #[test]
    fn legal_forms_articles_and_what_is_not_a_word_make_no_difference() {
        for other in [
            "Hale & Partners LLP",
            "Hale & Partners, L.L.P.",
            "Hale & Partners Ltd",
            "Hale & Partners (Ltd.)",
            "HALE & PARTNERS LIMITED",
            "Hale Partners",
            "The Hale & Partners",
            "Hale + Partners Co.",
            "Hale & Partners 🎓",
            "⚖\u{fe0f} Hale & Partners",
            "\u{3164}Hale & Partners",
            "Hale\u{2063} & Partners\u{115f}",
            "\u{2800}The Hale\u{e0061} & Partners GmbH",
        ] {
            assert!(resemble("Hale & Partners", other), "{other:?}");
        }
        // What has nothing else is told apart by it.
        assert!(!resemble("The Company", "The Limited"));
        assert!(!resemble("A & Co", "Hale & Co"));
    }

    #[test]
    fn the_last_letter_of_a_word_makes_no_difference_in_a_name_of_ten_letters() {
        for other in ["Hale & Partner", "Hales & Partners", "Hales & Partner Ltd"] {
            assert!(resemble("Hale & Partners", other), "{other}");
        }
        assert!(resemble("Coles Legal", "Cole Legals"));
        for (one, other) in [("Hale Law", "Hales Law"), ("Hale & Partners", "Halest & Partners")] {
            assert!(!resemble(one, other), "{one}, {other}");
        }
    }

    #[test]
    fn one_letter_of_a_long_name_and_two_of_a_very_long_one_make_no_difference() {
        let school = "Northgate Law School";
        for other in ["Northgate Law Scool", "Nortgate Law School", "Northgate Law Shcool", "Northgate Law Schools"] {
            assert!(resemble(school, other), "{other}");
        }
        for other in ["Northgate Law Scol", "Southgate Law School", "Northgate Law"] {
            assert!(!resemble(school, other), "{other}");
        }
        assert!(resemble("Northgate School of Advocacy", "Nortgate School of Advocasy Ltd"));
        assert!(!resemble("Legal Practice Centre 12", "Legal Practice Centre 13"), "they have other figures");
    }
}
