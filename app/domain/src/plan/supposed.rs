//! What is not so yet is supposed, and the way looked for again: a day that is waited for, a specialism that is to be chosen,
//! a day of joining that is not recorded. What is there counts as it would then.

use std::cell::Cell;

use chrono::NaiveDate;

use super::lapses::Walked;
use super::search::{Task, Tasks, enough, fewest};
use super::signing::{Signing, Way};
use super::wait::{self, Awaited, Wait};
use super::{Plan, Step, What, instead, order, provided, windows};
use crate::dates::in_words;
use crate::framework::{Attribute, Framework, Leaf, NodeIx};
use crate::standing::{Facts, Standing, standing};

/// Days waited for, one after another, before it is said that there is no way.
const MOST_WAITS: usize = 4;

/// Specialisms that are tried, and days of joining.
const MOST_TRIED: usize = 64;

/// A way, and how one stands where it begins.
#[derive(Clone)]
pub(super) struct Found<'f> {
    pub standing: Standing,
    pub way: Tasks<'f>,
    pub waits: Vec<Wait>,
}

/// Who asks for a way, to what, on which day.
pub(super) struct Asked<'f> {
    pub framework: &'f Framework,
    pub target: NodeIx,
    pub on: NaiveDate,
    /// Whether work was done before, as far as it may have been.
    pub done_before: bool,
    /// Ways begun so far.
    pub begun: Cell<u32>,
}

/// The shortest plan, or what stands in every way.
pub(super) fn shortest(
    framework: &Framework,
    facts: &Facts,
    target: NodeIx,
    on: NaiveDate,
) -> Result<Plan, Vec<String>> {
    let asked = Asked::new(framework, target, on);
    let plan = asked.carried_out(facts).or_else(|because| asked.whenever_joined(facts).ok_or(because))?;
    // Nothing that needs itself is ever a way.
    let is_status = framework.node(target).as_status().is_some();
    let is_applied_for = || plan.steps.iter().any(|step| step.node == target && step.what == What::Apply);
    if is_status && !is_applied_for() && !standing(framework, facts, on, on).state(target).counts() {
        return Err(vec![format!("{} is asked for on the way to itself", framework.node(target).title)]);
    }
    Ok(plan)
}

impl<'f> Asked<'f> {
    pub fn new(framework: &'f Framework, target: NodeIx, on: NaiveDate) -> Self {
        Asked { framework, target, on, done_before: false, begun: Cell::default() }
    }

    /// The shortest way of those that choose a specialism and those that choose none, where none is chosen.
    pub fn whatever_is_chosen(&self, facts: &Facts, signing: Signing) -> Result<Found<'f>, Vec<String>> {
        let mut best = self.with(facts, None, signing);
        // The search sees what each choice asks for. What comes to count by it is seen once it is made.
        if facts.is_empty() {
            return best;
        }
        for choice in self.choices(facts).into_iter().take_while(|_| self.begun.get() <= enough(self.framework)) {
            let other = self.with(facts, Some(choice), signing);
            if other.as_ref().is_ok_and(|other| best.as_ref().is_ok_and(|best| best.len() <= other.len())) {
                continue;
            }
            best = other.or(best);
        }
        best
    }

    /// The specialisms that could be chosen, each with what asks for it; none where one is chosen.
    fn choices(&self, facts: &Facts) -> Vec<Task> {
        let mut choices: Vec<Task> = Vec::new();
        if facts.specialism(self.on, self.on).is_some() {
            return choices;
        }
        self.each_attribute(|node, attribute| {
            if let Attribute::Specialism(wanted) = attribute
                && choices.iter().all(|task| task.what != What::Choose(wanted))
            {
                choices.push(Task { node, what: What::Choose(wanted) });
            }
        });
        choices.truncate(MOST_TRIED);
        choices
    }

    /// The shortest plan for those who joined on some days, where the day is not recorded.
    fn whenever_joined(&self, facts: &Facts) -> Option<Plan> {
        if facts.file().joined_on.at(self.on, self.on).is_some() {
            return None;
        }
        let mut days = Vec::new();
        self.each_attribute(|_, attribute| match attribute {
            Attribute::JoinedBefore(day) | Attribute::JoinedFrom(day) => days.push(day),
            Attribute::Specialism(_) => {}
        });
        days.sort_unstable();
        days.dedup();
        days.truncate(MOST_TRIED);
        let eve = days.first()?.pred_opt().map(|eve| (None, eve));
        let since = eve.into_iter().chain(days.iter().map(|day| (Some(*day), *day)));
        let mut best: Option<(Plan, Joined)> = None;
        for ((from, day), before) in since.zip(days.iter().copied().map(Some).chain([None])) {
            let supposed = facts.joined_on(day);
            let Ok(plan) = self.carried_out(&supposed) else { continue };
            match &mut best {
                // The same plan is for those of the days after.
                Some((best, so_far)) if so_far.1 == from && *best == plan => so_far.1 = before,
                Some((best, _)) if best.steps.len() <= plan.steps.len() => {}
                Some(_) | None => best = Some((plan, (from, before))),
            }
            if self.begun.get() > enough(self.framework) {
                break;
            }
        }
        let (mut plan, joined) = best?;
        plan.provided.extend(in_words_joined(joined));
        plan.provided.sort_unstable();
        Some(plan)
    }

    /// Calls back with everything about the person that the framework asks for, and the node that does.
    fn each_attribute(&self, mut each: impl FnMut(NodeIx, Attribute)) {
        for (ix, node) in self.framework.nodes() {
            node.rules().for_each(|rule| {
                rule.walk(&mut |leaf| {
                    if let Leaf::Person(attribute) = leaf {
                        each(ix, *attribute)
                    }
                });
            });
        }
    }

    /// The steps of a way, in their order.
    pub fn steps(&self, found: &Found<'_>) -> Vec<Step> {
        order::in_order(self.walked(found), &found.waits)
    }

    pub fn walked<'a>(&'a self, found: &'a Found<'_>) -> Walked<'a> {
        Walked { framework: self.framework, found: &found.standing, way: &found.way, on: self.on }
    }

    /// The plan of a way.
    pub fn plan(&self, way: Way<'_>) -> Plan {
        let Way { found, mut steps, parted } = way;
        self.tell(&found, &mut steps);
        let provided = provided::provided(self.walked(&found), self.target, &steps, parted, None);
        Plan { target: self.target, steps, provided: provided.into_iter().collect() }
    }

    /// Says of each step of a way what is to be known of it.
    pub fn tell(&self, found: &Found<'_>, steps: &mut [Step]) {
        let walked = self.walked(found);
        windows::say(walked, steps);
        instead::say(walked, steps);
    }

    /// The shortest way with a choice, or with the one that the search makes.
    fn with(&self, facts: &Facts, mut choice: Option<Task>, signing: Signing) -> Result<Found<'f>, Vec<String>> {
        let Asked { framework, target, on, .. } = *self;
        let chosen = |choice: &Option<Task>| {
            let chosen = choice.and_then(|task| if let What::Choose(ix) = task.what { Some(ix) } else { None });
            chosen.map_or_else(|| facts.clone(), |ix| facts.choosing(ix, on))
        };
        let (mut day, mut waits) = (on, Vec::new());
        let mut found = standing(framework, &chosen(&choice), day, on);
        // Waiting changes what counts: passes may lapse meanwhile. So the way is looked for again on the day waited for.
        while waits.len() < MOST_WAITS {
            let mut way = fewest(framework, &found, target, &self.begun, signing)?;
            if choice.is_none()
                && let Some(task) = way.tasks.iter().find(|task| matches!(task.what, What::Choose(_)))
            {
                choice = Some(*task);
                found = standing(framework, &chosen(&choice), day, on);
                continue;
            }
            if let Some(task) = choice {
                self.choose(task, &standing(framework, facts, day, on), &found, &mut way);
            }
            // What has to end ends while the rest is done.
            let (ends, waiting): (Vec<Awaited>, Vec<Awaited>) = way.waits.iter().partition(|one| one.ends.is_some());
            let Some(later) = waiting.iter().map(|awaited| awaited.day).max() else {
                waits.extend(ends.iter().map(|end| wait::until(framework, &[*end], end.day, &found, &found)));
                return Ok(Found { standing: found, way, waits });
            };
            let then = standing(framework, &chosen(&choice), later, on);
            waits.push(wait::until(framework, &waiting, later, &found, &then));
            (day, found) = (later, then);
        }
        Err(vec![format!("Waiting for one thing makes another lapse, still on {}", in_words(day))])
    }

    /// Adds the choice of a specialism to a way, and what comes to count by it.
    fn choose(&self, choice: Task, before: &Standing, found: &Standing, way: &mut Tasks<'_>) {
        let entered = |it: &Standing, ix: NodeIx| self.framework.node(ix).as_stage().is_some() && it.is_entered(ix);
        let by_it = |(ix, _)| {
            found.state(ix).counts() && !before.state(ix).counts() || entered(found, ix) && !entered(before, ix)
        };
        way.by_choice = self.framework.nodes().map(by_it).collect();
        way.tasks.push(choice);
    }
}

/// The first day of joining and the first one no longer that a plan is for.
type Joined = (Option<NaiveDate>, Option<NaiveDate>);

/// On which days one is to have joined.
fn in_words_joined((from, before): Joined) -> Vec<String> {
    let joined = "The day of joining is to be recorded";
    if (from, before) == (None, None) {
        return vec![joined.to_owned()];
    }
    let from = from.map(|day| format!("{joined}, and is {} or later", in_words(day)));
    let before = before.map(|day| format!("{joined}, and is before {}", in_words(day)));
    from.into_iter().chain(before).collect()
}

impl Found<'_> {
    fn len(&self) -> usize {
        self.way.len() + self.waits.len()
    }
}
