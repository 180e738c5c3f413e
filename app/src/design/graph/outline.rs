//! The same as the picture for a narrow screen: the groups one under the other, what they hold in one column.

use leptos::prelude::*;

use super::layout::Picture;
use super::names::held;
use super::picture::UNPUBLISHED;
use super::{GraphGroup, GraphNode};
use crate::design::tag::{Mark, Tag, Tone};

/// Every node as a box with its state, in the order in which the picture is read.
pub fn outline(groups: &[GraphGroup], nodes: &[GraphNode], drawn: &Picture, current: Option<&str>) -> AnyView {
    let parts = drawn
        .read()
        .chunk_by(|a, b| drawn.band_of[*a] == drawn.band_of[*b])
        .map(|part| {
            let band = drawn.band_of[part[0]];
            let group = groups.get(band / 2).filter(|_| band % 2 == 1);
            let head = group.map(|group| {
                view! {
                    <div class="tread">
                        <h3>{group.title.clone()}</h3>
                        <Tag tone=group.tone label=group.state.clone()/>
                    </div>
                }
            });
            let class = if group.is_some() { "outline-part is-group" } else { "outline-part" };
            view! { <div class=class>{head}{row_groups(nodes, part, current)}</div> }
        })
        .collect_view();
    view! { <div class="graph-outline">{parts}</div> }.into_any()
}

/// The nodes of one group, each row group under the names of its kinds.
fn row_groups(nodes: &[GraphNode], part: &[usize], current: Option<&str>) -> AnyView {
    part.chunk_by(|a, b| nodes[*a].row_group.row == nodes[*b].row_group.row)
        .map(|row_group| {
            let name = held(row_group, nodes);
            let name = (!name.is_empty()).then(|| view! { <p class="count">{name}</p> });
            let boxes = row_group.iter().map(|&at| item(&nodes[at], current)).collect_view();
            view! { {name}<ul class="outline-list">{boxes}</ul> }
        })
        .collect_view()
        .into_any()
}

fn item(node: &GraphNode, current: Option<&str>) -> AnyView {
    let is_current = current == Some(node.id.as_str());
    let class = format!(
        "outline-box {}{}{}{}",
        node.tone.class(),
        if node.unpublished { " is-unpublished" } else { "" },
        if node.kind == "stage" { " is-stage" } else { "" },
        if is_current { " is-current" } else { "" }
    );
    let note = node.unpublished.then(|| {
        view! { <span class="outline-note"><Mark tone=Tone::Unpublished/>{UNPUBLISHED}</span> }
    });
    view! {
        <li>
            <a class=class href=node.href.clone() aria-current=is_current.then_some("true")>
                <span class="outline-title">{format!("{} ", node.name())}</span>
                <span class="outline-state"><Mark tone=node.tone/>{format!("{} ", node.state)}</span>
                {note}
            </a>
        </li>
    }
    .into_any()
}
