//! Enrolments: how long somebody works for an employer, studies with a provider, is supervised by somebody.

use crate::codes::codes;
use crate::dates::in_words;
use crate::interval::Interval;
use chrono::{Months, NaiveDate};

codes! {
    /// Why an enrolment ended.
    EnrolmentEnd {
        /// It was made by mistake: of the wrong person, on the wrong qualification, or twice.
        Mistake = "mistake",
        /// The trainee has left.
        Left = "left",
    }
}

/// How far ahead a first day may lie. A year is ours: what lies further ahead has a slip in its year.
const AHEAD: Months = Months::new(12);

/// Why something can't begin on a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFirst {
    /// The last day that may be noted is earlier.
    #[error("Choose a first day on or before {}: it can’t be noted more than a year ahead", in_words(*.0))]
    Ahead(NaiveDate),
    /// The version came into force later.
    #[error("Choose a first day on or after {}, when this version came into force", in_words(*.0))]
    BeforeVersion(NaiveDate),
    /// The day is still to come.
    #[error("Choose today or an earlier day: something is on record in this enrolment already")]
    ToCome,
    /// Something was done in the enrolment before it.
    #[error("Choose a first day on or before {day}. On that day there is in this enrolment: {1}", day = in_words(*.0))]
    AfterUse(NaiveDate, String),
    /// The trainee began to work there later.
    #[error("Choose a first day on or after {day}, when {0} began to work there", day = in_words(*.1))]
    BeforeWork(String, NaiveDate),
}

/// The first day of an enrolment, an employment, a registration or a supervision, as it may be noted on a day.
///
/// # Errors
/// Where it lies more than a year ahead.
pub fn first_day(first: NaiveDate, today: NaiveDate) -> Result<NaiveDate, NotFirst> {
    let last = today.checked_add_months(AHEAD).unwrap_or(NaiveDate::MAX);
    if first <= last { Ok(first) } else { Err(NotFirst::Ahead(last)) }
}

/// The first day of an enrolment, as it may be noted on a day: on a version that came into force on a day, and with something
/// `on_record` or not.
///
/// # Errors
/// Where it lies more than a year ahead, or before the version; or still to come, where something is on record.
pub fn enrolled_from(
    first: NaiveDate,
    today: NaiveDate,
    in_force_from: NaiveDate,
    on_record: bool,
) -> Result<NaiveDate, NotFirst> {
    match first_day(first, today)? {
        first if first < in_force_from => Err(NotFirst::BeforeVersion(in_force_from)),
        first if on_record && first > today => Err(NotFirst::ToCome),
        first => Ok(first),
    }
}

/// May an enrolment begin on a day in which something was done, the earliest on a day and called so? Nothing is done before it begins.
///
/// # Errors
/// Where the day is later.
pub fn begins_before_use(first: NaiveDate, earliest: Option<(NaiveDate, String)>) -> Result<(), NotFirst> {
    match earliest {
        Some((on, what)) if first > on => Err(NotFirst::AfterUse(on, what)),
        _ => Ok(()),
    }
}

/// May somebody supervise a trainee from a day on for an employer, for which they worked in these spells? Nobody supervises work there
/// before the first of them.
///
/// # Errors
/// Where the day is earlier.
pub fn supervises_from(
    first: NaiveDate,
    trainee: &str,
    employed: impl IntoIterator<Item = Interval>,
) -> Result<(), NotFirst> {
    match employed.into_iter().map(|one| one.from).min() {
        Some(began) if first < began => Err(NotFirst::BeforeWork(trainee.to_owned(), began)),
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

/// Why a spell can't end from a day on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFrom {
    /// The day is still to come.
    #[error("Enter today or an earlier day")]
    ToCome,
    /// It had not begun.
    #[error("Enter a day from {} on: it began then", in_words(*.0))]
    NotBegun(NaiveDate),
    /// Something was done in it today.
    #[error("Enter today: {}", .0.today())]
    InUseToday(LastUse),
    /// Something was done in it on that day or later.
    #[error("Enter a day after {}: {}", in_words(*.on), .last.on_that_day())]
    InUse {
        /// The last day on which something was done in it.
        on: NaiveDate,
        /// What.
        last: LastUse,
    },
}

/// The last thing that was done in something that ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LastUse {
    /// Somebody signed, by name where they have an account.
    Signed(Option<String>),
    /// Work was done that is confirmed.
    Worked,
    /// The candidate was at a sitting.
    Sat,
}

impl LastUse {
    fn today(&self) -> String {
        match self {
            Self::Signed(who) => format!("{} signed today", signer(who.as_deref())),
            Self::Worked => String::from("work of today is confirmed"),
            Self::Sat => String::from("they were at a sitting today"),
        }
    }

    fn on_that_day(&self) -> String {
        match self {
            Self::Signed(who) => format!("{} signed on that day", signer(who.as_deref())),
            Self::Worked => String::from("work until that day is confirmed"),
            Self::Sat => String::from("they were at a sitting on that day"),
        }
    }
}

fn signer(name: Option<&str>) -> &str {
    name.unwrap_or("somebody with a link")
}

/// Whether a spell that has begun may be over from a day on: not before it began, nor before the last thing that was done in it.
///
/// # Errors
/// [`NotFrom`], with a day that can be entered.
pub fn over_from(
    spell: Interval,
    day: NaiveDate,
    today: NaiveDate,
    last: Option<(NaiveDate, LastUse)>,
) -> Result<(), NotFrom> {
    match last.filter(|(on, _)| day <= *on) {
        _ if day > today => Err(NotFrom::ToCome),
        _ if day < spell.from => Err(NotFrom::NotBegun(spell.from)),
        // Today it is over all the same: who has left can't be kept.
        Some((on, last)) if day < today && on >= today => Err(NotFrom::InUseToday(last)),
        Some((on, last)) if day < today => Err(NotFrom::InUse { on, last }),
        Some(_) | None => Ok(()),
    }
}
