//! What a rule comes to: the days on which it holds.

use super::spans::Spans;
use super::tally::{Amount, tally};

/// What a rule comes to.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub spans: Spans,
    /// Whether anything in it is begun, however deep.
    pub begun: bool,
}

impl Value {
    /// What holds on these days and can't be begun.
    pub fn bare(spans: Spans) -> Self {
        Value { spans, begun: false }
    }
}

/// How many of its parts a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Asked {
    All,
    Any,
    AtLeast,
    /// More than there are.
    Never,
}

impl Asked {
    pub fn of(least: u32, parts: usize) -> Self {
        match (least as usize, parts) {
            (least, parts) if least == parts => Asked::All,
            (least, parts) if least > parts => Asked::Never,
            (1, _) => Asked::Any,
            _ => Asked::AtLeast,
        }
    }
}

/// What the parts of a rule come to together.
#[derive(Debug)]
pub(crate) struct Sum {
    asked: Asked,
    least: u32,
    /// Days on which all the parts so far hold, or any of them.
    spans: Spans,
    /// Where it is neither all nor any: the days of each part.
    each: Vec<Amount>,
    begun: bool,
}

impl Sum {
    #[inline]
    pub fn new(least: u32, parts: usize) -> Self {
        let asked = Asked::of(least, parts);
        let spans = if asked == Asked::All { Spans::ALWAYS } else { Spans::NONE };
        Sum { asked, least, spans, each: Vec::new(), begun: false }
    }

    #[inline]
    pub fn add(&mut self, spans: &Spans, begun: bool) {
        self.begun |= begun;
        match self.asked {
            Asked::All => match (&mut self.spans, spans) {
                (Spans::One(both), Spans::One(span)) => *both = both.and(*span),
                (both, spans) => *both = both.and(spans),
            },
            Asked::Any => self.spans = self.spans.or(spans),
            Asked::AtLeast => self.each.extend(Amount::of(spans, 1)),
            Asked::Never => {}
        }
    }

    #[inline]
    pub fn end(self) -> Value {
        let spans = match self.asked {
            Asked::AtLeast => tally(&self.each, i64::from(self.least), 1),
            Asked::All | Asked::Any | Asked::Never => self.spans,
        };
        Value { spans, begun: self.begun }
    }
}
