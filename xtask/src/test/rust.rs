//! The steps that are cargo's.

use crate::bundle;
use crate::failure::Outcome;
use crate::postgres;
use crate::process::{cargo, run};
use crate::toolchain::{self, Install};
use std::process::Command;

/// Everything but the browser's half. One choice for clippy, build and tests: see `STEPS`.
const SERVER_SIDE: [&str; 3] = ["--workspace", "--exclude", "frontend"];

pub fn fmt() -> Outcome {
    run(cargo().args(["fmt", "--all", "--check"]))
}

pub fn clippy() -> Outcome {
    run(server_side("clippy").args(["--all-targets", "--", "-D", "warnings"]))
}

pub fn clippy_wasm() -> Outcome {
    bundle::lint(toolchain::wasm(Install::Allowed)?)
}

pub fn domain_wasm() -> Outcome {
    bundle::check_domain(toolchain::wasm(Install::Allowed)?)
}

/// The bundle and the server, as the browser tests use them.
pub fn build() -> Outcome {
    let names = bundle::build(Install::Allowed)?;
    run(&mut server_side("build"))?;
    names.put_beside_binary(false)
}

/// The Rust tests, on SQLite. Those of the commands run the server, which `cargo test` does not build.
pub fn tests() -> Outcome {
    run(&mut server_side("build"))?;
    run(server_side("test").env_remove(TEST_DATABASE))
}

/// The http tests once more, on PostgreSQL.
pub fn http_tests_on_postgres() -> Outcome {
    let postgres = postgres::start()?;
    run(server_side("test").args(["--test", "http"]).env(TEST_DATABASE, &postgres.url))
}

/// The address of a PostgreSQL in which a test may create databases; without it, tests use SQLite.
pub const TEST_DATABASE: &str = "GRADUS_TEST_POSTGRES";

fn server_side(verb: &str) -> Command {
    let mut command = cargo();
    command.arg(verb).args(SERVER_SIDE);
    command
}
