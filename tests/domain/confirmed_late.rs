//! The day on which a second person confirms is not the trainee's: from the later of two days on it is the same whichever it was.

use chrono::{Days, NaiveDate};
use domain::framework::Framework;
use domain::standing::{Dated, FactsFile, ResultFact, Since, State, standing};
use proptest::prelude::*;

use crate::generated::Dice;
use crate::lessons::{element, says};
use crate::support::{award, bound, d, exemption, loaded, nobody, pass, verification};

const HEAD: &str = "slug = \"x\"\nversion = \"1\"\ntitle = \"X\"\nbody = \"x\"\neffective_from = 2020-01-01\n\n";

fn stage(id: &str, requires: &str, results: &str) -> String {
    format!(
        "[[stage]]\nid = \"{id}\"\ntitle = \"{id}\"\nsources = [\"t\"]\n{requires}\nresults = {results}\nno_employer_key = \"t\"\n\n"
    )
}

fn assessment(id: &str, stage: &str, more: &str) -> String {
    element(id, "assessment", more).replace("stage = \"s\"", &format!("stage = \"{stage}\""))
}

fn framework(parts: &[String]) -> Framework {
    loaded(&(HEAD.to_owned() + &parts.concat()))
}

fn confirmed(result: ResultFact, on: &str) -> ResultFact {
    ResultFact { confirmed_on: Some(d(on)), ..result }
}

fn of(results: Vec<ResultFact>) -> FactsFile {
    FactsFile { results, ..nobody() }
}

type How<'t> = (State, Option<&'t str>);

#[track_caller]
fn stands(framework: &Framework, facts: &FactsFile, id: &str, on: &str, expected: How<'_>) {
    let (found, ix) = (standing(framework, &bound(framework, facts), d(on), d(on)), framework.find(id).unwrap());
    assert_eq!((found.state(ix), found.since(ix)), (expected.0, expected.1.map(d)), "{id} on {on}");
}

fn met(since: &str) -> How<'_> {
    (State::Met, Some(since))
}

const BLOCKED: How<'_> = (State::Blocked, None);

/// `ex` asks for a medical now, and `nx` requires `ex`.
fn medical() -> Framework {
    framework(&[
        stage("s", "", "{ all = [\"med\", \"ex\", \"nx\"] }"),
        assessment("med", "s", "expires = \"1 month\""),
        assessment("ex", "s", "requires = { now = \"med\" }"),
        assessment("nx", "s", "requires = \"ex\""),
    ])
}

#[test]
fn what_rests_on_an_element_is_there_though_what_that_asks_now_lapsed_before_it_was_confirmed() {
    let framework = medical();
    let sat = |med: &str, ex: &str, nx: &str| {
        of(vec![
            confirmed(pass("m", "med", "2024-01-01"), med),
            confirmed(pass("e", "ex", "2024-01-10"), ex),
            pass("n", "nx", nx),
        ])
    };
    for (med, ex, nx, expected) in [
        ("2024-01-01", "2024-01-31", "2024-01-20", met("2024-01-31")),
        ("2024-01-01", "2024-02-01", "2024-01-20", met("2024-02-01")),
        ("2024-01-01", "2024-05-01", "2024-01-20", met("2024-05-01")),
        ("2024-02-20", "2024-01-12", "2024-01-20", met("2024-02-20")),
        ("2024-02-20", "2024-03-10", "2024-01-31", met("2024-03-10")),
        ("2024-03-10", "2024-02-20", "2024-01-31", met("2024-03-10")),
        // Sat before the other, or after the medical lapsed.
        ("2024-01-01", "2024-02-01", "2024-01-09", BLOCKED),
        ("2024-01-01", "2024-02-01", "2024-02-01", BLOCKED),
        ("2024-01-01", "2024-01-12", "2024-02-10", BLOCKED),
    ] {
        let mut facts = sat(med, ex, nx);
        stands(&framework, &facts, "nx", "2024-06-01", expected);
        stands(&framework, &facts, "ex", "2024-06-01", BLOCKED);
        if let (_, Some(since)) = expected {
            let before = d(since).pred_opt().unwrap().to_string();
            stands(&framework, &facts, "nx", &before, BLOCKED);
            // A later medical moves nothing, and brings back what asks for it alone.
            facts.results.push(pass("m2", "med", "2024-05-20"));
            stands(&framework, &facts, "nx", "2024-06-01", expected);
            stands(&framework, &facts, "ex", "2024-06-01", met("2024-05-20"));
        }
    }
    // What it requires was there, and is no more; or was not there yet.
    for (nx, says_why) in [
        ("2024-02-10", "Passed on 10 February 2024, when what it requires first was there no more"),
        ("2024-01-09", "Passed on 9 January 2024, before what it requires first was there"),
    ] {
        let facts = bound(&framework, &sat("2024-01-01", "2024-01-12", nx));
        let found = standing(&framework, &facts, d("2024-02-20"), d("2024-02-20"));
        assert!(
            says(&framework, &found, "nx", says_why),
            "{:#?}",
            found.reasons(&framework, framework.find("nx").unwrap())
        );
    }
    // Taken back, the medical never was.
    let mut facts = sat("2024-01-01", "2024-02-01", "2024-01-20");
    facts.results[0].voided_on = Some(d("2024-03-01"));
    stands(&framework, &facts, "nx", "2024-02-29", met("2024-02-01"));
    stands(&framework, &facts, "nx", "2024-03-01", BLOCKED);
}

#[test]
fn a_pass_that_lapsed_before_it_was_confirmed_is_good_no_longer_than_it_was() {
    let framework = framework(&[
        stage("s", "", "{ all = [\"med\", \"ex\", \"nx\"] }"),
        assessment("med", "s", "expires = \"1 month\""),
        assessment("ex", "s", "expires = \"12 days\"\nrequires = { now = \"med\" }"),
        assessment("nx", "s", "requires = \"ex\""),
    ]);
    for (nx, expected) in [("2024-01-21", met("2024-03-01")), ("2024-01-22", BLOCKED)] {
        let late = confirmed(pass("e", "ex", "2024-01-10"), "2024-03-01");
        let facts = of(vec![pass("m", "med", "2024-01-01"), late, pass("n", "nx", nx)]);
        stands(&framework, &facts, "nx", "2024-06-01", expected);
    }
}

#[test]
fn what_rests_on_a_pass_is_there_though_one_became_another_before_it_was_confirmed() {
    let specialism = |id: &str, of: &str| {
        format!("[[specialism]]\nid = \"{id}\"\ntitle = \"{id}\"\npairs = [\"{of}\"]\nsources = [\"t\"]\n\n")
    };
    let framework = framework(&[
        specialism("sa", "ma"),
        specialism("sb", "mb"),
        stage("s", "", "{ any = [\"ma\", \"mb\"] }"),
        assessment("ma", "s", "requires = { matches = \"sa\" }"),
        assessment("mb", "s", "requires = { matches = \"sb\" }"),
        stage("z", "requires = \"ma\"", "\"za\""),
        assessment("za", "z", "requires = \"ma\""),
    ]);
    let since = |is: &str, since: Option<&str>| Since { is: is.to_owned(), since: since.map(d), recorded_on: None };
    let specialism = Dated::Changing(vec![since("sa", None), since("sb", Some("2024-02-01"))]);
    let sat = |ma: &str, confirmed_on: &str, za: &str| FactsFile {
        specialism: specialism.clone(),
        ..of(vec![confirmed(pass("a", "ma", ma), confirmed_on), pass("z", "za", za)])
    };
    for (ma, on, za, expected) in [
        ("2024-01-05", "2024-01-31", "2024-01-08", met("2024-01-31")),
        ("2024-01-05", "2024-02-01", "2024-01-08", met("2024-02-01")),
        ("2024-01-05", "2024-02-10", "2024-01-31", met("2024-02-10")),
        ("2024-01-05", "2024-02-10", "2024-02-01", BLOCKED),
        ("2024-01-05", "2024-02-10", "2024-01-04", BLOCKED),
        ("2024-02-05", "2024-02-10", "2024-02-06", BLOCKED),
    ] {
        let facts = sat(ma, on, za);
        ["za", "ma"]
            .iter()
            .zip([expected, BLOCKED])
            .for_each(|(id, how)| stands(&framework, &facts, id, "2024-06-01", how));
        // Who had begun before the change has entered the stage.
        let entered = if za < "2024-02-01" && ma < "2024-02-01" { (State::Available, None) } else { BLOCKED };
        stands(&framework, &facts, "z", "2024-06-01", if expected == BLOCKED { entered } else { expected });
    }
}

#[test]
fn a_stage_is_entered_by_exemptions_alone_though_what_it_requires_lapsed_before_it_was_confirmed() {
    let framework = framework(&[
        stage("s0", "", "\"a0\""),
        assessment("a0", "s0", "expires = \"20 days\""),
        stage("s1", "requires = \"a0\"", "\"a1\""),
        assessment("a1", "s1", ""),
        stage("s2", "requires = \"s1\"", "\"a2\""),
        assessment("a2", "s2", "requires = \"s1\""),
    ]);
    let with = |on: &str, a1: Option<&str>| {
        let mut facts = of(vec![
            confirmed(pass("r", "a0", "2024-02-23"), on),
            confirmed(pass("q", "a2", "2024-02-25"), "2024-02-26"),
        ]);
        match a1 {
            Some(sat) => facts.results.push(pass("p", "a1", sat)),
            None => facts.exemptions.push(exemption("x", "a1", "2024-01-27")),
        }
        facts
    };
    for on in ["2024-03-01", "2024-03-13", "2024-03-14", "2024-03-24"] {
        let mut facts = with(on, None);
        let before = d(on).pred_opt().unwrap().to_string();
        for (id, how) in [("s1", BLOCKED), ("a2", BLOCKED)] {
            stands(&framework, &facts, id, &before, how);
        }
        for id in ["s1", "a2", "s2"] {
            stands(&framework, &facts, id, "2024-06-01", met(on));
            stands(&framework, &with(on, Some("2024-02-24")), id, "2024-06-01", met(on));
        }
        // Entered, it stays so though the exemption is ended; nobody enters by one that was decided after the lapse.
        facts.exemptions[0].withdrawn_on = Some(d("2024-03-20"));
        stands(&framework, &facts, "s1", "2024-06-01", (State::Available, None));
        facts.exemptions[0].decided_on = d("2024-03-14");
        stands(&framework, &facts, "s1", "2024-06-01", BLOCKED);
        stands(&framework, &with(on, Some("2024-03-14")), "s1", "2024-06-01", BLOCKED);
    }
}

/// What asks now, or who one is; what lapses; and stages that may be met by exemptions alone.
fn generated(dice: &mut Dice) -> String {
    let asks = [
        "{ now = \"a\" }",
        "{ now = { holds = \"st\" } }",
        "{ now = { any = [\"a\", { holds = \"st\" }] } }",
        "{ all = [\"a\", { now = { holds = \"st\" } }] }",
        "{ any = [\"a\", { now = { all = [\"c\", { holds = \"st\" }] } }] }",
        "{ matches = \"one\" }",
        "{ all = [{ matches = \"one\" }, { now = \"a\" }] }",
        "{ any = [{ all = [\"c\", { matches = \"one\" }] }, { now = \"a\" }] }",
        "{ now = \"s\" }",
    ];
    let needs =
        ["\"b\"", "\"v\"", "\"t\"", "{ any = [\"b\", \"v\"] }", "{ all = [\"b\", \"a\"] }", "{ all = [\"t\", \"b\"] }"];
    let lapses = ["expires = \"20 days\"", "expires = \"40 days\"", ""];
    let mut one = |of: &[&str]| dice.pick(of).to_owned();
    let (a, c, b) = (one(&lapses[..2]), one(&lapses), one(&["", "", "expires = \"30 days\""]));
    let (asked, verified) = (one(&asks), one(&asks));
    let after_t = [
        "\"a\"",
        "\"b\"",
        "{ any = [\"a\", \"v\"] }",
        "{ all = [\"a\", \"s\"] }",
        "{ all = [\"a\", { matches = \"one\" }] }",
        "{ holds = \"st\" }",
    ];
    let (t, u, last) = (one(&after_t), one(&needs), one(&needs));
    let keys = one(&[
        "\"x\"",
        "{ all = [\"x\", \"y\"] }",
        "{ any = [\"x\", { all = [\"c\", \"y\"] }] }",
        "{ any = [{ all = [\"x\", { matches = \"one\" }] }, { all = [\"y\", { matches = \"other\" }] }] }",
    ]);
    let of_s = one(&["\"a\"", "{ any = [\"a\", \"c\"] }", "\"c\"", "{ all = [\"a\", { matches = \"one\" }] }"]);
    let specialism =
        |id: &str| format!("[[specialism]]\nid = \"{id}\"\ntitle = \"{id}\"\npairs = [\"b\"]\nsources = [\"t\"]\n\n");
    let requires = |rule: &str| format!("requires = {rule}");
    let parts = [
        specialism("one"),
        specialism("other"),
        stage("s", "", &of_s),
        stage("q", "", "{ all = [\"b\", \"c\"] }").replace("no_employer_key = \"t\"", "employer = \"v\""),
        stage("t", &requires(&t), &keys),
        stage("u", &requires(&u), "\"z\""),
        assessment("a", "s", &a),
        assessment("c", "s", &c),
        assessment("b", "q", &format!("{}\n{b}", requires(&asked))),
        element("v", "verification", &requires(&verified)).replace("stage = \"s\"", "stage = \"q\""),
        assessment("x", "t", ""),
        assessment("y", "t", ""),
        assessment("z", "u", &requires(&last)),
    ];
    let ends = "[[status]]\nid = \"st\"\ntitle = \"St\"\nsources = [\"t\"]\nexpires = \"30 days\"\n\n\
        [[step_off]]\nid = \"off\"\ntitle = \"Off\"\nsources = [\"t\"]\nstatus = \"st\"\nrequires = { all = [] }\n\n\
        [[status]]\nid = \"end\"\ntitle = \"End\"\nsources = [\"t\"]\n\n\
        [[step_off]]\nid = \"last\"\ntitle = \"Last\"\nsources = [\"t\"]\nstatus = \"end\"\n\
        requires = { all = [\"s\", \"q\", \"t\", \"u\", \"y\", \"a\", \"c\"] }\n";
    let text = HEAD.to_owned() + &parts.concat() + ends;
    // In some nothing lapses: there one may only become another.
    let lasting = |text: String, lapse: &str| text.replace(&format!("{lapse}\n"), "");
    if dice.one_in(4) {
        [&lapses[..2], &["expires = \"30 days\""]].concat().into_iter().fold(text, lasting)
    } else {
        text
    }
}

fn record(dice: &mut Dice) -> FactsFile {
    let day = |dice: &mut Dice| d("2024-01-01") + Days::new(dice.below(90));
    let mut facts = nobody();
    for n in 0..5 + dice.below(12) {
        let (id, on, late) = (format!("f{n}"), day(dice), Days::new([0, 0, 15, 30, 60][dice.below(5) as usize]));
        let text = on.to_string();
        match dice.below(10) {
            0..6 => {
                let element = dice.pick(&["a", "a", "a", "c", "b", "b", "x", "y", "z", "z"]);
                facts.results.push(confirmed(pass(&id, element, &text), &(on + late).to_string()));
            }
            6 | 7 => {
                let mut one = exemption(&id, dice.pick(&["x", "x", "y", "c"]), &text);
                one.withdrawn_on = dice.one_in(4).then(|| on + late + Days::new(1));
                facts.exemptions.push(one);
            }
            8 => facts.verifications.push(verification(&id, "v", &text, "eve")),
            _ => {
                let mut one = award(&id, "st", &text);
                one.recorded_on = dice.one_in(2).then(|| on + late);
                facts.awards.push(one);
            }
        }
    }
    let since = |is: &str, since: Option<NaiveDate>| Since { is: is.to_owned(), since, recorded_on: None };
    let mut chosen = vec![since("one", None)];
    if dice.one_in(2) {
        chosen.push(since("other", Some(day(dice))));
    }
    if dice.one_in(4) {
        chosen.push(since("one", Some(d("2024-04-01") + Days::new(dice.below(30)))));
    }
    facts.specialism = Dated::Changing(chosen);
    facts
}

/// For each node whether it counts and is open.
fn how(framework: &Framework, facts: &FactsFile, on: NaiveDate) -> Vec<(String, bool, bool)> {
    let found = standing(framework, &bound(framework, facts), on, on);
    framework.nodes().map(|(ix, node)| (node.id.clone(), found.state(ix).counts(), found.is_open(ix))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_earlier_confirmation_changes_nothing_from_the_later_one_on(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let text = generated(&mut dice);
        let (framework, facts) = (loaded(&text), record(&mut dice));
        for at in 0..facts.results.len() {
            let mut early = facts.clone();
            let Some(late_on) = facts.results[at].confirmed_on.filter(|day| *day > facts.results[at].sat_on) else { continue };
            early.results[at].confirmed_on = Some(early.results[at].sat_on);
            for after in [0, 1, 14, 29, 45, 90, 200] {
                let on = late_on + Days::new(after);
                let (soon, late) = (how(&framework, &early, on), how(&framework, &facts, on));
                prop_assert_eq!(soon, late, "{} of {:#?}\non {}\n{}", at, facts, on, text);
            }
            let on = facts.results[at].sat_on + Days::new(dice.below(60));
            for (soon, late) in how(&framework, &early, on).into_iter().zip(how(&framework, &facts, on)) {
                prop_assert!(soon.1 || !late.1, "{} of {:#?}\non {}\n{}", soon.0, facts, on, text);
            }
        }
    }
}
