//! The fewest steps, each explained, and the target reached when they are taken.

use domain::plan::{Plan, Step, What, plan};
use domain::standing::{Dated, FactsFile, State, read_example};

use crate::carrying_out::reaches;
use crate::support::{
    BASE, award, bound, claim, d, framework, frameworks_dir, loaded, nobody, pass, shipped, source, verification,
};

/// The steps that can be taken at once.
fn first_steps(plan: &Plan) -> impl Iterator<Item = &Step> {
    plan.steps.iter().filter(|step| step.needs.is_empty())
}

#[test]
fn from_nothing_to_a_status_takes_each_thing_once() {
    let framework = loaded(BASE);
    let plan = reaches(&framework, &nobody(), "st", d("2022-01-01")).unwrap();
    let told: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
    assert_eq!(
        told,
        [
            "Pass A",
            "Pass B",
            "Complete C",
            "Show O1 with 2 pieces of work",
            "Show O2 with 1 piece of work",
            "Ask the employer to verify the S stage",
            "Apply for the status Status",
        ]
    );
    assert_eq!(plan.steps[5].needs, [3, 4], "the employer verifies what it has seen");
    assert_eq!(plan.steps[6].needs, [0, 1, 2, 3, 4, 5]);
    assert_eq!(first_steps(&plan).count(), 5);
}

#[test]
fn what_is_there_is_not_asked_for_again() {
    let framework = loaded(BASE);
    let mut facts = nobody();
    facts.results.push(pass("r", "a", "2021-01-01"));
    facts.claims.push(claim("c", &["o1"], "2021-01-01", "2021-02-01", "boss"));
    let plan = reaches(&framework, &facts, "st", d("2022-01-01")).unwrap();
    assert_eq!(plan.steps.len(), 6);
    assert!(plan.steps.iter().any(|step| step.sentence.starts_with("Show O1 with 1 piece of work")));
    facts.awards.push(award("w", "st", "2021-06-01"));
    assert!(reaches(&framework, &facts, "st", d("2022-01-01")).unwrap().steps.is_empty(), "held");
}

#[test]
fn the_shortest_of_several_choices_is_taken() {
    let text = BASE.replacen(
        "requires = \"s\"",
        "requires = { all = [\"s\", { any = [{ all = [\"x1\", \"x2\"] }, \"y1\", { all = [\"z1\", \"x1\"] }] }] }",
        1,
    );
    let element = |id: &str| {
        format!("\n[[element]]\nid = \"{id}\"\nkind = \"assessment\"\ntitle = \"{id}\"\nsources = [\"test\"]\n")
    };
    let text = text + &["x1", "x2", "y1", "z1"].map(element).concat();
    let framework = loaded(&text);
    let steps = |facts: &FactsFile| -> Vec<String> {
        let plan = reaches(&framework, facts, "st", d("2022-01-01")).unwrap();
        plan.steps.iter().map(|step| framework.node(step.node).id.clone()).collect()
    };
    assert!(steps(&nobody()).contains(&"y1".to_owned()));
    let one = FactsFile { results: vec![pass("r", "x2", "2021-01-01")], ..nobody() };
    let taken = steps(&one);
    assert!(taken.contains(&"x1".to_owned()) != taken.contains(&"y1".to_owned()), "one more either way: {taken:?}");
    let two = FactsFile { results: vec![pass("r", "x1", "2021-01-01"), pass("q", "x2", "2021-01-01")], ..nobody() };
    assert!(["x1", "x2", "y1", "z1"].iter().all(|id| !steps(&two).contains(&(*id).to_owned())));
}

#[test]
fn cpq_from_the_first_day_to_every_status() {
    let framework = framework(&frameworks_dir().join("cpq/2021-06"));
    let on = d("2024-01-10");
    let paralegal = reaches(&framework, &nobody(), "cilex-paralegal", on).unwrap();
    assert_eq!(paralegal.steps.len(), 6 + 1 + 9 + 1 + 1, "assessments, ethics, segments, verification, application");
    let lawyer = reaches(&framework, &nobody(), "cilex-lawyer", on).unwrap();
    // A specialism without a course in advocacy and with an option at Advanced is one step shorter than the others, and
    // conveyancing rests on a mandatory module: only one of three options is needed, whichever.
    assert!(lawyer.steps.iter().any(|step| matches!(step.what, What::Choose(_))));
    assert!(!lawyer.steps.iter().any(|step| framework.node(step.node).id == "advocacy-course"));
    let family = FactsFile { specialism: Dated::Always("family".into()), ..nobody() };
    let family = reaches(&framework, &family, "cilex-lawyer", on).unwrap();
    let ids: Vec<&str> = family.steps.iter().map(|step| framework.node(step.node).id.as_str()).collect();
    for id in ["A-family", "P-family", "advocacy-course", "year-as-advanced-paralegal", "cilex-advanced-paralegal"] {
        assert!(ids.contains(&id), "{id} is not in {ids:?}");
    }
    assert!(!ids.contains(&"A-business-employment"), "the option that underpins the pathway serves as the option too");
    let place = |id: &str| ids.iter().position(|other| *other == id).unwrap();
    assert!(place("cilex-advanced-paralegal") < place("year-as-advanced-paralegal"));
    assert!(place("A-family") < place("P-family"));
}

#[test]
fn what_is_not_published_stands_in_the_way_and_is_named() {
    let framework = framework(&frameworks_dir().join("cpq/2021-06"));
    let facts = FactsFile { specialism: Dated::Always("immigration".into()), ..nobody() };
    let none = reaches(&framework, &facts, "cilex-lawyer", d("2024-01-10")).unwrap_err();
    assert!(
        none.because.iter().any(|why| why == "The body has not published which Advanced module underpins immigration"),
        "{:?}",
        none.because
    );
    let none = reaches(&framework, &nobody(), "chartered-paralegal", d("2026-01-10")).unwrap_err();
    assert_eq!(none.because.len(), 1, "{:?}", none.because);
}

#[test]
fn attempts_that_are_used_up_are_waited_for_and_what_lapses_meanwhile_is_done_again() {
    let dir = frameworks_dir().join("sqe/2021-09");
    let framework = framework(&dir);
    let file = source(&dir.join("examples/scenario_07_third_fail_closes_the_window.toml"));
    let mut facts = read_example(&file).unwrap().facts;
    facts.results.push(pass("flk2", "FLK2", "2022-01-18"));
    let plan = reaches(&framework, &facts, "solicitor", d("2023-04-01")).unwrap();
    let wait = plan.steps.iter().position(|step| step.what == What::WaitUntil(d("2028-01-15"))).unwrap();
    assert_eq!(
        plan.steps[wait].sentence,
        "Wait until 15 January 2028, when an attempt at FLK1, functioning legal knowledge counts again"
    );
    for step in &plan.steps {
        let id = framework.node(step.node).id.as_str();
        let waits = ["FLK1", "FLK2", "SQE2"].contains(&id) && step.what == What::Pass;
        assert_eq!(step.needs.contains(&wait), waits, "{}", step.sentence);
    }
    assert!(
        first_steps(&plan).any(|step| framework.node(step.node).id == "qualifying-work-experience"),
        "what need not wait does not"
    );
    let ids: Vec<&str> = plan.steps.iter().map(|step| framework.node(step.node).id.as_str()).collect();
    assert!(ids.contains(&"FLK2"), "its pass lapses on the day waited for: {ids:?}");
}

#[test]
fn a_key_turned_by_one_person_is_turned_again_by_another() {
    let framework = loaded(BASE);
    let mut facts = nobody();
    facts.results = ["a", "b", "c"].iter().map(|element| pass(element, element, "2022-01-15")).collect();
    facts.claims = vec![
        claim("c1", &["o1", "o2"], "2022-01-01", "2022-02-01", "boss"),
        claim("c2", &["o1"], "2022-01-01", "2022-02-01", "boss"),
    ];
    facts.verifications = vec![verification("v1", "v", "2022-02-01", "registry")];
    let plan = reaches(&framework, &facts, "s", d("2022-06-01")).unwrap();
    assert_eq!(plan.steps.iter().map(|step| step.what).collect::<Vec<_>>(), [What::AskToVerify]);
}

#[test]
fn a_title_is_waited_for() {
    let text = BASE.replacen("title = \"Status\"\n", "title = \"Status\"\nvalid_from = 2023-01-01\n", 1);
    let framework = loaded(&text);
    let plan = reaches(&framework, &nobody(), "st", d("2022-01-01")).unwrap();
    let wait = plan.steps.len() - 2;
    assert_eq!(plan.steps[wait].what, What::WaitUntil(d("2023-01-01")));
    assert_eq!(plan.steps[wait].sentence, "Wait until 1 January 2023, when Status is first conferred");
    for (at, step) in plan.steps.iter().enumerate() {
        assert_eq!(step.needs.contains(&wait), step.what == What::Apply, "step {at}");
    }
    let ended = BASE.replacen("title = \"Status\"\n", "title = \"Status\"\nvalid_until = 2021-01-01\n", 1);
    let none = reaches(&loaded(&ended), &nobody(), "st", d("2022-01-01")).unwrap_err();
    assert_eq!(none.because, ["Status is conferred only before 1 January 2021"]);
    assert_eq!(State::ALL.len(), 7);
}

#[test]
fn of_two_step_offs_to_one_status_the_shorter_way_is_taken() {
    let step_off = |id: &str, requires: &str| {
        format!(
            "\n[[step_off]]\nid = \"{id}\"\ntitle = \"{id}\"\nsources = [\"test\"]\nstatus = \"st\"\nrequires = {requires}\n"
        )
    };
    let unpublished = step_off("shut", "{ unpublished = \"how\" }");
    for others in [
        step_off("short", "\"a\"") + &step_off("long", "{ all = [\"a\", \"b\", \"c\"] }"),
        step_off("long", "{ all = [\"a\", \"b\", \"c\"] }") + &step_off("short", "\"a\""),
    ] {
        let framework = loaded(&format!("{BASE}{unpublished}{others}"));
        let plan = reaches(&framework, &nobody(), "st", d("2022-01-01")).unwrap();
        let told: Vec<&str> = plan.steps.iter().map(|step| step.sentence.as_str()).collect();
        assert_eq!(told, ["Pass A", "Apply for the status Status"]);
    }
}

/// What a wait holds up may be what the employer verifies: both are asked of every status that ships, on a day on which none
/// of them is conferred yet.
#[test]
fn a_way_that_waits_and_is_verified_is_found_for_every_status_that_ships() {
    for dir in shipped() {
        let framework = framework(&dir);
        for (ix, node) in framework.nodes().filter(|(_, node)| node.as_status().is_some()) {
            let begun = FactsFile {
                specialism: framework.specialisms().first().map(|specialism| specialism.id.clone()).into(),
                ..nobody()
            };
            for facts in [nobody(), begun] {
                let found = plan(&framework, &bound(&framework, &facts), ix, d("2021-05-31"));
                if let Ok(plan) = found {
                    let waits = plan.steps.iter().any(|step| matches!(step.what, What::WaitUntil(_)));
                    let from = node.as_status().and_then(|status| status.valid_from);
                    assert!(waits || from.is_none_or(|from| from <= d("2021-05-31")), "{}", node.id);
                }
            }
        }
    }
}
