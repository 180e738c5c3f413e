//! What a form brought: names and values, in the order in which they were sent.

use super::present::PRESENT;
use crate::error::AppError;
use crate::web::fields::LONGEST_EMAIL;
use std::borrow::Cow;

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, and the id of its control.
    pub name: &'static str,
    /// Whether what is typed there must never be kept: a password.
    pub is_secret: bool,
    /// Whether somebody writes there in their own words: a reason, a comment.
    pub is_written: bool,
}

impl Field {
    /// A field.
    pub const fn new(name: &'static str) -> Self {
        Self { name, is_secret: false, is_written: false }
    }

    /// A field whose value is never kept.
    pub const fn secret(name: &'static str) -> Self {
        Self { name, is_secret: true, is_written: false }
    }

    /// A field in which somebody writes in their own words.
    pub const fn written(name: &'static str) -> Self {
        Self { name, is_secret: false, is_written: true }
    }

    /// Whether a name that was sent is that of this field, perhaps for one thing of a list.
    fn is_named(self, sent: &str) -> bool {
        sent.strip_prefix(self.name).is_some_and(|of| of.is_empty() || of.starts_with('['))
    }

    /// The name of this field for one thing of a list: `outcome[id]`.
    pub fn of(self, id: impl std::fmt::Display) -> String {
        format!("{}[{id}]", self.name)
    }
}

impl AsRef<str> for Field {
    fn as_ref(&self) -> &str {
        self.name
    }
}

/// Names and values. A name may stand several times.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Values(Vec<(String, String)>);

impl Values {
    /// Reads a body of type `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    /// [`AppError::Malformed`] when it isn't text.
    pub fn parse(body: &[u8]) -> Result<Self, AppError> {
        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(body)
            .map(|(name, value)| (Cow::into_owned(name), Cow::into_owned(value)))
            .collect();
        // What is no UTF-8 is read as this sign: nothing that a browser would send.
        let is_text = |text: &String| !text.contains(char::REPLACEMENT_CHARACTER);
        if pairs.iter().all(|(name, value)| is_text(name) && is_text(value)) {
            Ok(Self(pairs))
        } else {
            Err(AppError::Malformed)
        }
    }

    /// Names and values that something else than a form's body brought.
    pub fn of(pairs: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>) -> Self {
        let pairs = pairs.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self(pairs.collect())
    }

    /// The value of a field; empty when there is none.
    pub fn get(&self, field: impl AsRef<str>) -> &str {
        self.find(field.as_ref()).unwrap_or_default()
    }

    /// Whether the form sent the field, with a value or without.
    pub fn has(&self, field: impl AsRef<str>) -> bool {
        self.find(field.as_ref()).is_some()
    }

    fn find(&self, field: &str) -> Option<&str> {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map(|(_, value)| value.as_str())
    }

    /// The values of a field that may be sent several times.
    pub fn all<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// Of a field that a list has once for each thing ([`Field::of`]): each thing's id and value.
    pub fn each(&self, field: Field) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(move |(name, value)| {
            let id = name.strip_prefix(field.name)?.strip_prefix('[')?.strip_suffix(']')?;
            Some((id, value.as_str()))
        })
    }

    /// Takes a field out.
    pub fn take(&mut self, field: &str) -> Option<String> {
        let place = self.0.iter().position(|(name, _)| name == field)?;
        Some(self.0.remove(place).1)
    }

    /// Adds a value.
    pub fn add(&mut self, field: impl AsRef<str>, value: impl Into<String>) {
        self.0.push((field.as_ref().to_owned(), value.into()));
    }

    /// Puts this value in place of all that the field holds.
    pub fn set(&mut self, field: impl AsRef<str>, value: impl Into<String>) {
        self.0.retain(|(name, _)| name != field.as_ref());
        self.add(field, value);
    }

    /// Whether nothing was typed.
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|(_, value)| value.trim().is_empty())
    }

    /// What of them somebody wrote in their own words, each in quotation marks: all of a field for them, and whatever else has several.
    pub fn sentences(&self, fields: &[Field]) -> String {
        let field = |name: &str| fields.iter().find(|field| field.is_named(name));
        let is_written = |name: &str, value: &str| match field(name) {
            Some(field) if field.is_secret || *field == PRESENT => false,
            Some(field) if field.is_written => !value.is_empty(),
            _ => value.contains(char::is_whitespace),
        };
        let all = self.0.iter().map(|(name, value)| (name, value.trim()));
        let written = all.filter(|(name, value)| is_written(name, value));
        written.map(|(_, value)| format!("“{value}”")).collect::<Vec<_>>().join(" ")
    }

    /// What may be kept of them for a person.
    pub fn without_secrets(&self, fields: &[Field]) -> Self {
        let is_secret = |name: &str| fields.iter().any(|field| field.is_secret && field.name == name);
        Self(self.0.iter().filter(|(name, _)| !is_secret(name)).cloned().collect())
    }

    /// What may be kept of them for who is not signed in: of the form's own fields no more than an address is long, because
    /// anyone can send as much as they like.
    pub fn of_nobody(&self, fields: &[Field]) -> Self {
        let short = |field: &Field| {
            let typed = self.find(field.name).filter(|_| !field.is_secret)?;
            Some((field.name.to_owned(), typed.chars().take(LONGEST_EMAIL).collect()))
        };
        Self(fields.iter().filter_map(short).collect())
    }
}
