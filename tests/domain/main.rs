//! Tests of the rules: tables with their boundaries, properties, and every example that ships with a framework.
#![expect(clippy::unwrap_used, reason = "a test that can't go on should say so by stopping")]

mod content;
mod facts_files;
mod keys;
mod loading;
mod modifiers;
mod operators;
mod plans;
mod properties;
mod support;

/// A file that nobody declares would never run.
#[test]
fn every_file_in_this_folder_is_declared() {
    let declared = include_str!("main.rs");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("domain");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "main") else {
            continue;
        };
        assert!(
            declared.contains(&format!("\nmod {module};\n")),
            "{name} is not declared in main.rs"
        );
    }
}
