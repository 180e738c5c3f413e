//! The facts of one enrolment, bound to one framework.

mod binder;
mod further;
mod lists;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use binder::Binder;
pub(super) use binder::CORRECTED;
pub(crate) use further::Deed;
pub(super) use lists::Fact;

use super::corrections::Unread;
use super::item::{Answer, FactKind, FactVerdict, Item, NOBODY, TRAINEE};
use super::spans::NEVER;
use super::{ClaimOutcome, Dated, FactsFile};
use crate::framework::{Framework, KindIx, NodeIx, SpecialismIx};

/// An id in a facts file that does not fit the framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownId {
    /// The fact that names it; empty for the file's own fields.
    pub fact: String,
    /// What it should have been: "assessment or course", "outcome", "status", "specialism" and so on.
    pub expected: &'static str,
    /// The id as typed.
    pub id: String,
    /// The known one that is nearest, in quotation marks; up to three that are as near.
    pub nearest: Option<String>,
    /// Whether the framework has any that could be named.
    pub has_any: bool,
    /// More to say: the id is known, but is something else; or it is used twice.
    pub note: Option<String>,
}

impl fmt::Display for UnknownId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.note {
            Some(note) => f.write_str(note),
            None => write!(f, "the framework has no {} `{}`", self.expected, self.id),
        }?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean {nearest}?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownId {}

/// The facts of one enrolment, bound to one framework: ids are indices, and what is about one node stands together. Cheap to
/// clone.
#[derive(Clone, Debug)]
pub struct Facts(Arc<Bound>);

#[derive(Clone, Debug)]
struct Bound {
    file: Arc<FactsFile>,
    /// People by number; the trainee is the first.
    people: Arc<[String]>,
    specialism: Dated<SpecialismIx>,
    items: Vec<Item>,
    /// For each node, then for each kind of experience, where its items begin; and where the last ones end.
    begins: Vec<u32>,
    nodes: usize,
    /// The days on which an award or an exemption was ended by an act.
    ended_on: Vec<NaiveDate>,
    /// The first day on which anything lapses by itself or was ended.
    first_end: NaiveDate,
    /// Who signed a result or an exemption, and also signed for work, in order of their ids. Nobody, nearly always.
    on_both_sides: Vec<u32>,
    /// The positions of the results that correct each other, oldest first. None, nearly always.
    corrections: Vec<Vec<usize>>,
    /// For the position of each of those, which of them it belongs to, and as which one.
    corrected: BTreeMap<usize, (usize, usize)>,
}

impl Facts {
    /// Binds the facts to the framework.
    ///
    /// # Errors
    /// Every id that the framework does not know or that names the wrong kind of thing, and every fact id used twice.
    pub fn bind(framework: &Framework, file: FactsFile) -> Result<Facts, Vec<UnknownId>> {
        let mut binder = Binder::bind(framework, &file, &Unread::default());
        if !binder.unknown.is_empty() {
            return Err(binder.unknown);
        }
        let (items, begins) = binder.sorted(&file);
        let corrections = binder.corrections(&items);
        let places = corrections
            .iter()
            .enumerate()
            .flat_map(|(chain, all)| all.iter().enumerate().map(move |(place, at)| (*at, (chain, place))));
        let corrected = places.collect();
        let specialism = std::mem::take(&mut binder.specialism);
        let people: Arc<[String]> = binder.people.iter().map(|id| (*id).to_owned()).collect();
        let on_both_sides = on_both_sides(&items, &people);
        let first_end = items.iter().map(|item| item.counts.until.min(item.ended_on)).min().unwrap_or(NEVER);
        let ended_on = items.iter().map(|item| item.ended_on).filter(|day| *day != NEVER).collect();
        let file = Arc::new(file);
        Ok(Facts(Arc::new(Bound {
            file,
            people,
            specialism,
            items,
            begins,
            nodes: framework.len(),
            ended_on,
            first_end,
            on_both_sides,
            corrections,
            corrected,
        })))
    }

    /// The same as if all that waits on a day, and that is of these, were confirmed and decided met; and its positions. Nothing
    /// where none waits.
    pub(super) fn if_confirmed(
        &self,
        (on, known): (NaiveDate, NaiveDate),
        of_these: impl Fn(usize, &Item) -> bool,
    ) -> Option<(Facts, Vec<usize>)> {
        let by_now = on.min(known);
        let waits =
            |(at, item): &(usize, &Item)| item.verdict(on, known) == FactVerdict::Waiting && of_these(*at, item);
        let waiting: Vec<usize> = self.items().iter().enumerate().filter(waits).map(|(at, _)| at).collect();
        let bound = (!waiting.is_empty()).then(|| Bound::clone(&self.0))?;
        let mut items = bound.items;
        for at in &waiting {
            let item = &mut items[*at];
            (item.counts.from, item.flaw) = (by_now, None);
            if item.kind == FactKind::Claim {
                item.answer = Answer::Claim(Some(ClaimOutcome::Met));
            }
            let (before, _) = self.corrections_of(*at);
            before.iter().for_each(|at| items[*at].corrected_on = by_now.min(items[*at].corrected_on));
        }
        Some((Facts(Arc::new(Bound { items, ..bound })), waiting))
    }

    /// The positions of the results that one corrects, and of those that correct it.
    pub(in crate::standing) fn corrections_of(&self, at: usize) -> (&[usize], &[usize]) {
        let Some((chain, place)) = self.0.corrected.get(&at) else { return (&[], &[]) };
        let (before, after) = self.0.corrections[*chain].split_at(*place);
        (before, &after[1..])
    }

    /// The position of the correction of a result that waits to be confirmed.
    pub(super) fn correction_that_waits(&self, at: usize, known: NaiveDate) -> Option<usize> {
        let waits = |item: &Item| item.is_known(known) && item.counts.from > known;
        self.corrections_of(at).1.iter().copied().rfind(|at| waits(&self.items()[*at]))
    }

    /// Whether a correction of a result waits to be confirmed.
    pub(super) fn is_being_corrected(&self, at: usize, known: NaiveDate) -> bool {
        self.correction_that_waits(at, known).is_some()
    }

    /// The position of the result that one corrects, and that is still there.
    pub(super) fn corrects(&self, at: usize, known: NaiveDate) -> Option<usize> {
        self.corrections_of(at).0.iter().copied().find(|at| self.items()[*at].is_known(known))
    }

    /// Whether there is nothing but who the person is.
    pub fn is_empty(&self) -> bool {
        self.0.items.is_empty()
    }

    /// What of a file does not fit the framework.
    pub(super) fn unknown(framework: &Framework, file: &FactsFile, unread: &Unread) -> Vec<UnknownId> {
        Binder::bind(framework, file, unread).unknown
    }

    /// The facts as they were written.
    pub fn file(&self) -> &FactsFile {
        &self.0.file
    }

    /// The specialism that is chosen on a day, by what is known on a day.
    pub fn specialism(&self, on: NaiveDate, known: NaiveDate) -> Option<SpecialismIx> {
        self.0.specialism.at(on, known).copied()
    }

    pub(crate) fn specialisms(&self) -> &Dated<SpecialismIx> {
        &self.0.specialism
    }

    /// How many there are, each for each thing that it counts for.
    pub(crate) fn len(&self) -> usize {
        self.0.items.len()
    }

    pub(super) fn items(&self) -> &[Item] {
        &self.0.items
    }

    /// The positions of the items about a node: exemptions, then results in order of their sittings; claims and
    /// verifications in order of their decisions; awards in order of their conferral.
    pub(super) fn range(&self, ix: NodeIx) -> std::ops::Range<usize> {
        self.slot(ix.index())
    }

    /// The items about a node.
    pub(super) fn of(&self, ix: NodeIx) -> &[Item] {
        &self.0.items[self.range(ix)]
    }

    /// The positions of the spells of a kind of experience, in order of their confirmations.
    pub(super) fn spells(&self, kind: KindIx) -> std::ops::Range<usize> {
        self.slot(self.0.nodes + kind.index())
    }

    /// The kind of experience of a spell.
    pub(super) fn kind_of(&self, at: usize) -> KindIx {
        KindIx(self.0.items[at].about - self.0.nodes as u32)
    }

    fn slot(&self, slot: usize) -> std::ops::Range<usize> {
        self.0.begins.get(slot..slot + 2).map_or(0..0, |begins| begins[0] as usize..begins[1] as usize)
    }

    /// Who signed for results and for work, in order of their ids.
    pub(crate) fn on_both_sides(&self) -> &[u32] {
        &self.0.on_both_sides
    }

    /// What those are called.
    pub(crate) fn names_on_both_sides(&self) -> impl Iterator<Item = &str> {
        self.on_both_sides().iter().map(|person| self.name(*person))
    }

    /// The first day on which anything lapses by itself or was ended.
    pub(super) fn first_end(&self) -> NaiveDate {
        self.0.first_end
    }

    /// Whether an award or an exemption was ended by an act on the day.
    pub(super) fn has_act_that_ends(&self, day: NaiveDate) -> bool {
        self.0.ended_on.contains(&day)
    }

    /// The id of a person; empty for nobody.
    pub(crate) fn person(&self, person: u32) -> &str {
        self.0.people.get(person as usize).map_or("", String::as_str)
    }

    /// What a person is called.
    pub(super) fn name(&self, person: u32) -> &str {
        match self.0.people.get(person as usize) {
            Some(id) => self.0.file.name_of(id),
            None => "somebody",
        }
    }
}

fn on_both_sides(items: &[Item], people: &[String]) -> Vec<u32> {
    let mut signed = vec![(false, false); people.len()];
    for item in items {
        let Some(sides) = signed.get_mut(item.signer as usize) else {
            continue;
        };
        match item.kind {
            FactKind::Result | FactKind::Exemption => sides.0 = true,
            FactKind::Claim | FactKind::Experience | FactKind::Verification => sides.1 = true,
            FactKind::Award => {}
        }
    }
    let both = signed.iter().enumerate().filter(|(_, sides)| **sides == (true, true));
    let mut both: Vec<u32> = both.map(|(person, _)| person as u32).collect();
    both.retain(|person| !matches!(*person, NOBODY | TRAINEE));
    both.sort_by_key(|person| &people[*person as usize]);
    both
}

/// A day that may be missing: then it never comes.
fn or_never(day: Option<NaiveDate>) -> NaiveDate {
    day.unwrap_or(NEVER)
}
