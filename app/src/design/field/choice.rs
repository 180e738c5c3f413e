//! One of several, or some of several.

use leptos::prelude::*;

use super::frame::{Frame, label_text};
use super::state::FieldState;
use crate::design::text::Words;

/// One thing that can be chosen.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// A line below the label.
    pub hint: Option<String>,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl ToString, label: impl ToString) -> Self {
        Self { value: value.to_string(), label: label.to_string(), hint: None }
    }

    /// With a sentence below the label.
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// One of several. The first has the field's id, so that an error summary's link lands on it.
#[component]
pub fn Radios(
    /// How it stands.
    of: FieldState,
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: Words,
    options: Vec<Choice>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let frame = Frame::new(&of, hint);
    group(frame, "radio", of.name, label_text(legend, optional), options, of.values)
}

/// Some of several. For a single declaration give one option.
#[component]
pub fn Checkboxes(
    /// How it stands.
    of: FieldState,
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: Words,
    options: Vec<Choice>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let frame = Frame::new(&of, hint);
    group(frame, "checkbox", of.name, label_text(legend, optional), options, of.values)
}

fn group(
    frame: Frame,
    kind: &'static str,
    name: String,
    legend: String,
    options: Vec<Choice>,
    chosen: Vec<String>,
) -> AnyView {
    let options = options
        .into_iter()
        .enumerate()
        .map(|(place, option)| {
            let id = if place == 0 { frame.id.clone() } else { format!("{}-{}", frame.id, place + 1) };
            let hint_id = option.hint.as_ref().map(|_| format!("{id}-hint-own"));
            let checked = chosen.contains(&option.value);
            let hint = option.hint.map(|hint| view! { <span class="hint" id=hint_id.clone()>{hint}</span> });
            view! {
                <div class="choice">
                    <input type=kind id=id.clone() name=name.clone() value=option.value checked=checked aria-describedby=hint_id/>
                    <div><label for=id>{option.label}</label>{hint}</div>
                </div>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <fieldset class=frame.class() aria-describedby=frame.described_by()>
            <legend>{legend}</legend>
            {frame.notes()}
            {options}
        </fieldset>
    }
    .into_any()
}
