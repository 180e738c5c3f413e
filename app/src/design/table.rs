//! Rows and columns.

use leptos::prelude::*;

use super::text::{Piece, Words};

/// A table whose first column names the row. On a narrow screen each row becomes a block and each cell says
/// its column; the roles are spelt out because browsers forget them when a table is not laid out as one.
#[component]
pub fn DataTable(
    /// What the table is of.
    #[prop(optional, into)]
    caption: Words,
    /// In place of a caption the id of the heading that says it: what is heard once is not said again.
    #[prop(optional, into)]
    named_by: Words,
    /// Whether the caption is only heard.
    #[prop(optional)]
    caption_hidden: bool,
    /// The columns' names.
    head: Vec<String>,
    /// A cell for each column; the first one names the row.
    rows: Vec<Vec<AnyView>>,
    /// Said in place of the table when there are no rows.
    #[prop(optional, into)]
    empty: Piece,
    /// Its id, for links into the page.
    #[prop(optional, into)]
    id: Words,
) -> impl IntoView {
    if rows.is_empty() {
        return view! { <p class="none" id=id.0>{empty.0.unwrap_or_else(|| "Nothing here yet.".into_any())}</p> }
            .into_any();
    }
    let heads =
        head.clone().into_iter().map(|name| view! { <th scope="col" role="columnheader">{name}</th> }).collect_view();
    let rows = rows.into_iter().map(|cells| row(&head, cells)).collect_view();
    view! {
        <table class="table" role="table" id=id.0 aria-labelledby=named_by.0>
            {caption.0.map(|caption| view! { <caption class=caption_hidden.then_some("unseen")>{caption}</caption> })}
            <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(head: &[String], cells: Vec<AnyView>) -> impl IntoView + use<> {
    let cells = cells
        .into_iter()
        .enumerate()
        .map(|(column, cell)| {
            let name = head.get(column).cloned();
            if column == 0 {
                view! { <th scope="row" role="rowheader">{cell}</th> }.into_any()
            } else {
                view! { <td role="cell" data-label=name><div>{cell}</div></td> }.into_any()
            }
        })
        .collect_view();
    view! { <tr role="row">{cells}</tr> }
}
