//! A search field over a list.

use crate::islands::FilterList;
use leptos::prelude::*;

/// What a list says that has no rows: that nothing matches the search, with the way back to the whole list at `all`; without a
/// search, its own words.
pub fn nothing_found(search: &str, all: &str, empty: &str) -> AnyView {
    let search = search.trim();
    if search.is_empty() {
        return empty.to_owned().into_any();
    }
    let said = format!("Nothing matches “{search}”. ");
    view! { {said}<a href=all.to_owned()>"Clear the search"</a> }.into_any()
}

/// A box of a search that leaves out the rows of which something is not so.
#[derive(Clone, Copy, Debug)]
pub struct Only {
    /// What the query calls it.
    pub name: &'static str,
    pub label: &'static str,
    /// Whether it is ticked.
    pub chosen: bool,
}

/// A form that asks for the rows with these words (`q` in the query). `list` is the id of the table, `keep` what else the
/// query must carry.
#[component]
pub fn Filter(
    /// The field's label.
    label: &'static str,
    /// What is looked for.
    value: String,
    /// The id of the list.
    list: &'static str,
    /// Fields of the query that stay.
    #[prop(optional)]
    keep: Vec<(&'static str, String)>,
    /// Boxes above.
    #[prop(optional)]
    only: Vec<Only>,
    /// What is to be said of the search.
    #[prop(optional_no_strip)]
    note: Option<&'static str>,
) -> impl IntoView {
    let id = format!("filter-{list}");
    let kept =
        keep.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    // It does both, and says so.
    let button = if !only.is_empty() { "Search and filter" } else { "Search" };
    let only = only.into_iter().map(|Only { name, label, chosen }| {
        let id = format!("{id}-{name}");
        view! {
            <div class="choice">
                <input type="checkbox" id=id.clone() name=name value="yes" checked=chosen/>
                <div><label for=id>{label}</label></div>
            </div>
        }
    });
    let only = only.collect_view();
    let form = view! {
        <form method="get" role="search">
            {kept}
            {only}
            <label for=id.clone()>{label}</label>
            <div class="filter-row">
                <input class="input" type="search" id=id name="q" value=value autocomplete="off" aria-controls=list/>
                <button class="button quiet">{button}</button>
            </div>
            {note.map(|note| view! { <p class="hint">{note}</p> })}
        </form>
    };
    view! { <FilterList>{form}</FilterList> }
}
