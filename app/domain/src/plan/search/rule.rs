//! Rules: what each asks of a way.

use super::choose::Place;
use super::{Goal, Search, Task, Tasks};
use crate::framework::{Attribute, Leaf, NodeIx, Rule, Source};
use crate::plan::{What, words};
use crate::standing::Explanation;

impl<'a> Search<'a> {
    /// Plans a rule of a node; see [`Search::node`].
    pub(super) fn rule(&mut self, rule: &'a Rule, of: NodeIx, place: Place<'a, '_>) -> bool {
        match rule {
            Rule::Of { least, parts } if *least as usize >= parts.len() => {
                place.goals.extend(parts.iter().rev().map(|part| Goal::Rule(part, of)));
                true
            }
            Rule::Of { least, parts } => self.choose(of, *least as usize, parts, place),
            Rule::Not(_) => self.holds(rule, place.way) || self.no_way(words::not()),
            Rule::At { rule, .. } => {
                place.goals.push(Goal::Rule(rule, of));
                true
            }
            Rule::Leaf(leaf) => self.leaf((rule, leaf), of, place),
        }
    }

    fn leaf(&mut self, (rule, leaf): (&'a Rule, &'a Leaf), of: NodeIx, place: Place<'a, '_>) -> bool {
        let source = match leaf {
            Leaf::Tally(tally) => Some(&tally.source),
            Leaf::Node(_) | Leaf::Person(_) | Leaf::Elapsed(_) | Leaf::Unpublished(_) => None,
        };
        match (leaf, source) {
            (Leaf::Node(ix), _) => place.goals.push(Goal::Node(*ix)),
            (Leaf::Person(attribute), _) => return self.person((rule, *attribute), of, place.way),
            (Leaf::Unpublished(what), _) => return self.no_way(words::unpublished(what)),
            (Leaf::Tally(tally), Some(Source::Credits(nodes))) => return self.credits(tally.least, nodes, place),
            (_, Some(Source::Exemptions(nodes))) => {
                let mut open = nodes.iter().filter(|ix| !self.standing.is_exempt(self.framework, **ix));
                if let Some(open) = open.next() {
                    return self.no_way(words::not_exempt(self.framework, *open));
                }
            }
            (Leaf::Tally(_) | Leaf::Elapsed(_), _) => {
                if let Some(task) = task(leaf, of, &self.standing.explain(self.framework, rule)) {
                    place.way.tasks.push(task);
                    // The status that has to be held meanwhile.
                    let held = leaf.kind().map_or(&[][..], |_| leaf.nodes());
                    place.goals.extend(held.iter().copied().map(Goal::Node));
                }
            }
        }
        true
    }

    fn person(&mut self, (rule, attribute): (&'a Rule, Attribute), of: NodeIx, way: &mut Tasks<'a>) -> bool {
        match attribute {
            Attribute::Specialism(wanted) => match self.standing.specialism().or(way.specialism) {
                Some(chosen) if chosen == wanted => true,
                Some(_) => self.no_way(words::other_specialism(self.framework, wanted)),
                None => {
                    way.specialism = Some(wanted);
                    way.tasks.push(Task { node: of, what: What::Choose(wanted) });
                    true
                }
            },
            Attribute::JoinedBefore(day) => self.holds(rule, way) || self.no_way(words::joined_before(day)),
            Attribute::JoinedFrom(day) => self.holds(rule, way) || self.no_way(words::joined_from(day)),
        }
    }

    /// Whether a rule holds as things are, with what the way reaches and the specialism that it has chosen.
    pub(super) fn holds(&self, rule: &Rule, way: &Tasks<'_>) -> bool {
        let counts = |ix: &NodeIx| self.standing.state(*ix).counts() || way.planned[ix.index()];
        let leaf = |rule: &Rule, leaf: &Leaf| match leaf {
            Leaf::Node(ix) => counts(ix),
            Leaf::Person(Attribute::Specialism(wanted)) => {
                self.standing.specialism().or(way.specialism) == Some(*wanted)
            }
            Leaf::Tally(tally) => match &tally.source {
                Source::Credits(nodes) => self.framework.credits(nodes.iter().filter(|ix| counts(ix))) >= tally.least,
                Source::Claims(_) | Source::Minutes(_) | Source::Exemptions(_) => {
                    self.standing.holds(self.framework, rule)
                }
            },
            Leaf::Person(_) | Leaf::Elapsed(_) | Leaf::Unpublished(_) => self.standing.holds(self.framework, rule),
        };
        rule.holds_where(&leaf, &|part| !self.holds(part, way))
    }
}

/// What a leaf asks one to do; nothing where it holds.
fn task(leaf: &Leaf, of: NodeIx, explained: &Explanation<'_>) -> Option<Task> {
    if explained.holds {
        return None;
    }
    let left = explained.left();
    match leaf {
        Leaf::Tally(tally) => {
            let signers = tally.signers.saturating_sub(explained.count.signers);
            match &tally.source {
                Source::Claims(claims) => Some(Task {
                    node: claims.of,
                    what: What::Claim {
                        // Where only a signature is missing, one more claim carries it.
                        examples: u32::try_from(left.max(i64::from(signers)).max(1)).unwrap_or(u32::MAX),
                        distinct_signers: tally.signers,
                    },
                }),
                Source::Minutes(minutes) => Some(Task {
                    node: of,
                    what: What::GatherMinutes {
                        kind: minutes.kind,
                        minutes: left.max(1),
                        while_holding: minutes.while_holding,
                        // Whoever confirms the missing hours is one more, or need not be.
                        signers: if tally.signers > 1 { signers } else { 0 },
                    },
                }),
                Source::Credits(_) | Source::Exemptions(_) => None,
            }
        }
        Leaf::Elapsed(elapsed) => Some(Task {
            node: of,
            what: What::GatherDays {
                kind: elapsed.kind,
                // Added up from a separate stretch a month may take more days than by the calendar.
                days: left.max(elapsed.length.in_days() - explained.count.done).max(1),
                while_holding: elapsed.while_holding,
            },
        }),
        Leaf::Node(_) | Leaf::Person(_) | Leaf::Unpublished(_) => None,
    }
}
