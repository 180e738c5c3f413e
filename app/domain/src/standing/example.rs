//! Examples: facts, a day, and what the standing should be. They are a framework's tests, written by its author.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use toml::de::DeTable;

use super::impossible::impossible_facts;
use super::lines::Lines;
use super::read::{Format, schema_of, typed, unknown_ids};
use super::{Facts, FactsFile, Key, Reason, Standing, State, standing};
use crate::framework::{Framework, NodeIx, Problem, Reader, SourceFile, did_you_mean, shorten};

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
    let text = Format::Toml.readable(&mut reader, &file.text);
    let (document, _) = DeTable::parse_recoverable(&text);
    example_of(&mut reader, document).ok_or_else(|| reader.into_problems())
}

fn example_of(reader: &mut Reader<'_>, document: toml::Spanned<DeTable<'_>>) -> Option<Example> {
    static SCHEMA: LazyLock<Value> = LazyLock::new(schema_of::<Example>);
    typed(reader, &SCHEMA, "an example", document)
}

/// Everything wrong with an example, by line: what does not fit the format, facts that can't have been, ids that the
/// framework does not have, and an example that expects nothing. Without a framework, names are not looked at.
pub fn check_example(framework: Option<&Framework>, file: &SourceFile) -> Vec<Problem> {
    problems(file, framework, |_, _| {})
}

/// Runs an example: every expectation that does not hold is a problem at its line, beside what [`check_example`] finds.
pub fn run_example(framework: &Framework, file: &SourceFile) -> Vec<Problem> {
    problems(file, Some(framework), |expected, example| {
        if let Ok(facts) = Facts::bind(framework, example.facts.clone()) {
            let found = standing(framework, &facts, example.on, example.known.unwrap_or(example.on));
            expected.holds(framework, &found, example);
        }
    })
}

fn problems(
    file: &SourceFile,
    framework: Option<&Framework>,
    run: impl FnOnce(&mut Expected<'_, '_, '_, '_>, &Example),
) -> Vec<Problem> {
    let mut reader = Reader::new(file);
    let text = Format::Toml.readable(&mut reader, &file.text);
    let (document, _) = DeTable::parse_recoverable(&text);
    if let Some(example) = example_of(&mut reader, document.clone()) {
        let table = document.get_ref();
        if let Some(facts) = table.get("facts").and_then(|facts| facts.get_ref().as_table()) {
            let lines = Lines::of(facts);
            impossible_facts(&mut reader, &lines, &example.facts);
            framework.iter().for_each(|framework| unknown_ids(&mut reader, framework, &lines, &example.facts));
        }
        let mut expected = Expected { reader: &mut reader, table };
        expected.can_hold(framework, &example);
        run(&mut expected, &example);
    }
    reader.into_problems()
}

/// What an example expects, where it stands in the file.
struct Expected<'r, 'f, 't, 'i> {
    reader: &'r mut Reader<'f>,
    table: &'t DeTable<'i>,
}

impl Expected<'_, '_, '_, '_> {
    /// Expectations that no standing could meet: of what the framework has not, or not written as they are compared.
    fn can_hold(&mut self, framework: Option<&Framework>, example: &Example) {
        let (expect, progress) = (example.expect.keys(), example.progress.keys());
        let nodes = expect.map(|id| ("expect", id)).chain(progress.map(|id| ("progress", id)));
        let nodes: Vec<_> = nodes.chain(example.keys.keys().map(|id| ("keys", id))).collect();
        if nodes.is_empty() && example.says.is_empty() {
            self.reader.problem(1, "the example expects nothing", "Add [expect] with the state of a node");
        }
        for (id, text) in &example.progress {
            if !is_progress(text) {
                let what = format!("the progress of `{}` is `{}`", shorten(id), shorten(text));
                self.wrong(self.line("progress", id), what, "Write it as \"46 of 47\"");
            }
        }
        let Some(framework) = framework else { return };
        for (section, id) in nodes {
            let line = self.line(section, id);
            let node = self.node(framework, id, line);
            if section == "keys"
                && let Some(node) = node.map(|ix| framework.node(ix))
                && node.as_stage().is_none()
            {
                let what = format!("`{id}` is of kind {}, and only stages have keys", node.kind.word());
                self.wrong(line, what, "Name a stage, or take it out");
            }
        }
        for (at, says) in example.says.iter().enumerate() {
            self.node(framework, &says.node, self.says_line(at));
        }
    }

    /// Whether the standing is what is expected.
    fn holds(&mut self, framework: &Framework, found: &Standing, example: &Example) {
        for (ix, id, state) in known(framework, &example.expect) {
            if found.state(ix) != *state {
                let (is, expected) = (found.state(ix).word(), state.word());
                self.missed(self.line("expect", id), format!("`{id}` is {is}, where {expected} is expected"));
            }
        }
        for (ix, id, expected) in known(framework, &example.progress).filter(|(.., text)| is_progress(text)) {
            let (done, of) = found.progress(framework, ix);
            let is = format!("{done} of {of}");
            if is != *expected {
                let what = format!("the progress of `{id}` is {is}, where {expected} is expected");
                self.missed(self.line("progress", id), what);
            }
        }
        for (stage, id, keys) in known(framework, &example.keys) {
            for (key, name, expected) in
                [(Key::Results, "results", keys.results), (Key::Employer, "employer’s", keys.employer)]
            {
                let turned = framework.node(stage).as_stage().map(|_| found.key(stage, key).turned);
                if let (Some(expected), Some(turned)) = (expected, turned)
                    && expected != turned
                {
                    let is = if turned { "turned" } else { "not turned" };
                    let what = format!("the {name} key of `{id}` is {is}, against what is expected");
                    self.missed(self.line("keys", id), what);
                }
            }
        }
        for (at, says) in example.says.iter().enumerate() {
            let Some(ix) = framework.find(&says.node) else { continue };
            let reasons = found.reasons(framework, ix);
            let mut sentences = reasons.iter().flat_map(Reason::walk).map(|reason| &reason.sentence);
            if !sentences.any(|sentence| sentence.contains(&says.text)) {
                let what = format!("no reason of `{}` says “{}”", says.node, shorten(&says.text));
                self.missed(self.says_line(at), what);
            }
        }
    }

    fn node(&mut self, framework: &Framework, id: &str, line: usize) -> Option<NodeIx> {
        let found = framework.find(id);
        if found.is_none() {
            let near = self.reader.near(id, framework.nodes().map(|(_, node)| node.id.as_str()));
            let fix = did_you_mean(near, || "Name a node of the framework".to_owned());
            self.wrong(line, format!("`{}` is no node of the framework", shorten(id)), &fix);
        }
        found
    }

    fn missed(&mut self, line: usize, what: String) {
        self.wrong(line, what, "Correct the framework, or what the example expects");
    }

    fn wrong(&mut self, line: usize, what: String, fix: &str) {
        self.reader.problem(line, what, fix);
    }

    fn line(&self, section: &str, id: &str) -> usize {
        let section = self.table.get(section).and_then(|section| section.get_ref().as_table());
        section.and_then(|section| section.get(id)).map_or(1, |value| self.reader.line_of(value))
    }

    fn says_line(&self, at: usize) -> usize {
        let says = self.table.get("says").and_then(|says| says.get_ref().as_array());
        says.and_then(|says| says.get(at)).map_or(1, |value| self.reader.line_of(value))
    }
}

/// What is expected of nodes that the framework has.
fn known<'e, T>(
    framework: &Framework,
    expected: &'e BTreeMap<String, T>,
) -> impl Iterator<Item = (NodeIx, &'e String, &'e T)> {
    expected.iter().filter_map(|(id, what)| Some((framework.find(id)?, id, what)))
}

/// Whether a text is "n of m", as progress is written.
fn is_progress(text: &str) -> bool {
    let number = |part: &str| part.parse::<u64>().is_ok_and(|number| number.to_string() == part);
    text.split_once(" of ").is_some_and(|(done, of)| number(done) && number(of))
}
