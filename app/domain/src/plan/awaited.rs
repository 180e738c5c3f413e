//! What is there already and waits for somebody to confirm or decide it: with that a step falls away, or asks for less.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Step, What};
use crate::framework::{Framework, NodeIx};
use crate::standing::{
    ClaimDecision, ClaimFact, ClaimOutcome, ExperienceFact, Facts, FactsFile, Outcome, ResultFact, Standing, standing,
};

/// Who is taken to confirm and decide: nobody who signs for anything else.
const SOMEBODY: &str = "\0somebody";

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Result,
    Claim,
    Work,
}

/// Adds to each step what of it waits and would count.
pub(super) fn note(framework: &Framework, facts: &Facts, on: NaiveDate, steps: &mut [Step]) {
    if steps.is_empty() || !waits(facts.file(), on) {
        return;
    }
    let mut file = facts.file().clone();
    let waiting = confirm(&mut file, on);
    let Ok(confirmed) = Facts::bind(framework, file) else { return };
    let [now, then] = [facts, &confirmed].map(|facts| standing(framework, facts, on, on));
    for step in steps.iter_mut().filter(|step| is_act(step.what)) {
        let waits = |ix| what_waits(framework, &waiting, &then, ix);
        if let Some(hint) = waits(step.node) {
            step.sentence.push_str(&format!("; {}", hint.replace('*', "it")));
        } else if then.state(step.node).counts() && !now.state(step.node).counts() {
            step.sentence.push_str("; it is there once what it rests on is confirmed");
        }
        for other in &step.instead {
            let hint = waits(*other).map(|hint| format!("; {}", hint.replace('*', &framework.node(*other).title)));
            step.sentence.extend(hint);
        }
    }
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

/// Confirms and decides what waits on a day, and gives its ids.
fn confirm(file: &mut FactsFile, on: NaiveDate) -> HashMap<String, Kind> {
    let mut waiting = HashMap::new();
    let by = || String::from(SOMEBODY);
    for one in file.results.iter_mut().filter(|one| result_waits(one)) {
        waiting.insert(one.id.clone(), Kind::Result);
        (one.confirmed_on, one.confirmed_by) = (Some(on), Some(by()));
    }
    for one in file.claims.iter_mut().filter(|one| claim_waits(one)) {
        waiting.insert(one.id.clone(), Kind::Claim);
        let by = one.supervisor.clone().unwrap_or_else(by);
        one.decision = Some(ClaimDecision { outcome: ClaimOutcome::Met, on, by, missing: None });
    }
    for one in file.experience.iter_mut().filter(|one| work_waits(one, on)) {
        waiting.insert(one.id.clone(), Kind::Work);
        (one.confirmed_on, one.confirmed_by) = (Some(on), Some(by()));
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
