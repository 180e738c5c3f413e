//! Figures, as a Markdown table.

use std::fmt::{self, Display, Formatter};

pub struct Table {
    rows: Vec<String>,
}

impl Table {
    pub fn new<const COLUMNS: usize>(heads: [&str; COLUMNS]) -> Table {
        Table { rows: vec![row(heads), row(["---"; COLUMNS])] }
    }

    pub fn row<const COLUMNS: usize>(&mut self, cells: [&str; COLUMNS]) {
        self.rows.push(row(cells));
    }
}

fn row<const COLUMNS: usize>(cells: [&str; COLUMNS]) -> String {
    format!("| {} |", cells.join(" | "))
}

impl Display for Table {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        self.rows.iter().try_for_each(|row| writeln!(to, "{row}"))
    }
}
