//! Claims that show an outcome.

use chrono::NaiveDate;

use super::{Read, in_u32};
use crate::framework::{Claims, Tally};
use crate::standing::Unit;
use crate::standing::item::{FactVerdict, Item};
use crate::standing::reading::Reading;
use crate::standing::spans::{Span, Spans};
use crate::standing::tally::{Amount, tally};
use crate::standing::value::{Progress, Value};

fn last_day(item: &Item) -> NaiveDate {
    item.done.until.pred_opt().unwrap_or(item.done.until)
}

/// The last day to send work so that it is not too old, when it was sent later.
fn too_old(item: &Item, claims: &Claims) -> Option<FactVerdict> {
    let age = claims.max_age?;
    // No month has fewer than 28 days, so that most claims need no calendar.
    if item.sent_after <= i64::from(age.months) * 28 + i64::from(age.days) {
        return None;
    }
    let last = age.after(last_day(item));
    (item.happened_on > last).then_some(FactVerdict::TooOld(age, last))
}

/// The days on which a claim counts for a rule.
fn claim_span(item: &Item, claims: &Claims, known: NaiveDate) -> Span {
    if too_old(item, claims).is_some() {
        return Span::NONE;
    }
    let mut span = item.counts(known);
    if let Some(valid) = claims.valid_for {
        span.until = span.until.min(valid.after(last_day(item)));
    }
    span
}

/// What becomes of a claim for a rule on a day.
pub(in crate::standing) fn claim_verdict(item: &Item, claims: &Claims, reading: &Reading<'_>) -> FactVerdict {
    let verdict = item.verdict(reading.on, reading.known);
    match verdict {
        FactVerdict::Counts => {
            let until = claim_span(item, claims, reading.known).until;
            let lapsed = (until <= reading.on).then_some(FactVerdict::Lapsed(until));
            too_old(item, claims).or(lapsed).unwrap_or(verdict)
        }
        FactVerdict::Waiting | FactVerdict::NotMet(_) => too_old(item, claims).unwrap_or(verdict),
        _ => verdict,
    }
}

pub(super) fn read(claims: &Claims, rule: &Tally, reading: &Reading<'_>, count: &mut dyn FnMut(usize, i64)) -> Read {
    let (on, known) = (reading.on, reading.known);
    let (mut found, mut begun, mut since) = (0i64, false, None);
    let mut signed: Vec<u32> = Vec::new();
    let mut lapsing: Vec<Amount> = Vec::new();
    let (mut ever, mut ever_signed): (i64, Vec<u32>) = (0, Vec::new());
    for at in reading.facts.range(claims.of) {
        let item = &reading.facts.items()[at];
        let span = claim_span(item, claims, known);
        if span.is_empty() || reading.leaves_out(item) {
            begun |= matches!(
                claim_verdict(item, claims, reading),
                FactVerdict::Waiting | FactVerdict::NotMet(_)
            );
            continue;
        }
        if claims.valid_for.is_some() {
            lapsing.push(Amount {
                span,
                amount: 1,
                signer: item.signer,
            });
        } else {
            // Claims stand in order of their decisions, so that the last one needed says since when.
            ever += 1;
            if rule.signers > 1 && !ever_signed.contains(&item.signer) {
                ever_signed.push(item.signer);
            }
            if since.is_none()
                && ever >= rule.least
                && (rule.signers <= 1 || ever_signed.len() >= rule.signers as usize)
            {
                since = Some(span.from);
            }
        }
        if span.has(on) {
            count(at, 1);
            found += 1;
            if rule.signers > 1 && !signed.contains(&item.signer) {
                signed.push(item.signer);
            }
        } else {
            begun |= on < span.from && item.happened_on <= on;
        }
    }
    let spans = match claims.valid_for {
        Some(_) => tally(&lapsing, rule.least, rule.signers),
        None => since.map_or(Spans::NONE, Spans::since),
    };
    let signers = if rule.signers > 1 {
        signed.len() as u32
    } else {
        u32::from(found > 0)
    };
    // A signature that is still missing is a missing example: one more claim by somebody else brings both.
    let missing = i64::from(rule.signers.saturating_sub(signers));
    let done = found.min(rule.least - if found == 0 { 0 } else { missing });
    let progress = Progress {
        done: in_u32(done),
        of: in_u32(rule.least),
        unit: Unit::Examples,
    };
    Read {
        value: Value {
            holds: spans.has(on),
            spans,
            progress,
            begun: begun || found > 0,
        },
        done,
        of: rule.least,
        signers,
        cut_short: false,
    }
}

pub(super) fn read_at(claims: &Claims, rule: &Tally, day: NaiveDate, reading: &Reading<'_>) -> Spans {
    let items = reading.facts.of(claims.of).iter();
    let there = items.filter(|item| item.happened_on <= day && !reading.leaves_out(item));
    let amounts: Vec<Amount> = there
        .map(|item| (claim_span(item, claims, reading.known), item.signer))
        .filter(|(span, _)| !span.is_empty() && day < span.until)
        .map(|(span, signer)| Amount {
            span: Span::since(span.from),
            amount: 1,
            signer,
        })
        .collect();
    tally(&amounts, rule.least, rule.signers)
}
