//! What is asked on the day of reading, asked of a day that was over before everything was confirmed.
//!
//! A pass sat in January that asks for a medical `now` counts on the days on which there is one. Confirmed in March, after the
//! medical lapsed, it never counts; but it was good in January, for what rests on it and was done then.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::NaiveDate;

use super::doing::{Asked, ButFor, Doing};
use super::leaf::Worked;
use super::reading::Reading;
use super::spans::Spans;
use super::validities::{Validities, Validity};
use crate::framework::{Moment, Rule};

/// A rule of which some is asked on the day of reading.
pub(super) struct AskedThen<'a> {
    doing: Doing<'a>,
    /// The parts that it asks for now.
    now: Vec<AskedThen<'a>>,
    /// The last days before less is there.
    days: BTreeSet<NaiveDate>,
    asked: BTreeMap<NaiveDate, Rc<Asked<'a>>>,
}

impl<'a> AskedThen<'a> {
    pub fn new(rule: &'a Rule, reading: Reading<'a>, worked: &Rc<Worked>) -> Self {
        let doing = Doing::new(rule, reading, ButFor::Nothing, worked);
        let (mut parts, mut now) = (vec![rule], Vec::new());
        while let Some(part) = parts.pop() {
            match part {
                Rule::At { moment: Moment::Now, rule } => now.push(AskedThen::new(rule, reading, worked)),
                Rule::At { .. } | Rule::Of { .. } | Rule::Not(_) | Rule::Leaf(_) => parts.extend(part.parts()),
            }
        }
        AskedThen { days: doing.last_days(), doing, now, asked: BTreeMap::new() }
    }

    /// The days on which it is known that the rule held of what was `done` on a day, when what it asks now was asked `then`.
    fn on(&mut self, done: NaiveDate, then: NaiveDate) -> Spans {
        let now = &mut self.now;
        let asked = self.asked.entry(then).or_insert_with(|| {
            let now = now.iter_mut().map(|part| (part.doing.rule(), part.on(then, then))).collect();
            Rc::new(Asked { day: then, now })
        });
        self.doing.ask(Rc::clone(asked));
        self.doing.on(done)
    }

    /// What was good from the day on which it was done until something that it asks now was there no more, where that is
    /// known later only. It counts on no day, and is there for what rests on it. `counting` is what counts of the same.
    pub fn known_later(&mut self, done: NaiveDate, own: &Validities, counting: Validities) -> Validities {
        let days: Vec<NaiveDate> = self.days.range(done..).rev().copied().collect();
        let mut later: Vec<Validity> = Vec::new();
        let mut by_end: Vec<Validity> = counting.as_slice().to_vec();
        by_end.sort_by_key(|piece| piece.until);
        for piece in own.as_slice() {
            let (mut told, mut counts) = (Spans::NONE, by_end.clone());
            for day in &days {
                let until = day.succ_opt().map_or(piece.until, |after| piece.until.min(after));
                // What is good longer says it already.
                while let Some(longer) = counts.pop_if(|longer| longer.until >= until) {
                    told = told.or(&Spans::One(longer.known));
                }
                let untold = Spans::One(piece.known).and(&told.not());
                if untold.is_empty() {
                    break;
                }
                let left = untold.and(&Spans::since(until));
                if !left.is_empty() {
                    let known = left.and(&self.on(done, *day));
                    later.extend(known.as_slice().iter().map(|known| Validity { known: *known, until }));
                    told = told.or(&known);
                }
            }
        }
        if later.is_empty() {
            return counting;
        }
        later.extend(counting.as_slice());
        later.sort_by_key(|piece| (piece.known.from, piece.until));
        Validities::of(later)
    }
}
