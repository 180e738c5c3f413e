//! How files and their rows are called.

use crate::features::results::store::Settlement;
use crate::web::words;
use domain::imports::{Encoding, Verdict};

/// How a text was read, where somebody may see that it was read wrongly.
pub(super) fn encoded_as(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 | Encoding::Utf16 => "",
        Encoding::Windows1252 => {
            " It does not say how its letters are written, and was read as Windows writes them: look at the accents."
        }
    }
}

/// What became of a row.
pub(super) fn verdict(verdict: Verdict, written: bool) -> &'static str {
    match verdict {
        Verdict::Ready if written => "Recorded",
        Verdict::Ready => "Can be recorded",
        Verdict::Ask => "To be decided",
        Verdict::Wrong if written => "Could not be recorded",
        Verdict::Wrong => "Can’t be recorded",
        Verdict::Known => "Known already",
        Verdict::Nothing => "No result",
        Verdict::LeftOut => "Left out by an answer",
    }
}

/// Who ended it, and when.
pub(super) fn settled(by: &Settlement) -> String {
    format!("by {}, {}", by.by, words::date(by.on))
}
