//! What lapses while a plan is carried out is a step once more, and what proves needless is none.

use domain::plan::plan;
use domain::standing::{AwardFact, ExperienceFact, FactsFile};

use crate::small::{ON, small, way};
use crate::support::{award, bound, d, loaded, nobody, pass, spell};
use chrono::Days;

/// So many days before the plan begins.
fn ago(days: u64) -> String {
    (d(ON) - Days::new(days)).to_string()
}

/// The steps, in short, of a plan that depends on nothing else.
fn steps(tables: &str, facts: &FactsFile, target: &str) -> Vec<String> {
    let plan = way(&loaded(&small(tables)), facts, target);
    assert_eq!(plan.provided, Vec::<String>::new(), "{:#?}", plan.steps);
    plan.steps
        .into_iter()
        .map(|step| step.sentence.replace(" and have them confirmed", "").replace(" and have it confirmed", ""))
        .collect()
}

#[test]
fn a_course_that_lapses_while_work_is_gathered_is_completed_again() {
    let tables = r#"
kind work
stage s: results = "m"; employer = "x"
course m in s: expires = "2 years"
experience x in s: gather = { period = "1 year", kind = "work" }
award st: "s"
"#;
    let facts = FactsFile { results: vec![pass("r", "m", &ago(700))], ..nobody() };
    assert_eq!(steps(tables, &facts, "st"), ["Gather 1 year for X (Work)", "Complete M", "Apply for the status St"]);
}

#[test]
fn a_status_that_ends_while_work_is_gathered_under_it_is_applied_for_again() {
    for extends in ["", "; extends = true"] {
        let tables = format!(
            r#"
kind work
stage s: employer = "x"
experience x in s: gather = {{ period = "2 years", kind = "work", while = "gate" }}
award gate: {{ all = [] }}; expires = "1 year"{extends}
award st: "s"
"#
        );
        let told = |facts: &FactsFile| {
            let plan = way(&loaded(&small(&tables)), facts, "st");
            let steps = plan
                .steps
                .into_iter()
                .map(|it| it.sentence.replace(" and have them confirmed", "").replace(" and have it confirmed", ""));
            (steps.collect::<Vec<_>>(), plan.provided)
        };
        let gate = "Apply for the status Gate";
        let year = |days: u32| format!("Gather {days} more days for X (Work, while holding Gate)");
        // How many days a year has is known once it begins.
        let lapses = "Gate lapses 1 year after it is conferred, and the steps after it may take longer";
        let (steps, provided) = told(&nobody());
        assert_eq!(steps, [gate, &year(365), gate, &year(365), "Apply for the status St"]);
        assert_eq!(provided, [lapses]);
        let facts = FactsFile { awards: vec![award("g", "gate", &ago(355))], ..nobody() };
        let (steps, provided) = told(&facts);
        if extends.is_empty() {
            assert_eq!(steps[..3], [&year(11), gate, &year(365)], "{steps:#?}");
        } else {
            assert_eq!(steps, [gate, &year(376), gate, &year(354), "Apply for the status St"]);
        }
        assert_eq!(provided, [lapses, "Gate lapses on 26 May 2024"]);
    }
}

#[test]
fn what_is_passed_of_a_set_and_still_does_is_not_passed_again() {
    let tables = r#"
stage s: results = { all = ["a", "b"] }
course m
assessment a in s: expires = { after = "5 years", whole_set = "w" }
assessment b in s: expires = { after = "5 years", whole_set = "w" }; sat_after = ["a"]; requires = { now = "m" }
award st: "s"
"#;
    let facts = FactsFile {
        results: vec![pass("r", "m", &ago(1800)), pass("r1", "a", &ago(1790)), pass("r2", "b", &ago(1780))],
        ..nobody()
    };
    assert_eq!(steps(tables, &facts, "st"), ["Apply for the status St"]);
    let without = FactsFile { results: facts.results[1..].to_vec(), ..nobody() };
    let told = steps(tables, &without, "st");
    assert!(!told.contains(&"Pass A".to_owned()), "{told:#?}");
}

#[test]
fn what_must_not_be_held_is_waited_for_where_it_ends() {
    let tables = |more: &str| {
        format!(
            r#"
kind work
stage s: employer = "x"
experience x in s: gather = {{ period = "10 days", kind = "work" }}
award gate: {{ all = [] }}; expires = "1 year"
award st: {{ all = ["s", {{ not = {{ holds = "gate" }} }}{more}] }}
assessment a
route r: requires = "a"
"#
        )
    };
    let facts = FactsFile { awards: vec![award("g", "gate", &ago(336))], ..nobody() };
    let wait = "Wait until 14 June 2024, when Gate is no longer held";
    assert_eq!(steps(&tables(""), &facts, "st"), ["Gather 10 days for X (Work)", wait, "Apply for the status St"]);
    let told = steps(&tables(", \"a\""), &facts, "st");
    assert_eq!(told.len(), 4, "{told:#?}");
}

/// A result that waits, and would count for nothing if it were confirmed.
#[test]
fn a_result_that_can_not_count_is_not_said_to_wait() {
    let tables = r#"
stage s: results = { all = ["a", "b"] }
assessment a in s
assessment b in s: requires = "a"
award st: "s"
"#;
    let waits = |id: &str, on: &str| {
        let mut waits = pass("r", id, on);
        (waits.confirmed_on, waits.confirmed_by) = (None, None);
        FactsFile { results: vec![waits], ..nobody() }
    };
    let told = steps(tables, &waits("b", &ago(10)), "st");
    assert_eq!(told[..2], ["Pass A", "Pass B"]);
    let told = steps(tables, &waits("a", &ago(10)), "st");
    assert_eq!(told[..2], ["Pass A; a result of it waits to be confirmed", "Pass B"]);
}

/// Nothing is there that could grow too old, and nothing is asked for that lapses meanwhile.
#[test]
fn hours_that_count_for_a_time_are_said_to_where_some_are_there() {
    let tables = r#"
kind work
stage s: results = "a"; employer = "x"
assessment a in s
experience x in s: gather = { hours = 10, kind = "work", window = "1 year" }
award st: "s"
"#;
    let plan = |facts: &FactsFile| way(&loaded(&small(tables)), facts, "st").provided;
    assert_eq!(plan(&nobody()), Vec::<String>::new());
    let facts = FactsFile { experience: vec![spell("e", "work", &ago(100), &ago(90), 5)], ..nobody() };
    assert_eq!(plan(&facts), ["What is there for X counts for a time only"]);
}

/// At 35 hours a week, 28 days have room for 140, and a month may have no more days.
#[test]
fn hours_for_which_their_length_has_no_room_are_said() {
    let plan = |hours: u32| {
        let tables = format!(
            "kind work\nstage s: results = \"a\"; employer = \"x\"\nassessment a in s\n\
            experience x in s: gather = {{ hours = {hours}, kind = \"work\", window = \"1 month\" }}\naward st: \"s\"\n"
        );
        way(&loaded(&small(&tables)), &nobody(), "st").provided
    };
    assert_eq!(plan(140), Vec::<String>::new());
    assert_eq!(plan(141), ["X asks for 141 h within 1 month, which is more than 35 hours a week"]);
    // Also where a further award would lengthen the status, and some of them are there.
    let tables = "kind work\naward st: { all = [{ hours = 500, kind = \"work\", window = \"2 months\" }] }; expires = \"3 months\"; extends = true\n\
        stage s: employer = \"x\"\nexperience x in s: gather = { hours = 1, kind = \"work\" }\n";
    let facts = FactsFile { experience: vec![spell("e", "work", &ago(35), &ago(25), 50)], ..nobody() };
    let told = way(&loaded(&small(tables)), &facts, "st").provided;
    assert!(told.iter().any(|one| one.contains("asks for 500 h within 2 months")), "{told:#?}");
}

/// Hours while a status is held may be worked in days that count whenever they are.
#[test]
fn hours_under_a_status_may_be_worked_in_days_of_any_time() {
    let tables = r#"
kind work
stage s: employer = { all = ["x", "y"] }
experience x in s: gather = { hours = 100, kind = "work", while = "gate" }
experience y in s: gather = { period = "1 year", kind = "work" }
award gate: { all = [] }
award st: "s"
"#;
    let facts = FactsFile { awards: vec![award("g", "gate", &ago(10))], ..nobody() };
    let told = steps(tables, &facts, "st");
    assert_eq!(told[0], "Gather 100 h more for X (Work, while holding Gate)");
    assert_eq!(told[1], "Gather 1 year for Y (Work); the hours above may be worked in this time");
}

/// One of a set that lapses meanwhile is passed before what has to be sat after it.
#[test]
fn what_is_sat_after_another_comes_after_it_though_that_was_there() {
    let tables = r#"
kind work
stage s: results = { all = ["a", "b"] }; employer = "exp"
assessment a in s: expires = { after = "7 years", whole_set = "w" }
assessment b in s: expires = { after = "7 years", whole_set = "w" }; sat_after = ["a"]; requires = { now = "exp" }
experience exp in s: gather = { hours = 100, kind = "work" }
award st: "s"
"#;
    let facts = FactsFile { results: vec![pass("r", "a", &ago(7 * 365 - 8))], ..nobody() };
    let told = way(&loaded(&small(tables)), &facts, "st");
    let told: Vec<&str> = told.steps.iter().map(|step| step.sentence.as_str()).collect();
    let place = |of: &str| told.iter().position(|step| *step == of).unwrap();
    assert!(place("Pass A") < place("Pass B"), "{told:#?}");
}

#[test]
fn no_plan_rests_on_what_it_leads_to() {
    let verified = r#"
kind work
stage s1: employer = { all = ["x1", "v1"] }
experience x1 in s1: gather = { hours = 100, kind = "work", while = "t0" }
verification v1 in s1
award t0: { any = ["v1", { hours = 350, kind = "work" }] }
award t1: "v1"
"#;
    let passed = r#"
kind work
stage s1: results = "a"
assessment a in s1: requires = { now = { holds = "t0" } }
award t0: { any = ["a", { hours = 100, kind = "work" }] }
award t1: { all = [{ holds = "t0" }, "a"] }
"#;
    let told = steps(verified, &nobody(), "t1");
    assert_eq!(told[..2], ["Gather 350 h more for T0 off (Work)", "Apply for the status T0"], "{told:#?}");
    let told = steps(passed, &nobody(), "t1");
    assert_eq!(told[..2], ["Gather 100 h more for T0 off (Work)", "Apply for the status T0"], "{told:#?}");
}

/// A pass of a day on which nothing that it requires was there.
#[test]
fn a_pass_that_what_is_done_does_not_open_is_passed_again() {
    let tables = r#"
stage s1: results = { all = ["a", "b"] }
assessment a in s1
assessment b in s1: requires = { any = ["a", { now = { holds = "t0" } }] }
award t0: "a"
award t2: "s1"
"#;
    let facts = FactsFile { results: vec![pass("r", "b", &ago(300))], ..nobody() };
    let told = steps(tables, &facts, "t2");
    assert_eq!(told.len(), 3, "{told:#?}");
}

#[test]
fn what_comes_to_count_by_a_status_is_not_passed_again() {
    let tables = r#"
stage s1: results = { all = ["a", "b"] }
assessment a in s1: requires = { now = { holds = "t0" } }
assessment b in s1: sat_after = ["a"]
award t0: { all = [] }
award t2: "b"
"#;
    let facts = FactsFile { results: vec![pass("r1", "a", &ago(300)), pass("r2", "b", &ago(200))], ..nobody() };
    assert_eq!(steps(tables, &facts, "t2"), ["Apply for the status T0", "Apply for the status T2"]);
}

#[test]
fn work_under_two_statuses_that_are_held_for_good_is_done_once() {
    let tables = r#"
kind work
award t0: { all = [] }
award t1: { all = [] }
award t2: { all = [{ hours = 35, kind = "work", while = "t0" }, { hours = 100, kind = "work", while = "t1" }] }
stage s: results = "a"
assessment a in s
route r: requires = "s"
"#;
    let facts = FactsFile { awards: vec![award("x", "t0", &ago(50)), award("y", "t1", &ago(50))], ..nobody() };
    let plan = way(&loaded(&small(tables)), &facts, "t2");
    let told: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
    assert_eq!(told.len(), 2, "{told:#?}");
}

/// What has to end is needed for what comes before.
#[test]
fn what_must_not_be_held_in_the_end_may_be_held_before() {
    let tables = r#"
stage s1: results = "x"
assessment x in s1
stage s2: results = "y"; requires = { holds = "app" }
assessment y in s2
award app: "x"; expires = "2 years"
award gold: { all = ["s2", { not = { holds = "app" } }] }
"#;
    let facts = FactsFile { awards: vec![award("p", "app", "2023-02-01")], ..nobody() };
    let wait = "Wait until 1 February 2025, when App is no longer held";
    let plan = way(&loaded(&small(tables)), &facts, "gold");
    assert_eq!(plan.provided, ["App lapses on 1 February 2025"]);
    let told: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
    assert_eq!(told, ["Pass Y", wait, "Apply for the status Gold"]);
    let told = steps(tables, &nobody(), "gold");
    let wait = "Wait until 15 May 2026, when App is no longer held";
    assert_eq!(told, ["Pass X", "Apply for the status App", "Pass Y", wait, "Apply for the status Gold"]);
}

/// A status that is lengthened by a further award is renewed before it ends, where that is shorter or the only way.
#[test]
fn a_status_that_can_be_lengthened_is_renewed_before_it_ends() {
    let tables = r#"
kind work
stage s: results = "x"
course x in s
award t0: "s"; expires = "6 months"; extends = true
step_off again: status = "t0"; requires = { holds = "t0" }
award t1: { period = "9 months", kind = "work", while = "t0" }
"#;
    let facts = FactsFile { awards: vec![award("p", "t0", &ago(60))], ..nobody() };
    let plan = way(&loaded(&small(tables)), &facts, "t1");
    let told: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
    assert_eq!(told.len(), 3, "{told:#?}");
    assert_eq!(told[0], "Apply for the status T0");
}

/// Some of what is there grows too old while the rest is gathered.
#[test]
fn what_grows_too_old_meanwhile_is_gathered_with_the_rest() {
    let tables = r#"
kind work
stage s: results = "a"
assessment a in s
award t0: { hours = 70, kind = "work", window = "6 months" }
route r: requires = "s"
"#;
    let there =
        ExperienceFact { confirmed_on: Some(d("2023-12-01")), ..spell("e", "work", "2023-11-16", "2023-11-17", 10) };
    let plan = way(&loaded(&small(tables)), &FactsFile { experience: vec![there], ..nobody() }, "t0");
    let told: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
    assert_eq!(told, ["Gather 70 h more for T0 off (Work) and have them confirmed", "Apply for the status T0"]);
}

/// New work is done where most of what counts was done: only so many organisations count.
#[test]
fn work_goes_on_where_most_of_it_was_whatever_stands_first() {
    let nodes = r#"
kind k
stage s: employer = "y"
experience y in s: gather = { period = "9 months", kind = "k", max_organisations = 2 }
award l: "s"
"#;
    let at = |id: &str, from: &str, until: &str, organisation: &str| ExperienceFact {
        organisation: organisation.into(),
        ..spell(id, "k", from, until, 0)
    };
    let mut open = at("e0", "2021-02-28", "2021-07-31", "a");
    (open.confirmed_on, open.confirmed_by) = (None, None);
    let (b, c) = (at("e1", "2020-04-04", "2020-05-04", "b"), at("e2", "2020-10-31", "2021-05-19", "c"));
    let mut all = vec![open, b, c];
    for _ in 0..3 {
        all.rotate_left(1);
        let told = way(&loaded(&small(nodes)), &FactsFile { experience: all.clone(), ..nobody() }, "l").steps;
        assert!(told[0].sentence.starts_with("Gather 44 more days for Y"), "{told:?}");
    }
}

/// Who waits for something to end waits in vain where the title is not conferred any more by then.
#[test]
fn nobody_waits_past_the_day_on_which_a_title_ends() {
    let nodes = |until: &str| {
        format!(
            "stage s: results = \"a\"\nassessment a in s\naward card: {{ all = [\"s\", {{ not = {{ holds = \"boss\" }} }}] }}; valid_until = {until}\naward boss: \"s\"; expires = \"5 years\""
        )
    };
    let facts = FactsFile {
        results: vec![pass("r", "a", "2020-01-01")],
        awards: vec![AwardFact { expires_on: Some(d("2025-01-01")), ..award("b", "boss", "2020-01-01") }],
        ..nobody()
    };
    for (until, is_way) in [("2025-01-01", false), ("2025-01-02", true)] {
        let framework = loaded(&small(&nodes(until)));
        let card = framework.find("card").unwrap();
        let found = plan(&framework, &bound(&framework, &facts), card, d(ON));
        assert_eq!(found.is_ok(), is_way, "{until}: {found:#?}");
    }
}
