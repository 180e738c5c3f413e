//! What the trainee can do, the most useful first: answer, apply, go on with what was begun, sit, claim, ask the employer;
//! of every stage the person is on, as in the plan.

mod answers;
mod asking;
pub(super) mod claiming;
mod exemptions;
mod left;
mod passing;

pub(super) use answers::is_settled_of;
pub(super) use left::unsupervised;

use super::own::Own;
use crate::design::next::NextItem;
use crate::features::exemptions::store::Awaited;
use crate::features::record::store::Case;
use chrono::NaiveDate;

/// Everything that the trainee can do today.
pub(super) fn next_items(case: &Case, own: &Own, awaited: &[Awaited], today: NaiveDate) -> Vec<NextItem> {
    let mut items = left::claims(case, own);
    items.extend(answers::answers(case, own));
    items.extend(exemptions::items(case, own));
    items.extend(asking::applications(case, own));
    items.extend(answers::drafts(case, own, today));
    for stage in case.standing.current_stages(&case.framework) {
        items.extend(passing::results(case, (own, awaited), stage));
        items.extend(claiming::claims(case, own, stage));
        items.extend(asking::verification(case, own, stage));
    }
    items
}

fn item(href: String, title: String, text: impl Into<String>) -> NextItem {
    NextItem { href, title, text: text.into(), who: None }
}
