//! Facts read for a day, by what is known on a day; and what each rule comes to.

use chrono::NaiveDate;

use super::Facts;
use super::item::Item;
use super::leaf;
use super::spans::Spans;
use super::state::NodeStanding;
use super::value::{Sum, Value};
use crate::framework::{Fold, Framework, Leaf, Moment, NodeIx, Rule};

/// Everything that a rule is read from. The nodes that it names are evaluated already.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub framework: &'a Framework,
    pub facts: &'a Facts,
    /// The day of reading.
    pub on: NaiveDate,
    /// What is known on this day is taken into account.
    pub known: NaiveDate,
    pub nodes: &'a [NodeStanding],
    /// For each item about an element or a status, the days on which it counts for it.
    pub items: &'a [Spans],
    /// For each node, the days on which what it requires is there.
    pub open: &'a [Spans],
    /// Signatures that are left out, to see whether a key turns without them.
    pub without: Option<&'a Without<'a>>,
    /// Whether they are left out of what the rule at hand gathers itself.
    pub here: bool,
}

/// Signatures of some people on some nodes.
#[derive(Clone, Copy)]
pub(super) struct Without<'a> {
    pub people: &'a [u32],
    /// For each node, whether they are left out there.
    pub nodes: &'a [bool],
}

impl<'a> Reading<'a> {
    /// What is known and was there by the day of reading.
    pub fn by_now(&self) -> NaiveDate {
        self.on.min(self.known)
    }

    /// Read as a rule of this node.
    #[must_use]
    pub fn of(&self, ix: NodeIx) -> Self {
        let here = self.without.is_some_and(|without| without.nodes[ix.index()]);
        Reading { here, ..*self }
    }

    /// Whether an item that the rule at hand reads itself is left out.
    pub fn leaves_out(&self, item: &Item) -> bool {
        self.here && self.without.is_some_and(|without| without.people.contains(&item.signer))
    }

    pub fn status_held(&self, status: Option<NodeIx>) -> Spans {
        status.map_or(Spans::ALWAYS, |ix| self.nodes[ix.index()].spans.clone())
    }

    /// What a rule comes to.
    pub fn rule(&self, rule: &Rule) -> Value {
        rule.fold(&mut Counting(self))
    }
}

struct Counting<'c, 'a>(&'c Reading<'a>);

impl<'r> Fold<'r> for Counting<'_, '_> {
    type Value = Value;
    type Sum = Sum;

    fn leaf(&mut self, _: &'r Rule, leaf: &'r Leaf) -> Value {
        leaf::value(leaf, self.0)
    }

    fn begin(&mut self, least: u32, parts: usize) -> Sum {
        Sum::new(least, parts)
    }

    fn add(&mut self, sum: &mut Sum, part: Value) {
        sum.add(&part.spans, part.begun);
    }

    // Nearly every leaf is a node, and its days need not be copied to be added.
    #[inline]
    fn add_leaf(&mut self, sum: &mut Sum, rule: &'r Rule, leaf: &'r Leaf) {
        if let Leaf::Node(ix) = leaf {
            let node = &self.0.nodes[ix.index()];
            sum.add(&node.spans, node.begun || node.state.counts());
        } else {
            let value = self.leaf(rule, leaf);
            self.add(sum, value);
        }
    }

    fn end(&mut self, _: &'r Rule, sum: Sum) -> Value {
        sum.end()
    }

    fn not(&mut self, _: &'r Rule, part: Value) -> Value {
        Value::bare(part.spans.not())
    }

    // Read by itself a rule is asked on every day; on the day of a sitting it is asked by `doing`.
    fn at(&mut self, _: &'r Rule, _: Moment, part: &'r Rule) -> Value {
        part.fold(self)
    }
}
