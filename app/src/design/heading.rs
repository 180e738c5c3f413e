//! The first thing a page says, and the parts it falls into.

use leptos::prelude::*;

use super::text::{Piece, Words};

/// The id of a page's `<h1>`, by which it names what stands alone under it.
pub const TITLE: &str = "page-title";

/// The page's only `<h1>`, with what it belongs to above it and what matters most below. `printed` is what it says on
/// paper, where "your" names nobody.
#[component]
pub fn Heading(
    /// The heading.
    #[prop(into)]
    title: String,
    /// A line above it: what it belongs to.
    #[prop(optional, into)]
    eyebrow: Words,
    /// A sentence below it.
    #[prop(optional, into)]
    intro: Piece,
    /// What stands on paper in its place.
    #[prop(optional, into)]
    printed: Words,
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
            <h1 id=TITLE>{title}</h1>
            {intro.0.map(|intro| view! { <div class="intro">{intro}</div> })}
        </div>
    }
}

/// A part of a page under an `<h2>`, which names it for those who jump between parts.
#[component]
pub fn Section(
    /// Its id, for links into the page.
    #[prop(into)]
    id: String,
    /// The heading.
    #[prop(into)]
    title: String,
    /// What it holds.
    children: Children,
) -> impl IntoView {
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
