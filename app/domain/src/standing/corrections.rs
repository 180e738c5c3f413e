//! Which results of a file correct which, and what of that is wrong.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::ResultFact;
use crate::framework::Hidden;
use crate::sittings::Rounds;

/// What of a file could not be read: what follows from it is not told.
#[derive(Default)]
pub(super) struct Unread {
    /// The places of the results of which something does not fit: their days are not believed.
    pub results: BTreeSet<usize>,
    /// Whether there may be more results than are known.
    pub elsewhere: bool,
    /// What stands in the lines that could not be read.
    pub hidden: Hidden,
}

/// Which results of a file correct which.
#[derive(Default)]
pub(super) struct Corrections {
    /// For each result, by its place, that of the one which it corrects; nothing where none corrects any.
    of: Vec<Option<usize>>,
    /// The places of those that can't correct what they name, each with why.
    pub wrong: Vec<(usize, &'static str)>,
}

impl Corrections {
    /// Of what is wrong each slip is told once.
    pub fn of(results: &[ResultFact], is_element: impl Fn(&str) -> bool, unread: &Unread) -> Corrections {
        let mut all = Corrections::default();
        if results.iter().all(|one| one.corrects.is_none()) {
            return all;
        }
        all.of = vec![None; results.len()];
        // Which of two with one id is meant nobody knows.
        let mut places: HashMap<&str, Option<usize>> = HashMap::new();
        for (at, one) in results.iter().enumerate() {
            places.entry(&one.id).and_modify(|place| *place = None).or_insert(Some(at));
        }
        // A name that is not known may be that of a result which has none of its own, and which this one could correct.
        let nameless = |one: &&ResultFact| one.id.trim().is_empty() || places[&*one.id].is_none();
        let nameless: HashSet<&str> = results.iter().filter(nameless).map(|one| &*one.element).collect();
        let trimmed: HashSet<&str> = results.iter().map(|one| one.id.trim()).collect();
        let named = results.iter().filter_map(|one| one.corrects.as_deref());
        let hidden = unread.hidden.meant(&named.filter(|id| !places.contains_key(id)).collect());
        let may_be = |element: &str| nameless.contains(element) || !is_element(element);
        let is_meant = |id: &str, result: &ResultFact| {
            let is_nameless =
                !nameless.is_empty() && (may_be(&result.element) || nameless.iter().any(|one| !is_element(one)));
            unread.elsewhere || is_nameless || trimmed.contains(id) || hidden.contains(id)
        };
        for (at, result) in results.iter().enumerate() {
            let Some(id) = result.corrects.as_deref().filter(|id| !id.is_empty()) else { continue };
            let why = match places.get(id).copied() {
                None => (!is_meant(id, result)).then_some("and there is no result of that id"),
                Some(None) => None,
                Some(Some(of)) => {
                    let is_read = [at, of].iter().all(|at| !unread.results.contains(at));
                    let why = misnamed(result, &results[of], &is_element).filter(|_| is_read);
                    all.of[at] = Some(of).filter(|_| why.is_none());
                    why
                }
            };
            all.wrong.extend(why.map(|why| (at, why)));
        }
        all.open_circles();
        all.part_forks();
        all.wrong.sort_unstable();
        all
    }

    /// Takes one out of each circle: one that names what another corrects too, or the first.
    fn open_circles(&mut self) {
        let mut named = vec![0_usize; self.of.len()];
        self.of.iter().flatten().for_each(|of| named[*of] += 1);
        // What nothing names is in no circle, nor is what only such names.
        let mut naming = named.clone();
        let mut ends: Vec<usize> = (0..naming.len()).filter(|at| naming[*at] == 0).collect();
        while let Some(at) = ends.pop() {
            let Some(of) = self.of[at] else { continue };
            naming[of] -= 1;
            ends.extend(Some(of).filter(|of| naming[*of] == 0));
        }
        for first in 0..naming.len() {
            if naming[first] > 0 {
                let next = |at: &usize| self.of[*at].filter(|of| *of != first);
                let circle: Vec<usize> = std::iter::successors(Some(first), next).collect();
                circle.iter().for_each(|at| naming[*at] = 0);
                let is_forked = |at: &usize| self.of[*at].is_some_and(|of| named[of] > 1);
                let wrong = circle.into_iter().find(is_forked).unwrap_or(first);
                self.refuse(wrong, "and so itself");
            }
        }
    }

    /// Takes out what names one that another corrects already.
    fn part_forks(&mut self) {
        let mut corrected = HashSet::new();
        let second = |at: &usize| self.of[*at].is_some_and(|of| !corrected.insert(of));
        let seconds: Vec<usize> = (0..self.of.len()).filter(second).collect();
        seconds.into_iter().for_each(|at| self.refuse(at, "which another result corrects already"));
    }

    fn refuse(&mut self, at: usize, why: &'static str) {
        self.of[at] = None;
        self.wrong.push((at, why));
    }

    /// The places of the results that correct each other, oldest first, and from when on each is no more.
    pub fn chains(&self, trainee: &str, results: &[ResultFact]) -> Vec<Vec<(usize, Option<NaiveDate>)>> {
        let all = Rounds::of_all((0..self.of.len()).collect(), |at| (*at, self.of[*at]));
        let dated = |rounds: Rounds<usize>| {
            let corrected_on = rounds.corrected_on(|at| days(trainee, &results[*at]));
            rounds.iter().copied().zip(corrected_on).collect()
        };
        all.into_iter().filter(|rounds| rounds.len() > 1).map(dated).collect()
    }
}

impl ResultFact {
    /// The first day on which it was known.
    pub(super) fn first_known(&self) -> NaiveDate {
        self.recorded_on.unwrap_or(self.sat_on)
    }
}

/// Why a result can't correct one of a later day, where it does not say when it was recorded.
pub(super) const NOT_RECORDED: &str = "which was sat later, and no `recorded_on` says when it was corrected";

/// Why one result can't correct another, whatever the others do.
fn misnamed(result: &ResultFact, of: &ResultFact, is_element: impl Fn(&str) -> bool) -> Option<&'static str> {
    let is_other = of.element != result.element && is_element(&of.element) && is_element(&result.element);
    let recorded_on = result.first_known();
    if is_other {
        Some("which is of another assessment or course")
    } else if is_after(of.confirmed_on, recorded_on) {
        Some("which was confirmed later")
    } else if result.recorded_on.is_none() && is_after(Some(of.sat_on), result.sat_on) {
        Some(NOT_RECORDED)
    } else if is_after(Some(of.first_known()), recorded_on) {
        Some("which was recorded later")
    } else {
        None
    }
}

/// Whether a day is after another by more than the day by which those of two zones differ.
fn is_after(day: Option<NaiveDate>, other: NaiveDate) -> bool {
    day.is_some_and(|day| (day - other).num_days() > 1)
}

/// The days on which a result was recorded and confirmed by somebody else.
fn days(trainee: &str, result: &ResultFact) -> (NaiveDate, Option<NaiveDate>) {
    let by = result.confirmed_by.as_deref().map(str::trim).filter(|by| !by.is_empty() && *by != trainee);
    let by_another = by.filter(|by| result.recorded_by.as_deref().map(str::trim) != Some(*by));
    (result.first_known(), result.confirmed_on.filter(|_| by_another.is_some()))
}
