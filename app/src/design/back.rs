//! The way back to the page above this one.

use leptos::prelude::*;

/// A link up, placed before the heading.
#[component]
pub fn BackLink(
    /// Where to.
    #[prop(into)]
    href: String,
    /// What is there.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! { <p class="back"><a href=href>{label}</a></p> }
}
