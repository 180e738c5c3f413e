//! What authors of foreign schemes found: apprenticeships, licences, degrees, a diver's cards.

use domain::framework::{SourceFile, load};
use domain::standing::{
    AwardFact, ExemptionFact, ExperienceFact, FactsFile, Key, KeyProblem, Outcome, ResultFact, State, read_facts,
    report,
};

use crate::lessons::{base, days, element, gathering, read, says};
use crate::support::{BASE, award, claim, d, exemption, loaded, nobody, pass, spell, state, verification};

const DAY: &str = "2022-06-01";

fn by(who: &str, result: ResultFact) -> ResultFact {
    ResultFact { confirmed_by: Some(who.into()), ..result }
}

/// A stage whose keys are one assessment, and a verification that requires it.
fn one_each(more: &str) -> domain::framework::Framework {
    let text = BASE.replace(r#"results = { all = ["a", "b", "c"] }"#, r#"results = "a""#);
    let text = text.replace(r#"employer = { all = ["p", "v"] }"#, r#"employer = "v""#);
    let text = text.replace("kind = \"verification\"\n", &format!("kind = \"verification\"\n{more}"));
    // What the keys no longer name stands in the step-off.
    loaded(&text.replace("requires = \"s\"", r#"requires = { all = ["s", "b", "c", "p"] }"#))
}

#[test]
fn one_more_signature_takes_no_stage_away_though_the_employer_needs_the_result() {
    let framework = one_each("requires = \"a\"\n");
    let verified = |people: &[&str]| FactsFile {
        results: vec![by("i1", pass("r", "a", "2022-01-10"))],
        verifications: people.iter().map(|who| verification(&format!("by {who}"), "v", "2022-03-01", who)).collect(),
        ..nobody()
    };
    assert_eq!(state(&framework, &verified(&["i3"]), "s", DAY), State::Met);
    assert_eq!(state(&framework, &verified(&["i3", "i1"]), "s", DAY), State::Met);
    let alone = read(&framework, &verified(&["i1"]), DAY);
    let stage = framework.find("s").unwrap();
    assert_eq!(alone.key(stage, Key::Employer).because, Some(KeyProblem::SamePerson("i1".into())));
}

#[test]
fn a_stage_that_both_keys_name_counts_for_each_with_its_own_key() {
    let second = "[[stage]]\nid = \"t\"\ntitle = \"T\"\nsources = [\"t\"]\nrequires = \"s\"\nresults = { all = [\"s\", \"u\"] }\n\
                  employer = { all = [\"s\", \"w\"] }\n\n"
        .to_owned()
        + &element("u", "assessment", "").replace("stage = \"s\"", "stage = \"t\"")
        + &element("w", "verification", "").replace("stage = \"s\"", "stage = \"t\"");
    let text = BASE.replace(r#"results = { all = ["a", "b", "c"] }"#, r#"results = { any = ["a", "b", "c"] }"#);
    let text = text.replace(r#"employer = { all = ["p", "v"] }"#, r#"employer = "v""#);
    let framework = loaded(&format!(
        "{}\n{second}",
        text.replace("requires = \"s\"\n\n[[route]]", "requires = { all = [\"s\", \"p\"] }\n\n[[route]]")
    ));
    let mut facts = FactsFile {
        results: vec![by("b", pass("r", "a", "2022-01-10")), by("b", pass("q", "u", "2022-02-10"))],
        verifications: vec![verification("1", "v", "2022-03-01", "c"), verification("2", "w", "2022-03-02", "c")],
        ..nobody()
    };
    assert_eq!(state(&framework, &facts, "t", DAY), State::Met);
    facts.verifications.push(verification("3", "w", "2022-03-03", "b"));
    facts.verifications.push(verification("4", "v", "2022-03-03", "b"));
    assert_eq!(state(&framework, &facts, "t", DAY), State::Met);
}

#[test]
fn a_key_may_name_a_status_that_renews_itself() {
    let more = "[[status]]\nid = \"card\"\ntitle = \"Card\"\nsources = [\"t\"]\nexpires = \"1 year\"\nextends = true\n\n\
                [[step_off]]\nid = \"first\"\ntitle = \"First\"\nsources = [\"t\"]\nstatus = \"card\"\nrequires = { all = [] }\n\n\
                [[step_off]]\nid = \"again\"\ntitle = \"Again\"\nsources = [\"t\"]\nstatus = \"card\"\nrequires = { holds = \"card\" }\n";
    let framework = base(
        &[(r#"results = { all = ["a", "b", "c"] }"#, r#"results = { all = ["a", "b", "c", { holds = "card" }] }"#)],
        more,
    );
    let mut facts = FactsFile {
        results: ["a", "b", "c"].map(|id| by("w3", pass(id, id, "2022-02-01"))).to_vec(),
        verifications: vec![verification("v", "v", "2022-03-01", "w3")],
        awards: vec![award("card", "card", "2022-01-31")],
        ..nobody()
    };
    assert_eq!(state(&framework, &facts, "s", DAY), State::InProgress);
    facts.verifications[0].by = "w4".into();
    assert_eq!(state(&framework, &facts, "card", DAY), State::Held);
}

#[test]
fn of_two_sittings_of_one_day_the_pass_comes_first() {
    let framework = base(&[("credits = 10\n", "credits = 10\nattempts = { max = 2 }\n")], "");
    let sat = |id: &str, outcome, on: &str| ResultFact { outcome, ..pass(id, "a", on) };
    let mut facts = FactsFile {
        results: vec![
            sat("1", Outcome::Fail, "2022-01-10"),
            sat("2", Outcome::Fail, "2022-05-01"),
            sat("3", Outcome::Pass, "2022-05-01"),
        ],
        ..nobody()
    };
    for _ in 0..2 {
        assert_eq!(state(&framework, &facts, "a", DAY), State::Met);
        facts.results.reverse();
    }
}

#[test]
fn an_exemption_after_the_window_of_a_set_keeps_nothing() {
    let expires = "credits = 10\nexpires = { after = \"10 years\", whole_set = \"m\" }\n";
    let framework = base(&[("credits = 10\n", expires), ("credits = 20\n", &expires.replace("= 10\n", "= 20\n"))], "");
    let sat = |exempt: Option<&str>| FactsFile {
        results: vec![pass("r", "a", "2012-03-31")],
        exemptions: exempt.map(|day| exemption("e", "b", day)).into_iter().collect(),
        ..nobody()
    };
    assert_eq!(state(&framework, &sat(None), "a", "2022-03-30"), State::Met);
    for (exempt, expected) in [
        (None, State::Expired),
        (Some("2022-03-30"), State::Met),
        (Some("2022-03-31"), State::Expired),
        (Some("2022-04-01"), State::Expired),
    ] {
        assert_eq!(state(&framework, &sat(exempt), "a", DAY), expected, "{exempt:?}");
    }
}

#[test]
fn what_counts_once_counts_within_its_window_and_while_the_status_was_held() {
    let course = |id: &str, from: &str, until: &str, who: &str| ExperienceFact {
        confirmed_by: Some(who.into()),
        ..spell(id, "course", from, until, 0)
    };
    let facts = |each: Vec<ExperienceFact>| FactsFile { experience: each, ..nobody() };
    let one = || facts(vec![course("c", "2021-01-01", "2021-03-05", "p2")]);
    let within = gathering(r#"{ hours = 100, kind = "work", window = "1 year" }"#);
    for (on, expected) in [("2021-06-01", State::Met), ("2022-03-03", State::Met), ("2022-03-04", State::Expired)] {
        assert_eq!(state(&within, &one(), "e", on), expected, "{on}");
    }
    // A later one of the kind takes its place, and adds nothing.
    let two = facts(vec![course("c", "2021-01-01", "2021-03-05", "p2"), course("d", "2021-07-01", "2021-07-05", "p3")]);
    assert_eq!(state(&within, &two, "e", "2022-06-01"), State::Met);
    assert_eq!(state(&gathering(r#"{ hours = 101, kind = "work" }"#), &two, "e", DAY), State::InProgress);
    let gather = r#"gather = { hours = 100, kind = "work", while = "card" }"#;
    let held = base(&[("[\"p\", \"v\"]", "[\"p\", \"v\", \"e\"]")], &(element("e", "experience", gather) + CARD));
    assert_eq!(state(&held, &one(), "e", DAY), State::Available, "what a rule keeps from counting begins nothing");
    let mut holder = one();
    holder.awards = vec![award("card", "card", "2021-03-04")];
    assert_eq!(state(&held, &holder, "e", DAY), State::Met);
}

#[test]
fn one_more_course_takes_no_signer_away() {
    let framework = gathering(r#"{ hours = 100, kind = "work", distinct_signers = 2 }"#);
    let signed = |who: &str, spell: ExperienceFact| ExperienceFact { confirmed_by: Some(who.into()), ..spell };
    let mut facts = FactsFile {
        experience: vec![
            signed("p2", spell("w", "work", "2021-03-01", "2021-04-01", 60)),
            signed("p3", spell("c", "course", "2021-05-01", "2021-05-02", 0)),
        ],
        ..nobody()
    };
    assert_eq!(state(&framework, &facts, "e", DAY), State::Met);
    facts.experience.push(signed("p2", spell("d", "course", "2021-01-01", "2021-01-02", 0)));
    assert_eq!(state(&framework, &facts, "e", DAY), State::Met);
}

#[test]
fn a_verification_comes_last_unless_it_says_what_it_requires_or_is_one_of_several_ways() {
    let experience = element("e", "experience", r#"gather = { period = "1 year", kind = "work" }"#);
    let employer = r#"employer = { all = ["p", "v"] }"#;
    for (key, more, expected) in [
        (r#"employer = { all = ["p", "e", "v"] }"#, "", State::Blocked),
        (r#"employer = { all = ["p", "e", "v"] }"#, "requires = \"a\"\n", State::Available),
        (r#"employer = { all = ["p", { any = ["e", "v"] }] }"#, "", State::Blocked),
        (r#"employer = { any = ["p", "e", "v"] }"#, "", State::Available),
    ] {
        let verification = "kind = \"verification\"\n";
        let with = format!("{verification}{more}");
        let framework = base(&[(employer, key), (verification, &with)], &experience);
        let facts = FactsFile { results: vec![pass("a", "a", "2022-01-01")], ..nobody() };
        assert_eq!(state(&framework, &facts, "v", DAY), expected, "{key} {more}");
    }
}

#[test]
fn who_signs_alone_enters_no_stage() {
    let framework =
        base(&[("[[element]]\nid = \"a\"", "requires = { holds = \"card\" }\n\n[[element]]\nid = \"a\"")], CARD);
    let held = AwardFact { expires_on: Some("2021-06-01".parse().unwrap()), ..award("card", "card", "2021-01-01") };
    let did = |results: Vec<ResultFact>| FactsFile { results, awards: vec![held.clone()], ..nobody() };
    assert_eq!(state(&framework, &did(vec![]), "s", DAY), State::Blocked);
    let own = by("trainee", pass("r", "a", "2021-03-01"));
    assert_eq!(state(&framework, &did(vec![own]), "s", DAY), State::Blocked);
    let failed = ResultFact { outcome: Outcome::Fail, ..pass("r", "a", "2021-03-01") };
    assert_eq!(state(&framework, &did(vec![failed]), "s", DAY), State::InProgress);
}

const CARD: &str = "[[status]]\nid = \"card\"\ntitle = \"Card\"\nsources = [\"t\"]\n\n\
                    [[step_off]]\nid = \"card-off\"\ntitle = \"Card\"\nsources = [\"t\"]\nstatus = \"card\"\nrequires = { all = [] }\n";

#[test]
fn what_is_asked_for_now_takes_nothing_from_what_rests_on_it() {
    let now = "credits = 10\nrequires = { now = { holds = \"card\" } }\n";
    let framework = base(&[("credits = 10\n", now), ("credits = 20\n", "credits = 20\nrequires = \"a\"\n")], CARD);
    let facts = FactsFile {
        results: vec![pass("1", "a", "2021-06-01"), pass("2", "b", "2021-06-02")],
        awards: vec![AwardFact {
            expires_on: Some("2022-01-01".parse().unwrap()),
            ..award("card", "card", "2021-01-01")
        }],
        ..nobody()
    };
    assert_eq!(state(&framework, &facts, "a", "2021-12-31"), State::Met);
    let later = read(&framework, &facts, "2022-01-01");
    assert_eq!(days(&later, &framework, "a").0, State::Blocked);
    assert_eq!(days(&later, &framework, "b").0, State::Met);
    assert!(says(&framework, &later, "a", "while what it requires first is missing"));
}

#[test]
fn how_reasons_stand_gives_nothing_away_that_came_later() {
    let framework = gathering(r#"{ hours = 100, kind = "work" }"#);
    let open = |id: &str, from: &str, until: &str| ExperienceFact {
        confirmed_on: None,
        confirmed_by: None,
        ..spell(id, "work", from, until, 10)
    };
    let mut facts = FactsFile {
        experience: vec![open("x", "2021-01-01", "2021-03-01"), open("y", "2021-02-01", "2021-03-01")],
        ..nobody()
    };
    let before = report(&framework, &read(&framework, &facts, DAY));
    facts.experience[1].confirmed_on = Some("2023-05-01".parse().unwrap());
    facts.experience[1].confirmed_by = Some("boss".into());
    assert_eq!(before, report(&framework, &read(&framework, &facts, DAY)));
}

#[test]
fn faults_that_were_silent_are_told() {
    let told = |text: &str| -> Vec<String> {
        load(&SourceFile::new("framework.toml", text)).1.iter().map(ToString::to_string).collect()
    };
    let alone =
        told(&BASE.replace("credits = 10\n", "credits = 10\nexpires = { after = \"2 years\", whole_set = \"m1\" }\n"));
    assert!(alone[0].contains("`a` is alone in its `whole_set`"), "{alone:?}");
    let no_time = told(&format!(
        "{BASE}\n[[route]]\nid = \"q\"\ntitle = \"Q\"\nsources = [\"t\"]\nrequires = {{ period = \"1 year\", kind = \"course\" }}\n"
    ));
    assert!(no_time[0].contains("a period of experience that counts once"), "{no_time:?}");

    let framework = loaded(BASE);
    let facts = |text: &str| -> Vec<String> {
        let file = SourceFile::new("facts.toml", format!("trainee = \"t\"\n{text}"));
        read_facts(&framework, &file).1.iter().map(ToString::to_string).collect()
    };
    let early = facts(
        "experience = [{ id = \"e\", kind = \"work\", from = 2024-02-01, until = 2024-03-01, minutes = 60, organisation = \"O\", withdrawn_on = 2024-01-01 }]",
    );
    assert!(early[0].contains("it was withdrawn on 2024-01-01, before it began on 2024-02-01"), "{early:?}");
    // A day that is not in the calendar hides nothing else on its line.
    let both = facts("results = [{ id = \"r\", element = \"teil\", outcome = \"pass\", sat_on = 2015-02-30 }]");
    assert_eq!(both.len(), 2, "{both:?}");
    let both = facts("specialism = [{ is = \"famly\" }, { is = \"x\", since = 2024-02-30 }]");
    assert_eq!(both.len(), 2, "{both:?}");
}

#[test]
fn where_the_verification_is_one_way_of_several_another_way_is_signed_by_somebody_else_too() {
    let framework = base(&[(r#"employer = { all = ["p", "v"] }"#, r#"employer = { any = ["p", "v"] }"#)], "");
    let decided = |id: &str, outcomes: &[&str]| claim(id, outcomes, "2022-01-01", "2022-02-01", "ann");
    let mut facts = FactsFile {
        results: ["a", "b", "c"].map(|id| by("ann", pass(id, id, "2022-01-15"))).to_vec(),
        claims: vec![decided("1", &["o1", "o2"]), decided("2", &["o1"])],
        ..nobody()
    };
    assert_eq!(state(&framework, &facts, "s", DAY), State::InProgress);
    facts.verifications = vec![verification("v", "v", "2022-05-01", "ann")];
    assert_eq!(state(&framework, &facts, "s", DAY), State::InProgress);
    facts.verifications.push(verification("w", "v", "2022-05-02", "bob"));
    let found = read(&framework, &facts, DAY);
    assert_eq!(days(&found, &framework, "s").0, State::Met);
    assert_eq!(days(&found, &framework, "s").1.as_deref(), Some("2022-05-02"));
}

#[test]
fn what_is_withdrawn_elsewhere_hides_no_lapse() {
    let framework = base(&[("credits = 10\n", "credits = 10\nexpires = \"1 month\"\n")], CARD);
    let withdrawn = |day: &str| AwardFact { withdrawn_on: Some(d(day)), ..award("card", "card", "2022-03-22") };
    let facts =
        FactsFile { results: vec![pass("r", "a", "2022-03-22")], awards: vec![withdrawn("2022-04-22")], ..nobody() };
    assert_eq!(state(&framework, &facts, "a", DAY), State::Expired);
}

#[test]
fn a_stage_that_renews_what_it_requires_is_the_one_that_somebody_is_on() {
    let more = CARD.replace("requires = { all = [] }", "requires = \"s\"")
        + "\n[[step_off]]\nid = \"renew\"\ntitle = \"Renew\"\nsources = [\"t\"]\nstatus = \"card\"\nrequires = \"renewal\"\n\n\
           [[stage]]\nid = \"renewal\"\ntitle = \"Renewal\"\nsources = [\"t\"]\nrequires = { holds = \"card\" }\nresults = \"m\"\n\
           no_employer_key = \"nobody works\"\n\n"
        + &element("m", "assessment", "").replace("stage = \"s\"", "stage = \"renewal\"");
    let framework = base(&[], &more);
    let facts = FactsFile {
        results: ["a", "b", "c"].map(|id| pass(id, id, "2022-01-15")).to_vec(),
        claims: vec![
            claim("1", &["o1", "o2"], "2022-01-01", "2022-02-01", "boss"),
            claim("2", &["o1"], "2022-01-01", "2022-02-01", "boss"),
        ],
        verifications: vec![verification("v", "v", "2022-03-01", "boss")],
        awards: vec![award("card", "card", "2022-04-01")],
        ..nobody()
    };
    let found = read(&framework, &facts, DAY);
    assert_eq!(found.current_stages(&framework), [framework.find("renewal").unwrap()]);
}

#[test]
fn a_stage_met_by_decisions_of_the_body_was_entered() {
    let stage = "[[element]]\nid = \"a\"";
    let framework = base(
        &[
            (stage, &format!("requires = {{ holds = \"card\" }}\n\n{stage}")),
            (r#"results = { all = ["a", "b", "c"] }"#, r#"results = "a""#),
            ("employer = { all = [\"p\", \"v\"] }", "no_employer_key = \"a test\""),
            ("requires = \"s\"", "requires = { all = [\"s\", \"b\", \"c\", \"p\", \"v\"] }"),
        ],
        CARD,
    );
    let held = AwardFact { expires_on: Some(d("2022-03-01")), ..award("card", "card", "2022-01-01") };
    let facts = FactsFile { exemptions: vec![exemption("e", "a", "2022-01-10")], awards: vec![held], ..nobody() };
    for day in ["2022-01-10", "2022-02-28", DAY] {
        assert_eq!(state(&framework, &facts, "s", day), State::Met, "{day}");
    }
}

#[test]
fn a_stage_whose_verification_lapsed_is_in_progress() {
    let employer = "kind = \"verification\"\n";
    let framework = base(
        &[
            (employer, "kind = \"verification\"\nvalid_for = \"1 month\"\n"),
            (r#"results = { all = ["a", "b", "c"] }"#, "no_results_key = \"a test\""),
            ("employer = { all = [\"p\", \"v\"] }", "employer = \"v\""),
            ("requires = \"s\"", "requires = { all = [\"s\", \"a\", \"b\", \"c\", \"p\"] }"),
        ],
        "",
    );
    let facts = FactsFile { verifications: vec![verification("v", "v", "2022-03-01", "boss")], ..nobody() };
    assert_eq!(state(&framework, &facts, "s", "2022-03-31"), State::Met);
    assert_eq!(state(&framework, &facts, "s", DAY), State::InProgress);
}

#[test]
fn an_exemption_that_was_ended_later_was_so_until_then() {
    let expires = "credits = 10\nexpires = { after = \"2 years\", whole_set = \"m\" }\n";
    let framework = base(&[("credits = 10\n", expires), ("credits = 20\n", &expires.replace("= 10", "= 20"))], "");
    let ended = |from: &str, day: &str| ExemptionFact { withdrawn_on: Some(d(day)), ..exemption("e", "b", from) };
    let mut facts = FactsFile {
        results: vec![pass("r", "a", "2020-01-10")],
        exemptions: vec![ended("2022-01-02", "2022-05-01")],
        ..nobody()
    };
    assert_eq!(state(&framework, &facts, "a", DAY), State::Met);
    facts.exemptions = vec![ended("2021-01-02", "2021-05-01")];
    assert_eq!(state(&framework, &facts, "a", DAY), State::Expired);
    // What counted by an exemption at last did not lapse with the pass before.
    let alone = base(&[("credits = 20\n", "credits = 20\nexpires = \"1 year\"\n")], "");
    let facts = FactsFile {
        results: vec![pass("r", "b", "2020-01-10")],
        exemptions: vec![ended("2020-06-01", "2021-06-01")],
        ..nobody()
    };
    assert_eq!(state(&alone, &facts, "b", DAY), State::Available);
}
