//! What the tests stand on: the application in process, a visitor without JavaScript, and the guard that no test file
//! is forgotten.
#![expect(clippy::unwrap_used, reason = "a test that can't go on should say so by stopping")]

#[cfg(feature = "web")]
mod application;
#[cfg(feature = "web")]
mod database;
#[cfg(feature = "web")]
pub mod given;
#[cfg(feature = "web")]
mod log;
#[cfg(feature = "web")]
mod page;
#[cfg(feature = "web")]
pub mod people;
#[cfg(feature = "web")]
mod rows;
#[cfg(feature = "web")]
mod sealing;
mod snapshot;
#[cfg(feature = "web")]
mod visitor;

#[cfg(feature = "web")]
pub use application::{TestApp, bundle, today};
#[cfg(feature = "web")]
pub use log::{KeptLog, statements};
#[cfg(feature = "web")]
pub use page::{Field, Form, Page};
pub use snapshot::compare_snapshot;
#[cfg(feature = "web")]
pub use visitor::{Answer, Visitor, encoded, multipart};

/// The files of a folder of tests that its `main.rs` does not declare. A file that nobody declares would never run.
#[must_use]
pub fn undeclared(folder: &str, main: &str) -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names.retain(|name| {
        name.strip_suffix(".rs").is_some_and(|module| module != "main" && !main.contains(&format!("\nmod {module};\n")))
    });
    names
}
