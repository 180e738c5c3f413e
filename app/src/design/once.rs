//! A link that is shown once and must be copied.

use leptos::prelude::*;

/// The address, as a link and as text.
#[component]
pub fn OnceLink(#[prop(into)] path: String) -> impl IntoView {
    let href = path.clone();
    view! { <a href=href><code>{path}</code></a> }
}
