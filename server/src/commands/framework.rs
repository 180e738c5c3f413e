//! `gradus framework`: what its author needs, with no database and no browser.

use app::content::catalogue::misplaced;
use app::content::source::read;
use app::design::graph::standalone;
use app::features::frameworks::map::draw;
use app::paths;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use domain::framework::{Framework, KeyRule, Node, NodeIx, NodeKind, Problem, check_prose, load, load_in_part};
use domain::standing::{check_example, run_example};

/// Loads the framework of a folder, sees that its papers are there, and runs its examples; of a framework with a problem
/// the examples are checked, but not run.
///
/// # Errors
/// Every problem, one a line, with a last line that counts them.
pub fn check(folder: &Path) -> Result<String, String> {
    let (framework, mut problems) = match read(&folder_of(folder)?.join("framework.toml")) {
        Ok(file) => load_in_part(&file),
        Err(problem) => (None, vec![problem]),
    };
    let is_whole = problems.is_empty();
    problems.extend(papers(folder));
    problems.extend(framework.iter().flat_map(|framework| misplaced(folder, framework)));
    let examples = examples(folder)?;
    if examples.is_empty() {
        let what = "there is no example".to_owned();
        problems.push(missing(&folder.join("examples"), what, "Write at least one file examples/<name>.toml"));
    }
    for path in &examples {
        problems.extend(match (read(path), &framework) {
            (Err(problem), _) => vec![problem],
            (Ok(file), Some(framework)) if is_whole => run_example(framework, &file),
            (Ok(file), framework) => check_example(framework.as_ref(), &file),
        });
    }
    let Some(framework) = framework.filter(|_| problems.is_empty()) else {
        return Err(as_lines(folder, &problems));
    };
    let count = |fits: fn(&NodeKind) -> bool| framework.nodes().filter(|(_, node)| fits(&node.kind)).count();
    Ok(format!(
        "{} {}: {} nodes ({}, {}, {}, {}, {}), {}, no problem.\n",
        framework.slug(),
        framework.version(),
        framework.len(),
        plural(framework.stages().len(), "stage", "stages"),
        plural(count(|kind| matches!(kind, NodeKind::Element(_))), "element", "elements"),
        plural(count(|kind| matches!(kind, NodeKind::Competency(_))), "competency", "competencies"),
        plural(framework.step_offs().len(), "step-off", "step-offs"),
        plural(count(|kind| matches!(kind, NodeKind::Status(_))), "status", "statuses"),
        plural(examples.len(), "example", "examples"),
    ))
}

/// The framework of a folder as text: stages with their keys and elements, competencies, step-offs and statuses.
///
/// # Errors
/// Every problem of the file, as [`check`] gives them.
pub fn show(folder: &Path, svg: bool) -> Result<String, String> {
    let framework = framework_of(folder)?;
    if svg {
        let (slug, version) = (framework.slug().to_owned(), framework.version().to_owned());
        let drawing =
            draw(&framework, None, &|id| paths::FRAMEWORK_NODE.to((slug.clone(), version.clone(), id.to_owned())));
        return Ok(standalone(&drawing.groups, &drawing.nodes));
    }
    let mut text = String::new();
    let head = format!("{} ({} {})", framework.title(), framework.slug(), framework.version());
    line(&mut text, 0, &head);
    let zone = framework.zone().map(|zone| format!("; days of {}", zone.name())).unwrap_or_default();
    let from = framework.effective_from();
    line(&mut text, 0, &format!("of the body {}; in force from {from}{zone}", framework.body()));
    for (ix, node) in framework.in_file_order() {
        match &node.kind {
            NodeKind::Stage(_) => stage(&mut text, &framework, ix, node),
            NodeKind::StepOff { status } => step_off(&mut text, &framework, node, *status),
            NodeKind::Route => {
                line(&mut text, 0, "");
                titled(&mut text, 0, node);
                requires(&mut text, &framework, node, 1, "open to");
            }
            _ => {}
        }
    }
    for (ix, node) in framework.in_file_order() {
        if matches!(node.kind, NodeKind::Competency(_)) && node.parent.is_none() {
            line(&mut text, 0, "");
            competency(&mut text, &framework, ix, 0);
        }
    }
    experience_kinds(&mut text, &framework);
    specialisms(&mut text, &framework);
    priors(&mut text, &framework);
    Ok(text)
}

/// Loads the framework of a folder.
///
/// # Errors
/// Every problem of its file.
pub fn framework_of(folder: &Path) -> Result<Framework, String> {
    let file = read(&folder_of(folder)?.join("framework.toml")).map_err(|problem| as_lines(folder, &[problem]))?;
    let (framework, problems) = load(&file);
    framework.ok_or_else(|| as_lines(folder, &problems))
}

fn stage(text: &mut String, framework: &Framework, ix: NodeIx, node: &Node) {
    line(text, 0, "");
    titled(text, 0, node);
    requires(text, framework, node, 1, "entered with");
    credits(text, node, 1);
    if let Some(stage) = node.as_stage() {
        for (name, key) in [("results key", &stage.results), ("employer's key", &stage.employer)] {
            match key {
                KeyRule::Needs(rule) => line(text, 1, &format!("{name}: {}", framework.rule_in_words(rule))),
                KeyRule::Absent(why) => line(text, 1, &format!("{name}: none, because {why}")),
            }
        }
    }
    for child in framework.children(ix) {
        element(text, framework, framework.node(*child));
    }
}

fn element(text: &mut String, framework: &Framework, node: &Node) {
    titled(text, 1, node);
    requires(text, framework, node, 2, "requires");
    let after: Vec<&str> = node.sat_after.iter().map(|ix| framework.node(*ix).title.as_str()).collect();
    if !after.is_empty() {
        line(text, 2, &format!("sat after: {}", after.join(", ")));
    }
    credits(text, node, 2);
    if let Some(valid) = node.valid_for {
        line(text, 2, &format!("counts for {valid}"));
    }
    if let Some(rule) = &node.rule {
        line(text, 2, &format!("asks for: {}", framework.rule_in_words(rule)));
    }
    if let Some(attempts) = node.attempts {
        let within = attempts.within.map(|length| format!(" within {length}")).unwrap_or_default();
        line(text, 2, &format!("attempts: at most {}{within}", attempts.max));
    }
    if let Some(expires) = node.expires {
        let set = if expires.whole_set.is_some() { ", unless the whole set is passed by then" } else { "" };
        line(text, 2, &format!("lapses after {}{set}", expires.after));
    }
}

fn step_off(text: &mut String, framework: &Framework, node: &Node, status: NodeIx) {
    line(text, 0, "");
    titled(text, 0, node);
    requires(text, framework, node, 1, "open with");
    let status = framework.node(status);
    let Some(details) = status.as_status() else { return };
    let letters = details.letters.as_deref().map(|letters| format!(" ({letters})")).unwrap_or_default();
    let from = details.valid_from.map(|day| format!(", conferred from {day}")).unwrap_or_default();
    let until = details.valid_until.map(|day| format!(", no longer from {day}")).unwrap_or_default();
    line(text, 1, &format!("status: {} [{}]{letters}{from}{until}", status.title, status.id));
    if let Some(length) = details.expires {
        let again = if details.extends { "; one made before its end lasts from that end" } else { "" };
        line(text, 2, &format!("an award lasts {length}{again}"));
    }
    for right in &details.rights {
        line(text, 2, right);
    }
    for former in &details.formerly {
        let letters = former.letters.as_deref().map(|letters| format!(" ({letters})")).unwrap_or_default();
        line(text, 2, &format!("until {}: {}{letters}", former.until, former.title));
    }
}

fn competency(text: &mut String, framework: &Framework, ix: NodeIx, depth: usize) {
    let node = framework.node(ix);
    titled(text, depth, node);
    if let Some(examples) = node.examples() {
        let age = examples.max_age.map(|age| format!(", at most {age} old when sent")).unwrap_or_default();
        let stage = node.stage.map(|stage| format!("{}: ", framework.node(stage).title)).unwrap_or_default();
        let valid = examples.valid_for.map(|valid| format!(", each for {valid}")).unwrap_or_default();
        let signers = match examples.signers {
            0 | 1 => String::new(),
            signers => format!(", decided by at least {signers} different people"),
        };
        line(
            text,
            depth + 1,
            &format!("{stage}{} of it{age}{valid}{signers}", plural(examples.least as usize, "example", "examples")),
        );
    }
    for child in framework.children(ix) {
        competency(text, framework, *child, depth + 1);
    }
}

fn credits(text: &mut String, node: &Node, depth: usize) {
    if node.credits > 0 {
        line(text, depth, &format!("worth {} credits", node.credits));
    }
}

fn experience_kinds(text: &mut String, framework: &Framework) {
    if framework.experience_kinds().is_empty() {
        return;
    }
    line(text, 0, "");
    line(text, 0, "kinds of experience");
    for kind in framework.experience_kinds() {
        let of = kind.counts_as.map(|ix| format!(", counts as {}", framework.experience_kind(ix).id));
        let hours = |minutes: i64| minutes / 60;
        let per_week = kind.minutes_per_week.map(|minutes| format!(", {} h for each whole week", hours(minutes)));
        let flat = kind.minutes_flat.map(|minutes| format!(", {} h once", hours(minutes)));
        let before = kind.confirmed_before.map(|day| format!(", confirmed before {day}"));
        let more: String = [of, per_week, flat, before].into_iter().flatten().collect();
        line(text, 1, &format!("{} [{}]{more}", kind.title, kind.id));
    }
}

fn specialisms(text: &mut String, framework: &Framework) {
    if framework.specialisms().is_empty() {
        return;
    }
    line(text, 0, "");
    line(text, 0, "specialisms");
    for specialism in framework.specialisms() {
        let pairs: Vec<&str> = specialism.pairs.iter().map(|ix| framework.node(*ix).id.as_str()).collect();
        line(text, 1, &format!("{} [{}]: {}", specialism.title, specialism.id, pairs.join(", ")));
        if let Some(note) = &specialism.unpublished {
            line(text, 2, &format!("not published: {note}"));
        }
    }
}

fn priors(text: &mut String, framework: &Framework) {
    let mut priors = framework.priors().peekable();
    if priors.peek().is_none() {
        return;
    }
    line(text, 0, "");
    line(text, 0, "held from before");
    for (_, prior) in priors {
        line(text, 1, &format!("{} [{}]", prior.title, prior.id));
        if let Some(note) = &prior.unpublished {
            line(text, 2, &format!("not published: {note}"));
        }
    }
    line(text, 0, "");
    line(text, 0, "exempt");
    for one in framework.exempts() {
        let elements: Vec<&str> = one.elements.iter().map(|ix| framework.node(*ix).id.as_str()).collect();
        line(text, 1, &format!("{}: {}", framework.held_in_words(&one.held), elements.join(", ")));
    }
}

fn requires(text: &mut String, framework: &Framework, node: &Node, depth: usize, word: &str) {
    if let Some(rule) = &node.requires {
        let rule = match framework.rule_in_words(rule) {
            nothing if nothing == "nothing" => "everyone".to_owned(),
            rule => rule,
        };
        line(text, depth, &format!("{word}: {rule}"));
    }
}

fn titled(text: &mut String, depth: usize, node: &Node) {
    line(text, depth, &format!("{} [{}], {}", node.title, node.id, node.kind.word()));
    if let Some(note) = &node.unpublished {
        line(text, depth + 1, &format!("not published: {note}"));
    }
}

fn line(text: &mut String, depth: usize, what: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}{what}", "  ".repeat(depth));
}

fn plural(n: usize, one: &str, several: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { several })
}

/// What is wrong with the prose of the rules and of the sources.
fn papers(folder: &Path) -> impl Iterator<Item = Problem> {
    let papers = [
        ("rules.md", "Write it: what the rules ask, for each role"),
        ("sources.md", "Write it: where each fact of the framework comes from"),
    ];
    papers.into_iter().flat_map(|(name, write)| paper(&folder.join(name), write))
}

/// What is wrong with a paper; `write` says what belongs in it.
pub(super) fn paper(path: &Path, write: &str) -> Vec<Problem> {
    let is_there = path.exists();
    let problems = match read(path) {
        Ok(file) => check_prose(&file),
        Err(problem) => vec![problem],
    };
    let is_else = is_there && !path.is_file();
    let mended = |problem: Problem| match problem.what.as_str() {
        "the file is not there" | "the file is empty" => Problem { fix: write.to_owned(), ..problem },
        _ if is_else => Problem { fix: String::from("Put a text file in its place"), ..problem },
        _ => problem,
    };
    problems.into_iter().map(mended).collect()
}

fn missing(path: &Path, what: String, fix: &str) -> Problem {
    Problem { file: path.display().to_string(), line: 1, what, fix: fix.to_owned() }
}

fn examples(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let folder = folder.join("examples");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = |error: std::io::Error| format!("{} can’t be read: {error}.", folder.display());
    let mut examples = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
            examples.push(path);
        }
    }
    examples.sort();
    Ok(examples)
}

/// The folder, if it is one.
fn folder_of(folder: &Path) -> Result<&Path, String> {
    if folder.is_dir() {
        return Ok(folder);
    }
    let path = folder.display();
    Err(format!("{path} is no folder. Name the folder of a framework version, such as content/frameworks/cpq/2021-06."))
}

/// Problems, one a line, and how many.
pub fn as_lines(path: &Path, problems: &[Problem]) -> String {
    let mut text: String = problems.iter().map(|problem| format!("{problem}\n")).collect();
    text.push_str(&format!("{}: {}.", path.display(), plural(problems.len(), "problem", "problems")));
    text
}
