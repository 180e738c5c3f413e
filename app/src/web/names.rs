//! Names of people and organisations by the rules of Unicode: how they are kept, searched and put in order.

use domain::text::shows_nothing;
use icu_casemap::CaseMapper;
use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use unicode_security::MixedScript;

/// A name as it is kept: composed (NFC), so that two who type it on different machines type the same name.
pub fn composed(name: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(name).into_owned()
}

/// A number by which people are named, as it is kept and compared: digits, capital letters, dashes and spaces of one kind and width,
/// without what is not seen. Two that look the same are the same, and so are two that are read out the same.
pub fn number(typed: &str) -> String {
    let one_dash = |letter: char| if DASHES.contains(&letter) { '-' } else { letter };
    plain(typed).chars().map(one_dash).collect::<String>().to_ascii_uppercase()
}

/// A figure or a word of a list as it was meant: letters and digits of one width (NFKC), without what is not seen.
pub fn plain(typed: &str) -> String {
    seen(&ComposingNormalizerBorrowed::new_nfkc().normalize(typed))
}

/// What programs put in the place of a hyphen: other hyphens, the dash of figures, the short dash and the minus.
const DASHES: [char; 5] = ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}'];

/// A text without the difference of capitals, of letters in one piece or in several, and of width ("Ａ" is "a"). It is
/// Unicode's compatibility caseless matching (The Unicode Standard, section 3.13, D146), composed. An accent is a difference
/// that stays: [`searchable`] goes further.
pub fn folded(name: &str) -> String {
    let plain = DecomposingNormalizerBorrowed::new_nfd().normalize(name);
    let once = without_case_and_width(&plain);
    without_case_and_width(&once)
}

/// Twice, because what is unfolded by the one can be a capital for the other: "㎒" is "MHz".
fn without_case_and_width(text: &str) -> String {
    let small = CaseMapper::new().fold_string(text);
    ComposingNormalizerBorrowed::new_nfkc().normalize(&small).into_owned()
}

/// The order of two names in a list: by collation (CLDR's root order, which suits a list of many languages), and the
/// order of code points between names that collation holds for the same.
pub fn in_order(one: &str, other: &str) -> Ordering {
    COLLATOR.compare(one, other).then_with(|| one.cmp(other))
}

/// Rows by name, [`in_order`]; of one name in the order in which they are.
pub fn by_name<T>(mut rows: Vec<T>, name: impl Fn(&T) -> &str) -> Vec<T> {
    rows.sort_by(|one, other| in_order(name(one), name(other)));
    rows
}

/// What some things are called where they stand together: by name, and beside a name that several have the first of these that
/// differs in all of them.
pub fn told_apart<T>(all: &[T], name: impl Fn(&T) -> &str, differs: &[&dyn Fn(&T) -> String]) -> Vec<String> {
    let called = |one: &T| {
        let own = look(name(one));
        let same: Vec<&T> = all.iter().filter(|other| look(name(other)) == own).collect();
        let tells = |differs: &&&dyn Fn(&T) -> String| {
            let said: BTreeSet<String> = same.iter().map(|one| differs(one)).collect();
            said.len() == same.len()
        };
        match differs.iter().find(tells).filter(|_| same.len() > 1) {
            Some(differs) => format!("{} ({})", name(one), differs(one)),
            None => name(one).to_owned(),
        }
    };
    all.iter().map(called).collect()
}

/// What two names share that look the same: letters of either case, and nothing that is not seen. The [`sort_key`] of a name begins
/// with it, and of no other name.
pub fn look(name: &str) -> String {
    // After what tells letters and accents apart stands a separator, and then what tells capitals apart.
    format!("{}01", key(&WITHOUT_CASE, name))
}

/// The first word of a name that has letters of several alphabets: nobody can tell which one is which.
pub fn mixed(name: &str) -> Option<&str> {
    name.split(|letter: char| !letter.is_alphanumeric()).find(|word| !word.is_single_script())
}

static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| collator(Strength::Tertiary));
static WITHOUT_CASE: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| collator(Strength::Secondary));

fn collator(strength: Strength) -> CollatorBorrowed<'static> {
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    Collator::try_new(Default::default(), options).expect("the root order is compiled in")
}

/// A name as a database can put it in the order of [`in_order`], byte by byte: the key of collation, hexadecimal. Of a long
/// name the first letters alone.
pub fn sort_key(name: &str) -> String {
    key(&COLLATOR, name)
}

fn key(collator: &CollatorBorrowed<'static>, name: &str) -> String {
    const LETTERS: usize = 40;
    let first: String = seen(name).chars().take(LETTERS).collect();
    let mut key = Vec::new();
    // Infallible: what it is written to is memory.
    let Ok(()) = collator.write_sort_key_to(&first, &mut key);
    hex::encode(key)
}

/// What is seen of a name: nothing that Unicode shows as nothing, and one space for what looks like several.
fn seen(name: &str) -> String {
    let blank = name.replace('\u{2800}', " ");
    let seen: String = blank.chars().filter(|letter| !shows_nothing(*letter)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters of what was typed that are searched: nobody types more to find something, and an address may be 60 kB long.
pub const MOST_LETTERS: usize = 200;

/// A text as it is searched: [`folded`], without the marks on its letters, and with letters that Unicode does not take apart
/// written as those who lack the key type them. Whoever types the marks finds the same.
pub fn searchable(text: &str) -> String {
    let plain = DecomposingNormalizerBorrowed::new_nfd().normalize(&folded(text)).into_owned();
    let marks = CanonicalCombiningClassMapBorrowed::new();
    let mut found = String::with_capacity(plain.len());
    for letter in plain.chars() {
        match OTHERWISE.iter().find(|(one, _)| *one == letter) {
            Some((_, typed)) => found.push_str(typed),
            // What makes another letter of one in the scripts of India and Japan is no accent.
            None if matches!(marks.get_u8(letter), 0 | 7..=9) => found.push(letter),
            None => {}
        }
    }
    without_case_and_width(&found)
}

/// Small letters of Latin alphabets that are one piece in Unicode, and what is typed for them. ß is "ss" by the rules of case.
const OTHERWISE: [(char, &str); 12] = [
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('ħ', "h"),
    ('ŧ', "t"),
    ('ı', "i"),
    ('ŋ', "n"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('þ', "th"),
    ('ə', "e"),
];

/// The words by which a name is found: as [`searchable`] has them, each once, in order. One with an apostrophe is found
/// without it ("obrien") and by what it parts ("o", "brien").
pub fn words(name: &str) -> Vec<String> {
    let folded = searchable(name);
    in_words(&[&folded.replace(APOSTROPHES, " "), &folded.replace(APOSTROPHES, "")])
}

/// The words that are looked for: an apostrophe makes no difference, typed or not.
pub fn sought(typed: &str) -> Vec<String> {
    in_words(&[&searchable(typed).replace(APOSTROPHES, "")])
}

/// What is typed and printed as an apostrophe; two of them are letters to Unicode.
const APOSTROPHES: [char; 6] = ['\'', '’', '‘', 'ʼ', 'ʻ', '`'];

/// The letters of a word that are kept and looked for: an index holds no word of any length.
const WORD_LETTERS: usize = 40;

fn in_words(texts: &[&str]) -> Vec<String> {
    let words = texts.iter().flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
    let words = words.filter(|word| !word.is_empty()).map(|word| word.chars().take(WORD_LETTERS).collect());
    words.collect::<BTreeSet<String>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{composed, folded, in_order, look, mixed, number, searchable, sort_key, sought, told_apart, words};

    #[test]
    fn beside_equal_names_and_only_there_stands_the_first_thing_that_differs_in_all() {
        let people = [
            ("Wei Zhang", "Hale", "a@x"),
            ("wei zhang", "Hale", "b@x"),
            ("Ada", "Hale", "c@x"),
            ("Jo", "1", "d@x"),
            ("Jo", "2", "e@x"),
        ];
        let called = told_apart(&people, |one| one.0, &[&|one| one.1.to_owned(), &|one| one.2.to_owned()]);
        assert_eq!(called, ["Wei Zhang (a@x)", "wei zhang (b@x)", "Ada", "Jo (1)", "Jo (2)"]);
        let same = told_apart(&[("Jo", "1"), ("Jo", "1")], |one| one.0, &[&|one| one.1.to_owned()]);
        assert_eq!(same, ["Jo", "Jo"]);
    }

    #[test]
    fn names_that_look_the_same_have_one_look_with_which_the_key_of_each_begins() {
        let same = [
            "Wei Zhang",
            "wei ZHANG",
            "Wei\u{200b} Zhang",
            "\u{2060}Wei Zhang\u{feff}",
            "We\u{ad}i Zhang",
            "Wei\u{3164} Zhang",
            "Wei \u{2800} Zhang",
            "Wei\u{a0}Zhang",
            "Ｗei Zhang",
        ];
        for name in same {
            assert_eq!(look(name), look(same[0]), "{name:?}");
            assert!(sort_key(name).starts_with(&look(same[0])), "{name:?}");
        }
        for other in ["Wei Zhangs", "Wei Zhan", "Weí Zhang", "Wei Zhāng", "WeiZhang", "Zhang Wei", ""] {
            assert_ne!(look(other), look(same[0]), "{other}");
            assert!(!sort_key(other).starts_with(&look(same[0])), "{other}");
        }
    }

    #[test]
    fn a_word_has_the_letters_of_one_alphabet() {
        for (name, word) in [
            ("Hаle & Partners", Some("Hаle")),
            ("Bank Αlpha", Some("Αlpha")),
            ("Яндекс Ltd", None),
            ("Банк-Invest 24", None),
            ("東京タワー法律事務所", None),
            ("3М", None),
            ("Žižek & Ørsted", None),
            ("김앤장", None),
            ("हिन्दी Legal", None),
            ("", None),
        ] {
            assert_eq!(mixed(name), word, "{name}");
        }
    }

    #[test]
    fn numbers_that_look_the_same_are_the_same() {
        for typed in [
            "AB-00123 4",
            "AB-00\u{200b}123 4\u{feff}",
            "ＡＢ-００１２３ 4",
            "AB-00123\u{a0}4",
            " AB-00123\u{2007}\u{3000} 4 ",
            "AB\u{2011}00123 4",
            "AB–00\u{ad}123\u{202f}4",
            "AB\u{2212}00123 \u{202e}4",
            "ab-00123 4",
        ] {
            assert_eq!(number(typed), "AB-00123 4", "{typed:?}");
        }
        for other in ["AB-0123 4", "АB-00123 4", "AB—00123 4"] {
            assert_ne!(number(other), "AB-00123 4", "{other}");
        }
    }

    #[test]
    fn a_long_word_is_found_whole() {
        let name = "Wolfeschlegelsteinhausenbergerdorffwelchevoraltern";
        assert_eq!(sought(name), words(name));
        assert_eq!(words(name)[0].chars().count(), 40);
    }

    #[test]
    fn a_name_is_the_same_however_it_was_typed() {
        let (one, other) = ("Zoe\u{308} A\u{30a}berg", "Zoë Åberg");
        assert_ne!(one, other);
        assert_eq!(composed(one), other);
        // The sign for Ångström is the letter.
        assert_eq!(composed("\u{212b}berg"), "Åberg");
    }

    #[test]
    fn capitals_pieces_and_width_make_no_difference_to_a_search() {
        for (one, other) in [
            ("ŁUKASZ ÉTIENNE", "łukasz étienne"),
            ("ДМИТРИЙ", "дмитрий"),
            ("Weiß", "WEISS"),
            ("Οδυσσεύς", "ΟΔΥΣΣΕΎΣ"),
            ("Zoe\u{308}", "ZOË"),
            ("Ｍｉｋａ", "mika"),
            ("ﬁnn", "FINN"),
            ("\u{3392}", "mhz"),
            ("김", "\u{1100}\u{1175}\u{11b7}"),
            ("\u{345}", "ι"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
            assert_eq!(folded(&folded(one)), folded(one));
        }
        assert_ne!(folded("Zoë"), folded("Zoe"));
    }

    #[test]
    fn names_are_put_in_the_order_of_the_alphabet() {
        let mut names = ["Zeno", "Łukasz", "mila", "Åsa", "Lukas", "Mila", "Asa", "Ngozi", "Дмитрий"];
        names.sort_by(|one, other| in_order(one, other));
        assert_eq!(names, ["Asa", "Åsa", "Lukas", "Łukasz", "mila", "Mila", "Ngozi", "Zeno", "Дмитрий"]);
        let sorted = names;
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, sorted);
    }

    #[test]
    fn a_name_is_found_by_whoever_lacks_its_letters_and_by_whoever_has_them() {
        for (name, typed) in [
            ("Zoë Müller-Sørensen", "zoe muller-sorensen"),
            ("Łukasz Đỗ", "lukasz do"),
            ("Weiß", "weiss"),
            ("ÆSIR Þór", "aesir thor"),
            ("İpek Işık", "ipek isik"),
            ("Ｍüller", "muller"),
            ("Álvarez Muñoz", "alvarez munoz"),
            ("Nguyễn Øystein", "nguyen oystein"),
        ] {
            assert_eq!(searchable(name), typed);
            assert_eq!(searchable(&searchable(name)), typed);
        }
        // Another letter, and no accent.
        assert_ne!(searchable("が"), searchable("か"));
        assert_eq!(searchable("김"), searchable("\u{1100}\u{1175}\u{11b7}"));
    }

    #[test]
    fn a_name_is_searched_by_its_words() {
        assert_eq!(words("Anne-Marie  O’Brien ANNE"), ["anne", "brien", "marie", "o", "obrien"]);
        for typed in ["OBrien", "O'Brien", "O’Brien", "O‘Brien", "OʼBrien", "o`brien"] {
            assert_eq!(sought(typed), ["obrien"], "{typed}");
            assert!(words(typed).contains(&String::from("obrien")), "{typed}");
        }
        assert_eq!(sought("O Brien"), ["brien", "o"]);
        assert_eq!(sought("% _"), [""; 0]);
        assert_eq!(words("…"), [""; 0]);
    }
}
