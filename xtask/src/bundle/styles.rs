//! One style sheet out of `app/style/*.css`, in the order of their names, without comments and idle space.

use super::files::read;
use crate::failure::{Explain, Outcome, refused};
use crate::place;

pub fn bundle() -> Outcome<String> {
    let folder = place::root().join("app").join("style");
    let about = format!("can't read {}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).or_say(&about)? {
        let file = entry.or_say(&about)?.path();
        if file.extension().is_some_and(|extension| extension == "css") {
            files.push(file);
        }
    }
    files.sort();
    let mut sheet = String::new();
    for file in files {
        let Ok(text) = String::from_utf8(read(&file)?) else {
            return refused(format!("{} isn't UTF-8; save it as UTF-8", file.display()));
        };
        sheet.push_str(&shrink(&text));
        sheet.push('\n');
    }
    Ok(sheet)
}

/// Takes out what means nothing: comments, runs of space, space beside `{` `}` `;` `,`, and the last `;` of a block.
/// Strings stay as they are, and so does any other space: beside `:` or `+` it can carry meaning.
fn shrink(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut gap = false;
    while let Some(letter) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            gap = true;
        } else if letter.is_whitespace() {
            rest = &rest[letter.len_utf8()..];
            gap = true;
        } else {
            let length = token(rest);
            push(&mut out, &rest[..length], gap);
            rest = &rest[length..];
            gap = false;
        }
    }
    out
}

fn push(out: &mut String, token: &str, gap: bool) {
    const STANDS_ALONE: [char; 4] = ['{', '}', ';', ','];
    if token == "}" && out.ends_with(';') {
        out.pop();
    }
    if gap && !out.is_empty() && !out.ends_with(STANDS_ALONE) && !token.starts_with(STANDS_ALONE) {
        out.push(' ');
    }
    out.push_str(token);
}

/// The length of what stands at the beginning: a whole string, an address in `url(…)`, an escape, or one letter.
fn token(text: &str) -> usize {
    let mut letters = text.char_indices();
    let Some((_, first)) = letters.next() else { return 0 };
    let end_at = |ends: char| {
        let mut escaped = false;
        for (at, letter) in text.char_indices().skip(1) {
            if letter == ends && !escaped {
                return at + letter.len_utf8();
            }
            escaped = letter == '\\' && !escaped;
        }
        text.len()
    };
    if first == '"' || first == '\'' {
        return end_at(first);
    }
    // A quoted address is a string like any other.
    if text
        .strip_prefix("url(")
        .is_some_and(|address| !address.starts_with(['"', '\'']))
    {
        return end_at(')');
    }
    if first == '\\' {
        return letters.next().map_or(1, |(at, letter)| at + letter.len_utf8());
    }
    first.len_utf8()
}

#[cfg(test)]
mod tests {
    use super::shrink;

    #[test]
    fn what_means_nothing_goes() {
        let css = "/* tokens */\n:root {\n  --ink: #123;\n  --gap : 1rem ;\n}\n\na , b > c { color : red; }\n";
        assert_eq!(shrink(css), ":root{--ink: #123;--gap : 1rem}a,b > c{color : red}");
    }

    #[test]
    fn what_means_something_stays() {
        for css in [
            "a :hover{width:calc(1px + 2px)}",
            "a{content:\"a  /* no comment */ ; }\"}",
            "a{content:'it\\'s  ;  }'}",
            "a{background:url(data:image/svg+xml;,x  /*y*/)}",
            "@media (min-width: 40em) and (prefers-color-scheme: dark){a{b:c}}",
            ".sm\\:a{b:c}",
            "a{font:1rem/1.5 \"Ä  Ö\"}",
        ] {
            assert_eq!(shrink(css), css);
        }
    }

    #[test]
    fn a_comment_parts_what_it_stood_between() {
        assert_eq!(shrink("a/* x */b{c:d}"), "a b{c:d}");
        assert_eq!(shrink("a{b:c}/* never closed"), "a{b:c}");
    }
}
