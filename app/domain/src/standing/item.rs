//! Facts of every kind, bound to a framework, in one form; and what becomes of each on a day.

use chrono::NaiveDate;

use super::sittings::NotPassed;
use super::spans::{NEVER, Span};
use super::validities::Validity;
use super::{ClaimOutcome, Outcome};
use crate::dates::Length;
use crate::framework::NodeIx;

/// Nobody: a signature that was not recorded.
pub(super) const NOBODY: u32 = u32::MAX;
/// Who is supposed to sign once more for what was signed by one who signed for results too: nobody else.
pub(super) const AGAIN: u32 = u32::MAX - 1;
/// The trainee, whose own signature never counts.
pub(super) const TRAINEE: u32 = 0;

/// What kind of fact it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FactKind {
    Result,
    Exemption,
    Claim,
    Experience,
    Verification,
    Award,
}

/// What it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// A result.
    Result(Outcome),
    /// A decision on a claim; none yet.
    Claim(Option<ClaimOutcome>),
    /// Anything else says yes.
    Yes,
}

/// Why a fact never counts, whatever the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// Signed by the trainee.
    ByTrainee,
    /// Confirmed by the person who recorded it.
    RecorderConfirmed,
    /// Confirmed, and nobody is named who did.
    ByNobody,
    /// The work went on after it was sent, or after it was confirmed.
    SignedBeforeOver,
    /// Confirmed too late to be of its kind: it had to be before this day.
    ConfirmedTooLate(NaiveDate),
}

/// One fact about one node or one kind of experience.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    /// Its place in its list of the file.
    pub fact: u32,
    /// What it is about: a node; after the nodes, a kind of experience.
    pub about: u32,
    pub kind: FactKind,
    pub answer: Answer,
    pub flaw: Option<Flaw>,
    /// The days of the work; of anything else its one day.
    pub done: Span,
    /// The day on which it came to be: sat, sent, decided, given, conferred; of experience its first day.
    pub happened_on: NaiveDate,
    /// The first day on which it was known.
    pub recorded_on: NaiveDate,
    /// How many days after the last day of the work it was sent.
    pub sent_after: i64,
    /// From its confirmation until it lapses by time.
    pub counts: Span,
    /// Whether it lasts as long as its status says.
    pub ends_by_rule: bool,
    /// The day on which it was ended by an act: an award or exemption withdrawn.
    pub ended_on: NaiveDate,
    /// The day on which it was taken back as wrong: from then on it never was.
    pub corrected_on: NaiveDate,
    /// The day on which another came to correct it: from then on it never was, until it is confirmed all the same.
    pub waits_until: NaiveDate,
    /// The day on which a second person declined to confirm it: from then on it waits no more.
    pub declined_on: NaiveDate,
    pub signer: u32,
    /// Whole minutes worked.
    pub minutes: i64,
    /// Share of full time, in hundredths.
    pub percent: i64,
    pub organisation: u32,
}

impl Item {
    /// Its turn among those about the same: sittings in their order, all else in the order in which it came to count.
    pub fn turn(&self) -> (bool, NaiveDate, NaiveDate, bool) {
        // Exemptions stand before results; of two sittings of one day a pass is the first attempt.
        let is_result = self.kind == FactKind::Result;
        let failed = matches!(self.answer, Answer::Result(Outcome::Fail | Outcome::NotSat));
        let (counted, done) = (self.counts.from, self.happened_on);
        let (first, then) = if is_result { (done, counted) } else { (counted, done) };
        (is_result, first, then, failed)
    }

    /// Whether the fact is there for one who knows what is known on a day.
    pub fn is_known(&self, known: NaiveDate) -> bool {
        self.happened_on <= known && self.recorded_on <= known && self.gone_since(known).is_none()
    }

    /// The day since which it is known, on a day, that it never was.
    fn gone_since(&self, known: NaiveDate) -> Option<NaiveDate> {
        if self.corrected_on <= known {
            return Some(self.corrected_on);
        }
        (self.waits_until <= known && known < self.counts.from).then_some(self.waits_until)
    }

    /// Whether something was done by it, whatever came of it, for one who knows what is known on a day. A signature that comes
    /// on a wrong day, or without a name, is as if there were none.
    pub fn is_deed(&self, known: NaiveDate) -> bool {
        let is_by_wrong_person = match self.flaw {
            Some(Flaw::ByTrainee | Flaw::RecorderConfirmed) => self.counts.from <= known,
            Some(Flaw::ByNobody | Flaw::SignedBeforeOver | Flaw::ConfirmedTooLate(_)) | None => false,
        };
        self.is_known(known) && !is_by_wrong_person
    }

    /// Whether it is a sitting, or may come to be one once it is confirmed.
    pub fn may_be_sitting(&self, known: NaiveDate) -> bool {
        self.is_known(known) && (self.flaw.is_none() || self.counts.from > known)
    }

    /// What is known by a day of its being good by itself.
    pub fn validity(&self, known: NaiveDate) -> Validity {
        let says_no = match self.answer {
            Answer::Result(outcome) => outcome != Outcome::Pass,
            Answer::Claim(outcome) => outcome != Some(ClaimOutcome::Met),
            Answer::Yes => false,
        };
        if !self.is_known(known) || self.counts.from > known || self.flaw.is_some() || says_no {
            return Validity { known: Span::NONE, until: NEVER };
        }
        Validity { known: Span::since(self.counts.from), until: self.counts.until.min(self.ended(known)) }
    }

    /// The days on which it counts by itself, for one who knows what is known on a day.
    pub fn counts(&self, known: NaiveDate) -> Span {
        self.validity(known).counts()
    }

    /// Whether something is begun by it: it counts by itself, waits to be confirmed, or was answered with no. What a rule
    /// keeps from counting begins nothing.
    pub fn begins(&self, on: NaiveDate, known: NaiveDate) -> bool {
        use FactVerdict::{Counts, Failed, NotMet, Waiting};
        matches!(self.verdict(on, known), Counts | Failed | NotMet(_) | Waiting)
    }

    pub fn ended(&self, known: NaiveDate) -> NaiveDate {
        if self.ended_on <= known { self.ended_on } else { NEVER }
    }

    /// Whether it is a sitting that uses up an attempt, and counts as one on a day: confirmed, and not taken back.
    pub fn is_sitting(&self, on: NaiveDate, known: NaiveDate) -> bool {
        self.kind == FactKind::Result
            && self.is_known(known)
            && self.counts.from <= on.min(known)
            && self.flaw.is_none()
    }

    /// What becomes of it by itself on a day.
    pub fn verdict(&self, on: NaiveDate, known: NaiveDate) -> FactVerdict {
        let by_now = on.min(known);
        if self.happened_on > by_now || self.recorded_on > known {
            return FactVerdict::NotThere;
        }
        if let Some(day) = self.gone_since(known) {
            return FactVerdict::Corrected(day);
        }
        if self.counts.from > by_now {
            let declined = self.declined_on <= by_now;
            return if declined { FactVerdict::Declined(self.declined_on) } else { FactVerdict::Waiting };
        }
        if let Some(flaw) = self.flaw {
            return FactVerdict::Flawed(flaw);
        }
        match self.answer {
            Answer::Result(Outcome::Fail | Outcome::NotSat) => return FactVerdict::Failed,
            Answer::Claim(Some(outcome)) if outcome != ClaimOutcome::Met => return FactVerdict::NotMet(outcome),
            Answer::Result(Outcome::Pass) | Answer::Claim(_) | Answer::Yes => {}
        }
        if self.ended_on <= by_now {
            FactVerdict::Ended(self.ended_on)
        } else if self.counts.until <= on {
            FactVerdict::Lapsed(self.counts.until)
        } else {
            FactVerdict::Counts
        }
    }
}

/// What becomes of one fact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum FactVerdict {
    /// It counts.
    Counts,
    /// Not there on the day.
    NotThere,
    /// A sitting that was failed: an attempt, no pass.
    Failed,
    /// Not confirmed, or not decided, yet.
    Waiting,
    /// A second person declined to confirm it on this day.
    Declined(NaiveDate),
    /// It never counts.
    Flawed(Flaw),
    /// Sat before this element, which has to be passed first, was.
    SatBefore(NodeIx, NotPassed),
    /// Taken back as wrong on this day: voided, superseded, withdrawn.
    Corrected(NaiveDate),
    /// Ended by an act on this day.
    Ended(NaiveDate),
    /// One attempt too many, in a window that ends on this day.
    BeyondAttempts { max: u32, window_ends: NaiveDate },
    /// Lapsed on this day.
    Lapsed(NaiveDate),
    /// Decided, and not met.
    NotMet(ClaimOutcome),
    /// The work was older than this when the claim was sent; the last day to send it was this.
    TooOld(Length, NaiveDate),
}
