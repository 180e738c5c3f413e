//! The stage one is on, and what a status is called on a day.

use crate::lessons::element;
use crate::support::{
    BASE, award, bound, claim, d, exemption, framework, frameworks_dir, loaded, nobody, pass, source, state,
};
use domain::standing::{AwardFact, FactsFile, State, read_example, standing};

fn current(of: &str, facts: &FactsFile, on: &str) -> Option<String> {
    let framework = framework(&frameworks_dir().join(of));
    let facts = bound(&framework, facts);
    let standing = standing(&framework, &facts, d(on), d(on));
    standing.current_stage(&framework).map(|ix| framework.node(ix).id.clone())
}

#[test]
fn one_is_on_every_stage_that_is_entered_and_not_met_the_earliest_first() {
    let framework = framework(&frameworks_dir().join("sqe/2021-09"));
    let stages = |facts: &FactsFile, on: &str| -> Vec<String> {
        let found = standing(&framework, &bound(&framework, facts), d(on), d(on));
        let stages = found.current_stages(&framework);
        assert_eq!(found.current_stage(&framework), stages.first().copied());
        stages.into_iter().map(|ix| framework.node(ix).id.clone()).collect()
    };
    let mut facts = nobody();
    assert_eq!(stages(&facts, "2022-01-01"), ["competence-record", "sqe1", "admission"]);
    facts.results.push(pass("r1", "FLK1", "2022-01-15"));
    facts.results.push(pass("r2", "FLK2", "2022-01-20"));
    assert_eq!(stages(&facts, "2022-06-01"), ["competence-record", "sqe2", "admission"]);
    facts.results.push(pass("r3", "SQE2", "2022-07-20"));
    assert_eq!(stages(&facts, "2023-01-01"), ["competence-record", "admission"]);
}

/// A law graduate is excused from what is assessed at Foundation and begins at Advanced, though Foundation is never met.
#[test]
fn who_enters_by_exemptions_is_on_the_stage_entered() {
    let mut facts = nobody();
    assert_eq!(current("cpq/2021-06", &facts, "2022-06-01").as_deref(), Some("foundation"));
    for element in ["F01", "F02", "F03", "F04", "F05", "F06"] {
        facts.exemptions.push(exemption(element, element, "2022-05-01"));
    }
    assert_eq!(current("cpq/2021-06", &facts, "2022-06-01").as_deref(), Some("advanced"));
}

#[test]
fn a_stage_that_was_passed_over_is_behind_once_a_later_one_is_met() {
    let example = frameworks_dir().join("cpq/2021-06/examples/cilex_lawyer_in_family_with_advocacy.toml");
    let mut facts = read_example(&source(&example)).unwrap().facts;
    assert_eq!(current("cpq/2021-06", &facts, "2026-01-10"), None, "all is met");
    // The same person, excused from Foundation and from what Advanced assesses instead of having met the first.
    let foundation = ["F01", "F02", "F03", "F04", "F05", "F06"];
    facts.results.retain(|result| !foundation.contains(&result.element.as_str()));
    facts.verifications.retain(|verification| verification.element != "foundation-verification");
    let excused = foundation.iter().map(|element| exemption(&format!("x-{element}"), element, "2021-07-01"));
    facts.exemptions.extend(excused);
    assert_eq!(current("cpq/2021-06", &facts, "2026-01-10"), None, "Foundation was passed over");
}

/// A stage that no status asks for stays open to whoever has come to the last one, and is not where they stand.
#[test]
fn whoever_holds_the_last_status_has_qualified() {
    let qualified = |of: &str, statuses: &[&str], on: &str| {
        let framework = framework(&frameworks_dir().join(of));
        let awards = statuses.iter().map(|status| award(status, status, "2025-06-01")).collect();
        let facts = FactsFile { awards, ..nobody() };
        let found = standing(&framework, &bound(&framework, &facts), d(on), d(on));
        let status = found.qualified_as(&framework).map(|ix| framework.node(ix).id.clone());
        assert!(status.is_none() || found.current_stage(&framework).is_none());
        assert!(!found.current_stages(&framework).is_empty(), "one may go on");
        status
    };
    let sqe = |statuses: &[&str], on: &str| qualified("sqe/2021-09", statuses, on);
    assert_eq!(sqe(&[], "2026-01-01"), None);
    assert_eq!(sqe(&["solicitor"], "2025-05-31"), None);
    assert_eq!(sqe(&["solicitor"], "2025-06-01").as_deref(), Some("solicitor"));
    // Of several the one that all stages lead to, and not while a stage leads to it.
    let cpq = |statuses: &[&str]| qualified("cpq/2021-06", statuses, "2026-01-01");
    for statuses in
        [&["cilex-paralegal"][..], &["chartered-paralegal"], &["cilex-paralegal", "cilex-advanced-paralegal"]]
    {
        assert_eq!(cpq(statuses), None, "{statuses:?}");
    }
    let framework = framework(&frameworks_dir().join("cpq/2021-06"));
    let last: Vec<_> = framework.statuses().filter(|ix| framework.is_last_status(*ix)).collect();
    assert_eq!(last, [framework.find("cilex-lawyer").unwrap()]);
}

#[test]
fn a_status_bears_the_title_of_the_day() {
    let text = include_str!("../../content/frameworks/cpq/2021-06/framework.toml");
    let framework = loaded(text);
    let status = framework.find("cilex-paralegal").unwrap();
    for (day, title, letters) in [
        ("2021-12-31", "Associate", "ACILEx"),
        ("2022-01-01", "CILEX Paralegal", "ACILEX"),
        ("2026-11-24", "CILEX Paralegal", "ACILEX"),
    ] {
        let called = framework.status_title(status, d(day));
        assert_eq!((called.title.as_str(), called.letters.as_deref()), (title, Some(letters)), "{day}");
    }
    let (_, of) = framework.step_off("step-off-paralegal").unwrap();
    assert_eq!(of, status);
    assert_eq!(framework.step_off("foundation"), None);
}

#[test]
fn the_employer_verifies_last_once_what_is_seen_at_work_is_there() {
    let framework = loaded(BASE);
    let verification = framework.find("v").unwrap();
    let state = |claims: &[&str]| {
        let facts = FactsFile {
            claims: claims
                .iter()
                .enumerate()
                .map(|(n, outcome)| claim(&format!("c{n}"), &[outcome], "2022-01-01", "2022-02-01", "boss"))
                .collect(),
            ..nobody()
        };
        standing(&framework, &bound(&framework, &facts), d("2022-06-01"), d("2022-06-01")).state(verification)
    };
    assert_eq!(state(&[]), State::Blocked);
    assert_eq!(state(&["o1", "o2"]), State::Blocked, "one piece of work less than is asked for");
    assert_eq!(state(&["o1", "o1", "o2"]), State::Available);
}

/// The day of confirmation is not the trainee's: what was passed, and begun, in time opens the stage though it lapsed before
/// somebody confirmed it.
#[test]
fn a_stage_is_opened_by_what_lapsed_before_it_was_confirmed_to_who_had_begun_in_time() {
    let more = format!(
        "[[stage]]\nid = \"t\"\ntitle = \"T\"\nsources = [\"test\"]\nrequires = \"a\"\nresults = \"e\"\n\
         no_employer_key = \"test\"\n\n{}",
        element("e", "assessment", "").replace("stage = \"s\"", "stage = \"t\"")
    );
    let text = BASE.replacen("title = \"A\"\n", "title = \"A\"\nexpires = \"1 year\"\n", 1);
    let framework =
        loaded(&format!("{text}\n{more}").replacen("requires = \"s\"", "requires = { all = [\"s\", \"t\"] }", 1));
    let mut facts = FactsFile { results: vec![pass("a1", "a", "2021-01-15")], ..nobody() };
    facts.results[0].confirmed_on = Some(d("2022-03-01"));
    let t = framework.find("t").unwrap();
    let on = |facts: &FactsFile, day: &str| {
        let found = standing(&framework, &bound(&framework, facts), d(day), d(day));
        (found.is_open(t), found.state(t), found.since(t).map(|day| day.to_string()))
    };
    let met = |since: &str| (true, State::Met, Some(since.to_owned()));
    let blocked = (false, State::Blocked, None);
    assert_eq!(on(&facts, "2023-01-01"), blocked, "who had begun nothing");
    for (sat, expected) in
        [("2021-01-14", met("2022-03-01")), ("2022-01-14", met("2022-03-01")), ("2022-01-15", blocked.clone())]
    {
        facts.results.truncate(1);
        facts.results.push(pass("e1", "e", sat));
        assert_eq!(on(&facts, "2022-02-28"), blocked, "sat on {sat}, before it is confirmed");
        assert_eq!(on(&facts, "2023-01-01"), expected, "sat on {sat}");
    }
    facts.results.push(pass("a2", "a", "2022-06-01"));
    assert_eq!(on(&facts, "2023-01-01"), met("2022-06-01"), "and passed again");
    facts.results[1].sat_on = d("2021-06-01");
    assert_eq!(on(&facts, "2023-01-01"), met("2022-03-01"), "the later pass moves nothing");
}

/// To withdraw an award that was over long before ends nothing.
#[test]
fn a_status_that_lapsed_on_the_day_another_award_of_it_was_withdrawn_has_lapsed() {
    let text = BASE.replacen("title = \"Status\"\n", "title = \"Status\"\nexpires = \"6 months\"\n", 1);
    let framework = loaded(&text);
    let over = AwardFact { withdrawn_on: Some(d("2023-10-17")), ..award("w", "st", "2023-01-01") };
    let mut facts = FactsFile { awards: vec![over, award("x", "st", "2023-04-17")], ..nobody() };
    assert_eq!(state(&framework, &facts, "st", "2023-10-16"), State::Held);
    assert_eq!(state(&framework, &facts, "st", "2023-10-17"), State::Expired);
    facts.awards.swap(0, 1);
    facts.awards[0].withdrawn_on = Some(d("2023-10-01"));
    assert_eq!(state(&framework, &facts, "st", "2023-10-17"), State::Blocked, "ended by an act");
}
