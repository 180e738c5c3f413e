//! Nodes that a rule names for their credits, or for being exempt.

use super::Count;
use crate::framework::NodeIx;
use crate::standing::Unit;
use crate::standing::item::FactKind;
use crate::standing::reading::{Reading, Sum, Value};
use crate::standing::spans::Spans;
use crate::standing::tally::{Amount, tally};

pub(super) fn value(amounts: &[Amount], least: i64, reading: &Reading<'_>) -> Value {
    Value { spans: tally(amounts, least, 1), begun: amounts.iter().any(|amount| amount.span.has(reading.on)) }
}

pub(super) fn count(amounts: &[Amount], least: i64, reading: &Reading<'_>) -> Count {
    let there = amounts.iter().filter(|amount| amount.span.has(reading.on));
    let done = there.fold(0i64, |sum, amount| sum.saturating_add(amount.amount));
    Count { done: done.min(least), of: least, unit: Unit::Credits, ..Count::default() }
}

/// The credits of nodes on the days on which each counts.
pub(super) fn credits(of: &[NodeIx], days: &dyn Fn(NodeIx) -> Spans, reading: &Reading<'_>) -> Vec<Amount> {
    let credits = |ix: NodeIx| i64::from(reading.framework.node(ix).credits);
    of.iter().flat_map(|ix| Amount::of(&days(*ix), credits(*ix)).collect::<Vec<_>>()).collect()
}

/// The days on which each of the nodes is exempt, where `days` says it of one.
pub(super) fn all_exempt(of: &[NodeIx], reading: &Reading<'_>, days: impl Fn(Spans) -> Spans) -> Value {
    let mut all = Sum::new(of.len() as u32, of.len());
    for ix in of {
        let exempt = exempt(*ix, reading);
        let begun = exempt.has(reading.on);
        all.add(&days(exempt), begun);
    }
    all.end()
}

/// How many of the nodes are exempt.
pub(super) fn count_exempt(of: &[NodeIx], reading: &Reading<'_>) -> Count {
    let there = of.iter().filter(|ix| exempt(**ix, reading).has(reading.on)).count();
    Count { done: there as i64, of: of.len() as i64, unit: Unit::Parts, ..Count::default() }
}

/// The days on which an element is exempt by a decision.
pub(in crate::standing) fn exempt(ix: NodeIx, reading: &Reading<'_>) -> Spans {
    let items = reading.facts.of(ix).iter();
    let decisions = items.take_while(|item| item.kind == FactKind::Exemption);
    let decisions = decisions.filter(|item| !reading.excludes(item));
    Spans::of(decisions.map(|item| item.counts(reading.known)))
}
