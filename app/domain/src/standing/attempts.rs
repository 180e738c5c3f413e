//! What sittings are counted by: the attempts of a window, and what was passed before.

use std::collections::BinaryHeap;

use chrono::NaiveDate;

use super::spans::{NEVER, Spans};
use super::validities::{Acts, Validities};

/// The attempts of a window, in the order of the sittings.
pub(super) struct Used {
    max: usize,
    /// The first confirmations, as many as attempts are allowed.
    confirmed: BinaryHeap<NaiveDate>,
}

impl Used {
    pub fn new(max: usize) -> Self {
        Used { max, confirmed: BinaryHeap::new() }
    }

    /// The day on which it is known that all were used before this sitting.
    pub fn up_on(&self) -> NaiveDate {
        let last = self.confirmed.peek().copied().filter(|_| self.confirmed.len() == self.max);
        last.unwrap_or(NEVER)
    }

    pub fn add(&mut self, confirmed: NaiveDate) {
        if self.max == usize::MAX {
            return;
        }
        self.confirmed.push(confirmed);
        if self.confirmed.len() > self.max {
            self.confirmed.pop();
        }
    }
}

/// What is known of the passes of an element that has to be passed before another, or of those that may come to count.
pub(super) struct Passed {
    exempt: Spans,
    passes: Acts,
}

impl Passed {
    pub fn new(exempt: Spans, passes: &[(NaiveDate, Validities)]) -> Self {
        Passed { exempt, passes: Acts::new(passes.iter().map(|(day, validities)| (*day, validities))) }
    }

    /// The days on which it is known that it was exempt on a day, or passed by it.
    pub fn on(&self, day: NaiveDate) -> Spans {
        if self.exempt.has(day) { Spans::ALWAYS } else { self.passes.on(day).clone() }
    }
}
