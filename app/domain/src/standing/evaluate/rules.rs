//! What each form of rule comes to.

use chrono::NaiveDate;

use super::{Evaluation, Value};
use crate::framework::{KindIx, NodeIx, Rule};
use crate::standing::State;
use crate::standing::bind::NEVER;
use crate::standing::gathered::{self, Gathered};
use crate::standing::verdicts::{self, FactVerdict};

/// A rule that asks for nothing.
pub(super) const ALWAYS: Value = Value {
    holds: true,
    since: NaiveDate::MIN,
    until: NEVER,
    done: 0,
    of: 0,
};
/// A rule of one part that does not hold.
const NOT: Value = Value {
    holds: false,
    since: NEVER,
    until: NEVER,
    done: 0,
    of: 1,
};

impl Evaluation<'_> {
    pub(super) fn has_begun(&self, rule: &Rule) -> bool {
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

    fn spell_waits(&self, kind: KindIx) -> bool {
        self.facts.experience.iter().any(|spell| {
            let own = self.framework.experience_kind(spell.kind);
            self.framework.experience_counts_as(spell.kind, kind)
                && !matches!(
                    verdicts::experience(spell, own, self.on),
                    FactVerdict::NotThere | FactVerdict::Withdrawn(_)
                )
        })
    }

    /// A rule, with the facts it counts written down for the node at hand.
    pub(super) fn gather(&mut self, rule: &Rule, aside: &[u32]) -> Value {
        let mut counted = std::mem::take(&mut self.counted);
        let value = self.rule_counting(rule, aside, &mut |fact| counted.push(fact));
        self.counted = counted;
        value
    }

    pub(super) fn rule(&self, rule: &Rule) -> Value {
        self.rule_without(rule, &[])
    }

    /// A rule, without what people in `aside` signed of what it gathers itself.
    pub(super) fn rule_without(&self, rule: &Rule, aside: &[u32]) -> Value {
        self.rule_counting(rule, aside, &mut |_| {})
    }

    fn rule_counting(&self, rule: &Rule, aside: &[u32], count: &mut dyn FnMut(u32)) -> Value {
        match rule {
            Rule::All(parts) => parts.iter().fold(ALWAYS, |sum, part| {
                let value = self.rule_counting(part, aside, count);
                Value {
                    holds: sum.holds && value.holds,
                    since: sum.since.max(value.since),
                    until: sum.until.min(value.until),
                    done: sum.done.saturating_add(value.done),
                    of: sum.of.saturating_add(value.of),
                }
            }),
            Rule::Any(parts) => self.any(parts, aside, count),
            Rule::AtLeast { n, of } => self.at_least(*n, of, aside, count),
            Rule::Node(ix) | Rule::Holds(ix) => self.node_value(*ix),
            Rule::Outcomes(nodes) => nodes.iter().fold(ALWAYS, |sum, ix| {
                let node = &self.nodes[ix.index()];
                let value = self.node_value(*ix);
                Value {
                    holds: sum.holds && value.holds,
                    since: sum.since.max(value.since),
                    until: sum.until.min(value.until),
                    done: sum.done.saturating_add(node.done),
                    of: sum.of.saturating_add(node.of),
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
                let found = gathered::examples(self.facts, examples, self.on, aside, &mut |fact| count(fact));
                Value {
                    holds: found.enough,
                    since: found.since,
                    until: NEVER,
                    done: found.done as u32,
                    of: examples.n,
                }
            }
            Rule::Hours(hours) => {
                let found = gathered::hours(self.framework, self.facts, hours, self.on, aside, &mut |fact, _| {
                    count(fact)
                });
                let (done, of) = whole_hours(&found);
                Value {
                    holds: found.enough,
                    since: found.since,
                    until: NEVER,
                    done,
                    of,
                }
            }
            Rule::Period(period) => {
                let found = gathered::period(self.framework, self.facts, period, self.on, aside, &mut |fact, _| {
                    count(fact)
                });
                let (done, of) = (in_u32(found.done), in_u32(found.of));
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
    fn any(&self, parts: &[Rule], aside: &[u32], count: &mut dyn FnMut(u32)) -> Value {
        let mut best: Option<Value> = None;
        for part in parts {
            let value = self.rule_counting(part, aside, count);
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

    fn at_least(&self, n: u32, parts: &[Rule], aside: &[u32], count: &mut dyn FnMut(u32)) -> Value {
        let mut since: Vec<NaiveDate> = Vec::with_capacity(parts.len());
        let mut until: Vec<NaiveDate> = Vec::with_capacity(parts.len());
        for part in parts {
            let value = self.rule_counting(part, aside, count);
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

/// Progress in hours: never full while a signature is missing.
fn whole_hours(found: &Gathered) -> (u32, u32) {
    let of = in_u32(found.of / 60);
    let done = in_u32(found.done / 60);
    let full = !found.enough && done >= of;
    (if full { of.saturating_sub(1) } else { done }, of)
}

fn in_u32(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}

fn bare(holds: bool) -> Value {
    if holds { ALWAYS } else { Value { of: 0, ..NOT } }
}
