//! A thing set apart from the page.

use leptos::prelude::*;

/// A box with a heading of its own.
#[component]
pub fn Card(#[prop(into)] title: String, children: Children) -> impl IntoView {
    view! { <section class="card"><h2>{title}</h2>{children()}</section> }.into_any()
}
