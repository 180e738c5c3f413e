//! Colours, and whether text in one can be read on another (WCAG 2.2, success criterion 1.4.3).

use std::fmt;

/// A colour: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

/// What a page is drawn on, in light and in dark.
pub type Ground = (&'static str, [Colour; 2]);

/// The grounds of the style sheet, on which links, and on which the first also is the text of a button in the accent.
pub const GROUNDS: [Ground; 4] = [
    ("card", [Colour([0xff, 0xff, 0xff]), Colour([0x18, 0x21, 0x31])]),
    ("page", [Colour([0xf6, 0xf7, 0xfb]), Colour([0x0f, 0x14, 0x1e])]),
    ("sunk", [Colour([0xec, 0xef, 0xf6]), Colour([0x13, 0x1a, 0x27])]),
    ("open-bg", [Colour([0xe4, 0xed, 0xfc]), Colour([0x1b, 0x2d, 0x50])]),
];

/// The least contrast of text.
pub(super) const LEAST: f64 = 4.5;

impl Colour {
    /// Reads `#1b4d9f`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = [0; 3];
        hex::decode_to_slice(text.strip_prefix('#')?, &mut parts).ok()?;
        Some(Self(parts))
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", hex::encode(self.0))
    }
}

/// The contrast of two colours, from 1 to 21.
pub fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// A body's colour for light and for dark pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    /// On light grounds.
    pub light: Colour,
    /// On dark grounds.
    pub dark: Colour,
}
