//! The names of a framework: what a rule, a stage or a parent may name, and the nearest one where there is none.

use std::collections::BTreeMap;

use super::reader::{Reader, shorten};
use super::{KindIx, NodeIx, SpecialismIx, nearest};

/// What a node is as far as rules care, before the nodes are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Stage,
    Element(super::ElementKind),
    Group,
    Outcome,
    StepOff,
    Status,
    Route,
}

/// Every name that a rule may use.
#[derive(Default)]
pub(super) struct Names {
    pub nodes: BTreeMap<String, NodeIx>,
    pub sorts: Vec<Sort>,
    pub credits: Vec<u32>,
    pub specialisms: BTreeMap<String, SpecialismIx>,
    pub kinds: BTreeMap<String, KindIx>,
}

impl Names {
    pub fn node(&self, reader: &mut Reader<'_>, id: &str, line: usize) -> Option<NodeIx> {
        self.node_among(reader, id, line, |_| true)
    }

    /// The node of that id; where there is none, the nearest one that fits is named.
    fn node_among(
        &self,
        reader: &mut Reader<'_>,
        id: &str,
        line: usize,
        fits: impl Fn(Sort) -> bool,
    ) -> Option<NodeIx> {
        let found = self.nodes.get(id).copied();
        if found.is_none() {
            let fitting = self.nodes.iter().filter(|(_, ix)| fits(self.sorts[ix.index()]));
            let mend = match nearest(id, fitting.map(|(id, _)| id.as_str())) {
                Some(near) => {
                    reader.meant.insert(near.to_owned());
                    format!("Write `{near}`, or add a node with that id")
                }
                None => "Add a node with that id, or take it out".into(),
            };
            reader.problem(line, format!("there is no node `{}`", shorten(id)), mend);
        }
        found
    }

    pub fn of_sort(
        &self,
        reader: &mut Reader<'_>,
        id: &str,
        line: usize,
        wanted: &str,
        fits: impl Fn(Sort) -> bool,
    ) -> Option<NodeIx> {
        let node = self.node_among(reader, id, line, &fits)?;
        if fits(self.sorts[node.index()]) {
            return Some(node);
        }
        reader.problem(line, format!("`{id}` is not {wanted}"), format!("Name {wanted}"));
        None
    }
}

pub(super) fn unknown<'n>(
    reader: &mut Reader<'_>,
    line: usize,
    what: &str,
    id: &str,
    known: impl Iterator<Item = &'n String>,
) {
    let mend = match nearest(id, known.map(String::as_str)) {
        Some(near) => format!("Write `{near}`, or add it"),
        None => "Add it, or take this out".into(),
    };
    reader.problem(line, format!("there is no {what} `{}`", shorten(id)), mend);
}
