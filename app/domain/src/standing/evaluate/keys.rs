//! The two keys of a stage.

use super::rules::ALWAYS;
use super::{Evaluation, Value, counting, day_or_none, unmet};
use crate::framework::{ElementKind, KeyRule, NodeIx, NodeKind, Stage};
use crate::standing::state::NodeStanding;
use crate::standing::{KeyProblem, KeyStanding, State};

impl Evaluation<'_> {
    pub(super) fn stage(&mut self, ix: NodeIx, stage: &Stage, requires: Value) -> NodeStanding {
        let results = self.key(&stage.results);
        let mut employer = self.key(&stage.employer);
        let both = results.0.holds && employer.0.holds;
        if both
            && self.left_aside.is_none()
            && let Some(person) = self.one_person_for_both(stage)
        {
            let id = self.facts.people.get(person as usize).cloned().unwrap_or_default();
            employer.1.turned = false;
            employer.1.because = Some(KeyProblem::SamePerson(id));
        }
        let turned = both && !matches!(employer.1.because, Some(KeyProblem::SamePerson(_)));
        let (done, of) = (
            results.0.done.saturating_add(employer.0.done),
            results.0.of.saturating_add(employer.0.of),
        );
        self.keys.push((ix, [results.1, employer.1]));
        let begun = || {
            let children = self.framework.children(ix).iter();
            children.copied().any(|child| {
                self.nodes.get(child.index()).is_some_and(|node| {
                    node.state.counts()
                        || matches!(node.state, State::InProgress | State::Expired)
                        || self.is_used_up(child)
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

    /// Whether every attempt at an assessment was in vain: it is blocked although what it requires is there.
    fn is_used_up(&self, ix: NodeIx) -> bool {
        let assessed = NodeKind::Element(ElementKind::Assessment);
        self.framework.node(ix).kind == assessed
            && self.open[ix.index()]
            && self.nodes[ix.index()].state == State::Blocked
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
}
