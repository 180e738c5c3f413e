//! Hours of experience.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::{Count, up_to};
use crate::framework::{KindIx, Length, Minutes, NodeIx};
use crate::standing::Unit;
use crate::standing::item::Item;
use crate::standing::reading::{Reading, Value};
use crate::standing::spans::{NEVER, Span, Spans};
use crate::standing::worked::{Rate, Work, enough, ever_enough};

/// The positions of the spells of a kind and of what counts as it, in order of their confirmations.
pub(in crate::standing) fn spells(kind: KindIx, reading: &Reading<'_>) -> Vec<usize> {
    let (framework, facts) = (reading.framework, reading.facts);
    let others = framework.kinds_counting_as(kind);
    let all = std::iter::once(&kind).chain(others).flat_map(|kind| facts.spells(*kind));
    let mut positions: Vec<usize> = all.collect();
    if !others.is_empty() {
        let key = |at: usize| {
            let item = &facts.items()[at];
            (item.counts.from, item.happened_on, facts.file().id_of(item))
        };
        positions.sort_by(|one, other| key(*one).cmp(&key(*other)));
    }
    positions
}

/// Whether a spell is there that counts for a rule, or may come to, and adds something.
pub(super) fn begun(kind: KindIx, adds: impl Fn(&Item, KindIx) -> bool, reading: &Reading<'_>) -> bool {
    reading.framework.kinds_counting_as(kind).iter().chain([&kind]).any(|kind| {
        let mut spells = reading.facts.items()[reading.facts.spells(*kind)].iter();
        spells.any(|item| item.begins(reading.on, reading.known) && adds(item, *kind))
    })
}

/// The spells of a kind that count, with the days of them on which the status was held, as far as they lie in `days`.
pub(super) fn counting(
    kind: KindIx,
    while_holding: Option<NodeIx>,
    days: Span,
    reading: &Reading<'_>,
) -> impl Iterator<Item = (usize, Item, Spans)> {
    let held = reading.status_held(while_holding);
    spells(kind, reading).into_iter().filter_map(move |at| {
        let item = reading.facts.items()[at];
        let counts = !item.counts(reading.known).is_empty() && !reading.excludes(&item);
        counts.then(|| (at, item, Spans::One(item.done.and(days)).and(&held)))
    })
}

fn works(rule: &Minutes, reading: &Reading<'_>) -> Vec<(usize, Work)> {
    let counting = counting(rule.kind, rule.while_holding, Span::ALWAYS, reading);
    counting.map(|(at, item, inside)| (at, work(&item, reading.facts.kind_of(at), inside, reading))).collect()
}

/// A spell of a kind, of which a rule looks at the days `inside`.
fn work(item: &Item, kind: KindIx, inside: Spans, reading: &Reading<'_>) -> Work {
    let of_kind = reading.framework.experience_kind(kind);
    let rate = match (of_kind.minutes_flat, of_kind.minutes_per_week) {
        (Some(minutes), _) => Rate::Flat(minutes, kind),
        (None, Some(minutes)) => Rate::PerWeek(minutes),
        (None, None) => Rate::Recorded(item.minutes),
    };
    Work { whole: item.done, inside, rate, confirmed_on: item.counts.from, signer: item.signer }
}

/// The first day that a rule looks at on a day.
fn opens_on(window: Option<Length>, day: NaiveDate) -> NaiveDate {
    window.map_or(NaiveDate::MIN, |window| window.first_in(day))
}

fn enough_of(rule: &Minutes, works: Vec<(usize, Work)>, window: Option<Length>) -> Spans {
    let works: Vec<Work> = works.into_iter().map(|(_, work)| work).collect();
    enough(&works, rule.least, rule.signers, window)
}

pub(super) fn value(rule: &Minutes, reading: &Reading<'_>) -> Value {
    let spans = enough_of(rule, works(rule, reading), rule.window);
    let days = Span { from: opens_on(rule.window, reading.on), ..up_to(reading.on) };
    let held = reading.status_held(rule.while_holding);
    let adds = |item: &Item, kind| {
        let inside = Spans::One(item.done.and(days)).and(&held);
        work(item, kind, inside, reading).minutes_from(NaiveDate::MIN) > 0
    };
    let begun = begun(rule.kind, adds, reading);
    Value { spans, begun }
}

pub(super) fn count(rule: &Minutes, reading: &Reading<'_>) -> Count {
    let opens = opens_on(rule.window, reading.on);
    let (mut items, mut signed, mut flat) = (Vec::new(), BTreeSet::new(), Vec::new());
    for (at, work) in works(rule, reading) {
        let minutes = work.minutes_from(opens);
        if work.confirmed_on <= reading.on && minutes > 0 {
            signed.insert(work.signer);
            items.extend((!work.repeats(&mut flat)).then_some((at, minutes)));
        }
    }
    let count = Count::of_items(items, rule.least, Unit::Hours, reading);
    // Who confirmed what counts once confirmed it as others did.
    let count = Count { signers: signed.len() as u32, ..count };
    let missing = rule.signers.max(1).saturating_sub(count.signers.max(1));
    count.with_missing(missing, 60)
}

/// The work that each rule looks at, read once, however many rest on it.
#[derive(Default)]
pub(in crate::standing) struct Worked(RefCell<HashMap<*const Minutes, AllWork>>);

impl Worked {
    /// The days on which it is known that it was enough on a day, without what these people signed.
    pub fn enough_on(&self, rule: &Minutes, day: NaiveDate, without: &[u32], reading: &Reading<'_>) -> Spans {
        let mut all = self.0.borrow_mut();
        let all = all.entry(rule).or_insert_with(|| AllWork::of(rule, &Reading { without: &[], ..*reading }));
        all.enough_on(rule, day, without)
    }
}

/// All work that a rule may look at on some day, in order of confirmations; and what it came to on the days that were
/// asked about.
struct AllWork {
    /// Each with all its minutes.
    works: Vec<(Work, i64)>,
    /// The minutes of all that begins before a day, and of all that is over by it.
    begun: Running,
    over: Running,
    on: HashMap<NaiveDate, Spans>,
}

impl AllWork {
    fn of(rule: &Minutes, reading: &Reading<'_>) -> Self {
        let works = works(rule, reading).into_iter().map(|(_, work)| (work.minutes(), work));
        let works: Vec<(Work, i64)> = works.map(|(minutes, work)| (work, minutes)).collect();
        let running =
            |day: fn(&Work) -> NaiveDate| Running::of(works.iter().map(|(work, minutes)| (day(work), *minutes)));
        let (begun, over) = (running(|work| work.whole.from), running(|work| work.whole.until));
        AllWork { works, begun, over, on: HashMap::new() }
    }

    fn enough_on(&mut self, rule: &Minutes, day: NaiveDate, without: &[u32]) -> Spans {
        if without.is_empty()
            && let Some(known) = self.on.get(&day)
        {
            return known.clone();
        }
        let found = self.counted_on(rule, day, without);
        if without.is_empty() {
            self.on.insert(day, found.clone());
        }
        found
    }

    fn counted_on(&self, rule: &Minutes, day: NaiveDate, without: &[u32]) -> Spans {
        let days = Span { from: opens_on(rule.window, day), ..up_to(day) };
        // What lies in these days in part counts no more than whole.
        let most = self.begun.before(days.until) - self.over.before(days.from.succ_opt().unwrap_or(NEVER));
        if most < i128::from(rule.least) {
            return Spans::NONE;
        }
        // What counts whatever was worked is done at its end.
        let is_done = |work: &Work| !matches!(work.rate, Rate::Flat(..)) || work.whole.until <= days.until;
        let is_there = |work: &Work| work.whole.from < days.until && days.from < work.whole.until && is_done(work);
        let there = self.works.iter().filter(|(work, _)| is_there(work) && !without.contains(&work.signer));
        let is_within = |work: &Work| days.from <= work.whole.from && work.whole.until <= days.until;
        let minutes = |work: &Work, all: i64| if is_within(work) { all } else { work.minutes_in(days) };
        ever_enough(there.map(|(work, all)| (work, minutes(work, *all))), rule.least, rule.signers)
    }
}

/// Minutes added up by days.
struct Running(Vec<(NaiveDate, i128)>);

impl Running {
    fn of(minutes: impl Iterator<Item = (NaiveDate, i64)>) -> Self {
        let mut each: Vec<(NaiveDate, i128)> = minutes.map(|(day, minutes)| (day, i128::from(minutes))).collect();
        each.sort_unstable();
        let mut sum = 0;
        for (_, minutes) in &mut each {
            sum += *minutes;
            *minutes = sum;
        }
        Running(each)
    }

    /// Those of the days before one.
    fn before(&self, day: NaiveDate) -> i128 {
        let count = self.0.partition_point(|(on, _)| *on < day);
        count.checked_sub(1).map_or(0, |last| self.0[last].1)
    }
}

/// The days on which less may come to lie in the window of a rule, or nothing more is added to it.
pub(super) fn ends(rule: &Minutes, reading: &Reading<'_>) -> Vec<NaiveDate> {
    let Some(window) = rule.window else { return Vec::new() };
    let done = spells(rule.kind, reading).into_iter().map(|at| reading.facts.items()[at].done);
    done.flat_map(|done| [done.until, window.after(done.from)]).collect()
}
