//! Whether any way may lead to a node at all: a look ahead that leaves aside whether two choices exclude each other.

use crate::framework::{Attribute, ElementKind, Fold, Framework, Leaf, Moment, NodeIx, NodeKind, Rule, Source};
use crate::standing::{Facts, Standing, State};

/// For each node, whether a way may lead to it.
pub(super) fn nodes(framework: &Framework, facts: &Facts, standing: &Standing) -> Vec<bool> {
    let mut reachable: Vec<bool> = Vec::with_capacity(framework.len());
    // What a node needs comes before it.
    for (ix, node) in framework.nodes() {
        let leads = |rule: Option<&Rule>| rule.is_none_or(|it| rule_of(framework, facts, standing, &reachable, it));
        let own = match &node.kind {
            NodeKind::Stage(stage) => leads(stage.results.rule()) && leads(stage.employer.rule()),
            NodeKind::Status(status) => {
                let ways = framework.needs(ix).iter();
                status.valid_until.is_none_or(|until| standing.on() < until)
                    && ways.clone().any(|way| reachable[way.index()])
            }
            NodeKind::Element(_) | NodeKind::Competency(_) | NodeKind::StepOff { .. } | NodeKind::Route => {
                !is_used_up(framework, standing, ix) && leads(node.rule.as_ref())
            }
        };
        let first = node.sat_after.iter().all(|first| reachable[first.index()]);
        let leads_here = own && first && leads(node.requires.as_ref());
        reachable.push(standing.state(ix).counts() || leads_here);
    }
    reachable
}

/// Whether all attempts at an assessment are used and none will count again.
pub(super) fn is_used_up(framework: &Framework, standing: &Standing, ix: NodeIx) -> bool {
    let node = framework.node(ix);
    matches!(
        node.kind,
        NodeKind::Element(ElementKind::Assessment | ElementKind::Course)
    ) && node.attempts.is_some()
        && standing.state(ix) == State::Blocked
        && standing.is_open(ix)
        && standing.until(ix).is_none()
        && node.stage.is_none_or(|stage| standing.is_open(stage))
}

/// Whether a way may lead to where a rule holds.
pub(super) fn rule_of(
    framework: &Framework,
    facts: &Facts,
    standing: &Standing,
    reachable: &[bool],
    rule: &Rule,
) -> bool {
    rule.fold(&mut Leads {
        framework,
        facts,
        standing,
        reachable,
    })
}

struct Leads<'a> {
    framework: &'a Framework,
    facts: &'a Facts,
    standing: &'a Standing,
    reachable: &'a [bool],
}

impl<'r> Fold<'r> for Leads<'_> {
    type Value = bool;
    type Sum = (u32, u32);

    fn leaf(&mut self, rule: &'r Rule, leaf: &'r Leaf) -> bool {
        let node = |ix: &NodeIx| self.reachable[ix.index()];
        match leaf {
            Leaf::Node(ix) => node(ix),
            Leaf::Person(Attribute::Specialism(wanted)) => {
                self.facts.specialism().is_none_or(|chosen| chosen == *wanted)
            }
            Leaf::Tally(tally) => match &tally.source {
                Source::Claims(_) => true,
                Source::Minutes(minutes) => minutes.while_holding.iter().all(node),
                Source::Credits(of) => {
                    let credits = of
                        .iter()
                        .filter(|ix| node(ix))
                        .map(|ix| self.framework.node(*ix).credits);
                    credits.fold(0i64, |sum, credits| sum + i64::from(credits)) >= tally.least
                }
                Source::Exemptions(_) => self.standing.holds(self.framework, rule),
            },
            Leaf::Elapsed(elapsed) => elapsed.while_holding.iter().all(node),
            Leaf::Person(Attribute::JoinedBefore(_) | Attribute::JoinedFrom(_)) | Leaf::Unpublished(_) => {
                self.standing.holds(self.framework, rule)
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

    // What has not to be so is so already, or will never be looked for.
    fn not(&mut self, rule: &'r Rule, _: bool) -> bool {
        self.standing.holds(self.framework, rule)
    }

    fn at(&mut self, _: &'r Rule, _: Moment, part: &'r Rule) -> bool {
        part.fold(self)
    }
}
