//! A list with nothing in it yet.

use leptos::prelude::*;

use super::text::Words;

/// Says why nothing is here and what would bring something; `action` is a link's address and label.
#[component]
pub fn Empty(
    /// What there is none of.
    #[prop(into)]
    title: String,
    /// What has to happen for there to be some.
    #[prop(optional, into)]
    text: Words,
    /// What one can do about it: address and label.
    #[prop(optional_no_strip, into)]
    action: Option<(String, String)>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            {text.0.map(|text| view! { <p>{text}</p> })}
            {action.map(|(href, label)| view! { <p><a class="button" href=href>{label}</a></p> })}
        </div>
    }
}
