//! How far something is, in one unit.

use crate::text::thousands;

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Assessments and courses.
    Results,
    /// Outcomes, where each asks for one example.
    Outcomes,
    /// Examples of outcomes.
    Examples,
    /// Amounts of experience.
    Experience,
    /// The employer’s verification.
    Verification,
    /// Credits of what counts.
    Credits,
    /// Whole hours of experience.
    Hours,
    /// Days of experience, full-time days where shares are weighed.
    Days,
    /// Anything else that a rule asks for.
    #[default]
    Parts,
}

/// Parts of one kind that are there, and how many are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What is counted.
    pub unit: Unit,
    /// Those that are there.
    pub done: u32,
    /// All that are asked for.
    pub of: u32,
}

impl Counted {
    /// Of what asks for nothing that could be counted.
    pub(crate) const NOTHING: Counted = Counted::parts(0, 0);

    pub(crate) const fn parts(done: u32, of: u32) -> Self {
        Counted { unit: Unit::Parts, done, of }
    }

    /// One, there or not.
    pub(crate) fn one(unit: Unit, there: bool) -> Self {
        Counted { unit, done: u32::from(there), of: 1 }
    }

    /// Whether it is further than another, as a share of what each asks for.
    pub(crate) fn is_further_than(self, other: Counted) -> bool {
        u64::from(self.done) * u64::from(other.of.max(1)) > u64::from(other.done) * u64::from(self.of.max(1))
    }

    pub(crate) fn add(&mut self, other: Counted) {
        self.done = self.done.saturating_add(other.done);
        self.of = self.of.saturating_add(other.of);
    }

    /// Of all parts, each of which holds or not. Parts and examples are added up where all are counted alike. Other amounts
    /// may be the same again in the next part, so that a sum of them would mean nothing.
    pub(crate) fn of_all(parts: impl Iterator<Item = (bool, Counted)>) -> Self {
        let (mut counted, mut added, mut is_alike) = (Counted::NOTHING, Counted::NOTHING, true);
        for (holds, part) in parts.filter(|(_, part)| part.of > 0) {
            counted.add(Counted::one(Unit::Parts, holds));
            if added.of == 0 {
                added = part;
            } else if added.unit == part.unit && matches!(part.unit, Unit::Parts | Unit::Examples) {
                added.add(part);
            } else {
                is_alike = false;
            }
        }
        if is_alike { added } else { counted }
    }

    /// "8 of 9 outcomes", "not verified yet".
    pub fn words(&self) -> String {
        let Counted { unit, done, of: asked } = *self;
        let (all, of) = (done == asked, thousands(asked));
        let done = thousands(done);
        match unit {
            Unit::Experience => format!("experience {done} of {of}"),
            Unit::Verification => String::from(if all { "verified" } else { "not verified yet" }),
            Unit::Examples | Unit::Credits | Unit::Hours | Unit::Days => format!("{done} of {of} {}", unit.noun(2)),
            Unit::Results | Unit::Outcomes | Unit::Parts => format!("{done} of {of} {}", unit.noun(asked)),
        }
    }

    /// What is still missing of it, "1 more outcome"; nothing when all is there.
    pub fn missing(&self) -> Option<String> {
        let left = self.of.saturating_sub(self.done);
        let is_one = matches!(self.unit, Unit::Experience | Unit::Verification);
        let words = if is_one {
            format!("the {}", self.unit.noun(1))
        } else {
            format!("{} more {}", thousands(left), self.unit.noun(left))
        };
        (left > 0).then_some(words)
    }
}

impl Unit {
    /// What so many of it are called.
    fn noun(self, n: u32) -> &'static str {
        let (one, many) = match self {
            Unit::Results => ("result", "results"),
            Unit::Outcomes => ("outcome", "outcomes"),
            Unit::Examples => ("example", "examples"),
            Unit::Experience => ("experience", "experience"),
            Unit::Verification => ("verification", "verifications"),
            Unit::Credits => ("credit", "credits"),
            Unit::Hours => ("hour", "hours"),
            Unit::Days => ("day", "days"),
            Unit::Parts => ("part", "parts"),
        };
        if n == 1 { one } else { many }
    }
}

/// "8 of 9 outcomes, not verified yet".
pub fn parts_in_words(parts: &[Counted]) -> String {
    parts.iter().map(Counted::words).collect::<Vec<_>>().join(", ")
}
