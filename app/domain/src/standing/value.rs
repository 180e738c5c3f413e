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
    least: u32,
    parts: u32,
    /// Days on which all the parts so far hold, or any of them.
    spans: Spans,
    /// Where it is neither all nor any: the days of each part.
    each: Vec<Amount>,
    holding: u32,
    /// Parts of which something is asked that can be counted, and those of them that hold.
    counted: (u32, u32),
    /// Added up, for as long as all parts are counted alike.
    added: Option<Progress>,
    nearest: Option<(bool, Progress)>,
    begun: bool,
}

impl Sum {
    pub fn new(least: u32, parts: usize, on: NaiveDate) -> Self {
        let all = least as usize >= parts;
        Sum {
            on,
            least,
            parts: parts as u32,
            spans: if all { Spans::ALWAYS } else { Spans::NONE },
            each: Vec::new(),
            holding: 0,
            counted: (0, 0),
            added: Some(Progress::NOTHING),
            nearest: None,
            begun: false,
        }
    }

    fn is_all(&self) -> bool {
        self.least >= self.parts
    }

    fn is_any(&self) -> bool {
        self.least == 1 && !self.is_all()
    }

    pub fn add(&mut self, part: Value) {
        self.begun |= part.begun;
        self.holding += u32::from(part.holds);
        if self.is_all() {
            self.spans = self.spans.and(&part.spans);
            if part.progress.of > 0 {
                self.add_up(part.progress);
                self.counted.0 += 1;
                self.counted.1 += u32::from(part.holds);
            }
        } else if self.is_any() {
            self.spans = self.spans.or(&part.spans);
            let nearer = |(holds, progress): (bool, Progress)| {
                part.holds != holds && part.holds || part.holds == holds && part.progress.is_further_than(progress)
            };
            if self.nearest.is_none_or(nearer) {
                self.nearest = Some((part.holds, part.progress));
            }
        } else {
            let (amount, signer) = (1, 0);
            let each = part.spans.as_slice().iter();
            self.each.extend(each.map(|span| Amount {
                span: *span,
                amount,
                signer,
            }));
        }
    }

    /// Parts and examples are added up. Other amounts may be the same again in the next part, so that a sum of them would
    /// mean nothing.
    fn add_up(&mut self, part: Progress) {
        self.added = match self.added {
            Some(sum) if sum.of == 0 => Some(part),
            Some(sum) if sum.unit == part.unit && matches!(part.unit, Unit::Parts | Unit::Examples) => Some(Progress {
                done: sum.done.saturating_add(part.done),
                of: sum.of.saturating_add(part.of),
                unit: sum.unit,
            }),
            _ => None,
        };
    }

    pub fn end(self) -> Value {
        let (on, begun) = (self.on, self.begun);
        let (spans, progress) = if self.is_all() {
            let (asked, there) = self.counted;
            let in_parts = Progress {
                done: there,
                of: asked,
                unit: Unit::Parts,
            };
            let spans = if self.least > self.parts {
                Spans::NONE
            } else {
                self.spans
            };
            (spans, self.added.unwrap_or(in_parts))
        } else if self.is_any() {
            (
                self.spans,
                self.nearest.map_or(Progress::one(false), |(_, progress)| progress),
            )
        } else {
            let progress = Progress {
                done: self.holding.min(self.least),
                of: self.least,
                unit: Unit::Parts,
            };
            (tally(&self.each, i64::from(self.least), 1), progress)
        };
        Value {
            holds: spans.has(on),
            spans,
            progress,
            begun,
        }
    }
}
