//! What is stamped after the day of knowledge is as if nobody had written it.

use std::fmt::Write;

use chrono::{Days, NaiveDate};
use domain::framework::Framework;
use domain::standing::{FactsFile, Outcome, ResultFact, State, report, standing};
use proptest::prelude::*;

use crate::generated::{Dice, framework_text, record, take_back};
use crate::lessons::{days, read};
use crate::support::{BASE, bound, d, exemption, loaded, nobody, pass, result};

/// The facts without all that came to be, or was written, after a day.
fn by(facts: &FactsFile, known: NaiveDate) -> FactsFile {
    let mut facts = facts.clone();
    let is_there =
        |came: NaiveDate, recorded: Option<NaiveDate>| came <= known && recorded.is_none_or(|on| on <= known);
    let forget = |day: &mut Option<NaiveDate>| *day = day.filter(|day| *day <= known);
    let sign = |day: &mut Option<NaiveDate>, by: &mut Option<String>| {
        forget(day);
        *by = by.take().filter(|_| day.is_some());
    };
    facts.results.retain(|one| is_there(one.sat_on, one.recorded_on));
    for one in &mut facts.results {
        sign(&mut one.confirmed_on, &mut one.confirmed_by);
        forget(&mut one.voided_on);
        forget(&mut one.superseded_on);
    }
    facts.exemptions.retain(|one| is_there(one.decided_on, one.recorded_on));
    facts.exemptions.iter_mut().for_each(|one| forget(&mut one.withdrawn_on));
    facts.claims.retain(|one| is_there(one.submitted_on, one.recorded_on));
    for one in &mut facts.claims {
        one.decision = one.decision.take().filter(|decision| decision.on <= known);
        forget(&mut one.withdrawn_on);
    }
    facts.experience.retain(|one| is_there(one.from, one.recorded_on));
    for one in &mut facts.experience {
        sign(&mut one.confirmed_on, &mut one.confirmed_by);
        forget(&mut one.withdrawn_on);
    }
    facts.verifications.retain(|one| is_there(one.on, one.recorded_on));
    facts.verifications.iter_mut().for_each(|one| forget(&mut one.withdrawn_on));
    facts.awards.retain(|one| is_there(one.conferred_on, one.recorded_on));
    facts.awards.iter_mut().for_each(|one| forget(&mut one.withdrawn_on));
    facts
}

/// A whole set of short windows, with sittings about their ends that are confirmed in any order.
fn set(dice: &mut Dice) -> (Framework, FactsFile) {
    let length = dice.pick(&["60 days", "90 days"]).to_owned();
    let max = 1 + dice.below(2);
    let mut text = BASE.to_owned();
    for (title, before) in [("A", ""), ("B", "a"), ("C", "b")] {
        let mut more = format!("title = \"{title}\"\nexpires = {{ after = \"{length}\", whole_set = \"w\" }}\n");
        if !dice.one_in(8) {
            let _ = writeln!(more, "attempts = {{ max = {max}, within = \"{length}\" }}");
        }
        if !before.is_empty() && dice.one_in(3) {
            let _ = writeln!(more, "sat_after = [\"{before}\"]");
        }
        text = text.replacen(&format!("title = \"{title}\"\n"), &more, 1);
    }
    let mut facts = nobody();
    let day = |after: u64| d("2024-01-01") + Days::new(after);
    for n in 0..2 + dice.below(6) {
        let sat = day(dice.below(130));
        let outcome = if dice.one_in(4) { Outcome::Fail } else { Outcome::Pass };
        let mut one = result(&format!("r{n}"), dice.pick(&["a", "b", "c"]), outcome, &sat.to_string());
        one.confirmed_on = Some(sat + Days::new([0, 0, 0, 5, 20, 60, 90][dice.below(7) as usize]));
        one.confirmed_by =
            Some(dice.pick(&["registry", "registry", "registry", "registry", "officer", "trainee"]).into());
        one.voided_on = one.confirmed_on.filter(|_| dice.one_in(8)).map(|on| on + Days::new(dice.below(50)));
        facts.results.push(one);
    }
    if dice.one_in(4) {
        let mut one = exemption("x", dice.pick(&["a", "b", "c"]), &day(dice.below(120)).to_string());
        one.withdrawn_on = Some(one.decided_on + Days::new(1 + dice.below(80))).filter(|_| dice.one_in(2));
        facts.exemptions.push(one);
    }
    (loaded(&text), facts)
}

fn same(framework: &Framework, facts: &FactsFile, on: NaiveDate, known: NaiveDate) -> Result<(), TestCaseError> {
    let told = |facts: &FactsFile| report(framework, &standing(framework, &bound(framework, facts), on, known));
    prop_assert_eq!(told(facts), told(&by(facts, known)), "on {}, known {}: {:#?}", on, known, facts);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_a_set_what_is_stamped_later_says_nothing(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let (framework, facts) = set(&mut dice);
        for _ in 0..4 {
            let on = d("2024-01-01") + Days::new(10 + dice.below(250));
            let known = if dice.one_in(3) { on + Days::new(dice.below(60)) } else { on };
            same(&framework, &facts, on, known - Days::new(if dice.one_in(4) { dice.below(15) } else { 0 }))?;
        }
    }

    #[test]
    fn what_is_stamped_later_says_nothing(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let framework = loaded(&framework_text(&mut dice, seed % 2 == 0));
        let mut facts = record(&mut dice, 60);
        take_back(&mut dice, &mut facts);
        // A name without a day is a fault of a file.
        facts.results.iter_mut().filter(|one| one.confirmed_on.is_none()).for_each(|one| one.confirmed_by = None);
        let on = dice.day();
        same(&framework, &facts, on, on)?;
        same(&framework, &facts, on, dice.day())?;
    }
}

/// The fail is provisional until 28 May, and nobody knows before that the pass was one attempt too many.
#[test]
fn a_confirmation_that_lies_in_the_future_lets_no_set_lapse() {
    let modifiers =
        "expires = { after = \"60 days\", whole_set = \"w\" }\nattempts = { max = 1, within = \"60 days\" }\n";
    let text = ["A", "B"].iter().fold(BASE.to_owned(), |text, title| {
        text.replacen(&format!("title = \"{title}\"\n"), &format!("title = \"{title}\"\n{modifiers}"), 1)
    });
    let framework = loaded(&text);
    for outcome in [Outcome::Fail, Outcome::Pass] {
        let first = ResultFact { confirmed_on: Some(d("2024-05-28")), ..result("b1", "b", outcome, "2024-03-29") };
        let facts = FactsFile {
            results: vec![pass("a1", "a", "2024-02-13"), first, pass("b2", "b", "2024-04-09")],
            ..nobody()
        };
        for on in ["2024-04-12", "2024-04-20"] {
            for id in ["a", "b"] {
                let (state, _, until) = days(&read(&framework, &facts, on), &framework, id);
                assert_eq!((state, until), (State::Met, None), "{id} on {on}, {outcome:?}");
            }
        }
    }
}
