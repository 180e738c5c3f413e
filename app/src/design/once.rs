//! A link that is shown once and must be copied.

use leptos::prelude::*;

/// The whole address, as a text of which one touch selects all. A field would cut it off where a screen is narrow.
#[component]
pub fn OnceLink(
    /// What it is.
    #[prop(into)]
    label: String,
    /// The whole address.
    #[prop(into)]
    address: String,
) -> impl IntoView {
    view! {
        <div class="field">
            <p class="label" id="once-label">{label}</p>
            <output class="once" aria-labelledby="once-label">{address}</output>
        </div>
    }
}
