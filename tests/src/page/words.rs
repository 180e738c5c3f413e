//! The words of an element, as they are read.

use scraper::{ElementRef, Node};

/// Elements inside which words run on; every other one ends a word.
const INLINE: [&str; 9] = ["a", "abbr", "b", "code", "em", "i", "span", "strong", "time"];
/// Elements of which nothing is read.
const UNREAD: [&str; 2] = ["script", "style"];

/// The words, with single spaces.
pub(crate) fn words(element: ElementRef) -> String {
    let mut text = String::new();
    read(element, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read(element: ElementRef, text: &mut String) {
    let name = element.value().name();
    if UNREAD.contains(&name) {
        return;
    }
    let space = if INLINE.contains(&name) { "" } else { " " };
    text.push_str(space);
    for child in element.children() {
        if let Node::Text(words) = child.value() {
            text.push_str(words);
        } else if let Some(element) = ElementRef::wrap(child) {
            read(element, text);
        }
    }
    text.push_str(space);
}
