//! What a plan says of days: a wait is a step like any other, a title that ends may end before it is applied for, and a pass
//! may wait to be confirmed.

use domain::plan::{What, plan};
use domain::standing::{Dated, FactsFile, Outcome, ResultFact};

use crate::small::{ON, small, steps};
use crate::support::{award, bound, claim, d, loaded, nobody, pass, spell};

/// A stage that asks for some of A, B and C, and a status for it; A may be sat once in five months.
fn nodes(results: &str, a: &str, b: &str, st: &str, others: &str) -> String {
    format!(
        r#"
stage s: results = {results}
assessment a in s: {a}
assessment b in s: {b}
assessment c in s
award st: "s"; {st}
{others}
"#
    )
}

const ONCE: &str = "attempts = { max = 1, within = \"5 months\" }";

fn failed() -> FactsFile {
    let mut fail = pass("r1", "a", "2024-05-04");
    fail.outcome = Outcome::Fail;
    FactsFile { results: vec![fail], ..nobody() }
}

#[test]
fn a_way_without_a_wait_is_shorter_than_the_same_with_one() {
    let route = "route r: requires = \"c\"";
    let any = nodes(r#"{ any = ["a", "b"] }"#, ONCE, "", "", route);
    assert_eq!(steps(&any, &failed(), "st"), ["Pass B", "Apply for the status St"]);
    let both = nodes(r#"{ all = ["c", { any = ["a", "b"] }] }"#, ONCE, "", "", "");
    assert_eq!(steps(&both, &failed(), "st"), ["Pass B", "Pass C", "Apply for the status St"]);
    // Where there is no other way, one waits.
    let only = nodes(r#"{ all = ["a", "b", "c"] }"#, ONCE, "", "", "");
    assert!(steps(&only, &failed(), "st").iter().any(|step| step.starts_with("Wait until 4 October 2024")));
}

#[test]
fn a_title_that_is_conferred_later_costs_a_wait() {
    let gate = "award gate: { joined_from = 2000-01-01 }; valid_from = 2024-09-01";
    let a = "requires = { holds = \"gate\" }";
    let any = nodes(r#"{ any = ["a", "b"] }"#, a, "requires = \"c\"", "", gate);
    let facts = FactsFile { joined_on: Dated::Always(d("2020-01-01")), ..nobody() };
    assert_eq!(steps(&any, &facts, "st"), ["Pass C", "Pass B", "Apply for the status St"]);
}

#[test]
fn a_title_that_ends_is_told_where_steps_come_before_it() {
    for until in ["2024-05-16", "2034-01-01"] {
        let st = format!("valid_until = {until}");
        let framework = loaded(&small(&nodes(r#"{ all = ["a", "b", "c"] }"#, "", "", &st, "")));
        let st = framework.find("st").unwrap();
        let provided = plan(&framework, &bound(&framework, &nobody()), st, d(ON)).unwrap().provided;
        assert!(provided.len() == 1 && provided[0].starts_with("St is no longer conferred from"), "{provided:?}");
        // Who has only to apply needs no time.
        let facts = FactsFile {
            results: ["a", "b", "c"].map(|id| pass(&format!("r-{id}"), id, "2024-01-10")).into(),
            ..nobody()
        };
        let plan = plan(&framework, &bound(&framework, &facts), st, d(ON)).unwrap();
        assert_eq!(plan.steps.iter().map(|step| step.what).collect::<Vec<_>>(), [What::Apply]);
        assert!(plan.provided.is_empty(), "{:?}", plan.provided);
    }
}

#[test]
fn a_pass_that_waits_to_be_confirmed_is_told_with_its_step() {
    let all = nodes(r#"{ all = ["a", "b", "c"] }"#, "", "requires = \"a\"", "", "");
    let mut waits = pass("r1", "a", "2024-05-10");
    (waits.confirmed_on, waits.confirmed_by) = (None, None);
    let facts = FactsFile { results: vec![waits], ..nobody() };
    let told = steps(&all, &facts, "st");
    assert_eq!(told[..2], ["Pass A; a result of it waits to be confirmed", "Pass B"]);
}

/// What it waits for is said of all that one can have ready: a pass that rests on one that waits, claims, work.
#[test]
fn what_waits_for_others_is_told_with_the_step_that_it_spares() {
    let nodes = r#"
kind k
stage s: results = { all = ["a", "b"] }; employer = { all = ["p", "w"] }
assessment a in s
assessment b in s: requires = "a"
portfolio p in s: outcomes_of = ["area"]
competency area
outcome o in s: examples = 2
experience w in s: gather = { hours = 20, kind = "k" }
award st: "s"
"#;
    let mut facts = FactsFile {
        results: vec![pass("r1", "a", "2024-02-10"), pass("r2", "b", "2024-03-10")],
        claims: ["c1", "c2"].map(|id| claim(id, &["o"], "2024-03-01", "2024-03-05", "boss")).into(),
        experience: vec![spell("e1", "k", "2024-03-01", "2024-03-30", 8)],
        ..nobody()
    };
    (facts.results[0].confirmed_on, facts.results[0].confirmed_by) = (None, None);
    facts.claims.iter_mut().for_each(|claim| claim.decision = None);
    (facts.experience[0].confirmed_on, facts.experience[0].confirmed_by) = (None, None);
    let told = [
        "Pass A; a result of it waits to be confirmed",
        "Pass B; it is there once what it rests on is confirmed",
        "Show O with 2 pieces of work; 2 claims for it wait to be decided",
        "Gather 20 h more for W (K) and have them confirmed; work for it waits to be confirmed",
        "Apply for the status St",
    ];
    assert_eq!(steps(nodes, &facts, "st"), told);
    // What was declined waits no more, and what is withdrawn.
    facts.claims[0].withdrawn_on = Some(d("2024-04-01"));
    facts.experience[0].withdrawn_on = Some(d("2024-04-01"));
    facts.results[0].voided_on = Some(d("2024-04-01"));
    let told = [
        "Pass A",
        "Pass B",
        "Show O with 2 pieces of work; a claim for it waits to be decided",
        "Gather 20 h more for W (K) and have them confirmed",
        "Apply for the status St",
    ];
    assert_eq!(steps(nodes, &facts, "st"), told);
}

#[test]
fn what_belongs_to_a_stage_needs_the_choice_that_opens_it() {
    let nodes = r#"
specialism red
stage s: results = "a"; requires = { matches = "red" }
assessment a in s
"#;
    let framework = loaded(&small(nodes));
    let plan = plan(&framework, &bound(&framework, &nobody()), framework.find("s").unwrap(), d(ON)).unwrap();
    let told: Vec<_> = plan.steps.iter().map(|step| (step.sentence.as_str(), &step.needs[..])).collect();
    assert_eq!(told, [("Choose the specialism Red", &[][..]), ("Pass A", &[0])]);
}

#[test]
fn work_done_before_a_wait_counts_after_it_as_long_as_it_is_looked_at() {
    let gathered = |window: &str| {
        let nodes = format!(
            r#"
kind k
stage s: results = "a"; employer = "e"
assessment a in s: requires = {{ holds = "gate" }}
experience e in s: gather = {{ hours = 10, kind = "k", window = "{window}" }}
award gate: {{ hours = 10, kind = "k" }}
award one: "e"; valid_from = 2024-09-01
award st: {{ all = ["s", {{ holds = "one" }}] }}
"#
        );
        steps(&nodes, &nobody(), "st").iter().filter(|step| step.starts_with("Gather")).count()
    };
    assert_eq!(gathered("1 year"), 1);
    // It is gathered after the wait for all of that.
    assert_eq!(gathered("2 months"), 1);
}

/// Years of work while a status is held that lapses are done before a wait, where they are over by then.
#[test]
fn what_takes_time_while_something_lapses_comes_before_a_wait_that_is_longer() {
    let tables = |years: &str| {
        format!(
            r#"
kind work
stage s: results = "e3"; employer = "year3"; requires = {{ holds = "candidate" }}
assessment e3 in s: attempts = {{ max = 3, within = "3 years" }}; requires = {{ holds = "candidate" }}
experience year3 in s: gather = {{ period = "{years}", kind = "work", while = "candidate" }}
award candidate: {{ all = [] }}; expires = "5 years"
award st: {{ all = ["s", {{ holds = "candidate" }}] }}
"#
        )
    };
    let failed = |id: &str, day: &str| {
        let mut fail = pass(id, "e3", day);
        fail.outcome = Outcome::Fail;
        fail
    };
    let results = vec![failed("r1", "2024-03-01"), failed("r2", "2024-03-02"), failed("r3", "2024-03-03")];
    let candidate = award("c", "candidate", "2023-02-10");
    let facts = FactsFile { results, awards: vec![candidate], ..nobody() };
    let wait = "Wait until 1 March 2027, when an attempt at E3 counts again";
    let pass = "Pass E3 with a further attempt";
    let year = "Gather 1 year for Year3 (Work, while holding Candidate) and have it confirmed";
    assert_eq!(steps(&tables("1 year"), &facts, "st"), [year, wait, pass, "Apply for the status St"]);
    // After years that are longer it is over.
    let longer = year.replace("1 year", "3 years").replace("have it", "have them");
    let framework = loaded(&small(&tables("3 years")));
    let way = plan(&framework, &bound(&framework, &facts), framework.find("st").unwrap(), d(ON)).unwrap();
    let told: Vec<&str> = way.steps.iter().map(|step| step.sentence.as_str()).collect();
    assert_eq!(told, [&longer, pass, "Apply for the status St"]);
}

#[test]
fn a_title_that_ends_before_another_begins_is_applied_for_before_the_wait() {
    let titles = r#"
award j: "s"; valid_until = 2024-07-01; EXPIRES
award p: { holds = "j" }; valid_from = 2024-09-01
"#;
    for expires in ["", "expires = \"2 years\""] {
        let framework =
            "stage s: results = \"c\"\nassessment c in s\n".to_owned() + &titles.replace("EXPIRES", expires);
        let wait = "Wait until 1 September 2024, when P is first conferred";
        let told = steps(&framework, &nobody(), "p");
        assert_eq!(told, ["Pass C", "Apply for the status J", wait, "Apply for the status P"], "{expires}");
    }
}

#[test]
fn a_title_that_ends_before_an_attempt_counts_again_is_applied_for_before() {
    let titles = r#"
stage t: results = { all = ["a", "b", "d"] }
assessment d in t
award j: "s"; valid_until = 2024-07-01
award p: { all = [{ holds = "j" }, "t"] }
"#;
    let framework = nodes(r#""c""#, ONCE, "", "", titles);
    let wait = "Wait until 4 October 2024, when an attempt at A counts again";
    let told = steps(&framework, &failed(), "p");
    let [after, pass] = ["Apply for the status P", "Pass A with a further attempt"];
    assert_eq!(told, ["Pass B", "Pass C", "Pass D", "Apply for the status J", wait, pass, after]);
}

fn waits(id: &str, element: &str, day: &str) -> ResultFact {
    ResultFact { confirmed_on: None, confirmed_by: None, ..pass(id, element, day) }
}

/// A fail, and a correction of it that waits.
fn corrected() -> [ResultFact; 2] {
    let fail = ResultFact { outcome: Outcome::Fail, ..pass("r1", "a", "2024-02-01") };
    let (corrects, recorded_on) = (Some("r1".to_owned()), Some(d("2024-03-01")));
    [fail, ResultFact { corrects, recorded_on, ..waits("r2", "a", "2024-02-01") }]
}

fn planned(tables: &str, facts: FactsFile) -> (Vec<String>, Vec<String>) {
    let framework = loaded(&small(tables));
    let plan = plan(&framework, &bound(&framework, &facts), framework.find("st").unwrap(), d(ON)).unwrap();
    (plan.steps.into_iter().map(|step| step.sentence).collect(), plan.provided)
}

#[test]
fn a_way_may_rest_on_what_waits_to_be_confirmed() {
    let once = nodes(r#"{ all = ["a", "b", "c"] }"#, "attempts = { max = 1 }", "", "", "");
    let (steps, provided) = planned(&once, FactsFile { results: corrected().into(), ..nobody() });
    assert_eq!(steps, ["Pass B", "Pass C", "Apply for the status St"]);
    let of_a = "A result of A that waits is confirmed";
    assert_eq!(provided, [of_a]);
    // Results and work are confirmed by different people. What the way does without is not told.
    let both = r#"
kind k
stage s: results = "a"; employer = "w"
assessment a in s: attempts = { max = 1 }
assessment b in s
route r: requires = "b"
experience w in s: gather = { hours = 20, kind = "k" }
award st: "s"
"#;
    let mut work = spell("e1", "k", "2024-03-01", "2024-03-30", 80);
    (work.confirmed_on, work.confirmed_by) = (None, None);
    let results = corrected().into_iter().chain([waits("r3", "b", "2024-03-01")]).collect();
    let (steps, provided) = planned(both, FactsFile { results, experience: vec![work], ..nobody() });
    assert_eq!(steps, ["Apply for the status St"]);
    assert_eq!(provided, [of_a, "Work that waits is confirmed"]);
}

#[test]
fn a_step_says_that_what_waits_spares_it() {
    let spared = "; it is not needed once what waits is confirmed";
    // An attempt counts again later; the one that there was is corrected.
    let once = nodes(r#"{ all = ["a", "b", "c"] }"#, ONCE, "", "", "");
    let (steps, _) = planned(&once, FactsFile { results: corrected().into(), ..nobody() });
    let wait = "Wait until 1 July 2024, when an attempt at A counts again".to_owned() + spared;
    let pass_a = "Pass A with a further attempt; a result of it waits to be confirmed";
    assert_eq!(steps, ["Pass B", "Pass C", &wait, pass_a, "Apply for the status St"]);
    // What it opened was passed while it lasted.
    let opened = nodes(r#"{ all = ["b", "c"] }"#, "expires = \"3 months\"", "requires = \"a\"", "", "");
    let results = vec![waits("r1", "a", "2023-02-01"), pass("r2", "b", "2023-03-01"), pass("r3", "c", "2023-03-01")];
    let (steps, _) = planned(&opened, FactsFile { results, ..nobody() });
    assert_eq!(steps[0], "Pass A".to_owned() + spared);
    // Both of one window, which is over.
    let set = "expires = { after = \"6 months\", whole_set = \"set\" }";
    let after = format!("{set}; sat_after = [\"a\"]");
    let both = nodes(r#"{ all = ["a", "b", "c"] }"#, set, &after, "", "");
    let results = vec![pass("r1", "a", "2023-02-01"), waits("r2", "b", "2023-03-01"), pass("r3", "c", "2023-03-01")];
    let (steps, _) = planned(&both, FactsFile { results, ..nobody() });
    assert_eq!(steps[..2], ["Pass A".to_owned() + spared, "Pass B; a result of it waits to be confirmed".to_owned()]);
}

/// What rests on work that waits is to be done all the same.
#[test]
fn no_step_is_said_to_be_spared_that_is_left_once_what_waits_is_confirmed() {
    let spared = "; it is not needed once what waits is confirmed";
    let mut work = spell("e1", "k", "2021-01-01", "2022-01-01", 100);
    (work.confirmed_on, work.confirmed_by) = (None, None);
    let course = |requires: &str| {
        format!(
            r#"
kind k
stage s: results = "c"
course c in s: requires = {requires}
award st: "c"
competency area
outcome o in s: examples = 1
route r: requires = "o"
"#
        )
    };
    let told = |requires: &str| planned(&course(requires), FactsFile { experience: vec![work.clone()], ..nobody() }).0;
    let gathered = "Gather 100 h more for C (K) and have them confirmed".to_owned() + spared;
    let steps = told("{ hours = 100, kind = \"k\" }");
    assert_eq!(steps, [&gathered, "Complete C", "Apply for the status St"]);
    let steps = told("{ all = [{ hours = 100, kind = \"k\" }, \"o\"] }");
    let [shown, completed] = ["Show O with 1 piece of work", "Complete C"];
    assert_eq!(steps, [&gathered, shown, completed, "Apply for the status St"]);
    // It lapsed in any case, and it will have lapsed by the time of its step.
    let again = "expires = \"6 months\"; attempts = { max = 1, within = \"2 years\" }";
    let tables = format!("stage s: results = \"a\"\nassessment a in s: {again}\naward st: \"a\"\n");
    let fail = ResultFact { outcome: Outcome::Fail, ..pass("r1", "a", "2022-07-31") };
    let results = vec![fail, waits("r2", "a", "2021-05-19")];
    let (steps, _) = planned(&tables, FactsFile { results, ..nobody() });
    assert_eq!(steps[1], "Pass A with a further attempt");
    let tables = "kind k\nstage s: results = \"a\"\nassessment a in s: expires = \"6 months\"\naward st: { all = [\"a\", { period = \"1 year\", kind = \"k\" }] }\n";
    let (steps, _) = planned(tables, FactsFile { results: vec![waits("r1", "a", "2024-04-10")], ..nobody() });
    assert_eq!(steps[1], "Pass A");
}

/// What is corrected is never confirmed beside its correction: the rest that waits is told all the same.
#[test]
fn what_waits_is_told_beside_a_correction_of_what_nobody_confirmed() {
    let all = nodes(r#"{ all = ["a", "b", "c"] }"#, "", "", "", "");
    let correction = |id: &str, of: &str, on: &str| ResultFact {
        corrects: Some(of.to_owned()),
        recorded_on: Some(d(on)),
        ..waits(id, "b", "2024-01-04")
    };
    let results = vec![
        waits("r1", "a", "2024-01-10"),
        ResultFact { recorded_on: Some(d("2024-01-05")), ..waits("r2", "b", "2024-01-04") },
        correction("r3", "r2", "2024-01-08"),
        correction("r4", "r3", "2024-01-09"),
    ];
    let (steps, _) = planned(&all, FactsFile { results, ..nobody() });
    let told = |title: &str| format!("Pass {title}; a result of it waits to be confirmed");
    assert_eq!(steps[..2], [told("A"), told("B")]);
}
