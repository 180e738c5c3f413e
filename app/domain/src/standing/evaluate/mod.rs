mod keys;
mod one_person;
mod rules;

pub(crate) use one_person::to_sign_again;

use chrono::NaiveDate;
use one_person::LeftAside;
use rules::ALWAYS;

use super::bind::{BoundExemption, Facts, NEVER};
use super::gathered;
use super::sittings::{Sittings, sittings};
use super::state::NodeStanding;
use super::verdicts::{self, FactVerdict};
use super::{KeyStanding, Standing, State};
use crate::framework::{CompetencyLevel, ElementKind, Framework, NodeIx, NodeKind};

/// Where a person stands on a day: for every node its state, since when, until when, and the facts that counted.
///
/// Pure: the same framework, facts and day always give the same standing. Facts dated after `on` are not there yet.
pub fn standing(framework: &Framework, facts: &Facts, on: NaiveDate) -> Standing {
    Evaluation::run(framework, facts, on)
}

/// What a rule comes to. `since` is the earliest date there is when it always held, `until` the latest when it never lapses.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Value {
    pub holds: bool,
    pub since: NaiveDate,
    pub until: NaiveDate,
    pub done: u32,
    pub of: u32,
}

struct Evaluation<'a> {
    framework: &'a Framework,
    facts: &'a Facts,
    on: NaiveDate,
    /// Signatures left aside: to see whether a key would turn without them.
    left_aside: Option<LeftAside<'a>>,
    nodes: Vec<NodeStanding>,
    counted: Vec<u32>,
    keys: Vec<(NodeIx, [KeyStanding; 2])>,
    open: Vec<bool>,
}

impl<'a> Evaluation<'a> {
    fn run(framework: &'a Framework, facts: &'a Facts, on: NaiveDate) -> Standing {
        let mut evaluation = Evaluation::of_all(framework, facts, on, None);
        evaluation.close_what_is_not_entered();
        Standing {
            on,
            nodes: evaluation.nodes,
            counted: evaluation.counted,
            fact_ids: facts.ids.clone(),
            keys: evaluation.keys,
            open: evaluation.open,
        }
    }

    /// What a node needs comes before it, so one pass decides everything that is met.
    fn of_all(framework: &'a Framework, facts: &'a Facts, on: NaiveDate, left_aside: Option<LeftAside<'a>>) -> Self {
        let mut evaluation = Evaluation {
            framework,
            facts,
            on,
            left_aside,
            nodes: Vec::with_capacity(framework.len()),
            counted: Vec::with_capacity(facts.ids.len() * 2),
            keys: Vec::with_capacity(framework.stages().len()),
            open: Vec::with_capacity(framework.len()),
        };
        for (ix, _) in framework.nodes() {
            let standing = evaluation.node(ix);
            evaluation.nodes.push(standing);
        }
        evaluation
    }

    /// The people whose signatures on this node are left aside.
    fn aside(&self, ix: NodeIx) -> &'a [u32] {
        self.left_aside
            .filter(|aside| aside.side.nodes[ix.index()])
            .map_or(&[], |aside| aside.people)
    }

    fn node(&mut self, ix: NodeIx) -> NodeStanding {
        let framework = self.framework;
        let node = framework.node(ix);
        let requires = node.requires.as_ref().map_or(ALWAYS, |rule| self.rule(rule));
        self.open.push(requires.holds);
        let from = self.counted.len() as u32;
        let mut standing = match &node.kind {
            NodeKind::Element(ElementKind::Assessment | ElementKind::Course) => self.assessed(ix, requires),
            NodeKind::Element(ElementKind::Verification) => self.verified(ix, requires),
            NodeKind::Element(_) => self.gathered(ix, requires),
            NodeKind::Competency(CompetencyLevel::Outcome) => self.outcome(ix, requires),
            NodeKind::Competency(_) => self.gathered(ix, requires),
            NodeKind::Stage(stage) => self.stage(ix, stage, requires),
            NodeKind::StepOff { status } => self.step_off(*status, requires),
            NodeKind::Status(_) => self.status(ix),
            NodeKind::Route => unmet(
                if requires.holds {
                    State::Available
                } else {
                    State::Blocked
                },
                0,
                1,
            ),
        };
        // A fact that a closed node has gathered does not count.
        if matches!(node.kind, NodeKind::Element(_)) && standing.state == State::Blocked {
            self.counted.truncate(from as usize);
        }
        standing.counted = (from, self.counted.len() as u32);
        standing
    }

    fn assessed(&mut self, ix: NodeIx, requires: Value) -> NodeStanding {
        let aside = self.aside(ix);
        let mut exemptions = self.facts.exemptions.of(ix).iter();
        let excuses = |e: &&BoundExemption| !aside.contains(&e.decider) && verdicts::exemption(e, self.on).counts();
        if let Some(exemption) = exemptions.find(excuses) {
            self.counted.push(exemption.fact);
            let (since, until) = (exemption.decided_on, NEVER);
            return counting(
                State::Exempt,
                Value {
                    since,
                    until,
                    done: 1,
                    of: 1,
                    holds: true,
                },
            );
        }
        if !requires.holds {
            return unmet(State::Blocked, 0, 1);
        }
        let Sittings {
            pass,
            lapsed,
            closed_until,
            begun,
        } = sittings(self.framework, self.facts, ix, self.on, aside);
        match (pass, lapsed) {
            (Some(pass), _) => {
                self.counted.push(pass.fact);
                let (since, until) = (pass.since.max(requires.since), pass.until.min(requires.until));
                counting(
                    State::Met,
                    Value {
                        since,
                        until,
                        done: 1,
                        of: 1,
                        holds: true,
                    },
                )
            }
            (None, _) if closed_until.is_some() => NodeStanding {
                until: closed_until.and_then(day_or_none),
                ..unmet(State::Blocked, 0, 1)
            },
            (None, Some(day)) => NodeStanding {
                until: Some(day),
                ..unmet(State::Expired, 0, 1)
            },
            _ if begun => unmet(State::InProgress, 0, 1),
            _ => unmet(State::Available, 0, 1),
        }
    }

    fn verified(&mut self, ix: NodeIx, requires: Value) -> NodeStanding {
        if !requires.holds {
            return unmet(State::Blocked, 0, 1);
        }
        let aside = self.aside(ix);
        let mut given = self.facts.verifications.of(ix).iter();
        match given.find(|v| !aside.contains(&v.verifier) && verdicts::verification(v, self.on).counts()) {
            Some(verification) => {
                self.counted.push(verification.fact);
                let since = verification.on.max(requires.since);
                counting(
                    State::Met,
                    Value {
                        since,
                        until: requires.until,
                        done: 1,
                        of: 1,
                        holds: true,
                    },
                )
            }
            None => unmet(State::Available, 0, 1),
        }
    }

    /// A portfolio, experience, or a competency above outcomes.
    fn gathered(&mut self, ix: NodeIx, requires: Value) -> NodeStanding {
        let Some(rule) = &self.framework.node(ix).rule else {
            return unmet(State::Blocked, 0, 1);
        };
        let value = self.gather(rule, self.aside(ix));
        if !requires.holds {
            return unmet(State::Blocked, 0, value.of);
        }
        if value.holds {
            let (since, until) = (value.since.max(requires.since), value.until.min(requires.until));
            return counting(State::Met, Value { since, until, ..value });
        }
        let begun = value.done > 0 || self.has_begun(rule);
        unmet(
            if begun { State::InProgress } else { State::Available },
            value.done,
            value.of,
        )
    }

    fn outcome(&mut self, ix: NodeIx, requires: Value) -> NodeStanding {
        let Some(examples) = &self.framework.node(ix).examples else {
            return unmet(State::Blocked, 0, 1);
        };
        let aside = self.aside(ix);
        let counted = &mut self.counted;
        let found = gathered::examples(self.facts, examples, self.on, aside, &mut |fact| counted.push(fact));
        let (done, of) = (found.done as u32, found.of as u32);
        if !requires.holds {
            return unmet(State::Blocked, done, of);
        }
        if found.enough {
            let since = found.since.max(requires.since);
            return counting(
                State::Met,
                Value {
                    since,
                    until: requires.until,
                    done,
                    of,
                    holds: true,
                },
            );
        }
        let waiting = self.facts.claims.of(ix).iter().any(|claim| {
            let verdict = verdicts::claim(claim, examples.max_age, self.on);
            matches!(
                verdict,
                FactVerdict::Counts | FactVerdict::Undecided | FactVerdict::NotMet(_)
            )
        });
        unmet(if waiting { State::InProgress } else { State::Available }, done, of)
    }

    fn step_off(&mut self, status: NodeIx, requires: Value) -> NodeStanding {
        let held = self
            .facts
            .awards
            .of(status)
            .iter()
            .find(|award| verdicts::award(award, self.on).counts());
        if let Some(award) = held {
            let (since, until) = (award.conferred_on, award.expires_on);
            return counting(
                State::Met,
                Value {
                    since,
                    until,
                    holds: true,
                    ..requires
                },
            );
        }
        let conferred = self.is_conferred(status);
        let state = if requires.holds && conferred {
            State::Available
        } else {
            State::Blocked
        };
        unmet(state, requires.done, requires.of)
    }

    /// Whether the title is in use on the day.
    fn is_conferred(&self, status: NodeIx) -> bool {
        self.framework.node(status).as_status().is_some_and(|status| {
            status.valid_from.is_none_or(|from| from <= self.on)
                && status.valid_until.is_none_or(|until| self.on < until)
        })
    }

    fn status(&mut self, ix: NodeIx) -> NodeStanding {
        let awards = self.facts.awards.of(ix);
        if let Some(award) = awards.iter().find(|award| verdicts::award(award, self.on).counts()) {
            self.counted.push(award.fact);
            let (since, until) = (award.conferred_on, award.expires_on);
            return counting(
                State::Held,
                Value {
                    since,
                    until,
                    done: 1,
                    of: 1,
                    holds: true,
                },
            );
        }
        let lapsed = awards.iter().filter_map(|award| match verdicts::award(award, self.on) {
            FactVerdict::Lapsed(day) => Some(day),
            _ => None,
        });
        if let Some(day) = lapsed.max() {
            return NodeStanding {
                until: Some(day),
                ..unmet(State::Expired, 0, 1)
            };
        }
        let ways = self.framework.needs(ix);
        let open = ways.iter().any(|way| self.nodes[way.index()].state == State::Available);
        unmet(if open { State::Available } else { State::Blocked }, 0, 1)
    }

    /// What belongs to a stage that is not entered cannot be begun; what was begun or met all the same stays so.
    fn close_what_is_not_entered(&mut self) {
        for (ix, node) in self.framework.nodes() {
            if self.nodes[ix.index()].state != State::Available {
                continue;
            }
            let closed = match (&node.kind, node.stage) {
                // The employer verifies last: when what is seen at work in the stage is there.
                (NodeKind::Element(ElementKind::Verification), Some(stage)) => {
                    let seen = self.framework.seen_before_verifying(ix);
                    !self.open[stage.index()] || seen.iter().any(|part| !self.nodes[part.index()].state.counts())
                }
                (NodeKind::Element(_) | NodeKind::Competency(CompetencyLevel::Outcome), Some(stage)) => {
                    !self.open[stage.index()]
                }
                (NodeKind::Competency(_), _) => {
                    let beneath = self.framework.children(ix);
                    beneath
                        .iter()
                        .all(|child| self.nodes[child.index()].state == State::Blocked)
                }
                _ => false,
            };
            if closed {
                self.nodes[ix.index()].state = State::Blocked;
            }
        }
    }
}

/// Whether facts are there already that will count once what the element requires first is there.
pub(crate) fn waits_only_for_what_comes_first(framework: &Framework, facts: &Facts, ix: NodeIx, on: NaiveDate) -> bool {
    match framework.node(ix).kind {
        NodeKind::Element(ElementKind::Assessment | ElementKind::Course) => {
            sittings(framework, facts, ix, on, &[]).pass.is_some()
        }
        NodeKind::Element(ElementKind::Verification) => facts
            .verifications
            .of(ix)
            .iter()
            .any(|v| verdicts::verification(v, on).counts()),
        _ => false,
    }
}

fn unmet(state: State, done: u32, of: u32) -> NodeStanding {
    NodeStanding {
        state,
        since: None,
        until: None,
        done,
        of,
        counted: (0, 0),
    }
}

fn counting(state: State, value: Value) -> NodeStanding {
    let (since, until) = (day_or_none(value.since), day_or_none(value.until));
    NodeStanding {
        state,
        since,
        until,
        done: value.done,
        of: value.of,
        counted: (0, 0),
    }
}

fn day_or_none(day: NaiveDate) -> Option<NaiveDate> {
    (day != NaiveDate::MIN && day != NEVER).then_some(day)
}
