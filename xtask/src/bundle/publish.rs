//! Puts the bundle into `target/site`, under names that say what is in the files, each with its compressed twins.
//!
//! Two lists tell the server the names. `target/site/assets.json` is ours. `hash.txt` is what Leptos reads:
//! `HydrationScripts` (0.8.23, `src/hydration/mod.rs`), with `LeptosOptions { output_name: "gradus", hash_files: true }`,
//! joins the *folder of the running binary* with `hash_file` (default `hash.txt`) and makes `/pkg/gradus.<js>.js` and
//! `/pkg/gradus.<wasm>.wasm` of its lines: no `_bg` in the second. It hands the wasm's address to the glue, so nothing
//! in the glue need be rewritten. Joining an absolute path answers that path, so a server that is told where its site is
//! sets `hash_file` to the absolute path of `target/site/hash.txt`; the copy beside the binary serves the default.

use super::files::{copy, short_hash, write};
use crate::failure::{Explain, Outcome};
use crate::place;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::Path;

pub struct Parts {
    pub script: Vec<u8>,
    pub wasm: Vec<u8>,
    pub styles: Vec<u8>,
}

/// The files' names, seen from `target/site`.
pub struct Names {
    pub script: String,
    pub wasm: String,
    pub styles: String,
    /// The lines of `hash.txt`.
    hashes: String,
}

pub fn publish(parts: &Parts) -> Outcome<Names> {
    let site = place::site();
    let names = names(parts);
    for (name, bytes) in [(&names.script, &parts.script), (&names.wasm, &parts.wasm), (&names.styles, &parts.styles)] {
        write_with_twins(&site.join(name), bytes)?;
    }
    let public = place::root().join("app").join("public");
    if public.is_dir() {
        copy(&public, &site)?;
    }
    // Last, because these two name the others.
    write(&site.join("hash.txt"), names.hashes.as_bytes())?;
    write(&site.join("assets.json"), assets(&names).as_bytes())?;
    sweep(&site.join("pkg"), &names)?;
    Ok(names)
}

impl Names {
    /// Writes the copy of `hash.txt` that Leptos finds by default.
    pub fn put_beside_binary(&self, release: bool) -> Outcome {
        write(&place::binaries(release).join("hash.txt"), self.hashes.as_bytes())
    }
}

fn names(parts: &Parts) -> Names {
    let [js, wasm, css] = [&parts.script, &parts.wasm, &parts.styles].map(|bytes| short_hash(bytes));
    Names {
        script: format!("pkg/gradus.{js}.js"),
        wasm: format!("pkg/gradus.{wasm}.wasm"),
        styles: format!("pkg/gradus.{css}.css"),
        hashes: format!("js: {js}\nwasm: {wasm}\ncss: {css}\n"),
    }
}

fn assets(names: &Names) -> String {
    let Names { styles, script, wasm, .. } = names;
    format!("{{ \"css\": \"{styles}\", \"js\": \"{script}\", \"wasm\": \"{wasm}\" }}\n")
}

/// The name holds the hash, so a file that is there is right; compressing is the slow part and is done once.
fn write_with_twins(file: &Path, bytes: &[u8]) -> Outcome {
    let twin = |extension: &str| {
        let mut name = file.as_os_str().to_owned();
        name.push(extension);
        std::path::PathBuf::from(name)
    };
    if !twin(".gz").is_file() {
        write(&twin(".gz"), &gzip(bytes)?)?;
    }
    if !twin(".br").is_file() {
        write(&twin(".br"), &brotli(bytes)?)?;
    }
    write(file, bytes)
}

fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).or_say("can't compress with gzip")
}

fn brotli(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut small = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut small, &parameters).or_say("can't compress with brotli")?;
    Ok(small)
}

/// Takes away the files of earlier builds.
fn sweep(folder: &Path, names: &Names) -> Outcome {
    let about = format!("can't tidy {}", folder.display());
    let current = [&names.script, &names.wasm, &names.styles].map(|name| name.trim_start_matches("pkg/"));
    for entry in std::fs::read_dir(folder).or_say(&about)? {
        let entry = entry.or_say(&about)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let plain = name.trim_end_matches(".gz").trim_end_matches(".br");
        if name.starts_with("gradus.") && !current.contains(&plain) {
            std::fs::remove_file(entry.path()).or_say(&about)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Parts, assets, names};

    #[test]
    fn names_follow_content_and_the_lists_agree() {
        let parts = |script: &str| Parts { script: script.into(), wasm: b"w".to_vec(), styles: b"s".to_vec() };
        let (one, two) = (names(&parts("1")), names(&parts("2")));
        assert_ne!(one.script, two.script);
        assert_eq!(one.wasm, two.wasm);
        let hash = one.wasm.trim_start_matches("pkg/gradus.").trim_end_matches(".wasm");
        assert!(one.hashes.contains(&format!("wasm: {hash}\n")));
        assert!(assets(&one).contains(&format!("\"wasm\": \"{}\"", one.wasm)));
    }
}
