//! Whether one fact counts on a day, and if not, why. Both the evaluation and the reasons ask here.

use chrono::NaiveDate;

use super::ClaimOutcome;
use super::bind::{
    BoundAward, BoundClaim, BoundExemption, BoundExperience, BoundResult, BoundVerification, NEVER, NOBODY, TRAINEE,
};
use crate::dates::Length;
use crate::framework::{ExperienceKind, NodeIx};

/// What becomes of one fact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum FactVerdict {
    /// It counts.
    Counts,
    /// It is dated after the day of reading: not there.
    NotThere,
    /// A sitting that was failed: an attempt, no pass.
    Failed,
    /// Not confirmed yet.
    Provisional,
    /// Signed by the trainee.
    ByTrainee,
    /// Confirmed by the person who recorded it.
    RecorderConfirmed,
    /// Confirmed, and nobody is named who did.
    ByNobody,
    /// Sat before this element, which has to be passed first, was.
    SatBefore(NodeIx),
    /// Treated as if it had not been, since this day.
    Voided(NaiveDate),
    /// Another stands in its place, since this day.
    Superseded(NaiveDate),
    /// Withdrawn on this day.
    Withdrawn(NaiveDate),
    /// One attempt too many, in a window that ends on this day.
    BeyondAttempts { max: u32, window_ends: NaiveDate },
    /// Lapsed on this day.
    Lapsed(NaiveDate),
    /// Not decided yet.
    Undecided,
    /// Decided, and not met.
    NotMet(ClaimOutcome),
    /// The work was older than this when the claim was sent; the last day to send it was this.
    TooOld(Length, NaiveDate),
    /// The work went on after it was sent, or after it was confirmed: until this day, included.
    SignedBeforeOver(NaiveDate),
    /// Confirmed too late to be of this kind.
    ConfirmedTooLate(NaiveDate),
}

impl FactVerdict {
    pub fn counts(self) -> bool {
        self == FactVerdict::Counts
    }
}

use FactVerdict as V;

/// A result by itself, before attempts and expiry. A failed one that is confirmed is `Failed`.
pub(super) fn result(r: &BoundResult, on: NaiveDate) -> V {
    if r.sat_on > on {
        V::NotThere
    } else if r.voided_on <= on {
        V::Voided(r.voided_on)
    } else if r.superseded_on <= on {
        V::Superseded(r.superseded_on)
    } else if r.confirmed_on > on {
        V::Provisional
    } else if r.confirmer == NOBODY {
        V::ByNobody
    } else if r.confirmer == TRAINEE {
        V::ByTrainee
    } else if r.confirmer == r.recorder {
        V::RecorderConfirmed
    } else if r.pass {
        V::Counts
    } else {
        V::Failed
    }
}

pub(super) fn exemption(e: &BoundExemption, on: NaiveDate) -> V {
    if e.decided_on > on {
        V::NotThere
    } else if e.withdrawn_on <= on {
        V::Withdrawn(e.withdrawn_on)
    } else if e.decider == TRAINEE {
        V::ByTrainee
    } else {
        V::Counts
    }
}

pub(super) fn claim(c: &BoundClaim, max_age: Option<Length>, on: NaiveDate) -> V {
    if c.submitted_on > on {
        return V::NotThere;
    }
    if c.withdrawn_on <= on {
        return V::Withdrawn(c.withdrawn_on);
    }
    if c.worked_until > c.submitted_on {
        return V::SignedBeforeOver(c.worked_until);
    }
    if let Some(age) = max_age {
        let last = age.after(c.worked_until);
        if c.submitted_on > last {
            return V::TooOld(age, last);
        }
    }
    match c.decision {
        Some(decision) if c.decided_on <= on => match decision {
            _ if c.decider == TRAINEE => V::ByTrainee,
            ClaimOutcome::Met => V::Counts,
            other => V::NotMet(other),
        },
        _ => V::Undecided,
    }
}

pub(super) fn verification(v: &BoundVerification, on: NaiveDate) -> V {
    if v.on > on {
        V::NotThere
    } else if v.withdrawn_on <= on {
        V::Withdrawn(v.withdrawn_on)
    } else if v.verifier == TRAINEE {
        V::ByTrainee
    } else {
        V::Counts
    }
}

pub(super) fn award(a: &BoundAward, on: NaiveDate) -> V {
    if a.conferred_on > on {
        V::NotThere
    } else if a.withdrawn_on <= on {
        V::Withdrawn(a.withdrawn_on)
    } else if a.conferrer == TRAINEE {
        V::ByTrainee
    } else if a.expires_on <= on {
        V::Lapsed(a.expires_on)
    } else {
        V::Counts
    }
}

pub(super) fn experience(e: &BoundExperience, kind: &ExperienceKind, on: NaiveDate) -> V {
    if e.from > on {
        return V::NotThere;
    }
    if e.withdrawn_on <= on {
        return V::Withdrawn(e.withdrawn_on);
    }
    if e.confirmed_on > on {
        return V::Provisional;
    }
    if e.confirmer == NOBODY {
        return V::ByNobody;
    }
    if e.confirmer == TRAINEE {
        return V::ByTrainee;
    }
    // `until` is the first day after the spell: confirmed on its last day is early enough.
    if let Some(last) = e.until.pred_opt().filter(|last| *last > e.confirmed_on) {
        return V::SignedBeforeOver(last);
    }
    if kind.confirmed_before.is_some_and(|before| e.confirmed_on >= before) {
        return V::ConfirmedTooLate(kind.confirmed_before.unwrap_or(NEVER));
    }
    V::Counts
}
