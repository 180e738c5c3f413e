//! Tests of the rules: tables with their boundaries, properties, and every example that ships with a framework.
#![expect(clippy::unwrap_used, reason = "a test that can't go on should say so by stopping")]

mod authored;
mod awards;
mod bodies;
mod brackets;
mod by_force;
mod came_first;
mod carrying_out;
mod circles;
mod confirmed_late;
mod content;
mod corrections;
mod dated;
mod done_by;
mod duplicates;
mod enrolments;
mod entered;
mod events;
mod example_files;
mod exemptions;
mod experience;
mod facts_files;
mod fading;
mod faults;
mod forms;
mod gathered_once;
mod gathering;
mod generated;
mod generated_plans;
mod generated_work;
mod import_files;
mod import_rows;
mod journal;
mod keys;
mod known;
mod layers;
mod least;
mod lessons;
mod lessons_from_m09;
mod loading;
mod lost_bases;
mod marks;
mod mends;
mod modifiers;
mod monstrous;
mod nested_hours;
mod one_person;
mod one_slip;
mod one_time;
mod operators;
mod oracles;
mod order_of_work;
mod other_orders;
mod parted;
mod people;
mod plan_circles;
mod plan_opens;
mod plan_order;
mod plan_says;
mod plan_waits;
mod planned;
mod plans;
mod properties;
mod reviewed;
mod reviewed_faults;
mod sentences;
mod shortest;
mod sign_off;
mod signed_once;
mod sitting_days;
mod sittings;
mod small;
mod stages;
mod support;
mod supposed;
mod telling;
mod toml_faults;
mod two_slips;
mod what_if;
mod who_one_was;
mod words;

/// A file that nobody declares would never run.
#[test]
fn every_file_in_this_folder_is_declared() {
    assert_eq!(tests::undeclared("domain", include_str!("main.rs")), Vec::<String>::new());
}
