//! Where lines leave a node and where they arrive: one port per bundle, side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::order::Links;
use super::place::{Bundle, Item, Placed, row_of};
use super::rows::Row;
use super::size::{NODE_WIDTH, PORT, PORT_LEAST};

/// The place along a row of every port and of every bundle that passes.
pub struct Ports {
    leaving: BTreeMap<(usize, Bundle), f64>,
    arriving: BTreeMap<(usize, Bundle), f64>,
    passing: BTreeMap<(usize, Bundle), f64>,
    /// The row of each node.
    pub row_of: Vec<usize>,
}

impl Ports {
    pub fn new(placed: &Placed, links: &Links, rows: &[Row], centres: &[f64]) -> Self {
        let row_of = row_of(rows, links.needs.len());
        let mut passing = BTreeMap::new();
        for (row, spots) in placed.rows.iter().enumerate() {
            for spot in spots {
                if let Item::Pass(bundle) = spot.item {
                    passing.insert((row, bundle), spot.x);
                }
            }
        }
        // Where the next stop of a line is: on its way down from its start, and on its way up from its end.
        let mut below: Stops = BTreeMap::new();
        for (&(from, to), &bundle) in &placed.bundles {
            let stop = passing.get(&(row_of[from] + 1, bundle)).copied().unwrap_or(centres[to]);
            below.entry(from).or_default().entry(bundle).or_default().push(stop);
        }
        let leaving = spread(below, centres);
        // The upper ports stand, so that two nodes don't each make way for the other.
        let mut above: Stops = BTreeMap::new();
        for (&(from, to), &bundle) in &placed.bundles {
            let stop = passing.get(&(row_of[to] - 1, bundle)).or(leaving.get(&(from, bundle)));
            above.entry(to).or_default().entry(bundle).or_default().extend(stop);
        }
        Self { arriving: spread(above, centres), leaving, passing, row_of }
    }

    /// Where the line is at the lower edge of a row: at its start's port, or passing.
    pub fn upper(&self, row: usize, from: usize, bundle: Bundle) -> f64 {
        self.at(row, from, bundle, &self.leaving)
    }

    /// Where the line is at the upper edge of a row: at its end's port, or passing.
    pub fn lower(&self, row: usize, to: usize, bundle: Bundle) -> f64 {
        self.at(row, to, bundle, &self.arriving)
    }

    fn at(&self, row: usize, node: usize, bundle: Bundle, ports: &BTreeMap<(usize, Bundle), f64>) -> f64 {
        let port = if self.row_of[node] == row { ports.get(&(node, bundle)) } else { self.passing.get(&(row, bundle)) };
        port.copied().unwrap_or_default()
    }
}

type Stops = BTreeMap<usize, BTreeMap<Bundle, Vec<f64>>>;

/// Ports in the order of where their lines go, around the middle of the node.
fn spread(stops: Stops, centres: &[f64]) -> BTreeMap<(usize, Bundle), f64> {
    let mut ports = BTreeMap::new();
    for (node, bundles) in stops {
        let mean = |xs: &Vec<f64>| xs.iter().sum::<f64>() / xs.len() as f64;
        let mut order: Vec<(f64, Bundle)> = bundles.iter().map(|(bundle, xs)| (mean(xs), *bundle)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let count = order.len() as f64;
        let step = PORT.min((NODE_WIDTH - 2.0 * PORT) / count);
        let mut places: Vec<f64> =
            (0..order.len()).map(|at| centres[node] + step * (at as f64 - (count - 1.0) / 2.0)).collect();
        // A line that is nearly straight is made straight, where the ports beside it leave room.
        for (at, (stop, _)) in order.iter().enumerate() {
            let edge = NODE_WIDTH / 2.0 - PORT_LEAST;
            let left = at.checked_sub(1).map_or(centres[node] - edge, |left| places[left] + PORT_LEAST);
            let right = places.get(at + 1).map_or(centres[node] + edge, |right| right - PORT_LEAST);
            if (stop - places[at]).abs() <= 2.0 * PORT && (left..=right).contains(stop) {
                places[at] = *stop;
            }
        }
        for (place, (_, bundle)) in places.into_iter().zip(order) {
            ports.insert((node, bundle), place);
        }
    }
    ports
}

/// A bundle between two rows: where its lines come from above and where they go below, in tenths of a pixel, so that equal
/// places compare equal.
pub type Ends = (BTreeSet<i64>, BTreeSet<i64>);

/// The bundles below each row with the ends of their lines.
pub fn strands(rows: usize, placed: &Placed, ports: &Ports) -> Vec<BTreeMap<Bundle, Ends>> {
    let mut strands: Vec<BTreeMap<Bundle, Ends>> = vec![BTreeMap::new(); rows];
    for (&(from, to), &bundle) in &placed.bundles {
        let between = ports.row_of[from]..ports.row_of[to];
        for (row, strand) in strands.iter_mut().enumerate().take(between.end).skip(between.start) {
            let ends = strand.entry(bundle).or_default();
            ends.0.insert((ports.upper(row, from, bundle) * 10.0).round() as i64);
            ends.1.insert((ports.lower(row + 1, to, bundle) * 10.0).round() as i64);
        }
    }
    strands
}
