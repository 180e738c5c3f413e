//! Of work that may be done at any time, some may have to be done while a status is held: other work asks for that.

use chrono::NaiveDate;

use super::carried::while_holding;
use super::next::Next;
use super::search::Task;
use super::supposed::Asked;
use super::taken::Taken;
use super::{Step, What};
use crate::dates::hours_in_words;
use crate::framework::{Framework, Leaf, NodeIx, Rule};
use crate::standing::{Facts, Standing};

impl Asked<'_> {
    /// Says with each step of such work how much of it has to be done while which status is held.
    pub fn say_held(&self, facts: &Facts, steps: &mut [Step]) {
        let next = Next::new(self.framework, self.target);
        let held: Vec<(NodeIx, &Rule, NodeIx)> = next.while_held().collect();
        if held.is_empty() {
            return;
        }
        let all: Vec<Task> = steps.iter().map(Step::task).collect();
        let (mut taken, mut end) = (Taken::new(self, facts, None), Taken::new(self, facts, None));
        all.iter().for_each(|task| end.take(*task));
        for (at, (step, task)) in steps.iter_mut().zip(&all).enumerate() {
            let before = taken.again();
            taken.take(*task);
            if task.what.gathers().is_none() {
                continue;
            }
            for (ix, rule, status) in held.iter().filter(|(.., status)| while_holding(task.what) != Some(*status)) {
                let done = |taken: &Taken<'_>| taken.standing().explain(self.framework, rule).count.done;
                let more = done(&taken) - done(&before);
                if more <= 0 || !is_needed(self.framework, end.standing(), *ix, rule) {
                    continue;
                }
                // What the other steps bring is not asked of this one.
                let more = more.min(done(&end) - done(&self.without(facts, &all, (at, taken.day()))));
                if more > 0 {
                    let amount = amount(rule, more);
                    let title = &self.framework.node(*status).title;
                    step.sentence.push_str(&format!("; at least {amount} of it while holding {title}"));
                    let apply = Task { node: *status, what: What::Apply };
                    let applied = all[..at].iter().rposition(|task| *task == apply);
                    step.needs.extend(applied.filter(|first| !step.needs.contains(first)));
                    step.needs.sort_unstable();
                }
            }
        }
    }

    /// What is there in the end, where one waits in the time of one step.
    fn without(&self, facts: &Facts, all: &[Task], (at, until): (usize, NaiveDate)) -> Taken<'_> {
        let mut taken = Taken::new(self, facts, None);
        for (n, task) in all.iter().enumerate() {
            taken.take(if n == at { Task { what: What::WaitUntil(until), ..*task } } else { *task });
        }
        taken
    }
}

/// Whether a node is there only by a part of its rules.
fn is_needed(framework: &Framework, end: &Standing, ix: NodeIx, part: &Rule) -> bool {
    let holds = |but: Option<&Rule>, rule: &Rule| {
        let leaf = |rule: &Rule, _: &Leaf| but.is_none_or(|but| !std::ptr::eq(but, rule)) && end.holds(framework, rule);
        rule.holds_where(&leaf, &|_| true)
    };
    framework.node(ix).rules().any(|rule| holds(None, rule) && !holds(Some(part), rule))
}

/// So many hours or days.
fn amount(rule: &Rule, done: i64) -> String {
    let is_in_hours = matches!(rule, Rule::Leaf(Leaf::Minutes(_)));
    let days = if done == 1 { String::from("1 day") } else { format!("{done} days") };
    if is_in_hours { hours_in_words(done) } else { days }
}
