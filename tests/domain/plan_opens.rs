//! Each step of a plan is open when its turn comes, and the one that opens it is planned.

use domain::standing::FactsFile;

use crate::small::{small, steps, way};
use crate::support::{loaded, nobody, pass, spell};

const PORTFOLIO: &str = r#"
stage s: results = "a"; employer = { all = ["p", "v"] }
assessment a in s
portfolio p in s: outcomes_of = ["area"]
verification v in s
competency area
outcome o1 in s: examples = 1
outcome o2 in s: examples = 1
award st: { all = ["a", "v"] }
"#;

#[test]
fn what_is_seen_at_work_comes_before_a_verification() {
    let seen = ["Show O1 with 1 piece of work", "Show O2 with 1 piece of work"];
    assert_eq!(
        steps(PORTFOLIO, &nobody(), "st"),
        [&["Pass A"], &seen[..], &["Ask the employer to verify the S stage", "Apply for the status St"]].concat()
    );
    assert_eq!(steps(PORTFOLIO, &nobody(), "v"), [&seen[..], &["Ask the employer to verify the S stage"]].concat());
    // Something of it is there for another reason.
    let later = "stage s2: results = \"b\"; requires = \"o1\"\nassessment b in s2";
    let nodes = PORTFOLIO.replace("[\"a\", \"v\"]", "[\"b\", \"v\"]") + later;
    assert_eq!(
        steps(&nodes, &nobody(), "st"),
        [&seen[..], &["Ask the employer to verify the S stage", "Pass B", "Apply for the status St"]].concat()
    );
}

#[test]
fn what_is_named_in_the_place_of_a_step_can_be_done_in_its_turn() {
    // B requires the work that comes after A.
    let nodes = r#"
kind k
stage s: results = { any = ["a", "b"] }; employer = "e"
assessment a in s
assessment b in s: requires = "e"
experience e in s: gather = { hours = 30, kind = "k" }
"#;
    let instead = |nodes: &str| {
        let framework = loaded(&small(nodes));
        way(&framework, &nobody(), "s").steps[0]
            .instead
            .iter()
            .map(|ix| framework.node(*ix).id.clone())
            .collect::<Vec<_>>()
    };
    assert!(instead(nodes).is_empty());
    assert_eq!(instead(&nodes.replace("requires = \"e\"", "")), ["b"]);
}

const ENTRY: &str = r#"
stage s: results = "a"; employer = "o1"; requires = "x"
assessment a in s
assessment x
competency area
outcome o1 in s: examples = 1
award st: "o1"
"#;

#[test]
fn an_outcome_asks_for_the_entry_of_its_stage() {
    assert_eq!(steps(ENTRY, &nobody(), "o1"), ["Pass X", "Show O1 with 1 piece of work"]);
    let all = ["Pass X", "Show O1 with 1 piece of work", "Apply for the status St"];
    assert_eq!(steps(ENTRY, &nobody(), "st"), all);
    // Also where more examples of it are asked for than by itself.
    let nodes = ENTRY.replace("st: \"o1\"", "st: { examples = 2, of = \"o1\" }");
    assert_eq!(steps(&nodes, &nobody(), "st"), ["Pass X", "Show O1 with 2 pieces of work", "Apply for the status St"]);
}

/// S2 is entered with what is said; B is in it, A and the work E in S1.
fn two_stages(requires: &str, gather: &str, off: &str) -> String {
    format!(
        r#"
kind k
stage s1: results = "a"; employer = "e"
stage s2: results = "b"; requires = {requires}
assessment a in s1
assessment b in s2
experience e in s1: gather = {gather}
award st: {off}
"#
    )
}

#[test]
fn what_opens_a_step_is_not_left_out() {
    let gather = r#"{ any = [{ hours = 10, kind = "k" }, { hours = 20, kind = "k" }] }"#;
    let nodes = two_stages("\"e\"", gather, r#"{ all = ["a", "b"] }"#);
    let gathered = "Gather 10 h more for E (K) and have them confirmed";
    assert_eq!(steps(&nodes, &nobody(), "st"), ["Pass A", gathered, "Pass B", "Apply for the status St"]);
    assert_eq!(steps(&nodes, &nobody(), "b"), [gathered, "Pass B"]);
}

#[test]
fn what_a_stage_requires_is_signed_again_though_only_something_of_it_is_asked_for() {
    let nodes = two_stages("\"s1\"", r#"{ hours = 30, kind = "k" }"#, "\"b\"");
    let by_ruth = |hours: i64| {
        let mut facts = FactsFile {
            results: vec![pass("r1", "a", "2024-01-10")],
            experience: vec![spell("e1", "k", "2024-01-01", "2024-02-01", hours)],
            ..nobody()
        };
        facts.results[0].confirmed_by = Some("ruth".into());
        facts.experience[0].confirmed_by = Some("ruth".into());
        facts
    };
    let again = "Have E confirmed once more, by somebody who signed for none of the results";
    assert_eq!(steps(&nodes, &by_ruth(30), "st"), [again, "Pass B", "Apply for the status St"]);
    let more = "Gather 10 h more for E (K) and have them confirmed";
    assert_eq!(steps(&nodes, &by_ruth(20), "b"), [again, more, "Pass B"]);
}

#[test]
fn what_was_passed_already_does_not_ask_for_the_entry_of_its_stage() {
    let nodes = r#"
stage s: results = "y"; requires = "x"
assessment y in s: requires = { now = "z" }
assessment x
assessment z
award st: "y"
"#;
    let passed = FactsFile { results: vec![pass("r1", "y", "2024-01-10")], ..nobody() };
    assert_eq!(steps(nodes, &passed, "st"), ["Pass Z", "Apply for the status St"]);
    assert_eq!(steps(nodes, &nobody(), "y").len(), 3);
}
