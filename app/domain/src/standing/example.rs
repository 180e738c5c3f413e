//! Examples: facts, a day, and what the standing should be. They are a framework's tests, written by its author.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use toml::de::DeTable;

use super::fitting::Misfits;
use super::lines::Lines;
use super::read::{Format, impossible_facts, schema_of, typed, unknown_ids};
use super::schema;
use super::{Facts, FactsFile, Key, Reason, Standing, State, standing};
use crate::framework::{Framework, Kind, Kinds, Looks, NodeIx, Problem, Reader, SourceFile, did_you_mean, shorten};

/// An example as its file holds it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows, in a sentence.
    pub description: String,
    /// The day it is read for.
    pub on: NaiveDate,
    /// What is known on this day is taken into account; without it, on the day it is read for.
    #[serde(default)]
    pub known: Option<NaiveDate>,
    /// The facts.
    pub facts: FactsFile,
    /// The state expected of nodes, by id.
    #[serde(default)]
    pub expect: BTreeMap<String, State>,
    /// The progress expected of nodes, by id: `"46 of 47"`.
    #[serde(default)]
    pub progress: BTreeMap<String, String>,
    /// The keys expected of stages, by id.
    #[serde(default)]
    pub keys: BTreeMap<String, ExpectedKeys>,
    /// Words that a reason of a node must contain.
    #[serde(default)]
    pub says: Vec<Says>,
}

/// Which keys of a stage should be turned.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedKeys {
    /// Formal results.
    pub results: Option<bool>,
    /// The employer's verification.
    pub employer: Option<bool>,
}

/// Words that one of the reasons of a node must contain.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// The node's id.
    pub node: String,
    /// The words.
    pub text: String,
}

/// Reads an example file.
///
/// # Errors
/// Everything that does not fit the format.
pub fn read_example(file: &SourceFile) -> Result<Example, Vec<Problem>> {
    let mut reader = Reader::new(file);
    let text = Format::Toml.readable(&mut reader, &file.text, &KINDS);
    let (mut document, _) = DeTable::parse_recoverable(&text);
    let example = example_of(&mut reader, &mut document).filter(|_| reader.problems.is_empty());
    example.map(|(example, _)| example).ok_or_else(|| reader.into_problems())
}

static SCHEMA: LazyLock<Value> = LazyLock::new(schema_of::<Example>);
static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    let mut kinds = schema::kinds(&SCHEMA);
    // Their keys are ids of nodes.
    let looks: [(&str, Looks); 3] = [
        ("expect", |value| State::ALL.iter().any(|state| state.word().replace(' ', "_") == value.trim_matches('"'))),
        ("progress", |value| is_progress(value.trim_matches('"'))),
        ("keys", |value| value.starts_with("{ results") || value.starts_with("{ employer")),
    ];
    kinds.tables.extend(looks.map(|(name, holds)| Kind::of_names(name, holds)));
    kinds
});

fn example_of(reader: &mut Reader<'_>, document: &mut toml::Spanned<DeTable<'_>>) -> Option<(Example, Misfits)> {
    typed(reader, &SCHEMA, "an example", document)
}

/// Everything wrong with an example, by line: what does not fit the format, facts that can't have been, ids that the
/// framework does not have, and an example that expects nothing. Without a framework, names are not looked at.
pub fn check_example(framework: Option<&Framework>, file: &SourceFile) -> Vec<Problem> {
    problems(file, framework, false)
}

/// Runs an example: every expectation that does not hold is a problem at its line, beside what [`check_example`] finds.
pub fn run_example(framework: &Framework, file: &SourceFile) -> Vec<Problem> {
    problems(file, Some(framework), true)
}

fn problems(file: &SourceFile, framework: Option<&Framework>, run: bool) -> Vec<Problem> {
    let mut reader = Reader::new(file);
    if reader.is_empty() {
        return reader.into_problems();
    }
    let text = Format::Toml.readable(&mut reader, &file.text, &KINDS);
    let (mut document, _) = DeTable::parse_recoverable(&text);
    let before = expects(document.get_ref());
    if let Some((example, misfits)) = example_of(&mut reader, &mut document) {
        let expects = before || expects(document.get_ref());
        let fits = reader.problems.is_empty();
        let table = document.get_ref();
        if let Some(facts) =
            table.get("facts").and_then(|facts| Some((facts.get_ref().as_table()?, facts.span().start)))
        {
            let lines = Lines::of(facts, misfits);
            impossible_facts(&mut reader, framework, &lines, &example.facts);
            framework.iter().for_each(|framework| unknown_ids(&mut reader, framework, &lines, &example.facts));
        }
        let reader = &mut reader;
        if !expects {
            reader.problem(1, "the example expects nothing", "Add [expect] with the state of a node");
        }
        can_be_read(reader, table, &example);
        if let Some(framework) = framework {
            let facts = (run && fits).then(|| Facts::bind(framework, example.facts.clone()).ok()).flatten();
            let (on, known) = (example.on, example.known.unwrap_or(example.on));
            let found = facts.map(|facts| standing(framework, &facts, on, known));
            Expected { reader, table, framework, found }.holds(&example);
        }
    }
    reader.into_problems()
}

/// Whether what is expected is written as it is compared.
fn can_be_read(reader: &mut Reader<'_>, table: &DeTable<'_>, example: &Example) {
    for (id, text) in example.progress.iter().filter(|(_, text)| !is_progress(text)) {
        let what = format!("the progress of `{}` is `{}`", shorten(id), shorten(text));
        reader.problem(line_of(reader, table, "progress", id), what, "Write it as \"46 of 47\"");
    }
}

/// Whether an example expects something, or what does not fit.
fn expects(table: &DeTable<'_>) -> bool {
    ["expect", "progress", "keys", "says"].iter().filter_map(|section| table.get(*section)).any(|section| {
        let section = section.get_ref();
        !section.as_table().is_some_and(|table| table.is_empty())
            && !section.as_array().is_some_and(|list| list.is_empty())
    })
}

/// What an example expects, where it stands in the file, and the standing, where there is one.
struct Expected<'r, 'f, 't, 'i> {
    reader: &'r mut Reader<'f>,
    table: &'t DeTable<'i>,
    framework: &'t Framework,
    found: Option<Standing>,
}

impl Expected<'_, '_, '_, '_> {
    /// Whether the framework has what is named, and the standing is what is expected.
    fn holds(&mut self, example: &Example) {
        let framework = self.framework;
        for (id, state) in &example.expect {
            let line = line_of(self.reader, self.table, "expect", id);
            self.one(id, line, |found, ix| {
                let (is, expected) = (found.state(ix).word(), state.word());
                (is != expected).then(|| format!("`{id}` is {is}, where {expected} is expected"))
            });
        }
        for (id, expected) in &example.progress {
            let line = line_of(self.reader, self.table, "progress", id);
            self.one(id, line, |found, ix| {
                let (done, of) = found.progress(framework, ix);
                let is = format!("{done} of {of}");
                let what = format!("the progress of `{id}` is {is}, where {expected} is expected");
                (is_progress(expected) && is != *expected).then_some(what)
            });
        }
        for (id, keys) in &example.keys {
            let line = line_of(self.reader, self.table, "keys", id);
            let node = framework.find(id).map(|ix| framework.node(ix)).filter(|node| node.as_stage().is_none());
            if let Some(node) = node {
                let what = format!("`{id}` is of kind {}, and only stages have keys", node.kind.word());
                self.reader.problem(line, what, "Name a stage, or take it out");
                continue;
            }
            let of_each = [(Key::Results, "results", keys.results), (Key::Employer, "employer’s", keys.employer)];
            for (key, name, expected) in of_each {
                self.one(id, line, |found, stage| {
                    let turned = found.key(stage, key).turned;
                    let is = if turned { "turned" } else { "not turned" };
                    let what = format!("the {name} key of `{id}` is {is}, against what is expected");
                    (expected? != turned).then_some(what)
                });
            }
        }
        for (at, says) in example.says.iter().enumerate() {
            let list = self.table.get("says").and_then(|says| says.get_ref().as_array());
            let line = list.and_then(|says| says.get(at)).map_or(1, |value| self.reader.line_of(value));
            self.one(&says.node, line, |found, ix| {
                let reasons = found.reasons(framework, ix);
                let said = reasons.iter().flat_map(Reason::walk).any(|reason| reason.sentence.contains(&says.text));
                (!said).then(|| format!("no reason of `{}` says “{}”", says.node, shorten(&says.text)))
            });
        }
    }

    /// One expectation of a node: `missed` says what is not as expected.
    fn one(&mut self, id: &str, line: usize, missed: impl FnOnce(&Standing, NodeIx) -> Option<String>) {
        let node = self.framework.find(id);
        // That no node is named is told already.
        if node.is_none() && !id.is_empty() {
            let near = self.reader.near(id, self.framework.nodes().map(|(_, node)| node.id.as_str()));
            let fix = did_you_mean(&near, || "Name a node of the framework".to_owned());
            self.reader.problem(line, format!("`{}` is no node of the framework", shorten(id)), fix);
        }
        if let Some(what) = self.found.as_ref().zip(node).and_then(|(found, ix)| missed(found, ix)) {
            self.reader.problem(line, what, "Correct the framework, or what the example expects");
        }
    }
}

/// The line of an expectation.
fn line_of(reader: &Reader<'_>, table: &DeTable<'_>, section: &str, id: &str) -> usize {
    let section = table.get(section).and_then(|section| section.get_ref().as_table());
    section.and_then(|section| section.get(id)).map_or(1, |value| reader.line_of(value))
}

/// Whether a text is "n of m", as progress is written.
fn is_progress(text: &str) -> bool {
    let number = |part: &str| part.parse::<u64>().is_ok_and(|number| number.to_string() == part);
    text.split_once(" of ").is_some_and(|(done, of)| number(done) && number(of))
}
