use crate::sign_off::{ExperienceOutcome, SigningOutcome};

/// How a spell of work stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpellState {
    /// Nobody was asked to confirm it.
    Recorded,
    /// Somebody was asked, and it came back without an answer.
    Returned,
    /// With the employer.
    Asked,
    /// It counts as far as the rules ask for it.
    Confirmed,
    /// The employer did not confirm it.
    Declined,
    /// It was confirmed, and the confirmation was withdrawn.
    Withdrawn,
    /// The trainee took it out.
    TakenOut,
}

/// What came of the last request to confirm a spell of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastRequest {
    /// It is open.
    Open,
    /// It ended, and nobody answered.
    Ended,
    /// It was answered.
    Answered(SigningOutcome),
    /// It was answered, and the answer was withdrawn.
    Withdrawn,
}

impl SpellState {
    /// By whether it was taken out, and what came of the last request about it.
    pub fn of(taken_out: bool, asked: Option<LastRequest>) -> Self {
        match asked {
            _ if taken_out => Self::TakenOut,
            Some(LastRequest::Answered(SigningOutcome::Experience(ExperienceOutcome::Confirmed))) => Self::Confirmed,
            Some(LastRequest::Answered(_)) => Self::Declined,
            Some(LastRequest::Withdrawn) => Self::Withdrawn,
            Some(LastRequest::Open) => Self::Asked,
            Some(LastRequest::Ended) => Self::Returned,
            None => Self::Recorded,
        }
    }
}
