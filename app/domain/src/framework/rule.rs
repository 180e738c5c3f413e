use chrono::NaiveDate;

use super::{KindIx, NodeIx, SpecialismIx};
use crate::dates::Length;

/// A rule, compiled: every id is an index. What each form means, with its bounds, stands in `docs/standing.md`.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// At least so many of the parts hold. All of them, where it asks for as many as there are.
    Of {
        /// How many.
        least: u32,
        /// Of these.
        parts: Vec<Rule>,
    },
    /// The part does not hold.
    Not(Box<Rule>),
    /// The part is asked at another moment than the rules around it.
    At {
        /// When it is asked.
        moment: Moment,
        /// What is asked.
        rule: Box<Rule>,
    },
    /// A rule without parts.
    Leaf(Leaf),
}

/// When a rule that comes before something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// On the day of the sitting, of the verification: what holds then is enough for ever.
    Done,
    /// On the day of reading: what no longer holds no longer counts.
    Now,
}

/// A rule without parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Leaf {
    /// The node is met, exempt or held.
    Node(NodeIx),
    /// Something about the person.
    Person(Attribute),
    /// Claims that evidence an outcome and were decided met; each counts once.
    Claims(Claims),
    /// Hours of confirmed experience.
    Minutes(Minutes),
    /// So many credits of these nodes, of those that count.
    Credits(i64, Vec<NodeIx>),
    /// Each of these elements is exempt by a decision of the body.
    Exempt(Vec<NodeIx>),
    /// Enough elapsed time of confirmed experience.
    Elapsed(Elapsed),
    /// What the body has not published; never holds, and says so.
    Unpublished(String),
}

/// Something about the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// The specialism is this one.
    Specialism(SpecialismIx),
    /// The person joined the body before this day.
    JoinedBefore(NaiveDate),
    /// The person joined the body on this day or later.
    JoinedFrom(NaiveDate),
}

/// Claims that evidence one outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claims {
    /// The outcome.
    pub of: NodeIx,
    /// How many are enough.
    pub least: i64,
    /// How many different people must have decided those that count.
    pub signers: u32,
    /// How old the work may be on the day the claim is sent, from the last day of the work.
    pub max_age: Option<Length>,
    /// How long a claim counts, from the last day of the work.
    pub valid_for: Option<Length>,
}

/// Minutes of a kind of experience.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minutes {
    /// The kind of experience, and whatever counts as it.
    pub kind: KindIx,
    /// How many whole minutes are enough.
    pub least: i64,
    /// How many different people must have confirmed those that count.
    pub signers: u32,
    /// Only work done in this length before the day of reading counts.
    pub window: Option<Length>,
    /// Only work done while this status was held counts.
    pub while_holding: Option<NodeIx>,
}

/// Elapsed time of experience to reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Elapsed {
    /// How long: by the calendar in one stretch, else in days added up; see `docs/standing.md`.
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

/// A choice that a rule leaves: so many of these parts, of which there are more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice<'a> {
    /// How many are enough.
    pub n: u32,
    /// The parts. One may be several nodes together: "A and B, or C".
    pub of: &'a [Rule],
}

impl Choice<'_> {
    /// Every node that the choice is about, in the order of the rule.
    pub fn nodes(&self) -> Vec<NodeIx> {
        let mut nodes = Vec::new();
        self.of.iter().for_each(|part| part.nodes(&mut nodes));
        nodes
    }
}

/// How many of its parts a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Asked {
    All,
    Any,
    AtLeast,
    /// More than there are.
    Never,
}

impl Asked {
    pub fn of(least: u32, parts: usize) -> Self {
        match (least as usize, parts) {
            (least, parts) if least == parts => Asked::All,
            (least, parts) if least > parts => Asked::Never,
            (1, _) => Asked::Any,
            _ => Asked::AtLeast,
        }
    }
}

impl Rule {
    /// Every part holds; holds when there is no part.
    pub fn all(parts: Vec<Rule>) -> Self {
        Rule::Of { least: u32::try_from(parts.len()).unwrap_or(u32::MAX), parts }
    }

    /// At least one part holds.
    pub fn any(parts: Vec<Rule>) -> Self {
        Rule::Of { least: 1, parts }
    }

    /// The node counts.
    pub fn node(ix: NodeIx) -> Self {
        Rule::Leaf(Leaf::Node(ix))
    }

    /// The rules that it is made of, whatever its form.
    pub(crate) fn parts(&self) -> &[Rule] {
        match self {
            Rule::Of { parts, .. } => parts,
            Rule::Not(part) | Rule::At { rule: part, .. } => std::slice::from_ref(part),
            Rule::Leaf(_) => &[],
        }
    }

    /// Its parts, where it asks for all of them.
    pub(crate) fn all_of(&self) -> Option<&[Rule]> {
        match self {
            Rule::Of { least, parts } => (*least as usize >= parts.len()).then_some(parts),
            Rule::Not(_) | Rule::At { .. } | Rule::Leaf(_) => None,
        }
    }

    /// The node, where it names one and nothing else.
    pub(crate) fn as_node(&self) -> Option<NodeIx> {
        if let Rule::Leaf(Leaf::Node(ix)) = self { Some(*ix) } else { None }
    }

    /// Every choice that the rule leaves, in its order. A choice within a part of another belongs to that part.
    pub fn choices(&self) -> Vec<Choice<'_>> {
        match self {
            Rule::Of { least, parts } if self.all_of().is_none() => vec![Choice { n: *least, of: parts }],
            Rule::Of { .. } | Rule::At { .. } => self.parts().iter().flat_map(Rule::choices).collect(),
            Rule::Not(_) | Rule::Leaf(_) => Vec::new(),
        }
    }

    /// Calls back with every leaf, in the order of the rule.
    pub fn walk<'r>(&'r self, each: &mut impl FnMut(&'r Leaf)) {
        match self {
            Rule::Of { .. } | Rule::Not(_) | Rule::At { .. } => self.parts().iter().for_each(|part| part.walk(each)),
            Rule::Leaf(leaf) => each(leaf),
        }
    }

    /// Whether part of it is asked on the day of reading, where all else is asked on the day of what was done.
    pub(crate) fn asks_now(&self) -> bool {
        matches!(self, Rule::At { moment: Moment::Now, .. }) || self.parts().iter().any(Rule::asks_now)
    }

    /// Whether part of it says when it is asked.
    pub(crate) fn asks_at_a_moment(&self) -> bool {
        matches!(self, Rule::At { .. }) || self.parts().iter().any(Rule::asks_at_a_moment)
    }

    /// Whether it can be fulfilled by what is asked for now and without it: some of several parts are enough, of which not all
    /// ask for it.
    pub(crate) fn may_ask_now(&self) -> bool {
        let is_mixed = || self.parts().iter().any(Rule::asks_now) && !self.parts().iter().all(Rule::asks_now);
        let is_choice = matches!(self, Rule::Of { .. }) && self.all_of().is_none();
        is_choice && is_mixed() || self.parts().iter().any(Rule::may_ask_now)
    }

    /// Whether one of its leaves is like this.
    pub(crate) fn any_leaf(&self, is: impl Fn(&Leaf) -> bool) -> bool {
        let mut found = false;
        self.walk(&mut |leaf| found |= is(leaf));
        found
    }

    /// Whether the rule holds, where `leaf` says it of each leaf and `not` of each part that has not to hold.
    pub(crate) fn holds_where(&self, leaf: &dyn Fn(&Rule, &Leaf) -> bool, not: &dyn Fn(&Rule) -> bool) -> bool {
        match self {
            Rule::Of { least, parts } => {
                let there = parts.iter().filter(|part| part.holds_where(leaf, not));
                there.count() >= *least as usize
            }
            Rule::Not(part) => not(part),
            Rule::At { rule, .. } => rule.holds_where(leaf, not),
            Rule::Leaf(own) => leaf(self, own),
        }
    }

    /// Appends every node that the rule names, in its order.
    pub fn nodes(&self, into: &mut Vec<NodeIx>) {
        self.walk(&mut |leaf| into.extend(leaf.nodes()));
    }

    /// Appends every kind of experience that the rule asks for.
    pub(crate) fn kinds(&self, into: &mut Vec<KindIx>) {
        self.walk(&mut |leaf| into.extend(leaf.kind()));
    }

    /// Adds the nodes of which it asks that something be not so.
    pub(crate) fn forbids(&self, into: &mut Vec<NodeIx>) {
        match self {
            Rule::Not(part) => part.nodes(into),
            Rule::Of { .. } | Rule::At { .. } => self.parts().iter().for_each(|part| part.forbids(into)),
            Rule::Leaf(_) => {}
        }
    }

    /// Adds the nodes of which it asks that something `is` so, or that it be not.
    pub(crate) fn asks_that(&self, is: bool, into: &mut Vec<NodeIx>) {
        match self {
            Rule::Not(part) => part.asks_that(!is, into),
            Rule::Of { .. } | Rule::At { .. } => self.parts().iter().for_each(|part| part.asks_that(is, into)),
            Rule::Leaf(leaf) => into.extend(leaf.nodes().iter().filter(|_| is)),
        }
    }

    /// Gives every node that the rule names its new index.
    pub(crate) fn rename(&mut self, rename: &impl Fn(&mut NodeIx)) {
        match self {
            Rule::Of { parts, .. } => parts.iter_mut().for_each(|part| part.rename(rename)),
            Rule::Not(rule) | Rule::At { rule, .. } => rule.rename(rename),
            Rule::Leaf(leaf) => leaf.nodes_mut().iter_mut().for_each(rename),
        }
    }
}

impl Leaf {
    /// The nodes that it names.
    pub fn nodes(&self) -> &[NodeIx] {
        match self {
            Leaf::Node(ix) => std::slice::from_ref(ix),
            Leaf::Claims(claims) => std::slice::from_ref(&claims.of),
            Leaf::Minutes(minutes) => minutes.while_holding.as_slice(),
            Leaf::Elapsed(elapsed) => elapsed.while_holding.as_slice(),
            Leaf::Credits(_, nodes) | Leaf::Exempt(nodes) => nodes,
            Leaf::Person(_) | Leaf::Unpublished(_) => &[],
        }
    }

    fn nodes_mut(&mut self) -> &mut [NodeIx] {
        match self {
            Leaf::Node(ix) => std::slice::from_mut(ix),
            Leaf::Claims(claims) => std::slice::from_mut(&mut claims.of),
            Leaf::Minutes(minutes) => minutes.while_holding.as_mut_slice(),
            Leaf::Elapsed(elapsed) => elapsed.while_holding.as_mut_slice(),
            Leaf::Credits(_, nodes) | Leaf::Exempt(nodes) => nodes,
            Leaf::Person(_) | Leaf::Unpublished(_) => &mut [],
        }
    }

    /// The kind of experience that it asks for.
    pub(crate) fn kind(&self) -> Option<KindIx> {
        match self {
            Leaf::Minutes(minutes) => Some(minutes.kind),
            Leaf::Elapsed(elapsed) => Some(elapsed.kind),
            Leaf::Node(_) | Leaf::Claims(_) | Leaf::Credits(..) | Leaf::Exempt(_) => None,
            Leaf::Person(_) | Leaf::Unpublished(_) => None,
        }
    }

    /// The number of organisations in which time counts, where it does in so many only.
    pub(crate) fn max_organisations(&self) -> Option<u32> {
        if let Leaf::Elapsed(elapsed) = self { elapsed.max_organisations } else { None }
    }

    /// Whether what counts for it may grow too old by itself.
    pub(crate) fn grows_too_old(&self) -> bool {
        match self {
            Leaf::Claims(claims) => claims.valid_for.is_some(),
            Leaf::Minutes(minutes) => minutes.window.is_some(),
            Leaf::Node(_) | Leaf::Elapsed(_) | Leaf::Credits(..) | Leaf::Exempt(_) => false,
            Leaf::Person(_) | Leaf::Unpublished(_) => false,
        }
    }
}
