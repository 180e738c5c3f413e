//! The question before something ends that does not come back by itself.

use leptos::prelude::*;

use super::back::BackLink;
use super::field::{Button, ButtonTone, Buttons};
use super::heading::Heading;
use super::text::{Piece, Words};

/// What ends, what that means, and the form that is sent for yes.
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
    intro: String,
    /// Where one came from, and goes back to with the answer no.
    #[prop(into)]
    back: String,
    /// What is there.
    #[prop(into)]
    back_label: String,
    /// What was wrong when it was sent.
    #[prop(optional, into)]
    summary: Piece,
    /// The form of a sheet, around [`Answers`].
    form: AnyView,
) -> impl IntoView {
    view! {
        <BackLink href=back label=back_label/>
        {summary.0}
        <Heading title=title eyebrow=eyebrow intro=intro/>
        {form}
    }
    .into_any()
}

/// The answers of a question, inside its form: the button for yes, and the way back for no.
#[component]
pub fn Answers(
    /// The answer yes, as the button says it.
    #[prop(into)]
    yes: String,
    /// The answer no, as the link says it.
    #[prop(into)]
    no: String,
    /// Where the answer no leads.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    view! { <Buttons><Button label=yes tone=ButtonTone::Danger/>" "<a href=back>{no}</a></Buttons> }.into_any()
}
