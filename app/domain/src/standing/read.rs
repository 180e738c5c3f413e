use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::bind::CORRECTED;
use super::corrections::{NOT_RECORDED, Unread};
use super::fitting::{Misfits, fit};
use super::lines::Lines;
use super::schema;
use super::{Facts, FactsFile, UnknownId};
use crate::framework::{
    Framework, Kinds, Problem, Reader, SourceFile, json_document, readable_json, readable_toml, shorten, within,
};

/// Reads a facts file, TOML or JSON by the end of its name. Gives the facts only when there is no problem.
///
/// Of a file that is neither, it says where the reader stopped; of one that can be read, everything at once: what does not
/// fit the format, ids that the framework does not know, each with the nearest known one, and facts that can't have been.
pub fn read_facts(framework: &Framework, file: &SourceFile) -> (Option<FactsFile>, Vec<Problem>) {
    let mut reader = Reader::new(file);
    let facts = match Format::of(&file.name) {
        Some(format) => facts_of(&mut reader, framework, format),
        None => {
            let what = "the name of a facts file ends in `.toml` or `.json`, as what it holds";
            reader.problem(1, what, "Give it such a name");
            None
        }
    };
    let problems = reader.into_problems();
    (facts.filter(|_| problems.is_empty()), problems)
}

fn facts_of(reader: &mut Reader<'_>, framework: &Framework, format: Format) -> Option<FactsFile> {
    static SCHEMA: LazyLock<Value> = LazyLock::new(schema_of::<FactsFile>);
    static KINDS: LazyLock<Kinds> = LazyLock::new(|| schema::kinds(&SCHEMA));
    let file = reader.file();
    if reader.is_empty() {
        return None;
    }
    let text = format.readable(reader, &file.text, &KINDS);
    let mut document = match format {
        Format::Toml => DeTable::parse_recoverable(&text).0,
        Format::Json => json_document(reader, &text)?,
    };
    let (facts, misfits) = typed(reader, &SCHEMA, "a facts file", &mut document)?;
    let lines = Lines::of((document.get_ref(), document.span().start), misfits);
    unknown_ids(reader, framework, &lines, &facts);
    impossible_facts(reader, Some(framework), &lines, &facts);
    Some(facts)
}

/// How a file is written.
#[derive(Clone, Copy)]
pub(super) enum Format {
    Toml,
    Json,
}

impl Format {
    /// By the end of the file's name.
    fn of(name: &str) -> Option<Self> {
        let ending = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "toml" => Some(Format::Toml),
            "json" => Some(Format::Json),
            _ => None,
        }
    }

    /// The text, as far as it can be read.
    pub fn readable<'t>(self, reader: &mut Reader<'_>, text: &'t str, kinds: &Kinds) -> Cow<'t, str> {
        match self {
            Format::Toml => readable_toml(reader, text, kinds),
            Format::Json => readable_json(reader, text),
        }
    }
}

/// The JSON Schema of a type.
pub(super) fn schema_of<T: JsonSchema>() -> Value {
    schemars::schema_for!(T).to_value()
}

/// A document as its type; and where what did not fit was taken out of it, which is reported.
pub(super) fn typed<T: DeserializeOwned>(
    reader: &mut Reader<'_>,
    schema: &Value,
    kind: &str,
    document: &mut Spanned<DeTable<'_>>,
) -> Option<(T, Misfits)> {
    schema::check(reader, schema, kind, document);
    // What fits in too few places says nothing of the rest.
    if reader.has_enough() {
        return None;
    }
    let misfits = if reader.problems.is_empty() { Misfits::default() } else { fit(schema, document) };
    let mut value = Spanned::new(document.span(), DeValue::Table(document.get_ref().clone()));
    days_as_text(&mut value);
    match T::deserialize(toml::de::ValueDeserializer::from(value)) {
        Ok(value) => Some((value, misfits)),
        Err(_) if !reader.problems.is_empty() => None,
        Err(error) => {
            let line = error.span().map_or(1, |span| reader.line(span.start));
            let what = format!("{kind} can't be read: {}", error.message().replace('\n', " "));
            reader.problem(line, what, format!("docs/standing.md lists what {kind} holds"));
            None
        }
    }
}

/// A bare date of TOML as text, as JSON has it.
fn days_as_text(value: &mut Spanned<DeValue<'_>>) {
    match value.get_mut() {
        DeValue::Datetime(day) => *value.get_mut() = DeValue::String(day.to_string().into()),
        DeValue::Array(items) => items.iter_mut().for_each(days_as_text),
        DeValue::Table(entries) => entries.iter_mut().for_each(|(_, value)| days_as_text(value)),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) => {}
    }
}

/// Reports every fact that can't have been so, on the line of the field that says it.
pub(super) fn impossible_facts(
    reader: &mut Reader<'_>,
    framework: Option<&Framework>,
    lines: &Lines<'_, '_>,
    facts: &FactsFile,
) {
    for (list, at, id, fact) in facts.all() {
        if lines.is_misfit(list, at) {
            continue;
        }
        for (field, what, fix) in fact.impossible(framework) {
            let line = lines.field(reader, list, at, field);
            reader.problem_of_days(line, format!("in `{id}`, {what}"), fix);
        }
    }
}

/// Reports every id that does not fit the framework, and every id that two facts have.
pub(super) fn unknown_ids(reader: &mut Reader<'_>, framework: &Framework, lines: &Lines<'_, '_>, facts: &FactsFile) {
    // The places where each fact names the same wrong id: each is reported.
    let mut places: BTreeMap<(String, String), std::vec::IntoIter<usize>> = BTreeMap::new();
    let mut doubles: BTreeMap<String, usize> = BTreeMap::new();
    let is_unread = |at: &usize| {
        lines.is_misfit("results", *at) || reader.has_lost_value(lines.field(reader, "results", *at, "id"))
    };
    let results = (0..facts.results.len()).filter(is_unread).collect();
    let unread = Unread { results, elsewhere: lines.is_lacking(), hidden: reader.hidden.clone() };
    let unknown = Facts::unknown(framework, facts, &unread);
    let ids: BTreeSet<&str> = facts.results.iter().map(|one| &*one.id).collect();
    let mut corrected: BTreeSet<&str> = facts.results.iter().filter_map(|one| one.corrects.as_deref()).collect();
    let mut double = None;
    corrected.retain(|id| !id.is_empty() && !ids.contains(id));
    for UnknownId { fact, expected, id, nearest, has_any, note } in unknown {
        corrected.retain(|other| expected != CORRECTED || *other != id);
        // That there is no name at all is told already.
        if id.is_empty() {
            continue;
        }
        let is_double = expected == "fact";
        let mut is_repeated = false;
        let line = if is_double {
            let nth = doubles.entry(id.clone()).or_default();
            *nth += 1;
            is_repeated = lines.is_repeated(&id, *nth);
            lines.fact(reader, &id, *nth)
        } else {
            let named = || lines.naming(reader, &fact, &id).into_iter();
            let places = places.entry((fact.clone(), id.clone())).or_insert_with(named);
            places.next().unwrap_or_else(|| lines.fact(reader, &fact, 0))
        };
        let what = note.unwrap_or_else(|| format!("`{}` is no {expected}", shorten(&id)));
        let fix = match nearest {
            Some(near) => format!("Did you mean {near}?"),
            None if is_repeated => "They say the same: take one of them out".to_owned(),
            None if is_double => "Give one of them another id".to_owned(),
            None if what.ends_with(NOT_RECORDED) => "Add `recorded_on`, or name the one before it".to_owned(),
            None if expected == CORRECTED => "Name the one before it of the same sitting, or take it out".to_owned(),
            None if !has_any => format!("Take it out; the framework has no {expected}"),
            None => String::from("Name one that the framework has"),
        };
        let within = if is_double { String::new() } else { within(&fact) };
        double = double.or(is_double.then_some(reader.problems.len()));
        reader.problem(line, format!("{within}{what}"), fix);
    }
    // Which of the results that can't be told apart, or read, is meant nobody knows.
    if !corrected.is_empty() {
        reader.hold_back(double, ". What `corrects` names is not looked at before that is done");
    }
}
