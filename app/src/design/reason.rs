//! Why something stands as it does: rules inside rules, each with its state.

use leptos::prelude::*;

use super::tag::{Tag, Tone};

/// One reason and the reasons below it. `word` is its state ("Met", "Not yet"), `text` the rule in words.
#[derive(Clone, Debug)]
pub struct ReasonItem {
    /// What it says of the node.
    pub tone: Tone,
    /// The same as a word.
    pub word: String,
    pub text: String,
    /// The page of what it speaks of.
    pub href: Option<String>,
    /// Whether it is another way to the same, folded until it is asked for.
    pub folded: bool,
    /// What it rests on.
    pub children: Vec<ReasonItem>,
}

/// The reasons as nested lists.
#[component]
pub fn Reasons(
    /// The reasons, the outermost ones.
    items: Vec<ReasonItem>,
) -> impl IntoView {
    list(items)
}

fn list(items: Vec<ReasonItem>) -> AnyView {
    let items = items.into_iter().map(reason).collect_view();
    view! { <ul class="reasons">{items}</ul> }.into_any()
}

fn reason(item: ReasonItem) -> AnyView {
    if item.folded {
        let below = (!item.children.is_empty()).then(|| list(item.children));
        let more = item.href.map(|href| view! { <p><a href=href>"See it"</a></p> });
        return view! { <li><details><summary>{item.text}</summary>{more}{below}</details></li> }.into_any();
    }
    let text = match item.href {
        Some(href) => view! { <a href=href>{item.text}</a> }.into_any(),
        None => item.text.into_any(),
    };
    let below = (!item.children.is_empty()).then(|| list(item.children));
    view! { <li><p><Tag tone=item.tone label=item.word/>" "<span>{text}</span></p>{below}</li> }.into_any()
}
