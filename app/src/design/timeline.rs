//! What happened, in order.

use leptos::prelude::*;

use super::tag::{Mark, Tone};

/// One event. `on` is its date in words; `at` is the same as a machine reads it (`2025-06-14`).
pub struct TimelineItem {
    pub on: String,
    /// The same for machines.
    pub at: Option<String>,
    pub title: AnyView,
    /// The rest of it.
    pub body: Option<AnyView>,
    pub tone: Tone,
}

/// Events along a line, in the order given.
#[component]
pub fn Timeline(
    /// The events, in order.
    items: Vec<TimelineItem>,
) -> impl IntoView {
    let items = items.into_iter().map(line).collect_view();
    view! { <ol class="timeline">{items}</ol> }.into_any()
}

/// Events along a line, of which the minor ones (`true`) are folded away where they stand, under `label` and how many
/// they are.
#[component]
pub fn FoldingTimeline(
    /// The events, in order; whether each is a minor one.
    items: Vec<(TimelineItem, bool)>,
    /// What leads to the minor ones.
    label: &'static str,
) -> impl IntoView {
    let mut lines = Vec::new();
    let mut minor = Vec::new();
    for (item, is_minor) in items {
        if is_minor {
            minor.push(line(item));
        } else {
            lines.extend(fold(&mut minor, label));
            lines.push(line(item));
        }
    }
    lines.extend(fold(&mut minor, label));
    view! { <ol class="timeline">{lines}</ol> }.into_any()
}

fn line(item: TimelineItem) -> AnyView {
    let body = item.body.map(|body| view! { <div class="what">{body}</div> });
    view! {
        <li class=item.tone.class()>
            <Mark tone=item.tone/>
            <div>
                <p class="when"><time datetime=item.at>{item.on}</time></p>
                <p class="title">{item.title}</p>
                {body}
            </div>
        </li>
    }
    .into_any()
}

fn fold(minor: &mut Vec<AnyView>, label: &str) -> Option<AnyView> {
    let lines = std::mem::take(minor);
    let label = format!("{label} ({})", lines.len());
    (!lines.is_empty()).then(|| {
        view! {
            <li class="folded">
                <details>
                    <summary>{label}</summary>
                    <ol class="timeline">{lines}</ol>
                </details>
            </li>
        }
        .into_any()
    })
}
