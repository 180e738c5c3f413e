//! The frameworks that ship: each loads, each has its papers, each example holds.

use std::path::PathBuf;

use domain::standing::run_example;

use crate::support::{framework, shipped, source};

#[test]
fn every_framework_loads_without_a_problem() {
    let shipped = shipped();
    assert!(shipped.len() >= 2, "two frameworks ship, or nothing proves that no rule of one is in the code");
    for dir in shipped {
        let framework = framework(&dir);
        assert!(
            dir.ends_with(format!("{}/{}", framework.slug(), framework.version())),
            "{} holds another",
            dir.display()
        );
        for paper in ["rules.md", "sources.md"] {
            assert!(dir.join(paper).is_file(), "{} lacks {paper}", dir.display());
        }
    }
}

#[test]
fn every_example_holds() {
    for dir in shipped() {
        let framework = framework(&dir);
        let examples = examples(&dir);
        assert!(examples.len() >= 20, "{} has {} examples", dir.display(), examples.len());
        let problems: Vec<String> =
            examples.iter().flat_map(|path| run_example(&framework, &source(path))).map(|p| p.to_string()).collect();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }
}

/// The ready-made numbers of the field, by their number, each where it belongs.
#[test]
fn the_numbered_scenarios_are_among_the_examples() {
    for (framework, numbers) in [("cpq/2021-06", ["01", "02", "06", "10", "12"].as_slice()), ("sqe/2021-09", &["07"])] {
        let dir = shipped().into_iter().find(|dir| dir.ends_with(framework)).unwrap();
        let names: Vec<String> =
            examples(&dir).iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        for number in numbers {
            let prefix = format!("scenario_{number}_");
            assert!(
                names.iter().any(|name| name.starts_with(&prefix)),
                "no example of {framework} is called {prefix}…"
            );
        }
    }
}

fn examples(dir: &std::path::Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir.join("examples")).unwrap();
    let mut examples: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    examples.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    examples.sort();
    examples
}
