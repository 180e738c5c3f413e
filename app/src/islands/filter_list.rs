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

/// What the line under the field says. With rows on other pages, or none here, only the server can tell: pressing the button asks it.
#[cfg(any(feature = "hydrate", test))]
fn said(wanted: &str, shown: u32, of: u32, has_pages: bool) -> String {
    match (wanted, shown) {
        ("", _) => String::new(),
        (_, 0) if has_pages => {
            String::from("Nothing on this page matches. Press the search button to look through all pages.")
        }
        (_, 0) => String::from("Nothing here matches. Press the search button to look through the whole list."),
        _ if has_pages => {
            format!("{shown} of {of} on this page match. Press the search button to look through all pages.")
        }
        _ => format!("{shown} of {of} shown."),
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
    use leptos::web_sys::js_sys::JsString;
    use leptos::web_sys::{Element, EventTarget, HtmlInputElement};

    /// Without capitals and accents. The server folds more letters: what is hidden here can still be found there.
    fn plain(text: &str) -> String {
        let apart = String::from(JsString::from(text).normalize("NFD"));
        apart.chars().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).collect::<String>().to_lowercase()
    }

    /// Hides the rows that don't contain the field's text; says how many are left.
    pub fn filter(field: Option<EventTarget>) -> String {
        let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) else {
            return String::new();
        };
        let wanted = plain(field.value().trim());
        let list = field.get_attribute("aria-controls").unwrap_or_default();
        let Ok(rows) = document().query_selector_all(&format!("#{list} tbody tr")) else {
            return String::new();
        };
        let (mut shown, of) = (0, rows.length());
        for row in (0..of).filter_map(|i| rows.get(i)).filter_map(|row| row.dyn_into::<Element>().ok()) {
            let matches = wanted.is_empty() || row.text_content().is_some_and(|words| plain(&words).contains(&wanted));
            let _ = if matches { row.remove_attribute("hidden") } else { row.set_attribute("hidden", "") };
            shown += u32::from(matches);
        }
        // A head over no rows is no list.
        if let Some(table) = document().get_element_by_id(&list) {
            let _ =
                if of > 0 && shown == 0 { table.set_attribute("hidden", "") } else { table.remove_attribute("hidden") };
        }
        let has_pages = document().query_selector("nav.pages").ok().flatten().is_some();
        super::said(&wanted, shown, of, has_pages)
    }
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn what_is_said_fits_the_list() {
        assert_eq!(said("", 45, 45, true), "");
        assert_eq!(said("trust", 1, 8, false), "1 of 8 shown.");
        assert_eq!(
            said("osei", 2, 45, true),
            "2 of 45 on this page match. Press the search button to look through all pages."
        );
        assert_eq!(
            said("zz", 0, 45, true),
            "Nothing on this page matches. Press the search button to look through all pages."
        );
        // A list that is searched and empty: the server said so, and another word may find something.
        assert_eq!(
            said("amara", 0, 0, false),
            "Nothing here matches. Press the search button to look through the whole list."
        );
    }
}
