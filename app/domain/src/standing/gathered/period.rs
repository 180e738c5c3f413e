//! Elapsed time of experience.

use chrono::NaiveDate;

use super::Gathered;
use super::spells::{bounded, days, spells};
use crate::framework::{Framework, Period};
use crate::standing::bind::{Facts, NEVER};

/// Organisations among which every choice is tried, those that give the most by themselves; a record with more is unheard of.
const TRIED: usize = 12;

/// One stretch of time in an organisation, with the share of full time.
#[derive(Clone, Copy)]
struct Stretch {
    fact: u32,
    from: NaiveDate,
    until: NaiveDate,
    percent: i64,
    organisation: u32,
    confirmed_on: NaiveDate,
}

/// The days that count toward a rule, full-time days where shares are weighed; those confirmed by people in `aside` do not.
/// `count` is called with each fact and the calendar days of it that count.
pub(in crate::standing) fn period(
    framework: &Framework,
    facts: &Facts,
    rule: &Period,
    on: NaiveDate,
    aside: &[u32],
    count: &mut impl FnMut(u32, i64),
) -> Gathered {
    let mut stretches: Vec<Stretch> = Vec::new();
    for spell in spells(framework, facts, rule.kind, on, aside) {
        if framework.experience_kind(spell.kind).minutes_flat.is_some() {
            continue;
        }
        let percent = if rule.full_time_equivalent { spell.percent } else { 100 };
        let parts = bounded(facts, rule.while_holding, spell, NaiveDate::MIN, on);
        stretches.extend(parts.into_iter().map(|(from, until)| Stretch {
            fact: spell.fact,
            from,
            until,
            percent,
            organisation: spell.organisation,
            confirmed_on: spell.confirmed_on,
        }));
    }
    let of = rule.length.in_days();
    let (total, organisations) = best_days(&stretches, rule.max_organisations);
    let chosen = stretches
        .iter()
        .filter(|stretch| organisations.contains(&stretch.organisation));
    let mut told: Vec<(u32, i64)> = Vec::with_capacity(stretches.len());
    for stretch in chosen {
        let days = days(stretch.from, stretch.until);
        match told.last_mut() {
            Some(last) if last.0 == stretch.fact => last.1 += days,
            _ => told.push((stretch.fact, days)),
        }
    }
    told.into_iter().for_each(|(fact, days)| count(fact, days));
    let enough = total >= of;
    Gathered {
        enough,
        since: if enough {
            enough_since(&stretches, rule.max_organisations, of)
        } else {
            NEVER
        },
        done: total.min(of),
        of,
        signers: 0,
    }
}

/// The first confirmation with which it and the earlier ones suffice.
fn enough_since(stretches: &[Stretch], max_organisations: Option<u32>, of: i64) -> NaiveDate {
    let mut known: Vec<NaiveDate> = stretches.iter().map(|stretch| stretch.confirmed_on).collect();
    known.sort_unstable();
    known.dedup();
    let suffices = |day: &NaiveDate| {
        let by_then: Vec<Stretch> = stretches
            .iter()
            .filter(|stretch| stretch.confirmed_on <= *day)
            .copied()
            .collect();
        best_days(&by_then, max_organisations).0 >= of
    };
    known.into_iter().find(suffices).unwrap_or(NEVER)
}

/// Full days in these stretches and the organisations they are counted in: with a cap, those that give the most.
fn best_days(stretches: &[Stretch], max_organisations: Option<u32>) -> (i64, Vec<u32>) {
    let mut organisations: Vec<u32> = stretches.iter().map(|stretch| stretch.organisation).collect();
    organisations.sort_unstable();
    organisations.dedup();
    let most = max_organisations.map_or(usize::MAX, |max| max as usize);
    if organisations.len() <= most {
        return (full_days(stretches, &organisations), organisations);
    }
    organisations.sort_by_cached_key(|organisation| -full_days(stretches, &[*organisation]));
    organisations.truncate(TRIED);
    let chosen = |choice: u32| -> Vec<u32> {
        let at = organisations.iter().enumerate();
        at.filter(|(at, _)| choice & (1 << at) != 0)
            .map(|(_, organisation)| *organisation)
            .collect()
    };
    (0..1u32 << organisations.len())
        .filter(|choice| choice.count_ones() as usize == most.min(organisations.len()))
        .map(|choice| {
            let chosen = chosen(choice);
            (full_days(stretches, &chosen), chosen)
        })
        .max_by_key(|(days, _)| *days)
        .unwrap_or_default()
}

/// Days in these organisations weighed by the share of full time; two spells on one day never make more than one full day.
fn full_days(stretches: &[Stretch], organisations: &[u32]) -> i64 {
    let counted = || {
        stretches
            .iter()
            .filter(|stretch| organisations.contains(&stretch.organisation))
    };
    let mut edges: Vec<NaiveDate> = counted().flat_map(|stretch| [stretch.from, stretch.until]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut hundredths = 0i64;
    for pair in edges.windows(2) {
        let there = counted().filter(|stretch| stretch.from <= pair[0] && pair[1] <= stretch.until);
        let share: i64 = there.map(|stretch| stretch.percent).sum();
        hundredths += days(pair[0], pair[1]) * share.min(100);
    }
    hundredths / 100
}
