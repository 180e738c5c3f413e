//! The names of a framework: what a rule, a stage or a parent may name, and the nearest one where there is none.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::{TZ_VARIANTS, Tz};

use super::kinds::ElementKinds;
use super::load::{Entry, is_id};
use super::reader::{Reader, did_you_mean, shorten};
use super::table::Table;
use super::{ElementKind, KindIx, NodeIx, PriorIx, SpecialismIx};

/// What a node is as far as rules care, before the nodes are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NodeSort {
    Stage,
    Element(ElementKind),
    Group,
    Outcome,
    StepOff,
    Status,
    Route,
}

impl NodeSort {
    /// What it is, with its article.
    pub fn noun(self) -> &'static str {
        match self {
            NodeSort::Stage => "a stage",
            NodeSort::Element(ElementKind::Assessment) => "an assessment",
            NodeSort::Element(ElementKind::Course) => "a course",
            NodeSort::Element(ElementKind::Experience) => "an experience element",
            NodeSort::Element(ElementKind::Portfolio) => "a portfolio",
            NodeSort::Element(ElementKind::Verification) => "an employer verification",
            NodeSort::Group => "a competency above outcomes",
            NodeSort::Outcome => "an outcome",
            NodeSort::StepOff => "a step-off point",
            NodeSort::Status => "a status",
            NodeSort::Route => "a route",
        }
    }

    /// Whether it has results, and so may be exempt, sat again and lapse.
    pub fn has_results(self) -> bool {
        matches!(self, NodeSort::Element(ElementKind::Assessment | ElementKind::Course))
    }
}

/// What may be named somewhere: what it is called, with its article, and which nodes fit.
pub(super) type Wanted = (&'static str, fn(NodeSort) -> bool);

pub(super) const STAGE: Wanted = ("a stage", |sort| sort == NodeSort::Stage);
pub(super) const ELEMENT: Wanted = ("an element", |sort| matches!(sort, NodeSort::Element(_)));
pub(super) const ASSESSED: Wanted = ("an assessment or course", NodeSort::has_results);
pub(super) const OUTCOME: Wanted = ("an outcome", |sort| sort == NodeSort::Outcome);
pub(super) const GROUP: Wanted = ("a competency above outcomes", |sort| sort == NodeSort::Group);
pub(super) const COMPETENCY: Wanted = ("a competency", |sort| matches!(sort, NodeSort::Group | NodeSort::Outcome));
pub(super) const STATUS: Wanted = ("a status", |sort| sort == NodeSort::Status);
pub(super) const WORTH_CREDITS: Wanted =
    ("a stage or element", |sort| matches!(sort, NodeSort::Stage | NodeSort::Element(_)));
pub(super) const MET: Wanted =
    ("a stage, element, competency or status", |sort| !matches!(sort, NodeSort::StepOff | NodeSort::Route));

/// Every name that a rule may use.
#[derive(Default)]
pub(crate) struct Names {
    pub(super) nodes: BTreeMap<String, NodeIx>,
    pub(super) sorts: Vec<NodeSort>,
    pub(super) credits: Vec<u32>,
    pub(super) specialisms: BTreeMap<String, SpecialismIx>,
    pub(super) kinds: BTreeMap<String, KindIx>,
    pub(super) priors: BTreeMap<String, PriorIx>,
    /// What those are that have no id of their own: they may be meant where a name is not known.
    pub(super) lost: Lost,
    /// What does not fit the kinds of elements.
    pub(super) kinds_of_elements: ElementKinds,
    /// The names that are not known where one of those may be meant, by what is named.
    doubtful: BTreeMap<&'static str, Vec<Doubtful>>,
}

/// What has no id that can be one, or that of another.
#[derive(Default)]
pub(super) struct Lost {
    pub nodes: BTreeSet<NodeSort>,
    /// How many, by what they are.
    pub count: BTreeMap<&'static str, usize>,
    /// The ids of two nodes.
    pub twice: BTreeSet<String>,
    /// Whether something has an id that can't be one, or nobody knows what it is.
    pub has_unclear: bool,
}

impl Lost {
    pub fn is_empty(&self) -> bool {
        self.count.is_empty() && !self.has_unclear
    }

    pub fn note(&mut self, noun: &'static str, has_own_id: bool, entry: &Entry<'_, '_>) {
        if !has_own_id && !entry.is_hidden {
            *self.count.entry(noun).or_default() += 1;
        }
        self.has_unclear |= !entry.is_sound;
    }
}

/// A name that is not known.
struct Doubtful {
    id: String,
    line: usize,
    what: String,
    fix: String,
    /// How near the nearest known one is, in thousandths; 0 where none is near.
    nearness: usize,
    /// Whether it may be that of something without an id.
    may_be_lost: bool,
}

impl Names {
    /// How many names may yet be those of what has no id, and how much may not fit what it is of.
    pub(super) fn doubts(&self) -> i64 {
        let doubtful: i64 = self.doubtful.values().map(|doubtful| doubtful.len() as i64).sum();
        doubtful + self.kinds_of_elements.misfits()
    }
}

pub(super) const NODE: &str = "node";
pub(super) const KIND: &str = "kind of experience";
pub(super) const SPECIALISM: &str = "specialism";
pub(super) const PRIOR: &str = "prior";

const TAKE_IT_OUT: &str = "Name one that is in this file, or take it out";

impl Reader<'_> {
    /// The node of that id. Where it is none that is wanted, that is reported with the nearest one that is.
    pub(super) fn node(&mut self, id: &str, line: usize, (wanted, fits): Wanted) -> Option<NodeIx> {
        let sort_of = |ix: &NodeIx| self.names.sorts[ix.index()];
        let found = self.names.nodes.get(id).copied();
        let sort = found.as_ref().map(sort_of);
        let element = found.filter(|_| matches!(sort, Some(NodeSort::Element(_))));
        if sort.is_some_and(fits) {
            element.into_iter().for_each(|ix| self.fits_kind(ix, fits));
            return found;
        }
        let sound = self.names.nodes.iter().filter(|(id, _)| is_id(id));
        let fitting = sound.filter(|(_, ix)| fits(sort_of(ix)));
        let near = self.near(id, fitting.map(|(id, _)| id.as_str()));
        let noun = wanted.trim_start_matches("an ").trim_start_matches("a ");
        let (what, otherwise) = match sort {
            Some(sort) => (format!("`{id}` is {}, not {wanted}", sort.noun()), format!("Name {wanted}")),
            None => (format!("`{}` is no {noun}", shorten(id)), TAKE_IT_OUT.to_owned()),
        };
        let nearness = near.nearness(id);
        let fix = did_you_mean(&near, || otherwise);
        if let Some(ix) = element {
            self.misfit((ix, fits), line, what, fix);
            return None;
        }
        let id = id.to_owned();
        if sort.is_some() {
            self.problem(line, what, fix);
            return None;
        }
        let may_be_lost = self.names.lost.nodes.iter().copied().any(fits);
        self.unknown_name(NODE, Doubtful { id, line, what, fix, nearness, may_be_lost });
        None
    }

    /// Reports a name that is not known; where it may be given in what can't be read, when all names are read.
    fn unknown_name(&mut self, noun: &'static str, name: Doubtful) {
        if name.may_be_lost || !self.hidden.is_empty() {
            self.names.doubtful.entry(noun).or_default().push(name);
        } else {
            self.problem(name.line, name.what, name.fix);
        }
    }

    /// Reports the names that are not known, but for those that may be meant by what could not be read, and for as many as have
    /// no id of their own: those that are least like any that is known.
    pub(super) fn report_doubtful(&mut self) {
        for (noun, mut doubtful) in std::mem::take(&mut self.names.doubtful) {
            // Of the id of two nodes it is told that it is one.
            doubtful.retain(|name| !self.names.lost.twice.contains(&name.id));
            let mut meant = self.hidden.meant(&doubtful.iter().map(|name| name.id.as_str()).collect());
            let lost = self.names.lost.count.get(noun).copied().unwrap_or_default();
            let others = doubtful.iter().filter(|name| name.may_be_lost && !meant.contains(&*name.id));
            let others: BTreeSet<_> = others.map(|name| (name.nearness, name.id.as_str())).collect();
            meant.extend(others.into_iter().take(lost).map(|(_, id)| id));
            let meant: BTreeSet<String> = meant.into_iter().map(str::to_owned).collect();
            let wrong = doubtful.into_iter().filter(|name| !meant.contains(&name.id));
            wrong.for_each(|name| self.problem(name.line, name.what, name.fix));
        }
    }

    /// [`Reader::node`] of what a key says.
    pub(super) fn one(&mut self, table: Table<'_, '_>, key: &str, wanted: Wanted) -> Option<NodeIx> {
        let id = self.text(table, key)?;
        self.node(&id, self.line_at(table, key), wanted)
    }

    /// [`Reader::node`] of each of the list of a key, with its line; nothing for those that are none.
    pub(super) fn each(&mut self, table: Table<'_, '_>, key: &str, wanted: Wanted) -> Vec<(Option<NodeIx>, usize)> {
        self.filled(table, key);
        let ids = self.names(table, key).into_iter();
        ids.map(|(id, line)| (self.node(&id, line, wanted), line)).collect()
    }

    /// A time zone by its IANA name.
    pub fn zone(&mut self, table: Table<'_, '_>) -> Option<Tz> {
        let (value, name) = (table.get("zone")?, self.one_line(table, "zone")?);
        let zone = name.parse().ok();
        if zone.is_none() {
            let near = self.near(&name, TZ_VARIANTS.iter().map(|zone| zone.name()).filter(|name| name.contains('/')));
            let fix = did_you_mean(&near, || String::from("Write an IANA name, such as Europe/London"));
            let line = self.line_of(value);
            self.problem(line, format!("`{}` is no time zone", shorten(&name)), fix);
        }
        zone
    }

    /// Where it comes from. That `whose` table does not say so is a problem.
    pub(super) fn sources(&mut self, table: Table<'_, '_>, whose: Option<&str>) -> Vec<String> {
        match whose.filter(|_| table.get("sources").is_none()) {
            Some(whose) => {
                let what = format!("{whose} does not say where it comes from");
                self.missing((table.number, table.line), "sources", what, "Add sources = [\"…\"]");
            }
            None => self.filled(table, "sources"),
        }
        self.names(table, "sources").into_iter().map(|(text, _)| text).collect()
    }

    /// Reports a list that is there with nothing in it: whatever it stands for, it says nothing.
    pub(super) fn filled(&mut self, table: Table<'_, '_>, key: &str) {
        let list = table.get(key).and_then(|value| value.get_ref().as_array());
        if list.is_some_and(|list| list.is_empty()) {
            self.problem(self.line_at(table, key), format!("`{key}` is empty"), "Name at least one, or take it out");
        }
    }

    /// Each of the list of a key once, in order; nothing where one of them is none, or there is none.
    pub(super) fn all(&mut self, table: Table<'_, '_>, key: &str, wanted: Wanted) -> Option<Vec<NodeIx>> {
        let each = self.each(table, key, wanted).into_iter();
        let mut all: Vec<NodeIx> = each.map(|(ix, _)| ix).collect::<Option<_>>()?;
        all.sort_unstable();
        all.dedup();
        Some(all).filter(|all| !all.is_empty())
    }

    /// The kind of experience that a key names.
    pub(super) fn kind(&mut self, table: Table<'_, '_>, key: &str) -> Option<KindIx> {
        self.known(table, key, KIND, |names| &names.kinds)
    }

    /// The specialism that a key names.
    pub(super) fn specialism(&mut self, table: Table<'_, '_>, key: &str) -> Option<SpecialismIx> {
        self.known(table, key, SPECIALISM, |names| &names.specialisms)
    }

    fn known<T: Copy>(
        &mut self,
        table: Table<'_, '_>,
        key: &str,
        noun: &'static str,
        of: fn(&Names) -> &BTreeMap<String, T>,
    ) -> Option<T> {
        let id = self.text(table, key)?;
        self.known_id(id, self.line_at(table, key), noun, of)
    }

    /// What is held from before by its id.
    pub(super) fn prior_named(&mut self, id: &str, line: usize) -> Option<PriorIx> {
        self.known_id(id.to_owned(), line, PRIOR, |names| &names.priors)
    }

    fn known_id<T: Copy>(
        &mut self,
        id: String,
        line: usize,
        noun: &'static str,
        of: fn(&Names) -> &BTreeMap<String, T>,
    ) -> Option<T> {
        let found = of(&self.names).get(&id).copied();
        if found.is_none() {
            let near = self.near(&id, of(&self.names).keys().map(String::as_str));
            let nearness = near.nearness(&id);
            let fix = did_you_mean(&near, || TAKE_IT_OUT.to_owned());
            let what = format!("`{}` is no {noun}", shorten(&id));
            let may_be_lost = self.names.lost.count.contains_key(noun);
            self.unknown_name(noun, Doubtful { id, line, what, fix, nearness, may_be_lost });
        }
        found
    }
}
