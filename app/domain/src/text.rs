//! Text as it is compared.

/// Text without the difference of capitals, for every script: what a search compares. Letter by letter, so that a letter
/// is folded alike wherever it stands, and by way of the capital, so that "ß" is found by "SS".
#[must_use]
pub fn folded(text: &str) -> String {
    let upper = text.chars().flat_map(char::to_uppercase);
    upper.flat_map(char::to_lowercase).collect()
}
