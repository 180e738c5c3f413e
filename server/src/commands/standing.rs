//! `gradus standing`: where the person of a facts file stands, with no database.

use std::fmt::Write;
use std::path::Path;

use app::content::source::read;
use chrono::NaiveDate;
use domain::framework::{Framework, NodeIx, day as read_day};
use domain::plan::outlook;
use domain::standing::{
    Facts, Key, KeyProblem, Reason, Standing, State, Verdict, read_facts, report, standing as stands,
};

use super::framework::{as_lines, framework_of};

/// The standing on a day as text, or as the JSON of `docs/standing.md`.
///
/// # Errors
/// Every problem of the framework or of the facts, one a line; a day that cannot be read.
pub fn standing(framework: &Path, facts: &Path, on: &str, known: Option<&str>, json: bool) -> Result<String, String> {
    let framework = framework_of(framework)?;
    let on = day(on)?;
    let known = known.map_or(Ok(on), day)?;
    let source = read(facts).map_err(|problem| as_lines(facts, &[problem]))?;
    let (file, problems) = read_facts(&framework, &source);
    let Some(file) = file else {
        return Err(as_lines(facts, &problems));
    };
    let facts = Facts::bind(&framework, file)
        .map_err(|unknown| unknown.iter().map(|id| format!("{id}\n")).collect::<String>())?;
    let found = stands(&framework, &facts, on, known);
    if json {
        let report = report(&framework, &found);
        return serde_json::to_string_pretty(&report)
            .map_err(|error| format!("The standing can’t be printed: {error}."));
    }
    Ok(as_text(&framework, &facts, &found))
}

fn day(text: &str) -> Result<NaiveDate, String> {
    read_day(text).ok_or_else(|| format!("“{text}” is no day of the calendar; write it as 2026-03-27."))
}

fn as_text(framework: &Framework, facts: &Facts, found: &Standing) -> String {
    let mut text = String::new();
    let trainee = facts.file().name_of(&facts.file().trainee);
    line(&mut text, 0, &format!("{trainee}, {} {}, on {}", framework.slug(), framework.version(), found.on()));
    if found.known() != found.on() {
        line(&mut text, 0, &format!("by what was known on {}", found.known()));
    }
    if !found.is_in_force() {
        let from = framework.effective_from();
        line(&mut text, 0, &format!("this version is not yet in force on this day; it is from {from}"));
    }
    for status in found.held(framework) {
        line(&mut text, 0, &format!("holds {}", framework.node(status).title));
    }
    for stage in framework.stages() {
        line(&mut text, 0, "");
        line(&mut text, 0, &format!("{}: {}", framework.node(*stage).title, found.state(*stage).word()));
        for (name, key) in [("results key", Key::Results), ("employer's key", Key::Employer)] {
            line(&mut text, 1, &key_line(framework, facts, found, *stage, name, key));
        }
        // What a closed stage asks first is said once, not for each of its elements.
        let open = found.is_open(*stage);
        if !open {
            let first = found.reasons(framework, *stage).into_iter().next();
            first.iter().for_each(|reason| reason_lines(&mut text, reason, 1));
        }
        let children = framework.children(*stage).iter();
        for child in children.filter(|child| open || found.state(**child) != State::Blocked) {
            node_lines(&mut text, framework, found, *child);
        }
    }
    next(&mut text, framework, facts, found);
    text
}

fn key_line(framework: &Framework, facts: &Facts, found: &Standing, stage: NodeIx, name: &str, key: Key) -> String {
    let (done, of) = found.key_progress(framework, stage, key);
    let key = found.key(stage, key);
    match (&key.because, key.turned) {
        (Some(KeyProblem::Absent(why)), _) => format!("{name}: none, because {why}"),
        (Some(KeyProblem::SamePerson(person)), _) => {
            let name_of = facts.file().name_of(person);
            format!("{name}: not turned, because {name_of} also confirmed results of {}", framework.node(stage).title)
        }
        (Some(KeyProblem::NotProved), _) => {
            format!("{name}: turned, {done} of {of}; who signed for which key could not be told apart")
        }
        (None, true) => format!("{name}: turned, {done} of {of}"),
        (None, false) => format!("{name}: not turned, {done} of {of}"),
    }
}

fn node_lines(text: &mut String, framework: &Framework, found: &Standing, ix: NodeIx) {
    let node = framework.node(ix);
    let (done, of) = found.progress(framework, ix);
    let progress = if of > 1 { format!(", {done} of {of}") } else { String::new() };
    let until = found.until(ix).map(|day| format!(", until {day}")).unwrap_or_default();
    line(text, 1, &format!("{} [{}]: {}{progress}{until}", node.title, node.id, found.state(ix).word()));
    if found.state(ix).counts() {
        return;
    }
    for reason in found.reasons(framework, ix) {
        reason_lines(text, &reason, 2);
    }
}

/// How deep reasons are printed; what is there and does not count is printed however deep it lies.
const DEEPEST: usize = 4;

/// A reason and, as far as they are not met, those beneath it.
fn reason_lines(text: &mut String, reason: &Reason, depth: usize) {
    line(text, depth, &format!("{}: {}", reason.verdict.word(), reason.sentence));
    let says_why = |child: &Reason| child.walk().any(|reason| reason.verdict == Verdict::DoesNotCount);
    let open = reason.children.iter().filter(|child| child.verdict != Verdict::Met);
    let open = open.filter(|child| depth < DEEPEST || says_why(child));
    open.for_each(|child| reason_lines(text, child, depth + 1));
}

/// The way to the highest status that can be reached, and how far every other one is.
fn next(text: &mut String, framework: &Framework, facts: &Facts, found: &Standing) {
    let ahead = outlook(framework, facts, None, found.on());
    let title = |ix| framework.node(ix).title.as_str();
    let steps = |many: usize| match many {
        1 => String::from("1 step"),
        n => format!("{n} steps"),
    };
    if let Some(plan) = ahead.aim {
        line(text, 0, "");
        line(text, 0, &format!("To {}, {}:", title(plan.target), steps(plan.steps.len())));
        for (n, step) in plan.steps.iter().enumerate() {
            let others: Vec<&str> = step.instead.iter().copied().map(title).collect();
            let others = if others.is_empty() { String::new() } else { format!("; or {}", others.join(", ")) };
            line(text, 1, &format!("{}. {}{others}", n + 1, step.sentence));
            step.within.iter().for_each(|within| line(text, 2, within));
        }
        for on in &plan.provided {
            line(text, 1, &format!("It depends on this too: {on}"));
        }
    }
    for (target, way) in ahead.others {
        line(text, 0, "");
        match way {
            Ok(many) => line(text, 0, &format!("To {}, {}", title(target), steps(many))),
            Err(because) => {
                line(text, 0, &format!("To {} no way is known:", title(target)));
                because.iter().for_each(|why| line(text, 1, why));
            }
        }
    }
    let open = found.open_step_offs(framework);
    if !open.is_empty() {
        line(text, 0, "");
        let open: Vec<&str> = open.into_iter().map(title).collect();
        line(text, 0, &format!("One may stop here: {}", open.join(", ")));
    }
}

fn line(text: &mut String, depth: usize, what: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}{what}", "  ".repeat(depth));
}
