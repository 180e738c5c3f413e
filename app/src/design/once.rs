//! A link that is shown once and must be copied.

use leptos::prelude::*;

/// The whole address, in a field that keys reach and select all of. It has several lines: one would cut it off where a screen is narrow.
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
            <label for="once">{label}</label>
            <textarea class="input once" id="once" rows="4" readonly spellcheck="false">{address}</textarea>
        </div>
    }
}
