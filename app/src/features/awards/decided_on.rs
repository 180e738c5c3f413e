//! What a decision was made on: how the step-off point stood then, and why, as it was kept with the decision.

use super::store::Application;
use crate::design::reason::Reasons;
use crate::features::frameworks::map::reason_items;
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::standing::{Reason, StandingReport};
use std::collections::HashMap;

/// The reasons as they were read on the day of the decision; nothing where the report names no such step-off point.
pub(super) fn decided_on(application: &Application, case: &Case, then: StandingReport) -> Option<AnyView> {
    let (day, on) = (then.on, words::date(then.on));
    let mut of_nodes: HashMap<String, Vec<Reason>> =
        then.nodes.into_iter().map(|node| (node.id, node.reasons)).collect();
    let reasons = in_full(of_nodes.remove(&application.step_off)?, &mut of_nodes);
    let href = |node: &str| paths::node_then(case.id, node, day);
    let items = reason_items(reasons, &href);
    Some(
        view! {
            <Section id="decided-on" title=format!("What it was decided on, as it stood on {on}")>
                <Reasons items=items/>
            </Section>
        }
        .into_any(),
    )
}

/// Reasons with those of each node that they name, where that is named first.
fn in_full(reasons: Vec<Reason>, of_nodes: &mut HashMap<String, Vec<Reason>>) -> Vec<Reason> {
    let filled = |mut reason: Reason| {
        if reason.children.is_empty() {
            let named = reason.node.as_ref().and_then(|node| of_nodes.remove(node));
            reason.children = named.unwrap_or_default();
        }
        reason.children = in_full(std::mem::take(&mut reason.children), of_nodes);
        reason
    };
    reasons.into_iter().map(filled).collect()
}
