//! The steps of a plan, supposed to be taken: whether the target is reached then, whoever has signed what is there.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::clock::{Clock, MINUTES_A_DAY, days_after};
use super::{Step, What};
use crate::framework::{Framework, KindIx, NodeIx};
use crate::standing::{
    AwardFact, ClaimDecision, ClaimFact, ClaimOutcome, Dated, ExperienceFact, Facts, FactsFile, Outcome, ResultFact,
    Since, Standing, State, VerificationFact, confirmed_only_work, standing,
};

/// Who may confirm what anybody may, of whom it is looked at whether the target is reached if they do.
const MOST_TRIED: usize = 4;

/// Whether steps, taken one after another from a day on, reach a target where people sign who have signed nothing yet,
/// whoever of those who have
/// confirmed work, or who confirms last on the way, confirms what anybody may.
pub(super) fn reach(framework: &Framework, facts: &Facts, steps: &[Step], (target, on): (NodeIx, NaiveDate)) -> bool {
    let reaches = |anybody: Option<&str>| {
        let mut taken = Taken::new(framework, facts, on, anybody);
        steps.iter().for_each(|step| taken.take(step));
        taken.standing().is_some_and(|found| found.state(target).counts())
    };
    reaches(None) && confirmed_only_work(facts, on).into_iter().take(MOST_TRIED).all(|by| reaches(Some(by)))
}

/// Whether each of the steps, taken one after another from a day on, can be begun when its turn comes, whoever confirms what
/// anybody may.
pub(super) fn are_open(framework: &Framework, facts: &Facts, steps: &[Step], on: NaiveDate) -> bool {
    let opens = |anybody: Option<&str>| {
        let mut taken = Taken::new(framework, facts, on, anybody);
        steps.iter().all(|step| {
            let is_open = taken.is_open(step);
            taken.take(step);
            is_open
        })
    };
    opens(None) && confirmed_only_work(facts, on).into_iter().take(MOST_TRIED).all(|by| opens(Some(by)))
}

/// What is there once some steps are taken, and the day on which that is.
pub(super) struct Taken<'f> {
    framework: &'f Framework,
    file: FactsFile,
    clock: Clock<'f>,
    made: u32,
    /// Somebody who has confirmed work, and no result: one whose name is given, or who confirmed last.
    anybody: Option<String>,
    is_given: bool,
    /// Who signed for results and for work.
    both: Vec<String>,
}

impl<'f> Taken<'f> {
    pub fn new(framework: &'f Framework, facts: &Facts, day: NaiveDate, anybody: Option<&str>) -> Self {
        let (is_given, anybody) = (anybody.is_some(), anybody.map(str::to_owned));
        let both = facts.on_both_sides().iter().map(|person| facts.person(*person).to_owned()).collect();
        let clock = Clock::new(framework, day);
        Taken { framework, file: facts.file().clone(), clock, made: 0, anybody, is_given, both }
    }

    /// The day on which the steps so far are taken.
    pub fn day(&self) -> NaiveDate {
        self.clock.day
    }

    /// The facts when what was taken so far is done.
    pub fn facts(&self) -> Option<Facts> {
        Facts::bind(self.framework, self.file.clone()).ok()
    }

    /// How one stands then.
    pub fn standing(&self) -> Option<Standing> {
        Some(standing(self.framework, &self.facts()?, self.day(), self.day()))
    }

    /// Whether a step can be begun now.
    pub fn is_open(&self, step: &Step) -> bool {
        let node = self.framework.node(step.node);
        match step.what {
            What::Choose(_) | What::WaitUntil(_) | What::ConfirmAgain => true,
            What::GatherMinutes { while_holding, .. } | What::GatherDays { while_holding, .. } => {
                let is_held = |status| self.standing().is_some_and(|found| found.state(status).counts());
                while_holding.is_none_or(is_held)
            }
            What::Apply => self.is_open_to_apply(step.node),
            // Nothing keeps one from it.
            What::Pass | What::Complete | What::Claim { .. } | What::AskToVerify
                if node.requires.is_none() && node.stage.is_none() && node.sat_after.is_empty() =>
            {
                true
            }
            // A sitting before what it has to be sat after would be in vain.
            What::Pass | What::Complete | What::Claim { .. } | What::AskToVerify => {
                self.standing().is_some_and(|found| {
                    let is_open = found.is_open(step.node) && found.state(step.node) != State::Blocked;
                    is_open && node.sat_after.iter().all(|first| found.state(*first).counts())
                })
            }
        }
    }

    /// Less work than a step gathers, where the status ends sooner that is held meanwhile: as much as comes before.
    pub fn shortened(&self, step: &Step) -> Option<What> {
        let mut what = step.what;
        let (What::GatherMinutes { while_holding, .. } | What::GatherDays { while_holding, .. }) = what else {
            return None;
        };
        let until = self.standing()?.until(while_holding?)?;
        if until >= days_after(self.day(), self.clock.days_of(what)) {
            return None;
        }
        let left = (until - self.day()).num_days();
        if let What::GatherDays { days, whole, .. } = &mut what {
            (*days, *whole) = (left, None);
        } else if let What::GatherMinutes { minutes, .. } = &mut what {
            *minutes = left.saturating_mul(MINUTES_A_DAY as i64);
        }
        Some(what)
    }

    /// Whether one of the ways to a status is open.
    fn is_open_to_apply(&self, status: NodeIx) -> bool {
        let found = self.standing();
        let is_open = |way: &NodeIx| {
            found.as_ref().is_some_and(|found| matches!(found.state(*way), State::Available | State::Met))
        };
        self.framework.needs(status).iter().any(is_open)
    }

    /// An id or a person that no file has.
    fn new_name(&mut self) -> String {
        self.made += 1;
        format!("\0{}", self.made)
    }

    fn anybody(&mut self) -> String {
        self.anybody.clone().unwrap_or_else(|| self.new_name())
    }

    /// Takes a step.
    pub fn take(&mut self, step: &Step) {
        let begins = self.clock.take(step.what);
        let day = self.day();
        let id = self.framework.node(step.node).id.clone();
        match step.what {
            What::Choose(ix) => {
                let is = self.framework.specialism(ix).id.clone();
                self.file.specialism = Dated::Changing(vec![Since { is, since: Some(day), recorded_on: None }]);
            }
            What::WaitUntil(_) => {}
            What::Pass | What::Complete => self.pass(id),
            What::Claim { examples, distinct_signers, signed } => {
                self.claim(&id, examples, distinct_signers.saturating_sub(signed));
            }
            What::GatherMinutes { kind, minutes, signers, .. } => self.minutes(kind, minutes, signers),
            What::GatherDays { kind, .. } => {
                let by = self.anybody();
                self.work(kind, (begins, day), 0, by);
            }
            What::AskToVerify => {
                let (fact, by) = (self.new_name(), self.new_name());
                let (on, employer) = (day, None);
                let given =
                    VerificationFact { id: fact, element: id, on, by, employer, withdrawn_on: None, recorded_on: None };
                self.file.verifications.push(given);
            }
            What::ConfirmAgain => self.confirm_again(step.node),
            What::Apply => self.apply(step.node, id),
        }
    }

    /// The status is conferred if one of the ways to it is open.
    fn apply(&mut self, ix: NodeIx, status: String) {
        if !self.is_open_to_apply(ix) {
            return;
        }
        let id = self.new_name();
        self.file.awards.push(AwardFact {
            id,
            status,
            conferred_on: self.day(),
            conferred_by: None,
            expires_on: None,
            withdrawn_on: None,
            recorded_on: None,
        });
    }

    fn pass(&mut self, element: String) {
        let (id, by) = (self.new_name(), self.new_name());
        self.file.results.push(ResultFact {
            id,
            element,
            outcome: Outcome::Pass,
            sat_on: self.day(),
            confirmed_on: Some(self.day()),
            recorded_by: None,
            confirmed_by: Some(by),
            mark: None,
            declined_on: None,
            voided_on: None,
            superseded_on: None,
            corrects: None,
            recorded_on: None,
        });
    }

    fn claim(&mut self, outcome: &str, examples: u32, further: u32) {
        let (day, mut by) = (self.day(), self.new_name());
        // Further people decide the first ones, the last of them the rest too.
        for example in 0..examples {
            if (1..further).contains(&example) {
                by = self.new_name();
            }
            let decision = ClaimDecision { outcome: ClaimOutcome::Met, on: day, by: by.clone(), missing: None };
            let id = self.new_name();
            self.file.claims.push(ClaimFact {
                id,
                outcomes: vec![outcome.to_owned()],
                happened_from: day,
                happened_until: day,
                submitted_on: day,
                supervisor: None,
                decision: Some(decision),
                withdrawn_on: None,
                recorded_on: None,
            });
        }
    }

    fn minutes(&mut self, kind: KindIx, minutes: i64, signers: u32) {
        let people = i64::from(signers.max(1));
        let day = self.day();
        // All of it on the last day, so that none of it is too old.
        let days = (day.pred_opt().unwrap_or(day), day);
        for share in 0..people {
            let by = if signers == 0 { self.anybody() } else { self.new_name() };
            if !self.is_given {
                self.anybody = Some(by.clone());
            }
            self.work(kind, days, minutes * (share + 1) / people - minutes * share / people, by);
        }
    }

    fn work(&mut self, kind: KindIx, (from, until): (NaiveDate, NaiveDate), minutes: i64, by: String) {
        let organisation = self.organisation(kind);
        let id = self.new_name();
        self.file.experience.push(ExperienceFact {
            id,
            kind: self.framework.experience_kind(kind).id.clone(),
            from,
            until,
            minutes,
            full_time_percent: None,
            organisation,
            confirmed_on: Some(until),
            confirmed_by: Some(by),
            withdrawn_on: None,
            recorded_on: None,
        });
    }

    /// Where work of a kind is done: where most of it was, because a rule may count time in so many organisations only.
    fn organisation(&self, kind: KindIx) -> String {
        let counts = |of: &str| {
            let of = self.framework.experience_kinds().iter().find(|one| one.id == of);
            of.is_some_and(|of| of.id == self.framework.experience_kind(kind).id || of.counts_as == Some(kind))
        };
        let spells = self.file.experience.iter();
        let confirmed = spells.filter(|spell| spell.confirmed_on.is_some() && spell.withdrawn_on.is_none());
        let mut days: BTreeMap<&str, i64> = BTreeMap::new();
        for spell in confirmed.filter(|spell| counts(&spell.kind)) {
            *days.entry(&spell.organisation).or_default() += (spell.until - spell.from).num_days();
        }
        let most = days.into_iter().rev().max_by_key(|(_, days)| *days);
        most.map(|(organisation, _)| organisation.to_owned()).unwrap_or_default()
    }

    /// What those confirmed for a node who signed for results too is confirmed by another person, and is the same work.
    fn confirm_again(&mut self, ix: NodeIx) {
        let Some(found) = self.standing() else { return };
        let own = found.counted(self.framework, ix);
        // One person may do so for each step.
        let (by, day) = (String::from("\0again"), self.day());
        for spell in &mut self.file.experience {
            let by_both =
                spell.confirmed_by.as_deref().is_some_and(|by| self.both.iter().any(|both| both == by.trim()));
            if by_both && own.contains(&spell.id.as_str()) {
                (spell.confirmed_on, spell.confirmed_by) = (Some(day), Some(by.clone()));
            }
        }
    }
}
