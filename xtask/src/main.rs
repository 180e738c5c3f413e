//! `cargo xtask`: builds, runs, tests and measures Gradus.
//!
//! Every error says what to do, with exit status 2; a check that found something exits with 1.

mod arguments;
mod bench;
mod build;
mod bundle;
mod failure;
mod guarded;
mod packages;
mod place;
mod postgres;
mod process;
mod say;
mod test;
mod toolchain;

use arguments::{Arguments, Command};
use clap::Parser;
use failure::Outcome;
use std::process::ExitCode;

fn main() -> ExitCode {
    match obey(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::error(&failure.sentence);
            ExitCode::from(failure.status)
        }
    }
}

fn obey(command: Command) -> Outcome {
    match command {
        Command::Build { release } => build::build(release).map(drop),
        Command::Run(run) => build::build_and_serve(&run),
        Command::Test { only } => test::test(only.as_deref()),
        Command::Bench(bench) => bench::bench(&bench),
        Command::BundleSize => bench::bundle_size(),
        Command::Pg { words } => with_postgres(&words),
    }
}

/// Runs a command beside a PostgreSQL of its own.
fn with_postgres(words: &[String]) -> Outcome {
    let postgres = postgres::start()?;
    let mut command = process::command(&words[0]);
    process::forget_our_package(&mut command);
    process::run(command.args(&words[1..]).env(test::TEST_DATABASE, &postgres.url).env("DATABASE_URL", &postgres.url))
}
