use chrono::NaiveDate;

use super::{KindIx, NodeIx, SpecialismIx};
use crate::dates::Length;

/// A rule, compiled: every id is an index. What each form means, with its bounds, stands in `docs/standing.md`.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Every part holds; holds when there is no part.
    All(Vec<Rule>),
    /// At least one part holds.
    Any(Vec<Rule>),
    /// At least `n` of the parts hold.
    AtLeast {
        /// How many.
        n: u32,
        /// Of these.
        of: Vec<Rule>,
    },
    /// The node is met, exempt or held.
    Node(NodeIx),
    /// Every one of these competency outcomes is met; progress is counted in examples, not in outcomes.
    Outcomes(Vec<NodeIx>),
    /// Each of these elements is exempt by a decision of the body.
    Exempt(Vec<NodeIx>),
    /// An outcome is evidenced often enough.
    Examples(Examples),
    /// Enough confirmed minutes of experience.
    Hours(Hours),
    /// Enough elapsed time of confirmed experience.
    Period(Period),
    /// Enough credits from nodes that are met.
    Credits {
        /// Credits to reach.
        n: u32,
        /// Nodes whose credits count.
        of: Vec<NodeIx>,
    },
    /// The status is held.
    Holds(NodeIx),
    /// The trainee's specialism is this one.
    Matches(SpecialismIx),
    /// The trainee joined the body before this day.
    JoinedBefore(NaiveDate),
    /// The trainee joined the body on this day or later.
    JoinedFrom(NaiveDate),
    /// What the body has not published; never holds, and says so.
    Unpublished(String),
}

/// How often an outcome is to be evidenced.
#[derive(Clone, Debug, PartialEq)]
pub struct Examples {
    /// Decided claims that are needed; a claim counts once, however many pieces of evidence it has.
    pub n: u32,
    /// The outcome.
    pub of: NodeIx,
    /// How old the work may be on the day the claim is submitted, from the last day of the work.
    pub max_age: Option<Length>,
    /// How many different people must have decided the claims that count.
    pub distinct_signers: u32,
}

/// Minutes of experience to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// Whole minutes.
    pub minutes: i64,
    /// The kind of experience, and whatever counts as it.
    pub kind: KindIx,
    /// Only work done in this length before the day of reading counts.
    pub window: Option<Length>,
    /// Only work done while this status was held counts.
    pub while_holding: Option<NodeIx>,
    /// How many different people must have confirmed what counts.
    pub distinct_signers: u32,
}

/// Elapsed time of experience to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// How long; see [`Length::in_days`].
    pub length: Length,
    /// The kind of experience, and whatever counts as it.
    pub kind: KindIx,
    /// Weigh each day by the share of full time worked, at most one full day a day.
    pub full_time_equivalent: bool,
    /// Count at most this many organisations: those that give the most.
    pub max_organisations: Option<u32>,
    /// Only time while this status was held counts.
    pub while_holding: Option<NodeIx>,
}

/// How often an assessment may be sat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempts {
    /// Confirmed sittings that count; the next ones in the same window do not.
    pub max: u32,
    /// The window, from the first sitting in it; without one, for ever.
    pub within: Option<Length>,
}

/// How a pass lapses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expiry {
    /// How long from the sitting (or from the first sitting of the set) the pass is good.
    pub after: Length,
    /// The set of elements that must all be passed in one window; then none of them lapses.
    pub whole_set: Option<u32>,
}

/// One of the two keys of a stage.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyRule {
    /// What turns it.
    Needs(Rule),
    /// The stage has no such key, and this is why.
    Absent(String),
}

impl KeyRule {
    /// The rule, when there is one.
    pub fn rule(&self) -> Option<&Rule> {
        match self {
            KeyRule::Needs(rule) => Some(rule),
            KeyRule::Absent(_) => None,
        }
    }
}

impl Rule {
    /// Appends every node that the rule names, in its order.
    pub fn nodes(&self, into: &mut Vec<NodeIx>) {
        match self {
            Rule::All(parts) | Rule::Any(parts) | Rule::AtLeast { of: parts, .. } => {
                parts.iter().for_each(|part| part.nodes(into));
            }
            Rule::Node(ix) | Rule::Holds(ix) => into.push(*ix),
            Rule::Outcomes(nodes) | Rule::Exempt(nodes) | Rule::Credits { of: nodes, .. } => into.extend(nodes),
            Rule::Examples(examples) => into.push(examples.of),
            Rule::Hours(hours) => into.extend(hours.while_holding),
            Rule::Period(period) => into.extend(period.while_holding),
            Rule::Matches(_) | Rule::JoinedBefore(_) | Rule::JoinedFrom(_) | Rule::Unpublished(_) => {}
        }
    }

    /// Appends every kind of experience that the rule asks for.
    pub(crate) fn kinds(&self, into: &mut Vec<KindIx>) {
        match self {
            Rule::All(parts) | Rule::Any(parts) | Rule::AtLeast { of: parts, .. } => {
                parts.iter().for_each(|part| part.kinds(into));
            }
            Rule::Hours(hours) => into.push(hours.kind),
            Rule::Period(period) => into.push(period.kind),
            _ => {}
        }
    }

    /// Gives every node that the rule names its new index.
    pub(crate) fn rename(&mut self, rename: &impl Fn(&mut NodeIx)) {
        match self {
            Rule::All(parts) | Rule::Any(parts) | Rule::AtLeast { of: parts, .. } => {
                parts.iter_mut().for_each(|part| part.rename(rename));
            }
            Rule::Node(ix) | Rule::Holds(ix) => rename(ix),
            Rule::Outcomes(nodes) | Rule::Exempt(nodes) | Rule::Credits { of: nodes, .. } => {
                nodes.iter_mut().for_each(rename);
            }
            Rule::Examples(examples) => rename(&mut examples.of),
            Rule::Hours(hours) => hours.while_holding.iter_mut().for_each(rename),
            Rule::Period(period) => period.while_holding.iter_mut().for_each(rename),
            Rule::Matches(_) | Rule::JoinedBefore(_) | Rule::JoinedFrom(_) | Rule::Unpublished(_) => {}
        }
    }
}
