//! Plans that have to see further than the next step: attempts that are used up, what lapses on the way, what is not recorded.

use domain::framework::Framework;
use domain::plan::{NoPlan, Plan, plan};
use domain::standing::{FactsFile, Outcome};

use crate::lessons::base;
use crate::plans::reaches;
use crate::support::{bound, d, exemption, nobody, pass, result};

fn way(framework: &Framework, facts: &FactsFile, on: &str) -> Result<Plan, NoPlan> {
    plan(framework, &bound(framework, facts), framework.find("st").unwrap(), d(on))
}

fn told(plan: &Plan) -> Vec<&str> {
    plan.steps.iter().map(|step| step.sentence.as_str()).collect()
}

/// A stage before the stage of the base.
const ZERO: &str = "[[stage]]\nid = \"zero\"\ntitle = \"Zero\"\nsources = [\"test\"]\nresults = \"z\"\nno_employer_key = \"a test\"\n\n\
                    [[element]]\nid = \"z\"\nkind = \"course\"\ntitle = \"Z\"\nstage = \"zero\"\nsources = [\"test\"]\n\n";

#[test]
fn attempts_that_are_used_up_for_ever_are_no_way_though_something_else_is_missing_first() {
    let once = |more: &str| format!("title = \"C\"\nattempts = {{ max = 1 }}\n{more}");
    let with = |more: &str, stage: &str| {
        let stage = format!("title = \"S\"\n{stage}");
        base(&[("title = \"C\"\n", &once(more)), ("title = \"S\"\n", &stage)], ZERO)
    };
    let failed = FactsFile { results: vec![result("r", "c", Outcome::Fail, "2021-01-02")], ..nobody() };
    let red = "requires = { matches = \"x\" }\n";
    for framework in [
        with("", ""),
        with("", "requires = \"zero\"\n"),
        with("", red),
        with("requires = \"b\"\n", ""),
        with(red, ""),
        with("requires = { now = \"b\" }\n", red),
    ] {
        let none = way(&framework, &failed, "2022-01-05").unwrap_err();
        assert_eq!(none.because, ["All attempts at C are used, and no further one counts"]);
        let excused = FactsFile { exemptions: vec![exemption("x", "c", "2021-02-01")], ..failed.clone() };
        assert!(way(&framework, &excused, "2022-01-05").is_ok(), "what is exempt needs no attempt");
    }
    // The only attempt was a pass, and counts once what is asked for now is there.
    let passed = FactsFile { results: vec![pass("r", "c", "2021-01-02")], ..nobody() };
    let plan = reaches(&with("requires = { now = \"b\" }\n", ""), &passed, "st", d("2022-01-05")).unwrap();
    assert!(!told(&plan).iter().any(|step| step.contains("C")), "{plan:?}");
    // One that was sat before what it required never counts, and was the only one.
    let none = way(&with("requires = \"b\"\n", ""), &passed, "2022-01-05").unwrap_err();
    assert_eq!(none.because, ["All attempts at C are used, and no further one counts"]);
}

#[test]
fn attempts_that_count_again_are_waited_for_though_something_else_is_missing_first() {
    let attempts = "title = \"C\"\nattempts = { max = 1, within = \"2 years\" }\n";
    let framework = base(&[("title = \"C\"\n", attempts), ("title = \"S\"\n", "title = \"S\"\nrequires = \"zero\"\n")], ZERO);
    let failed = FactsFile { results: vec![result("r", "c", Outcome::Fail, "2021-01-02")], ..nobody() };
    let plan = reaches(&framework, &failed, "st", d("2022-01-05")).unwrap();
    let wait = "Wait until 2 January 2023, when an attempt at C counts again";
    assert!(told(&plan).contains(&wait), "{plan:?}");
}
