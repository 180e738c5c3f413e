//! `cargo xtask bench`: the figures of the design's budgets, measured on a release build. It judges nothing.

mod figure;
mod http;
mod load;
mod many;
mod memory;
mod people;
mod table;
mod version;

use crate::arguments::Bench;
use crate::build::build;
use crate::bundle::{self, Names};
use crate::failure::{Explain, Outcome};
use crate::guarded::temporary_folder;
use crate::packages;
use crate::process::{cargo, on_path, output};
use crate::say;
use crate::toolchain::Install;
use figure::{Figure, change, medians};
use std::path::{Path, PathBuf};
use table::Table;
use version::Version;

/// How often each of two versions is measured.
const ROUNDS: usize = 5;

/// Builds, measures, prints a table.
pub fn bench(options: &Bench) -> Outcome {
    if let Some(people) = options.people {
        build(true)?;
        return many::bench(people);
    }
    if on_path("wrk").is_none() {
        packages::install("the load generator wrk", &["wrk"])?;
    }
    let names = build(true)?;
    let folder = Scratch(temporary_folder("bench")?);
    let this = Version::ours(&folder.0);
    let Some(binary) = &options.against else {
        return single(&this, &names);
    };
    // Our programs start in the workspace's folder, and not where this was typed.
    let whole = |path: &Path| path.canonicalize().or_say(format!("can't find {}", path.display()));
    let other_folder = Scratch(temporary_folder("bench-other")?);
    let other = Version {
        binary: whole(binary)?,
        content: whole(&options.against_content)?,
        site: whole(&options.against_site)?,
        database: version::sqlite(&other_folder.0),
        folder: other_folder.0.clone(),
    };
    in_turn(&this, &other)
}

/// One run, beside the budgets.
fn single(this: &Version, names: &Names) -> Outcome {
    let mut table = Table::new(["what", "figure", "budget"]);
    say::step("standing");
    standing(&mut table)?;
    say::step("people");
    let person = this.fill()?;
    say::step("serve");
    for figure in this.measure(&person)? {
        table.row([figure.what, &figure.to_string(), figure.budget]);
    }
    bundle_rows(names, &mut table)?;
    println!("{table}");
    Ok(())
}

/// The medians of two versions. They take turns, so that a machine that gets slower or busier meanwhile is fair to both.
fn in_turn(this: &Version, other: &Version) -> Outcome {
    let versions = [other, this];
    say::step("people, for both");
    let people = [other.fill()?, this.fill()?];
    let mut runs: [Vec<Vec<Figure>>; 2] = Default::default();
    for round in 1..=ROUNDS {
        say::step(&format!("round {round} of {ROUNDS}"));
        for (at, version) in versions.iter().enumerate() {
            runs[at].push(version.measure(&people[at])?);
        }
    }
    let mut table = Table::new(["what", "the other", "this", "change", "budget"]);
    let [of_other, of_this] = runs.map(|runs| medians(&runs));
    for (this, other) in of_this.iter().zip(&of_other) {
        let (figure, before) = (this.to_string(), other.to_string());
        table.row([this.what, &before, &figure, &change(this, other), this.budget]);
    }
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
        let budgets = [("standing", "≤ 5 µs"), ("plan", "≤ 20 µs"), ("10000", "≤ 50 ms"), ("facts", "≤ 2 s")];
        let budget = budgets.iter().find(|(row, _)| what.starts_with(row));
        let budget = budget.map_or("", |(_, most)| most);
        table.row([what.trim(), figure.trim(), budget]);
    }
    Ok(())
}

fn bundle_rows(names: &Names, table: &mut Table) -> Outcome {
    let sizes = bundle::sizes(names)?;
    let gzip = |end: &str| -> usize {
        let of_kind = sizes.iter().filter(|size| size.name.ends_with(end));
        of_kind.map(|size| size.gzip).sum()
    };
    let kilobytes = |bytes: usize| format!("{:.1} kB", bytes as f64 / 1e3);
    let islands = kilobytes(gzip(".wasm") + gzip(".js"));
    table.row(["islands, wasm + js, gzip", &islands, "≤ 80 kB"]);
    table.row(["styles, gzip", &kilobytes(gzip(".css")), ""]);
    Ok(())
}

/// A folder that goes when the measuring is over, well or not.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
