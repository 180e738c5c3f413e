use crate::interval::{Interval, in_words_of};
use crate::standing::ClaimOutcome;
use chrono::NaiveDate;

/// Why somebody can't have seen a piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unseen {
    /// The trainee worked for the employer on these days, and on none of those of the work.
    NotEmployed(Vec<Interval>),
    /// The person was a supervisor there on these days, of the trainee or of anybody, and on none of those of the work.
    NotSupervisor(Vec<Interval>),
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
        Some(spells.to_vec()).filter(|spells| is_outside && !spells.is_empty())
    };
    match (outside(employed), outside(supervisor)) {
        (Some(spells), _) => Err(Unseen::NotEmployed(spells)),
        (None, Some(spells)) => Err(Unseen::NotSupervisor(spells)),
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
            Self::NotEmployed(spells) => format!(
                "You worked for {employer} {}. Choose somebody of the employer for whom you did this work. If there is none to choose, ask \
                 your professional body to note that employment",
                in_words_of(&spells)
            ),
            Self::NotSupervisor(spells) => format!(
                "{supervisor} was a supervisor at {employer} {}. Choose who supervised you when you did this work. If that was \
                 {supervisor}, ask your employer’s administrator to note it",
                in_words_of(&spells)
            ),
        }
    }

    /// For whoever answers: who did not see the work says nothing of it.
    pub fn to_signer(self, trainee: &str) -> String {
        let (did, spells) = match self {
            Self::NotEmployed(spells) => (format!("{trainee} worked there"), spells),
            Self::NotSupervisor(spells) => (String::from("You were a supervisor there"), spells),
        };
        format!(
            "{did} {}, and on no day of this work. Choose “I can’t say”, or ask your administrator to put the days right",
            in_words_of(&spells)
        )
    }
}

/// Whether an answer says something of the work.
pub fn says_of_the_work(answer: ClaimOutcome) -> bool {
    answer != ClaimOutcome::Declined
}
