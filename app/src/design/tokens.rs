//! Contrast of the colours, computed from the style sheet as WCAG 2.2 defines it.

use std::collections::BTreeMap;

const SHEET: &str = include_str!("../../style/00-tokens.css");

/// Every colour with its light and its dark value.
fn colours() -> BTreeMap<&'static str, [[u8; 3]; 2]> {
    SHEET
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
            let (light, dark) = value.strip_suffix(");")?.split_once(", ")?;
            Some((name, [hex(light)?, hex(dark)?]))
        })
        .collect()
}

fn hex(colour: &str) -> Option<[u8; 3]> {
    let value = u32::from_str_radix(colour.strip_prefix('#').filter(|digits| digits.len() == 6)?, 16).ok()?;
    let [_, red, green, blue] = value.to_be_bytes();
    Some([red, green, blue])
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

const TONES: [&str; 9] = [
    "met",
    "exempt",
    "now",
    "open",
    "later",
    "late",
    "held",
    "wait",
    "unpublished",
];
const GROUNDS: [&str; 3] = ["page", "card", "sunk"];

/// Every pair of text and what it stands on.
fn text_pairs() -> Vec<(String, String)> {
    let words = ["ink", "soft", "link", "link-deep"].into_iter().chain(TONES);
    let mut pairs: Vec<(String, String)> = words
        .flat_map(|word| GROUNDS.map(|ground| (word.to_owned(), ground.to_owned())))
        .collect();
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
fn contrast_is_reckoned_as_the_standard_says() {
    assert!((contrast([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 0.01);
    assert!((contrast([0x77, 0x77, 0x77], [255, 255, 255]) - 4.48).abs() < 0.01);
    assert_eq!(colours().len(), 9 + 2 * TONES.len());
}
