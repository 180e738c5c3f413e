//! Experience as it is typed: hours, days, shares; what is confirmed of it; what of the days is missing.

use chrono::NaiveDate;
use chrono_tz::Europe::London;
use domain::experience::{
    AskedOf, FilledIn, Hours, LastRequest, Recorded, SpellState, asked_of, asks_for, confirmable, counted_in_words,
    gaps, is_alike, is_at_once, kind_of_id, minutes, recordable, recordable_kinds, worked_in_words,
};
use domain::framework::{Confirmed, Framework};
use domain::interval::{Interval, uncovered};
use domain::sign_off::{ExperienceOutcome, ShownExperience, SigningOutcome, confirm, experience_statement};

use crate::support::{framework, frameworks_dir};

fn shipped(which: &str) -> Framework {
    framework(&frameworks_dir().join(which))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days(from: &str, until: &str) -> Interval {
    Interval { from: day(from), until: Some(day(until)) }
}

#[test]
fn hours_are_read_as_people_write_them() {
    let read = [
        ("36", 2_160),
        (" 36 ", 2_160),
        ("1,240", 74_400),
        ("36.5", 2_190),
        ("36.25", 2_175),
        ("36:30", 2_190),
        ("0:01", 1),
        ("0.01", 0),
        ("999999", 59_999_940),
    ];
    for (text, minutes_there) in read {
        assert_eq!(minutes(text), Ok(minutes_there), "{text}");
    }
    for wrong in [
        "", "-1", ",240", ":30", "36,5", "1,24", "1234,567", "36:5", "36:60", "36.125", "1e3", "NaN", "36h", "1:00.5",
        "10000000", "٣٦",
    ] {
        assert!(minutes(wrong).is_err(), "{wrong}");
    }
    // What was typed is told, and no more of it than fits.
    let told = |text: &str| minutes(text).unwrap_err().to_string();
    assert!(told("7,5").starts_with("Write “7,5” as a number alone, like 36, 36.5 or 36:30."), "{}", told("7,5"));
    assert!(told(&"7".repeat(500)).len() < 200 && told("7\u{202e}h").contains("7\\u{202e}h"));
}

#[test]
fn how_weekends_are_counted_is_said() {
    for (from, last, said) in [
        (
            "2025-03-03",
            "2025-03-16",
            "70 h in all: a fifth of them for 10 days from Monday to Friday, and nothing for 4 days at weekends.",
        ),
        ("2025-03-03", "2025-03-03", "7 h in all: a fifth of them for 1 day from Monday to Friday."),
        (
            "2025-03-07",
            "2025-03-08",
            "7 h in all: a fifth of them for 1 day from Monday to Friday, and nothing for 1 day at weekends.",
        ),
        (
            "2025-03-08",
            "2025-03-09",
            "10 h in all: a seventh of them for 2 days, because none is from Monday to Friday.",
        ),
    ] {
        let days = (day(from), day(last).succ_opt().unwrap());
        assert_eq!(counted_in_words(35 * 60, days), format!("35 h each week are {said}"));
    }
}

const BOTH: AskedOf = AskedOf { hours: true, full_time: true };

fn spell(from: &str, last_day: &str) -> FilledIn<'static> {
    FilledIn {
        from: Some(day(from)),
        last_day: Some(day(last_day)),
        hours: "10",
        hours_of: "all",
        full_time_percent: "",
    }
}

fn faults(spell: &FilledIn, employed: &[Interval], there: &[Interval]) -> Vec<(String, String)> {
    let on = (day("2026-06-30"), London);
    let recorded = Recorded { employed: Some(employed), there, hours: &[] };
    let wrong = recordable(spell, BOTH, on, recorded).err().unwrap_or_default();
    wrong.0.into_iter().map(|one| (one.field, one.message)).collect()
}

fn nothing(employed: &[Interval]) -> Recorded<'_> {
    Recorded { employed: Some(employed), there: &[], hours: &[] }
}

fn fields(spell: &FilledIn, employed: &[Interval], there: &[Interval]) -> Vec<String> {
    faults(spell, employed, there).into_iter().map(|(field, _)| field).collect()
}

#[test]
fn only_work_that_is_done_is_recorded_to_the_day() {
    let employed = [Interval::from(day("2024-01-01"))];
    assert!(fields(&spell("2026-06-30", "2026-06-30"), &employed, &[]).is_empty(), "today");
    assert_eq!(fields(&spell("2026-06-30", "2026-07-01"), &employed, &[]), ["last_day"]);
    assert_eq!(fields(&spell("2026-07-01", "2026-07-01"), &employed, &[]), ["from", "last_day"]);
    assert_eq!(fields(&spell("2026-06-02", "2026-06-01"), &employed, &[]), ["last_day"]);
}

#[test]
fn work_lies_within_the_employment_to_the_day() {
    // Two employments that touch are one stretch, two that don't are not.
    let touching = [days("2025-01-10", "2025-03-01"), days("2025-03-01", "2025-06-01")];
    let apart = [days("2025-01-10", "2025-03-01"), days("2025-03-02", "2025-06-01")];
    for (from, last, is_in) in [
        ("2025-01-10", "2025-05-31", true),
        ("2025-01-09", "2025-05-31", false),
        ("2025-01-10", "2025-06-01", false),
        ("2025-02-28", "2025-03-01", true),
    ] {
        assert_eq!(fields(&spell(from, last), &touching, &[]).is_empty(), is_in, "{from} {last}");
    }
    assert_eq!(fields(&spell("2025-02-28", "2025-03-02"), &apart, &[]), ["from"]);
    assert!(uncovered(&apart, days("2025-03-02", "2025-06-01")).is_empty());
    assert_eq!(uncovered(&[], days("2025-03-02", "2025-06-01")), [days("2025-03-02", "2025-06-01")]);
    let (_, message) = faults(&spell("2025-02-28", "2025-03-02"), &apart, &[]).remove(0);
    assert!(
        message.contains("from 10 January 2025 to 28 February 2025 and from 2 March 2025 to 31 May 2025"),
        "{message}"
    );
}

#[test]
fn no_day_is_recorded_twice_for_one_employer() {
    let employed = [Interval::from(day("2024-01-01"))];
    let there = [days("2025-02-01", "2025-03-01")];
    for (from, last, is_free) in [
        ("2025-03-01", "2025-03-31", true),
        ("2025-02-28", "2025-03-31", false),
        ("2025-01-01", "2025-01-31", true),
        ("2025-01-01", "2025-02-01", false),
    ] {
        assert_eq!(fields(&spell(from, last), &employed, &there).is_empty(), is_free, "{from} {last}");
    }
}

#[test]
fn no_more_hours_than_the_days_have() {
    let employed = [Interval::from(day("2024-01-01"))];
    let with = |hours, hours_of, of: FilledIn<'static>| FilledIn { hours, hours_of, ..of };
    // The clocks go forward on 30 March 2025, and back on 26 October.
    for (hours, hours_of, from, last, fits) in [
        ("24", "all", "2025-03-03", "2025-03-03", true),
        ("24:01", "all", "2025-03-03", "2025-03-03", false),
        ("23", "all", "2025-03-30", "2025-03-30", true),
        ("23:01", "all", "2025-03-30", "2025-03-30", false),
        ("25", "all", "2025-10-26", "2025-10-26", true),
        ("168", "week", "2025-03-03", "2025-03-16", true),
        ("168:01", "week", "2025-03-03", "2025-03-09", false),
        ("0", "all", "2025-03-03", "2025-03-03", false),
    ] {
        let found = fields(&with(hours, hours_of, spell(from, last)), &employed, &[]);
        assert_eq!(found.is_empty(), fits, "{hours} {hours_of} {from}: {found:?}");
    }
    assert_eq!(fields(&with("", "all", spell("2025-03-03", "2025-03-03")), &employed, &[]), ["hours"]);
    assert_eq!(fields(&with("7", "", spell("2025-03-03", "2025-03-03")), &employed, &[]), ["hours_of"]);
    let week = with("35", "week", spell("2025-03-03", "2025-03-12"));
    let worked = recordable(&week, BOTH, (day("2026-06-30"), London), nothing(&employed)).unwrap();
    assert_eq!((worked.minutes, worked.until), (35 * 60 * 8 / 5, day("2025-03-13")));
    // How it was said is kept.
    assert_eq!(worked.minutes_each_week, Some(35 * 60));
    assert_eq!(worked_in_words(worked.minutes, worked.minutes_each_week), "35 h each week, 56 h in all");
    assert_eq!(worked_in_words(worked.minutes, None), "56 h");
}

#[test]
fn hours_of_a_week_are_those_of_its_working_days() {
    // 3 March 2025 is a Monday.
    for (from, last, hours) in [
        ("2025-03-03", "2025-03-03", 7),
        ("2025-03-07", "2025-03-07", 7),
        ("2025-03-03", "2025-03-07", 35),
        ("2025-03-04", "2025-03-06", 21),
        ("2025-03-08", "2025-03-09", 10),
        ("2025-03-09", "2025-03-09", 5),
        ("2025-03-07", "2025-03-10", 14),
        ("2025-03-03", "2025-03-09", 35),
        ("2025-03-05", "2025-03-11", 35),
        ("2025-03-03", "2025-03-16", 70),
        ("2025-03-03", "2025-03-14", 70),
        ("2025-03-01", "2025-03-31", 21 * 7),
        ("2025-02-01", "2025-02-28", 20 * 7),
    ] {
        let days = (day(from), day(last).succ_opt().unwrap());
        assert_eq!(Hours::EachWeek.of(35 * 60, days), hours * 60, "{from} {last}");
        assert_eq!(Hours::InAll.of(35 * 60, days), 35 * 60);
    }
    let week = (day("2025-03-03"), day("2025-03-06"));
    assert_eq!(Hours::EachWeek.of(1, week), 0);
    assert_eq!(Hours::EachWeek.of(8, week), 4);
    assert_eq!(Hours::EachWeek.of(i64::MAX, (NaiveDate::MIN, NaiveDate::MAX)), i64::MAX / 5);
}

#[test]
fn a_share_of_full_time_is_a_whole_per_cent() {
    let employed = [Interval::from(day("2024-01-01"))];
    let with = |full_time_percent| FilledIn { full_time_percent, ..spell("2025-03-03", "2025-03-07") };
    for (text, percent) in
        [("", None), ("60", Some(60)), ("60 %", Some(60)), ("1", Some(1)), ("99", Some(99)), ("100", None)]
    {
        let of = (day("2026-06-30"), London);
        let worked = recordable(&with(text), BOTH, of, nothing(&employed)).unwrap();
        assert_eq!(worked.full_time_percent, percent, "{text}");
    }
    for wrong in ["0", "101", "-5", "half", "60.5"] {
        assert_eq!(fields(&with(wrong), &employed, &[]), ["full_time_percent"], "{wrong}");
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let wrong =
        FilledIn { hours: "a few", hours_of: "", full_time_percent: "most", ..spell("2026-07-01", "2026-07-02") };
    assert_eq!(fields(&wrong, &[], &[]), ["from", "last_day", "hours_of", "hours", "full_time_percent"]);
}

#[test]
fn days_without_work_are_found() {
    let spells = [days("2025-03-01", "2025-04-01"), days("2025-01-01", "2025-02-01"), days("2025-04-02", "2025-05-01")];
    assert_eq!(gaps(&spells), [days("2025-02-01", "2025-03-01"), days("2025-04-01", "2025-04-02")]);
    assert!(
        gaps(&[days("2025-01-01", "2025-06-01"), days("2025-02-01", "2025-03-01"), days("2025-06-01", "2025-07-01")])
            .is_empty()
    );
    assert!(gaps(&[]).is_empty());
    // What was called off before it began has no day, and what goes on leaves none.
    let called_off = Interval { from: day("2025-02-10"), until: Some(day("2025-02-10")) };
    let with = [spells.as_slice(), &[called_off]].concat();
    assert_eq!(gaps(&with), gaps(&spells));
    assert!(gaps(&[Interval::from(day("2025-01-01")), days("2025-06-01", "2025-07-01")]).is_empty());
    assert!(!is_at_once(&spells));
    assert!(is_at_once(&[days("2025-01-01", "2025-06-01"), days("2025-05-31", "2025-07-01")]));
}

#[test]
fn what_counts_once_or_counted_until_a_day_is_not_recorded() {
    let kinds = |framework: &Framework, on: &str| -> Vec<String> {
        let kinds = recordable_kinds(framework, day(on));
        kinds.map(|ix| framework.experience_kind(ix).id.clone()).collect()
    };
    let cpq = shipped("cpq/2021-06");
    assert_eq!(kinds(&cpq, "2026-06-30"), ["qualifying"]);
    assert_eq!(kinds(&cpq, "2023-01-10"), ["qualifying", "qualifying-employment"]);
    assert_eq!(kinds(&cpq, "2023-01-11"), ["qualifying"]);
    assert_eq!(kinds(&shipped("sqe/2021-09"), "2026-06-30"), ["qwe"]);
}

#[test]
fn what_is_asked_follows_from_the_rules() {
    let (cpq, sqe) = (shipped("cpq/2021-06"), shipped("sqe/2021-09"));
    let asked = |framework: &Framework, kind: &str| asked_of(framework, kind_of_id(framework, kind).unwrap());
    assert_eq!(asked(&cpq, "qualifying"), AskedOf { hours: true, full_time: false });
    // Twenty hours are counted for each week, whatever was worked.
    assert_eq!(asked(&cpq, "qualifying-employment"), AskedOf { hours: false, full_time: false });
    assert_eq!(asked(&sqe, "qwe"), AskedOf { hours: false, full_time: true });
    let hours = cpq.find("qualifying-experience").unwrap();
    assert!(asks_for(&cpq, hours, "qualifying") && asks_for(&cpq, hours, "lpc-or-bar-course"));
    assert!(!asks_for(&cpq, cpq.find("F01").unwrap(), "qualifying") && !asks_for(&cpq, hours, "qwe"));
    assert_eq!(kind_of_id(&cpq, "qwe"), None);
}

#[test]
fn a_signature_says_what_is_confirmed_and_nothing_else() {
    let mut shown = ShownExperience {
        framework: String::from("x 1"),
        framework_title: String::from("The Examination"),
        kind: String::from("work"),
        kind_title: String::from("Work"),
        confirms: vec![Confirmed::Time, Confirmed::Opportunity],
        confirmed_by: Some(String::from("a solicitor")),
        trainee: String::from("Ada"),
        employer: String::from("Firm"),
        from: day("2025-03-01"),
        last_day: day("2025-05-31"),
        minutes: 27_330,
        minutes_each_week: None,
        asks_full_time: true,
        full_time_percent: Some(60),
        work: String::from("Drafting."),
    };
    let confirmed = |shown: &ShownExperience| experience_statement(shown, ExperienceOutcome::Confirmed).text();
    let text = confirmed(&shown);
    for said in [
        "Ada worked for Firm from 1 March 2025 to 31 May 2025, 455 h 30 min in all, at 60 % of full time.",
        "the chance to develop competences that The Examination asks for",
        "I am a solicitor.",
        "It does not say how well Ada worked",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("showed competence"), "{text}");
    shown.minutes_each_week = Some(35 * 60);
    let text = confirmed(&shown);
    assert!(text.contains("31 May 2025, 35 h each week, 455 h 30 min in all, at"), "{text}");
    shown.confirms = vec![Confirmed::Time];
    shown.confirmed_by = None;
    let text = confirmed(&shown);
    assert!(!text.contains("chance") && !text.contains("I am"), "{text}");
    shown.confirms.push(Confirmed::Competence);
    assert!(confirmed(&shown).contains("Ada showed competence in this work."));
    let declined = experience_statement(&shown, ExperienceOutcome::Declined).text();
    assert!(declined.contains("I do not confirm it") && !declined.contains("showed"), "{declined}");
}

#[test]
fn an_answer_needs_what_belongs_to_it() {
    let fields = |outcome, why, remark| -> Vec<String> {
        let wrong = confirm(outcome, why, remark).err().unwrap_or_default();
        wrong.0.into_iter().map(|one| one.field).collect()
    };
    assert_eq!(fields("", "", ""), ["outcome"]);
    assert_eq!(fields("declined", "", ""), ["why"]);
    assert_eq!(fields("confirmed", "Not so.", ""), ["why"]);
    assert_eq!(fields("declined", "Not so.", "Well done."), ["comment"]);
    assert!(fields("confirmed", "", "").is_empty() && fields("declined", "Not so.", "").is_empty());
}

#[test]
fn hours_of_all_work_fit_in_the_days_whichever_was_recorded_first() {
    let employed = [Interval::from(day("2024-01-01"))];
    let fits = |from: &str, last: &str, hours: &str, recorded: &[(Interval, i64)]| {
        let spell = FilledIn { hours, ..spell(from, last) };
        let recorded: Vec<(Interval, i64)> = recorded.iter().map(|(days, hours)| (*days, hours * 60)).collect();
        recordable(&spell, BOTH, (day("2026-06-30"), London), Recorded { hours: &recorded, ..nothing(&employed) })
            .is_ok()
    };
    let week = |hours| [(days("2025-03-03", "2025-03-10"), hours)];
    assert!(fits("2025-03-03", "2025-03-09", "100", &week(68)));
    assert!(!fits("2025-03-03", "2025-03-09", "100", &week(69)));
    // Two weeks, of which the one may have all the hours that the other has not.
    let fortnight = |hours| [(days("2025-02-24", "2025-03-10"), hours)];
    assert!(fits("2025-03-03", "2025-03-09", "100", &fortnight(236)));
    assert!(!fits("2025-03-03", "2025-03-09", "100", &fortnight(237)));
    assert!(fits("2025-03-03", "2025-03-09", "100", &[(days("2025-02-24", "2025-03-03"), 168)]));
    // Both orders.
    let (long, short) = (days("2025-01-01", "2025-01-05"), days("2025-01-01", "2025-01-03"));
    for (most, is_room) in [(48, true), (49, false)] {
        assert_eq!(fits("2025-01-01", "2025-01-02", "48", &[(long, most)]), is_room, "{most}");
        assert_eq!(fits("2025-01-01", "2025-01-04", &most.to_string(), &[(short, 48)]), is_room, "{most}");
    }
    // A third that touches neither end of it leaves no room between them.
    let full = [(days("2025-01-01", "2025-01-03"), 48), (days("2025-01-04", "2025-01-06"), 48)];
    assert!(fits("2025-01-02", "2025-01-04", "24", &full) && !fits("2025-01-02", "2025-01-04", "25", &full));
    // The day that has 23 hours, and the one that has 25.
    assert!(fits("2025-03-30", "2025-03-30", "22", &[(days("2025-03-30", "2025-03-31"), 1)]));
    assert!(!fits("2025-03-30", "2025-03-30", "22", &[(days("2025-03-30", "2025-03-31"), 2)]));
    assert!(fits("2025-10-26", "2025-10-26", "24", &[(days("2025-10-26", "2025-10-27"), 1)]));
}

#[test]
fn work_is_confirmed_within_the_employment_alone() {
    let employed = [days("2025-01-01", "2025-06-01")];
    assert!(confirmable(days("2025-01-01", "2025-06-01"), &employed).is_ok());
    let why = confirmable(days("2025-01-01", "2025-06-02"), &employed).unwrap_err().to_string();
    assert!(why.contains("from 1 January 2025 to 31 May 2025") && why.contains("to 1 June 2025"), "{why}");
}

#[test]
fn kinds_that_count_as_one_are_alike() {
    let cpq = shipped("cpq/2021-06");
    assert!(is_alike(&cpq, "qualifying", "lpc-or-bar-course") && is_alike(&cpq, "qualifying", "qualifying"));
    assert!(!is_alike(&cpq, "qualifying", "qwe") && !is_alike(&cpq, "qwe", "qwe"));
}

#[test]
fn how_a_spell_stands_follows_from_the_last_request() {
    let confirmed = SigningOutcome::Experience(ExperienceOutcome::Confirmed);
    let declined = SigningOutcome::Experience(ExperienceOutcome::Declined);
    for (asked, state) in [
        (None, SpellState::Recorded),
        (Some(LastRequest::Ended), SpellState::Returned),
        (Some(LastRequest::Open), SpellState::Asked),
        (Some(LastRequest::Answered(confirmed)), SpellState::Confirmed),
        (Some(LastRequest::Answered(declined)), SpellState::Declined),
        (Some(LastRequest::Withdrawn), SpellState::Withdrawn),
    ] {
        assert_eq!(SpellState::of(false, asked), state, "{asked:?}");
        assert_eq!(SpellState::of(true, asked), SpellState::TakenOut, "{asked:?}");
    }
}
