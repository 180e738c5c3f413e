//! A status as the public sees it, and as it prints.

use leptos::prelude::*;

use super::summary_list::{SummaryList, SummaryRow};
use super::tag::{Tag, Tone};
use super::text::{Piece, Words};

/// Who holds what, whether it stands today, and the facts behind it. `children` is what follows below the facts.
#[component]
pub fn Certificate(
    /// Whose name it bears, such as the professional body.
    #[prop(into)]
    issuer: String,
    /// Who holds it.
    #[prop(into)]
    holder: String,
    /// The status, such as "CILEX Advanced Paralegal".
    #[prop(into)]
    status: String,
    /// The letters that go with it.
    #[prop(optional, into)]
    letters: Words,
    /// The tone of its state.
    tone: Tone,
    /// Its state in words, such as "Valid on 22 November 2026".
    #[prop(into)]
    state: String,
    /// The facts behind it.
    rows: Vec<SummaryRow>,
    /// What stands at its foot.
    #[prop(optional, into)]
    foot: Piece,
) -> impl IntoView {
    view! {
        <article class=format!("certificate {}", tone.class())>
            <p class="issuer">{issuer}</p>
            <h1>{holder}</h1>
            <p class="holds">{status}{letters.0.map(|letters| view! { <span class="letters">{letters}</span> })}</p>
            <p class="state"><Tag tone label=state/></p>
            <SummaryList rows/>
            {foot.0.map(|foot| view! { <div class="certificate-foot">{foot}</div> })}
        </article>
    }
    .into_any()
}
