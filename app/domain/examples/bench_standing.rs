//! How long one standing and one plan take: `cargo run --release -p domain --example bench_standing -- <framework folder> <example>`.
//!
//! Prints the least and the median of many evaluations, in nanoseconds, with the number of nodes and facts.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use domain::framework::{Problem, SourceFile, load};
use domain::plan::plan;
use domain::standing::{Facts, FactsFile, read_example, standing};

const ROUNDS: usize = 20_000;

fn main() -> ExitCode {
    match measure() {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

fn measure() -> Result<String, String> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(example)) = (arguments.next(), arguments.next()) else {
        return Err("Name a framework's folder and an example's file".to_owned());
    };
    let (framework, problems) = load(&read(&Path::new(&folder).join("framework.toml"))?);
    let all = |problems: Vec<Problem>| {
        problems
            .iter()
            .map(|problem| format!("{problem}\n"))
            .collect::<String>()
    };
    let framework = framework.ok_or_else(|| all(problems))?;
    let example = read_example(&read(Path::new(&example))?).map_err(all)?;
    let facts = Facts::bind(&framework, &example.facts)
        .map_err(|unknown| unknown.iter().map(|id| format!("{id}\n")).collect::<String>())?;

    let (least, median) = time(|| standing(&framework, std::hint::black_box(&facts), example.on));
    let file = &example.facts;
    let count = file.results.len()
        + file.exemptions.len()
        + file.claims.len()
        + file.experience.len()
        + file.verifications.len()
        + file.awards.len();
    let mut lines = format!(
        "standing: {} nodes, {count} facts: least {least} ns, median {median} ns",
        framework.len()
    );

    // From nothing but the specialism, every step to the furthest status is still to be found.
    let beginner = FactsFile {
        trainee: file.trainee.clone(),
        specialism: file.specialism.clone(),
        ..FactsFile::default()
    };
    let beginner =
        Facts::bind(&framework, &beginner).map_err(|_| "The specialism is not the framework's".to_owned())?;
    let found = standing(&framework, &facts, example.on);
    if let Some(target) = found.held(&framework).last().copied() {
        let steps = plan(&framework, &beginner, target, example.on).map_or(0, |plan| plan.steps.len());
        let (least, median) = time(|| plan(&framework, std::hint::black_box(&beginner), target, example.on));
        lines.push_str(&format!("\nplan, {steps} steps: least {least} ns, median {median} ns"));
    }
    Ok(lines)
}

/// The least and the median of many rounds, in nanoseconds.
fn time<T>(round: impl Fn() -> T) -> (u128, u128) {
    let mut taken: Vec<u128> = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let found = round();
        taken.push(begun.elapsed().as_nanos());
        std::hint::black_box(found);
    }
    taken.sort_unstable();
    (taken[0], taken[ROUNDS / 2])
}

fn read(path: &Path) -> Result<SourceFile, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    Ok(SourceFile::new(path.display().to_string(), text))
}
