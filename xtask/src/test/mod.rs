//! `cargo xtask test`: everything that must hold before a change lands, in one order, each step named and timed.

mod browser;
mod frameworks;
mod rust;

pub use rust::TEST_DATABASE;

use crate::failure::{Failure, Outcome, found, refused};
use crate::postgres;
use crate::say;
use crate::toolchain::{self, Install};
use std::time::{Duration, Instant};

/// One thing that can fail by itself.
struct Step {
    name: &'static str,
    /// Fetches the tools, before the first step runs: what can't be had is known in seconds, not after the build.
    prepare: fn() -> Outcome,
    run: fn() -> Outcome,
    /// Whether it uses the built server.
    needs_build: bool,
}

const BUILD: Step = step("build", wasm_toolchain, rust::build);

/// The steps, cheapest first. All that compile the server choose the same packages, so that cargo computes the same
/// features for each and compiles a dependency once.
const STEPS: [Step; 9] = [
    step("fmt", toolchain::formatter_and_linter, rust::fmt),
    step("clippy", toolchain::formatter_and_linter, rust::clippy),
    step("clippy-wasm", wasm_toolchain, rust::clippy_wasm),
    step("domain-wasm", wasm_toolchain, rust::domain_wasm),
    BUILD,
    step("tests", nothing, rust::tests),
    step("postgres", postgres::ensure, rust::http_tests_on_postgres),
    with_build("frameworks", nothing, frameworks::check),
    with_build("browser", browser::ensure, browser::check),
];

const fn step(name: &'static str, prepare: fn() -> Outcome, run: fn() -> Outcome) -> Step {
    Step { name, prepare, run, needs_build: false }
}

const fn with_build(name: &'static str, prepare: fn() -> Outcome, run: fn() -> Outcome) -> Step {
    Step { name, prepare, run, needs_build: true }
}

/// The steps' names.
pub fn names() -> [&'static str; STEPS.len()] {
    STEPS.map(|step| step.name)
}

/// Runs every step, or one. A failed step doesn't hide what the later ones find; only the steps that use the server are
/// left out when it can't be built.
pub fn test(only: Option<&str>) -> Outcome {
    let chosen = choose(only)?;
    let start = Instant::now();
    say::step("set-up");
    for step in &chosen {
        (step.prepare)()?;
    }
    let mut results = vec![Ended { name: "set-up", time: start.elapsed(), failure: None }];
    let mut built = true;
    for step in chosen {
        if step.needs_build && !built {
            results.push(Ended::left_out(step.name));
            continue;
        }
        say::step(step.name);
        let begun = Instant::now();
        let failure = (step.run)().err();
        if let Some(failure) = &failure {
            say::error(&failure.sentence);
        }
        built &= step.name != BUILD.name || failure.is_none();
        results.push(Ended { name: step.name, time: begun.elapsed(), failure });
    }
    sum_up(&results, start.elapsed())
}

struct Ended {
    name: &'static str,
    time: Duration,
    failure: Option<Failure>,
}

impl Ended {
    fn left_out(name: &'static str) -> Ended {
        let sentence = "not run, because the build failed".to_string();
        Ended { name, time: Duration::ZERO, failure: Some(Failure { sentence, status: 1 }) }
    }
}

fn choose(only: Option<&str>) -> Outcome<Vec<&'static Step>> {
    let Some(name) = only else {
        return Ok(STEPS.iter().collect());
    };
    let Some(step) = STEPS.iter().find(|step| step.name == name) else {
        return refused(format!("there is no step {name}; the steps are {}", names().join(", ")));
    };
    // A step on a stale server would prove nothing.
    Ok(if step.needs_build { vec![&BUILD, step] } else { vec![step] })
}

fn sum_up(results: &[Ended], total: Duration) -> Outcome {
    say::step("summary");
    for Ended { name, time, failure } in results {
        let verdict = failure.as_ref().map_or("ok", |failure| failure.sentence.as_str());
        say::note(&format!("{name:<12} {:>12}  {verdict}", say::took(*time)));
    }
    say::note(&format!("{:<12} {:>12}", "together", say::took(total)));
    let failed: Vec<&Ended> = results.iter().filter(|ended| ended.failure.is_some()).collect();
    if failed.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = failed.iter().map(|ended| ended.name).collect();
    // When something could not run at all, that outweighs what was found.
    if failed.iter().any(|ended| ended.failure.as_ref().is_some_and(|failure| failure.status == 2)) {
        return refused(format!("these steps failed: {}", names.join(", ")));
    }
    found(format!("these steps failed: {}", names.join(", ")))
}

fn nothing() -> Outcome {
    Ok(())
}

fn wasm_toolchain() -> Outcome {
    toolchain::wasm(Install::Allowed).map(drop)
}

#[cfg(test)]
mod tests {
    use super::{STEPS, choose};

    #[test]
    fn one_step_brings_the_build_when_it_needs_it() {
        let chosen = |name| choose(Some(name)).map(|steps| steps.iter().map(|step| step.name).collect::<Vec<_>>()).ok();
        assert_eq!(chosen("fmt"), Some(vec!["fmt"]));
        assert_eq!(chosen("browser"), Some(vec!["build", "browser"]));
        assert_eq!(choose(None).map(|steps| steps.len()).ok(), Some(STEPS.len()));
        assert_eq!(choose(Some("lint")).err().map(|failure| failure.status), Some(2));
    }
}
