//! An order in which each comes after what comes before it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What comes after each, where `before` says what comes before it.
pub(crate) fn after<T: Copy + Into<usize>>(before: &[Vec<T>]) -> Vec<Vec<usize>> {
    let mut many = vec![0; before.len()];
    before.iter().flatten().for_each(|first| many[(*first).into()] += 1);
    let mut after: Vec<Vec<usize>> = many.into_iter().map(Vec::with_capacity).collect();
    for (at, before) in before.iter().enumerate() {
        before.iter().for_each(|first| after[(*first).into()].push(at));
    }
    after
}

/// Each after all that come before it; of those that may come next the one with the least place. What stands in a circle, or
/// after one, is left out.
pub(crate) fn in_order<T, P: Ord>(before: &[Vec<T>], after: &[Vec<usize>], place: impl Fn(usize) -> P) -> Vec<usize> {
    let mut open: Vec<usize> = before.iter().map(Vec::len).collect();
    let next = |at: usize| Reverse((place(at), at));
    let mut ready: BinaryHeap<_> = (0..open.len()).filter(|at| open[*at] == 0).map(next).collect();
    let mut order = Vec::with_capacity(open.len());
    while let Some(Reverse((_, at))) = ready.pop() {
        order.push(at);
        for later in &after[at] {
            open[*later] -= 1;
            if open[*later] == 0 {
                ready.push(next(*later));
            }
        }
    }
    order
}

/// For each, whether it is this one or comes after it, through however many between.
pub(crate) fn later(one: usize, after: &[Vec<usize>]) -> Vec<bool> {
    let mut later = vec![false; after.len()];
    let mut left = vec![one];
    while let Some(at) = left.pop() {
        if !std::mem::replace(&mut later[at], true) {
            left.extend(after[at].iter().filter(|next| !later[**next]));
        }
    }
    later
}
