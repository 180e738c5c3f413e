//! Rules: what each asks of a way.

use super::{Goal, Search, Settle, Task, Tasks};
use crate::framework::{Attribute, Fold, Leaf, Moment, NodeIx, Rule, Source, Tally};
use crate::plan::{What, words};
use crate::standing::{Explanation, Standing};

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
            Rule::Of { least, parts } if *least as usize >= parts.len() => {
                goals.extend(parts.iter().rev().map(|part| Goal::Rule(part, of)));
                true
            }
            Rule::Of { least, parts } => self.choose((rule, of), (*least as usize, parts), settle, goals, way),
            Rule::Not(_) => self.holds(rule, way) || self.no_way(words::not()),
            Rule::At { rule, .. } => {
                goals.push(Goal::Rule(rule, of));
                true
            }
            Rule::Leaf(leaf) => self.leaf((rule, leaf), of, settle, goals, way),
        }
    }

    fn leaf(
        &mut self,
        (rule, leaf): (&'a Rule, &'a Leaf),
        of: NodeIx,
        settle: Settle,
        goals: &mut Vec<Goal<'a>>,
        way: &mut Tasks<'a>,
    ) -> bool {
        match leaf {
            Leaf::Node(ix) => goals.push(Goal::Node(*ix)),
            Leaf::Person(attribute) => return self.person(*attribute, of, way),
            Leaf::Tally(Tally {
                source: Source::Credits(nodes),
                least,
                ..
            }) => return self.credits((rule, of), (*least, nodes), settle, goals, way),
            Leaf::Tally(Tally {
                source: Source::Exemptions(nodes),
                ..
            }) => {
                if !self.holds(rule, way) {
                    let open = nodes.iter().find(|ix| !self.standing.is_exempt(self.framework, **ix));
                    let title = open.or(nodes.first()).map(|ix| words::not_exempt(self.framework, *ix));
                    return self.no_way(title.unwrap_or_default());
                }
            }
            Leaf::Tally(_) | Leaf::Elapsed(_) => {
                if let Some(task) = task(leaf, of, &self.explain(rule)) {
                    way.tasks.push(task);
                    let status = match leaf {
                        Leaf::Elapsed(elapsed) => elapsed.while_holding,
                        Leaf::Tally(tally) => match &tally.source {
                            Source::Minutes(minutes) => minutes.while_holding,
                            Source::Claims(_) | Source::Credits(_) | Source::Exemptions(_) => None,
                        },
                        Leaf::Node(_) | Leaf::Person(_) | Leaf::Unpublished(_) => None,
                    };
                    goals.extend(status.map(Goal::Node));
                }
            }
            Leaf::Unpublished(what) => return self.no_way(words::unpublished(what)),
        }
        true
    }

    fn person(&mut self, attribute: Attribute, of: NodeIx, way: &mut Tasks<'a>) -> bool {
        match attribute {
            Attribute::Specialism(wanted) => match self.facts.specialism().or(way.specialism) {
                Some(chosen) if chosen == wanted => true,
                Some(_) => self.no_way(words::other_specialism(self.framework, wanted)),
                None => {
                    way.specialism = Some(wanted);
                    way.tasks.push(Task {
                        node: of,
                        what: What::Choose(wanted),
                    });
                    true
                }
            },
            Attribute::JoinedBefore(day) => {
                let fits = self.facts.file().joined_on.is_some_and(|joined| joined < day);
                fits || self.no_way(words::joined_before(day))
            }
            Attribute::JoinedFrom(day) => {
                let fits = self.facts.file().joined_on.is_some_and(|joined| joined >= day);
                fits || self.no_way(words::joined_from(day))
            }
        }
    }

    fn explain(&self, rule: &'a Rule) -> Explanation<'a> {
        self.standing.explain(self.framework, rule)
    }

    /// Whether a rule holds as things are, with what the way reaches and the specialism that it has chosen.
    pub(super) fn holds(&self, rule: &'a Rule, way: &Tasks<'_>) -> bool {
        rule.fold(&mut Reached { search: self, way })
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

/// Whether a rule holds with what a way reaches.
struct Reached<'s, 'a, 'w> {
    search: &'s Search<'a>,
    way: &'w Tasks<'w>,
}

impl Reached<'_, '_, '_> {
    fn counts(&self, ix: NodeIx) -> bool {
        self.search.standing.state(ix).counts() || self.way.planned[ix.index()]
    }
}

impl<'r> Fold<'r> for Reached<'_, '_, '_> {
    type Value = bool;
    type Sum = (u32, u32);

    fn leaf(&mut self, rule: &'r Rule, leaf: &'r Leaf) -> bool {
        let standing: &Standing = self.search.standing;
        let framework = self.search.framework;
        match leaf {
            Leaf::Node(ix) => self.counts(*ix),
            Leaf::Person(Attribute::Specialism(wanted)) => {
                self.search.facts.specialism().or(self.way.specialism) == Some(*wanted)
            }
            Leaf::Tally(Tally {
                source: Source::Credits(nodes),
                least,
                ..
            }) => {
                let counting = nodes.iter().filter(|ix| self.counts(**ix));
                counting.fold(0i64, |sum, ix| sum + i64::from(framework.node(*ix).credits)) >= *least
            }
            Leaf::Person(_) | Leaf::Tally(_) | Leaf::Elapsed(_) | Leaf::Unpublished(_) => {
                standing.holds(framework, rule)
            }
        }
    }

    fn begin(&mut self, least: u32, _: usize) -> Self::Sum {
        (least, 0)
    }

    fn add(&mut self, sum: &mut Self::Sum, part: bool) {
        sum.1 += u32::from(part);
    }

    fn end(&mut self, _: &'r Rule, (least, there): Self::Sum) -> bool {
        there >= least
    }

    fn not(&mut self, _: &'r Rule, part: bool) -> bool {
        !part
    }

    fn at(&mut self, _: &'r Rule, _: Moment, part: &'r Rule) -> bool {
        part.fold(self)
    }
}
