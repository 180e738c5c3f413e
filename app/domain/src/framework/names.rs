//! The names of a framework: what a rule, a stage or a parent may name, and the nearest one where there is none.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::{TZ_VARIANTS, Tz};

use super::kinds::ElementKinds;
use super::load::Entry;
use super::reader::{HINTS, Reader, did_you_mean, shorten};
use super::table::Table;
use super::{ElementKind, KindIx, NodeIx, PriorIx, SpecialismIx, nearest};

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
    /// What those are that have no id of their own which can be read: they may be meant where a name is not known.
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
    /// The words that stand where an id should, by what they are of.
    words: BTreeMap<&'static str, BTreeSet<String>>,
    /// The ids of two nodes.
    pub twice: BTreeSet<String>,
    /// Whether something has an id, and nobody knows what it is.
    pub has_unclear: bool,
}

impl Lost {
    fn words_of(&self, noun: &'static str) -> impl Iterator<Item = &str> {
        self.words.get(noun).into_iter().flatten().map(String::as_str)
    }

    fn has_word(&self, noun: &'static str, word: &str) -> bool {
        self.words.get(noun).is_some_and(|words| words.contains(word))
    }

    pub fn is_empty(&self) -> bool {
        self.count.is_empty() && !self.has_unclear
    }

    pub fn note(&mut self, noun: &'static str, entry: &Entry<'_, '_>) {
        *self.count.entry(noun).or_default() += 1;
        let words = self.words.entry(noun).or_default();
        if !entry.is_sound && !entry.id.is_empty() && words.len() < HINTS {
            words.insert(entry.id.clone());
        }
    }
}

/// How many names that are not known are compared with a word that can't be an id.
const MOST_COMPARED: usize = 1_000;

/// A name that is not known, where it may be that of something without an id.
struct Doubtful {
    id: String,
    line: usize,
    what: String,
    fix: String,
    /// How near the nearest known one is, in thousandths; 0 where none is near.
    nearness: usize,
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
        // It may stand where the file can't be read.
        if sort.is_some_and(fits) || (sort.is_none() && self.hides_names()) {
            element.into_iter().for_each(|ix| self.fits_kind(ix, fits));
            return found;
        }
        let sound = self.names.nodes.iter().filter(|(id, _)| !self.names.lost.has_word(NODE, id));
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
        let may_be_lost = sort.is_none() && self.names.lost.nodes.iter().copied().any(fits);
        self.unknown_name(may_be_lost.then_some(NODE), Doubtful { id: id.to_owned(), line, what, fix, nearness });
        None
    }

    /// Reports a name that is not known; one that may be that of a `lost` one, when all names are read.
    fn unknown_name(&mut self, lost: Option<&'static str>, name: Doubtful) {
        match lost {
            Some(noun) => self.names.doubtful.entry(noun).or_default().push(name),
            None => self.problem(name.line, name.what, name.fix),
        }
    }

    /// Reports the names that are not known, but for as many as have no id that can be one: those that are least like any that
    /// is known.
    pub(super) fn report_doubtful(&mut self) {
        for (noun, doubtful) in std::mem::take(&mut self.names.doubtful) {
            // Of the id of two nodes it is told that it is one.
            let once = doubtful.iter().filter(|name| !self.names.lost.twice.contains(&name.id));
            let mut names: BTreeMap<&str, usize> = once.map(|name| (name.id.as_str(), name.nearness)).collect();
            let mut lost = self.names.lost.count.get(noun).copied().unwrap_or_default();
            // Of those that resemble a word which can't be an id the nearest is meant by it.
            for word in self.names.lost.words_of(noun) {
                let trimmed = names.contains_key(word.trim()).then(|| word.trim());
                if let Some(meant) = trimmed
                    .or_else(|| nearest(word, names.keys().copied().take(MOST_COMPARED)).one())
                    .map(str::to_owned)
                {
                    names.remove(&*meant);
                    lost -= 1;
                }
            }
            let mut names: Vec<_> = names.into_iter().map(|(id, nearness)| (nearness, id)).collect();
            names.sort_unstable();
            let wrong: BTreeSet<String> = names.into_iter().skip(lost).map(|(_, id)| id.to_owned()).collect();
            let wrong = doubtful.into_iter().filter(|name| wrong.contains(&name.id));
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
                self.problem(table.line, what, "Add sources = [\"…\"]");
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
        if found.is_none() && !self.hides_names() {
            let near = self.near(&id, of(&self.names).keys().map(String::as_str));
            let nearness = near.nearness(&id);
            let fix = did_you_mean(&near, || TAKE_IT_OUT.to_owned());
            let what = format!("`{}` is no {noun}", shorten(&id));
            let lost = self.names.lost.count.contains_key(noun).then_some(noun);
            self.unknown_name(lost, Doubtful { id, line, what, fix, nearness });
        }
        found
    }
}
