//! A link that is shown once and must be copied.

use leptos::prelude::*;

/// The whole address, in a field that is selected as a whole when one comes to it, and that can't be changed.
#[component]
pub fn OnceLink(#[prop(into)] label: String, #[prop(into)] address: String) -> impl IntoView {
    view! {
        <div class="field">
            <label for="once">{label}</label>
            <input class="input once" id="once" type="url" readonly value=address/>
        </div>
    }
}
