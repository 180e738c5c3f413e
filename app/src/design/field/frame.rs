//! What all fields share: ids, hint, error, and the words that join them.

use leptos::prelude::*;

use super::state::FieldState;
use crate::design::text::Words;

/// The hint and the error of one field, and their ids.
pub struct Frame {
    pub id: String,
    hint: Option<String>,
    error: Option<String>,
}

impl Frame {
    /// An id is the field's name.
    pub fn new(of: &FieldState, hint: Words) -> Self {
        Self { id: of.name.clone(), hint: hint.0, error: of.error.clone().filter(|error| !error.is_empty()) }
    }

    /// The ids for `aria-describedby`.
    pub fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id));
        let ids: Vec<_> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The value of `aria-invalid`.
    pub fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }

    /// The class of the box around the field.
    pub fn class(&self) -> &'static str {
        if self.error.is_some() { "field has-error" } else { "field" }
    }

    /// The hint and the error, to stand between label and control.
    pub fn notes(&self) -> impl IntoView + use<> {
        let hint = self.hint.clone().map(|hint| view! { <p class="hint" id=format!("{}-hint", self.id)>{hint}</p> });
        let error = self.error.clone().map(|error| {
            view! { <p class="error" id=format!("{}-error", self.id)><span class="unseen">"Error: "</span>{error}</p> }
        });
        view! { {hint}{error} }
    }
}

/// The label, with "(optional)" where a field may be left empty.
pub fn label_text(label: String, optional: bool) -> String {
    if optional { format!("{label} (optional)") } else { label }
}
