//! Ways over time, by hand: renewals, waits and last days, each a kind that a review found.

use domain::plan::plan;
use domain::standing::{ExperienceFact, FactsFile, Outcome, standing};

use crate::small::{ON, small, steps};
use crate::support::{award, bound, claim, d, loaded, nobody, pass, result, spell, verification};

fn because(tables: &str, facts: &FactsFile, target: &str) -> Vec<String> {
    let framework = loaded(&small(tables));
    let target = framework.find(target).unwrap();
    plan(&framework, &bound(&framework, facts), target, d(ON)).unwrap_err().because
}

/// A step-off that is met because its status is held is no renewal that is open.
#[test]
fn a_renewal_begins_with_what_it_asks_for() {
    let tables = r#"
kind work
stage s: results = "a"
assessment a in s
award lic: "a"; expires = "1 year"; extends = true
award st: { period = "18 months", kind = "work", while = "lic" }
"#;
    let facts = FactsFile { awards: vec![award("w", "lic", "2024-05-01")], ..nobody() };
    let told = steps(tables, &facts, "st");
    assert_eq!(told[..2], ["Pass A", "Apply for the status Lic"], "{told:#?}");
    assert_eq!(told.len(), 4, "{told:#?}");
}

/// A title that is conferred only until a day is renewed before that day, though one only waits then.
#[test]
fn the_last_chance_to_renew_comes_before_a_wait() {
    let tables = r#"
stage s: results = "a"
assessment a in s
award lic: "a"; expires = "6 months"; extends = true; valid_until = 2024-07-01
award st: { holds = "lic" }; valid_from = 2024-12-01
"#;
    let facts = FactsFile {
        results: vec![pass("r", "a", "2024-01-10")],
        awards: vec![award("w", "lic", "2024-02-01")],
        ..nobody()
    };
    let wait = "Wait until 1 December 2024, when St is first conferred";
    assert_eq!(steps(tables, &facts, "st"), ["Apply for the status Lic", wait, "Apply for the status St"]);
}

/// What must not be held is not what a choice rests on.
#[test]
fn a_choice_rests_on_nothing_that_must_not_be_held() {
    let tables = r#"
stage s: results = "b"
assessment b in s
award lic: { all = [] }; expires = "1 year"
award st: { all = [{ any = [{ holds = "lic" }, "b"] }, { not = { holds = "lic" } }] }
"#;
    assert_eq!(steps(tables, &nobody(), "st"), ["Pass B", "Apply for the status St"]);
    let facts = FactsFile { awards: vec![award("w", "lic", "2024-05-01")], ..nobody() };
    let wait = "Wait until 1 May 2025, when Lic is no longer held";
    let told = steps(tables, &facts, "st");
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told.contains(&wait.to_owned()), "{told:#?}");
}

/// Of two days that are waited for, what is done between them is not put off until the later.
#[test]
fn two_waits_are_not_one_where_something_is_done_between_them() {
    let tables = r#"
kind work
stage s: results = "a"
assessment a in s
award one: "a"; valid_from = 2024-06-01
award two: { all = [{ holds = "one" }, { period = "2 years", kind = "work", while = "one" }] }; valid_from = 2026-05-01; valid_until = 2026-07-01
"#;
    let told = steps(tables, &nobody(), "two");
    let wait = "Wait until 1 June 2024, when One is first conferred";
    assert_eq!(
        told,
        [
            "Pass A",
            wait,
            "Apply for the status One",
            "Gather 2 years for Two off (Work, while holding One) and have them confirmed",
            "Apply for the status Two"
        ]
    );
}

/// Where no order of the steps reaches the target, that is said, and not that it depends.
#[test]
fn what_lapses_before_the_rest_can_begin_is_no_way() {
    let tables = r#"
stage s: results = "a"
assessment a in s
award one: "a"; expires = "6 months"; valid_until = 2024-07-01
award two: { holds = "one" }; valid_from = 2025-12-01
"#;
    assert_eq!(because(tables, &nobody(), "two"), ["One is conferred only before 1 July 2024"]);
    // It is applied for on its last day, and not on the first on which it could be.
    let later = tables.replace("valid_from = 2025-12-01", "valid_from = 2024-12-20");
    let told = steps(&later, &FactsFile { results: vec![pass("r", "a", "2024-01-10")], ..nobody() }, "two");
    assert_eq!(told.iter().filter(|step| step.starts_with("Wait")).count(), 2, "{told:#?}");
}

/// Work is gathered after a wait in which it would grow too old.
#[test]
fn work_is_gathered_when_it_still_counts_in_the_end() {
    let tables = r#"
kind work
stage s: results = "a"; employer = "e"
assessment a in s
experience e in s: gather = { hours = 10, kind = "work", window = "2 months" }
award st: "s"; valid_from = 2024-09-01
"#;
    let told = steps(tables, &nobody(), "st");
    let wait = told.iter().position(|step| step.starts_with("Wait")).unwrap();
    let work = told.iter().position(|step| step.starts_with("Gather")).unwrap();
    assert!(wait < work, "{told:#?}");
}

/// Until its title is conferred, what a status that is lengthened asks for is not open; from then on it is.
#[test]
fn a_step_off_is_met_until_a_renewal_is_open() {
    let framework = loaded(&small(
        r#"
stage s: results = "a"
assessment a in s
award lic: "a"; expires = "1 year"; extends = true; valid_from = 2024-08-01
"#,
    ));
    let facts = FactsFile {
        results: vec![pass("r", "a", "2024-01-10")],
        awards: vec![award("w", "lic", "2024-05-01")],
        ..nobody()
    };
    let off = framework.find("lic-off").unwrap();
    let found = standing(&framework, &bound(&framework, &facts), d(ON), d(ON));
    assert_eq!((found.state(off).word(), found.until(off)), ("met", Some(d("2024-08-01"))));
    let found = standing(&framework, &bound(&framework, &facts), d("2024-08-01"), d("2024-08-01"));
    assert_eq!(found.state(off).word(), "available");
}

/// A title is applied for late enough to be there when it is asked for.
#[test]
fn what_lapses_too_soon_is_put_off() {
    let tables = r#"
stage s: results = "a"
assessment a in s
award one: "s"; expires = "1 year"; valid_until = 2025-01-01
award two: { holds = "one" }; valid_from = 2025-06-01
"#;
    let facts = FactsFile { results: vec![pass("r", "a", "2024-01-10")], ..nobody() };
    let later = "Wait until 2 June 2024, so that One lasts long enough";
    let wait = "Wait until 1 June 2025, when Two is first conferred";
    assert_eq!(steps(tables, &facts, "two"), [later, "Apply for the status One", wait, "Apply for the status Two"]);
}

/// Of two awards of one day neither lengthens the other, of two days the later does.
#[test]
fn a_status_is_lengthened_on_the_next_day_where_there_is_no_later_one() {
    let tables = r#"
kind work
stage s: employer = "x"
experience x in s: gather = { hours = 200, kind = "work", while = "lic" }
award lic: { all = [] }; expires = "1 month"; extends = true; valid_until = 2024-06-01
award st: { all = ["s", { holds = "lic" }] }
"#;
    let told = steps(tables, &nobody(), "st");
    assert_eq!(told.iter().filter(|step| *step == "Apply for the status Lic").count(), 2, "{told:#?}");
    assert_eq!(told.last().unwrap(), "Apply for the status St");
}

/// A length has other days back than it has on. Work that was done before is as long all the same.
#[test]
fn a_title_that_ends_too_soon_for_the_work_is_planned_as_if_that_were_done() {
    let framework = loaded(&small(
        r#"
kind work
stage s: employer = "x"
experience x in s: gather = { period = "3 months", kind = "work" }
award st: "s"; valid_until = 2025-03-25
"#,
    ));
    let target = framework.find("st").unwrap();
    let told = plan(&framework, &bound(&framework, &nobody()), target, d("2025-01-01")).unwrap();
    let ends = "St is no longer conferred from 25 March 2025 on, and the steps before it may take longer";
    assert_eq!((told.steps.len(), &told.provided[..]), (2, &[ends.to_owned()][..]));
}

/// Hours that are looked at for a time only: as many more are gathered as grow too old meanwhile, and no more than that.
#[test]
fn hours_that_grow_too_old_while_others_are_gathered_are_made_up_for() {
    let told = |hours: u32, window: &str, minutes: i64, from: &str| {
        let tables = format!(
            r#"
kind work
stage s: employer = "x"
experience x in s: gather = {{ hours = {hours}, kind = "work", window = "{window}" }}
award st: "s"
"#
        );
        let spell =
            ExperienceFact { until: d(ON), minutes, confirmed_on: Some(d(ON)), ..spell("e", "work", from, from, 0) };
        steps(&tables, &FactsFile { experience: vec![spell], ..nobody() }, "st").remove(0)
    };
    // A year ago a day of work falls out of the window for each day that is worked now.
    assert_eq!(told(48, "1 year", 2400, "2023-05-15"), "Gather 8 h 20 min more for X (Work) and have them confirmed");
    let whole = told(16, "1 week", 720, "2024-05-09");
    assert!(whole.starts_with("Gather ") && !whole.starts_with("Gather 4 h"), "{whole}");
}

/// What lapses comes after what takes time, also where something else lapses meanwhile.
#[test]
fn what_lapses_soon_is_done_after_the_work() {
    let tables = r#"
kind work
stage s: results = "a"; employer = "x"
stage t: employer = "v"
course a in s: expires = "10 days"
experience x in s: gather = { period = "8 days", kind = "work" }
verification v in t: valid_for = "8 days"
award st: { all = ["s", "t"] }
"#;
    let facts = FactsFile { verifications: vec![verification("v", "v", "2024-05-10", "boss")], ..nobody() };
    let told = steps(tables, &facts, "st");
    assert!(told[0].starts_with("Gather 8 days"), "{told:#?}");
    assert_eq!(told.len(), 4, "{told:#?}");
}

/// A wait is for what the plan does, and not for what was left out of it.
#[test]
fn a_wait_says_what_it_is_for() {
    let tables = r#"
stage s: results = "e"
course e in s
award one: "s"; expires = "20 days"; valid_until = 2024-08-01
award two: { all = [{ holds = "one" }, "s"] }; valid_from = 2024-08-01
"#;
    let told = steps(tables, &nobody(), "two");
    assert!(told.iter().all(|step| !step.contains("no longer held")), "{told:#?}");
    assert!(told.contains(&"Wait until 13 July 2024, so that One lasts long enough".to_owned()), "{told:#?}");
}

/// The window of a set that closes while one works is no window of what is passed after.
#[test]
fn a_window_that_is_over_by_then_is_not_said() {
    let tables = r#"
kind work
stage s: results = { all = ["a", "b"] }; employer = "x"
experience x in s: gather = { period = "60 days", kind = "work" }
assessment a in s: expires = { after = "3 months", whole_set = "w" }; requires = "x"
assessment b in s: expires = { after = "3 months", whole_set = "w" }; requires = "x"
award st: "s"
"#;
    let framework = loaded(&small(tables));
    let facts = FactsFile { results: vec![result("r", "a", Outcome::Fail, "2024-03-20")], ..nobody() };
    let target = framework.find("st").unwrap();
    let told = plan(&framework, &bound(&framework, &facts), target, d(ON)).unwrap();
    let within: Vec<String> = told.steps.into_iter().filter_map(|step| step.within).collect();
    assert!(!within.is_empty() && within.iter().all(|it| it.contains("3 months of the first sitting")), "{within:?}");
}

/// The hours of a length grow too old while one waits, day by day.
#[test]
fn hours_of_a_length_are_not_gathered_too_long_before_a_title_begins() {
    let tables = r#"
kind work
stage s: results = "a"
assessment a in s
award st: { all = ["s", { hours = 350, kind = "work", window = "6 months" }] }; valid_from = 2024-12-01
"#;
    let framework = loaded(&small(tables));
    let facts = FactsFile { results: vec![pass("r", "a", "2024-01-01")], ..nobody() };
    // 350 h take 70 days at 35 hours a week.
    for (on, waits_first) in [("2024-03-25", true), ("2024-08-10", false)] {
        let plan = plan(&framework, &bound(&framework, &facts), framework.find("st").unwrap(), d(on)).unwrap();
        let told: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
        assert_eq!(told.len(), 3, "{on}: {told:#?}");
        assert_eq!(told[0].starts_with("Wait until"), waits_first, "{on}: {told:#?}");
        let why = told.iter().find(|step| step.starts_with("Wait until")).unwrap().split_once(", ").unwrap().1;
        let next = "so that what is done next still counts when St is first conferred";
        assert_eq!(why, if waits_first { next } else { "when St is first conferred" });
    }
}

/// What takes time comes before several things that lapse and of which one needs the other.
#[test]
fn work_comes_before_things_that_lapse_and_need_each_other() {
    let tables = r#"
kind work
stage s0: results = "a"
stage s1: results = "b"; requires = "a"
stage s2: employer = { all = ["x", "p"] }
assessment a in s0: expires = "18 months"
assessment b in s1: expires = "2 years"
experience x in s2: requires = "b"; gather = { period = "2 years", kind = "work" }
portfolio p in s2: gather = "o"
competency area:
outcome o in s2: examples = 1; valid_for = "18 months"
award st: "s2"
"#;
    let facts = FactsFile { claims: vec![claim("c", &["o"], "2023-04-13", "2023-04-13", "boss")], ..nobody() };
    let told = steps(tables, &facts, "st");
    assert_eq!(told[0], "Gather 2 years for X (Work) and have them confirmed", "{told:#?}");
}

/// Of days that are there none is done before once more, and nobody waits until it is none of these.
#[test]
fn days_that_can_no_longer_be_in_time_are_planned_without_a_wait() {
    let tables = r#"
kind work
stage s: employer = "x"
experience x in s: gather = { period = "2 years", kind = "work" }
award st: "s"; valid_until = 2025-05-15
"#;
    let facts = FactsFile { experience: vec![spell("e", "work", "2022-06-20", "2022-11-24", 100)], ..nobody() };
    let framework = loaded(&small(tables));
    let told = plan(&framework, &bound(&framework, &facts), framework.find("st").unwrap(), d(ON)).unwrap();
    assert_eq!(told.steps.len(), 2, "{told:#?}");
    assert!(told.steps[0].sentence.starts_with("Gather "), "{told:#?}");
    assert_eq!(told.provided.len(), 1, "{told:#?}");
}

/// What must not be held ends too late, and something else has lapsed that may be had again and again.
#[test]
fn nobody_waits_for_an_end_after_the_last_day_of_a_title() {
    let tables = |until: &str| {
        format!(
            r#"
stage s: results = "m"
course m in s: expires = "8 years"
award dip: "s"; expires = "2 years"
award ba: {{ all = ["s", {{ not = {{ holds = "dip" }} }}] }}; valid_until = {until}
"#
        )
    };
    let facts = FactsFile {
        results: vec![pass("r", "m", "2015-02-28")],
        awards: vec![award("w", "dip", "2023-06-30")],
        ..nobody()
    };
    for until in ["2025-03-01", "2025-06-30"] {
        let why = because(&tables(until), &facts, "ba");
        assert!(why.iter().all(|why| !why.contains("more ways")), "{until}: {why:#?}");
    }
    assert_eq!(steps(&tables("2025-07-01"), &facts, "ba").len(), 3);
}

/// Each time that a year of a status is over, while two other things lapse.
#[test]
fn a_status_is_applied_for_every_year_whatever_else_lapses() {
    for (period, conferrals) in [("13 months", 2), ("25 months", 3), ("37 months", 4)] {
        let tables = format!(
            r#"
kind work
stage s1: results = "c"
course c in s1:
award cert: "s1"; expires = "12 months"
stage s2: results = "exam"; employer = {{ all = ["w", "v"] }}
assessment exam in s2: requires = {{ holds = "cert" }}; expires = "6 months"
experience w in s2: gather = {{ period = "{period}", kind = "work", while = "cert" }}
verification v in s2: valid_for = "1 month"
award full: {{ all = ["s2", {{ holds = "cert" }}] }}
"#
        );
        let told = steps(&tables, &nobody(), "full");
        let applied = told.iter().filter(|step| *step == "Apply for the status Cert").count();
        assert_eq!(applied, conferrals, "{period}: {told:#?}");
    }
}
