//! The picture as SVG. Colours come from classes, so that one drawing serves light, dark and print.

use leptos::prelude::*;

use super::layout::{Area, Label, Line, Picture};
use super::route::short;
use super::size::*;
use super::{GraphGroup, GraphNode};
use crate::design::tag::Tone;
use crate::design::text::slug;

/// The drawing: bands, lines, nodes. Nodes come in the order of the needs, so that Tab follows it.
pub fn svg(id: &str, groups: &[GraphGroup], nodes: &[GraphNode], drawn: &Picture, current: Option<&str>) -> AnyView {
    let areas = || groups.iter().zip(&drawn.bands).filter_map(|(group, area)| Some((group, (*area)?)));
    let bands = areas().map(|(group, area)| band(group, area)).collect_view();
    let heads = groups
        .iter()
        .zip(&drawn.heads)
        .filter(|(_, head)| !head.lines.is_empty())
        .map(|(group, head)| band_head(group, head))
        .collect_view();
    let labels = drawn.labels.iter().map(row_label).collect_view();
    // Needs that are met are drawn first: a line that several share looks met only when all of them are.
    let (met, open): (Vec<&Line>, Vec<&Line>) = drawn.lines.iter().partition(|line| counts(nodes[line.from].tone));
    let lines = met.into_iter().chain(open).map(|needed| line(nodes, needed)).collect_view();
    let boxes = drawn.links.order.iter().map(|&at| node(id, nodes, drawn, at, current)).collect_view();
    let size = format!("0 0 {} {}", short(drawn.width), short(drawn.height));
    view! {
        <svg class="map" role="group" aria-labelledby=format!("{id}-title") viewBox=size width=short(drawn.width) height=short(drawn.height)>
            <g class="bands">{bands}</g>
            <g class="lines" aria-hidden="true">{lines}</g>
            <g class="heads">{heads}{labels}</g>
            <g class="nodes">{boxes}</g>
        </svg>
    }
    .into_any()
}

/// What is said of a node that its body has not published in full; the key says what it means.
pub const UNPUBLISHED: &str = "Not all published";

/// Whether a need in this state is satisfied.
pub fn counts(tone: Tone) -> bool {
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

/// A band's name with its state below.
fn band_head(group: &GraphGroup, head: &Label) -> AnyView {
    let base = head.base + HEAD_LINE * head.lines.len() as f64;
    view! {
        <g class=format!("band-head {}", group.tone.class())>
            <text class="band-title">{spans(&head.lines, EDGE, head.base, HEAD_LINE)}</text>
            {mark(group.tone, EDGE, base - 11.0)}
            <text class="band-state" x=short(EDGE + 18.0) y=short(base)>{group.state.clone()}</text>
        </g>
    }
    .into_any()
}

/// What a row holds.
fn row_label(label: &Label) -> AnyView {
    view! { <text class="row-label">{spans(&label.lines, EDGE, label.base, LABEL_LINE)}</text> }.into_any()
}

/// Lines under one another. The space keeps the words of two lines apart when they are read aloud.
fn spans(lines: &[String], x: f64, base: f64, line: f64) -> AnyView {
    lines
        .iter()
        .enumerate()
        .map(|(at, words)| {
            view! { <tspan x=short(x) y=short(base + line * at as f64)>{format!("{words} ")}</tspan> }
        })
        .collect_view()
        .into_any()
}

fn line(nodes: &[GraphNode], line: &Line) -> AnyView {
    let (from, to) = (&nodes[line.from], &nodes[line.to]);
    let class = if counts(from.tone) { format!("line {}", from.tone.class()) } else { "line".to_owned() };
    view! { <path class=class d=line.path.clone() data-from=from.id.clone() data-to=to.id.clone()></path> }.into_any()
}

fn node(id: &str, nodes: &[GraphNode], drawn: &Picture, at: usize, current: Option<&str>) -> AnyView {
    let node = &nodes[at];
    let area = drawn.boxes[at];
    let own = node.anchor(id);
    let ids = |list: &[usize]| list.iter().map(|&other| nodes[other].id.as_str()).collect::<Vec<_>>().join(" ");
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
        view! {
            {mark(Tone::Unpublished, area.x + PAD, base - 10.0)}
            <text class="node-note" id=format!("{own}-note") x=short(area.x + PAD + 18.0) y=short(base)>{UNPUBLISHED}</text>
        }
    });
    let note_id = if node.unpublished { format!(" {own}-note") } else { String::new() };
    let named = format!("{code_id}{own}-name {own}-state{note_id}");
    let title = spans(&drawn.titles[at], area.x + PAD, area.y + TITLE_BASE, TITLE_LINE);
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
