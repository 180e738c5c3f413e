//! Examples: facts, a day, and what the standing should be. They are a framework's tests, written by its author.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::read::{line_of, unreadable, wrong_facts};
use super::{Facts, FactsFile, Key, Reason, State, standing};
use crate::dates::{day, maybe_day};
use crate::framework::{Framework, Problem, SourceFile};

/// An example as its file holds it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows, in a sentence.
    pub description: String,
    /// The day it is read for.
    #[serde(deserialize_with = "day")]
    pub on: NaiveDate,
    /// What is known on this day is taken into account; without it, on the day it is read for.
    #[serde(default, deserialize_with = "maybe_day")]
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
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedKeys {
    /// Formal results.
    pub results: Option<bool>,
    /// The employer's verification.
    pub employer: Option<bool>,
}

/// Words that one of the reasons of a node must contain.
#[derive(Clone, Debug, Deserialize)]
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
/// The problem where the reader stopped.
pub fn read_example(file: &SourceFile) -> Result<Example, Problem> {
    toml::from_str(&file.text).map_err(|error| {
        let line = file.line_at(error.span().map_or(0, |span| span.start));
        unreadable(file, line, error.message(), "an example")
    })
}

/// Runs an example: every expectation that does not hold is a problem at its line, as is one that expects nothing.
pub fn run_example(framework: &Framework, file: &SourceFile) -> Vec<Problem> {
    let example = match read_example(file) {
        Ok(example) => example,
        Err(problem) => return vec![problem],
    };
    let mut problems = wrong_facts(framework, file, &example.facts);
    let Ok(facts) = Facts::bind(framework, example.facts) else {
        return problems;
    };
    let found = standing(framework, &facts, example.on, example.known.unwrap_or(example.on));
    let mut wrong = |id: &str, what: String| {
        problems.push(Problem {
            file: file.name.clone(),
            line: expected_line(&file.text, id),
            what,
            mend: "Mend the framework, or what the example expects".to_owned(),
        });
    };
    let node = |id: &str| framework.find(id);
    for (id, state) in &example.expect {
        match node(id) {
            None => wrong(id, unknown(framework, id)),
            Some(ix) if found.state(ix) != *state => {
                let what = format!(
                    "`{id}` is {}, where {} is expected",
                    found.state(ix).word(),
                    state.word()
                );
                wrong(id, what);
            }
            Some(_) => {}
        }
    }
    for (id, expected) in &example.progress {
        let Some(ix) = node(id) else {
            wrong(id, unknown(framework, id));
            continue;
        };
        let (done, of) = found.progress(ix);
        let is = format!("{done} of {of}");
        if is != *expected {
            wrong(
                id,
                format!("the progress of `{id}` is {is}, where {expected} is expected"),
            );
        }
    }
    for (id, keys) in &example.keys {
        let Some(stage) = node(id) else {
            wrong(id, unknown(framework, id));
            continue;
        };
        for (key, expected) in [(Key::Results, keys.results), (Key::Employer, keys.employer)] {
            let turned = found.key(stage, key).turned;
            if expected.is_some_and(|expected| expected != turned) {
                let is = if turned { "turned" } else { "not turned" };
                wrong(
                    id,
                    format!("the {key:?} key of `{id}` is {is}, against what is expected"),
                );
            }
        }
    }
    for says in &example.says {
        let Some(ix) = node(&says.node) else {
            wrong(&says.node, unknown(framework, &says.node));
            continue;
        };
        let reasons = found.reasons(framework, ix);
        let said = reasons
            .iter()
            .flat_map(Reason::walk)
            .any(|reason| reason.sentence.contains(&says.text));
        if !said {
            wrong(
                &says.text,
                format!("no reason of `{}` says \"{}\"", says.node, says.text),
            );
        }
    }
    let expects = example.expect.len() + example.progress.len() + example.keys.len() + example.says.len();
    if expects == 0 {
        wrong("", "the example expects nothing".to_owned());
    }
    problems
}

fn unknown(framework: &Framework, id: &str) -> String {
    match framework.nearest(id) {
        Some(near) => format!("the framework has no node `{id}`; did you mean `{near}`?"),
        None => format!("the framework has no node `{id}`"),
    }
}

/// Expectations stand above the facts; the first line that names the id is the one.
fn expected_line(text: &str, id: &str) -> usize {
    let quoted = line_of(text, id, 0);
    let bare = text
        .lines()
        .position(|line| line.split(['=', ' ']).next() == Some(id))
        .map(|at| at + 1);
    bare.map_or(quoted, |bare| if quoted > 1 { bare.min(quoted) } else { bare })
}
