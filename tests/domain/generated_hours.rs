//! Plans with hours: while a title is held that lapses or is lengthened, within a length, before a title ends or begins; against
//! brute force over acts, waits and work at 35 hours a week.

use std::collections::{BTreeSet, VecDeque};

use chrono::{Days, Months, NaiveDate};
use domain::framework::{Framework, NodeIx};
use domain::plan::{Plan, What, plan};
use domain::standing::{FactsFile, Standing, State, standing};
use proptest::prelude::*;

use crate::generated::Dice;
use crate::small::{ON, small};
use crate::support::{award, bound, d, loaded, nobody, pass, spell};

const TITLES: [&str; 3] = ["j", "p", "q"];
const COURSES: [&str; 2] = ["a", "b"];
const DAYS: [&str; 5] = ["2024-06-20", "2024-08-20", "2024-12-20", "2025-05-20", "2025-11-20"];
const MONTHS: [u32; 5] = [1, 2, 3, 6, 12];

/// Minutes of a day of work.
const A_DAY: i64 = 300;

/// Days that one works without anything else.
const MOST_DAYS: usize = 420;

/// Steps of which every way is tried.
const MOST_STEPS: usize = 6;

/// Places of which the ways are followed.
const MOST_PLACES: usize = 1_500;

/// Hours that a title asks for.
#[derive(Clone, Debug)]
struct Hours {
    by: usize,
    days: i64,
    held: Option<usize>,
    window: Option<u32>,
}

fn in_months(months: u32) -> String {
    if months == 1 { String::from("1 month") } else { format!("{months} months") }
}

fn rule(dice: &mut Dice, at: usize, asked: &mut Vec<Hours>) -> String {
    let mut parts: Vec<String> = Vec::new();
    if at == 0 || dice.one_in(3) {
        parts.push(format!("\"{}\"", dice.pick(&COURSES)));
    }
    if at > 0 {
        let other = TITLES[dice.below(at as u64) as usize];
        parts.extend((at == 1 || dice.one_in(2)).then(|| format!("{{ holds = \"{other}\" }}")));
    }
    for _ in 0..dice.below(3) {
        let held = (at > 0 && dice.one_in(2)).then(|| dice.below(at as u64) as usize);
        let window = dice.one_in(4).then(|| *[3, 6, 12].get(dice.below(3) as usize).unwrap());
        let most = window.map_or(200, |months| i64::from(months) * 25);
        let days = (1 + dice.below(20) as i64 * 8).min(most);
        let with = held.map(|held| format!(", while = \"{}\"", TITLES[held])).unwrap_or_default();
        let within = window.map(|window| format!(", window = \"{}\"", in_months(window))).unwrap_or_default();
        parts.push(format!("{{ hours = {}, kind = \"work\"{with}{within} }}", days * 5));
        asked.push(Hours { by: at, days, held, window });
    }
    if parts.is_empty() {
        parts.push(String::from("\"a\""));
    }
    parts.sort();
    parts.dedup();
    let how = if dice.one_in(5) { "any" } else { "all" };
    format!("{{ {how} = [{}] }}", parts.join(", "))
}

fn tables(dice: &mut Dice) -> (String, Vec<Hours>) {
    let mut all = String::from("kind work\nstage s: results = { all = [\"a\", \"b\"] }\n");
    for id in COURSES {
        let lasts = dice.one_in(2).then(|| format!("expires = \"{}\"", in_months(MONTHS[dice.below(5) as usize])));
        let first = (id == "b" && dice.one_in(3)).then(|| String::from("requires = \"a\""));
        all += &format!("course {id} in s: {}\n", first.into_iter().chain(lasts).collect::<Vec<_>>().join("; "));
    }
    let mut asked = Vec::new();
    for (at, title) in TITLES.iter().enumerate() {
        let own = rule(dice, at, &mut asked);
        let mut keys = String::new();
        if dice.one_in(2) {
            keys += &format!("; expires = \"{}\"", in_months(MONTHS[dice.below(5) as usize]));
            keys += if dice.one_in(2) { "; extends = true" } else { "" };
        }
        let from = dice.one_in(4).then(|| dice.below(4) as usize);
        let until =
            dice.one_in(4).then(|| dice.below(5) as usize).filter(|until| from.is_none_or(|from| from < *until));
        keys += &from.map(|day| format!("; valid_from = {}", DAYS[day])).unwrap_or_default();
        keys += &until.map(|day| format!("; valid_until = {}", DAYS[day])).unwrap_or_default();
        all += &format!("award {title}: {own}{keys}\n");
    }
    all += "experience e in s: gather = { hours = 1, kind = \"work\" }\nroute r: requires = { all = [\"e\", \"a\", \"b\"] }\n";
    (all, asked)
}

fn record(dice: &mut Dice) -> FactsFile {
    let ago = |dice: &mut Dice| (d(ON) - Days::new(1 + dice.below(300))).to_string();
    let mut facts = nobody();
    for id in COURSES {
        facts.results.extend(dice.one_in(3).then(|| pass(&format!("r-{id}"), id, &ago(dice))));
    }
    for id in TITLES {
        facts.awards.extend(dice.one_in(5).then(|| award(&format!("w-{id}"), id, &ago(dice))));
    }
    if dice.one_in(3) {
        let from = d(ON) - Days::new(1 + dice.below(300));
        let until = (from + Days::new(1 + dice.below(60))).min(d(ON));
        facts.experience.push(work("e", from, until, A_DAY * (until - from).num_days()));
    }
    facts
}

fn work(id: &str, from: NaiveDate, until: NaiveDate, minutes: i64) -> domain::standing::ExperienceFact {
    let mut one = spell(id, "work", &from.to_string(), &from.to_string(), 0);
    (one.until, one.minutes, one.confirmed_on, one.confirmed_by) = (until, minutes, Some(until), Some("boss".into()));
    one
}

fn first_in(months: u32, day: NaiveDate) -> NaiveDate {
    let lasts = |from: &NaiveDate| *from + Months::new(months) > day;
    (day - Months::new(months)).iter_days().take(5).find(lasts).unwrap()
}

/// The first day on which there is enough of some hours, of who works from a day on; with the titles as they are.
fn enough(
    framework: &Framework,
    found: &Standing,
    facts: &FactsFile,
    of: &Hours,
    from: NaiveDate,
) -> Option<NaiveDate> {
    let status = of.held.map(|held| framework.find(TITLES[held]).unwrap());
    let counts = |day: &NaiveDate| status.is_none_or(|ix| found.spans(ix).has(*day));
    let days = facts.experience.iter().flat_map(|one| one.from.iter_days().take_while(|day| *day < one.until));
    let mut days: Vec<NaiveDate> = days.filter(counts).collect();
    days.sort();
    from.iter_days().take(MOST_DAYS).find(|day| {
        let opens = of.window.map_or(NaiveDate::MIN, |window| first_in(window, *day));
        let there = days.len() - days.partition_point(|day| *day < opens);
        let is_enough = there as i64 >= of.days;
        days.extend(Some(*day).filter(counts));
        is_enough
    })
}

/// What is there once some steps are taken, the day, and how many steps that were.
struct Place {
    facts: FactsFile,
    day: NaiveDate,
    steps: usize,
    waits: bool,
    way: Vec<String>,
}

/// The fewest steps by which a title is reached, of all ways of so many steps that work no longer than something asks for;
/// nothing where there is none, or too many were followed.
fn fewest(framework: &Framework, facts: &FactsFile, asked: &[&Hours], target: NodeIx) -> Option<(usize, Vec<String>)> {
    let titles = TITLES.map(|title| framework.find(title).unwrap());
    let mut seen = BTreeSet::new();
    let start = Place { facts: facts.clone(), day: d(ON), steps: 0, waits: false, way: Vec::new() };
    let mut left = VecDeque::from([start]);
    while let Some(place) = left.pop_front() {
        if !seen.insert((format!("{:?}", key(&place.facts)), place.day, place.waits)) {
            continue;
        }
        if seen.len() > MOST_PLACES {
            return None;
        }
        let now = standing(framework, &bound(framework, &place.facts), place.day, place.day);
        if now.state(target).counts() {
            return Some((place.steps, place.way));
        }
        let today = place.day.to_string();
        let mut events: BTreeSet<NaiveDate> = DAYS.into_iter().map(d).filter(|day| *day > place.day).collect();
        for (ix, _) in framework.nodes() {
            events.extend(now.spans(ix).as_slice().iter().flat_map(|span| [span.from, span.until]));
        }
        events.retain(|day| *day > place.day && *day < d("2030-01-01"));
        for day in events.clone() {
            events.extend(day.pred_opt());
            events.extend(MONTHS.map(|months| first_in(months, day)));
        }
        let lengthens = place.facts.awards.iter().any(|one| one.conferred_on == place.day);
        events.extend(place.day.succ_opt().filter(|_| lengthens));
        let event = events.range(place.day.succ_opt().unwrap()..).next().copied().filter(|day| *day < d("2030-01-01"));
        let told = |what: String| place.way.iter().cloned().chain([format!("{today} {what}")]).collect::<Vec<_>>();
        if let Some(day) = event {
            let steps = place.steps + usize::from(!place.waits);
            let way = told(format!("wait {day}"));
            left.push_front(Place { facts: place.facts.clone(), day, steps, waits: true, way });
        }
        if place.steps == MOST_STEPS {
            continue;
        }
        let mut next = Vec::new();
        let id = format!("s-{}-{}", place.steps, place.day);
        for course in COURSES {
            let ix = framework.find(course).unwrap();
            let may_lapse = now.until(ix).is_some();
            if now.is_open(ix) && now.state(ix) != State::Blocked && (!now.state(ix).counts() || may_lapse) {
                let mut facts = place.facts.clone();
                facts.results.push(pass(&format!("{id}-{course}"), course, &today));
                next.push((facts, place.day, course.to_owned()));
            }
        }
        for (title, ix) in TITLES.iter().zip(titles) {
            let leads = |way: &NodeIx| now.state(*way) == State::Available;
            if framework.needs(ix).iter().any(leads) {
                let mut facts = place.facts.clone();
                facts.awards.push(award(&format!("{id}-{title}"), title, &today));
                next.push((facts, place.day, format!("apply {title}")));
            }
        }
        let mut works: BTreeSet<NaiveDate> = event.into_iter().collect();
        let mut longest = place.day;
        for of in asked {
            // As long as it takes, with the titles as they are.
            let enough = enough(framework, &now, &place.facts, of, place.day);
            works.extend(enough.filter(|day| *day > place.day));
            longest = longest.max(enough.unwrap_or(NaiveDate::MAX));
            let held = of.held.and_then(|held| now.until(titles[held]));
            works.extend(held.filter(|day| *day > place.day && *day < d("2030-01-01")));
        }
        for until in works.into_iter().filter(|until| *until <= longest) {
            let mut facts = place.facts.clone();
            facts.experience.push(work(&id, place.day, until, A_DAY * (until - place.day).num_days()));
            next.push((facts, until, format!("work until {until}")));
        }
        let steps = place.steps + 1;
        left.extend(next.into_iter().map(|(facts, day, what)| Place {
            facts,
            day,
            steps,
            waits: false,
            way: told(what),
        }));
        left.make_contiguous().sort_by_key(|place| place.steps);
    }
    None
}

/// The titles that one rests on, and itself.
fn beneath(tables: &str, title: usize) -> BTreeSet<usize> {
    let start = format!("award {}:", TITLES[title]);
    let line = tables.lines().find(|line| line.starts_with(&start)).unwrap();
    let names = |other: &usize| line.contains(&format!(" = \"{}\"", TITLES[*other]));
    (0..title).filter(names).flat_map(|other| beneath(tables, other)).chain([title]).collect()
}

/// What was done and when, in whatever order.
fn key(facts: &FactsFile) -> BTreeSet<(&str, NaiveDate, NaiveDate)> {
    let results = facts.results.iter().map(|one| (one.element.as_str(), one.sat_on, one.sat_on));
    let awards = facts.awards.iter().map(|one| (one.status.as_str(), one.conferred_on, one.conferred_on));
    let work = facts.experience.iter().map(|one| (one.kind.as_str(), one.from, one.until));
    results.chain(awards).chain(work).collect()
}

/// The steps taken one after another, work at 35 hours a week; or which of them is not open in its turn.
fn carry_out(framework: &Framework, plan: &Plan, facts: &FactsFile) -> Result<(FactsFile, NaiveDate), String> {
    let (mut facts, mut day) = (facts.clone(), d(ON));
    for (n, step) in plan.steps.iter().enumerate() {
        let (node, fact, today) = (&framework.node(step.node).id, format!("p-{n}"), day.to_string());
        let found = standing(framework, &bound(framework, &facts), day, day);
        let closed = || Err(format!("{} is not open in its turn", step.sentence));
        match step.what {
            What::WaitUntil(until) => day = day.max(until),
            What::Pass | What::Complete => {
                if !found.is_open(step.node) || found.state(step.node) == State::Blocked {
                    return closed();
                }
                facts.results.push(pass(&fact, node, &today));
            }
            What::Apply => {
                if !framework.needs(step.node).iter().any(|way| found.state(*way) == State::Available) {
                    return closed();
                }
                facts.awards.push(award(&fact, node, &today));
            }
            What::GatherMinutes { minutes, while_holding, .. } => {
                let until = day + Days::new((minutes + A_DAY - 1).unsigned_abs() / A_DAY.unsigned_abs());
                let lasts = |ix| found.state(ix).counts() && found.until(ix).is_none_or(|end| until <= end);
                if !while_holding.is_none_or(lasts) {
                    return Err(format!("{}: the title ends meanwhile", step.sentence));
                }
                facts.experience.push(work(&fact, day, until, minutes));
                day = until;
            }
            _ => return Err(format!("{} is no step of these", step.sentence)),
        }
    }
    Ok((facts, day))
}

fn fault(seed: u64) -> Option<String> {
    let mut dice = Dice(seed);
    let (tables, asked) = tables(&mut dice);
    let framework = loaded(&small(&tables));
    let facts = record(&mut dice);
    for (at, title) in TITLES.iter().enumerate() {
        let target = framework.find(title).unwrap();
        let needed = beneath(&tables, at);
        let own: Vec<&Hours> = asked.iter().filter(|hours| needed.contains(&hours.by)).collect();
        let fewest = fewest(&framework, &facts, &own, target);
        let found = plan(&framework, &bound(&framework, &facts), target, d(ON));
        let steps = found.as_ref().map(|plan| plan.steps.iter().map(|step| &step.sentence).collect::<Vec<_>>());
        let provided = found.as_ref().map(|plan| &plan.provided);
        let told = |what: &str| {
            let results = facts.results.iter().map(|one| format!("pass {} {}", one.element, one.sat_on));
            let awards = facts.awards.iter().map(|one| format!("award {} {}", one.status, one.conferred_on));
            let works =
                facts.experience.iter().map(|one| format!("spell work {} {} {}", one.from, one.until, one.minutes));
            let facts: Vec<String> = results.chain(awards).chain(works).collect();
            Some(format!("{seed} {title}: {what}: {steps:#?} {provided:#?}\n{}\n---\n{tables}", facts.join("\n")))
        };
        match (&found, fewest) {
            (Err(_), Some(way)) => return told(&format!("there is a way {way:#?}")),
            (Ok(plan), Some((steps, way))) => {
                match carry_out(&framework, plan, &facts) {
                    Err(closed) => return told(&format!("{closed}, {way:#?}")),
                    Ok((then, day)) => {
                        let end = standing(&framework, &bound(&framework, &then), day, day);
                        if !end.state(target).counts() {
                            return told(&format!("not reached, {way:#?}"));
                        }
                    }
                }
                if plan.steps.len() > steps {
                    return told(&format!("{} steps, and {steps} are enough: {way:#?}", plan.steps.len()));
                }
            }
            (Ok(_) | Err(_), None) => {}
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_with_hours_is_a_way_with_as_few_steps_as_any(seed in 1..u64::MAX) {
        prop_assert_eq!(fault(seed), None);
    }
}
