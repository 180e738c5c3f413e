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
    /// Enough of something, counted.
    Tally(Tally),
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

/// So much of something, signed by so many people.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// What is counted.
    pub source: Source,
    /// How much is enough: claims, exemptions, credits, or whole minutes of work.
    pub least: i64,
    /// How many different people must have signed what counts.
    pub signers: u32,
}

impl Tally {
    /// The claims that it counts.
    pub fn claims(&self) -> Option<&Claims> {
        match &self.source {
            Source::Claims(claims) => Some(claims),
            Source::Minutes(_) | Source::Credits(_) | Source::Exemptions(_) => None,
        }
    }
}

/// What a tally counts.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Claims that evidence an outcome and were decided met; each counts once.
    Claims(Claims),
    /// Minutes of confirmed experience.
    Minutes(Minutes),
    /// Credits of nodes that count.
    Credits(Vec<NodeIx>),
    /// Elements that are exempt by a decision of the body.
    Exemptions(Vec<NodeIx>),
}

/// Claims that evidence one outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claims {
    /// The outcome.
    pub of: NodeIx,
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

/// One way to read a rule, from its leaves up. Whatever is asked of a rule is one of these, or a [`Rule::walk`].
pub trait Fold<'r> {
    /// What a rule comes to.
    type Value;
    /// What the parts of a rule have come to so far.
    type Sum;

    /// A rule without parts.
    fn leaf(&mut self, rule: &'r Rule, leaf: &'r Leaf) -> Self::Value;
    /// Before the parts: how many are needed, and how many there are.
    fn begin(&mut self, least: u32, parts: usize) -> Self::Sum;
    /// One part, in the order of the rule.
    fn add(&mut self, sum: &mut Self::Sum, part: Self::Value);
    /// One part without parts of its own.
    fn add_leaf(&mut self, sum: &mut Self::Sum, rule: &'r Rule, leaf: &'r Leaf) {
        let value = self.leaf(rule, leaf);
        self.add(sum, value);
    }
    /// After the parts.
    fn end(&mut self, rule: &'r Rule, sum: Self::Sum) -> Self::Value;
    /// A part that has not to hold.
    fn not(&mut self, rule: &'r Rule, part: Self::Value) -> Self::Value;
    /// A part that is asked at another moment; it is not folded yet.
    fn at(&mut self, rule: &'r Rule, moment: Moment, part: &'r Rule) -> Self::Value;
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

    /// Reads the rule from its leaves up.
    pub fn fold<'r, F: Fold<'r>>(&'r self, fold: &mut F) -> F::Value {
        match self {
            Rule::Of { least, parts } => {
                let mut sum = fold.begin(*least, parts.len());
                for part in parts {
                    if let Rule::Leaf(leaf) = part {
                        fold.add_leaf(&mut sum, part, leaf);
                    } else {
                        let value = part.fold(fold);
                        fold.add(&mut sum, value);
                    }
                }
                fold.end(self, sum)
            }
            Rule::Not(part) => {
                let value = part.fold(fold);
                fold.not(self, value)
            }
            Rule::At { moment, rule } => fold.at(self, *moment, rule),
            Rule::Leaf(leaf) => fold.leaf(self, leaf),
        }
    }

    /// Calls back with every leaf, in the order of the rule.
    pub fn walk<'r>(&'r self, each: &mut impl FnMut(&'r Leaf)) {
        match self {
            Rule::Of { parts, .. } => parts.iter().for_each(|part| part.walk(each)),
            Rule::Not(rule) | Rule::At { rule, .. } => rule.walk(each),
            Rule::Leaf(leaf) => each(leaf),
        }
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
            Leaf::Tally(tally) => match &tally.source {
                Source::Claims(claims) => std::slice::from_ref(&claims.of),
                Source::Minutes(minutes) => minutes.while_holding.as_slice(),
                Source::Credits(nodes) | Source::Exemptions(nodes) => nodes,
            },
            Leaf::Elapsed(elapsed) => elapsed.while_holding.as_slice(),
            Leaf::Person(_) | Leaf::Unpublished(_) => &[],
        }
    }

    fn nodes_mut(&mut self) -> &mut [NodeIx] {
        match self {
            Leaf::Node(ix) => std::slice::from_mut(ix),
            Leaf::Tally(tally) => match &mut tally.source {
                Source::Claims(claims) => std::slice::from_mut(&mut claims.of),
                Source::Minutes(minutes) => minutes.while_holding.as_mut_slice(),
                Source::Credits(nodes) | Source::Exemptions(nodes) => nodes,
            },
            Leaf::Elapsed(elapsed) => elapsed.while_holding.as_mut_slice(),
            Leaf::Person(_) | Leaf::Unpublished(_) => &mut [],
        }
    }

    /// The kind of experience that it asks for.
    pub(crate) fn kind(&self) -> Option<KindIx> {
        match self {
            Leaf::Tally(tally) => match &tally.source {
                Source::Minutes(minutes) => Some(minutes.kind),
                Source::Claims(_) | Source::Credits(_) | Source::Exemptions(_) => None,
            },
            Leaf::Elapsed(elapsed) => Some(elapsed.kind),
            Leaf::Node(_) | Leaf::Person(_) | Leaf::Unpublished(_) => None,
        }
    }

    /// Whether it asks for what is gathered at work: claims, hours or time.
    pub fn is_gathered(&self) -> bool {
        let claims = |leaf: &Leaf| matches!(leaf, Leaf::Tally(tally) if tally.claims().is_some());
        self.kind().is_some() || claims(self)
    }
}
