//! The map of one person.

use super::case_of;
use crate::design::back::BackLink;
use crate::design::graph::Graph;
use crate::design::heading::Heading;
use crate::features::frameworks::islands::ExploreMap;
use crate::features::frameworks::map::draw;
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::words;
use leptos::prelude::*;

/// The map of one person.
#[component]
pub fn Map() -> impl IntoView {
    page(|cx, params| async move {
        let (case, own) = case_of(&cx, &params).await?;
        let href = |id: &str| paths::node(case.id, id);
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
        let may_choose = own && !case.framework.specialisms().is_empty();
        let specialism = may_choose.then(|| {
            view! { <p><a href=paths::specialism(case.id)>"Your specialism"</a></p> }
        });
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=paths::enrolment(case.id) label=if own { "Where you are" } else { "Where they are" }/>
                <Heading title=title eyebrow=eyebrow printed=printed/>
                <p class="print-only">{as_of}</p>
                <ExploreMap>
                    <Graph id="map" title="What needs what" summary=drawing.summary groups=drawing.groups nodes=drawing.nodes current=current/>
                </ExploreMap>
                {specialism.map(|specialism| view! { <div class="no-print">{specialism}</div> })}
            },
        ))
    })
}
