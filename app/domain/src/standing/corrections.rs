//! Results that correct others of the same sitting. What was confirmed counts until its correction is confirmed, so that
//! nobody takes a pass away alone.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::ResultFact;
use crate::framework::shorten;

/// One of the results of a candidate at one sitting.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// The day on which it was recorded.
    pub recorded_on: NaiveDate,
    /// The day on which somebody else confirmed it.
    pub confirmed_on: Option<NaiveDate>,
}

/// From which day on each result of a sitting is no more: oldest first, each corrects the one before. One that was confirmed
/// counts until a later one is; one that nobody confirmed waits no more once the next is recorded.
pub fn corrected_on(rounds: &[Round]) -> Vec<Option<NaiveDate>> {
    let (mut next, mut confirmed) = (None, None);
    let each = rounds.iter().rev().map(|round| {
        let corrected = if round.confirmed_on.is_some() { confirmed } else { next };
        (next, confirmed) = (Some(round.recorded_on), round.confirmed_on.or(confirmed));
        corrected
    });
    let mut found: Vec<_> = each.collect();
    found.reverse();
    found
}

/// Whether a result, or one of the same sitting that it corrects, was confirmed: what corrects it takes away what counts.
pub fn was_confirmed(results: &[ResultFact], id: &str) -> bool {
    let find = |id: &str| results.iter().rev().find(|one| one.id == id);
    let mut rounds = std::iter::successors(find(id), |one| one.corrects.as_deref().and_then(find)).take(results.len());
    rounds.any(|one| one.confirmed_on.is_some())
}

/// The places in their list of results that correct each other, oldest first, and from when on each is no more.
pub(super) fn chains(trainee: &str, results: &[ResultFact]) -> Vec<Vec<(usize, Option<NaiveDate>)>> {
    let mut next: HashMap<&str, usize> = HashMap::new();
    for (at, result) in results.iter().enumerate() {
        next.extend(result.corrects.as_deref().map(|corrected| (corrected, at)));
    }
    let firsts = results.iter().enumerate().filter(|(_, one)| one.corrects.is_none() && next.contains_key(&*one.id));
    let chain = |(first, _): (usize, &ResultFact)| {
        let chain: Vec<usize> =
            std::iter::successors(Some(first), |at| next.get(results[*at].id.as_str()).copied()).collect();
        let rounds: Vec<Round> = chain.iter().map(|at| round(trainee, &results[*at])).collect();
        chain.into_iter().zip(corrected_on(&rounds)).collect()
    };
    if next.is_empty() { Vec::new() } else { firsts.map(chain).collect() }
}

fn round(trainee: &str, result: &ResultFact) -> Round {
    let by = result.confirmed_by.as_deref().map(str::trim).filter(|by| !by.is_empty() && *by != trainee);
    let by_another = by.filter(|by| result.recorded_by.as_deref().map(str::trim) != Some(*by));
    Round {
        recorded_on: result.recorded_on.unwrap_or(result.sat_on),
        confirmed_on: result.confirmed_on.filter(|_| by_another.is_some()),
    }
}

/// The results that can't correct what they name, each with why.
pub(super) fn impossible<'a>(
    results: &'a [ResultFact],
    is_element: impl Fn(&str) -> bool,
) -> Vec<(&'a ResultFact, String)> {
    let by_id: HashMap<&str, &ResultFact> = results.iter().map(|one| (one.id.as_str(), one)).collect();
    let ends = ends(results);
    let mut corrected = HashSet::new();
    let wrong = |result: &'a ResultFact| {
        let id = result.corrects.as_deref()?;
        let others =
            |of: &ResultFact| of.element != result.element && is_element(&of.element) && is_element(&result.element);
        let why = match by_id.get(id) {
            None => "and there is no result of that id",
            Some(of) if others(of) => "which is of another assessment or course",
            Some(_) if !corrected.insert(id) => "which another result corrects already",
            Some(_) if !ends.contains(result.id.as_str()) => "and so itself",
            Some(of) if is_after(of.confirmed_on, result.recorded_on) => "which was confirmed later",
            Some(of) if is_after(of.recorded_on, result.recorded_on.or(Some(result.sat_on))) => {
                "which was recorded later"
            }
            Some(_) => return None,
        };
        Some((result, format!("it corrects `{}`, {why}", shorten(id))))
    };
    results.iter().filter_map(wrong).collect()
}

/// Whether a day is after another by more than the day by which those of two zones differ.
fn is_after(day: Option<NaiveDate>, other: Option<NaiveDate>) -> bool {
    day.zip(other).is_some_and(|(day, other)| (day - other).num_days() > 1)
}

/// The ids of the results from which one comes to an end, from each to what it corrects.
fn ends(results: &[ResultFact]) -> HashSet<&str> {
    let mut by: HashMap<&str, Vec<&str>> = HashMap::new();
    for result in results {
        by.entry(result.corrects.as_deref().unwrap_or_default()).or_default().push(&result.id);
    }
    let known: HashSet<&str> = results.iter().map(|one| one.id.as_str()).collect();
    let firsts = by.iter().filter(|(corrected, _)| !known.contains(*corrected));
    let mut left: Vec<&str> = firsts.flat_map(|(_, ids)| ids.iter().copied()).collect();
    let mut found = HashSet::new();
    while let Some(id) = left.pop() {
        if found.insert(id) {
            left.extend(by.get(id).into_iter().flatten());
        }
    }
    found
}
