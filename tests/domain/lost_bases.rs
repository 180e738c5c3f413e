//! Which awards have lost what they were conferred on.

use crate::support::{BASE, award, claim, d, loaded, nobody, pass, result, verification};
use domain::awards::{LostBasis, lost_bases};
use domain::standing::{FactsFile, Outcome, ResultFact};

/// A trainee on whom the status was conferred on 10 March 2024, with everything for it there.
fn holder() -> FactsFile {
    let mut facts = nobody();
    facts.results = vec![pass("1", "a", "2024-01-01"), pass("2", "b", "2024-01-01"), pass("3", "c", "2024-01-01")];
    facts.claims = vec![
        claim("4", &["o1"], "2024-01-01", "2024-01-02", "boss"),
        claim("5", &["o1"], "2024-01-03", "2024-01-04", "boss"),
        claim("6", &["o2"], "2024-01-03", "2024-01-04", "boss"),
    ];
    facts.verifications = vec![verification("7", "v", "2024-02-01", "boss")];
    facts.awards = vec![award("8", "st", "2024-03-10")];
    facts
}

/// The result is corrected on a day.
fn corrected(mut facts: FactsFile, outcome: Outcome, on: &str) -> FactsFile {
    let correction = ResultFact {
        confirmed_on: Some(d(on)),
        recorded_on: Some(d(on)),
        corrects: Some("2".into()),
        ..result("9", "b", outcome, "2024-01-01")
    };
    facts.results.push(correction);
    facts
}

fn lost(facts: &FactsFile) -> Vec<LostBasis> {
    lost_bases(&loaded(BASE), facts)
}

#[test]
fn what_was_there_on_the_day_of_conferral_takes_nothing_from_an_award() {
    assert_eq!(lost(&holder()), []);
    // The mark alone was corrected; and what was corrected twice says what it said at first.
    assert_eq!(lost(&corrected(holder(), Outcome::Pass, "2024-06-01")), []);
    let mut twice = corrected(holder(), Outcome::Fail, "2024-06-01");
    let back =
        ResultFact { id: "10".into(), corrects: Some("9".into()), outcome: Outcome::Pass, ..twice.results[3].clone() };
    twice.results.push(ResultFact { confirmed_on: Some(d("2024-07-01")), recorded_on: Some(d("2024-07-01")), ..back });
    assert_eq!(lost(&twice), []);
    // So does what was corrected again before anybody confirmed that.
    twice.results[3].confirmed_on = None;
    assert_eq!(lost(&twice), []);
    // One that waits takes nothing away.
    let mut waits = corrected(holder(), Outcome::Fail, "2024-06-01");
    waits.results[3].confirmed_on = None;
    assert_eq!(lost(&waits), []);
    assert_eq!(lost(&nobody()), []);
}

#[test]
fn a_correction_names_what_is_missing_and_since_when_that_is_known() {
    for day in ["2024-03-11", "2024-06-01", "2031-12-31"] {
        let found = lost(&corrected(holder(), Outcome::Fail, day));
        assert_eq!(found, [LostBasis { award: "8".into(), missing: vec!["b".into()], since: d(day) }], "{day}");
    }
    // A later pass was not there on the day.
    let mut again = corrected(holder(), Outcome::Fail, "2024-06-01");
    again.results.push(pass("10", "b", "2024-09-01"));
    assert_eq!(lost(&again).len(), 1);
    // What was withdrawn rests on nothing.
    again.awards[0].withdrawn_on = Some(d("2024-10-01"));
    assert_eq!(lost(&again), []);
}

#[test]
fn what_was_lost_there_again_and_lost_is_missing_since_the_last_time() {
    let mut facts = corrected(holder(), Outcome::Fail, "2024-04-01");
    for (id, outcome, on) in [("10", Outcome::Pass, "2024-06-01"), ("11", Outcome::Fail, "2024-08-01")] {
        let before = facts.results.last().unwrap().clone();
        let (confirmed_on, recorded_on, corrects) = (Some(d(on)), Some(d(on)), Some(before.id.clone()));
        facts.results.push(ResultFact { id: id.into(), outcome, confirmed_on, recorded_on, corrects, ..before });
    }
    assert_eq!(lost(&facts)[0].since, d("2024-08-01"));
    // What comes after changes nothing of that.
    facts.results.push(pass("12", "a", "2025-01-01"));
    assert_eq!(lost(&facts)[0].since, d("2024-08-01"));
}

#[test]
fn what_was_never_there_is_missing_since_the_day_of_conferral() {
    let mut facts = holder();
    facts.verifications.clear();
    let found = lost(&facts);
    assert_eq!(found, [LostBasis { award: "8".into(), missing: vec!["v".into()], since: d("2024-03-10") }]);
}

#[test]
fn an_award_conferred_again_when_all_was_there_has_its_basis() {
    let mut facts = corrected(holder(), Outcome::Fail, "2024-06-01");
    facts.results.push(pass("10", "b", "2024-09-01"));
    facts.awards[0].withdrawn_on = Some(d("2024-06-02"));
    facts.awards.push(award("11", "st", "2024-10-01"));
    assert_eq!(lost(&facts), []);
}

#[test]
fn what_lapsed_after_the_day_was_there_on_it() {
    let text = BASE.replace("credits = 20\n", "credits = 20\nexpires = { after = \"1 year\" }\n");
    assert_eq!(lost_bases(&loaded(&text), &holder()), []);
}

#[test]
fn facts_that_can_not_be_bound_say_nothing() {
    let mut facts = corrected(holder(), Outcome::Fail, "2024-06-01");
    facts.results[0].element = "unknown".into();
    assert_eq!(lost(&facts), []);
    let mut facts = holder();
    facts.awards[0].status = "unknown".into();
    assert_eq!(lost(&facts), []);
}
