//! Fields that are typed into.

use leptos::prelude::*;

use super::frame::{Frame, label_text};
use super::state::FieldState;
use crate::design::text::{Words, escaped};

/// How wide a field is drawn, which hints at how much is expected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldWidth {
    /// As wide as the form.
    #[default]
    Full,
    /// A name, an address.
    Half,
    /// A date, a number, a code.
    Short,
}

impl FieldWidth {
    fn class(self) -> &'static str {
        match self {
            Self::Full => "input",
            Self::Half => "input half",
            Self::Short => "input short",
        }
    }
}

/// A one-line field. `kind` is the input's type: `text`, `email`, `password`, `date`, `url`, `number`.
#[component]
pub fn TextField(
    /// How it stands.
    of: FieldState,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Words,
    #[prop(optional, into)] kind: Words,
    #[prop(optional, into)] autocomplete: Words,
    #[prop(optional, into)] inputmode: Words,
    /// Adds "(optional)" to the label. Fields are required unless they say so.
    #[prop(optional)]
    optional: bool,
    #[prop(optional)] width: FieldWidth,
    /// The most characters it takes, where what is sent stands in an address.
    #[prop(optional, into)]
    longest: Option<usize>,
) -> impl IntoView {
    let frame = Frame::new(&of, hint);
    let value = of.value();
    view! {
        <div class=frame.class()>
            <label for=frame.id.clone()>{label_text(label, optional)}</label>
            {frame.notes()}
            <input
                class=width.class()
                type=kind.or("text")
                id=frame.id.clone()
                name=of.name
                value=value
                autocomplete=autocomplete.0
                inputmode=inputmode.0
                maxlength=longest.map(|longest| longest.to_string())
                aria-describedby=frame.described_by()
                aria-invalid=frame.invalid()
            />
        </div>
    }
    .into_any()
}

/// A field of several lines.
#[component]
pub fn TextArea(
    /// How it stands.
    of: FieldState,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Words,
    #[prop(default = 5)] rows: u32,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let frame = Frame::new(&of, hint);
    let value = of.value();
    // The renderer writes the text as it stands, and a browser drops a line break right after the opening tag.
    let value = format!("\n{}", escaped(&value.unwrap_or_default()));
    view! {
        <div class=frame.class()>
            <label for=frame.id.clone()>{label_text(label, optional)}</label>
            {frame.notes()}
            <textarea
                class="input"
                id=frame.id.clone()
                name=of.name
                rows=rows.to_string()
                aria-describedby=frame.described_by()
                aria-invalid=frame.invalid()
            >{value}</textarea>
        </div>
    }
    .into_any()
}
