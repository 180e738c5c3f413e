//! A plan for a past day rests on what was known then: nothing that came after is there when its steps are taken.

use chrono::NaiveDate;

use crate::framework::Framework;
use crate::standing::Facts;

/// The facts that were known on a day, where others came after.
pub(super) fn then(framework: &Framework, facts: &Facts, on: NaiveDate) -> Option<Facts> {
    let file = facts.file();
    let has_later = file.days().any(|day| day > on);
    has_later.then(|| Facts::bind(framework, file.clone().known_on(on)).ok()).flatten()
}
