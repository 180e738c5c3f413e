//! What was measured.

use std::fmt::{self, Display, Formatter};

/// One figure of one run.
#[derive(Clone, Copy)]
pub struct Figure {
    pub what: &'static str,
    pub value: f64,
    pub unit: Unit,
    /// The design's budget; empty where it has none.
    pub budget: &'static str,
}

#[derive(Clone, Copy)]
pub enum Unit {
    Number,
    Milliseconds,
    Kilobytes,
    Megabytes,
}

impl Display for Figure {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        let value = self.value;
        match self.unit {
            Unit::Number => write!(to, "{value:.0}"),
            Unit::Milliseconds => write!(to, "{value:.2} ms"),
            Unit::Kilobytes => write!(to, "{value:.1} kB"),
            Unit::Megabytes => write!(to, "{value:.0} MB"),
        }
    }
}

/// The middle one of each figure of several runs, which measured the same things in the same order.
pub fn medians(runs: &[Vec<Figure>]) -> Vec<Figure> {
    let figures = runs.first().map_or(0, Vec::len);
    let of_all = |at: usize| -> Vec<Figure> { runs.iter().filter_map(|run| run.get(at).copied()).collect() };
    let middle = |mut of_all: Vec<Figure>| {
        of_all.sort_by(|one, other| one.value.total_cmp(&other.value));
        of_all[of_all.len() / 2]
    };
    (0..figures).map(|at| middle(of_all(at))).collect()
}

/// How much a figure differs from the same one of another version.
pub fn change(this: &Figure, other: &Figure) -> String {
    if other.value == this.value {
        "none".to_string()
    } else if other.value == 0.0 {
        format!("from {other}")
    } else {
        format!("{:+.1} %", (this.value / other.value - 1.0) * 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Figure, Unit, change, medians};

    fn figure(value: f64) -> Figure {
        Figure { what: "p99", value, unit: Unit::Milliseconds, budget: "" }
    }

    #[test]
    fn the_median_of_each_figure_is_taken() {
        let runs: Vec<Vec<Figure>> =
            [9.0, 1.0, 5.0, 4.0, 100.0].map(|value| vec![figure(value), figure(-value)]).into();
        let found: Vec<f64> = medians(&runs).iter().map(|figure| figure.value).collect();
        assert_eq!(found, [5.0, -5.0]);
        assert!(medians(&[]).is_empty());
    }

    #[test]
    fn a_change_is_told_in_percent_of_the_other() {
        assert_eq!(change(&figure(11.0), &figure(10.0)), "+10.0 %");
        assert_eq!(change(&figure(5.0), &figure(10.0)), "-50.0 %");
        assert_eq!(change(&figure(0.0), &figure(0.0)), "none");
        assert_eq!(change(&figure(3.0), &figure(0.0)), "from 0.00 ms");
    }
}
