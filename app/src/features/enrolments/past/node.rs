//! How one node stood on a past day.

use super::differences::differences;
use super::{Past, on_that_day};
use crate::features::enrolments::node::how;
use crate::features::frameworks::map::called;
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::framework::NodeIx;

/// How it stood and why, and what differs between the two readings.
pub(in crate::features::enrolments) fn node(case: Case, ix: NodeIx, past: Past) -> Page {
    let title = format!("{} on {}", called(&case.framework, ix), words::date(past.on));
    let case = on_that_day(case, &past);
    Page::new(title.clone(), move || draw(&case, title, ix, &past)).reading()
}

fn draw(case: &Case, title: String, ix: NodeIx, past: &Past) -> AnyView {
    let node = case.framework.node(ix);
    let here = paths::node(case.id, &node.id);
    let back = past.of(&paths::ENROLMENT.to(case.id));
    let label = format!("The whole standing on {}", words::date(past.on));
    let eyebrow = format!("{} · {}", case.name, node.kind.word());
    let stood = how(case, ix, &|node: &str| past.of(&paths::node(case.id, node)));
    view! {
        <BackLink href=back label=label/>
        <Heading title=title eyebrow=eyebrow intro=past.sentence()/>
        {past.choose(&here)}
        {stood}
        {differences(case, past, std::iter::once(ix))}
    }
    .into_any()
}
