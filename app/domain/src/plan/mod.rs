//! The shortest way from where a person stands to a status, each step explained.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::framework::{Framework, KindIx, NodeIx, SpecialismIx};
use crate::standing::Facts;

/// Who takes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The trainee.
    Trainee,
    /// The training provider.
    Provider,
    /// The employer.
    Employer,
    /// The professional body.
    Body,
}

/// What a step asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// Choose this specialism.
    Choose(SpecialismIx),
    /// Wait until attempts count again.
    WaitUntil(NaiveDate),
    /// Pass the assessment.
    Pass,
    /// Complete the course.
    Complete,
    /// Claim the outcome with this many more pieces of work, decided by at least so many people.
    Claim {
        /// Further claims.
        examples: u32,
    },
    /// Gather this many more minutes of a kind of experience.
    GatherMinutes {
        /// The kind.
        kind: KindIx,
        /// Further minutes.
        minutes: i64,
        /// While this status is held.
        while_holding: Option<NodeIx>,
    },
    /// Gather this many more days of a kind of experience, full time where shares are weighed.
    GatherDays {
        /// The kind.
        kind: KindIx,
        /// Further days.
        days: i64,
        /// While this status is held.
        while_holding: Option<NodeIx>,
    },
    /// Ask the employer to verify the stage.
    AskToVerify,
    /// Apply for the status.
    Apply,
}

/// One step of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The node it is taken for.
    pub node: NodeIx,
    /// What to do.
    pub what: What,
    /// Who does it.
    pub who: Who,
    /// Positions of earlier steps that must be done first.
    pub needs: Vec<usize>,
    /// A sentence in plain English, without its full stop.
    pub sentence: String,
}

/// A way to a target, in an order in which it can be walked.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The node to be reached.
    pub target: NodeIx,
    /// The steps; none when the target is reached already.
    pub steps: Vec<Step>,
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
/// # Errors
/// [`NoPlan`] when no way is known, with what stands in it: what the body has not published, a date that has passed.
pub fn plan(framework: &Framework, facts: &Facts, target: NodeIx, on: NaiveDate) -> Result<Plan, NoPlan> {
    let _ = (framework, facts, on);
    Err(NoPlan { target, because: Vec::new() })
}
