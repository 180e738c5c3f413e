//! Minutes of experience: how many, and on which days they are enough.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::spans::{NEVER, Span, Spans};
use crate::dates::Length;
use crate::framework::KindIx;

/// How the minutes of a spell are counted.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rate {
    /// So many, whatever was worked; once for all work of a kind.
    Flat(i64, KindIx),
    /// So many for each whole week.
    PerWeek(i64),
    /// As recorded, spread evenly over the days of the spell.
    Recorded(i64),
}

/// One spell of work.
#[derive(Clone, Debug)]
pub(super) struct Work {
    pub whole: Span,
    /// The days of it that a rule looks at.
    pub inside: Spans,
    pub rate: Rate,
    pub confirmed_on: NaiveDate,
    pub signer: u32,
}

impl Work {
    /// Whole minutes on the days that a rule looks at, from a day on. Rounded down.
    pub fn minutes_from(&self, opens: NaiveDate) -> i64 {
        self.minutes_in(Span::since(opens))
    }

    /// The same on those of these days.
    pub fn minutes_in(&self, days: Span) -> i64 {
        let parts = self.inside.as_slice().iter();
        let mut parts = parts.map(|part| part.and(days).days());
        match self.rate {
            Rate::Flat(minutes, _) if parts.any(|days| days > 0) => minutes,
            Rate::Flat(..) => 0,
            Rate::PerWeek(minutes) => parts.fold(0, |sum, days| sum.saturating_add((days / 7).saturating_mul(minutes))),
            Rate::Recorded(minutes) => {
                let whole = self.whole.days().max(1);
                minutes.saturating_mul(parts.sum::<i64>().min(whole)) / whole
            }
        }
    }

    pub fn minutes(&self) -> i64 {
        self.minutes_from(NaiveDate::MIN)
    }

    fn first_day(&self) -> NaiveDate {
        self.inside.first_day().unwrap_or(NEVER)
    }

    /// The first day after all that counts of it.
    fn end(&self) -> NaiveDate {
        self.inside.as_slice().last().map_or(NaiveDate::MIN, |part| part.until)
    }

    /// The first day from which on nothing of it adds a minute.
    fn adds_until(&self) -> NaiveDate {
        first_without(self.first_day(), self.end(), |opens| self.minutes_from(opens) > 0).unwrap_or(self.end())
    }

    /// Whether its minutes are there already, by other work of a kind that counts once; notes that they are there now.
    pub fn repeats(&self, flat: &mut Vec<KindIx>) -> bool {
        let Rate::Flat(_, kind) = self.rate else { return false };
        let there = flat.contains(&kind);
        flat.push(kind);
        there
    }
}

/// Days on which there is enough work, signed by enough people. `works` stand in order of their confirmations.
pub(super) fn enough(works: &[Work], least: i64, signers: u32, window: Option<Length>) -> Spans {
    match window {
        None => ever_enough(works.iter().map(|work| (work, work.minutes())), least, signers),
        Some(window) => enough_within(works, least, signers, window),
    }
}

/// Without a window nothing grows too old: enough since a confirmation is enough for ever. `works` stand in order of their
/// confirmations, each with its minutes.
pub(super) fn ever_enough<'a>(works: impl Iterator<Item = (&'a Work, i64)>, least: i64, signers: u32) -> Spans {
    let mut sum = 0i64;
    let (mut signed, mut flat): (Vec<u32>, Vec<KindIx>) = (Vec::new(), Vec::new());
    for (work, minutes) in works.filter(|(_, minutes)| *minutes > 0) {
        if !signed.contains(&work.signer) {
            signed.push(work.signer);
        }
        if !work.repeats(&mut flat) {
            sum = sum.saturating_add(minutes);
        }
        if sum >= least && signed.len() >= signers as usize {
            return Spans::since(work.confirmed_on);
        }
    }
    Spans::NONE
}

/// What is there grows on days of confirmation and shrinks between them, so that where it ends is found by halving.
fn enough_within(works: &[Work], least: i64, signers: u32, window: Length) -> Spans {
    let mut sums = Sums::new(works);
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(from) = works.get(at).map(|work| work.confirmed_on) {
        while works.get(at).is_some_and(|work| work.confirmed_on == from) {
            sums.add(at);
            at += 1;
        }
        let until = works.get(at).map_or(NEVER, |work| work.confirmed_on);
        let is_enough = |day: NaiveDate| sums.is_enough(window.first_in(day), least, signers);
        if is_enough(from) {
            spans.push(Span {
                from,
                until: first_without(from, until.min(sums.all_gone_by(window)), is_enough).unwrap_or(until),
            });
        }
    }
    Spans::of(spans)
}

/// The first day after `from` and before `until` on which it no longer holds.
pub(super) fn first_without(from: NaiveDate, until: NaiveDate, holds: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let day = |after: i64| from.checked_add_days(Days::new(after.unsigned_abs())).unwrap_or(NEVER);
    let (mut there, mut gone) = (0, (until - from).num_days());
    if gone <= 0 || holds(day(gone)) {
        return None;
    }
    while gone - there > 1 {
        let middle = there + (gone - there) / 2;
        if holds(day(middle)) {
            there = middle;
        } else {
            gone = middle;
        }
    }
    Some(day(gone))
}

/// Minutes of the works confirmed so far, summed from any day on.
struct Sums<'a> {
    works: &'a [Work],
    /// Positions of works in order of their first days.
    order: Vec<usize>,
    /// The place of each work in that order.
    rank: Vec<usize>,
    /// A tree of sums over that order.
    tree: Vec<i64>,
    is_there: Vec<bool>,
    longest: i64,
    /// Of each signer, the first day from which on nothing of theirs adds a minute.
    ends: HashMap<u32, NaiveDate>,
    last_end: NaiveDate,
    /// The minutes of each kind that counts once, and the end of its last work.
    flat: HashMap<KindIx, (i64, NaiveDate)>,
}

impl<'a> Sums<'a> {
    fn new(works: &'a [Work]) -> Self {
        let mut order: Vec<usize> = (0..works.len()).collect();
        order.sort_unstable_by_key(|at| works[*at].first_day());
        let mut rank = vec![0; works.len()];
        order.iter().enumerate().for_each(|(place, at)| rank[*at] = place);
        let length = |work: &Work| match (work.inside.first_day(), work.inside.as_slice().last()) {
            (Some(from), Some(last)) => (last.until - from).num_days(),
            _ => 0,
        };
        Sums {
            works,
            order,
            rank,
            tree: vec![0; works.len() + 1],
            is_there: vec![false; works.len()],
            longest: works.iter().map(length).max().unwrap_or(0),
            ends: HashMap::new(),
            last_end: NaiveDate::MIN,
            flat: HashMap::new(),
        }
    }

    fn add(&mut self, at: usize) {
        let work = &self.works[at];
        let minutes = work.minutes();
        if minutes <= 0 {
            return;
        }
        let end = self.ends.entry(work.signer).or_insert(NaiveDate::MIN);
        *end = work.adds_until().max(*end);
        self.last_end = self.last_end.max(work.end());
        if let Rate::Flat(minutes, kind) = work.rate {
            let (_, end) = self.flat.entry(kind).or_insert((minutes, NaiveDate::MIN));
            *end = work.end().max(*end);
            return;
        }
        self.is_there[at] = true;
        let mut place = self.rank[at] + 1;
        while place < self.tree.len() {
            self.tree[place] = self.tree[place].saturating_add(minutes);
            place += place & place.wrapping_neg();
        }
    }

    fn sum_before(&self, mut place: usize) -> i64 {
        let mut sum = 0i64;
        while place > 0 {
            sum = sum.saturating_add(self.tree[place]);
            place -= place & place.wrapping_neg();
        }
        sum
    }

    fn is_enough(&self, opens: NaiveDate, least: i64, signers: u32) -> bool {
        if signers > 1 && self.ends.values().filter(|end| **end > opens).count() < signers as usize {
            return false;
        }
        let after = self.order.partition_point(|at| self.works[*at].first_day() < opens);
        let flat = self.flat.values().filter(|(_, end)| *end > opens).map(|(minutes, _)| *minutes);
        let mut sum = self.sum_before(self.order.len()) - self.sum_before(after);
        sum = flat.fold(sum, i64::saturating_add);
        // What began before the window and ends in it counts in part.
        for at in self.order[..after].iter().rev() {
            let work = &self.works[*at];
            if sum >= least || (opens - work.first_day()).num_days() >= self.longest {
                break;
            }
            if self.is_there[*at] && work.end() > opens {
                sum = sum.saturating_add(work.minutes_from(opens));
            }
        }
        sum >= least
    }

    /// A day on which all that can grow too old has done so.
    fn all_gone_by(&self, window: Length) -> NaiveDate {
        // A month that is too short ends on its last day, so that going back may reach three days further.
        let gone = window.after(self.last_end).checked_add_days(Days::new(4));
        gone.unwrap_or(NEVER)
    }
}
