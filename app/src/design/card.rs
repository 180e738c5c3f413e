//! A thing set apart from the page.

use leptos::prelude::*;

/// A box with a heading of its own.
#[component]
pub fn Card(
    /// Its heading.
    #[prop(into)]
    title: String,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! { <section class="card"><h2>{title}</h2>{children()}</section> }.into_any()
}
