//! Where every stage is met, what the next status asks for besides them: a course for one's specialism, say.

use super::plan_target;
use crate::design::next::NextItem;
use crate::features::record::store::Case;
use crate::paths;
use chrono::NaiveDate;
use domain::plan::{What, plan};

/// What can be done for it now and does not wait for somebody already.
pub(super) fn items(case: &Case, today: NaiveDate) -> Vec<NextItem> {
    let framework = &case.framework;
    let target = plan_target(case).filter(|_| case.standing.current_stage(framework).is_none());
    let Some(target) = target else { return Vec::new() };
    let Ok(plan) = plan(framework, &case.facts, target, today) else { return Vec::new() };
    let text = format!("The status {} asks for it, besides the stages.", framework.node(target).title);
    let steps = plan.steps.into_iter().filter(|step| step.needs.is_empty() && step.what != What::Apply);
    let steps = steps.filter(|step| case.shows(step.node) && !case.waits(&framework.node(step.node).id));
    let item = |step: domain::plan::Step| NextItem {
        href: paths::node(case.id, &framework.node(step.node).id),
        title: step.sentence,
        text: text.clone(),
        who: None,
    };
    steps.map(item).collect()
}
