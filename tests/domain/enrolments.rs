//! How long an employment, a registration or a supervision lasts; and text as it is searched.

use crate::support::d;
use domain::enrolments::{LastUse, begins_before_use, enrolled_from, first_day, over_from, supervises_from};
use domain::interval::{Interval, Phase, free, is_late};

fn spell(from: &str, until: &str) -> Interval {
    Interval { from: d(from), until: (!until.is_empty()).then(|| d(until)) }
}

#[test]
fn a_spell_is_in_force_from_its_first_day_and_not_on_the_day_it_ends() {
    for (from, until, on, phase, can_end) in [
        ("2026-02-01", "", "2026-01-31", Phase::ToCome, true),
        ("2026-02-01", "", "2026-02-01", Phase::InForce, true),
        ("2026-02-01", "2026-03-01", "2026-02-28", Phase::InForce, true),
        ("2026-02-01", "2026-03-01", "2026-03-01", Phase::Over(d("2026-03-01")), false),
        // Ended before it began, it is no longer to come; ended on its first day, it has ended.
        ("2026-02-01", "2026-02-01", "2026-01-15", Phase::CalledOff, false),
        ("2026-02-01", "2026-02-01", "2026-02-01", Phase::Over(d("2026-02-01")), false),
    ] {
        let spell = spell(from, until);
        assert_eq!(spell.phase(d(on)), phase, "{from} {until} on {on}");
        assert_eq!(spell.can_end(d(on)), can_end, "{from} {until} on {on}");
    }
}

#[test]
fn spells_overlap_when_they_share_a_day_and_not_when_one_begins_as_the_other_ends() {
    for (one, other, overlaps) in [
        (("2026-01-01", ""), ("2026-06-01", ""), true),
        (("2026-01-01", "2026-02-01"), ("2026-02-01", ""), false),
        (("2026-01-01", "2026-02-02"), ("2026-02-01", ""), true),
        (("2026-01-01", "2026-12-31"), ("2026-03-01", "2026-04-01"), true),
        (("2026-01-01", "2026-01-01"), ("2025-01-01", ""), false),
    ] {
        let (one, other) = (spell(one.0, one.1), spell(other.0, other.1));
        assert_eq!(one.overlaps(other), overlaps, "{one} and {other}");
        assert_eq!(other.overlaps(one), overlaps, "{other} and {one}");
        assert_eq!(free(one, [other]), if overlaps { Err(other) } else { Ok(()) });
    }
}

#[test]
fn a_spell_is_told_with_the_last_day_that_is_in_it() {
    assert_eq!(spell("2026-01-01", "2026-04-01").to_string(), "from 1 January 2026 to 31 March 2026");
    assert_eq!(spell("2026-01-01", "").to_string(), "from 1 January 2026");
}

#[test]
fn a_spell_has_begun_on_its_first_day_and_one_that_was_called_off_is_not_to_come() {
    let endless = Interval::from("2026-03-02".parse().unwrap());
    let called_off = spell("2026-03-02", "2026-03-02");
    for (day, begun, in_force) in [("2026-03-01", false, false), ("2026-03-02", true, true), ("2026-03-03", true, true)]
    {
        let day = day.parse().unwrap();
        assert_eq!((endless.has_begun(day), endless.is_in_force(day)), (begun, in_force), "{day}");
        assert_eq!((called_off.has_begun(day), called_off.is_in_force(day)), (true, false), "{day}");
    }
    let over = spell("2026-03-02", "2026-03-04");
    let in_force =
        ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"].map(|day| over.is_in_force(day.parse().unwrap()));
    assert_eq!(in_force, [false, true, true, false]);
}

#[test]
fn what_has_lain_for_more_than_four_weeks_is_late() {
    for (since, late) in [("2026-03-02", false), ("2026-03-01", false), ("2026-02-28", true)] {
        assert_eq!(is_late(d(since), d("2026-03-29")), late, "{since}");
    }
}

#[test]
fn a_first_day_lies_at_most_a_year_ahead() {
    let today = d("2026-11-23");
    for (first, allowed) in
        [("2001-01-01", true), ("2026-11-23", true), ("2027-11-23", true), ("2027-11-24", false), ("2199-01-01", false)]
    {
        let said = first_day(d(first), today);
        assert_eq!(said.is_ok(), allowed, "{first}: {said:?}");
    }
    let ahead = first_day(d("2199-01-01"), today).unwrap_err();
    assert!(ahead.to_string().contains("on or before 23 November 2027"), "{ahead}");
}

#[test]
fn an_enrolment_begins_when_its_version_is_in_force_and_not_after_what_is_on_record() {
    let (today, in_force) = (d("2026-11-23"), d("2021-06-01"));
    for (first, empty, used) in [
        ("2021-05-31", false, false),
        ("2021-06-01", true, true),
        ("2026-11-23", true, true),
        ("2026-11-24", true, false),
        ("2027-11-24", false, false),
    ] {
        assert_eq!(enrolled_from(d(first), today, in_force, false).is_ok(), empty, "{first}");
        assert_eq!(enrolled_from(d(first), today, in_force, true).is_ok(), used, "{first}");
    }
    let before = enrolled_from(d("2021-05-31"), today, in_force, false).unwrap_err();
    assert!(before.to_string().contains("on or after 1 June 2021"), "{before}");
}

#[test]
fn an_enrolment_begins_by_the_day_of_the_first_that_was_done_in_it() {
    let begins = |first, earliest: Option<&str>| {
        let earliest = earliest.map(|on| (d(on), String::from("Sent a claim")));
        begins_before_use(d(first), earliest).map_err(|why| why.to_string())
    };
    assert_eq!(begins("2026-11-23", None), Ok(()));
    assert_eq!(begins("2025-03-01", Some("2025-03-01")), Ok(()));
    let told = "Choose a first day on or before 1 March 2025. On that day there is in this enrolment: Sent a claim";
    assert_eq!(begins("2025-03-02", Some("2025-03-01")), Err(told.to_owned()));
}

#[test]
fn what_ends_is_over_after_the_last_that_was_done_in_it_and_says_what_that_was() {
    let (today, spell) = (d("2026-11-23"), spell("2025-01-01", ""));
    let over = |day, on, last| over_from(spell, d(day), today, Some((d(on), last))).map_err(|why| why.to_string());
    let ruth = || LastUse::Signed(Some("Ruth Hale".into()));
    assert_eq!(over("2026-11-16", "2026-11-15", LastUse::Worked), Ok(()));
    for (day, on, last, told) in [
        (
            "2026-11-15",
            "2026-11-15",
            LastUse::Worked,
            "Enter a day after 15 November 2026: work until that day is confirmed",
        ),
        ("2026-11-01", "2026-11-15", ruth(), "Enter a day after 15 November 2026: Ruth Hale signed on that day"),
        ("2026-11-22", "2026-11-23", LastUse::Signed(None), "Enter today: somebody with a link signed today"),
        ("2026-11-22", "2026-11-23", LastUse::Sat, "Enter today: they were at a sitting today"),
        ("2024-12-31", "2026-11-15", LastUse::Sat, "Enter a day from 1 January 2025 on: it began then"),
    ] {
        assert_eq!(over(day, on, last), Err(told.to_owned()), "{day}");
    }
}

#[test]
fn nobody_supervises_before_the_trainee_works_there() {
    let employed = [spell("2025-03-01", "2025-06-01"), spell("2026-01-01", "")];
    let from = |first, employed: &[Interval]| {
        supervises_from(d(first), "Amara", employed.iter().copied()).map_err(|why| why.to_string())
    };
    for (first, allowed) in [("2001-01-01", false), ("2025-02-28", false), ("2025-03-01", true), ("2026-11-23", true)] {
        assert_eq!(from(first, &employed).is_ok(), allowed, "{first}");
    }
    let told = "Choose a first day on or after 1 March 2025, when Amara began to work there";
    assert_eq!(from("2001-01-01", &employed), Err(told.to_owned()));
    assert_eq!(from("2001-01-01", &[]), Ok(()), "there is nothing to compare it with");
}
