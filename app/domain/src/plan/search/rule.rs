//! Rules: what each asks of a way.

use super::choose::Place;
use super::{Goal, Search, Task, Tasks};
use crate::dates::in_words;
use crate::framework::{Attribute, Leaf, NodeIx, Rule};
use crate::plan::What;
use crate::standing::Explanation;

impl<'a> Search<'a> {
    /// Plans a rule of a node; see [`Search::node`].
    pub(super) fn rule(&mut self, rule: &'a Rule, of: NodeIx, place: Place<'a, '_>) -> bool {
        match rule {
            Rule::Of { least, parts } if rule.all_of().is_none() => self.choose(of, *least as usize, parts, place),
            Rule::Of { .. } | Rule::At { .. } => {
                place.goals.extend(rule.parts().iter().rev().map(|part| Goal::Rule(part, of)));
                true
            }
            Rule::Not(_) => {
                self.holds(rule, place.way) || self.no_way("It asks for something not to be so, which is so")
            }
            Rule::Leaf(leaf) => self.leaf((rule, leaf), of, place),
        }
    }

    fn leaf(&mut self, (rule, leaf): (&'a Rule, &'a Leaf), of: NodeIx, place: Place<'a, '_>) -> bool {
        match leaf {
            Leaf::Node(ix) => place.goals.push(Goal::Node(*ix)),
            Leaf::Person(attribute) => return self.person((rule, *attribute), of, place.way),
            Leaf::Unpublished(what) => {
                return self.no_way(format!("The body has not published {}", what.trim_end_matches('.')));
            }
            Leaf::Credits(least, nodes) => return self.credits(*least, nodes, place),
            Leaf::Exempt(nodes) => {
                let open = nodes.iter().find(|ix| !self.standing.is_exempt(self.framework, **ix));
                let title = |ix: &NodeIx| &self.framework.node(*ix).title;
                let because = open.map(|ix| format!("Only the body can grant an exemption from {}", title(ix)));
                return because.is_none_or(|because| self.no_way(because));
            }
            Leaf::Claims(_) | Leaf::Minutes(_) | Leaf::Elapsed(_) => {
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
        if let Attribute::Specialism(wanted) = attribute
            && self.standing.specialism().or(way.specialism).is_none()
        {
            way.specialism = Some(wanted);
            way.tasks.push(Task { node: of, what: What::Choose(wanted) });
        }
        self.holds(rule, way)
            || self.no_way(match attribute {
                Attribute::Specialism(wanted) => {
                    let title = &self.framework.specialism(wanted).title;
                    format!("It asks for the specialism {title}, and another is chosen")
                }
                Attribute::JoinedBefore(day) => format!("It is only for those who joined before {}", in_words(day)),
                Attribute::JoinedFrom(day) => format!("It is only for those who joined on {} or later", in_words(day)),
            })
    }

    /// Whether a node counts, or the way reaches it.
    pub(super) fn is_there(&self, ix: NodeIx, way: &Tasks<'_>) -> bool {
        self.standing.state(ix).counts() || way.planned[ix.index()]
    }

    /// Whether a rule holds as things are, with what the way reaches and the specialism that it has chosen.
    pub(super) fn holds(&self, rule: &Rule, way: &Tasks<'_>) -> bool {
        let leaf = |rule: &Rule, leaf: &Leaf| match leaf {
            Leaf::Node(ix) => self.is_there(*ix, way),
            Leaf::Person(Attribute::Specialism(wanted)) => {
                self.standing.specialism().or(way.specialism) == Some(*wanted)
            }
            Leaf::Credits(least, nodes) => {
                self.framework.credits(nodes.iter().filter(|ix| self.is_there(**ix, way))) >= *least
            }
            Leaf::Person(_) | Leaf::Claims(_) | Leaf::Minutes(_) | Leaf::Exempt(_) | Leaf::Elapsed(_) => {
                self.standing.holds(self.framework, rule)
            }
            Leaf::Unpublished(_) => false,
        };
        rule.holds_where(&leaf, &|part| !self.holds(part, way))
    }
}

/// What a leaf asks one to do; nothing where it holds.
fn task(leaf: &Leaf, of: NodeIx, explained: &Explanation<'_>) -> Option<Task> {
    let (left, signed) = (explained.left(), explained.count.signers);
    let (node, what) = match leaf {
        _ if explained.holds => return None,
        Leaf::Claims(claims) => {
            // Where only a signature is missing, one more claim carries it.
            let examples = left.max(i64::from(claims.signers.saturating_sub(signed))).max(1);
            let examples = u32::try_from(examples).unwrap_or(u32::MAX);
            (claims.of, What::Claim { examples, distinct_signers: claims.signers })
        }
        Leaf::Minutes(minutes) => {
            // Whoever confirms the missing hours is one more, or need not be.
            let signers = if minutes.signers > 1 { minutes.signers.saturating_sub(signed) } else { 0 };
            let (kind, while_holding) = (minutes.kind, minutes.while_holding);
            (of, What::GatherMinutes { kind, minutes: left.max(1), while_holding, signers })
        }
        Leaf::Elapsed(elapsed) => {
            // Added up from a separate stretch a month may take more days than by the calendar.
            let days = left.max(elapsed.length.in_days() - explained.count.done).max(1);
            (of, What::GatherDays { kind: elapsed.kind, days, while_holding: elapsed.while_holding })
        }
        Leaf::Node(_) | Leaf::Person(_) | Leaf::Credits(..) | Leaf::Exempt(_) | Leaf::Unpublished(_) => return None,
    };
    Some(Task { node, what })
}
