//! Figures beside budgets, as a Markdown table.

use std::fmt::{self, Display, Formatter};

#[derive(Default)]
pub struct Table {
    rows: Vec<[String; 3]>,
}

impl Table {
    pub fn row(&mut self, what: &str, figure: &str, budget: &str) {
        self.rows
            .push([what.to_string(), figure.to_string(), budget.to_string()]);
    }
}

impl Display for Table {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        writeln!(to, "| what | figure | budget |\n|---|---|---|")?;
        self.rows
            .iter()
            .try_for_each(|[what, figure, budget]| writeln!(to, "| {what} | {figure} | {budget} |"))
    }
}

pub fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

/// Of the kilobytes (1,024) that the system reports.
pub fn megabytes(kilobytes: Option<u64>) -> String {
    kilobytes.map_or_else(
        || "not known here".to_string(),
        |kilobytes| format!("{} MB", kilobytes * 1024 / 1_000_000),
    )
}
