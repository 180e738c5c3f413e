//! Elements whose kind is not the one that is meant. Everything about them would be told as wrong, so it is told once.

use std::collections::BTreeMap;

use super::names::NodeSort;
use super::reader::Reader;
use super::table::Table;
use super::{ElementKind, NodeIx};
use crate::text;

/// The kinds of elements, as files have them.
pub(super) const NAMES: [&str; 5] = ["assessment", "course", "experience", "portfolio", "verification"];

/// Whether something fits an element of a kind.
pub(super) type Fits = fn(NodeSort) -> bool;

/// What is known of the kinds of elements by what stands in them, and by where they are named.
#[derive(Default)]
pub(crate) struct ElementKinds {
    elements: BTreeMap<NodeIx, Element>,
    misfits: i64,
}

#[derive(Default)]
struct Element {
    whose: String,
    /// The line of its kind; none where it is of no kind that there is.
    line: Option<usize>,
    kind: Option<ElementKind>,
    /// What it has and what names it: whether that fits a kind.
    asked: Vec<Fits>,
    misfits: Vec<Misfit>,
}

/// What does not fit the kind of an element.
struct Misfit {
    line: usize,
    what: String,
    fix: String,
}

impl ElementKinds {
    /// How many problems there may be.
    pub(super) fn misfits(&self) -> i64 {
        self.misfits
    }
}

impl Reader<'_> {
    /// An element of a kind.
    pub(super) fn element(&mut self, ix: NodeIx, table: Table<'_, '_>, kind: ElementKind, whose: &str) {
        let line = self.line_at(table, "kind");
        let element = self.names.kinds_of_elements.elements.entry(ix).or_default();
        (element.whose, element.line, element.kind) = (whose.to_owned(), Some(line), Some(kind));
    }

    /// What an element has, or what names it, fits its kind.
    pub(super) fn fits_kind(&mut self, ix: NodeIx, fits: Fits) {
        self.names.kinds_of_elements.elements.entry(ix).or_default().asked.push(fits);
    }

    /// What an element has, or what names it, does not fit its kind.
    pub(super) fn misfit(&mut self, (ix, fits): (NodeIx, Fits), line: usize, what: String, fix: impl Into<String>) {
        self.names.kinds_of_elements.misfits += 1;
        let element = self.names.kinds_of_elements.elements.entry(ix).or_default();
        element.asked.push(fits);
        element.misfits.push(Misfit { line, what, fix: fix.into() });
    }

    /// Reports what does not fit the kinds of elements: of an element that would fit in every place if it were of another kind that
    /// its kind is wrong, and of any other each by itself.
    pub(super) fn report_kinds(&mut self) {
        for element in std::mem::take(&mut self.names.kinds_of_elements).elements.into_values() {
            let others = ElementKind::ALL.iter().zip(NAMES).filter(|(kind, _)| {
                element.kind != Some(**kind) && element.asked.iter().all(|fits| fits(NodeSort::Element(**kind)))
            });
            let others: Vec<String> = others.map(|(_, name)| format!("kind = \"{name}\"")).collect();
            let own = ElementKind::ALL.iter().zip(NAMES).find(|(kind, _)| element.kind == Some(**kind));
            match (element.line, own) {
                (Some(line), Some((_, own))) if element.misfits.len() > 1 && !others.is_empty() => {
                    let what = format!(
                        "{} is of kind {own}, and what stands in it and what names it fit {}",
                        element.whose,
                        text::list(&others)
                    );
                    self.problem(line, what, format!("Write {}", others.join(" or ")));
                }
                _ => element.misfits.into_iter().for_each(|one| self.problem(one.line, one.what, one.fix)),
            }
        }
    }
}
