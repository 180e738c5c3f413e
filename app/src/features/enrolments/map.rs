//! The map of one person.

use super::specialism;
use crate::design::graph::Graph;
use crate::features::frameworks::map::draw;
use crate::features::record::store::{Case, case_of};
use crate::islands::ExploreMap;
use crate::prelude::pages::*;

/// The map of one person.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it.
pub async fn map(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, own) = case_of(&cx, id).await?;
    let title = if own { String::from("Your map") } else { format!("The map of {}", case.name) };
    let today = case.today();
    let draw = {
        let title = title.clone();
        move || drawn(&case, own, title, today)
    };
    Ok(Page::new(title, draw))
}

fn drawn(case: &Case, own: bool, title: String, today: NaiveDate) -> impl IntoView + use<> {
    let href = |id: &str| paths::node(case.id, id);
    let state_of = |ix| case.shows(ix).then(|| case.state(ix));
    let drawing = draw(&case.framework, Some(&state_of), &href);
    let printed = format!("The map of {}", case.name);
    let as_of = format!("As it stood on {}", words::date(today));
    let current = case.standing.current_stage(&case.framework).map(|stage| case.framework.node(stage).id.clone());
    let eyebrow = format!("{}, version {}", case.framework.title(), case.framework.version());
    let may_choose = own && !case.framework.specialisms().is_empty();
    let specialism = may_choose.then(|| view! { <p>{specialism::link(case)}</p> });
    view! {
            <BackLink href=paths::ENROLMENT.to(case.id) label=if own { "Where you are" } else { "Where they are" }/>
            <Heading title=title eyebrow=eyebrow printed=printed/>
            <p class="print-only">{as_of}</p>
            <ExploreMap>
                <Graph id="map" title="What needs what" summary=drawing.summary groups=drawing.groups nodes=drawing.nodes current=current/>
            </ExploreMap>
            {specialism.map(|specialism| view! { <div class="no-print">{specialism}</div> })}
    }
}
