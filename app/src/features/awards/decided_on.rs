//! What a decision was made on: how the step-off point stood then, and why, as it was kept with the decision.

use super::store::Application;
use crate::design::reason::Reasons;
use crate::features::frameworks::map::reason_items;
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::standing::StandingReport;

/// The reasons as they were read on the day of the decision; nothing where the report names no such step-off point.
pub(super) fn decided_on(application: &Application, case: &Case, then: StandingReport) -> Option<AnyView> {
    let on = words::date(then.on);
    let step_off = then.nodes.into_iter().find(|node| node.id == application.step_off)?;
    let href = |node: &str| paths::node(case.id, node);
    let items = reason_items(step_off.reasons, &href);
    Some(
        view! {
            <Section id="decided-on" title=format!("What it was decided on, as it stood on {on}")>
                <Reasons items=items/>
            </Section>
        }
        .into_any(),
    )
}
