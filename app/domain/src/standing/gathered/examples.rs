//! Claims that show an outcome.

use chrono::NaiveDate;

use super::Gathered;
use crate::framework::Examples;
use crate::standing::bind::{Facts, NEVER};
use crate::standing::verdicts;

/// The claims that count toward an outcome; those decided by people in `aside` do not. `count` is called with each fact.
pub(in crate::standing) fn examples(
    facts: &Facts,
    rule: &Examples,
    on: NaiveDate,
    aside: &[u32],
    count: &mut impl FnMut(u32),
) -> Gathered {
    let claims = facts.claims.of(rule.of);
    let mut found = 0u32;
    let mut signers = 0u32;
    let mut since = NEVER;
    let (mut enough, needed) = (false, rule.distinct_signers);
    for (at, claim) in claims.iter().enumerate() {
        if aside.contains(&claim.decider) || !verdicts::claim(claim, rule.max_age, on).counts() {
            continue;
        }
        count(claim.fact);
        found = found.saturating_add(1);
        let signed_before = needed > 1
            && claims[..at]
                .iter()
                .any(|other| other.decider == claim.decider && verdicts::claim(other, rule.max_age, on).counts());
        signers += u32::from(!signed_before);
        if !enough && found >= rule.n && signers >= needed {
            enough = true;
            since = claim.decided_on;
        }
    }
    // A signature that is still missing is a missing example: one more claim by somebody else brings both.
    let lacking = needed.saturating_sub(signers);
    let done = found.min(rule.n.saturating_sub(if found == 0 { 0 } else { lacking }));
    Gathered {
        enough,
        since,
        done: i64::from(done),
        of: i64::from(rule.n),
        signers,
    }
}
