//! Where things lie.

use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    // Cargo says where the package lies when it runs us; the fallback serves a binary started by hand.
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map(Path::to_path_buf).unwrap_or(package)
}

/// Cargo's folder for the server, the tests and ourselves.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Cargo's folder for the browser's half. It is apart so that two compilers, or two cargos at once, never share it.
pub fn wasm_target() -> PathBuf {
    target().join("wasm")
}

/// What the server serves as files.
pub fn site() -> PathBuf {
    target().join("site")
}

/// What the server reads: frameworks, the glossary, the demo people.
pub fn content() -> PathBuf {
    root().join("content")
}

/// Where cargo puts the binaries.
pub fn binaries(release: bool) -> PathBuf {
    target().join(if release { "release" } else { "debug" })
}

/// The server's binary.
pub fn gradus(release: bool) -> PathBuf {
    binaries(release).join(format!("gradus{}", std::env::consts::EXE_SUFFIX))
}

/// The browser tests and their npm packages.
pub fn browser_tests() -> PathBuf {
    root().join("tests").join("browser")
}
