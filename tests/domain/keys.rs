//! Two keys, turned by different people, neither of them the trainee.

use domain::standing::{FactsFile, Key, KeyProblem, State, standing};

use crate::support::{BASE, bound, claim, d, loaded, nobody, pass, state, verification};

const DAY: &str = "2022-06-01";

fn results() -> FactsFile {
    FactsFile {
        results: ["a", "b", "c"].iter().map(|element| pass(element, element, "2022-01-15")).collect(),
        ..nobody()
    }
}

fn both() -> FactsFile {
    let mut facts = results();
    facts.claims = vec![
        claim("c1", &["o1", "o2"], "2022-01-01", "2022-02-01", "boss"),
        claim("c2", &["o1"], "2022-01-01", "2022-02-01", "boss"),
    ];
    facts.verifications = vec![verification("v1", "v", "2022-05-01", "boss")];
    facts
}

#[test]
fn a_stage_is_met_by_both_keys_and_by_neither_alone() {
    let framework = loaded(BASE);
    let results_only = FactsFile { claims: vec![], verifications: vec![], ..both() };
    let employer_only = FactsFile { results: vec![], ..both() };
    for (facts, expected, keys) in [
        (nobody(), State::Available, (false, false)),
        (results_only, State::InProgress, (true, false)),
        (employer_only, State::InProgress, (false, true)),
        (both(), State::Met, (true, true)),
    ] {
        let bound = bound(&framework, &facts);
        let found = standing(&framework, &bound, d(DAY), d(DAY));
        let stage = framework.find("s").unwrap();
        let turned = (found.key(stage, Key::Results).turned, found.key(stage, Key::Employer).turned);
        assert_eq!((found.state(stage), turned), (expected, keys));
    }
}

#[test]
fn the_trainee_turns_neither_key() {
    let framework = loaded(BASE);
    let mut own_verification = both();
    own_verification.verifications[0].by = "trainee".into();
    let mut own_decision = both();
    own_decision.claims[0].decision.as_mut().unwrap().by = "trainee".into();
    let mut own_result = both();
    own_result.results[0].confirmed_by = Some("trainee".into());
    let mut recorder = both();
    recorder.results[0].confirmed_by = Some("officer".into());
    for facts in [own_verification, own_decision, own_result, recorder] {
        assert_eq!(state(&framework, &facts, "s", DAY), State::InProgress);
    }
}

#[test]
fn one_person_does_not_turn_both_keys() {
    let framework = loaded(BASE);
    let stage = framework.find("s").unwrap();
    let mut facts = both();
    facts.verifications[0].by = "registry".into();
    let found = standing(&framework, &bound(&framework, &facts), d(DAY), d(DAY));
    assert_eq!(found.state(stage), State::InProgress);
    assert_eq!(found.key(stage, Key::Employer).because, Some(KeyProblem::SamePerson("registry".into())));

    // One result is enough to refuse it, as long as the key needs that result.
    for result in &mut facts.results[1..] {
        result.confirmed_by = Some("someone".into());
    }
    assert_eq!(state(&framework, &facts, "s", DAY), State::InProgress);
    facts.results[0].confirmed_by = Some("someone".into());
    assert_eq!(state(&framework, &facts, "s", DAY), State::Met);
}

#[test]
fn a_second_pass_confirmed_by_somebody_else_frees_the_key() {
    let framework = loaded(BASE);
    let mut facts = both();
    facts.verifications[0].by = "registry".into();
    for (n, element) in ["a", "b", "c"].iter().enumerate() {
        let mut again = pass(&format!("again{n}"), element, "2022-03-15");
        again.confirmed_by = Some("someone".into());
        facts.results.push(again);
    }
    assert_eq!(state(&framework, &facts, "s", DAY), State::Met);
}

#[test]
fn withdrawing_what_was_signed_takes_the_stage_back_from_its_day() {
    let framework = loaded(BASE);
    let mut facts = both();
    facts.verifications[0].withdrawn_on = Some(d(DAY));
    assert_eq!(state(&framework, &facts, "s", "2022-05-31"), State::Met);
    assert_eq!(state(&framework, &facts, "s", DAY), State::InProgress);
    let mut facts = both();
    facts.claims[1].withdrawn_on = Some(d(DAY));
    assert_eq!(state(&framework, &facts, "s", "2022-05-31"), State::Met);
    assert_eq!(state(&framework, &facts, "s", DAY), State::InProgress);
}

#[test]
fn a_stage_that_has_one_key_says_why() {
    let text = BASE.replacen("employer = { all = [\"p\", \"v\"] }", "no_employer_key = \"it is a book test\"", 1);
    let text = text.replacen("requires = \"s\"", "requires = { all = [\"s\", \"p\", \"v\"] }", 1);
    let framework = loaded(&text);
    let stage = framework.find("s").unwrap();
    let facts = bound(&framework, &results());
    let found = standing(&framework, &facts, d(DAY), d(DAY));
    assert_eq!(found.state(stage), State::Met);
    let key = found.key(stage, Key::Employer);
    assert_eq!(key.because, Some(KeyProblem::Absent("it is a book test".into())));
    let reasons = found.reasons(&framework, stage);
    assert!(reasons.iter().any(|reason| reason.sentence.ends_with("it is a book test")), "{reasons:?}");
}

#[test]
fn an_employer_verification_cannot_be_excused() {
    let framework = loaded(BASE);
    let mut facts = both();
    facts.exemptions.push(crate::support::exemption("x", "v", "2022-01-01"));
    let unknown = domain::standing::Facts::bind(&framework, facts.clone()).unwrap_err();
    assert_eq!(unknown.len(), 1);
    assert!(unknown[0].to_string().contains("`v` is of kind employer verification"), "{}", unknown[0]);
}
