//! What the lines and the outlines of the picture mean: a shape of each with its words.

use leptos::prelude::*;

use super::GraphNode;
use super::picture::{UNPUBLISHED, counts};
use crate::design::tag::Tone;

/// The key to the picture: only what is in it.
pub fn legend(nodes: &[GraphNode], has_current: bool) -> AnyView {
    let some = |tone: fn(Tone) -> bool| nodes.iter().any(|node| tone(node.tone));
    let met = nodes.iter().find(|node| counts(node.tone));
    let entries = [
        Some((arrow("line"), "Comes first, and leads on to what the arrow points at")),
        met.map(|node| {
            let class = format!("line {}", node.tone.class());
            (arrow(&class), "In colour: a need that is met")
        }),
        some(|tone| matches!(tone, Tone::Met | Tone::Exempt | Tone::Held | Tone::Now | Tone::Late))
            .then(|| (shape("node t-met"), "Tinted: met or begun")),
        some(|tone| tone == Tone::Later).then(|| (shape("node t-later"), "Dashed: not open yet")),
        nodes.iter().any(|node| node.kind == "stage").then(|| {
            (shape("node t-later kind-stage"), "Filled: a stage. It is met once all that stands above it is met")
        }),
        has_current.then(|| (shape("node t-plain is-current"), "Thick outline: the current stage")),
        nodes.iter().any(|node| node.unpublished).then(|| (shape("node t-plain is-unpublished"), unpublished())),
    ];
    let entries = entries
        .into_iter()
        .flatten()
        .map(|(shape, words)| view! { <li>{shape}<span>{words}</span></li> })
        .collect_view();
    view! { <ul class="graph-legend" aria-label="Key to the map">{entries}</ul> }.into_any()
}

/// The words for what is dotted, with the note that the nodes bear.
fn unpublished() -> &'static str {
    const WORDS: &str =
        "Dotted, “Not all published”: the body has not published its name or its details; its page says which";
    debug_assert!(WORDS.contains(UNPUBLISHED));
    WORDS
}

fn shape(class: &'static str) -> AnyView {
    view! {
        <svg class="swatch" viewBox="0 0 36 22" aria-hidden="true" focusable="false">
            <g class=class><rect x="2" y="2" width="32" height="18" rx="5"></rect></g>
        </svg>
    }
    .into_any()
}

fn arrow(class: &str) -> AnyView {
    view! {
        <svg class="swatch" viewBox="0 0 36 22" aria-hidden="true" focusable="false">
            <path class=class.to_owned() d="M2 11L33 11M27 6.5L33 11L27 15.5"></path>
        </svg>
    }
    .into_any()
}
