//! Elapsed time of experience.

use chrono::NaiveDate;

use super::minutes::{begun, spells};
use super::{Count, up_to};
use crate::framework::Elapsed;
use crate::standing::Unit;
use crate::standing::elapsed::{Stretch, Stretches, progress};
use crate::standing::reading::Reading;
use crate::standing::spans::{Span, Spans};
use crate::standing::value::Value;

/// The stretches of spells that count, as far as they lie in `days`.
fn stretches(rule: &Elapsed, days: Span, reading: &Reading<'_>) -> Vec<(usize, Stretch)> {
    let held = reading.status_held(rule.while_holding);
    let mut stretches = Vec::new();
    for at in spells(rule.kind, reading) {
        let item = &reading.facts.items()[at];
        let kind = reading.framework.experience_kind(reading.facts.kind_of(at));
        let counts = item.counts(reading.known);
        if counts.is_empty() || reading.leaves_out(item) || kind.minutes_flat.is_some() {
            continue;
        }
        let inside = Spans::One(item.done.and(days)).and(&held);
        stretches.extend(inside.as_slice().iter().map(|part| {
            let stretch = Stretch {
                from: part.from,
                until: part.until,
                percent: if rule.full_time_equivalent { item.percent } else { 100 },
                organisation: item.organisation,
                confirmed_on: counts.from,
            };
            (at, stretch)
        }));
    }
    stretches
}

fn of(rule: &Elapsed, found: &[(usize, Stretch)]) -> Stretches {
    let stretches: Vec<Stretch> = found.iter().map(|(_, stretch)| *stretch).collect();
    Stretches::new(&stretches, rule.length, rule.max_organisations)
}

pub(super) fn value(rule: &Elapsed, reading: &Reading<'_>) -> Value {
    let since = of(rule, &stretches(rule, Span::ALWAYS, reading)).enough_since();
    Value { spans: since.map_or(Spans::NONE, Spans::since), begun: begun(rule.kind, reading) }
}

pub(super) fn count(rule: &Elapsed, reading: &Reading<'_>) -> Count {
    let found = stretches(rule, Span::ALWAYS, reading);
    let time = of(rule, &found).by(reading.on);
    let mut items: Vec<(usize, i64)> = Vec::new();
    for (at, stretch) in found.iter().filter(|(_, stretch)| stretch.confirmed_on <= reading.on) {
        let chosen = time.organisations.as_ref();
        if chosen.is_none_or(|chosen| chosen.contains(&stretch.organisation)) {
            let days = (stretch.until - stretch.from).num_days();
            match items.last_mut() {
                Some((last, sum)) if last == at => *sum += days,
                _ => items.push((*at, days)),
            }
        }
    }
    let (done, of) = progress(&time, rule.length);
    Count { done, of, unit: Unit::Days, cut_short: time.cut_short, items, ..Count::default() }
}

pub(super) fn value_at(rule: &Elapsed, day: NaiveDate, reading: &Reading<'_>) -> Spans {
    let since = of(rule, &stretches(rule, up_to(day), reading)).enough_since();
    since.map_or(Spans::NONE, Spans::since)
}
