//! Work that fulfils several rules is one step under the conditions of all of them: while a status is held, confirmed by
//! more people.

use std::cmp::Reverse;

use super::What;
use super::gathered::{Gathered, MOST_COMPARED};
use super::lapses::Walked;
use super::search::Task;
use crate::framework::{Framework, NodeIx, order};

/// Has work done while a status is held, where that does for other work too: the status is there for good, or it is no more
/// work than what asks for it, and it is applied for before where the order is free.
pub(super) fn hold_meanwhile(
    walked: Walked<'_>,
    tasks: &mut [Task],
    first_left_out: usize,
    before: &mut [Vec<usize>],
    after: &mut [Vec<usize>],
) {
    let Walked { framework, found, .. } = walked;
    let mut whats: Vec<What> = tasks[..first_left_out].iter().map(|task| task.what).collect();
    let apply = |status: NodeIx| tasks.iter().position(|task| task.node == status && task.what == What::Apply);
    while_held(&mut whats, framework, |(at, own), status, is_no_more| {
        let Some(apply) = apply(status) else {
            return found.state(status).counts() && (is_no_more || found.until(status).is_none());
        };
        // What the status itself waits for may bring it.
        let earlier = order::later(apply, before);
        let brings = |(first, other): &(usize, Gathered)| {
            earlier[*first] && (own.counts_for(other, framework) || other.counts_for(own, framework))
        };
        let lapses = framework.node(status).as_status().is_some_and(|own| own.expires.is_some());
        (is_no_more || !lapses) && !earlier[at] && !of_each(tasks.iter().map(|task| task.what)).iter().any(brings)
    });
    let mut changed = Vec::new();
    for (at, what) in whats.into_iter().enumerate().filter(|(at, what)| tasks[*at].what != *what) {
        let held = Gathered::of(what).and_then(|own| own.while_holding);
        if let Some(apply) = held.and_then(apply).filter(|apply| !before[at].contains(apply)) {
            before[at].push(apply);
            after[apply].push(at);
        }
        changed.push((at, what));
    }
    changed.into_iter().for_each(|(at, what)| tasks[at].what = what);
}

/// Has hours confirmed by as many people as others ask for that come after them.
pub(super) fn confirm(framework: &Framework, tasks: &mut [Task], after: &[Vec<usize>]) {
    let mut whats: Vec<What> = tasks.iter().map(|task| task.what).collect();
    by_more_people(&mut whats, framework, |at, late| !order::later(late, after)[at]);
    tasks.iter_mut().zip(whats).for_each(|(task, what)| task.what = what);
}

/// Has what is done at any time done while a status is held, where that counts for other work which asks for it, and where it
/// `may`: told are its place, the status, and whether it is no more than the other.
pub(super) fn while_held(
    whats: &mut [What],
    framework: &Framework,
    may: impl Fn((usize, &Gathered), NodeIx, bool) -> bool,
) {
    let all = of_each(whats.iter().copied());
    let status = |(at, own): &(usize, Gathered)| {
        all.iter().filter(|_| own.while_holding.is_none()).find_map(|(_, other)| {
            let held = Gathered { while_holding: other.while_holding, ..*own };
            let is_of_use = held.counts_for(other, framework) && !other.brings(own, framework);
            let status = other.while_holding.filter(|_| is_of_use)?;
            may((*at, own), status, own.amount <= other.amount).then_some(status)
        })
    };
    let held: Vec<Option<NodeIx>> = all.iter().map(status).collect();
    for ((at, own), status) in all.iter().zip(&held).filter(|(_, status)| status.is_some()) {
        // What is done at any time all the same may bring all of it.
        let is_brought = |((_, other), status): (&(usize, Gathered), &Option<NodeIx>)| {
            status.is_none() && other.while_holding.is_none() && other.brings(own, framework)
        };
        if all.iter().zip(&held).any(is_brought) {
            continue;
        }
        if let What::GatherMinutes { while_holding, .. } | What::GatherDays { while_holding, .. } = &mut whats[*at] {
            *while_holding = *status;
        }
    }
}

/// Has hours confirmed by more people, where other hours for which they are enough ask for that, and where these `may` come
/// after them.
pub(super) fn by_more_people(whats: &mut [What], framework: &Framework, may: impl Fn(usize, usize) -> bool) {
    for (late, other) in of_each(whats.iter().copied()) {
        let all = of_each(whats.iter().copied());
        let counts_for_so_many =
            |own: &Gathered| all.iter().filter(|(_, other)| own.counts_for(other, framework)).count();
        // What is narrower, and no part of it, may bring the people.
        let is_signed = |own: &Gathered| {
            all.iter().any(|(_, first)| {
                let is_narrower = first.counts_for(&other, framework) && !other.counts_for(first, framework);
                is_narrower && !first.counts_for(own, framework) && first.people >= other.people
            })
        };
        let is_enough = |(at, own): &&(usize, Gathered)| {
            let is_of_use = own.brings(&other, framework) && !other.brings(own, framework);
            // As many, but other ones than those who have.
            let is_more = (own.signers, own.people) < (other.signers, other.people) && own.signers <= other.signers;
            is_of_use && is_more && may(*at, late) && !is_signed(own)
        };
        let by_use = |(at, own): &&(usize, Gathered)| (counts_for_so_many(own), own.amount, Reverse(*at));
        let most = all.iter().filter(|own| is_enough(own)).max_by_key(by_use);
        let Some(&(at, own)) = most else { continue };
        if let What::GatherMinutes { signers, signed, .. } = &mut whats[at] {
            (*signers, *signed) = (other.signers, own.people.max(other.people) - other.signers);
        }
    }
}

/// What is gathered by each of some steps, and its place.
fn of_each(whats: impl Iterator<Item = What>) -> Vec<(usize, Gathered)> {
    let all = whats.enumerate().filter_map(|(at, what)| Some((at, Gathered::of(what)?)));
    all.take(MOST_COMPARED).collect()
}
