//! A page as someone without JavaScript has it: its words, its links and its forms.

mod form;
mod tokens;

pub use form::{Field, Form};
use tokens::{Token, tokens};

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    html: String,
    tokens: Vec<Token>,
}

/// Elements inside which words run on; every other one ends a word.
const INLINE: [&str; 9] = ["a", "abbr", "b", "code", "em", "i", "span", "strong", "time"];

impl Page {
    /// Reads a page.
    #[must_use]
    pub fn read(html: &str) -> Self {
        Self {
            html: html.to_owned(),
            tokens: tokens(html),
        }
    }

    /// As it was sent.
    #[must_use]
    pub fn html(&self) -> &str {
        &self.html
    }

    /// Every element with its attributes.
    pub fn elements(&self) -> impl Iterator<Item = (&str, &[(String, String)])> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Open(name, attributes) => Some((name.as_str(), attributes.as_slice())),
            _ => None,
        })
    }

    /// What can be read on it, with single spaces.
    #[must_use]
    pub fn text(&self) -> String {
        text_of(&self.tokens)
    }

    /// Whether these words stand on it.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The words of the first element of that name.
    #[must_use]
    pub fn text_in(&self, element: &str) -> String {
        let is_open = |token: &Token| matches!(token, Token::Open(name, _) if name == element);
        let Some(from) = self.tokens.iter().position(is_open) else {
            return String::new();
        };
        let is_close = |token: &Token| matches!(token, Token::Close(name) if name == element);
        let length = self.tokens[from..].iter().position(is_close);
        text_of(&self.tokens[from..from + length.unwrap_or(self.tokens.len() - from)])
    }

    /// The words of the element with that id, up to its end.
    #[must_use]
    pub fn text_of_id(&self, id: &str) -> String {
        let has_id = |token: &Token| matches!(token, Token::Open(_, attributes) if attributes.iter().any(|(name, value)| name == "id" && value == id));
        let Some(from) = self.tokens.iter().position(has_id) else {
            return String::new();
        };
        let Token::Open(element, _) = &self.tokens[from] else {
            return String::new();
        };
        let mut depth = 0;
        for (place, token) in self.tokens[from..].iter().enumerate() {
            match token {
                Token::Open(name, _) if name == element => depth += 1,
                Token::Close(name) if name == element => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return text_of(&self.tokens[from..from + place]);
            }
        }
        text_of(&self.tokens[from..])
    }

    /// The rows of all tables, as their words.
    #[must_use]
    pub fn rows(&self) -> Vec<String> {
        let mut rows = Vec::new();
        let mut row: Option<Vec<Token>> = None;
        for token in &self.tokens {
            match token {
                Token::Open(name, _) if name == "tr" => row = Some(Vec::new()),
                Token::Close(name) if name == "tr" => rows.extend(row.take().map(|row| text_of(&row))),
                token => {
                    if let Some(row) = &mut row {
                        row.push(token.clone());
                    }
                }
            }
        }
        rows
    }

    /// Where the first link leads whose words contain these.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    #[track_caller]
    pub fn link(&self, words: &str) -> String {
        let found = self.links().into_iter().find(|(text, _)| text.contains(words));
        let Some((_, to)) = found else {
            panic!("no link says “{words}” on: {}", self.text());
        };
        to
    }

    /// Whether a link says this.
    #[must_use]
    pub fn has_link(&self, words: &str) -> bool {
        self.links().iter().any(|(text, _)| text.contains(words))
    }

    /// Words and address of every link.
    #[must_use]
    pub fn links(&self) -> Vec<(String, String)> {
        let mut links = Vec::new();
        for (place, token) in self.tokens.iter().enumerate() {
            let Token::Open(name, attributes) = token else { continue };
            let Some((_, to)) = attributes.iter().find(|(name, _)| name == "href") else {
                continue;
            };
            if name == "a" {
                let rest = &self.tokens[place..];
                let end = rest
                    .iter()
                    .position(|token| matches!(token, Token::Close(name) if name == "a"));
                links.push((text_of(&rest[..end.unwrap_or(rest.len())]), to.clone()));
            }
        }
        links
    }

    /// The first form with a button whose words contain these, filled in as the page shows it.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    #[track_caller]
    pub fn form(&self, button: &str) -> Form {
        let Some(form) = self.find_form(button) else {
            panic!("no form has a button “{button}” on: {}", self.text());
        };
        form
    }

    /// [`Self::form`], or none.
    #[must_use]
    pub fn find_form(&self, button: &str) -> Option<Form> {
        let found = self.forms().into_iter().find(|form| form.has_button(button));
        found.map(|form| form.press(button))
    }

    /// Every form.
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        let mut forms = Vec::new();
        let mut from = None;
        for (place, token) in self.tokens.iter().enumerate() {
            match token {
                Token::Open(name, _) if name == "form" => from = Some(place),
                Token::Close(name) if name == "form" => {
                    forms.extend(from.take().map(|from| Form::read(&self.tokens[from..place])));
                }
                _ => {}
            }
        }
        forms
    }

    /// What the summary of errors at the top says.
    #[must_use]
    pub fn errors(&self) -> Vec<String> {
        let mut errors: Vec<String> = Vec::new();
        let mut inside = false;
        for (place, token) in self.tokens.iter().enumerate() {
            match token {
                Token::Open(_, attributes)
                    if attributes
                        .iter()
                        .any(|(name, value)| name == "id" && value == "error-summary") =>
                {
                    inside = true;
                }
                Token::Close(name) if name == "ul" => inside = false,
                Token::Open(name, _) if inside && name == "li" => {
                    let rest = &self.tokens[place..];
                    let end = rest
                        .iter()
                        .position(|token| matches!(token, Token::Close(name) if name == "li"));
                    errors.push(text_of(&rest[..end.unwrap_or(rest.len())]));
                }
                _ => {}
            }
        }
        errors
    }
}

pub(crate) fn text_of(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        match token {
            Token::Text(words) => text.push_str(words),
            Token::Open(name, _) | Token::Close(name) if !INLINE.contains(&name.as_str()) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn words_links_and_rows_are_read() {
        let page = Page::read(
            "<!DOCTYPE html><p>One<!---->&amp;<b>two</b></p><script>if (1 < 2) {}</script>\
             <table><tr><td>a</td><td><a href=\"/x?a=1&amp;b=2\">go<span> on</span></a></td></tr></table>",
        );
        assert_eq!(page.text(), "One&two a go on");
        assert_eq!(page.link("go"), "/x?a=1&b=2");
        assert_eq!(page.rows(), ["a go on"]);
    }

    #[test]
    fn a_form_is_sent_as_a_browser_would() {
        let page = Page::read(
            "<form method=\"post\" action=\"/a\"><input type=\"hidden\" name=\"h\" value=\"1\"><input name=\"t\" value=\"x\">\
             <textarea name=\"long\">a &lt; b</textarea><input type=\"radio\" name=\"r\" value=\"one\" checked><input type=\"radio\" name=\"r\" value=\"two\">\
             <input type=\"checkbox\" name=\"c\" value=\"yes\"><select name=\"s\"><option value=\"\">–</option><option value=\"k\" selected>K</option></select>\
             <button name=\"then\" value=\"go\">Go</button><button>Stay</button></form>",
        );
        let sent = |button: &str| page.form(button).sent();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = vec![
            pair("h", "1"),
            pair("t", "x"),
            pair("long", "a < b"),
            pair("r", "one"),
            pair("s", "k"),
        ];
        assert_eq!(sent("Stay"), fields);
        assert_eq!(sent("Go"), [fields, vec![pair("then", "go")]].concat());
        let filled = page.form("Stay").fill("r", "two").tick("c", "yes").sent();
        assert!(filled.contains(&pair("r", "two")) && filled.contains(&pair("c", "yes")));
        assert!(!filled.contains(&pair("r", "one")));
    }
}
