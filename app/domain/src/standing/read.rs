use super::impossible::impossible_facts;
use super::{Facts, FactsFile};
use crate::framework::{Framework, Problem, SourceFile, nearest};

/// Reads a facts file: TOML when its name ends in `.toml`, JSON otherwise. Gives the facts only when there is no problem.
///
/// A file that cannot be read gives one problem, where the reader stopped; one that can gives every id that the framework
/// does not know, each with its line and the nearest known one, and every fact that can't have been so.
pub fn read_facts(framework: &Framework, file: &SourceFile) -> (Option<FactsFile>, Vec<Problem>) {
    let unreadable = |line: usize, message: &str| unreadable(file, line, message, "a facts file");
    let read: Result<FactsFile, Problem> = if file.name.ends_with(".toml") {
        toml::from_str(&file.text).map_err(|error| {
            let line = file.line_at(error.span().map_or(0, |span| span.start));
            unreadable(line, error.message())
        })
    } else {
        serde_json::from_str(&file.text).map_err(|error| {
            let text = error.to_string();
            let text = text.split(" at line ").next().unwrap_or_default();
            unreadable(error.line().max(1), text)
        })
    };
    match read {
        Ok(facts) => {
            let problems = wrong_facts(framework, file, &facts);
            if problems.is_empty() {
                (Some(facts), problems)
            } else {
                (None, problems)
            }
        }
        Err(problem) => (None, vec![problem]),
    }
}

/// Everything wrong with facts that could be read, by line: ids that do not fit the framework, and what can't have been.
pub(super) fn wrong_facts(framework: &Framework, file: &SourceFile, facts: &FactsFile) -> Vec<Problem> {
    let mut problems = unknown_ids(framework, file, facts);
    problems.extend(impossible_facts(file, facts));
    problems.sort_by_key(|problem| problem.line);
    problems
}

/// Where the reader stopped. Of a name that is none, the nearest one that could stand there is the way to mend it.
pub(super) fn unreadable(file: &SourceFile, line: usize, message: &str, kind: &str) -> Problem {
    let message = one_line(message);
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let near = match names.as_slice() {
        [typed, possible @ ..] if message.starts_with("unknown ") => nearest(typed, possible.iter().copied()),
        _ => None,
    };
    let mend = match near {
        Some(near) => format!("Write `{near}`"),
        None => format!("docs/standing.md lists what {kind} holds"),
    };
    let what = match near {
        Some(_) => message.split(", expected ").next().unwrap_or_default().to_owned(),
        None => message,
    };
    Problem {
        file: file.name.clone(),
        line,
        what,
        mend,
    }
}

/// The ids in these facts that do not fit the framework, with the lines of the file they were read from.
fn unknown_ids(framework: &Framework, file: &SourceFile, facts: &FactsFile) -> Vec<Problem> {
    let unknown = Facts::unknown(framework, facts);
    let mut seen: Vec<String> = Vec::new();
    let mut problems = Vec::new();
    for id in unknown {
        // The same wrong id is looked for further down each time, so that each place is named once.
        let skip = seen.iter().filter(|other| **other == id.id).count();
        let twice = usize::from(id.expected == "fact");
        seen.push(id.id.clone());
        let mend = match (&id.nearest, &id.note) {
            (Some(nearest), _) => format!("Write `{nearest}`"),
            (None, Some(_)) if id.expected == "fact" => "Give one of them another id".to_owned(),
            (None, _) => format!("Name one of kind {} that the framework has", id.expected),
        };
        let what = match &id.note {
            Some(note) => note.clone(),
            None => format!("the framework has no {} `{}`", id.expected, id.id),
        };
        let what = if id.fact.is_empty() || id.expected == "fact" {
            what
        } else {
            format!("in `{}`, {what}", id.fact)
        };
        let line = line_of(&file.text, &id.id, skip + twice);
        problems.push(Problem {
            file: file.name.clone(),
            line,
            what,
            mend,
        });
    }
    problems
}

pub(super) fn line_of(text: &str, id: &str, skip: usize) -> usize {
    let (double, single) = (format!("\"{id}\""), format!("'{id}'"));
    let mut lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains(&double) || line.contains(&single));
    lines.nth(skip).map_or(1, |(at, _)| at + 1)
}

fn one_line(text: &str) -> String {
    let text = text.replace('\n', " ");
    text.trim_end_matches('.').to_owned()
}
