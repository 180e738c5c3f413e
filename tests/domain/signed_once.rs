//! What a person signed for both keys is signed once more only where the way rests on it.

use domain::framework::Framework;
use domain::plan::Plan;
use domain::standing::{ExperienceFact, FactsFile, Outcome, ResultFact};

use crate::carrying_out::reaches;
use crate::lessons::element;
use crate::small::{small, way};
use crate::support::{claim, d, loaded, nobody, pass, result, spell, verification};

const ON: &str = "2025-03-06";

const HOURS: &str =
    r#"gather = { any = [{ hours = 30, kind = "work", distinct_signers = 2 }, { hours = 60, kind = "theatre" }] }"#;

/// Kinds of work.
const WORK: &str = "[[experience_kind]]\nid = \"work\"\ntitle = \"Work\"\nsources = [\"t\"]\n\
     [[experience_kind]]\nid = \"theatre\"\ntitle = \"Theatre\"\ncounts_as = \"work\"\nsources = [\"t\"]\n";

fn head(results: &str, employer: &str) -> String {
    format!(
        "slug = \"mini\"\nversion = \"1\"\ntitle = \"Mini\"\nbody = \"Body\"\neffective_from = 2020-01-01\n\
         [[stage]]\nid = \"s\"\ntitle = \"S\"\nsources = [\"t\"]\nresults = {results}\nemployer = {employer}\n\
         [[status]]\nid = \"st\"\ntitle = \"St\"\nsources = [\"t\"]\n\
         [[step_off]]\nid = \"off\"\ntitle = \"Off\"\nstatus = \"st\"\nrequires = \"s\"\nsources = [\"t\"]\n"
    )
}

/// Units or a certificate; a portfolio or hours, which two people confirm.
fn either() -> Framework {
    let outcome =
        |id: &str| format!("[[competency]]\nid = \"{id}\"\ntitle = \"{id}\"\nparent = \"area\"\nstage = \"s\"\n");
    loaded(
        &[
            head(r#"{ any = [{ all = ["unit-a", "unit-b"] }, "cert"] }"#, r#"{ any = ["record", "hours"] }"#),
            WORK.to_owned(),
            element("life", "course", "expires = \"1 year\""),
            element("unit-a", "assessment", "requires = \"life\""),
            element("unit-b", "assessment", ""),
            element("cert", "course", ""),
            "[[competency]]\nid = \"area\"\ntitle = \"Area\"\nsources = [\"t\"]\n".to_owned(),
            outcome("o1") + "examples = 2\ndistinct_signers = 2\n",
            outcome("o2") + "examples = 1\nvalid_for = \"1 year\"\n",
            element("record", "portfolio", "outcomes_of = [\"area\"]\nrequires = \"life\""),
            element("hours", "experience", HOURS),
        ]
        .concat(),
    )
}

fn passed(id: &str, element: &str, on: &str, by: &str) -> ResultFact {
    ResultFact { confirmed_by: Some(by.into()), ..pass(id, element, on) }
}

fn worked(id: &str, kind: &str, minutes: i64, by: &str) -> ExperienceFact {
    ExperienceFact { minutes, confirmed_by: Some(by.into()), ..spell(id, kind, "2024-01-07", "2024-01-17", 100) }
}

/// What a plan says that reaches its target without more.
fn told(framework: &Framework, facts: &FactsFile, target: &str) -> Vec<String> {
    let Plan { steps, provided, .. } = reaches(framework, facts, target, d(ON)).unwrap();
    steps.into_iter().map(|step| step.sentence).chain(provided.into_iter().map(|it| format!("provided {it}"))).collect()
}

fn certified(by: &str, experience: Vec<ExperienceFact>) -> FactsFile {
    FactsFile { results: vec![passed("r", "cert", "2024-07-10", by)], experience, ..nobody() }
}

#[test]
fn work_that_adds_nothing_is_not_confirmed_once_more() {
    let gather = "Gather 30 h more for hours (Work) and have them confirmed by 2 different people";
    let facts = certified("r", vec![worked("e", "theatre", 0, "r")]);
    assert_eq!(told(&either(), &facts, "s"), [gather]);
    assert_eq!(told(&either(), &facts, "hours"), [gather]);
}

#[test]
fn where_the_target_is_what_is_gathered_keys_play_no_part() {
    let facts = certified("r", vec![worked("e", "work", 600, "r")]);
    let gather =
        "Gather 20 h more for hours (Work) and have them confirmed by 1 further person, other than the one before";
    assert_eq!(told(&either(), &facts, "hours"), [gather]);
    let both = certified("r", vec![worked("e", "work", 600, "r"), worked("f", "work", 600, "n")]);
    assert_eq!(told(&either(), &both, "hours"), ["Gather 10 h more for hours (Work) and have them confirmed"]);
}

#[test]
fn what_was_confirmed_once_more_is_not_asked_for_again() {
    let mut facts = certified("r", vec![worked("e", "work", 600, "r")]);
    let gather =
        "Gather 20 h more for hours (Work) and have them confirmed by 1 further person, other than the one before";
    let again = "Have hours confirmed once more, by somebody who signed for none of the results";
    assert_eq!(told(&either(), &facts, "s"), [again, gather]);
    facts.experience.push(worked("f", "work", 600, "n"));
    assert_eq!(told(&either(), &facts, "s"), [gather]);
}

#[test]
fn a_claim_that_is_no_part_of_the_way_adds_nothing_to_it() {
    let mut facts = certified("q", vec![worked("e", "work", 1140, "p")]);
    facts.claims = vec![claim("c", &["o2"], "2025-02-07", "2025-02-25", "q")];
    let gather =
        "Gather 11 h more for hours (Work) and have them confirmed by 1 further person, other than the one before";
    assert_eq!(told(&either(), &facts, "s"), [gather]);
    facts.results.push(passed("l", "life", "2025-02-02", "registry"));
    assert_eq!(told(&either(), &facts, "s"), [gather], "nor is another way shorter");
    // Nor is one of which more is missing.
    facts = certified("q", vec![worked("e", "work", 1800, "q"), worked("f", "work", 60, "p")]);
    facts.claims = vec![claim("c", &["o1"], "2025-02-07", "2025-02-25", "q")];
    let again = "Have hours confirmed once more, by somebody who signed for none of the results";
    assert_eq!(told(&either(), &facts, "s"), [again]);
}

#[test]
fn a_result_that_is_no_part_of_the_way_asks_for_no_confirmation() {
    let facts = FactsFile {
        results: vec![passed("r", "unit-b", "2024-07-26", "q")],
        experience: vec![worked("e", "work", 600, "p"), worked("f", "work", 1800, "q")],
        ..nobody()
    };
    assert_eq!(told(&either(), &facts, "s"), ["Complete cert"]);
}

#[test]
fn a_pass_that_never_counts_asks_for_no_verification_by_another_person() {
    let framework = loaded(
        &[
            head(r#"{ all = ["tech", "teach"] }"#, r#"{ all = ["v"] }"#),
            element("tech", "assessment", ""),
            element("teach", "assessment", "sat_after = [\"tech\"]"),
            element("v", "verification", ""),
        ]
        .concat(),
    );
    let verified = vec![verification("v", "v", "2024-04-01", "q")];
    let early = vec![passed("r", "teach", "2024-03-01", "q")];
    let mut facts = FactsFile { results: early, verifications: verified, ..nobody() };
    assert_eq!(told(&framework, &facts, "s"), ["Pass tech", "Pass teach"]);
    facts.results = vec![result("f", "teach", Outcome::Fail, "2024-03-01")];
    assert_eq!(told(&framework, &facts, "s"), ["Pass tech", "Pass teach with a further attempt"]);
    // Where the pass counts another person has to verify, as the step says.
    facts.results = vec![passed("t", "tech", "2024-02-01", "q")];
    let again = "Ask the employer to verify the S stage, by somebody who confirmed none of its results";
    assert_eq!(told(&framework, &facts, "s"), ["Pass teach", again]);
    assert_eq!(told(&framework, &facts, "st"), ["Pass teach", again, "Apply for the status St"]);
}

#[test]
fn a_step_says_by_whom_a_claim_is_decided_once_more_and_the_plan_depends_on_nobody_else() {
    let tables = r#"
stage s: results = "a"; employer = "p"
assessment a in s
portfolio p in s: outcomes_of = ["area"]
competency area
outcome o1 in s: examples = 1
outcome o2 in s: examples = 1
"#;
    let results = vec![passed("r", "a", "2024-02-01", "ruth")];
    let claims = ["o1", "o2"].map(|id| claim(id, &[id], "2024-02-01", "2024-02-01", "ruth")).into();
    let facts = FactsFile { results, claims, ..nobody() };
    let again = |id: &str| format!("Show {id} with 1 piece of work; whoever decides it signed for none of the results");
    assert_eq!(told(&loaded(&small(tables)), &facts, "s"), [again("O1"), again("O2")]);
}

/// Of the hours that Ruth confirmed none count for E0, which asks for work while the gate is held.
#[test]
fn that_work_is_confirmed_once_more_which_counts_for_what_the_step_names() {
    let tables = r#"
kind work
kind law: counts_as = "work"
stage s: results = "a"; employer = { all = ["e0", "e1"] }
assessment a in s
experience e0 in s: gather = { all = [{ hours = 10, kind = "law" }, { hours = 30, kind = "work", while = "gate" }] }
experience e1 in s: gather = { hours = 60, kind = "work", distinct_signers = 2 }; requires = "e0"
award gate: { all = [] }
"#;
    let results = vec![passed("r", "a", "2024-02-01", "ruth")];
    let experience = vec![worked("e", "work", 3_000, "nina"), worked("f", "work", 1_200, "ruth")];
    let told = told(&loaded(&small(tables)), &FactsFile { results, experience, ..nobody() }, "s");
    assert_eq!(told.last().unwrap(), "Have E1 confirmed once more, by somebody who signed for none of the results");
}

/// Nobody has confirmed results of a stage that has none.
#[test]
fn a_stage_without_results_is_verified_again_by_anybody() {
    let tables = r#"
stage ind: employer = "review"
verification review in ind: valid_for = "1 year"
award st: "ind"
"#;
    let verifications = vec![verification("v", "review", "2022-02-01", "q")];
    let facts = FactsFile { verifications, ..nobody() };
    let told = told(&loaded(&small(tables)), &facts, "st");
    assert_eq!(told, ["Ask the employer to verify the Ind stage", "Apply for the status St"]);
}

/// Half of the work of a stage that another names was confirmed by who confirmed the results too.
#[test]
fn work_of_a_stage_within_another_is_confirmed_once_more_though_it_is_not_enough_yet() {
    let nodes = r#"
kind k
stage s: results = "a"; employer = { all = ["per"] }
stage per: employer = "x"
assessment a in s
experience x in per: gather = { period = "2 years", kind = "k" }
award m: "s"
award pc: { all = ["m", { not = { holds = "pc" } }] }; expires = "1 year"
"#;
    let facts = FactsFile {
        results: vec![passed("r", "a", "2020-01-01", "q")],
        experience: vec![ExperienceFact {
            confirmed_by: Some("q".into()),
            ..spell("e", "k", "2020-01-01", "2021-01-01", 0)
        }],
        ..nobody()
    };
    let framework = loaded(&small(nodes));
    for (target, steps) in [("m", 3), ("pc", 4)] {
        let plan = way(&framework, &facts, target);
        assert_eq!(plan.steps.len(), steps, "{plan:#?}");
        assert!(plan.steps.iter().any(|step| step.sentence.starts_with("Have X confirmed once more")), "{plan:#?}");
        assert!(plan.provided.is_empty(), "{plan:#?}");
    }
}
