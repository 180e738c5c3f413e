//! A form, filled in and sent as a browser would.

use super::words::words;
use scraper::{ElementRef, Selector};

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
    pub(crate) fn read(form: ElementRef) -> Self {
        let inputs = all(form, "input[name], select[name], textarea[name]");
        let button = |button: ElementRef| {
            let named = button.attr("name").map(|name| (name.to_owned(), text(button, "value")));
            (words(button), named)
        };
        Self {
            action: text(form, "action"),
            is_post: text(form, "method").eq_ignore_ascii_case("post"),
            fields: inputs.into_iter().map(Field::read).collect(),
            buttons: all(form, "button").into_iter().map(button).collect(),
            pressed: None,
        }
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
            assert!(can_be_chosen, "“{value}” can't be chosen for {name}: {:?}", field.options);
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
        let found = self.fields.iter_mut().find(|field| field.name == name && field.value == value);
        let Some(field) = found.filter(|field| field.kind == "checkbox") else {
            panic!("the form has no checkbox {name} with {value}");
        };
        field.is_sent = true;
        self
    }

    /// The same on a sheet of its own, as if whoever sends it had opened the page too.
    #[must_use]
    pub fn anew(mut self) -> Self {
        self.fields.retain(|field| field.name != "form");
        self
    }

    /// What a field holds; the chosen one of several radios.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        let of_name = self.fields.iter().filter(|field| field.name == name);
        of_name.filter(|field| field.is_sent).map(|field| field.value.clone()).next()
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

impl Field {
    fn read(element: ElementRef) -> Self {
        let mut field = Self {
            name: text(element, "name"),
            value: text(element, "value"),
            kind: element.value().name().to_owned(),
            is_sent: true,
            options: Vec::new(),
        };
        match element.value().name() {
            "select" => {
                let options = all(element, "option");
                let chosen = options.iter().find(|option| option.attr("selected").is_some());
                let chosen = chosen.or_else(|| options.first());
                field.value = chosen.map(|option| text(*option, "value")).unwrap_or_default();
                field.options = options.iter().map(|option| text(*option, "value")).collect();
            }
            // With its line breaks.
            "textarea" => field.value = element.text().collect(),
            _ => {
                field.kind = element.attr("type").unwrap_or("text").to_owned();
                let is_choice = field.kind == "radio" || field.kind == "checkbox";
                field.is_sent = !is_choice || element.attr("checked").is_some();
            }
        }
        field
    }
}

fn all<'a>(within: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    within.select(&Selector::parse(selector).unwrap()).collect()
}

/// An attribute; empty when there is none.
fn text(element: ElementRef, attribute: &str) -> String {
    element.attr(attribute).unwrap_or_default().to_owned()
}
