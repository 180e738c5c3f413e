//! The compiler for the browser's half, and the parts of the toolchain that a minimal installation lacks.
//!
//! The target `wasm32-unknown-unknown` comes from rustup. Where rustup can't fetch it, Debian's `rustc-web` builds the
//! standard library for it from `rust-web-src`. There is no `targets` line in a `rust-toolchain.toml`: with one, every
//! cargo command would fail on such a machine, the ones that need no wasm included.

use crate::failure::{Outcome, refused};
use crate::packages;
use crate::place;
use crate::process::{cargo, command, forget_our_package, on_path, output, succeeds};
use crate::say;
use std::path::Path;
use std::process::Command;

pub const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LINKER: &str = "wasm-ld-19";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];

/// Which cargo compiles for the browser.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum WasmCargo {
    /// The one that runs us: it has the target.
    Ours,
    /// Debian's, which builds the standard library first.
    Debian,
}

/// Whether a command may install Debian's packages: `test` may, `build` and `run` only name them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Install {
    Allowed,
    OnlyNamed,
}

/// Finds a compiler for the browser, adding the target where that is possible.
pub fn wasm(install: Install) -> Outcome<WasmCargo> {
    if ours_has_target() {
        return Ok(WasmCargo::Ours);
    }
    if on_path("rustup").is_some() {
        say::note(&format!("adding the target {TARGET} with rustup"));
        if succeeds(command("rustup").args(["target", "add", TARGET])) && ours_has_target() {
            return Ok(WasmCargo::Ours);
        }
    }
    if debian_is_complete() {
        return Ok(WasmCargo::Debian);
    }
    if install == Install::Allowed {
        packages::install(&format!("a compiler for {TARGET}"), &DEBIAN_PACKAGES)?;
        if debian_is_complete() {
            return Ok(WasmCargo::Debian);
        }
    }
    refused(format!(
        "this toolchain lacks the target {TARGET} and rustup can't add it; on Debian, `apt-get install {}` serves instead",
        DEBIAN_PACKAGES.join(" ")
    ))
}

/// Sees to it that `cargo fmt` and `cargo clippy` are there.
pub fn formatter_and_linter() -> Outcome {
    for (component, probe) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let answers = || succeeds(cargo().args([probe, "--version"]));
        if answers() {
            continue;
        }
        let added = on_path("rustup").is_some() && succeeds(command("rustup").args(["component", "add", component]));
        if !(added && answers()) {
            return refused(format!("`cargo {probe}` is missing; add it with `rustup component add {component}`"));
        }
    }
    Ok(())
}

impl WasmCargo {
    /// `cargo <verb>` for the browser, in its own target folder.
    ///
    /// Always with the profile of the bundle, for checks too: the macros and build scripts that run here, half of the
    /// work, are then compiled once.
    pub fn command(self, verb: &str) -> Command {
        let mut command = match self {
            WasmCargo::Ours => cargo(),
            WasmCargo::Debian => debian_cargo(),
        };
        command.args([verb, "--profile", "wasm-release", "--target", TARGET, "--target-dir"]);
        command.arg(place::wasm_target());
        if self == WasmCargo::Debian {
            command.arg("-Zbuild-std=std,panic_abort");
        }
        command
    }

    /// `cargo clippy` for the browser, warnings being errors. Debian's compiler has no clippy of its own, so there it is
    /// `cargo check`: it still compiles, and clippy sees these files on every machine that has the target.
    pub fn lint(self, packages: &[&str]) -> Command {
        let mut command = match self {
            WasmCargo::Ours => self.command("clippy"),
            WasmCargo::Debian => self.command("check"),
        };
        for package in packages {
            command.args(["--package", package]);
        }
        if self == WasmCargo::Ours {
            command.args(["--", "-D", "warnings"]);
        }
        command
    }
}

fn ours_has_target() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = output(command(rustc).args(["--print", "target-libdir", "--target", TARGET]));
    folder.is_ok_and(|folder| Path::new(&folder).is_dir())
}

fn debian_is_complete() -> bool {
    let sysroot = output(command(DEBIAN_RUSTC).args(["--print", "sysroot"]));
    let has_source = sysroot.is_ok_and(|folder| Path::new(&folder).join("lib/rustlib/src/rust/library").is_dir());
    has_source && Path::new(DEBIAN_CARGO).is_file() && on_path(DEBIAN_LINKER).is_some()
}

fn debian_cargo() -> Command {
    let mut command = command(DEBIAN_CARGO);
    forget_our_package(&mut command);
    // Ours, when rustup runs it, points the children at its own compiler and libraries.
    for name in ["RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "CARGO", "RUSTC_WRAPPER"] {
        command.env_remove(name);
    }
    command.env("RUSTC", DEBIAN_RUSTC);
    // `-Zbuild-std` is not stable yet; Debian's compiler is the same source as the stable one.
    command.env("RUSTC_BOOTSTRAP", "1");
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER);
    command
}
