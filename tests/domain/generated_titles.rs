//! Titles that are conferred from a day on, or until one, against brute force: there is a plan where there is a way.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::framework::{Framework, Leaf, NodeIx};
use domain::plan::{Plan, Step, What, Who, plan};
use domain::standing::{FactsFile, Outcome, State, standing};
use proptest::prelude::*;

use crate::carrying_out::{carry_out, not_open};
use crate::generated::Dice;
use crate::small::{ON, small};
use crate::support::{bound, d, loaded, nobody, pass};

const TITLES: [&str; 3] = ["j", "p", "q"];
const DAYS: [&str; 5] = ["2024-05-20", "2024-06-20", "2024-07-20", "2024-09-20", "2025-02-20"];

fn window(dice: &mut Dice) -> String {
    let from = if dice.one_in(2) { Some(dice.below(4) as usize) } else { None };
    let until = if dice.one_in(2) { Some(dice.below(5) as usize) } else { None };
    let until = until.filter(|until| from.is_none_or(|from| from < *until));
    let key = |key: &str, day: usize| format!("; {key} = {}", DAYS[day]);
    let from = from.map(|day| key("valid_from", day));
    from.into_iter().chain(until.map(|day| key("valid_until", day))).collect()
}

/// Three titles, some of which ask for another, or lapse, in a stage of sittings and work.
fn tables(dice: &mut Dice, lapsing: bool) -> String {
    let mut all =
        String::from("kind work:\nstage s: results = { all = [\"b\", \"c\"] }\nassessment b in s\nassessment c in s\n");
    let once = if dice.one_in(2) { "attempts = { max = 1, within = \"2 months\" }" } else { "" };
    all += &format!("assessment a in s: {once}\n");
    all += "experience e in s: gather = { period = \"60 days\", kind = \"work\" }\n";
    for (at, title) in TITLES.iter().enumerate() {
        let mut parts: Vec<String> = Vec::new();
        for _ in 0..=dice.below(2) {
            parts.push(format!("\"{}\"", dice.pick(&["a", "b", "e", "s"])));
        }
        parts.extend((at > 0 && dice.one_in(2)).then(|| {
            let other = dice.pick(&TITLES[..at]);
            format!("{{ holds = \"{other}\" }}")
        }));
        parts.sort();
        parts.dedup();
        let how = if dice.one_in(3) { "any" } else { "all" };
        let lasts = if lapsing && dice.one_in(4) { "; expires = \"3 months\"" } else { "" };
        all += &format!("award {title}: {{ {how} = [{}] }}{lasts}{}\n", parts.join(", "), window(dice));
    }
    all + "route r: requires = { all = [\"a\", \"b\", \"c\", \"e\"] }\n"
}

fn record(dice: &mut Dice) -> FactsFile {
    let mut results = Vec::new();
    for (at, id) in ["a", "b"].into_iter().enumerate() {
        if dice.one_in(2) {
            let day = d(ON) - Days::new(1 + dice.below(70));
            let mut sat = pass(&format!("r{at}"), id, &day.to_string());
            sat.outcome = if dice.one_in(2) { Outcome::Fail } else { Outcome::Pass };
            results.push(sat);
        }
    }
    FactsFile { results, ..nobody() }
}

fn step(framework: &Framework, node: NodeIx, what: What) -> Step {
    let sentence = format!("{what:?} {}", framework.node(node).id);
    Step { node, what, who: Who::Trainee, needs: Vec::new(), sentence, within: None, instead: Vec::new() }
}

/// Whether a target is reached by doing at once what can be, and working or waiting in any order: that is a way, though not the
/// only one.
fn is_reached(framework: &Framework, facts: &FactsFile, so_far: &mut Plan, days: &BTreeSet<NaiveDate>) -> bool {
    let (then, day) = carry_out(framework, so_far, facts, d(ON));
    let found = standing(framework, &bound(framework, &then), day, day);
    if found.state(so_far.target).counts() {
        return true;
    }
    let is_open = |id: &&str| {
        let ix = framework.find(id).unwrap();
        let leads = |way: &NodeIx| found.state(*way) == State::Available;
        let title = framework.node(ix).as_status().is_some();
        !found.state(ix).counts()
            && if title { framework.needs(ix).iter().any(leads) } else { found.state(ix) != State::Blocked }
    };
    let act = |id: &str| {
        let ix = framework.find(id).unwrap();
        step(framework, ix, if TITLES.contains(&id) { What::Apply } else { What::Pass })
    };
    if let Some(open) = ["a", "b", "c", "j", "p", "q"].iter().find(|id| is_open(id)) {
        so_far.steps.push(act(open));
        return is_reached(framework, facts, so_far, days);
    }
    let mut next: Vec<Step> = Vec::new();
    let e = framework.find("e").unwrap();
    if !found.state(e).counts() {
        framework.node(e).rule.as_ref().unwrap().walk(&mut |leaf| {
            if let Leaf::Elapsed(of) = leaf {
                let what = What::GatherDays { kind: of.kind, days: 60, whole: None, while_holding: None };
                next.push(step(framework, e, what));
            }
        });
    }
    next.extend(days.range(day.succ_opt().unwrap()..).next().map(|day| step(framework, e, What::WaitUntil(*day))));
    let before = so_far.steps.len();
    next.into_iter().any(|step| {
        so_far.steps.truncate(before);
        so_far.steps.push(step);
        is_reached(framework, facts, so_far, days)
    })
}

fn fault(dice: &mut Dice, lapsing: bool) -> Option<String> {
    let tables = tables(dice, lapsing);
    let framework = loaded(&small(&tables));
    let facts = record(dice);
    let mut days: BTreeSet<NaiveDate> = DAYS.into_iter().map(d).collect();
    days.extend(facts.results.iter().map(|sat| sat.sat_on + chrono::Months::new(2)));
    for title in TITLES {
        let target = framework.find(title).unwrap();
        let found = plan(&framework, &bound(&framework, &facts), target, d(ON));
        let mut so_far = Plan { target, steps: Vec::new(), provided: Vec::new() };
        let there_is = is_reached(&framework, &facts, &mut so_far, &days);
        let told = |what: &str| Some(format!("{title}: {what}: {found:#?}\n{tables}\n{facts:#?}\n{:#?}", so_far.steps));
        match &found {
            Err(_) if there_is => return told("there is a way"),
            // Where there is a way in time, the plan is one.
            Ok(plan) if there_is || plan.provided.is_empty() => {
                let (then, day) = carry_out(&framework, plan, &facts, d(ON));
                let end = standing(&framework, &bound(&framework, &then), day, day);
                if !end.state(target).counts() {
                    return told("not reached");
                }
                if let Some(closed) = not_open(&framework, plan, &facts, d(ON)) {
                    return told(&closed);
                }
            }
            Ok(_) | Err(_) => {}
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn there_is_a_plan_to_a_title_where_there_is_a_way_in_time(seed in 1..u64::MAX, lapsing: bool) {
        prop_assert_eq!(fault(&mut Dice(seed), lapsing), None);
    }
}

/// Records that once had no plan: a title rests on the branch of a choice that another title waits for.
#[test]
fn what_waits_for_one_title_settles_no_choice_of_another() {
    for seed in
        [3851546259856139881, 5102841373974962835, 13912396249896717529, 14064987546682604179, 15974489926766489950]
    {
        assert_eq!(fault(&mut Dice(seed), false), None);
    }
}
