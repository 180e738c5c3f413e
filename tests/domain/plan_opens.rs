//! Each step of a plan is open when its turn comes, and the one that opens it is planned.

use domain::plan::plan;
use domain::standing::FactsFile;

use crate::carrying_out::{not_open, reaches};
use crate::support::{bound, d, loaded, nobody, pass, spell};

pub const ON: &str = "2024-05-15";

pub fn text(nodes: &str) -> String {
    format!(
        "slug = \"mini\"\nversion = \"1\"\ntitle = \"Mini\"\nbody = \"Body\"\neffective_from = 2015-01-01\n{}",
        nodes.replace("]]\n", "]]\nsources = [\"t\"]\n")
    )
}

/// The steps of the plan for some target, each in short; it is reached, and each step is open in its turn.
pub fn steps(nodes: &str, facts: &FactsFile, target: &str) -> Vec<String> {
    let framework = loaded(&text(nodes));
    reaches(&framework, facts, target, d(ON)).unwrap();
    let plan = plan(&framework, &bound(&framework, facts), framework.find(target).unwrap(), d(ON)).unwrap();
    assert_eq!(not_open(&framework, &plan, facts, d(ON)), None, "{target}");
    plan.steps.into_iter().map(|step| step.sentence).collect()
}

const PORTFOLIO: &str = r#"
[[stage]]
id = "s"
title = "S"
results = "a"
employer = { all = ["p", "v"] }
[[element]]
id = "a"
kind = "assessment"
title = "A"
stage = "s"
[[element]]
id = "p"
kind = "portfolio"
title = "P"
stage = "s"
outcomes_of = ["area"]
[[element]]
id = "v"
kind = "verification"
title = "V"
stage = "s"
[[competency]]
id = "area"
title = "Area"
[[competency]]
id = "o1"
title = "O1"
parent = "area"
stage = "s"
examples = 1
[[competency]]
id = "o2"
title = "O2"
parent = "area"
stage = "s"
examples = 1
[[status]]
id = "st"
title = "St"
[[step_off]]
id = "off"
title = "Off"
status = "st"
requires = { all = ["a", "v"] }
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
    let later = "[[stage]]\nid = \"s2\"\ntitle = \"S2\"\nresults = \"b\"\nno_employer_key = \"a test\"\nrequires = \"o1\"\n\
                 [[element]]\nid = \"b\"\nkind = \"assessment\"\ntitle = \"B\"\nstage = \"s2\"\n";
    let nodes = PORTFOLIO.replace("[\"a\", \"v\"]", "[\"b\", \"v\"]") + later;
    assert_eq!(
        steps(&nodes, &nobody(), "st"),
        [&seen[..], &["Ask the employer to verify the S stage", "Pass B", "Apply for the status St"]].concat()
    );
}

#[test]
fn what_is_named_in_the_place_of_a_step_can_be_done_in_its_turn() {
    // B requires the work that comes after A.
    let nodes = "[[experience_kind]]\nid = \"k\"\ntitle = \"K\"\n\
                 [[stage]]\nid = \"s\"\ntitle = \"S\"\nresults = { any = [\"a\", \"b\"] }\nemployer = \"e\"\n\
                 [[element]]\nid = \"a\"\nkind = \"assessment\"\ntitle = \"A\"\nstage = \"s\"\n\
                 [[element]]\nid = \"b\"\nkind = \"assessment\"\ntitle = \"B\"\nstage = \"s\"\nrequires = \"e\"\n\
                 [[element]]\nid = \"e\"\nkind = \"experience\"\ntitle = \"E\"\nstage = \"s\"\n\
                 gather = { hours = 30, kind = \"k\" }\n";
    let instead = |nodes: &str| {
        let framework = loaded(&text(nodes));
        let plan = plan(&framework, &bound(&framework, &nobody()), framework.find("s").unwrap(), d(ON)).unwrap();
        plan.steps[0].instead.iter().map(|ix| framework.node(*ix).id.clone()).collect::<Vec<_>>()
    };
    assert!(instead(nodes).is_empty());
    assert_eq!(instead(&nodes.replace("requires = \"e\"\n", "")), ["b"]);
}

const ENTRY: &str = r#"
[[stage]]
id = "s"
title = "S"
results = "a"
employer = "o1"
requires = "x"
[[element]]
id = "a"
kind = "assessment"
title = "A"
stage = "s"
[[element]]
id = "x"
kind = "assessment"
title = "X"
[[competency]]
id = "area"
title = "Area"
[[competency]]
id = "o1"
title = "O1"
parent = "area"
stage = "s"
examples = 1
[[status]]
id = "st"
title = "St"
[[step_off]]
id = "off"
title = "Off"
status = "st"
requires = "o1"
"#;

#[test]
fn an_outcome_asks_for_the_entry_of_its_stage() {
    assert_eq!(steps(ENTRY, &nobody(), "o1"), ["Pass X", "Show O1 with 1 piece of work"]);
    let all = ["Pass X", "Show O1 with 1 piece of work", "Apply for the status St"];
    assert_eq!(steps(ENTRY, &nobody(), "st"), all);
    // Also where more examples of it are asked for than by itself.
    let nodes = ENTRY.replace("requires = \"o1\"", "requires = { examples = 2, of = \"o1\" }");
    assert_eq!(steps(&nodes, &nobody(), "st"), ["Pass X", "Show O1 with 2 pieces of work", "Apply for the status St"]);
}

/// S2 is entered with what is said; B is in it, A and the work E in S1.
fn two_stages(requires: &str, gather: &str, off: &str) -> String {
    format!(
        "[[experience_kind]]\nid = \"k\"\ntitle = \"K\"\n\
         [[stage]]\nid = \"s1\"\ntitle = \"S1\"\nresults = \"a\"\nemployer = \"e\"\n\
         [[stage]]\nid = \"s2\"\ntitle = \"S2\"\nresults = \"b\"\nno_employer_key = \"a test\"\nrequires = {requires}\n\
         [[element]]\nid = \"a\"\nkind = \"assessment\"\ntitle = \"A\"\nstage = \"s1\"\n\
         [[element]]\nid = \"b\"\nkind = \"assessment\"\ntitle = \"B\"\nstage = \"s2\"\n\
         [[element]]\nid = \"e\"\nkind = \"experience\"\ntitle = \"E\"\nstage = \"s1\"\ngather = {gather}\n\
         [[status]]\nid = \"st\"\ntitle = \"St\"\n\
         [[step_off]]\nid = \"off\"\ntitle = \"Off\"\nstatus = \"st\"\nrequires = {off}\n"
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
    let nodes = "[[stage]]\nid = \"s\"\ntitle = \"S\"\nresults = \"y\"\nno_employer_key = \"a test\"\nrequires = \"x\"\n\
                 [[element]]\nid = \"y\"\nkind = \"assessment\"\ntitle = \"Y\"\nstage = \"s\"\nrequires = { now = \"z\" }\n\
                 [[element]]\nid = \"x\"\nkind = \"assessment\"\ntitle = \"X\"\n\
                 [[element]]\nid = \"z\"\nkind = \"assessment\"\ntitle = \"Z\"\n\
                 [[status]]\nid = \"st\"\ntitle = \"St\"\n\
                 [[step_off]]\nid = \"off\"\ntitle = \"Off\"\nstatus = \"st\"\nrequires = \"y\"\n";
    let passed = FactsFile { results: vec![pass("r1", "y", "2024-01-10")], ..nobody() };
    assert_eq!(steps(nodes, &passed, "st"), ["Pass Z", "Apply for the status St"]);
    assert_eq!(steps(nodes, &nobody(), "y").len(), 3);
}
