//! What comes before something, asked on the day on which that was done: what was enough once stays, a stage has to have
//! been entered, two people have to have turned its keys, and what lapsed before it was decided was there.

use chrono::NaiveDate;
use domain::framework::Framework;
use domain::standing::{ClaimFact, Dated, FactsFile, ResultFact, Since, State, standing};

use crate::lessons::{element, says};
use crate::support::{award, bound, claim, d, exemption, loaded, nobody, pass, spell, verification};

const HEAD: &str = "slug = \"x\"\nversion = \"1\"\ntitle = \"X\"\nbody = \"x\"\neffective_from = 2020-01-01\n\n";

const WORK: &str = "[[experience_kind]]\nid = \"work\"\ntitle = \"Work\"\nsources = [\"t\"]\n\n";

const STATUS: &str = "[[status]]\nid = \"st\"\ntitle = \"St\"\nsources = [\"t\"]\nexpires = \"1 year\"\n\n\
    [[step_off]]\nid = \"off\"\ntitle = \"Off\"\nsources = [\"t\"]\nstatus = \"st\"\nrequires = { all = [] }\n\n";

fn stage(id: &str, keys: &str) -> String {
    format!("[[stage]]\nid = \"{id}\"\ntitle = \"{id}\"\nsources = [\"t\"]\n{keys}\n\n")
}

fn results(id: &str, requires: &str, rule: &str) -> String {
    stage(id, &format!("{requires}\nresults = {rule}\nno_employer_key = \"t\""))
}

fn outcome(more: &str) -> String {
    format!(
        "[[competency]]\nid = \"area\"\ntitle = \"Area\"\n\n[[competency]]\nid = \"o1\"\ntitle = \"O1\"\nparent = \"area\"\nstage = \"s\"\nexamples = 1\n{more}\n\n"
    )
}

fn assessment(id: &str, stage: &str, more: &str) -> String {
    element(id, "assessment", more).replace("stage = \"s\"", &format!("stage = \"{stage}\""))
}

fn framework(parts: &[String]) -> Framework {
    loaded(&(HEAD.to_owned() + &parts.concat()))
}

/// How it stands and since when, on a day as it was known then.
#[track_caller]
fn stands(framework: &Framework, facts: &FactsFile, id: &str, on: &str, expected: (State, Option<&str>)) {
    let (found, ix) = (standing(framework, &bound(framework, facts), d(on), d(on)), framework.find(id).unwrap());
    assert_eq!((found.state(ix), found.since(ix)), (expected.0, expected.1.map(d)), "{id} on {on}");
}

fn met(since: &str) -> (State, Option<&str>) {
    (State::Met, Some(since))
}

const AVAILABLE: (State, Option<&str>) = (State::Available, None);

/// Work of 5 January, sent and decided on these days.
fn sent(on: &str, decided: &str) -> ClaimFact {
    let mut claim = claim("k", &["o1"], "2024-01-05", on, "dan");
    claim.decision.iter_mut().for_each(|decision| decision.on = d(decided));
    claim
}

fn confirmed(result: ResultFact, on: &str, by: &str) -> ResultFact {
    ResultFact { confirmed_on: Some(d(on)), confirmed_by: Some(by.into()), ..result }
}

/// A portfolio `p` that requires A, which lapses after two months; and B, which requires the portfolio.
fn after_a_portfolio() -> Framework {
    framework(&[
        stage("s", "results = { any = [\"a\", \"b\"] }\nemployer = { any = [\"p\", \"v\"] }"),
        assessment("a", "s", "expires = \"2 months\""),
        element("p", "portfolio", "outcomes_of = [\"o1\"]\nrequires = \"a\""),
        assessment("b", "s", "requires = \"p\""),
        element("v", "verification", "requires = \"p\""),
        outcome(""),
    ])
}

#[test]
fn a_portfolio_that_was_met_stays_so_for_what_requires_it() {
    let framework = after_a_portfolio();
    let mut facts = FactsFile {
        results: vec![pass("a1", "a", "2024-01-01"), pass("b1", "b", "2024-04-15")],
        claims: vec![sent("2024-02-01", "2024-02-01")],
        verifications: vec![verification("v1", "v", "2024-04-15", "eve")],
        ..nobody()
    };
    for on in ["2024-04-15", "2024-06-01"] {
        stands(&framework, &facts, "p", on, met("2024-02-01"));
        stands(&framework, &facts, "b", on, met("2024-04-15"));
        stands(&framework, &facts, "v", on, met("2024-04-15"));
    }
    // Sent on the last day of the pass, and a day later.
    for (day, b) in [("2024-02-29", met("2024-04-15")), ("2024-03-01", (State::Blocked, None))] {
        facts.claims = vec![sent(day, day)];
        stands(&framework, &facts, "b", "2024-06-01", b);
    }
    // Sat before the portfolio was there, whatever was passed since.
    facts.claims = vec![sent("2024-02-20", "2024-02-20")];
    facts.results[1] = pass("b1", "b", "2024-02-19");
    stands(&framework, &facts, "b", "2024-06-01", AVAILABLE);
}

#[test]
fn hours_that_were_there_while_a_status_was_held_stay_for_what_requires_them() {
    let framework = framework(&[
        WORK.to_owned(),
        stage("s", "results = { all = [\"b\", \"c\"] }\nemployer = \"e\""),
        element("e", "experience", "gather = { hours = 10, kind = \"work\" }\nrequires = { holds = \"st\" }"),
        assessment("b", "s", "requires = \"e\""),
        assessment("c", "s", "requires = \"b\""),
        STATUS.to_owned(),
    ]);
    let mut facts = FactsFile {
        results: vec![pass("b1", "b", "2025-06-01"), pass("c1", "c", "2025-06-02")],
        experience: vec![spell("e1", "work", "2024-02-01", "2024-02-11", 10)],
        awards: vec![award("w1", "st", "2024-01-01")],
        ..nobody()
    };
    stands(&framework, &facts, "e", "2025-06-02", met("2024-02-11"));
    stands(&framework, &facts, "b", "2025-06-02", met("2025-06-01"));
    stands(&framework, &facts, "c", "2025-06-02", met("2025-06-02"));
    facts.awards[0].withdrawn_on = Some(d("2024-02-10"));
    stands(&framework, &facts, "e", "2025-06-02", (State::Blocked, None));
    stands(&framework, &facts, "b", "2025-06-02", (State::Blocked, None));
}

#[test]
fn what_was_sent_while_what_it_requires_was_there_is_met_when_it_is_decided() {
    let framework = after_a_portfolio();
    let mut facts = FactsFile {
        results: vec![pass("a1", "a", "2024-01-01"), pass("b1", "b", "2024-02-10")],
        claims: vec![sent("2024-02-01", "2024-03-05")],
        ..nobody()
    };
    for id in ["p", "b"] {
        stands(&framework, &facts, id, "2024-06-01", met("2024-03-05"));
    }
    stands(&framework, &facts, "p", "2024-03-04", (State::Blocked, None));
    // What was sent after the lapse is too late.
    facts.claims = vec![sent("2024-03-01", "2024-03-05")];
    stands(&framework, &facts, "p", "2024-06-01", (State::Blocked, None));
    // The pass was confirmed after it had lapsed.
    facts.claims = vec![sent("2024-02-01", "2024-02-02")];
    facts.results[0] = confirmed(facts.results[0].clone(), "2024-04-01", "registry");
    for id in ["p", "b"] {
        stands(&framework, &facts, id, "2024-06-01", met("2024-04-01"));
    }
}

#[test]
fn a_claim_that_lapsed_before_it_was_decided_allows_what_was_done_while_it_was_good() {
    let framework = framework(&[
        stage("s", "no_results_key = \"t\"\nemployer = \"v\""),
        element("v", "verification", "requires = \"o1\""),
        outcome("valid_for = \"60 days\""),
    ]);
    for (given, decided, v) in [
        ("2024-02-01", "2024-03-04", met("2024-03-04")),
        ("2024-02-01", "2024-03-05", met("2024-03-05")),
        ("2024-03-04", "2024-04-05", met("2024-04-05")),
        ("2024-03-05", "2024-04-05", (State::Blocked, None)),
    ] {
        let facts = FactsFile {
            claims: vec![sent("2024-01-10", decided)],
            verifications: vec![verification("v1", "v", given, "eve")],
            ..nobody()
        };
        stands(&framework, &facts, "v", "2024-06-01", v);
    }
}

/// B, which requires a stage `t` of A, which requires the stage `s` of R or a status.
fn after_a_stage(requires: &str) -> Framework {
    framework(&[
        results("s", "", "\"r\""),
        results("t", &format!("requires = {requires}"), "\"a\""),
        results("u", "", "\"b\""),
        assessment("r", "s", "expires = \"1 year\""),
        assessment("a", "t", ""),
        assessment("b", "u", "requires = \"t\""),
        STATUS.to_owned(),
    ])
}

#[test]
fn what_requires_a_stage_is_done_once_that_could_be_entered() {
    for by_status in [false, true] {
        let framework = after_a_stage(if by_status { "{ holds = \"st\" }" } else { "\"s\"" });
        let facts = |day: &str, a: &str, b: &str| {
            let mut facts = FactsFile { results: vec![pass("a1", "a", a), pass("b1", "b", b)], ..nobody() };
            match by_status {
                true => facts.awards.push(award("w1", "st", day)),
                false => facts.results.push(pass("r1", "r", day)),
            }
            facts
        };
        let early = facts("2024-06-01", "2024-03-01", "2024-04-05");
        stands(&framework, &early, "t", "2024-07-01", met("2024-06-01"));
        stands(&framework, &early, "b", "2024-07-01", AVAILABLE);
        let found = standing(&framework, &bound(&framework, &early), d("2024-07-01"), d("2024-07-01"));
        assert!(says(&framework, &found, "b", "before what it requires first was there"));
        stands(&framework, &facts("2024-04-05", "2024-03-01", "2024-04-05"), "b", "2024-07-01", met("2024-04-05"));
        // What lapses after it was entered takes nothing away; who had not begun before the lapse enters no more.
        stands(&framework, &facts("2024-01-01", "2024-03-01", "2025-04-05"), "b", "2025-07-01", met("2025-04-05"));
        stands(&framework, &facts("2024-01-01", "2025-01-01", "2025-04-05"), "b", "2025-07-01", (State::Blocked, None));
    }
}

#[test]
fn a_stage_entered_by_exemptions_alone_is_there_for_what_requires_it_though_they_are_ended() {
    let framework = framework(&[
        results("s", "", "\"r\""),
        results("t", "requires = \"s\"", "\"a\""),
        results("u", "", "\"b\""),
        assessment("r", "s", ""),
        assessment("a", "t", ""),
        assessment("b", "u", "requires = \"t\""),
    ]);
    let mut facts = FactsFile {
        results: vec![pass("b1", "b", "2024-06-01")],
        exemptions: vec![exemption("x1", "r", "2024-01-01"), exemption("x2", "a", "2024-02-01")],
        ..nobody()
    };
    facts.exemptions[0].withdrawn_on = Some(d("2024-04-01"));
    stands(&framework, &facts, "t", "2024-06-01", (State::Met, Some("2024-02-01")));
    stands(&framework, &facts, "b", "2024-06-01", met("2024-06-01"));
    facts.exemptions[1].decided_on = d("2024-04-01");
    stands(&framework, &facts, "b", "2024-06-01", (State::Blocked, None));
}

#[test]
fn what_requires_a_stage_is_done_once_different_people_turned_its_keys() {
    let framework = framework(&[
        stage("s", "results = \"a\"\nemployer = { any = [\"v\", \"w\"] }"),
        results("u", "", "\"b\""),
        assessment("a", "s", ""),
        element("v", "verification", ""),
        element("w", "verification", ""),
        assessment("b", "u", "requires = \"s\""),
    ]);
    let by_bob = |day: &str| confirmed(pass("a1", "a", "2024-03-01"), day, "bob");
    let mut facts = FactsFile {
        results: vec![by_bob("2024-03-01"), pass("b1", "b", "2024-04-05")],
        verifications: vec![verification("v1", "v", "2024-03-02", "bob"), verification("w1", "w", "2024-07-02", "dan")],
        ..nobody()
    };
    stands(&framework, &facts, "s", "2024-08-01", met("2024-07-02"));
    stands(&framework, &facts, "b", "2024-08-01", AVAILABLE);
    // Verified in time by somebody else, and known only when the result was confirmed.
    facts.verifications[1].on = d("2024-04-05");
    facts.results[0] = by_bob("2024-05-01");
    stands(&framework, &facts, "b", "2024-04-30", (State::Blocked, None));
    stands(&framework, &facts, "b", "2024-08-01", met("2024-05-01"));
    // A second sitting that somebody else confirmed later parts them from then on.
    facts.verifications.truncate(1);
    facts.results.push(confirmed(pass("a2", "a", "2024-03-20"), "2024-06-01", "cat"));
    stands(&framework, &facts, "b", "2024-05-31", (State::Blocked, None));
    stands(&framework, &facts, "b", "2024-08-01", met("2024-06-01"));
    facts.results[2].sat_on = "2024-04-06".parse::<NaiveDate>().unwrap();
    stands(&framework, &facts, "b", "2024-08-01", AVAILABLE);
}

fn of_a_specialism() -> Framework {
    let specialism = |id: &str| format!("[[specialism]]\nid = \"{id}\"\ntitle = \"{id}\"\nsources = [\"t\"]\n\n");
    let in_window = "expires = { after = \"2 years\", whole_set = \"w\" }\n";
    framework(&[
        results("s", "", "{ all = [\"a\", \"b\", \"c\", \"e\"] }"),
        specialism("family"),
        specialism("tax"),
        assessment("a", "s", &format!("{in_window}requires = {{ matches = \"family\" }}")),
        assessment("b", "s", "requires = \"a\""),
        assessment("c", "s", "sat_after = [\"a\"]"),
        assessment("e", "s", &format!("{in_window}sat_after = [\"a\"]")),
    ])
}

fn changed(to: &[(&str, Option<&str>)]) -> Dated<String> {
    let each = to.iter().map(|(is, since)| Since { is: (*is).to_owned(), since: since.map(d), recorded_on: None });
    Dated::Changing(each.collect())
}

#[test]
fn a_change_of_specialism_takes_nothing_from_what_was_done_before_it() {
    let framework = of_a_specialism();
    let after = ["b", "c", "e"];
    let sat = |on: &str| after.iter().map(|id| pass(id, id, on)).chain([pass("a1", "a", "2024-03-01")]).collect();
    let specialism = changed(&[("family", None), ("tax", Some("2024-06-01"))]);
    let mut facts = FactsFile { specialism, results: sat("2024-03-02"), ..nobody() };
    stands(&framework, &facts, "a", "2024-05-31", met("2024-03-01"));
    for on in ["2024-05-31", "2024-06-01", "2025-01-01"] {
        after.iter().for_each(|id| stands(&framework, &facts, id, on, met("2024-03-02")));
    }
    let told = |facts: &FactsFile, id: &str, words: &str| {
        let found = standing(&framework, &bound(&framework, facts), d("2024-07-01"), d("2024-07-01"));
        assert!(
            says(&framework, &found, id, words),
            "{id}: {:#?}",
            found.reasons(&framework, framework.find(id).unwrap())
        );
    };
    stands(&framework, &facts, "a", "2024-06-01", (State::Blocked, None));
    told(&facts, "a", "Passed on 1 March 2024, which does not count while what it requires first is missing");
    // What is sat after the change finds no pass that counts.
    facts.results = sat("2024-06-02");
    stands(&framework, &facts, "b", "2024-07-01", (State::Blocked, None));
    ["c", "e"].iter().for_each(|id| stands(&framework, &facts, id, "2024-07-01", AVAILABLE));
    // Chosen again, it is as if it had never been another.
    facts.specialism = changed(&[("family", None), ("tax", Some("2024-06-01")), ("family", Some("2024-07-01"))]);
    ["a", "b", "c", "e"].iter().for_each(|id| stands(&framework, &facts, id, "2024-07-01", met("2024-07-01")));
}

#[test]
fn what_is_asked_now_is_asked_of_the_element_alone() {
    let framework = framework(&[
        results("s", "", "{ all = [\"a\", \"b\", \"c\"] }"),
        assessment("a", "s", "expires = \"2 months\""),
        assessment("b", "s", "requires = { now = \"a\" }"),
        assessment("c", "s", "requires = \"b\""),
    ]);
    let (b, c) = (pass("b1", "b", "2024-01-15"), pass("c1", "c", "2024-02-01"));
    let facts = FactsFile { results: vec![b, c, pass("a1", "a", "2024-03-01")], ..nobody() };
    for id in ["b", "c"] {
        stands(&framework, &facts, id, "2024-02-29", (State::Blocked, None));
        stands(&framework, &facts, id, "2024-03-01", met("2024-03-01"));
    }
    stands(&framework, &facts, "b", "2024-05-01", (State::Blocked, None));
    stands(&framework, &facts, "c", "2024-05-01", met("2024-03-01"));
}

#[test]
fn a_pass_that_lapsed_beneath_an_exemption_ended_with_it() {
    let framework = framework(&[results("s", "", "\"a\""), assessment("a", "s", "expires = \"1 year\"")]);
    let mut excused = exemption("x", "a", "2024-06-01");
    excused.withdrawn_on = Some(d("2025-06-01"));
    let facts = FactsFile { results: vec![pass("p", "a", "2024-01-01")], exemptions: vec![excused], ..nobody() };
    stands(&framework, &facts, "a", "2025-05-31", (State::Exempt, Some("2024-01-01")));
    stands(&framework, &facts, "a", "2025-06-01", AVAILABLE);
}

#[test]
fn work_of_a_kind_that_counts_as_another_begins_a_stage() {
    let course =
        "[[experience_kind]]\nid = \"course\"\ntitle = \"Course\"\ncounts_as = \"work\"\nsources = [\"t\"]\n\n";
    let framework = framework(&[
        WORK.to_owned() + course,
        results("t", "", "\"a\""),
        stage("s", "requires = \"t\"\nno_results_key = \"t\"\nemployer = \"e\""),
        assessment("a", "t", "expires = \"1 year\""),
        element("e", "experience", "gather = { hours = 10, kind = \"work\" }"),
    ]);
    let mut facts = FactsFile { results: vec![pass("a1", "a", "2024-01-01")], ..nobody() };
    facts.experience = vec![spell("e1", "course", "2024-03-01", "2024-04-01", 5)];
    facts.experience.push(spell("e2", "work", "2025-03-01", "2025-04-01", 5));
    stands(&framework, &facts, "s", "2025-06-01", met("2025-04-01"));
    // What had been worked before it opened had been done by then, as what was sat or sent before.
    facts.experience[0].from = d("2023-12-01");
    facts.experience[0].until = d("2024-01-01");
    facts.experience[0].confirmed_on = Some(d("2024-01-01"));
    stands(&framework, &facts, "s", "2025-06-01", met("2025-04-01"));
    // Whoever began after it had closed did not enter it.
    facts.experience[0].from = d("2025-01-10");
    facts.experience[0].until = d("2025-02-10");
    facts.experience[0].confirmed_on = Some(d("2025-02-10"));
    stands(&framework, &facts, "s", "2025-06-01", (State::Blocked, None));
}
