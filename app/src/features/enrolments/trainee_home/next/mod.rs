//! What the trainee can do, the most useful first: answer, apply, go on with what was begun, claim, ask the employer.

mod answers;
mod asking;
mod claiming;

pub(super) use answers::is_settled;

use super::mine::Mine;
use crate::design::next::NextItem;
use crate::features::enrolments::store::Case;
use chrono::NaiveDate;

/// Everything that the trainee can do today.
pub(super) fn next_items(case: &Case, mine: &Mine, today: NaiveDate) -> Vec<NextItem> {
    let mut items = answers::answers(case, mine);
    items.extend(asking::applications(case, mine));
    items.extend(answers::drafts(case, mine, today));
    if let Some(stage) = case.standing.current_stage(&case.framework) {
        items.extend(claiming::claims(case, mine, stage));
        items.extend(asking::verification(case, mine, stage));
    }
    items
}

fn item(href: String, title: String, text: impl Into<String>) -> NextItem {
    NextItem {
        href,
        title,
        text: text.into(),
        who: None,
    }
}
