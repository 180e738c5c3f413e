//! The needs of a picture as numbers: unknown ones dropped, circles cut, and an order that no need runs against.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::GraphNode;

/// Who needs whom, by place in `nodes`.
#[derive(Debug, Default, PartialEq)]
pub struct Links {
    /// What comes first, for each node.
    pub needs: Vec<Vec<usize>>,
    /// What it leads to, for each node.
    pub unlocks: Vec<Vec<usize>>,
    /// Every node, after all it needs; else in the order given, those that are joined to nothing last.
    pub order: Vec<usize>,
}

/// Reads the needs of `nodes`. A framework has no circles; if a caller sends one all the same, the need that closes
/// it is left out of the picture rather than the page lost.
pub fn links(nodes: &[GraphNode]) -> Links {
    let places: HashMap<&str, usize> = nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
    let mut needs: Vec<Vec<usize>> = nodes
        .iter()
        .enumerate()
        .map(|(at, node)| {
            let mut known: Vec<usize> = node
                .needs
                .iter()
                .filter_map(|id| places.get(id.as_str()).copied())
                .filter(|&need| need != at)
                .collect();
            known.sort_unstable();
            known.dedup();
            known
        })
        .collect();
    let mut order = sorted(&mut needs);
    let mut unlocks = vec![Vec::new(); nodes.len()];
    for (at, needs) in needs.iter().enumerate() {
        for &need in needs {
            unlocks[need].push(at);
        }
    }
    // What belongs to nothing comes last, where it is in nobody's way.
    order.sort_by_key(|&at| nodes[at].group.is_none() && needs[at].is_empty() && unlocks[at].is_empty());
    Links { needs, unlocks, order }
}

/// Takes the first node whose needs are all placed, again and again; where there is none, cuts a circle.
fn sorted(needs: &mut [Vec<usize>]) -> Vec<usize> {
    let mut needed_by = vec![Vec::new(); needs.len()];
    for (at, needs) in needs.iter().enumerate() {
        needs.iter().for_each(|&need| needed_by[need].push(at));
    }
    let mut open: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut ready: BinaryHeap<Reverse<usize>> = (0..needs.len()).filter(|&at| open[at] == 0).map(Reverse).collect();
    let mut placed = vec![false; needs.len()];
    let mut order = Vec::with_capacity(needs.len());
    let mut left = 0;
    while order.len() < needs.len() {
        let at = match ready.pop() {
            Some(Reverse(at)) => at,
            None => {
                left += placed[left..].iter().take_while(|&&placed| placed).count();
                left
            }
        };
        if std::mem::replace(&mut placed[at], true) {
            continue;
        }
        needs[at].retain(|&need| placed[need] && need != at);
        order.push(at);
        for &next in &needed_by[at] {
            open[next] -= 1;
            if open[next] == 0 && !placed[next] {
                ready.push(Reverse(next));
            }
        }
    }
    order
}
