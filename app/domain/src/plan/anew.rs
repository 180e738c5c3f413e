//! A way where there are too many to find a shortest one: the quick one is carried out, and from where it can't be gone on with
//! another is looked for.

use super::What;
use super::carried::while_holding;
use super::next::Next;
use super::search::Task;
use super::supposed::Asked;
use super::taken::Taken;
use crate::standing::Facts;

/// Steps that are taken before it is given up.
const MOST_STEPS: usize = 256;

impl Asked<'_> {
    /// The steps of a way that can be walked, shortest or not, where one is found so.
    pub fn planned_anew(&self, facts: &Facts) -> Option<Vec<Task>> {
        let mut taken = Taken::new(self, facts, None);
        let mut tasks: Vec<Task> = Vec::new();
        let next = Next::new(self.framework, self.target);
        while !taken.standing().state(self.target).counts() {
            let before = tasks.len();
            let way = self.on(taken.day()).whoever_signs(taken.facts()).ok()?;
            for step in &way.steps {
                // Of work that grows too old day by day a little would be asked for again and again.
                let Some((task, is_all)) = as_much(&taken, next.lasting(step.task(), &taken)) else { break };
                taken.take(task);
                tasks.push(task);
                if !is_all {
                    break;
                }
            }
            if tasks.len() == before || tasks.len() > MOST_STEPS {
                return None;
            }
        }
        Some(tasks)
    }
}

/// As much of a step as can be taken now, and whether that is all of it; nothing where it is not open.
fn as_much(taken: &Taken<'_>, task: Task) -> Option<(Task, bool)> {
    if !taken.is_open(task) {
        return None;
    }
    let held = while_holding(task.what).and_then(|status| taken.standing().until(status));
    match held.filter(|until| *until < taken.done_on(task.what)) {
        Some(until) if matches!(task.what, What::GatherMinutes { signers: 1.., .. }) || until <= taken.day() => None,
        Some(until) => Some((Task { what: taken.cut(task.what, until), ..task }, false)),
        None => Some((task, true)),
    }
}
