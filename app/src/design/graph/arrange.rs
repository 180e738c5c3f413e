//! The order along each row: kinds in their order; within a kind from `rust-sugiyama`, which keeps lines from crossing,
//! then as given where that is free.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::stable_graph::{NodeIndex, StableDiGraph};
use rust_sugiyama::configure::{Config, CrossingMinimization};

use super::place::{End, Item, Joins, Spot};

/// Orders every row. `kinds` says of each block of each row which kind it is of.
pub fn arrange(spots: &mut [Vec<Spot>], joins: &Joins, kinds: &[Vec<u8>]) {
    layered(spots, joins);
    sort_twins(spots, joins);
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
