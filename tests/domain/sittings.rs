//! Attempts, their order and how passes lapse, where they meet.

use domain::framework::Framework;
use domain::plan::plan;
use domain::standing::{FactsFile, Outcome, Reason, ResultFact, State, standing};

use crate::carrying_out::reaches;
use crate::lessons::element;
use crate::support::{
    BASE, bound, claim, d, exemption, framework, frameworks_dir, loaded, nobody, pass, result, spell, state,
};

fn with(modifier: &str) -> Framework {
    loaded(&BASE.replacen("title = \"A\"\n", &format!("title = \"A\"\n{modifier}\n"), 1))
}

fn fail(id: &str, on: &str) -> ResultFact {
    result(id, "a", Outcome::Fail, on)
}

#[test]
fn attempts_without_a_window_are_used_up_for_good() {
    let framework = with("attempts = { max = 2 }");
    let facts = FactsFile { results: vec![fail("f1", "2022-01-15"), fail("f2", "2022-06-15")], ..nobody() };
    let bound = bound(&framework, &facts);
    let found = standing(&framework, &bound, d("2050-01-01"), d("2050-01-01"));
    let a = framework.find("a").unwrap();
    assert_eq!((found.state(a), found.until(a)), (State::Blocked, None));
    let reasons = found.reasons(&framework, a);
    let said = |text: &str| reasons.iter().flat_map(Reason::walk).any(|reason| reason.sentence == text);
    assert!(said("All 2 attempts are used, and no further one counts"), "{reasons:#?}");
    let none = plan(&framework, &bound, framework.find("st").unwrap(), d("2050-01-01")).unwrap_err();
    assert_eq!(none.because, ["All attempts at A are used, and no further one counts"]);
    assert_eq!(state(&framework, &facts, "s", "2050-01-01"), State::InProgress, "the stage was tried");
}

#[test]
fn what_was_failed_or_voided_before_does_not_hide_that_a_pass_lapsed() {
    let framework = with("expires = { after = \"1 year\" }");
    let mut voided = pass("v", "a", "2020-03-01");
    voided.voided_on = Some(d("2020-06-01"));
    let mut facts =
        FactsFile { results: vec![fail("f", "2020-01-15"), voided, pass("p", "a", "2021-01-15")], ..nobody() };
    assert_eq!(state(&framework, &facts, "a", "2022-01-14"), State::Met);
    assert_eq!(state(&framework, &facts, "a", "2022-01-15"), State::Expired);
    facts.results.push(fail("again", "2022-03-01"));
    assert_eq!(state(&framework, &facts, "a", "2022-04-01"), State::Expired, "until it is passed again");
}

#[test]
fn a_voided_or_replaced_sitting_is_as_if_it_had_not_been() {
    let framework = loaded(BASE);
    let mut facts = FactsFile { results: vec![pass("p", "a", "2021-01-15")], ..nobody() };
    facts.results[0].voided_on = Some(d("2021-02-01"));
    assert_eq!(state(&framework, &facts, "a", "2021-03-01"), State::Available);
}

#[test]
fn a_result_that_nobody_confirmed_does_not_count() {
    let framework = loaded(BASE);
    let mut facts = FactsFile { results: vec![pass("p", "a", "2021-01-15")], ..nobody() };
    facts.results[0].confirmed_by = None;
    assert_eq!(state(&framework, &facts, "a", "2021-03-01"), State::Available);
}

fn sqe() -> Framework {
    framework(&frameworks_dir().join("sqe/2021-09"))
}

fn sqe_results(sqe2_on: &str) -> FactsFile {
    FactsFile {
        results: vec![pass("r1", "FLK1", "2022-01-15"), pass("r2", "FLK2", "2022-01-18"), pass("r3", "SQE2", sqe2_on)],
        ..nobody()
    }
}

#[test]
fn a_set_does_not_lapse_while_the_pass_that_completes_it_waits_to_be_confirmed() {
    let framework = sqe();
    let mut facts = sqe_results("2028-01-10");
    facts.results[2].confirmed_on = None;
    for (on, sqe2) in [("2028-01-14", State::InProgress), ("2028-03-01", State::InProgress)] {
        assert_eq!(state(&framework, &facts, "FLK1", on), State::Met, "on {on}");
        assert_eq!(state(&framework, &facts, "SQE2", on), sqe2, "provisional, on {on}");
    }
    facts.results[2].voided_on = Some(d("2028-04-01"));
    assert_eq!(state(&framework, &facts, "FLK1", "2028-04-01"), State::Expired, "it came to nothing");
}

#[test]
fn what_is_sat_before_it_may_be_does_not_count() {
    let framework = sqe();
    for (on, expected) in [("2022-01-17", State::Available), ("2022-01-18", State::Met), ("2022-01-19", State::Met)] {
        let facts = sqe_results(on);
        assert_eq!(state(&framework, &facts, "SQE2", "2023-01-01"), expected, "SQE2 sat on {on}");
        reaches(&framework, &facts, "solicitor", d("2023-01-01")).unwrap();
    }
    let early = sqe_results("2022-01-17");
    let bound = bound(&framework, &early);
    let found = standing(&framework, &bound, d("2023-01-01"), d("2023-01-01"));
    let reasons = found.reasons(&framework, framework.find("SQE2").unwrap());
    let says = "Passed on 17 January 2022, before FLK2, functioning legal knowledge was passed";
    assert!(reasons.iter().flat_map(Reason::walk).any(|reason| reason.sentence == says), "{reasons:#?}");
}

#[test]
fn who_is_excused_from_what_comes_first_may_sit_at_once() {
    let framework = sqe();
    let mut facts = sqe_results("2022-01-10");
    facts.results.drain(..2);
    facts.exemptions = vec![exemption("x1", "FLK1", "2021-12-01"), exemption("x2", "FLK2", "2021-12-01")];
    assert_eq!(state(&framework, &facts, "SQE2", "2023-01-01"), State::Met);
}

/// C of the base, with this of its own.
fn c_after(modifier: &str) -> Framework {
    loaded(&BASE.replacen("title = \"C\"\n", &format!("title = \"C\"\n{modifier}\n"), 1))
}

fn said(framework: &Framework, facts: &FactsFile, id: &str, on: &str) -> Vec<String> {
    let reasons = standing(framework, &bound(framework, facts), d(on), d(on))
        .reasons(framework, framework.find(id).unwrap())
        .into_iter();
    reasons.flat_map(|reason| reason.walk().map(|reason| reason.sentence.clone()).collect::<Vec<_>>()).collect()
}

fn unconfirmed(pass: ResultFact) -> ResultFact {
    ResultFact { confirmed_on: None, confirmed_by: None, ..pass }
}

#[test]
fn what_waits_for_what_comes_first_to_be_confirmed_says_so_and_counts_from_then() {
    for modifier in ["sat_after = [\"a\"]", "requires = \"a\"", "requires = { any = [{ all = [\"a\"] }, \"b\"] }"] {
        let framework = c_after(modifier);
        let (a, c) = (unconfirmed(pass("a1", "a", "2021-01-15")), pass("c1", "c", "2021-02-01"));
        let mut facts = FactsFile { results: vec![a, c], ..nobody() };
        let told = said(&framework, &facts, "c", "2021-03-01");
        assert!(told.contains(&"Completed on 1 February 2021; it waits for A to be confirmed".into()), "{told:#?}");
        assert_eq!(state(&framework, &facts, "s", "2021-03-01"), State::InProgress);
        // What is missing besides is missing all the same.
        facts.results[0].sat_on = d("2021-02-02");
        let told = said(&framework, &facts, "c", "2021-03-01");
        assert!(told.iter().any(|said| said.starts_with("Completed on 1 February 2021, before")), "{told:#?}");
        facts.results[0] = ResultFact { confirmed_on: Some(d("2021-03-02")), ..pass("a1", "a", "2021-01-15") };
        assert!(said(&framework, &facts, "c", "2021-03-01").concat().contains("it waits for A to be confirmed"));
        let found = standing(&framework, &bound(&framework, &facts), d("2021-04-01"), d("2021-04-01"));
        let c = framework.find("c").unwrap();
        assert_eq!((found.state(c), found.since(c)), (State::Met, Some(d("2021-03-02"))), "{modifier}");
    }
}

#[test]
fn what_waits_for_decisions_and_hours_says_so_and_what_waits_in_vain_does_not() {
    let framework = c_after("requires = { all = [\"o2\", { hours = 10, kind = \"work\" }, \"b\"] }");
    let mut facts = FactsFile {
        results: vec![pass("b1", "b", "2021-01-15"), pass("c1", "c", "2021-02-01")],
        claims: vec![claim("k1", &["o2"], "2021-01-02", "2021-01-10", "ruth")],
        experience: vec![spell("e1", "work", "2021-01-01", "2021-01-20", 10)],
        ..nobody()
    };
    facts.claims[0].decision = None;
    (facts.experience[0].confirmed_on, facts.experience[0].confirmed_by) = (None, None);
    let told = said(&framework, &facts, "c", "2021-03-01");
    let waits = "Completed on 1 February 2021; it waits for the claims for O2 and Work to be confirmed and decided";
    assert!(told.contains(&waits.into()), "{told:#?}");
    facts.experience[0].minutes -= 1;
    let told = said(&framework, &facts, "c", "2021-03-01");
    let vain = "Completed on 1 February 2021, before what it requires first was there";
    assert!(told.contains(&vain.into()), "{told:#?}");
}

#[test]
fn a_pass_that_never_counts_keeps_no_set_through_what_is_sat_after_it() {
    let of = |each: &[(&str, &str)]| {
        let add = |text: String, (title, more): &(&str, &str)| {
            text.replacen(&format!("title = \"{title}\"\n"), &format!("title = \"{title}\"\n{more}\n"), 1)
        };
        let text = BASE.replacen("[\"a\", \"b\", \"c\"]", "[\"a\", \"b\", \"c\", \"d\"]", 1);
        loaded(&each.iter().fold(format!("{text}\n{}", element("d", "assessment", "")), add))
    };
    const SET: &str = "expires = { after = \"6 years\", whole_set = \"w\" }";
    let after = |first: &str| format!("{SET}\nsat_after = [\"{first}\"]");
    let own = |result: ResultFact| ResultFact { confirmed_by: Some("officer".into()), ..result };
    let one_attempt = "attempts = { max = 1 }";
    let (a, b, c) = (pass("a1", "a", "2021-01-15"), pass("b1", "b", "2021-03-01"), pass("c1", "c", "2021-02-01"));
    let with_c = |more: &str| of(&[("A", SET), ("B", &after("c")), ("C", more)]);
    let failed = ResultFact { outcome: Outcome::Fail, ..pass("c0", "c", "2021-01-20") };
    let in_set = of(&[("A", SET), ("B", &after("a"))]);
    let chain = with_c("sat_after = [\"d\"]");
    for (what, framework, results) in [
        ("which the recorder confirmed", with_c(""), vec![a.clone(), b.clone(), own(c.clone())]),
        ("one attempt too many", with_c(one_attempt), vec![a.clone(), b.clone(), failed, c.clone()]),
        ("that had lapsed", with_c("expires = \"20 days\""), vec![a.clone(), b.clone(), c.clone()]),
        ("sat before what it has to be sat after", chain, vec![a.clone(), b.clone(), c, pass("d1", "d", "2021-02-02")]),
        ("of the set", in_set, vec![own(a), b, pass("a2", "a", "2021-04-01")]),
    ] {
        let mut facts = FactsFile { results, ..nobody() };
        assert_eq!(state(&framework, &facts, "b", "2026-01-01"), State::Available, "{what}");
        assert_eq!(state(&framework, &facts, "a", "2026-12-01"), State::Met, "{what}");
        assert_eq!(state(&framework, &facts, "a", "2028-01-01"), State::Expired, "{what}");
        facts.results.push(pass("b2", "b", "2022-01-01"));
        let again = if what == "of the set" { State::Met } else { State::Expired };
        assert_eq!(state(&framework, &facts, "a", "2028-01-01"), again, "{what}");
    }
}

#[test]
fn a_pass_that_waits_to_be_confirmed_keeps_a_set_through_what_is_sat_after_it() {
    let set = "expires = { after = \"6 years\", whole_set = \"w\" }\n";
    let text = BASE.replacen("title = \"A\"\n", &format!("title = \"A\"\n{set}"), 1);
    let framework = loaded(&text.replacen("title = \"B\"\n", &format!("title = \"B\"\n{set}sat_after = [\"c\"]\n"), 1));
    let waits = unconfirmed(pass("c1", "c", "2021-02-01"));
    let results = vec![pass("a1", "a", "2021-01-15"), pass("b1", "b", "2021-03-01"), waits];
    let mut facts = FactsFile { results, ..nobody() };
    assert_eq!(state(&framework, &facts, "a", "2028-01-01"), State::Met, "while it waits");
    // Confirmed by its recorder, it keeps nothing from that day on.
    let confirmed = Some(d("2028-02-01"));
    facts.results[2] =
        ResultFact { confirmed_on: confirmed, confirmed_by: Some("officer".into()), ..facts.results[2].clone() };
    assert_eq!(state(&framework, &facts, "a", "2028-01-31"), State::Met);
    assert_eq!(state(&framework, &facts, "a", "2028-02-01"), State::Expired);
}

/// An earlier sitting that is confirmed later makes a pass one attempt too many: by no passing of time.
#[test]
fn a_pass_that_turns_out_to_be_one_attempt_too_many_did_not_lapse() {
    let text = BASE.replacen("title = \"A\"\n", "title = \"A\"\nattempts = { max = 1, within = \"1 year\" }\n", 1);
    let framework = loaded(&text.replacen("title = \"B\"\n", "title = \"B\"\nsat_after = [\"a\"]\n", 1));
    let failed = ResultFact { confirmed_on: Some(d("2020-09-03")), ..result("f", "a", Outcome::Fail, "2020-08-29") };
    let on_its_day =
        |id: &str, element: &str, day: &str| ResultFact { confirmed_on: Some(d(day)), ..pass(id, element, day) };
    let results = vec![on_its_day("p", "a", "2020-08-31"), on_its_day("g", "b", "2020-09-01"), failed];
    let facts = FactsFile { results, ..nobody() };
    let states = |day: &str| ["a", "b"].map(|id| state(&framework, &facts, id, day));
    assert_eq!(states("2020-09-02"), [State::Met, State::Met]);
    assert_eq!(states("2020-09-03"), [State::Blocked, State::Available]);
    assert_eq!(states("2021-08-29"), [State::InProgress, State::Available]);
}

/// What counted last turned out never to count, after it lapsed or after something before it did.
#[test]
fn only_what_is_known_to_have_been_good_has_lapsed() {
    let with = |more: &str| loaded(&BASE.replacen("title = \"A\"\n", &format!("title = \"A\"\n{more}\n"), 1));
    let confirmed = |outcome: Outcome, sat: &str, on: &str| ResultFact {
        confirmed_on: Some(d(on)),
        ..result(sat, "a", outcome, sat)
    };
    let framework = with("attempts = { max = 2, within = \"1 year\" }\nexpires = \"1 year\"");
    let results = vec![
        confirmed(Outcome::Fail, "2022-01-10", "2023-06-20"),
        confirmed(Outcome::Fail, "2022-02-10", "2023-06-21"),
        confirmed(Outcome::Pass, "2022-03-10", "2022-03-11"),
    ];
    let facts = FactsFile { results, ..nobody() };
    assert_eq!(state(&framework, &facts, "a", "2023-06-20"), State::Expired);
    assert_eq!(state(&framework, &facts, "a", "2023-06-21"), State::InProgress);
    let framework = with("attempts = { max = 1, within = \"6 months\" }\nexpires = \"6 months\"");
    let results = vec![
        confirmed(Outcome::Pass, "2020-02-28", "2020-02-28"),
        confirmed(Outcome::Fail, "2020-08-30", "2020-10-24"),
        confirmed(Outcome::Pass, "2020-08-31", "2020-08-31"),
    ];
    let facts = FactsFile { results, ..nobody() };
    let bound = bound(&framework, &facts);
    let found = standing(&framework, &bound, d("2021-03-01"), d("2021-03-01"));
    let a = framework.find("a").unwrap();
    assert_eq!((found.state(a), found.until(a)), (State::Expired, Some(d("2020-08-28"))));
}
