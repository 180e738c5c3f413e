//! What is there already and waits for somebody to confirm or decide it: with that a step falls away, or asks for less.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::mem::discriminant;

use chrono::NaiveDate;

use super::supposed::{self, Asked};
use super::{Plan, Step, What};
use crate::framework::{Framework, NodeIx};
use crate::standing::{
    ClaimDecision, ClaimFact, ClaimOutcome, ExperienceFact, Facts, FactsFile, Outcome, ResultFact, Standing, standing,
};
use crate::text::list;

/// Who is taken to confirm results: nobody who signs for anything else.
const FOR_RESULTS: &str = "\0somebody for results";

/// The same for claims and work.
const AT_WORK: &str = "\0somebody at work";

/// Of how much that waits it is looked at whether a way rests on it; of more it is taken so.
const MOST_LEFT_OUT: usize = 16;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Result,
    Claim,
    Work,
}

/// The way that was found, each step with what of it waits and would count; where there is none, one that rests on what waits.
///
/// # Errors
/// What stands in the way, where nothing that waits opens one.
pub(super) fn told(asked: &Asked<'_>, facts: &Facts, found: Result<Plan, Vec<String>>) -> Result<Plan, Vec<String>> {
    let Asked { framework, target, on, .. } = *asked;
    let is_there = found.as_ref().is_ok_and(|plan| plan.steps.is_empty());
    if is_there || !waits(facts.file(), on) {
        return found;
    }
    let mut file = facts.file().clone();
    let waiting = confirm(&mut file, on, &[]);
    let Ok(confirmed) = Facts::bind(framework, file) else { return found };
    let [now, then] = [facts, &confirmed].map(|facts| standing(framework, facts, on, on));
    let other = supposed::shortest(framework, &confirmed, target, on);
    let Ok(mut plan) = found else {
        let mut plan = other.or(found)?;
        plan.provided.extend(relied_on(asked, facts, &plan.steps));
        return Ok(plan);
    };
    let left = other.as_ref().map_or(&[][..], |other| &other.steps);
    // Part of the plan is enough then.
    let is_part = other.is_ok() && left.iter().all(|step| is_in(step, &plan.steps));
    for step in &mut plan.steps {
        let own = hint(framework, &waiting, [&now, &then], step);
        // Of an act that is left all the same nothing that waits spares any: it may have lapsed by then.
        let is_in_vain = step.what.gathers().is_none()
            && step.what.pieces() == 0
            && left.iter().any(|it| it.what == step.what && it.node == step.node);
        let is_spared = is_part && own.is_none() && !is_in(step, left);
        let spared = is_spared.then(|| String::from("; it is not needed once what waits is confirmed"));
        step.sentence.extend(own.filter(|_| !is_in_vain).or(spared));
    }
    Ok(plan)
}

/// Whether some steps have the like of one: for the same node, and of the same kind.
fn is_in(step: &Step, steps: &[Step]) -> bool {
    steps.iter().any(|other| other.node == step.node && discriminant(&other.what) == discriminant(&step.what))
}

/// What of a step, or of what would do in its place, waits and would count.
fn hint(
    framework: &Framework,
    waiting: &HashMap<String, Kind>,
    [now, then]: [&Standing; 2],
    step: &Step,
) -> Option<String> {
    if !is_act(step.what) {
        return None;
    }
    let waits = |ix| what_waits(framework, waiting, then, ix);
    let is_there = || then.state(step.node).counts() && !now.state(step.node).counts();
    let rests = || is_there().then(|| String::from("it is there once what it rests on is confirmed"));
    let own = waits(step.node).map(|hint| hint.replace('*', "it")).or_else(rests);
    let title = |ix: NodeIx| &framework.node(ix).title;
    let others = step.instead.iter().filter_map(|ix| Some(waits(*ix)?.replace('*', title(*ix))));
    own.into_iter().chain(others).map(|hint| format!("; {hint}")).reduce(|all, hint| all + &hint)
}

/// What of all that waits a way rests on: a sentence each.
fn relied_on(asked: &Asked<'_>, facts: &Facts, steps: &[Step]) -> BTreeSet<String> {
    let Asked { framework, on, .. } = *asked;
    let file = facts.file();
    let mut waiting: Vec<String> = confirm(&mut file.clone(), on, &[]).into_keys().collect();
    waiting.sort_unstable();
    // Each that the others do without is left out.
    let mut needless: Vec<String> = Vec::new();
    for id in waiting.drain(..waiting.len().min(MOST_LEFT_OUT)) {
        needless.push(id);
        let mut file = file.clone();
        confirm(&mut file, on, &needless);
        if !Facts::bind(framework, file).is_ok_and(|facts| asked.are_enough(&facts, steps)) {
            needless.pop();
        }
    }
    let relies = confirm(&mut file.clone(), on, &needless);
    let title = |id: &str| framework.find(id).map_or_else(|| id.to_owned(), |ix| framework.node(ix).title.clone());
    let results = file.results.iter().filter(|one| relies.contains_key(&one.id));
    let results = results.map(|one| format!("A result of {} that waits is confirmed", title(&one.element)));
    let claims = file.claims.iter().filter(|one| relies.contains_key(&one.id)).map(|one| {
        let of: Vec<String> = one.outcomes.iter().map(|id| title(id)).collect();
        format!("A claim for {} that waits is decided met", list(&of))
    });
    let work = file.experience.iter().filter(|one| relies.contains_key(&one.id));
    results.chain(claims).chain(work.map(|_| String::from("Work that waits is confirmed"))).collect()
}

fn result_waits(one: &ResultFact) -> bool {
    one.outcome == Outcome::Pass
        && one.confirmed_on.or(one.declined_on).or(one.voided_on).or(one.superseded_on).is_none()
}

fn claim_waits(one: &ClaimFact) -> bool {
    one.decision.is_none() && one.withdrawn_on.is_none()
}

fn work_waits(one: &ExperienceFact, on: NaiveDate) -> bool {
    one.until <= on && one.confirmed_on.or(one.withdrawn_on).is_none()
}

/// Whether anything waits on a day.
fn waits(file: &FactsFile, on: NaiveDate) -> bool {
    let of_work = || file.experience.iter().any(|one| work_waits(one, on));
    file.results.iter().any(result_waits) || file.claims.iter().any(claim_waits) || of_work()
}

/// Confirms and decides what waits on a day, but for some of it, and gives its ids.
fn confirm(file: &mut FactsFile, on: NaiveDate, but: &[String]) -> HashMap<String, Kind> {
    let mut waiting = HashMap::new();
    let is_meant = |id: &String| !but.contains(id);
    // What is corrected is not confirmed beside its correction, nor after it.
    let corrected: HashSet<String> = file.results.iter().filter_map(|one| one.corrects.clone()).collect();
    let waits = |one: &ResultFact| result_waits(one) && !corrected.contains(&one.id);
    for one in file.results.iter_mut().filter(|one| waits(one) && is_meant(&one.id)) {
        waiting.insert(one.id.clone(), Kind::Result);
        (one.confirmed_on, one.confirmed_by) = (Some(on), Some(FOR_RESULTS.to_owned()));
    }
    for one in file.claims.iter_mut().filter(|one| claim_waits(one) && is_meant(&one.id)) {
        waiting.insert(one.id.clone(), Kind::Claim);
        let by = one.supervisor.clone().unwrap_or_else(|| AT_WORK.to_owned());
        one.decision = Some(ClaimDecision { outcome: ClaimOutcome::Met, on, by, missing: None });
    }
    for one in file.experience.iter_mut().filter(|one| work_waits(one, on) && is_meant(&one.id)) {
        waiting.insert(one.id.clone(), Kind::Work);
        (one.confirmed_on, one.confirmed_by) = (Some(on), Some(AT_WORK.to_owned()));
    }
    waiting
}

/// Whether something that waits may be all or part of it.
fn is_act(what: What) -> bool {
    !matches!(what, What::Choose(_) | What::WaitUntil(_) | What::ConfirmAgain | What::Apply)
}

/// What of a node, which is written as `*`, waits and would count; none where nothing does.
fn what_waits(framework: &Framework, waiting: &HashMap<String, Kind>, then: &Standing, ix: NodeIx) -> Option<String> {
    let counted = then.counted(framework, ix);
    let of = |kind| counted.iter().filter(|id| waiting.get(**id) == Some(&kind)).count();
    match [Kind::Result, Kind::Claim, Kind::Work].map(of) {
        [0, 0, 0] => None,
        [0, 0, _] => Some(String::from("work for * waits to be confirmed")),
        [0, 1, _] => Some(String::from("a claim for * waits to be decided")),
        [0, claims, _] => Some(format!("{claims} claims for * wait to be decided")),
        [..] => Some(String::from("a result of * waits to be confirmed")),
    }
}
