//! Elapsed time: how long, by the calendar or in days added up, and since when it is enough.
//!
//! Time is enough when one stretch without a gap is as long by the calendar; or when the days add up, a year to 365 and a
//! month to a twelfth of that, and from the first day to the last it is as long by the calendar. The second half keeps a
//! further spell from ever taking anything away: one that fills the last gap makes a stretch that is long enough.

use chrono::NaiveDate;

use super::spans::Span;
use crate::dates::Length;

/// Edges that are looked at before a choice of organisations is given up.
const MOST_EDGES: u64 = 200_000;

/// One stretch of time in an organisation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub days: Span,
    /// Share of full time, in hundredths.
    pub percent: i64,
    pub organisation: u32,
    pub confirmed_on: NaiveDate,
}

/// What stretches come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Time {
    pub enough: bool,
    /// Hundredths of full days.
    pub hundredths: i64,
    /// The first day, where it is one stretch without a gap.
    pub one_stretch_from: Option<NaiveDate>,
    /// The organisations that are counted, sorted; all of them where there is no limit.
    pub organisations: Option<Vec<u32>>,
    /// Whether there were too many choices of organisations to try them all.
    pub cut_short: bool,
}

#[derive(Clone, Copy)]
struct Edge {
    day: NaiveDate,
    change: i64,
    organisation: u32,
    confirmed_on: NaiveDate,
}

/// Stretches, with the edges of all in order of days.
pub(super) struct Stretches {
    edges: Vec<Edge>,
    need: Length,
    most_organisations: Option<u32>,
    /// Of the days on which something was confirmed, each once, in order.
    confirmations: Vec<NaiveDate>,
}

impl Stretches {
    pub fn new(stretches: impl Iterator<Item = Stretch>, need: Length, most_organisations: Option<u32>) -> Self {
        let (mut edges, mut confirmations) = (Vec::new(), Vec::new());
        for Stretch { days, percent, organisation, confirmed_on } in stretches.filter(|it| !it.days.is_empty()) {
            confirmations.push(confirmed_on);
            let edge = |day, change| Edge { day, change, organisation, confirmed_on };
            edges.extend([edge(days.from, percent), edge(days.until, -percent)]);
        }
        edges.sort_unstable_by_key(|edge| edge.day);
        confirmations.sort_unstable();
        confirmations.dedup();
        Stretches { edges, need, most_organisations, confirmations }
    }

    /// The first confirmation with which it and the earlier ones are enough, found by halving: what is confirmed only grows.
    pub fn enough_since(&self) -> Option<NaiveDate> {
        let mut left = MOST_EDGES;
        let last = self.confirmations.last()?;
        if !self.confirmed_by(*last, false, &mut left).enough {
            return None;
        }
        let first = self.confirmations.partition_point(|day| !self.confirmed_by(*day, false, &mut left).enough);
        Some(self.confirmations.get(first).copied().unwrap_or(*last))
    }

    /// What the stretches confirmed by a day come to.
    pub fn by(&self, day: NaiveDate) -> Time {
        self.confirmed_by(day, true, &mut { MOST_EDGES })
    }

    /// Where it is not enough, the most that there is only if that is wanted.
    fn confirmed_by(&self, day: NaiveDate, the_most: bool, left: &mut u64) -> Time {
        let there = self.edges.iter().filter(|edge| edge.confirmed_on <= day);
        let all = sweep(there.clone(), self.need);
        let Some(most) = self.most_organisations else {
            return all;
        };
        let mut organisations: Vec<u32> = there.clone().map(|edge| edge.organisation).collect();
        organisations.sort_unstable();
        organisations.dedup();
        if organisations.len() > most as usize && (all.enough || the_most) {
            let there: Vec<Edge> = there.copied().collect();
            return self.best(&there, all, organisations, most as usize, left);
        }
        Time { organisations: Some(organisations), ..all }
    }

    /// With the organisations that give the most together. All of them, or the largest, settle nearly every record; else
    /// every choice is tried that may give more than the best so far.
    fn best(&self, there: &[Edge], all: Time, organisations: Vec<u32>, most: usize, left: &mut u64) -> Time {
        let mut alone: Vec<(i64, u32, Vec<Edge>)> = organisations
            .into_iter()
            .map(|organisation| {
                let own = |edge: &&Edge| edge.organisation == organisation;
                let edges: Vec<Edge> = there.iter().filter(own).copied().collect();
                (sweep(edges.iter(), self.need).hundredths, organisation, edges)
            })
            .collect();
        alone.sort_by_key(|(sum, organisation, _)| (std::cmp::Reverse(*sum), *organisation));
        let mut search = Search {
            alone: &alone,
            need: self.need,
            least: fewest_days(self.need).saturating_mul(100),
            may_be_enough: all.enough,
            best: None,
            left,
            cut_short: false,
        };
        search.go(&mut Vec::with_capacity(most), 0, 0, most);
        let cut_short = search.cut_short;
        let best = search.best.unwrap_or(all);
        Time { cut_short: cut_short && !best.enough, ..best }
    }
}

struct Search<'a> {
    /// The organisations with what each gives by itself, the largest first.
    alone: &'a [(i64, u32, Vec<Edge>)],
    need: Length,
    /// Fewer hundredths than these are never enough.
    least: i64,
    /// Whether all organisations together are enough.
    may_be_enough: bool,
    best: Option<Time>,
    left: &'a mut u64,
    cut_short: bool,
}

impl Search<'_> {
    fn go(&mut self, chosen: &mut Vec<usize>, sum: i64, next: usize, most: usize) {
        let is_done = |best: &Time| best.enough;
        if self.best.as_ref().is_some_and(is_done) {
            return;
        }
        let more = most - chosen.len();
        if more == 0 || next == self.alone.len() {
            return self.take(chosen);
        }
        for at in next..self.alone.len().saturating_sub(more.saturating_sub(1)) {
            // What is chosen and the largest that may follow: no choice from here on gives more.
            let follow = self.alone[at..].iter().take(more).map(|(sum, ..)| *sum);
            let bound = sum.saturating_add(follow.fold(0, i64::saturating_add));
            let in_vain = !self.may_be_enough || bound < self.least;
            let is_less = self.best.as_ref().is_some_and(|best| bound <= best.hundredths);
            if in_vain && is_less {
                return;
            }
            if *self.left == 0 {
                self.cut_short = self.may_be_enough;
                return;
            }
            chosen.push(at);
            self.go(chosen, sum.saturating_add(self.alone[at].0), at + 1, most);
            chosen.pop();
        }
    }

    fn take(&mut self, chosen: &[usize]) {
        let mut edges: Vec<Edge> = chosen.iter().flat_map(|at| self.alone[*at].2.iter().copied()).collect();
        edges.sort_unstable_by_key(|edge| edge.day);
        *self.left = self.left.saturating_sub(edges.len() as u64);
        let mut organisations: Vec<u32> = chosen.iter().map(|at| self.alone[*at].1).collect();
        organisations.sort_unstable();
        let time = Time { organisations: Some(organisations), ..sweep(edges.iter(), self.need) };
        let better = |best: &Time| (time.enough, time.hundredths) > (best.enough, best.hundredths);
        if self.best.as_ref().is_none_or(better) {
            self.best = Some(time);
        }
    }
}

/// One sweep over edges in order of days. Two spells on one day never make more than one full day.
fn sweep<'e>(edges: impl Iterator<Item = &'e Edge> + Clone, need: Length) -> Time {
    let mut hundredths = 0i64;
    let (mut load, mut by_calendar) = (0i64, false);
    let Some(mut at) = edges.clone().next().map(|edge| edge.day) else {
        return Time::default();
    };
    let (first, mut run, mut last, mut gaps) = (at, at, at, false);
    for edge in edges {
        if edge.day > at {
            hundredths += load.min(100) * (edge.day - at).num_days();
            if load < 100 {
                (run, gaps) = (edge.day, true);
            } else {
                by_calendar |= need.after(run) <= edge.day;
            }
            if load > 0 {
                last = edge.day;
            }
            at = edge.day;
        }
        load += edge.change;
    }
    let (months, days) = (i64::from(need.months), i64::from(need.days));
    let adds_up = hundredths * 12 >= months * 36_500 + days * 1_200 && need.after(first) <= last;
    Time { enough: by_calendar || adds_up, hundredths, one_stretch_from: (!gaps).then_some(first), ..Time::default() }
}

/// The fewest calendar days that a length can be.
fn fewest_days(length: Length) -> i64 {
    i64::from(length.months / 12) * 365 + i64::from(length.months % 12) * 28 + i64::from(length.days)
}

/// Full days that are there, of how many that are asked for: by the calendar from the first day where it is one stretch,
/// else added up. Never all of them while it is not enough.
pub(super) fn progress(time: &Time, need: Length) -> (i64, i64) {
    let of = match time.one_stretch_from {
        Some(from) => (need.after(from) - from).num_days(),
        None => need.in_days(),
    };
    let done = time.hundredths / 100;
    (if time.enough { of } else { done.min(of - 1) }, of)
}
