//! The names of a framework: what a rule, a stage or a parent may name, and the nearest one where there is none.

use std::collections::BTreeMap;

use super::reader::{Reader, Table, did_you_mean, shorten};
use super::{ElementKind, KindIx, NodeIx, SpecialismIx};

/// What a node is as far as rules care, before the nodes are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Stage,
    Element(ElementKind),
    Group,
    Outcome,
    StepOff,
    Status,
    Route,
}

impl Sort {
    /// What it is, with its article.
    pub fn noun(self) -> &'static str {
        match self {
            Sort::Stage => "a stage",
            Sort::Element(ElementKind::Assessment) => "an assessment",
            Sort::Element(ElementKind::Course) => "a course",
            Sort::Element(ElementKind::Experience) => "an experience element",
            Sort::Element(ElementKind::Portfolio) => "a portfolio",
            Sort::Element(ElementKind::Verification) => "an employer verification",
            Sort::Group => "a competency above outcomes",
            Sort::Outcome => "an outcome",
            Sort::StepOff => "a step-off point",
            Sort::Status => "a status",
            Sort::Route => "a route",
        }
    }

    /// Whether it has results, and so may be exempt, sat again and lapse.
    pub fn has_results(self) -> bool {
        matches!(self, Sort::Element(ElementKind::Assessment | ElementKind::Course))
    }
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
    /// The node of that id, which must be of a sort that `fits`: `wanted`, with its article. Where it is none, that is
    /// reported with the nearest one that is.
    pub fn node(
        &self,
        reader: &mut Reader<'_>,
        id: &str,
        line: usize,
        wanted: &str,
        fits: impl Fn(Sort) -> bool,
    ) -> Option<NodeIx> {
        let found = self.nodes.get(id).copied();
        let sort = found.map(|ix| self.sorts[ix.index()]);
        if sort.is_some_and(&fits) {
            return found;
        }
        // It may stand where the file can't be read.
        if sort.is_none() && reader.is_partial() {
            return None;
        }
        let fitting = self.nodes.iter().filter(|(_, ix)| fits(self.sorts[ix.index()]));
        let near = reader.near(id, fitting.map(|(id, _)| id.as_str()));
        reader.meant.extend(near.map(str::to_owned));
        let noun = wanted.trim_start_matches("an ").trim_start_matches("a ");
        let (what, otherwise) = match sort {
            Some(sort) => (format!("`{id}` is {}, not {wanted}", sort.noun()), format!("Name {wanted}")),
            None => (
                format!("`{}` is no {noun}", shorten(id)),
                String::from("Name one that is in this file, or take it out"),
            ),
        };
        reader.problem(line, what, did_you_mean(near, || otherwise));
        None
    }

    /// [`Names::node`] of what a key says.
    pub fn one(
        &self,
        reader: &mut Reader<'_>,
        (table, key): (Table<'_, '_>, &str),
        wanted: &str,
        fits: impl Fn(Sort) -> bool,
    ) -> Option<NodeIx> {
        let id = reader.text(table, key)?;
        self.node(reader, &id, reader.line_at(table, key), wanted, fits)
    }

    /// [`Names::node`] of each of the list of a key, with its line; nothing for those that are none.
    pub fn each(
        &self,
        reader: &mut Reader<'_>,
        (table, key): (Table<'_, '_>, &str),
        wanted: &str,
        fits: impl Fn(Sort) -> bool,
    ) -> Vec<(Option<NodeIx>, usize)> {
        let ids = reader.names(table, key).into_iter();
        ids.map(|(id, line)| (self.node(reader, &id, line, wanted, &fits), line)).collect()
    }

    /// Each of the list of a key once, in order; nothing where one of them is none.
    pub fn all(
        &self,
        reader: &mut Reader<'_>,
        of: (Table<'_, '_>, &str),
        wanted: &str,
        fits: impl Fn(Sort) -> bool,
    ) -> Option<Vec<NodeIx>> {
        let each = self.each(reader, of, wanted, fits).into_iter();
        let mut all: Vec<NodeIx> = each.map(|(ix, _)| ix).collect::<Option<_>>()?;
        all.sort_unstable();
        all.dedup();
        Some(all)
    }

    pub fn kind(&self, reader: &mut Reader<'_>, table: Table<'_, '_>, key: &str) -> Option<KindIx> {
        known(reader, table, key, "kind of experience", &self.kinds)
    }

    pub fn specialism(&self, reader: &mut Reader<'_>, table: Table<'_, '_>, key: &str) -> Option<SpecialismIx> {
        known(reader, table, key, "specialism", &self.specialisms)
    }
}

fn known<T: Copy>(
    reader: &mut Reader<'_>,
    table: Table<'_, '_>,
    key: &str,
    noun: &str,
    names: &BTreeMap<String, T>,
) -> Option<T> {
    let id = reader.text(table, key)?;
    let found = names.get(&id).copied();
    if found.is_none() && !reader.is_partial() {
        let near = reader.near(&id, names.keys().map(String::as_str));
        let fix = did_you_mean(near, || String::from("Name one that is in this file, or take it out"));
        let line = reader.line_at(table, key);
        reader.problem(line, format!("`{}` is no {noun}", shorten(&id)), fix);
    }
    found
}
