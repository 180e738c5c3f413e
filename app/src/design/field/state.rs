//! How one field of a form stands.

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
    /// A field of a form that asks for a page, and so has no sheet.
    pub fn of_query(name: &str, value: impl Into<String>, error: Option<String>) -> Self {
        Self { name: name.to_owned(), values: vec![value.into()], error }
    }

    /// The one value that stands in it.
    pub(super) fn value(&self) -> Option<String> {
        self.values.first().filter(|value| !value.is_empty()).cloned()
    }
}
