//! Work for longer than the title lasts that is held meanwhile, and ways where there are too many to try them all.

use domain::plan::{Plan, plan};
use domain::standing::FactsFile;

use crate::carrying_out::reaches;
use crate::small::{ON, small, steps};
use crate::support::{award, bound, d, loaded, nobody, pass, verification};

/// The plan on a day, which was carried out and reaches its target, unless it says that it rests on the days of its hours.
fn walked(tables: &str, facts: &FactsFile, on: &str) -> Plan {
    let framework = loaded(&small(tables));
    let (found, target) = (bound(&framework, facts), framework.find("t").unwrap());
    let plan = plan(&framework, &found, target, d(on)).unwrap();
    if !plan.provided.iter().any(|own| own.starts_with("Hours are worked in as many days")) {
        reaches(&framework, facts, "t", d(on)).unwrap();
    }
    plan
}

/// With how few steps a title is held for so long, by its renewals, is seen though there are many ways.
#[test]
fn renewals_are_counted_beforehand() {
    let card = r#"
kind k
stage s: results = "e"
assessment e in s: expires = "3 months"
award card: { any = [{ hours = 100, kind = "k", window = "2 years" }, "e"] }; expires = "3 months"; extends = true
award t: { period = "1 year", kind = "k", while = "card" }
"#;
    let licence = |work: &str, extends: bool| {
        format!(
            "kind k\nstage s: results = \"e\"\nassessment e in s: expires = \"1 year\"\n\
             award licence: \"e\"; expires = \"1 year\"; extends = {extends}\n\
             award t: {{ period = \"{work}\", kind = \"k\", while = \"licence\" }}\n"
        )
    };
    let mut held = FactsFile { results: vec![pass("r", "e", "2024-01-10")], ..nobody() };
    held.awards.extend((1..7).map(|month| award(&format!("w{month}"), "licence", &format!("2024-0{month}-11"))));
    for (tables, facts, on, fewest) in [
        (card.to_owned(), &nobody(), ON, 10),
        (card.to_owned(), &nobody(), "2023-08-31", 10),
        (licence("24 months", true), &nobody(), ON, 6),
        (licence("5 years", true), &nobody(), ON, 12),
        (licence("5 years", true), &held, ON, 3),
        (licence("5 years", false), &nobody(), ON, 16),
        (licence("5 years", false), &held, ON, 17),
    ] {
        let plan = walked(&tables, facts, on);
        assert_eq!(plan.steps.len(), fewest, "{on} {tables} {:#?}", plan.steps);
    }
}

/// What the target does not rest on takes no part in the search.
#[test]
fn courses_beside_a_way_do_not_lengthen_it() {
    let idle: Vec<String> = (0..20).map(|at| format!("idle{at}")).collect();
    let courses: String = idle.iter().map(|id| format!("course {id} in s: expires = \"3 months\"\n")).collect();
    let tables = format!(
        "kind k\nstage s: results = {{ all = {idle:?} }}\n{courses}assessment e\n\
         award card: \"e\"; expires = \"2 months\"; extends = true\n\
         award t: {{ period = \"1 year\", kind = \"k\", while = \"card\" }}\n\
         award u: \"s\"\nroute r: requires = \"e\"\n"
    );
    assert_eq!(walked(&tables, &nobody(), "2023-09-01").steps.len(), 14);
}

/// The last days of a month are worth less than the first of the next, where a month is counted from them.
#[test]
fn one_waits_for_the_next_month_where_that_saves_a_renewal() {
    let tables = r#"
kind k
stage s: results = "e"
assessment e in s
award card: "e"; expires = "2 months"; extends = true
award t: { period = "1 year", kind = "k", while = "card" }
"#;
    for (on, fewest) in [("2023-08-30", 15), ("2023-08-31", 15), ("2023-09-01", 14)] {
        assert_eq!(walked(tables, &nobody(), on).steps.len(), fewest, "{on}");
    }
}

/// Where there are more ways than can be tried, the one that is told can be walked, and says that it need not be the shortest.
#[test]
fn of_too_many_ways_one_is_told_that_can_be_walked() {
    for titles in [3, 5] {
        let exams: Vec<String> = (0..titles).map(|at| format!("e{at}")).collect();
        let mut tables = format!("kind k\nstage s: results = {{ all = {exams:?} }}\n");
        let mut facts = nobody();
        let mut parts = vec![String::from("\"s\"")];
        for at in 0..titles {
            tables += &format!("assessment e{at} in s: expires = \"{} months\"\n", 3 + at);
            tables += &format!("award a{at}: \"e{at}\"; expires = \"{} months\"; extends = {}\n", 5 + at, at % 2 == 0);
            parts.push(format!("{{ period = \"{} months\", kind = \"k\", while = \"a{at}\" }}", 8 + at));
            facts.results.push(pass(&format!("r{at}"), &format!("e{at}"), "2024-04-10"));
            facts.awards.push(award(&format!("w{at}"), &format!("a{at}"), "2024-04-11"));
        }
        tables += &format!("award t: {{ all = [{}] }}\n", parts.join(", "));
        let plan = walked(&tables, &facts, ON);
        let said = plan.provided.iter().any(|own| own.ends_with("another may have fewer steps"));
        assert!(said, "{titles}: {:#?}", plan.provided);
    }
}

/// Work that is done while one title is held is not done again for another that ends.
#[test]
fn work_while_two_titles_are_held_that_end_is_asked_for_once() {
    let tables = r#"
kind k
stage s: results = "e"
assessment e in s
award a: "e"; expires = "2 years"
award b: "e"; expires = "6 months"
award t: { all = [{ period = "3 months", kind = "k", while = "a" }, { period = "3 months", kind = "k", while = "b" }] }
"#;
    let facts = FactsFile {
        results: vec![pass("r", "e", "2024-01-10")],
        awards: vec![award("w", "a", "2024-04-11")],
        ..nobody()
    };
    let told = steps(tables, &facts, "t");
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told[1].ends_with("of it while holding A"), "{told:#?}");
}

/// Where each of many courses needs one of those after it, a short chain of them is found, and not the first one.
#[test]
fn of_many_chains_a_short_one_is_found() {
    let last = 400;
    let course = |at: usize| {
        let next: Vec<String> = (at + 1..=(at + 5).min(last)).map(|next| format!("c{next}")).collect();
        let requires = if next.is_empty() { String::new() } else { format!(": requires = {{ any = {next:?} }}") };
        format!("course c{at}{}{requires}\n", if at == 0 { " in s" } else { "" })
    };
    let courses: String = (0..=last).map(course).collect();
    let tables = format!("stage s: results = \"c0\"\n{courses}award t: \"s\"\n");
    assert_eq!(walked(&tables, &nobody(), ON).steps.len(), last / 5 + 2);
}

/// Also where somebody signed for both keys: whom a plan supposes to sign is nobody of the record, nor one person twice.
#[test]
fn of_too_many_ways_one_is_made_anew_where_somebody_signed_for_both_keys() {
    let tables = r#"
kind site
kind domestic: counts_as = "site"
stage trainee: results = { at_least = 2, of = ["science", "drawing"] }; employer = { all = ["hours", "review"] }
stage journey: requires = "trainee"; results = { all = ["am2-a", "am2-b", "health"] }; employer = { all = ["time", "homes"] }
assessment science in trainee
assessment drawing in trainee
course health in trainee: expires = "2 years"
experience hours in trainee: gather = { hours = 300, kind = "site" }
verification review in trainee
assessment am2-a in journey: expires = { after = "18 months", whole_set = "am2" }
assessment am2-b in journey: expires = { after = "18 months", whole_set = "am2" }
experience time in journey: gather = { period = "18 months", kind = "site", while = "apprentice" }
experience homes in journey: gather = { hours = 200, kind = "domestic", window = "1 year" }
award apprentice: { not = { holds = "t" } }; expires = "2 years"
award t: "journey"
"#;
    let mut science = pass("r", "science", "2024-11-21");
    science.confirmed_by = Some("boss".into());
    let facts = FactsFile {
        results: vec![science],
        verifications: vec![verification("v", "review", "2024-08-13", "boss")],
        awards: vec![award("w", "apprentice", "2024-01-17")],
        ..nobody()
    };
    let plan = walked(tables, &facts, "2024-12-01");
    let is_said = |own: &String| own == "There are more ways than can be tried: another may have fewer steps";
    assert!(plan.provided.iter().any(is_said), "{:#?}", plan.provided);
    let again = plan.steps.iter().find(|step| step.sentence.starts_with("Ask the employer to verify"));
    assert!(again.unwrap().sentence.ends_with("by somebody who confirmed none of its results"), "{:#?}", plan.steps);
}

/// Of as many steps those are told that are done sooner, and no more is gathered than is enough.
#[test]
fn one_does_not_wait_where_as_many_steps_need_no_wait() {
    let tables = r#"
kind k
stage s: results = "c"
course c in s
award app: "c"; expires = "2 years"
award t: { period = "18 months", kind = "k", while = "app" }
"#;
    let facts = FactsFile {
        results: vec![pass("r", "c", "2025-01-01")],
        awards: vec![award("w", "app", "2025-03-23")],
        ..nobody()
    };
    let plan = walked(tables, &facts, "2025-11-16");
    let waits = plan.steps.iter().any(|step| step.sentence.starts_with("Wait"));
    assert!(plan.steps.len() == 4 && !waits, "{:#?}", plan.steps);
}

/// What a stage that lapses meanwhile rests on is named, where it lapses too.
#[test]
fn what_lapses_after_a_wait_is_named() {
    let tables = r#"
stage g: results = { all = ["a", "b"] }
course a in g: expires = "3 years"
course b in g: expires = "1 year"
award ban: "r"; expires = "1 year"
award t: { all = ["g", { not = { holds = "ban" } }] }
course r
"#;
    let facts = FactsFile {
        results: vec![pass("a", "a", "2023-01-01"), pass("b", "b", "2024-09-15")],
        awards: vec![award("w", "ban", "2024-10-01")],
        ..nobody()
    };
    let plan = walked(tables, &facts, "2024-12-20");
    assert_eq!(plan.steps.len(), 3, "{:#?}", plan.steps);
    assert!(plan.provided.contains(&"A lapses on 1 January 2026".to_owned()), "{:#?}", plan.provided);
}

/// A verification that has lapsed is not asked for again before what is seen at work is there.
#[test]
fn a_lapsed_verification_is_asked_for_once_the_work_is_there() {
    let tables = r#"
kind k
stage s: results = "c"; employer = { all = ["x", "v"] }
course c in s
award app: "c"; expires = "2 years"
experience x in s: gather = { period = "18 months", kind = "k", while = "app" }
verification v in s: valid_for = "1 year"
award t: "s"
"#;
    let facts = FactsFile {
        results: vec![pass("r", "c", "2024-01-01")],
        verifications: vec![verification("v", "v", "2021-10-17", "boss")],
        awards: vec![award("w", "app", "2024-12-27")],
        ..nobody()
    };
    let plan = walked(tables, &facts, "2025-07-27");
    let at = |what: &str| plan.steps.iter().rposition(|step| step.sentence.starts_with(what));
    assert!(at("Gather") < at("Ask the employer"), "{:#?}", plan.steps);
}

/// What can't be is said with its reason, and not that there is too much to try.
#[test]
fn what_must_not_be_so_and_never_ends_is_told_as_such() {
    let tables = r#"
stage s: results = "c"
course c in s: expires = "8 years"
award high: "s"
award t: { all = ["s", { not = { holds = "high" } }] }
"#;
    let facts = FactsFile { awards: vec![award("w", "high", "2024-01-01")], ..nobody() };
    let framework = loaded(&small(tables));
    let target = framework.find("t").unwrap();
    let none = plan(&framework, &bound(&framework, &facts), target, d(ON)).unwrap_err();
    assert_eq!(none.because, ["It asks for something not to be so, which is so"]);
}

/// One waits until the first day that will do: from 29 January on a month has thirty days.
#[test]
fn a_wait_names_the_first_day_that_will_do() {
    let tables = r#"
kind k
stage s: results = "c"
course c in s
award card: "s"; expires = "30 days"
award t: { period = "1 month", kind = "k", while = "card" }
"#;
    let facts = FactsFile { results: vec![pass("r", "c", "2024-01-01")], ..nobody() };
    let wait = |on: &str| walked(tables, &facts, on).steps[0].sentence.clone();
    assert_eq!(wait("2025-01-20"), "Wait until 29 January 2025, so that Card lasts long enough");
    assert_eq!(wait("2025-03-10"), "Wait until 31 March 2025, so that Card lasts long enough");
}

/// An act that keeps hours and days of the same work apart is no step: more days are.
#[test]
fn nothing_is_done_in_vain_between_hours_and_days() {
    let tables = r#"
kind site
kind domestic: counts_as = "site"
stage trainee: results = { all = ["health", "drawing"] }; employer = "hours"
stage journey: requires = "trainee"; results = { all = ["am2-a", "am2-b", "health"] }; employer = { all = ["time", "homes", "final"] }
course health in trainee: expires = "2 years"
assessment drawing in trainee
experience hours in trainee: gather = { hours = 300, kind = "site" }
award apprentice: "trainee"; expires = "2 years"
assessment am2-a in journey: expires = { after = "18 months", whole_set = "am2" }
assessment am2-b in journey: expires = { after = "18 months", whole_set = "am2" }
experience time in journey: gather = { period = "18 months", kind = "site", while = "apprentice" }
experience homes in journey: gather = { hours = 200, kind = "domestic", window = "1 year" }
verification final in journey: valid_for = "6 months"
award t: "journey"
"#;
    let facts = FactsFile {
        results: vec![pass("r", "health", "2025-08-18"), pass("q", "am2-a", "2025-08-14")],
        awards: vec![award("w", "apprentice", "2025-03-23")],
        ..nobody()
    };
    let plan = walked(tables, &facts, "2025-11-16");
    let sentences: Vec<&str> = plan.steps.iter().map(|step| &*step.sentence).collect();
    assert!(!sentences.contains(&"Complete Health"), "{sentences:#?}");
    assert_eq!(sentences.len(), 9, "{sentences:#?}");
}

/// Different amounts of the same work before a title, and more of it under the title, are no circle.
#[test]
fn amounts_before_a_title_do_not_wait_for_those_under_it() {
    for (first, second, under) in [("1 day", "2 days", "3 days"), ("1 month", "6 months", "2 years")] {
        let tables = format!(
            "kind k\nstage s: results = \"c\"\ncourse c in s\naward card: \"c\"\n\
             step_off other: status = \"card\"; requires = {{ all = [{{ period = \"{first}\", kind = \"k\" }}, {{ period = \"{second}\", kind = \"k\" }}] }}\n\
             award t: {{ period = \"{under}\", kind = \"k\", while = \"card\" }}\n"
        );
        assert_eq!(walked(&tables, &nobody(), ON).steps.len(), 4);
    }
    let tables = r#"
kind k
stage s: results = "c"
course c in s: requires = { hours = 100, kind = "k" }
award card: { all = ["c", { hours = 300, kind = "k" }] }
award t: { hours = 900, kind = "k", while = "card" }
"#;
    assert_eq!(walked(tables, &nobody(), ON).steps.len(), 5);
}
