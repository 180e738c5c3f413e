//! Where a trainee stood on a past day.

use super::differences::differences;
use super::{Past, on_that_day};
use crate::design::stair::Stair;
use crate::features::enrolments::trainee_home::step;
use crate::features::frameworks::map::called;
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::framework::NodeIx;

/// The stair and the statuses of that day, and what differs between the two readings.
pub(in crate::features::enrolments) fn home(case: Case, own: bool, past: Past) -> Page {
    let who = if own { "you" } else { case.name.as_str() };
    let title = format!("Where {who} stood on {}", words::date(past.on));
    let case = on_that_day(case, &past);
    Page::new(title.clone(), move || draw(&case, title, own, &past)).reading()
}

fn draw(case: &Case, title: String, own: bool, past: &Past) -> AnyView {
    let framework = &case.framework;
    let current = case.standing.current_stage(framework);
    let steps = framework.stages().iter().map(|stage| {
        let step = step(case, *stage, current);
        crate::design::stair::Step { href: past.of(&step.href), ..step }
    });
    let held: Vec<NodeIx> = case.standing.held(framework);
    let held = if held.is_empty() {
        view! { <p>"No status was held."</p> }.into_any()
    } else {
        let item = |ix: NodeIx| {
            let href = past.of(&paths::node(case.id, &framework.node(ix).id));
            view! { <li><a href=href>{called(framework, ix)}</a></li> }
        };
        view! { <ul>{held.into_iter().map(item).collect_view()}</ul> }.into_any()
    };
    let ended = case.ended.filter(|ended| ended.on <= past.on).map(|ended| {
        view! { <p>{format!("As is known today, the enrolment was over from {} on.", words::date(ended.on))}</p> }
    });
    let here = paths::ENROLMENT.to(case.id);
    let back = here.clone();
    let eyebrow = format!("{}, version {}", framework.short_title(), framework.version());
    view! {
        <BackLink href=back label=if own { "Where you are" } else { "Where they are" }/>
        <Heading title=title eyebrow=eyebrow intro=past.sentence()/>
        {ended}
        {past.choose(&here)}
        {differences(case, past, framework.nodes().map(|(ix, _)| ix))}
        <Stair label="Stages" steps=steps.collect()/>
        <Section id="held" title="Statuses held">{held}</Section>
    }
    .into_any()
}
