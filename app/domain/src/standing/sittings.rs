//! Sittings of assessments and courses: attempts, their order, and how passes lapse.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::attempts::{Passed, Used};
use super::doing::acts_of;
use super::item::{Answer, FactKind, FactVerdict, Item};
use super::leaf::exempt;
use super::reading::Reading;
use super::spans::{NEVER, Span, Spans};
use super::validities::{Acts, Validities, Validity};
use super::windows::{Window, windows};
use super::{Outcome, Standing};
use crate::dates::Length;
use crate::framework::{Framework, Node, NodeIx};

/// The positions of the results of an element, in order of their sittings.
pub(super) fn results(ix: NodeIx, reading: &Reading<'_>) -> std::ops::Range<usize> {
    let range = reading.facts.range(ix);
    let items = reading.facts.items()[range.clone()].iter();
    let exemptions = items.take_while(|item| item.kind == FactKind::Exemption);
    range.start + exemptions.count()..range.end
}

/// Whether nothing but the result itself decides; nearly every element is like this.
pub(super) fn is_simple(node: &Node) -> bool {
    !is_limited(node) && node.sat_after.is_empty()
}

/// Whether its sittings stand in windows.
fn is_limited(node: &Node) -> bool {
    node.attempts.is_some() || node.whole_set().is_some()
}

/// The length of the windows of its sittings; without one they never end.
fn length_of_window(node: &Node) -> Option<Length> {
    match node.whole_set() {
        Some(_) => node.expires.map(|expiry| expiry.after),
        None => node.attempts.and_then(|attempts| attempts.within),
    }
}

/// The elements that share the windows of one, itself and the others of its set: what has to be sat before another comes
/// before it.
fn members_of<'a>(ix: &'a NodeIx, framework: &'a Framework) -> &'a [NodeIx] {
    let set = framework.node(*ix).whole_set();
    set.map_or(std::slice::from_ref(ix), |set| &framework.sets[set as usize])
}

/// The sittings of an element, and all that decides whether one counts.
pub(super) struct Sittings<'a> {
    reading: Reading<'a>,
    ix: NodeIx,
    node: &'a Node,
    windows: Vec<Window>,
}

impl<'a> Sittings<'a> {
    pub fn new(ix: NodeIx, reading: &Reading<'a>) -> Self {
        let node = reading.framework.node(ix);
        let of_all = members_of(&ix, reading.framework).iter().flat_map(|member| of(*member, reading));
        let confirmed = of_all.filter(|item| is_sitting(item, reading));
        let windows =
            windows(confirmed.map(|item| (item.counts.from, item.happened_on)).collect(), length_of_window(node));
        Sittings { reading: *reading, ix, node, windows }
    }

    /// What is known of each pass by its sitting, with its position.
    pub fn passes(&self) -> Vec<(usize, Validities)> {
        let range = results(self.ix, &self.reading);
        let own = &self.reading.facts.items()[range.clone()];
        let mut found: Vec<Vec<Validity>> = vec![Vec::new(); own.len()];
        let others: Vec<Acts> = self.other_firsts().map(|ix| acts_of(ix, &self.reading)).collect();
        let set = members_of(&self.ix, self.reading.framework);
        let mut before = self.node.whole_set().map(|_| self.before(set));
        for window in &self.windows {
            let complete = before.as_mut().map(|before| self.complete(set, window, before));
            let shared: Vec<Passed> = self.shared_firsts().map(|ix| self.shared(ix, window)).collect();
            let mut used = Used::new(most_attempts(self.node));
            for at in window.sittings(own) {
                let item = &own[at];
                if !is_sitting(item, &self.reading) {
                    continue;
                }
                let before = used.up_on();
                used.add(item.counts.from);
                if !is_pass(item) {
                    continue;
                }
                let known = item.counts.from.max(window.known.from);
                let known = Spans::One(Span { from: known, until: before.min(window.known.until) });
                let day = item.happened_on;
                let known = others.iter().fold(known, |known, acts| known.and(acts.on(day)));
                let known = shared.iter().fold(known, |known, first| known.and(&first.on(day)));
                if let Some(complete) = &complete {
                    let lapsing = known.and(&complete.not());
                    add(&mut found[at], &known.and(complete), NEVER);
                    add(&mut found[at], &lapsing, window.days.until);
                } else {
                    add(&mut found[at], &known, item.counts.until);
                }
            }
        }
        let passes = range.zip(found).map(|(at, pieces)| (at, Validities::of(pieces)));
        passes.filter(|(_, validities)| !validities.is_empty()).collect()
    }

    fn is_shared(&self, other: NodeIx) -> bool {
        let set = self.node.whole_set();
        set.is_some() && set == self.reading.framework.node(other).whole_set()
    }

    /// What has to be passed before, in the same window.
    fn shared_firsts(&self) -> impl Iterator<Item = NodeIx> + '_ {
        self.node.sat_after.iter().copied().filter(|first| self.is_shared(*first))
    }

    /// What has to be passed before, whenever.
    fn other_firsts(&self) -> impl Iterator<Item = NodeIx> + '_ {
        self.node.sat_after.iter().copied().filter(|first| !self.is_shared(*first))
    }

    /// What is known of an element of the same set, in a window.
    fn shared(&self, ix: NodeIx, window: &Window) -> Passed {
        let range = results(ix, &self.reading);
        let items = &self.reading.facts.items()[range.clone()];
        let in_window = |validities: &Validities| {
            let pieces = validities.as_slice().iter();
            // It lapses with the window, or before by what it requires.
            let until = |until: NaiveDate| if until < window.days.until { until } else { NEVER };
            let known =
                pieces.map(|piece| Validity { known: piece.known.and(window.known), until: until(piece.until) });
            Validities::of(known.collect())
        };
        let sat = window.sittings(items);
        let passes = sat.map(|at| (items[at].happened_on, in_window(&self.reading.items[range.start + at])));
        Passed::new(exempt(ix, &self.reading), &passes.collect::<Vec<_>>())
    }

    /// The days on which every element of a set was passed in the window, or was exempt before it ended. A pass that was sat
    /// in time and waits to be confirmed keeps the others: they lapse only if it comes to nothing.
    fn complete(&self, members: &[NodeIx], window: &Window, may_count: &mut HashMap<NodeIx, Passed>) -> Spans {
        let mut all = Spans::ALWAYS;
        for member in members {
            let exempt = exempt(*member, &self.reading);
            // Ended after the window, it was so when the window ended.
            let held = |span: &Span| if span.until < window.days.until { *span } else { Span::since(span.from) };
            let in_time = exempt.as_slice().iter().filter(|span| span.from < window.days.until);
            let in_time = Spans::of(in_time.map(held));
            let passes = self.may_count(*member, std::slice::from_ref(window), may_count);
            let known = passes.iter().flat_map(|(_, validities)| validities.as_slice()).map(|piece| piece.known);
            all = all.and(&Spans::of(known).or(&in_time));
            if all.is_empty() {
                break;
            }
            may_count.insert(*member, Passed::new(exempt, &passes));
        }
        all
    }

    /// What may come to count of elements that are not of the set, and that something of it has to be sat after, through
    /// however many others.
    fn before(&self, members: &[NodeIx]) -> HashMap<NodeIx, Passed> {
        let framework = self.reading.framework;
        let firsts = |ix: &NodeIx| framework.node(*ix).sat_after.iter().copied();
        let outside: Vec<NodeIx> = members.iter().flat_map(firsts).filter(|ix| !self.is_shared(*ix)).collect();
        let mut found = HashMap::new();
        if outside.is_empty() {
            return found;
        }
        let beneath = framework.beneath(outside, |ix, left| left.extend(firsts(&ix)));
        for (ix, node) in framework.nodes().filter(|(ix, _)| beneath[ix.index()]) {
            let windows = if is_limited(node) {
                let sat = members_of(&ix, framework).iter().flat_map(|member| of(*member, &self.reading));
                let sat = sat.filter(|item| item.may_be_sitting(self.reading.known));
                windows(sat.map(|item| (item.happened_on, item.happened_on)).collect(), length_of_window(node))
            } else {
                vec![Window { days: Span::ALWAYS, known: Span::ALWAYS }]
            };
            let passes = self.may_count(ix, &windows, &found);
            found.insert(ix, Passed::new(exempt(ix, &self.reading), &passes));
        }
        found
    }

    /// The passes of an element in these windows that count, or may come to, each with its day: as far as it is known that
    /// it was sat after what has to be passed first, and was no attempt too many. What waits to be confirmed may, a correction
    /// and what it corrects each by its own day.
    fn may_count(
        &self,
        ix: NodeIx,
        windows: &[Window],
        before: &HashMap<NodeIx, Passed>,
    ) -> Vec<(NaiveDate, Validities)> {
        let (node, range) = (self.reading.framework.node(ix), results(ix, &self.reading));
        let (facts, known) = (self.reading.facts, self.reading.known);
        let own = &facts.items()[range.clone()];
        let confirmed = |item: &Item| Some(item.counts.from).filter(|day| *day <= known).unwrap_or(NEVER);
        let mut found = Vec::new();
        for window in windows {
            let mut used = Used::new(most_attempts(node));
            let sat = window.sittings(own);
            for at in sat.clone() {
                let item = &own[at];
                if !item.is_known(known) {
                    continue;
                }
                let (day, up_on) = (item.happened_on, used.up_on());
                let corrected = facts.corrects(range.start + at, known).filter(|_| item.counts.from > known);
                let correction = facts.correction_that_waits(range.start + at, known);
                // Which of the two there will be is not known: they are one attempt, from the later one on.
                let attempts = match corrected.or(correction).map(|other| other.wrapping_sub(range.start)) {
                    Some(other) if sat.contains(&other) && other < at => vec![item, &own[other]],
                    Some(_) => Vec::new(),
                    None => vec![item],
                };
                // What never counts is no attempt.
                if !attempts.is_empty() && attempts.iter().all(|one| one.flaw.is_none()) {
                    used.add(attempts.into_iter().map(confirmed).min().unwrap_or(NEVER));
                }
                if is_pass(item) {
                    // Known to be nothing from its confirmation on, if that is known.
                    let void_on = if item.flaw.is_some() { confirmed(item) } else { NEVER };
                    let known = Spans::One(Span { from: day, until: up_on.min(void_on) });
                    let firsts = node.sat_after.iter().map(|first| before.get(first).map(|first| first.on(day)));
                    let known = firsts.fold(known, |known, first| known.and(&first.unwrap_or(Spans::NONE)));
                    let mut pieces = Vec::new();
                    add(&mut pieces, &known, item.counts.until);
                    found.push((day, Validities::of(pieces)));
                }
            }
        }
        found
    }

    /// What becomes of every result, as far as it is known by a day.
    pub fn each_by(&self, day: NaiveDate) -> Vec<(usize, Sitting)> {
        let known = day.min(self.reading.known);
        let windows: Vec<&Window> = self.windows.iter().filter(|window| window.known.has(known)).collect();
        let firsts: Vec<First> = self.node.sat_after.iter().map(|first| self.first(*first, known)).collect();
        let (mut used, mut at_window) = (0, 0);
        let mut each = |item: &Item| {
            if !item.is_sitting(day, self.reading.known) {
                return Sitting::No(item.verdict(day, self.reading.known));
            }
            // Sittings stand in order, and so do windows.
            while windows.get(at_window + 1).is_some_and(|next| next.days.from <= item.happened_on) {
                (at_window, used) = (at_window + 1, 0);
            }
            let window = windows.get(at_window).map_or(Span::ALWAYS, |window| window.days);
            used += 1;
            if used > most_attempts(self.node) {
                let max = self.node.attempts.map_or(0, |attempts| attempts.max);
                return Sitting::No(FactVerdict::BeyondAttempts { max, window_ends: window.until });
            }
            if let Some(first) = firsts.iter().find(|first| !first.was_passed(item.happened_on, window)) {
                return Sitting::No(FactVerdict::SatBefore(first.ix, first.why(item.happened_on)));
            }
            if is_pass(item) { Sitting::Pass } else { Sitting::No(FactVerdict::Failed) }
        };
        let items = results(self.ix, &self.reading).map(|at| (at, &self.reading.facts.items()[at]));
        items.map(|(at, item)| (at, each(item))).collect()
    }

    fn first(&self, ix: NodeIx, known: NaiveDate) -> First {
        let mut passed: Vec<(NaiveDate, NaiveDate)> = Vec::new();
        for at in results(ix, &self.reading) {
            let there = self.reading.standing.items[at].as_slice().iter().find(|piece| piece.known.has(known));
            let Some(piece) = there else { continue };
            let until = passed.last().map_or(piece.until, |(_, until)| piece.until.max(*until));
            passed.push((self.reading.facts.items()[at].happened_on, until));
        }
        let tried = of(ix, &self.reading).find(|item| is_pass(item) && item.is_sitting(known, self.reading.known));
        let tried = tried.map(|item| item.happened_on);
        First { ix, is_shared: self.is_shared(ix), passed, exempt: exempt(ix, &self.reading), tried }
    }

    /// The end of the window in which all attempts are used up, if the day lies in it; [`NEVER`] where it does not end. While
    /// a correction waits nobody is shut out by what it may put right.
    pub fn closed_until(&self) -> Option<NaiveDate> {
        let (on, facts) = (self.reading.on, self.reading.facts);
        let may_be_put_right = |at: usize| facts.is_being_corrected(at, self.reading.known);
        let mut beyond = Vec::new();
        let is_sitting = |at: &usize| is_sitting(&facts.items()[*at], &self.reading);
        if results(self.ix, &self.reading).filter(is_sitting).any(may_be_put_right) {
            let is_beyond = |it: &Sitting| matches!(it, Sitting::No(FactVerdict::BeyondAttempts { .. }));
            beyond.extend(self.each_by(on).into_iter().filter(|(_, it)| is_beyond(it)).map(|(at, _)| at));
        }
        // A pass that is one too many so far may come to count by it.
        let may_count = |at: usize| beyond.contains(&at) && is_pass(&facts.items()[at]);
        self.used_up_until(|at| !may_be_put_right(at) && !may_count(at))
    }

    /// The same of a further sitting, which is one too many whatever comes of the correction.
    pub fn closed_for_further_until(&self) -> Option<NaiveDate> {
        self.used_up_until(|_| true)
    }

    fn used_up_until(&self, counts: impl Fn(usize) -> bool) -> Option<NaiveDate> {
        let (max, window) = (self.node.attempts?.max as usize, self.open_window()?);
        let Standing { on, known, .. } = *self.reading.standing;
        let facts = self.reading.facts;
        let is_used = |at: &usize| {
            let item = &facts.items()[*at];
            window.has(item.happened_on) && item.is_sitting(on.min(known), known) && counts(*at)
        };
        let used = results(self.ix, &self.reading).filter(is_used).take(max);
        (used.count() >= max).then_some(window.until)
    }

    /// The window that the day lies in, if a sitting that is known has opened one.
    pub fn open_window(&self) -> Option<Span> {
        let Standing { on, known, .. } = *self.reading.standing;
        let by = on.min(known);
        let windows = self.windows.iter().filter(|window| window.known.has(by) && window.days.from <= by);
        windows.map(|window| window.days).max_by_key(|days| days.from).filter(|days| on < days.until)
    }
}

fn of<'a>(ix: NodeIx, reading: &Reading<'a>) -> impl Iterator<Item = &'a Item> {
    reading.facts.items()[results(ix, reading)].iter()
}

fn most_attempts(node: &Node) -> usize {
    node.attempts.map_or(usize::MAX, |attempts| attempts.max as usize)
}

/// Whether it is a sitting that uses up an attempt, on some day: confirmed, and not taken back. What it lacks besides does
/// not matter.
fn is_sitting(item: &Item, reading: &Reading<'_>) -> bool {
    item.is_sitting(reading.known, reading.known)
}

fn is_pass(item: &Item) -> bool {
    item.answer == Answer::Result(Outcome::Pass)
}

fn add(pieces: &mut Vec<Validity>, known: &Spans, until: NaiveDate) {
    pieces.extend(known.as_slice().iter().map(|known| Validity { known: *known, until }));
}

/// An element that has to be passed before, as it is known on a day.
struct First {
    ix: NodeIx,
    is_shared: bool,
    /// Its passes that count, in order of their sittings, each with the last day on which one of them so far lapses.
    passed: Vec<(NaiveDate, NaiveDate)>,
    exempt: Spans,
    /// The day of its first pass, whether or not it counts.
    tried: Option<NaiveDate>,
}

impl First {
    fn was_passed(&self, day: NaiveDate, window: Span) -> bool {
        let before = self.passed.partition_point(|(sat, _)| *sat <= day);
        let last = before.checked_sub(1).map(|at| self.passed[at]);
        let passed = last.is_some_and(|(sat, until)| day < until && (!self.is_shared || window.from <= sat));
        passed || self.exempt.has(day)
    }

    fn why(&self, day: NaiveDate) -> NotPassed {
        match self.tried {
            Some(tried) if tried <= day && self.is_shared => NotPassed::InWindow,
            Some(tried) if tried <= day => NotPassed::NoneCounted,
            _ => NotPassed::NotYet,
        }
    }
}

/// How what has to be passed first was not there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum NotPassed {
    /// There was no pass.
    NotYet,
    /// There was one that did not count, or had lapsed.
    NoneCounted,
    /// There was one in another window of the set, or one that did not count.
    InWindow,
}

/// What becomes of one result.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sitting {
    /// It does not count.
    No(FactVerdict),
    /// A pass that counts by its sitting, whatever its element requires.
    Pass,
}
