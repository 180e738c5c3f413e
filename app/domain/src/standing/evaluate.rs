use chrono::NaiveDate;

use super::bind::{Facts, NEVER};
use super::gathered;
use super::sittings::{Sittings, sittings};
use super::state::NodeStanding;
use super::verdicts::{self, FactVerdict};
use super::{KeyProblem, KeyStanding, Standing, State};
use crate::framework::{CompetencyLevel, ElementKind, Framework, KeyRule, NodeIx, NodeKind, Rule, Stage};

/// Where a person stands on a day: for every node its state, since when, until when, and the facts that counted.
///
/// Pure: the same framework, facts and day always give the same standing. Facts dated after `on` are not there yet.
pub fn standing(framework: &Framework, facts: &Facts, on: NaiveDate) -> Standing {
    Evaluation::run(framework, facts, on)
}

/// What a rule comes to. `since` is the earliest date there is when it always held, `until` the latest when it never lapses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Value {
    pub holds: bool,
    pub since: NaiveDate,
    pub until: NaiveDate,
    pub done: u32,
    pub of: u32,
}

const ALWAYS: Value = Value {
    holds: true,
    since: NaiveDate::MIN,
    until: NEVER,
    done: 0,
    of: 0,
};
const NOT: Value = Value {
    holds: false,
    since: NEVER,
    until: NEVER,
    done: 0,
    of: 1,
};

struct Evaluation<'a> {
    framework: &'a Framework,
    facts: &'a Facts,
    on: NaiveDate,
    /// Results of these nodes confirmed by this person are left aside: to see whether the key would turn without them.
    without: Option<(u32, &'a [NodeIx])>,
    nodes: Vec<NodeStanding>,
    counted: Vec<u32>,
    keys: Vec<(NodeIx, [KeyStanding; 2])>,
    open: Vec<bool>,
}

impl<'a> Evaluation<'a> {
    fn run(framework: &'a Framework, facts: &'a Facts, on: NaiveDate) -> Standing {
        let mut evaluation = Evaluation {
            framework,
            facts,
            on,
            without: None,
            nodes: Vec::with_capacity(framework.len()),
            counted: Vec::with_capacity(facts.ids.len() * 2),
            keys: Vec::with_capacity(framework.stages().len()),
            open: Vec::with_capacity(framework.len()),
        };
        // What a node needs comes before it, so one pass decides everything that is met.
        for (ix, _) in framework.nodes() {
            let standing = evaluation.node(ix);
            evaluation.nodes.push(standing);
        }
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
        let excused = self.facts.exemptions.of(ix);
        if let Some(exemption) = excused.iter().find(|e| verdicts::exemption(e, self.on).counts()) {
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
        let without = self
            .without
            .filter(|(_, nodes)| nodes.contains(&ix))
            .map(|(person, _)| person);
        let Sittings {
            pass,
            lapsed,
            closed_until,
            begun,
        } = sittings(self.framework, self.facts, ix, self.on, without);
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
                until: closed_until,
                ..unmet(State::Blocked, 0, 1)
            },
            // A fresh sitting after the lapse is a new beginning.
            (None, Some(day)) if !begun => NodeStanding {
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
        let given = self.facts.verifications.of(ix);
        match given.iter().find(|v| verdicts::verification(v, self.on).counts()) {
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
        let value = self.gather(rule);
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
        let counted = &mut self.counted;
        let found = gathered::examples(self.facts, examples, self.on, &mut |fact| counted.push(fact));
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

    fn stage(&mut self, ix: NodeIx, stage: &Stage, requires: Value) -> NodeStanding {
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

    fn has_begun(&self, rule: &Rule) -> bool {
        let begun = |ix: &NodeIx| self.nodes[ix.index()].state == State::InProgress;
        match rule {
            Rule::Outcomes(nodes) => nodes.iter().any(begun),
            Rule::All(parts) | Rule::Any(parts) | Rule::AtLeast { of: parts, .. } => {
                parts.iter().any(|part| self.has_begun(part))
            }
            Rule::Node(ix) => begun(ix),
            Rule::Hours(hours) => self.spell_waits(hours.kind),
            Rule::Period(period) => self.spell_waits(period.kind),
            _ => false,
        }
    }

    fn spell_waits(&self, kind: crate::framework::KindIx) -> bool {
        self.facts.experience.iter().any(|spell| {
            let own = self.framework.experience_kind(spell.kind);
            let fits = spell.kind == kind || own.counts_as == Some(kind);
            fits && !matches!(
                verdicts::experience(spell, own, self.on),
                FactVerdict::NotThere | FactVerdict::Withdrawn(_)
            )
        })
    }

    /// A rule, with the facts it counts written down for the node at hand.
    fn gather(&mut self, rule: &Rule) -> Value {
        let mut counted = std::mem::take(&mut self.counted);
        let value = self.rule_counting(rule, &mut |fact| counted.push(fact));
        self.counted = counted;
        value
    }

    fn rule(&self, rule: &Rule) -> Value {
        self.rule_counting(rule, &mut |_| {})
    }

    fn rule_counting(&self, rule: &Rule, count: &mut dyn FnMut(u32)) -> Value {
        match rule {
            Rule::All(parts) => parts.iter().fold(ALWAYS, |sum, part| {
                let value = self.rule_counting(part, count);
                Value {
                    holds: sum.holds && value.holds,
                    since: sum.since.max(value.since),
                    until: sum.until.min(value.until),
                    done: sum.done + value.done,
                    of: sum.of + value.of,
                }
            }),
            Rule::Any(parts) => self.any(parts, count),
            Rule::AtLeast { n, of } => self.at_least(*n, of, count),
            Rule::Node(ix) | Rule::Holds(ix) => self.node_value(*ix),
            Rule::Outcomes(nodes) => nodes.iter().fold(ALWAYS, |sum, ix| {
                let node = &self.nodes[ix.index()];
                let value = self.node_value(*ix);
                Value {
                    holds: sum.holds && value.holds,
                    since: sum.since.max(value.since),
                    until: sum.until.min(value.until),
                    done: sum.done + node.done,
                    of: sum.of + node.of,
                }
            }),
            Rule::Exempt(nodes) => {
                let excused = nodes.iter().filter(|ix| self.nodes[ix.index()].state == State::Exempt);
                let latest = excused.clone().filter_map(|ix| self.nodes[ix.index()].since).max();
                let (done, of) = (excused.count() as u32, nodes.len() as u32);
                Value {
                    holds: done == of,
                    since: latest.unwrap_or(NEVER),
                    until: NEVER,
                    done,
                    of,
                }
            }
            Rule::Examples(examples) => {
                let found = gathered::examples(self.facts, examples, self.on, &mut |fact| count(fact));
                Value {
                    holds: found.enough,
                    since: found.since,
                    until: NEVER,
                    done: found.done as u32,
                    of: examples.n,
                }
            }
            Rule::Hours(hours) => {
                let found = gathered::hours(self.framework, self.facts, hours, self.on, &mut |fact| count(fact));
                let (done, of) = ((found.done / 60) as u32, (found.of / 60) as u32);
                Value {
                    holds: found.enough,
                    since: found.since,
                    until: NEVER,
                    done,
                    of,
                }
            }
            Rule::Period(period) => {
                let found = gathered::period(self.framework, self.facts, period, self.on, &mut |fact| count(fact));
                let (done, of) = (found.done as u32, found.of as u32);
                Value {
                    holds: found.enough,
                    since: found.since,
                    until: NEVER,
                    done,
                    of,
                }
            }
            Rule::Credits { n, of } => self.credits(*n, of),
            Rule::Matches(specialism) => bare(self.facts.specialism == Some(*specialism)),
            Rule::JoinedBefore(day) => bare(self.facts.file.joined_on.is_some_and(|joined| joined < *day)),
            Rule::JoinedFrom(day) => bare(self.facts.file.joined_on.is_some_and(|joined| joined >= *day)),
            Rule::Unpublished(_) => NOT,
        }
    }

    fn node_value(&self, ix: NodeIx) -> Value {
        let node = &self.nodes[ix.index()];
        if node.state.counts() {
            let (since, until) = (node.since.unwrap_or(NaiveDate::MIN), node.until.unwrap_or(NEVER));
            Value {
                holds: true,
                since,
                until,
                done: 1,
                of: 1,
            }
        } else {
            NOT
        }
    }

    /// Progress is that of the part that is furthest.
    fn any(&self, parts: &[Rule], count: &mut dyn FnMut(u32)) -> Value {
        let mut best: Option<Value> = None;
        for part in parts {
            let value = self.rule_counting(part, count);
            best = Some(match best {
                None => value,
                Some(other) if value.holds && other.holds => Value {
                    since: other.since.min(value.since),
                    until: other.until.max(value.until),
                    ..other
                },
                Some(other) if value.holds != other.holds => {
                    if value.holds {
                        value
                    } else {
                        other
                    }
                }
                Some(other) => {
                    let further = u64::from(value.done) * u64::from(other.of.max(1))
                        > u64::from(other.done) * u64::from(value.of.max(1));
                    if further { value } else { other }
                }
            });
        }
        best.unwrap_or(NOT)
    }

    fn at_least(&self, n: u32, parts: &[Rule], count: &mut dyn FnMut(u32)) -> Value {
        let mut since: Vec<NaiveDate> = Vec::with_capacity(parts.len());
        let mut until: Vec<NaiveDate> = Vec::with_capacity(parts.len());
        for part in parts {
            let value = self.rule_counting(part, count);
            if value.holds {
                since.push(value.since);
                until.push(value.until);
            }
        }
        let holds = since.len() >= n as usize;
        let done = n.min(since.len() as u32);
        if !holds {
            return Value { done, of: n, ..NOT };
        }
        since.sort_unstable();
        until.sort_unstable_by(|a, b| b.cmp(a));
        let nth = (n as usize).saturating_sub(1);
        Value {
            holds,
            since: since[nth],
            until: until[nth],
            done,
            of: n,
        }
    }

    fn credits(&self, n: u32, of: &[NodeIx]) -> Value {
        let mut counting: Vec<(Value, u32)> = of
            .iter()
            .map(|ix| (self.node_value(*ix), self.framework.node(*ix).credits))
            .filter(|(value, _)| value.holds)
            .collect();
        let total = counting
            .iter()
            .fold(0u32, |sum, (_, credits)| sum.saturating_add(*credits));
        if total < n {
            return Value {
                done: total,
                of: n,
                ..NOT
            };
        }
        let reached = |order: &[(Value, u32)], pick: fn(&Value) -> NaiveDate| {
            let mut sum = 0u32;
            order.iter().find_map(|(value, credits)| {
                sum = sum.saturating_add(*credits);
                (sum >= n).then(|| pick(value))
            })
        };
        counting.sort_by_key(|(value, _)| value.since);
        let since = reached(&counting, |value| value.since).unwrap_or(NEVER);
        counting.sort_by_key(|(value, _)| std::cmp::Reverse(value.until));
        let until = reached(&counting, |value| value.until).unwrap_or(NEVER);
        Value {
            holds: true,
            since,
            until,
            done: n,
            of: n,
        }
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

/// Whether facts are there already that will count once what the element requires first is there.
pub(crate) fn waits_only_for_what_comes_first(framework: &Framework, facts: &Facts, ix: NodeIx, on: NaiveDate) -> bool {
    match framework.node(ix).kind {
        NodeKind::Element(ElementKind::Assessment | ElementKind::Course) => {
            sittings(framework, facts, ix, on, None).pass.is_some()
        }
        NodeKind::Element(ElementKind::Verification) => facts
            .verifications
            .of(ix)
            .iter()
            .any(|v| verdicts::verification(v, on).counts()),
        _ => false,
    }
}

fn bare(holds: bool) -> Value {
    if holds { ALWAYS } else { Value { of: 0, ..NOT } }
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
