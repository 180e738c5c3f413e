//! Enrolments: how long somebody works for an employer, studies with a provider, is supervised by somebody.

use crate::dates::in_words;
use crate::interval::Interval;
use chrono::{Months, NaiveDate};

/// How far ahead a first day may lie. A year is ours: what lies further ahead has a slip in its year.
const AHEAD: Months = Months::new(12);

/// The first day of an enrolment, an employment, a registration or a supervision, as it may be noted on a day.
///
/// # Errors
/// What to do, where it lies more than a year ahead.
pub fn first_day(first: NaiveDate, today: NaiveDate) -> Result<NaiveDate, String> {
    let last = today.checked_add_months(AHEAD).unwrap_or(NaiveDate::MAX);
    if first <= last {
        Ok(first)
    } else {
        Err(format!("Choose a first day on or before {}: it can’t be noted more than a year ahead", in_words(last)))
    }
}

/// May somebody supervise a trainee from a day on, whose employments these are, with those who name the supervisor? Nobody supervises
/// work there before the first of them.
///
/// # Errors
/// What to do, where the day is earlier.
pub fn supervises_from(
    first: NaiveDate,
    trainee: &str,
    employed: impl IntoIterator<Item = Interval>,
) -> Result<(), String> {
    match employed.into_iter().map(|one| one.from).min() {
        Some(began) if first < began => {
            Err(format!("Choose a first day on or after {}, when {trainee} began to work there", in_words(began)))
        }
        _ => Ok(()),
    }
}

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
