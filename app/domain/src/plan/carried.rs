//! A plan is carried out before it is given. Where it can't be walked, or it is not seen that none is shorter, a way is looked for
//! over time.

use std::cell::Cell;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::clock::days_of;
use super::gathered::Gathered;
use super::next::Next;
use super::provided::MayLapse;
use super::search::{ASKS_NOT, AtLeast, Never, TOO_MANY, Task, Tasks, at_least, enough};
use super::signing::Way;
use super::supposed::{Asked, Found};
use super::taken::Taken;
use super::{Plan, Step, What, instead, lapses, over_time, provided, words};
use crate::framework::NodeIx;
use crate::standing::{Facts, standing};

/// Steps of a plan that is carried out.
const MOST_STEPS: usize = 64;

/// Facts, and nodes of a framework, with which plans are carried out.
const MOST_CARRIED: usize = 4_000;

/// How often a plan is carried out to see whether it can do with less: so often with one fact or node.
const MOST_TRIED: usize = 100_000;

/// Of how many people who signed for results and for work it is looked at whether they may sign the rest.
const MOST_SIGNERS: usize = 4;

/// Said where nothing else tells why a plan reaches its target only then.
const DONE_BEFORE: &str = "Work that it asks for was done before, or takes less time than at 35 hours a week";

/// Said where hours count as days by the time that they take.
const DAYS_COUNT: &str = "Hours are worked in as many days as at 35 hours a week: these days count too";

/// Said where a way can be walked, and others were not tried.
const MAY_BE_SHORTER: &str = ": another may have fewer steps";

impl<'f> Asked<'f> {
    /// The shortest plan; where not all ways were tried it says so.
    ///
    /// # Errors
    /// What stands in every way.
    pub fn carried_out(&self, facts: &Facts) -> Result<Plan, Vec<String>> {
        let mut plan = self.shortest_carried_out(facts)?;
        self.say_who_signs(facts, &mut plan.steps);
        if self.begun.get() > enough(self.framework) && plan.provided.iter().all(|own| !own.starts_with(TOO_MANY)) {
            plan.provided.push(format!("{TOO_MANY}{MAY_BE_SHORTER}"));
        }
        Ok(plan)
    }

    /// Says of what anybody may sign that nobody is to sign it who signed for results too, where the target is not reached then.
    fn say_who_signs(&self, facts: &Facts, steps: &mut [Step]) {
        let is_free = |at: &usize| {
            let what = steps[*at].what;
            matches!(what, What::Claim { distinct_signers: 0 | 1, .. })
                || Gathered::of(what).is_some_and(|own| own.signers == 0)
        };
        let free: Vec<usize> = (0..steps.len()).filter(is_free).collect();
        if facts.on_both_sides().is_empty() || self.size(facts) > MOST_CARRIED || steps.len() > MOST_STEPS {
            return;
        }
        let is_vain = |signed: &[usize]| {
            facts.on_both_sides().iter().take(MOST_SIGNERS).any(|by| {
                let mut taken = Taken::new(self, facts, None);
                steps.iter().enumerate().for_each(|(at, step)| {
                    taken.signed_by(Some(*by).filter(|_| signed.contains(&at)));
                    taken.take(step.task());
                });
                !taken.standing().state(self.target).counts()
            })
        };
        if !is_vain(&free) {
            return;
        }
        let mut vain: Vec<usize> = free.iter().copied().filter(|at| is_vain(&[*at])).collect();
        if vain.is_empty() {
            vain = free;
        }
        for at in vain {
            let does = if steps[at].what.gathers().is_some() { "confirms" } else { "decides" };
            let step = &mut steps[at];
            step.sentence.push_str(&format!("; whoever {does} it signed for none of the results"));
        }
    }

    fn shortest_carried_out(&self, facts: &Facts) -> Result<Plan, Vec<String>> {
        let mut way = self.whoever_signs(facts);
        let is_small = self.size(facts) <= MOST_CARRIED;
        if let Ok(way) = &mut way
            && is_small
            && way.steps.len() <= MOST_STEPS
            && self.begun.get() > enough(self.framework)
        {
            // Of the ways that were not tried one may do with less.
            self.leave_out_needless(facts, &way.found.standing, &mut way.steps);
        }
        let is_carried = |way: &Way<'_>| way.steps.len() <= MOST_STEPS && self.may_lapse(way);
        if !is_small || way.as_ref().is_ok_and(|way| !is_carried(way)) {
            return self.as_it_is(facts, way?);
        }
        let is_walked = |way: &Way<'_>| self.are_enough(facts, &way.steps) && self.are_open(facts, &way.steps);
        let walked = way.as_ref().is_ok_and(is_walked);
        if walked && way.as_ref().is_ok_and(|way| self.is_shortest(facts, way)) {
            return Ok(self.told_in_full(facts, way?));
        }
        match (over_time::way(self, facts), way) {
            (Ok(tasks), Ok(way)) if walked && way.steps.len() <= tasks.len() => Ok(self.told_in_full(facts, way)),
            (Ok(tasks), way) => {
                let plan = self.told_in_full(facts, self.over_time(facts, &tasks, way.ok()));
                Ok(self.sooner(facts, &plan).unwrap_or(plan))
            }
            (Err(_), Ok(way)) if walked => Ok(self.told_in_full(facts, way)),
            (Err(Never::NotSeen), way) => self.not_seen(facts, way),
            (Err(Never::NoWay), way) => self.done_before(facts, way),
        }
    }

    /// Another plan of no more steps, where one waits in the first: each day of more work on it saves more than one.
    fn sooner(&self, facts: &Facts, plan: &Plan) -> Option<Plan> {
        plan.steps.iter().find(|step| matches!(step.what, What::WaitUntil(_)))?;
        let tasks = self.planned_anew(facts)?;
        let other = self.told_in_full(facts, self.over_time(facts, &tasks, None));
        let days = |plan: &Plan| {
            let mut taken = Taken::new(self, facts, None);
            plan.steps.iter().for_each(|step| taken.take(step.task()));
            let work: u64 = plan.steps.iter().map(|step| days_of(step.what)).sum();
            (taken.day() - self.on).num_days() + i64::try_from(work).unwrap_or(i64::MAX / 2)
        };
        (other.steps.len() <= plan.steps.len() && days(&other) < days(plan)).then_some(other)
    }

    /// The plan where there is a way only if work was done before, or takes less time than is taken for it here.
    fn done_before(&self, facts: &Facts, way: Result<Way<'f>, Vec<String>>) -> Result<Plan, Vec<String>> {
        let asked = Asked { done_before: true, begun: Cell::default(), ..*self };
        match over_time::way(&asked, facts) {
            Ok(tasks) => {
                let mut plan = asked.told_in_full(facts, asked.over_time(facts, &tasks, way.ok()));
                if plan.provided.is_empty() {
                    plan.provided.push(DONE_BEFORE.to_owned());
                }
                Ok(plan)
            }
            Err(Never::NoWay) => Err(way.map_or_else(|because| because, |way| self.never(way))),
            Err(Never::NotSeen) => self.not_seen(facts, way),
        }
    }

    /// What is said where there are more ways than can be tried: one that can be walked, else the quick one, which nobody may be able
    /// to walk.
    fn not_seen(&self, facts: &Facts, way: Result<Way<'f>, Vec<String>>) -> Result<Plan, Vec<String>> {
        if let Some(tasks) = self.planned_anew(facts) {
            let mut plan = self.told_in_full(facts, self.over_time(facts, &tasks, way.ok()));
            plan.provided.push(format!("{TOO_MANY}{MAY_BE_SHORTER}"));
            return Ok(plan);
        }
        let Ok(way) = way else { return Err(vec![TOO_MANY.to_owned()]) };
        let mut plan = self.as_it_is(facts, way).map_err(|_| vec![TOO_MANY.to_owned()])?;
        plan.provided.push(format!("{TOO_MANY}, so that it is not known whether the steps can be taken in time"));
        Ok(plan)
    }

    /// The plan of a way of which it is not seen how it is walked.
    fn as_it_is(&self, facts: &Facts, way: Way<'f>) -> Result<Plan, Vec<String>> {
        let forbidden = &self.framework.forbidden;
        let leads_to_forbidden = || way.found.way.planned.iter().zip(forbidden).any(|(is, not)| *is && *not);
        if leads_to_forbidden() && !self.are_enough(facts, &way.steps) {
            return Err(vec![ASKS_NOT.to_owned()]);
        }
        Ok(self.plan(way))
    }

    /// What stands in a way that nobody can walk, and beside which there is none.
    fn never(&self, way: Way<'f>) -> Vec<String> {
        let because = "Whatever comes first, something lapses or ends before the rest of it is there";
        std::iter::once(because.to_owned()).chain(self.plan(way).provided).collect()
    }

    /// Whether no way has fewer steps: none has fewer acts, and no work could be done in the place of one wait.
    fn is_shortest(&self, facts: &Facts, way: &Way<'f>) -> bool {
        let waits = way.steps.iter().filter(|step| matches!(step.what, What::WaitUntil(_))).count();
        let found = || standing(self.framework, facts, self.on, self.on);
        let is_as_short = || {
            at_least(self.framework, &found(), self.target, AtLeast { passed_over: &[], done_before: self.done_before })
                .is_ok_and(|(least, _)| way.steps.len() - waits <= least)
        };
        // Whoever signed for both keys is nobody of whom the search over time knows more.
        !facts.on_both_sides().is_empty() || (waits == 0 || waits == 1 && !self.asks_for_work()) && is_as_short()
    }

    /// A way that was found over time. What was to be chosen on it is known from another.
    fn over_time(&self, facts: &Facts, tasks: &[Task], other: Option<Way<'f>>) -> Way<'f> {
        let framework = self.framework;
        let mut taken = Taken::new(self, facts, None);
        let mut steps: Vec<Step> = Vec::new();
        for task in tasks {
            let (who, sentence) = words::step(framework, taken.standing(), task);
            let Task { node, what } = *task;
            steps.push(Step { node, what, who, needs: Vec::new(), sentence, within: None, instead: Vec::new() });
            taken.take(*task);
        }
        self.time_first(facts, &mut steps);
        self.wait_later(facts, &mut steps);
        let then = taken.standing();
        let found = standing(framework, facts, self.on, self.on);
        // Where further awards lengthen a status, its step-off is open again and does not count.
        let applies = |status| tasks.iter().any(|task| task.node == status && task.what == What::Apply);
        let is_taken = |ix: NodeIx| then.is_open(ix) && framework.node(ix).step_off_to().is_some_and(applies);
        // What would have lapsed by then is reached anew.
        let lapses = |ix: NodeIx| found.until(ix).is_some_and(|until| until <= then.on());
        let is_reached = |ix: NodeIx| then.state(ix).counts() && (!found.state(ix).counts() || lapses(ix));
        let reached = |ix: NodeIx| is_reached(ix) || is_taken(ix);
        let mut way = Tasks::none(framework);
        way.tasks = tasks.to_vec();
        way.planned = framework.nodes().map(|(ix, _)| reached(ix)).collect();
        if let Some(other) = other {
            way.chosen = other.found.way.chosen;
        }
        let parted = self.are_enough(facts, &steps);
        Way { found: Found { standing: found, way, waits: Vec::new() }, steps, parted }
    }

    /// Puts what takes time before what lapses, as far as that is as well.
    fn time_first(&self, facts: &Facts, steps: &mut Vec<Step>) {
        for at in (0..steps.len()).filter(|at| lapses::takes_time(steps[*at].what)).collect::<Vec<_>>() {
            let lapsing = (0..at).filter(|first| lapses::lasts(self.framework, &steps[*first].task()).is_some());
            for first in lapsing.collect::<Vec<_>>() {
                let mut sooner = steps.clone();
                sooner[first..=at].rotate_right(1);
                if self.are_enough(facts, &sooner) && self.are_open(facts, &sooner) {
                    *steps = sooner;
                    break;
                }
            }
        }
    }

    /// Whether work may be asked for, in which the time of a wait would pass.
    fn asks_for_work(&self) -> bool {
        Next::new(self.framework, self.target).asks_for_work()
    }

    fn size(&self, facts: &Facts) -> usize {
        facts.len() + self.framework.len()
    }

    pub fn most_tried(&self, facts: &Facts) -> usize {
        MOST_TRIED / self.size(facts).max(1)
    }

    /// Whether time passes on the way in which something may lapse, end or be done, what is passed has to be so in one window, or what is
    /// there may come to count or not by what is done.
    fn may_lapse(&self, way: &Way<'_>) -> bool {
        let framework = self.framework;
        let takes_time = |step: &Step| lapses::takes_time(step.what);
        let is_of_set = |step: &Step| framework.node(step.node).whole_set().is_some();
        let lasts = |step: &Step| lapses::lasts(framework, &step.task()).is_some();
        let ends = |step: &Step| framework.node(step.node).as_status().is_some_and(|own| own.valid_until.is_some());
        let lapses = |ix: NodeIx| way.found.standing.until(ix).is_some();
        let held = way.steps.iter().filter(|step| while_holding(step.what).is_some());
        let waits = || way.steps.iter().any(|step| matches!(step.what, What::WaitUntil(_)));
        way.steps.iter().any(is_of_set)
            || held.count() > 1
            || framework.has_circles
            || framework.nodes().any(|(ix, _)| self.may_be_so(way, ix))
            || !way.found.way.there.is_empty()
            || framework.asks_now
            || waits() && self.asks_for_work()
            || way.steps.iter().any(takes_time)
                && (framework.has_limits
                    || way.steps.iter().any(|step| lasts(step) || ends(step))
                    || framework.nodes().any(|(ix, _)| lapses(ix)))
    }

    /// Whether what must not be so is so, or may come to be: of a status only where the way applies for it.
    fn may_be_so(&self, way: &Way<'_>, ix: NodeIx) -> bool {
        let (found, is_planned) = (&way.found.standing, way.found.way.planned[ix.index()]);
        let is_there = || found.state(ix).counts() || found.spans(ix).next_change(self.on).is_some();
        self.framework.forbidden[ix.index()]
            && (self.framework.node(ix).as_status().is_none() || is_planned || is_there())
    }

    /// The same for who asks on another day.
    pub fn on(&self, on: NaiveDate) -> Self {
        Asked { on, begun: Cell::default(), ..*self }
    }

    /// The plan of a way that can be walked, without what proves needless.
    fn told_in_full(&self, facts: &Facts, way: Way<'f>) -> Plan {
        let mut steps = way.steps;
        self.tell(&way.found, &mut steps);
        let standing = &way.found.standing;
        self.put_together(facts, standing, &mut steps);
        self.leave_out_needless(facts, standing, &mut steps);
        if self.gather_less(facts, standing, &mut steps) {
            self.leave_out_needless(facts, standing, &mut steps);
        }
        self.wait_less(facts, &mut steps);
        self.say_waits(facts, &mut steps);
        self.need_enough(facts, &mut steps);
        self.say_held(facts, &mut steps);
        instead::keep(self.framework, &mut steps, |steps| self.are_enough(facts, steps) && self.are_open(facts, steps));
        // What is there now, and without which the steps are not enough.
        let lapses_on = |ix: NodeIx| self.walked(&way.found).lapses_on(ix);
        let is_too_late = |day: NaiveDate| !self.on(day).are_enough(facts, &steps);
        let may_lapse = |ix: NodeIx, day: NaiveDate| lapses_on(ix) == Some(day) && is_too_late(day);
        let walked = self.walked(&way.found);
        let may_lapse: Option<&MayLapse<'_>> = if self.done_before { None } else { Some(&may_lapse) };
        let mut provided: BTreeSet<String> = provided::provided(walked, self.target, &steps, way.parted, may_lapse);
        provided.extend(steps.iter().filter_map(|step| self.ends_meanwhile(&steps, step)));
        let is_vain_at_once = |is_quick: bool| {
            let mut at_once = Taken::new(self, facts, None).at_once(is_quick);
            steps.iter().for_each(|step| at_once.take(step.task()));
            !at_once.standing().state(self.target).counts()
        };
        if [false, true].into_iter().any(is_vain_at_once) {
            provided.insert(DAYS_COUNT.to_owned());
        }
        Plan { target: self.target, steps, provided: provided.into_iter().collect() }
    }

    /// What is said where work is gathered for as long as a status is held that is conferred on the way and ends.
    fn ends_meanwhile(&self, steps: &[Step], step: &Step) -> Option<String> {
        let status = while_holding(step.what)?;
        let applied = steps.iter().filter(|step| step.node == status && step.what == What::Apply);
        let is_again = applied.count() > 1;
        let apply = Task { node: status, what: What::Apply };
        is_again.then(|| lapses::in_words(self.framework, &apply)).flatten()
    }
}

/// The status that is held while work is gathered.
pub(super) fn while_holding(what: What) -> Option<NodeIx> {
    Gathered::of(what).and_then(|own| own.while_holding)
}
