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
    /// What was found of what each person signed, done on that day or before: what is done later need not say it again.
    said: BTreeMap<u32, (NaiveDate, Vec<Validity>)>,
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
        AskedThen { days: doing.last_days(), doing, now, asked: BTreeMap::new(), said: BTreeMap::new() }
    }

    /// Takes nothing for said.
    pub fn forget(&mut self) {
        self.said.clear();
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
    pub fn known_later(
        &mut self,
        (done, signer): (NaiveDate, u32),
        own: &Validities,
        counting: Validities,
    ) -> Validities {
        let days: Vec<NaiveDate> = self.days.range(done..).rev().copied().collect();
        let said = self.said.remove(&signer).filter(|(before, _)| *before <= done);
        let mut said = said.map_or(Vec::new(), |(_, said)| said);
        let mut later: Vec<Validity> = Vec::new();
        let mut by_end: Vec<Validity> = said.iter().chain(counting.as_slice()).copied().collect();
        by_end.sort_by_key(|piece| piece.until);
        for piece in own.as_slice() {
            let (mut told, mut longer) = (Spans::NONE, by_end.iter().rev().peekable());
            for day in &days {
                let until = day.succ_opt().map_or(piece.until, |after| piece.until.min(after));
                // What is good longer says it already.
                while let Some(longer) = longer.next_if(|longer| longer.until >= until) {
                    told = told.or(&Spans::One(longer.known));
                }
                let untold = Spans::One(piece.known).and(&told.not());
                if untold.is_empty() {
                    break;
                }
                let since = Spans::since(until);
                if !untold.and(&since).is_empty() {
                    let known = Spans::One(piece.known).and(&since).and(&self.on(done, *day));
                    if !known.and(&untold).is_empty() {
                        later.extend(known.as_slice().iter().map(|known| Validity { known: *known, until }));
                        told = told.or(&known);
                    }
                }
            }
        }
        said.extend(&later);
        self.said.insert(signer, (done, said));
        if later.is_empty() {
            return counting;
        }
        later.extend(counting.as_slice());
        later.sort_by_key(|piece| (piece.known.from, piece.until));
        Validities::of(later)
    }
}
