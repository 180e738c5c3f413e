//! Results of sittings, as a training provider records them.

use crate::codes::codes;
use crate::standing::Outcome;

codes! {
    /// What came of a sitting for one candidate.
    SittingOutcome {
        /// Passed, or completed.
        Pass = "pass",
        /// Not passed, or not completed.
        Fail = "fail",
        /// They were not at the sitting: only a correction of a result that was recorded for the wrong person says so.
        NotSat = "not sat",
    }
}

impl SittingOutcome {
    /// What came of it, where the candidate sat.
    pub fn sat(self) -> Option<Outcome> {
        match self {
            Self::Pass => Some(Outcome::Pass),
            Self::Fail => Some(Outcome::Fail),
            Self::NotSat => None,
        }
    }
}

impl From<Outcome> for SittingOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Pass => Self::Pass,
            Outcome::Fail => Self::Fail,
        }
    }
}
