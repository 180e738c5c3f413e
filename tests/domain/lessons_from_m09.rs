//! The lessons from the ninth on; see [`crate::lessons`].

use domain::framework::Framework;
use domain::plan::outlook;
use domain::standing::{AwardFact, ClaimOutcome, FactsFile, Key, KeyProblem, Standing, State, report};

use crate::lessons::{base, days, element, gathering, known, read, says, text};
use crate::support::{
    BASE, award, bound, claim, d, framework, frameworks_dir, loaded, nobody, pass, spell, state, verification,
};

#[test]
fn lesson_m09_a_further_signature_never_takes_a_stage_away() {
    let framework = loaded(BASE);
    let stage = framework.find("s").unwrap();
    // Nine people sign on both sides, one of them redundantly.
    let mut facts = FactsFile {
        claims: vec![
            claim("c1", &["o1", "o2"], "2022-01-01", "2022-02-01", "boss"),
            claim("c2", &["o1"], "2022-01-01", "2022-02-01", "boss"),
        ],
        ..nobody()
    };
    for (n, id) in ["a", "b", "c", "a", "b", "c", "a", "b", "c"].iter().enumerate() {
        let by = format!("p{n}");
        let mut one = pass(&format!("r{n}"), id, "2022-01-15");
        one.confirmed_by = Some(by.clone());
        facts.results.push(one);
        facts.verifications.push(verification(&format!("v{n}"), "v", "2022-05-01", &by));
    }
    assert_eq!(state(&framework, &facts, "s", "2022-06-01"), State::Met);
    facts.verifications.push(verification("again", "v", "2022-05-02", "p0"));
    assert_eq!(state(&framework, &facts, "s", "2022-06-01"), State::Met);
    // Ruth or Omar confirmed A, and each of them is needed at work: nobody is left for the results.
    let framework = base(
        &[
            ("[\"p\", \"v\"]", "[\"v\", \"w\"]"),
            ("[\"a\", \"b\", \"c\"]", "[\"a\"]"),
            ("requires = \"s\"", "requires = { all = [\"s\", \"b\", \"c\", \"p\"] }"),
        ],
        &element("w", "verification", ""),
    );
    let mut again = pass("a2", "a", "2022-01-15");
    again.confirmed_by = Some("omar".into());
    let mut facts = FactsFile {
        results: vec![pass("a1", "a", "2022-01-15"), again],
        verifications: vec![
            verification("v", "v", "2022-05-01", "registry"),
            verification("w", "w", "2022-05-01", "omar"),
        ],
        ..nobody()
    };
    let because =
        |facts: &FactsFile| read(&framework, facts, "2022-06-01").key(stage_of(&framework), Key::Employer).because;
    assert_eq!(because(&facts), Some(KeyProblem::SamePerson("registry".into())));
    facts.results.reverse();
    assert_eq!(because(&facts), Some(KeyProblem::SamePerson("registry".into())), "whatever the order of the file");
    facts.verifications.push(verification("w2", "w", "2022-05-01", "ruth"));
    assert_eq!(because(&facts), None);
    let _ = stage;
}

fn stage_of(framework: &Framework) -> domain::framework::NodeIx {
    framework.find("s").unwrap()
}

#[test]
fn lesson_m10_what_is_begun_however_deep_is_begun() {
    let more = element(
        "q",
        "portfolio",
        "gather = { at_least = 2, of = [{ all = [\"o1\", \"o2\"] }, { all = [\"o3\", \"o4\"] }, \"o5\"] }",
    );
    let outcomes: String = (3..6)
        .map(|n| {
            format!("[[competency]]\nid = \"o{n}\"\nparent = \"area\"\nstage = \"s\"\ntitle = \"O{n}\"\nexamples = 1\n")
        })
        .collect();
    let framework = base(&[("[\"p\", \"v\"]", "[\"p\", \"v\", \"q\"]")], &(more + &outcomes));
    assert_eq!(state(&framework, &nobody(), "q", "2022-06-01"), State::Available);
    let mut facts = FactsFile { claims: vec![claim("c", &["o3"], "2022-01-01", "2022-01-02", "boss")], ..nobody() };
    assert_eq!(state(&framework, &facts, "q", "2022-06-01"), State::InProgress);
    facts.claims[0].decision.as_mut().unwrap().outcome = ClaimOutcome::NotYet;
    assert_eq!(state(&framework, &facts, "q", "2022-06-01"), State::InProgress, "what waits or was not met is begun");
}

#[test]
fn lesson_m11_an_area_may_be_named_wherever_a_node_may() {
    let areas: String = ["x", "y"]
        .iter()
        .map(|id| {
            format!(
                "[[competency]]\nid = \"area-{id}\"\ntitle = \"Area {id}\"\n\n[[competency]]\nid = \"{id}1\"\nparent = \"area-{id}\"\nstage = \"s\"\n\
                 title = \"{id}1\"\nexamples = 1\n\n"
            )
        })
        .collect();
    let more = areas + &element("q", "portfolio", "gather = { at_least = 1, of = [\"area-x\", \"area-y\"] }");
    let framework = base(&[("[\"p\", \"v\"]", "[\"p\", \"v\", \"q\"]")], &more);
    let facts = FactsFile { claims: vec![claim("c", &["y1"], "2022-01-01", "2022-01-02", "boss")], ..nobody() };
    assert_eq!(state(&framework, &facts, "q", "2022-06-01"), State::Met);
    // A key may name it as well.
    base(
        &[("[\"p\", \"v\"]", "[\"p\", \"v\", \"area-x\", \"area-y\"]")],
        &more.replace(&element("q", "portfolio", "gather = { at_least = 1, of = [\"area-x\", \"area-y\"] }"), ""),
    );
}

#[test]
fn lesson_m12_expired_is_only_what_counted() {
    let framework = gathering(r#"{ hours = 450, kind = "work", window = "3 years" }"#);
    let e = framework.find("e").unwrap();
    let worked =
        |hours: i64| FactsFile { experience: vec![spell("w", "work", "2018-01-01", "2018-04-01", hours)], ..nobody() };
    assert_eq!(state(&framework, &worked(450), "e", "2018-06-01"), State::Met);
    let found = read(&framework, &worked(450), "2018-06-01");
    assert_eq!(
        found.until(e).map(|day| day.to_string()),
        text("2021-01-01"),
        "the anniversary of its first day is no longer within"
    );
    let found = read(&framework, &worked(450), "2023-06-01");
    assert_eq!(days(&found, &framework, "e"), (State::Expired, None, text("2021-01-01")));
    let never = read(&framework, &worked(449), "2023-06-01");
    assert_eq!(
        never.state(e),
        State::Available,
        "what never counted is not expired, and what is too old begins nothing"
    );
    assert!(says(&framework, &never, "e", "0 h of 450 h of Work within the last 3 years"));
    assert!(says(&framework, &never, "e", "which is longer ago than 3 years"));
    // Nor is a claim that was too old when it was sent.
    let facts = FactsFile { claims: vec![claim("c", &["o1"], "2015-01-01", "2018-01-01", "boss")], ..nobody() };
    let framework = loaded(BASE);
    assert_eq!(state(&framework, &facts, "o1", "2023-06-01"), State::Available);
}

#[test]
fn lesson_m13_unlike_amounts_are_not_added_up() {
    let rule = r#"{ all = ["a", "b", { credits = 30, of = ["a", "b", "c"] }, { at_least = 1, of = ["o1", "o2"] }] }"#;
    let more = element("q", "experience", &format!("gather = {rule}"));
    let framework = base(&[("[\"p\", \"v\"]", "[\"p\", \"v\", \"q\"]")], &more);
    let facts = FactsFile { results: vec![pass("r", "b", "2022-01-15")], ..nobody() };
    let found = read(&framework, &facts, "2022-06-01");
    assert_eq!(found.progress(&framework, framework.find("q").unwrap()), (1, 4), "parts that hold, of parts asked for");
    let credits = |n: u32| format!("{{ credits = {n}, of = [\"a\", \"b\", \"c\"] }}");
    let rule = format!("{{ all = [{}, {}, {}] }}", credits(10), credits(20), credits(30));
    let framework =
        base(&[("[\"p\", \"v\"]", "[\"p\", \"v\", \"q\"]")], &element("q", "experience", &format!("gather = {rule}")));
    let found = read(&framework, &facts, "2022-06-01");
    assert_eq!(
        found.progress(&framework, framework.find("q").unwrap()),
        (2, 3),
        "the same credits are not counted three times"
    );
}

#[test]
fn lesson_m14_of_two_stages_side_by_side_the_earlier_comes_first() {
    let second = "[[stage]]\nid = \"t\"\ntitle = \"T\"\nsources = [\"test\"]\nresults = { all = [\"x\"] }\nno_employer_key = \"a test\"\n\n";
    let x = element("x", "assessment", "").replace("stage = \"s\"", "stage = \"t\"");
    let framework = base(&[], &format!("{second}{x}"));
    let stages = |facts: &FactsFile| -> Vec<String> {
        let found = read(&framework, facts, "2022-06-01");
        assert_eq!(found.current_stage(&framework), found.current_stages(&framework).first().copied());
        found.current_stages(&framework).into_iter().map(|ix| framework.node(ix).id.clone()).collect()
    };
    assert_eq!(stages(&nobody()), ["s", "t"]);
    let facts = FactsFile { results: vec![pass("r", "x", "2022-01-15")], ..nobody() };
    assert_eq!(stages(&facts), ["s"]);
    let told = report(&framework, &read(&framework, &nobody(), "2022-06-01"));
    assert_eq!((told.current_stage.as_deref(), told.current_stages.len()), (Some("s"), 2));
}

#[test]
fn lesson_m15_an_exit_award_is_a_way_out_and_not_the_aim() {
    let degree = "[[status]]\nid = \"honours\"\ntitle = \"Honours\"\nsources = [\"test\"]\n\n[[step_off]]\nid = \"graduate\"\ntitle = \"Graduate\"\n\
                  sources = [\"test\"]\nstatus = \"honours\"\nrequires = { all = [\"a\", \"b\", \"c\"] }\n";
    let framework = base(&[("requires = \"s\"", "requires = { all = [\"a\", { any = [\"s\", \"b\"] }] }")], degree);
    let mut facts = FactsFile { results: vec![pass("a", "a", "2022-01-15"), pass("b", "b", "2022-01-15")], ..nobody() };
    let titles = |facts: &FactsFile, declared: Option<&str>| {
        let declared = declared.and_then(|id| framework.find(id));
        let ahead = outlook(&framework, &bound(&framework, facts), declared, d("2022-06-01"));
        let of = |ix| framework.node(ix).id.clone();
        let aim = ahead.aim.map(|plan| (of(plan.target), plan.steps.len()));
        let others: Vec<(String, usize)> =
            ahead.others.into_iter().filter_map(|(ix, many)| Some((of(ix), many.ok()?))).collect();
        (aim, others)
    };
    assert_eq!(titles(&facts, None), (Some(("honours".into(), 2)), vec![("st".into(), 1)]));
    assert_eq!(titles(&facts, Some("st")), (Some(("st".into(), 1)), vec![("honours".into(), 2)]));
    facts.awards = vec![award("w", "honours", "2022-05-01")];
    assert_eq!(titles(&facts, None), (Some(("st".into(), 1)), vec![]));
}

#[test]
fn lesson_m16_how_long_a_claim_counts_is_another_question_than_how_old_it_was_when_sent() {
    let framework = base(&[("examples = 1\n", "examples = 1\nvalid_for = \"3 years\"\n")], "");
    let facts = FactsFile { claims: vec![claim("c", &["o2"], "2012-01-15", "2012-02-01", "boss")], ..nobody() };
    let found = read(&framework, &facts, "2014-06-01");
    assert_eq!(days(&found, &framework, "o2"), (State::Met, text("2012-02-01"), text("2015-01-15")));
    let found = read(&framework, &facts, "2015-01-15");
    assert_eq!(days(&found, &framework, "o2"), (State::Expired, None, text("2015-01-15")));
    assert!(says(&framework, &found, "o2", "it lapsed on 15 January 2015"));
    let rule = r#"{ examples = 1, of = "o1", valid_for = "1 year" }"#;
    let facts = FactsFile { claims: vec![claim("c", &["o1"], "2022-01-15", "2022-02-01", "boss")], ..nobody() };
    assert!(crate::support::holds(rule, &facts, "2023-01-14") && !crate::support::holds(rule, &facts, "2023-01-15"));
    // The employer's word too.
    let framework = base(
        &[("id = \"v\"\nkind = \"verification\"\n", "id = \"v\"\nkind = \"verification\"\nvalid_for = \"2 years\"\n")],
        "",
    );
    let facts = FactsFile { verifications: vec![verification("v", "v", "2020-03-01", "boss")], ..nobody() };
    assert_eq!(state(&framework, &facts, "v", "2022-02-28"), State::Met);
    let found = read(&framework, &facts, "2022-03-01");
    assert!(!found.state(framework.find("v").unwrap()).counts());
    assert!(says(&framework, &found, "v", "lapsed on 1 March 2022"));
}

#[test]
fn lesson_m17_a_standing_says_whether_its_version_is_in_force() {
    let framework = loaded(BASE);
    for (on, in_force) in [("2019-12-31", false), ("2020-01-01", true)] {
        let found = read(&framework, &nobody(), on);
        assert_eq!(found.is_in_force(), in_force, "{on}");
        let told = report(&framework, &found).in_force;
        assert_eq!((told.from, told.on_this_day), (d("2020-01-01"), in_force));
    }
}

#[test]
fn a_corrected_result_counted_as_it_was_known_then_and_never_did_as_it_is_known_now() {
    let framework = loaded(BASE);
    let mut facts =
        FactsFile { results: vec![pass("r1", "a", "2020-01-15"), pass("r2", "a", "2022-01-15")], ..nobody() };
    facts.results[0].superseded_on = Some(d("2021-01-01"));
    let a = |found: Standing| days(&found, &framework, "a");
    assert_eq!(a(known(&framework, &facts, "2020-06-01", "2020-06-01")), (State::Met, text("2020-01-15"), None));
    assert_eq!(a(known(&framework, &facts, "2020-06-01", "2021-01-01")).0, State::Available, "it never was");
    assert_eq!(a(known(&framework, &facts, "2022-06-01", "2022-06-01")), (State::Met, text("2022-01-15"), None));
    // An award that is withdrawn was held until then, whenever one reads it.
    facts.awards = vec![AwardFact { withdrawn_on: Some(d("2021-06-01")), ..award("w", "st", "2020-01-01") }];
    let st = |on: &str, with: &str| days(&known(&framework, &facts, on, with), &framework, "st");
    assert_eq!(st("2020-06-01", "2020-06-01"), (State::Held, text("2020-01-01"), None));
    assert_eq!(st("2020-06-01", "2022-01-01"), (State::Held, text("2020-01-01"), text("2021-06-01")));
    assert!(!st("2021-06-01", "2022-01-01").0.counts());
}

#[test]
fn what_is_entered_late_is_known_only_from_its_day() {
    let framework = loaded(BASE);
    let mut facts = FactsFile { results: vec![pass("r", "a", "2020-01-15")], ..nobody() };
    facts.results[0].recorded_on = Some(d("2023-03-01"));
    let a = |on: &str, with: &str| days(&known(&framework, &facts, on, with), &framework, "a");
    assert_eq!(a("2021-06-01", "2021-06-01").0, State::Available, "nobody knew of it");
    assert_eq!(a("2021-06-01", "2023-03-01"), (State::Met, text("2020-01-15"), None), "as it is known now");
    assert_eq!(a("2023-02-28", "2023-02-28").0, State::Available);
}

#[test]
fn a_plan_to_a_shipped_status_goes_to_the_highest_one_and_lists_the_others() {
    let framework = framework(&frameworks_dir().join("cpq/2021-06"));
    let ahead = outlook(&framework, &bound(&framework, &nobody()), None, d("2024-01-10"));
    assert!(ahead.aim.is_some_and(|plan| plan.steps.len() > 20));
    assert!(!ahead.others.is_empty());
}
