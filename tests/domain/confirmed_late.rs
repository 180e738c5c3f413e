//! The day on which a second person confirms is not the trainee's: from the later of two days on it is the same whichever it was.

use domain::framework::Framework;
use domain::standing::{Dated, FactsFile, ResultFact, Since, State, standing};

use crate::lessons::element;
use crate::support::{bound, d, exemption, loaded, nobody, pass};

const HEAD: &str = "slug = \"x\"\nversion = \"1\"\ntitle = \"X\"\nbody = \"x\"\neffective_from = 2020-01-01\n\n";

fn stage(id: &str, requires: &str, results: &str) -> String {
    format!(
        "[[stage]]\nid = \"{id}\"\ntitle = \"{id}\"\nsources = [\"t\"]\n{requires}\nresults = {results}\nno_employer_key = \"t\"\n\n"
    )
}

fn assessment(id: &str, stage: &str, more: &str) -> String {
    element(id, "assessment", more).replace("stage = \"s\"", &format!("stage = \"{stage}\""))
}

fn framework(parts: &[String]) -> Framework {
    loaded(&(HEAD.to_owned() + &parts.concat()))
}

fn confirmed(result: ResultFact, on: &str) -> ResultFact {
    ResultFact { confirmed_on: Some(d(on)), ..result }
}

fn of(results: Vec<ResultFact>) -> FactsFile {
    FactsFile { results, ..nobody() }
}

type How<'t> = (State, Option<&'t str>);

#[track_caller]
fn stands(framework: &Framework, facts: &FactsFile, id: &str, on: &str, expected: How<'_>) {
    let (found, ix) = (standing(framework, &bound(framework, facts), d(on), d(on)), framework.find(id).unwrap());
    assert_eq!((found.state(ix), found.since(ix)), (expected.0, expected.1.map(d)), "{id} on {on}");
}

fn met(since: &str) -> How<'_> {
    (State::Met, Some(since))
}

const BLOCKED: How<'_> = (State::Blocked, None);

/// `ex` asks for a medical now, and `nx` requires `ex`.
fn medical() -> Framework {
    framework(&[
        stage("s", "", "{ all = [\"med\", \"ex\", \"nx\"] }"),
        assessment("med", "s", "expires = \"1 month\""),
        assessment("ex", "s", "requires = { now = \"med\" }"),
        assessment("nx", "s", "requires = \"ex\""),
    ])
}

#[test]
fn what_rests_on_an_element_is_there_though_what_that_asks_now_lapsed_before_it_was_confirmed() {
    let framework = medical();
    let sat = |med: &str, ex: &str, nx: &str| {
        of(vec![
            confirmed(pass("m", "med", "2024-01-01"), med),
            confirmed(pass("e", "ex", "2024-01-10"), ex),
            pass("n", "nx", nx),
        ])
    };
    for (med, ex, nx, expected) in [
        ("2024-01-01", "2024-01-31", "2024-01-20", met("2024-01-31")),
        ("2024-01-01", "2024-02-01", "2024-01-20", met("2024-02-01")),
        ("2024-01-01", "2024-05-01", "2024-01-20", met("2024-05-01")),
        ("2024-02-20", "2024-01-12", "2024-01-20", met("2024-02-20")),
        ("2024-02-20", "2024-03-10", "2024-01-31", met("2024-03-10")),
        ("2024-03-10", "2024-02-20", "2024-01-31", met("2024-03-10")),
        // Sat before the other, or after the medical lapsed.
        ("2024-01-01", "2024-02-01", "2024-01-09", BLOCKED),
        ("2024-01-01", "2024-02-01", "2024-02-01", BLOCKED),
        ("2024-01-01", "2024-01-12", "2024-02-10", BLOCKED),
    ] {
        let mut facts = sat(med, ex, nx);
        stands(&framework, &facts, "nx", "2024-06-01", expected);
        stands(&framework, &facts, "ex", "2024-06-01", BLOCKED);
        if let (_, Some(since)) = expected {
            let before = d(since).pred_opt().unwrap().to_string();
            stands(&framework, &facts, "nx", &before, BLOCKED);
            // A later medical moves nothing, and brings back what asks for it alone.
            facts.results.push(pass("m2", "med", "2024-05-20"));
            stands(&framework, &facts, "nx", "2024-06-01", expected);
            stands(&framework, &facts, "ex", "2024-06-01", met("2024-05-20"));
        }
    }
    // Taken back, the medical never was.
    let mut facts = sat("2024-01-01", "2024-02-01", "2024-01-20");
    facts.results[0].voided_on = Some(d("2024-03-01"));
    stands(&framework, &facts, "nx", "2024-02-29", met("2024-02-01"));
    stands(&framework, &facts, "nx", "2024-03-01", BLOCKED);
}

#[test]
fn a_pass_that_lapsed_before_it_was_confirmed_is_good_no_longer_than_it_was() {
    let framework = framework(&[
        stage("s", "", "{ all = [\"med\", \"ex\", \"nx\"] }"),
        assessment("med", "s", "expires = \"1 month\""),
        assessment("ex", "s", "expires = \"12 days\"\nrequires = { now = \"med\" }"),
        assessment("nx", "s", "requires = \"ex\""),
    ]);
    for (nx, expected) in [("2024-01-21", met("2024-03-01")), ("2024-01-22", BLOCKED)] {
        let late = confirmed(pass("e", "ex", "2024-01-10"), "2024-03-01");
        let facts = of(vec![pass("m", "med", "2024-01-01"), late, pass("n", "nx", nx)]);
        stands(&framework, &facts, "nx", "2024-06-01", expected);
    }
}

#[test]
fn what_rests_on_a_pass_is_there_though_one_became_another_before_it_was_confirmed() {
    let specialism = |id: &str, of: &str| {
        format!("[[specialism]]\nid = \"{id}\"\ntitle = \"{id}\"\npairs = [\"{of}\"]\nsources = [\"t\"]\n\n")
    };
    let framework = framework(&[
        specialism("sa", "ma"),
        specialism("sb", "mb"),
        stage("s", "", "{ any = [\"ma\", \"mb\"] }"),
        assessment("ma", "s", "requires = { matches = \"sa\" }"),
        assessment("mb", "s", "requires = { matches = \"sb\" }"),
        stage("z", "requires = \"ma\"", "\"za\""),
        assessment("za", "z", "requires = \"ma\""),
    ]);
    let since = |is: &str, since: Option<&str>| Since { is: is.to_owned(), since: since.map(d), recorded_on: None };
    let specialism = Dated::Changing(vec![since("sa", None), since("sb", Some("2024-02-01"))]);
    let sat = |ma: &str, confirmed_on: &str, za: &str| FactsFile {
        specialism: specialism.clone(),
        ..of(vec![confirmed(pass("a", "ma", ma), confirmed_on), pass("z", "za", za)])
    };
    for (ma, on, za, expected) in [
        ("2024-01-05", "2024-01-31", "2024-01-08", met("2024-01-31")),
        ("2024-01-05", "2024-02-01", "2024-01-08", met("2024-02-01")),
        ("2024-01-05", "2024-02-10", "2024-01-31", met("2024-02-10")),
        ("2024-01-05", "2024-02-10", "2024-02-01", BLOCKED),
        ("2024-01-05", "2024-02-10", "2024-01-04", BLOCKED),
        ("2024-02-05", "2024-02-10", "2024-02-06", BLOCKED),
    ] {
        let facts = sat(ma, on, za);
        ["za", "ma"]
            .iter()
            .zip([expected, BLOCKED])
            .for_each(|(id, how)| stands(&framework, &facts, id, "2024-06-01", how));
        // Who had begun before the change has entered the stage.
        let entered = if za < "2024-02-01" && ma < "2024-02-01" { (State::Available, None) } else { BLOCKED };
        stands(&framework, &facts, "z", "2024-06-01", if expected == BLOCKED { entered } else { expected });
    }
}

#[test]
fn a_stage_is_entered_by_exemptions_alone_though_what_it_requires_lapsed_before_it_was_confirmed() {
    let framework = framework(&[
        stage("s0", "", "\"a0\""),
        assessment("a0", "s0", "expires = \"20 days\""),
        stage("s1", "requires = \"a0\"", "\"a1\""),
        assessment("a1", "s1", ""),
        stage("s2", "requires = \"s1\"", "\"a2\""),
        assessment("a2", "s2", "requires = \"s1\""),
    ]);
    let with = |on: &str, a1: Option<&str>| {
        let mut facts = of(vec![
            confirmed(pass("r", "a0", "2024-02-23"), on),
            confirmed(pass("q", "a2", "2024-02-25"), "2024-02-26"),
        ]);
        match a1 {
            Some(sat) => facts.results.push(pass("p", "a1", sat)),
            None => facts.exemptions.push(exemption("x", "a1", "2024-01-27")),
        }
        facts
    };
    for on in ["2024-03-01", "2024-03-13", "2024-03-14", "2024-03-24"] {
        let mut facts = with(on, None);
        let before = d(on).pred_opt().unwrap().to_string();
        for (id, how) in [("s1", BLOCKED), ("a2", BLOCKED)] {
            stands(&framework, &facts, id, &before, how);
        }
        for id in ["s1", "a2", "s2"] {
            stands(&framework, &facts, id, "2024-06-01", met(on));
            stands(&framework, &with(on, Some("2024-02-24")), id, "2024-06-01", met(on));
        }
        // Entered, it stays so though the exemption is ended; nobody enters by one that was decided after the lapse.
        facts.exemptions[0].withdrawn_on = Some(d("2024-03-20"));
        stands(&framework, &facts, "s1", "2024-06-01", (State::Available, None));
        facts.exemptions[0].decided_on = d("2024-03-14");
        stands(&framework, &facts, "s1", "2024-06-01", BLOCKED);
        stands(&framework, &with(on, Some("2024-03-14")), "s1", "2024-06-01", BLOCKED);
    }
}
