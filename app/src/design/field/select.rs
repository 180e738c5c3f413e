//! One of many, in a list that opens.

use leptos::prelude::*;

use super::choice::Choice;
use super::frame::{Frame, label_text};
use super::state::FieldState;
use crate::design::text::Words;

/// One of many. `prompt` is a first entry without a value, for when none is chosen yet.
#[component]
pub fn Select(
    /// How it stands.
    of: FieldState,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Words,
    options: Vec<Choice>,
    #[prop(optional, into)] prompt: Words,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let frame = Frame::new(&of, hint);
    let value = of.value();
    let prompt = prompt.0.map(|prompt| view! { <option value="">{prompt}</option> });
    let options = options
        .into_iter()
        .map(|option| {
            let selected = value.as_ref() == Some(&option.value);
            view! { <option value=option.value selected=selected>{option.label}</option> }
        })
        .collect_view();
    view! {
        <div class=frame.class()>
            <label for=frame.id.clone()>{label_text(label, optional)}</label>
            {frame.notes()}
            <select class="input" id=frame.id.clone() name=of.name aria-describedby=frame.described_by() aria-invalid=frame.invalid()>
                {prompt}
                {options}
            </select>
        </div>
    }
    .into_any()
}
