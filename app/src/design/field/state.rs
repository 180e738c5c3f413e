//! How one field of a form stands.

use crate::design::text::Words;

/// What a field's component draws: its name, what stands in it, what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct FieldState {
    /// The field's name, and its control's id.
    pub name: String,
    /// What stands in it; several where several can be chosen.
    pub values: Vec<String>,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl FieldState {
    /// From the single props of pages that do not have a sheet yet.
    pub(super) fn or(self, name: Words, value: Words, error: Words) -> Self {
        if self.name.is_empty() {
            Self { name: name.or(""), values: value.0.into_iter().collect(), error: error.0 }
        } else {
            self
        }
    }

    /// The one value that stands in it.
    pub(super) fn value(&self) -> Option<String> {
        self.values.first().filter(|value| !value.is_empty()).cloned()
    }
}
