//! The place along each row, by least squares: lines short, passing ones straight, all within the picture's width.

use std::collections::BTreeMap;

use super::place::{Item, Joins, Spot};
use super::size::{EDGE, GAP, LANE, MARGIN, WIDTH};

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
const STRAIGHT: f64 = 100.0;

/// Moves everything towards what it is joined to, row by row, down and up; answers the width that came out.
pub fn spread(spots: &mut [Vec<Spot>], joins: &Joins) -> f64 {
    let need = spots.iter().map(|row| row_width(row)).fold(0.0_f64, f64::max);
    let width = WIDTH.max(MARGIN + need + EDGE);
    for row in spots.iter_mut() {
        let want = vec![(middle(width), 1.0); row.len()];
        settle(row, &want, width);
    }
    let ties = ties(spots, joins);
    for round in 0..40 {
        let down = round % 2 == 0;
        for step in 0..spots.len() {
            let row = if down { step } else { spots.len() - 1 - step };
            let ties = ties[row].iter();
            let want: Vec<Pull> = ties.map(|ties| wanted(ties, spots, width, down)).collect();
            settle(&mut spots[row], &want, width);
        }
    }
    for spot in spots.iter_mut().flatten() {
        spot.x = spot.x.round();
    }
    for _ in 0..4 {
        straighten(spots, width);
    }
    width
}

/// The middle of what is left of the picture beside its margin.
fn middle(width: f64) -> f64 {
    f64::midpoint(MARGIN, width - EDGE)
}

/// Takes the small kinks out of lines that pass several rows: as many rows in a run as leave room for one place get it.
fn straighten(spots: &mut [Vec<Spot>], width: f64) {
    let mut passes: BTreeMap<Item, Vec<(usize, usize)>> = BTreeMap::new();
    for (row, places) in spots.iter().enumerate() {
        for (at, spot) in places.iter().enumerate() {
            if matches!(spot.item, Item::Pass(_)) {
                passes.entry(spot.item).or_default().push((row, at));
            }
        }
    }
    for places in passes.into_values() {
        let mut run: Vec<(usize, usize)> = Vec::new();
        let mut room = (f64::NEG_INFINITY, f64::INFINITY);
        for (row, at) in places {
            let own = leeway(&spots[row], at, width);
            let both = (room.0.max(own.0), room.1.min(own.1));
            if both.0 <= both.1 {
                run.push((row, at));
                room = both;
            } else {
                align(spots, &run, room);
                (run, room) = (vec![(row, at)], own);
            }
        }
        align(spots, &run, room);
    }
}

/// How far a place may be moved before it comes too near to its neighbours.
fn leeway(row: &[Spot], at: usize, width: f64) -> (f64, f64) {
    // A lane may be that much narrower rather than a line bent by that little.
    const GIVE: f64 = 3.0;
    let left = at.checked_sub(1).map(|left| row[left].x + apart(&row[left], &row[at]) - GIVE);
    let right = row.get(at + 1).map(|right| right.x - apart(&row[at], right) + GIVE);
    (left.unwrap_or(MARGIN), right.unwrap_or(width - EDGE))
}

/// Puts all of a run at the one place nearest to where they stand.
fn align(spots: &mut [Vec<Spot>], run: &[(usize, usize)], room: (f64, f64)) {
    let sum: f64 = run.iter().map(|&(row, at)| spots[row][at].x).sum();
    let x = (sum / run.len().max(1) as f64).round().clamp(room.0, room.1);
    for &(row, at) in run {
        spots[row][at].x = x;
    }
}

/// A place along the row and how much it is wanted.
type Pull = (f64, f64);

/// What draws one place of a row: places of the rows above and below, how far from them it is to be, and how strongly.
struct Ties {
    pulls: Vec<(usize, usize, f64, f64)>,
    /// The place of the same bundle in the row above, and in the row below, if it passes it too.
    straight: [Option<(usize, usize)>; 2],
}

/// The ties of every place. The order along the rows stays as it is from here on.
fn ties(spots: &[Vec<Spot>], joins: &Joins) -> Vec<Vec<Ties>> {
    let place = |row: &Vec<Spot>| -> BTreeMap<Item, usize> {
        row.iter().enumerate().map(|(at, spot)| (spot.item, at)).collect()
    };
    let places: Vec<BTreeMap<Item, usize>> = spots.iter().map(place).collect();
    let in_row = |row: usize, spot: &Spot| {
        let above = joins.above(row, spot.item).iter().map(|pair| (row.wrapping_sub(1), pair.1, pair.0));
        let below = joins.below(row, spot.item).iter().map(|pair| (row + 1, pair.0, pair.1));
        let mut ties = Ties { pulls: Vec::new(), straight: [None; 2] };
        for (other_row, own, other) in above.chain(below) {
            let Some(at) = places.get(other_row).and_then(|places| places.get(&other.item)) else {
                continue;
            };
            let passes = matches!((own.item, other.item), (Item::Pass(_), Item::Pass(_)));
            let weight = if passes { STRAIGHT } else { 1.0 };
            ties.pulls.push((other_row, *at, f64::from(other.off - own.off), weight));
            if passes && own.item == other.item {
                ties.straight[usize::from(other_row > row)] = Some((other_row, *at));
            }
        }
        ties
    };
    let rows = spots.iter().enumerate();
    rows.map(|(row, places)| places.iter().map(|spot| in_row(row, spot)).collect()).collect()
}

/// The mean of the places that the lines and the middle draw it to.
fn wanted(ties: &Ties, spots: &[Vec<Spot>], width: f64, down: bool) -> Pull {
    // One bend is better than two: a line that passes follows the row that was settled before.
    if let Some((row, at)) = ties.straight[usize::from(!down)] {
        return (spots[row][at].x, STRAIGHT);
    }
    let mut sum = (middle(width) * TO_MIDDLE, TO_MIDDLE);
    for &(row, at, off, weight) in &ties.pulls {
        sum = (sum.0 + (spots[row][at].x + off) * weight, sum.1 + weight);
    }
    (sum.0 / sum.1, sum.1)
}

fn row_width(row: &[Spot]) -> f64 {
    let ends = row.first().map_or(0.0, |spot| spot.half) + row.last().map_or(0.0, |spot| spot.half);
    ends + row.windows(2).map(|pair| apart(&pair[0], &pair[1])).sum::<f64>()
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
    let slack = (width - EDGE - row_width(row)).max(MARGIN);
    let starts = pools.into_iter().flat_map(|((mean, _), count)| std::iter::repeat_n(mean.clamp(MARGIN, slack), count));
    for ((spot, before), start) in row.iter_mut().zip(before).zip(starts) {
        spot.x = start + before;
    }
}
