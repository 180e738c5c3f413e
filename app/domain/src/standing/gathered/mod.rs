//! Examples of outcomes, and experience: what is gathered until it is enough.

mod examples;
mod hours;
mod period;
mod spells;

pub(super) use examples::examples;
pub(super) use hours::hours;
pub(super) use period::period;

use chrono::NaiveDate;

use super::bind::Facts;
use crate::framework::{Framework, Rule};

/// How far something gathered has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gathered {
    /// Whether there is enough, signed by enough people.
    pub enough: bool,
    /// Since when there is.
    pub since: NaiveDate,
    /// What is there, at most what is asked for: pieces of work, minutes, days.
    pub done: i64,
    /// What is asked for.
    pub of: i64,
    /// How many different people signed what is there.
    pub signers: u32,
}

/// What is still missing of something gathered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Missing {
    /// Pieces of work, minutes, days. Where only a signature is missing, the least that can carry one.
    pub amount: i64,
    /// How many further people have to sign.
    pub signers: u32,
}

/// What is still missing of examples, hours or a period; nothing for any other rule.
pub(crate) fn still_to_gather(framework: &Framework, facts: &Facts, rule: &Rule, on: NaiveDate) -> Option<Missing> {
    let (found, signers) = match rule {
        Rule::Examples(rule) => (examples(facts, rule, on, &[], &mut |_| {}), rule.distinct_signers),
        Rule::Hours(rule) => (
            hours(framework, facts, rule, on, &[], &mut |_, _| {}),
            rule.distinct_signers,
        ),
        Rule::Period(rule) => (period(framework, facts, rule, on, &[], &mut |_, _| {}), 0),
        _ => return None,
    };
    (!found.enough).then(|| {
        let signers = signers.saturating_sub(found.signers);
        let least = if matches!(rule, Rule::Examples(_)) {
            i64::from(signers)
        } else {
            0
        };
        Missing {
            amount: (found.of - found.done).max(least).max(1),
            signers,
        }
    })
}
