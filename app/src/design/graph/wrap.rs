//! Breaking a title into lines, with widths guessed on the wide side because the reader's font is not known here.

/// The width of a character as a share of the font size.
fn share(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | '(' | ')' | ' ' => 0.4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 1.02,
        'A'..='Z' | '&' => 0.77,
        _ => 0.67,
    }
}

/// The width of `text` in pixels at this font size.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(share).sum::<f64>() * size
}

/// `text` in lines no wider than `room` pixels. A word that is wider than a line is cut.
pub fn lines(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            out.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            if width(&line, size) + share(c) * size > room && !line.is_empty() {
                out.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() || out.is_empty() {
        out.push(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_room() {
        for text in [
            "Legal Systems",
            "Professional and Legal Skills: succeeding in the legal environment",
            "Donaudampfschifffahrtsgesellschaft",
            "",
        ] {
            for line in lines(text, 13.0, 120.0) {
                assert!(width(&line, 13.0) <= 120.0, "{line}");
            }
        }
    }

    #[test]
    fn no_word_is_lost() {
        let text = "Wills, Probate & Private Client";
        assert_eq!(lines(text, 13.0, 120.0).join(" "), text);
    }
}
