//! The place along each row, by least squares: lines short, passing ones straight, all within the picture's width.

use std::collections::BTreeSet;

use super::place::{End, Item, Joins, Spot};
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
    let passes: BTreeSet<Item> = spots.iter().flatten().map(|spot| spot.item).collect();
    for item in passes.into_iter().filter(|item| matches!(item, Item::Pass(_))) {
        let mut run: Vec<(usize, usize)> = Vec::new();
        let mut room = (f64::NEG_INFINITY, f64::INFINITY);
        for row in 0..=spots.len() {
            let here = spots
                .get(row)
                .and_then(|spots| spots.iter().position(|spot| spot.item == item));
            let next = here.map(|at| (at, leeway(&spots[row], at, width)));
            let both = next.map(|(at, own)| (at, (room.0.max(own.0), room.1.min(own.1))));
            match both.filter(|(_, both)| both.0 <= both.1) {
                Some((at, both)) => {
                    run.push((row, at));
                    room = both;
                }
                None => {
                    align(spots, &run, room);
                    run = next.map(|(at, _)| (row, at)).into_iter().collect();
                    room = next.map_or((f64::NEG_INFINITY, f64::INFINITY), |(_, own)| own);
                }
            }
        }
    }
}

/// How far a place may be moved before it comes too near to its neighbours.
fn leeway(row: &[Spot], at: usize, width: f64) -> (f64, f64) {
    // A lane may be that much narrower rather than a line bent by that little.
    const GIVE: f64 = 3.0;
    let left = at
        .checked_sub(1)
        .map(|left| row[left].x + apart(&row[left], &row[at]) - GIVE);
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

/// The mean of the places that the lines and the middle draw it to.
fn wanted(spot: &Spot, row: usize, spots: &[Vec<Spot>], joins: &Joins, width: f64, down: bool) -> Pull {
    let x_in = |row: usize, item: Item| spots[row].iter().find(|other| other.item == item).map(|other| other.x);
    let mut pulls: Vec<Pull> = vec![(middle(width), TO_MIDDLE)];
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
    let slack = (width - EDGE - row_width(row)).max(MARGIN);
    let starts = pools
        .into_iter()
        .flat_map(|((mean, _), count)| std::iter::repeat_n(mean.clamp(MARGIN, slack), count));
    for ((spot, before), start) in row.iter_mut().zip(before).zip(starts) {
        spot.x = start + before;
    }
}
