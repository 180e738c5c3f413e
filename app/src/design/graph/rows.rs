//! Which node stands in which row of the picture.
//!
//! Groups are bands from top to bottom. Inside a band rows are filled from the last one upward (Coffman and Graham's
//! way of layering within a given width), so that a band is no taller than it must be. Nodes that only follow one
//! another stand side by side as one block.

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

/// Puts every node in a row. `bands` says which band each node is in; bands are drawn in their order.
pub fn rows(links: &Links, bands: &[usize]) -> Vec<Row> {
    let last = bands.iter().copied().max().unwrap_or(0);
    (0..=last)
        .flat_map(|band| {
            let members: Vec<usize> = links.order.iter().copied().filter(|&at| bands[at] == band).collect();
            let layers = if members.is_empty() {
                Vec::new()
            } else {
                band_rows(links, bands, &members)
            };
            layers.into_iter().map(move |blocks| Row { band, blocks })
        })
        .collect()
}

fn band_rows(links: &Links, bands: &[usize], members: &[usize]) -> Vec<Vec<Block>> {
    let blocks = runs(links, bands, members);
    let full = filled(links, bands, &blocks, ROOM);
    // The narrowest filling with no more rows is the most even one.
    let step = NODE_WIDTH + GAP;
    let mut best = full;
    let mut room = ROOM - step;
    while room >= step {
        let tried = filled(links, bands, &blocks, room);
        if tried.len() > best.len() {
            break;
        }
        best = tried;
        room -= step;
    }
    best
}

/// Joins nodes of which each is all the one before leads to in the band, and needs nothing else in it.
fn runs(links: &Links, bands: &[usize], members: &[usize]) -> Vec<Block> {
    let inside = |list: &[usize], at: usize| -> Vec<usize> {
        list.iter()
            .copied()
            .filter(|&other| bands[other] == bands[at])
            .collect()
    };
    let mut blocks: Vec<Block> = Vec::new();
    for &at in members {
        let only_need = match inside(&links.needs[at], at)[..] {
            [need] if inside(&links.unlocks[need], need) == [at] => Some(need),
            _ => None,
        };
        let before = only_need.and_then(|need| {
            blocks
                .iter_mut()
                .find(|block| block.nodes.last() == Some(&need) && block.nodes.len() < LONGEST_RUN)
        });
        match before {
            Some(block) => block.nodes.push(at),
            None => blocks.push(Block { nodes: vec![at] }),
        }
    }
    blocks
}

/// Fills rows of this width from the bottom: a block may go in a row when all it leads to stands lower.
fn filled(links: &Links, bands: &[usize], blocks: &[Block], room: f64) -> Vec<Vec<Block>> {
    let depths = depths(links, bands, blocks);
    let mut left: Vec<usize> = (0..blocks.len()).collect();
    let mut rows: Vec<Vec<Block>> = Vec::new();
    while !left.is_empty() {
        let waiting: Vec<usize> = left
            .iter()
            .flat_map(|&block| blocks[block].nodes.iter().copied())
            .collect();
        let mut free: Vec<usize> = left
            .iter()
            .copied()
            .filter(|&block| {
                let own = &blocks[block].nodes;
                own.iter()
                    .flat_map(|&at| &links.unlocks[at])
                    .all(|next| own.contains(next) || !waiting.contains(next))
            })
            .collect();
        // Deep ones first, because what they need must still find room above; else the last given stands lowest.
        free.sort_by_key(|&block| (std::cmp::Reverse(depths[block]), std::cmp::Reverse(block)));
        let mut width = 0.0;
        let mut row: Vec<usize> = Vec::new();
        for block in free {
            let more = blocks[block].width() + if row.is_empty() { 0.0 } else { GAP };
            if row.is_empty() || width + more <= room {
                width += more;
                row.push(block);
            }
        }
        row.sort_unstable();
        left.retain(|block| !row.contains(block));
        rows.push(row.into_iter().map(|block| blocks[block].clone()).collect());
    }
    rows.reverse();
    rows
}

/// How many blocks stand above each at least.
fn depths(links: &Links, bands: &[usize], blocks: &[Block]) -> Vec<usize> {
    let mut of_node = vec![0; bands.len()];
    blocks
        .iter()
        .map(|block| {
            let depth = block
                .nodes
                .iter()
                .flat_map(|&at| &links.needs[at])
                .filter(|&&need| bands[need] == bands[block.nodes[0]] && !block.nodes.contains(&need))
                .map(|&need| of_node[need] + 1)
                .max()
                .unwrap_or(0);
            for &at in &block.nodes {
                of_node[at] = depth;
            }
            depth
        })
        .collect()
}
