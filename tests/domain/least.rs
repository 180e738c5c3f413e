//! A plan has the fewest steps, and of as few those of which the least is missing.

use domain::standing::FactsFile;

use crate::small::steps;
use crate::support::{nobody, spell};

#[test]
fn of_two_amounts_the_one_is_taken_of_which_less_is_missing() {
    let told = |any: [&str; 2], kind: &str, from: &str| {
        let tables = format!(
            "kind law\nkind bar: counts_as = \"law\"\nstage s: employer = \"e\"\n\
             experience e in s: gather = {{ any = [{}] }}",
            any.join(", ")
        );
        let there = spell("x", kind, from, "2024-05-15", 900);
        let steps = steps(&tables, &FactsFile { experience: vec![there], ..nobody() }, "e");
        steps.join(", ").replace(" and have them confirmed", "")
    };
    let years = [r#"{ period = "5 years", kind = "law" }"#, r#"{ period = "2 years", kind = "bar" }"#];
    let hours = [r#"{ hours = 5000, kind = "law" }"#, r#"{ hours = 1000, kind = "bar" }"#];
    let mixed = [r#"{ period = "5 years", kind = "law" }"#, r#"{ hours = 1000, kind = "bar" }"#];
    for at in [0, 1] {
        let turn = |any: [&'static str; 2]| [any[at], any[1 - at]];
        assert_eq!(told(turn(years), "bar", "2023-05-15"), "Gather 365 more days for E (Bar)");
        assert_eq!(told(turn(years), "law", "2020-05-15"), "Gather 365 more days for E (Law)");
        assert_eq!(told(turn(hours), "bar", "2023-05-15"), "Gather 100 h more for E (Bar)");
        assert_eq!(told(turn(mixed), "bar", "2023-05-15"), "Gather 100 h more for E (Bar)");
    }
}

#[test]
fn work_that_a_status_rests_on_and_work_while_it_is_held_are_two_steps() {
    let tables = r#"
kind k
stage s: results = "a"; employer = { any = ["e", "p"] }
assessment a in s
experience e in s: gather = { hours = 20, kind = "k", while = "gate" }
portfolio p in s: outcomes_of = ["area"]
competency area
outcome o1 in s: examples = 1
outcome o2 in s: examples = 1
award gate: { hours = 10, kind = "k" }
award st: "s"
"#;
    assert_eq!(steps(tables, &nobody(), "st").len(), 4);
}
