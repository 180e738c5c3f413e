//! What proves needless in a plan that is carried out: each step is left out without which the others do, what is gathered in two
//! steps is gathered in one, and no step names others without which it is open.

use super::search::Task;
use super::supposed::Asked;
use super::taken::Taken;
use super::{Step, What, lapses, words};
use crate::standing::{Facts, Standing};

const MINUTES_AN_HOUR: i64 = 60;

impl Asked<'_> {
    /// Gathers at once what is asked for in two steps, one after the other, where that is enough.
    pub fn put_together(&self, facts: &Facts, found: &Standing, steps: &mut Vec<Step>) {
        for at in (1..steps.len()).rev().take(self.most_tried(facts)) {
            let (first, second) = (&steps[at - 1], &steps[at]);
            let both = (first.node == second.node).then(|| sum(first.what, second.what)).flatten();
            let Some(what) = both else { continue };
            let mut fewer = without(steps, at);
            let (who, sentence) = words::step(self.framework, found, &Task { node: first.node, what });
            (fewer[at - 1].what, fewer[at - 1].who, fewer[at - 1].sentence) = (what, who, sentence);
            if self.are_enough(facts, &fewer) && self.are_open(facts, &fewer) {
                *steps = fewer;
            }
        }
    }

    /// Has each step need what opens it, where less is told so far.
    pub fn need_enough(&self, facts: &Facts, steps: &mut [Step]) {
        for at in 1..steps.len() {
            if self.is_open_after(facts, steps, at, &steps[at].needs) {
                continue;
            }
            let mut needs = Vec::new();
            let mut earlier: Vec<usize> = (0..at).collect();
            // Of those before it the fewest first ones that are enough: the last of them is needed.
            while !earlier.is_empty() {
                let opens = |until: &usize| {
                    let first: Vec<usize> = (0..*until).chain(needs.iter().copied()).collect();
                    self.is_open_after(facts, steps, at, &first)
                };
                earlier.truncate(earlier.partition_point(|until| !opens(until)));
                needs.extend(earlier.pop());
            }
            needs.reverse();
            steps[at].needs = needs;
        }
    }

    /// Whether a step is open once these are taken, and what they need.
    fn is_open_after(&self, facts: &Facts, steps: &[Step], at: usize, first: &[usize]) -> bool {
        let mut needed = vec![false; at];
        first.iter().for_each(|first| needed[*first] = true);
        for n in (0..at).rev() {
            let further = if needed[n] { &steps[n].needs[..] } else { &[] };
            further.iter().for_each(|first| needed[*first] = true);
        }
        let mut taken = Taken::new(self, facts, None);
        (0..at).filter(|n| needed[*n]).for_each(|n| taken.take(steps[n].task()));
        taken.is_open(steps[at].task())
    }

    /// Gathers no more in each step than is enough: what comes before it may have brought some of it. Gives whether it is less
    /// anywhere.
    pub fn gather_less(&self, facts: &Facts, found: &Standing, steps: &mut Vec<Step>) -> bool {
        let mut is_less = false;
        for at in (0..steps.len()).rev() {
            let Some((amount, unit)) = amount(steps[at].what) else { continue };
            let with = |units: i64| {
                let mut less = steps.clone();
                less[at].what = of_amount(less[at].what, units * unit);
                (self.are_enough(facts, &less) && self.are_open(facts, &less)).then_some(less)
            };
            // So many are too few, and so many enough.
            let (mut few, mut many) = (0, (amount - 1) / unit);
            let Some(mut enough) = Some(many).filter(|many| *many > 0).and_then(with) else { continue };
            while many - few > 1 {
                let middle = few + (many - few) / 2;
                match with(middle) {
                    Some(less) => (many, enough) = (middle, less),
                    None => few = middle,
                }
            }
            *steps = enough;
            let (who, sentence) = words::step(self.framework, found, &steps[at].task());
            (steps[at].who, steps[at].sentence) = (who, sentence);
            is_less = true;
        }
        is_less
    }

    /// Leaves out each step without which the others reach the target, each open in its turn.
    pub fn leave_out_needless(&self, facts: &Facts, found: &Standing, steps: &mut Vec<Step>) {
        for at in (0..steps.len()).rev().take(self.most_tried(facts)) {
            if steps[at].what == What::Apply && steps[at].node == self.target {
                continue;
            }
            let is_enough = |fewer: &Vec<Step>| self.are_enough(facts, fewer) && self.are_open(facts, fewer);
            let fewer = Some(without(steps, at)).filter(is_enough);
            if let Some(fewer) = fewer.or_else(|| self.as_many_days(facts, found, steps, at).filter(is_enough)) {
                *steps = fewer;
            }
        }
    }

    /// The steps without an act between hours and days of the same work, which are one time then: as many more days as that is.
    fn as_many_days(&self, facts: &Facts, found: &Standing, steps: &[Step], at: usize) -> Option<Vec<Step>> {
        if lapses::takes_time(steps[at].what) {
            return None;
        }
        let last_day = |steps: &[Step]| {
            let mut taken = Taken::new(self, facts, None);
            steps.iter().for_each(|step| taken.take(step.task()));
            taken.day()
        };
        let mut fewer = without(steps, at);
        let lost = (last_day(steps) - last_day(&fewer)).num_days();
        let is_next = |step: &Step| matches!(step.what, What::GatherDays { whole: None, .. });
        let next = (at..fewer.len()).find(|next| is_next(&fewer[*next])).filter(|_| lost > 0)?;
        let (days, _) = amount(fewer[next].what)?;
        fewer[next].what = of_amount(fewer[next].what, days + lost);
        (fewer[next].who, fewer[next].sentence) = words::step(self.framework, found, &fewer[next].task());
        Some(fewer)
    }
}

/// How much is gathered, and in what it is told; nothing where it is a length, or further people confirm it.
fn amount(what: What) -> Option<(i64, i64)> {
    if let What::GatherMinutes { minutes, signers: 0, .. } = what {
        Some((minutes, MINUTES_AN_HOUR))
    } else if let What::GatherDays { days, whole: None, .. } = what {
        Some((days, 1))
    } else {
        None
    }
}

fn of_amount(mut what: What, amount: i64) -> What {
    if let What::GatherMinutes { minutes: own, .. } | What::GatherDays { days: own, .. } = &mut what {
        *own = amount;
    }
    what
}

/// Both amounts of the same work, that anybody may confirm.
fn sum(first: What, second: What) -> Option<What> {
    match (first, second) {
        (
            What::GatherMinutes { kind, minutes, while_holding, signers: 0, signed },
            What::GatherMinutes { kind: other, minutes: more, while_holding: held, signers: 0, .. },
        ) if kind == other && while_holding == held => {
            Some(What::GatherMinutes { kind, minutes: minutes.saturating_add(more), while_holding, signers: 0, signed })
        }
        (
            What::GatherDays { kind, days, whole: None, while_holding },
            What::GatherDays { kind: other, days: more, whole: None, while_holding: held },
        ) if kind == other && while_holding == held => {
            Some(What::GatherDays { kind, days: days.saturating_add(more), whole: None, while_holding })
        }
        _ => None,
    }
}

/// The steps without one; what needed it needs what that one needed.
fn without(steps: &[Step], at: usize) -> Vec<Step> {
    let mut fewer = steps.to_vec();
    let gone = fewer.remove(at);
    for step in &mut fewer {
        if step.needs.contains(&at) {
            step.needs.extend(&gone.needs);
            step.needs.retain(|first| *first != at);
            step.needs.sort_unstable();
            step.needs.dedup();
        }
        step.needs.iter_mut().filter(|first| **first > at).for_each(|first| *first -= 1);
    }
    fewer
}
