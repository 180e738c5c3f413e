//! What stands after `cargo xtask`.

use crate::place;
use crate::test;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Builds, runs, tests and measures Gradus.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask")]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

/// What we are asked for.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the browser's bundle and the server.
    Build {
        /// With optimisation: slower to build, quicker to run.
        #[arg(long)]
        release: bool,
    },
    /// Build, then serve.
    Run(Run),
    /// Everything that CI runs.
    Test {
        /// One step, and the build where it needs one.
        #[arg(long, value_name = "STEP", value_parser = PossibleValuesParser::new(test::names()))]
        only: Option<String>,
    },
    /// Measure, and print the figures beside their budgets.
    Bench(Bench),
    /// Build the bundle and print how much a browser fetches.
    BundleSize,
    /// Run a command with GRADUS_TEST_POSTGRES and DATABASE_URL set to a temporary PostgreSQL.
    Pg {
        /// Such as `cargo test -p tests --test http`.
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<String>,
    },
}

/// How to run the server.
#[derive(Args, Debug)]
pub struct Run {
    /// With optimisation: slower to build, quicker to run.
    #[arg(long)]
    pub release: bool,
    /// Where to listen on 127.0.0.1.
    #[arg(long, default_value_t = 3000, value_parser = clap::value_parser!(u16).range(1..))]
    pub port: u16,
    /// Options of `gradus serve`.
    #[arg(last = true)]
    pub rest: Vec<String>,
}

/// What to measure.
#[derive(Args, Debug)]
pub struct Bench {
    /// Measure lists instead: on PostgreSQL, among 10,000 people and among so many. It takes disk space and a while.
    #[arg(long, value_name = "PEOPLE", conflicts_with = "against", value_parser = clap::value_parser!(u32).range(10_000..))]
    pub people: Option<u32>,
    /// A release build of another version: measured in turn with this one, five times each, and the medians compared.
    #[arg(long, value_name = "BINARY")]
    pub against: Option<PathBuf>,
    /// The content that the other version reads.
    #[arg(long, value_name = "FOLDER", requires = "against", default_value_os_t = place::content())]
    pub against_content: PathBuf,
    /// The site that the other version serves.
    #[arg(long, value_name = "FOLDER", requires = "against", default_value_os_t = place::site())]
    pub against_site: PathBuf,
}

#[cfg(test)]
mod tests {
    use super::{Arguments, Command};
    use clap::{CommandFactory, Parser};

    fn read(text: &str) -> Result<Command, String> {
        let words = ["xtask"].into_iter().chain(text.split_whitespace());
        let read = Arguments::try_parse_from(words).map(|arguments| arguments.command);
        read.map_err(|error| error.to_string())
    }

    #[test]
    fn the_commands_are_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn options_come_before_the_rest() {
        let Ok(Command::Run(run)) = read("run --release --port=4000 -- --var /tmp/x --port 1") else {
            panic!("run wasn't read")
        };
        assert!(run.release);
        assert_eq!(run.port, 4000);
        assert_eq!(run.rest, ["--var", "/tmp/x", "--port", "1"]);
        let Ok(Command::Pg { words }) = read("pg psql --help") else { panic!("pg wasn't read") };
        assert_eq!(words, ["psql", "--help"]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, named) in [
            ("run --relase", "--relase"),
            ("run --port x", "--port"),
            ("run --port 0", "--port"),
            ("run --port 70000", "--port"),
            ("build --port 80", "--port"),
            ("test --only", "--only"),
            ("test --only lint", "browser"),
            ("bench --against-site x", "--against"),
            ("bench --people 9", "--people"),
            ("pg", "WORDS"),
            ("make", "make"),
        ] {
            let said = read(text).expect_err(text);
            assert!(said.contains(named), "{text}: {said}");
        }
    }
}
