use crate::dates::in_words;
use crate::interval::Interval;
use crate::standing::ClaimOutcome;
use chrono::NaiveDate;

/// Why somebody can't have seen a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unseen {
    /// The trainee did not work for the employer on any of its days; they began on this day.
    NotEmployed(NaiveDate),
    /// The person was no supervisor there on any of its days, of the trainee nor of anybody; they began on this day.
    NotSupervisor(NaiveDate),
}

/// Can the work of these days have been seen by somebody, who was a supervisor then, at an employer for whom the trainee worked then?
/// One day in common is enough: who takes over in the middle has seen the rest. `supervisor` is when they supervised the trainee, and
/// when they had the role there: who takes a colleague's place reviews what was done before.
///
/// Where no day is given there is nothing to compare with: a person who signs by a link has no supervision.
///
/// # Errors
/// [`Unseen`], of the employer first.
pub fn seen(work: Interval, employed: &[Interval], supervisor: &[Interval]) -> Result<(), Unseen> {
    let outside = |spells: &[Interval]| {
        let is_outside = spells.iter().all(|spell| !spell.overlaps(work));
        spells.iter().map(|spell| spell.from).min().filter(|_| is_outside)
    };
    match (outside(employed), outside(supervisor)) {
        (Some(began), _) => Err(Unseen::NotEmployed(began)),
        (None, Some(began)) => Err(Unseen::NotSupervisor(began)),
        (None, None) => Ok(()),
    }
}

/// The days of a piece of work, the last of them included.
pub fn work(from: NaiveDate, until: NaiveDate) -> Interval {
    Interval { from, until: until.succ_opt() }
}

impl Unseen {
    /// For the trainee who sends it: what to do.
    pub fn to_trainee(self, supervisor: &str, employer: &str) -> String {
        match self {
            Self::NotEmployed(began) => format!(
                "You have worked for {employer} since {}. Choose somebody of the employer for whom you did this work",
                in_words(began)
            ),
            Self::NotSupervisor(began) => format!(
                "{supervisor} has been a supervisor at {employer} since {}. Choose who supervised you when you did this work. If that \
                 was {supervisor}, ask your employer’s administrator to note since when",
                in_words(began)
            ),
        }
    }

    /// For whoever answers: who did not see the work says nothing of it.
    pub fn to_signer(self, trainee: &str) -> String {
        let (did, began) = match self {
            Self::NotEmployed(began) => (format!("{trainee} has worked there since"), began),
            Self::NotSupervisor(began) => (String::from("You have been a supervisor there since"), began),
        };
        format!(
            "{did} {}, which is after this work. Choose “I can’t say”, or ask your administrator to put the first day right",
            in_words(began)
        )
    }
}

/// Whether an answer says something of the work.
pub fn says_of_the_work(answer: ClaimOutcome) -> bool {
    answer != ClaimOutcome::Declined
}
