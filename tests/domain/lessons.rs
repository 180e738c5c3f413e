//! What frameworks that nobody here wrote taught the rules: each lesson by its number, with the record that taught it.
//! The readings stand in `docs/standing.md`.

use domain::framework::{Framework, SourceFile, load};
use domain::plan::outlook;
use domain::standing::{
    AwardFact, ClaimOutcome, FactsFile, Key, KeyProblem, Outcome, Reason, Standing, State, report, standing,
};

use crate::support::{
    BASE, award, bound, claim, d, exemption, framework, frameworks_dir, loaded, nobody, pass, probe, result, spell,
    state, verification,
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

fn known(framework: &Framework, facts: &FactsFile, on: &str, known: &str) -> Standing {
    standing(framework, &bound(framework, facts), d(on), d(known))
}

/// A status that stands in nobody's way.
const GATE: &str = "[[status]]\nid = \"gate\"\ntitle = \"Gate\"\nsources = [\"test\"]\n\n[[step_off]]\nid = \"gate-off\"\n\
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

fn text(day: &str) -> Option<String> {
    Some(day.to_owned())
}

/// The experience element `e` of the employer's key, with this rule.
pub fn gathering(rule: &str) -> Framework {
    base(&[("[\"p\", \"v\"]", "[\"p\", \"v\", \"e\"]")], &element("e", "experience", &format!("gather = {rule}")))
}

fn spells(each: &[(&str, &str)]) -> FactsFile {
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
            ahead.others.into_iter().flatten().map(|plan| (of(plan.target), plan.steps.len())).collect();
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
