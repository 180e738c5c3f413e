//! The space between two rows: which bundle runs along it at which height.

use super::place::Bundle;

/// The lines of one bundle between two rows: where they come from above and where they go below.
#[derive(Clone, Debug)]
pub struct Strand {
    pub bundle: Bundle,
    pub uppers: Vec<f64>,
    pub lowers: Vec<f64>,
}

impl Strand {
    fn ends(&self) -> impl Iterator<Item = f64> {
        self.uppers.iter().chain(&self.lowers).copied()
    }

    fn left(&self) -> f64 {
        self.ends().fold(f64::INFINITY, f64::min)
    }

    fn right(&self) -> f64 {
        self.ends().fold(f64::NEG_INFINITY, f64::max)
    }

    /// Whether it goes straight down and so needs no track.
    fn is_straight(&self) -> bool {
        self.right() - self.left() < 1.0
    }

    fn covers(&self, x: f64) -> bool {
        self.left() - 4.0 < x && x < self.right() + 4.0
    }
}

/// How bad it is for `high` to run above `low`: lines that cross, and lines that would lie on each other.
fn cost(high: &Strand, low: &Strand) -> usize {
    let down = high.lowers.iter().filter(|&&x| low.covers(x)).count();
    let up = low.uppers.iter().filter(|&&x| high.covers(x)).count();
    let near = |a: f64| high.lowers.iter().any(|b| (a - b).abs() < 6.0);
    let shared = low.uppers.iter().filter(|&&x| near(x)).count();
    down + up + 8 * shared
}

/// The track of each strand, counted from above, and how many tracks there are. Straight strands get track nought.
pub fn tracks(strands: &[Strand]) -> (Vec<usize>, usize) {
    let order = ordered(strands);
    let mut track = vec![0; strands.len()];
    let mut count = 0;
    for (place, &at) in order.iter().enumerate() {
        let own = &strands[at];
        let meets = |other: &Strand| other.left() < own.right() + 8.0 && own.left() < other.right() + 8.0;
        let over = order[..place].iter().filter(|&&other| meets(&strands[other])).map(|&other| track[other] + 1);
        track[at] = over.max().unwrap_or(0);
        count = count.max(track[at] + 1);
    }
    (track, count)
}

/// More strands than this stay in the order of their bundles: the best one is not worth the wait.
const MOST: usize = 120;

/// The strands that bend, from above: each is moved to its best place, again and again, while that lowers the cost.
fn ordered(strands: &[Strand]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..strands.len()).filter(|&at| !strands[at].is_straight()).collect();
    if order.len() > MOST {
        return order;
    }
    let costs: Vec<Vec<i64>> =
        strands.iter().map(|high| strands.iter().map(|low| cost(high, low) as i64).collect()).collect();
    let mut moved = true;
    while moved {
        moved = false;
        for from in 0..order.len() {
            for to in 0..order.len() {
                if gain(&order, &costs, from, to) > 0 {
                    let strand = order.remove(from);
                    order.insert(to, strand);
                    moved = true;
                }
            }
        }
    }
    order
}

/// How much lower the cost is when the strand at one place is moved to another.
fn gain(order: &[usize], costs: &[Vec<i64>], from: usize, to: usize) -> i64 {
    let own = order[from];
    let past = if from < to { &order[from + 1..=to] } else { &order[to..from] };
    let below_less_above: i64 = past.iter().map(|&other| costs[own][other] - costs[other][own]).sum();
    if from < to { below_less_above } else { -below_less_above }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strand(node: usize, uppers: &[f64], lowers: &[f64]) -> Strand {
        Strand { bundle: Bundle::Into(node), uppers: uppers.to_vec(), lowers: lowers.to_vec() }
    }

    #[test]
    fn strands_that_overlap_run_on_different_tracks() {
        let (track, count) = tracks(&[strand(1, &[0.0, 50.0], &[100.0]), strand(2, &[90.0], &[20.0])]);
        assert_ne!(track[0], track[1]);
        assert_eq!(count, 2);
    }

    #[test]
    fn strands_apart_share_a_track_and_straight_ones_need_none() {
        assert_eq!(tracks(&[strand(1, &[0.0], &[50.0]), strand(2, &[90.0], &[150.0])]), (vec![0, 0], 1));
        assert_eq!(tracks(&[strand(1, &[7.0], &[7.0])]), (vec![0], 0));
    }
}
