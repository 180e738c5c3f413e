//! The order along each row: kinds in their order; within a kind from `rust-sugiyama`, which keeps lines from crossing,
//! then as given where that is free.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::stable_graph::{NodeIndex, StableDiGraph};
use rust_sugiyama::configure::{Config, CrossingMinimization};

use super::place::{End, Item, Joins, Spot};

/// Orders every row. `kinds` says of each block of each row which kind it is of; without `few_crossings`, blocks of a kind
/// stay in the order given.
pub fn arrange(spots: &mut [Vec<Spot>], joins: &Joins, kinds: &[Vec<u8>], few_crossings: bool) {
    if few_crossings {
        layered(spots, joins);
        sort_twins(spots, joins);
    }
    for (row, kinds) in spots.iter_mut().zip(kinds) {
        together(row, kinds);
    }
    centre_passes(spots, joins);
}

/// Orders each row as the layered layout does. Every place is tied to the row above it, if need be through a spine
/// of places that are not drawn, so that the rows come out as they went in.
fn layered(spots: &mut [Vec<Spot>], joins: &Joins) {
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
            let uppers: BTreeSet<Item> = joins.above(row, spot.item).iter().map(|pair| pair.0.item).collect();
            for upper in uppers {
                graph.add_edge(known[&(row - 1, upper)], vertex, ());
                tied = true;
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

/// Blocks of one kind stand together; what passes keeps its place.
fn together(row: &mut [Spot], kinds: &[u8]) {
    let kind = |spot: &Spot| match spot.item {
        Item::Block(block) => Some(kinds[block]),
        Item::Pass(_) => None,
    };
    let slots: Vec<usize> = (0..row.len()).filter(|&at| kind(&row[at]).is_some()).collect();
    let mut blocks: Vec<Spot> = slots.iter().map(|&at| row[at].clone()).collect();
    blocks.sort_by_key(kind);
    for (slot, block) in slots.into_iter().zip(blocks) {
        row[slot] = block;
    }
}

/// Blocks that are joined to the same places may stand in any order: they stand in the order given.
fn sort_twins(spots: &mut [Vec<Spot>], joins: &Joins) {
    for (row, places) in spots.iter_mut().enumerate() {
        let mut twins: BTreeMap<(Vec<End>, Vec<End>), Vec<usize>> = BTreeMap::new();
        for (at, spot) in places.iter().enumerate() {
            let uppers = joins.above(row, spot.item).iter().map(|pair| pair.0).collect();
            let lowers = joins.below(row, spot.item).iter().map(|pair| pair.1).collect();
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
        let around = Around::of(row, spots, joins);
        let places = &mut spots[row];
        let items = places.iter().map(|spot| spot.item);
        let passes: Vec<Item> = items.filter(|item| matches!(item, Item::Pass(_))).collect();
        for item in passes {
            let Some(at) = places.iter().position(|spot| spot.item == item) else {
                continue;
            };
            let spot = places.remove(at);
            let wish = around.wish(item);
            // From the leftmost gap on: what it crosses of each that it goes past, before and after.
            let sides: Vec<(i64, i64)> = places.iter().map(|other| around.crossed(item, other.item)).collect();
            let mut crossings: i64 = sides.iter().map(|sides| sides.0).sum();
            let mut best = (i64::MAX, 0, 0);
            for gap in 0..=places.len() {
                let share = gap as f64 / places.len().max(1) as f64;
                let away = ((share - wish).abs() * 1000.0).round() as i64;
                best = best.min((crossings, away, gap));
                crossings += sides.get(gap).map_or(0, |(before, after)| after - before);
            }
            places.insert(best.2, spot);
        }
    }
}

/// Where the lines of each item of a row go: their places along the row above and the row below.
struct Around {
    ends: BTreeMap<Item, (Vec<usize>, Vec<usize>)>,
    lengths: (usize, usize),
}

impl Around {
    fn of(row: usize, spots: &[Vec<Spot>], joins: &Joins) -> Self {
        let above = row.checked_sub(1).map_or(&[][..], |above| &spots[above]);
        let below = spots.get(row + 1).map_or(&[][..], Vec::as_slice);
        let places = |spots: &[Spot]| -> BTreeMap<Item, usize> {
            spots.iter().enumerate().map(|(at, spot)| (spot.item, at)).collect()
        };
        let (uppers, lowers) = (places(above), places(below));
        let ends = spots[row].iter().map(|spot| {
            let up = joins.above(row, spot.item).iter();
            let down = joins.below(row, spot.item).iter();
            let up = up.filter_map(|pair| uppers.get(&pair.0.item).copied()).collect();
            let down = down.filter_map(|pair| lowers.get(&pair.1.item).copied()).collect();
            (spot.item, (up, down))
        });
        Around { ends: ends.collect(), lengths: (above.len(), below.len()) }
    }

    /// How far along their rows the places are that an item is joined to, from nought to one.
    fn wish(&self, item: Item) -> f64 {
        let (up, down) = &self.ends[&item];
        let share = |at: usize, length: usize| (at as f64 + 0.5) / length as f64;
        let uppers = up.iter().map(|&at| share(at, self.lengths.0));
        let lowers = down.iter().map(|&at| share(at, self.lengths.1));
        uppers.chain(lowers).sum::<f64>() / (up.len() + down.len()).max(1) as f64
    }

    /// How many pairs of lines of two items cross if the first stands before the second, and if after.
    fn crossed(&self, item: Item, other: Item) -> (i64, i64) {
        let (own, others) = (&self.ends[&item], &self.ends[&other]);
        let (mut before, mut after) = (0, 0);
        for (own, others) in [(&own.0, &others.0), (&own.1, &others.1)] {
            for own in own {
                before += others.iter().filter(|&other| own > other).count() as i64;
                after += others.iter().filter(|&other| own < other).count() as i64;
            }
        }
        (before, after)
    }
}
