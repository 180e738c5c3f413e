//! Where a way is to lead: asked for where an address does not say it, or names nothing that there is.

use super::what_if::quoted;
use crate::design::empty::Empty;
use crate::design::field::FieldState;
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use crate::web::forms::Kept;
use domain::standing::State;

const TO: &str = "to";

/// The question, and what is wrong with what the address names.
pub(super) fn page(cx: &RequestCx, case: Case, to: &str) -> Page {
    let error = (!to.is_empty()).then(|| format!("There is no status called {}: choose one", quoted(to)));
    if let Some(error) = &error {
        Kept::refused_query(cx, Invalid::one(TO, error.clone()));
    }
    Page::new("Plan a way", move || draw(&case, error)).reading()
}

fn draw(case: &Case, error: Option<String>) -> AnyView {
    let statuses = case.framework.in_file_order().filter(|(_, node)| node.as_status().is_some());
    let open: Vec<Choice> = statuses
        .filter(|(ix, _)| case.standing.state(*ix) != State::Held)
        .map(|(_, node)| Choice::new(&node.id, &node.title))
        .collect();
    let question = if open.is_empty() {
        view! { <Empty title="No way is left to plan" text="Every status of this qualification is held."/> }.into_any()
    } else {
        let of = FieldState::of_query(TO, "", error);
        view! {
            <form method="get" action=paths::PLAN.to(case.id) novalidate>
                <Select of=of label="Which status is to be reached?" prompt="Choose one" options=open/>
                <Buttons><Button label="Show the way"/></Buttons>
            </form>
        }
        .into_any()
    };
    view! {
        <BackLink href=paths::ENROLMENT.to(case.id) label="Where you are"/>
        <Heading title="Plan a way" eyebrow=case.framework.short_title().to_owned() intro="See the steps from here to a status, in an order that works."/>
        {question}
    }
    .into_any()
}
