//! Work that fulfils several rules is one step under the strictest of their conditions, whatever the order of the rules.

use domain::plan::plan;
use domain::standing::{ExperienceFact, FactsFile};

use crate::small::{ON, small, steps};
use crate::support::{award, bound, d, loaded, nobody, spell};

/// What is gathered for W and for X, in short. X is gathered where `more` says so.
fn gathered(rules: &str, more: &str, facts: &FactsFile) -> Vec<String> {
    let x = if more.is_empty() { String::new() } else { format!("experience x in train: gather = {more}") };
    let employer = if more.is_empty() { r#""w""# } else { r#"{ all = ["w", "x"] }"# };
    let tables = format!(
        r#"
kind training
kind hospital: counts_as = "training"
stage train: employer = {employer}
experience w in train: gather = {rules}
{x}
award gp: "train"
award number: {{ all = [] }}
route r: requires = {{ all = [{{ hours = 1, kind = "training" }}, {{ hours = 1, kind = "hospital" }}, {{ holds = "number" }}] }}
"#
    );
    let short = |it: String| {
        let it = it
            .replace(" and have them confirmed", "")
            .replace(" and have it confirmed", "")
            .replace(" more for W (", " (")
            .replace(" more for X (", " (");
        it.replace(" for W (", " (").replace(" for X (", " (").replace("Apply for the status ", "Apply: ")
    };
    steps(&tables, facts, "gp").into_iter().map(short).collect()
}

/// The same for two rules in either order, in one element and in two; all four ways are told alike.
fn both(one: &str, other: &str, facts: &FactsFile) -> Vec<String> {
    let ways: Vec<Vec<String>> = [(one, other), (other, one)]
        .into_iter()
        .flat_map(|(a, b)| [gathered(&format!("{{ all = [{a}, {b}] }}"), "", facts), gathered(a, b, facts)])
        .collect();
    assert!(ways.iter().all(|way| *way == ways[0]), "{one} {other}: {ways:#?}");
    ways.into_iter().next().unwrap()
}

fn hours(hours: u32, kind: &str, more: &str) -> String {
    format!("{{ hours = {hours}, kind = \"{kind}\"{more} }}")
}

fn period(length: &str, kind: &str, more: &str) -> String {
    format!("{{ period = \"{length}\", kind = \"{kind}\"{more} }}")
}

fn holding() -> FactsFile {
    FactsFile { awards: vec![award("n", "number", "2024-01-02")], ..nobody() }
}

const WHILE: &str = ", while = \"number\"";
const TWO: &str = ", distinct_signers = 2";

#[test]
fn of_the_same_work_the_larger_amount_is_asked_for_whatever_the_order() {
    let one = |what: &str| [format!("Gather {what}"), String::from("Apply: Gp")];
    for window in ["1 year", "2 years", "3 years"] {
        let recent = hours(50, "training", &format!(", window = \"{window}\""));
        assert_eq!(both(&recent, &hours(100, "training", ""), &nobody()), one("100 h (Training)"));
        let recent = hours(100, "training", &format!(", window = \"{window}\""));
        assert_eq!(both(&recent, &hours(50, "training", ""), &nobody()), one("100 h (Training)"));
    }
    let (two, three) = (", window = \"2 years\"", ", window = \"3 years\"");
    assert_eq!(both(&hours(50, "training", two), &hours(100, "training", three), &nobody()), one("100 h (Training)"));
    let full = period("6 months", "training", ", full_time_equivalent = true");
    assert_eq!(both(&full, &period("1 year", "training", ""), &nobody()), one("1 year (Training)"));
    assert_eq!(
        both(&hours(50, "training", WHILE), &hours(100, "training", WHILE), &holding()),
        one("100 h (Training, while holding Number)")
    );
}

#[test]
fn of_hours_that_more_people_confirm_and_more_of_anybody_the_larger_amount_is_confirmed_by_them() {
    let by_two = hours(50, "training", TWO);
    let told = both(&by_two, &hours(100, "training", ""), &nobody());
    assert_eq!(told, ["Gather 100 h (Training) by 2 different people", "Apply: Gp"]);
    // Who confirmed before is one of them.
    let there = ExperienceFact { minutes: 600, ..spell("x", "training", "2023-01-01", "2023-02-01", 10) };
    let facts = FactsFile { experience: vec![there], ..nobody() };
    let told = both(&by_two, &hours(100, "training", ""), &facts);
    assert_eq!(told, ["Gather 90 h (Training) by 1 further person, other than the one before", "Apply: Gp"]);
}

#[test]
fn narrow_work_while_a_status_is_held_counts_for_what_is_wide_and_asks_for_that() {
    let one = |what: &str| [format!("Gather {what}"), String::from("Apply: Gp")];
    let held = hours(100, "training", WHILE);
    let hospital = "100 h (Hospital, while holding Number)";
    assert_eq!(both(&hours(100, "hospital", ""), &held, &holding()), one(hospital));
    let by_two = format!("{hospital} by 2 different people");
    assert_eq!(both(&hours(100, "hospital", TWO), &held, &holding()), one(&by_two));
    let told = both(&period("6 months", "hospital", ""), &period("6 months", "training", WHILE), &holding());
    assert_eq!(told, one("6 months (Hospital, while holding Number)"));
    let told = both(&hours(100, "hospital", ""), &hours(300, "training", WHILE), &holding());
    let rest = "Gather 200 h (Training, while holding Number)";
    assert_eq!(told, [&one(hospital)[0], rest, "Apply: Gp"]);
    // What is still to be applied for comes first.
    let told = both(&hours(100, "hospital", ""), &held, &nobody());
    assert_eq!(told, ["Apply: Number", &one(hospital)[0], "Apply: Gp"]);
    // Of one kind too.
    let told = both(&hours(50, "training", WHILE), &hours(100, "training", ""), &holding());
    assert_eq!(told, one("100 h (Training, while holding Number)"));
}

#[test]
fn hours_while_a_status_is_held_and_hours_that_two_people_confirm_are_one_step() {
    let (held, by_two) = (hours(50, "training", WHILE), hours(50, "training", TWO));
    let one = "Gather 50 h (Training, while holding Number) by 2 different people";
    assert_eq!(both(&held, &by_two, &holding()), [one, "Apply: Gp"]);
    assert_eq!(both(&held, &by_two, &nobody()), ["Apply: Number", one, "Apply: Gp"]);
}

/// Where the status waits for some of the work, that is asked for first, and all the rest while it is held.
#[test]
fn work_for_which_the_status_waits_is_done_before_it() {
    let tables = r#"
kind training
kind hospital: counts_as = "training"
stage train: employer = { all = ["w", "x"] }
experience w in train: gather = { hours = 30, kind = "hospital" }
experience x in train: gather = { hours = 90, kind = "training", while = "gate" }
award gp: "train"
award gate: { hours = 20, kind = "hospital" }
route r: requires = { hours = 1, kind = "training" }
"#;
    let told = steps(tables, &nobody(), "gp");
    let hospital = "Gather 30 h more for W (Hospital) and have them confirmed";
    let training = "Gather 90 h more for X (Training, while holding Gate) and have them confirmed";
    assert_eq!(told, [hospital, "Apply for the status Gate", training, "Apply for the status Gp"]);
}

/// The people who confirm some of it may be those who confirm other work that counts for the same.
#[test]
fn no_more_people_are_asked_for_than_confirm_other_work() {
    let tables = r#"
kind training
kind hospital: counts_as = "training"
kind ward: counts_as = "training"
stage train: employer = { all = ["w", "x", "y"] }
experience w in train: gather = { hours = 20, kind = "hospital", distinct_signers = 2 }
experience x in train: gather = { hours = 40, kind = "ward" }
experience y in train: gather = { hours = 30, kind = "training", distinct_signers = 2 }
award gp: "train"
"#;
    let told = steps(tables, &nobody(), "gp");
    let hospital = "Gather 20 h more for W (Hospital) and have them confirmed by 2 different people";
    let ward = "Gather 40 h more for X (Ward) and have them confirmed";
    assert_eq!(told, [hospital, ward, "Apply for the status Gp"]);
}

#[test]
fn hours_are_gathered_while_a_status_is_held_for_which_others_of_their_kind_are_asked() {
    let tables = |hospital: u32| {
        format!(
            r#"
kind training
kind hospital: counts_as = "training"
stage train: employer = {{ all = ["w", "x"] }}
experience w in train: gather = {{ all = [{{ hours = 50, kind = "hospital" }}, {{ hours = {hospital}, kind = "hospital" }}] }}
experience x in train: gather = {{ hours = 100, kind = "training", while = "gate" }}
award gp: "train"
award gate: {{ all = [] }}; expires = "1 year"
"#
        )
    };
    let facts = FactsFile { awards: vec![award("g", "gate", "2024-05-01")], ..nobody() };
    let short = |it: &String| {
        it.replace(" more for", "").replace(" and have them confirmed", "").replace(" and have it confirmed", "")
    };
    let told = |hospital: u32| {
        let framework = loaded(&small(&tables(hospital)));
        let plan = plan(&framework, &bound(&framework, &facts), framework.find("gp").unwrap(), d(ON)).unwrap();
        plan.steps.iter().map(|step| short(&step.sentence)).collect::<Vec<_>>()
    };
    assert_eq!(
        told(80),
        [
            "Gather 80 h W (Hospital, while holding Gate)",
            "Gather 20 h X (Training, while holding Gate)",
            "Apply for the status Gp"
        ]
    );
    // More of it is done in that time too, where that is all that there is to do.
    assert_eq!(told(200), ["Gather 200 h W (Hospital, while holding Gate)", "Apply for the status Gp"]);
}

/// More of it is confirmed by two people later all the same.
#[test]
fn hours_that_two_people_confirm_are_not_asked_for_before_more_of_them() {
    let tables = r#"
kind flight
kind pic: counts_as = "flight"
stage s: results = "x"
assessment x in s
award ppl: { hours = 45, kind = "flight" }
award cpl: { all = [{ hours = 100, kind = "pic", while = "ppl" }, { hours = 10, kind = "pic", distinct_signers = 2 }] }
route r: requires = "s"
"#;
    let told = steps(tables, &nobody(), "cpl");
    assert_eq!(
        told,
        [
            "Gather 45 h more for Ppl off (Flight) and have them confirmed",
            "Apply for the status Ppl",
            "Gather 100 h more for Cpl off (Pic, while holding Ppl) and have them confirmed by 2 different people",
            "Apply for the status Cpl",
        ]
    );
}
