//! `cargo xtask`: builds, runs, tests and measures Gradus.
//!
//! Every error is one sentence that says what to do, and exit status 2; a check that found something exits with 1.

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

use arguments::parse;
use failure::{Outcome, refused};
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = words
        .split_first()
        .map_or(("help", &[][..]), |(name, rest)| (name.as_str(), rest));
    match obey(name, rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::error(&failure.sentence);
            ExitCode::from(failure.status)
        }
    }
}

fn obey(name: &str, words: &[String]) -> Outcome {
    match name {
        "build" => build::build(parse(words, &["--release"])?.release).map(drop),
        "run" => build::build_and_serve(&parse(words, &["--release", "--port"])?),
        "test" => test::test(parse(words, &["--only"])?.only.as_deref()),
        "bench" => parse(words, &[]).and_then(|_| bench::bench()),
        "bundle-size" => parse(words, &[]).and_then(|_| bench::bundle_size()),
        "pg" => with_postgres(&parse(words, &[])?.rest),
        "help" | "--help" | "-h" => {
            println!("{}", help());
            Ok(())
        }
        _ => refused(format!("there is no command {name}; `cargo xtask help` lists them")),
    }
}

/// Runs a command beside a PostgreSQL of its own.
fn with_postgres(words: &[String]) -> Outcome {
    let Some((program, rest)) = words.split_first() else {
        return refused("`cargo xtask pg` wants a command, such as `cargo xtask pg cargo test -p tests --test http`");
    };
    let postgres = postgres::start()?;
    let mut command = process::command(program);
    process::forget_our_package(&mut command);
    process::run(
        command
            .args(rest)
            .env(test::TEST_DATABASE, &postgres.url)
            .env("DATABASE_URL", &postgres.url),
    )
}

fn help() -> String {
    format!(
        "cargo xtask build [--release]               the browser's bundle and the server
cargo xtask run [--release] [--port N] [-- …]   build, then serve on http://127.0.0.1:3000; what follows `--` goes to `gradus serve`
cargo xtask test [--only STEP]              everything that CI runs; the steps: {}
cargo xtask bench                           measures, and prints figures beside the budgets
cargo xtask bundle-size                     builds the bundle and prints how much a browser fetches
cargo xtask pg COMMAND…                     runs a command with GRADUS_TEST_POSTGRES and DATABASE_URL set to a temporary PostgreSQL",
        test::names()
    )
}
