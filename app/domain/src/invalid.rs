//! What is wrong with a filled-in form: every field at once, in the order of the form.

use std::fmt;

/// One field and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    /// An instruction to the person, without a full stop: "Enter the date of the sitting".
    pub message: String,
}

/// All that is wrong with a form. Never empty once returned as an error.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Invalid(pub Vec<FieldError>);

impl Invalid {
    /// One error.
    pub fn one(field: &str, message: impl Into<String>) -> Self {
        let mut invalid = Self::default();
        invalid.add(field, message);
        invalid
    }

    /// Notes one more error.
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push(FieldError { field: field.to_owned(), message: message.into() });
    }

    /// Notes the error of a parsed field and passes its value on.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, impl fmt::Display>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(message) => {
                self.add(field, message.to_string());
                None
            }
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
