//! A plan is carried out before it is given. Where something lapses on the way that is needed later, the way on is looked for
//! from there, so that it is renewed; and what proves needless is left out.

use std::cell::Cell;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::gathered::Gathered;
use super::search::{ASKS_NOT, ENOUGH, Task};
use super::signing::Way;
use super::supposed::Asked;
use super::taken::Taken;
use super::{Plan, Step, What, instead, lapses, provided, words};
use crate::framework::NodeIx;
use crate::standing::Facts;

/// Ways looked for one after another, each from where something has lapsed on the one before.
const MOST_RENEWED: usize = 32;

/// Steps of a plan of which it is looked at whether the others do.
const MOST_STEPS: usize = 64;

/// Facts, and nodes of a framework, with which plans are carried out.
const MOST_CARRIED: usize = 4_000;

/// How often a plan is carried out to see whether it can do with less or in another order: so often with one fact or node.
const MOST_TRIED: usize = 100_000;

/// A way as far as its steps can be taken, for who stands where it begins.
struct Stretch<'f> {
    asked: Asked<'f>,
    way: Way<'f>,
}

impl<'f> Asked<'f> {
    /// The plan of a way; where something lapses on it, with the steps that renew that.
    ///
    /// # Errors
    /// Where something must not be so in the end that the way leads to, and it does not end meanwhile.
    pub fn renewed(&self, facts: &Facts, mut way: Way<'f>) -> Result<Plan, Vec<String>> {
        // Of the ways that were not tried one may do with less.
        if self.begun.get() > ENOUGH && way.steps.len() <= MOST_STEPS && self.size(facts) <= MOST_CARRIED {
            self.leave_out_needless(facts, &way.found.standing, &mut way.steps);
        }
        if self.size(facts) > MOST_CARRIED || way.steps.len() > MOST_STEPS || !self.may_lapse(&way) {
            return self.as_it_is(facts, &way);
        }
        let first = || Stretch { asked: self.on(self.on), way: way.clone() };
        let stretches = self.carried_out(facts, first(), false);
        if stretches.as_ref().is_none_or(|all| all.len() > 1)
            && let Some(steps) = self.other_order(facts, &way.steps)
        {
            return Ok(self.joined(facts, &[Stretch { asked: self.on(self.on), way: Way { steps, ..way } }]));
        }
        // What is renewed before it ends may be less, or the only way.
        let early = if self.lengthens(&way) { self.carried_out(facts, first(), true) } else { None };
        let plans = stretches.into_iter().chain(early).map(|stretches| self.joined(facts, &stretches));
        plans.min_by_key(|plan| plan.steps.len()).map_or_else(|| self.as_it_is(facts, &way), Ok)
    }

    /// The plan of a way of which it is not seen how it is walked.
    fn as_it_is(&self, facts: &Facts, way: &Way<'f>) -> Result<Plan, Vec<String>> {
        let forbidden = &self.framework.forbidden;
        let leads_to_forbidden = || way.found.way.planned.iter().zip(forbidden).any(|(is, not)| *is && *not);
        if leads_to_forbidden() && !self.are_enough(facts, &way.steps) {
            return Err(vec![ASKS_NOT.to_owned()]);
        }
        Ok(self.plan(way))
    }

    /// Whether work is gathered under a status that a further award lengthens.
    fn lengthens(&self, way: &Way<'_>) -> bool {
        let extends = |status: NodeIx| self.framework.node(status).as_status().is_some_and(|status| status.extends);
        way.steps.iter().filter_map(|step| while_holding(step.what)).any(extends)
    }

    /// The way to one more award of a status that is held, and the application.
    fn once_more(&self, facts: &Facts, status: NodeIx) -> Option<Stretch<'f>> {
        let to = |off: &NodeIx| {
            let asked = Asked { target: *off, ..self.on(self.on) };
            let way = asked.whoever_signs(facts).ok()?;
            Some(Stretch { asked, way })
        };
        let ways = self.framework.needs(status).iter().filter_map(to);
        let mut shortest = ways.min_by_key(|stretch| stretch.way.steps.len())?;
        let task = Task { node: status, what: What::Apply };
        let (who, sentence) = words::step(self.framework, &shortest.way.found.standing, &task);
        let needs = (0..shortest.way.steps.len()).collect();
        let what = What::Apply;
        shortest.way.steps.push(Step { node: status, what, who, needs, sentence, within: None, instead: Vec::new() });
        Some(shortest)
    }

    /// The steps with one of them in another place, where the target is reached by that.
    fn other_order(&self, facts: &Facts, steps: &[Step]) -> Option<Vec<Step>> {
        let places = 0..steps.len();
        let moves = places.clone().flat_map(|from| places.clone().map(move |to| (from, to)));
        let moved =
            moves.filter(|(from, to)| from != to).take(self.most_tried(facts)).map(|(from, to)| moved(steps, from, to));
        moved.into_iter().find(|steps| self.are_enough(facts, steps) && self.are_open(facts, steps))
    }

    fn size(&self, facts: &Facts) -> usize {
        facts.len() + self.framework.len()
    }

    pub fn most_tried(&self, facts: &Facts) -> usize {
        MOST_TRIED / self.size(facts).max(1)
    }

    /// Whether time passes on the way in which something may lapse, what is passed has to be so in one window, or what is there
    /// may come to count or not by what is done.
    fn may_lapse(&self, way: &Way<'_>) -> bool {
        let framework = self.framework;
        let takes_time = |step: &Step| lapses::takes_time(step.what);
        let is_of_set = |step: &Step| framework.node(step.node).whole_set().is_some();
        let lasts = |step: &Step| lapses::lasts(framework, &Task { node: step.node, what: step.what }).is_some();
        let lapses = |ix: NodeIx| way.found.standing.until(ix).is_some();
        let held = way.steps.iter().filter(|step| while_holding(step.what).is_some());
        way.steps.iter().any(is_of_set)
            || held.count() > 1
            || framework.has_circles
            || framework.forbidden.contains(&true)
            || !way.found.way.there.is_empty()
            || framework.asks_now
            || way.steps.iter().any(takes_time)
                && (framework.has_limits || way.steps.iter().any(lasts) || framework.nodes().any(|(ix, _)| lapses(ix)))
    }

    /// The stretches by which the target is reached, each of their steps open in its turn; nothing where it is not seen how.
    /// Where `early`, a status that a further award lengthens is renewed before it ends.
    fn carried_out(&self, facts: &Facts, first: Stretch<'f>, early: bool) -> Option<Vec<Stretch<'f>>> {
        let mut taken = Taken::new(self.framework, facts, self.on, None);
        let (mut stretches, mut next): (Vec<Stretch<'f>>, _) = (Vec::new(), first);
        let steps_of = |all: &[Stretch<'_>]| all.iter().map(|stretch| stretch.way.steps.len()).sum::<usize>();
        while stretches.len() < MOST_RENEWED && steps_of(&stretches) < MOST_STEPS {
            let Stretch { asked, way: Way { found, steps, .. } } = &mut next;
            let mut done = 0;
            let mut again = None;
            while let Some(step) = steps.get_mut(done).filter(|step| taken.is_open(step)) {
                let shortened = taken.shortened(step);
                if early && shortened.is_some() {
                    let on = self.on(taken.day());
                    again = while_holding(step.what).and_then(|held| on.once_more(&taken.facts()?, held));
                    if again.is_some() {
                        break;
                    }
                }
                if let Some(what) = shortened {
                    step.what = what;
                    step.sentence = words::step(asked.framework, &found.standing, &Task { node: step.node, what }).1;
                }
                taken.take(step);
                done += 1;
                if shortened.is_some() {
                    break;
                }
            }
            let is_whole = done == steps.len();
            steps.truncate(done);
            stretches.push(next);
            if is_whole && taken.standing()?.state(self.target).counts() {
                return Some(stretches);
            }
            if done == 0 && again.is_none() {
                return None;
            }
            if let Some(again) = again {
                for step in &again.way.steps {
                    taken.is_open(step).then(|| taken.take(step))?;
                }
                stretches.push(again);
            }
            let asked = self.on(taken.day());
            let way = asked.whoever_signs(&taken.facts()?).ok()?;
            next = Stretch { asked, way };
        }
        None
    }

    /// The same for who asks on another day.
    fn on(&self, on: NaiveDate) -> Self {
        Asked { framework: self.framework, target: self.target, on, choice: None, begun: Cell::default() }
    }

    /// One plan of all stretches, without what proves needless.
    fn joined(&self, facts: &Facts, stretches: &[Stretch<'f>]) -> Plan {
        let mut steps: Vec<Step> = Vec::new();
        for Stretch { asked, way } in stretches {
            let (before, last) = (steps.len(), last(&steps));
            steps.extend(asked.told(way).into_iter().map(|mut step| {
                step.needs.iter_mut().for_each(|first| *first += before);
                if step.needs.is_empty() {
                    step.needs.clone_from(&last);
                }
                step
            }));
        }
        let standing = &stretches[0].way.found.standing;
        self.put_together(facts, standing, &mut steps);
        self.leave_out_needless(facts, standing, &mut steps);
        self.need_enough(facts, &mut steps);
        instead::keep(self.framework, &mut steps, |steps| self.are_enough(facts, steps) && self.are_open(facts, steps));
        // What is there now, and without which the steps are not enough.
        let lapses_on = |ix: NodeIx| self.walked(&stretches[0].way.found).lapses_on(ix);
        let is_too_late = |day: NaiveDate| !self.on(day).are_enough(facts, &steps);
        let may_lapse = |ix: NodeIx, day: NaiveDate| lapses_on(ix) == Some(day) && is_too_late(day);
        let of_each = stretches.iter().flat_map(|Stretch { asked, way: Way { found, steps, parted } }| {
            provided::provided(asked.walked(found), self.target, steps, *parted, Some(&may_lapse))
        });
        let mut provided: BTreeSet<String> = of_each.collect();
        provided.extend(steps.iter().filter_map(|step| self.ends_meanwhile(&steps, step)));
        Plan { target: self.target, steps, provided: provided.into_iter().collect() }
    }

    /// What is said where work is gathered for as long as a status is held that is conferred on the way and ends.
    fn ends_meanwhile(&self, steps: &[Step], step: &Step) -> Option<String> {
        let status = while_holding(step.what)?;
        let applied = steps.iter().filter(|step| step.node == status && step.what == What::Apply);
        let is_again = applied.count() > 1;
        let apply = Task { node: status, what: What::Apply };
        is_again.then(|| lapses::in_words(self.framework, &apply)).flatten()
    }
}

/// The status that is held while work is gathered.
pub(super) fn while_holding(what: What) -> Option<NodeIx> {
    Gathered::of(what).and_then(|own| own.while_holding)
}

/// The places of the steps that none of the others needs.
fn last(steps: &[Step]) -> Vec<usize> {
    (0..steps.len()).filter(|at| steps.iter().all(|step| !step.needs.contains(at))).collect()
}

/// The steps with one in another place. What comes after a step is not needed for it.
fn moved(steps: &[Step], from: usize, to: usize) -> Vec<Step> {
    let mut order: Vec<usize> = (0..steps.len()).collect();
    let at = order.remove(from);
    order.insert(to, at);
    let place = |of: usize| order.iter().position(|at| *at == of);
    let step = |(n, at): (usize, &usize)| {
        let mut step = steps[*at].clone();
        step.needs = step.needs.iter().filter_map(|first| place(*first)).filter(|first| *first < n).collect();
        step.needs.sort_unstable();
        step
    };
    order.iter().enumerate().map(step).collect()
}
