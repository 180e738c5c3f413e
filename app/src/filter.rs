//! The island that filters a long list while one types.

use leptos::prelude::*;

/// A search field over a list. It is a form that asks the server for matching rows; with JavaScript the rows that are
/// on the page already are filtered while one types. `list` is the id of the table, `name` the query's parameter, `keep`
/// what else the query must carry.
#[island]
pub fn FilterList(
    label: String,
    name: String,
    value: String,
    list: String,
    keep: Vec<(String, String)>,
) -> impl IntoView {
    let (said, say) = signal(String::new());
    let id = format!("filter-{list}");
    let filter = move |text: String| say.set(dom::filter(&list, &text));
    let kept = keep
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    view! {
        <form method="get" role="search" class="filter">
            {kept}
            <label for=id.clone()>{label}</label>
            <div class="filter-row">
                <input class="input" type="search" id=id name=name value=value autocomplete="off" on:input=move |event| filter(event_target_value(&event))/>
                <button class="button quiet">"Search"</button>
            </div>
            <p class="count" role="status">{said}</p>
        </form>
    }
}

#[cfg(not(feature = "hydrate"))]
mod dom {
    pub fn filter(_list: &str, _text: &str) -> String {
        String::new()
    }
}

#[cfg(feature = "hydrate")]
mod dom {
    use leptos::prelude::document;
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::Element;

    /// Hides the rows that don't contain the text; says how many are left.
    pub fn filter(list: &str, text: &str) -> String {
        let wanted = text.trim().to_lowercase();
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
