//! What a rule comes to: the days on which it holds, and how far it is on one of them.

use chrono::NaiveDate;

use super::Unit;
use super::spans::Spans;
use super::tally::{Amount, tally};

/// How far something is, in one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Progress {
    pub done: u32,
    pub of: u32,
    pub unit: Unit,
}

impl Progress {
    /// Of what asks for nothing that could be counted.
    pub const NOTHING: Progress = Progress {
        done: 0,
        of: 0,
        unit: Unit::Parts,
    };

    /// One part, there or not.
    pub fn one(there: bool) -> Self {
        Progress {
            done: u32::from(there),
            of: 1,
            unit: Unit::Parts,
        }
    }

    /// Whether it is further than another, as a share of what each asks for.
    fn is_further_than(self, other: Progress) -> bool {
        u64::from(self.done) * u64::from(other.of.max(1)) > u64::from(other.done) * u64::from(self.of.max(1))
    }
}

/// What a rule comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value {
    pub spans: Spans,
    /// Whether it holds on the day of reading.
    pub holds: bool,
    pub progress: Progress,
    /// Whether anything in it is begun, however deep.
    pub begun: bool,
}

impl Value {
    /// What holds on these days and can't be begun.
    pub fn bare(spans: Spans, on: NaiveDate) -> Self {
        Value {
            holds: spans.has(on),
            spans,
            progress: Progress::NOTHING,
            begun: false,
        }
    }

    /// One part, which holds on these days.
    pub fn part(spans: Spans, on: NaiveDate, begun: bool) -> Self {
        let holds = spans.has(on);
        Value {
            holds,
            spans,
            progress: Progress::one(holds),
            begun: begun || holds,
        }
    }

    pub fn not(self, on: NaiveDate) -> Self {
        Value::bare(self.spans.not(), on)
    }
}

/// What the parts of a rule come to together.
#[derive(Debug)]
pub(crate) struct Sum {
    on: NaiveDate,
    asked: Asked,
    /// Days on which all the parts so far hold, or any of them.
    spans: Spans,
    /// Where it is neither all nor any: the days of each part.
    each: Vec<Amount>,
    holding: u32,
    /// Parts of which something is asked that can be counted, and those of them that hold.
    counted: Progress,
    /// Added up, for as long as all parts are counted alike.
    added: Progress,
    is_alike: bool,
    nearest: Option<(bool, Progress)>,
    begun: bool,
}

/// How many of its parts a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Asked {
    All,
    Any,
    AtLeast(u32),
    /// More than there are.
    Never,
}

impl Sum {
    #[inline]
    pub fn new(least: u32, parts: usize, on: NaiveDate) -> Self {
        let asked = match (least as usize, parts) {
            (least, parts) if least == parts => Asked::All,
            (least, parts) if least > parts => Asked::Never,
            (1, _) => Asked::Any,
            _ => Asked::AtLeast(least),
        };
        Sum {
            on,
            asked,
            spans: match asked {
                Asked::All => Spans::ALWAYS,
                Asked::Any | Asked::AtLeast(_) | Asked::Never => Spans::NONE,
            },
            each: Vec::new(),
            holding: 0,
            counted: Progress::NOTHING,
            added: Progress::NOTHING,
            is_alike: true,
            nearest: None,
            begun: false,
        }
    }

    #[inline]
    pub fn add(&mut self, part: &Value) {
        self.add_part(&part.spans, part.holds, part.progress, part.begun);
    }

    #[inline]
    pub fn add_part(&mut self, spans: &Spans, holds: bool, progress: Progress, begun: bool) {
        self.begun |= begun;
        self.holding += u32::from(holds);
        match self.asked {
            Asked::All => {
                match (&mut self.spans, spans) {
                    (Spans::One(both), Spans::One(span)) => *both = both.and(*span),
                    (both, spans) => *both = both.and(spans),
                }
                if progress.of > 0 {
                    self.add_up(progress);
                    self.counted.of += 1;
                    self.counted.done += u32::from(holds);
                }
            }
            Asked::Any => {
                self.spans = self.spans.or(spans);
                let nearer = |(held, nearest): (bool, Progress)| {
                    holds && !held || holds == held && progress.is_further_than(nearest)
                };
                if self.nearest.is_none_or(nearer) {
                    self.nearest = Some((holds, progress));
                }
            }
            Asked::AtLeast(_) => {
                let (amount, signer) = (1, 0);
                let each = spans.as_slice().iter();
                self.each.extend(each.map(|span| Amount {
                    span: *span,
                    amount,
                    signer,
                }));
            }
            Asked::Never => {}
        }
    }

    /// Parts and examples are added up. Other amounts may be the same again in the next part, so that a sum of them would
    /// mean nothing.
    #[inline]
    fn add_up(&mut self, part: Progress) {
        if self.added.of == 0 {
            self.added = part;
        } else if self.added.unit == part.unit && matches!(part.unit, Unit::Parts | Unit::Examples) {
            self.added.done = self.added.done.saturating_add(part.done);
            self.added.of = self.added.of.saturating_add(part.of);
        } else {
            self.is_alike = false;
        }
    }

    pub fn end(self) -> Value {
        let (spans, progress) = match self.asked {
            Asked::All if self.is_alike => (self.spans, self.added),
            Asked::All => (self.spans, self.counted),
            Asked::Any => {
                let nearest = self.nearest.map(|(_, progress)| progress);
                (self.spans, nearest.unwrap_or(Progress::one(false)))
            }
            Asked::AtLeast(least) => {
                let progress = Progress {
                    done: self.holding.min(least),
                    of: least,
                    unit: Unit::Parts,
                };
                (tally(&self.each, i64::from(least), 1), progress)
            }
            Asked::Never => (Spans::NONE, Progress::one(false)),
        };
        Value {
            holds: spans.has(self.on),
            spans,
            progress,
            begun: self.begun,
        }
    }
}
