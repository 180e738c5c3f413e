//! Text of scripts that are read from right to left, such as a name, kept from turning round what stands beside it: "by שרה כהן, 28
//! November" would be shown with the 28 on the far side of the name (Unicode Standard Annex 9, "Isolates").
//!
//! It is done with the whole page once it is drawn: names stand in sentences everywhere, and no sentence can forget it.

use std::borrow::Cow;

/// Elements whose content is no text of the page.
const NO_TEXT: [&str; 3] = ["script", "style", "textarea"];

/// Elements in which no element may stand.
const ONLY_TEXT: [&str; 3] = ["title", "option", "svg"];

/// The page, with all that is read from right to left isolated: in `<bdi>`, and where no element may stand between the signs that
/// mean the same.
pub fn isolated(html: &str) -> Cow<'_, str> {
    if !html.chars().any(is_from_the_right) {
        return Cow::Borrowed(html);
    }
    let mut page = String::with_capacity(html.len() + 1024);
    let (mut rest, mut only_text) = (html, None);
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        isolate(text, only_text.is_some(), &mut page);
        let (tag, after) = tag.split_at(end_of_tag(tag));
        page.push_str(tag);
        rest = after;
        let (name, closes) = name_of(tag);
        if closes && only_text == Some(name) {
            only_text = None;
        }
        if !closes && NO_TEXT.contains(&name) {
            let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            page.push_str(&rest[..end]);
            rest = &rest[end..];
        }
        if !closes && only_text.is_none() {
            only_text = ONLY_TEXT.into_iter().find(|one| *one == name);
        }
    }
    isolate(rest, false, &mut page);
    Cow::Owned(page)
}

/// Where a tag or a comment ends that a text begins with: a sign in quotation marks ends none.
fn end_of_tag(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |end| end + 3);
    }
    let mut quoted = None;
    for (at, sign) in text.char_indices() {
        match (quoted, sign) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quoted = Some(sign),
            (Some(quote), sign) if quote == sign => quoted = None,
            _ => {}
        }
    }
    text.len()
}

/// The name of a tag's element, and whether the tag closes it.
fn name_of(tag: &str) -> (&str, bool) {
    let tag = tag.trim_start_matches('<');
    let name = tag.trim_start_matches('/');
    let end = name.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(name.len());
    (&name[..end], tag.starts_with('/'))
}

/// Adds a text, with each run of words that are read from right to left isolated.
fn isolate(text: &str, only_text: bool, page: &mut String) {
    let (open, close) = if only_text { ("\u{2068}", "\u{2069}") } else { ("<bdi>", "</bdi>") };
    let mut rest = text;
    while let Some(start) = rest.find(is_from_the_right) {
        let mut end = start;
        for (at, sign) in rest[start..].char_indices() {
            if is_from_the_right(sign) {
                end = start + at + sign.len_utf8();
            } else if !joins(sign) {
                break;
            }
        }
        page.extend([&rest[..start], open, &rest[start..end], close]);
        rest = &rest[end..];
    }
    page.push_str(rest);
}

/// Whether a sign is a letter of a script that is read from right to left, or belongs to one (the blocks of Hebrew, Arabic and their
/// neighbours in the Unicode Character Database, `DerivedBidiClass.txt`).
fn is_from_the_right(sign: char) -> bool {
    matches!(sign, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Whether a sign stands between the words of one name.
fn joins(sign: char) -> bool {
    matches!(sign, ' ' | '\u{a0}' | '\'' | '’' | '-' | '‑' | '.' | '\u{200c}'..='\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::isolated;

    #[test]
    fn a_name_is_isolated_and_nothing_else() {
        for (html, wanted) in [
            ("<p>by שרה כהן, 28 November</p>", "<p>by <bdi>שרה כהן</bdi>, 28 November</p>"),
            ("<p>by Ruth Hale, 28 November</p>", "<p>by Ruth Hale, 28 November</p>"),
            ("<td>שרה כהן and محمد علي.</td>", "<td><bdi>שרה כהן</bdi> and <bdi>محمد علي</bdi>.</td>"),
            ("<b>שרה בן-דוד, דוד לוי</b>", "<b><bdi>שרה בן-דוד</bdi>, <bdi>דוד לוי</bdi></b>"),
            ("שרה", "<bdi>שרה</bdi>"),
            ("<a aria-label=\"a > שרה\" href='/x'>שרה</a>", "<a aria-label=\"a > שרה\" href='/x'><bdi>שרה</bdi></a>"),
            ("<!-- שרה --><i>x</i>", "<!-- שרה --><i>x</i>"),
            ("<textarea>שרה</textarea>שרה", "<textarea>שרה</textarea><bdi>שרה</bdi>"),
            ("<title>שרה, 1</title><p>שרה</p>", "<title>\u{2068}שרה\u{2069}, 1</title><p><bdi>שרה</bdi></p>"),
            (
                "<svg><g><text>שרה</text></g></svg>שרה",
                "<svg><g><text>\u{2068}שרה\u{2069}</text></g></svg><bdi>שרה</bdi>",
            ),
            ("<p title=\"שרה", "<p title=\"שרה"),
        ] {
            assert_eq!(isolated(html), wanted);
        }
    }
}
