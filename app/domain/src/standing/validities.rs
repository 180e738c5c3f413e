//! A fact about a node: on which days it is known to be good, and until which day it is.

use chrono::NaiveDate;

use super::spans::{NEVER, Span, Spans};

/// Days on which it is known that a fact is good, and the day on which it lapses or is ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Validity {
    pub known: Span,
    pub until: NaiveDate,
}

impl Validity {
    /// The days on which it counts.
    pub fn counts(self) -> Span {
        self.known.and(Span { from: NaiveDate::MIN, until: self.until })
    }
}

/// What is known of one fact, one piece after another: it may come to be known that it was one attempt too many.
// Nearly all are one piece, which takes no memory of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Validities {
    One(Validity),
    Many(Box<[Validity]>),
}

impl Validities {
    pub const NONE: Validities = Validities::One(Validity { known: Span::NONE, until: NEVER });

    pub fn of(mut pieces: Vec<Validity>) -> Self {
        pieces.retain(|piece| !piece.known.is_empty());
        match pieces.as_slice() {
            [] => Validities::NONE,
            [only] => Validities::One(*only),
            _ => Validities::Many(pieces.into()),
        }
    }

    pub fn as_slice(&self) -> &[Validity] {
        match self {
            Validities::One(piece) if piece.known.is_empty() => &[],
            Validities::One(piece) => std::slice::from_ref(piece),
            Validities::Many(pieces) => pieces,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    /// Good only as far as is known on these days too.
    pub fn and(&self, days: &Spans) -> Self {
        if let (Validities::One(piece), Spans::One(days)) = (self, days) {
            return Validities::One(Validity { known: piece.known.and(*days), ..*piece });
        }
        let pieces = self.as_slice().iter();
        let both = pieces.flat_map(|piece| {
            let known = Spans::One(piece.known).and(days);
            known.as_slice().iter().map(|known| Validity { known: *known, ..*piece }).collect::<Vec<_>>()
        });
        Validities::of(both.collect())
    }

    /// Good as far as is known on these days, and only while something `holds` too. That it was good then stays known.
    pub fn and_while(&self, days: &Spans, holds: &Spans) -> Self {
        let pieces = self.as_slice().iter().flat_map(|piece| {
            let known = Spans::One(piece.known).and(days);
            let while_held = known.and(holds);
            let piece = |held: &Span| {
                let known =
                    Span { from: held.from, until: known.at(held.from).map_or(held.until, |known| known.until) };
                let until = if held.until < known.until { held.until.min(piece.until) } else { piece.until };
                Validity { known, until }
            };
            while_held.as_slice().iter().map(piece).collect::<Vec<_>>()
        });
        Validities::of(pieces.collect())
    }

    /// The days on which it counts.
    pub fn counts(&self) -> Spans {
        match self {
            Validities::One(piece) => Spans::One(piece.counts()),
            Validities::Many(pieces) => Spans::of(pieces.iter().map(|piece| piece.counts())),
        }
    }

    /// The day on which it lapses, of what counts on a day.
    pub fn lapses(&self, on: NaiveDate) -> Option<NaiveDate> {
        let piece = self.as_slice().iter().find(|piece| piece.counts().has(on))?;
        Some(piece.until).filter(|until| *until != NEVER && piece.known.has(*until))
    }

    /// The day on which it lapsed, of what is known to have been good and is no more.
    pub fn lapsed_by(&self, on: NaiveDate) -> Option<NaiveDate> {
        let over = self.as_slice().iter().filter(|piece| piece.known.has(on) && piece.until <= on);
        over.map(|piece| piece.until).max()
    }
}

/// What was good on which day, of many facts, and since when that is known.
pub(super) struct Acts {
    /// Days, and what is known of what is good from each of them until the next.
    steps: Vec<(NaiveDate, Spans)>,
}

impl Acts {
    /// Of facts with the day of each, in any order: one sweep over where they begin and end.
    pub fn new<'g>(acts: impl Iterator<Item = (NaiveDate, &'g Validities)>) -> Self {
        let pieces = acts.flat_map(|(day, validities)| validities.as_slice().iter().map(move |piece| (day, *piece)));
        let mut edges: Vec<(NaiveDate, bool, Span)> = pieces
            .filter(|(day, piece)| *day < piece.until)
            .flat_map(|(day, piece)| [(day, true, piece.known), (piece.until, false, piece.known)])
            .collect();
        edges.sort_unstable_by_key(|(day, ..)| *day);
        let mut there = There::default();
        let mut steps: Vec<(NaiveDate, Spans)> = Vec::new();
        for (at, (day, begins, known)) in edges.iter().enumerate() {
            there.change(*known, *begins);
            if edges.get(at + 1).is_none_or(|(next, ..)| next != day) {
                let spans = there.spans();
                if steps.last().is_none_or(|(_, last)| *last != spans) {
                    steps.push((*day, spans));
                }
            }
        }
        Acts { steps }
    }

    /// Of what was good on a day: the days on which that is known.
    pub fn on(&self, day: NaiveDate) -> &Spans {
        let after = self.steps.partition_point(|(from, _)| *from <= day);
        after.checked_sub(1).map_or(&Spans::NONE, |at| &self.steps[at].1)
    }
}

/// Spans, of which nearly all have no end: then the first is enough.
#[derive(Default)]
struct There {
    endless: std::collections::BTreeMap<NaiveDate, usize>,
    others: Vec<Span>,
}

impl There {
    fn change(&mut self, span: Span, begins: bool) {
        if span.until != NEVER {
            if begins {
                self.others.push(span);
            } else if let Some(at) = self.others.iter().position(|other| *other == span) {
                self.others.swap_remove(at);
            }
            return;
        }
        let many = self.endless.entry(span.from).or_default();
        if begins {
            *many += 1;
        } else {
            *many -= 1;
            if *many == 0 {
                self.endless.remove(&span.from);
            }
        }
    }

    fn spans(&self) -> Spans {
        let first = self.endless.keys().next().map(|from| Span::since(*from));
        match (first, self.others.is_empty()) {
            (first, true) => first.map_or(Spans::NONE, Spans::One),
            (first, false) => Spans::of(self.others.iter().copied().chain(first)),
        }
    }
}
