//! What the trainee can do, the most useful first: answer, apply, go on with what was begun, claim, ask the employer.

mod answers;
mod asking;
mod claiming;
mod left;

pub(super) use answers::is_settled;

use super::own::Own;
use crate::design::next::NextItem;
use crate::features::enrolments::store::Case;
use chrono::NaiveDate;

/// Everything that the trainee can do today.
pub(super) fn next_items(case: &Case, own: &Own, today: NaiveDate) -> Vec<NextItem> {
    let mut items = left::claims(case, own);
    items.extend(answers::answers(case, own));
    items.extend(asking::applications(case, own));
    items.extend(answers::drafts(case, own, today));
    if let Some(stage) = case.standing.current_stage(&case.framework) {
        items.extend(claiming::claims(case, own, stage));
        items.extend(asking::verification(case, own, stage));
    }
    items
}

fn item(href: String, title: String, text: impl Into<String>) -> NextItem {
    NextItem { href, title, text: text.into(), who: None }
}
