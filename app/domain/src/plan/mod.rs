//! The shortest way from where a person stands to a status, each step explained.

// Whoever adds a form of rule is told of every place that reads rules.
#![deny(clippy::wildcard_enum_match_arm)]

mod aim;
mod anew;
mod awaited;
mod carried;
mod clock;
mod excluded;
mod gathered;
mod held;
mod instead;
mod known;
mod lapses;
mod needless;
mod next;
mod order;
mod outdone;
mod over_time;
mod provided;
mod relied;
mod search;
mod signing;
mod supposed;
mod taken;
mod together;
mod verified_last;
mod wait;
mod waits;
mod what_if;
mod windows;
mod words;

pub use aim::{Outlook, outlook};
pub use what_if::WhatIf;

use chrono::NaiveDate;

use self::search::Task;
use crate::codes;
use crate::framework::{Framework, KindIx, Length, NodeIx, SpecialismIx};
use crate::standing::Facts;

codes::words! {
    /// Who takes a step.
    Who {
        /// The trainee.
        Trainee = "trainee",
        /// The training provider, which teaches and records.
        Provider = "training provider",
        /// The employer.
        Employer = "employer",
        /// The professional body.
        Body = "professional body",
    }
}

/// What a step asks for.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
pub enum What {
    /// Choose this specialism.
    Choose(SpecialismIx),
    /// Wait until this day: attempts count again, or a title is conferred from then on.
    WaitUntil(NaiveDate),
    /// Pass the assessment.
    Pass,
    /// Complete the course.
    Complete,
    /// Claim the outcome.
    Claim {
        /// Further claims, each to be decided met.
        examples: u32,
        /// How many different people must have decided all that count.
        distinct_signers: u32,
        /// How many of them are there already.
        signed: u32,
    },
    /// Gather minutes of a kind of experience, and have them confirmed.
    GatherMinutes {
        /// The kind.
        kind: KindIx,
        /// Further minutes.
        minutes: i64,
        /// While this status is held.
        while_holding: Option<NodeIx>,
        /// How many further people have to confirm; none where anyone may.
        signers: u32,
        /// How many people have confirmed what is there by then.
        signed: u32,
    },
    /// Gather days of a kind of experience, full-time days where shares are weighed, and have them confirmed.
    GatherDays {
        /// The kind.
        kind: KindIx,
        /// Further days: of a length of which nothing is there as many as it has at most, whenever they begin.
        days: i64,
        /// That length.
        whole: Option<Length>,
        /// While this status is held.
        while_holding: Option<NodeIx>,
    },
    /// Ask the employer to verify.
    AskToVerify,
    /// Have experience confirmed once more, by somebody who signed for none of the results.
    ConfirmAgain,
    /// Apply for the status.
    Apply,
}

impl What {
    /// The same work, while a status is held.
    fn while_holding(mut self, held: Option<NodeIx>) -> Self {
        if let What::GatherMinutes { while_holding, .. } | What::GatherDays { while_holding, .. } = &mut self {
            *while_holding = held;
        }
        self
    }

    /// The claims for one outcome by which two steps are done.
    fn with_claims(self, other: What) -> Option<What> {
        let What::Claim { examples, distinct_signers, signed } = self else { return None };
        let What::Claim { examples: more, distinct_signers: needed, signed: there } = other else { return None };
        let further = |needed: u32, there: u32| needed.saturating_sub(there);
        let is_more = further(needed, there) > further(distinct_signers, signed);
        let (distinct_signers, signed) = if is_more { (needed, there) } else { (distinct_signers, signed) };
        let examples = examples.max(more).max(further(distinct_signers, signed));
        Some(What::Claim { examples, distinct_signers, signed })
    }

    /// The same, of a length that is still to begin no more days than it has at least.
    fn at_least(mut self) -> Self {
        if let What::GatherDays { days, whole: Some(length), .. } = &mut self {
            *days = length.fewest_days();
        }
        self
    }

    /// Pieces of work that are shown.
    fn pieces(self) -> i64 {
        if let What::Claim { examples, .. } = self { i64::from(examples) } else { 0 }
    }

    /// The kind of work that is gathered, if some is.
    fn gathers(self) -> Option<KindIx> {
        match self {
            What::GatherMinutes { kind, .. } | What::GatherDays { kind, .. } => Some(kind),
            What::Choose(_) | What::WaitUntil(_) | What::Pass | What::Complete | What::Claim { .. } => None,
            What::AskToVerify | What::ConfirmAgain | What::Apply => None,
        }
    }
}

/// One step of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The node it is taken for.
    pub node: NodeIx,
    /// What to do.
    pub what: What,
    /// Who has to act: for a claim or an application the trainee begins it, and others decide.
    pub who: Who,
    /// Positions of earlier steps that must be done first.
    pub needs: Vec<usize>,
    /// A sentence in plain English, without its full stop.
    pub sentence: String,
    /// With which other steps it has to fall in one window: a sentence, without its full stop.
    pub within: Option<String>,
    /// Other nodes of which any would do in its place.
    pub instead: Vec<NodeIx>,
}

impl Step {
    /// What is done, without what is told of it.
    fn task(&self) -> Task {
        Task { node: self.node, what: self.what }
    }
}

/// A way to a target, in an order in which it can be walked.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The node to be reached.
    pub target: NodeIx,
    /// The steps; none when the target is reached already.
    pub steps: Vec<Step>,
    /// On what it depends besides its steps: a sentence each, without its full stop. Where there is none, the target is
    /// reached once the steps are taken.
    pub provided: Vec<String>,
}

/// Why there is no way.
#[derive(Clone, Debug, PartialEq)]
pub struct NoPlan {
    /// The node to be reached.
    pub target: NodeIx,
    /// What stands in the way: a sentence each, without its full stop.
    pub because: Vec<String>,
}

/// The way with the fewest steps from where the person stands on `on` to the target, a status or any other node.
///
/// A status held, a node met or exempt is a plan without steps. Where a choice gives equally short ways, the one that
/// the framework names first is taken. A step is one assessment, one outcome however many examples it asks for, one
/// amount of experience, one verification, one application.
///
/// # Errors
/// [`NoPlan`] when no way is known, with what stands in it: what the body has not published, a day of joining that has
/// passed, a title no longer conferred.
pub fn plan(framework: &Framework, facts: &Facts, target: NodeIx, on: NaiveDate) -> Result<Plan, NoPlan> {
    let known = known::then(framework, facts, on);
    let facts = known.as_ref().unwrap_or(facts);
    let later = known::later_specialisms(framework, facts, target, on);
    let found = supposed::shortest(framework, facts, target, on);
    let asked = supposed::Asked::new(framework, target, on);
    let mut plan = awaited::told(&asked, facts, found)
        .map_err(|because| NoPlan { target, because: [because, later.clone()].concat() })?;
    if !plan.steps.is_empty() {
        plan.provided.extend(later);
    }
    gathered::say_beside(framework, &mut plan.steps);
    Ok(plan)
}
