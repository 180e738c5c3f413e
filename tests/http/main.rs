//! Tests through the real router on a real database, as someone without JavaScript meets it. On SQLite, and on PostgreSQL
//! where GRADUS_TEST_POSTGRES names one.
#![expect(clippy::unwrap_used, reason = "a test that can't go on should say so by stopping")]

mod accounts;
mod asking;
mod at_once;
mod award_ends;
mod awards;
mod bodies;
mod certificates;
mod chapter_file;
mod claims;
mod codes;
mod constraints;
mod correct_name;
mod csrf;
mod days;
mod decisions;
mod direction;
mod employers_and_providers;
mod ending;
mod enrolling;
mod entities;
mod evidence;
mod evidence_kept;
mod exemptions;
mod exemptions_asked;
mod exemptions_reviewed;
mod experience;
mod experience_read;
mod experience_told;
mod faults;
mod file_kinds;
mod guessing;
mod headers;
mod home;
mod import_access;
mod import_workbooks;
mod imports;
mod imports_checked;
mod imports_mended;
mod imports_recorded;
mod imports_since;
mod in_sets;
mod invitations;
mod jobs;
mod journal;
mod leading_back;
mod limits;
mod links;
mod listening;
mod lists;
mod locks;
mod malformed;
mod node_pages;
mod not_sat;
mod numbers;
mod order;
mod pages;
mod past;
mod people;
mod plans;
mod proposals;
mod published;
mod queries;
mod record;
mod resets;
mod results;
mod roles;
mod schema;
mod search;
mod secrecy;
mod sending;
mod signatures;
mod signed;
mod signing_links;
mod sitting_day;
mod sittings;
mod steps;
mod story;
mod supervision;
mod two_bodies;
mod two_bodies_links;
mod two_employers;
mod unsent;
mod verification;
mod watched;
mod what_if;
mod whole_way;
mod withdrawn;
mod wording;
mod writing;

/// A file that nobody declares would never run.
#[test]
fn every_file_in_this_folder_is_declared() {
    assert_eq!(tests::undeclared("http", include_str!("main.rs")), Vec::<String>::new());
}
