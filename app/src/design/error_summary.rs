//! Every mistake on a form at once, each a link to its field.

use leptos::prelude::*;

/// Stands before the heading of a page whose form came back. Nothing at all when there are no errors.
/// Each error is the id of its field and what to do about it.
#[component]
pub fn ErrorSummary(
    /// The id of each field that is wrong, and what to do about it.
    errors: Vec<(String, String)>,
) -> impl IntoView {
    if errors.is_empty() {
        return ().into_any();
    }
    let errors = errors
        .into_iter()
        .map(|(field, message)| view! { <li><a href=format!("#{field}")>{message}</a></li> })
        .collect_view();
    view! {
        <div class="error-summary" id="error-summary" role="alert" tabindex="-1" aria-labelledby="error-summary-title">
            <h2 id="error-summary-title">"There is a problem"</h2>
            <ul>{errors}</ul>
        </div>
    }
    .into_any()
}
