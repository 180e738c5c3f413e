//! What foreign schemes found: order of sittings, terms of awards, circles, plans, words.

use chrono::NaiveDate;
use domain::awards::ends_on;
use domain::framework::Framework;
use domain::plan::{What, plan};
use domain::standing::{AwardFact, FactsFile, Outcome, Reason, ResultFact, State, standing};

use crate::carrying_out::reaches;
use crate::loading::problems;
use crate::support::{BASE, award, bound, claim, d, loaded, nobody, pass, probe, result, spell, state, verification};

/// [`BASE`] with more in the tables of its assessments.
fn with(a: &str, b: &str, c: &str) -> Framework {
    let more = |text: String, title: &str, more: &str| {
        text.replacen(&format!("title = \"{title}\"\n"), &format!("title = \"{title}\"\n{more}\n"), 1)
    };
    loaded(&more(more(more(BASE.to_owned(), "A", a), "B", b), "C", c))
}

fn fail(id: &str, element: &str, on: &str) -> ResultFact {
    result(id, element, Outcome::Fail, on)
}

fn of(results: Vec<ResultFact>) -> FactsFile {
    FactsFile { results, ..nobody() }
}

fn until(framework: &Framework, facts: &FactsFile, id: &str, on: &str, known: &str) -> Option<NaiveDate> {
    standing(framework, &bound(framework, facts), d(on), d(known)).until(framework.find(id).unwrap())
}

#[track_caller]
fn says(framework: &Framework, facts: &FactsFile, id: &str, on: &str, words: &str) {
    let reasons = told(framework, facts, id, on);
    assert!(reasons.iter().any(|sentence| sentence.contains(words)), "{words}: {reasons:#?}");
}

fn told(framework: &Framework, facts: &FactsFile, id: &str, on: &str) -> Vec<String> {
    let found = standing(framework, &bound(framework, facts), d(on), d(on));
    let reasons = found.reasons(framework, framework.find(id).unwrap());
    reasons.iter().flat_map(Reason::walk).map(|reason| reason.sentence.clone()).collect()
}

#[test]
fn a_pass_in_the_next_window_of_attempts_is_one_that_was_there_before() {
    let framework = with("attempts = { max = 2, within = \"1 year\" }", "sat_after = [\"a\"]", "");
    let mut facts = of(vec![
        fail("f1", "a", "2020-01-01"),
        fail("f2", "a", "2020-02-01"),
        pass("p", "a", "2021-02-01"),
        pass("b", "b", "2021-06-01"),
    ]);
    assert_eq!(state(&framework, &facts, "b", "2021-07-01"), State::Met);
    // One attempt too many is no pass.
    facts.results[2].sat_on = d("2020-03-01");
    assert_eq!(state(&framework, &facts, "b", "2021-07-01"), State::Available);
    says(&framework, &facts, "b", "2021-07-01", "when no pass of A counted");
}

#[test]
fn only_a_pass_that_counts_itself_comes_before_another() {
    for key in ["sat_after = [FIRST]", "requires = FIRST"] {
        let framework = with("", &key.replace("FIRST", "\"a\""), &key.replace("FIRST", "\"b\""));
        let mut facts =
            of(vec![pass("b", "b", "2024-03-15"), pass("c", "c", "2024-04-01"), pass("a", "a", "2024-05-01")]);
        assert!(!state(&framework, &facts, "c", "2024-06-01").counts(), "{key}");
        facts.results[2].sat_on = d("2024-03-01");
        facts.results[2].confirmed_on = Some(d("2024-05-01"));
        assert!(!state(&framework, &facts, "c", "2024-04-30").counts(), "{key}: not known yet");
        assert_eq!(state(&framework, &facts, "c", "2024-05-01"), State::Met, "{key}");
    }
}

#[test]
fn a_sitting_that_does_not_count_uses_up_an_attempt_whatever_it_lacks() {
    for key in ["sat_after = [\"a\"]", "requires = \"a\""] {
        let framework = with("", &format!("{key}\nattempts = {{ max = 1 }}"), "");
        let facts =
            of(vec![pass("early", "b", "2024-02-01"), pass("a", "a", "2024-03-01"), pass("late", "b", "2024-04-01")]);
        assert_eq!(state(&framework, &facts, "b", "2024-06-01"), State::Blocked, "{key}");
        says(&framework, &facts, "b", "2024-06-01", "The only attempt is used, and no further one counts");
        says(&framework, &facts, "b", "2024-06-01", "1 attempt is allowed");
    }
}

#[test]
fn of_a_whole_set_the_pass_of_the_last_window_is_not_there_in_the_next() {
    let set = "expires = { after = \"1 year\", whole_set = \"set\" }";
    let framework = with(set, &format!("{set}\nsat_after = [\"a\"]"), "");
    let facts = of(vec![pass("a", "a", "2020-01-01"), pass("b", "b", "2021-02-01")]);
    assert_eq!(state(&framework, &facts, "b", "2021-03-01"), State::Available);
    says(
        &framework,
        &facts,
        "b",
        "2021-03-01",
        "Passed on 1 February 2021, when no pass of A in the same window counted",
    );
    let facts = of(vec![pass("a", "a", "2020-01-01"), pass("b", "b", "2020-12-31")]);
    assert_eq!(state(&framework, &facts, "a", "2030-03-01"), State::Met, "all were passed in one window");
}

#[test]
fn a_pass_that_lapsed_before_it_was_confirmed_allows_what_was_done_while_it_was_good() {
    let framework = with("expires = \"1 month\"", "requires = \"a\"", "sat_after = [\"a\"]");
    let mut facts = of(vec![pass("a", "a", "2024-03-01"), pass("b", "b", "2024-03-15"), pass("c", "c", "2024-03-15")]);
    facts.results[0].confirmed_on = Some(d("2024-05-01"));
    for id in ["b", "c"] {
        assert!(!state(&framework, &facts, id, "2024-04-30").counts(), "{id}");
        assert_eq!(state(&framework, &facts, id, "2024-05-01"), State::Met, "{id}");
    }
    assert_eq!(state(&framework, &facts, "a", "2024-05-02"), State::Available, "it never counted");
    says(&framework, &facts, "a", "2024-05-02", "The pass of 1 March 2024 lapsed on 1 April 2024");
    facts.results[1].sat_on = d("2024-04-01");
    facts.results[2].sat_on = d("2024-04-01");
    for id in ["b", "c"] {
        assert!(!state(&framework, &facts, id, "2024-06-01").counts(), "{id}: it had lapsed");
    }
}

fn renewed() -> Framework {
    loaded(&BASE.replacen("title = \"Status\"\n", "title = \"Status\"\nexpires = \"1 year\"\nextends = true\n", 1))
}

#[test]
fn what_was_not_known_yet_lengthens_no_award() {
    let framework = renewed();
    let late = AwardFact { recorded_on: Some(d("2025-06-01")), ..award("r1", "st", "2024-03-01") };
    let facts = FactsFile { awards: vec![late, award("r2", "st", "2025-02-01")], ..nobody() };
    assert_eq!(until(&framework, &facts, "st", "2025-03-15", "2025-05-31"), Some(d("2026-02-01")));
    assert_eq!(until(&framework, &facts, "st", "2025-03-15", "2025-06-01"), Some(d("2026-03-01")));
    let ended = AwardFact { withdrawn_on: Some(d("2025-02-15")), ..award("r1", "st", "2024-03-01") };
    let facts = FactsFile { awards: vec![ended, award("r2", "st", "2025-02-01")], ..nobody() };
    assert_eq!(until(&framework, &facts, "st", "2025-02-10", "2025-02-10"), Some(d("2026-03-01")));
    assert_eq!(until(&framework, &facts, "st", "2025-02-20", "2025-02-20"), Some(d("2026-02-15")));
    let ended = AwardFact { withdrawn_on: Some(d("2025-02-01")), ..award("r1", "st", "2024-03-01") };
    let facts = FactsFile { awards: vec![ended, award("r2", "st", "2025-02-01")], ..nobody() };
    assert_eq!(until(&framework, &facts, "st", "2025-02-10", "2025-02-10"), Some(d("2026-02-01")), "from its own day");
}

#[test]
fn of_two_awards_of_one_day_neither_is_the_earlier() {
    let framework = renewed();
    let short = AwardFact { expires_on: Some(d("2023-04-11")), ..award("a", "st", "2023-01-01") };
    for awards in [vec![short.clone(), award("b", "st", "2023-01-01")], vec![award("b", "st", "2023-01-01"), short]] {
        let facts = FactsFile { awards, ..nobody() };
        assert_eq!(until(&framework, &facts, "st", "2023-02-01", "2023-02-01"), Some(d("2024-01-01")));
    }
    let facts = FactsFile { awards: vec![award("a", "st", "2023-01-01"), award("b", "st", "2023-01-01")], ..nobody() };
    assert_eq!(until(&framework, &facts, "st", "2023-02-01", "2023-02-01"), Some(d("2024-01-01")));
}

#[test]
fn a_status_conferred_while_it_is_held_lasts_from_the_end_of_what_is_held() {
    let facts = FactsFile { awards: vec![award("r", "st", "2024-01-01")], ..nobody() };
    let conferred = |framework: &Framework, on: &str| {
        let standing = standing(framework, &bound(framework, &facts), d(on), d(on));
        ends_on(framework, &standing, framework.find("st").unwrap())
    };
    let framework = renewed();
    assert_eq!(conferred(&framework, "2024-01-01"), Some(d("2025-01-01")), "neither of one day is the earlier");
    assert_eq!(conferred(&framework, "2024-12-31"), Some(d("2026-01-01")));
    assert_eq!(conferred(&framework, "2025-01-01"), Some(d("2026-01-01")), "it is held no longer");
    let framework = loaded(&BASE.replacen("title = \"Status\"\n", "title = \"Status\"\nexpires = \"1 year\"\n", 1));
    assert_eq!(conferred(&framework, "2024-12-31"), Some(d("2025-12-31")), "it does not extend");
    assert_eq!(conferred(&loaded(BASE), "2024-12-31"), None);
}

#[test]
fn what_a_further_award_lengthens_may_be_applied_for_again() {
    let framework = loaded(
        &BASE
            .replacen("title = \"Status\"\n", "title = \"Status\"\nexpires = \"1 year\"\nextends = true\n", 1)
            .replacen("requires = \"s\"", "requires = \"a\"", 1),
    );
    let mut facts = FactsFile { awards: vec![award("r", "st", "2024-03-01")], ..nobody() };
    assert_eq!(state(&framework, &facts, "off", "2024-06-01"), State::Met, "what it asks for is not there");
    facts.results.push(pass("a", "a", "2024-05-01"));
    assert_eq!(state(&framework, &facts, "off", "2024-06-01"), State::Available);
    assert_eq!(state(&framework, &facts, "st", "2024-06-01"), State::Held);
}

#[test]
fn a_status_may_lead_to_its_own_renewal() {
    let renewal = |requires: &str| {
        format!(
            "{BASE}\n[[step_off]]\nid = \"again\"\ntitle = \"Again\"\nsources = [\"t\"]\nstatus = \"st\"\nrequires = {requires}\n"
        )
    };
    for requires in [
        r#"{ all = ["a", { holds = "st" }] }"#,
        r#"{ any = ["s", { all = ["a", { holds = "st" }] }] }"#,
        r#"{ all = ["a", { not = { holds = "st" } }] }"#,
        r#"{ all = ["a", { period = "1 year", kind = "work", while = "st" }] }"#,
    ] {
        let framework = loaded(&renewal(requires));
        let facts = of(vec![pass("a", "a", "2024-05-01")]);
        let off = state(&framework, &facts, "again", "2024-06-01");
        assert_eq!(off == State::Available, requires.contains("not"), "{requires}");
        // Who never held it does not come to it by its renewal.
        let way = reaches(&framework, &facts, "st", d("2024-06-01")).unwrap();
        assert!(way.steps.len() == if requires.contains("not") { 1 } else { 6 }, "{requires}: {way:#?}");
    }
    // Through a stage that asks for the status.
    let stage = "\n[[stage]]\nid = \"t\"\ntitle = \"T\"\nsources = [\"t\"]\nrequires = { holds = \"st\" }\nresults = \"t1\"\nno_employer_key = \"none\"\n[[element]]\nid = \"t1\"\ntitle = \"T1\"\nkind = \"assessment\"\nstage = \"t\"\nsources = [\"t\"]\n";
    let framework = loaded(&(renewal("\"t\"") + stage));
    reaches(&framework, &nobody(), "st", d("2024-06-01")).unwrap();
    reaches(&framework, &nobody(), "t", d("2024-06-01")).unwrap();
}

#[test]
fn a_circle_is_told_as_what_it_is() {
    let told = |b: &str, c: &str| -> Vec<String> {
        let text = BASE.replacen("title = \"B\"\n", &format!("title = \"B\"\nrequires = {b}\n"), 1);
        let text = text.replacen("title = \"C\"\n", &format!("title = \"C\"\nrequires = {c}\n"), 1);
        problems(&text).into_iter().map(|problem| problem.what).collect()
    };
    let found = told(r#"{ any = ["a", "c"] }"#, r#"{ any = ["a", "b"] }"#);
    assert!(
        found.len() == 1 && found[0].starts_with("a circle in which nothing can be settled before the rest: `"),
        "{found:?}"
    );
    let found = told("\"c\"", r#"{ all = ["a", "b"] }"#);
    assert!(found.len() == 1 && found[0].starts_with("a circle that nobody could enter: `"), "{found:?}");
    assert!(!found[0].contains("`s`"), "{found:?}");
}

#[test]
fn time_is_gathered_before_what_asks_for_it_and_is_enough_over_a_leap_day() {
    let framework = with(
        "requires = { all = [{ period = \"1 year\", kind = \"work\" }, { hours = 10, kind = \"work\" }] }",
        "",
        "",
    );
    for on in ["2023-03-01", "2024-02-01", "2025-01-01"] {
        let way = reaches(&framework, &nobody(), "a", d(on)).unwrap();
        let last = way.steps.last().unwrap();
        assert!(last.what == What::Pass && last.needs == [0, 1], "{way:#?}");
    }
    let stage = with("", "", "").clone();
    assert!(plan(&stage, &bound(&stage, &nobody()), stage.find("s").unwrap(), d("2024-01-01")).is_ok());
}

#[test]
fn every_length_ends_on_the_anniversary() {
    let ninety = |text: &str| {
        loaded(&BASE.replacen("title = \"O2\"\nexamples = 1", &format!("title = \"O2\"\nexamples = 1\n{text}"), 1))
    };
    let claimed = FactsFile { claims: vec![claim("c", &["o2"], "2024-01-10", "2024-01-11", "boss")], ..nobody() };
    let verified = FactsFile { verifications: vec![verification("v", "v", "2024-01-10", "boss")], ..nobody() };
    let passed = of(vec![pass("a", "a", "2024-01-10")]);
    let worked = FactsFile { experience: vec![spell("e", "work", "2024-01-10", "2024-01-11", 8)], ..nobody() };
    let valid = ninety("valid_for = \"90 days\"");
    let verifying = loaded(&BASE.replacen("title = \"V\"\n", "title = \"V\"\nvalid_for = \"90 days\"\n", 1));
    let passing = with("expires = \"90 days\"", "", "");
    let window = loaded(&probe(r#"{ hours = 8, kind = "work", window = "90 days" }"#));
    for (on, there) in [("2024-04-08", true), ("2024-04-09", false)] {
        assert_eq!(state(&valid, &claimed, "o2", on) == State::Met, there, "claim on {on}");
        assert_eq!(state(&verifying, &verified, "v", on) == State::Met, there, "verification on {on}");
        assert_eq!(state(&passing, &passed, "a", on) == State::Met, there, "pass on {on}");
        assert_eq!(state(&window, &worked, "probe", on) == State::Available, there, "window on {on}");
    }
}

#[test]
fn sentences_are_true_of_what_never_counts() {
    let framework = loaded(BASE);
    let mut one = spell("e", "work", "2024-03-01", "2024-06-01", 8);
    one.confirmed_on = Some(d("2024-01-01"));
    let route = loaded(&probe(r#"{ hours = 8, kind = "work" }"#));
    says(
        &route,
        &FactsFile { experience: vec![one], ..nobody() },
        "probe",
        "2024-07-01",
        "confirmed on 1 January 2024, before it was over",
    );
    // A verification that never counts, and what it waits for.
    let facts = FactsFile { verifications: vec![verification("v", "v", "2024-01-10", "trainee")], ..nobody() };
    says(&framework, &facts, "v", "2024-02-01", "It can be asked for once all that is seen at work is there");
    let framework = loaded(&BASE.replacen("title = \"V\"\n", "title = \"V\"\nrequires = \"a\"\n", 1));
    let facts = FactsFile { verifications: vec![verification("v", "v", "2024-01-10", "boss")], ..nobody() };
    says(&framework, &facts, "v", "2024-02-01", "before what it requires first was there");
    // A pass that never counted did not lapse.
    let framework = with("", "requires = \"a\"\nexpires = \"18 months\"", "");
    let facts = of(vec![pass("b", "b", "2019-12-13"), pass("a", "a", "2020-06-01")]);
    says(&framework, &facts, "b", "2023-01-01", "Passed on 13 December 2019, before what it requires first was there");
}

#[test]
fn what_a_rule_keeps_from_counting_begins_nothing() {
    let framework = with("", "requires = \"a\"", "sat_after = [\"a\"]");
    let facts = FactsFile {
        results: vec![pass("b", "b", "2024-01-10"), pass("c", "c", "2024-01-10"), pass("a", "a", "2024-02-01")],
        claims: vec![claim("o", &["o1"], "2020-01-01", "2024-01-10", "boss")],
        verifications: vec![verification("v", "v", "2024-01-10", "trainee")],
        ..nobody()
    };
    for id in ["b", "c", "o1"] {
        assert_eq!(state(&framework, &facts, id, "2024-06-01"), State::Available, "{id}");
    }
    let facts = of(vec![pass("a", "a", "2024-01-01"), fail("b", "b", "2024-02-10")]);
    assert_eq!(state(&framework, &facts, "b", "2024-06-01"), State::InProgress, "it was tried");
}

#[test]
fn a_node_that_a_rule_names_twice_counts_once() {
    let framework =
        loaded(&BASE.replacen("requires = \"s\"", "requires = { all = [\"a\", { all = [\"a\", \"b\"] }] }", 1));
    let off = framework.find("off").unwrap();
    let progress = |facts: &FactsFile| {
        standing(&framework, &bound(&framework, facts), d("2024-01-01"), d("2024-01-01")).progress(&framework, off)
    };
    assert_eq!(progress(&nobody()), (0, 2));
    assert_eq!(progress(&of(vec![pass("a", "a", "2023-01-01")])), (1, 2));
}

#[test]
fn a_verification_that_never_counted_did_not_lapse() {
    let framework =
        loaded(&BASE.replacen("title = \"V\"\n", "title = \"V\"\nvalid_for = \"1 year\"\nrequires = \"a\"\n", 1));
    let facts = FactsFile { verifications: vec![verification("v1", "v", "2022-02-21", "boss")], ..nobody() };
    for day in ["2022-06-01", "2023-06-01"] {
        says(&framework, &facts, "v", day, "before what it requires first was there");
    }
}
