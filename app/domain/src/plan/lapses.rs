//! What a step comes to may lapse while later ones are taken. What takes long is done first where nothing else stands in its
//! way; where that is not enough, the plan says so.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::clock::{Clock, days_of};
use super::search::{Task, Tasks};
use super::{Step, What};
use crate::dates::{self, Length};
use crate::framework::{Framework, Leaf, NodeIx, Rule, order};
use crate::standing::{NEVER, Standing, lapses_with_its_set};

/// Pairs of steps of which it is looked at which comes first.
const MOST_COMPARED: usize = 4_096;

/// A way, for whom it was found, and the day from which it is walked.
#[derive(Clone, Copy)]
pub(super) struct Walked<'a> {
    pub framework: &'a Framework,
    pub found: &'a Standing,
    pub way: &'a Tasks<'a>,
    pub on: NaiveDate,
}

/// The window of a set in which something is passed on the way.
struct Window {
    /// The day on which the one closes that an earlier sitting has opened.
    closes_on: Option<NaiveDate>,
    /// The first day after that on which something of the set is passed.
    opens_on: NaiveDate,
    /// The day on which all of it is passed, from when on it lapses no more; none where it never is.
    whole_on: Option<NaiveDate>,
}

impl Walked<'_> {
    /// The first day on which what is there of a node counts no more; nothing where it counts for good, or nothing is there.
    pub fn lapses_on(self, ix: NodeIx) -> Option<NaiveDate> {
        if self.found.state(ix).counts() {
            return self.found.until(ix);
        }
        let there = self.way.there.iter().find(|(there, _)| *there == ix);
        there.map(|(_, until)| *until).filter(|until| *until != NEVER)
    }

    /// Puts what takes time before what comes to something that lapses sooner than it, where the order is free: however short
    /// the time and however long it lasts, it costs nothing. Where the time has to come after, what rests on the same and lasts
    /// longer comes between. A set that is passed whole lapses no more.
    pub fn time_first(self, tasks: &[Task], before: &mut [Vec<usize>], after: &mut [Vec<usize>]) {
        let lasts_for = |at: usize| lasts(self.framework, &tasks[at]).map_or(i64::MAX, Length::in_days);
        let takes_time = |at: &usize| days_of(tasks[*at].what) > 0;
        if !(0..tasks.len()).any(|at| takes_time(&at)) {
            return;
        }
        let is_whole = |at: usize| {
            let set = self.framework.node(tasks[at].node).whole_set();
            set.is_some_and(|set| self.is_whole(set, lapses_with_its_set(self.framework, self.found, set)))
        };
        let mut lapsing: Vec<(i64, usize)> = (0..tasks.len()).map(|at| (lasts_for(at), at)).collect();
        lapsing.retain(|(days, at)| *days < i64::MAX && !is_whole(*at));
        lapsing.sort_unstable();
        // What lasts longer comes before what lapses sooner.
        let mut long: Vec<usize> =
            (0..tasks.len()).filter(takes_time).chain(lapsing.iter().map(|(_, at)| *at)).collect();
        long.sort_unstable();
        long.dedup();
        if lapsing.len() * long.len() > MOST_COMPARED {
            return;
        }
        for (days, at) in lapsing {
            let settled = order::later(at, after);
            for first in long.iter().filter(|first| !settled[**first] && days < lasts_for(**first)) {
                if !before[at].contains(first) {
                    before[at].push(*first);
                    after[*first].push(at);
                }
            }
            let rests = |other: &usize| settled[*other] && lasts_for(*other) > days && !takes_time(other);
            for time in (0..tasks.len()).filter(|time| settled[*time] && takes_time(time)) {
                let later = order::later(time, after);
                for first in (0..tasks.len()).filter(|first| *first != at && !later[*first] && rests(first)) {
                    if !before[time].contains(&first) {
                        before[time].push(first);
                        after[first].push(time);
                    }
                }
            }
        }
    }

    /// Of steps in their order, those that come to something which lapses before the last one is taken; with the day, where
    /// an earlier sitting has settled it. Of each it is known until when it is `needed`.
    fn lapsing(self, steps: &[Task], needed: &[NaiveDate]) -> Vec<(usize, Option<NaiveDate>)> {
        if !steps.iter().any(|step| lasts(self.framework, step).is_some()) {
            return Vec::new();
        }
        let taken = self.taken(steps);
        let sets = self.sets(steps, &taken);
        let lapses = |at: usize| {
            let length = lasts(self.framework, &steps[at])?;
            let set = self.framework.node(steps[at].node).whole_set().and_then(|set| sets.get(&set));
            let settled = set.and_then(|set| set.closes_on).filter(|closes| taken[at] < *closes);
            let opens = set.map_or(taken[at], |set| set.opens_on);
            let needed = needed[at];
            let needed = set.and_then(|set| set.whole_on).unwrap_or(needed);
            let until = settled.unwrap_or_else(|| length.after(opens));
            (taken[at] < needed && until <= needed).then_some((at, settled))
        };
        (0..steps.len()).filter_map(lapses).collect()
    }

    /// The last day on which what each step comes to has to be there: that of the last step that needs it, or the end. What is
    /// asked for now has to be there for as long as what asks for it.
    pub fn needed(self, steps: &[Step], tasks: &[Task], target: NodeIx) -> Vec<NaiveDate> {
        let taken = self.taken(tasks);
        let end = taken.last().copied().unwrap_or(self.on);
        // What is no status is reached by no step of its own, that would need the others.
        let is_applied_for = self.framework.node(target).as_status().is_some();
        let mut needed: Vec<Option<NaiveDate>> = vec![None; steps.len()];
        for (at, step) in steps.iter().enumerate().rev() {
            let until = needed[at].filter(|_| is_applied_for).unwrap_or(end);
            needed[at] = Some(until);
            let asks_now = self.framework.node(step.node).requires.as_ref().is_some_and(Rule::asks_now);
            let day = if asks_now { until } else { taken[at] };
            step.needs.iter().for_each(|first| needed[*first] = needed[*first].max(Some(day)));
        }
        needed.into_iter().map(|day| day.unwrap_or(end)).collect()
    }

    /// The windows of the sets of which something is passed on the way.
    fn sets(self, steps: &[Task], taken: &[NaiveDate]) -> BTreeMap<u32, Window> {
        let mut sets: BTreeMap<u32, Window> = BTreeMap::new();
        for (step, day) in steps.iter().zip(taken) {
            let Some(set) = self.framework.node(step.node).whole_set() else { continue };
            let window = sets.entry(set).or_insert_with(|| {
                let closes_on = lapses_with_its_set(self.framework, self.found, set);
                Window { closes_on, opens_on: NaiveDate::MAX, whole_on: None }
            });
            if window.closes_on.is_none_or(|closes| closes <= *day) {
                window.opens_on = window.opens_on.min(*day);
            }
            window.whole_on = self.is_whole(set, window.closes_on).then_some(*day);
        }
        sets
    }

    /// Whether all of a set is passed on the way, in the window that an earlier sitting has opened or in the next.
    fn is_whole(self, set: u32, closes_on: Option<NaiveDate>) -> bool {
        // What counts by a pass of an earlier window makes no other one whole.
        let is_there = |ix: &NodeIx| {
            let (counts, lapses_on) = (self.found.state(*ix).counts(), self.lapses_on(*ix));
            let is_passed = !counts && lapses_on.is_none() && self.way.planned[ix.index()];
            is_passed || lapses_on.is_some() && lapses_on == closes_on || self.found.is_exempt(self.framework, *ix)
        };
        self.framework.sets[set as usize].iter().all(is_there)
    }

    /// A sentence for each step that comes to something which may `lapse` before the last one is taken, and for each title that ends
    /// and is applied for after other steps: it is not known how long these take.
    pub fn in_words(self, steps: &[Task], needed: &[NaiveDate], lapse: bool) -> impl Iterator<Item = String> {
        let until = |step: &Task| self.framework.node(step.node).as_status().and_then(|status| status.valid_until);
        let after_others = steps.iter().skip(1).filter(|step| step.what == What::Apply);
        let too_late = after_others.filter_map(move |step| {
            let (title, until) = (&self.framework.node(step.node).title, dates::in_words(until(step)?));
            Some(format!("{title} is no longer conferred from {until} on, and the steps before it may take longer"))
        });
        let in_window = steps.iter().enumerate().filter_map(move |(at, step)| {
            let (title, closes) = (&self.framework.node(step.node).title, self.has_to_be_sat_before(steps, at)?);
            Some(format!("{title} is sat before {}, on which the window of its set closes", dates::in_words(closes)))
        });
        let lapsing = if lapse { self.lapsing(steps, needed) } else { Vec::new() };
        let lapsing = lapsing.into_iter().filter_map(move |(at, settled)| {
            let title = &self.framework.node(steps[at].node).title;
            if let Some(day) = settled {
                let day = dates::in_words(day);
                return Some(format!(
                    "{title} lapses on {day}, because its set was begun, and the steps after it may take longer"
                ));
            }
            in_words(self.framework, &steps[at])
        });
        too_late.chain(in_window).chain(lapsing)
    }

    /// The day on which the window closes in which something was passed that comes first, where that pass stays although it is
    /// no use for an element that is sat later; or which a step makes whole, so that it lapses no more before later steps.
    fn has_to_be_sat_before(self, steps: &[Task], at: usize) -> Option<NaiveDate> {
        let framework = self.framework;
        let set = framework.node(steps[at].node).whole_set()?;
        let closes = lapses_with_its_set(framework, self.found, set)?;
        // Another window is open by then.
        self.taken(steps).get(at).filter(|day| **day < closes)?;
        let is_later = |step: &Task| step.what != What::Apply && framework.node(step.node).whole_set() != Some(set);
        let makes_whole = || steps[at + 1..].iter().any(is_later) && self.makes_whole(set, closes);
        (self.keeps(steps[at].node, set) || makes_whole()).then_some(closes)
    }

    /// Whether something of its set that comes first was passed and stays, although it is no use for what is sat later.
    fn keeps(self, ix: NodeIx, set: u32) -> bool {
        let framework = self.framework;
        let stays = |first: &NodeIx| {
            let is_of_set = framework.node(*first).whole_set() == Some(set);
            let is_passed = self.found.state(*first).counts() && !self.found.is_exempt(framework, *first);
            is_of_set && is_passed && self.found.until(*first).is_none()
        };
        framework.node(ix).sat_after.iter().any(stays)
    }

    /// Whether the way makes a set whole in the window that an earlier sitting has opened.
    fn makes_whole(self, set: u32, closes: NaiveDate) -> bool {
        let is_begun = |other: &NodeIx| self.lapses_on(*other) == Some(closes);
        self.framework.sets[set as usize].iter().any(is_begun) && self.is_whole(set, Some(closes))
    }

    /// The day on which each of steps in their order is taken.
    pub fn taken(self, steps: &[Task]) -> Vec<NaiveDate> {
        let mut clock = Clock::new(self.framework, self.on, false);
        let take = |step: &Task| {
            clock.take(step.what);
            clock.day
        };
        steps.iter().map(take).collect()
    }
}

/// Whether a step takes time, or waits for a day.
pub(super) fn takes_time(what: What) -> bool {
    days_of(what) > 0 || matches!(what, What::WaitUntil(_))
}

/// That what a step comes to lapses, and how long after it.
pub(super) fn in_words(framework: &Framework, step: &Task) -> Option<String> {
    let node = framework.node(step.node);
    let done = match step.what {
        What::Pass if node.whole_set().is_some() => "the first of its set is sat",
        What::Pass => "it is passed",
        What::Complete => "it is completed",
        What::AskToVerify => "it is verified",
        What::Apply => "it is conferred",
        // Of these it is said that they count for a time only.
        What::Claim { .. } | What::GatherMinutes { .. } => return None,
        What::GatherDays { .. } | What::Choose(_) | What::WaitUntil(_) | What::ConfirmAgain => return None,
    };
    let length = lasts(framework, step)?;
    Some(format!("{} lapses {length} after {done}, and the steps after it may take longer", node.title))
}

/// How long it lasts what a step comes to.
pub(super) fn lasts(framework: &Framework, task: &Task) -> Option<Length> {
    let node = framework.node(task.node);
    match task.what {
        What::Pass | What::Complete => node.expires.map(|expiry| expiry.after),
        What::AskToVerify => node.valid_for,
        What::Apply => node.as_status()?.expires,
        What::Claim { .. } => node.examples()?.valid_for,
        What::GatherMinutes { .. } => {
            let mut windows = Vec::new();
            let window = |leaf: &Leaf| if let Leaf::Minutes(minutes) = leaf { minutes.window } else { None };
            node.rules().for_each(|rule| rule.walk(&mut |leaf| windows.extend(window(leaf))));
            windows.into_iter().min_by_key(|length| length.in_days())
        }
        What::GatherDays { .. } | What::Choose(_) | What::WaitUntil(_) | What::ConfirmAgain => None,
    }
}
