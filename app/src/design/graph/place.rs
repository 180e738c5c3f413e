//! What stands in each row: blocks, and the bundles of lines that pass between them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::arrange::arrange;
use super::order::Links;
use super::rows::Row;
use super::size::{CHAIN_GAP, NODE_WIDTH};
use super::spread::spread;

/// Of more places than this, nodes and bundles that pass a row, nobody sees the order that takes seconds to find: nodes
/// stay in the order given, and a line that would pass a row is drawn straight to its end.
const MANY: usize = 1_000;

/// Lines that run together: all that leave one node, or all that arrive at one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bundle {
    Out(usize),
    Into(usize),
}

/// What stands in a row: a block, by its place in the row list, or a bundle of lines that passes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    Block(usize),
    Pass(Bundle),
}

/// One thing in a row with the middle of its width.
#[derive(Clone, Debug)]
pub struct Spot {
    pub item: Item,
    pub half: f64,
    pub x: f64,
}

/// The rows with everything in them placed, and which bundle each need runs in; none where its line is drawn straight.
pub struct Placed {
    pub rows: Vec<Vec<Spot>>,
    pub bundles: BTreeMap<(usize, usize), Bundle>,
    pub width: f64,
}

/// The row of each node.
pub fn row_of(rows: &[Row], count: usize) -> Vec<usize> {
    let mut of = vec![0; count];
    for (at, row) in rows.iter().enumerate() {
        for &node in row.blocks.iter().flat_map(|block| &block.nodes) {
            of[node] = at;
        }
    }
    of
}

/// Everything in its row and at its place along it. `kinds` says of each node which kind it is of.
pub fn place(links: &Links, rows: &[Row], kinds: &[u8]) -> Placed {
    let row_of = row_of(rows, links.needs.len());
    let mut bundles = bundles(links, &row_of);
    let passed: usize = passed(&row_of, &bundles).values().map(|rows| rows.len()).sum();
    let is_large = links.needs.len() + passed > MANY;
    if is_large {
        bundles.retain(|(from, to), _| row_of[*from] + 1 == row_of[*to]);
    }
    let mut spots = spots(rows, &row_of, &bundles);
    let joins = joins(rows, &row_of, &bundles);
    let of_row = |row: &Row| row.blocks.iter().map(|block| kinds[block.nodes[0]]).collect();
    let kinds: Vec<Vec<u8>> = rows.iter().map(of_row).collect();
    arrange(&mut spots, &joins, &kinds, !is_large);
    let width = spread(&mut spots, &joins);
    Placed { rows: spots, bundles, width }
}

/// A need runs with whichever has more company: the others from where it starts or the others to where it ends.
fn bundles(links: &Links, row_of: &[usize]) -> BTreeMap<(usize, usize), Bundle> {
    let apart = |from: usize, to: usize| row_of[from] < row_of[to];
    let mut out = BTreeMap::new();
    let count = |from: usize| links.unlocks[from].iter().filter(|&&next| apart(from, next)).count();
    let leaving: Vec<usize> = (0..links.unlocks.len()).map(count).collect();
    for (to, needs) in links.needs.iter().enumerate() {
        let arriving = needs.iter().filter(|&&from| apart(from, to)).count();
        for &from in needs.iter().filter(|&&from| apart(from, to)) {
            let bundle = if leaving[from] > arriving { Bundle::Out(from) } else { Bundle::Into(to) };
            out.insert((from, to), bundle);
        }
    }
    out
}

/// The rows that each bundle passes. Its lines have one end in common, so that there is no gap between them.
fn passed(row_of: &[usize], bundles: &BTreeMap<(usize, usize), Bundle>) -> BTreeMap<Bundle, Range<usize>> {
    let mut passed: BTreeMap<Bundle, Range<usize>> = BTreeMap::new();
    for (&(from, to), &bundle) in bundles {
        let (first, end) = (row_of[from] + 1, row_of[to]);
        let rows = passed.entry(bundle).or_insert(first..end);
        *rows = rows.start.min(first)..rows.end.max(end);
    }
    passed
}

/// Every block, and a place for each bundle in each row that it passes.
fn spots(rows: &[Row], row_of: &[usize], bundles: &BTreeMap<(usize, usize), Bundle>) -> Vec<Vec<Spot>> {
    let mut spots: Vec<Vec<Spot>> = rows
        .iter()
        .map(|row| {
            let blocks = row.blocks.iter().enumerate();
            blocks.map(|(at, block)| Spot { item: Item::Block(at), half: block.width() / 2.0, x: 0.0 }).collect()
        })
        .collect();
    for (bundle, rows) in passed(row_of, bundles) {
        for row in rows {
            spots[row].push(Spot { item: Item::Pass(bundle), half: 0.0, x: 0.0 });
        }
    }
    spots
}

/// A line's end at a place: which, and how far from its middle, because a block may hold several nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    pub item: Item,
    pub off: i32,
}

/// Pairs of ends, upper and lower, that a line joins.
pub type Pairs = Vec<(End, End)>;

/// Between each row and the next: pairs of ends that a line joins, by either end.
pub struct Joins {
    above: Vec<BTreeMap<Item, Pairs>>,
    below: Vec<BTreeMap<Item, Pairs>>,
}

impl Joins {
    fn of(pairs: &[BTreeSet<(End, End)>]) -> Self {
        let mut joins =
            Joins { above: vec![BTreeMap::new(); pairs.len() + 1], below: vec![BTreeMap::new(); pairs.len() + 1] };
        for (row, pairs) in pairs.iter().enumerate() {
            for &pair in pairs {
                joins.below[row].entry(pair.0.item).or_default().push(pair);
                joins.above[row + 1].entry(pair.1.item).or_default().push(pair);
            }
        }
        joins
    }

    /// What joins an item of a row to the row above.
    pub fn above(&self, row: usize, item: Item) -> &[(End, End)] {
        self.above[row].get(&item).map_or(&[], Vec::as_slice)
    }

    /// What joins an item of a row to the row below.
    pub fn below(&self, row: usize, item: Item) -> &[(End, End)] {
        self.below[row].get(&item).map_or(&[], Vec::as_slice)
    }
}

fn joins(rows: &[Row], row_of: &[usize], bundles: &BTreeMap<(usize, usize), Bundle>) -> Joins {
    let block_of = |node: usize| {
        let blocks = rows[row_of[node]].blocks.iter().enumerate();
        let found =
            blocks.filter_map(|(at, block)| Some((at, block, block.nodes.iter().position(|&own| own == node)?)));
        let mut ends = found.map(|(at, block, place)| {
            let middle = (block.nodes.len() as f64 - 1.0) / 2.0;
            End { item: Item::Block(at), off: ((place as f64 - middle) * (NODE_WIDTH + CHAIN_GAP)).round() as i32 }
        });
        ends.next().unwrap_or(End { item: Item::Block(0), off: 0 })
    };
    let pass = |bundle: Bundle| End { item: Item::Pass(bundle), off: 0 };
    let mut joins: Vec<BTreeSet<(End, End)>> = vec![BTreeSet::new(); rows.len()];
    for (&(from, to), &bundle) in bundles {
        let crossed = joins.iter_mut().enumerate().take(row_of[to]).skip(row_of[from]);
        for (row, between) in crossed {
            let upper = if row == row_of[from] { block_of(from) } else { pass(bundle) };
            let lower = if row + 1 == row_of[to] { block_of(to) } else { pass(bundle) };
            between.insert((upper, lower));
        }
    }
    Joins::of(&joins)
}
