//! `wasm-opt`, when the machine has it: the bundle gets a fifth smaller, and works the same without.

use super::files::{hash, read, write};
use super::workshop;
use crate::failure::Outcome;
use crate::place;
use crate::process::{command, on_path, output, run};
use crate::say;
use std::path::{Path, PathBuf};

/// What the Rust target switches on by default. Without these flags wasm-opt refuses the file or undoes its gains.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Answers the smaller file, or the same when there is no `wasm-opt`.
pub fn shrink(wasm: &[u8]) -> Outcome<Vec<u8>> {
    let Some(tool) = find() else {
        say::note("no wasm-opt here (Debian's package is binaryen): the bundle stays as the compiler made it");
        return Ok(wasm.to_vec());
    };
    let folder = workshop()?;
    let (input, small, stamp) =
        (folder.join("gradus_bg.wasm"), folder.join("gradus_opt.wasm"), folder.join("opt.stamp"));
    let vouched = format!("{} {} {}", hash(wasm), version(&tool)?, FEATURES.join(" "));
    if std::fs::read_to_string(&stamp).is_ok_and(|of| of == vouched) && small.is_file() {
        return read(&small);
    }
    say::step("browser: wasm-opt");
    let _ = std::fs::remove_file(&stamp);
    run(command(&tool).args(FEATURES).arg("-Oz").arg(&input).arg("-o").arg(&small))?;
    write(&stamp, vouched.as_bytes())?;
    read(&small)
}

fn find() -> Option<PathBuf> {
    let from_npm = place::browser_tests().join("node_modules").join(".bin").join("wasm-opt");
    on_path("wasm-opt").or_else(|| from_npm.is_file().then_some(from_npm))
}

fn version(tool: &Path) -> Outcome<String> {
    output(command(tool).arg("--version"))
}
