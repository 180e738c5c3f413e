//! Spells of experience, and the days of them that a rule looks at.

use chrono::NaiveDate;

use crate::framework::{Framework, KindIx, NodeIx};
use crate::standing::bind::{BoundExperience, Facts, NEVER, TRAINEE};
use crate::standing::verdicts;

/// The spells of a kind that count, oldest confirmation first; those confirmed by people in `aside` do not.
pub(super) fn spells<'a>(
    framework: &'a Framework,
    facts: &'a Facts,
    kind: KindIx,
    on: NaiveDate,
    aside: &'a [u32],
) -> impl Iterator<Item = &'a BoundExperience> {
    facts.experience.iter().filter(move |spell| {
        framework.experience_counts_as(spell.kind, kind)
            && !aside.contains(&spell.confirmer)
            && verdicts::experience(spell, framework.experience_kind(spell.kind), on).counts()
    })
}

/// The parts of a spell inside the window and, where asked for, inside the days on which a status was held.
pub(super) fn bounded(
    facts: &Facts,
    status: Option<NodeIx>,
    spell: &BoundExperience,
    opens: NaiveDate,
    on: NaiveDate,
) -> Vec<(NaiveDate, NaiveDate)> {
    let (from, until) = (spell.from.max(opens), spell.until.max(spell.from).max(opens));
    let mut parts = match status {
        None => vec![(NaiveDate::MIN, NEVER)],
        Some(status) => held(facts, status, on),
    };
    for part in &mut parts {
        *part = (part.0.max(from), part.1.min(until));
    }
    parts.retain(|(from, until)| from < until);
    parts
}

/// The days on which a status was held, as far as is known on `on`: stretches `[from, until)` that do not touch, so that
/// two awards of the same status never make a day count twice.
fn held(facts: &Facts, status: NodeIx, on: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let mut stretches: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    // Awards are sorted by the day on which they were conferred.
    for award in facts.awards.of(status) {
        if award.conferred_on > on || award.conferrer == TRAINEE {
            continue;
        }
        let withdrawn = if award.withdrawn_on <= on {
            award.withdrawn_on
        } else {
            NEVER
        };
        let (from, until) = (award.conferred_on, award.expires_on.min(withdrawn));
        match stretches.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => stretches.push((from, until)),
        }
    }
    stretches
}

/// Whole days in `[from, until)`.
pub(super) fn days(from: NaiveDate, until: NaiveDate) -> i64 {
    (until - from).num_days().max(0)
}
