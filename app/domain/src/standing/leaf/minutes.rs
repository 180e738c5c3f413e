//! Hours of experience.

use chrono::NaiveDate;

use super::{Count, signers, up_to};
use crate::framework::{KindIx, Minutes, Tally};
use crate::standing::Unit;
use crate::standing::item::FactVerdict;
use crate::standing::reading::Reading;
use crate::standing::spans::{Span, Spans};
use crate::standing::value::Value;
use crate::standing::worked::{Rate, Work, enough};

/// The positions of the spells of a kind and of what counts as it, in order of their confirmations.
pub(in crate::standing) fn spells(kind: KindIx, reading: &Reading<'_>) -> Vec<usize> {
    let (framework, facts) = (reading.framework, reading.facts);
    let mut positions: Vec<usize> = facts.spells(kind).collect();
    let others = framework.kinds_counting_as(kind);
    for other in others {
        positions.extend(facts.spells(*other));
    }
    if !others.is_empty() {
        let items = facts.items();
        positions.sort_by_key(|at| (items[*at].counts.from, items[*at].done.from, items[*at].fact));
    }
    positions
}

/// Whether a spell is there that may come to count.
pub(super) fn begun(kind: KindIx, reading: &Reading<'_>) -> bool {
    let kinds = reading.framework.kinds_counting_as(kind).iter().chain([&kind]);
    kinds.flat_map(|kind| reading.facts.spells(*kind)).any(|at| {
        let verdict = reading.facts.items()[at].verdict(reading.on, reading.known);
        !matches!(verdict, FactVerdict::NotThere | FactVerdict::Corrected(_))
    })
}

/// The spells that count, with the days of them that the rule looks at, as far as they lie in `days`.
fn works(rule: &Minutes, days: Span, reading: &Reading<'_>) -> Vec<(usize, Work)> {
    let held = reading.status_held(rule.while_holding);
    let mut flat: Vec<KindIx> = Vec::new();
    let mut works = Vec::new();
    for at in spells(rule.kind, reading) {
        let item = &reading.facts.items()[at];
        let counts = item.counts(reading.known);
        if counts.is_empty() || reading.leaves_out(item) {
            continue;
        }
        let kind_ix = reading.facts.kind_of(at);
        let kind = reading.framework.experience_kind(kind_ix);
        let rate = match (kind.minutes_flat, kind.minutes_per_week) {
            // Counted once, however many such facts there are.
            (Some(_), _) if flat.contains(&kind_ix) => continue,
            (Some(minutes), _) => {
                flat.push(kind_ix);
                Rate::Flat(minutes)
            }
            (None, Some(minutes)) => Rate::PerWeek(minutes),
            (None, None) => Rate::Recorded(item.minutes),
        };
        works.push((
            at,
            Work {
                whole: item.done,
                inside: Spans::One(item.done.and(days)).and(&held),
                rate,
                confirmed_on: counts.from,
                signer: item.signer,
            },
        ));
    }
    works
}

pub(super) fn value(rule: &Minutes, tally: &Tally, reading: &Reading<'_>) -> Value {
    let works: Vec<Work> = works(rule, Span::ALWAYS, reading).into_iter().map(|(_, work)| work).collect();
    Value { spans: enough(&works, tally.least, tally.signers, rule.window), begun: begun(rule.kind, reading) }
}

pub(super) fn count(rule: &Minutes, tally: &Tally, reading: &Reading<'_>) -> Count {
    let opens = rule.window.map_or(NaiveDate::MIN, |window| window.before(reading.on));
    let confirmed = works(rule, Span::ALWAYS, reading).into_iter().filter(|(_, work)| work.confirmed_on <= reading.on);
    let minutes = confirmed.map(|(at, work)| (at, work.minutes_from(opens)));
    let items: Vec<(usize, i64)> = minutes.filter(|(_, minutes)| *minutes > 0).collect();
    let total = items.iter().fold(0i64, |sum, (_, minutes)| sum.saturating_add(*minutes));
    Count {
        done: total.min(tally.least),
        of: tally.least,
        unit: Unit::Hours,
        signers: signers(&items, reading),
        items,
        ..Count::default()
    }
}

pub(super) fn value_at(rule: &Minutes, tally: &Tally, day: NaiveDate, reading: &Reading<'_>) -> Spans {
    let days = Span { from: rule.window.map_or(NaiveDate::MIN, |window| window.before(day)), ..up_to(day) };
    let works: Vec<Work> = works(rule, days, reading).into_iter().map(|(_, work)| work).collect();
    enough(&works, tally.least, tally.signers, None)
}
