//! Plans for people of whom not all is recorded, and plans that say on what they depend and on nothing else: each with the
//! smallest framework that has the case.

use domain::framework::Framework;
use domain::plan::{Plan, plan};
use domain::standing::{Dated, FactsFile, Outcome};

use crate::carrying_out::reaches;
use crate::generated_plans::leads_there;
use crate::support::{bound, d, exemption, loaded, nobody, pass, result};

const ON: &str = "2024-03-27";

/// A status for a stage of assessments `a`, `b` and `c`, each with more of its own, and of experience where there is
/// any.
fn framework(results: &str, more: [&str; 3], work: Option<&str>) -> Framework {
    let employer = work.map_or("no_employer_key = \"a test\"", |_| "employer = \"x\"");
    let head = format!(
        "slug = \"mini\"\nversion = \"1\"\ntitle = \"Mini\"\nbody = \"Body\"\neffective_from = 2020-01-01\n\n\
         [[specialism]]\nid = \"red\"\ntitle = \"Red\"\nsources = [\"t\"]\n\n\
         [[specialism]]\nid = \"blue\"\ntitle = \"Blue\"\nsources = [\"t\"]\n\n\
         [[stage]]\nid = \"s\"\ntitle = \"S\"\nsources = [\"t\"]\nresults = {results}\n{employer}\n\n"
    );
    let element = |id: &str, kind: &str, more: &str| {
        format!(
            "[[element]]\nid = \"{id}\"\nkind = \"{kind}\"\ntitle = \"{id}\"\nstage = \"s\"\nsources = [\"t\"]\n{more}\n\n"
        )
    };
    let elements = ["a", "b", "c"].into_iter().zip(more).map(|(id, more)| element(id, "assessment", more));
    let work = work.map(|more| {
        let kind = "[[experience_kind]]\nid = \"work\"\ntitle = \"Work\"\nsources = [\"t\"]\n\n";
        kind.to_owned() + &element("x", "experience", more)
    });
    let status = "[[status]]\nid = \"st\"\ntitle = \"Status\"\nsources = [\"t\"]\n\n[[step_off]]\nid = \"off\"\ntitle = \"Off\"\n\
                  sources = [\"t\"]\nstatus = \"st\"\nrequires = \"s\"\n";
    // What no rule names is named here.
    let route =
        "\n[[route]]\nid = \"all\"\ntitle = \"All\"\nsources = [\"t\"]\nrequires = { all = [\"a\", \"b\", \"c\"] }\n";
    loaded(&(head + &elements.chain(work).collect::<String>() + status + route))
}

fn way(framework: &Framework, facts: &FactsFile) -> Plan {
    plan(framework, &bound(framework, facts), framework.find("st").unwrap(), d(ON)).unwrap()
}

/// The steps, but for the last, the application; and on what else the plan depends.
fn told(plan: &Plan) -> (Vec<&str>, Vec<&str>) {
    let steps = &plan.steps[..plan.steps.len() - 1];
    (steps.iter().map(|step| step.sentence.as_str()).collect(), plan.provided.iter().map(String::as_str).collect())
}

fn passed(results: &[(&str, &str)]) -> FactsFile {
    let results = results.iter().enumerate().map(|(n, (element, on))| pass(&format!("r{n}"), element, on));
    FactsFile { results: results.collect(), ..nobody() }
}

const WORK: &str = "gather = { period = \"3 months\", kind = \"work\" }\n";

const ONCE: &str = "attempts = { max = 1, within = \"1 year\" }\n";

#[test]
fn what_is_there_counts_once_the_day_of_joining_is_recorded() {
    let joined = "requires = { joined_from = 2023-06-01 }\n";
    let recorded = "The day of joining is to be recorded, and is 1 June 2023 or later";
    let facts = passed(&[("a", "2024-01-10"), ("b", "2024-01-11"), ("c", "2024-01-12")]);
    for more in [
        [&[joined, ONCE].concat(), "", ""],
        // What is there of others rests on it, through what was sat after it and what required it.
        [joined, &["sat_after = [\"a\"]\n", ONCE].concat(), &["requires = \"b\"\n", ONCE].concat()],
    ] {
        let framework = framework(r#"{ all = ["a", "b", "c"] }"#, more, None);
        let plan = way(&framework, &facts);
        assert_eq!(told(&plan), (vec![], vec![recorded]));
        let known = FactsFile { joined_on: Dated::Always(d("2023-06-01")), ..facts.clone() };
        assert!(leads_there(&framework, &plan, &known, d(ON)));
        let known = FactsFile { joined_on: Dated::Always(d("2023-05-31")), ..facts.clone() };
        assert!(!leads_there(&framework, &plan, &known, d(ON)));
    }
    // Whoever joined before a day has one pass that counts, whoever joined later the other: it is to be recorded all the same.
    let before = "requires = { joined_before = 2023-06-01 }\n";
    let framework = framework(r#"{ any = ["a", "b"] }"#, [joined, before, ""], None);
    assert_eq!(told(&way(&framework, &facts)), (vec![], vec!["The day of joining is to be recorded"]));
}

#[test]
fn what_is_there_counts_once_a_specialism_is_chosen() {
    let red = "requires = { matches = \"red\" }\n";
    let after = ["sat_after = [\"a\"]\n", ONCE].concat();
    let facts = passed(&[("a", "2024-01-10"), ("b", "2024-01-11")]);
    for results in [r#"{ all = ["a", "b"] }"#, r#"{ any = [{ all = ["a", "b"] }, { all = ["c", "b"] }] }"#] {
        let framework = framework(results, [red, &after, "requires = { matches = \"blue\" }\n"], None);
        let plan = way(&framework, &facts);
        assert_eq!(told(&plan), (vec!["Choose the specialism Red"], vec![]));
        assert!(leads_there(&framework, &plan, &facts, d(ON)));
        assert_eq!(plan.steps[1].needs, [0], "what counts by the choice waits for it");
    }
}

/// A pass that counts by another way than the one that is taken is not there: here `c` was too early for `b`.
#[test]
fn what_counts_by_a_choice_is_not_there_where_none_is_made() {
    let either = "requires = { any = [{ matches = \"red\" }, \"b\"] }\n";
    let facts = passed(&[("c", "2024-01-10")]);
    let framework = framework(r#"{ all = ["b", "c"] }"#, ["", "", either], None);
    let plan = way(&framework, &facts);
    assert!(leads_there(&framework, &plan, &facts, d(ON)), "{plan:?}");
}

#[test]
fn a_plan_depends_on_nothing_that_may_lapse_where_something_else_is_enough() {
    let short = "expires = \"5 months\"\n";
    let either = r#"{ any = ["a", "b"] }"#;
    let facts = passed(&[("a", "2024-01-10"), ("b", "2024-01-11")]);
    let depends = |results: &str, more: [&str; 3], facts: &FactsFile| -> Vec<String> {
        let framework = framework(results, more, Some(WORK));
        way(&framework, facts).provided
    };
    assert_eq!(depends(either, [short, "", ""], &facts), Vec::<String>::new());
    let exempt = FactsFile { exemptions: vec![exemption("x", "b", "2024-01-11")], ..passed(&[("a", "2024-01-10")]) };
    assert_eq!(depends(either, [short, short, ""], &exempt), Vec::<String>::new());
    // Of two that lapse it is the later; of two that are both asked for, both.
    let long = "expires = \"10 months\"\n";
    assert_eq!(depends(either, [long, long, ""], &facts), ["b lapses on 11 November 2024"]);
    let both = ["a lapses on 10 November 2024", "b lapses on 11 November 2024"];
    assert_eq!(depends(r#"{ all = ["a", "b"] }"#, [long, long, ""], &facts), both);
    // What lapses before the time is over is passed again.
    let again = framework(either, [short, short, ""], Some(WORK));
    assert_eq!(told(&way(&again, &facts)).0, ["Gather 3 months for x (Work) and have them confirmed", "Pass a"]);
    // What is there and waits for what is still to be passed is passed again where it lapses before.
    let now = ["", "", &["requires = { now = \"b\" }\n", short].concat()];
    let waits = passed(&[("c", "2024-01-10")]);
    let both = framework(r#"{ all = ["b", "c"] }"#, now, Some(WORK));
    let gather = "Gather 3 months for x (Work) and have them confirmed";
    assert_eq!(told(&way(&both, &waits)), (vec!["Pass b", gather, "Pass c"], vec![]));
}

#[test]
fn a_set_that_an_earlier_sitting_has_begun_is_passed_after_what_takes_long() {
    let set = "expires = { after = \"4 months\", whole_set = \"w\" }\n";
    let failed = FactsFile { results: vec![result("r", "a", Outcome::Fail, "2024-02-17")], ..nobody() };
    let gather = "Gather 3 months for x (Work) and have them confirmed";
    let leads = |framework: &Framework, plan: &Plan| leads_there(framework, plan, &failed, d(ON));
    let one_of_it = framework(r#"{ any = ["a", "b"] }"#, [set, set, ""], Some(WORK));
    let plan = way(&one_of_it, &failed);
    assert_eq!(told(&plan), (vec![gather, "Pass a with a further attempt"], vec![]));
    assert!(leads(&one_of_it, &plan));
    // The whole of it lapses no more once it is passed, in the order of the file.
    let all_of_it = framework(r#"{ all = ["a", "b"] }"#, [set, set, ""], Some(WORK));
    let plan = way(&all_of_it, &failed);
    assert_eq!(told(&plan), (vec!["Pass a with a further attempt", "Pass b", gather], vec![]));
    assert!(leads(&all_of_it, &plan));
    // Where it has to come first, it is passed again.
    let held = WORK.replace(" }", ", while = \"gate\" }")
        + "[[status]]\nid = \"gate\"\ntitle = \"Gate\"\nsources = [\"t\"]\n\
           [[step_off]]\nid = \"gate-off\"\ntitle = \"Gate off\"\nstatus = \"gate\"\nrequires = \"a\"\nsources = [\"t\"]\n";
    let before = framework(r#"{ any = ["a", "b"] }"#, [set, set, ""], Some(&held));
    let plan = way(&before, &failed);
    let gather = "Gather 3 months for x (Work, while holding Gate) and have them confirmed";
    let pass = "Pass a with a further attempt";
    assert_eq!(told(&plan), (vec![pass, "Apply for the status Gate", gather, pass], vec![]));
    reaches(&before, &failed, "st", d(ON)).unwrap();
}

/// The window of the set is over, and a pass of it is kept by one that waits: what has to be sat after it in one window needs
/// another.
#[test]
fn a_pass_that_is_kept_from_an_earlier_window_is_no_first_for_the_next() {
    let set = "expires = { after = \"1 year\", whole_set = \"w\" }";
    let framework = framework(
        "{ all = [\"a\", \"b\"] }",
        [set, &format!("{set}\nsat_after = [\"a\"]"), "sat_after = [\"b\"]"],
        None,
    );
    let waits = domain::standing::ResultFact { confirmed_on: None, confirmed_by: None, ..pass("q", "b", "2022-07-01") };
    let facts = FactsFile { results: vec![pass("1", "a", "2022-06-30"), waits], ..nobody() };
    for (day, steps) in [("2023-06-29", 2), ("2023-06-30", 3)] {
        assert_eq!(reaches(&framework, &facts, "st", d(day)).unwrap().steps.len(), steps, "{day}");
    }
}
