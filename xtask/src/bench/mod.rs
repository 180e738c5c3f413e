//! `cargo xtask bench`: the figures of the design's budgets, measured on a release build. It judges nothing.

mod http;
mod load;
mod memory;
mod people;
mod table;

use crate::build::build;
use crate::bundle::{self, Names};
use crate::failure::{Outcome, refused};
use crate::guarded::{Guarded, Plan, free_port, temporary_folder};
use crate::packages;
use crate::place;
use crate::process::{cargo, command, on_path, output};
use crate::say;
use crate::toolchain::Install;
use http::Site;
use std::path::{Path, PathBuf};
use std::time::Duration;
use table::Table;

const TRAINEES: &str = "10000";

/// Builds, measures, prints a table.
pub fn bench() -> Outcome {
    if on_path("wrk").is_none() {
        packages::install("the load generator wrk", &["wrk"])?;
    }
    let names = build(true)?;
    let mut table = Table::default();
    say::step("standing");
    standing(&mut table)?;
    let folder = Scratch(temporary_folder("bench")?);
    say::step(&format!("{TRAINEES} trainees"));
    let printed = demo(&folder.0)?;
    say::step("serve");
    serve_and_load(&folder.0, &printed, &mut table)?;
    bundle_rows(&names, &mut table)?;
    println!("{table}");
    Ok(())
}

/// Builds the bundle and prints what a browser fetches of it.
pub fn bundle_size() -> Outcome {
    let names = bundle::build(Install::OnlyNamed)?;
    println!("| file | bytes | gzip | brotli |\n|---|---|---|---|");
    for size in bundle::sizes(&names)? {
        println!("| {} | {} | {} | {} |", size.name, size.plain, size.gzip, size.brotli);
    }
    Ok(())
}

/// The example prints a line `<what>: <figure>` for each thing it measures.
fn standing(table: &mut Table) -> Outcome {
    let printed = output(cargo().args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "domain",
        "--example",
        "bench_standing",
        "--",
        "content/frameworks/cpq/2021-06",
        "content/frameworks/cpq/2021-06/examples/cilex_lawyer_in_family_with_advocacy.toml",
    ]))?;
    for (what, figure) in printed.lines().filter_map(|line| line.rsplit_once(':')) {
        table.row(what.trim(), figure.trim(), "≤ 20 µs");
    }
    Ok(())
}

fn database(folder: &Path) -> String {
    format!("sqlite://{}?mode=rwc", folder.join("gradus.db").display())
}

fn demo(folder: &Path) -> Outcome<String> {
    let mut demo = command(place::gradus(true));
    demo.args(["demo", "--trainees", TRAINEES, "--database"])
        .arg(database(folder));
    output(&mut demo)
}

fn serve_and_load(folder: &Path, printed: &str, table: &mut Table) -> Outcome {
    let Some(trainee) = people::trainee(printed) else {
        return refused(
            "`gradus demo` printed nobody to sign in as; a line with an e-mail address and a password is wanted",
        );
    };
    let site = Site { port: free_port()? };
    let server = serve(folder, site.port)?;
    server.wait_until("gradus serve", Duration::from_secs(60), || {
        site.get("/livez", None).is_ok_and(|answer| answer.status == 200)
    })?;
    std::thread::sleep(Duration::from_secs(2));
    let idle = memory::resident(server.pid);

    let cookie = site.sign_in(&trainee)?;
    let home = site.get("/home", Some(&cookie))?;
    if home.status != 200 {
        return refused(format!(
            "signed in as {}, GET /home answered {} instead of 200",
            trainee.email, home.status
        ));
    }
    let bare = load::wrk(&site.address("/livez"), None)?;
    let (busy, peak) = memory::peak_during(server.pid, || load::wrk(&site.address("/home"), Some(&cookie)));
    let busy = busy?;

    table.row(
        "trainee home, 10,000 trainees, 16 connections: requests/s",
        &busy.per_second,
        "≥ 1,500",
    );
    table.row("trainee home: p99", &busy.p99, "≤ 20 ms");
    table.row(
        "trainee home: answers that were errors, or not in time",
        &busy.errors,
        "0",
    );
    table.row("bare handler in the same run: requests/s", &bare.per_second, "");
    table.row("bare handler: p99", &bare.p99, "");
    table.row(
        "trainee home: transfer, compressed",
        &table::kilobytes(home.body.len()),
        "≤ 50 kB",
    );
    table.row("memory, idle", &table::megabytes(idle), "≤ 60 MB");
    table.row("memory, under load", &table::megabytes(peak), "≤ 200 MB");
    Ok(())
}

fn serve(folder: &Path, port: u16) -> Outcome<Guarded> {
    let words = [
        "serve",
        "--address",
        &format!("127.0.0.1:{port}"),
        "--content",
        "content",
    ];
    let mut arguments: Vec<String> = words.iter().map(ToString::to_string).collect();
    for (option, value) in [("--var", folder.to_path_buf()), ("--site", place::site())] {
        arguments.extend([option.to_string(), value.display().to_string()]);
    }
    Guarded::start(&Plan {
        through: &[],
        program: &place::gradus(true),
        arguments,
        environment: vec![
            ("DATABASE_URL".to_string(), database(folder)),
            ("RUST_LOG".to_string(), "warn".to_string()),
        ],
        signal: "TERM",
        log: folder.join("log"),
        folder: None,
    })
}

fn bundle_rows(names: &Names, table: &mut Table) -> Outcome {
    let sizes = bundle::sizes(names)?;
    let gzip = |end: &str| {
        sizes
            .iter()
            .filter(|size| size.name.ends_with(end))
            .map(|size| size.gzip)
            .sum::<usize>()
    };
    table.row(
        "islands, wasm + js, gzip",
        &table::kilobytes(gzip(".wasm") + gzip(".js")),
        "≤ 80 kB",
    );
    table.row("styles, gzip", &table::kilobytes(gzip(".css")), "");
    Ok(())
}

/// A folder that goes when the measuring is over, well or not.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
