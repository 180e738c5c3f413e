//! What a step comes to may lapse while later ones are taken. What takes long is done first where nothing else stands in its
//! way; where that is not enough, the plan says so.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use chrono::{Days, NaiveDate};

use super::What;
use super::search::{Task, Tasks};
use crate::dates::{self, Length};
use crate::framework::{Framework, Leaf, NodeIx, order};
use crate::standing::{Facts, Standing};

/// Minutes of work that a day of the calendar has room for: 35 hours a week.
const MINUTES_A_DAY: i64 = 5 * 60;

/// A way, for whom it was found, and the day from which it is walked.
#[derive(Clone, Copy)]
pub(super) struct Walked<'a> {
    pub framework: &'a Framework,
    pub facts: &'a Facts,
    pub found: &'a Standing,
    pub way: &'a Tasks<'a>,
    pub on: NaiveDate,
}

impl Walked<'_> {
    /// The order, or one in which what lapses is done as late as can be, if something would lapse before the last step.
    pub fn late_enough<P: Ord>(
        self,
        tasks: &[Task],
        (before, after): (&[Vec<usize>], &[Vec<usize>]),
        place: impl Fn(usize) -> P,
        order: Vec<usize>,
    ) -> Vec<usize> {
        let in_turn: Vec<Task> = order.iter().map(|at| tasks[*at]).collect();
        if self.lapsing(&in_turn).is_empty() {
            return order;
        }
        // What something rests on that lapses soon is as late as it, so that nothing else comes between.
        let mut soonest = vec![i64::MAX; tasks.len()];
        for at in order {
            let own = lasts(self.framework, &tasks[at]).map_or(i64::MAX, Length::in_days);
            soonest[at] = before[at].iter().map(|first| soonest[*first]).fold(own, i64::min);
        }
        let mut late = order::in_order(after, before, |at| (soonest[at], Reverse(place(at))));
        late.reverse();
        late
    }

    /// Of steps in their order, those that come to something which lapses before the last one is taken.
    pub fn lapsing(self, steps: &[Task]) -> Vec<usize> {
        let taken = self.taken(steps);
        let end = taken.last().copied().unwrap_or(self.on);
        let sets = self.whole_sets(steps, &taken);
        let lapses = |at: &usize| {
            let Some(length) = lasts(self.framework, &steps[*at]) else { return false };
            let set = self.framework.node(steps[*at].node).whole_set();
            let in_set = set.and_then(|set| sets.get(&set)).copied();
            let (needed, until) = in_set.unwrap_or_else(|| (end, length.after(taken[*at])));
            taken[*at] < needed && until <= needed
        };
        (0..steps.len()).filter(lapses).collect()
    }

    /// Of each set that the way makes whole: the day on which it is, from when on it lapses no more, and the day on which its
    /// passes may lapse at the earliest.
    fn whole_sets(self, steps: &[Task], taken: &[NaiveDate]) -> BTreeMap<u32, (NaiveDate, NaiveDate)> {
        let mut ends: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        for (at, step) in steps.iter().enumerate() {
            let set = self.framework.node(step.node).whole_set();
            set.iter().for_each(|set| ends.entry(*set).or_insert((at, at)).1 = at);
        }
        // An earlier sitting may have opened the window long ago.
        let results = self.facts.file().results.iter().filter(|_| !ends.is_empty());
        let sat: HashSet<&str> = results.map(|result| result.element.as_str()).collect();
        let is_there = |ix: &NodeIx| self.way.planned[ix.index()] || self.found.state(*ix).counts();
        let is_sat = |ix: &NodeIx| sat.contains(self.framework.node(*ix).id.as_str());
        let days = |(set, (first, last)): (u32, (usize, usize))| {
            let members = &self.framework.sets[set as usize];
            let opens = lasts(self.framework, &steps[first]).filter(|_| !members.iter().any(is_sat));
            let until = opens.map_or(NaiveDate::MIN, |length| length.after(taken[first]));
            members.iter().all(is_there).then_some((set, (taken[last], until)))
        };
        ends.into_iter().filter_map(days).collect()
    }

    /// A sentence for each step that comes to something which lapses before the last one is taken, and for each title that may
    /// no longer be conferred when it is applied for.
    pub fn in_words(self, steps: &[Task]) -> impl Iterator<Item = String> {
        let too_late = self.taken(steps).into_iter().zip(steps).filter_map(move |(day, step)| {
            let node = self.framework.node(step.node);
            let until = node.as_status()?.valid_until.filter(|until| step.what == What::Apply && *until <= day)?;
            let (title, until) = (&node.title, dates::in_words(until));
            Some(format!("{title} is no longer conferred from {until} on, and the steps before it may take longer"))
        });
        let lapsing = self.lapsing(steps).into_iter().filter_map(move |at| {
            let Task { node, what } = steps[at];
            let title = &self.framework.node(node).title;
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
        too_late.chain(lapsing)
    }

    /// The day on which each of steps in their order is taken.
    fn taken(self, steps: &[Task]) -> Vec<NaiveDate> {
        let mut day = self.on;
        let take = |step: &Task| {
            day = if let What::WaitUntil(until) = step.what {
                day.max(until)
            } else {
                day.checked_add_days(Days::new(days_of(step.what))).unwrap_or(NaiveDate::MAX)
            };
            day
        };
        steps.iter().map(take).collect()
    }
}

/// The days that a step takes.
fn days_of(what: What) -> u64 {
    let days = match what {
        What::GatherMinutes { minutes, .. } => (minutes + MINUTES_A_DAY - 1) / MINUTES_A_DAY,
        What::GatherDays { days, .. } => days,
        What::Choose(_) | What::WaitUntil(_) | What::Pass | What::Complete | What::Claim { .. } => 0,
        What::AskToVerify | What::ConfirmAgain | What::Apply => 0,
    };
    days.try_into().unwrap_or_default()
}

/// How long it lasts what a step comes to.
fn lasts(framework: &Framework, task: &Task) -> Option<Length> {
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
