//! The binary as a person runs it: its own folder, its own port, its words and its exit status.
#![expect(clippy::unwrap_used, reason = "a test that can't go on should say so by stopping")]

mod admin;
mod at_once;
mod bodies;
mod browser;
mod doctor;
mod first_start;
mod frameworks;
mod gradus;
mod rows;
mod s3;
mod serve;
mod steps;
mod stopping;
mod tampering;
mod too_large;

/// A file that nobody declares would never run.
#[test]
fn every_file_in_this_folder_is_declared() {
    assert_eq!(tests::undeclared("commands", include_str!("main.rs")), Vec::<String>::new());
}
