//! The question before something ends that does not come back by itself.

use leptos::prelude::*;

use super::back::BackLink;
use super::field::{Button, ButtonTone, Buttons, Hidden};
use super::heading::Heading;
use super::text::Words;

/// What ends, what that means, the button that ends it, and the way to keep it.
#[component]
pub fn Question(
    /// The question.
    #[prop(into)]
    title: String,
    /// What it belongs to.
    #[prop(optional, into)]
    eyebrow: Words,
    /// What the answer yes means, for whom.
    #[prop(into)]
    lede: String,
    /// Where one came from, and goes back to with the answer no.
    #[prop(into)]
    back: String,
    /// What is there.
    #[prop(into)]
    back_label: String,
    /// The address that takes the answer yes.
    action: &'static str,
    /// What it is told: names and values.
    fields: Vec<(&'static str, String)>,
    /// The answer yes, as the button says it.
    yes: &'static str,
    /// The answer no, as the link says it.
    #[prop(default = "Keep it")]
    no: &'static str,
) -> impl IntoView {
    let fields = fields
        .into_iter()
        .map(|(name, value)| view! { <Hidden name=name value=value/> })
        .collect_view();
    view! {
        <BackLink href=back.clone() label=back_label/>
        <Heading title=title eyebrow=eyebrow lede=lede/>
        <form method="post" action=action>
            {fields}
            <Buttons><Button label=yes tone=ButtonTone::Danger/>" "<a href=back>{no}</a></Buttons>
        </form>
    }
    .into_any()
}
