//! The order of the steps of a plan, and which of them each needs.

use domain::plan::plan;
use domain::standing::{ExperienceFact, FactsFile, ResultFact};

use crate::small::{ON, small, steps, way};
use crate::support::{award, bound, d, loaded, nobody, pass, spell};

#[test]
fn what_rests_on_something_that_lapses_comes_before_time_that_outlasts_it() {
    let tables = r#"
kind k
stage s1: results = "a"
stage s2: results = "b"; requires = "s1"
assessment a in s1: expires = "5 months"
assessment b in s2
award one: "s1"
award two: { all = ["b", { period = "6 months", kind = "k", while = "one" }] }
"#;
    let plan = way(&loaded(&small(tables)), &nobody(), "two");
    let told: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
    let time = "Gather 6 months for Two off (K, while holding One) and have them confirmed";
    assert_eq!(told, ["Pass A", "Apply for the status One", "Pass B", time, "Apply for the status Two"]);
    assert_eq!(plan.provided, Vec::<String>::new());
    // What lapses during the time is passed once more: B while what opens its stage is there, or that again.
    let both = tables.replace("assessment b in s2", "assessment b in s2: expires = \"5 months\"");
    let plan = way(&loaded(&small(&both)), &nobody(), "two");
    let told: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
    assert_eq!(told, ["Pass A", "Apply for the status One", "Pass B", time, "Pass B", "Apply for the status Two"]);
    assert_eq!(plan.provided, Vec::<String>::new());
    let both = tables.replace("assessment b in s2", "assessment b in s2: expires = \"7 months\"");
    let plan = way(&loaded(&small(&both)), &nobody(), "two");
    assert_eq!((plan.steps[2].sentence.as_str(), &plan.provided[..]), ("Pass B", &[][..]));
}

#[test]
fn work_needs_nothing_but_the_status_that_is_held_meanwhile() {
    let tables = r#"
kind k
stage s1: results = "a"
stage s2: results = "b"; employer = "e"; requires = "s1"
assessment a in s1
assessment b in s2
experience e in s2: gather = { hours = 30, kind = "k" }; requires = "a"
award one: "a"
award two: "s2"
"#;
    let needs = |tables: &str, facts: &FactsFile| {
        let steps = way(&loaded(&small(tables)), facts, "two").steps;
        let each = steps.into_iter().map(|step| {
            let short = step.sentence.replace(" and have them confirmed", "").replace(" more for ", " for ");
            format!("{short} {:?}", step.needs)
        });
        each.collect::<Vec<_>>()
    };
    let all = ["Pass A []", "Pass B [0]", "Gather 30 h for E (K) []", "Apply for the status Two [0, 1, 2]"];
    assert_eq!(needs(tables, &nobody()), all);
    let held = tables.replace("kind = \"k\" }", "kind = \"k\", while = \"one\" }");
    let work = "Gather 30 h for E (K, while holding One)";
    let all = ["Pass A []", "Apply for the status One [0]", "Pass B [0]"].map(str::to_owned);
    let last = [format!("{work} [1]"), String::from("Apply for the status Two [0, 1, 2, 3]")];
    assert_eq!(needs(&held, &nobody()), [&all[..], &last[..]].concat());
    let holding = FactsFile { awards: vec![award("a1", "one", "2024-01-01")], ..nobody() };
    assert_eq!(needs(&held, &holding)[2], format!("{work} []"));
}

/// Who confirms the hours for the status is the third who confirms work.
#[test]
fn a_verification_needs_the_work_that_brings_what_is_seen_before_it() {
    let tables = r#"
kind work
kind law: counts_as = "work"
stage s: results = { all = ["a", "b"] }; employer = { all = ["e", "v"] }
assessment a in s
assessment b in s
experience e in s: gather = { any = [{ hours = 50, kind = "work", distinct_signers = 3 }, { hours = 60, kind = "law" }] }
verification v in s
award st: { all = ["v", { hours = 60, kind = "work" }] }
"#;
    let mut facts = nobody();
    for (element, by) in [("a", "ruth"), ("b", "omar")] {
        let by = Some(by.to_owned());
        facts.results.push(ResultFact { confirmed_by: by.clone(), ..pass(element, element, "2024-01-10") });
        let worked = spell(&format!("e-{element}"), "law", "2024-01-01", "2024-02-01", 10);
        facts.experience.push(ExperienceFact { confirmed_by: by, ..worked });
    }
    let told: Vec<_> = way(&loaded(&small(tables)), &facts, "st").steps.into_iter().map(|it| it.needs).collect();
    assert_eq!(told, [vec![], vec![0], vec![0, 1]]);
}

#[test]
fn what_must_not_be_so_for_a_status_comes_after_its_application() {
    let tables = r#"
kind k
stage s: results = "a"
assessment a in s
award gate: { hours = 10, kind = "k" }
award one: { all = [{ any = [{ hours = 20, kind = "k", while = "gate" }, "a"] }, { not = { holds = "gate" } }] }
award two: { all = [{ holds = "gate" }, { holds = "one" }] }
"#;
    // Work while it is held is no way.
    let one = ["Pass A", "Apply for the status One"];
    assert_eq!(steps(tables, &nobody(), "one"), one);
    let gate = ["Gather 10 h more for Gate off (K) and have them confirmed", "Apply for the status Gate"];
    let mut told = steps(tables, &nobody(), "two");
    assert_eq!(told.pop().as_deref(), Some("Apply for the status Two"));
    let place = |step: &str| told.iter().position(|other| other == step).unwrap();
    assert!(told.len() == 4 && place(one[1]) < place(gate[1]), "{told:?}");
    // Where it has to be held first there is none.
    for part in ["", ", { holds = \"gate\" }"] {
        let only = tables.replace(", \"a\"] }, { not", &format!("{part}] }}, {{ not"));
        let framework = loaded(&small(&only));
        let found = plan(&framework, &bound(&framework, &nobody()), framework.find("one").unwrap(), d(ON));
        assert_eq!(
            found.unwrap_err().because,
            ["It asks for something not to be so, to which every way leads"],
            "{part}"
        );
    }
}

/// The hours of another kind, or more of them, are no part of the way.
#[test]
fn a_plan_rests_on_what_lapses_where_the_work_that_would_do_is_not_gathered() {
    let held = "hours = 20, kind = \"bar\", while = \"gate\"";
    for other in ["hours = 60, kind = \"work\"", "hours = 90, kind = \"bar\"", held] {
        let tables = format!(
            r#"
kind work
kind bar
stage s: results = {{ all = ["a", "c"] }}
assessment a in s: expires = "5 months"
course c: requires = {{ at_least = 2, of = ["a", {{ hours = 20, kind = "bar" }}, {{ {other} }}] }}
award st: "c"
award gate: "a"
route r: requires = {{ hours = 1, kind = "work" }}
"#
        );
        let facts = FactsFile { results: vec![pass("a", "a", "2024-01-10")], ..nobody() };
        let plan = way(&loaded(&small(&tables)), &facts, "st");
        assert_eq!(plan.steps.len(), 3);
        assert_eq!(plan.provided, ["A lapses on 10 June 2024"], "{other}");
    }
}

#[test]
fn what_rests_on_something_that_is_there_and_lapses_comes_before_time() {
    let tables = r#"
kind k
stage s: results = "a"
assessment a in s: expires = "5 months"
course c: requires = "a"
award one: "s"
award two: { all = [{ period = "9 months", kind = "k" }, { holds = "one" }, "c"] }
"#;
    let facts = FactsFile { results: vec![pass("a", "a", "2024-01-10")], ..nobody() };
    let time = "Gather 9 months for Two off (K) and have them confirmed";
    let told = steps(tables, &facts, "two");
    assert_eq!(told, ["Complete C", "Apply for the status One", time, "Apply for the status Two"]);
}

#[test]
fn a_verification_needs_what_opens_the_work_that_is_seen_before_it() {
    let tables = r#"
kind k
stage s: employer = { all = ["f", "v"] }
experience f: gather = { hours = 10, kind = "k" }; requires = "one"
verification v in s
course c
award one: "c"
award st: "v"
"#;
    let steps = way(&loaded(&small(tables)), &nobody(), "st").steps;
    let told: Vec<_> = steps.iter().map(|step| (step.sentence.as_str(), &step.needs[..])).collect();
    let verify = ("Ask the employer to verify the S stage", &[0, 2][..]);
    assert!(told.len() == 5 && told[3] == verify, "{told:?}");
}
