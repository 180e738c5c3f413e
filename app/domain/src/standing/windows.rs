//! Windows of sittings: each opens with the first sitting after the last one closed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::item::Item;
use super::spans::{NEVER, Span};
use crate::dates::Length;

/// A window of sittings, and the days on which it is known to be one: a sitting that is confirmed late may open one before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    pub days: Span,
    pub known: Span,
}

impl Window {
    /// The positions of the results that were sat in the window while it was known, of some in order of their sittings.
    pub fn sittings(&self, items: &[Item]) -> std::ops::Range<usize> {
        let until = self.days.until.min(self.known.until);
        let before = |day: NaiveDate| items.partition_point(|item| item.happened_on < day);
        before(self.days.from)..before(until).max(before(self.days.from))
    }
}

/// The windows of sittings, each with its day of confirmation and its own, in order of their first days. Without a length
/// there is one that never closes.
pub(super) fn windows(mut sittings: Vec<(NaiveDate, NaiveDate)>, length: Option<Length>) -> Vec<Window> {
    sittings.sort_unstable();
    let mut days = BTreeSet::new();
    // By the first day of each: its end, and since when it is known.
    let mut open: BTreeMap<NaiveDate, (NaiveDate, NaiveDate)> = BTreeMap::new();
    let mut windows = Vec::new();
    for (confirmed, day) in sittings {
        let lies_in_one = |(_, (until, _)): (&NaiveDate, &(NaiveDate, NaiveDate))| day < *until;
        if !days.insert(day) || open.range(..=day).next_back().is_some_and(lies_in_one) {
            continue;
        }
        // It opens one. Those after it begin anew, until one begins as before.
        let mut first = Some(day);
        while let Some(from) = first.filter(|from| !open.contains_key(from)) {
            let until = length.map_or(NEVER, |length| length.after(from));
            let gone: Vec<NaiveDate> = open.range(from..until).map(|(other, _)| *other).collect();
            for other in gone {
                if let Some((end, since)) = open.remove(&other) {
                    let known = Span { from: since, until: confirmed };
                    windows.push(Window { days: Span { from: other, until: end }, known });
                }
            }
            open.insert(from, (until, confirmed));
            first = days.range(until..).next().copied();
        }
    }
    windows.extend(
        open.into_iter().map(|(from, (until, since))| Window { days: Span { from, until }, known: Span::since(since) }),
    );
    windows.retain(|window| !window.known.is_empty());
    windows.sort_by_key(|window| (window.days.from, window.known.from));
    windows
}
