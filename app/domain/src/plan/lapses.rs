//! What a step comes to may lapse while later ones are taken. What takes long is done first where nothing else stands in its
//! way; where that is not enough, the plan says so.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::clock::{Clock, days_after, days_of};
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

    /// Puts what rests on something that is there and lapses on a day, and lasts itself, before what takes time, where the order
    /// is free; but for time that is over before a day for which it waits: that costs nothing.
    pub fn resting_first(self, tasks: &[Task], resting: &[bool], before: &mut [Vec<usize>], after: &mut [Vec<usize>]) {
        let is_act = |at: &usize| days_of(tasks[*at].what) == 0 && lasts(self.framework, &tasks[*at]).is_none();
        let acts: Vec<usize> = (0..resting.len()).filter(|at| resting[*at] && is_act(at)).collect();
        if acts.is_empty() || acts.len() * tasks.len() > MOST_COMPARED {
            return;
        }
        let waits: Vec<(usize, NaiveDate)> = tasks.iter().enumerate().filter_map(wait).collect();
        let earlier: Vec<Vec<bool>> =
            if waits.is_empty() { Vec::new() } else { acts.iter().map(|first| order::later(*first, before)).collect() };
        let days = |at: usize| days_of(tasks[at].what);
        let is_first = |at: &usize| earlier.iter().any(|earlier| earlier[*at]);
        // The days that pass before the waits.
        let mut passed: u64 = (0..tasks.len()).filter(is_first).map(days).fold(0, u64::saturating_add);
        for time in (0..tasks.len()).filter(|time| days(*time) > 0) {
            let later = order::later(time, after);
            let own = if earlier.is_empty() { Vec::new() } else { order::later(time, before) };
            let spent = passed.saturating_add(if is_first(&time) { 0 } else { days(time) });
            let over = days_after(self.on, spent);
            let is_over = |n: usize| waits.iter().any(|(at, until)| earlier[n][*at] && !own[*at] && over <= *until);
            let mut waits_for_it = false;
            for (n, first) in acts.iter().enumerate().filter(|(_, first)| !later[**first]) {
                if !earlier.is_empty() && is_over(n) {
                    waits_for_it = true;
                } else if !before[time].contains(first) {
                    before[time].push(*first);
                    after[*first].push(time);
                }
            }
            passed = if waits_for_it { spent } else { passed };
        }
    }

    /// Puts what has to be sat before a window closes before what takes time, where the order is free.
    pub fn last_day_first(self, tasks: &[Task], before: &mut [Vec<usize>], after: &mut [Vec<usize>]) {
        let is_of_set = |task: &Task| self.framework.node(task.node).whole_set().is_some();
        if !tasks.iter().any(is_of_set) {
            return;
        }
        let takes_time: Vec<usize> = (0..tasks.len()).filter(|at| days_of(tasks[*at].what) > 0).collect();
        if takes_time.len() * tasks.len() > MOST_COMPARED {
            return;
        }
        for at in (0..tasks.len()).filter(|at| self.has_last_day(tasks[*at].node)) {
            let earlier = order::later(at, before);
            for late in takes_time.iter().filter(|late| !earlier[**late]) {
                if !before[*late].contains(&at) {
                    before[*late].push(at);
                    after[at].push(*late);
                }
            }
        }
    }

    /// The order, or one in which what lapses is done as late as can be, if something would lapse before the last step.
    pub fn late_enough<P: Ord>(
        self,
        tasks: &[Task],
        (before, after): (&[Vec<usize>], &[Vec<usize>]),
        place: impl Fn(usize) -> P,
        order: Vec<usize>,
    ) -> Vec<usize> {
        let in_turn: Vec<Task> = order.iter().map(|at| tasks[*at]).collect();
        if self.lapsing(&in_turn, None).is_empty() {
            return order;
        }
        // What something rests on that lapses soon is as late as it, so that nothing else comes between.
        let mut soonest = vec![i64::MAX; tasks.len()];
        for at in order {
            let own = lasts(self.framework, &tasks[at]).map_or(i64::MAX, Length::in_days);
            soonest[at] = before[at].iter().map(|first| soonest[*first]).fold(own, i64::min);
        }
        let mut late =
            order::in_order(after, before, |at| (soonest[at], days_of(tasks[at].what) > 0, Reverse(place(at))));
        late.reverse();
        late
    }

    /// Of steps in their order, those that come to something which lapses before the last one is taken; with the day, where
    /// an earlier sitting has settled it. Of some it is known until when each is `needed`.
    fn lapsing(self, steps: &[Task], needed: Option<&[NaiveDate]>) -> Vec<(usize, Option<NaiveDate>)> {
        if !steps.iter().any(|step| lasts(self.framework, step).is_some()) {
            return Vec::new();
        }
        let taken = self.taken(steps);
        let end = taken.last().copied().unwrap_or(self.on);
        let sets = self.sets(steps, &taken);
        let lapses = |at: usize| {
            let length = lasts(self.framework, &steps[at])?;
            let set = self.framework.node(steps[at].node).whole_set().and_then(|set| sets.get(&set));
            let settled = set.and_then(|set| set.closes_on).filter(|closes| taken[at] < *closes);
            let opens = set.map_or(taken[at], |set| set.opens_on);
            let needed = needed.map_or(end, |days| days[at]);
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
        let lapsing = if lapse { self.lapsing(steps, Some(needed)) } else { Vec::new() };
        let lapsing = lapsing.into_iter().filter_map(move |(at, settled)| {
            let Task { node, what } = steps[at];
            let title = &self.framework.node(node).title;
            if let Some(day) = settled {
                let day = dates::in_words(day);
                return Some(format!(
                    "{title} lapses on {day}, because its set was begun, and the steps after it may take longer"
                ));
            }
            let done = match what {
                What::Pass if self.framework.node(node).whole_set().is_some() => "the first of its set is sat",
                What::Pass => "it is passed",
                What::Complete => "it is completed",
                What::AskToVerify => "it is verified",
                What::Apply => "it is conferred",
                // Of these it is said that they count for a time only.
                What::Claim { .. } | What::GatherMinutes { .. } => return None,
                What::GatherDays { .. } | What::Choose(_) | What::WaitUntil(_) | What::ConfirmAgain => return None,
            };
            let length = lasts(self.framework, &steps[at])?;
            Some(format!("{title} lapses {length} after {done}, and the steps after it may take longer"))
        });
        too_late.chain(in_window).chain(lapsing)
    }

    /// The day on which the window closes in which something was passed that comes first, where that pass stays although it is
    /// no use for an element that is sat later; or which a step makes whole, so that it lapses no more before later steps.
    fn has_to_be_sat_before(self, steps: &[Task], at: usize) -> Option<NaiveDate> {
        let framework = self.framework;
        let set = framework.node(steps[at].node).whole_set()?;
        let closes = lapses_with_its_set(framework, self.found, set)?;
        let is_later = |step: &Task| step.what != What::Apply && framework.node(step.node).whole_set() != Some(set);
        let makes_whole = || steps[at + 1..].iter().any(is_later) && self.makes_whole(set, closes);
        (self.keeps(steps[at].node, set) || makes_whole()).then_some(closes)
    }

    /// Whether a node has to be passed before the window of its set closes, wherever it stands among the steps.
    fn has_last_day(self, ix: NodeIx) -> bool {
        let set = self.framework.node(ix).whole_set();
        let closing = set.and_then(|set| Some((set, lapses_with_its_set(self.framework, self.found, set)?)));
        closing.is_some_and(|(set, closes)| self.keeps(ix, set) || self.makes_whole(set, closes))
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
    fn taken(self, steps: &[Task]) -> Vec<NaiveDate> {
        let mut clock = Clock::new(self.framework, self.on);
        let take = |step: &Task| {
            clock.take(step.what);
            clock.day
        };
        steps.iter().map(take).collect()
    }
}

/// The place of a wait, and its day.
fn wait((at, task): (usize, &Task)) -> Option<(usize, NaiveDate)> {
    if let What::WaitUntil(until) = task.what { Some((at, until)) } else { None }
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
