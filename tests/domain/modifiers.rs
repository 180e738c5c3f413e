//! Each modifier, at its boundaries.

use domain::framework::Framework;
use domain::standing::{FactsFile, Outcome, State};

use crate::support::{BASE, award, claim, d, holds, loaded, nobody, pass, result, spell, state};

/// Number 10 of the field's ready-made numbers.
#[test]
fn scenario_10_max_age_runs_from_the_last_day_of_the_work_to_the_day_it_is_sent() {
    let rule = r#"{ examples = 1, of = "o2", max_age = "2 years" }"#;
    for (worked, expected) in [("2020-03-02", true), ("2020-03-01", true), ("2020-02-29", false)] {
        let facts = FactsFile { claims: vec![claim("c", &["o2"], worked, "2022-03-01", "boss")], ..nobody() };
        assert_eq!(holds(rule, &facts, "2022-06-01"), expected, "worked until {worked}");
        assert_eq!(holds(rule, &facts, "2032-06-01"), expected, "what was fresh when sent stays so");
    }
}

#[test]
fn distinct_signers_are_counted_as_people_not_as_signatures() {
    let rule = r#"{ examples = 3, of = "o2", distinct_signers = 2 }"#;
    for (signers, expected) in [
        (&["ann", "ann"][..], false),
        (&["ann", "ann", "ann"][..], false),
        (&["ann", "bob"][..], false),
        (&["ann", "ann", "bob"][..], true),
        (&["ann", "bob", "cat"][..], true),
        (&["ann", "ann", "ann", "bob"][..], true),
    ] {
        let mut facts = nobody();
        for (n, signer) in signers.iter().enumerate() {
            facts.claims.push(claim(&format!("c{n}"), &["o2"], "2022-01-01", "2022-02-01", signer));
        }
        assert_eq!(holds(rule, &facts, "2022-06-01"), expected, "{signers:?}");
    }
    let hours = r#"{ hours = 10, kind = "work", distinct_signers = 2 }"#;
    let mut facts = nobody();
    facts.experience.push(spell("e1", "work", "2021-01-01", "2021-02-01", 50));
    facts.experience.push(spell("e2", "work", "2021-02-01", "2021-03-01", 50));
    assert!(!holds(hours, &facts, "2022-06-01"));
    facts.experience[1].confirmed_by = Some("other".into());
    assert!(holds(hours, &facts, "2022-06-01"));
}

#[test]
fn a_window_counts_only_what_lies_in_it() {
    let rule = r#"{ hours = 100, kind = "work", window = "1 year" }"#;
    let facts = FactsFile { experience: vec![spell("e", "work", "2021-01-01", "2021-01-11", 100)], ..nobody() };
    for (on, expected) in [("2021-06-01", true), ("2021-12-31", true), ("2022-01-01", false), ("2023-01-01", false)] {
        assert_eq!(holds(rule, &facts, on), expected, "on {on}");
    }
    let ninety = r#"{ hours = 90, kind = "work", window = "1 year" }"#;
    assert!(holds(ninety, &facts, "2022-01-01"), "nine of ten days are still inside");
    assert!(!holds(ninety, &facts, "2022-01-02"));
}

#[test]
fn a_period_is_elapsed_time_however_much_was_worked() {
    let rule = r#"{ period = "1 year", kind = "work" }"#;
    for (until, expected) in [("2021-12-31", false), ("2022-01-01", true), ("2022-01-02", true)] {
        let facts = FactsFile { experience: vec![spell("e", "work", "2021-01-01", until, 1)], ..nobody() };
        assert_eq!(holds(rule, &facts, "2022-06-01"), expected, "until {until}");
    }
    let overlap = FactsFile {
        experience: vec![
            spell("e1", "work", "2021-01-01", "2021-10-01", 1),
            spell("e2", "work", "2021-04-01", "2021-12-31", 1),
        ],
        ..nobody()
    };
    assert!(!holds(rule, &overlap, "2022-06-01"), "a day counts once");
}

#[test]
fn a_leap_year_is_a_year() {
    let rule = r#"{ period = "1 year", kind = "work" }"#;
    for (until, expected) in [("2024-02-29", false), ("2024-03-01", true)] {
        let facts = FactsFile { experience: vec![spell("e", "work", "2023-03-01", until, 1)], ..nobody() };
        assert_eq!(holds(rule, &facts, "2024-06-01"), expected, "366 days from 1 March 2023, until {until}");
    }
}

#[test]
fn full_time_equivalent_weighs_each_day() {
    let rule = r#"{ period = "2 years", kind = "work", full_time_equivalent = true }"#;
    let share = |percent, until: &str| {
        let mut one = spell("e", "work", "2020-01-01", until, 1);
        one.full_time_percent = Some(percent);
        FactsFile { experience: vec![one], ..nobody() }
    };
    let on = "2026-01-01";
    // Full time is one stretch: two years from 1 January 2020 end with 31 December 2021. At half time 730 full days are
    // 1,460, which are there after 30 December 2023.
    for (facts, expected) in [
        (share(100, "2021-12-31"), false),
        (share(100, "2022-01-01"), true),
        (share(50, "2023-12-30"), false),
        (share(50, "2023-12-31"), true),
    ] {
        assert_eq!(holds(rule, &facts, on), expected);
    }
    let mut twice = share(80, "2021-06-01");
    let mut other = twice.experience[0].clone();
    other.id = "f".into();
    twice.experience.push(other);
    assert!(!holds(rule, &twice, on), "two jobs on one day never make more than one full day");
}

#[test]
fn at_most_so_many_organisations_count_those_that_give_the_most() {
    let rule = r#"{ period = "100 days", kind = "work", max_organisations = 2 }"#;
    let in_turn = |lengths: &[u64]| {
        let mut from = d("2021-01-01");
        let mut facts = nobody();
        for (n, length) in lengths.iter().enumerate() {
            let mut one = spell(&format!("e{n}"), "work", "2021-01-01", "2021-01-01", 1);
            one.organisation = format!("Firm {n}");
            one.from = from;
            from = from + chrono::Days::new(*length);
            (one.until, one.confirmed_on) = (from, Some(from));
            facts.experience.push(one);
        }
        facts
    };
    for (lengths, expected) in [
        (&[50, 50][..], true),
        (&[50, 49][..], false),
        (&[34, 33, 33][..], false),
        (&[20, 60, 40][..], true),
        (&[20, 60, 39][..], false),
    ] {
        assert_eq!(holds(rule, &in_turn(lengths), "2022-06-01"), expected, "{lengths:?}");
    }
}

#[test]
fn while_a_status_is_held_counts_only_those_days() {
    let rule = r#"{ period = "30 days", kind = "work", while = "st" }"#;
    let hours = r#"{ hours = 30, kind = "work", while = "st" }"#;
    let mut facts = FactsFile { experience: vec![spell("e", "work", "2021-01-01", "2021-03-02", 60)], ..nobody() };
    assert!(!holds(rule, &facts, "2021-06-01"), "without the status");
    for (conferred, expected) in [("2021-01-31", true), ("2021-02-01", false)] {
        facts.awards = vec![award("w", "st", conferred)];
        assert_eq!(holds(rule, &facts, "2021-06-01"), expected, "conferred {conferred}");
        assert_eq!(holds(hours, &facts, "2021-06-01"), expected, "an hour a day, conferred {conferred}");
    }
    facts.awards = vec![award("w", "st", "2021-01-01")];
    for (withdrawn, expected) in [("2021-01-31", true), ("2021-01-30", false)] {
        facts.awards[0].withdrawn_on = Some(d(withdrawn));
        assert_eq!(holds(rule, &facts, "2021-06-01"), expected, "withdrawn {withdrawn}");
    }
}

#[test]
fn experience_counts_once_it_is_over_and_confirmed() {
    let rule = r#"{ hours = 10, kind = "work" }"#;
    let mut facts = FactsFile { experience: vec![spell("e", "work", "2021-01-01", "2021-02-01", 10)], ..nobody() };
    for (confirmed, expected) in [("2021-01-30", false), ("2021-01-31", true), ("2021-02-01", true)] {
        facts.experience[0].confirmed_on = Some(d(confirmed));
        assert_eq!(
            holds(rule, &facts, "2021-06-01"),
            expected,
            "nobody confirms on {confirmed} what goes on until 31 January"
        );
    }
    facts.experience[0].confirmed_on = Some(d("2021-03-01"));
    assert!(!holds(rule, &facts, "2021-02-28"), "not confirmed");
    assert!(holds(rule, &facts, "2021-03-01"));
    facts.experience[0].confirmed_by = Some("trainee".into());
    assert!(!holds(rule, &facts, "2021-03-01"));
    facts.experience[0].confirmed_by = Some("partner".into());
    facts.experience[0].withdrawn_on = Some(d("2021-04-01"));
    assert!(holds(rule, &facts, "2021-03-31") && !holds(rule, &facts, "2021-04-01"));
}

fn with_modifier(modifier: &str) -> Framework {
    loaded(&BASE.replacen("title = \"A\"\n", &format!("title = \"A\"\n{modifier}\n"), 1))
}

fn sittings(outcomes: &[(&str, Outcome)]) -> FactsFile {
    let results = outcomes.iter().enumerate().map(|(n, (day, outcome))| result(&format!("r{n}"), "a", *outcome, day));
    FactsFile { results: results.collect(), ..nobody() }
}

use Outcome::{Fail, Pass};

/// Number 7 of the field's ready-made numbers, the attempts.
#[test]
fn scenario_07_attempts_within_a_window() {
    let framework = with_modifier(r#"attempts = { max = 3, within = "6 years" }"#);
    let fails = [("2022-01-15", Fail), ("2022-07-15", Fail), ("2023-01-15", Fail)];
    let state = |facts: &FactsFile, on| state(&framework, facts, "a", on);
    assert_eq!(state(&sittings(&fails[..2]), "2023-02-01"), State::InProgress, "two");
    assert_eq!(state(&sittings(&fails), "2023-02-01"), State::Blocked, "three");
    assert_eq!(state(&sittings(&fails), "2028-01-14"), State::Blocked);
    assert_eq!(state(&sittings(&fails), "2028-01-15"), State::InProgress, "the count restarts");
    let mut third_passes = fails;
    third_passes[2].1 = Pass;
    assert_eq!(state(&sittings(&third_passes), "2023-02-01"), State::Met, "the third counts");
    let fourth = |day| {
        let mut all = fails.to_vec();
        all.push((day, Pass));
        sittings(&all)
    };
    assert_eq!(state(&fourth("2028-01-14"), "2028-01-14"), State::Blocked, "the fourth inside does not");
    assert_eq!(state(&fourth("2028-01-15"), "2028-02-01"), State::Met, "outside it is a first");
    let mut voided = fourth("2023-07-15");
    voided.results[0].voided_on = Some(d("2023-05-01"));
    assert_eq!(state(&voided, "2023-08-01"), State::Met, "a voided sitting is no attempt");
}

#[test]
fn a_single_pass_lapses_by_itself() {
    let framework = with_modifier(r#"expires = { after = "7 years" }"#);
    let facts = sittings(&[("2015-06-01", Pass)]);
    for (on, expected) in [("2022-05-31", State::Met), ("2022-06-01", State::Expired), ("2030-01-01", State::Expired)] {
        assert_eq!(state(&framework, &facts, "a", on), expected, "on {on}");
    }
    let again = sittings(&[("2015-06-01", Pass), ("2023-01-10", Pass)]);
    assert_eq!(state(&framework, &again, "a", "2023-02-01"), State::Met);
}

/// Number 7 of the field's ready-made numbers, the lapse of the whole set.
#[test]
fn scenario_07_a_whole_set_lapses_together_unless_it_is_complete() {
    let set = "expires = { after = \"6 years\", whole_set = \"both\" }\n";
    let text = BASE.replacen("title = \"A\"\n", &format!("title = \"A\"\n{set}"), 1).replacen(
        "title = \"B\"\n",
        &format!("title = \"B\"\n{set}"),
        1,
    );
    let framework = loaded(&text);
    let with = |b: Option<&str>| FactsFile {
        results: std::iter::once(pass("ra", "a", "2022-01-15")).chain(b.map(|day| pass("rb", "b", day))).collect(),
        ..nobody()
    };
    for (facts, on, a) in [
        (with(None), "2028-01-14", State::Met),
        (with(None), "2028-01-15", State::Expired),
        (with(Some("2028-01-14")), "2029-01-01", State::Met),
        (with(Some("2028-01-15")), "2029-01-01", State::Expired),
    ] {
        assert_eq!(state(&framework, &facts, "a", on), a, "on {on}");
    }
    assert_eq!(state(&framework, &with(Some("2028-01-15")), "b", "2029-01-01"), State::Met, "in its own window");
}

#[test]
fn a_status_that_lasts_a_year_lapses() {
    let framework = loaded(&BASE.replacen("title = \"Status\"\n", "title = \"Status\"\nexpires = \"1 year\"\n", 1));
    let facts = FactsFile { awards: vec![award("w", "st", "2022-03-01")], ..nobody() };
    for (on, expected) in [("2023-02-28", State::Held), ("2023-03-01", State::Expired)] {
        assert_eq!(state(&framework, &facts, "st", on), expected, "on {on}");
    }
}

/// Number 1 of the field's ready-made numbers: under the rules before November 2016 twenty outcomes took three examples.
#[test]
fn scenario_01_the_portfolio_counts_47_and_under_the_older_version_67() {
    let text = std::fs::read_to_string(crate::support::frameworks_dir().join("cpq/2021-06/framework.toml")).unwrap();
    for (text, expected) in [(text.clone(), (0, 47)), (text.replace("examples = 2\n", "examples = 3\n"), (0, 67))] {
        let framework = loaded(&text);
        let facts = crate::support::bound(&framework, &nobody());
        let found = domain::standing::standing(&framework, &facts, d("2025-01-01"), d("2025-01-01"));
        assert_eq!(found.progress(&framework, framework.find("work-based-portfolio").unwrap()), expected);
    }
}

/// Number 2: 104 weeks at 20 h and a course of 644 h are 2,724 h, however many of them are needed.
#[test]
fn scenario_02_old_weeks_and_the_course_are_2724_hours() {
    let cpq = crate::support::frameworks_dir().join("cpq/2021-06");
    let text = std::fs::read_to_string(cpq.join("framework.toml")).unwrap();
    let example = cpq.join("examples/scenario_02_old_weeks_and_course_reach_2300_hours.toml");
    let example = domain::standing::read_example(&crate::support::source(&example)).unwrap();
    for (needed, expected) in [(2724, State::Met), (2725, State::InProgress)] {
        let needed = format!("gather = {{ hours = {needed}, kind = \"qualifying\" }}");
        let framework = loaded(&text.replace("gather = { hours = 2300, kind = \"qualifying\" }", &needed));
        assert_eq!(state(&framework, &example.facts, "qualifying-experience", "2023-06-01"), expected, "{needed}");
    }
}
