//! Nodes that a rule names: by themselves, for their credits, or for being exempt.

use chrono::NaiveDate;

use super::{Read, in_u32};
use crate::framework::{NodeIx, Tally};
use crate::standing::Unit;
use crate::standing::item::FactKind;
use crate::standing::reading::Reading;
use crate::standing::spans::{Span, Spans};
use crate::standing::tally::{Amount, tally};
use crate::standing::value::{Progress, Value};

pub(super) fn node(ix: NodeIx, reading: &Reading<'_>) -> Value {
    let node = &reading.nodes[ix.index()];
    let holds = node.state.counts();
    Value {
        holds,
        spans: node.spans.clone(),
        progress: node.as_part(),
        begun: node.begun || holds,
    }
}

/// The amounts of nodes on the days on which each counts.
fn amounts(of: &[NodeIx], each: impl Fn(NodeIx) -> (Spans, i64)) -> Vec<Amount> {
    let mut amounts = Vec::with_capacity(of.len());
    for ix in of {
        let (spans, amount) = each(*ix);
        amounts.extend(spans.as_slice().iter().map(|span| Amount {
            span: *span,
            amount,
            signer: 0,
        }));
    }
    amounts
}

pub(super) fn credits(of: &[NodeIx], rule: &Tally, reading: &Reading<'_>) -> Read {
    let credits = |ix: NodeIx| i64::from(reading.framework.node(ix).credits);
    let amounts = amounts(of, |ix| (reading.nodes[ix.index()].spans.clone(), credits(ix)));
    let there = amounts.iter().filter(|amount| amount.span.has(reading.on));
    let done = there.fold(0i64, |sum, amount| sum.saturating_add(amount.amount));
    summed(
        done.min(rule.least),
        rule,
        tally(&amounts, rule.least, 1),
        Unit::Credits,
        reading,
    )
}

pub(super) fn credits_at(of: &[NodeIx], rule: &Tally, reading: &Reading<'_>, doing: &dyn Fn(NodeIx) -> Spans) -> Spans {
    let credits = |ix: NodeIx| i64::from(reading.framework.node(ix).credits);
    tally(&amounts(of, |ix| (doing(ix), credits(ix))), rule.least, 1)
}

/// The days on which an element is exempt by a decision.
pub(in crate::standing) fn exempt(ix: NodeIx, reading: &Reading<'_>) -> Spans {
    let reading = &reading.of(ix);
    let items = reading.facts.of(ix).iter();
    let decisions = items.take_while(|item| item.kind == FactKind::Exemption);
    Spans::of(
        decisions
            .filter(|item| !reading.leaves_out(item))
            .map(|item| item.counts(reading.known)),
    )
}

pub(super) fn exemptions(of: &[NodeIx], rule: &Tally, reading: &Reading<'_>) -> Read {
    let amounts = amounts(of, |ix| (exempt(ix, reading), 1));
    let done = amounts.iter().filter(|amount| amount.span.has(reading.on)).count() as i64;
    summed(done, rule, tally(&amounts, rule.least, 1), Unit::Parts, reading)
}

pub(super) fn exemptions_at(of: &[NodeIx], rule: &Tally, day: NaiveDate, reading: &Reading<'_>) -> Spans {
    let then = |ix| {
        exempt(ix, reading)
            .at(day)
            .map_or(Spans::NONE, |span: Span| Spans::since(span.from))
    };
    tally(&amounts(of, |ix| (then(ix), 1)), rule.least, 1)
}

fn summed(done: i64, rule: &Tally, spans: Spans, unit: Unit, reading: &Reading<'_>) -> Read {
    Read {
        value: Value {
            holds: spans.has(reading.on),
            spans,
            progress: Progress {
                done: in_u32(done),
                of: in_u32(rule.least),
                unit,
            },
            begun: done > 0,
        },
        done,
        of: rule.least,
        signers: 0,
        cut_short: false,
    }
}
