//! A standing as it is read, whole or on its way; and what each rule comes to: the days on which it holds.

use std::ops::Deref;

use super::item::Item;
use super::leaf;
use super::spans::Spans;
use super::tally::{Amount, tally};
use super::{Facts, Standing};
use crate::framework::{Asked, Framework, Leaf, Moment, NodeIx, Rule};

/// Everything that a rule is read from. The nodes that it names are evaluated already.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub framework: &'a Framework,
    pub facts: &'a Facts,
    pub standing: &'a Standing,
    /// People whose signatures are left out of what a rule gathers itself, to see whether a key turns without them.
    pub without: &'a [u32],
}

impl Deref for Reading<'_> {
    type Target = Standing;

    fn deref(&self) -> &Standing {
        self.standing
    }
}

impl Reading<'_> {
    /// Whether an item is left out of what a rule gathers itself.
    pub fn excludes(&self, item: &Item) -> bool {
        self.without.contains(&item.signer)
    }

    pub fn status_held(&self, status: Option<NodeIx>) -> Spans {
        status.map_or(Spans::ALWAYS, |ix| self.spans(ix).clone())
    }

    /// What a rule comes to. Read by itself it is asked on every day; on the day of a sitting it is asked by `doing`.
    pub fn rule(&self, rule: &Rule) -> Value {
        match rule {
            Rule::Of { least, parts } => {
                let mut sum = Sum::new(*least, parts.len());
                for part in parts {
                    // Nearly every part is a node, and its days need not be copied to be added.
                    if let Rule::Leaf(Leaf::Node(ix)) = part {
                        let node = &self.standing.nodes[ix.index()];
                        sum.add(&node.spans, node.is_begun());
                    } else {
                        let value = self.rule(part);
                        sum.add(&value.spans, value.begun);
                    }
                }
                sum.end()
            }
            Rule::Not(part) => Value::bare(self.rule(part).spans.not()),
            Rule::At { rule, .. } => self.rule(rule),
            Rule::Leaf(leaf) => leaf::value(leaf, self),
        }
    }
}

/// The days on which a rule holds, by what its leaves and what it asks for now come to.
pub(super) fn fold(rule: &Rule, leaf: &dyn Fn(&Leaf) -> Spans, now: &dyn Fn(&Rule) -> Spans) -> Spans {
    match rule {
        Rule::Of { least, parts } => {
            let mut sum = Sum::new(*least, parts.len());
            parts.iter().for_each(|part| sum.add(&fold(part, leaf, now), false));
            sum.end().spans
        }
        Rule::Not(part) => fold(part, leaf, now).not(),
        Rule::At { moment: Moment::Done, rule } => fold(rule, leaf, now),
        Rule::At { moment: Moment::Now, rule } => now(rule),
        Rule::Leaf(of) => leaf(of),
    }
}

/// What a rule comes to.
#[derive(Debug)]
pub(super) struct Value {
    pub spans: Spans,
    /// Whether anything in it is begun, however deep.
    pub begun: bool,
}

impl Value {
    /// What holds on these days and can't be begun.
    pub fn bare(spans: Spans) -> Self {
        Value { spans, begun: false }
    }
}

/// What the parts of a rule come to together.
pub(super) struct Sum {
    asked: Asked,
    least: u32,
    /// Days on which all the parts so far hold, or any of them.
    spans: Spans,
    /// Where it is neither all nor any: the days of each part.
    each: Vec<Amount>,
    begun: bool,
}

impl Sum {
    #[inline]
    pub fn new(least: u32, parts: usize) -> Self {
        let asked = Asked::of(least, parts);
        let spans = if asked == Asked::All { Spans::ALWAYS } else { Spans::NONE };
        Sum { asked, least, spans, each: Vec::new(), begun: false }
    }

    // Nearly every rule asks for all of its parts, and each holds in one span.
    #[inline]
    pub fn add(&mut self, spans: &Spans, begun: bool) {
        self.begun |= begun;
        match (self.asked, &mut self.spans, spans) {
            (Asked::All, Spans::One(both), Spans::One(span)) => *both = both.and(*span),
            (Asked::All | Asked::Any | Asked::AtLeast | Asked::Never, _, spans) => self.add_spans(spans),
        }
    }

    fn add_spans(&mut self, spans: &Spans) {
        match self.asked {
            Asked::All => self.spans = self.spans.and(spans),
            Asked::Any => self.spans = self.spans.or(spans),
            Asked::AtLeast => self.each.extend(Amount::of(spans, 1)),
            Asked::Never => {}
        }
    }

    #[inline]
    pub fn end(self) -> Value {
        let is_tally = self.asked == Asked::AtLeast;
        let spans = if is_tally { tally(&self.each, i64::from(self.least), 1) } else { self.spans };
        Value { spans, begun: self.begun }
    }
}
