//! How long one standing takes: `cargo run --release -p domain --example bench_standing -- <framework folder> <example>`.
//!
//! Prints the least and the median of many evaluations, in nanoseconds, with the number of nodes and facts.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use domain::framework::{SourceFile, load};
use domain::standing::{Facts, read_example, standing};

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
    let framework = framework.ok_or_else(|| problems.iter().map(|p| format!("{p}\n")).collect::<String>())?;
    let example = read_example(&read(Path::new(&example))?).map_err(|problem| problem.to_string())?;
    let facts = Facts::bind(&framework, &example.facts)
        .map_err(|unknown| unknown.iter().map(|id| format!("{id}\n")).collect::<String>())?;

    let mut taken: Vec<u128> = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let found = standing(&framework, std::hint::black_box(&facts), example.on);
        taken.push(begun.elapsed().as_nanos());
        std::hint::black_box(found);
    }
    taken.sort_unstable();
    let file = &example.facts;
    let facts = file.results.len()
        + file.exemptions.len()
        + file.claims.len()
        + file.experience.len()
        + file.verifications.len()
        + file.awards.len();
    let (least, median) = (taken[0], taken[ROUNDS / 2]);
    Ok(format!(
        "standing: {} nodes, {facts} facts: least {least} ns, median {median} ns",
        framework.len()
    ))
}

fn read(path: &Path) -> Result<SourceFile, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    Ok(SourceFile::new(path.display().to_string(), text))
}
