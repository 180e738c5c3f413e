//! Where a plan in which something lapses does not reach its target, no other order of its steps does.

use domain::framework::{Framework, SourceFile, load};
use domain::plan::{Plan, plan};
use domain::standing::{FactsFile, standing};

use crate::by_force::MOST;
use crate::carrying_out::{carry_out, not_open, not_open_in_turn};
use crate::generated::Dice;
use crate::generated_work::{dice, record, short, tables};
use crate::small::{ON, small};
use crate::support::{bound, d};

/// An order of the steps of a plan by which the target is reached, though it is not in their own.
fn better_order(framework: &Framework, facts: &FactsFile, plan: &Plan) -> Option<Vec<String>> {
    let reaches = |plan: &Plan| {
        let (done, day) = carry_out(framework, plan, facts, d(ON));
        standing(framework, &bound(framework, &done), day, day).state(plan.target).counts()
            && not_open_in_turn(framework, plan, facts, d(ON)).is_none()
    };
    let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
    for at in 0..plan.steps.len() {
        let with = |order: Vec<usize>| {
            (0..=order.len()).map(move |place| {
                let mut order = order.clone();
                order.insert(place, at);
                order
            })
        };
        orders = orders.into_iter().flat_map(with).collect();
    }
    let plans = orders.into_iter().map(|order| {
        let steps = order.into_iter().map(|at| plan.steps[at].clone()).collect();
        Plan { steps, ..plan.clone() }
    });
    let found = plans.into_iter().find(reaches)?;
    Some(found.steps.into_iter().map(|step| step.sentence).collect())
}

/// A status that ends after a time, now and then.
fn ends(dice: &mut Dice, line: &str) -> String {
    if !(line.starts_with("award gate") || line.starts_with("award one")) || dice.one_in(2) {
        return line.to_owned();
    }
    let lasts = dice.pick(&["5 months", "1 year", "3 years"]);
    let extends = dice.pick(&["", "; extends = true"]);
    format!("{line}; expires = \"{lasts}\"{extends}")
}

/// The same frameworks, in which something lapses.
fn fault(dice: &mut Dice) -> Option<String> {
    let mut tables = tables(dice);
    for (of, with) in [
        ("a in s1", ": expires = "),
        ("b in s1: credits = 1", "; expires = "),
        ("c in s2: credits = 1", "; expires = "),
        ("d in s2: credits = 1", "; expires = "),
        ("v in s2: credits = 1", "; valid_for = "),
    ] {
        if dice.one_in(2) {
            let lasts = dice.pick(&["5 months", "1 month", "1 year"]);
            tables = tables.replacen(of, &format!("{of}{with}\"{lasts}\""), 1);
        }
    }
    tables = tables.lines().map(|line| ends(dice, line)).collect::<Vec<_>>().join("\n");
    if dice.one_in(2) {
        tables = tables.replace("requires = \"a\"", "requires = { now = \"a\" }");
    }
    let (framework, _) = load(&SourceFile::new("framework.toml", small(&tables)));
    let framework = framework?;
    let facts = record(dice);
    for target in ["st", "s2", "one"] {
        let ix = framework.find(target).unwrap();
        let Ok(plan) = plan(&framework, &bound(&framework, &facts), ix, d(ON)) else { continue };
        let (done, day) = carry_out(&framework, &plan, &facts, d(ON));
        let found = standing(&framework, &bound(&framework, &done), day, day);
        let told = || plan.steps.iter().map(|step| format!("{} {:?}", step.sentence, step.needs)).collect::<Vec<_>>();
        if found.state(ix).counts() {
            let closed = if plan.provided.is_empty() { not_open(&framework, &plan, &facts, d(ON)) } else { None };
            if let Some(closed) = closed {
                return Some(format!("{target}: {closed}: {:#?}\n{tables}\n{}", told(), short(&facts)));
            }
            continue;
        }
        if plan.provided.is_empty() {
            return Some(format!("{target} is not reached: {:#?}\n{tables}\n{}", told(), short(&facts)));
        }
        if plan.steps.len() > MOST + 1 {
            continue;
        }
        if let Some(order) = better_order(&framework, &facts, &plan) {
            return Some(format!(
                "{target}: in this order: {order:#?}, not {:#?} {:?}\n{tables}\n{}",
                told(),
                plan.provided,
                short(&facts)
            ));
        }
    }
    None
}

#[test]
fn no_other_order_of_the_steps_reaches_the_target_where_their_own_does_not() {
    for dice in &mut dice() {
        let found = fault(dice);
        assert!(found.is_none(), "{}", found.unwrap_or_default());
    }
}
