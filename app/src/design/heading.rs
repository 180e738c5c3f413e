//! The first thing a page says, and the parts it falls into.

use leptos::prelude::*;

use super::text::{Piece, Words};

/// The page's only `<h1>`, with what it belongs to above it and what matters most below. `printed` is what it says on
/// paper, where "your" names nobody.
#[component]
pub fn Heading(
    #[prop(into)] title: String,
    #[prop(optional, into)] eyebrow: Words,
    #[prop(optional, into)] lede: Piece,
    #[prop(optional, into)] printed: Words,
) -> impl IntoView {
    let title = match printed.0 {
        None => title.into_any(),
        Some(printed) => {
            view! { <span class="no-print">{title}</span><span class="print-only">{printed}</span> }.into_any()
        }
    };
    view! {
        <div class="heading">
            {eyebrow.0.map(|eyebrow| view! { <p class="eyebrow">{eyebrow}</p> })}
            <h1>{title}</h1>
            {lede.0.map(|lede| view! { <div class="lede">{lede}</div> })}
        </div>
    }
}

/// A part of a page under an `<h2>`, which names it for those who jump between parts.
#[component]
pub fn Section(#[prop(into)] id: String, #[prop(into)] title: String, children: Children) -> impl IntoView {
    let heading = format!("{id}-title");
    let label = heading.clone();
    view! {
        <section class="section" id=id aria-labelledby=label>
            <h2 id=heading>{title}</h2>
            {children()}
        </section>
    }
    .into_any()
}

/// Parts side by side where there is room, one under the other where there is not.
#[component]
pub fn Columns(children: Children) -> impl IntoView {
    view! { <div class="columns">{children()}</div> }.into_any()
}
