//! Where things stand in their rows: the order from `rust-sugiyama`, which keeps lines from crossing, and the place
//! along the row by least squares, which keeps lines short and the picture within its width.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::stable_graph::{NodeIndex, StableDiGraph};
use rust_sugiyama::configure::{Config, CrossingMinimization};

use super::order::Links;
use super::rows::Row;
use super::size::{CHAIN_GAP, EDGE, GAP, LANE, NODE_WIDTH, WIDTH};

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
    let joins = joins(rows, &row_of, &bundles);
    arrange(&mut spots, &joins);
    sort_twins(&mut spots, &joins);
    centre_passes(&mut spots, &joins);
    let width = spread(&mut spots, &joins);
    Placed {
        rows: spots,
        bundles,
        width,
    }
}

/// A need runs with whichever has more company: the others from where it starts or the others to where it ends.
fn bundles(links: &Links, row_of: &[usize]) -> BTreeMap<(usize, usize), Bundle> {
    let apart = |from: usize, to: usize| row_of[from] < row_of[to];
    let mut out = BTreeMap::new();
    for (to, needs) in links.needs.iter().enumerate() {
        let arriving = needs.iter().filter(|&&from| apart(from, to)).count();
        for &from in needs.iter().filter(|&&from| apart(from, to)) {
            let leaving = links.unlocks[from].iter().filter(|&&next| apart(from, next)).count();
            let bundle = if leaving > arriving {
                Bundle::Out(from)
            } else {
                Bundle::Into(to)
            };
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
            blocks
                .map(|(at, block)| Spot {
                    item: Item::Block(at),
                    half: block.width() / 2.0,
                    x: 0.0,
                })
                .collect()
        })
        .collect();
    let passes: BTreeSet<(usize, Bundle)> = bundles
        .iter()
        .flat_map(|(&(from, to), &bundle)| (row_of[from] + 1..row_of[to]).map(move |row| (row, bundle)))
        .collect();
    for (row, bundle) in passes {
        spots[row].push(Spot {
            item: Item::Pass(bundle),
            half: 0.0,
            x: 0.0,
        });
    }
    spots
}

/// A line's end at a place: which, and how far from its middle, because a block may hold several nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct End {
    item: Item,
    off: i32,
}

/// Between each row and the next: pairs of ends, upper and lower, that a line joins.
type Joins = Vec<BTreeSet<(End, End)>>;

fn joins(rows: &[Row], row_of: &[usize], bundles: &BTreeMap<(usize, usize), Bundle>) -> Joins {
    let block_of = |node: usize| {
        let blocks = rows[row_of[node]].blocks.iter().enumerate();
        let found =
            blocks.filter_map(|(at, block)| Some((at, block, block.nodes.iter().position(|&own| own == node)?)));
        let mut ends = found.map(|(at, block, place)| {
            let middle = (block.nodes.len() as f64 - 1.0) / 2.0;
            End {
                item: Item::Block(at),
                off: ((place as f64 - middle) * (NODE_WIDTH + CHAIN_GAP)).round() as i32,
            }
        });
        ends.next().unwrap_or(End {
            item: Item::Block(0),
            off: 0,
        })
    };
    let pass = |bundle: Bundle| End {
        item: Item::Pass(bundle),
        off: 0,
    };
    let mut joins: Joins = vec![BTreeSet::new(); rows.len()];
    for (&(from, to), &bundle) in bundles {
        let crossed = joins.iter_mut().enumerate().take(row_of[to]).skip(row_of[from]);
        for (row, between) in crossed {
            let upper = if row == row_of[from] {
                block_of(from)
            } else {
                pass(bundle)
            };
            let lower = if row + 1 == row_of[to] {
                block_of(to)
            } else {
                pass(bundle)
            };
            between.insert((upper, lower));
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
                let uppers: BTreeSet<Item> = joins[row - 1]
                    .iter()
                    .filter(|pair| pair.1.item == spot.item)
                    .map(|pair| pair.0.item)
                    .collect();
                for upper in uppers {
                    graph.add_edge(known[&(row - 1, upper)], vertex, ());
                    tied = true;
                }
            }
            if !tied {
                graph.add_edge(above, vertex, ());
            }
        }
        above = spine;
    }
    let config = Config {
        c_minimization: CrossingMinimization::Barycenter,
        ..Config::default()
    };
    let laid = rust_sugiyama::from_graph(&graph, &|_, ()| (1.0, 1.0), &config);
    let along: BTreeMap<NodeIndex, f64> = laid
        .into_iter()
        .flat_map(|(places, _, _)| places)
        .map(|(vertex, (x, _))| (vertex, x))
        .collect();
    for (row, places) in spots.iter_mut().enumerate() {
        let x = |spot: &Spot| along.get(&known[&(row, spot.item)]).copied().unwrap_or(0.0);
        places.sort_by(|a, b| x(a).total_cmp(&x(b)).then(a.item.cmp(&b.item)));
    }
}

/// Blocks that are joined to the same places may stand in any order: they stand in the order given.
fn sort_twins(spots: &mut [Vec<Spot>], joins: &Joins) {
    for (row, places) in spots.iter_mut().enumerate() {
        let mut twins: BTreeMap<(Vec<End>, Vec<End>), Vec<usize>> = BTreeMap::new();
        for (at, spot) in places.iter().enumerate() {
            let uppers = row.checked_sub(1).map(|above| joins[above].iter());
            let uppers = uppers
                .into_iter()
                .flatten()
                .filter(|pair| pair.1.item == spot.item)
                .map(|pair| pair.0)
                .collect();
            let lowers = joins[row]
                .iter()
                .filter(|pair| pair.0.item == spot.item)
                .map(|pair| pair.1)
                .collect();
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

/// A bundle that passes a row may often do so in several gaps without crossing more: it takes the one nearest to
/// where its lines come from and go to, which is in the middle more often than at the edge.
fn centre_passes(spots: &mut [Vec<Spot>], joins: &Joins) {
    for row in 0..spots.len() {
        let passes: Vec<Item> = spots[row]
            .iter()
            .map(|spot| spot.item)
            .filter(|item| matches!(item, Item::Pass(_)))
            .collect();
        for item in passes {
            let Some(at) = spots[row].iter().position(|spot| spot.item == item) else {
                continue;
            };
            let spot = spots[row].remove(at);
            let wish = along(item, row, spots, joins);
            let best = (0..=spots[row].len()).min_by_key(|&gap| {
                spots[row].insert(gap, spot.clone());
                let crossings = crossings(row, spots, joins);
                spots[row].remove(gap);
                let share = gap as f64 / spots[row].len().max(1) as f64;
                (crossings, ((share - wish).abs() * 1000.0).round() as i64)
            });
            spots[row].insert(best.unwrap_or(at), spot);
        }
    }
}

/// How far along their rows the places are that an item is joined to, from nought to one.
fn along(item: Item, row: usize, spots: &[Vec<Spot>], joins: &Joins) -> f64 {
    let share = |row: usize, other: Item| {
        let at = spots[row].iter().position(|spot| spot.item == other)?;
        Some((at as f64 + 0.5) / spots[row].len() as f64)
    };
    let above = row
        .checked_sub(1)
        .map(|above| joins[above].iter().filter(|pair| pair.1.item == item));
    let uppers = above
        .into_iter()
        .flatten()
        .filter_map(|pair| share(row - 1, pair.0.item));
    let lowers = joins[row]
        .iter()
        .filter(|pair| pair.0.item == item)
        .filter_map(|pair| share(row + 1, pair.1.item));
    let shares: Vec<f64> = uppers.chain(lowers).collect();
    shares.iter().sum::<f64>() / shares.len().max(1) as f64
}

/// How many pairs of lines cross just above and just below a row.
fn crossings(row: usize, spots: &[Vec<Spot>], joins: &Joins) -> usize {
    let place = |row: usize, item: Item| spots.get(row)?.iter().position(|spot| spot.item == item);
    let between = |upper: usize| {
        let ends: Vec<(usize, usize)> = joins[upper]
            .iter()
            .filter_map(|pair| Some((place(upper, pair.0.item)?, place(upper + 1, pair.1.item)?)))
            .collect();
        let crossed = |a: &(usize, usize), b: &(usize, usize)| (a.0 < b.0 && a.1 > b.1) || (a.0 > b.0 && a.1 < b.1);
        ends.iter()
            .enumerate()
            .map(|(at, a)| ends[at + 1..].iter().filter(|b| crossed(a, b)).count())
            .sum::<usize>()
    };
    between(row) + row.checked_sub(1).map_or(0, between)
}

/// The least distance between the middles of two neighbours.
fn apart(left: &Spot, right: &Spot) -> f64 {
    let gap = match (left.item, right.item) {
        (Item::Block(_), Item::Block(_)) => GAP,
        _ => LANE,
    };
    left.half + gap + right.half
}

/// How strongly everything is drawn to the middle of the picture, beside the lines that draw it elsewhere.
const TO_MIDDLE: f64 = 0.4;
/// How strongly a line that passes is kept straight.
const STRAIGHT: f64 = 12.0;

/// Moves everything towards what it is joined to, row by row, down and up; answers the width that came out.
fn spread(spots: &mut [Vec<Spot>], joins: &Joins) -> f64 {
    let need = spots.iter().map(|row| row_width(row)).fold(0.0_f64, f64::max);
    let width = WIDTH.max(need + 2.0 * EDGE);
    for row in spots.iter_mut() {
        let want = vec![(width / 2.0, 1.0); row.len()];
        settle(row, &want, width);
    }
    for round in 0..40 {
        let down = round % 2 == 0;
        for step in 0..spots.len() {
            let row = if down { step } else { spots.len() - 1 - step };
            let want: Vec<Pull> = spots[row]
                .iter()
                .map(|spot| wanted(spot, row, spots, joins, width, down))
                .collect();
            settle(&mut spots[row], &want, width);
        }
    }
    for spot in spots.iter_mut().flatten() {
        spot.x = spot.x.round();
    }
    width
}

/// A place along the row and how much it is wanted.
type Pull = (f64, f64);

/// The mean of the places that the lines and the middle draw it to.
fn wanted(spot: &Spot, row: usize, spots: &[Vec<Spot>], joins: &Joins, width: f64, down: bool) -> Pull {
    let x_in = |row: usize, item: Item| spots[row].iter().find(|other| other.item == item).map(|other| other.x);
    let mut pulls: Vec<Pull> = vec![(width / 2.0, TO_MIDDLE)];
    let mut pull = |row: usize, own: End, other: End| {
        let straight = matches!((own.item, other.item), (Item::Pass(_), Item::Pass(_)));
        let weight = if straight { STRAIGHT } else { 1.0 };
        pulls.extend(x_in(row, other.item).map(|x| (x + f64::from(other.off - own.off), weight)));
    };
    if row > 0 {
        joins[row - 1]
            .iter()
            .filter(|pair| pair.1.item == spot.item)
            .for_each(|pair| pull(row - 1, pair.1, pair.0));
    }
    joins[row]
        .iter()
        .filter(|pair| pair.0.item == spot.item)
        .for_each(|pair| pull(row + 1, pair.0, pair.1));
    // One bend is better than two: a line that passes follows the row that was settled before.
    if let Some(before) = straight_from(spot.item, row, joins, down) {
        return (x_in(before, spot.item).unwrap_or(spot.x), STRAIGHT);
    }
    let weight: f64 = pulls.iter().map(|pull| pull.1).sum();
    (pulls.iter().map(|pull| pull.0 * pull.1).sum::<f64>() / weight, weight)
}

fn row_width(row: &[Spot]) -> f64 {
    let ends = row.first().map_or(0.0, |spot| spot.half) + row.last().map_or(0.0, |spot| spot.half);
    ends + row.windows(2).map(|pair| apart(&pair[0], &pair[1])).sum::<f64>()
}

/// The row before this one, in the direction of the sweep, if the same bundle passes it too.
fn straight_from(item: Item, row: usize, joins: &Joins, down: bool) -> Option<usize> {
    let Item::Pass(_) = item else { return None };
    let before = if down { row.checked_sub(1)? } else { row + 1 };
    let same = |pair: &&(End, End)| pair.0.item == item && pair.1.item == item;
    joins.get(row.min(before))?.iter().find(same).map(|_| before)
}

/// The places nearest to those wanted, by weighted least squares, that keep the order and the distances: wanted
/// places less the distances before them must not fall, so runs that fall are replaced by their mean.
fn settle(row: &mut [Spot], want: &[Pull], width: f64) {
    let Some(first) = row.first() else { return };
    let mut before = vec![first.half];
    for pair in row.windows(2) {
        before.push(before[before.len() - 1] + apart(&pair[0], &pair[1]));
    }
    let mut pools: Vec<(Pull, usize)> = Vec::new();
    for (want, before) in want.iter().zip(&before) {
        let mut pool = ((want.0 - before, want.1), 1);
        while let Some(&((mean, weight), count)) = pools.last() {
            if mean <= pool.0.0 {
                break;
            }
            pools.pop();
            let both = weight + pool.0.1;
            pool = (((mean * weight + pool.0.0 * pool.0.1) / both, both), count + pool.1);
        }
        pools.push(pool);
    }
    let slack = (width - EDGE - row_width(row)).max(EDGE);
    let starts = pools
        .into_iter()
        .flat_map(|((mean, _), count)| std::iter::repeat_n(mean.clamp(EDGE, slack), count));
    for ((spot, before), start) in row.iter_mut().zip(before).zip(starts) {
        spot.x = start + before;
    }
}
