//! The picture as SVG. Colours come from classes, so that one drawing serves light, dark and print.

use leptos::prelude::*;

use super::layout::{Area, Line, Picture};
use super::route::short;
use super::size::*;
use super::{GraphGroup, GraphNode};
use crate::design::tag::Tone;
use crate::design::text::slug;

/// The drawing: bands, lines, nodes. Nodes come in the order of the needs, so that Tab follows it.
pub fn svg(id: &str, groups: &[GraphGroup], nodes: &[GraphNode], drawn: &Picture, current: Option<&str>) -> AnyView {
    let areas = || {
        groups
            .iter()
            .zip(&drawn.bands)
            .filter_map(|(group, area)| Some((group, (*area)?)))
    };
    let bands = areas().map(|(group, area)| band(group, area)).collect_view();
    let heads = areas().map(|(group, area)| band_head(group, area)).collect_view();
    // Needs that are met are drawn first: a line that several share looks met only when all of them are.
    let (met, open): (Vec<&Line>, Vec<&Line>) = drawn.lines.iter().partition(|line| counts(nodes[line.from].tone));
    let lines = met
        .into_iter()
        .chain(open)
        .map(|needed| line(nodes, needed))
        .collect_view();
    let boxes = drawn
        .links
        .order
        .iter()
        .map(|&at| node(id, nodes, drawn, at, current))
        .collect_view();
    let size = format!("0 0 {} {}", short(drawn.width), short(drawn.height));
    view! {
        <svg class="map" role="group" aria-labelledby=format!("{id}-title") viewBox=size width=short(drawn.width) height=short(drawn.height)>
            <g class="bands">{bands}</g>
            <g class="lines" aria-hidden="true">{lines}</g>
            <g class="heads">{heads}</g>
            <g class="nodes">{boxes}</g>
        </svg>
    }
    .into_any()
}

/// Whether a need in this state is satisfied.
fn counts(tone: Tone) -> bool {
    matches!(tone, Tone::Met | Tone::Exempt | Tone::Held)
}

fn mark(tone: Tone, x: f64, y: f64) -> impl IntoView {
    let place = format!("translate({} {}) scale(.8125)", short(x), short(y));
    view! { <path class="mark" aria-hidden="true" fill-rule="evenodd" transform=place d=tone.shape()></path> }
}

fn band(group: &GraphGroup, area: Area) -> AnyView {
    let class = format!("band {}", group.tone.class());
    view! { <rect class=class x=short(area.x) y=short(area.y) width=short(area.width) height=short(area.height) rx="14"></rect> }
        .into_any()
}

/// A band's name and state, over the lines that come down behind them.
fn band_head(group: &GraphGroup, area: Area) -> AnyView {
    let words = area.x + EDGE;
    let base = area.y + 26.0;
    // The state follows the name at a distance that the widest font needs.
    let state = words + super::wrap::width(&group.title, 17.0) + 18.0;
    view! {
        <g class=format!("band-head {}", group.tone.class())>
            <text class="band-title" x=short(words) y=short(base)>{format!("{} ", group.title)}</text>
            {mark(group.tone, state, base - 11.0)}
            <text class="band-state" x=short(state + 18.0) y=short(base)>{group.state.clone()}</text>
        </g>
    }
    .into_any()
}

fn line(nodes: &[GraphNode], line: &Line) -> AnyView {
    let (from, to) = (&nodes[line.from], &nodes[line.to]);
    let class = if counts(from.tone) {
        format!("line {}", from.tone.class())
    } else {
        "line".to_owned()
    };
    view! { <path class=class d=line.path.clone() data-from=from.id.clone() data-to=to.id.clone()></path> }.into_any()
}

fn node(id: &str, nodes: &[GraphNode], drawn: &Picture, at: usize, current: Option<&str>) -> AnyView {
    let node = &nodes[at];
    let area = drawn.boxes[at];
    let own = node.anchor(id);
    let ids = |list: &[usize]| {
        list.iter()
            .map(|&other| nodes[other].id.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let is_current = current == Some(node.id.as_str());
    let class = format!(
        "node {} kind-{}{}{}",
        node.tone.class(),
        slug(&node.kind),
        if node.unpublished { " is-unpublished" } else { "" },
        if is_current { " is-current" } else { "" }
    );
    let code = node.code.clone().map(|code| {
        let x = short(area.x + area.width - PAD);
        view! { <text class="node-code" id=format!("{own}-code") text-anchor="end" x=x y=short(area.y + STATE_BASE)>{format!("{code} ")}</text> }
    });
    let code_id = node.code.as_ref().map(|_| format!("{own}-code ")).unwrap_or_default();
    let note = node.unpublished.then(|| {
        let base = area.y + TITLE_BASE + TITLE_LINE * drawn.titles[at].len() as f64;
        view! { <text class="node-note" id=format!("{own}-note") x=short(area.x + PAD) y=short(base)>"Not published"</text> }
    });
    let note_id = if node.unpublished {
        format!(" {own}-note")
    } else {
        String::new()
    };
    let named = format!("{code_id}{own}-name {own}-state{note_id}");
    let left = short(area.x + PAD);
    let title = drawn.titles[at]
        .iter()
        .enumerate()
        .map(|(line, words)| {
            let y = short(area.y + TITLE_BASE + TITLE_LINE * line as f64);
            // The space keeps the words of two lines apart when they are read aloud.
            view! { <tspan x=left.clone() y=y>{format!("{words} ")}</tspan> }
        })
        .collect_view();
    view! {
        <a
            class=class
            id=own.clone()
            href=node.href.clone()
            data-node=node.id.clone()
            data-needs=ids(&drawn.links.needs[at])
            data-unlocks=ids(&drawn.links.unlocks[at])
            aria-labelledby=named
            aria-describedby=format!("{own}-needs {own}-leads")
            aria-current=is_current.then_some("true")
        >
            <rect x=short(area.x) y=short(area.y) width=short(area.width) height=short(area.height) rx="9"></rect>
            {mark(node.tone, area.x + PAD, area.y + 8.5)}
            {code}
            <text class="node-title" id=format!("{own}-name")>{title}</text>
            <text class="node-state" id=format!("{own}-state") x=short(area.x + PAD + 18.0) y=short(area.y + STATE_BASE)>
                {format!("{} ", node.state)}
            </text>
            {note}
        </a>
    }
    .into_any()
}
