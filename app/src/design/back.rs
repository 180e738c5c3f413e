//! The way back to the page above this one.

use leptos::prelude::*;

/// A link up, placed before the heading.
#[component]
pub fn BackLink(#[prop(into)] href: String, #[prop(into)] label: String) -> impl IntoView {
    view! { <p class="back"><a href=href>{label}</a></p> }
}
