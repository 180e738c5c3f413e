//! Minutes of experience.

use chrono::NaiveDate;

use super::Gathered;
use super::spells::{bounded, days, spells};
use crate::framework::{Framework, Hours, KindIx};
use crate::standing::bind::{Facts, NEVER};

/// The minutes that count toward a rule; those confirmed by people in `aside` do not. `count` is called with each fact and
/// the minutes of it that count.
pub(in crate::standing) fn hours(
    framework: &Framework,
    facts: &Facts,
    rule: &Hours,
    on: NaiveDate,
    aside: &[u32],
    count: &mut impl FnMut(u32, i64),
) -> Gathered {
    let opens = rule.window.map_or(NaiveDate::MIN, |window| window.before(on));
    let mut total = 0i64;
    let mut signers: Vec<u32> = Vec::new();
    let mut flat: Vec<KindIx> = Vec::new();
    let (mut enough, mut since) = (false, NEVER);
    for spell in spells(framework, facts, rule.kind, on, aside) {
        let kind = framework.experience_kind(spell.kind);
        let minutes = match (kind.minutes_flat, kind.minutes_per_week) {
            (Some(_), _) if flat.contains(&spell.kind) => 0,
            (Some(minutes), _) => {
                flat.push(spell.kind);
                minutes
            }
            (None, Some(per_week)) => {
                // Weeks are counted inside the bounds, so that a part-week is never rounded up.
                let parts = bounded(facts, rule.while_holding, spell, opens, on);
                parts.iter().map(|(a, b)| days(*a, *b) / 7 * per_week).sum()
            }
            (None, None) => {
                let whole = days(spell.from, spell.until).max(1);
                let parts = bounded(facts, rule.while_holding, spell, opens, on);
                let inside: i64 = parts.iter().map(|(a, b)| days(*a, *b)).sum();
                spell.minutes.saturating_mul(inside.min(whole)) / whole
            }
        };
        if minutes <= 0 {
            continue;
        }
        count(spell.fact, minutes);
        total = total.saturating_add(minutes);
        if !signers.contains(&spell.confirmer) {
            signers.push(spell.confirmer);
        }
        if !enough && total >= rule.minutes && signers.len() >= rule.distinct_signers as usize {
            (enough, since) = (true, spell.confirmed_on);
        }
    }
    Gathered {
        enough,
        since,
        done: total.min(rule.minutes),
        of: rule.minutes,
        signers: signers.len() as u32,
    }
}
