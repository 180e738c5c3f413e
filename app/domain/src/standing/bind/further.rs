//! One thing more beside the facts that are there: what would be done next.

use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::{Bound, Facts, lists::lasting, on_both_sides};
use crate::framework::{Framework, KindIx, NodeIx, SpecialismIx};
use crate::standing::item::{AGAIN, Answer, FactKind, Flaw, Item, NOBODY};
use crate::standing::spans::{NEVER, Span, Spans};
use crate::standing::{ClaimOutcome, Dated, Outcome, Since};

/// What is done on a day, after all that is there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deed {
    /// An assessment is passed, a course completed, and that is confirmed.
    Passed(NodeIx),
    /// The employer verifies.
    Verified(NodeIx),
    /// A piece of work is decided met.
    Shown(NodeIx),
    /// A status is conferred.
    Conferred(NodeIx),
    /// Work that began on a day is confirmed when it is over.
    Worked {
        /// Its kind.
        kind: KindIx,
        /// Its first day.
        from: NaiveDate,
        /// How much there was of it.
        minutes: i64,
        /// Where.
        organisation: u32,
    },
}

/// Where nobody has worked yet.
const ELSEWHERE: u32 = u32::MAX;

impl Facts {
    /// Adds one thing more, done on a day and signed by a person.
    pub(crate) fn add(&mut self, framework: &Framework, deed: Deed, on: NaiveDate, signer: u32) {
        let day = |kind| Item { signer, ..Item::on(usize::MAX, kind, on, None) };
        let item = match deed {
            Deed::Passed(ix) => {
                let expiry = framework.node(ix).expires.filter(|expiry| expiry.whole_set.is_none());
                let counts = lasting(on, expiry.map(|expiry| expiry.after));
                Item { about: ix.0, answer: Answer::Result(Outcome::Pass), counts, ..day(FactKind::Result) }
            }
            Deed::Verified(ix) => {
                let counts = lasting(on, framework.node(ix).valid_for);
                Item { about: ix.0, counts, ..day(FactKind::Verification) }
            }
            Deed::Shown(ix) => {
                let answer = Answer::Claim(Some(ClaimOutcome::Met));
                Item { about: ix.0, answer, ..day(FactKind::Claim) }
            }
            Deed::Conferred(ix) => {
                let counts = lasting(on, framework.node(ix).as_status().and_then(|status| status.expires));
                Item { about: ix.0, counts, ends_by_rule: true, signer: NOBODY, ..day(FactKind::Award) }
            }
            Deed::Worked { kind, from, minutes, organisation } => Item {
                about: framework.len() as u32 + kind.0,
                flaw: too_late(framework, kind, on),
                done: Span { from, until: on },
                happened_on: from,
                counts: Span::since(on),
                minutes,
                organisation,
                ..day(FactKind::Experience)
            },
        };
        self.insert(item);
    }

    fn insert(&mut self, item: Item) {
        let slot = item.about as usize;
        let range = self.slot(slot);
        let bound = Arc::make_mut(&mut self.0);
        let at = range.start + bound.items[range].partition_point(|other| other.turn() <= item.turn());
        bound.items.insert(at, item);
        bound.begins[slot + 1..].iter_mut().for_each(|begin| *begin += 1);
        if !bound.corrections.is_empty() {
            let moved = |place: usize| if place >= at { place + 1 } else { place };
            bound.corrections.iter_mut().flatten().for_each(|place| *place = moved(*place));
            let corrected = std::mem::take(&mut bound.corrected);
            bound.corrected = corrected.into_iter().map(|(place, chain)| (moved(place), chain)).collect();
        }
        bound.first_end = bound.first_end.min(item.counts.until);
        // Whoever is known may come to have signed on both sides by it.
        if (item.signer as usize) < bound.people.len() && !bound.on_both_sides.contains(&item.signer) {
            bound.on_both_sides = on_both_sides(&bound.items, &bound.people);
        }
    }

    /// Has the work at some positions confirmed anew on a day, by somebody who signed for nothing else.
    pub(crate) fn confirm_anew(&mut self, framework: &Framework, these: &[usize], on: NaiveDate) {
        let bound = Arc::make_mut(&mut self.0);
        for at in these {
            let item = &mut bound.items[*at];
            let kind = KindIx(item.about - bound.nodes as u32);
            (item.signer, item.counts) = (AGAIN, Span::since(on.max(item.happened_on)));
            item.flaw = item.flaw.or(too_late(framework, kind, on));
        }
        for begins in bound.begins[bound.nodes..].windows(2) {
            bound.items[begins[0] as usize..begins[1] as usize].sort_by_key(Item::turn);
        }
        bound.on_both_sides = on_both_sides(&bound.items, &bound.people);
    }

    /// Of the work at some positions that which these people confirmed.
    pub(crate) fn confirmed_by(&self, these: Vec<usize>, people: &[u32]) -> Vec<usize> {
        let is_theirs = |at: &usize| {
            let item = &self.items()[*at];
            item.kind == FactKind::Experience && people.contains(&item.signer)
        };
        these.into_iter().filter(is_theirs).collect()
    }

    /// A number that is no person's, also of those who are supposed to have signed; those after it are none either, but for
    /// [`AGAIN`].
    pub(crate) fn first_new_person(&self) -> u32 {
        let supposed = self.items().iter().map(|item| item.signer).filter(|signer| *signer < AGAIN).max();
        supposed.map_or(0, |last| last + 1).max(self.0.people.len() as u32)
    }

    /// The first of so many days before one on which no work of a kind is there.
    pub(crate) fn free_days(&self, framework: &Framework, kind: KindIx, (day, days): (NaiveDate, u64)) -> NaiveDate {
        let all = framework.kinds_counting_as(kind).iter().chain([&kind]);
        let worked = Spans::of(all.flat_map(|kind| &self.items()[self.spells(*kind)]).map(|spell| spell.done));
        let (mut first, mut left) = (day, i64::try_from(days).unwrap_or(i64::MAX));
        for span in worked.as_slice().iter().rev().filter(|span| span.from < day) {
            let free = (first - span.until).num_days().max(0);
            if free >= left {
                break;
            }
            (first, left) = (first.min(span.from), left - free);
        }
        first.checked_sub_days(Days::new(left.unsigned_abs())).unwrap_or(first)
    }

    /// Where work of a kind is done: where most of it was, by its shares of full time, because a rule may count time in so many
    /// organisations only.
    pub(crate) fn where_most_was(&self, framework: &Framework, kind: KindIx) -> u32 {
        let all = framework.kinds_counting_as(kind).iter().chain([&kind]);
        let spells = all.flat_map(|kind| &self.items()[self.spells(*kind)]);
        let mut days: std::collections::BTreeMap<u32, i64> = std::collections::BTreeMap::new();
        for spell in spells.filter(|spell| spell.counts.from != NEVER && spell.corrected_on == NEVER) {
            *days.entry(spell.organisation).or_default() += spell.done.days() * spell.percent;
        }
        let most = days.into_iter().rev().max_by_key(|(_, days)| *days);
        most.map_or(ELSEWHERE, |(organisation, _)| organisation)
    }

    /// The same as if a specialism were chosen on a day.
    pub(crate) fn choosing(&self, ix: SpecialismIx, on: NaiveDate) -> Facts {
        let chosen = Since { is: ix, since: Some(on), recorded_on: None };
        Facts(Arc::new(Bound { specialism: Dated::Changing(vec![chosen]), ..Bound::clone(&self.0) }))
    }

    /// The same as if the person had joined on a day.
    pub(crate) fn joined_on(&self, day: NaiveDate) -> Facts {
        let mut bound = Bound::clone(&self.0);
        Arc::make_mut(&mut bound.file).joined_on = Dated::Always(day);
        Facts(Arc::new(bound))
    }
}

/// Whether work of a kind that is confirmed on a day is so too late.
fn too_late(framework: &Framework, kind: KindIx, on: NaiveDate) -> Option<Flaw> {
    let before = framework.experience_kind(kind).confirmed_before;
    before.filter(|before| on >= *before).map(Flaw::ConfirmedTooLate)
}
