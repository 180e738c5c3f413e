//! Elapsed time of experience.

use chrono::NaiveDate;

use super::minutes::{begun, counting};
use super::{Count, up_to};
use crate::framework::{Elapsed, KindIx};
use crate::standing::Unit;
use crate::standing::elapsed::{Stretch, Stretches, progress};
use crate::standing::item::Item;
use crate::standing::reading::{Reading, Value};
use crate::standing::spans::{Span, Spans};

/// The stretches of spells that count, as far as they lie in `days`.
fn stretches(rule: &Elapsed, days: Span, reading: &Reading<'_>) -> (Vec<(usize, Stretch)>, Stretches) {
    let mut found = Vec::new();
    for (at, item, inside) in counting(rule.kind, rule.while_holding, days, reading) {
        if adds_time(reading.facts.kind_of(at), reading) {
            found.extend(inside.as_slice().iter().map(|days| {
                let percent = if rule.full_time_equivalent { item.percent } else { 100 };
                let (organisation, confirmed_on) = (item.organisation, item.counts.from);
                (at, Stretch { days: *days, percent, organisation, confirmed_on })
            }));
        }
    }
    let all = Stretches::new(found.iter().map(|(_, stretch)| *stretch), rule.length, rule.max_organisations);
    (found, all)
}

/// What counts once, whatever was worked, adds no time.
fn adds_time(kind: KindIx, reading: &Reading<'_>) -> bool {
    reading.framework.experience_kind(kind).minutes_flat.is_none()
}

pub(super) fn value(rule: &Elapsed, reading: &Reading<'_>) -> Value {
    let since = stretches(rule, Span::ALWAYS, reading).1.enough_since();
    let held = reading.status_held(rule.while_holding);
    let adds = |item: &Item, kind| {
        adds_time(kind, reading) && !Spans::One(item.done.and(up_to(reading.on))).and(&held).is_empty()
    };
    Value { spans: since.map_or(Spans::NONE, Spans::since), begun: begun(rule.kind, adds, reading) }
}

pub(super) fn count(rule: &Elapsed, reading: &Reading<'_>) -> Count {
    let (found, all) = stretches(rule, Span::ALWAYS, reading);
    let time = all.by(reading.on);
    let mut items: Vec<(usize, i64)> = Vec::new();
    for (at, stretch) in found.iter().filter(|(_, stretch)| stretch.confirmed_on <= reading.on) {
        let chosen = time.organisations.as_ref();
        if chosen.is_none_or(|chosen| chosen.contains(&stretch.organisation)) {
            match items.last_mut() {
                Some((last, sum)) if last == at => *sum += stretch.days.days(),
                _ => items.push((*at, stretch.days.days())),
            }
        }
    }
    let (done, of) = progress(&time, rule.length);
    Count { done, of, unit: Unit::Days, cut_short: time.cut_short, items, ..Count::default() }
}

pub(super) fn value_at(rule: &Elapsed, day: NaiveDate, reading: &Reading<'_>) -> Spans {
    let since = stretches(rule, up_to(day), reading).1.enough_since();
    since.map_or(Spans::NONE, Spans::since)
}
