//! What a page prints: how far the keys are, in one way of counting, and what is missing, in words.

use crate::support::{
    BASE, bound, claim, d, exemption, framework, frameworks_dir, loaded, nobody, pass, probe, source, verification,
};
use domain::framework::Framework;
use domain::standing::{
    Audience, Counted, FactsFile, Key, Reason, Standing, Unit, Verdict, parts_in_words, read_example, standing,
};

const DAY: &str = "2022-12-01";

fn cpq() -> Framework {
    framework(&frameworks_dir().join("cpq/2021-06"))
}

/// A trainee of CPQ with some results and some outcomes of Foundation.
fn on_foundation(results: &[&str], segments: u32) -> FactsFile {
    FactsFile {
        results: results.iter().map(|element| pass(element, element, "2022-01-15")).collect(),
        claims: (1..=segments)
            .map(|n| {
                let outcome = format!("segment-{n}-foundation");
                claim(&format!("c{n}"), &[&outcome], "2022-01-01", "2022-02-01", "boss")
            })
            .collect(),
        ..nobody()
    }
}

fn entry(framework: &Framework, facts: &FactsFile, reader: Audience) -> Reason {
    let bound = bound(framework, facts);
    let found = standing(framework, &bound, d(DAY), d(DAY));
    let stage = framework.find("advanced").unwrap();
    found.reasons_for(reader, framework, stage).swap_remove(0).children.swap_remove(0)
}

#[test]
fn why_a_stage_is_closed_names_what_is_missing_and_folds_the_other_way() {
    let framework = cpq();
    let facts = on_foundation(&["F01", "F02", "F03", "F04", "F05", "ethics-1"], 8);
    let told = entry(&framework, &facts, Audience::OfClaims);
    assert_eq!(
        told.sentence,
        "The Foundation stage is not met yet: F06, one claim and the employer’s verification are missing"
    );
    let others: Vec<&Reason> = told.children.iter().filter(|reason| reason.alternative).collect();
    assert_eq!(others.len(), 1);
    assert_eq!(others[0].sentence, "Or: 6 exemptions are missing");
    assert!(!others[0].children.is_empty());
}

#[test]
fn at_most_three_things_are_named_and_the_rest_is_counted() {
    let framework = cpq();
    let told = entry(&framework, &on_foundation(&[], 0), Audience::OfClaims);
    assert_eq!(told.sentence, "The Foundation stage is not met yet: F01, F02, F03 and 6 more are missing");
}

#[test]
fn exemptions_of_another_way_are_counted_together() {
    let framework = cpq();
    let bound = bound(&framework, &on_foundation(&[], 0));
    let found = standing(&framework, &bound, d(DAY), d(DAY));
    let stage = framework.find("professional").unwrap();
    let told = found.reasons(&framework, stage).swap_remove(0).children;
    let other = told[0].children.iter().find(|reason| reason.alternative).unwrap();
    assert_eq!(other.sentence, "Or: 6 exemptions are missing");
}

#[test]
fn a_reader_of_results_is_not_told_what_was_found_at_work() {
    let framework = cpq();
    let facts = on_foundation(&["F01", "F02", "F03", "F04", "F05", "ethics-1"], 8);
    let told = entry(&framework, &facts, Audience::OfResults);
    assert_eq!(told.sentence, "The Foundation stage is not met yet: F06 and the employer’s key are missing");
    let all = on_foundation(&["F01", "F02", "F03", "F04", "F05", "ethics-1"], 9);
    assert_eq!(entry(&framework, &all, Audience::OfResults).sentence, told.sentence, "nor by what is not said");
}

#[test]
fn of_several_ways_the_one_of_which_least_is_missing_is_told_first() {
    let framework =
        loaded(&probe("{ any = [{ exempt = [\"a\"] }, { all = [\"a\", \"b\", \"c\"] }, { all = [\"b\", \"c\"] }] }"));
    let facts = FactsFile { results: vec![pass("r", "b", "2022-01-15")], ..nobody() };
    let told = |facts: &FactsFile| {
        let bound = bound(&framework, facts);
        let found = standing(&framework, &bound, d(DAY), d(DAY));
        found.reasons(&framework, framework.find("probe").unwrap()).swap_remove(0)
    };
    let way = told(&facts);
    assert_eq!((way.verdict, way.sentence.as_str()), (Verdict::NotYet, "C is missing"));
    let others: Vec<&str> =
        way.children.iter().filter(|reason| reason.alternative).map(|reason| reason.sentence.as_str()).collect();
    assert_eq!(others, ["Or: A and C are missing", "Or: an exemption from A (none yet)"]);
    let excused = FactsFile { exemptions: vec![exemption("e", "a", "2022-01-01")], ..nobody() };
    assert_eq!(told(&excused).verdict, Verdict::Met);
}

fn words(framework: &Framework, facts: &FactsFile, stage: &str, key: Key) -> String {
    let found: Standing = standing(framework, &bound(framework, facts), d(DAY), d(DAY));
    parts_in_words(&found.parts(framework, framework.find(stage).unwrap(), key))
}

#[test]
fn keys_are_counted_in_results_outcomes_and_the_verification() {
    let framework = cpq();
    let mut facts = on_foundation(&["F01", "F02", "F03", "F04", "F05", "ethics-1"], 8);
    assert_eq!(words(&framework, &facts, "foundation", Key::Results), "6 of 7 results");
    assert_eq!(words(&framework, &facts, "foundation", Key::Employer), "8 of 9 outcomes, not verified yet");
    let found = standing(&framework, &bound(&framework, &facts), d(DAY), d(DAY));
    let told = |id: &str| found.progress_in_words(&framework, framework.find(id).unwrap());
    assert_eq!(told("foundation").as_deref(), Some("6 of 7 results, 8 of 9 outcomes, not verified yet"));
    assert_eq!(told("foundation-experience").as_deref(), Some("8 of 9 outcomes"));
    assert_eq!(told("F06"), None);
    facts.verifications.push(verification("v", "foundation-verification", "2022-06-01", "partner"));
    assert!(words(&framework, &facts, "foundation", Key::Employer).ends_with(", verified"));
}

#[test]
fn where_an_outcome_asks_for_more_than_one_example_examples_are_counted() {
    let framework = loaded(BASE);
    let facts = FactsFile { claims: vec![claim("c", &["o1"], "2022-01-01", "2022-02-01", "boss")], ..nobody() };
    assert_eq!(words(&framework, &facts, "s", Key::Employer), "1 of 3 examples, not verified yet");
}

#[test]
fn a_portfolio_of_another_framework_is_counted_as_its_own_rules_ask() {
    let dir = frameworks_dir().join("cpq/2021-06");
    let file = source(&dir.join("examples/scenario_01_portfolio_46_examples_are_not_enough.toml"));
    let facts = read_example(&file).unwrap().facts;
    let framework = cpq();
    let found = standing(&framework, &bound(&framework, &facts), d("2026-01-01"), d("2026-01-01"));
    let portfolio = framework.find("work-based-portfolio").unwrap();
    let words = found.progress_in_words(&framework, portfolio).unwrap();
    assert!(words.ends_with("of 47 examples"), "{words}");
}

#[test]
fn a_choice_is_told_with_its_parts_and_a_part_may_be_several_nodes_together() {
    let framework = loaded(&probe(
        "{ all = [\"a\", { any = [{ all = [\"a\", \"b\"] }, \"c\"] }, { at_least = 2, of = [\"b\", \"c\"] }] }",
    ));
    let node = framework.node(framework.find("probe").unwrap());
    let choices = node.requires.as_ref().unwrap().choices();
    assert_eq!(choices.len(), 1, "two of two is no choice, and one node is none");
    let names: Vec<&str> = choices[0].nodes().into_iter().map(|ix| framework.node(ix).id.as_str()).collect();
    assert_eq!((choices[0].n, choices[0].of.len()), (1, 2), "a and b, or c");
    assert_eq!(names, ["a", "b", "c"]);
    // One of two nodes that stand together is not that part.
    let found = |passed: &[&str]| {
        let results = passed.iter().map(|id| pass(id, id, "2022-01-15")).collect();
        let facts = bound(&framework, &FactsFile { results, ..nobody() });
        let found = standing(&framework, &facts, d(DAY), d(DAY));
        choices[0].of.iter().map(|part| found.holds(&framework, part)).collect::<Vec<bool>>()
    };
    assert_eq!(found(&["a"]), [false, false]);
    assert_eq!(found(&["a", "b"]), [true, false]);
    assert_eq!(found(&["c"]), [false, true]);
}

#[test]
fn a_key_that_is_begun_is_not_yet_turned_and_one_that_does_not_exist_is_not_needed() {
    let cpq = cpq();
    let verdicts = |done: u32, reader| {
        let bound = bound(&cpq, &on_foundation(&["F01"], done));
        let found = standing(&cpq, &bound, d(DAY), d(DAY));
        let stage = cpq.find("foundation").unwrap();
        let told = found.reasons_for(reader, &cpq, stage);
        let of = |name: &str| told.iter().find(|reason| reason.sentence.starts_with(name)).unwrap().verdict;
        (of("The results key"), of("The employer’s key"))
    };
    assert_eq!(verdicts(0, Audience::OfClaims), (Verdict::NotYet, Verdict::Unmet));
    assert_eq!(verdicts(8, Audience::OfClaims), (Verdict::NotYet, Verdict::NotYet));
    let told = (Verdict::NotYet, Verdict::Unmet);
    assert_eq!(verdicts(9, Audience::OfResults), told, "a provider is not told what is begun at work");
    let sqe = framework(&frameworks_dir().join("sqe/2021-09"));
    let bound = bound(&sqe, &nobody());
    let found = standing(&sqe, &bound, d(DAY), d(DAY));
    let absent: Vec<Verdict> = sqe
        .stages()
        .iter()
        .flat_map(|stage| found.reasons(&sqe, *stage))
        .filter(|reason| reason.sentence.contains("does not exist here"))
        .map(|reason| reason.verdict)
        .collect();
    assert!(!absent.is_empty() && absent.iter().all(|verdict| *verdict == Verdict::NotNeeded), "{absent:?}");
}

#[test]
fn an_amount_is_told_with_its_thousands_apart() {
    let hours = Counted { unit: Unit::Hours, done: 1_240, of: 2_300 };
    assert_eq!(hours.words(), "1,240 of 2,300 hours");
    assert_eq!(hours.missing().unwrap(), "1,060 more hours");
}
