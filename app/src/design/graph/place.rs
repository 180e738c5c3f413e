//! Where things stand in their rows: the order from `rust-sugiyama`, which keeps lines from crossing, and the place
//! along the row by least squares, which keeps lines short and the picture within its width.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::stable_graph::{NodeIndex, StableDiGraph};
use rust_sugiyama::configure::{Config, CrossingMinimization};

use super::order::Links;
use super::rows::Row;
use super::size::{EDGE, GAP, LANE, WIDTH};

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

/// The rows with everything in them placed, and which bundle each need runs in.
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

pub fn place(links: &Links, rows: &[Row]) -> Placed {
    let row_of = row_of(rows, links.needs.len());
    let bundles = bundles(links, &row_of);
    let mut spots = spots(rows, &row_of, &bundles);
    let joins = joins(&spots, rows, &row_of, &bundles);
    arrange(&mut spots, &joins);
    sort_twins(&mut spots, &joins);
    let width = spread(&mut spots, &joins);
    Placed { rows: spots, bundles, width }
}

/// A need runs with whichever has more company: the others from where it starts or the others to where it ends.
fn bundles(links: &Links, row_of: &[usize]) -> BTreeMap<(usize, usize), Bundle> {
    let apart = |from: usize, to: usize| row_of[from] < row_of[to];
    let mut out = BTreeMap::new();
    for (to, needs) in links.needs.iter().enumerate() {
        let arriving = needs.iter().filter(|&&from| apart(from, to)).count();
        for &from in needs.iter().filter(|&&from| apart(from, to)) {
            let leaving = links.unlocks[from].iter().filter(|&&next| apart(from, next)).count();
            let bundle = if leaving > arriving { Bundle::Out(from) } else { Bundle::Into(to) };
            out.insert((from, to), bundle);
        }
    }
    out
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
    let passes: BTreeSet<(usize, Bundle)> = bundles
        .iter()
        .flat_map(|(&(from, to), &bundle)| (row_of[from] + 1..row_of[to]).map(move |row| (row, bundle)))
        .collect();
    for (row, bundle) in passes {
        spots[row].push(Spot { item: Item::Pass(bundle), half: 0.0, x: 0.0 });
    }
    spots
}

/// Between each row and the next: pairs of places, upper and lower, that a line joins.
type Joins = Vec<BTreeSet<(Item, Item)>>;

fn joins(spots: &[Vec<Spot>], rows: &[Row], row_of: &[usize], bundles: &BTreeMap<(usize, usize), Bundle>) -> Joins {
    let block_of = |node: usize| {
        let blocks = &rows[row_of[node]].blocks;
        Item::Block(blocks.iter().position(|block| block.nodes.contains(&node)).unwrap_or(0))
    };
    let mut joins: Joins = vec![BTreeSet::new(); spots.len()];
    for (&(from, to), &bundle) in bundles {
        for row in row_of[from]..row_of[to] {
            let upper = if row == row_of[from] { block_of(from) } else { Item::Pass(bundle) };
            let lower = if row + 1 == row_of[to] { block_of(to) } else { Item::Pass(bundle) };
            joins[row].insert((upper, lower));
        }
    }
    joins
}

/// Orders each row as the layered layout does. Every place is tied to the row above it, if need be through a spine
/// of places that are not drawn, so that the rows come out as they went in.
fn arrange(spots: &mut [Vec<Spot>], joins: &Joins) {
    let mut graph: StableDiGraph<(), ()> = StableDiGraph::new();
    let mut above = graph.add_node(());
    let mut known: BTreeMap<(usize, Item), NodeIndex> = BTreeMap::new();
    for (row, places) in spots.iter().enumerate() {
        let spine = graph.add_node(());
        graph.add_edge(above, spine, ());
        for spot in places {
            let vertex = graph.add_node(());
            known.insert((row, spot.item), vertex);
            let mut tied = false;
            if row > 0 {
                for (upper, _) in joins[row - 1].iter().filter(|(_, lower)| *lower == spot.item) {
                    graph.add_edge(known[&(row - 1, *upper)], vertex, ());
                    tied = true;
                }
            }
            if !tied {
                graph.add_edge(above, vertex, ());
            }
        }
        above = spine;
    }
    let config = Config { c_minimization: CrossingMinimization::Barycenter, ..Config::default() };
    let laid = rust_sugiyama::from_graph(&graph, &|_, ()| (1.0, 1.0), &config);
    let along: BTreeMap<NodeIndex, f64> =
        laid.into_iter().flat_map(|(places, _, _)| places).map(|(vertex, (x, _))| (vertex, x)).collect();
    for (row, places) in spots.iter_mut().enumerate() {
        let x = |spot: &Spot| along.get(&known[&(row, spot.item)]).copied().unwrap_or(0.0);
        places.sort_by(|a, b| x(a).total_cmp(&x(b)).then(a.item.cmp(&b.item)));
    }
}

/// Blocks that are joined to the same places may stand in any order: they stand in the order given.
fn sort_twins(spots: &mut [Vec<Spot>], joins: &Joins) {
    for (row, places) in spots.iter_mut().enumerate() {
        let mut twins: BTreeMap<(Vec<Item>, Vec<Item>), Vec<usize>> = BTreeMap::new();
        for (at, spot) in places.iter().enumerate() {
            let uppers = row.checked_sub(1).map(|above| joins[above].iter());
            let uppers = uppers.into_iter().flatten().filter(|(_, lower)| *lower == spot.item).map(|pair| pair.0).collect();
            let lowers = joins[row].iter().filter(|(upper, _)| *upper == spot.item).map(|pair| pair.1).collect();
            twins.entry((uppers, lowers)).or_default().push(at);
        }
        for slots in twins.into_values() {
            let mut same: Vec<Spot> = slots.iter().map(|&at| places[at].clone()).collect();
            same.sort_by_key(|spot| spot.item);
            for (slot, spot) in slots.into_iter().zip(same) {
                places[slot] = spot;
            }
        }
    }
}

/// The least distance between the middles of two neighbours.
fn apart(left: &Spot, right: &Spot) -> f64 {
    let gap = match (left.item, right.item) {
        (Item::Block(_), Item::Block(_)) => GAP,
        _ => LANE,
    };
    left.half + gap + right.half
}

/// Moves everything towards what it is joined to, row by row, down and up; answers the width that came out.
fn spread(spots: &mut [Vec<Spot>], joins: &Joins) -> f64 {
    let need = spots.iter().map(|row| row_width(row)).fold(0.0_f64, f64::max);
    let width = WIDTH.max(need + 2.0 * EDGE);
    for row in spots.iter_mut() {
        let want = vec![width / 2.0; row.len()];
        settle(row, &want, width);
    }
    for round in 0..24 {
        let down = round % 2 == 0;
        for step in 0..spots.len() {
            let row = if down { step } else { spots.len() - 1 - step };
            let want: Vec<f64> = spots[row].iter().map(|spot| wanted(spot, row, spots, joins)).collect();
            settle(&mut spots[row], &want, width);
        }
    }
    for spot in spots.iter_mut().flatten() {
        spot.x = spot.x.round();
    }
    width
}

fn row_width(row: &[Spot]) -> f64 {
    let ends = row.first().map_or(0.0, |spot| spot.half) + row.last().map_or(0.0, |spot| spot.half);
    ends + row.windows(2).map(|pair| apart(&pair[0], &pair[1])).sum::<f64>()
}

/// The mean of the places it is joined to, or where it is.
fn wanted(spot: &Spot, row: usize, spots: &[Vec<Spot>], joins: &Joins) -> f64 {
    let x_in = |row: usize, item: Item| spots[row].iter().find(|other| other.item == item).map(|other| other.x);
    let mut xs: Vec<f64> = Vec::new();
    if row > 0 {
        xs.extend(joins[row - 1].iter().filter(|pair| pair.1 == spot.item).filter_map(|pair| x_in(row - 1, pair.0)));
    }
    xs.extend(joins[row].iter().filter(|pair| pair.0 == spot.item).filter_map(|pair| x_in(row + 1, pair.1)));
    if xs.is_empty() { spot.x } else { xs.iter().sum::<f64>() / xs.len() as f64 }
}

/// The places nearest to those wanted, by least squares, that keep the order and the distances: wanted places less
/// the distances before them must not fall, so runs that fall are replaced by their mean.
fn settle(row: &mut [Spot], want: &[f64], width: f64) {
    let Some(first) = row.first() else { return };
    let mut before = vec![first.half];
    for pair in row.windows(2) {
        before.push(before[before.len() - 1] + apart(&pair[0], &pair[1]));
    }
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (want, before) in want.iter().zip(&before) {
        let mut pool = (want - before, 1);
        while let Some(&(mean, count)) = pools.last() {
            if mean <= pool.0 {
                break;
            }
            pools.pop();
            let both = count + pool.1;
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / both as f64, both);
        }
        pools.push(pool);
    }
    let slack = (width - EDGE - row_width(row)).max(EDGE);
    let starts = pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean.clamp(EDGE, slack), count));
    for ((spot, before), start) in row.iter_mut().zip(before).zip(starts) {
        spot.x = start + before;
    }
}
