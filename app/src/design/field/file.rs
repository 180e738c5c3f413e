//! A file to send. Its form needs `enctype="multipart/form-data"`.

use leptos::prelude::*;

use super::frame::{Frame, label_text};
use super::state::FieldState;
use crate::design::text::Words;

/// A field for one file. `accept` lists the kinds the dialogue offers; the server judges for itself.
#[component]
pub fn FileField(
    /// The field, as its sheet has it.
    #[prop(optional)]
    of: FieldState,
    #[prop(optional, into)] name: Words,
    #[prop(into)] label: String,
    #[prop(optional, into)] id: Words,
    #[prop(optional, into)] hint: Words,
    #[prop(optional, into)] error: Words,
    #[prop(optional, into)] accept: Words,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let of = of.or(name, Words::default(), error);
    let name = of.name.clone();
    let frame = Frame::new(id, &name, hint, of.error.into());
    view! {
        <div class=frame.class()>
            <label for=frame.id.clone()>{label_text(label, optional)}</label>
            {frame.notes()}
            <input
                class="input"
                type="file"
                id=frame.id.clone()
                name=name
                accept=accept.0
                aria-describedby=frame.described_by()
                aria-invalid=frame.invalid()
            />
        </div>
    }
    .into_any()
}
