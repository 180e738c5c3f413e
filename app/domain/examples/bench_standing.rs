//! How long a standing and a plan take: `cargo run --release -p domain --example bench_standing -- <framework folder> <example>`.
//!
//! Prints the least and the median of many evaluations, in nanoseconds, with the number of nodes and facts; and the same
//! for records of many facts of each kind, bound and evaluated.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use domain::framework::{Framework, NodeKind, Problem, SourceFile, load};
use domain::plan::plan;
use domain::standing::{
    ClaimDecision, ClaimFact, ClaimOutcome, ExperienceFact, Facts, FactsFile, Outcome, ResultFact, read_example,
    read_facts, standing,
};

const ROUNDS: usize = 20_000;

/// How many facts of each kind the large records have.
const MANY: [usize; 3] = [1_000, 10_000, 30_000];

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
    let all = |problems: Vec<Problem>| problems.iter().map(|problem| format!("{problem}\n")).collect::<String>();
    let framework = framework.ok_or_else(|| all(problems))?;
    let example = read_example(&read(Path::new(&example))?).map_err(all)?;
    let facts = bound(&framework, example.facts.clone())?;

    let on = example.on;
    let (least, median) = time(ROUNDS, || standing(&framework, std::hint::black_box(&facts), on, on));
    let file = &example.facts;
    let count = file.results.len()
        + file.exemptions.len()
        + file.claims.len()
        + file.experience.len()
        + file.verifications.len()
        + file.awards.len();
    let mut lines = format!("standing: {} nodes, {count} facts: least {least} ns, median {median} ns", framework.len());

    // From nothing but the specialism, every step to the furthest status is still to be found.
    let beginner =
        FactsFile { trainee: file.trainee.clone(), specialism: file.specialism.clone(), ..FactsFile::default() };
    let beginner = bound(&framework, beginner)?;
    let found = standing(&framework, &facts, on, on);
    if let Some(target) = found.held(&framework).last().copied() {
        let steps = plan(&framework, &beginner, target, on).map_or(0, |plan| plan.steps.len());
        let (least, median) = time(ROUNDS, || plan(&framework, std::hint::black_box(&beginner), target, on));
        lines.push_str(&format!("\nplan, {steps} steps: least {least} ns, median {median} ns"));
    }
    for many in MANY {
        let file = of_many(&framework, many);
        let copies = 5;
        let mut files = vec![file; copies + 1];
        let mut last = None;
        let (bind, _) = time(copies, || last = files.pop().map(|file| Facts::bind(&framework, file)));
        let facts = match last {
            Some(Ok(facts)) => facts,
            _ => return Err(String::from("The large record does not fit the framework")),
        };
        let (least, _) = time(copies * 2, || standing(&framework, &facts, on, on));
        lines.push_str(&format!(
            "\n{many} spells, claims and results each: bound in {} µs, standing in {} µs",
            bind / 1_000,
            least / 1_000
        ));
    }
    let file = of_wrong_names(20_000);
    let (least, _) = time(3, || read_facts(&framework, &file));
    lines.push_str(&format!("\nfacts with 20,000 misspelt names: refused in {} ms", least / 1_000_000));
    Ok(lines)
}

/// A facts file in which every result names an element that is not there.
fn of_wrong_names(many: usize) -> SourceFile {
    let result =
        |n| format!("[[results]]\nid = \"r{n}\"\nelement = \"F0{n}\"\noutcome = \"pass\"\nsat_on = 2022-01-15\n");
    let results: String = (0..many).map(result).collect();
    SourceFile::new("facts.toml", format!("trainee = \"ada\"\n{results}"))
}

fn bound(framework: &Framework, file: FactsFile) -> Result<Facts, String> {
    Facts::bind(framework, file).map_err(|unknown| unknown.iter().map(|id| format!("{id}\n")).collect())
}

/// So many spells of a day in five organisations, so many claims and results, spread over the nodes of the framework.
fn of_many(framework: &Framework, many: usize) -> FactsFile {
    let of = |fits: fn(&NodeKind) -> bool| -> Vec<String> {
        let nodes = framework.in_file_order().filter(|(_, node)| fits(&node.kind));
        nodes.map(|(_, node)| node.id.clone()).collect()
    };
    let elements = of(|kind| matches!(kind.word(), "assessment"));
    let outcomes = of(|kind| matches!(kind.word(), "outcome"));
    let kinds: Vec<String> = framework.experience_kinds().iter().map(|kind| kind.id.clone()).collect();
    let day = |n: usize| NaiveDate::default() + Days::new(10_000 + n as u64 % 9_000);
    let pick = |from: &[String], n: usize| from.get(n % from.len().max(1)).cloned().unwrap_or_default();
    let mut file = FactsFile { trainee: String::from("ada"), ..FactsFile::default() };
    for n in 0..many {
        let on = day(n);
        file.experience.push(ExperienceFact {
            id: format!("e{n}"),
            kind: pick(&kinds, 0),
            from: on,
            until: on + Days::new(1),
            minutes: 300,
            full_time_percent: Some(80),
            organisation: format!("Firm {}", n % 5),
            confirmed_on: Some(on + Days::new(1 + n as u64 % 30)),
            confirmed_by: Some(format!("partner {}", n % 7)),
            withdrawn_on: None,
            recorded_on: None,
        });
        file.claims.push(ClaimFact {
            id: format!("c{n}"),
            outcomes: vec![pick(&outcomes, n)],
            happened_from: on,
            happened_until: on,
            submitted_on: on + Days::new(1),
            supervisor: None,
            decision: Some(ClaimDecision {
                outcome: if n % 3 == 0 { ClaimOutcome::Met } else { ClaimOutcome::NotYet },
                on: on + Days::new(2),
                by: format!("supervisor {}", n % 11),
                missing: None,
            }),
            withdrawn_on: None,
            recorded_on: None,
        });
        file.results.push(ResultFact {
            id: format!("r{n}"),
            element: pick(&elements, n),
            outcome: if n % 7 == 0 { Outcome::Pass } else { Outcome::Fail },
            sat_on: on,
            confirmed_on: Some(on + Days::new(20)),
            recorded_by: Some(String::from("officer")),
            confirmed_by: Some(String::from("registry")),
            mark: None,
            declined_on: None,
            voided_on: None,
            superseded_on: None,
            corrects: None,
            recorded_on: None,
        });
    }
    file
}

/// The least and the median of many rounds, in nanoseconds.
fn time<T>(rounds: usize, mut round: impl FnMut() -> T) -> (u128, u128) {
    let mut taken: Vec<u128> = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let begun = Instant::now();
        let found = round();
        taken.push(begun.elapsed().as_nanos());
        std::hint::black_box(found);
    }
    taken.sort_unstable();
    (taken[0], taken[rounds / 2])
}

fn read(path: &Path) -> Result<SourceFile, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    Ok(SourceFile::new(path.display().to_string(), text))
}
