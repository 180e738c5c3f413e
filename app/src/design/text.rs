//! Words as props: what may be left out, and what must be escaped by hand.

use leptos::prelude::*;

/// Words that may be missing. A prop of this type takes `"text"`, a `String` or an `Option` of either;
/// the empty string counts as missing, because that is what an empty form field gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(pub Option<String>);

impl Words {
    /// The words, or what to say when there are none.
    pub fn or(self, other: &str) -> String {
        self.0.unwrap_or_else(|| other.to_owned())
    }
}

impl From<&str> for Words {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl From<String> for Words {
    fn from(words: String) -> Self {
        Self(Some(words).filter(|words| !words.is_empty()))
    }
}

impl From<Option<String>> for Words {
    fn from(words: Option<String>) -> Self {
        words.map(Self::from).unwrap_or_default()
    }
}

impl From<Option<&str>> for Words {
    fn from(words: Option<&str>) -> Self {
        words.map(Self::from).unwrap_or_default()
    }
}

/// A piece of a page that may be missing. A prop of this type takes a view, an `Option` of one, or words.
#[derive(Default)]
pub struct Piece(pub Option<AnyView>);

impl From<AnyView> for Piece {
    fn from(view: AnyView) -> Self {
        Self(Some(view))
    }
}

impl From<Option<AnyView>> for Piece {
    fn from(view: Option<AnyView>) -> Self {
        Self(view)
    }
}

impl From<&str> for Piece {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl From<String> for Piece {
    fn from(words: String) -> Self {
        Self((!words.is_empty()).then(|| words.into_any()))
    }
}

/// Escapes text where the renderer does not: inside `<textarea>`, and in the page of an error, which is written by hand.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A word as a class name or part of an id: lower case letters, digits and single hyphens.
pub fn slug(text: &str) -> String {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
        .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_words_are_missing_words() {
        assert_eq!(Words::from(""), Words(None));
        assert_eq!(Words::from(Some("a")), Words(Some("a".to_owned())));
        assert_eq!(Words::from(None::<String>).or("b"), "b");
    }

    #[test]
    fn escaped_text_cannot_close_its_element() {
        assert_eq!(escaped("</textarea>&"), "&lt;/textarea&gt;&amp;");
    }

    #[test]
    fn a_slug_is_safe_in_a_class_and_an_id() {
        assert_eq!(slug("Step-off point (1)"), "step-off-point-1");
    }
}
