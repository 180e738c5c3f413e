//! A status leads to what belongs to a stage that requires the status: no plan rests on a circle.

use domain::plan::{NoPlan, plan};
use domain::standing::{Dated, FactsFile};

use crate::small::{ON, small, steps};
use crate::support::{award, bound, d, loaded, nobody};

/// A licence that is renewed with a course of the stage for which it is required.
const LICENCE: &str = r#"
kind k
stage renewal: results = "course"; employer = "hours"; requires = { holds = "licence" }
course course in renewal
experience hours in renewal: gather = { hours = 30, kind = "k" }
assessment exam
award licence: "exam"; expires = "3 years"; extends = true
step_off again: status = "licence"; requires = "course"
award senior: "renewal"
"#;

#[test]
fn the_way_begins_with_the_step_off_that_does_not_need_the_status() {
    let awarded = |on: &str| FactsFile { awards: vec![award("a1", "licence", on)], ..nobody() };
    for facts in [nobody(), awarded("2020-05-20")] {
        let first = ["Pass Exam", "Apply for the status Licence"];
        assert_eq!(steps(LICENCE, &facts, "licence"), first);
        let told = steps(LICENCE, &facts, "senior");
        assert!(told.len() == 5 && told.ends_with(&["Apply for the status Senior".into()]), "{told:?}");
        assert!(first.iter().all(|step| told.iter().any(|other| other == step)), "{told:?}");
        assert_eq!(steps(LICENCE, &facts, "course"), [&first[..], &["Complete Course"]].concat());
    }
    // Who holds it needs no exam.
    assert_eq!(steps(LICENCE, &awarded("2023-05-20"), "senior").len(), 3);
}

#[test]
fn work_of_the_stage_counts_before_it_is_entered() {
    let nodes = LICENCE.replace("requires = \"course\"", "requires = \"hours\"");
    let told = steps(&nodes, &nobody(), "senior");
    assert!(told.len() == 4 && told[1] == "Apply for the status Licence", "{told:?}");
    // The status has to be held while the work is done that leads to it.
    let nodes = nodes
        .replace("kind = \"k\" }", "kind = \"k\", while = \"licence\" }")
        .replace("requires = { holds = \"licence\" }", "requires = \"exam\"");
    let told = steps(&nodes, &nobody(), "senior");
    assert!(told.iter().any(|step| step == "Apply for the status Licence"), "{told:?}");
}

/// The keys of a stage ask for what lets one enter it, or something else does.
#[test]
fn what_lets_one_enter_a_stage_is_not_what_belongs_to_it() {
    let nodes = r#"
stage s: results = { all = ["r", "q"] }; requires = { any = ["r", "q", "x"] }
course r in s
course q in s
course x
"#;
    assert_eq!(steps(nodes, &nobody(), "s"), ["Complete X", "Complete R", "Complete Q"]);
    assert_eq!(steps(nodes, &nobody(), "r"), ["Complete X", "Complete R"]);
}

#[test]
fn where_every_way_needs_itself_there_is_none() {
    let nodes = LICENCE.replace("licence: \"exam\"", "licence: { all = [\"exam\", { joined_before = 2010-01-01 }] }");
    let framework = loaded(&small(&nodes));
    let facts = FactsFile { joined_on: Dated::Always(d("2020-01-01")), ..nobody() };
    for target in ["senior", "licence", "course", "renewal"] {
        let target = framework.find(target).unwrap();
        let NoPlan { because, .. } = plan(&framework, &bound(&framework, &facts), target, d(ON)).unwrap_err();
        assert!(because.iter().any(|one| one.contains("on the way to itself")), "{because:?}");
    }
}
