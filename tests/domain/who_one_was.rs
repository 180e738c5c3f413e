//! `matches` in what is gathered or entered: asked of the day on which that was so, for what rests on it and was done then.

use domain::framework::Framework;
use domain::standing::{Dated, FactsFile, Since, State, standing};

use crate::lessons::element;
use crate::support::{bound, claim, d, loaded, nobody, pass};

const HEAD: &str = "slug = \"x\"\nversion = \"1\"\ntitle = \"X\"\nbody = \"x\"\neffective_from = 2020-01-01\n\n";

fn framework(parts: &[String]) -> Framework {
    let specialism = |id: &str| format!("[[specialism]]\nid = \"{id}\"\ntitle = \"{id}\"\nsources = [\"t\"]\n\n");
    loaded(&(HEAD.to_owned() + &specialism("family") + &specialism("tax") + &parts.concat()))
}

fn stage(id: &str, keys: &str) -> String {
    format!("[[stage]]\nid = \"{id}\"\ntitle = \"{id}\"\nsources = [\"t\"]\n{keys}\n\n")
}

fn assessment(id: &str, stage: &str, more: &str) -> String {
    element(id, "assessment", more).replace("stage = \"s\"", &format!("stage = \"{stage}\""))
}

/// Family until June, then tax.
fn changed() -> Dated<String> {
    let since = |is: &str, since: Option<&str>| Since { is: is.to_owned(), since: since.map(d), recorded_on: None };
    Dated::Changing(vec![since("family", None), since("tax", Some("2024-06-01"))])
}

#[track_caller]
fn stands(framework: &Framework, facts: &FactsFile, id: &str, on: &str, expected: (State, Option<&str>)) {
    let (found, ix) = (standing(framework, &bound(framework, facts), d(on), d(on)), framework.find(id).unwrap());
    assert_eq!((found.state(ix), found.since(ix)), (expected.0, expected.1.map(d)), "{id} on {on}");
}

/// A sat on 1 March and B on a day, A confirmed on another.
fn sat(confirmed: &str, b: &str) -> FactsFile {
    let mut facts = FactsFile { results: vec![pass("1", "a", "2024-03-01"), pass("2", "b", b)], ..nobody() };
    (facts.results[0].confirmed_on, facts.specialism) = (Some(d(confirmed)), changed());
    facts
}

type Stands = (State, Option<&'static str>);

const DAYS: [(&str, &str, Stands); 4] = [
    ("2024-03-01", "2024-05-31", (State::Met, Some("2024-05-31"))),
    ("2024-07-01", "2024-05-31", (State::Met, Some("2024-07-01"))),
    ("2024-03-01", "2024-06-01", (State::Blocked, None)),
    ("2024-07-01", "2024-06-01", (State::Blocked, None)),
];

#[test]
fn a_stage_that_was_met_by_the_specialism_of_the_day_is_there_for_what_requires_it() {
    for key in [
        "{ all = [\"a\", { matches = \"family\" }] }",
        "{ any = [{ all = [\"a\", { matches = \"family\" }] }, { all = [\"e\", { matches = \"tax\" }] }] }",
    ] {
        let framework = framework(&[
            stage("s", &format!("results = {key}\nno_employer_key = \"t\"")),
            stage("u", "results = { all = [\"b\", \"e\"] }\nno_employer_key = \"t\""),
            assessment("a", "s", ""),
            assessment("b", "u", "requires = \"s\""),
            assessment("e", "u", ""),
        ]);
        for (confirmed, b, expected) in DAYS {
            let facts = sat(confirmed, b);
            stands(&framework, &facts, "s", "2024-08-01", (State::InProgress, None));
            stands(&framework, &facts, "b", "2024-08-01", expected);
        }
    }
}

#[test]
fn a_stage_that_was_entered_by_the_specialism_of_the_day_stays_so() {
    let framework = framework(&[
        stage("s", "results = \"a\"\nno_employer_key = \"t\""),
        stage("t", "requires = { all = [\"a\", { matches = \"family\" }] }\nresults = \"b\"\nno_employer_key = \"t\""),
        assessment("a", "s", ""),
        assessment("b", "t", ""),
    ]);
    for (confirmed, b, expected) in DAYS {
        stands(&framework, &sat(confirmed, b), "t", "2024-08-01", expected);
    }
}

#[test]
fn a_portfolio_of_the_specialism_of_the_day_is_met_once_its_claims_are_decided() {
    let framework = framework(&[
        stage("s", "no_results_key = \"t\"\nemployer = \"p\""),
        element("p", "portfolio", "outcomes_of = [\"o1\"]\nrequires = { matches = \"family\" }"),
        String::from(
            "[[competency]]\nid = \"area\"\ntitle = \"Area\"\n\n[[competency]]\nid = \"o1\"\ntitle = \"O1\"\nparent = \"area\"\nstage = \"s\"\nexamples = 1\n",
        ),
    ]);
    for (sent, expected) in [("2024-05-31", (State::Met, Some("2024-07-01"))), ("2024-06-01", (State::Blocked, None))] {
        let mut claim = claim("k", &["o1"], "2024-05-05", sent, "dan");
        claim.decision.iter_mut().for_each(|decision| decision.on = d("2024-07-01"));
        let facts = FactsFile { claims: vec![claim], specialism: changed(), ..nobody() };
        stands(&framework, &facts, "p", "2024-08-01", expected);
    }
}
