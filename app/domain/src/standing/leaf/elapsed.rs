//! Elapsed time of experience.

use chrono::NaiveDate;

use super::minutes::{begun, spells};
use super::{Read, in_u32, up_to};
use crate::framework::Elapsed;
use crate::standing::Unit;
use crate::standing::elapsed::{Stretch, Stretches, progress};
use crate::standing::reading::Reading;
use crate::standing::spans::{Span, Spans};
use crate::standing::value::{Progress, Value};

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

pub(super) fn read(rule: &Elapsed, reading: &Reading<'_>, count: &mut dyn FnMut(usize, i64)) -> Read {
    let found = stretches(rule, Span::ALWAYS, reading);
    let all: Vec<Stretch> = found.iter().map(|(_, stretch)| *stretch).collect();
    let all = Stretches::new(&all, rule.length, rule.max_organisations);
    let time = all.by(reading.on);
    let spans = all.enough_since().map_or(Spans::NONE, Spans::since);
    for (at, stretch) in found.iter().filter(|(_, stretch)| stretch.confirmed_on <= reading.on) {
        let chosen = time.organisations.as_ref();
        if chosen.is_none_or(|chosen| chosen.contains(&stretch.organisation)) {
            count(*at, (stretch.until - stretch.from).num_days());
        }
    }
    let (done, of) = progress(&time, rule.length);
    Read {
        value: Value {
            holds: spans.has(reading.on),
            spans,
            progress: Progress {
                done: in_u32(done),
                of: in_u32(of),
                unit: Unit::Days,
            },
            begun: done > 0 || begun(rule.kind, reading),
        },
        done,
        of,
        signers: 0,
        cut_short: time.cut_short,
    }
}

pub(super) fn read_at(rule: &Elapsed, day: NaiveDate, reading: &Reading<'_>) -> Spans {
    let found = stretches(rule, up_to(day), reading);
    let all: Vec<Stretch> = found.into_iter().map(|(_, stretch)| stretch).collect();
    let since = Stretches::new(&all, rule.length, rule.max_organisations).enough_since();
    since.map_or(Spans::NONE, Spans::since)
}
