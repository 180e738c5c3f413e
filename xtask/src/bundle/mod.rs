//! The browser's half: one wasm file, its JavaScript glue and one style sheet, in `target/site`.
//!
//! ```text
//! target/wasm/…/frontend.wasm  ─ wasm-bindgen ─▶  target/wasm/bundle  ─ wasm-opt, hash, compress ─▶  target/site/pkg
//! app/style/*.css  ─ join, shrink ───────────────────────────────────────────────────────────────▶  target/site/pkg
//! app/public/*  ─ copy ──────────────────────────────────────────────────────────────────────────▶  target/site
//! ```

mod bindgen;
mod files;
mod islands;
mod optimise;
mod publish;
mod size;
mod styles;

pub use publish::Names;
pub use size::sizes;

use crate::failure::{Explain, Outcome};
use crate::place;
use crate::process::run;
use crate::say;
use crate::toolchain::{self, Install, WasmCargo};

/// Builds what has changed and answers the names of the files.
pub fn build(install: Install) -> Outcome<Names> {
    let cargo = toolchain::wasm(install)?;
    say::step("browser: compile");
    run(cargo.command("build").args(["--package", "frontend"]))?;
    let glue = bindgen::generate(&compiled())?;
    islands::check(&glue.script)?;
    let wasm = optimise::shrink(&glue.wasm)?;
    let styles = styles::bundle()?;
    publish::publish(&publish::Parts { script: glue.script.into_bytes(), wasm, styles: styles.into_bytes() })
}

/// What clippy says of everything that goes into the browser.
pub fn lint(cargo: WasmCargo) -> Outcome {
    run(&mut cargo.lint(&["frontend", "app", "domain"]))
}

/// The rules must compile for the browser with nothing but their own dependencies.
pub fn check_domain(cargo: WasmCargo) -> Outcome {
    run(cargo.command("check").args(["--package", "domain"]))
}

fn compiled() -> std::path::PathBuf {
    place::wasm_target().join(toolchain::TARGET).join("wasm-release").join("frontend.wasm")
}

/// Half-finished files of the bundle.
fn workshop() -> Outcome<std::path::PathBuf> {
    let folder = place::wasm_target().join("bundle");
    std::fs::create_dir_all(&folder).or_say(format!("can't make {}", folder.display()))?;
    Ok(folder)
}
