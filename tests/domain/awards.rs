//! How a status that was conferred stands on a day: tables with the days before, on and after.

use crate::support::d;
use domain::awards::AwardChange::{Conferred, Reinstated, Superseded, Suspended, Withdrawn};
use domain::awards::{AwardChange, AwardEvent, AwardState, state};

fn event(change: AwardChange, on: &str) -> AwardEvent {
    AwardEvent { change, on: d(on), known_on: d(on) }
}

fn conferred(on: &str, expires_on: Option<&str>) -> AwardEvent {
    event(Conferred { expires_on: expires_on.map(d) }, on)
}

/// What stands on each of these days, with everything known.
#[track_caller]
fn stands(events: &[AwardEvent], days: &[(&str, Option<AwardState>)]) {
    for (day, wanted) in days {
        assert_eq!(state(events, d(day), d("2100-01-01")), *wanted, "{day}: {events:?}");
    }
}

#[test]
fn it_is_held_from_the_day_of_conferral_to_the_day_before_it_expires() {
    stands(&[], &[("2026-01-01", None)]);
    stands(
        &[conferred("2026-01-10", None)],
        &[("2026-01-09", None), ("2026-01-10", Some(AwardState::InForce)), ("2099-01-01", Some(AwardState::InForce))],
    );
    stands(
        &[conferred("2026-01-10", Some("2027-01-10"))],
        &[
            ("2027-01-09", Some(AwardState::InForce)),
            ("2027-01-10", Some(AwardState::Expired(d("2027-01-10")))),
            ("2027-01-11", Some(AwardState::Expired(d("2027-01-10")))),
        ],
    );
}

#[test]
fn it_is_suspended_until_it_is_reinstated_and_that_does_not_lengthen_it() {
    let events = [
        conferred("2026-01-10", Some("2027-01-10")),
        event(Suspended, "2026-03-01"),
        event(Suspended, "2026-03-05"),
        event(Reinstated, "2026-04-01"),
        event(Reinstated, "2026-04-02"),
        event(Suspended, "2026-12-01"),
    ];
    stands(
        &events,
        &[
            ("2026-02-28", Some(AwardState::InForce)),
            ("2026-03-01", Some(AwardState::Suspended(d("2026-03-01")))),
            ("2026-03-31", Some(AwardState::Suspended(d("2026-03-01")))),
            ("2026-04-01", Some(AwardState::InForce)),
            ("2027-01-09", Some(AwardState::Suspended(d("2026-12-01")))),
            ("2027-01-10", Some(AwardState::Expired(d("2027-01-10")))),
        ],
    );
}

#[test]
fn it_ends_once_by_what_comes_first() {
    let until_2027 = conferred("2026-01-10", Some("2027-01-10"));
    for (end, ended) in
        [(Withdrawn, AwardState::Withdrawn as fn(_) -> _), (Superseded, AwardState::Superseded as fn(_) -> _)]
    {
        // The last day on which it is held is the last on which it can end otherwise.
        stands(
            &[until_2027, event(end, "2027-01-09")],
            &[
                ("2027-01-08", Some(AwardState::InForce)),
                ("2027-01-09", Some(ended(d("2027-01-09")))),
                ("2027-01-10", Some(ended(d("2027-01-09")))),
            ],
        );
        for late in ["2027-01-10", "2027-01-11"] {
            stands(
                &[until_2027, event(end, late)],
                &[
                    ("2027-01-10", Some(AwardState::Expired(d("2027-01-10")))),
                    ("2027-01-11", Some(AwardState::Expired(d("2027-01-10")))),
                ],
            );
        }
        // Suspended or not; and nothing follows.
        stands(
            &[
                until_2027,
                event(Suspended, "2026-02-01"),
                event(end, "2026-03-01"),
                event(Reinstated, "2026-03-02"),
                event(Withdrawn, "2026-03-03"),
                event(Superseded, "2026-03-04"),
            ],
            &[
                ("2026-02-28", Some(AwardState::Suspended(d("2026-02-01")))),
                ("2026-03-01", Some(ended(d("2026-03-01")))),
                ("2026-03-31", Some(ended(d("2026-03-01")))),
            ],
        );
    }
}

#[test]
fn of_one_day_what_was_written_last_counts_and_of_several_the_days_do() {
    let there = conferred("2026-01-10", None);
    let (suspended, reinstated) = (event(Suspended, "2026-02-01"), event(Reinstated, "2026-02-01"));
    let on = |events: &[AwardEvent]| state(events, d("2026-02-01"), d("2026-02-01"));
    assert_eq!(on(&[there, suspended, reinstated]), Some(AwardState::InForce));
    assert_eq!(on(&[there, reinstated, suspended]), Some(AwardState::Suspended(d("2026-02-01"))));
    // Written later, true earlier.
    let before = AwardEvent { known_on: d("2026-03-01"), ..event(Reinstated, "2026-01-20") };
    stands(&[there, suspended, before], &[("2026-03-02", Some(AwardState::Suspended(d("2026-02-01"))))]);
    // What was said before it was conferred says nothing of it.
    stands(
        &[event(Withdrawn, "2026-01-01"), there],
        &[("2026-01-01", None), ("2026-01-10", Some(AwardState::InForce))],
    );
}

#[test]
fn what_was_not_known_yet_changes_nothing() {
    let withdrawn = AwardEvent { change: Withdrawn, on: d("2026-02-01"), known_on: d("2026-05-01") };
    let events = [conferred("2026-01-10", None), withdrawn];
    let in_march = |known| state(&events, d("2026-03-01"), d(known));
    assert_eq!(in_march("2026-01-09"), None);
    assert_eq!(in_march("2026-04-30"), Some(AwardState::InForce));
    assert_eq!(in_march("2026-05-01"), Some(AwardState::Withdrawn(d("2026-02-01"))));
}

#[test]
fn only_what_is_held_can_be_withdrawn() {
    let day = d("2026-02-01");
    for (state, can) in [
        (AwardState::InForce, true),
        (AwardState::Suspended(day), true),
        (AwardState::Expired(day), false),
        (AwardState::Withdrawn(day), false),
        (AwardState::Superseded(day), false),
    ] {
        assert_eq!(state.can_be_withdrawn(), can, "{state:?}");
    }
}
