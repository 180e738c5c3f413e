//! Ways over time, by hand: renewals, waits and last days, each a kind that a review found.

use domain::plan::plan;
use domain::standing::{FactsFile, standing};

use crate::small::{ON, small, steps};
use crate::support::{award, bound, d, loaded, nobody, pass};

fn because(tables: &str, facts: &FactsFile, target: &str) -> Vec<String> {
    let framework = loaded(&small(tables));
    let target = framework.find(target).unwrap();
    plan(&framework, &bound(&framework, facts), target, d(ON)).unwrap_err().because
}

/// A step-off that is met because its status is held is no renewal that is open.
#[test]
fn a_renewal_begins_with_what_it_asks_for() {
    let tables = r#"
kind work
stage s: results = "a"
assessment a in s
award lic: "a"; expires = "1 year"; extends = true
award st: { period = "18 months", kind = "work", while = "lic" }
"#;
    let facts = FactsFile { awards: vec![award("w", "lic", "2024-05-01")], ..nobody() };
    let told = steps(tables, &facts, "st");
    assert_eq!(told[..2], ["Pass A", "Apply for the status Lic"], "{told:#?}");
    assert_eq!(told.len(), 4, "{told:#?}");
}

/// A title that is conferred only until a day is renewed before that day, though one only waits then.
#[test]
fn the_last_chance_to_renew_comes_before_a_wait() {
    let tables = r#"
stage s: results = "a"
assessment a in s
award lic: "a"; expires = "6 months"; extends = true; valid_until = 2024-07-01
award st: { holds = "lic" }; valid_from = 2024-12-01
"#;
    let facts = FactsFile {
        results: vec![pass("r", "a", "2024-01-10")],
        awards: vec![award("w", "lic", "2024-02-01")],
        ..nobody()
    };
    let wait = "Wait until 1 December 2024, when St is first conferred";
    assert_eq!(steps(tables, &facts, "st"), ["Apply for the status Lic", wait, "Apply for the status St"]);
}

/// What must not be held is not what a choice rests on.
#[test]
fn a_choice_rests_on_nothing_that_must_not_be_held() {
    let tables = r#"
stage s: results = "b"
assessment b in s
award lic: { all = [] }; expires = "1 year"
award st: { all = [{ any = [{ holds = "lic" }, "b"] }, { not = { holds = "lic" } }] }
"#;
    assert_eq!(steps(tables, &nobody(), "st"), ["Pass B", "Apply for the status St"]);
    let facts = FactsFile { awards: vec![award("w", "lic", "2024-05-01")], ..nobody() };
    let wait = "Wait until 1 May 2025, when Lic is no longer held";
    let told = steps(tables, &facts, "st");
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told.contains(&wait.to_owned()), "{told:#?}");
}

/// Of two days that are waited for, what is done between them is not put off until the later.
#[test]
fn two_waits_are_not_one_where_something_is_done_between_them() {
    let tables = r#"
kind work
stage s: results = "a"
assessment a in s
award one: "a"; valid_from = 2024-06-01
award two: { all = [{ holds = "one" }, { period = "2 years", kind = "work", while = "one" }] }; valid_from = 2026-05-01; valid_until = 2026-07-01
"#;
    let told = steps(tables, &nobody(), "two");
    let wait = "Wait until 1 June 2024, when One is first conferred";
    assert_eq!(
        told,
        [
            "Pass A",
            wait,
            "Apply for the status One",
            "Gather 2 years for Two off (Work, while holding One) and have them confirmed",
            "Apply for the status Two"
        ]
    );
}

/// Where no order of the steps reaches the target, that is said, and not that it depends.
#[test]
fn what_lapses_before_the_rest_can_begin_is_no_way() {
    let tables = r#"
stage s: results = "a"
assessment a in s
award one: "a"; expires = "6 months"; valid_until = 2024-07-01
award two: { holds = "one" }; valid_from = 2025-12-01
"#;
    assert_eq!(because(tables, &nobody(), "two"), ["One is conferred only before 1 July 2024"]);
    // It is applied for on its last day, and not on the first on which it could be.
    let later = tables.replace("valid_from = 2025-12-01", "valid_from = 2024-12-20");
    let told = steps(&later, &FactsFile { results: vec![pass("r", "a", "2024-01-10")], ..nobody() }, "two");
    assert_eq!(told.iter().filter(|step| step.starts_with("Wait")).count(), 2, "{told:#?}");
}

/// Work is gathered after a wait in which it would grow too old.
#[test]
fn work_is_gathered_when_it_still_counts_in_the_end() {
    let tables = r#"
kind work
stage s: results = "a"; employer = "e"
assessment a in s
experience e in s: gather = { hours = 10, kind = "work", window = "2 months" }
award st: "s"; valid_from = 2024-09-01
"#;
    let told = steps(tables, &nobody(), "st");
    let wait = told.iter().position(|step| step.starts_with("Wait")).unwrap();
    let work = told.iter().position(|step| step.starts_with("Gather")).unwrap();
    assert!(wait < work, "{told:#?}");
}

/// Until its title is conferred, what a status that is lengthened asks for is not open; from then on it is.
#[test]
fn a_step_off_is_met_until_a_renewal_is_open() {
    let framework = loaded(&small(
        r#"
stage s: results = "a"
assessment a in s
award lic: "a"; expires = "1 year"; extends = true; valid_from = 2024-08-01
"#,
    ));
    let facts = FactsFile {
        results: vec![pass("r", "a", "2024-01-10")],
        awards: vec![award("w", "lic", "2024-05-01")],
        ..nobody()
    };
    let off = framework.find("lic-off").unwrap();
    let found = standing(&framework, &bound(&framework, &facts), d(ON), d(ON));
    assert_eq!((found.state(off).word(), found.until(off)), ("met", Some(d("2024-08-01"))));
    let found = standing(&framework, &bound(&framework, &facts), d("2024-08-01"), d("2024-08-01"));
    assert_eq!(found.state(off).word(), "available");
}
