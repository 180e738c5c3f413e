//! Hours of experience.

use chrono::NaiveDate;

use super::{Count, up_to};
use crate::framework::{KindIx, Length, Minutes, NodeIx};
use crate::standing::Unit;
use crate::standing::item::Item;
use crate::standing::reading::{Reading, Value};
use crate::standing::spans::{Span, Spans};
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

/// Whether a spell is there that counts by itself, or may come to.
pub(super) fn begun(kind: KindIx, reading: &Reading<'_>) -> bool {
    let kinds = reading.framework.kinds_counting_as(kind).iter().chain([&kind]);
    let mut spells = kinds.flat_map(|kind| reading.facts.spells(*kind));
    spells.any(|at| reading.facts.items()[at].begins(reading.on, reading.known))
}

/// The spells of a kind that count, with the days of them on which the status was held, as far as they lie in `days`.
pub(super) fn counting(
    kind: KindIx,
    while_holding: Option<NodeIx>,
    days: Span,
    reading: &Reading<'_>,
) -> impl Iterator<Item = (usize, Item, Spans)> {
    let held = reading.status_held(while_holding);
    spells(kind, reading).into_iter().filter_map(move |at| {
        let item = reading.facts.items()[at];
        let counts = !item.counts(reading.known).is_empty() && !reading.leaves_out(&item);
        counts.then(|| (at, item, Spans::One(item.done.and(days)).and(&held)))
    })
}

fn works(rule: &Minutes, days: Span, reading: &Reading<'_>) -> Vec<(usize, Work)> {
    let mut flat: Vec<KindIx> = Vec::new();
    let mut works = Vec::new();
    for (at, item, inside) in counting(rule.kind, rule.while_holding, days, reading) {
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
        let (confirmed_on, signer) = (item.counts.from, item.signer);
        works.push((at, Work { whole: item.done, inside, rate, confirmed_on, signer }));
    }
    works
}

fn enough_of(rule: &Minutes, works: Vec<(usize, Work)>, window: Option<Length>) -> Spans {
    let works: Vec<Work> = works.into_iter().map(|(_, work)| work).collect();
    enough(&works, rule.least, rule.signers, window)
}

pub(super) fn value(rule: &Minutes, reading: &Reading<'_>) -> Value {
    let spans = enough_of(rule, works(rule, Span::ALWAYS, reading), rule.window);
    Value { spans, begun: begun(rule.kind, reading) }
}

pub(super) fn count(rule: &Minutes, reading: &Reading<'_>) -> Count {
    let opens = rule.window.map_or(NaiveDate::MIN, |window| window.first_in(reading.on));
    let confirmed = works(rule, Span::ALWAYS, reading).into_iter().filter(|(_, work)| work.confirmed_on <= reading.on);
    let minutes = confirmed.map(|(at, work)| (at, work.minutes_from(opens)));
    let items = minutes.filter(|(_, minutes)| *minutes > 0).collect();
    let count = Count::of_items(items, rule.least, Unit::Hours, reading);
    // A signature that is still missing is a missing hour, so that what is there is never all while it is not enough.
    let missing = i64::from(rule.signers.max(1).saturating_sub(count.signers.max(1))) * 60;
    Count { done: count.done.min(rule.least - missing).max(0), ..count }
}

pub(super) fn value_at(rule: &Minutes, day: NaiveDate, reading: &Reading<'_>) -> Spans {
    let days = Span { from: rule.window.map_or(NaiveDate::MIN, |window| window.first_in(day)), ..up_to(day) };
    enough_of(rule, works(rule, days, reading), None)
}
