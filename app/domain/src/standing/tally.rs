//! Days on which what counts is enough.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::spans::{Span, Spans};

/// Something that counts for a while, and who signed it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    pub span: Span,
    pub amount: i64,
    pub signer: u32,
}

impl Amount {
    /// The same amount on each of these days, signed by nobody.
    pub fn of(spans: &Spans, amount: i64) -> impl Iterator<Item = Amount> {
        let spans = spans.as_slice().iter();
        spans.map(move |span| Amount { span: *span, amount, signer: 0 })
    }
}

/// Days on which the amounts in force add up to enough and were signed by enough different people: one sweep over where
/// they begin and end.
pub(super) fn tally(amounts: &[Amount], least: i64, signers: u32) -> Spans {
    if amounts.is_empty() && least > 0 {
        return Spans::NONE;
    }
    let counting = amounts.iter().filter(|amount| !amount.span.is_empty());
    let mut edges: Vec<(NaiveDate, i64, i64, u32)> = counting
        .flat_map(|a| [(a.span.from, a.amount, 1, a.signer), (a.span.until, -a.amount, -1, a.signer)])
        .collect();
    edges.sort_unstable_by_key(|(day, ..)| *day);
    let mut by_signer: HashMap<u32, i64> = HashMap::new();
    let (mut sum, mut different, mut opened) = (0i64, 0usize, None);
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some((day, ..)) = edges.get(at).copied() {
        while let Some((_, amount, signs, signer)) = edges.get(at).filter(|edge| edge.0 == day) {
            sum = sum.saturating_add(*amount);
            if signers > 1 {
                let signed = by_signer.entry(*signer).or_default();
                let before = *signed > 0;
                *signed += signs;
                different = match (before, *signed > 0) {
                    (false, true) => different + 1,
                    (true, false) => different - 1,
                    _ => different,
                };
            }
            at += 1;
        }
        let enough = sum >= least && (signers <= 1 || different >= signers as usize);
        match (opened, enough) {
            (None, true) => opened = Some(day),
            (Some(from), false) => {
                spans.push(Span { from, until: day });
                opened = None;
            }
            _ => {}
        }
    }
    spans.extend(opened.map(Span::since));
    Spans::of(spans)
}
