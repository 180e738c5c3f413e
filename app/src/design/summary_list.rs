//! Facts about one thing, a line each.

use leptos::prelude::*;

/// One fact, and what can be done about it: a link's address and label.
pub struct SummaryRow {
    pub key: String,
    pub value: AnyView,
    /// What can be done about it: address and label.
    pub action: Option<(String, String)>,
}

/// A list of facts. The link of a row is read with its key, so that "Change" says what it changes.
#[component]
pub fn SummaryList(
    /// The facts, in order.
    rows: Vec<SummaryRow>,
) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let action = row.action.map(|(href, label)| {
                let key = format!(" {}", row.key);
                view! { <dd class="act"><a href=href>{label}<span class="unseen">{key}</span></a></dd> }
            });
            view! { <div><dt>{row.key}</dt><dd>{row.value}</dd>{action}</div> }
        })
        .collect_view();
    view! { <dl class="summary">{rows}</dl> }.into_any()
}
