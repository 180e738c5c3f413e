//! Sittings of assessments and courses: attempts, their order, and how passes lapse.

use chrono::NaiveDate;

use super::Outcome;
use super::item::{Answer, FactKind, FactVerdict, Item};
use super::leaf::exempt;
use super::reading::Reading;
use super::spans::{NEVER, Span, Spans};
use crate::framework::{Framework, Node, NodeIx};

/// What becomes of one result.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sitting {
    /// It does not count.
    No(FactVerdict),
    /// A pass that counts on these days, whatever its element requires.
    Pass(Spans),
}

/// The positions of the results of an element, in order of their sittings.
pub(super) fn results(ix: NodeIx, reading: &Reading<'_>) -> std::ops::Range<usize> {
    let range = reading.facts.range(ix);
    let exemptions = reading.facts.of(ix).iter().take_while(|item| item.kind == FactKind::Exemption);
    range.start + exemptions.count()..range.end
}

/// Whether nothing but the result itself decides; nearly every element is like this.
pub(super) fn is_simple(node: &Node) -> bool {
    node.attempts.is_none() && node.sat_after.is_empty() && node.whole_set().is_none()
}

/// The days on which each pass of an element counts by its sittings, with its position.
pub(super) fn passes(ix: NodeIx, reading: &Reading<'_>) -> Vec<(usize, Spans)> {
    let mut found: Vec<(usize, Spans)> = results(ix, reading).map(|at| (at, Spans::NONE)).collect();
    if is_simple(reading.framework.node(ix)) {
        for (at, spans) in &mut found {
            let item = &reading.facts.items()[*at];
            *spans = if reading.leaves_out(item) { Spans::NONE } else { Spans::One(item.counts(reading.known)) };
        }
    } else if let Some(first) = found.first().map(|(at, _)| *at) {
        let mut from = NaiveDate::MIN;
        for until in turns(ix, reading) {
            let stretch = Spans::One(Span { from, until });
            let last = until.pred_opt().unwrap_or(until).min(reading.known);
            for (at, sitting) in each_by(ix, last, reading) {
                if let Sitting::Pass(spans) = sitting {
                    let known = &mut found[at - first].1;
                    *known = known.or(&spans.and(&stretch));
                }
            }
            from = until;
        }
    }
    found.retain(|(_, spans)| !spans.is_empty());
    found
}

/// The elements that share the window of one: the others of its set.
fn members<'a>(ix: &'a NodeIx, framework: &'a Framework) -> &'a [NodeIx] {
    let set = framework.node(*ix).whole_set();
    set.map_or(std::slice::from_ref(ix), |set| &framework.sets[set as usize])
}

/// The days on which a sitting was confirmed after a later one had been, and then never. Between two of them what is
/// confirmed is added at the end, so that what was known before stays as it was.
fn turns(ix: NodeIx, reading: &Reading<'_>) -> Vec<NaiveDate> {
    let members = members(&ix, reading.framework);
    let first = members.iter().flat_map(|member| &reading.framework.node(*member).sat_after);
    let mut elements: Vec<NodeIx> = members.iter().chain(first).copied().collect();
    elements.sort_unstable();
    elements.dedup();
    let items = elements.iter().flat_map(|element| reading.facts.of(*element));
    let known = items.filter(|item| item.kind == FactKind::Result && item.is_sitting(reading.known, reading.known));
    let mut days: Vec<(NaiveDate, NaiveDate)> = known.map(|item| (item.happened_on, item.counts.from)).collect();
    days.sort_unstable();
    let mut turns = vec![NEVER];
    let mut earliest = NEVER;
    for (_, confirmed) in days.iter().rev() {
        if *confirmed > earliest {
            turns.push(*confirmed);
        }
        earliest = earliest.min(*confirmed);
    }
    turns.sort_unstable();
    turns.dedup();
    turns
}

/// A window of sittings: `[from, until)`.
type Window = Span;

/// What is known of sittings by a day.
#[derive(Clone, Copy)]
struct By<'a> {
    reading: &'a Reading<'a>,
    day: NaiveDate,
}

impl<'a> By<'a> {
    fn is_sitting(self, item: &Item) -> bool {
        item.is_sitting(self.day, self.reading.known) && !self.reading.leaves_out(item)
    }

    fn results(self, ix: NodeIx) -> &'a [Item] {
        &self.reading.facts.items()[results(ix, self.reading)]
    }

    /// Windows open with the first sitting that counts as one, and the next one with the first sitting after the last
    /// closed. A whole set of elements shares its windows.
    fn windows(self, ix: NodeIx) -> Vec<Window> {
        let node = self.reading.framework.node(ix);
        let length = match node.whole_set() {
            Some(_) => node.expires.map(|expiry| expiry.after),
            None => node.attempts.and_then(|attempts| attempts.within),
        };
        let sittings = members(&ix, self.reading.framework).iter().flat_map(|member| self.results(*member));
        let mut days: Vec<NaiveDate> =
            sittings.filter(|item| self.is_sitting(item)).map(|item| item.happened_on).collect();
        days.sort_unstable();
        let mut windows: Vec<Window> = Vec::new();
        for from in days {
            if windows.last().is_none_or(|window| from >= window.until) {
                let until = length.map_or(NEVER, |length| length.after(from));
                windows.push(Window { from, until });
            }
        }
        windows
    }

    fn most_attempts(self, ix: NodeIx) -> usize {
        let attempts = self.reading.framework.node(ix).attempts;
        attempts.map_or(usize::MAX, |attempts| attempts.max as usize)
    }

    /// The first element that had to be passed by the day of this sitting, and was not: in the same window, where they
    /// share one.
    fn sat_before(self, ix: NodeIx, sat_on: NaiveDate, window: Option<Window>) -> Option<NodeIx> {
        let passed = |first: NodeIx| {
            let results = self.results(first);
            // Results stand in order of their sittings.
            let from = window.map_or(0, |window| results.partition_point(|item| item.happened_on < window.from));
            let until = results.partition_point(|item| item.happened_on <= sat_on);
            let earlier = results.get(from..until).unwrap_or_default();
            let sittings = earlier
                .iter()
                .filter(|item| self.is_sitting(item) && window.is_none_or(|window| window.has(item.happened_on)));
            exempt(first, self.reading).has(sat_on) || sittings.take(self.most_attempts(first)).any(is_pass)
        };
        let sat_after = &self.reading.framework.node(ix).sat_after;
        sat_after.iter().copied().find(|first| !passed(*first))
    }

    /// The days on which every element of the set of this one was passed in the window, or is exempt. A pass that was sat
    /// in time and waits to be confirmed keeps the others: they lapse only if it comes to nothing.
    fn complete(self, set: u32, window: Window) -> Spans {
        let members = &self.reading.framework.sets[set as usize];
        members.iter().fold(Spans::ALWAYS, |all, member| {
            if all.is_empty() {
                return all;
            }
            let results = self.results(*member);
            let [from, until] =
                [window.from, window.until].map(|day| results.partition_point(|item| item.happened_on < day));
            let sat = results[from..until].iter().filter(|item| {
                (waits(item, self.day, self.reading.known) || self.is_sitting(item))
                    && self.sat_before(*member, item.happened_on, Some(window)).is_none()
            });
            let passes = sat.take(self.most_attempts(*member)).filter(|item| is_pass(item)).map(|item| Span {
                from: item.happened_on,
                until: match item.flaw {
                    Some(_) if item.counts.from <= self.reading.known => item.counts.from,
                    _ => NEVER,
                },
            });
            all.and(&Spans::of(passes).or(&exempt(*member, self.reading)))
        })
    }
}

fn is_pass(item: &Item) -> bool {
    item.answer == Answer::Result(Outcome::Pass)
}

fn waits(item: &Item, day: NaiveDate, known: NaiveDate) -> bool {
    item.is_known(known) && item.happened_on <= day && item.counts.from > day.min(known)
}

/// What becomes of every result of the element, as far as it is known by a day.
pub(super) fn each_by(ix: NodeIx, day: NaiveDate, reading: &Reading<'_>) -> Vec<(usize, Sitting)> {
    let node = reading.framework.node(ix);
    let by = By { reading, day };
    let windows = by.windows(ix);
    let (mut used, mut at_window) = (0, 0);
    let mut complete: Option<(usize, Spans)> = None;
    let max = node.attempts.map_or(u32::MAX, |attempts| attempts.max);
    let mut each = |item: &Item| {
        if !by.is_sitting(item) {
            return Sitting::No(item.verdict(day, reading.known));
        }
        // Sittings stand in order, and so do windows.
        while windows.get(at_window + 1).is_some_and(|next| next.from <= item.happened_on) {
            (at_window, used) = (at_window + 1, 0);
        }
        let window = windows.get(at_window).copied();
        let shared = node.whole_set().zip(window);
        if let Some(first) = by.sat_before(ix, item.happened_on, shared.map(|(_, window)| window)) {
            return Sitting::No(FactVerdict::SatBefore(first));
        }
        used += 1;
        if used > max {
            let window_ends = window.map_or(NEVER, |window| window.until);
            return Sitting::No(FactVerdict::BeyondAttempts { max, window_ends });
        }
        if !is_pass(item) {
            return Sitting::No(FactVerdict::Failed);
        }
        let counts = item.counts(reading.known);
        let Some((set, window)) = shared else { return Sitting::Pass(Spans::One(counts)) };
        if complete.as_ref().is_none_or(|(of, _)| *of != at_window) {
            complete = Some((at_window, by.complete(set, window)));
        }
        let kept = complete.as_ref().map_or(Spans::NONE, |(_, spans)| spans.and(&Spans::One(counts)));
        Sitting::Pass(Spans::One(Span { until: window.until, ..counts }).or(&kept))
    };
    let items = results(ix, reading).map(|at| (at, &reading.facts.items()[at]));
    items.filter(|(_, item)| !reading.leaves_out(item)).map(|(at, item)| (at, each(item))).collect()
}

/// The end of the window in which all attempts are used up, if the day lies in it; [`NEVER`] where it does not end.
pub(super) fn closed_until(ix: NodeIx, reading: &Reading<'_>) -> Option<NaiveDate> {
    let node = reading.framework.node(ix);
    let max = node.attempts?.max;
    let by = By { reading, day: reading.on.min(reading.known) };
    let window = by.windows(ix).last().copied().filter(|window| reading.on < window.until)?;
    let shared = Some(window).filter(|_| node.whole_set().is_some());
    let used = by.results(ix).iter().filter(|item| {
        by.is_sitting(item) && window.from <= item.happened_on && by.sat_before(ix, item.happened_on, shared).is_none()
    });
    (used.count() >= max as usize).then_some(window.until)
}
