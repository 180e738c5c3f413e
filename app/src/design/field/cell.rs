//! Fields in the cells of a table: the column's heading is the label to the eye, a hidden one to the ear.

use leptos::prelude::*;

use super::choice::Choice;
use super::frame::Frame;
use super::state::FieldState;
use crate::design::text::Words;

/// A field that is typed into.
#[component]
pub fn CellText(
    /// The field, as its sheet has it.
    of: FieldState,
    /// What is heard as its label.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let value = of.value();
    let frame = Frame::new(&of, Words::default());
    view! {
        <div class=frame.class()>
            <label class="unseen" for=frame.id.clone()>{label}</label>
            {frame.notes()}
            <input
                class="input short"
                type="text"
                id=frame.id.clone()
                name=of.name
                value=value
                autocomplete="off"
                aria-describedby=frame.described_by()
                aria-invalid=frame.invalid()
            />
        </div>
    }
    .into_any()
}

/// One of several, in a list that opens.
#[component]
pub fn CellSelect(
    /// The field, as its sheet has it.
    of: FieldState,
    /// What is heard as its label.
    #[prop(into)]
    label: String,
    /// The first entry, for when nothing is chosen.
    prompt: &'static str,
    /// What can be chosen.
    options: Vec<Choice>,
) -> impl IntoView {
    let chosen = of.value();
    let frame = Frame::new(&of, Words::default());
    let options = options
        .into_iter()
        .map(|option| {
            let selected = chosen.as_ref() == Some(&option.value);
            view! { <option value=option.value selected=selected>{option.label}</option> }
        })
        .collect_view();
    view! {
        <div class=frame.class()>
            <label class="unseen" for=frame.id.clone()>{label}</label>
            {frame.notes()}
            <select
                class="input short"
                id=frame.id.clone()
                name=of.name
                aria-describedby=frame.described_by()
                aria-invalid=frame.invalid()
            >
                <option value="">{prompt}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}
