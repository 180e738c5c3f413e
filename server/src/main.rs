//! The binary `gradus`: serve, and the commands around it. Errors are one sentence; the exit status is then 2.

use clap::{Parser, Subcommand};
use server::commands::{admin, body, demo, doctor, framework, migrate, serve, standing};
use server::config::{Serve, Store};
use server::say;
use server::start::{Refusal, log};
use std::path::PathBuf;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Gradus: a competency framework and staged qualification tracker.
#[derive(Parser)]
#[command(name = "gradus", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the application.
    Serve(Serve),
    /// Bring the database's schema up to date.
    Migrate(Store),
    /// Put in the demo people, or many generated trainees for measuring.
    Demo(demo::Options),
    /// Check and show frameworks.
    #[command(subcommand)]
    Framework(FrameworkCommand),
    /// Check professional bodies.
    #[command(subcommand)]
    Body(BodyCommand),
    /// Where the person of a facts file stands; needs no database.
    Standing {
        /// The folder of the framework version.
        #[arg(long)]
        framework: PathBuf,
        /// The facts: TOML or JSON.
        #[arg(long)]
        facts: PathBuf,
        /// The day, as 2026-03-27.
        #[arg(long)]
        on: String,
        /// What was known on this day is taken into account; without it, on the day itself.
        #[arg(long)]
        known: Option<String>,
        /// Print the documented JSON (docs/standing.md).
        #[arg(long)]
        json: bool,
    },
    /// Set up people from the command line.
    #[command(subcommand)]
    Admin(admin::Command),
    /// Check the database, the chapter files and the evidence.
    Doctor(doctor::Options),
}

#[derive(Subcommand)]
enum FrameworkCommand {
    /// Load a framework, print every problem, run its examples.
    Check {
        /// The folder of the framework version.
        folder: PathBuf,
    },
    /// Print a framework as text, or its map as SVG.
    Show {
        /// The folder of the framework version.
        folder: PathBuf,
        /// The map as SVG.
        #[arg(long)]
        svg: bool,
    },
}

#[derive(Subcommand)]
enum BodyCommand {
    /// Load a body and print every problem.
    Check {
        /// The folder of the body.
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    // Whatever is made here, also by SQLite and in the evidence folder, is for the user alone who runs this.
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    match run(cli.command) {
        Ok(text) => {
            if !text.is_empty() {
                say::out(text.trim_end());
            }
            ExitCode::SUCCESS
        }
        Err(Refusal(sentence)) => {
            say::err(&sentence);
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<String, Refusal> {
    match command {
        Command::Framework(FrameworkCommand::Check { folder }) => framework::check(&folder).map_err(Refusal),
        Command::Framework(FrameworkCommand::Show { folder, svg }) => framework::show(&folder, svg).map_err(Refusal),
        Command::Body(BodyCommand::Check { folder }) => body::check(&folder).map_err(Refusal),
        Command::Standing { framework, facts, on, known, json } => {
            standing::standing(&framework, &facts, &on, known.as_deref(), json).map_err(Refusal)
        }
        Command::Serve(options) => runtime()?.block_on(serve::serve(options)),
        Command::Migrate(store) => once(migrate::migrate(&store)),
        Command::Demo(options) => once(demo::demo(&options)),
        Command::Admin(command) => once(admin::run(command)),
        Command::Doctor(options) => once(doctor::doctor(&options)),
    }
}

/// Runs what ends by itself. A fault of ours is told by a reference, and its cause stands in the log alone.
fn once(command: impl Future<Output = Result<String, Refusal>>) -> Result<String, Refusal> {
    log(false, "error");
    runtime()?.block_on(command)
}

fn runtime() -> Result<tokio::runtime::Runtime, Refusal> {
    // Two workers at least: a page that waits for another must not wait for itself.
    let workers = std::thread::available_parallelism().map_or(2, usize::from).max(2);
    let built = tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build();
    built.map_err(|error| Refusal(format!("The runtime can’t start: {error}.")))
}
