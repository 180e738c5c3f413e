//! The same as the picture, in words.

use leptos::prelude::*;

use super::order::Links;
use super::picture::UNPUBLISHED;
use super::{GraphGroup, GraphNode};
use crate::design::tag::Tag;

/// One row per node, in the order of the needs. The picture's links are described by its cells.
pub fn table(id: &str, title: &str, groups: &[GraphGroup], nodes: &[GraphNode], links: &Links) -> AnyView {
    let rows = links.order.iter().map(|&at| row(id, groups, nodes, links, at)).collect_view();
    view! {
        <table class="table graph-table" role="table" id=format!("{id}-table")>
            <caption>{format!("{title}, in words")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th scope="col" role="columnheader">"What"</th>
                    <th scope="col" role="columnheader">"Kind"</th>
                    <th scope="col" role="columnheader">"State"</th>
                    <th scope="col" role="columnheader">"Needs first"</th>
                    <th scope="col" role="columnheader">"Leads to"</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

/// How many names a cell shows; the rest is folded away.
const SHOWN: usize = 3;

/// The names, or their first ones with the rest to be opened. One more than are shown is shown too.
fn names(mut names: Vec<String>) -> AnyView {
    if names.is_empty() {
        return "Nothing".into_any();
    }
    if names.len() <= SHOWN + 1 {
        return names.join("; ").into_any();
    }
    let rest = names.split_off(SHOWN);
    let more = format!("and {} more", rest.len());
    view! { {names.join("; ")}" "<details class="more"><summary>{more}</summary>{rest.join("; ")}</details> }.into_any()
}

fn row(id: &str, groups: &[GraphGroup], nodes: &[GraphNode], links: &Links, at: usize) -> AnyView {
    let node = &nodes[at];
    let own = node.anchor(id);
    let names = |list: &[usize]| names(list.iter().map(|&other| nodes[other].name()).collect());
    let group = node.group.as_ref().and_then(|own| groups.iter().find(|group| &group.id == own));
    let kind = match group {
        Some(group) if group.title != node.title => format!("{}, {}", node.kind, group.title),
        _ => node.kind.clone(),
    };
    let note = node.unpublished.then(|| view! { <span class="count">{format!(" {UNPUBLISHED}")}</span> });
    view! {
        <tr role="row" id=format!("{own}-row") data-node=node.id.clone()>
            <th scope="row" role="rowheader"><a href=node.href.clone()>{node.name()}</a></th>
            <td role="cell" data-label="Kind"><div>{kind}</div></td>
            <td role="cell" data-label="State"><div><Tag tone=node.tone label=node.state.clone()/>{note}</div></td>
            <td role="cell" data-label="Needs first"><div id=format!("{own}-needs")><span class="unseen">"Needs first: "</span>{names(&links.needs[at])}</div></td>
            <td role="cell" data-label="Leads to"><div id=format!("{own}-leads")><span class="unseen">"Leads to: "</span>{names(&links.unlocks[at])}</div></td>
        </tr>
    }
    .into_any()
}
