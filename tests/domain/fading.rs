//! Hours in a window grow too old day by day, and what was begun meanwhile counts.

use domain::framework::Framework;
use domain::standing::{ExperienceFact, FactsFile, ResultFact, State};

use crate::support::{BASE, claim, d, loaded, nobody, pass, spell, state, verification};

/// A stage with work of the last ten days, a second stage that requires it, and what else requires the work.
fn framework() -> Framework {
    let element = |id: &str, kind: &str, stage: &str, more: &str| {
        format!(
            "[[element]]\nid = \"{id}\"\ntitle = \"{id}\"\nkind = \"{kind}\"\nstage = \"{stage}\"\nsources = [\"t\"]\n{more}\n"
        )
    };
    let stage =
        |id: &str, rest: &str| format!("[[stage]]\nid = \"{id}\"\ntitle = \"{id}\"\nsources = [\"t\"]\n{rest}\n");
    let parts = [
        "slug = \"mini\"\nversion = \"1\"\ntitle = \"Mini\"\nbody = \"Body\"\neffective_from = 2020-01-01\n".to_owned(),
        "[[experience_kind]]\nid = \"k\"\ntitle = \"K\"\nsources = [\"t\"]\n".to_owned(),
        stage("one", "results = \"a\"\nemployer = \"x\""),
        stage("two", "requires = \"one\"\nresults = { any = [\"b\", \"c\"] }\nemployer = { any = [\"p\", \"v\"] }"),
        element("a", "assessment", "one", ""),
        element("x", "experience", "one", "gather = { hours = 1, kind = \"k\", window = \"10 days\" }"),
        element("b", "assessment", "two", ""),
        element("c", "assessment", "two", "requires = \"one\""),
        element("p", "portfolio", "two", "outcomes_of = [\"o\"]\nrequires = \"x\""),
        element("v", "verification", "two", "requires = \"x\""),
        "[[competency]]\nid = \"area\"\ntitle = \"Area\"\n[[competency]]\nid = \"o\"\ntitle = \"O\"\nparent = \"area\"\nstage = \"two\"\nexamples = 1\n".to_owned(),
    ];
    loaded(&parts.concat().replace("outcomes_of = [\"o\"]", "gather = \"o\""))
}

/// Work from the first of March on, of so many days and hours, that somebody confirmed.
fn work(until: &str, hours: i64, confirmed_on: &str) -> ExperienceFact {
    ExperienceFact { confirmed_on: Some(d(confirmed_on)), ..spell("x", "k", "2024-03-01", until, hours) }
}

/// What is sat and verified on a day, and a claim that is sent and decided on it.
fn done_on(day: &str) -> FactsFile {
    let on_its_day = |id: &str| ResultFact { confirmed_on: Some(d(day)), ..pass(id, id, day) };
    let mut sent = claim("k", &["o"], "2024-02-20", day, "boss");
    sent.decision.iter_mut().for_each(|decision| decision.on = d(day));
    FactsFile {
        results: vec![on_its_day("b"), on_its_day("c")],
        claims: vec![sent],
        verifications: vec![verification("v", "v", day, "boss")],
        ..nobody()
    }
}

#[test]
fn hours_of_which_part_is_too_old_open_a_stage_as_they_open_a_sitting() {
    let framework = framework();
    let late = ResultFact { confirmed_on: Some(d("2024-03-20")), ..pass("a", "a", "2024-03-02") };
    // Two days of five hours, of which the second is in the window up to the eleventh.
    for (day, opens) in [("2024-03-10", true), ("2024-03-11", true), ("2024-03-12", false)] {
        let mut facts = FactsFile { experience: vec![work("2024-03-03", 10, "2024-03-03")], ..done_on(day) };
        facts.results.push(late.clone());
        assert_eq!(state(&framework, &facts, "c", "2024-03-25").counts(), opens, "{day}");
        assert_eq!(state(&framework, &facts, "two", "2024-03-25") != State::Blocked, opens, "{day}");
        assert_eq!(state(&framework, &facts, "two", "2024-03-19"), State::Blocked, "it is not known yet");
    }
}

#[test]
fn hours_of_which_part_is_too_old_let_a_portfolio_count_as_they_let_a_verification() {
    let framework = framework();
    // An hour a day, of which the last is in the window up to the thirteenth.
    for (day, counts) in [("2024-03-10", true), ("2024-03-11", true), ("2024-03-13", true), ("2024-03-14", false)] {
        let facts = FactsFile { experience: vec![work("2024-03-05", 4, "2024-03-20")], ..done_on(day) };
        let states = ["v", "p"].map(|id| state(&framework, &facts, id, "2024-03-25").counts());
        assert_eq!(states, [counts, counts], "{day}");
    }
}

/// Hours that are counted whatever was worked are done when the course is over, not when it begins.
#[test]
fn a_course_is_done_on_its_last_day() {
    let requires = "title = \"V\"\nrequires = { hours = 100, kind = \"work\" }\n";
    let framework = loaded(&BASE.replacen("title = \"V\"\n", requires, 1));
    let course = spell("c", "course", "2021-01-01", "2021-03-01", 0);
    for (day, counts) in [("2021-02-27", false), ("2021-02-28", true), ("2021-03-01", true)] {
        let verifications = vec![verification("v", "v", day, "boss")];
        let facts = FactsFile { verifications, experience: vec![course.clone()], ..nobody() };
        assert_eq!(state(&framework, &facts, "v", "2022-06-01").counts(), counts, "{day}");
    }
}
