//! Passes of assessments and courses: attempts, their order, and how passes lapse.

use chrono::NaiveDate;

use super::bind::{BoundResult, Facts, NEVER};
use super::verdicts::{self, FactVerdict};
use crate::framework::{Framework, NodeIx};

/// What the results of one element come to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sittings {
    /// The pass that counts.
    pub pass: Option<Pass>,
    /// When a pass lapsed, if one did, none counts and nothing was tried since.
    pub lapsed: Option<NaiveDate>,
    /// When attempts count again, if they are used up and no pass counts; `NEVER` when they don't.
    pub closed_until: Option<NaiveDate>,
    /// Whether anything was recorded that may yet come to something, or was tried in vain.
    pub begun: bool,
}

/// A pass that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pass {
    pub fact: u32,
    pub since: NaiveDate,
    pub until: NaiveDate,
}

/// The results of one element on a day. Results confirmed and exemptions decided by people in `aside` are not looked at.
pub(super) fn sittings(framework: &Framework, facts: &Facts, ix: NodeIx, on: NaiveDate, aside: &[u32]) -> Sittings {
    let mut seen = Sittings::default();
    let results = facts.results.of(ix);
    if results.is_empty() {
        return seen;
    }
    let mut lapsed: Option<(NaiveDate, NaiveDate)> = None;
    let mut tried_on: Option<NaiveDate> = None;
    let each = &mut |result: &BoundResult, verdict, until| match verdict {
        FactVerdict::Counts => {
            let better = |pass: Pass| until > pass.until || (until == pass.until && result.confirmed_on < pass.since);
            if seen.pass.is_none_or(better) {
                let (fact, since) = (result.fact, result.confirmed_on);
                seen.pass = Some(Pass { fact, since, until });
            }
        }
        FactVerdict::Lapsed(day) => lapsed = lapsed.max(Some((day, result.sat_on))),
        // What was voided or replaced is as if it had not been.
        FactVerdict::NotThere | FactVerdict::Voided(_) | FactVerdict::Superseded(_) => {}
        _ => tried_on = tried_on.max(Some(result.sat_on)),
    };
    let node = framework.node(ix);
    if node.attempts.is_none() && node.expires.is_none() && node.sat_after.is_empty() {
        // Nothing but the result itself decides; nearly every element is like this.
        for result in results.iter().filter(|result| !aside.contains(&result.confirmer)) {
            each(result, verdicts::result(result, on), NEVER);
        }
    } else {
        for_each_sitting(framework, facts, ix, on, aside, each);
    }
    seen.begun = tried_on.is_some();
    if seen.pass.is_none() {
        // A try after the pass that lapsed is a new beginning; one before it is history.
        seen.lapsed = lapsed
            .filter(|(_, sat_on)| tried_on.is_none_or(|tried| tried <= *sat_on))
            .map(|(day, _)| day);
        seen.closed_until = closed_until(framework, facts, ix, on, aside);
    }
    seen
}

/// A window of sittings: `[from, until)`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Window {
    from: NaiveDate,
    until: NaiveDate,
}

impl Window {
    fn holds(self, day: NaiveDate) -> bool {
        self.from <= day && day < self.until
    }
}

/// Windows open with the first sitting that counts as one, and the next one with the first sitting after the last closed.
/// A whole set of elements shares its windows.
fn windows(framework: &Framework, facts: &Facts, ix: NodeIx, on: NaiveDate, aside: &[u32]) -> Vec<Window> {
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
        .filter(|result| is_sitting(result, on, aside))
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
fn is_sitting(result: &BoundResult, on: NaiveDate, aside: &[u32]) -> bool {
    let verdict = verdicts::result(result, on);
    matches!(verdict, FactVerdict::Counts | FactVerdict::Failed) && !aside.contains(&result.confirmer)
}

fn is_in_set(framework: &Framework, ix: NodeIx) -> bool {
    framework
        .node(ix)
        .expires
        .is_some_and(|expiry| expiry.whole_set.is_some())
}

fn most_attempts(framework: &Framework, ix: NodeIx) -> usize {
    let attempts = framework.node(ix).attempts;
    attempts.map_or(usize::MAX, |attempts| attempts.max as usize)
}

fn is_excused(facts: &Facts, ix: NodeIx, on: NaiveDate, aside: &[u32]) -> bool {
    let mut exemptions = facts.exemptions.of(ix).iter();
    exemptions.any(|e| !aside.contains(&e.decider) && verdicts::exemption(e, on).counts())
}

/// The first element that had to be passed by the day of this sitting, and was not: in the same window, where there is one.
fn sat_before(
    framework: &Framework,
    facts: &Facts,
    ix: NodeIx,
    sat_on: NaiveDate,
    window: Option<Window>,
    on: NaiveDate,
    aside: &[u32],
) -> Option<NodeIx> {
    let passed = |first: NodeIx| {
        let earlier = facts.results.of(first).iter().filter(|result| {
            is_sitting(result, on, aside)
                && result.sat_on <= sat_on
                && window.is_none_or(|window| window.holds(result.sat_on))
        });
        is_excused(facts, first, on, aside) || earlier.take(most_attempts(framework, first)).any(|result| result.pass)
    };
    framework
        .node(ix)
        .sat_after
        .iter()
        .copied()
        .find(|first| !passed(*first))
}

/// Calls back for every result of the element with what becomes of it and, for a pass that counts, until when.
pub(super) fn for_each_sitting(
    framework: &Framework,
    facts: &Facts,
    ix: NodeIx,
    on: NaiveDate,
    aside: &[u32],
    each: &mut impl FnMut(&BoundResult, FactVerdict, NaiveDate),
) {
    let node = framework.node(ix);
    let windows = windows(framework, facts, ix, on, aside);
    let complete = complete_window(framework, facts, ix, on, aside, &windows);
    let mut used = 0;
    let mut current: Option<Window> = None;
    for result in facts.results.of(ix) {
        if aside.contains(&result.confirmer) {
            continue;
        }
        let verdict = verdicts::result(result, on);
        if !is_sitting(result, on, aside) {
            each(result, verdict, NEVER);
            continue;
        }
        let window = windows
            .iter()
            .rev()
            .find(|window| window.from <= result.sat_on)
            .copied();
        let shared = window.filter(|_| is_in_set(framework, ix));
        if let Some(first) = sat_before(framework, facts, ix, result.sat_on, shared, on, aside) {
            each(result, FactVerdict::SatBefore(first), NEVER);
            continue;
        }
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

/// The first window in which every element of the set was passed (or is excused); its passes do not lapse. A pass that was
/// sat in time and still waits to be confirmed keeps the others: they lapse only if it comes to nothing.
fn complete_window(
    framework: &Framework,
    facts: &Facts,
    ix: NodeIx,
    on: NaiveDate,
    aside: &[u32],
    windows: &[Window],
) -> Option<Window> {
    let set = framework.node(ix).expires.and_then(|expiry| expiry.whole_set)?;
    let members = &framework.sets[set as usize];
    let passed_in = |member: NodeIx, window: Window| {
        let mut sat = facts.results.of(member).iter().filter(|result| {
            let waits = verdicts::result(result, on) == FactVerdict::Provisional;
            window.holds(result.sat_on)
                && (waits || is_sitting(result, on, aside))
                && sat_before(framework, facts, member, result.sat_on, Some(window), on, aside).is_none()
        });
        let max = most_attempts(framework, member);
        is_excused(facts, member, on, aside) || sat.by_ref().take(max).any(|result| result.pass)
    };
    windows
        .iter()
        .copied()
        .find(|window| members.iter().all(|member| passed_in(*member, *window)))
}

/// The end of the window in which all attempts are used up, if the day lies in it.
fn closed_until(framework: &Framework, facts: &Facts, ix: NodeIx, on: NaiveDate, aside: &[u32]) -> Option<NaiveDate> {
    let max = framework.node(ix).attempts?.max;
    let windows = windows(framework, facts, ix, on, aside);
    let window = windows.last().filter(|window| on < window.until)?;
    let shared = Some(*window).filter(|_| is_in_set(framework, ix));
    let used = facts.results.of(ix).iter().filter(|result| {
        is_sitting(result, on, aside)
            && window.from <= result.sat_on
            && sat_before(framework, facts, ix, result.sat_on, shared, on, aside).is_none()
    });
    (used.count() >= max as usize).then_some(window.until)
}
