//! Names of people and organisations by the rules of Unicode: how they are kept, searched and put in order.

use icu_casemap::CaseMapper;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use std::cmp::Ordering;
use std::sync::LazyLock;

/// A name as it is kept: composed (NFC), so that two who type it on different machines type the same name.
#[must_use]
pub fn composed(name: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(name).into_owned()
}

/// A name as it is searched, and as the columns `…_folded` hold it: without the difference of capitals, of letters in
/// one piece or in several, and of width ("Ａ" is "a"). It is Unicode's compatibility caseless matching (The Unicode
/// Standard, section 3.13, D146), composed. An accent is a difference that stays.
///
/// `ORDER BY` such a column puts names in the order of code points: the same on both databases and good enough to go on
/// from one page to the next, but "Å" and "Ł" come after "Z". What is to be read as a sorted list is put [`in_order`].
#[must_use]
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
#[must_use]
pub fn in_order(one: &str, other: &str) -> Ordering {
    static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
        Collator::try_new(Default::default(), CollatorOptions::default()).expect("the root order is compiled in")
    });
    COLLATOR.compare(one, other).then_with(|| one.cmp(other))
}

#[cfg(test)]
mod tests {
    use super::{composed, folded, in_order};

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
        let mut names = [
            "Zeno",
            "Łukasz",
            "mila",
            "Åsa",
            "Lukas",
            "Mila",
            "Asa",
            "Ngozi",
            "Дмитрий",
        ];
        names.sort_by(|one, other| in_order(one, other));
        assert_eq!(
            names,
            [
                "Asa",
                "Åsa",
                "Lukas",
                "Łukasz",
                "mila",
                "Mila",
                "Ngozi",
                "Zeno",
                "Дмитрий"
            ]
        );
    }
}
