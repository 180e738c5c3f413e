//! The two keys of a stage are turned by different people, whoever signs and whatever the keys are made of.

use domain::framework::Framework;
use domain::plan::What;
use domain::standing::{ExperienceFact, FactsFile, Key, KeyProblem, ResultFact, State, standing};

use crate::carrying_out::reaches;
use crate::support::{BASE, bound, claim, d, exemption, loaded, nobody, pass, spell, state, verification};

const DAY: &str = "2022-06-01";

/// Who stands in the way of the employer's key of `s`, if one person does.
fn same_person(framework: &Framework, facts: &FactsFile) -> Option<String> {
    let found = standing(framework, &bound(framework, facts), d(DAY), d(DAY));
    match found.key(framework.find("s").unwrap(), Key::Employer).because {
        Some(KeyProblem::SamePerson(id)) => Some(id),
        _ => None,
    }
}

/// All that stage `s` asks for; `registry` confirmed the results, `verifier` verified.
fn both(verifier: &str) -> FactsFile {
    FactsFile {
        results: ["a", "b", "c"].iter().map(|id| pass(id, id, "2022-01-15")).collect(),
        claims: vec![
            claim("c1", &["o1", "o2"], "2022-01-01", "2022-02-01", "boss"),
            claim("c2", &["o1"], "2022-01-01", "2022-02-01", "boss"),
        ],
        verifications: vec![verification("v1", "v", "2022-05-01", verifier)],
        ..nobody()
    }
}

/// The base, with work experience in the place of portfolio and verification.
fn by_experience() -> Framework {
    let text = BASE.replacen("employer = { all = [\"p\", \"v\"] }", "employer = { all = [\"e\"] }", 1);
    let element = "[[element]]\nid = \"e\"\nkind = \"experience\"\ntitle = \"E\"\nstage = \"s\"\nsources = [\"test\"]\n\
                   gather = { period = \"30 days\", kind = \"work\" }\n";
    let text = text.replacen("requires = \"s\"", "requires = { all = [\"s\", \"p\", \"v\"] }", 1);
    loaded(&format!("{text}\n{element}"))
}

fn month(by: &str) -> ExperienceFact {
    ExperienceFact { confirmed_by: Some(by.into()), ..spell("e1", "work", "2022-01-01", "2022-02-01", 100) }
}

#[test]
fn who_decided_an_exemption_does_not_verify_the_stage() {
    let framework = loaded(BASE);
    let mut facts = both("registrar");
    facts.results.remove(0);
    facts.exemptions = vec![exemption("x", "a", "2022-01-01")];
    assert_eq!(same_person(&framework, &facts).as_deref(), Some("registrar"));
    facts.verifications[0].by = "partner".into();
    assert_eq!(state(&framework, &facts, "s", DAY), State::Met);
}

#[test]
fn where_nobody_verifies_who_confirmed_the_experience_turns_the_key() {
    let framework = by_experience();
    let mut facts = FactsFile { experience: vec![month("registry")], ..both("partner") };
    assert_eq!(same_person(&framework, &facts).as_deref(), Some("registry"));
    let plan = reaches(&framework, &facts, "s", d(DAY)).unwrap();
    assert_eq!(plan.steps.iter().map(|step| step.what).collect::<Vec<_>>(), [What::ConfirmAgain]);
    facts.experience[0].confirmed_by = Some("partner".into());
    assert_eq!(state(&framework, &facts, "s", DAY), State::Met);
}

#[test]
fn where_the_employer_verifies_who_decided_a_claim_may_have_confirmed_a_result() {
    let framework = loaded(BASE);
    let mut facts = both("partner");
    facts.results[0].confirmed_by = Some("boss".into());
    assert_eq!(
        state(&framework, &facts, "s", DAY),
        State::Met,
        "the verification turns the key, not the claims it rests on"
    );
    let text = BASE.replacen("[\"p\", \"v\"]", "[\"p\", \"v\", { hours = 50, kind = \"work\" }]", 1);
    let facts = FactsFile { experience: vec![month("boss")], ..facts };
    assert_eq!(state(&loaded(&text), &facts, "s", DAY), State::Met, "nor the hours that the key asks for besides");
}

#[test]
fn results_of_a_stage_that_a_key_names_belong_to_the_key() {
    let above = r#"
[[stage]]
id = "above"
title = "Above"
sources = ["test"]
results = { all = ["s"] }
employer = { all = ["v2"] }

[[element]]
id = "v2"
kind = "verification"
title = "V2"
stage = "above"
sources = ["test"]
"#;
    let framework = loaded(&format!("{BASE}{above}"));
    let mut facts = both("partner");
    facts.verifications.push(verification("v2", "v2", "2022-05-01", "registry"));
    assert_eq!(state(&framework, &facts, "s", DAY), State::Met);
    assert_eq!(state(&framework, &facts, "above", DAY), State::InProgress);
    facts.verifications[1].by = "partner".into();
    assert_eq!(state(&framework, &facts, "above", DAY), State::Met, "an employer may verify two stages");
}

#[test]
fn two_people_who_signed_on_both_sides_are_parted_when_they_can_be() {
    let framework = loaded(BASE);
    let mut facts = both("registry");
    let again = |(n, id): (usize, &&str)| {
        let mut again = pass(&format!("again{n}"), id, "2022-03-15");
        again.confirmed_by = Some("partner".into());
        again
    };
    facts.results.extend(["a", "b", "c"].iter().enumerate().map(again));
    assert_eq!(state(&framework, &facts, "s", DAY), State::Met, "registry verified, partner confirmed");
    facts.verifications.push(verification("v2", "v", "2022-05-01", "partner"));
    assert_eq!(state(&framework, &facts, "s", DAY), State::Met, "one more takes nothing away");

    // Each of two verifications is needed now, and each was given by somebody without whom the other would confirm alone.
    let text = BASE.replacen("[\"p\", \"v\"]", "[\"p\", \"v\", \"w\"]", 1);
    let element =
        "[[element]]\nid = \"w\"\nkind = \"verification\"\ntitle = \"W\"\nstage = \"s\"\nsources = [\"test\"]\n";
    let framework = loaded(&format!("{text}\n{element}"));
    facts.verifications =
        vec![verification("v1", "v", "2022-05-01", "registry"), verification("w1", "w", "2022-05-01", "partner")];
    assert_eq!(state(&framework, &facts, "s", DAY), State::InProgress);
    assert!(same_person(&framework, &facts).is_some());
    reaches(&framework, &facts, "s", d(DAY)).unwrap();
    facts.verifications.push(verification("w2", "w", "2022-05-01", "registry"));
    assert_eq!(state(&framework, &facts, "s", DAY), State::Met, "registry verified both, partner confirmed");
}

#[test]
fn nine_people_who_signed_on_both_sides_are_no_trouble() {
    let framework = loaded(BASE);
    let mut facts = both("p0");
    facts.results.clear();
    for n in 0..40 {
        let by = format!("p{n}");
        for id in ["a", "b", "c"] {
            let mut one = pass(&format!("{id}-{n}"), id, "2022-01-15");
            one.confirmed_by = Some(by.clone());
            facts.results.push(one);
        }
        facts.verifications.push(verification(&format!("v-{n}"), "v", "2022-05-01", &by));
    }
    assert_eq!(state(&framework, &facts, "s", DAY), State::Met);
}

/// While `pat`'s pass counts, `quinn` may verify. When it has lapsed, `quinn` is alone on both sides, and what was met stays met.
#[test]
fn a_further_pass_takes_no_day_away_on_which_the_signatures_can_be_parted() {
    let framework = loaded(
        "slug = \"mini\"\nversion = \"1\"\ntitle = \"Mini\"\nbody = \"Body\"\neffective_from = 2015-01-01\n\
         [[stage]]\nid = \"one\"\ntitle = \"One\"\nsources = [\"test\"]\nresults = \"a\"\nemployer = \"v\"\n\
         [[element]]\nid = \"a\"\ntitle = \"A\"\nkind = \"assessment\"\nstage = \"one\"\nexpires = \"2 years\"\nsources = [\"test\"]\n\
         [[element]]\nid = \"v\"\ntitle = \"V\"\nkind = \"verification\"\nstage = \"one\"\nsources = [\"test\"]\n\
         [[stage]]\nid = \"two\"\ntitle = \"Two\"\nsources = [\"test\"]\nrequires = \"one\"\nresults = \"b\"\nno_employer_key = \"nothing is done at work\"\n\
         [[element]]\nid = \"b\"\ntitle = \"B\"\nkind = \"assessment\"\nstage = \"two\"\nrequires = \"one\"\nsources = [\"test\"]\n",
    );
    let by = |id: &str, element: &str, day: &str, by: &str| ResultFact {
        confirmed_by: Some(by.into()),
        ..pass(id, element, day)
    };
    let mut facts = FactsFile {
        results: vec![by("r1", "a", "2020-01-10", "pat"), by("r3", "b", "2021-01-10", "pat")],
        verifications: vec![verification("v1", "v", "2020-02-01", "quinn")],
        ..nobody()
    };
    let states = |facts: &FactsFile, day: &str| ["one", "two"].map(|id| state(&framework, facts, id, day).counts());
    assert_eq!(states(&facts, "2021-12-01"), [true, true]);
    assert_eq!(states(&facts, "2022-02-01"), [false, true], "the first pass has lapsed");
    facts.results.push(by("r2", "a", "2021-06-10", "quinn"));
    assert_eq!(states(&facts, "2021-12-01"), [true, true]);
    assert_eq!(states(&facts, "2022-02-01"), [false, true], "the other pass is of the one who verified");
}
