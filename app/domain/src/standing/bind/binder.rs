//! Finds what the facts name, and writes down what the framework does not know.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::UnknownId;
use crate::framework::{Framework, KindIx, NodeIx, NodeKind, SpecialismIx, nearest, shorten};
use crate::standing::corrections::{Corrections, Unread};
use crate::standing::item::{FactKind, Item, NOBODY, TRAINEE};
use crate::standing::{Dated, FactsFile, NEVER};

/// What is expected of `corrects`.
pub(in crate::standing) const CORRECTED: &str = "result";

/// For how many unknown ids of a file the nearest known one is looked for.
const HINTS: usize = 100;

pub(in crate::standing) struct Binder<'a> {
    pub(super) framework: &'a Framework,
    pub(super) people: Vec<&'a str>,
    person_of: HashMap<&'a str, u32>,
    organisations: HashMap<&'a str, u32>,
    kinds: HashMap<&'a str, KindIx>,
    pub(super) specialism: Dated<SpecialismIx>,
    pub(super) unknown: Vec<UnknownId>,
    pub(super) items: Vec<Item>,
    /// The results that correct each other, by their places in the file, and from when on each is no more.
    chains: Vec<Vec<(usize, Option<NaiveDate>)>>,
    corrected: HashMap<usize, (NaiveDate, NaiveDate)>,
}

impl<'a> Binder<'a> {
    /// Every fact, in the order of the file's fields.
    pub(super) fn bind(framework: &'a Framework, file: &'a FactsFile, unread: &Unread) -> Self {
        let (trainee, facts) = (file.trainee.trim(), file.all().count());
        let corrections = Corrections::of(&file.results, |id| framework.find(id).is_some(), unread);
        let kinds = framework.experience_kinds().iter().zip(0..);
        // In the order of their ids, so that the order of the file decides nothing.
        let organisations: BTreeSet<&str> = file.experience.iter().map(|spell| spell.organisation.as_str()).collect();
        let mut binder = Binder {
            framework,
            people: vec![trainee],
            person_of: HashMap::from([(trainee, TRAINEE)]),
            organisations: organisations.into_iter().zip(0..).collect(),
            kinds: kinds.map(|(kind, at)| (kind.id.as_str(), KindIx(at))).collect(),
            specialism: Dated::default(),
            unknown: Vec::new(),
            items: Vec::with_capacity(facts),
            chains: corrections.chains(trainee, &file.results),
            corrected: HashMap::new(),
        };
        for both in binder.chains.iter().flat_map(|chain| chain.windows(2)) {
            let [(at, corrected_on), (by, _)] = *both else { continue };
            let days = (file.results[by].first_known(), corrected_on.unwrap_or(NEVER));
            binder.corrected.insert(at, days);
        }
        binder.specialism = file.specialism.filter_map(|id| binder.specialism(id));
        let mut seen = HashSet::with_capacity(facts);
        for (_, at, id, fact) in file.all() {
            if !seen.insert(id) {
                let note = format!("two facts have the id `{id}`");
                binder.unknown(id, "fact", id, Known::SOME, Some(note));
            }
            fact.bind(at, &mut binder);
        }
        for (at, why) in corrections.wrong {
            let (result, id) = (&file.results[at], file.results[at].corrects.as_deref().unwrap_or_default());
            binder.unknown(
                &result.id,
                CORRECTED,
                id,
                Known::SOME,
                Some(format!("it corrects `{}`, {why}", shorten(id))),
            );
        }
        binder
    }

    pub(super) fn add(&mut self, about: Option<NodeIx>, item: Item) {
        self.items.extend(about.map(|ix| Item { about: ix.0, ..item }));
    }

    /// The items in order of what they are about, and where those of each begin.
    pub(super) fn sorted(&mut self, file: &FactsFile) -> (Vec<Item>, Vec<u32>) {
        let mut items = std::mem::take(&mut self.items);
        items.sort_by_cached_key(|item| (item.about, item.turn(), file.id_of(item)));
        let mut begins = vec![0; self.framework.len() + self.framework.experience_kinds().len() + 1];
        items.iter().for_each(|item| begins[item.about as usize + 1] += 1);
        let mut before = 0;
        for begin in &mut begins {
            before += *begin;
            *begin = before;
        }
        (items, begins)
    }

    /// From when on a result, by its place in the file, is no more because another corrects it: while nobody has confirmed it,
    /// and whatever it is.
    pub(super) fn corrected_on(&self, at: usize) -> (NaiveDate, NaiveDate) {
        self.corrected.get(&at).copied().unwrap_or((NEVER, NEVER))
    }

    /// The positions of the results that correct each other, oldest first.
    pub(super) fn corrections(&self, items: &[Item]) -> Vec<Vec<usize>> {
        if self.chains.is_empty() {
            return Vec::new();
        }
        let results = items.iter().enumerate().filter(|(_, item)| item.kind == FactKind::Result);
        let at: HashMap<usize, usize> = results.map(|(at, item)| (item.fact as usize, at)).collect();
        let positions = |chain: &Vec<(usize, _)>| chain.iter().filter_map(|(fact, _)| at.get(fact).copied()).collect();
        self.chains.iter().map(positions).collect()
    }

    /// A person by id. A blank is nobody, and spaces around an id make nobody else of it.
    pub(super) fn person(&mut self, id: Option<&'a str>) -> u32 {
        let Some(id) = id.map(str::trim).filter(|id| !id.is_empty()) else {
            return NOBODY;
        };
        let next = self.people.len() as u32;
        let person = *self.person_of.entry(id).or_insert(next);
        if person == next {
            self.people.push(id);
        }
        person
    }

    pub(super) fn organisation(&self, id: &str) -> u32 {
        self.organisations.get(id).copied().unwrap_or_default()
    }

    pub(super) fn kind(&mut self, fact: &str, id: &str) -> Option<KindIx> {
        let found = self.kinds.get(id).copied();
        if found.is_none() {
            let near = self.near(id, self.framework.experience_kinds().iter().map(|kind| kind.id.as_str()));
            self.unknown(fact, "kind of experience", id, near, None);
        }
        found
    }

    pub(super) fn node(
        &mut self,
        fact: &str,
        id: &str,
        expected: &'static str,
        fits: fn(&NodeKind) -> bool,
    ) -> Option<NodeIx> {
        let found = self.framework.find(id);
        if let Some(ix) = found
            && fits(&self.framework.node(ix).kind)
        {
            return Some(ix);
        }
        let fitting = self.framework.nodes().filter(|(_, node)| fits(&node.kind));
        let nearest = self.near(id, fitting.map(|(_, node)| node.id.as_str()));
        let note = found.map(|ix| {
            let kind = self.framework.node(ix).kind.word();
            format!("`{id}` is of kind {kind}, where one of kind {expected} is wanted")
        });
        self.unknown(fact, expected, id, nearest, note);
        None
    }

    fn unknown(&mut self, fact: &str, expected: &'static str, id: &str, known: Known, note: Option<String>) {
        let (fact, id) = (fact.to_owned(), id.to_owned());
        self.unknown.push(UnknownId { fact, expected, id, nearest: known.nearest, has_any: known.has_any, note });
    }

    /// The known ids nearest to one that is not known, for the first hundred of a file.
    fn near<'n>(&self, id: &str, known: impl IntoIterator<Item = &'n str>) -> Known {
        let mut known = known.into_iter().peekable();
        let has_any = known.peek().is_some();
        let is_told = has_any && self.unknown.len() < HINTS;
        Known { has_any, nearest: is_told.then(|| nearest(id, known).in_words()).flatten() }
    }

    fn specialism(&mut self, id: &str) -> Option<SpecialismIx> {
        let found = self.framework.specialism_of_id(id);
        if found.is_none() {
            let near = self.near(id, self.framework.specialisms().iter().map(|s| s.id.as_str()));
            self.unknown("", "specialism", id, near, None);
        }
        found
    }
}

/// What is known of the kind that is looked for.
struct Known {
    has_any: bool,
    nearest: Option<String>,
}

impl Known {
    const SOME: Known = Known { has_any: true, nearest: None };
}
