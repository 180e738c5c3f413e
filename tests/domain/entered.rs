//! A stage that was entered stays so in plans, though what it required has lapsed since.

use domain::plan::{Plan, plan};
use domain::standing::{FactsFile, State, standing};

use crate::support::{award, bound, d, loaded, nobody, pass, spell};

const TEXT: &str = r#"
slug = "mini"
version = "1"
title = "Mini"
body = "Body"
effective_from = 2015-01-01
[[experience_kind]]
id = "work"
title = "Work"
sources = ["t"]
[[stage]]
id = "one"
title = "One"
sources = ["t"]
results = "a"
no_employer_key = "a test"
[[element]]
id = "a"
kind = "assessment"
title = "A"
stage = "one"
sources = ["t"]
expires = "1 year"
[[stage]]
id = "two"
title = "Two"
sources = ["t"]
requires = "one"
results = "b"
employer = "w"
[[element]]
id = "b"
kind = "assessment"
title = "B"
stage = "two"
sources = ["t"]
[[element]]
id = "w"
kind = "experience"
title = "W"
stage = "two"
sources = ["t"]
gather = { hours = 100, kind = "work" }
[[status]]
id = "st"
title = "St"
sources = ["t"]
[[step_off]]
id = "off"
title = "Off"
sources = ["t"]
status = "st"
requires = "one"
[[status]]
id = "end"
title = "End"
sources = ["t"]
[[step_off]]
id = "off2"
title = "Off two"
sources = ["t"]
status = "end"
requires = "two"
"#;

fn way(facts: &FactsFile, on: &str) -> (Vec<String>, Vec<String>) {
    let framework = loaded(TEXT);
    let target = framework.find("end").unwrap();
    let Plan { steps, provided, .. } = plan(&framework, &bound(&framework, facts), target, d(on)).unwrap();
    (steps.into_iter().map(|step| step.sentence).collect(), provided)
}

#[test]
fn what_a_stage_required_is_not_asked_for_once_it_was_entered() {
    let entered = FactsFile {
        results: vec![pass("r", "a", "2020-01-01")],
        experience: vec![spell("x", "work", "2020-03-01", "2020-04-01", 10)],
        awards: vec![award("w", "st", "2020-02-01")],
        ..nobody()
    };
    let rest = ["Pass B", "Gather 90 h more for W (Work) and have them confirmed", "Apply for the status End"];
    for on in ["2020-12-31", "2021-01-01", "2023-01-01"] {
        let (steps, provided) = way(&entered, on);
        assert_eq!(steps, rest, "{on}");
        assert!(provided.is_empty(), "{on}: {provided:?}");
    }
    // Nothing of the second stage was begun while the first was there.
    let (steps, _) = way(&FactsFile { experience: vec![], awards: vec![], ..entered }, "2021-01-01");
    assert!(steps.contains(&String::from("Pass A")), "{steps:?}");
}

/// What was worked before a stage could be entered is something done of it once it can be: then it is entered, as by a sitting of
/// before.
#[test]
fn work_of_before_enters_a_stage_on_the_day_on_which_it_opens() {
    let framework = loaded(TEXT);
    let two = framework.find("two").unwrap();
    for until in ["2020-09-01", "2023-01-05", "2023-01-06"] {
        let facts = FactsFile {
            results: vec![pass("h", "a", "2023-01-05")],
            experience: vec![spell("k", "work", "2020-01-01", until, 100)],
            ..nobody()
        };
        let standing = standing(&framework, &bound(&framework, &facts), d("2025-02-01"), d("2025-02-01"));
        assert_eq!(standing.state(two), State::InProgress, "{until}");
    }
}

/// A signature that comes on a wrong day, or without a name, is as if there were none: it takes no stage away that the work
/// entered. One by somebody who may not sign it does.
#[test]
fn a_signature_that_does_not_count_takes_no_stage_away() {
    let last = "id = \"work\"\nconfirmed_before = 2022-01-01";
    let text = TEXT.replacen("id = \"work\"", last, 1);
    let framework = loaded(&text);
    let two = framework.find("two").unwrap();
    let signed = [
        (None, None, true),
        (Some("partner"), Some("2020-08-31"), true),
        (Some("partner"), Some("2022-01-01"), true),
        (Some(" "), Some("2020-09-02"), true),
        (Some("trainee"), Some("2020-09-02"), false),
    ];
    for (by, on, is_entered) in signed {
        let mut work = spell("k", "work", "2020-01-01", "2020-09-01", 100);
        (work.confirmed_by, work.confirmed_on) = (by.map(String::from), on.map(d));
        let facts = FactsFile { results: vec![pass("h", "a", "2021-01-05")], experience: vec![work], ..nobody() };
        let standing = standing(&framework, &bound(&framework, &facts), d("2025-02-01"), d("2025-02-01"));
        assert_eq!(standing.state(two) != State::Blocked, is_entered, "{by:?} {on:?}");
    }
}
