//! Which node stands in which row of the picture.
//!
//! Groups are bands from top to bottom. Inside a band each row group has rows of its own, in the order of the row groups, as few
//! and as even as its nodes allow; what needs something of its own row group stands lower than that. Nodes that only follow
//! one another stand side by side as one block.

use std::collections::BTreeMap;

use super::order::Links;
use super::size::{CHAIN_GAP, GAP, NODE_WIDTH, ROOM};

/// Nodes side by side that move as one: usually one node, or a run in which each leads only to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub nodes: Vec<usize>,
}

impl Block {
    pub fn width(&self) -> f64 {
        let count = self.nodes.len() as f64;
        count * NODE_WIDTH + (count - 1.0) * CHAIN_GAP
    }
}

/// One row: the band it belongs to and its blocks.
#[derive(Debug, PartialEq)]
pub struct Row {
    pub band: usize,
    pub blocks: Vec<Block>,
}

/// The longest run of nodes in one block.
const LONGEST_RUN: usize = 4;

/// Puts every node in a row. `bands` says which band each node is in, `row_groups` in which row group of its band it stands; both
/// are drawn in their order.
pub fn rows(links: &Links, bands: &[usize], row_groups: &[u8]) -> Vec<Row> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &at in &links.order {
        members.entry(bands[at]).or_default().push(at);
    }
    let mut of_node = vec![(0, 0); bands.len()];
    members
        .into_iter()
        .flat_map(|(band, members)| {
            let blocks = runs(links, bands, row_groups, &members);
            let steps = steps(links, bands, row_groups, blocks, &mut of_node);
            let rows: Vec<Row> = steps.into_values().flat_map(evenly).map(|blocks| Row { band, blocks }).collect();
            rows
        })
        .collect()
}

/// Joins nodes of one row group of which each is all the one before leads to in the band, and needs nothing else in it.
fn runs(links: &Links, bands: &[usize], row_groups: &[u8], members: &[usize]) -> Vec<Block> {
    // The one that stands in the band, if there is no second.
    let only = |list: &[usize], at: usize| {
        let mut inside = list.iter().copied().filter(|&other| bands[other] == bands[at]);
        inside.next().filter(|_| inside.next().is_none())
    };
    let mut blocks: Vec<Block> = Vec::new();
    let mut block_of: BTreeMap<usize, usize> = BTreeMap::new();
    for &at in members {
        let need = only(&links.needs[at], at).filter(|&need| row_groups[need] == row_groups[at]);
        let need = need.filter(|&need| only(&links.unlocks[need], need) == Some(at));
        let before = need.and_then(|need| block_of.get(&need).copied());
        let block = match before.filter(|&block| blocks[block].nodes.len() < LONGEST_RUN) {
            Some(block) => {
                blocks[block].nodes.push(at);
                block
            }
            None => {
                blocks.push(Block { nodes: vec![at] });
                blocks.len() - 1
            }
        };
        block_of.insert(at, block);
    }
    blocks
}

/// The blocks of a band by row group and, within it, by how many stand above each at least. A need of a later row group moves a
/// block down into that row group: no need is drawn upward inside a band. `of_node` takes the row group and depth of each node.
fn steps(
    links: &Links,
    bands: &[usize],
    row_groups: &[u8],
    blocks: Vec<Block>,
    of_node: &mut [(u8, usize)],
) -> BTreeMap<(u8, usize), Vec<Block>> {
    let mut steps: BTreeMap<(u8, usize), Vec<Block>> = BTreeMap::new();
    for block in blocks {
        let above = block
            .nodes
            .iter()
            .flat_map(|&at| &links.needs[at])
            .filter(|&&need| bands[need] == bands[block.nodes[0]] && !block.nodes.contains(&need))
            .map(|&need| of_node[need])
            .max();
        let own = (row_groups[block.nodes[0]], 0);
        let step = above.map_or(own, |(row_group, depth)| own.max((row_group, depth + 1)));
        for &at in &block.nodes {
            of_node[at] = step;
        }
        steps.entry(step).or_default().push(block);
    }
    steps
}

/// The narrowest filling with no more rows than there must be is the most even one.
fn evenly(blocks: Vec<Block>) -> Vec<Vec<Block>> {
    let step = NODE_WIDTH + GAP;
    let mut best = filled(&blocks, ROOM);
    let mut room = ROOM - step;
    while room >= step {
        let tried = filled(&blocks, room);
        if tried.len() > best.len() {
            break;
        }
        best = tried;
        room -= step;
    }
    best
}

/// Rows of this width, filled in the order given.
fn filled(blocks: &[Block], room: f64) -> Vec<Vec<Block>> {
    let mut rows: Vec<Vec<Block>> = Vec::new();
    let mut width = 0.0;
    for block in blocks {
        match rows.last_mut() {
            Some(row) if width + GAP + block.width() <= room => {
                width += GAP + block.width();
                row.push(block.clone());
            }
            _ => {
                width = block.width();
                rows.push(vec![block.clone()]);
            }
        }
    }
    rows
}
