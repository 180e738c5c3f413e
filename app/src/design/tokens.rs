//! Contrast of the colours, computed from the style sheet as WCAG 2.2 defines it.

use domain::bodies::{Colour, contrast};
use std::collections::BTreeMap;

const SHEET: &str = include_str!("../../style/00-tokens.css");

/// Every colour with its light and its dark value.
fn colours() -> BTreeMap<&'static str, [Colour; 2]> {
    SHEET
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
            let (light, dark) = value.strip_suffix(");")?.split_once(", ")?;
            Some((name, [Colour::parse(light)?, Colour::parse(dark)?]))
        })
        .collect()
}

const TONES: [&str; 9] = ["met", "exempt", "now", "open", "later", "late", "held", "wait", "unpublished"];
const GROUNDS: [&str; 3] = ["page", "card", "sunk"];

/// Every pair of text and what it stands on.
fn text_pairs() -> Vec<(String, String)> {
    let words = ["ink", "soft", "link", "link-deep"].into_iter().chain(TONES);
    let mut pairs: Vec<(String, String)> =
        words.flat_map(|word| GROUNDS.map(|ground| (word.to_owned(), ground.to_owned()))).collect();
    for tone in TONES {
        let ground = format!("{tone}-bg");
        pairs.extend([tone, "ink", "soft"].map(|word| (word.to_owned(), ground.clone())));
        // The solid nodes of the map.
        pairs.push(("card".to_owned(), tone.to_owned()));
    }
    pairs.push(("card".to_owned(), "link".to_owned()));
    pairs.push(("link".to_owned(), "open-bg".to_owned()));
    pairs
}

fn failures(pairs: Vec<(String, String)>, least: f64) -> Vec<String> {
    let colours = colours();
    pairs
        .into_iter()
        .flat_map(|(front, ground)| {
            let (a, b) = (colours[front.as_str()], colours[ground.as_str()]);
            [("light", contrast(a[0], b[0])), ("dark", contrast(a[1], b[1]))]
                .map(|(scheme, ratio)| (ratio < least).then(|| format!("{front} on {ground}, {scheme}: {ratio:.2}")))
        })
        .flatten()
        .collect()
}

#[test]
fn text_has_a_contrast_of_four_and_a_half() {
    assert_eq!(failures(text_pairs(), 4.5), Vec::<String>::new());
}

#[test]
fn edges_of_fields_and_lines_have_a_contrast_of_three() {
    let pairs = GROUNDS.map(|ground| ("edge".to_owned(), ground.to_owned())).to_vec();
    assert_eq!(failures(pairs, 3.0), Vec::<String>::new());
}

#[test]
fn every_colour_of_the_sheet_is_read() {
    assert_eq!(colours().len(), 9 + 2 * TONES.len());
}

/// A body's colour is checked against them, with no style sheet at hand.
#[test]
fn the_grounds_of_the_rules_are_those_of_the_sheet() {
    for (ground, shades) in domain::bodies::GROUNDS {
        assert_eq!(colours()[ground], shades, "{ground}");
    }
}
