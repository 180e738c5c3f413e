//! What a signature says, shown before it is given and kept with it afterwards.

use leptos::prelude::*;

use super::text::Words;

/// The statements a signature makes, one per line, and what it does not say.
#[component]
pub fn Attest(
    /// The heading; "What your signature says" without one.
    #[prop(optional, into)]
    title: Words,
    /// What the signer attests, a line each.
    lines: Vec<String>,
    /// What the signature does not say.
    #[prop(optional, into)]
    foot: Words,
) -> impl IntoView {
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <section class="attest">
            <h2>{title.or("What your signature says")}</h2>
            <ul>{lines}</ul>
            {foot.0.map(|foot| view! { <p>{foot}</p> })}
        </section>
    }
    .into_any()
}
