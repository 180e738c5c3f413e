//! The way through a long list.

use leptos::prelude::*;

/// The way on through a list that is read by its key: to its next page, and from any but the first back to that. A page
/// with several lists says of which each is.
#[component]
pub fn NextPage(
    /// What the list is of, where the page has others.
    #[prop(optional)]
    of: Option<&'static str>,
    /// The address of the first page, where this is another.
    first: Option<String>,
    /// The address of the next page, where there is one.
    next: Option<String>,
) -> impl IntoView {
    let turn = |rel, to: String, label| view! { <li><a rel=rel href=to>{label}</a></li> };
    let first = first.map(|to| turn("first", to, "First page"));
    let next = next.map(|to| turn("next", to, "Next page"));
    let label = of.map_or_else(|| String::from("Pages"), |of| format!("Pages of {of}"));
    (first.is_some() || next.is_some())
        .then(|| view! { <nav class="pages" aria-label=label><ul>{first}{next}</ul></nav> })
}
