//! What happened, in order.

use leptos::prelude::*;

use super::tag::{Mark, Tone};

/// One event. `on` is its date in words; `at` is the same as a machine reads it (`2025-06-14`).
pub struct TimelineItem {
    pub on: String,
    pub at: Option<String>,
    pub title: AnyView,
    pub body: Option<AnyView>,
    pub tone: Tone,
}

/// Events along a line, in the order given.
#[component]
pub fn Timeline(items: Vec<TimelineItem>) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
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
        })
        .collect_view();
    view! { <ol class="timeline">{items}</ol> }.into_any()
}
