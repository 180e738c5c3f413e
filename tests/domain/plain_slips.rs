//! Slips of people who write other languages, or who left something out: each is told once, and what it says to do makes a file
//! that loads.

use domain::framework::{Problem, SourceFile};
use domain::standing::read_facts;

use crate::advice::{Case, JSON, each};
use crate::support::{BASE, loaded};

fn told_of(name: &str, text: &str) -> Vec<Problem> {
    read_facts(&loaded(BASE), &SourceFile::new(name, text)).1
}

#[test]
fn a_value_that_is_missing_in_json_is_told_once() {
    let (day, outcome) = ("\"sat_on\": \"2022-01-15\" }", "\"outcome\": \"pass\", \"sat_on\": \"2022-01-16\"");
    let fix = "Write it behind the sign, or take the key out";
    let awards = "\"awards\": [\n    { \"id\": \"a1\", \"status\": \"st\", \"conferred_on\": \"2022-04-01\" }\n  ]\n";
    let cases: &[Case<'_>] = &[
        ("\"trainee\": \"t\",", "\"trainee\": ,", fix, "\"trainee\": \"t\","),
        ("\"trainee\": \"t\",", "\"trainee\":", fix, "\"trainee\": \"t\","),
        (day, "\"sat_on\": }", fix, day),
        (day, "\"sat_on\":\n}", fix, day),
        (outcome, "\"outcome\": , \"sat_on\": \"2022-01-16\"", fix, outcome),
        ("\"id\": \"r1\",", "\"id\":,", fix, "\"id\": \"r1\","),
        (awards, "\"awards\":\n", fix, awards),
    ];
    each(JSON, cases, |text| told_of("f.json", text));
    // Nothing beside it is hidden.
    let two = JSON.replace("\"pass\"", "").replacen("\"st\"", "\"zz\"", 1);
    let found = told_of("f.json", &two);
    let lines: Vec<usize> = found.iter().map(|one| one.line).collect();
    assert_eq!(lines, [5, 6, 9], "{found:#?}");
}
