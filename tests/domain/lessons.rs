//! What frameworks that nobody here wrote taught the rules: each lesson by its number, with the record that taught it.
//! The readings stand in `docs/standing.md`.

use domain::framework::{Framework, SourceFile, load};
use domain::standing::{AwardFact, FactsFile, Key, Outcome, Reason, Standing, State, standing};

use crate::support::{
    BASE, award, bound, claim, d, exemption, loaded, nobody, pass, probe, result, spell, state, verification,
};

/// The base with more beside it, and some of its text replaced.
pub fn base(replace: &[(&str, &str)], more: &str) -> Framework {
    let text = replace.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    loaded(&format!("{text}\n{more}"))
}

pub fn read(framework: &Framework, facts: &FactsFile, on: &str) -> Standing {
    standing(framework, &bound(framework, facts), d(on), d(on))
}

pub fn known(framework: &Framework, facts: &FactsFile, on: &str, known: &str) -> Standing {
    standing(framework, &bound(framework, facts), d(on), d(known))
}

/// A status that stands in nobody's way.
pub const GATE: &str = "[[status]]\nid = \"gate\"\ntitle = \"Gate\"\nsources = [\"test\"]\n\n[[step_off]]\nid = \"gate-off\"\n\
                    title = \"Gate off\"\nsources = [\"test\"]\nstatus = \"gate\"\nrequires = { all = [] }\n\n";

pub fn element(id: &str, kind: &str, more: &str) -> String {
    format!(
        "[[element]]\nid = \"{id}\"\nkind = \"{kind}\"\ntitle = \"{id}\"\nstage = \"s\"\nsources = [\"test\"]\n{more}\n\n"
    )
}

pub fn says(framework: &Framework, found: &Standing, id: &str, text: &str) -> bool {
    let reasons = found.reasons(framework, framework.find(id).unwrap());
    reasons.iter().flat_map(Reason::walk).any(|reason| reason.sentence.contains(text))
}

pub fn days(of: &Standing, framework: &Framework, id: &str) -> (State, Option<String>, Option<String>) {
    let ix = framework.find(id).unwrap();
    (of.state(ix), of.since(ix).map(|day| day.to_string()), of.until(ix).map(|day| day.to_string()))
}

pub fn text(day: &str) -> Option<String> {
    Some(day.to_owned())
}

/// The experience element `e` of the employer's key, with this rule.
pub fn gathering(rule: &str) -> Framework {
    base(&[("[\"p\", \"v\"]", "[\"p\", \"v\", \"e\"]")], &element("e", "experience", &format!("gather = {rule}")))
}

pub fn spells(each: &[(&str, &str)]) -> FactsFile {
    let spells = each.iter().enumerate().map(|(n, (from, until))| spell(&format!("e{n}"), "work", from, until, 1));
    FactsFile { experience: spells.collect(), ..nobody() }
}

#[test]
fn lesson_m01_an_unbroken_spell_is_as_long_as_the_calendar_says() {
    let framework = gathering(r#"{ period = "2 years", kind = "work" }"#);
    let e = framework.find("e").unwrap();
    for (each, expected, progress) in [
        (&[("2023-06-01", "2025-05-31")][..], State::InProgress, (730, 731)),
        (&[("2023-06-01", "2024-06-01"), ("2024-06-01", "2025-05-31")], State::InProgress, (730, 731)),
        (&[("2023-06-01", "2025-06-01")], State::Met, (731, 731)),
        // Added up from two stretches, two years are 730 days, and no less by the calendar from the first day to the last.
        (&[("2023-01-01", "2024-01-01"), ("2024-01-02", "2025-01-01")], State::Met, (730, 730)),
        (&[("2023-01-01", "2024-01-01"), ("2024-01-02", "2024-12-31")], State::InProgress, (729, 730)),
    ] {
        let found = read(&framework, &spells(each), "2026-01-01");
        assert_eq!((found.state(e), found.progress(&framework, e)), (expected, progress), "{each:?}");
    }
}

#[test]
fn lesson_m02_unbroken_months_are_calendar_months() {
    for (length, from, until) in [
        ("6 months", "2023-01-01", "2023-07-01"),
        ("3 months", "2023-02-01", "2023-05-01"),
        ("1 month", "2023-02-01", "2023-03-01"),
        ("1 year", "2024-02-29", "2025-02-28"),
    ] {
        let framework = gathering(&format!("{{ period = \"{length}\", kind = \"work\" }}"));
        let a_day_less = d(until).pred_opt().unwrap().to_string();
        assert_eq!(state(&framework, &spells(&[(from, until)]), "e", "2026-01-01"), State::Met, "{length}");
        assert_eq!(
            state(&framework, &spells(&[(from, &a_day_less)]), "e", "2026-01-01"),
            State::InProgress,
            "{length}"
        );
    }
    // Shares are weighed in hundredths of days: twelve months at half time are six.
    let framework = gathering(r#"{ period = "6 months", kind = "work", full_time_equivalent = true }"#);
    let mut half = spells(&[("2023-01-01", "2024-01-01")]);
    half.experience[0].full_time_percent = Some(50);
    assert_eq!(state(&framework, &half, "e", "2026-01-01"), State::Met);
    half.experience[0].until = d("2023-12-31");
    assert_eq!(state(&framework, &half, "e", "2026-01-01"), State::InProgress);
}

#[test]
fn lesson_m03_a_stage_is_entered_once() {
    let above = "[[stage]]\nid = \"t\"\ntitle = \"T\"\nsources = [\"test\"]\nrequires = { holds = \"gate\" }\nresults = { all = [\"x\"] }\n\
                 no_employer_key = \"a test\"\n\n";
    let x = element("x", "assessment", "").replace("stage = \"s\"", "stage = \"t\"");
    let framework = base(&[], &format!("{GATE}{above}{x}"));
    let mut facts = FactsFile {
        awards: vec![AwardFact { expires_on: Some(d("2022-01-01")), ..award("w", "gate", "2021-01-01") }],
        ..nobody()
    };
    assert_eq!(state(&framework, &facts, "t", "2021-06-01"), State::Available);
    assert_eq!(state(&framework, &facts, "t", "2022-06-01"), State::Blocked, "who never began does not slip in");
    facts.results = vec![result("f", "x", Outcome::Fail, "2021-06-01")];
    assert_eq!(state(&framework, &facts, "t", "2022-06-01"), State::InProgress, "begun, and so entered");
    facts.results.push(pass("p", "x", "2022-03-01"));
    let found = read(&framework, &facts, "2022-06-01");
    assert_eq!(days(&found, &framework, "t"), (State::Met, text("2022-03-01"), None));
    assert!(found.key(framework.find("t").unwrap(), Key::Results).turned);
    // Of an element: what was sat while it held stays passed.
    let framework = base(&[("title = \"B\"\n", "title = \"B\"\nrequires = { holds = \"gate\" }\n")], GATE);
    facts.results = vec![pass("b", "b", "2021-12-31")];
    assert_eq!(state(&framework, &facts, "b", "2030-01-01"), State::Met);
}

#[test]
fn lesson_m04_a_pass_counts_when_it_was_sat_after_what_comes_first() {
    let framework = base(&[("title = \"B\"\n", "title = \"B\"\nrequires = \"a\"\n")], GATE);
    let sat = |b: &str| {
        let mut first = pass("a", "a", "2022-03-01");
        first.confirmed_on = Some(d("2022-05-01"));
        FactsFile { results: vec![first, pass("b", "b", b)], ..nobody() }
    };
    // Sat in March and confirmed in May allows a sitting in April, which counts from May.
    let found = read(&framework, &sat("2022-04-01"), "2022-06-01");
    assert_eq!(days(&found, &framework, "b"), (State::Met, text("2022-05-01"), None));
    assert_eq!(state(&framework, &sat("2022-04-01"), "b", "2022-04-30"), State::Blocked);
    assert_eq!(state(&framework, &sat("2022-03-01"), "b", "2022-06-01"), State::Met, "on the same day");
    let early = read(&framework, &sat("2022-02-28"), "2022-06-01");
    assert_eq!(early.state(framework.find("b").unwrap()), State::Available, "a day too early");
    assert!(says(&framework, &early, "b", "before what it requires first was there"));
    // Unless the rule asks now: then it counts for as long as that holds.
    let now = base(&[("title = \"B\"\n", "title = \"B\"\nrequires = { now = { holds = \"gate\" } }\n")], GATE);
    let mut facts = FactsFile { results: vec![pass("b", "b", "2022-01-15")], ..nobody() };
    assert_eq!(state(&now, &facts, "b", "2022-06-01"), State::Blocked);
    facts.awards = vec![AwardFact { withdrawn_on: Some(d("2023-01-01")), ..award("w", "gate", "2022-05-01") }];
    let found = read(&now, &facts, "2022-06-01");
    assert_eq!(days(&found, &now, "b"), (State::Met, text("2022-05-01"), None));
    assert_eq!(state(&now, &facts, "b", "2023-01-01"), State::Blocked);
    // `at` says what `requires` says anyway, also within `now`.
    let at = base(
        &[(
            "title = \"B\"\n",
            "title = \"B\"\nrequires = { all = [{ holds = \"gate\", at = \"done\" }, { now = \"a\" }] }\n",
        )],
        GATE,
    );
    facts.results = vec![pass("a", "a", "2022-09-01"), pass("b", "b", "2022-06-01")];
    assert_eq!(state(&at, &facts, "b", "2022-08-31"), State::Blocked);
    assert_eq!(
        state(&at, &facts, "b", "2024-01-01"),
        State::Met,
        "the status was held when it was sat, and A is there now"
    );
}

#[test]
fn lesson_m04_moments_and_exceptions_have_their_places() {
    for (text, fault) in [
        (probe("{ now = \"a\" }"), "is not done on a day"),
        (BASE.replacen("title = \"P\"\n", "title = \"P\"\nrequires = { now = \"a\" }\n", 1), "is not done on a day"),
        (BASE.replacen("title = \"A\"\n", "title = \"A\"\nrequires = { not = \"b\" }\n", 1), "more could take it away"),
        (
            BASE.replacen("title = \"A\"\n", "title = \"A\"\nrequires = { holds = \"st\", at = \"noon\" }\n", 1),
            "no moment `noon`",
        ),
    ] {
        let (framework, problems) = load(&SourceFile::new("framework.toml", text));
        assert!(framework.is_none());
        assert!(problems.iter().any(|problem| problem.what.contains(fault)), "{problems:?}");
    }
    let framework = loaded(&probe("{ not = { holds = \"st\" } }"));
    let mut facts = nobody();
    assert_eq!(state(&framework, &facts, "probe", "2022-06-01"), State::Available);
    facts.awards = vec![award("w", "st", "2022-01-01")];
    assert_eq!(state(&framework, &facts, "probe", "2022-06-01"), State::Blocked);
}

#[test]
fn lesson_m05_early_renewal() {
    let framework = base(&[("title = \"Status\"\n", "title = \"Status\"\nexpires = \"3 years\"\n")], "");
    let mut facts =
        FactsFile { awards: vec![award("w1", "st", "2020-07-01"), award("w2", "st", "2023-05-01")], ..nobody() };
    for on in ["2023-06-01", "2023-07-01", "2026-04-30"] {
        let found = read(&framework, &facts, on);
        assert_eq!(days(&found, &framework, "st"), (State::Held, text("2020-07-01"), text("2026-05-01")), "{on}");
    }
    assert_eq!(read(&framework, &facts, "2023-06-01").next_change(), Some(d("2026-05-01")));
    let extends = base(&[("title = \"Status\"\n", "title = \"Status\"\nexpires = \"3 years\"\nextends = true\n")], "");
    let found = read(&extends, &facts, "2023-06-01");
    assert_eq!(days(&found, &extends, "st").2, text("2026-07-01"), "the new term runs from the old end");
    facts.awards[1].conferred_on = d("2023-07-02");
    let found = read(&framework, &facts, "2023-08-01");
    assert_eq!(days(&found, &framework, "st").1, text("2023-07-02"), "with a day between it is a new beginning");
}

#[test]
fn lesson_m06_an_exemption_after_a_pass_takes_nothing_away() {
    let framework = loaded(BASE);
    let mut facts = FactsFile {
        results: vec![pass("r", "a", "2021-01-15")],
        exemptions: vec![exemption("x", "a", "2022-01-15")],
        ..nobody()
    };
    let found = read(&framework, &facts, "2022-06-01");
    assert_eq!(days(&found, &framework, "a"), (State::Met, text("2021-01-15"), None));
    let a = framework.find("a").unwrap();
    assert_eq!(found.counted(&framework, a), ["x", "r"], "both are named");
    assert!(holds_exempt(&framework, &facts), "it is exempt all the same");
    facts.exemptions[0].decided_on = d("2020-01-15");
    let found = read(&framework, &facts, "2022-06-01");
    assert_eq!(days(&found, &framework, "a"), (State::Met, text("2020-01-15"), None), "since the earlier of both");
    facts.results.clear();
    assert_eq!(state(&framework, &facts, "a", "2022-06-01"), State::Exempt);
}

fn holds_exempt(_: &Framework, facts: &FactsFile) -> bool {
    crate::support::holds("{ exempt = [\"a\"] }", facts, "2022-06-01")
}

#[test]
fn lesson_m07_a_second_pass_takes_nothing_away() {
    let framework = base(&[("title = \"A\"\n", "title = \"A\"\nexpires = { after = \"2 years\" }\n")], "");
    let mut facts =
        FactsFile { results: vec![pass("r1", "a", "2020-01-15"), pass("r2", "a", "2021-06-01")], ..nobody() };
    let found = read(&framework, &facts, "2022-06-01");
    assert_eq!(days(&found, &framework, "a"), (State::Met, text("2020-01-15"), text("2023-06-01")));
    facts.results[1].sat_on = d("2022-01-16");
    facts.results[1].confirmed_on = Some(d("2022-01-16"));
    let found = read(&framework, &facts, "2022-06-01");
    assert_eq!(days(&found, &framework, "a").1, text("2022-01-16"), "after a day on which it had lapsed");
}

#[test]
fn lesson_m08_a_blank_signature_is_nobodys_and_spaces_make_nobody_else() {
    let framework = loaded(BASE);
    for signer in ["", "  ", "trainee ", " trainee"] {
        let mut facts = FactsFile { results: vec![pass("r", "a", "2022-01-15")], ..nobody() };
        facts.results[0].confirmed_by = Some(signer.into());
        assert_eq!(state(&framework, &facts, "a", "2022-06-01"), State::Available, "{signer:?}");
        let facts = FactsFile { claims: vec![claim("c", &["o2"], "2022-01-01", "2022-01-02", signer)], ..nobody() };
        assert!(!state(&framework, &facts, "o2", "2022-06-01").counts(), "{signer:?}");
        let facts = FactsFile { verifications: vec![verification("v", "v", "2022-01-01", signer)], ..nobody() };
        assert!(!state(&framework, &facts, "v", "2022-06-01").counts(), "{signer:?}");
    }
}
