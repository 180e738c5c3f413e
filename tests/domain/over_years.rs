//! Work while a title is held that lapses again and again, and the reasons of waits.

use domain::plan::{What, plan};
use domain::standing::FactsFile;

use crate::small::{ON, small};
use crate::support::{award, bound, d, loaded, nobody, pass};

/// The steps and on what they depend, or why there are none.
fn told(tables: &str, facts: &FactsFile) -> Result<(Vec<String>, Vec<String>), Vec<String>> {
    let framework = loaded(&small(tables));
    let target = framework.find("st").unwrap();
    let plan = plan(&framework, &bound(&framework, facts), target, d(ON)).map_err(|no| no.because)?;
    Ok((plan.steps.into_iter().map(|step| step.sentence).collect(), plan.provided))
}

const COURSE: &str = "kind work\nstage s: results = \"c\"; employer = \"x\"\nexperience x in s: gather = { hours = 1, kind = \"work\" }\n";

/// Work at any time is done on after a title is held, where some of it has to be.
#[test]
fn work_at_any_time_says_how_much_of_it_is_done_while_a_title_is_held() {
    let tables = COURSE.to_owned()
        + r#"
course c in s
award lic: "c"; expires = "1 month"; extends = true
award st: { all = [{ hours = 200, kind = "work", while = "lic" }, { hours = 600, kind = "work" }] }
"#;
    let framework = loaded(&small(&tables));
    let target = framework.find("st").unwrap();
    let found = plan(&framework, &bound(&framework, &nobody()), target, d(ON)).unwrap();
    let steps: Vec<&str> = found.steps.iter().map(|step| step.sentence.as_str()).collect();
    assert_eq!(
        steps,
        [
            "Complete C",
            "Apply for the status Lic",
            "Gather 155 h more for St off (Work, while holding Lic) and have them confirmed",
            "Apply for the status Lic",
            "Gather 445 h more for St off (Work) and have them confirmed; at least 45 h of it while holding Lic",
            "Apply for the status St"
        ]
    );
    assert!(found.steps[4].needs.contains(&3), "{:?}", found.steps[4].needs);
}

/// The hours of a length too.
#[test]
fn hours_of_a_length_say_how_many_of_them_are_done_while_a_title_is_held() {
    let tables = COURSE.to_owned()
        + r#"
course c in s
award lic: "c"; expires = "1 month"; extends = true
award st: { all = [{ hours = 300, kind = "work", while = "lic" }, { hours = 800, kind = "work", window = "1 year" }] }
"#;
    let (steps, _) = told(&tables, &nobody()).unwrap();
    let held: i64 = steps.iter().filter_map(|step| hours_held(step)).sum();
    assert_eq!((steps.len(), held), (6, 300), "{steps:#?}");
}

/// How many hours of a step are to be worked while Lic is held.
fn hours_held(step: &str) -> Option<i64> {
    let whole = step.strip_prefix("Gather ")?;
    let part = step.split_once("at least ").map(|(_, part)| part);
    let number = |text: &str| text.split_once(" h").unwrap().0.replace(',', "").parse().ok();
    part.map_or_else(|| if step.contains("while holding Lic)") { number(whole) } else { None }, number)
}

/// A year later is the same place, but for what was worked.
#[test]
fn work_of_years_is_planned_while_a_title_is_conferred_again_and_again() {
    let tables = COURSE.to_owned()
        + r#"
course c in s: expires = "6 months"
award lic: "c"; expires = "1 year"
award st: { hours = 6000, kind = "work", while = "lic" }
"#;
    let (steps, provided) = told(&tables, &nobody()).unwrap();
    let applied = steps.iter().filter(|step| *step == "Apply for the status Lic").count();
    assert_eq!((steps.len(), applied), (13, 4), "{steps:#?}");
    assert!(provided.iter().all(|why| !why.contains("more ways")), "{provided:#?}");
}

/// Work that takes longer than a title is conferred is no way, whatever else lapses and is done again.
#[test]
fn work_that_is_over_too_late_is_no_way() {
    let courses = ["c", "d", "f", "g"];
    let tables = |until: &str| {
        let mut tables = COURSE.to_owned();
        for id in courses {
            tables += &format!("course {id} in s: expires = \"2 months\"\n");
        }
        tables
            + "award lic: { all = [\"c\", \"d\", \"f\", \"g\"] }; expires = \"3 months\"\n"
            + &format!("award st: {{ period = \"1 year\", kind = \"work\", while = \"lic\" }}; valid_until = {until}\n")
    };
    for until in ["2024-09-01", "2025-05-15"] {
        let because = told(&tables(until), &nobody()).unwrap_err();
        assert!(because.iter().all(|why| !why.contains("more ways")), "{until}: {because:#?}");
    }
}

/// One works first, and then waits for the title, and not for what would last all the same.
#[test]
fn a_wait_is_for_what_it_makes_possible() {
    let tables = COURSE.to_owned()
        + r#"
course c in s: expires = "2 months"
award lic: "c"; expires = "3 months"
award two: { holds = "lic" }; expires = "1 year"
award st: { all = [{ hours = 300, kind = "work" }, { holds = "two" }] }; valid_from = 2024-07-30
"#;
    let facts = FactsFile {
        results: vec![pass("r", "c", "2023-12-18")],
        awards: vec![award("w", "lic", "2024-04-25")],
        ..nobody()
    };
    let (steps, _) = told(&tables, &facts).unwrap();
    assert_eq!(steps.len(), 4, "{steps:#?}");
    assert_eq!(steps[2], "Wait until 30 July 2024, when St is first conferred", "{steps:#?}");
}

/// What still counts is used at once where one waits afterwards, though it could be used somewhat later.
#[test]
fn what_still_counts_is_used_before_one_long_wait() {
    let tables = r#"
stage s: results = { all = ["a", "b"] }
course a in s: expires = "2 months"
course b in s: requires = "a"; expires = "3 months"
award st: { any = ["b"] }; valid_from = 2024-06-20
"#;
    let facts = FactsFile { results: vec![pass("r", "a", "2024-03-31"), pass("q", "b", "2023-12-20")], ..nobody() };
    let wait = "Wait until 20 June 2024, when St is first conferred";
    let (steps, _) = told(tables, &facts).unwrap();
    assert_eq!(steps, ["Complete B", wait, "Apply for the status St"]);
}

/// What is waited for by work that grows too old is named.
#[test]
fn a_wait_before_hours_of_a_length_names_the_title_that_begins() {
    let tables = COURSE.to_owned()
        + r#"
course c in s: expires = "2 months"
award lic: "c"; expires = "3 months"
award st: { all = [{ hours = 350, kind = "work", window = "6 months" }, { holds = "lic" }] }; valid_from = 2025-03-30
"#;
    let (steps, _) = told(&tables, &nobody()).unwrap();
    let why = "so that what is done next still counts when St is first conferred";
    assert!(steps.iter().any(|step| step.ends_with(why)), "{steps:#?}");
}

/// Hours for which their length has no room are said, also while a title is held and where it begins later.
#[test]
fn hours_without_room_are_said_in_every_shape() {
    let framework = |own: &str, keys: &str| {
        COURSE.to_owned()
            + "course c in s\naward lic: { period = \"1 month\", kind = \"work\" }\n"
            + &format!(
                "award st: {{ all = [{{ hours = 300, kind = \"work\", window = \"1 month\"{own} }}, {{ holds = \"lic\" }}] }}{keys}\n"
            )
    };
    for own in ["", ", while = \"lic\""] {
        for keys in [
            "",
            "; expires = \"1 year\"; extends = true",
            "; valid_from = 2024-08-01; expires = \"1 year\"; extends = true",
        ] {
            for facts in [nobody(), FactsFile { awards: vec![award("w", "st", "2024-01-01")], ..nobody() }] {
                let held = !facts.awards.is_empty();
                let (steps, provided) = told(&framework(own, keys), &facts).unwrap();
                let is_said = provided.iter().any(|why| why.ends_with("which is more than 35 hours a week"));
                assert!(is_said || held && steps.is_empty(), "{own} {keys}: {steps:#?} {provided:#?}");
            }
        }
    }
}

/// Whoever reads a plan by its kinds of steps sees work at any time as such.
#[test]
fn a_step_of_work_at_any_time_names_no_title() {
    let tables = COURSE.to_owned()
        + r#"
course c in s
award lic: "c"
award st: { all = [{ hours = 20, kind = "work", while = "lic" }, { hours = 60, kind = "work" }] }
"#;
    let framework = loaded(&small(&tables));
    let target = framework.find("st").unwrap();
    let found = plan(&framework, &bound(&framework, &nobody()), target, d(ON)).unwrap();
    let works = found.steps.iter().filter(|step| matches!(step.what, What::GatherMinutes { .. }));
    assert!(works.clone().count() > 0 && works.clone().all(|step| !step.sentence.contains("at least")));
}

/// Years under two titles that are both held for good are asked for once.
#[test]
fn work_under_two_titles_that_do_not_end_is_done_once_for_both() {
    let tables = COURSE.to_owned()
        + r#"
course c in s
award a: "c"
award b: { holds = "a" }
award st: { all = [{ period = "2 years", kind = "work", while = "a" }, { period = "1 year", kind = "work", while = "b" }] }
"#;
    let (steps, _) = told(&tables, &nobody()).unwrap();
    assert_eq!(steps.len(), 5, "{steps:#?}");
}
