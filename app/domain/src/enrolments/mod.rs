//! Enrolments: how long somebody works for an employer, studies with a provider, is supervised by somebody.

use crate::interval::Interval;

/// Why a spell can't be noted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Taken {
    /// The person supervises this trainee on some of the days already.
    #[error("{supervisor} is named already, {there}. Choose days outside of that, or end that supervision first")]
    Supervised {
        /// Who.
        supervisor: String,
        /// When.
        there: Interval,
    },
    /// The trainee works for the employer on some of the days already.
    #[error(
        "{trainee} works for {employer} already, {there}. Choose a first day after that, or end that employment first"
    )]
    Employed {
        /// Who.
        trainee: String,
        /// For whom.
        employer: String,
        /// When.
        there: Interval,
    },
    /// The trainee is registered with the provider on some of the days already.
    #[error(
        "{trainee} is registered with {provider} already, {there}. Choose a first day after that, or end that registration first"
    )]
    Registered {
        /// Who.
        trainee: String,
        /// With whom.
        provider: String,
        /// When.
        there: Interval,
    },
}
