//! The steps of a plan, supposed to be taken: whether the target is reached then, whoever has signed what is there.

use std::cell::OnceCell;
use std::rc::Rc;

use chrono::NaiveDate;

use super::clock::{Clock, MINUTES_A_DAY};
use super::search::Task;
use super::supposed::Asked;
use super::{Step, What, lapses};
use crate::framework::{Framework, KindIx, Leaf, NodeIx};
use crate::standing::{Deed, Facts, Standing, State, confirmed_only_work, standing};

/// Steps of which it is looked at whether each is open in its turn.
const MOST_OPENED: usize = 100;

/// Who may confirm what anybody may, of whom it is looked at whether the target is reached if they do.
const MOST_TRIED: usize = 4;

impl Asked<'_> {
    /// Whether steps, taken one after another, reach the target where people sign who have signed nothing yet, whoever of those
    /// who have confirmed work, or who confirms last on the way, confirms what anybody may.
    pub fn are_enough(&self, facts: &Facts, steps: &[Step]) -> bool {
        self.whoever_confirms(facts, |mut taken| {
            steps.iter().for_each(|step| taken.take(step.task()));
            taken.standing().state(self.target).counts()
        })
    }

    /// Whether each of the steps, taken one after another, can be begun when its turn comes, whoever confirms what anybody may:
    /// what opens one may not be needed for the target in the end.
    pub fn are_open(&self, facts: &Facts, steps: &[Step]) -> bool {
        let are_open = |mut taken: Taken<'_>| {
            steps.iter().all(|step| {
                let is_open = taken.is_open(step.task());
                taken.take(step.task());
                is_open
            })
        };
        steps.len() > MOST_OPENED || self.whoever_confirms(facts, are_open)
    }

    /// Whether something is so whoever confirms what anybody may: somebody new, or one of those who have confirmed work. That
    /// matters where hours have to be confirmed by several.
    fn whoever_confirms(&self, facts: &Facts, is_so: impl Fn(Taken<'_>) -> bool) -> bool {
        let by_several = |leaf: &Leaf| matches!(leaf, Leaf::Minutes(minutes) if minutes.signers > 1);
        let matters = || self.framework.nodes().any(|(_, node)| node.rules().any(|rule| rule.any_leaf(by_several)));
        let confirmed = || confirmed_only_work(facts, self.on).into_iter().take(MOST_TRIED).filter(|_| matters());
        is_so(Taken::new(self, facts, None)) && confirmed().all(|by| is_so(Taken::new(self, facts, Some(by))))
    }
}

/// What is there once some steps are taken, and the day on which that is.
pub(super) struct Taken<'f> {
    framework: &'f Framework,
    facts: Facts,
    clock: Clock<'f>,
    /// The number of the next person who has signed nothing yet.
    next: u32,
    /// Somebody who has confirmed work, and no result: one who is given, or who confirmed last.
    anybody: Option<u32>,
    is_given: bool,
    /// Who signed for results and for work.
    both: Rc<[u32]>,
    /// Whether hours are worked on one day, and not at 35 a week.
    is_at_once: bool,
    found: OnceCell<Standing>,
}

impl<'f> Taken<'f> {
    /// Nothing yet, on the day on which a way is asked for.
    pub fn new(asked: &Asked<'f>, facts: &Facts, anybody: Option<u32>) -> Self {
        Taken {
            framework: asked.framework,
            facts: facts.clone(),
            clock: Clock::new(asked.framework, asked.on, asked.done_before),
            next: facts.first_new_person(),
            anybody,
            is_given: anybody.is_some(),
            both: facts.on_both_sides().into(),
            is_at_once: false,
            found: OnceCell::new(),
        }
    }

    /// Lets somebody sign the next steps, as far as anybody may; else whoever signs what anybody may.
    pub fn signed_by(&mut self, by: Option<u32>) {
        (self.anybody, self.is_given) = (by, by.is_some());
    }

    /// The same, with all hours of a step worked on its last day, or in a day.
    pub fn at_once(mut self, is_quick: bool) -> Self {
        (self.is_at_once, self.clock.is_quick) = (true, is_quick);
        self
    }

    /// The day on which the steps so far are taken.
    pub fn day(&self) -> NaiveDate {
        self.clock.day
    }

    /// What is there then.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// How one stands then.
    pub fn standing(&self) -> &Standing {
        self.found.get_or_init(|| standing(self.framework, &self.facts, self.day(), self.day()))
    }

    /// The same once more.
    pub fn again(&self) -> Self {
        let (facts, clock, both) = (self.facts.clone(), self.clock.clone(), self.both.clone());
        Taken { facts, clock, both, found: OnceCell::new(), ..*self }
    }

    /// What is there when one more step is taken, which is open.
    pub fn after(&self, task: Task) -> Self {
        let mut taken = self.again();
        taken.begin(task, self.confirmed_again(task));
        taken
    }

    /// How much is there: what one more step costs to look at.
    pub fn size(&self) -> usize {
        self.facts.len() + self.framework.len()
    }

    /// The work that is confirmed once more in a step.
    fn confirmed_again(&self, Task { node, what }: Task) -> Vec<usize> {
        if what == What::ConfirmAgain { self.standing().counted_at(self.framework, node) } else { Vec::new() }
    }

    /// Whether a step can be begun now.
    pub fn is_open(&self, task: Task) -> bool {
        let node = self.framework.node(task.node);
        match task.what {
            What::Choose(_) | What::WaitUntil(_) | What::ConfirmAgain => true,
            What::GatherMinutes { while_holding, .. } | What::GatherDays { while_holding, .. } => {
                while_holding.is_none_or(|status| self.standing().state(status).counts())
            }
            What::Apply => self.is_open_to_apply(task.node),
            // Nothing keeps one from it.
            What::Pass | What::Complete | What::Claim { .. } | What::AskToVerify
                if node.requires.is_none()
                    && node.stage.is_none()
                    && node.sat_after.is_empty()
                    && node.attempts.is_none() =>
            {
                true
            }
            // A sitting before what it has to be sat after would be in vain.
            What::Pass | What::Complete | What::Claim { .. } | What::AskToVerify => {
                let found = self.standing();
                let is_entered = node.stage.is_none_or(|stage| found.is_open(stage));
                let is_open = found.is_open(task.node) && found.state(task.node) != State::Blocked;
                // One that has lapsed is not said to be blocked.
                let seen = self.framework.seen_before_verifying(task.node);
                let mut first = node.sat_after.iter().chain(&seen);
                is_entered && is_open && first.all(|first| found.state(*first).counts())
            }
        }
    }

    /// Less work than a step gathers: as much as comes before a day.
    pub fn cut(&self, what: What, until: NaiveDate) -> What {
        let (mut what, left) = (what, (until - self.day()).num_days());
        if let What::GatherDays { days, whole, .. } = &mut what {
            (*days, *whole) = (left, None);
        } else if let What::GatherMinutes { minutes, .. } = &mut what {
            *minutes = left.saturating_mul(MINUTES_A_DAY as i64);
        }
        what
    }

    /// The day on which a step would be done.
    pub fn done_on(&self, what: What) -> NaiveDate {
        self.clock.done_on(what)
    }

    /// Whether one of the ways to a status is open.
    pub fn is_open_to_apply(&self, status: NodeIx) -> bool {
        let found = self.standing();
        self.framework.needs(status).iter().any(|way| found.state(*way) == State::Available)
    }

    fn somebody(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// Takes a step. What is applied for and is not open is not conferred.
    pub fn take(&mut self, task: Task) {
        if task.what != What::Apply || self.is_open_to_apply(task.node) {
            let confirmed = self.confirmed_again(task);
            self.begin(task, confirmed);
        }
    }

    fn begin(&mut self, Task { node, what }: Task, confirmed: Vec<usize>) {
        self.found = OnceCell::new();
        let begins = self.clock.take(what);
        let day = self.day();
        match what {
            What::WaitUntil(_) => {}
            What::Choose(ix) => self.facts = self.facts.choosing(ix, day),
            What::Pass | What::Complete => self.add(Deed::Passed(node)),
            What::AskToVerify => self.add(Deed::Verified(node)),
            What::Apply => self.add(Deed::Conferred(node)),
            What::Claim { examples, distinct_signers, signed } => {
                let theirs = self.anybody.filter(|by| distinct_signers <= 1 && self.both.contains(by));
                self.claim(node, examples, distinct_signers.saturating_sub(signed), theirs);
            }
            What::GatherMinutes { kind, minutes, signers, .. } => {
                // What grows too old does so day by day, and what has to be done while a status is held is so on some days only.
                // Hours for which their length has no room are worked in it all the same.
                let window = lapses::lasts(self.framework, &Task { node, what }).map(|length| length.first_in(day));
                let eve = day.pred_opt().unwrap_or(day);
                let from = match window.filter(|_| !self.is_at_once) {
                    _ if self.clock.weeks_of(what).is_some() => begins.min(eve),
                    Some(first) => first.max(begins).min(eve),
                    None if self.framework.holds_for_hours && !self.is_at_once && !self.clock.is_done_before(what) => {
                        begins.min(eve)
                    }
                    None => eve,
                };
                self.minutes(kind, minutes, signers, from);
            }
            What::GatherDays { kind, whole, .. } => {
                // What was done before is none of the days that are there.
                let is_further = whole.is_none() && self.clock.is_done_before(what);
                let days = (day, self.clock.days_of(what));
                let begins = if is_further { self.facts.free_days(self.framework, kind, days) } else { begins };
                let by = self.anybody.unwrap_or_else(|| self.somebody());
                self.work(kind, begins, 0, by);
            }
            What::ConfirmAgain => {
                // One person may do so for each step.
                let theirs = self.facts.confirmed_by(confirmed, &self.both);
                self.facts.confirm_anew(self.framework, &theirs, day);
            }
        }
    }

    fn add(&mut self, deed: Deed) {
        let by = self.somebody();
        self.add_by(deed, by);
    }

    fn add_by(&mut self, deed: Deed, by: u32) {
        let day = self.day();
        self.facts.add(self.framework, deed, day, by);
    }

    fn claim(&mut self, outcome: NodeIx, examples: u32, further: u32, by: Option<u32>) {
        let mut by = by.unwrap_or_else(|| self.somebody());
        // Further people decide the first ones, the last of them the rest too.
        for example in 0..examples {
            if (1..further).contains(&example) {
                by = self.somebody();
            }
            self.add_by(Deed::Shown(outcome), by);
        }
    }

    fn minutes(&mut self, kind: KindIx, minutes: i64, signers: u32, from: NaiveDate) {
        let people = i64::from(signers.max(1));
        for share in 0..people {
            let known = self.anybody.filter(|_| signers == 0);
            let by = known.unwrap_or_else(|| self.somebody());
            if !self.is_given {
                self.anybody = Some(by);
            }
            self.work(kind, from, minutes * (share + 1) / people - minutes * share / people, by);
        }
    }

    fn work(&mut self, kind: KindIx, from: NaiveDate, minutes: i64, by: u32) {
        let organisation = self.facts.where_most_was(self.framework, kind);
        self.add_by(Deed::Worked { kind, from, minutes, organisation }, by);
    }
}
