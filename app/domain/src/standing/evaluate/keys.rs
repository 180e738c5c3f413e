//! The two keys of a stage, and the rule that different people turn them.

use super::rules::ALWAYS;
use super::{Evaluation, Value, counting, day_or_none, unmet};
use crate::framework::{KeyRule, NodeIx, Rule, Stage};
use crate::standing::bind::Facts;
use crate::standing::state::NodeStanding;
use crate::standing::verdicts;
use crate::standing::{KeyProblem, KeyStanding, Standing, State};

impl Evaluation<'_> {
    pub(super) fn stage(&mut self, ix: NodeIx, stage: &Stage, requires: Value) -> NodeStanding {
        let results = self.key(&stage.results);
        let mut employer = self.key(&stage.employer);
        let both = results.0.holds && employer.0.holds;
        if both
            && self.without.is_none()
            && let Some(person) = self.one_person_for_both(stage)
        {
            let id = self.facts.people.get(person as usize).cloned().unwrap_or_default();
            employer.1.turned = false;
            employer.1.because = Some(KeyProblem::SamePerson(id));
        }
        let turned = both && !matches!(employer.1.because, Some(KeyProblem::SamePerson(_)));
        let (done, of) = (results.0.done + employer.0.done, results.0.of + employer.0.of);
        self.keys.push((ix, [results.1, employer.1]));
        let begun = || {
            let children = self.framework.children(ix).iter();
            children.copied().any(|child| {
                self.nodes.get(child.index()).is_some_and(|node| {
                    let tried_in_vain = node.state == State::Blocked && node.until.is_some();
                    node.state.counts() || tried_in_vain || matches!(node.state, State::InProgress | State::Expired)
                })
            })
        };
        if !requires.holds {
            unmet(State::Blocked, done, of)
        } else if turned {
            let since = requires.since.max(results.0.since).max(employer.0.since);
            let until = requires.until.min(results.0.until).min(employer.0.until);
            counting(
                State::Met,
                Value {
                    since,
                    until,
                    done,
                    of,
                    holds: true,
                },
            )
        } else if done > 0 || begun() {
            unmet(State::InProgress, done, of)
        } else {
            unmet(State::Available, done, of)
        }
    }

    fn key(&mut self, key: &KeyRule) -> (Value, KeyStanding) {
        match key {
            KeyRule::Needs(rule) => {
                let value = self.rule(rule);
                let since = value.holds.then(|| day_or_none(value.since)).flatten();
                let (done, of) = (value.done, value.of);
                (
                    value,
                    KeyStanding {
                        turned: value.holds,
                        done,
                        of,
                        since,
                        because: None,
                    },
                )
            }
            KeyRule::Absent(why) => {
                let because = Some(KeyProblem::Absent(why.clone()));
                (
                    ALWAYS,
                    KeyStanding {
                        turned: false,
                        done: 0,
                        of: 0,
                        since: None,
                        because,
                    },
                )
            }
        }
    }

    /// The person who verified the stage and without whose confirmations its results would not be there, if no other
    /// verification stands. Asking whether the key would turn without them, rather than whether they confirmed
    /// anything, keeps a further result from ever taking a stage away.
    fn one_person_for_both(&self, stage: &Stage) -> Option<u32> {
        let results = stage.results.rule()?;
        let mut named = Vec::new();
        stage.verifications.iter().find_map(|ix| {
            let mut conflict = None;
            for verification in self.facts.verifications.of(*ix) {
                if !verdicts::verification(verification, self.on).counts() {
                    continue;
                }
                let person = verification.verifier;
                let confirmed_some = self.facts.results.all().iter().any(|result| result.confirmer == person);
                if named.is_empty() {
                    results.nodes(&mut named);
                }
                if !confirmed_some || self.turns_without(results, person, &named) {
                    return None;
                }
                conflict = conflict.or(Some(person));
            }
            conflict
        })
    }

    fn turns_without(&self, results: &Rule, person: u32, named: &[NodeIx]) -> bool {
        let framework = self.framework;
        let mut other = Evaluation {
            framework,
            facts: self.facts,
            on: self.on,
            without: Some((person, named)),
            nodes: Vec::with_capacity(framework.len()),
            counted: Vec::new(),
            keys: Vec::new(),
            open: Vec::with_capacity(framework.len()),
        };
        for (ix, _) in framework.nodes() {
            let standing = other.node(ix);
            other.nodes.push(standing);
        }
        other.rule(results).holds
    }
}

/// Whether a verification was given and everyone who gave it is the only one to have confirmed some result that the
/// stage's other key names, so that somebody else has yet to verify.
pub(crate) fn only_by_confirmers(facts: &Facts, standing: &Standing, stage: &Stage, verification: NodeIx) -> bool {
    let mut named = Vec::new();
    stage.results.rule().iter().for_each(|rule| rule.nodes(&mut named));
    let confirmed_some = |person: u32| {
        named.iter().any(|ix| {
            let results = facts.results.of(*ix).iter();
            let mut passes = results
                .filter(|result| verdicts::result(result, standing.on()).counts())
                .peekable();
            passes.peek().is_some() && passes.all(|result| result.confirmer == person)
        })
    };
    let given = facts.verifications.of(verification).iter();
    let mut given = given
        .filter(|v| verdicts::verification(v, standing.on()).counts())
        .peekable();
    given.peek().is_some() && given.all(|v| confirmed_some(v.verifier))
}
