//! What is gathered at work: what counts once, what does not count, and that the reasons say which.

use domain::framework::Framework;
use domain::standing::{ExperienceFact, FactsFile, Reason, State, Verdict, standing};

use crate::carrying_out::reaches;
use crate::lessons::gathering;
use crate::support::{award, bound, claim, d, holds, loaded, nobody, probe, spell, state, verification};

const DAY: &str = "2022-06-01";

/// What is said of the fact under the rule of the probe.
fn told(framework: &Framework, facts: &FactsFile, fact: &str) -> (Verdict, String) {
    let facts = bound(framework, facts);
    let found = standing(framework, &facts, d(DAY), d(DAY));
    let reasons = found.reasons(framework, framework.find("probe").unwrap());
    let about = |reason: &&Reason| reason.children.is_empty() && reason.facts == [fact.to_owned()];
    let reason = reasons.iter().flat_map(Reason::walk).find(about).unwrap();
    (reason.verdict, reason.sentence.clone())
}

#[test]
fn two_awards_of_one_status_make_no_day_count_twice() {
    let period = r#"{ period = "30 days", kind = "work", while = "st" }"#;
    let hours = r#"{ hours = 30, kind = "work", while = "st" }"#;
    let mut facts = FactsFile { experience: vec![spell("e", "work", "2021-01-01", "2021-01-30", 29)], ..nobody() };
    facts.awards = vec![award("w1", "st", "2021-01-01"), award("w2", "st", "2021-01-10")];
    assert!(!holds(period, &facts, DAY) && !holds(hours, &facts, DAY), "29 days and 29 hours");
    facts.awards[0].withdrawn_on = Some(d("2021-01-20"));
    facts.experience = vec![spell("e", "work", "2021-01-01", "2021-01-31", 30)];
    assert!(holds(period, &facts, DAY) && holds(hours, &facts, DAY), "held without a gap");
}

#[test]
fn what_adds_nothing_is_not_told_as_counting() {
    let mut outside = spell("e", "work", "2020-01-01", "2020-02-01", 100);
    outside.organisation = "Firm".into();
    for (rule, kind, says) in [
        (r#"{ hours = 10, kind = "work", window = "1 year" }"#, "work", "which is longer ago than 1 year"),
        (r#"{ hours = 10, kind = "work", while = "st" }"#, "work", "when Status was not held"),
        (r#"{ period = "10 days", kind = "work", while = "st" }"#, "work", "when Status was not held"),
        (r#"{ period = "10 days", kind = "work" }"#, "course", "which adds no elapsed time"),
    ] {
        let framework = loaded(&probe(rule));
        outside.kind = kind.into();
        let facts = FactsFile { experience: vec![outside.clone()], ..nobody() };
        let (verdict, sentence) = told(&framework, &facts, "e");
        assert_eq!(verdict, Verdict::DoesNotCount, "{sentence}");
        assert!(sentence.ends_with(says), "{sentence}");
    }
}

#[test]
fn a_course_that_counts_once_and_a_fifth_organisation_say_so() {
    let framework = loaded(&probe(r#"{ hours = 200, kind = "work" }"#));
    let facts = FactsFile {
        experience: vec![
            spell("c1", "course", "2020-01-01", "2020-02-01", 0),
            spell("c2", "course", "2021-01-01", "2021-02-01", 0),
        ],
        ..nobody()
    };
    assert_eq!(told(&framework, &facts, "c1").0, Verdict::Met);
    let (verdict, sentence) = told(&framework, &facts, "c2");
    assert!(verdict == Verdict::DoesNotCount && sentence.ends_with("which counts only once"), "{sentence}");

    let framework = loaded(&probe(r#"{ period = "90 days", kind = "work", max_organisations = 1 }"#));
    let mut facts = FactsFile {
        experience: vec![
            spell("long", "work", "2020-01-01", "2020-03-01", 0),
            spell("short", "work", "2021-01-01", "2021-02-01", 0),
        ],
        ..nobody()
    };
    facts.experience[1].organisation = "Other".into();
    assert_eq!(told(&framework, &facts, "long").0, Verdict::Met);
    let (verdict, sentence) = told(&framework, &facts, "short");
    let says = "in one organisation more than the 1 that count";
    assert!(verdict == Verdict::DoesNotCount && sentence.ends_with(says), "{sentence}");
}

#[test]
fn of_what_counts_in_part_the_part_is_told() {
    let framework = loaded(&probe(r#"{ hours = 10, kind = "work", while = "st" }"#));
    let mut facts = FactsFile { experience: vec![spell("e", "work", "2021-01-01", "2021-01-11", 100)], ..nobody() };
    facts.awards = vec![award("w", "st", "2021-01-06")];
    let (verdict, sentence) = told(&framework, &facts, "e");
    assert_eq!(verdict, Verdict::Met);
    assert!(sentence.contains("100 h, of which 50 h count, confirmed by partner"), "{sentence}");
}

#[test]
fn a_missing_signature_is_told_as_one_and_planned_for() {
    let framework = loaded(&probe(r#"{ hours = 10, kind = "work", distinct_signers = 2 }"#));
    let mut facts = FactsFile { experience: vec![spell("e", "work", "2021-01-01", "2021-01-11", 100)], ..nobody() };
    let reasons = |facts: &FactsFile| {
        let facts = bound(&framework, facts);
        let found = standing(&framework, &facts, d(DAY), d(DAY));
        found.reasons(&framework, framework.find("probe").unwrap())[0].sentence.clone()
    };
    assert_eq!(reasons(&facts), "10 h of 10 h of Work, confirmed by 1 of at least 2 different people");
    // The route itself is never met, so a plan to it is looked at and not carried out.
    let ix = framework.find("probe").unwrap();
    let plan = domain::plan::plan(&framework, &bound(&framework, &facts), ix, d(DAY)).unwrap();
    assert!(
        plan.steps[0].sentence.ends_with("and have them confirmed by 1 further person, other than the one before"),
        "{plan:?}"
    );
    facts.experience.push(spell("f", "work", "2021-02-01", "2021-02-11", 1));
    facts.experience[1].confirmed_by = None;
    assert_eq!(
        reasons(&facts),
        "10 h of 10 h of Work, confirmed by 1 of at least 2 different people",
        "nobody is no person"
    );
    facts.experience[1].confirmed_by = Some("other".into());
    assert_eq!(reasons(&facts), "10 h of 10 h of Work, confirmed by 2 of at least 2 different people");
}

#[test]
fn a_plan_for_hours_with_several_signers_reaches_them() {
    let element = "[[element]]\nid = \"e\"\nkind = \"experience\"\ntitle = \"E\"\nstage = \"s\"\nsources = [\"test\"]\n\
                   gather = { hours = 10, kind = \"work\", distinct_signers = 3 }\n";
    let text = crate::support::BASE.replacen("[\"p\", \"v\"]", "[\"p\", \"v\", \"e\"]", 1);
    let framework = loaded(&format!("{text}\n{element}"));
    for there in 0..4 {
        let mut facts = nobody();
        for n in 0..there {
            let mut one = spell(&format!("e{n}"), "work", "2021-01-01", "2021-01-11", 9);
            one.confirmed_by = Some(format!("partner-{n}"));
            facts.experience.push(one);
        }
        reaches(&framework, &facts, "e", d(DAY)).unwrap();
    }
}

#[test]
fn what_nobody_confirmed_does_not_count() {
    let rule = r#"{ hours = 10, kind = "work" }"#;
    let mut facts = FactsFile { experience: vec![spell("e", "work", "2021-01-01", "2021-01-11", 100)], ..nobody() };
    assert!(holds(rule, &facts, DAY));
    facts.experience[0].confirmed_by = None;
    assert!(!holds(rule, &facts, DAY));
}

#[test]
fn work_that_goes_on_after_it_was_sent_does_not_count() {
    let rule = r#"{ examples = 1, of = "o2" }"#;
    for (ended, expected) in [("2022-01-31", true), ("2022-02-01", true), ("2022-02-02", false)] {
        let facts = FactsFile { claims: vec![claim("c", &["o2"], ended, "2022-02-01", "boss")], ..nobody() };
        assert_eq!(holds(rule, &facts, DAY), expected, "sent on 1 February, over on {ended}");
    }
}

/// So many hours, confirmed by somebody.
fn hours(id: &str, kind: &str, (from, until): (&str, &str), hours: i64, by: &str) -> ExperienceFact {
    ExperienceFact { confirmed_by: Some(by.into()), ..spell(id, kind, from, until, hours) }
}

/// Of what somebody confirmed nothing may be left in a window, though a day of it is.
#[test]
fn who_confirmed_what_adds_nothing_is_no_signer() {
    let framework = gathering(r#"{ hours = 5, kind = "work", window = "1 year", distinct_signers = 2 }"#);
    let first = hours("e1", "work", ("2022-06-01", "2022-06-03"), 10, "p");
    // Twenty hours a week, of whole weeks.
    let weeks = hours("e2", "old", ("2022-01-01", "2022-02-01"), 0, "q");
    let minute = ExperienceFact { minutes: 1, ..hours("e2", "work", ("2022-01-01", "2022-02-01"), 0, "q") };
    for (second, last) in [(weeks, "2023-01-24"), (minute, "2022-12-31")] {
        let facts = FactsFile { experience: vec![first.clone(), second], ..nobody() };
        assert_eq!(state(&framework, &facts, "e", last), State::Met);
        let after = d(last).succ_opt().unwrap();
        assert_eq!(state(&framework, &facts, "e", &after.to_string()), State::Expired);
    }
}

#[test]
fn work_that_adds_nothing_begins_nothing() {
    let framework = gathering(r#"{ hours = 50, kind = "work" }"#);
    for (kind, until) in [("work", "2022-02-01"), ("old", "2022-01-04")] {
        let facts = FactsFile { experience: vec![hours("e", kind, ("2022-01-01", until), 0, "p")], ..nobody() };
        assert_eq!(state(&framework, &facts, "e", DAY), State::Available, "{kind}");
    }
}

#[test]
fn why_work_adds_nothing_is_told_as_it_is() {
    let held = vec![award("w", "st", "2020-01-01"), award("x", "st", "2021-02-01")];
    let mut held = FactsFile { awards: held, ..nobody() };
    held.awards[0].withdrawn_on = Some(d("2020-01-05"));
    held.awards[1].withdrawn_on = Some(d("2021-02-02"));
    for (rule, kind, says) in [
        (r#"{ hours = 10, kind = "work", window = "1 year" }"#, "course", "which is longer ago than 1 year"),
        (r#"{ hours = 10, kind = "work", while = "gone" }"#, "course", "when Gone was not held"),
        (r#"{ hours = 10, kind = "work", while = "st" }"#, "old", "with too little time on which Status was held"),
        (
            r#"{ hours = 10, kind = "work", while = "st", window = "27 months" }"#,
            "work",
            "when Status was held longer ago than 2 years and 3 months",
        ),
    ] {
        let gone = "[[status]]\nid = \"gone\"\ntitle = \"Gone\"\nsources = [\"t\"]\n\n[[step_off]]\nid = \"gone-off\"\n\
                    title = \"G\"\nsources = [\"t\"]\nstatus = \"gone\"\nrequires = { all = [] }\n";
        let framework = loaded(&format!("{}\n{gone}", probe(rule)));
        let facts = FactsFile { experience: vec![spell("e", kind, "2020-01-01", "2020-03-20", 100)], ..held.clone() };
        let (verdict, sentence) = told(&framework, &facts, "e");
        assert_eq!(verdict, Verdict::DoesNotCount, "{sentence}");
        assert!(sentence.ends_with(says), "{sentence}");
    }
}

/// A signature that is missing is a missing example of the progress; what was decided is told as it is.
#[test]
fn claims_that_lack_a_signature_are_told_as_decided() {
    for (least, signers, claims, says) in [
        (1, 2, 0, "No example yet, to be decided by at least 2 different people"),
        (1, 2, 1, "1 of 1 example decided met by 1 of at least 2 different people"),
        (2, 3, 2, "2 of 2 examples decided met by 1 of at least 3 different people"),
        (2, 2, 2, "2 of 2 examples decided met by 1 of at least 2 different people"),
    ] {
        let rule = format!("{{ examples = {least}, of = \"o2\", distinct_signers = {signers} }}");
        let framework = loaded(&probe(&rule));
        let claims = (0..claims).map(|n| claim(&format!("c{n}"), &["o2"], "2022-01-01", "2022-02-01", "boss"));
        let facts = bound(&framework, &FactsFile { claims: claims.collect(), ..nobody() });
        let found = standing(&framework, &facts, d(DAY), d(DAY));
        let probe = framework.find("probe").unwrap();
        let sentence = found.reasons(&framework, probe)[0].sentence.clone();
        assert_eq!(sentence, says);
        let route = framework.node(probe).requires.as_ref().unwrap();
        assert!(!found.holds(&framework, route));
    }
}

#[test]
fn of_two_verifications_each_is_named() {
    let text = crate::support::BASE.replacen("[\"p\", \"v\"]", "[\"v\", \"w\"]", 1);
    let text = text.replacen("requires = \"s\"", "requires = { all = [\"s\", \"p\"] }", 1);
    let more = "[[element]]\nid = \"w\"\nkind = \"verification\"\ntitle = \"Last review\"\nstage = \"s\"\nsources = [\"test\"]\n";
    let framework = loaded(&format!("{text}\n{more}"));
    let facts = FactsFile { verifications: vec![verification("v1", "v", "2022-05-01", "boss")], ..nobody() };
    let facts = bound(&framework, &facts);
    let found = standing(&framework, &facts, d(DAY), d(DAY));
    let reasons = found.reasons(&framework, framework.find("off").unwrap());
    let all: Vec<&str> = reasons.iter().flat_map(Reason::walk).map(|reason| reason.sentence.as_str()).collect();
    assert!(all.iter().any(|sentence| sentence.contains("Last review")), "{all:#?}");
    assert!(!all.iter().any(|sentence| sentence.contains("the employer’s verification")), "{all:#?}");
}
