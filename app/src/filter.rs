//! The island that filters a long list while one types.

use leptos::prelude::*;

/// Wraps the search form of a list. The form asks the server for the matching rows of every page; with JavaScript the
/// rows that are here already are filtered while one types. The field says by `aria-controls` which table it filters.
#[island]
pub fn FilterList(children: Children) -> impl IntoView {
    let (said, say) = signal(String::new());
    view! {
        <div class="filter" on:input=move |event| say.set(dom::filter(event.target()))>
            {children()}
            <p class="count" role="status">{said}</p>
        </div>
    }
}

#[cfg(not(feature = "hydrate"))]
mod dom {
    pub fn filter(_field: Option<leptos::web_sys::EventTarget>) -> String {
        String::new()
    }
}

#[cfg(feature = "hydrate")]
mod dom {
    use leptos::prelude::document;
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::{Element, EventTarget, HtmlInputElement};

    /// Hides the rows that don't contain the field's text; says how many are left.
    pub fn filter(field: Option<EventTarget>) -> String {
        let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) else {
            return String::new();
        };
        let wanted = field.value().trim().to_lowercase();
        let list = field.get_attribute("aria-controls").unwrap_or_default();
        let Ok(rows) = document().query_selector_all(&format!("#{list} tbody tr")) else {
            return String::new();
        };
        let (mut shown, of) = (0, rows.length());
        for row in (0..of)
            .filter_map(|i| rows.get(i))
            .filter_map(|row| row.dyn_into::<Element>().ok())
        {
            let matches = wanted.is_empty()
                || row
                    .text_content()
                    .is_some_and(|words| words.to_lowercase().contains(&wanted));
            let _ = if matches {
                row.remove_attribute("hidden")
            } else {
                row.set_attribute("hidden", "")
            };
            shown += u32::from(matches);
        }
        if wanted.is_empty() {
            String::new()
        } else {
            format!("{shown} of {of} shown. Search to look through all pages.")
        }
    }
}
