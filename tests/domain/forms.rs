//! A rule is read whole: whoever adds a form or a leaf is told by the compiler of every place that reads rules.

use std::path::{Path, PathBuf};

fn sources(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
}

/// Matches with an arm for a rule or a leaf that end in an arm for anything, each with its line.
fn wildcards(text: &str) -> Vec<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let names_a_rule = |line: &str| {
        let arm = line.trim_start();
        ["Rule::", "Leaf::", "Source::", "Attribute::", "| Rule::", "| Leaf::"].iter().any(|name| arm.starts_with(name))
    };
    let is_wildcard = |line: &str| {
        let arm = line.trim_start();
        let name = arm.split([' ', '=']).next().unwrap_or_default();
        arm.contains(" =>") && (name == "_" || name == "other" || name == "leaf" || name == "rule")
    };
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| is_wildcard(line)) {
        let of_this_match =
            lines[..at].iter().rev().take_while(|above| above.trim().is_empty() || depth(above) >= depth(line));
        if of_this_match.filter(|above| depth(above) == depth(line)).any(|above| names_a_rule(above)) {
            found.push(at + 1);
        }
    }
    found
}

#[test]
fn no_match_on_a_rule_ends_in_anything_else() {
    assert_eq!(wildcards("match rule {\n    Rule::Not(_) => 1,\n    _ => 2,\n}"), [3], "the test sees one");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for dir in ["app/domain/src", "app/src", "server/src", "xtask/src"] {
        sources(&root.join(dir), &mut files);
    }
    let found: Vec<String> = files
        .iter()
        .flat_map(|path| {
            let lines = wildcards(&std::fs::read_to_string(path).unwrap());
            lines.into_iter().map(|line| format!("{}:{line}", path.display()))
        })
        .collect();
    assert!(found.is_empty(), "write every form and leaf out: {found:#?}");
}
