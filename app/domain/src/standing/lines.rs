//! The lines on which the facts of a file and their fields stand.

#![expect(clippy::wildcard_enum_match_arm, reason = "what TOML has of values is not ours")]

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fitting::Misfits;
use crate::framework::Reader;

/// Where everything stands in a facts file.
pub(super) struct Lines<'t, 'i> {
    file: &'t DeTable<'i>,
    /// Where it begins.
    start: usize,
    /// The facts of an id, in the order of the file; more than one is a fault.
    by_id: BTreeMap<&'t str, Vec<&'t Spanned<DeValue<'i>>>>,
    misfits: Misfits,
    /// Where the facts of an id say each text, once one was asked for.
    said: RefCell<HashMap<String, HashMap<&'t str, Vec<usize>>>>,
}

impl<'t, 'i> Lines<'t, 'i> {
    pub fn of((file, start): (&'t DeTable<'i>, usize), misfits: Misfits) -> Self {
        let mut facts: Vec<_> = file.values().filter_map(|list| list.get_ref().as_array()).flatten().collect();
        facts.sort_by_key(|fact| fact.span().start);
        let mut by_id: BTreeMap<&'t str, Vec<_>> = BTreeMap::new();
        for fact in facts {
            by_id.entry(text_of(fact, "id")).or_default().push(fact);
        }
        Lines { file, start, by_id, misfits, said: RefCell::default() }
    }

    /// Whether something of the fact at this place of a list did not fit.
    pub fn is_misfit(&self, list: &str, at: usize) -> bool {
        let facts = self.file.get(list).and_then(|list| list.get_ref().as_array());
        facts.and_then(|facts| facts.get(at)).is_some_and(|fact| self.misfits.tables.contains(&fact.span().start))
    }

    /// Whether a list of the file is left out, because it did not fit, or a field that may be one.
    pub fn is_lacking(&self) -> bool {
        self.misfits.lacking.contains(&self.start)
    }

    /// The line of a field of the fact at this place of a list; that of the fact, where it has no such field.
    pub fn field(&self, reader: &Reader<'_>, list: &str, at: usize, field: &str) -> usize {
        let facts = self.file.get(list).and_then(|list| list.get_ref().as_array());
        let fact = facts.and_then(|facts| facts.get(at));
        fact.map_or(1, |fact| reader.line_of(part(fact, field).unwrap_or(fact)))
    }

    /// The line of the `nth` fact with an id.
    pub fn fact(&self, reader: &Reader<'_>, id: &str, nth: usize) -> usize {
        let fact = self.by_id.get(id).and_then(|facts| facts.get(nth));
        fact.map_or(1, |fact| reader.line_of(part(fact, "id").unwrap_or(fact)))
    }

    /// Whether the `nth` fact with an id says the same as the first or the one before it.
    pub fn is_repeated(&self, id: &str, nth: usize) -> bool {
        let Some((before, [fact, ..])) = self.by_id.get(id).and_then(|facts| facts.split_at_checked(nth)) else {
            return false;
        };
        [before.first(), before.last()].into_iter().flatten().any(|other| is_same(other.get_ref(), fact.get_ref()))
    }

    /// The lines on which a fact names `name`, in their order; those of the file's own fields, where `fact` is empty.
    pub fn naming(&self, reader: &Reader<'_>, fact: &str, name: &str) -> Vec<usize> {
        let mut said = self.said.borrow_mut();
        if !said.contains_key(fact) {
            said.insert(fact.to_owned(), self.texts_of(fact));
        }
        let places = said.get(fact).and_then(|texts| texts.get(name));
        places.into_iter().flatten().map(|at| reader.line(*at)).collect()
    }

    fn texts_of(&self, fact: &str) -> HashMap<&'t str, Vec<usize>> {
        let own = self.file.values().filter(|_| fact.is_empty());
        let facts = self.by_id.get(fact).into_iter().flatten().copied();
        let facts = facts.filter_map(|fact| fact.get_ref().as_table()).flatten();
        let fields = facts.filter(|(field, _)| field.get_ref() != "id").map(|(_, value)| value);
        let mut places: HashMap<&'t str, Vec<usize>> = HashMap::new();
        own.chain(fields).for_each(|value| texts(value, &mut places));
        places.values_mut().for_each(|places| places.sort_unstable());
        places
    }
}

/// Whether two values are the same, wherever they stand.
fn is_same(one: &DeValue<'_>, other: &DeValue<'_>) -> bool {
    match (one, other) {
        (DeValue::Array(one), DeValue::Array(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(one.get_ref(), other.get_ref()))
        }
        (DeValue::Table(one), DeValue::Table(other)) => {
            let has = |key: &str, value| other.get(key).is_some_and(|other| is_same(value, other.get_ref()));
            one.len() == other.len() && one.iter().all(|(key, value)| has(key.get_ref(), value.get_ref()))
        }
        (DeValue::String(one), DeValue::String(other)) => one == other,
        (DeValue::Integer(one), DeValue::Integer(other)) => one.as_str() == other.as_str(),
        (DeValue::Datetime(one), DeValue::Datetime(other)) => one == other,
        (DeValue::Boolean(one), DeValue::Boolean(other)) => one == other,
        _ => false,
    }
}

/// The text of a field, or none.
fn text_of<'t>(fact: &'t Spanned<DeValue<'_>>, field: &str) -> &'t str {
    let text = part(fact, field).and_then(|value| value.get_ref().as_str());
    text.unwrap_or_default()
}

/// A field of a fact, also of a table in it: "decision.on".
fn part<'t, 'i>(fact: &'t Spanned<DeValue<'i>>, field: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    let mut names = field.split('.');
    names.try_fold(fact, |value, name| value.get_ref().as_table()?.get(name))
}

/// Where a value, or what lies in it, says each text.
fn texts<'t>(value: &'t Spanned<DeValue<'_>>, places: &mut HashMap<&'t str, Vec<usize>>) {
    match value.get_ref() {
        DeValue::String(own) => places.entry(own).or_default().push(value.span().start),
        DeValue::Array(items) => items.iter().for_each(|item| texts(item, places)),
        DeValue::Table(entries) => entries.values().for_each(|value| texts(value, places)),
        _ => {}
    }
}
