//! The words in the left part of the picture: what each band is called, and what its rows hold.

use super::layout::{Label, Level};
use super::rows::Row;
use super::size::*;
use super::wrap::lines;
use super::{GraphGroup, GraphNode};

/// What is said beside one row.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The band's name, beside its first row.
    head: Vec<String>,
    /// What the row holds; nothing where the row above holds the same.
    label: Vec<String>,
}

impl Names {
    /// How much room the words take up.
    pub fn height(&self) -> f64 {
        self.label_base() + LABEL_LINE * (self.label.len() as f64 - 1.0)
    }

    /// From the top of the row to the first line of the label: below the band's name and its state.
    fn label_base(&self) -> f64 {
        let head = match self.head.len() {
            0 => 0.0,
            lines => HEAD_LINE * (lines as f64 + 1.0) + LABEL_LINE / 2.0,
        };
        head + LABEL_LINE
    }
}

/// The words beside every row.
pub fn names(groups: &[GraphGroup], nodes: &[GraphNode], rows: &[Row]) -> Vec<Names> {
    let said: Vec<String> =
        rows.iter().map(|row| held(row.blocks.iter().flat_map(|block| &block.nodes), nodes)).collect();
    (0..rows.len())
        .map(|at| {
            let above = at.checked_sub(1).filter(|&above| rows[above].band == rows[at].band);
            let group = groups.get(rows[at].band / 2).filter(|_| rows[at].band % 2 == 1);
            let is_new = above.is_none_or(|above| said[above] != said[at]);
            Names {
                head: group
                    .filter(|_| above.is_none())
                    .map(|group| lines(&group.title, HEAD_SIZE, MARGIN_ROOM))
                    .unwrap_or_default(),
                label: if is_new && !said[at].is_empty() {
                    lines(&said[at], LABEL_SIZE, MARGIN_ROOM)
                } else {
                    Vec::new()
                },
            }
        })
        .collect()
}

/// The names of the kinds of some nodes, once each, in their order: "Course, experience".
pub fn held<'a>(some: impl IntoIterator<Item = &'a usize>, nodes: &[GraphNode]) -> String {
    let mut kinds: Vec<(u8, &str)> = some
        .into_iter()
        .map(|&at| (nodes[at].row_group.kind, nodes[at].row_group.name.as_str()))
        .filter(|(_, name)| !name.is_empty())
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut words = String::new();
    for (at, (_, name)) in kinds.into_iter().enumerate() {
        if at == 0 {
            words.push_str(name);
        } else {
            words.push_str(", ");
            words.push_str(&name.to_lowercase());
        }
    }
    words
}

/// Where the words stand: the name of each band that has a row, and what the rows hold.
pub fn placed(groups: usize, rows: &[Row], levels: &[Level], names: Vec<Names>) -> (Vec<Label>, Vec<Label>) {
    let mut heads = vec![Label::default(); groups];
    let mut labels = Vec::new();
    for ((row, level), names) in rows.iter().zip(levels).zip(names) {
        let base = level.top + names.label_base();
        if !names.head.is_empty() {
            heads[row.band / 2] = Label { base: level.top + HEAD_SIZE, lines: names.head };
        }
        if !names.label.is_empty() {
            labels.push(Label { base, lines: names.label });
        }
    }
    (heads, labels)
}
