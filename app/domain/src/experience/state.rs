use crate::sign_off::{ExperienceOutcome, SigningOutcome};

/// How a spell of work stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpellState {
    /// Nobody was asked to confirm it.
    Recorded,
    /// With the employer.
    Asked,
    /// It counts as far as the rules ask for it.
    Confirmed,
    /// The employer did not confirm it.
    Declined,
    /// The trainee took it out.
    TakenOut,
}

impl SpellState {
    /// By whether it was taken out, and of the last request about it whether it is open and what was answered.
    pub fn of(taken_out: bool, asked: Option<(bool, Option<SigningOutcome>)>) -> Self {
        match asked {
            _ if taken_out => Self::TakenOut,
            Some((_, Some(SigningOutcome::Experience(ExperienceOutcome::Confirmed)))) => Self::Confirmed,
            Some((_, Some(_))) => Self::Declined,
            Some((true, None)) => Self::Asked,
            Some((false, None)) | None => Self::Recorded,
        }
    }
}
