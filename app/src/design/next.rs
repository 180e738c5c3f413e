//! What to do next, the most useful first.

use leptos::prelude::*;

/// One thing to do. `who` is the person it then goes to, or who must act when it isn't the reader.
#[derive(Clone, Debug)]
pub struct NextItem {
    /// Where it is done.
    pub href: String,
    /// What is to be done.
    pub title: String,
    /// Why, or how much of it.
    pub text: String,
    /// Who does it, when it is someone else.
    pub who: Option<String>,
}

/// The things to do, numbered.
#[component]
pub fn NextSteps(
    /// The steps, in order.
    items: Vec<NextItem>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            let text = (!item.text.is_empty()).then(|| view! { <p>{item.text}</p> });
            let who = item.who.map(|who| view! { <p class="count">{who}</p> });
            view! { <li><a href=item.href>{item.title}</a>{text}{who}</li> }.into_any()
        })
        .collect_view();
    view! { <ol class="next">{items}</ol> }.into_any()
}
