//! Faults of files that were told late, wrongly or not at all.

use domain::framework::SourceFile;
use domain::standing::read_facts;

use crate::loading::problems;
use crate::support::{BASE, loaded};

fn faults(toml: &str) -> Vec<String> {
    let (_, problems) = read_facts(&loaded(BASE), &SourceFile::new("facts.toml", toml));
    problems.iter().map(|problem| format!("{}: {}", problem.line, problem.what)).collect()
}

#[test]
fn faults_of_shape_and_of_meaning_are_told_in_one_round() {
    let toml = "trainee = \"t\"\njoind_on = 2024-01-01\n[[results]]\nid = \"r1\"\nelement = \"q\"\noutcome = \"passd\"\nsat_on = 2024-01-02\n[[results]]\nid = \"r1\"\nelement = \"a\"\noutcome = \"pass\"\nsat_on = 2024-01-02\nconfirmed_on = 2024-01-01\n[[verifications]]\nelement = \"vv\"\n";
    assert_eq!(
        faults(toml),
        [
            "2: `joind_on` is no field of a facts file",
            "5: in `r1`, `q` is no assessment or course",
            "6: in `r1`, `passd` is no `outcome`",
            "9: two facts have the id `r1`",
            "13: in `r1`, it was confirmed on 2024-01-01, before it was sat on 2024-01-02",
            "14: `id` is not there",
            "14: `on` is not there",
            "14: `by` is not there",
            "15: `vv` is no employer verification",
        ]
    );
}

#[test]
fn of_a_day_that_there_is_not_nothing_else_is_said() {
    let line = |id: &str, day: &str| {
        format!("  {{ id = \"{id}\", element = \"a\", outcome = \"pass\", sat_on = {day} }}, # 2024-02-31\n")
    };
    let toml = format!(
        "trainee = \"2024-02-30\"\nresults = [\n{}{}{}]\n",
        line("r1", "2024-02-29"),
        line("r2", "2024-02-30"),
        line("r3", "2024-03-01")
    );
    assert_eq!(faults(&toml), ["4: `2024-02-30` is no day of the calendar"]);
    let text = BASE
        .replacen("effective_from = 2020-01-01", "effective_from = 2020-02-30", 1)
        .replacen("Europe/London", "BST", 1)
        .replacen("version", "versoin", 1);
    let told: Vec<String> =
        problems(&text).into_iter().map(|problem| format!("{} {}", problem.what, problem.fix)).collect();
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told.iter().any(|one| one.starts_with("`2020-02-30` is no day")), "{told:#?}");
    assert!(
        told.iter().any(|one| one == "`BST` is no time zone Write an IANA name, such as Europe/London"),
        "{told:#?}"
    );
}

#[test]
fn what_is_said_twice_or_by_nobody_is_told() {
    let claim = |outcomes: &str| {
        format!(
            "trainee = \"t\"\n[[claims]]\nid = \"c\"\noutcomes = {outcomes}\nhappened_from = 2024-01-01\nhappened_until = 2024-01-01\nsubmitted_on = 2024-01-02\n"
        )
    };
    assert_eq!(faults(&claim("[]")), ["4: in `c`, no outcome is named"]);
    assert_eq!(faults(&claim("[\"o1\", \"o1\"]")), ["4: in `c`, `o1` is named twice"]);
    let result = "trainee = \"t\\u200b\"\n[[results]]\nid = \"r\"\nelement = \"a\"\noutcome = \"pass\"\nsat_on = 2024-01-02\nconfirmed_by = \"x\"\nrecorded_on = 2024-01-01\n";
    assert_eq!(
        faults(result),
        [
            "1: `trainee` has the character U+200B, which is not seen",
            "7: in `r`, somebody confirmed it, and no day says when",
            "8: in `r`, it was recorded on 2024-01-01, before it was sat on 2024-01-02",
        ]
    );
    for (from, to) in [
        (
            "title = \"A\"\nstage = \"s\"\ncredits = 10\nsources = [\"test\"]",
            "title = \"A\"\nstage = \"s\"\ncredits = 10\nsources = [\"test\", \"test\"]",
        ),
        ("title = \"Status\"\n", "title = \"Status\"\nrights = [\"speak\", \"speak\"]\n"),
    ] {
        let found = problems(&BASE.replacen(from, to, 1));
        assert!(found.len() == 1 && found[0].what.contains("stands twice in"), "{found:?}");
    }
    // Every fault of a key is told, though one of its parts can't be read.
    let found = problems(&BASE.replacen(
        "results = { all = [\"a\", \"b\", \"c\"] }",
        "results = { all = [\"a\", \"b\", \"c\", \"v\", \"zzz\"] }",
        1,
    ));
    let told: Vec<&str> = found.iter().map(|problem| problem.what.as_str()).collect();
    assert!(told.len() == 2 && told.iter().any(|what| what.contains("of kind employer verification")), "{told:?}");
}

/// A day on which the clocks are changed has an hour more or less.
#[test]
fn as_many_minutes_as_the_day_had_are_experience() {
    let spell = |from: &str, until: &str, minutes: u32| {
        faults(&format!(
            "trainee = \"t\"\n[[experience]]\nid = \"e\"\nkind = \"work\"\nfrom = {from}\nuntil = {until}\nminutes = {minutes}\norganisation = \"Firm\"\n"
        ))
    };
    for (from, until, most) in [
        ("2024-03-31", "2024-04-01", 23 * 60),
        ("2024-10-27", "2024-10-28", 25 * 60),
        ("2024-06-01", "2024-06-02", 24 * 60),
    ] {
        assert!(spell(from, until, most).is_empty(), "{from}");
        assert_eq!(spell(from, until, most + 1).len(), 1, "{from}");
    }
}
