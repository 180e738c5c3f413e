//! What sends a form.

use leptos::prelude::*;

use crate::design::text::Words;

/// How much weight a button has: one primary per form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonTone {
    /// What one came to do.
    #[default]
    Primary,
    /// Something beside it.
    Quiet,
    /// Takes something away.
    Danger,
}

/// A button that sends the form it stands in; `name` and `value` go with it when given.
#[component]
pub fn Button(
    #[prop(into)] label: String,
    #[prop(optional)] tone: ButtonTone,
    #[prop(optional, into)] name: Words,
    #[prop(optional, into)] value: Words,
) -> impl IntoView {
    let class = match tone {
        ButtonTone::Primary => "button",
        ButtonTone::Quiet => "button quiet",
        ButtonTone::Danger => "button danger",
    };
    view! { <button type="submit" class=class name=name.0 value=value.0>{label}</button> }
}

/// Buttons and links in a row at the end of a form.
#[component]
pub fn Buttons(children: Children) -> impl IntoView {
    view! { <div class="buttons">{children()}</div> }.into_any()
}

/// A value that goes with the form unseen.
#[component]
pub fn Hidden(#[prop(into)] name: String, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}
