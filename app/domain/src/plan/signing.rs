//! Who has to sign once more. The two keys of a stage are turned by different people; what somebody signed for both is signed
//! again only where the way rests on it on both sides.

use super::supposed::{Asked, Found};
use super::{Step, What};
use crate::standing::{Facts, by_others};

/// Claims for one outcome of which it is looked at whether fewer are enough.
const MOST_EXAMPLES: u32 = 16;

/// Steps of which it is looked at whether the way does without.
const MOST_LEFT_OUT: usize = 256;

/// Nodes of a framework of which plans are carried out to see whether different people turn the keys.
const MOST_NODES: usize = 10_000;

/// How a way is looked for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Signing {
    /// As if nobody had signed for both keys.
    AsIs,
    /// What those who did signed at work is signed once more; each counts as a step, so that a way without is the shorter.
    Again,
}

/// A way to the target in steps; where `parted`, different people turn the keys once they are taken.
#[derive(Clone)]
pub(super) struct Way<'f> {
    pub found: Found<'f>,
    pub steps: Vec<Step>,
    pub parted: bool,
}

impl<'f> Asked<'f> {
    /// The shortest way by which different people turn the keys.
    pub fn whoever_signs(&self, facts: &Facts) -> Result<Way<'f>, Vec<String>> {
        let nobody_on_both_sides = facts.on_both_sides().is_empty();
        if !nobody_on_both_sides && self.framework.len() > MOST_NODES {
            let found = self.whatever_is_chosen(facts, Signing::Again)?;
            let steps = self.steps(&found);
            return Ok(Way { found, steps, parted: false });
        }
        let mut found = self.whatever_is_chosen(facts, Signing::AsIs)?;
        let mut steps = self.steps(&found);
        let are_enough = nobody_on_both_sides || self.are_enough(facts, &steps);
        if nobody_on_both_sides || are_enough && self.are_open(facts, &steps) {
            // What is gathered for one thing may do for a part that was not chosen of another; and whoever signed for both keys can't
            // be among those who confirm the rest.
            if !nobody_on_both_sides || found.way.chooses_work(self.framework) {
                self.leave_out(facts, &mut found, &mut steps);
            }
            return Ok(Way { found, steps, parted: true });
        }
        self.begun.set(0);
        let again = self.whatever_is_chosen(facts, Signing::Again)?;
        let signed = self.steps(&again);
        // Where signing once more opens none of the steps either, it is left out.
        if are_enough && !self.are_open(facts, &signed) {
            self.leave_out(facts, &mut found, &mut steps);
            return Ok(Way { found, steps, parted: true });
        }
        (found, steps) = (again, signed);
        let parted = self.are_enough(facts, &steps);
        if parted {
            self.leave_out(facts, &mut found, &mut steps);
        }
        // Other work may be less than to have the same signed once more.
        self.begun.set(0);
        let others = by_others(self.framework, facts, self.on);
        if let Some(mut others) = others.and_then(|others| self.whatever_is_chosen(&others, Signing::AsIs).ok()) {
            let mut fewer = self.steps(&others);
            if fewer.len() < steps.len() && self.are_enough(facts, &fewer) && self.are_open(facts, &fewer) {
                self.leave_out(facts, &mut others, &mut fewer);
                return Ok(Way { found: others, steps: fewer, parted: true });
            }
        }
        Ok(Way { found, steps, parted })
    }

    /// Leaves out each step that signs or gathers something, or confers a title on the way, where the others are enough.
    fn leave_out(&self, facts: &Facts, found: &mut Found<'_>, steps: &mut Vec<Step>) {
        // The others would not be seen to be open without one either.
        if !self.are_open(facts, steps) {
            return;
        }
        let mut tried = 0;
        // Without one of them another one may prove needless.
        let mut before = usize::MAX;
        while found.way.tasks.len() < before && tried < MOST_LEFT_OUT {
            before = found.way.tasks.len();
            self.leave_out_each(facts, found, steps, &mut tried);
        }
    }

    fn leave_out_each(&self, facts: &Facts, found: &mut Found<'_>, steps: &mut Vec<Step>, tried: &mut usize) {
        let are_enough = |fewer: &[Step]| self.are_enough(facts, fewer) && self.are_open(facts, fewer);
        for at in (0..found.way.tasks.len()).rev() {
            let task = found.way.tasks[at];
            let counts = found.standing.state(task.node).counts();
            let gathers = task.what.gathers().is_some();
            let signs = matches!(task.what, What::ConfirmAgain | What::AskToVerify | What::Claim { .. });
            if !gathers && !signs && (task.what != What::Apply || task.node == self.target) {
                continue;
            }
            if *tried == MOST_LEFT_OUT {
                return;
            }
            *tried += 1;
            let was_planned = found.way.planned[task.node.index()];
            found.way.tasks.remove(at);
            found.way.left_out.extend(gathers.then_some(task));
            // What is not enough yet is gathered on the way all the same.
            found.way.planned[task.node.index()] &= gathers || task.what == What::ConfirmAgain && !counts;
            let fewer = self.steps(found);
            if are_enough(&fewer) {
                *steps = fewer;
                continue;
            }
            found.way.tasks.insert(at, task);
            if gathers {
                found.way.left_out.pop();
            }
            found.way.planned[task.node.index()] = was_planned;
            self.fewer_examples(&are_enough, found, steps, at);
        }
    }

    /// Sends no more claims than are enough.
    fn fewer_examples(
        &self,
        are_enough: &impl Fn(&[Step]) -> bool,
        found: &mut Found<'_>,
        steps: &mut Vec<Step>,
        at: usize,
    ) {
        let before = found.way.tasks[at].what;
        let What::Claim { examples: most, distinct_signers, signed } = before else { return };
        for examples in 1..most.min(MOST_EXAMPLES) {
            let signed = signed.max(distinct_signers.saturating_sub(examples));
            found.way.tasks[at].what = What::Claim { examples, distinct_signers, signed };
            let fewer = self.steps(found);
            if are_enough(&fewer) {
                *steps = fewer;
                return;
            }
        }
        found.way.tasks[at].what = before;
    }
}
