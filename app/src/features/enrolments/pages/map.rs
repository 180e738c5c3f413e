//! The map of one person.

use super::case_of;
use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, ButtonTone, Buttons, Choice, Hidden, Radios};
use crate::design::graph::Graph;
use crate::design::heading::{Heading, Section};
use crate::features::enrolments::actions::ChooseSpecialism;
use crate::features::enrolments::store::Case;
use crate::features::frameworks::islands::ExploreMap;
use crate::features::frameworks::map::draw;
use crate::paths;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use crate::web::words;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The map of one person.
#[component]
pub fn Map() -> impl IntoView {
    page(|cx, params| async move {
        let (case, own) = case_of(&cx, &params).await?;
        let href = |id: &str| paths::node(&case.id, id);
        let state_of = |ix| case.shows(ix).then(|| case.state(ix));
        let drawing = draw(&case.framework, Some(&state_of), &href);
        let title = if own {
            String::from("Your map")
        } else {
            format!("The map of {}", case.name)
        };
        let printed = format!("The map of {}", case.name);
        let as_of = format!("As it stood on {}", words::date(cx.today));
        let current = case
            .standing
            .current_stage(&case.framework)
            .map(|stage| case.framework.node(stage).id.clone());
        let eyebrow = format!("{}, version {}", case.framework.title(), case.framework.version());
        let form = cx.returned(&format!("specialism {}", case.id)).await?;
        let specialism = own.then(|| specialism_form(&case, &form)).flatten();
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=paths::enrolment(&case.id) label=if own { "Where you are" } else { "Where they are" }/>
                <ErrorSummary errors=form.summary()/>
                <Heading title=title eyebrow=eyebrow printed=printed/>
                <p class="print-only">{as_of}</p>
                <ExploreMap>
                    <Graph id="map" title="What needs what" summary=drawing.summary groups=drawing.groups nodes=drawing.nodes current=current/>
                </ExploreMap>
                {specialism.map(|specialism| view! { <div class="no-print">{specialism}</div> })}
            },
        )
        .with_form(&form))
    })
}

fn specialism_form(case: &Case, form: &Returned) -> Option<AnyView> {
    let specialisms = case.framework.specialisms();
    if specialisms.is_empty() {
        return None;
    }
    let options = specialisms
        .iter()
        .map(|one| {
            let choice = Choice::new(&one.id, &one.title);
            match &one.unpublished {
                Some(note) => choice.hinted(format!("Unpublished: {note}")),
                None => choice,
            }
        })
        .collect::<Vec<_>>();
    let chosen = case.facts.file().specialism.clone();
    let fields = view! {
        <form method="post" action=ChooseSpecialism::PATH>
            <Hidden name="enrolment" value=case.id.to_string()/>
            <Radios name="specialism" legend="Practice area" hint="It decides which options count. You may change it: what you have passed stays on your record." options=options value=chosen error=form.error("specialism")/>
            <Buttons><Button label="Save specialism" tone=ButtonTone::Quiet/></Buttons>
        </form>
    };
    Some(view! { <Section id="specialism-choice" title="Your specialism">{fields}</Section> }.into_any())
}
