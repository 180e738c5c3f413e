//! Passes of assessments and courses: attempts, and how passes lapse.

use chrono::NaiveDate;

use super::bind::{BoundResult, Facts, NEVER};
use super::verdicts::{self, FactVerdict};
use crate::framework::{Framework, NodeIx};

/// What the results of one element come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sittings {
    /// The pass that counts.
    pub pass: Option<Pass>,
    /// When a pass lapsed, if one did and none counts.
    pub lapsed: Option<NaiveDate>,
    /// When attempts count again, if they are used up and no pass counts.
    pub closed_until: Option<NaiveDate>,
    /// Whether anything was recorded that may yet come to something.
    pub begun: bool,
}

/// A pass that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pass {
    pub fact: u32,
    pub since: NaiveDate,
    pub until: NaiveDate,
}

/// The results of one element on a day. Results confirmed by `without` are left aside.
pub(super) fn sittings(
    framework: &Framework,
    facts: &Facts,
    ix: NodeIx,
    on: NaiveDate,
    without: Option<u32>,
) -> Sittings {
    let node = framework.node(ix);
    let results = facts.results.of(ix);
    if results.is_empty() {
        return Sittings {
            pass: None,
            lapsed: None,
            closed_until: None,
            begun: false,
        };
    }
    if node.attempts.is_none() && node.expires.is_none() {
        return plain(results, on, without);
    }
    let mut seen = Sittings {
        pass: None,
        lapsed: None,
        closed_until: None,
        begun: false,
    };
    for_each_sitting(
        framework,
        facts,
        ix,
        on,
        without,
        &mut |result, verdict, until| match verdict {
            FactVerdict::Counts => {
                let better = seen.pass.is_none_or(|pass| until > pass.until);
                if better {
                    seen.pass = Some(Pass {
                        fact: result.fact,
                        since: result.confirmed_on,
                        until,
                    });
                }
            }
            FactVerdict::Lapsed(day) => seen.lapsed = seen.lapsed.max(Some(day)),
            FactVerdict::NotThere => {}
            _ => seen.begun = true,
        },
    );
    if seen.pass.is_none() {
        seen.closed_until = closed_until(framework, facts, ix, on, without);
    }
    seen
}

fn plain(results: &[BoundResult], on: NaiveDate, without: Option<u32>) -> Sittings {
    let mut seen = Sittings {
        pass: None,
        lapsed: None,
        closed_until: None,
        begun: false,
    };
    for result in results {
        match verdicts::result(result, on) {
            FactVerdict::Counts if without != Some(result.confirmer) => {
                let earlier = seen.pass.is_none_or(|pass| result.confirmed_on < pass.since);
                if earlier {
                    seen.pass = Some(Pass {
                        fact: result.fact,
                        since: result.confirmed_on,
                        until: NEVER,
                    });
                }
            }
            FactVerdict::NotThere => {}
            _ => seen.begun = true,
        }
    }
    seen
}

/// A window of sittings: `[from, until)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    pub from: NaiveDate,
    pub until: NaiveDate,
}

/// Windows open with the first sitting that counts as one, and the next one with the first sitting after the last closed.
/// A whole set of elements shares its windows.
fn windows(framework: &Framework, facts: &Facts, ix: NodeIx, on: NaiveDate, without: Option<u32>) -> Vec<Window> {
    let node = framework.node(ix);
    let set = node.expires.and_then(|expiry| expiry.whole_set);
    let length = match set {
        Some(_) => node.expires.map(|expiry| expiry.after),
        None => node.attempts.and_then(|attempts| attempts.within),
    };
    let alone = [ix];
    let members: &[NodeIx] = match set {
        Some(set) => &framework.sets[set as usize],
        None => &alone,
    };
    let mut days: Vec<NaiveDate> = members
        .iter()
        .flat_map(|member| facts.results.of(*member))
        .filter(|result| is_sitting(result, on, without))
        .map(|result| result.sat_on)
        .collect();
    days.sort_unstable();
    let mut windows: Vec<Window> = Vec::new();
    for day in days {
        if windows.last().is_none_or(|window| day >= window.until) {
            let until = length.map_or(NEVER, |length| length.after(day));
            windows.push(Window { from: day, until });
        }
    }
    windows
}

/// Whether a result is a sitting that uses up an attempt: confirmed, and neither voided nor replaced.
fn is_sitting(result: &BoundResult, on: NaiveDate, without: Option<u32>) -> bool {
    let verdict = verdicts::result(result, on);
    matches!(verdict, FactVerdict::Counts | FactVerdict::Failed) && without != Some(result.confirmer)
}

/// Calls back for every result of the element with what becomes of it and, for a pass that counts, until when.
pub(super) fn for_each_sitting(
    framework: &Framework,
    facts: &Facts,
    ix: NodeIx,
    on: NaiveDate,
    without: Option<u32>,
    each: &mut impl FnMut(&BoundResult, FactVerdict, NaiveDate),
) {
    let node = framework.node(ix);
    let windows = windows(framework, facts, ix, on, without);
    let complete = complete_window(framework, facts, ix, on, without, &windows);
    let mut used = 0;
    let mut current: Option<Window> = None;
    for result in facts.results.of(ix) {
        let verdict = verdicts::result(result, on);
        if !is_sitting(result, on, without) {
            each(result, verdict, NEVER);
            continue;
        }
        let window = windows
            .iter()
            .rev()
            .find(|window| window.from <= result.sat_on)
            .copied();
        if window != current {
            current = window;
            used = 0;
        }
        used += 1;
        let max = node.attempts.map_or(u32::MAX, |attempts| attempts.max);
        if used > max {
            let window_ends = window.map_or(NEVER, |window| window.until);
            each(result, FactVerdict::BeyondAttempts { max, window_ends }, NEVER);
            continue;
        }
        if verdict == FactVerdict::Failed {
            each(result, verdict, NEVER);
            continue;
        }
        let until = match node.expires {
            None => NEVER,
            Some(expiry) if expiry.whole_set.is_none() => expiry.after.after(result.sat_on),
            Some(_) if complete.is_some() && complete == window => NEVER,
            Some(_) => window.map_or(NEVER, |window| window.until),
        };
        let verdict = if until <= on {
            FactVerdict::Lapsed(until)
        } else {
            FactVerdict::Counts
        };
        each(result, verdict, until);
    }
}

/// The first window in which every element of the set was passed (or is excused); its passes do not lapse.
fn complete_window(
    framework: &Framework,
    facts: &Facts,
    ix: NodeIx,
    on: NaiveDate,
    without: Option<u32>,
    windows: &[Window],
) -> Option<Window> {
    let set = framework.node(ix).expires.and_then(|expiry| expiry.whole_set)?;
    let members = &framework.sets[set as usize];
    let passed_in = |member: NodeIx, window: &Window| {
        let max = framework
            .node(member)
            .attempts
            .map_or(u32::MAX, |attempts| attempts.max);
        let sittings = facts.results.of(member).iter().filter(|result| {
            is_sitting(result, on, without) && window.from <= result.sat_on && result.sat_on < window.until
        });
        let excused = facts
            .exemptions
            .of(member)
            .iter()
            .any(|e| verdicts::exemption(e, on).counts());
        excused || sittings.take(max as usize).any(|result| result.pass)
    };
    windows
        .iter()
        .find(|window| members.iter().all(|member| passed_in(*member, window)))
        .copied()
}

/// The end of the window in which all attempts are used up, if the day lies in it.
fn closed_until(
    framework: &Framework,
    facts: &Facts,
    ix: NodeIx,
    on: NaiveDate,
    without: Option<u32>,
) -> Option<NaiveDate> {
    let max = framework.node(ix).attempts?.max;
    let windows = windows(framework, facts, ix, on, without);
    let window = windows.last().filter(|window| on < window.until)?;
    let used = facts
        .results
        .of(ix)
        .iter()
        .filter(|result| is_sitting(result, on, without) && window.from <= result.sat_on);
    (used.count() >= max as usize).then_some(window.until)
}
