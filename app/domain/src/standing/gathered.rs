//! Examples of outcomes, and experience: what is gathered until it is enough.

use chrono::NaiveDate;

use super::bind::{BoundExperience, Facts, NEVER};
use super::verdicts;
use crate::framework::{Examples, Framework, Hours, KindIx, NodeIx, Period, Rule};

/// How far something gathered has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gathered {
    pub enough: bool,
    pub since: NaiveDate,
    pub done: i64,
    pub of: i64,
}

/// The claims that count toward an outcome. `count` is called with each fact.
pub(super) fn examples(facts: &Facts, rule: &Examples, on: NaiveDate, count: &mut impl FnMut(u32)) -> Gathered {
    let claims = facts.claims.of(rule.of);
    let mut found = 0u32;
    let mut signers = 0u32;
    let mut since = NEVER;
    let (mut n_seen, needed) = (false, rule.distinct_signers);
    for (at, claim) in claims.iter().enumerate() {
        if !verdicts::claim(claim, rule.max_age, on).counts() {
            continue;
        }
        count(claim.fact);
        found += 1;
        let signed_before = needed > 1
            && claims[..at]
                .iter()
                .any(|other| other.decider == claim.decider && verdicts::claim(other, rule.max_age, on).counts());
        signers += u32::from(!signed_before);
        if !n_seen && found >= rule.n && signers >= needed {
            n_seen = true;
            since = claim.decided_on;
        }
    }
    // A signature that is still missing is a missing example: one more claim by somebody else brings both.
    let lacking = needed.saturating_sub(signers);
    let done = found.min(rule.n.saturating_sub(if found == 0 { 0 } else { lacking }));
    Gathered {
        enough: n_seen,
        since,
        done: i64::from(done),
        of: i64::from(rule.n),
    }
}

/// The days on which a status was held, as far as is known on `on`: `[from, until)`.
fn held(facts: &Facts, status: NodeIx, on: NaiveDate) -> impl Iterator<Item = (NaiveDate, NaiveDate)> + '_ {
    facts.awards.of(status).iter().filter_map(move |award| {
        let withdrawn = if award.withdrawn_on <= on {
            award.withdrawn_on
        } else {
            NEVER
        };
        let there = award.conferred_on <= on && award.conferrer != super::bind::TRAINEE;
        there.then_some((award.conferred_on, award.expires_on.min(withdrawn)))
    })
}

fn counts_as(framework: &Framework, kind: KindIx, wanted: KindIx) -> bool {
    kind == wanted || framework.experience_kind(kind).counts_as == Some(wanted)
}

/// The spells of a kind that count, oldest confirmation first.
fn spells<'a>(
    framework: &'a Framework,
    facts: &'a Facts,
    kind: KindIx,
    on: NaiveDate,
) -> impl Iterator<Item = &'a BoundExperience> {
    facts.experience.iter().filter(move |spell| {
        counts_as(framework, spell.kind, kind)
            && verdicts::experience(spell, framework.experience_kind(spell.kind), on).counts()
    })
}

/// The minutes that count toward a rule. `count` is called with each fact.
pub(super) fn hours(
    framework: &Framework,
    facts: &Facts,
    rule: &Hours,
    on: NaiveDate,
    count: &mut impl FnMut(u32),
) -> Gathered {
    let opens = rule.window.map_or(NaiveDate::MIN, |window| window.before(on));
    let mut total = 0i64;
    let mut signers: Vec<u32> = Vec::new();
    let mut flat: Vec<KindIx> = Vec::new();
    let (mut enough, mut since) = (false, NEVER);
    for spell in spells(framework, facts, rule.kind, on) {
        let kind = framework.experience_kind(spell.kind);
        let minutes = match (kind.minutes_flat, kind.minutes_per_week) {
            (Some(_), _) if flat.contains(&spell.kind) => 0,
            (Some(minutes), _) => {
                flat.push(spell.kind);
                minutes
            }
            (None, Some(per_week)) => {
                // Weeks are counted inside the bounds, so that a part-week is never rounded up.
                bounded(facts, rule.while_holding, spell, opens, on)
                    .map(|(a, b)| days(a, b) / 7 * per_week)
                    .sum()
            }
            (None, None) => {
                let whole = days(spell.from, spell.until).max(1);
                let inside: i64 = bounded(facts, rule.while_holding, spell, opens, on)
                    .map(|(a, b)| days(a, b))
                    .sum();
                spell.minutes.saturating_mul(inside.min(whole)) / whole
            }
        };
        if minutes <= 0 {
            continue;
        }
        count(spell.fact);
        total = total.saturating_add(minutes);
        if !signers.contains(&spell.confirmer) {
            signers.push(spell.confirmer);
        }
        if !enough && total >= rule.minutes && signers.len() >= rule.distinct_signers as usize {
            (enough, since) = (true, spell.confirmed_on);
        }
    }
    let done = if enough {
        rule.minutes
    } else {
        total.min(rule.minutes - i64::from(total >= rule.minutes))
    };
    Gathered {
        enough,
        since,
        done,
        of: rule.minutes,
    }
}

/// The parts of a spell inside the window and, where asked for, inside the days on which a status was held.
fn bounded<'a>(
    facts: &'a Facts,
    status: Option<NodeIx>,
    spell: &BoundExperience,
    opens: NaiveDate,
    on: NaiveDate,
) -> impl Iterator<Item = (NaiveDate, NaiveDate)> + 'a {
    let (from, until) = (spell.from.max(opens), spell.until.max(spell.from).max(opens));
    let always = status.is_none().then_some((NaiveDate::MIN, NEVER));
    let while_held = status.into_iter().flat_map(move |status| held(facts, status, on));
    always
        .into_iter()
        .chain(while_held)
        .map(move |(a, b)| (from.max(a), until.min(b)))
        .filter(|(a, b)| a < b)
}

fn days(from: NaiveDate, until: NaiveDate) -> i64 {
    (until - from).num_days().max(0)
}

/// One stretch of time in an organisation, with the share of full time.
#[derive(Clone, Copy)]
struct Stretch {
    from: NaiveDate,
    until: NaiveDate,
    percent: i64,
    organisation: u32,
    confirmed_on: NaiveDate,
}

/// The days that count toward a rule, full-time days where shares are weighed. `count` is called with each fact.
pub(super) fn period(
    framework: &Framework,
    facts: &Facts,
    rule: &Period,
    on: NaiveDate,
    count: &mut impl FnMut(u32),
) -> Gathered {
    let mut stretches: Vec<Stretch> = Vec::new();
    for spell in spells(framework, facts, rule.kind, on) {
        if framework.experience_kind(spell.kind).minutes_flat.is_some() {
            continue;
        }
        let before = stretches.len();
        let percent = if rule.full_time_equivalent { spell.percent } else { 100 };
        let parts = bounded(facts, rule.while_holding, spell, NaiveDate::MIN, on).map(|(from, until)| Stretch {
            from,
            until,
            percent,
            organisation: spell.organisation,
            confirmed_on: spell.confirmed_on,
        });
        stretches.extend(parts);
        if stretches.len() > before {
            count(spell.fact);
        }
    }
    let of = rule.length.in_days();
    let total = best_days(&stretches, rule.max_organisations);
    let enough = total >= of;
    let mut since = NEVER;
    if enough {
        // Enough on the first confirmation with which the earlier ones suffice.
        let mut known: Vec<NaiveDate> = stretches.iter().map(|stretch| stretch.confirmed_on).collect();
        known.sort_unstable();
        known.dedup();
        since = known
            .into_iter()
            .find(|day| {
                let by_then: Vec<Stretch> = stretches
                    .iter()
                    .filter(|stretch| stretch.confirmed_on <= *day)
                    .copied()
                    .collect();
                best_days(&by_then, rule.max_organisations) >= of
            })
            .unwrap_or(NEVER);
    }
    Gathered {
        enough,
        since,
        done: total.min(of),
        of,
    }
}

/// Full days in these stretches; with a cap on organisations, in those organisations that give the most.
fn best_days(stretches: &[Stretch], max_organisations: Option<u32>) -> i64 {
    let mut organisations: Vec<u32> = stretches.iter().map(|stretch| stretch.organisation).collect();
    organisations.sort_unstable();
    organisations.dedup();
    let most = max_organisations.map_or(usize::MAX, |max| max as usize);
    if organisations.len() <= most {
        return full_days(stretches);
    }
    // Every choice is tried among the twelve that give the most by themselves; a record with more is unheard of.
    let alone = |organisation: u32| {
        let own: Vec<Stretch> = stretches
            .iter()
            .filter(|s| s.organisation == organisation)
            .copied()
            .collect();
        full_days(&own)
    };
    organisations.sort_by_key(|organisation| -alone(*organisation));
    organisations.truncate(12);
    let choices = 1u32 << organisations.len();
    (0..choices)
        .filter(|choice| choice.count_ones() as usize == most.min(organisations.len()))
        .map(|choice| {
            let chosen: Vec<Stretch> = stretches
                .iter()
                .filter(|stretch| {
                    let at = organisations.iter().position(|o| *o == stretch.organisation);
                    at.is_some_and(|at| choice & (1 << at) != 0)
                })
                .copied()
                .collect();
            full_days(&chosen)
        })
        .max()
        .unwrap_or(0)
}

/// Days weighed by the share of full time; two spells on one day never make more than one full day.
fn full_days(stretches: &[Stretch]) -> i64 {
    let mut edges: Vec<NaiveDate> = stretches
        .iter()
        .flat_map(|stretch| [stretch.from, stretch.until])
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let mut hundredths = 0i64;
    for pair in edges.windows(2) {
        let share: i64 = stretches
            .iter()
            .filter(|stretch| stretch.from <= pair[0] && pair[1] <= stretch.until)
            .map(|stretch| stretch.percent)
            .sum();
        hundredths += days(pair[0], pair[1]) * share.min(100);
    }
    hundredths / 100
}

/// What is still missing of examples, hours or a period: pieces of work, minutes, days. Nothing for any other rule.
pub(crate) fn still_to_gather(framework: &Framework, facts: &Facts, rule: &Rule, on: NaiveDate) -> i64 {
    let found = match rule {
        Rule::Examples(rule) => examples(facts, rule, on, &mut |_| {}),
        Rule::Hours(rule) => hours(framework, facts, rule, on, &mut |_| {}),
        Rule::Period(rule) => period(framework, facts, rule, on, &mut |_| {}),
        _ => return 0,
    };
    if found.enough {
        0
    } else {
        (found.of - found.done).max(1)
    }
}
