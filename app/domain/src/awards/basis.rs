use crate::framework::{Framework, NodeIx, NodeKind};
use crate::sittings::Rounds;
use crate::standing::{AwardFact, Facts, FactsFile, ResultFact, Standing, State, standing};
use chrono::{Days, NaiveDate};
use std::cmp::Reverse;

/// Days on which something became known that are looked at, from the last one back: what was lost before them is said to be
/// missing since the first of these.
const MOST_DAYS: usize = 200;

/// That what an award was conferred on was not there on that day, as is known by now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostBasis {
    /// The award's id.
    pub award: String,
    /// The ids of what is missing, in the order of the rules.
    pub missing: Vec<String>,
    /// The first day on which it was known to be missing.
    pub since: NaiveDate,
}

/// The awards of a person, but for those withdrawn, that nothing would be conferred on today: the day of conferral is read again
/// with all that was written since. What lapsed afterwards was there on the day, and takes no award its basis.
///
/// Facts that can't be bound say nothing of any award; `gradus doctor` names them.
pub fn lost_bases(framework: &Framework, facts: &FactsFile) -> Vec<LostBasis> {
    let awards = facts.awards.iter().filter(|award| award.withdrawn_on.is_none());
    awards.filter_map(|award| lost_basis(framework, facts, award)).collect()
}

fn lost_basis(framework: &Framework, facts: &FactsFile, award: &AwardFact) -> Option<LostBasis> {
    let status = framework.find(&award.status)?;
    let leads_there = |ix: &&NodeIx| framework.node(**ix).step_off_to() == Some(status);
    let ways: Vec<NodeIx> = framework.step_offs().iter().filter(leads_there).copied().collect();
    let day = award.conferred_on;
    let facts = without(facts, award);
    let as_known_on = |known| {
        let facts = Facts::bind(framework, put_right(&facts, known)).ok()?;
        Some(standing(framework, &facts, day, known))
    };
    let is_there =
        |standing: &Standing| ways.iter().any(|way| matches!(standing.state(*way), State::Available | State::Met));
    // All is known by then; the last day there is stands for never.
    let latest = NaiveDate::MAX - Days::new(1);
    let now = as_known_on(latest)?;
    if ways.is_empty() || is_there(&now) {
        return None;
    }
    let then = as_known_on(day)?;
    let is_missing = |known: &NaiveDate| !as_known_on(*known).is_some_and(|standing| is_there(&standing));
    // It may have been lost, and there again, before: the last days on which something became known come first.
    let mut days: Vec<NaiveDate> = facts.days().filter(|known| *known > day).chain([day]).collect();
    days.sort_unstable_by_key(|day| Reverse(*day));
    days.dedup();
    let since = days.into_iter().take(MOST_DAYS).take_while(is_missing).last().unwrap_or(day);
    let mut missing = all_missing(framework, &now, &ways);
    let lost: Vec<NodeIx> = missing.iter().copied().filter(|ix| then.state(*ix).counts()).collect();
    if !lost.is_empty() {
        missing = lost;
    }
    let missing = missing.into_iter().map(|ix| framework.node(ix).id.clone()).collect();
    Some(LostBasis { award: award.id.clone(), missing, since })
}

/// The facts as they were for whoever decided: without the award, and what was conferred after it of the same status.
fn without(facts: &FactsFile, award: &AwardFact) -> FactsFile {
    let mut facts = facts.clone();
    facts.awards.retain(|one| one.status != award.status || one.conferred_on < award.conferred_on);
    facts
}

/// The facts with each correction that was confirmed by a day in the place of what it corrects, as if that had been right at once:
/// a pass of which the mark was corrected was a pass all the time. Elsewhere a correction counts since it was confirmed.
fn put_right(facts: &FactsFile, known: NaiveDate) -> FactsFile {
    let is_confirmed = |one: &ResultFact| one.confirmed_on.is_some_and(|confirmed| confirmed <= known);
    let right = |rounds: Rounds<ResultFact>| {
        let first = rounds.iter().position(is_confirmed).unwrap_or_default();
        let (last, counts) = rounds.counts(is_confirmed).unzip();
        let put_right = counts.cloned().map(|counts| {
            let ResultFact { confirmed_on, recorded_on, corrects, .. } = rounds[first].clone();
            ResultFact { confirmed_on, recorded_on, corrects, ..counts }
        });
        let waits = rounds[..first].iter().chain(&rounds[last.map_or(0, |last| last + 1)..]);
        waits.cloned().chain(put_right).collect::<Vec<_>>()
    };
    let all = Rounds::of_all(facts.results.clone(), |one| (one.id.clone(), one.corrects.clone()));
    FactsFile { results: all.into_iter().flat_map(right).collect(), ..facts.clone() }
}

/// What the ways to a status lack, with the parts of a stage in its place.
fn all_missing(framework: &Framework, standing: &Standing, ways: &[NodeIx]) -> Vec<NodeIx> {
    let mut missing = Vec::new();
    for need in ways.iter().flat_map(|way| standing.missing(framework, *way)) {
        let parts = match framework.node(need).kind {
            NodeKind::Stage(_) => standing.missing(framework, need),
            _ => Vec::new(),
        };
        if parts.is_empty() { missing.push(need) } else { missing.extend(parts) }
    }
    let mut seen = Vec::new();
    missing.retain(|ix| {
        !seen.contains(ix) && {
            seen.push(*ix);
            true
        }
    });
    missing
}
