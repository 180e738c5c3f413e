//! The rules of signing: when a claim may be sent, what each answer asks for, what a signature says, and what an
//! employer's verification comes after.

use domain::framework::Length;
use domain::invalid::Invalid;
use domain::sign_off::{
    ClaimState, Draft, ReasonCode, claim_statement, decide, needs_another_verifier, results_confirmed_by, sendable,
    state_without_findings, workplace_missing,
};
use domain::standing::{ClaimOutcome, State, standing};

use crate::support::{BASE, bound, claim, d, loaded, nobody, pass, verification};

/// The fields with an error, in the order in which they are told.
fn fields<T>(result: Result<T, Invalid>) -> Vec<String> {
    let errors = result.map_or_else(|invalid| invalid.0, |_| Vec::new());
    errors.into_iter().map(|error| error.field).collect()
}

fn ready() -> Draft {
    Draft {
        narrative: String::from("Took instructions."),
        happened_from: Some(d("2024-03-27")),
        happened_until: Some(d("2024-03-28")),
        evidence: 1,
        redacted: true,
    }
}

#[test]
fn a_claim_is_sent_when_nothing_is_missing_and_all_that_is_missing_is_told() {
    assert_eq!(fields(sendable(&ready(), None, d("2024-03-28"))), Vec::<String>::new());
    assert_eq!(
        fields(sendable(&Draft::default(), None, d("2024-03-28"))),
        ["narrative", "happened_from", "happened_until", "evidence", "redacted"]
    );
    let blank = Draft { narrative: String::from(" \n\t"), ..ready() };
    assert_eq!(fields(sendable(&blank, None, d("2024-03-28"))), ["narrative"]);
}

#[test]
fn work_is_over_in_order_and_recent_to_the_day() {
    let two_years = Length::parse("2 years");
    for (from, until, on, allowed) in [
        ("2024-03-28", "2024-03-28", "2024-03-28", true),
        ("2024-03-28", "2024-03-28", "2024-03-27", false),
        ("2024-03-28", "2024-03-27", "2024-03-28", false),
        ("2024-03-27", "2024-03-28", "2026-03-28", true),
        ("2024-03-27", "2024-03-28", "2026-03-29", false),
    ] {
        let draft = Draft { happened_from: Some(d(from)), happened_until: Some(d(until)), ..ready() };
        let told = fields(sendable(&draft, two_years, d(on)));
        assert_eq!(told.is_empty(), allowed, "{from} to {until} on {on}: {told:?}");
    }
}

#[test]
fn each_answer_asks_for_its_own_and_for_nothing_of_another() {
    for (outcome, comment, missing, reason, told) in [
        ("", "", "", "", ["outcome"].as_slice()),
        ("excellent", "", "", "", &["outcome"]),
        ("met", "I saw it.", "", "", &[]),
        ("met", "  ", "", "", &["comment"]),
        // Nothing that can be seen.
        ("met", "\u{200b}", "\u{2060}", "", &["comment"]),
        ("met", "I saw it.", "More.", "", &["missing"]),
        ("met", "I saw it.", "", "other", &["reason"]),
        ("partly_met", "", "A second matter.", "", &[]),
        ("partly_met", "I saw it.", "", "", &["missing"]),
        ("not_yet", "Show a second one.", "", "", &[]),
        ("not_yet", "", "More.", "did_not_supervise", &["comment", "missing", "reason"]),
        ("declined", "", "", "did_not_supervise", &[]),
        ("declined", "", "", "", &["reason"]),
        ("declined", "", "", "because", &["reason"]),
        ("declined", "", "", "other", &["comment"]),
        ("declined", "I was away.", "", "other", &[]),
    ] {
        assert_eq!(
            fields(decide(outcome, comment, missing, reason)),
            told,
            "{outcome}, “{comment}”, “{missing}”, {reason}"
        );
    }
    for (letters, allowed) in [(5_000, true), (5_001, false)] {
        let long = "é".repeat(letters);
        assert_eq!(decide("met", &long, "", "").is_ok(), allowed, "{letters} letters");
        assert_eq!(decide("partly_met", "", &long, "").is_ok(), allowed, "{letters} letters");
    }
}

#[test]
fn a_decision_keeps_what_belongs_to_its_answer() {
    let partly = decide("partly_met", " Seen. ", " More. ", "").unwrap();
    assert_eq!((partly.comment.as_str(), partly.missing.as_deref()), ("Seen.", Some("More.")));
    let declined = decide("declined", "", "", "not_authorised").unwrap();
    assert_eq!((declined.reason, declined.missing), (Some(ReasonCode::NotAuthorised), None));
    for reason in ReasonCode::ALL {
        assert_eq!(ReasonCode::from_code(reason.code()), Some(reason));
    }
}

#[test]
fn who_declines_attests_nothing_of_the_work() {
    let answers = [ClaimOutcome::Met, ClaimOutcome::PartlyMet, ClaimOutcome::NotYet];
    for answer in answers {
        assert!(claim_statement("Ada", answer).text().contains("I supervised this work of Ada"), "{answer:?}");
    }
    let declining = claim_statement("Ada", ClaimOutcome::Declined);
    assert!(!declining.text().contains("supervised"), "{}", declining.text());
    assert_ne!(declining.version, claim_statement("Ada", ClaimOutcome::Met).version);
}

#[test]
fn a_verification_comes_after_all_that_is_seen_at_work_and_from_someone_else_than_the_results() {
    let framework = loaded(BASE);
    let verification_of_stage = framework.find("v").unwrap();
    let mut facts = nobody();
    facts.results = ["a", "b", "c"].map(|element| pass(&format!("r-{element}"), element, "2022-01-15")).to_vec();
    let missing = |facts: &domain::standing::FactsFile| {
        let facts = bound(&framework, facts);
        let found = standing(&framework, &facts, d("2022-06-01"), d("2022-06-01"));
        let missing = workplace_missing(&framework, &found, verification_of_stage);
        missing.into_iter().map(|ix| framework.node(ix).id.clone()).collect::<Vec<_>>()
    };
    // `o1` asks for two examples, `o2` for one.
    facts.claims = vec![
        claim("c1", &["o1"], "2022-01-01", "2022-02-01", "boss"),
        claim("c2", &["o2"], "2022-01-01", "2022-02-01", "boss"),
    ];
    assert_eq!(missing(&facts), ["p"]);
    // Who may not know what is missing at work may not be told by the verification that something is.
    let states = |facts: &domain::standing::FactsFile| {
        let found = standing(&framework, &bound(&framework, facts), d("2022-06-01"), d("2022-06-01"));
        (found.state(verification_of_stage), state_without_findings(&framework, &found, verification_of_stage))
    };
    assert_eq!(states(&facts), (State::Blocked, State::Available));
    facts.claims.push(claim("c3", &["o1"], "2022-01-02", "2022-02-01", "boss"));
    assert_eq!(missing(&facts), Vec::<String>::new());
    assert_eq!(states(&facts), (State::Available, State::Available));

    let as_bound = bound(&framework, &facts);
    let confirmers = results_confirmed_by(&framework, &as_bound, verification_of_stage);
    assert_eq!(confirmers, vec!["registry"; 3]);
    for (by, again) in [("boss", false), ("registry", true)] {
        facts.verifications = vec![verification("vf", "v", "2022-03-01", by)];
        let bound = bound(&framework, &facts);
        let found = standing(&framework, &bound, d("2022-06-01"), d("2022-06-01"));
        assert_eq!(needs_another_verifier(&framework, &found, verification_of_stage), again, "by {by}");
    }
}

#[test]
fn a_claim_stands_as_the_last_time_it_was_sent_left_it_and_is_changed_unless_it_waits_or_is_met() {
    for (is_open, decided, state, is_editable) in [
        (None, None, ClaimState::Draft, true),
        // Taken back, or closed.
        (Some(false), None, ClaimState::Draft, true),
        (Some(true), None, ClaimState::Sent, false),
        (Some(false), Some(ClaimOutcome::Met), ClaimState::Decided(ClaimOutcome::Met), false),
        (Some(false), Some(ClaimOutcome::PartlyMet), ClaimState::Decided(ClaimOutcome::PartlyMet), true),
        (Some(false), Some(ClaimOutcome::NotYet), ClaimState::Decided(ClaimOutcome::NotYet), true),
        (Some(false), Some(ClaimOutcome::Declined), ClaimState::Decided(ClaimOutcome::Declined), true),
    ] {
        let found = ClaimState::of(is_open, decided);
        assert_eq!((found, found.is_editable()), (state, is_editable));
    }
}

#[test]
fn a_version_is_in_force_from_its_day_on() {
    let framework = loaded(BASE);
    let first = framework.effective_from();
    let days = [first.pred_opt().unwrap(), first, first.succ_opt().unwrap()];
    assert_eq!(days.map(|day| framework.is_in_force(day)), [false, true, true]);
}
