//! A plan for a past day rests on what was known then: nothing that came after is there when its steps are taken.

use chrono::NaiveDate;

use super::next::Next;
use crate::dates::in_words;
use crate::framework::{Framework, NodeIx};
use crate::standing::Facts;

/// The facts that were known on a day, where others came after.
pub(super) fn then(framework: &Framework, facts: &Facts, on: NaiveDate) -> Option<Facts> {
    let file = facts.file();
    let has_later = file.days().any(|day| day > on);
    has_later.then(|| Facts::bind(framework, file.clone().known_on(on)).ok()).flatten()
}

/// A specialism that is chosen already from a later day on, where the target asks for one: the plan is made for that of today.
pub(super) fn later_specialisms(framework: &Framework, facts: &Facts, target: NodeIx, on: NaiveDate) -> Vec<String> {
    let mut later = facts.specialisms().after(on).peekable();
    if later.peek().is_none() || !Next::new(framework, target).asks_for_specialism() {
        return Vec::new();
    }
    let said = |(ix, from)| format!("The specialism is {} from {} on", framework.specialism(ix).title, in_words(from));
    later.map(|(ix, from)| said((*ix, from))).collect()
}
