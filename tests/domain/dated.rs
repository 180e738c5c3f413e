//! What one is, at every date: the specialism and the day of joining are read as they were; and which day it is where.

use chrono::{DateTime, Utc};
use domain::framework::SourceFile;
use domain::standing::{Dated, FactsFile, Since, read_facts, standing};

use crate::support::{BASE, bound, d, loaded, nobody, probe};

/// A value since a day, noted on another.
fn since<T>(is: T, since: Option<&str>, recorded_on: Option<&str>) -> Since<T> {
    let (since, recorded_on) = (since.map(d), recorded_on.map(d));
    Since { is, since, recorded_on }
}

/// Whether a rule holds on a day, by what is known on another.
fn holds(rule: &str, facts: &FactsFile, on: &str, known: &str) -> bool {
    let framework = loaded(&probe(rule));
    let found = standing(&framework, &bound(&framework, facts), d(on), d(known));
    found.is_open(framework.find("probe").unwrap())
}

/// X, and since 1 May 2022 Y.
fn changed() -> FactsFile {
    let x = since("x".into(), None, None);
    let y = since("y".into(), Some("2022-05-01"), None);
    FactsFile { specialism: Dated::Changing(vec![x, y]), ..nobody() }
}

#[test]
fn yesterdays_standing_is_read_with_yesterdays_specialism() {
    let facts = changed();
    for (on, chosen) in [("2022-04-30", "x"), ("2022-05-01", "y"), ("2022-05-02", "y")] {
        for known in [on, "2023-01-01"] {
            assert_eq!(holds("{ matches = \"x\" }", &facts, on, known), chosen == "x", "{on}");
            assert_eq!(holds("{ matches = \"y\" }", &facts, on, known), chosen == "y", "{on}");
        }
        let framework = loaded(BASE);
        let found = standing(&framework, &bound(&framework, &facts), d(on), d(on));
        let specialism = found.specialism().map(|ix| framework.specialism(ix).id.as_str());
        assert_eq!(specialism, Some(chosen), "{on}");
    }
}

#[test]
fn a_choice_is_there_from_its_day_on_and_changes_no_day_before() {
    let chosen = since("x".into(), Some("2022-05-01"), None);
    let facts = FactsFile { specialism: Dated::Changing(vec![chosen]), ..nobody() };
    for (on, expected) in [("2022-04-30", false), ("2022-05-01", true), ("2022-05-02", true)] {
        assert_eq!(holds("{ matches = \"x\" }", &facts, on, "2023-01-01"), expected, "{on}");
    }
}

#[test]
fn a_choice_for_a_day_to_come_is_the_next_change() {
    let framework = loaded(&probe("{ matches = \"y\" }").replacen(
        "title = \"C\"\n",
        "title = \"C\"\nrequires = { now = { matches = \"x\" } }\n",
        1,
    ));
    let mut facts = FactsFile {
        specialism: Dated::Changing(vec![
            since("x".into(), None, None),
            since("y".into(), Some("2022-05-01"), Some("2022-01-01")),
        ]),
        ..nobody()
    };
    facts.results.push(crate::support::pass("r", "c", "2022-01-15"));
    let found = standing(&framework, &bound(&framework, &facts), d("2022-02-01"), d("2022-02-01"));
    assert_eq!(found.next_change(), Some(d("2022-05-01")));
    assert_eq!(found.until(framework.find("c").unwrap()), Some(d("2022-05-01")));
}

#[test]
fn a_corrected_day_of_joining_is_read_as_it_was_known() {
    let facts = FactsFile {
        joined_on: Dated::Changing(vec![
            since(d("2021-06-01"), None, None),
            since(d("2021-05-31"), None, Some("2024-03-01")),
        ]),
        ..nobody()
    };
    let legacy = |on: &str, known: &str| holds("{ joined_before = 2021-06-01 }", &facts, on, known);
    for (known, expected) in [("2024-02-29", false), ("2024-03-01", true), ("2024-03-02", true)] {
        assert_eq!(legacy(known, known), expected, "as known on {known}");
        assert_eq!(legacy("2023-01-01", known), expected, "a past day, as known on {known}");
    }
}

#[test]
fn one_value_or_a_list_is_written_and_each_fault_stands_on_its_line() {
    let framework = loaded(BASE);
    let read = |name: &str, text: &str| read_facts(&framework, &SourceFile::new(name, text));
    let (facts, problems) = read("facts.toml", "trainee = \"t\"\nspecialism = \"x\"\njoined_on = 2021-05-31\n");
    assert!(problems.is_empty(), "{problems:?}");
    let facts = facts.unwrap();
    assert_eq!(facts.specialism, Dated::Always("x".into()));
    assert_eq!(facts.joined_on, Dated::Always(d("2021-05-31")));

    let list = "trainee = \"t\"\nspecialism = [{ is = \"x\" }, { is = \"y\", since = 2022-05-01 }]\n\
                joined_on = [{ is = 2021-05-31, recorded_on = 2024-03-01 }]\n";
    let (facts, problems) = read("facts.toml", list);
    assert!(problems.is_empty(), "{problems:?}");
    let facts = facts.unwrap();
    assert_eq!(facts.specialism, changed().specialism);
    let (again, problems) = read("facts.json", &serde_json::to_string(&facts).unwrap());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(again.unwrap(), facts);

    for (line, says) in [
        ("specialism = [{ is = \"z\" }]", "no specialism"),
        ("specialism = [{ was = \"x\" }]", "`was`"),
        ("specialism = [{ since = 2022-05-01 }]", "`is` is not there"),
        ("specialism = [{ is = \"x\", since = \"May\" }]", "which is no date"),
        ("specialism = 5", "`specialism` should be text, and is a whole number"),
        ("joined_on = \"May\"", "which is no date"),
    ] {
        let (none, problems) = read("facts.toml", &format!("trainee = \"t\"\n{line}\n"));
        assert!(none.is_none());
        assert!(problems.iter().any(|problem| problem.line == 2 && problem.what.contains(says)), "{problems:?}");
    }
}

#[test]
fn a_body_in_hong_kong_records_at_20_o_clock_utc_and_it_is_tomorrow_there() {
    let there = loaded(&BASE.replace("Europe/London", "Asia/Hong_Kong"));
    let here = loaded(BASE);
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    for (instant, london, hong_kong) in [
        ("2026-01-10T15:59:59Z", "2026-01-10", "2026-01-10"),
        ("2026-01-10T16:00:00Z", "2026-01-10", "2026-01-11"),
        ("2026-01-10T20:00:00Z", "2026-01-10", "2026-01-11"),
        ("2026-07-10T23:00:00Z", "2026-07-11", "2026-07-11"),
    ] {
        assert_eq!(here.day_of(at(instant), chrono_tz::Tz::UTC), d(london), "{instant}");
        assert_eq!(there.day_of(at(instant), chrono_tz::Tz::UTC), d(hong_kong), "{instant}");
    }
    // A result that is confirmed then counts there, and does not yet where it is still today.
    let mut facts = nobody();
    facts.results.push(crate::support::pass("r", "a", "2026-01-05"));
    facts.results[0].confirmed_on = Some(there.day_of(at("2026-01-10T20:00:00Z"), chrono_tz::Tz::UTC));
    for (framework, counts) in [(&there, true), (&here, false)] {
        let today = framework.day_of(at("2026-01-10T20:00:00Z"), chrono_tz::Tz::UTC);
        let found = standing(framework, &bound(framework, &facts), today, today);
        assert_eq!(found.state(framework.find("a").unwrap()).counts(), counts, "{}", framework.zone().unwrap());
    }
}
