//! Rules: what each asks of a way.

use super::{Goal, Search, Settle, Task, Tasks};
use crate::framework::{NodeIx, Rule};
use crate::plan::{What, tell};
use crate::standing::{Missing, State, still_to_gather};

impl<'a> Search<'a> {
    /// Plans a rule; see [`Search::node`].
    pub(super) fn rule(
        &mut self,
        rule: &'a Rule,
        of: NodeIx,
        settle: Settle,
        goals: &mut Vec<Goal<'a>>,
        way: &mut Tasks<'a>,
    ) -> bool {
        match rule {
            Rule::All(parts) => goals.extend(parts.iter().rev().map(|part| Goal::Rule(part, of))),
            Rule::Any(parts) => return self.choose((rule, of), (1, parts), settle, goals, way),
            Rule::AtLeast { n, of: parts } => return self.choose((rule, of), (*n as usize, parts), settle, goals, way),
            Rule::Node(ix) | Rule::Holds(ix) => goals.push(Goal::Node(*ix)),
            Rule::Outcomes(nodes) => goals.extend(nodes.iter().rev().map(|ix| Goal::Node(*ix))),
            Rule::Exempt(nodes) => {
                let open = nodes.iter().find(|ix| self.standing.state(**ix) != State::Exempt);
                if let Some(ix) = open {
                    return self.no_way(tell::not_exempt(self.framework, *ix));
                }
            }
            Rule::Examples(examples) => {
                if let Some(missing) = self.missing(rule) {
                    let what = What::Claim {
                        examples: u32::try_from(missing.amount).unwrap_or(u32::MAX),
                        distinct_signers: examples.distinct_signers,
                    };
                    way.tasks.push(Task {
                        node: examples.of,
                        what,
                    });
                }
            }
            Rule::Hours(hours) => {
                if let Some(missing) = self.missing(rule) {
                    let what = What::GatherMinutes {
                        kind: hours.kind,
                        minutes: missing.amount,
                        while_holding: hours.while_holding,
                        signers: missing.signers,
                    };
                    way.tasks.push(Task { node: of, what });
                    goals.extend(hours.while_holding.map(Goal::Node));
                }
            }
            Rule::Period(period) => {
                if let Some(missing) = self.missing(rule) {
                    let what = What::GatherDays {
                        kind: period.kind,
                        days: missing.amount,
                        while_holding: period.while_holding,
                    };
                    way.tasks.push(Task { node: of, what });
                    goals.extend(period.while_holding.map(Goal::Node));
                }
            }
            Rule::Credits { n, of: nodes } => return self.credits((rule, of), (*n, nodes), settle, goals, way),
            Rule::Matches(wanted) => {
                let chosen = self.facts.specialism().or(way.specialism);
                match chosen {
                    Some(chosen) if chosen == *wanted => {}
                    Some(_) => return self.no_way(tell::other_specialism(self.framework, *wanted)),
                    None => {
                        way.specialism = Some(*wanted);
                        way.tasks.push(Task {
                            node: of,
                            what: What::Choose(*wanted),
                        });
                    }
                }
            }
            Rule::JoinedBefore(day) => {
                if self.facts.file().joined_on.is_none_or(|joined| joined >= *day) {
                    return self.no_way(tell::joined(&format!("before {}", tell::day(*day))));
                }
            }
            Rule::JoinedFrom(day) => {
                if self.facts.file().joined_on.is_none_or(|joined| joined < *day) {
                    return self.no_way(tell::joined(&format!("on {} or later", tell::day(*day))));
                }
            }
            Rule::Unpublished(what) => return self.no_way(tell::unpublished(what)),
        }
        true
    }

    fn missing(&self, rule: &Rule) -> Option<Missing> {
        still_to_gather(self.framework, self.facts, rule, self.standing.on())
    }

    /// Whether a rule holds as things are, with what the way reaches and the specialism that it has chosen.
    pub(super) fn holds(&self, rule: &Rule, way: &Tasks<'_>) -> bool {
        let there = |ix: &NodeIx| self.standing.state(*ix).counts() || way.planned[ix.index()];
        match rule {
            Rule::All(parts) => parts.iter().all(|part| self.holds(part, way)),
            Rule::Any(parts) => parts.iter().any(|part| self.holds(part, way)),
            Rule::AtLeast { n, of } => of.iter().filter(|part| self.holds(part, way)).count() >= *n as usize,
            Rule::Node(ix) | Rule::Holds(ix) => there(ix),
            Rule::Outcomes(nodes) => nodes.iter().all(there),
            Rule::Exempt(nodes) => nodes.iter().all(|ix| self.standing.state(*ix) == State::Exempt),
            Rule::Examples(_) | Rule::Hours(_) | Rule::Period(_) => self.missing(rule).is_none(),
            Rule::Credits { n, of } => {
                let counting = of.iter().filter(|ix| there(ix));
                counting
                    .map(|ix| self.framework.node(*ix).credits)
                    .fold(0, u32::saturating_add)
                    >= *n
            }
            Rule::Matches(wanted) => self.facts.specialism().or(way.specialism) == Some(*wanted),
            Rule::JoinedBefore(day) => self.facts.file().joined_on.is_some_and(|joined| joined < *day),
            Rule::JoinedFrom(day) => self.facts.file().joined_on.is_some_and(|joined| joined >= *day),
            Rule::Unpublished(_) => false,
        }
    }
}
