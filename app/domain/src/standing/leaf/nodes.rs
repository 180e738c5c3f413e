//! Nodes that a rule names for their credits, or for being exempt.

use chrono::NaiveDate;

use super::Count;
use crate::framework::NodeIx;
use crate::standing::Unit;
use crate::standing::item::FactKind;
use crate::standing::reading::{Reading, Value};
use crate::standing::spans::{Span, Spans};
use crate::standing::tally::{Amount, tally};

pub(super) fn value(amounts: &[Amount], least: i64, reading: &Reading<'_>) -> Value {
    Value { spans: tally(amounts, least, 1), begun: amounts.iter().any(|amount| amount.span.has(reading.on)) }
}

pub(super) fn count(amounts: &[Amount], least: i64, unit: Unit, reading: &Reading<'_>) -> Count {
    let there = amounts.iter().filter(|amount| amount.span.has(reading.on));
    let done = there.fold(0i64, |sum, amount| sum.saturating_add(amount.amount));
    Count { done: done.min(least), of: least, unit, ..Count::default() }
}

/// The credits of nodes on the days on which each counts.
pub(super) fn credits(of: &[NodeIx], days: &dyn Fn(NodeIx) -> Spans, reading: &Reading<'_>) -> Vec<Amount> {
    let credits = |ix: NodeIx| i64::from(reading.framework.node(ix).credits);
    of.iter().flat_map(|ix| Amount::of(&days(*ix), credits(*ix)).collect::<Vec<_>>()).collect()
}

/// One for each node, on the days on which it is exempt.
pub(super) fn exemptions(of: &[NodeIx], reading: &Reading<'_>) -> Vec<Amount> {
    of.iter().flat_map(|ix| Amount::of(&exempt(*ix, reading), 1).collect::<Vec<_>>()).collect()
}

/// The same of those that are exempt on a day, since when they are.
pub(super) fn exemptions_on(of: &[NodeIx], day: NaiveDate, reading: &Reading<'_>) -> Vec<Amount> {
    let spans = of.iter().filter_map(|ix| exempt(*ix, reading).at(day));
    spans.map(|span| Amount { span: Span::since(span.from), amount: 1, signer: 0 }).collect()
}

/// The days on which an element is exempt by a decision.
pub(in crate::standing) fn exempt(ix: NodeIx, reading: &Reading<'_>) -> Spans {
    let reading = &reading.of(ix);
    let items = reading.facts.of(ix).iter();
    let decisions = items.take_while(|item| item.kind == FactKind::Exemption);
    let decisions = decisions.filter(|item| !reading.excludes(item));
    Spans::of(decisions.map(|item| item.counts(reading.known)))
}
