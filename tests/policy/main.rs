//! Who may do what: the whole policy as a table that is read in review, and the proof that every route keeps to it.

mod answers;
mod asking;
mod ended;
mod forms;
mod routes;
mod table;

/// A file that nobody declares would never run.
#[test]
fn every_file_in_this_folder_is_declared() {
    assert_eq!(tests::undeclared("policy", include_str!("main.rs")), Vec::<String>::new());
}
