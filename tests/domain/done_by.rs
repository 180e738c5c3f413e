//! What comes before something, against another way of saying it: what was done by that day, as if all of it had been confirmed
//! at once, comes to what the element requires.

use std::fmt::Write;

use chrono::{Days, NaiveDate};
use domain::standing::{ClaimFact, ExperienceFact, FactsFile, ResultFact, standing};
use proptest::prelude::*;

use crate::generated::Dice;
use crate::support::{award, bound, claim, d, exemption, loaded, nobody, pass, spell, verification};

const PEOPLE: [&str; 4] = ["bob", "cat", "dan", "eve"];

/// `b` of the stage `u` requires some of a stage `s` that may have to be entered, with everything that may lapse.
fn text(dice: &mut Dice) -> String {
    let mut maybe = |text: &str| if dice.one_in(2) { text.to_owned() } else { String::new() };
    let [a, c] = ["expires = \"40 days\"", "expires = \"2 months\""].map(&mut maybe);
    let (v, o, window) =
        (maybe("valid_for = \"50 days\""), maybe("valid_for = \"60 days\""), maybe(", window = \"60 days\""));
    let firsts = ["\"a\"", "\"c\"", "{ holds = \"st\" }", "{ any = [\"a\", { holds = \"st\" }] }", "{ all = [] }"];
    let mut first = |more: &[&str]| dice.pick(&[&firsts[..], more].concat()).to_owned();
    let (p, e, w) = (first(&["\"r\""]), first(&["\"p\""]), first(&["\"p\"", "\"e\""]));
    let s = dice.pick(&["\"f\"", "{ holds = \"st\" }", "{ any = [\"f\", { exempt = [\"r\"] }] }", "{ all = [] }"]);
    let results = dice.pick(&["\"a\"", "{ all = [\"a\", \"c\"] }", "{ any = [\"a\", \"c\"] }"]);
    let employer = dice.pick(&[
        "\"v\"",
        "\"p\"",
        "{ any = [\"v\", \"w\"] }",
        "{ any = [\"e\", \"p\"] }",
        "{ all = [\"e\", \"w\"] }",
    ]);
    let gather = dice.pick(&["{ hours = 10, kind = \"work\"WINDOW }", "{ period = \"20 days\", kind = \"work\" }"]);
    let b = dice.pick(&[
        "\"s\"",
        "\"s\"",
        "\"p\"",
        "\"e\"",
        "\"w\"",
        "\"o1\"",
        "{ all = [\"p\", \"e\"] }",
        "{ at_least = 2, of = [\"s\", \"p\", \"e\", \"c\"] }",
    ]);
    let mut text =
        String::from("slug = \"x\"\nversion = \"1\"\ntitle = \"X\"\nbody = \"x\"\neffective_from = 2020-01-01\n");
    let mut table = |list: &str, id: &str, more: &str| {
        let _ = write!(text, "\n[[{list}]]\nid = \"{id}\"\ntitle = \"{id}\"\n{more}\n");
        if list != "competency" {
            text.push_str("sources = [\"t\"]\n");
        }
    };
    table("experience_kind", "work", "");
    table("stage", "f", "results = \"r\"\nno_employer_key = \"t\"");
    table("stage", "s", &format!("requires = {s}\nresults = {results}\nemployer = {employer}"));
    table("stage", "u", "results = \"b\"\nno_employer_key = \"t\"");
    let mut element = |id: &str, kind: &str, stage: &str, more: &str| {
        table("element", id, &format!("kind = \"{kind}\"\nstage = \"{stage}\"\n{more}"));
    };
    element("r", "assessment", "f", "");
    element("a", "assessment", "s", &a);
    element("c", "assessment", "s", &c);
    element("v", "verification", "s", &v);
    element("w", "verification", "s", &format!("requires = {w}"));
    element("p", "portfolio", "s", &format!("outcomes_of = [\"o1\"]\nrequires = {p}"));
    element("e", "experience", "s", &format!("gather = {}\nrequires = {e}", gather.replace("WINDOW", &window)));
    element("b", "assessment", "u", &format!("requires = {b}"));
    table("competency", "area", "");
    table("competency", "o1", &format!("parent = \"area\"\nstage = \"s\"\nexamples = 1\n{o}"));
    table("status", "st", "expires = \"70 days\"");
    table("step_off", "off", "status = \"st\"\nrequires = { all = [] }");
    // So that everything is asked for.
    let all = "requires = { all = [\"a\", \"c\", \"v\", \"w\", \"p\", \"e\", \"s\"] }";
    table("status", "end", "");
    table("step_off", "last", &format!("status = \"end\"\n{all}"));
    text
}

fn day(dice: &mut Dice, most: u64) -> NaiveDate {
    d("2024-01-01") + Days::new(dice.below(most))
}

fn record(dice: &mut Dice) -> FactsFile {
    let mut facts = nobody();
    for n in 0..4 + dice.below(14) {
        let (id, on, late) = (format!("f{n}"), day(dice, 120), Days::new([0, 0, 10, 45, 90][dice.below(5) as usize]));
        let (text, by) = (on.to_string(), dice.pick(&PEOPLE).to_owned());
        match dice.below(10) {
            0..4 => facts.results.push(ResultFact {
                confirmed_on: Some(on + late),
                confirmed_by: Some(by),
                ..pass(&id, dice.pick(&["r", "a", "c", "a"]), &text)
            }),
            4 => {
                let mut one = exemption(&id, dice.pick(&["r", "a"]), &text);
                one.withdrawn_on = dice.one_in(2).then(|| on + late + Days::new(1));
                facts.exemptions.push(one);
            }
            5 => facts.verifications.push(verification(&id, dice.pick(&["v", "w"]), &text, &by)),
            6 => {
                let mut one = award(&id, "st", &text);
                one.withdrawn_on = dice.one_in(3).then(|| on + late + Days::new(1));
                facts.awards.push(one);
            }
            7 => {
                let until = on + Days::new(1 + dice.below(40));
                let mut one = spell(&id, "work", &text, &until.to_string(), 1 + dice.below(12) as i64);
                (one.confirmed_on, one.confirmed_by) = (Some(until + late), Some(by));
                facts.experience.push(one);
            }
            _ => {
                let mut one: ClaimFact = claim(&id, &["o1"], &text, &(on + Days::new(dice.below(20))).to_string(), &by);
                one.decision.iter_mut().for_each(|decision| decision.on = one.submitted_on + late);
                facts.claims.push(one);
            }
        }
    }
    facts
}

/// What was done by a day, confirmed and decided at once.
fn done_by(facts: &FactsFile, day: NaiveDate) -> FactsFile {
    let mut facts = facts.clone();
    facts.results.retain(|one| one.sat_on <= day);
    facts.results.iter_mut().for_each(|one| one.confirmed_on = Some(one.sat_on));
    facts.claims.retain(|one| one.submitted_on <= day);
    for one in &mut facts.claims {
        one.decision.iter_mut().for_each(|decision| decision.on = one.submitted_on);
    }
    // Every day of a spell is one of its own, and of what goes on the days so far.
    let days = facts.experience.iter().filter(|one| one.from <= day).map(|one| {
        let until = one.until.min(day + Days::new(1));
        let minutes = one.minutes * (until - one.from).num_days() / (one.until - one.from).num_days();
        ExperienceFact { until, minutes, confirmed_on: Some(until - Days::new(1)), ..one.clone() }
    });
    facts.experience = days.collect();
    facts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_pass_counts_by_what_had_been_done_on_its_day(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let text = text(&mut dice);
        let (framework, mut facts) = (loaded(&text), record(&mut dice));
        let sat = day(&mut dice, 160);
        let b = framework.find("b").unwrap();
        let there = standing(&framework, &bound(&framework, &done_by(&facts, sat)), sat, sat).is_open(b);
        facts.results.push(pass("b1", "b", &sat.to_string()));
        let late = d("2025-06-01");
        let counts = standing(&framework, &bound(&framework, &facts), late, late).state(b).counts();
        prop_assert_eq!(counts, there, "sat on {}: {:#?}\n{}", sat, facts, text);
    }
}
