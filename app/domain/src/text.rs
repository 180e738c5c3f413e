//! Text as it is kept.

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

/// Text as it is kept: without space around it, and without what is not seen but changes how the rest is shown, which is
/// control characters and marks that turn the direction of writing. Line breaks and tabs stay; what other programs write where a
/// line or a page ends is a line break.
pub fn cleaned(text: &str) -> String {
    let lines = text.chars().map(|c| if ends_line_elsewhere(c) { '\n' } else { c });
    let kept: String = lines.filter(|c| !misleads(*c)).collect();
    kept.trim().to_owned()
}

/// [`cleaned`] text in one line, with single spaces: a name, a title.
pub fn one_line(text: &str) -> String {
    let words = text.split_whitespace().map(cleaned).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Whether nothing of a text can be seen: it is empty, or all of it is space and characters that Unicode shows as nothing.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || shows_nothing(c))
}

/// "1 organisation", "4 organisations".
pub(crate) fn organisations(number: u32) -> String {
    if number == 1 { String::from("1 organisation") } else { format!("{number} organisations") }
}

/// A number with its thousands apart: 2,300.
pub fn thousands(number: impl ToString) -> String {
    let mut digits = number.to_string();
    let first = usize::from(digits.starts_with('-'));
    let mut at = digits.len();
    while at > first + 3 {
        at -= 3;
        digits.insert(at, ',');
    }
    digits
}

/// Controls other than those of a text file, embeddings, overrides and isolates of direction (Unicode UAX #9), and what no
/// XML file may hold.
pub(crate) fn misleads(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a character ends a line or jumps along it.
pub(crate) fn breaks_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}')
}

/// What a text has that should stand in one line, where it does not: a tab, or more than one line.
pub(crate) fn breaks(text: &str) -> Option<&'static str> {
    let breaks = |c: &char| breaks_line(*c);
    let is_tab = |text: &str| text.chars().filter(breaks).all(|c| c == '\t');
    text.contains(breaks_line).then(|| if is_tab(text) { "a tab" } else { "more than one line" })
}

/// Vertical tab (the line break of Word), form feed, next line, and Unicode's own separators of lines and of paragraphs.
fn ends_line_elsewhere(c: char) -> bool {
    matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Unicode's `Default_Ignorable_Code_Point`, and the Braille pattern without a dot.
pub fn shows_nothing(c: char) -> bool {
    c == '\u{2800}' || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// The characters of a name that are not seen, each once: with one the name would be another that looks the same. Joiners and
/// choices of a shape are seen by what they do to letters of scripts that have them, and to pictures.
pub(crate) fn unseen(name: &str) -> Vec<char> {
    let mut found = Vec::new();
    for (c, is_seen) in letters(name) {
        if !is_seen && !found.contains(&c) {
            found.push(c);
        }
    }
    found
}

/// Characters that are not seen, as they are called: "the characters U+200B and U+00AD, which are not seen".
pub(crate) fn codes(characters: &[char]) -> String {
    let codes: Vec<String> = characters.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    match characters {
        [] => String::new(),
        [one] if misleads(*one) => format!("the character {}, which is not shown and changes what is", list(&codes)),
        [_] => format!("the character {}, which is not seen", list(&codes)),
        _ => format!("the characters {}, which are not seen", list(&codes)),
    }
}

/// A name without what is not seen of it.
pub(crate) fn without_unseen(name: &str) -> String {
    letters(name).filter(|(_, is_seen)| *is_seen).map(|(c, _)| c).collect()
}

/// Each character of a name, and whether it is seen.
fn letters(name: &str) -> impl Iterator<Item = (char, bool)> {
    let mut before = None;
    let next = name.chars().skip(1).map(Some).chain([None]);
    name.chars().zip(next).map(move |(c, next)| {
        let is_seen = !misleads(c) && (!shows_nothing(c) || shapes(before, c, next));
        before = if is_seen { Some(c) } else { before };
        (c, is_seen)
    })
}

/// Whether a character that shows nothing joins or parts what stands around it, or chooses the shape of what is before it.
fn shapes(before: Option<char>, c: char, next: Option<char>) -> bool {
    let is_joiner = |c: char| matches!(c, '\u{200c}' | '\u{200d}');
    let chooses =
        |c: char| matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}');
    // Latin, Greek and Cyrillic letters and what stands between words have no other shape.
    let has_shapes = |c: char| c >= '\u{590}' && !matches!(c, '\u{1e00}'..='\u{218f}') && !c.is_whitespace();
    match (before, next) {
        (Some(before), Some(next)) if is_joiner(c) => {
            has_shapes(before)
                && (chooses(before) || !shows_nothing(before))
                && has_shapes(next)
                && !shows_nothing(next)
        }
        (Some(before), _) => chooses(c) && has_shapes(before) && (chooses(before) || !shows_nothing(before)),
        (None, _) => false,
    }
}

/// A text of which nobody knows who wrote it, for a line on a terminal: what is not seen, moves the cursor or turns the direction
/// stands as its number, and so does the end of a line.
pub fn on_one_line(text: &str) -> String {
    let is_plain =
        |letter: char| !letter.is_control() && !misleads(letter) && !breaks_line(letter) && !shows_nothing(letter);
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_plain(letter) { shown.push(letter) } else { shown.extend(letter.escape_unicode()) }
    }
    shown
}

/// "a, b or c".
pub(crate) fn either(words: &[String]) -> String {
    let [before @ .., last] = words else { return String::new() };
    if before.is_empty() { last.clone() } else { format!("{} or {last}", before.join(", ")) }
}

/// "a, b and c"; nothing where there are none.
pub fn list(words: &[String]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{cleaned, is_blank, list, one_line, thousands, unseen, without_unseen};

    #[test]
    fn what_is_not_seen_is_no_text_and_turns_nothing_around() {
        assert_eq!(cleaned("  one\n\ttwo \u{7}\u{202e}three\u{2069} "), "one\n\ttwo three");
        for elsewhere in ['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'] {
            assert_eq!(cleaned(&format!("one{elsewhere}two")), "one\ntwo", "{elsewhere:?}");
            assert_eq!(one_line(&format!("one{elsewhere}two")), "one two", "{elsewhere:?}");
        }
        assert_eq!(one_line(" Ann\r\n\u{202e}Smith \u{1b}[31m "), "Ann Smith [31m");
        // What scripts need to be written stays.
        assert_eq!(cleaned("نمی\u{200c}خواهم 👩\u{200d}⚖\u{fe0f}"), "نمی\u{200c}خواهم 👩\u{200d}⚖\u{fe0f}");
        for nothing in ["", " \n", "\u{200b}", "\u{2060} \u{feff}", "\u{3164}\u{2800}"] {
            assert!(is_blank(nothing), "{nothing:?}");
        }
        assert!(!is_blank("\u{200b}a") && !is_blank("—"));
    }

    #[test]
    fn a_name_has_no_character_that_is_not_seen_but_those_that_shape_its_letters() {
        for c in
            ['\u{200b}', '\u{ad}', '\u{200e}', '\u{2060}', '\u{feff}', '\u{202e}', '\u{2800}', '\u{200d}', '\u{fe0f}']
        {
            for name in [format!("Fi{c}rm"), format!("Firm{c}"), format!("{c}Firm"), format!("Firm{c}{c} of {c}")] {
                assert_eq!((unseen(&name), without_unseen(&name).contains(c)), (vec![c], false), "{name:?}");
            }
        }
        for name in ["نمی\u{200c}خواهم", "👩\u{200d}⚖\u{fe0f}", "क्\u{200d}ष", "Société Générale", "❤\u{fe0f}\u{200d}🔥"]
        {
            assert_eq!((unseen(name), without_unseen(name).as_str()), (Vec::new(), name));
        }
        assert_eq!(unseen("نمی\u{200c}"), ['\u{200c}']);
        assert_eq!(unseen("\u{200b}a\u{7}b\u{200b}"), ['\u{200b}', '\u{7}']);
    }

    #[test]
    fn a_list_has_an_and_before_its_last() {
        let words = ["a", "b", "c"].map(String::from);
        assert_eq!([0, 1, 2, 3].map(|n| list(&words[..n])), ["", "a", "a and b", "a, b and c"]);
    }

    #[test]
    fn thousands_stand_apart() {
        let told = [0, 999, 1_000, 123_456, 10_000_000, -999, -1_000].map(thousands);
        assert_eq!(told, ["0", "999", "1,000", "123,456", "10,000,000", "-999", "-1,000"]);
    }
}
