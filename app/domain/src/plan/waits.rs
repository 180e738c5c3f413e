//! Waits on a way that was found over time: none longer than it has to be, each after the work that can be done before it, and
//! with the reason for it.

use chrono::NaiveDate;

use super::carried::while_holding;
use super::next::Next;
use super::search::Task;
use super::supposed::Asked;
use super::taken::Taken;
use super::{Step, What, words};
use crate::dates::in_words;
use crate::framework::{Framework, NodeIx};
use crate::standing::{Facts, attempts_count_again};

/// How often it is looked at whether one can as well wait later.
const MOST_TRIED: usize = 64;

impl Asked<'_> {
    /// Waits until the first day on which that is as well.
    pub fn wait_less(&self, facts: &Facts, steps: &mut [Step]) {
        let next = Next::new(self.framework, self.target);
        for at in 0..steps.len() {
            let What::WaitUntil(until) = steps[at].what else { continue };
            let is_as_well = |day: NaiveDate, steps: &mut [Step]| {
                steps[at].what = What::WaitUntil(day);
                self.are_enough(facts, steps) && self.are_open(facts, steps)
            };
            let mut taken = Taken::new(self, facts, None);
            steps[..at].iter().for_each(|step| taken.take(step.task()));
            // A day that is too early, and one that is not.
            let (mut early, mut late) = (taken.day(), until);
            while let Some(day) = next.next_day(taken.standing()).filter(|day| *day < until) {
                if is_as_well(day, steps) {
                    late = day;
                    break;
                }
                early = day;
                taken.take(Task { what: What::WaitUntil(day), ..steps[at].task() });
            }
            // At what pace hours are worked is one's own: days alone are counted by the day.
            let is_paced = steps[at..].iter().any(|step| matches!(step.what, What::GatherMinutes { .. }));
            while !is_paced && (late - early).num_days() > 1 {
                let day = early + (late - early) / 2;
                if is_as_well(day, steps) { late = day } else { early = day }
            }
            steps[at].what = What::WaitUntil(late);
        }
    }

    /// Waits after work that can as well be done before it.
    pub fn wait_later(&self, facts: &Facts, steps: &mut Vec<Step>) {
        let next = Next::new(self.framework, self.target);
        let mut left = MOST_TRIED;
        for at in (0..steps.len()).filter(|at| is_wait(&steps[*at])).collect::<Vec<_>>() {
            let works = (at + 1..steps.len()).rev().filter(|later| steps[*later].what.gathers().is_some());
            for work in works.collect::<Vec<_>>() {
                let mut other = steps.clone();
                other[at..=work].rotate_left(1);
                let mut taken = Taken::new(self, facts, None);
                other[..work].iter().for_each(|step| taken.take(step.task()));
                while let Some(day) = next.next_day(taken.standing()).filter(|_| left > 0) {
                    left -= 1;
                    other[work].what = What::WaitUntil(day);
                    if self.are_enough(facts, &other) && self.are_open(facts, &other) {
                        *steps = other;
                        return self.wait_later(facts, steps);
                    }
                    taken.take(other[work].task());
                }
            }
        }
    }
}

fn is_wait(step: &Step) -> bool {
    matches!(step.what, What::WaitUntil(_))
}

/// What a wait is for.
enum For {
    /// What begins or ends on its last day.
    Day(NodeIx),
    /// What is open from then on.
    Open(NodeIx),
    /// A further award lengthens a status that was conferred.
    Longer(NodeIx),
    /// What comes to count after it, and would count too short a time.
    Lasting(NodeIx),
    /// Work that still counts later: when a title is first conferred, else on a day that is waited for.
    Counting(NodeIx, Option<NodeIx>, Option<NaiveDate>),
}

impl Asked<'_> {
    /// Says of each wait what it is for.
    pub fn say_waits(&self, facts: &Facts, steps: &mut [Step]) {
        let mut taken = Taken::new(self, facts, None);
        let tasks: Vec<Task> = steps.iter().map(Step::task).collect();
        for at in 0..steps.len() {
            if let What::WaitUntil(until) = tasks[at].what {
                let title = |ix: NodeIx| &self.framework.node(ix).title;
                let (node, why) = match self.waited_for(&taken, facts, (at, until), &tasks) {
                    For::Day(ix) => (ix, None),
                    For::Open(ix) => (ix, Some(format!("when {} is open", title(ix)))),
                    For::Longer(ix) => (ix, Some(format!("when a further award lengthens {}", title(ix)))),
                    For::Lasting(ix) => (ix, Some(format!("so that {} lasts long enough", title(ix)))),
                    For::Counting(ix, first, later) => {
                        let later = later.map_or("when it is needed".to_owned(), |day| format!("on {}", in_words(day)));
                        let when = first.map_or(later, |first| format!("when {} is first conferred", title(first)));
                        (ix, Some(format!("so that what is done next still counts {when}")))
                    }
                };
                steps[at].node = node;
                let in_words = || words::step(self.framework, taken.standing(), &steps[at].task()).1;
                steps[at].sentence = why.map_or_else(in_words, |why| words::wait(until, &why));
            }
            taken.take(tasks[at]);
        }
    }

    /// What becomes possible by a wait, or lasts: what is done next that was not possible before, else what ends then, else
    /// what would not count in its turn without it.
    fn waited_for(&self, taken: &Taken<'_>, facts: &Facts, (at, until): (usize, NaiveDate), tasks: &[Task]) -> For {
        let (framework, found) = (self.framework, taken.standing());
        let next = &tasks[at + 1..];
        let begins = |task: &&Task| {
            first_conferred(framework, task) == Some(until)
                || attempts_count_again(framework, found, task.node) == Some(until)
        };
        if let Some(task) = next.iter().find(begins) {
            return For::Day(task.node);
        }
        let applies = |ix: NodeIx| next.iter().any(|task| task.node == ix && task.what == What::Apply);
        let ends = |(ix, _): &(NodeIx, _)| found.state(*ix).counts() && found.until(*ix) == Some(until);
        let ends = || framework.nodes().filter(ends).map(|(ix, _)| ix);
        let ended = ends().find(|ix| framework.forbidden[ix.index()]).or_else(|| ends().find(|ix| applies(*ix)));
        if let Some(ix) = ended {
            return For::Day(ix);
        }
        let Some(first) = next.first() else { return For::Counting(self.target, None, None) };
        if first.what == What::Apply && found.is_conferred(first.node) && found.state(first.node).counts() {
            return For::Longer(first.node);
        }
        let opens = |task: &&Task| {
            task.what.gathers().is_none() && found.open[task.node.index()].next_change(found.on()) == Some(until)
        };
        if let Some(task) = next.iter().find(opens).filter(|task| !found.is_open(task.node)) {
            return For::Open(task.node);
        }
        self.in_vain_without(facts, (at, until), tasks)
    }

    /// What would count no more, without a wait, in the turn of the first step that is not open then.
    fn in_vain_without(&self, facts: &Facts, (at, until): (usize, NaiveDate), tasks: &[Task]) -> For {
        let next = &tasks[at + 1..];
        let [mut with, mut without] = [(); 2].map(|()| Taken::new(self, facts, None));
        tasks[..=at].iter().for_each(|task| with.take(*task));
        tasks[..at].iter().for_each(|task| without.take(*task));
        let mut taken = 0;
        while taken + 1 < next.len() && (without.is_open(next[taken]) || !with.is_open(next[taken])) {
            with.take(next[taken]);
            without.take(next[taken]);
            taken += 1;
        }
        // The same day later, had one not waited.
        without.take(Task { what: What::WaitUntil(with.day()), ..tasks[at] });
        let work = Next::new(self.framework, self.target);
        let done = |taken: &Taken<'_>, rule| taken.standing().explain(self.framework, rule).count.done;
        let is_less = |task: &Task| {
            let mut own = work.work().iter().filter(|(ix, _)| *ix == task.node);
            own.any(|(_, rule)| done(&without, rule) < done(&with, rule))
        };
        let is_lost = |task: &&Task| {
            let counts = |taken: &Taken<'_>| taken.standing().state(task.node).counts();
            if task.what.gathers().is_some() { is_less(task) } else { counts(&with) && !counts(&without) }
        };
        let lost = next[..taken].iter().find(is_lost);
        if let Some(own) = lost.filter(|own| own.what.gathers().is_none()) {
            return For::Lasting(own.node);
        }
        let applied = |status: &NodeIx| next.iter().any(|task| task.node == *status && task.what == What::Apply);
        let held = next[..=taken].iter().filter_map(|own| while_holding(own.what)).find(applied);
        if let Some(status) = held.filter(|_| lost.is_none_or(|own| while_holding(own.what).is_some())) {
            return For::Lasting(status);
        }
        let begins = |task: &Task| first_conferred(self.framework, task).is_some_and(|day| day > until);
        let first = next.iter().find(|task| begins(task)).map(|task| task.node);
        let later = next.iter().find_map(|task| if let What::WaitUntil(day) = task.what { Some(day) } else { None });
        For::Counting(lost.unwrap_or(&next[0]).node, first, later)
    }
}

/// The day from which on a status is conferred for which a step applies.
fn first_conferred(framework: &Framework, task: &Task) -> Option<NaiveDate> {
    framework.node(task.node).as_status().filter(|_| task.what == What::Apply)?.valid_from
}
