//! A file to send. Its form needs `enctype="multipart/form-data"`.

use leptos::prelude::*;

use super::frame::{Frame, label_text};
use super::state::FieldState;
use crate::design::text::Words;

/// A field for one file. `accept` lists the kinds the dialogue offers; the server judges for itself.
#[component]
pub fn FileField(
    /// How it stands.
    of: FieldState,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Words,
    #[prop(optional, into)] accept: Words,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let frame = Frame::new(&of, hint);
    view! {
        <div class=frame.class()>
            <label for=frame.id.clone()>{label_text(label, optional)}</label>
            {frame.notes()}
            <input
                class="input"
                type="file"
                id=frame.id.clone()
                name=of.name
                accept=accept.0
                aria-describedby=frame.described_by()
                aria-invalid=frame.invalid()
            />
        </div>
    }
    .into_any()
}
