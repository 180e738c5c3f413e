//! The tests in a real browser: Node's test runner, Playwright from npm, Chromium from Debian.

use crate::failure::{Explain, Outcome, found, refused};
use crate::packages;
use crate::place;
use crate::process::{command, on_path, run};
use crate::say;
use std::path::PathBuf;

const CHROMIUM: &str = "CHROMIUM";

/// Sees to it that node, the npm packages and a browser are there.
pub fn ensure() -> Outcome {
    if on_path("node").is_none() || on_path("npm").is_none() {
        packages::install("Node.js", &["nodejs", "npm"])?;
    }
    if chromium().is_none() {
        packages::install("Chromium", &["chromium"])?;
    }
    npm_packages()
}

pub fn check() -> Outcome {
    let Some(chromium) = chromium() else {
        return refused(format!("no Chromium found; set {CHROMIUM} to the file of one"));
    };
    let files = test_files()?;
    if files.is_empty() {
        return found("tests/browser holds no test");
    }
    let mut node = command("node");
    node.arg("--test").args(files).env(CHROMIUM, chromium);
    node.env("GRADUS_BINARY", place::gradus(false)).env("GRADUS_SITE", place::site());
    run(&mut node)
}

fn test_files() -> Outcome<Vec<PathBuf>> {
    let folder = place::browser_tests();
    let about = format!("can't read {}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).or_say(&about)? {
        let file = entry.or_say(&about)?.path();
        if file.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".test.mjs")) {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(CHROMIUM).filter(|name| !name.is_empty()) {
        return Some(PathBuf::from(named));
    }
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path)
}

/// `npm ci`, when the lock file isn't the one it ran with last.
fn npm_packages() -> Outcome {
    let folder = place::browser_tests();
    let lock = folder.join("package-lock.json");
    let wanted = std::fs::read(&lock).or_say(format!("can't read {}", lock.display()))?;
    let stamp = folder.join("node_modules").join(".gradus-lock.json");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    say::note("npm ci");
    run(command("npm")
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"])
        .current_dir(&folder))?;
    std::fs::write(&stamp, wanted).or_say(format!("can't write {}", stamp.display()))
}
