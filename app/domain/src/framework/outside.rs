//! What stands outside of texts and notes.

/// What opens a text or a note in a language.
pub(super) type Openers = &'static [&'static str];

pub(super) const TOML: Openers = &["\"\"\"", "'''", "\"", "'", "#"];
pub(super) const JSON: Openers = &["\""];

/// What a language is called.
pub(super) fn language(openers: Openers) -> &'static str {
    if openers == JSON { "JSON" } else { "TOML" }
}

/// Where such characters stand outside of texts and notes, from a place on which is outside of them itself.
pub(super) fn outside<'t>(
    text: &'t str,
    from: usize,
    openers: Openers,
    is: impl Fn(char) -> bool + 't,
) -> impl Iterator<Item = usize> + 't {
    let (mut at, mut closes) = (from, None);
    std::iter::from_fn(move || {
        while let Some(c) = text[at..].chars().next() {
            let (here, rest) = (at, &text[at..]);
            at += c.len_utf8();
            let mut is_outside = false;
            match closes {
                Some(close) if rest.starts_with(close) => {
                    at = here + close.len();
                    closes = None;
                    is_outside = c == '\n';
                }
                Some(close) if close.starts_with('"') && c == '\\' => {
                    let next = text[at..].chars().next().filter(|c| *c != '\n' || close.len() > 1);
                    at += next.map_or(0, char::len_utf8);
                }
                // Texts in one line end with it, and so do comments.
                Some("\"" | "'") if c == '\n' => {
                    closes = None;
                    is_outside = true;
                }
                Some(_) => {}
                None => {
                    if let Some(opens) = openers.iter().copied().find(|opens| rest.starts_with(opens)) {
                        at = here + opens.len();
                        closes = Some(if opens == "#" { "\n" } else { opens });
                    }
                    is_outside = true;
                }
            }
            if is_outside && is(c) {
                return Some(here);
            }
        }
        None
    })
}

/// Where such characters stand outside of the texts and notes of TOML.
pub(super) fn bare(text: &str, is: impl Fn(char) -> bool) -> Vec<usize> {
    outside(text, 0, TOML, is).collect()
}
