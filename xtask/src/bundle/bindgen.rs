//! wasm-bindgen, as a library at the version that `Cargo.lock` gives the crate. It runs again only when its input changed.

use super::files::{hash, read, write};
use super::workshop;
use crate::failure::{Explain, Outcome, refused};
use crate::say;
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// What wasm-bindgen makes of the compiled file.
pub struct Glue {
    pub script: String,
    pub wasm: Vec<u8>,
}

pub fn generate(compiled: &Path) -> Outcome<Glue> {
    let folder = workshop()?;
    let (script, wasm, stamp) = (folder.join("gradus.js"), folder.join("gradus_bg.wasm"), folder.join("bindgen.stamp"));
    let input = hash(&read(compiled)?);
    let fresh = std::fs::read_to_string(&stamp).is_ok_and(|of| of == input) && script.is_file() && wasm.is_file();
    if !fresh {
        say::step("browser: wasm-bindgen");
        // A stamp of an interrupted run must not vouch for its files.
        let _ = std::fs::remove_file(&stamp);
        emit(compiled, &folder)?;
        write(&stamp, input.as_bytes())?;
    }
    Ok(Glue { script: String::from_utf8_lossy(&read(&script)?).into_owned(), wasm: read(&wasm)? })
}

fn emit(compiled: &Path, folder: &Path) -> Outcome {
    let about = "wasm-bindgen refused the compiled file";
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name("gradus").typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true);
    // The page's own script passes the wasm's address, so the glue needn't know it.
    bindgen.omit_default_module_path(true);
    let mut output = bindgen.web(true).and_then(|bindgen| bindgen.generate_output()).or_say(about)?;
    let has_snippets = output.snippets().values().any(|snippets| !snippets.is_empty());
    if has_snippets || !output.local_modules().is_empty() {
        return refused(
            "a dependency of `frontend` brings JavaScript files of its own, which the bundle has no hashed names for; \
             do without it, or teach xtask/src/bundle to publish them",
        );
    }
    output.emit(folder).or_say(about)
}
