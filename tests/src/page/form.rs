//! A form, filled in and sent as a browser would.

use super::text_of;
use super::tokens::Token;

/// A form as it stands.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// Whether with POST; else with GET.
    pub is_post: bool,
    /// Every field, in the order of the page.
    pub fields: Vec<Field>,
    buttons: Vec<(String, Option<(String, String)>)>,
    pressed: Option<(String, String)>,
}

/// A field of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name under which it is sent.
    pub name: String,
    /// What would be sent.
    pub value: String,
    /// The kind of input, or `select` or `textarea`.
    pub kind: String,
    /// Whether it would be sent: a radio or a checkbox only when it is chosen.
    pub is_sent: bool,
    /// What can be chosen, in a select.
    pub options: Vec<String>,
}

impl Form {
    pub(crate) fn read(tokens: &[Token]) -> Self {
        let mut form = Self {
            action: String::new(),
            is_post: false,
            fields: Vec::new(),
            buttons: Vec::new(),
            pressed: None,
        };
        for (place, token) in tokens.iter().enumerate() {
            let Token::Open(name, attributes) = token else { continue };
            let get = |wanted: &str| {
                attributes
                    .iter()
                    .find(|(name, _)| name == wanted)
                    .map(|(_, value)| value.clone())
            };
            match name.as_str() {
                "form" => {
                    form.action = get("action").unwrap_or_default();
                    form.is_post = get("method").is_some_and(|method| method.eq_ignore_ascii_case("post"));
                }
                "button" => {
                    let named = get("name").map(|name| (name, get("value").unwrap_or_default()));
                    form.buttons.push((words_within(&tokens[place..], "button"), named));
                }
                "input" => form.fields.extend(get("name").map(|name| input(name, &get))),
                "textarea" => form.fields.extend(get("name").map(|name| Field {
                    name,
                    value: raw_within(&tokens[place..], "textarea"),
                    kind: String::from("textarea"),
                    is_sent: true,
                    options: Vec::new(),
                })),
                "select" => form
                    .fields
                    .extend(get("name").map(|name| select(name, &tokens[place..]))),
                _ => {}
            }
        }
        form
    }

    pub(crate) fn has_button(&self, words: &str) -> bool {
        self.buttons.iter().any(|(text, _)| text.contains(words))
    }

    /// Presses this button to send it, which may send a value of its own.
    #[must_use]
    pub fn press(mut self, words: &str) -> Self {
        let found = self.buttons.iter().find(|(text, _)| text.contains(words));
        self.pressed = found.and_then(|(_, named)| named.clone());
        self
    }

    /// Types into a field, chooses an entry or a radio.
    ///
    /// # Panics
    /// When the form has no such field, or nothing like that to choose.
    #[must_use]
    #[track_caller]
    pub fn fill(mut self, name: &str, value: &str) -> Self {
        let names: Vec<String> = self.fields.iter().map(|field| field.name.clone()).collect();
        let mut of_name = self.fields.iter_mut().filter(|field| field.name == name).peekable();
        assert!(of_name.peek().is_some(), "the form has no field {name}, only {names:?}");
        if of_name.peek().is_some_and(|field| field.kind == "radio") {
            let mut found = false;
            for field in of_name {
                field.is_sent = field.value == value;
                found |= field.is_sent;
            }
            assert!(found, "“{value}” can't be chosen for {name}");
        } else if let Some(field) = of_name.next() {
            let can_be_chosen = field.kind != "select" || field.options.iter().any(|option| option == value);
            assert!(
                can_be_chosen,
                "“{value}” can't be chosen for {name}: {:?}",
                field.options
            );
            assert_ne!(field.kind, "hidden", "{name} is hidden: nobody fills it in");
            value.clone_into(&mut field.value);
        }
        self
    }

    /// Ticks a checkbox.
    ///
    /// # Panics
    /// When the form has none of that name and value.
    #[must_use]
    #[track_caller]
    pub fn tick(mut self, name: &str, value: &str) -> Self {
        let found = self
            .fields
            .iter_mut()
            .find(|field| field.name == name && field.value == value);
        let Some(field) = found.filter(|field| field.kind == "checkbox") else {
            panic!("the form has no checkbox {name} with {value}");
        };
        field.is_sent = true;
        self
    }

    /// What a field holds; the chosen one of several radios.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        let of_name = self.fields.iter().filter(|field| field.name == name);
        of_name
            .filter(|field| field.is_sent)
            .map(|field| field.value.clone())
            .next()
    }

    /// The field whose name contains this.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    #[track_caller]
    pub fn named(&self, part: &str) -> String {
        let found = self.fields.iter().find(|field| field.name.contains(part));
        let Some(field) = found else {
            panic!("the form has no field with {part} in its name");
        };
        field.name.clone()
    }

    /// Names and values, as they are sent.
    #[must_use]
    pub fn sent(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().filter(|field| field.is_sent);
        let mut pairs: Vec<(String, String)> = fields.map(|field| (field.name.clone(), field.value.clone())).collect();
        pairs.extend(self.pressed.clone());
        pairs
    }
}

fn input(name: String, get: &dyn Fn(&str) -> Option<String>) -> Field {
    let kind = get("type").unwrap_or_else(|| String::from("text"));
    let is_choice = kind == "radio" || kind == "checkbox";
    Field {
        name,
        value: get("value").unwrap_or_default(),
        is_sent: !is_choice || get("checked").is_some(),
        kind,
        options: Vec::new(),
    }
}

fn select(name: String, tokens: &[Token]) -> Field {
    let mut options = Vec::new();
    let mut chosen = None;
    for token in tokens {
        match token {
            Token::Close(name) if name == "select" => break,
            Token::Open(name, attributes) if name == "option" => {
                let get = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted);
                let value = get("value").map_or_else(String::new, |(_, value)| value.clone());
                if get("selected").is_some() {
                    chosen = Some(value.clone());
                }
                options.push(value);
            }
            _ => {}
        }
    }
    Field {
        name,
        value: chosen.or_else(|| options.first().cloned()).unwrap_or_default(),
        kind: String::from("select"),
        is_sent: true,
        options,
    }
}

fn within<'a>(tokens: &'a [Token], element: &str) -> &'a [Token] {
    let end = tokens
        .iter()
        .position(|token| matches!(token, Token::Close(name) if name == element));
    &tokens[..end.unwrap_or(tokens.len())]
}

fn words_within(tokens: &[Token], element: &str) -> String {
    text_of(within(tokens, element))
}

/// The words with their line breaks, as a text area keeps them.
fn raw_within(tokens: &[Token], element: &str) -> String {
    let texts = within(tokens, element).iter().filter_map(|token| match token {
        Token::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}
