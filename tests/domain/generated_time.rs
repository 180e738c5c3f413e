//! Plans where things lapse, end, begin and must not be so, against brute force over acts, waits and work: where there is a way,
//! the plan is one, with as few steps.

use std::collections::{BTreeSet, VecDeque};

use chrono::{Days, Months, NaiveDate};
use domain::framework::{Framework, NodeIx};
use domain::plan::plan;
use domain::standing::{FactsFile, Outcome, State, standing};
use proptest::prelude::*;

use crate::carrying_out::{carry_out, not_open};
use crate::generated::Dice;
use crate::small::{ON, small};
use crate::support::{award, bound, d, loaded, nobody, pass, spell};

const TITLES: [&str; 3] = ["j", "p", "q"];
const PASSES: [&str; 3] = ["a", "b", "c"];
const DAYS: [&str; 4] = ["2024-06-20", "2024-08-20", "2024-12-20", "2025-05-20"];
const LENGTHS: [&str; 3] = ["2 months", "5 months", "1 year"];

/// How long the work of the framework takes.
const WORK: u64 = 100;

/// Steps of which every way is tried.
const MOST_STEPS: usize = 6;

/// Places of which the ways are followed.
const MOST_PLACES: usize = 3_000;

fn rule(dice: &mut Dice, at: usize) -> String {
    let mut parts: Vec<String> = (0..=dice.below(2)).map(|_| format!("\"{}\"", dice.pick(&PASSES))).collect();
    let others = &TITLES[..at];
    if at > 0 && dice.one_in(2) {
        let other = dice.pick(others);
        let not = if dice.one_in(3) { "not = { holds" } else { "holds" };
        let end = if not == "holds" { "" } else { " }" };
        parts.push(format!("{{ {not} = \"{other}\" }}{end}"));
    }
    if dice.one_in(2) {
        let held =
            if at > 0 && dice.one_in(2) { format!(", while = \"{}\"", dice.pick(others)) } else { String::new() };
        parts.push(format!("{{ period = \"{WORK} days\", kind = \"work\"{held} }}"));
    }
    parts.sort();
    parts.dedup();
    let how = if dice.one_in(3) { "any" } else { "all" };
    format!("{{ {how} = [{}] }}", parts.join(", "))
}

fn tables(dice: &mut Dice) -> String {
    let mut all = String::from("kind work\nstage s: results = \"d\"\nassessment d in s\n");
    let (set, entered) = (dice.one_in(5), dice.one_in(4));
    for id in PASSES {
        let mut keys = Vec::new();
        if set && id != "c" {
            keys.push(String::from("expires = { after = \"5 months\", whole_set = \"w\" }"));
        } else {
            keys.extend(dice.one_in(3).then(|| format!("expires = \"{}\"", dice.pick(&LENGTHS))));
        }
        // A set shares the window of its attempts.
        let window = if set && id != "c" { "5 months" } else { "2 months" };
        keys.extend(dice.one_in(4).then(|| format!("attempts = {{ max = 1, within = \"{window}\" }}")));
        if id != "a" && dice.one_in(4) {
            let first = if id == "b" { "a" } else { "b" };
            keys.push(if dice.one_in(2) {
                format!("requires = \"{first}\"")
            } else {
                format!("requires = {{ now = \"{first}\" }}")
            });
        }
        let stage = if entered && id == "c" { " in t" } else { "" };
        all += &format!("assessment {id}{stage}: {}\n", keys.join("; "));
    }
    if entered {
        all += &format!("stage t: results = \"c\"; requires = \"{}\"\n", dice.pick(&["a", "b"]));
    }
    for (at, title) in TITLES.iter().enumerate() {
        let own = rule(dice, at);
        let mut keys = String::new();
        if dice.one_in(3) {
            keys += &format!("; expires = \"{}\"", dice.pick(&LENGTHS));
            keys += if dice.one_in(2) { "; extends = true" } else { "" };
        }
        let from = if dice.one_in(4) { Some(dice.below(3) as usize) } else { None };
        let until = if dice.one_in(4) { Some(dice.below(4) as usize) } else { None };
        keys += &from.map(|day| format!("; valid_from = {}", DAYS[day])).unwrap_or_default();
        let until = until.filter(|until| from.is_none_or(|from| from < *until));
        keys += &until.map(|day| format!("; valid_until = {}", DAYS[day])).unwrap_or_default();
        all += &format!("award {title}: {own}{keys}\n");
    }
    all + "route r: requires = { all = [\"a\", \"b\", \"c\", \"s\", { period = \"1 day\", kind = \"work\" }] }\n"
}

fn record(dice: &mut Dice) -> FactsFile {
    let ago = |dice: &mut Dice| (d(ON) - Days::new(1 + dice.below(300))).to_string();
    let mut facts = nobody();
    for id in PASSES {
        if dice.one_in(3) {
            let mut sat = pass(&format!("r-{id}"), id, &ago(dice));
            sat.outcome = if dice.one_in(4) { Outcome::Fail } else { Outcome::Pass };
            facts.results.push(sat);
        }
    }
    for id in TITLES {
        if dice.one_in(5) {
            facts.awards.push(award(&format!("w-{id}"), id, &ago(dice)));
        }
    }
    facts
}

/// What is there once some steps are taken, the day, and how many steps that were.
struct Place {
    facts: FactsFile,
    day: NaiveDate,
    steps: usize,
    waits: bool,
}

/// The fewest steps by which each title is reached, of all ways of so many steps; nothing where too many were followed.
fn fewest(framework: &Framework, facts: &FactsFile) -> Option<Vec<Option<usize>>> {
    let titles = TITLES.map(|title| framework.find(title).unwrap());
    let mut found: Vec<Option<usize>> = vec![None; titles.len()];
    let mut seen = BTreeSet::new();
    let start = Place { facts: facts.clone(), day: d(ON), steps: 0, waits: false };
    let mut left = VecDeque::from([start]);
    while let Some(place) = left.pop_front() {
        if !seen.insert((format!("{:?}", (place.facts.results.len(), &key(&place.facts))), place.day, place.waits)) {
            continue;
        }
        if seen.len() > MOST_PLACES {
            return None;
        }
        let now = standing(framework, &bound(framework, &place.facts), place.day, place.day);
        for (title, found) in titles.iter().zip(&mut found) {
            if now.state(*title).counts() && found.is_none_or(|steps| place.steps < steps) {
                *found = Some(place.steps);
            }
        }
        if found.iter().all(Option::is_some) && found.iter().flatten().all(|steps| *steps < place.steps) {
            break;
        }
        let today = place.day.to_string();
        let mut next = Vec::new();
        let mut events: BTreeSet<NaiveDate> = DAYS.into_iter().map(d).filter(|day| *day > place.day).collect();
        for (ix, _) in framework.nodes() {
            events.extend(now.spans(ix).as_slice().iter().flat_map(|span| [span.from, span.until]));
        }
        // What is done as late as it can be, or lasts just until such a day.
        events.retain(|day| *day > place.day && *day < d("2030-01-01"));
        for day in events.clone() {
            events.extend(day.pred_opt());
            for months in [2, 5, 12] {
                let lasts = |from: &NaiveDate| *from + Months::new(months) > day;
                let first = day.checked_sub_months(Months::new(months)).unwrap_or(day);
                events.extend(first.iter_days().take(5).find(lasts));
            }
        }
        // Attempts count again.
        for months in [2, 5] {
            events.extend(place.facts.results.iter().map(|one| one.sat_on + Months::new(months)));
        }
        let event = events.range(place.day.succ_opt().unwrap()..).next().copied().filter(|day| *day < d("2030-01-01"));
        // Who goes on waiting waits once.
        if let Some(day) = event {
            let steps = place.steps + usize::from(!place.waits);
            left.push_front(Place { facts: place.facts.clone(), day, steps, waits: true });
        }
        if place.steps == MOST_STEPS {
            continue;
        }
        let id = format!("s-{}-{}", place.steps, place.day);
        for element in PASSES {
            let ix = framework.find(element).unwrap();
            let may_lapse = now.until(ix).is_some();
            let is_entered = framework.node(ix).stage.is_none_or(|stage| now.is_open(stage));
            if is_entered
                && now.is_open(ix)
                && now.state(ix) != State::Blocked
                && (!now.state(ix).counts() || may_lapse)
            {
                let mut facts = place.facts.clone();
                facts.results.push(pass(&format!("{id}-{element}"), element, &today));
                next.push((facts, place.day));
            }
        }
        for (title, ix) in TITLES.iter().zip(titles) {
            let leads = |way: &NodeIx| now.state(*way) == State::Available;
            if framework.needs(ix).iter().any(leads) {
                let mut facts = place.facts.clone();
                facts.awards.push(award(&format!("{id}-{title}"), title, &today));
                next.push((facts, place.day));
            }
        }
        let all = place.day + Days::new(WORK);
        for until in [Some(all), event.filter(|day| *day < all)].into_iter().flatten() {
            let mut facts = place.facts.clone();
            let mut one = spell(&format!("{id}-{until}"), "work", &today, &today, 0);
            (one.until, one.confirmed_on, one.confirmed_by) = (until, Some(until), Some("somebody".into()));
            facts.experience.push(one);
            next.push((facts, until));
        }
        let steps = place.steps + 1;
        left.extend(next.into_iter().map(|(facts, day)| Place { facts, day, steps, waits: false }));
        left.make_contiguous().sort_by_key(|place| place.steps);
    }
    Some(found)
}

/// What was done and when, in whatever order.
fn key(facts: &FactsFile) -> BTreeSet<(&str, NaiveDate, NaiveDate)> {
    let results = facts.results.iter().map(|one| (one.element.as_str(), one.sat_on, one.sat_on));
    let awards = facts.awards.iter().map(|one| (one.status.as_str(), one.conferred_on, one.conferred_on));
    let work = facts.experience.iter().map(|one| (one.kind.as_str(), one.from, one.until));
    results.chain(awards).chain(work).collect()
}

fn fault(seed: u64) -> Option<String> {
    let mut dice = Dice(seed);
    let tables = tables(&mut dice);
    let framework = loaded(&small(&tables));
    let facts = record(&mut dice);
    let fewest = fewest(&framework, &facts)?;
    for (title, fewest) in TITLES.iter().zip(fewest) {
        let target = framework.find(title).unwrap();
        let found = plan(&framework, &bound(&framework, &facts), target, d(ON));
        let told = |what: &str| Some(format!("{seed} {title}: {what}: {found:#?}\n{tables}\n{facts:#?}"));
        match (&found, fewest) {
            (Err(_), Some(steps)) => return told(&format!("there is a way of {steps} steps")),
            (Ok(plan), Some(steps)) => {
                let (then, day) = carry_out(&framework, plan, &facts, d(ON));
                let end = standing(&framework, &bound(&framework, &then), day, day);
                if !end.state(target).counts() {
                    return told("not reached");
                }
                if let Some(closed) = not_open(&framework, plan, &facts, d(ON)) {
                    return told(&closed);
                }
                if plan.steps.len() != steps {
                    return told(&format!("{} steps, and {steps} are enough", plan.steps.len()));
                }
            }
            (Ok(plan), None) if plan.steps.len() <= MOST_STEPS && plan.provided.is_empty() => {
                return told("there is no way of so few steps");
            }
            (Ok(_) | Err(_), None) => {}
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_is_a_way_over_time_with_as_few_steps_as_any(seed in 1..u64::MAX) {
        prop_assert_eq!(fault(seed), None);
    }
}
