//! The map: a picture of what needs what, and an equal table under it.

mod arrange;
mod drawn;
mod layout;
mod legend;
mod listing;
mod names;
mod order;
mod outline;
mod picture;
mod place;
mod ports;
mod route;
mod rows;
mod size;
mod spread;
#[cfg(test)]
mod tests;
mod tracks;
mod wrap;

use leptos::prelude::*;

use super::tag::Tone;

/// A band of the picture, such as a stage.
#[derive(Clone, Debug)]
pub struct GraphGroup {
    pub id: String,
    pub title: String,
    /// What its state means.
    pub tone: Tone,
    /// Its state as a word.
    pub state: String,
}

/// Where a node stands among those of its group: in which row group, after which kinds in it, and what that kind is
/// called beside the row. Lots and kinds stand in the order of their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowGroup {
    /// In which row group.
    pub row: u8,
    /// After which kinds in it.
    pub kind: u8,
    /// What the kind is called.
    pub name: String,
}

/// One node. `needs` are the ids of the nodes that come first; ids that aren't in the picture are left out of it.
#[derive(Clone, Debug)]
pub struct GraphNode {
    pub id: String,
    /// Its code, such as "F01".
    pub code: Option<String>,
    pub title: String,
    /// Its kind as a word.
    pub kind: String,
    /// The id of its group.
    pub group: Option<String>,
    /// Where it stands in its group.
    pub row_group: RowGroup,
    pub href: String,
    /// What its state means.
    pub tone: Tone,
    /// Its state as a word.
    pub state: String,
    /// The ids of the nodes that come first.
    pub needs: Vec<String>,
    /// Whether something of it is not published.
    pub unpublished: bool,
}

impl GraphNode {
    /// The id of its box in that picture. As it stands: in some frameworks two ids differ by capitals alone.
    fn anchor(&self, picture: &str) -> String {
        format!("{picture}-{}", self.id)
    }

    /// Code and title, as the node is called in a sentence.
    fn name(&self) -> String {
        match &self.code {
            Some(code) => format!("{code} {}", self.title),
            None => self.title.clone(),
        }
    }
}

/// The picture alone, as an SVG file that carries its own colours.
pub fn standalone(groups: &[GraphGroup], nodes: &[GraphNode]) -> String {
    const STYLES: [&str; 2] =
        [include_str!("../../../style/00-tokens.css"), include_str!("../../../style/50-graph.css")];
    let drawn = layout::layout(groups, nodes);
    let picture = Owner::new().with(|| picture::svg("map", groups, nodes, &drawn, None).to_html());
    // The renderer's markers between children are HTML; a file of its own must be XML.
    let picture = picture.replace("<!>", "");
    let (open, rest) = picture.split_once('>').unwrap_or((&picture, ""));
    let open =
        open.replacen("<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"system-ui, sans-serif\"", 1);
    format!("{open}><style>{}</style>{rest}\n", STYLES.concat())
}

/// The picture, for a narrow screen a list of the same boxes, and the table. `summary` says in a sentence what the picture shows; `current` is the node one is on.
///
/// Every node is a link in the order of the needs, with `data-node`, `data-needs` and `data-unlocks`; every line has
/// `data-from` and `data-to`. A script may set `is-lit` and `is-dim` on them.
#[component]
pub fn Graph(
    /// Its id.
    #[prop(into)]
    id: String,
    /// What it is a picture of.
    #[prop(into)]
    title: String,
    /// What it shows, in words.
    #[prop(into)]
    summary: String,
    /// The groups, a lane each.
    groups: Vec<GraphGroup>,
    /// The nodes, in the order of the framework.
    nodes: Vec<GraphNode>,
    /// The id of the node that one stands at.
    #[prop(optional_no_strip, into)]
    current: Option<String>,
) -> impl IntoView {
    let drawn = drawn::picture(&groups, &nodes);
    let title_id = format!("{id}-title");
    let label = title_id.clone();
    let outline = outline::outline(&groups, &nodes, &drawn, current.as_deref());
    let table = listing::table(&id, &title, &groups, &nodes, &drawn.links);
    let picture = picture::svg(&id, &groups, &nodes, &drawn, current.as_deref());
    let legend = legend::legend(&nodes, current.is_some());
    let picture_id = format!("{id}-picture");
    let (to_picture, to_table, back) = (format!("#{picture_id}"), format!("#{id}-table"), format!("#{id}"));
    view! {
        <figure class="graph" id=id aria-labelledby=label>
            <figcaption>
                <h2 id=title_id>{title}</h2>
                <p>{summary}</p>
            </figcaption>
            {outline}
            <p class="graph-more"><a href=to_picture>"Show the picture"</a><a href=to_table>"Show the table"</a></p>
            <div class="graph-picture" id=picture_id>
                <p class="graph-hint">
                    "The map is wider than this screen: move it sideways. "<a href=back>"Hide the picture"</a>
                </p>
                <div class="scroller">{picture}</div>
                {legend}
            </div>
            {table}
        </figure>
    }
    .into_any()
}
