//! Claims that show an outcome.

use chrono::NaiveDate;

use super::Count;
use crate::framework::Claims;
use crate::standing::Unit;
use crate::standing::item::{FactVerdict, Item};
use crate::standing::reading::{Reading, Value};
use crate::standing::spans::{NEVER, Span, Spans};
use crate::standing::tally::{Amount, tally};
use crate::standing::validities::Validity;

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

/// What is known of a claim's being good for a rule.
fn validity(item: &Item, claims: &Claims, known: NaiveDate) -> Validity {
    if too_old(item, claims).is_some() {
        return Validity { known: Span::NONE, until: NEVER };
    }
    let mut validity = item.validity(known);
    if let Some(valid) = claims.valid_for {
        validity.until = validity.until.min(valid.after(last_day(item)));
    }
    validity
}

/// The days on which a claim counts for a rule.
fn claim_span(item: &Item, claims: &Claims, known: NaiveDate) -> Span {
    validity(item, claims, known).counts()
}

/// What becomes of a claim for a rule on a day.
pub(in crate::standing) fn claim_verdict(item: &Item, claims: &Claims, reading: &Reading<'_>) -> FactVerdict {
    let verdict = item.verdict(reading.on, reading.known);
    let may_be_old = matches!(verdict, FactVerdict::Counts | FactVerdict::Waiting | FactVerdict::NotMet(_));
    let too_old = too_old(item, claims).filter(|_| may_be_old);
    let until = claim_span(item, claims, reading.known).until;
    let has_lapsed = verdict == FactVerdict::Counts && until <= reading.on;
    too_old.unwrap_or(if has_lapsed { FactVerdict::Lapsed(until) } else { verdict })
}

/// Whether the outcome is begun by a claim.
fn begins(item: &Item, claims: &Claims, reading: &Reading<'_>) -> bool {
    let until = claims.valid_for.map(|valid| valid.after(last_day(item)));
    item.begins(reading.on, reading.known)
        && too_old(item, claims).is_none()
        && until.is_none_or(|until| reading.on < until)
}

pub(super) fn value(claims: &Claims, reading: &Reading<'_>) -> Value {
    let is_plain = claims.valid_for.is_none() && claims.signers <= 1;
    let (mut begun, mut there, mut since) = (false, 0i64, None);
    let mut amounts: Vec<Amount> = Vec::new();
    for item in reading.facts.of(claims.of).iter().filter(|item| !reading.excludes(item)) {
        let span = claim_span(item, claims, reading.known);
        begun = begun || span.has(reading.on) || begins(item, claims, reading);
        if span.is_empty() {
            continue;
        }
        there += 1;
        if !is_plain {
            amounts.push(Amount { span, amount: 1, signer: item.signer });
        } else if since.is_none() && there >= claims.least {
            // Claims stand in order of their decisions, so that the last one needed says since when.
            since = Some(span.from);
        }
    }
    let plain = || since.map_or(Spans::NONE, Spans::since);
    Value { spans: if is_plain { plain() } else { tally(&amounts, claims.least, claims.signers) }, begun }
}

pub(super) fn count(claims: &Claims, reading: &Reading<'_>) -> Count {
    let counts = |at: &usize| {
        let item = &reading.facts.items()[*at];
        claim_span(item, claims, reading.known).has(reading.on) && !reading.excludes(item)
    };
    let items: Vec<(usize, i64)> = reading.facts.range(claims.of).filter(counts).map(|at| (at, 1)).collect();
    let count = Count::of_items(items, claims.least, Unit::Examples, reading);
    let missing = if count.done == 0 { 0 } else { claims.signers.saturating_sub(count.signers) };
    count.with_missing(missing, 1)
}

pub(super) fn value_at(claims: &Claims, day: NaiveDate, reading: &Reading<'_>) -> Spans {
    let items = reading.facts.of(claims.of).iter();
    let there = items.filter(|item| item.happened_on <= day && !reading.excludes(item));
    let good = there.map(|item| (validity(item, claims, reading.known), item.signer));
    let good = good.filter(|(validity, _)| day < validity.until);
    let amounts: Vec<Amount> =
        good.map(|(validity, signer)| Amount { span: validity.known, amount: 1, signer }).collect();
    tally(&amounts, claims.least, claims.signers)
}

/// The days on which claims cease to count for a rule.
pub(super) fn ends(claims: &Claims, reading: &Reading<'_>) -> Vec<NaiveDate> {
    let lapsing = reading.facts.of(claims.of).iter().filter(|_| claims.valid_for.is_some());
    lapsing.map(|item| validity(item, claims, reading.known).until).collect()
}
